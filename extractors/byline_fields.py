"""Labels and their values in a line or a zone of byline text.

A value ends where the next label, date or hard stop begins, because many templates print no separator at all:
`时间:2023-07-25 10:50作者:方××来源:宋家镇`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from extractors.dates import FoundDate, find_dates, parse_date
from extractors.labels import LABELS, PEOPLE, Role
from extractors.normalise import fold
from extractors.people import is_person

_HAN = re.compile(r"[一-鿿]")
# Templates pad short labels to the width of long ones: `来　　源：`.
_ANY_LABEL = "|".join(" {0,4}".join(map(re.escape, word)) for word in sorted(LABELS, key=len, reverse=True))
_TIGHT_LABEL = "|".join(map(re.escape, sorted(LABELS, key=len, reverse=True)))
_WITH_COLON = re.compile(rf"(?P<label>{_ANY_LABEL})\s{{0,3}}:|[【\[](?P<boxed>{_TIGHT_LABEL})[】\]]\s?:?")
_SIGN_WITH_COLON = re.compile(r"(?<![一-鿿\w/])文\s?[:/](?!图|摄|视频|字)")
_BARE = re.compile(rf"(?:(?<=[\s|【\[(>•·\-])|^)(?P<label>{_TIGHT_LABEL})(?=[\s|】\])/]|$)", re.MULTILINE)
_STOP = re.compile(
    r"浏览次数|阅读次数|访问次数|访问量|点击量|点击数|点击率|点击次数|阅读量|浏览量|次浏览|字体大小|打印本页|打印文本|关闭窗口|听新闻"
    r"|(?:(?<=[\s|【\[(])|^)(?:我要打印|我要纠错|分享|打印|收藏|大\s{1,3}中\s{1,3}小|大中小|大字|A\+|TT|扫一扫|纠错|微信|微博)"
    r"|(?<=[\s])https?://",
    re.MULTILINE,
)
_REPORTER_IN_SOURCE = re.compile(r"(?:本报)?(?:特约|实习|见习)?(?:记者|通讯员)\s?(?=(?P<name>[一-鿿]{2,3}))")
_CALENDAR_BEFORE = re.compile(r"(?:今天|今日|现在|当前时间|北京时间)[是:]?[^\n]{0,4}\Z")
_CALENDAR_BEHIND = re.compile(r"[\s,]{0,4}(?:星期|农历|周[一二三四五六日天])")
_EDITION_BEHIND = re.compile(r"\s{0,2}第?\s?[A-Z]?\d{1,3}\s?版")
_ONLY_MARKS = re.compile(r"[\W_]{0,12}\Z")
_EDGES = " \t\r\n|丨-—_,;:、。·•>"
_LONGEST_LINE_AHEAD = 40


@dataclass(frozen=True)
class Field:
    """A label as printed, what it means, the value behind it, and the places `[start, end)` of both together."""

    label: str
    role: Role
    value: str
    start: int
    end: int
    date: FoundDate | None = None
    has_colon: bool = True


@dataclass(frozen=True)
class BareDate:
    """A date without a label of its own."""

    found: FoundDate
    is_edition: bool
    """True for the date of a printed edition (`7版`), which is not when the page appeared."""


@dataclass(frozen=True)
class Fields:
    """All that is labelled in a text, and its dates that are not."""

    fields: tuple[Field, ...]
    dates: tuple[BareDate, ...]


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    label: str
    role: Role
    has_colon: bool = True


def find_fields(text: str) -> Fields:
    """The labelled values of a text in their order, and the dates that stand without a label."""
    folded = fold(text)
    dates = find_dates(text)
    hits = _hits(folded)
    if not hits and not dates:
        return Fields((), ())
    dates = [date for date in dates if not _is_in_source(date, dates, hits, folded)]
    hits = _without_dates(hits, dates)
    cuts = sorted([hit.start for hit in hits] + [date.start for date in dates] + _stops(folded, hits))
    fields = [_field(hit, text, folded, cuts, dates) for hit in hits]
    taken = {field.date.start for field in fields if field.date}
    bare = [_bare_date(date, folded) for date in dates if date.start not in taken]
    return Fields(tuple(fields), tuple(date for date in bare if date))


def _hits(folded: str) -> list[_Hit]:
    hits: list[_Hit] = []
    for match in _WITH_COLON.finditer(folded):
        label = (match["label"] or match["boxed"]).replace(" ", "")
        if _stands_free(match.start(), label, folded, hits):
            hits.append(_Hit(match.start(), match.end(), label, LABELS[label]))
    taken = [(hit.start, hit.end) for hit in hits]
    for match in _SIGN_WITH_COLON.finditer(folded):
        if not _overlaps(match, taken):
            hits.append(_Hit(match.start(), match.end(), "文", Role.AUTHOR))
    for match in _BARE.finditer(folded):
        if not _overlaps(match, taken):
            end = match.end() + (folded[match.end() : match.end() + 1] == "/")
            hits.append(_Hit(match.start(), end, match["label"], LABELS[match["label"]], has_colon=False))
    return sorted(hits, key=lambda hit: hit.start)


def _stands_free(start: int, label: str, folded: str, hits: list[_Hit]) -> bool:
    """A label glued to a word before it is another word (活动时间:), unless a value stands there (宋家镇来源:)."""
    if start == 0 or not _HAN.match(folded[start - 1]):
        return True
    if len(label) > 3 or LABELS[label] in PEOPLE:
        return True
    return bool(hits) and "\n" not in folded[hits[-1].end : start]


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    index = bisect_left(taken, (match.end(), 0))
    return index > 0 and taken[index - 1][1] > match.start()


def _stops(folded: str, hits: list[_Hit]) -> list[int]:
    stops = [match.start() for match in _STOP.finditer(folded)]
    if any(hit.role is Role.SOURCE for hit in hits):
        names = _REPORTER_IN_SOURCE.finditer(folded)
        stops += [match.start() for match in names if is_person(match["name"]) or is_person(match["name"][:2])]
    return stops


def _is_in_source(date: FoundDate, dates: list[FoundDate], hits: list[_Hit], folded: str) -> bool:
    """`来源:光明日报2024年01月16日15版`: the edition that was reprinted is part of the source as printed.

    Only where the page shows another date: else it is the only word on when the page appeared.
    """
    if date.precision != "day" or "年" not in date.raw or len(dates) < 2:
        return False
    before = [hit for hit in hits if hit.end <= date.start]
    if not before or before[-1].role is not Role.SOURCE:
        return False
    name = folded[before[-1].end : date.start]
    return bool(name.strip()) and "\n" not in name.strip()


def _without_dates(hits: list[_Hit], dates: list[FoundDate]) -> list[_Hit]:
    return [hit for hit in hits if not any(date.start < hit.start < date.end for date in dates)]


def _field(hit: _Hit, text: str, folded: str, cuts: list[int], dates: list[FoundDate]) -> Field:
    date = next((date for date in dates if date.start >= hit.end), None)
    if date is not None and not _ONLY_MARKS.match(folded[hit.end : date.start]):
        date = None
    end = _value_end(hit, folded, cuts)
    value = text[hit.end : end]
    if hit.role in (Role.PUBLISHED, Role.UPDATED) and date is None:
        date = parse_date(value)
    if date is not None and hit.role not in (Role.PUBLISHED, Role.UPDATED, Role.NOISE):
        date = None
    return Field(hit.label, hit.role, trimmed(value), hit.start, date.end if date else end, date, hit.has_colon)


def _value_end(hit: _Hit, folded: str, cuts: list[int]) -> int:
    """The end of the line, or of the next line where the label stands alone on its own; never behind a cut."""
    index = bisect_left(cuts, hit.end)
    limit = cuts[index] if index < len(cuts) else len(folded)
    line_end = folded.find("\n", hit.end, limit)
    if line_end < 0:
        return limit
    if trimmed(folded[hit.end : line_end]) or not hit.has_colon or hit.role is Role.NOISE:
        return line_end
    start = line_end
    while start < limit and folded[start].isspace():
        start += 1
    next_end = folded.find("\n", start, limit)
    next_end = limit if next_end < 0 else next_end
    return next_end if next_end - start <= _LONGEST_LINE_AHEAD else line_end


def _bare_date(date: FoundDate, folded: str) -> BareDate | None:
    """None for a running calendar: `今天是2024年10月23日 星期三`."""
    behind = folded[date.end : date.end + 12]
    if _CALENDAR_BEHIND.match(behind) or _CALENDAR_BEFORE.search(folded[max(0, date.start - 12) : date.start]):
        return None
    return BareDate(date, bool(_EDITION_BEHIND.match(behind)))


def trimmed(value: str) -> str:
    """A value without separators and half brackets at its edges, nor what follows a separator within it."""
    value = value.strip(_EDGES + "\u3000\u00a0：；，｜")
    value = re.split(r"[|｜丨\t]|\s{3,}", value, maxsplit=1)[0]
    for opening, closing in ("()", "（）", "【】", "[]", "〔〕"):
        if value.startswith(opening) and value.endswith(closing):
            value = value[1:-1]
        if opening in value and closing not in value[value.rfind(opening) :]:
            value = value[: value.rfind(opening)]
        if closing in value and opening not in value[: value.find(closing)]:
            value = value[: value.find(closing)]
    return value.strip(_EDGES + "\u3000\u00a0：；，｜")
