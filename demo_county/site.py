"""The whole demo county: every page of its sites by host and path, and the truth beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from demo_county import markup_ankang, markup_hanweb, markup_trs, markup_ucap, markup_vsb
from demo_county.article import NoArticle, TruthArticle
from demo_county.chrome import page
from demo_county.hostile import TRAPS, as_halves, as_references, hostile_articles
from demo_county.listing import Row, in_pages, item
from demo_county.mirror import mirrored
from demo_county.oddities import CHALLENGE, NO_ARTICLES, REDIRECT_TARGET, ROBOTS, soft_404, with_oddities
from demo_county.stories import tell
from demo_county.world import CITY_SITE, FARMING, MEDIA, MIRROR_HOST, PORTAL, SITES, TOURISM, Site

COLUMNS = {
    (PORTAL, "镇办动态"): markup_ankang.lists,
    (PORTAL, "县内要闻"): markup_ankang.lists,
    (MEDIA, "乡镇"): markup_ucap.lists,
    (CITY_SITE, "县区动态"): markup_trs.lists,
    (FARMING, "工作动态"): markup_vsb.lists,
    (TOURISM, "县区文旅"): markup_hanweb.lists,
}
_RELATED = 4
_NEWEST = 10
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Served:
    """What a server answers for one address."""

    body: bytes
    status: int = 200
    content_type: str = "text/html"
    location: str | None = None


@dataclass(frozen=True)
class DemoCounty:
    """The sites of one edition.

    `pages` has host and path (with its query) of everything served; `rows` the lists of each column, which the tourism
    bureau's proxy cuts as it is asked; `truth` every article; `lost` every link that leads to none.
    """

    pages: dict[tuple[str, str], Served]
    rows: dict[tuple[Site, str], list[Row]]
    truth: tuple[TruthArticle, ...]
    lost: tuple[NoArticle, ...] = NO_ARTICLES
    sites: tuple[Site, ...] = field(default=SITES)


@cache
def build(edition: int = 1) -> DemoCounty:
    """The demo county; the second edition is some days later. The same bytes on every machine."""
    truth = sorted([*with_oddities(tell(edition)), *hostile_articles()], key=lambda one: (one.published_at, one.url))
    pages: dict[tuple[str, str], Served] = {}
    rows = {column: _rows(truth, *column) for column in COLUMNS}
    for article, near in _with_neighbours(truth):
        for path, text in _draw(article, near).items():
            pages[article.site.host, path] = _html(article.site, text)
    for (site, column), lists in COLUMNS.items():
        for path, text in lists(column, rows[site, column]).items():
            is_json = text.startswith("{")
            pages[site.host, path] = _json(site, text) if is_json else _html(site, text)
    for site in SITES:
        home = _html(site, _home(site, rows))
        pages |= {(site.host, path): home for path in ("/", "/index.htm")}
        if site.host in ROBOTS:
            pages[site.host, "/robots.txt"] = Served(ROBOTS[site.host].encode(), content_type="text/plain")
    for lost in NO_ARTICLES:
        if lost.reason != "not_found":  # a dead link has no page at all
            pages[lost.site.host, lost.path] = _answer(lost)
    pages[PORTAL.host, "/UploadFiles/yxx/file/20260612/plan.pdf"] = Served(_PDF, content_type="application/pdf")
    for path, text in mirrored(truth).items():
        pages[MIRROR_HOST, path] = Served(text.encode())
    return DemoCounty(pages, rows, tuple(truth))


def _with_neighbours(truth: Sequence[TruthArticle]) -> Iterator[tuple[TruthArticle, list[Row]]]:
    """Each article with the few that its site published before it, newest first."""
    before: dict[Site, list[Row]] = {site: [] for site in SITES}
    for article in truth:
        yield article, before[article.site][:_RELATED]
        before[article.site].insert(0, Row(article.url, article.title, article.day))


def _draw(article: TruthArticle, near: Sequence[Row]) -> dict[str, str]:
    """The pages of an article by path, in its site's markup."""
    if article.site == CITY_SITE:
        return markup_trs.article(article, near)
    draw = {
        PORTAL: markup_ankang.article,
        MEDIA: markup_ucap.article,
        FARMING: markup_vsb.article,
        TOURISM: markup_hanweb.article,
    }[article.site]
    return {article.path: draw(article, near)}


def _rows(truth: Sequence[TruthArticle], site: Site, column: str) -> list[Row]:
    """The links of a column, those that lead to no article among them."""
    rows = [
        Row(one.url, one.title, one.day, "pinned" in one.traits)
        for one in truth
        if one.site == site and (one.column == column or (column == "县内要闻" and "in_two_columns" in one.traits))
    ]
    rows += [
        Row(site.root.rstrip("/") + lost.path, lost.title, lost.day)
        for lost in NO_ARTICLES
        if lost.site == site and lost.column == column
    ]
    return [*rows, *TRAPS.get((site, column), ())]


def _html(site: Site, text: str) -> Served:
    return Served(as_references(text).encode(site.encoding))


def _json(site: Site, text: str) -> Served:
    return Served(as_halves(text).encode(site.encoding), content_type="application/json")


def _answer(lost: NoArticle) -> Served:
    match lost.reason:
        case "soft_404":
            return _html(lost.site, soft_404(lost.site))
        case "challenge":
            return Served(CHALLENGE.encode(), status=412)
        case "redirect":
            return Served(b"", status=302, location=REDIRECT_TARGET)
        case _:
            return _html(lost.site, page(lost.site, lost.title, f"<h1>{lost.title}</h1><p>内部资料，请勿转发。</p>"))


def _home(site: Site, rows: dict[tuple[Site, str], list[Row]]) -> str:
    """The home page: the newest rows of each column."""
    columns = "".join(
        f'<h2><a href="{path}">{name}</a></h2><ul>{"".join(map(item, in_pages(rows[site, name], _NEWEST)[0]))}</ul>'
        for name, path in site.columns.items()
    )
    return page(site, site.name, columns)
