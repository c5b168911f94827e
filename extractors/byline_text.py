"""Headline and byline lines given as text, without a page around them."""

import re

from extractors.byline_credits import add_credit_line, add_lead, add_tail, is_credit_line
from extractors.byline_fields import find_fields
from extractors.byline_header import is_byline_line, parse_byline
from extractors.byline_record import Byline, Draft
from extractors.labels import Role
from extractors.normalise import document_normaliser

_OMITTED = re.compile(r"〔[^〔〕\n]{0,20}略〕")
_TAG = re.compile(r"<[^<>]{0,200}>")
_BREADCRUMB = re.compile(r">.*>|[》>]\s*正文|当前位置|所在位置|您的位置|^[^。]{0,12}\s/\s.*\s/\s|^\s*首\s*页")
_CHROME = re.compile(
    r"\s*(?:第?[A-Z]?\d{1,3}[a-z]?版|\d|上一[篇版]|下一[篇版]|听新闻|图集|放大|缩小|默认|小$|中$|大$|打印|播放|字[体号]|分享|—?分享|标签|立即|关闭|"
    r"登录|热门|投稿|本篇文章|本文字数|文章字数|图片新闻$|时刻新闻$|--|欢迎|[,，]|版权|公众号)"
)
_DOMAIN = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,4}\s+", re.IGNORECASE)
_NEXT_ARTICLE = re.compile(r"\s*(?:新闻推荐|头条推荐|相关新闻|相关阅读|相关资讯|相关文章|相关稿件|热门新闻|阅读下一篇|下一图集|上一篇|下一篇)")
_FIELD_IN_LINE = re.compile(r"\s+(?=\S{2,6}[:：])")
_SHORT_TITLE = 8


def read_text(text: str) -> Byline:
    """The byline of a text that holds a headline, byline lines and perhaps the lines around the body.

    〔正文略〕 stands for a body that was left out. Traditional and glossed text is read, and given back, as
    simplified.
    """
    normalise = document_normaliser(text)
    text = _TAG.sub("\n", normalise(text) if normalise else text)
    omitted = _OMITTED.search(text)
    head, rest = (text[: omitted.start()], text[omitted.start() :]) if omitted else (text, "")
    lines = head.split("\n")
    title, zone = _split_title(lines)
    header = parse_byline("\n".join(zone))
    draft = Draft("end")
    if lines and omitted and lines[-1].strip():
        add_lead(draft, lines[-1])
    _add_rest(draft, rest)
    return _together(Byline(title=title), header, draft.byline())


def _add_rest(draft: Draft, rest: str) -> None:
    """Leads and credits among and behind what is left of the body, up to the next article's."""
    for line in _OMITTED.sub("。", rest).split("\n"):
        line = line.strip(" |")
        if _NEXT_ARTICLE.match(line):
            return
        if is_credit_line(line):
            add_credit_line(draft, line)
        elif line:
            add_lead(draft, line)
            add_tail(draft, line)
        title = next((field for field in find_fields(line).fields if field.role is Role.TITLE), None)
        if title:
            draft.set_title(title.value, title.label, line)


def _together(title: Byline, header: Byline, rest: Byline) -> Byline:
    both = title.merged_with(header).merged_with(rest)
    return Byline(
        title=rest.title or both.title,
        published_at=both.published_at,
        published_precision=both.published_precision,
        authors=_union(header.authors, rest.authors),
        source=both.source,
        editors=_union(header.editors, rest.editors),
        reviewers=_union(header.reviewers, rest.reviewers),
        evidence=both.evidence,
    )


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _split_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The headline, and the other lines of the header zone."""
    zone = [line for line in lines if not _BREADCRUMB.search(line)]
    first = next((index for index, line in enumerate(zone) if _is_field_line(line)), len(zone))
    inline = _title_in_line(zone[first]) if first < len(zone) else None
    if inline:
        title, rest = inline
        return title, [*zone[:first], rest, *zone[first + 1 :]]
    above = [index for index in range(first) if _may_be_title(zone[index])]
    below = [index for index in range(first + 1, len(zone)) if _may_be_title(zone[index])]
    if above:
        long = [index for index in above if len(zone[index].strip()) >= _SHORT_TITLE]
        chosen = (long or above)[-1]
        if zone[chosen].strip().startswith("——") and len(above) > 1:
            chosen = above[above.index(chosen) - 1]
    elif below:
        chosen = below[0]
    else:
        return None, zone
    return _clean(zone[chosen]), zone[:chosen] + zone[chosen + 1 :]


def _is_field_line(line: str) -> bool:
    if is_byline_line(line):
        return True
    draft = Draft("lead")
    add_lead(draft, line)
    found = find_fields(line)
    return bool(draft.byline()) or any(field.role is Role.PUBLISHED and field.date for field in found.fields)


def _title_in_line(line: str) -> tuple[str, str] | None:
    """A headline and its byline in one line: `江西省公安厅… 时间:2021-01-25 来源:湖北日报`."""
    found = find_fields(line)
    start = min((field.start for field in found.fields if field.has_colon), default=0)
    before = line[:start].strip()
    if len(before) < _SHORT_TITLE or any(date.found.start < start for date in found.dates):
        return None
    return _clean(before), line[start:]


def _may_be_title(line: str) -> bool:
    stripped = line.strip()
    if len(stripped.strip("> ")) < 3 or _CHROME.match(stripped) or stripped.startswith(("•", "#")):
        return False
    return not _is_field_line(line) and not find_fields(line).dates


def _clean(title: str) -> str:
    return _DOMAIN.sub("", title.strip().removeprefix(">").strip())
