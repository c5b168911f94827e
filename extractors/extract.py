"""One page to one article: the parts of `extractors`, put together in the order of evidence.

What a reader sees beside its label goes first, then the government's meta tags and values that scripts write, then
what the CMS family tells, then the list page, then a generic tool. What no witness states stays empty.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from lxml import etree, html

from extractors.article import Article, Evidence, Kind
from extractors.byline import (
    Byline,
    credit_apart,
    is_byline_line,
    is_name_in_bracket,
    names_below_label,
    parse_byline,
    parse_credits,
    parse_end,
    parse_lead,
)
from extractors.container import Body, find_body
from extractors.credits import Credits
from extractors.dates import find_dates
from extractors.flow import Line
from extractors.kind import kind_of, redirect_target, refuse_login, refuse_missing, refuse_other_content, refuse_wall
from extractors.lists import is_list_page
from extractors.meta import MetaTags
from extractors.normalise import lost_characters
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.paragraphs import paragraphs, trim, without_deck, without_notes, without_reporters
from extractors.platforms import Platform, platform_of
from extractors.platforms.pagination import may_have_parts
from extractors.template_lines import is_caption, is_chrome, is_kicker, is_link_line
from extractors.text_bounds import text_end, text_start
from extractors.title import find_headline, key

_HEADER_CHARACTERS = 300
_LINES_BESIDE_BODY = 15
_LINES_ABOVE_HEADLINE = 4
_LITTLE_PROSE = 120
_MOST_ELEMENTS = 6_000
_DEEPEST = 100
_LINK_SHARE_OF_A_ROW = 0.25
_ROWS = 6
_SHORTEST_ROW = 10
_LINKED_SHARE_OF_A_ROW = 0.8
_LINES_OF_A_NEWSPAPERS_HEAD = 20
_NEWSPAPER_PAGE = re.compile(r"第\s?[A-Z]?\d{1,3}\s?版|[A-Z]\d{1,3}版")
_DATELINE = re.compile(r".{2,14}[讯电]")
_LONGEST_SIGNATURE = 24
_SENTENCE_SIGN = re.compile(r"[，。：；！？“”,:;!?]")
_BRACKETS = " \u3000()（）"
_LINES_OF_A_BYLINE = 3
_SHORTEST_SURE_HEADLINE = 10  # longer than the name of a column
_DAY = re.compile(r"\d[-/.月]\d")


@dataclass(frozen=True)
class Hints:
    """What is known of an article before its page is read: the site's name, and its row on the list page."""

    site_name: str | None = None
    listed_title: str | None = None
    listed_date: date | None = None


def read_article(page: Page, hints: Hints | None = None, more: Sequence[Page] = ()) -> Article:
    """The article of a page; `more` are the following pages of the same article, in order.

    Raises NotAnArticle with its reason word for a page that holds none. Raises nothing else for any bytes.
    """
    hints = hints or Hints()
    refuse_other_content(page)
    refuse_wall(page, page.flow)
    refuse_login(page, page.flow)
    refuse_missing(page, page.flow)
    reading = _Reading(page, hints)
    target = redirect_target(page, page.flow)
    if target:
        return reading.redirect(target)
    article = reading.article()
    if not more:
        return article
    return _with_parts(article, [part for part in map(_part, more) if part is not None])


def continuation_urls(page: Page) -> list[str]:
    """Absolute addresses of pages 2..n of an article in several pages, [] for an article in one.

    A page that could not have numbered parts is not parsed: that is most of them, and a crawl asks every page.
    """
    if not may_have_parts(page):
        return []
    return [url for url in dict.fromkeys(platform_of(page).continuation(page)) if url != page.url]


@dataclass(frozen=True)
class _Text:
    """The body's paragraphs, the lines of header and credit around them, and where they stand."""

    paragraphs: list[str]
    header: list[str]
    after: list[str]
    kind: Kind
    rule: str


