"""List pages: the articles that a column lists, with title and date, and its next page.

Rows of a list are siblings of one structure, each with one article link and mostly a date; menus and link boxes have
short texts and no dates. The group of rows with the most title text and dates is the list.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from extractors.answers import answer_next
from extractors.encoding import whole_characters
from extractors.feeds import read_feed
from extractors.flow import Line
from extractors.kind import refuse_login, refuse_missing, refuse_other_content, refuse_wall
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.platforms import platform_of
from extractors.platforms.pagination import absolute, link_text, script_text
from extractors.rows import SHORTEST_TITLE, ListItem, are_side_by_side, found_date, row_item, row_items, worded_item
from extractors.xpath import selecting

_LINKS = selecting("//a[@href]")
_ROW_LINKS = selecting(".//a[@href]")
# A record that is never closed ends where the next one opens, so that thousands of them take no time.
_RECORD = re.compile(r"<record>([^<]*+(?:<(?!/?record>)[^<]*+)*+)</record>", re.IGNORECASE)
# var data = {"list": [ … ]}
_DATA = re.compile(r"=\s{0,5}(?=[\[{]\s{0,20}[\[{\"])")
_DECODER = json.JSONDecoder()
_MOST_DATA = 20
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]+>")
_TITLE_KEYS = ("title", "Title", "infotitle", "name", "articleTitle")
_URL_KEYS = ("url", "Url", "link", "href", "infourl", "post_url", "docpuburl")
_DATE_KEYS = (
    "publishedTimeStr",
    "publishedTime",
    "display_publish_time",
    "publishTime",
    "pubDate",
    "date",
    "time",
    "created_at",
)
_HIGHEST = 6
_LINKS_PER_ROW = 2
_COUSIN_LEVELS = 2
_FEWEST_ROWS = 3
_LIST_PAGE_ROWS = 6
_UNDATED_AVERAGE = 9
_DATED_WEIGHT = 3
_COUNTED_CHARACTERS = 30
_HIDDEN_WEIGHT = 0.5


@dataclass(frozen=True)
class ListPage:
    """What a list page holds; `next_page` is absolute, None on the last page.

    `further_pages` are other list pages that this one names beside its next: a sitemap index names all of its sitemaps,
    the first of which is its `next_page`, and a sitemap does not know those beside it.
    """

    items: tuple[ListItem, ...]
    next_page: str | None = None
    further_pages: tuple[str, ...] = ()


def read_list(page: Page) -> ListPage:
    """Articles and next page of a column: HTML, the JSON and XML answers of UCAP and Hanweb, a feed or a sitemap.

    Raises NotAnArticle (CHALLENGE, LOGIN, SOFT_404, NOT_FOUND, EMPTY or NOT_HTML) for an answer that holds no list.
    """
    feed = read_feed(page)
    if feed is not None:
        return ListPage(feed.items, next(iter(feed.sitemaps), None), feed.sitemaps[1:])
    refuse_other_content(page)
    text = page.text.lstrip()
    if text[:1] in ("{", "["):
        rows = tuple(_json_items(page, text))
        return ListPage(rows, answer_next(page, len(rows)))
    refuse_wall(page, page.flow)
    refuse_login(page, page.flow)
    items = _items(page)
    if not items:
        refuse_missing(page, page.flow)
    return ListPage(items, platform_of(page).next_page(page))


def is_list_page(page: Page, within: Sequence[Line] | None = None) -> bool:
    """True if the page, or these lines of it, show enough dated rows to be a column's list."""
    dated = [item for item in _items(page) if item.date is not None]
    if within is not None:
        text = "\n".join(line.text for line in within)
        dated = [item for item in dated if item.title in text]
    return len(dated) >= _LIST_PAGE_ROWS


def _items(page: Page) -> tuple[ListItem, ...]:
    records = _RECORD.findall(page.text)
    if records:
        markup = "".join(f"<div>{unescape_once(_without_cdata(record))}</div>" for record in records)
        fragment = html.fromstring(f"<div>{markup}</div>")
        return _unique(filter(None, (row_item(page, row, _ROW_LINKS(row)) for row in fragment.iterchildren("div"))))
    rows = platform_of(page).rows(page)
    by_family = _unique(filter(None, (row_item(page, row, _ROW_LINKS(row)) for row in rows)))
    by_structure = _unique(_best_group(page, page.tree))
    best = max(by_family, by_structure, key=_score)
    if len(best) >= _FEWEST_ROWS and any(item.date for item in best):
        return best
    return max(best, _unique(_wordless_rows(page)), _unique(_rows_of_scripts(page)), key=_score)


