"""One row of a list page: its article's address, title and date, however a template prints them."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from extractors.page import Page
from extractors.platforms.pagination import ADDRESS_IN_SCRIPT, absolute, link_text, texts

SHORTEST_TITLE = 5
_DATES = (
    re.compile(r"(?=\d)(?<!\d)(?P<y>20\d\d|19\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?=\d)(?<!\d)(?P<d>\d{1,2})(?:\s*日)?\s+(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})(?!\d)"),
    re.compile(r"(?=\d)(?<!\d)(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?月?\s+(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?=\d)(?<![\d-])(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?\s+(?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?=\d)(?<![\d-])(?P<d>\d{1,2})\s+(?P<m>\d{1,2})月\s+(?P<y>20\d\d)(?!\d)"),
)
_MONTH_DAY = re.compile(r"(?=\d)(?<!\d)(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)")
# 成文日期：2026-04-28 发布日期：2026-05-06
_PUBLISHED = re.compile(r"(?:发布|发表|公开|上传)(?:时间|日期)\s?[:：]?")
_URL_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)")
_CUT = re.compile(r"(?:…|\.\.|。。。)\s*$")
# -2+3 begins with a sign of arithmetic.
_BULLET = re.compile(r"^(?:[·•●■◆▪▶>»\s\u3000\xa0]|-(?!\d))+")
# A pinned row is marked before its title, inside the link or its title attribute.
_PINNED = re.compile(r"^[\[【(（]?\s*置顶\s*[\]】)）:：]?\s*")
# `<a>title<span>2026-05-06</span></a>`, `<a><i>06</i><i>2026-05</i>title</a>`: the pieces of a date inside the link.
_DATE_CELL = re.compile(
    r"[\s\[(（]*+(?:(?:发布|更新)?(?:时间|日期)\s?[:：]\s{0,3})?(?:\d{1,2}日?|(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]?(?:\s?\d{1,2}日?)?(?:\s+\d\d:\d\d(?::\d\d)?)?)?[\s\])）]*"
)
# title="文章标题：… 作 者：… 更新时间：2008-5-6 10:00:00": a tooltip with all fields.
_TOOLTIP = re.compile(r"^(?:文章)?(?:标\s?题|主\s?题)\s?[:：]\s?")
_TOOLTIP_FIELD = re.compile(r"\s(?:作\s{0,9}者|(?:更新|发布|录入)(?:时间|日期)|点击数?|来\s?源)\s?[:：]")
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]+>")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FULL_STOPS = ("。", "！", "？", "…", "...")
# Of a row, and of a link: only on a broken page, where rows stand in rows, has one more.
_MOST_LINKS = 20
_MOST_BLOCKS = 8
_MOST_ELEMENTS_BESIDE = 3
_ADDRESSES = ("onclick", "data-href", "data-url")


@dataclass(frozen=True)
class ListItem:
    """One row: absolute address, title as printed or in full from the link's title, date if the row shows one."""

    url: str
    title: str
    date: datetime.date | None = None


def row_item(page: Page, row: html.HtmlElement, links: list[html.HtmlElement]) -> ListItem | None:
    """The article of one row: its link with the longest text, the date that stands in the row."""
    longest = max(links[:_MOST_LINKS], key=lambda candidate: len(link_text(candidate)), default=None)
    if longest is None:
        return None
    link = _headline_above(longest, links) if link_text(longest).endswith(_FULL_STOPS) else longest
    url = _address(page, link)
    title = _title(link)
    if url is None or len(title) < 2:
        return None
    return ListItem(url, title, _row_date(row, link, url) or _date_beside(row))


def _headline_above(summary: html.HtmlElement, links: list[html.HtmlElement]) -> html.HtmlElement:
    """The link to the same page before the article's first words, which lead there too."""
    same = (link for link in links if link.get("href") == summary.get("href"))
    return next((link for link in same if len(link_text(link)) >= SHORTEST_TITLE), summary)


def worded_item(page: Page, row: html.HtmlElement, link: html.HtmlElement) -> ListItem | None:
    """The article of a row whose link has no words of its own, 查看 or a picture: its title stands beside the link."""
    url = _address(page, link)
    heading = next(row.iter(*_HEADINGS), None)
    words = (" ".join(texts(heading)).strip(),) if heading is not None else map(str.strip, texts(row))
    title = next((text for text in words if len(text) >= SHORTEST_TITLE and found_date(text) is None), None)
    return ListItem(url, _SPACES.sub(" ", title), _row_date(row, link, url)) if url and title else None


def row_items(page: Page, row: html.HtmlElement, links: list[html.HtmlElement]) -> Iterator[ListItem]:
    """The articles of one row; of a table's row with articles side by side each with the cells up to the next."""
    if not are_side_by_side(row, links):
        item = row_item(page, row, links)
        if item:
            yield item
        return
    for link in links:
        url, title = _address(page, link), _title(link)
        if url and len(title) > 1:
            yield ListItem(url, title, found_date(" ".join(_cells_of(row, link))))


def are_side_by_side(row: html.HtmlElement, links: list[html.HtmlElement]) -> bool:
    """True for `<tr><td><a>…</a></td><td>05-06</td><td><a>…</a></td>…`: links to several pages in their own cells."""
    cells = {id(_cell(row, link)) for link in links}
    addresses = {link.get("href") for link in links}
    return row.tag == "tr" and len(links) > 1 and len(cells) == len(links) == len(addresses)