class _Reading:
    """The state of reading one page."""

    def __init__(self, page: Page, hints: Hints) -> None:
        self.page = page
        self.flow = flow = page.flow
        self.hints = hints
        self.platform: Platform = platform_of(page)
        self.meta = MetaTags(page, flow.normalise)
        self.headline = find_headline(page, self.meta, self.platform.titles(page), hints.listed_title)

    def redirect(self, target: str) -> Article:
        """An item that only sends its reader elsewhere: kept as a row, so that counts stay right."""
        credit = Credits()
        credit.add_meta(self.meta)
        credit.add_list(self.hints.listed_date)
        credit.evidence["kind"] = Evidence("redirect", target)
        return self._article(credit, "", "redirect")

    def article(self) -> Article:
        """Everything that the page states."""
        text = self._text()
        credit = Credits()
        credit.add_visible(parse_byline("\n".join(text.header)))
        closing = _without_bare_date(parse_byline("\n".join(text.after))) if text.after else Byline()
        body, notes = without_notes(text.paragraphs)
        if body:
            body[-1:] = credit_apart(body[-1])
            end = parse_end(body)
            credit.add_visible(_lead(body))
            closing = end.byline.joined_with(closing)
            if notes:
                credit.add_visible(parse_credits("\n".join(notes)))
            body = trim(body[: end.first_credit], self.headline)
            body[:1] = map(without_reporters, body[:1])
            if len(body) > 1 and _is_signature(body[0], (*credit.authors, *closing.authors)):
                del body[0]
        credit.add_closing(closing)
        if credit.published_at is None:
            credit.add_visible(self._edition(text.after))
        credit.add_meta(self.meta)
        credit.add_list(self.hints.listed_date)
        credit.drop_source_from_authors()
        credit.name_own_source(self.hints.site_name)
        if body:
            credit.evidence["body"] = Evidence(text.rule, body[0][:60])
            self._mark(credit, "\n".join(body))
        elif self.headline is None:
            raise NotAnArticle(Loss.UNREADABLE, f"{self.page.url}: neither headline nor text could be found.")
        return self._article(credit, "\n".join(body), text.kind)

    def _edition(self, after: Sequence[str]) -> Byline:
        """The day in the head of a newspaper's page (第A02版) or below the text, where the article itself has none."""
        end = self.headline.first if self.headline is not None and self.headline.first > 0 else None
        head = [line.text for line in self.flow.lines[:end][:_LINES_OF_A_NEWSPAPERS_HEAD] if not _is_row(line)]
        if not any(map(_NEWSPAPER_PAGE.search, head)):
            return Byline()
        found = [date for text in head for date in find_dates(text)]
        found = found or [date for text in after for date in find_dates(text)]
        days = {date.value.date(): date for date in found}
        if len(days) != 1:
            return Byline()
        day = next(iter(days.values()))
        proof = {"published_at": Evidence("edition", day.raw)}
        return Byline(published_at=day.value, published_precision=day.precision, evidence=proof)

    def _mark(self, credit: Credits, body: str) -> None:
        """Say of a copy that it is one: its text was glossed, or lost characters on the way."""
        if self.flow.gloss:
            credit.evidence["mirror"] = Evidence("glosses", self.flow.gloss)
        lost = lost_characters(body)
        if lost:
            credit.evidence["lossy"] = Evidence("lost characters", lost)

    def _text(self) -> _Text:
        rule = f"platform:{self.platform.name}"
        containers = ((rule, element) for element in self.platform.bodies(self.page))
        body = find_body(self.flow, containers, self.headline)
        self._refuse_list(body)
        if body is None:
            return self._fallback()
        first = text_start(self.flow, body, self.headline)
        header, first = self._header(body, first)
        last = text_end(self.flow, first, body.last, _is_credit_line)
        texts = paragraphs(self.flow, first, last)
        kind = kind_of(self.flow, body.element, first, last, texts)
        if kind == "file":
            texts = [line.text for line in self.flow.lines[first:last] if line.link_share < 0.3 and line.prose]
        text = without_deck(texts, self.headline, _is_credit_line)
        header += [line for line in texts[: len(texts) - len(text)] if _is_credit_line(line)]
        return _Text(text, header, self._after(last), kind, body.rule)

    def _refuse_list(self, body: Body | None) -> None:
        if body is None or self.flow.prose(body.first, body.last) < _LITTLE_PROSE:
            is_list = not self._names_an_article() and is_list_page(self.page)
        else:
            rows = _rows_between_sentences(self.flow.lines[body.first : body.last])
            is_list = len(rows) >= _ROWS and is_list_page(self.page, rows)
        if is_list:
            raise NotAnArticle(Loss.LIST_PAGE, f"{self.page.url}: a list of articles, not an article.")

    def _names_an_article(self) -> bool:
        """True for a headline that ArticleTitle names too, or with its day and no link right below it.

        A picture, a video or a notice of one sentence may have a box of ten related articles beside it.
        """
        headline = self.headline
        if headline is None or headline.first < 0:
            return False
        if key(self.meta.get("ArticleTitle") or "") == key(headline.text):
            return True
        if headline.rule != "headline":
            return False
        below = self.flow.lines[headline.last : headline.last + _LINES_OF_A_BYLINE]
        byline = parse_byline("\n".join(line.fields for line in takewhile(_is_plain, below)))
        named = byline.evidence.keys() & {"source", "authors"}
        is_sure = bool(named) or len(key(headline.text)) >= _SHORTEST_SURE_HEADLINE
        return byline.published_at is not None and (is_sure or byline.evidence["published_at"].rule != "byline:date")

    def _header(self, body: Body, first: int) -> tuple[list[str], int]:
        """The lines between headline and text, and the first line of the text.

        Byline lines that open the container belong to the header.
        """
        lines = self.flow.lines
        header = self._lines_of_header(body.first if first == body.first else first)
        headline = key(self.headline.text) if self.headline is not None else ""
        first_caption: int | None = None
        while first < body.last:
            line = lines[first]
            is_headline = bool(headline) and key(line.text) == headline
            if line.is_hidden or is_headline or is_chrome(line) or is_link_line(line) or is_kicker(line):
                first += 1
            elif _is_credit_line(line.text):
                header.append(line.fields)
                first += 1
            elif is_caption(self.flow, first):
                first_caption = first if first_caption is None else first_caption
                first += 1
            else:
                break
        # A story in pictures has no other text than their captions.
        if first_caption is not None and not self.flow.prose(first, body.last):
            first = first_caption
        return header, first

    def _lines_of_header(self, end: int) -> list[str]:
        lines, headline = self.flow.lines, self.headline
        if headline is None or not 0 <= headline.first < end:
            near = lines[max(0, end - _LINES_BESIDE_BODY) : end]
            return [
                line.fields for line in near if not (line.is_hidden or _is_row(line)) and _is_credit_line(line.text)
            ]
        header = [headline.rest] if headline.rest else []
        characters = 0
        for line in lines[headline.last : end]:
            if not line.is_hidden and characters < _HEADER_CHARACTERS:
                header.append(line.fields)
                characters += len(line.text)
        if not any(map(_is_credit_line, header)) or not any(map(find_dates, header)):
            header += [text for text in self._lines_above_headline(headline.first) if _is_credit_line(text)]
        return header

    def _lines_above_headline(self, end: int) -> list[str]:
        """The lines right above the headline, and all rows of a table there (索引号, 发布机构, 发布日期)."""
        lines = self.flow.lines
        near = max(0, end - _LINES_ABOVE_HEADLINE)
        cell = next((line.cell for line in reversed(lines[near:end]) if line.cell is not None), None)
        table = next(cell.iterancestors("table"), None) if cell is not None else None
        above = [line.fields for line in lines[near:end] if not (line.is_hidden or _is_row(line))]
        if table is None or self.flow.spans[table][1] > end:
            return above
        return [*above, *paragraphs(self.flow, *self.flow.spans[table])]

    def _after(self, last: int) -> list[str]:
        """Credit lines beside the end of the text."""
        near = [line for line in self.flow.lines[last : last + _LINES_BESIDE_BODY] if not line.is_hidden]
        texts = [line.text for line in near]
        credit = [
            line.fields
            for index, line in enumerate(near)
            if not _is_headline_of_another(line) and (_is_credit_line(line.text) or names_below_label(texts, index))
        ]
        if near and is_name_in_bracket(near[0].text):
            credit.insert(0, f"作者：{near[0].text.strip(_BRACKETS)}")
        return credit

    def _fallback(self) -> _Text:
        """A page without running text: whatever a generic tool makes of it, else nothing."""
        texts = _trafilatura(self.page) if self.flow.han > _LITTLE_PROSE else []
        if not texts and self.headline is None:
            raise NotAnArticle(Loss.UNREADABLE, f"{self.page.url}: neither headline nor text could be found.")
        end = len(self.flow.lines)
        header = self._lines_of_header(end)
        kind = kind_of(self.flow, self.flow.root, 0, end, texts)
        return _Text([self.flow.normalise(text) for text in texts], header, [], kind, "trafilatura")

    def _article(self, credit: Credits, body: str, kind: Kind) -> Article:
        headline = self.headline
        if headline is not None:
            listed = self.hints.listed_title
            others = [*self.meta.titles, *([Evidence("list", listed)] if listed else [])]
            credit.add_title(Evidence(headline.rule, headline.text), others)
        return Article(
            url=self.page.url,
            title=headline.text if headline else None,
            published_at=credit.published_at,
            published_precision=credit.published_precision,
            authors=credit.authors,
            source=credit.source,
            editors=credit.editors,
            reviewers=credit.reviewers,
            body=body,
            kind=kind,
            evidence=credit.evidence,
        )