def _without_cdata(record: str) -> str:
    return record.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def unescape_once(record: str) -> str:
    """A record's markup; outside CDATA it is escaped."""
    return unescape(record) if "&lt;" in record and "<a" not in record else record


def _unique(items: Iterable[ListItem]) -> tuple[ListItem, ...]:
    by_url: dict[str, ListItem] = {}
    for item in items:
        by_url.setdefault(item.url, item)
    return tuple(by_url.values())


def _score(items: Iterable[ListItem]) -> float:
    return sum(min(len(item.title), _COUNTED_CHARACTERS) * (_DATED_WEIGHT if item.date else 1) for item in items)


# The links of each row; groups of rows by container and the tags from it to the link.
Group = dict[html.HtmlElement, list[html.HtmlElement]]
GroupKey = tuple[html.HtmlElement, tuple[str, ...]]
Groups = dict[GroupKey, Group]


def _best_group(page: Page, tree: html.HtmlElement) -> list[ListItem]:
    """Rows of one structure below one element: the group with the most title text and dates."""
    groups = _groups(tree)
    best: list[ListItem] = []
    best_score = 0.0
    best_key: GroupKey | None = None
    for group_key, rows in groups.items():
        if len(rows) < _FEWEST_ROWS:
            continue
        rows = _without_columns(rows)
        addresses = sum(len({link.get("href") for link in links}) for links in rows.values())
        if addresses > _LINKS_PER_ROW * len(rows):
            continue
        items = _items_of(page, rows)
        if not _may_be_list(items):
            continue
        # An element further out holds the same rows in bigger pieces: take it only if it holds clearly more.
        score = _score(items) * (_HIDDEN_WEIGHT if _is_hidden(group_key[0], _COUSIN_LEVELS) else 1.0)
        if score > 1.2 * best_score:
            best, best_score, best_key = items, score, group_key
    if best_key is None:
        return _few_rows(page, groups)
    return _with_cousins(page, groups, best_key, best)


def _without_columns(rows: Group) -> Group:
    """The rows without links to pages that several of them link to: their column, the office that wrote them."""
    if all(len(links) == 1 for links in rows.values()):
        return rows
    found = Counter(address for links in rows.values() for address in {link.get("href") for link in links})
    own = {row: [link for link in links if found[link.get("href")] == 1] for row, links in rows.items()}
    return {row: own[row] or links for row, links in rows.items()}


def _items_of(page: Page, rows: Group) -> list[ListItem]:
    """The articles of a group's rows; links side by side are articles if no address comes twice, as a column's does."""
    paired = sum(are_side_by_side(row, links) for row, links in rows.items())
    addresses = [link.get("href") for links in rows.values() for link in links]
    if 2 * paired > len(rows) and len(set(addresses)) == len(addresses):
        return [item for row, links in rows.items() for item in row_items(page, row, links)]
    return _without_ordinals([item for row, links in rows.items() if (item := row_item(page, row, links))])


def _rows_of_scripts(page: Page) -> list[ListItem]:
    """Rows that a script of the page holds as JSON: `var data = {"list": [{"title": …, "url": …}]}`."""
    scripts = script_text(page)
    for start in islice(_DATA.finditer(scripts), _MOST_DATA):
        try:
            data, _ = _DECODER.raw_decode(scripts, start.end())
        except (ValueError, RecursionError):
            continue
        items = [item for row in _rows_of_json(data) if (item := _json_item(page, row))]
        if len(items) >= _FEWEST_ROWS:
            return items
    return []


def _wordless_rows(page: Page) -> list[ListItem]:
    """Dated rows whose links are 查看, 详情 or a picture, with the title beside them."""
    best: list[ListItem] = []
    for rows in _groups(page.tree, wordless=True).values():
        if len(rows) < _FEWEST_ROWS or any(len(links) != 1 for links in rows.values()):
            continue
        items = [item for row, links in rows.items() if (item := worded_item(page, row, links[0])) and item.date]
        if 2 * len(items) > len(rows) and _score(items) > _score(best):
            best = items
    return best


def _without_ordinals(items: list[ListItem]) -> list[ListItem]:
    """Titles without the numbers that count the rows: 1青泉镇…, 2石桥镇…"""
    numbers = [re.match(r"0?(\d{1,3})[.、\s]?(?=\D)", item.title) for item in items]
    if not all(match and int(match[1]) == index for index, match in enumerate(numbers, 1)):
        return items
    return [replace(item, title=item.title[match.end() :]) for item, match in zip(items, numbers, strict=True) if match]


