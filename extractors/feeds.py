"""Feeds and sitemaps: lists of addresses that a site writes for programs, as RSS, RDF, Atom or the sitemap protocol.

A sitemap's `lastmod` is no date of publication: a new template or a corrected comma renews it, and many systems print
the day of the file's build. So an item has the day of `news:publication_date`, or none.

Nothing of such a file is trusted: it is parsed from its root on, so that entities are never declared; what is packed is
unpacked up to a limit; and what is broken is read as far as it goes.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from extractors.page import MAX_CHARACTERS, Page
from extractors.platforms.pagination import absolute
from extractors.rows import ListItem, found_date
from extractors.xpath import selecting

CHINA = timezone(timedelta(hours=8))
# What stands before the root: declaration, comments, a DOCTYPE with what it declares.
_ROOT = re.compile(
    r"(?:\s++|<\?[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\])?+\s*+>)*+"
    r"(?=<(?:[\w.-]{1,20}:)?(?P<root>rss|rdf|feed|urlset|sitemapindex)[\s>/])",
    re.IGNORECASE,
)
_PACKED = b"\x1f\x8b"
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]{0,300}>")
_FEED_LINKS = selecting("//link[@rel and @type and @href]")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_MOST_ITEMS = 50_000  # the sitemap protocol's own limit
_MOST_CHILDREN = 200
_LONGEST_TITLE = 300

# Kinds of addresses (may_be_article). A column's page is named after its place in the site, an article after itself.
_OTHER_FILE = re.compile(
    r"\.(?:xml|rss|atom|json|txt|css|js|jpe?g|png|gif|svg|ico|webp|bmp|mp[34]|avi|flv|wmv|apk|exe|gz|zip|rar|7z|"
    r"pdf|docx?|xlsx?|pptx?|wps|ofd)$",
    re.IGNORECASE,
)
_COLUMN_NAME = re.compile(
    r"(?:(?:index|default|list|lists|home|main|more|search|node|col|column|channel|category|cat|tag|sitemap|login)"
    r"[-_]?[\d_-]*|page[-_]?\d+)(?:\.\w+)?$",
    re.IGNORECASE,
)
_COLUMN_FOLDER = re.compile(r"/(?:list|category|tags?|channel|page|author|search)/", re.IGNORECASE)
_ARTICLE_FOLDER = re.compile(
    r"/(?:article|articles|content|contents|info|show|detail|details|view|art|news|post|posts|a|p)/[^/]*$",
    re.IGNORECASE,
)
_DAY_OR_MONTH = re.compile(r"/(?:19|20)\d\d[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?\d{1,2})?/")
_IDENTITY = re.compile(r"\d{3}|[0-9a-f]{16}", re.IGNORECASE)
_QUERY_IDENTITY = re.compile(
    r"(?:^|&)(?:id|aid|newsid|articleid|contentid|infoid|docid|wbnewsid)=[\w-]+", re.IGNORECASE
)
_COLUMN_QUERY = re.compile(r"(?:^|&)(?:page|pageno|pageindex|cat|catid|typeid)=", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}|.*[\u4e00-\u9fff]{5}", re.IGNORECASE)


@dataclass(frozen=True)
class Feed:
    """What a feed or sitemap holds. `sitemaps` are those that a sitemap index names; it has no items of its own."""

    kind: str
    items: tuple[ListItem, ...] = ()
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeedLink:
    """A feed that a page names in its head, with the title that it gives it."""

    url: str
    title: str


def read_feed(page: Page) -> Feed | None:
    """The feed or sitemap that an answer is, packed or not; None for every other answer."""
    if page.body.startswith(_PACKED):
        page = Page(page.url, _unpacked(page.body), page.status)
    start = _ROOT.match(page.text)
    if start is None:
        return None
    root = _parsed(page.text[start.end() :])
    place = Page(page.url, b"")  # addresses are relative to the file, which has no <base>
    match start["root"].lower():
        case "sitemapindex":
            found = (absolute(place, _text(entry, "loc")) for entry in _entries(root, "sitemap"))
            return Feed("sitemap index", sitemaps=tuple(dict.fromkeys(islice(filter(None, found), _MOST_CHILDREN))))
        case "urlset":
            return Feed("sitemap", _unique(_sitemap_items(place, root)))
        case "feed":
            return Feed("Atom", _unique(_feed_items(place, root, "entry")))
        case _:
            return Feed("RSS", _unique(_feed_items(place, root, "item")))


def feeds_of(page: Page) -> list[FeedLink]:
    """The feeds that a page names as its own: `<link rel="alternate" type="application/rss+xml" href="…">`."""
    found: dict[str, FeedLink] = {}
    for link in _FEED_LINKS(page.tree):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().split(";")[0].strip()
        url = absolute(page, link.get("href") or "")
        if "alternate" in relations and kind in _FEED_TYPES and url:
            found.setdefault(url, FeedLink(url, _clean(link.get("title") or "")))
    return list(found.values())


def may_be_article(url: str) -> bool:
    """Whether an address is of the kind that articles have; a sitemap names columns, files and articles alike.

    An article is named after itself: by a number of three digits or a hash (`t20260506_1001.html`, `?id=77`), the day
    in its path (`/2026/05/06/tea/`), a number in a folder for articles (`/info/7.htm`), or words of its title. A
    column is named after its place: a folder, `index.html`, `list_7_2.html`, `Node-6059.html`, `gzdt.htm`, and
    `gzdt/12.htm` where pages are counted downwards.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote(parts.path)
    name = path.rstrip("/").rpartition("/")[2]
    if not name or _OTHER_FILE.search(name):
        return False
    if _QUERY_IDENTITY.search(parts.query) and not _COLUMN_QUERY.search(parts.query):
        return True
    if _COLUMN_NAME.fullmatch(name) or _COLUMN_FOLDER.search(path) or _COLUMN_QUERY.search(parts.query):
        return False
    stem = name.rpartition(".")[0] or name
    is_year = path.endswith("/") and re.fullmatch(r"(?:19|20)\d\d(?:[-_]?\d\d)?", name)
    if is_year or (path.endswith("/") and re.fullmatch(r"\d{1,2}", name)):
        return False
    has_identity = bool(_IDENTITY.search(stem) or _DAY_OR_MONTH.search(path) or _SLUG.fullmatch(stem))
    return has_identity or (stem.isdecimal() and bool(_ARTICLE_FOLDER.search(path)))