def _trafilatura(page: Page) -> list[str]:
    """The last resort, on a copy of the tree, because it cuts what it reads; a monstrous tree would hold it up."""
    import trafilatura

    if _is_monstrous(page.tree):
        return []
    text = trafilatura.extract(deepcopy(page.tree), include_comments=False, favor_precision=True, fast=True)
    return [line for line in (text or "").split("\n") if line.strip()]


def _lead(body: Sequence[str]) -> Byline:
    """The writers whom the text's first words name; a sentence of summary may stand above them."""
    lead = parse_lead(body[0])
    if lead.authors or len(body) < 2 or not _DATELINE.match(body[1]):
        return lead
    return parse_lead(body[1])


def _is_monstrous(tree: html.HtmlElement) -> bool:
    """True for a tree that holds more, or in deeper nests, than any page: those of real ones are 25 elements deep."""
    elements = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        elements += event == "start"
        depth += 1 if event == "start" else -1
        if elements > _MOST_ELEMENTS or depth > _DEEPEST:
            return True
    return False


def _without_bare_date(byline: Byline) -> Byline:
    """Below the text a date without a label is that of a related link, or of the signature of a notice."""
    evidence = byline.evidence.get("published_at")
    if evidence is None or evidence.rule != "byline:date":
        return byline
    return replace(byline, published_at=None, published_precision=None)


