"""The links of a page that may lead to columns, and the names of sites and columns as their pages print them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

import gazetteer
from crawlers.column_names import LONGEST_NAME, Weight, bare_name, weight_of
from crawlers.link import is_same_site
from extractors.feeds import may_be_article
from extractors.meta import MetaTags
from extractors.page import Page
from extractors.platforms.pagination import absolute, link_text, texts
from extractors.url import canonical_url
from extractors.xpath import selecting

_LINKS = selecting("//a[@href]")
_TITLES = selecting("//title")
_HEADINGS = selecting("//h1|//h2|//h3")
_MORE = re.compile(r"[\s\[【(（<>＞»›+·.…]*(?:更多|查看更多|查看全部|(?i:more))?[\s\]】)）<>＞»›+·.…]*")
_SEPARATORS = re.compile(r"\s*[-_|—–>·]+\s*|\s{2,}")
_HOME = re.compile(r"[\s·|]*(?:网站|返回|本站)?(?:首\s*页|主页)[\s·|]*")
_INDEX = re.compile(r"/(?:index|default)\.\w+$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|gif|mp4|apk)(?:$|[?#])", re.IGNORECASE)
_HIGHEST_HEADING = 4
_MOST_LINKS = 3000
_LONGEST_SITE_NAME = 40


@dataclass(frozen=True)
class NamedLink:
    """A link whose name says that it leads to a column. `depth` is 0 on the first page, 1 on one that it leads to."""

    name: str
    url: str
    weight: Weight
    depth: int = 0


def column_links(page: Page, county: gazetteer.County | None, depth: int = 0) -> list[NamedLink]:
    """The links to columns on the page's own site, each address once, with the name that weighs most."""
    found: dict[str, NamedLink] = {}
    for link in islice(_LINKS(page.tree), _MOST_LINKS):
        url = absolute(page, link.get("href") or "")
        if not url or not is_same_site(url, page.url) or _FILE.search(url):
            continue
        url = re.sub(r"\s", "%20", url.partition("#")[0])
        for name in _names(link):
            weight = weight_of(name, county)
            known = found.get(canonical_url(url))
            # A village's name may be all of a headline, but its article has an article's address.
            is_town = weight == Weight.TOWN and may_be_article(url)
            if weight and not is_town and (known is None or known.weight < weight):
                found[canonical_url(url)] = NamedLink(bare_name(name), url, weight, depth)
    return list(found.values())


def is_home(page: Page) -> bool:
    """Whether a page is its site's first: it lies at the root, or links to itself as 首页."""
    path = page.address.path.lower()
    if not page.address.query and (path in ("", "/") or re.fullmatch(r"/(?:index|default|home)\.\w+", path)):
        return True
    return any(
        _HOME.fullmatch(link_text(link)) and _is_same(page, absolute(page, link.get("href") or ""))
        for link in islice(_LINKS(page.tree), _MOST_LINKS)
    )


def _is_same(page: Page, url: str | None) -> bool:
    """Whether an address is the page's own, as a folder or as the file in it."""
    names = (_INDEX.sub("/", canonical_url(one.partition("#")[0])) for one in (page.url, url or ""))
    return url is not None and len(set(names)) == 1


def links_elsewhere(page: Page, county: gazetteer.County | None) -> list[NamedLink]:
    """The links to news of towns or offices on other sites, one of each name."""
    found: dict[str, NamedLink] = {}
    for link in islice(_LINKS(page.tree), _MOST_LINKS):
        url = absolute(page, link.get("href") or "")
        if url and not is_same_site(url, page.url):
            for name in _names(link):
                weight = weight_of(name, county)
                if weight >= Weight.OFFICES:
                    found.setdefault(bare_name(name), NamedLink(bare_name(name), url, weight))
    return list(found.values())


def site_name(page: Page) -> str:
    """What a site calls itself: its SiteName, else the piece of the window's title that names an office or a medium."""
    pieces = [piece for title in _TITLES(page.tree)[:1] for piece in _SEPARATORS.split("".join(texts(title)).strip())]
    named = [piece for piece in pieces if re.search(r"政府|网|局|中心|融媒|日报|委员会|办公室|部$", piece)]
    name = MetaTags(page).site_name or next(iter(named), "") or next(iter(pieces), "")
    return re.sub(r"^欢迎(?:访问|光临|来到)|网站首页$|首页$", "", " ".join(name.split()))[:_LONGEST_SITE_NAME].strip()


def own_name(page: Page) -> str:
    """What a column's page calls itself: the name of a link to it, its heading, the first piece of its title."""
    own = (
        link_text(link)
        for link in islice(_LINKS(page.tree), _MOST_LINKS)
        if canonical_url(absolute(page, link.get("href") or "") or "") == canonical_url(page.url)
    )
    headings = ("".join(texts(heading)) for heading in _HEADINGS(page.tree))
    titles = (piece for title in _TITLES(page.tree) for piece in _SEPARATORS.split("".join(texts(title)).strip()))
    names = [bare_name(name) for name in (*own, *headings, *titles)]
    fitting = [name for name in names if 2 <= len(name) <= LONGEST_NAME and name != "首页"]
    return next((name for name in fitting if weight_of(name)), next(iter(fitting), "column"))


def _names(link: html.HtmlElement) -> Iterator[str]:
    """What a link may be named by: its text, its title, its picture; 更多 by the heading before it."""
    text = " ".join(link_text(link).split())
    title = (link.get("title") or "").strip()
    picture = next((image.get("alt") or image.get("title") or "" for image in link.iter("img")), "")
    if _MORE.fullmatch(text) and _MORE.fullmatch(title):
        yield from _headings(link)
    yield from filter(None, (text, title, picture))


def _headings(link: html.HtmlElement) -> Iterator[str]:
    """The short texts of the box that a link stands in, the nearest box first, up to the first that has any."""
    for box in islice(link.iterancestors(), _HIGHEST_HEADING):
        words = [text.strip() for text in islice(texts(box), 6)]
        names = [word for word in words if 2 <= len(word) <= LONGEST_NAME and not _MORE.fullmatch(word)]
        if names:
            yield names[0]
            return
