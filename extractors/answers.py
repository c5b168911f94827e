"""The next page of a list that a site's own queries answer: JSON of UCAP, gkmlpt and jpaas, records of Hanweb.

The query's page is counted on while the rows answered so far are fewer than the answer's total.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlunsplit

from extractors.page import Page

_PAGE_KEYS = ("page", "pageno", "pagenum", "pageindex", "currentpage", "currpage", "p", "pn")
_SIZE_KEYS = ("_pagesize", "pagesize", "size", "limit", "rows", "perpage")
_TOTAL_KEYS = ("total", "totalcount", "totalrecord", "totalrecords", "totalnum", "totalelements", "count")
_PAGES_KEYS = ("totalpage", "totalpages", "pagecount", "pages")
_TOTAL_RECORDS = re.compile(r"<totalrecord>\s{0,9}(?:<!\[CDATA\[)?(\d{1,9})")
# <div class="pagination" rows="15" count="233">
_COUNT_OF_HTML = re.compile(r"\bcount=\\?[\"'](\d{1,9})")
_DEEPEST = 4
_LONGEST_NUMBER = 9

Query = list[tuple[str, str]]


def answer_next(page: Page, rows: int) -> str | None:
    """The address of the same query for its next page, None behind the last; `rows` is how many this one answered."""
    numbers = _numbers_of(page)
    query = parse_qsl(page.address.query, keep_blank_values=True)
    inner = _inner(query)
    current = _first(_PAGE_KEYS, dict(_numbers(dict(inner or query)))) or 1
    if numbers is None or not rows or not current < _pages(page, numbers, inner or query, rows):
        return None
    if inner is not None:
        following = json.dumps(dict(_counted_on(inner, current)), separators=(",", ":"))
        return _with_query(page, [(name, following if name == "paramJson" else value) for name, value in query])
    return _with_query(page, [(name, str(value)) for name, value in _counted_on(query, current)])


def answer_pages(page: Page, rows: int) -> int | None:
    """How many pages the query has that this answer of so many rows is one of; None where it does not say."""
    numbers = _numbers_of(page)
    query = parse_qsl(page.address.query, keep_blank_values=True)
    return _pages(page, numbers, _inner(query) or query, rows) or None if numbers and rows else None


def _numbers_of(page: Page) -> dict[str, int] | None:
    try:
        return dict(_numbers(json.loads(page.text)))
    except (ValueError, RecursionError):
        return None


def _pages(page: Page, numbers: dict[str, int], query: Query, rows: int) -> int:
    """How many pages an answer says there are, itself or by its total of rows; 0 where it does not."""
    size = _first(_SIZE_KEYS, dict(_numbers(dict(query))), numbers) or rows
    in_html = _COUNT_OF_HTML.search(page.text)
    total = _first(_TOTAL_KEYS, numbers) or (int(in_html[1]) if in_html else 0)
    return _first(_PAGES_KEYS, numbers) or -(-total // size)


def next_records(page: Page) -> str | None:
    """The address of the next range of records: `startrecord=1&endrecord=15` is followed by 16 to 30."""
    total = _TOTAL_RECORDS.search(page.text)
    query = parse_qsl(page.address.query, keep_blank_values=True)
    numbers = dict(_numbers(dict(query)))
    first, last = numbers.get("startrecord", 0), numbers.get("endrecord", 0)
    if total is None or not 0 < first <= last < int(total[1]):
        return None
    following = {"startrecord": last + 1, "endrecord": min(2 * last - first + 1, int(total[1]))}
    return _with_query(page, [(name, str(following.get(name.lower(), value))) for name, value in query])


def _inner(query: Query) -> list[tuple[str, Any]] | None:
    """The query that jpaas packs into one value: `paramJson={"pageNo":1,"pageSize":15}`."""
    try:
        inner = json.loads(dict(query).get("paramJson", ""))
    except (ValueError, RecursionError):
        return None
    return list(inner.items()) if isinstance(inner, dict) else None


def _counted_on(query: list[tuple[str, Any]], current: int) -> list[tuple[str, Any]]:
    """The query with its page one higher; a query without a page asks for the first."""
    key = next((name for wanted in _PAGE_KEYS for name, _ in query if name.lower() == wanted), None)
    if key is None:
        return [*query, ("page", current + 1)]
    return [(name, current + 1 if name == key else value) for name, value in query]


def _numbers(data: object, depth: int = 0) -> Iterator[tuple[str, int]]:
    """All numbers of an answer by their lower-case names, the outermost last."""
    if not isinstance(data, dict) or depth > _DEEPEST:
        return
    for value in data.values():
        yield from _numbers(value, depth + 1)
    for name, value in data.items():
        digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER:
            yield str(name).lower(), int(digits)


def _first(names: tuple[str, ...], *places: dict[str, int]) -> int:
    return next((place[name] for place in places for name in names if place.get(name)), 0)


def _with_query(page: Page, query: Query) -> str:
    return urlunsplit(page.address._replace(query=urlencode(query)))