def _unpacked(body: bytes) -> bytes:
    """What was packed with gzip, as far as it goes and a page may be long."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, 4 * MAX_CHARACTERS)
    except zlib.error:
        return b""


def _parsed(markup: str) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: etree._Element) -> str:
    """An element's name without its namespace, whose prefix some sites forget to declare."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _entries(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if root is not None:
        yield from islice((element for element in root.iter() if _name(element) == name), _MOST_ITEMS)


def _feed_items(place: Page, root: etree._Element | None, name: str) -> Iterator[ListItem]:
    for entry in _entries(root, name):
        url = absolute(place, _link(entry))
        if url:
            day = _day(_text(entry, "pubdate", "published", "issued", "date", "updated"))
            yield ListItem(url, _clean(_text(entry, "title")), day)


def _link(entry: etree._Element) -> str:
    """The address of an entry: RSS writes it as text, Atom as `href`; a guid is one unless it says otherwise."""
    guid = ""
    alternates = []
    for child in entry:
        match _name(child):
            case "link":
                if (child.get("rel") or "alternate") == "alternate":
                    alternates.append(_inner(child) or child.get("href") or "")
            case "guid" if (child.get("isPermaLink") or "true").lower() != "false":
                guid = _inner(child)
    return next(filter(None, alternates), "") or (guid if guid.startswith("http") else "")


def _sitemap_items(place: Page, root: etree._Element | None) -> Iterator[ListItem]:
    for entry in _entries(root, "url"):
        url = absolute(place, _text(entry, "loc"))
        news = next((child for child in entry if _name(child) == "news"), None)
        if not url or (news is None and not may_be_article(url)):
            continue
        if news is None:
            yield ListItem(url, "")
        else:
            yield ListItem(url, _clean(_text(news, "title")), _day(_text(news, "publication_date")))


def _unique(items: Iterator[ListItem]) -> tuple[ListItem, ...]:
    by_url: dict[str, ListItem] = {}
    for item in items:
        by_url.setdefault(item.url, item)
    return tuple(by_url.values())


def _text(element: etree._Element, *names: str) -> str:
    """The text of the child with the first of these names that has any."""
    texts = {_name(child): text for child in reversed(element) if (text := _inner(child))}
    return next((texts[name] for name in names if name in texts), "")


def _inner(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext(with_tail=False)).strip()


def _clean(title: str) -> str:
    """A title without markup, which feeds escape once more than needed."""
    return _SPACES.sub(" ", _TAGS.sub("", unescape(title[:_LONGEST_TITLE]))).strip()


def _day(text: str) -> date | None:
    """The day in China of a moment in the form of mail or of ISO 8601; a moment without its zone is China's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return found_date(text)
        if text.endswith("-0000"):  # RFC 5322: a moment of UTC
            moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(CHINA).date() if moment.tzinfo else moment.date()
    except OverflowError:
        return None
