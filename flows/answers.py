"""What archived answers are read as: records to the rows that the warehouse keeps. No database, and no order of events.

So it can be done anywhere: in the process that loads, in several beside it, on other machines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawlers.archive import Archive, Location
from crawlers.county import CountyFile
from crawlers.warc import RecordContext
from extractors.extract import Hints, read_article
from extractors.lists import read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from flows.projection import (
    answered_link,
    article_row,
    coverage_row,
    fetch_row,
    listed_link,
    part_link,
    person_rows,
)
from flows.rules import rules_digest
from warehouse.parts import ArticleInParts
from warehouse.rows import (
    ArticleRow,
    Batch,
    CoverageRow,
    FetchRow,
    LinkRow,
    PersonRow,
    WatermarkRow,
)

Record = tuple[Location, RecordContext, Page]
SiteNames = Mapping[str, str]  # by the key of the site


@dataclass
class Rows:
    """The rows of a batch while it is being put together."""

    links: list[LinkRow] = field(default_factory=list)
    fetches: list[FetchRow] = field(default_factory=list)
    articles: list[ArticleRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    coverages: list[CoverageRow] = field(default_factory=list)
    watermarks: dict[str, int] = field(default_factory=dict)

    def extend(self, others: "Rows") -> None:
        """Take in what was put together apart."""
        self.links += others.links
        self.fetches += others.fetches
        self.articles += others.articles
        self.people += others.people
        self.coverages += others.coverages
        self.watermarks |= others.watermarks

    def batch(self, reread: Sequence[str] = ()) -> Batch:
        """All of them; `reread` are the links that are read anew."""
        return Batch(
            links=tuple(self.links),
            fetches=tuple(self.fetches),
            articles=tuple(self.articles),
            people=tuple(self.people),
            coverages=tuple(self.coverages),
            watermarks=tuple(WatermarkRow(file, end) for file, end in self.watermarks.items()),
            reread=tuple(reread),
        )


def site_names(counties: Iterable[CountyFile]) -> SiteNames:
    """The names of the counties' sites."""
    return {site.key: site.name for county in counties for site in county.site}


class AnswerReader:
    """Reads answers of sites with these names."""

    def __init__(self, names: SiteNames) -> None:
        self._names = names
        self._rules = rules_digest()

    def read(self, rows: Rows, records: Iterable[Record]) -> None:
        """Read records. Articles in several pages are only noted: their pages may lie far apart."""
        for location, context, page in records:
            rows.watermarks[location.file] = location.end
            if context.covered_since is not None:
                rows.coverages.append(coverage_row(context, page, context.covered_since))
                continue
            reason, rules = context.outcome, None
            links_before = len(rows.links)
            if reason is not None:
                rows.links.append(answered_link(context, page, "lost", reason, context.detail))
            elif context.kind == "response" and context.role != "robots":
                reason, rules = self._take(rows, location, context, page), self._rules
            listed = len(rows.links) - links_before - 1  # one is the page itself
            rows.fetches.append(fetch_row(location, context, page, reason, rules, listed))

    def read_in_parts(self, rows: Rows, archive: Archive, article: ArticleInParts) -> None:
        """Read an article in several pages. Raises ArchiveError where one of them cannot be read."""
        location = Location(*article.first, 0)
        context, page = archive.read(location)
        answered = [article.parts[url] for url in context.parts if url in article.parts]
        more = [archive.read_at(*place)[1] for place in answered]
        # As old as its newest page: one that is answered late, or anew, makes a new version of the article.
        newest = max((other.fetched_at for other in (page, *more) if other.fetched_at), default=page.fetched_at)
        self._read(rows, location, context, replace(page, fetched_at=newest), more)

    def _take(self, rows: Rows, location: Location, context: RecordContext, page: Page) -> Loss | None:
        """Read a good answer; why it is none after all."""
        match context.role:
            case "list":
                return _read_list(rows, context, page)
            case "part":
                rows.links.append(answered_link(context, page, "fetched"))
                return None
        if context.parts:  # read when its later pages are here too
            rows.links.append(answered_link(context, page, "fetched"))
            rows.links += (part_link(context, page, url) for url in context.parts)
            return None
        return self._read(rows, location, context, page)

    def _read(
        self, rows: Rows, location: Location, context: RecordContext, page: Page, more: Sequence[Page] = ()
    ) -> Loss | None:
        """Extract one article, or note and return why it is none."""
        hints = Hints(self._names.get(context.site), context.listed_title, context.listed_date)
        try:
            article = read_article(page, hints, more)
        except NotAnArticle as error:
            rows.links.append(answered_link(context, page, "lost", error.loss, str(error)))
            return error.loss
        except Exception as error:  # noqa: BLE001 (a fault of ours on one page must not lose the others)
            detail = f"{page.url} broke the extraction: {error!r}."
            rows.links.append(answered_link(context, page, "lost", Loss.ERROR, detail))
            return Loss.ERROR
        row = article_row(location, context, page, article)
        rows.links.append(answered_link(context, page, "loaded"))
        rows.articles.append(row)
        rows.people += person_rows(row, article)
        return None


def _read_list(rows: Rows, context: RecordContext, page: Page) -> Loss | None:
    """The list page itself and the links that it shows, which are relative to the address that answered."""
    try:
        # the same page object where it can be: it is parsed once
        listed = read_list(replace(page, url=context.answered_url) if context.answered_url else page)
    except NotAnArticle as error:
        rows.links.append(answered_link(context, page, "lost", error.loss, str(error)))
        return error.loss
    except Exception as error:  # noqa: BLE001 (as for articles)
        detail = f"{page.url} broke the reader of lists: {error!r}."
        rows.links.append(answered_link(context, page, "lost", Loss.ERROR, detail))
        return Loss.ERROR
    rows.links.append(answered_link(context, page, "fetched"))
    rows.links += (listed_link(context, page, item) for item in listed.items)
    return None