def found_date(text: str) -> datetime.date | None:
    """The first day of a text that is written with its year."""
    if "20" not in text and "19" not in text:
        return None
    for pattern in _DATES:
        match = pattern.search(text)
        if match:
            found = _date(int(match["y"]), int(match["m"]), int(match["d"]))
            if found:
                return found
    return None


def _address(page: Page, link: html.HtmlElement) -> str | None:
    """Where a row's link leads, also by the script that opens it: onclick="window.open('/info/1001.html')"."""
    url = absolute(page, link.get("href") or "")
    if url is not None:
        return url
    for value in (link.get("href") or "", *(link.get(name) or "" for name in _ADDRESSES)):
        written = ADDRESS_IN_SCRIPT.search(value) if "(" in value or "=" in value else None
        url = absolute(page, written[1] if written else value)
        if url is not None and "(" not in url:
            return url
    return None


def _title(link: html.HtmlElement) -> str:
    """The link's text; its title attribute where the text is cut off or missing."""
    text = _PINNED.sub("", _BULLET.sub("", _SPACES.sub(" ", _words(link))).strip())
    full = _PINNED.sub("", _tooltip(_SPACES.sub(" ", _TAGS.sub("", link.get("title") or "")).strip()))
    if not full:
        return text
    if not text or _CUT.search(text) or (len(full) > len(text) and full.startswith(text[:-1] or text)):
        return full
    return full if len(full) >= SHORTEST_TITLE and text.startswith(full) else text


def _tooltip(text: str) -> str:
    """The title in a tooltip that has fields below it."""
    field = _TOOLTIP_FIELD.search(text)
    return _TOOLTIP.sub("", text[: field.start()] if field else text).strip()


def _words(link: html.HtmlElement) -> str:
    """The link's text without a date in elements of its own before or behind the title; of a card its heading."""
    headings = (texts(heading) for heading in islice(link.iter(*_HEADINGS), _MOST_BLOCKS))
    heading = next((words for words in headings if not _is_date(words)), None)
    pieces = heading or _first_block(link) or texts(link)
    first, last = 0, len(pieces)
    while first < last and _DATE_CELL.fullmatch(pieces[first]):
        first += 1
    while last > first and _DATE_CELL.fullmatch(pieces[last - 1]):
        last -= 1
    has_date = found_date(" ".join(pieces[:first] + pieces[last:])) is not None
    return "".join(pieces[first:last] if has_date else pieces)


def _first_block(link: html.HtmlElement) -> list[str] | None:
    """The headline's block of a link that holds source or first words too: `<p>headline</p><p>近日，…</p>`."""
    blocks = [
        words
        for block in islice(link.iter("p", "div"), _MOST_BLOCKS)
        if next(block.iter("p", "div", "ul"), block) is block and (words := texts(block)) and "".join(words).strip()
    ]
    blocks = [words for words in blocks if not _is_date(words)]
    if len(blocks) < 2:
        return None
    first = next((words for words in blocks if found_date(" ".join(words)) is None), blocks[0])
    return first if len("".join(first).strip()) >= SHORTEST_TITLE else None


def _is_date(words: list[str]) -> bool:
    return all(map(_DATE_CELL.fullmatch, words))


def _row_date(row: html.HtmlElement, link: html.HtmlElement, url: str) -> datetime.date | None:
    """The date that a row prints; a month and day alone take their year from the address."""
    if row is link:
        # A row that is the link itself: `<a>title</a> <span>date</span>` side by side.
        beside = "".join(link.xpath("following-sibling::*[1]//text()"))
        text = " ".join([*texts(link), link.tail or "", beside])
    else:
        text = " ".join(texts(row))
        title = "".join(texts(link))
        text = text.replace(title, " ") if found_date(text.replace(title, " ")) else text
    published = _PUBLISHED.search(text)
    found = (found_date(text[published.end() :]) if published else None) or found_date(text)
    if found:
        return found
    outside = text.replace("".join(texts(link)), " ")
    month_day, year = _MONTH_DAY.search(outside), _URL_YEAR.search(url)
    if month_day and year:
        return _date(int(year[1]), int(month_day["m"]), int(month_day["d"]))
    return None


def _date_beside(row: html.HtmlElement) -> datetime.date | None:
    """The date in an element of its own beside a row: `<dt><a>title</a></dt><dd>2026-05-06</dd>`, or before it.

    Before it if the rows' parent begins with one.
    """
    parent = row.getparent()
    opens = parent is not None and next(parent.iterchildren("*"), row).tag == row.tag
    for beside in islice(row.itersiblings("*", preceding=not opens), _MOST_ELEMENTS_BESIDE if opens else 1):
        if next(beside.iter("a"), None) is not None:
            return None
        found = found_date(" ".join(texts(beside)))
        if found:
            return found
    return None


def _cells_of(row: html.HtmlElement, link: html.HtmlElement) -> Iterator[str]:
    """The texts of a link's cell behind its title, and of those after it up to the next cell with a link."""
    cell = _cell(row, link)
    yield "".join(texts(cell)).replace("".join(texts(link)), " ")
    for following in cell.itersiblings("*"):
        if next(following.iter("a"), None) is not None:
            return
        yield from texts(following)


def _cell(row: html.HtmlElement, link: html.HtmlElement) -> html.HtmlElement:
    """The child of a row that holds a link."""
    around: Iterable[html.HtmlElement] = link.iterancestors()
    cell = link
    for ancestor in around:
        if ancestor is row:
            break
        cell = ancestor
    return cell


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