def _part(page: Page) -> Article | None:
    """A following page as an article of its own; one that cannot be read adds nothing."""
    try:
        return read_article(page)
    except NotAnArticle:
        return None


def _with_parts(article: Article, parts: Sequence[Article]) -> Article:
    """The article with the texts of its following pages, and with the people whom only the last of them names."""
    lines = article.body.split("\n")
    known = set(lines)
    for part in parts:
        added = [line for line in part.body.split("\n") if line not in known]
        lines += added
        known.update(added)
    evidence = dict(article.evidence)
    people: dict[str, tuple[str, ...]] = {}
    for role in ("authors", "editors", "reviewers"):
        naming = next((one for one in (article, *reversed(parts)) if getattr(one, role)), article)
        people[role] = getattr(naming, role)
        if role in naming.evidence:
            evidence[role] = naming.evidence[role]
    return replace(
        article,
        authors=people["authors"],
        editors=people["editors"],
        reviewers=people["reviewers"],
        body="\n".join(line for line in lines if line),
        evidence=evidence,
    )


def _is_plain(line: Line) -> bool:
    return not is_link_line(line)


def _rows_between_sentences(lines: Sequence[Line]) -> list[Line]:
    """The rows of a list that has summaries under them; menus and related links stand before and behind a text."""
    prose = [index for index, line in enumerate(lines) if line.prose]
    between = lines[prose[0] : prose[-1] + 1] if prose else []
    if sum(_DAY.search(line.text) is not None for line in between) < _ROWS:
        return []
    return [line for line in between if line.link_share > _LINK_SHARE_OF_A_ROW]


def _is_row(line: Line) -> bool:
    """A row of a list of other news: a headline with a link, and its date."""
    if line.link_characters < _SHORTEST_ROW:
        return False
    characters = len(line.text) - sum(date.end - date.start for date in find_dates(line.text))
    return characters >= _SHORTEST_ROW and line.link_characters >= _LINKED_SHARE_OF_A_ROW * characters


def _is_headline_of_another(line: Line) -> bool:
    """A link without a label, as they stand in rows below a text."""
    return is_link_line(line) and ":" not in line.text and "：" not in line.text


def _is_signature(text: str, authors: Sequence[str]) -> bool:
    """True for a first line that is a writer's office and name again: 庆云市安监局 马春××, under 作者：马春××."""
    return len(text) <= _LONGEST_SIGNATURE and text.endswith(tuple(authors)) and not _SENTENCE_SIGN.search(text)


def _is_credit_line(text: str) -> bool:
    """A byline or credit alone: `记者卜清越报道　5月17日，全市……参加角逐。` is the text's first paragraph."""
    return not text.endswith("。") and is_byline_line(text)