def _few_rows(page: Page, groups: Groups) -> list[ListItem]:
    """The one or two rows of a column that has no more, each with its date, on a page without other links like them."""
    for rows in groups.values():
        items = [item for row, links in rows.items() if len(links) == 1 and (item := row_item(page, row, links))]
        named = [item for item in items if urlsplit(item.url).path.strip("/")]
        if items and len(named) == len(rows) and all(item.date for item in items):
            return items
    return []


def _groups(tree: html.HtmlElement, *, wordless: bool = False) -> Groups:
    """Links by (container, tags from container to link), then by the container's child that they stand in."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    for link in _LINKS(tree):
        has_words = len(link_text(link)) >= SHORTEST_TITLE or len(link.get("title") or "") >= SHORTEST_TITLE
        if has_words == wordless:
            continue
        path: tuple[str, ...] = ("a",)
        child = link
        for _ in range(_HIGHEST):
            container = child.getparent()
            if container is None:
                break
            groups[container, path][child].append(link)
            path = (str(container.tag), *path)
            child = container
    return groups


def _may_be_list(items: list[ListItem]) -> bool:
    dated = sum(item.date is not None for item in items)
    if len(items) < _FEWEST_ROWS:
        return False
    average = sum(len(item.title) for item in items) / len(items)
    return dated * 2 >= len(items) or average >= _UNDATED_AVERAGE


def _with_cousins(page: Page, groups: Groups, best_key: GroupKey, best: list[ListItem]) -> list[ListItem]:
    """A list is often cut into one `ul` for every five rows: all its pieces, in the order of the page."""
    container, path = best_key
    needs_dates = all(item.date for item in best)
    for level in range(_COUSIN_LEVELS):
        outer = container.getparent()
        if outer is None:
            break
        path = (str(container.tag), *path)
        container = outer
        classes = _classes(best_key[0], level + 1)
        links = [link for row in groups.get((container, path), {}).values() for link in row]
        rows: Group = defaultdict(list)
        for link in links:
            row = _ancestor(link, len(best_key[1]) - 1)
            piece = row.getparent()
            # A box of hot news beside the list has the same tags, but stands in a column of its own.
            # So has the list of another tab, which is hidden until it is chosen.
            if piece is not None and _classes(piece, level + 1) == classes and not _is_hidden(piece, level + 1):
                rows[row].append(link)
        items = [item for row, row_links in rows.items() if (item := row_item(page, row, row_links))]
        if needs_dates:
            items = [item for item in items if item.date]
        if len(items) > len(best):
            best = items
    return best


def _is_hidden(element: html.HtmlElement, levels: int) -> bool:
    """True for an element that its style hides, alone or with one of those around it."""
    around = [element, *islice(element.iterancestors(), levels - 1)]
    return any(_HIDDEN.search(one.get("style") or "") for one in around)


def _classes(element: html.HtmlElement, levels: int) -> list[str | None]:
    """The classes of an element and of those around it, up to the given number of them."""
    around = [element, *islice(element.iterancestors(), levels - 1)]
    return [one.get("class") for one in around]


def _ancestor(element: html.HtmlElement, levels: int) -> html.HtmlElement:
    for _ in range(levels):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _json_items(page: Page, text: str) -> list[ListItem]:
    """The rows of a JSON answer: the first list of objects with title and address, or HTML inside the answer."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAnArticle(Loss.NOT_HTML, f"{page.url}: neither a page nor readable JSON ({error}).") from error
    rows = _rows_of_json(data)
    if rows:
        return [item for row in rows if (item := _json_item(page, row))]
    fragment = _html_of_json(data)
    if fragment is None:
        return []
    return list(_items(Page(page.url, fragment.encode("utf-8"))))


def _rows_of_json(data: object, depth: int = 0) -> list[dict[str, Any]]:
    if depth > 6:
        return []
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    if rows and _value(rows[0], _TITLE_KEYS) and _value(rows[0], _URL_KEYS):
        return rows
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for child in children:
        rows = _rows_of_json(child, depth + 1)
        if rows:
            return rows
    return []


def _html_of_json(data: object) -> str | None:
    if isinstance(data, dict):
        data = data.get("data", data)
        value = data.get("html") if isinstance(data, dict) else data
        return value if isinstance(value, str) and "<a" in value else None
    return None


def _json_item(page: Page, row: dict[str, Any]) -> ListItem | None:
    title = _SPACES.sub(" ", unescape(_TAGS.sub("", _value(row, _TITLE_KEYS) or ""))).strip()
    url = absolute(page, _value(row, _URL_KEYS) or "")
    if not title or not url:
        return None
    return ListItem(url, title, found_date(_value(row, _DATE_KEYS) or ""))


def _value(row: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for name in keys:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return whole_characters(value)
    return None
