"""Dates as county sites print them, with the precision that they print.

All values are naive China time. What is no certain day is left out rather than guessed.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from extractors.article import Precision
from extractors.normalise import fold

_YEAR = r"(?:19|20)\d\d"
_SEPARATOR = r"\s{0,3}(?:[-/.]|—{1,2}|–{1,2}|--)\s{0,3}"
# No longer number; but the day and the hour may be glued: 2019-02-1820:47.
_NO_DIGITS = r"(?!\d(?!\d?:))"
# One alternative for each way to write a day, its groups numbered: a name may stand only once.
_DAY = rf"""(?:
    (?P<y1>{_YEAR})\s{{0,3}}年\s{{0,3}}(?P<m1>\d{{1,2}})\s{{0,3}}月\s{{0,3}}(?P<d1>\d{{1,2}})\s{{0,3}}[日号]
  | (?P<y2>{_YEAR})(?P<s2>{_SEPARATOR})(?P<m2>\d{{1,2}}){_SEPARATOR}(?P<d2>\d{{1,2}}){_NO_DIGITS}
  | (?P<y3>{_YEAR})\s{{1,4}}(?P<m3>\d{{1,2}})\s{{0,3}}/\s{{0,3}}(?P<d3>\d{{1,2}}){_NO_DIGITS}  # 2022 12/ 28
  | (?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>{_YEAR})
)"""
_CLOCK = r"""(?:
    (?:\s{0,3}[(（]?(?:星期|周)[一二三四五六日天][)）]?)?
    (?:\s{0,6}|\s{0,3}[T】]\s{0,3})
    (?P<half>上午|下午|晚上|[AaPp][Mm])?\s{0,2}
    (?P<hour>\d{1,2})\s{0,2}(?:[:时点]|h)\s{0,2}(?P<minute>\d{2}|\d(?=\s?分))(?!\d)
    (?:\s{0,2}[:分]\s{0,2}(?P<second>\d{2})(?!\d)秒?|分)?
    (?:\.\d{1,9})?
    (?P<zone>Z|[+-]\d{2}:?\d{2})?
)?"""
_DATE = re.compile(rf"(?=\d)(?<![\d/]){_DAY}(?![/\d]{{0,12}}/\d)(?:{_CLOCK})", re.VERBOSE)
# Every date has the two digits of its century, in either width: most lines have none.
_MAY_BE_DATE = re.compile("19|20|１９|２０")
_COMPACT = re.compile(rf"\s*({_YEAR})(\d{{2}})(\d{{2}})\s*\Z")
_CHINA = timedelta(hours=8)


class FoundDate(NamedTuple):
    """A date in a text: naive China time to `precision`, its place `[start, end)` and the text as printed."""

    value: datetime
    precision: Precision
    start: int
    end: int
    raw: str


def find_dates(text: str) -> list[FoundDate]:
    """All complete dates (year, month, day) of a text in their order; impossible ones are left out."""
    return [*_found_dates(text)] if _MAY_BE_DATE.search(text) else []


@lru_cache(maxsize=64)  # header, credits and byline of a page ask of the same few lines
def _found_dates(text: str) -> tuple[FoundDate, ...]:
    found = (_read(match, text) for match in _DATE.finditer(fold(text)))
    return tuple(date for date in found if date is not None)


def parse_date(text: str) -> FoundDate | None:
    """The first date of a text that is meant to be one; only here eight digits in a row count as a date."""
    found = find_dates(text)
    if found:
        return found[0]
    compact = _COMPACT.match(fold(text))
    if compact is None:
        return None
    value = _datetime(*(int(part) for part in compact.groups()))
    return FoundDate(value, "day", 0, len(text), text) if value else None


def _read(match: re.Match[str], text: str) -> FoundDate | None:
    groups = match.groupdict()
    year, month, day = next(
        (int(groups[f"y{form}"]), int(groups[f"m{form}"]), int(groups[f"d{form}"]))
        for form in "1234"
        if groups[f"y{form}"]
    )
    date = _datetime(year, month, day)
    if date is None:
        return None
    value, precision, end = date, "day", _end_of_day(match)
    if groups["hour"]:
        time = _time(date, groups)
        if time is not None:
            value, precision, end = time, "second" if groups["second"] else "minute", match.end()
    return FoundDate(value, _PRECISIONS[precision], match.start(), end, text[match.start() : end])


_PRECISIONS: dict[str, Precision] = {"day": "day", "minute": "minute", "second": "second"}


def _end_of_day(match: re.Match[str]) -> int:
    """Where the day ends: behind its last number, and behind 日 where it is written."""
    end = max(match.end(name) for name in ("y1", "d1", "d2", "d3", "y4") if match[name])
    return end + 1 if match["y1"] and match.string[end : end + 1] in ("日", "号") else end


def _time(date: datetime, groups: dict[str, str | None]) -> datetime | None:
    hour, minute, second = (int(groups[name] or 0) for name in ("hour", "minute", "second"))
    half = (groups["half"] or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    value = date.replace(hour=hour, minute=minute, second=second)
    return _china_time(value, groups["zone"])


def _china_time(value: datetime, zone: str | None) -> datetime:
    """The printed time of another zone in China time; without a zone it is China time already."""
    if zone is None:
        return value
    if zone == "Z":
        return value + _CHINA
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return value - (offset if zone[0] == "+" else -offset) + _CHINA


def _datetime(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)  # noqa: DTZ001 (naive China time throughout)
    except ValueError:
        return None
