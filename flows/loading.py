"""From the archive into the warehouse: what is not loaded yet is read, extracted and merged, batch by batch.

The warehouse is a projection of the archive. How far a file is loaded is committed together with its rows, so a
process that is killed anywhere loses nothing and loads nothing twice: the next load goes on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

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
from warehouse.rows import (
    ArticleRow,
    Batch,
    CoverageRow,
    FetchRow,
    LinkRow,
    MergeCounts,
    PersonRow,
    WatermarkRow,
)
from warehouse.store import Warehouse

BATCH_RECORDS = 50

Record = tuple[Location, RecordContext, Page]


@dataclass
class _Rows:
    """The rows of a batch while it is being put together."""

    links: list[LinkRow] = field(default_factory=list)
    fetches: list[FetchRow] = field(default_factory=list)
    articles: list[ArticleRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    coverages: list[CoverageRow] = field(default_factory=list)
    watermarks: list[WatermarkRow] = field(default_factory=list)

    def batch(self) -> Batch:
        return Batch(
            links=tuple(self.links),
            fetches=tuple(self.fetches),
            articles=tuple(self.articles),
            people=tuple(self.people),
            coverages=tuple(self.coverages),
            watermarks=tuple(self.watermarks),
        )


class Loader:
    """Loads archived answers; `counties` tell the names of the sites."""

    def __init__(self, warehouse: Warehouse, archive: Archive, counties: Iterable[CountyFile]) -> None:
        self._warehouse = warehouse
        self._archive = archive
        self._loaded: dict[str, int] = {}  # size of each file when it was last loaded to its end
        self._site_names: dict[str, str] = {}
        for county in counties:
            self._site_names |= {site.key: site.name for site in county.site}

    def load(self, report: Callable[[MergeCounts], None] = lambda _: None) -> MergeCounts:
        """Load all that the archive has beyond the watermarks; `report` gets the counts of each batch."""
        total = MergeCounts()
        if not self._loaded:  # a process may have been killed between a batch and the articles that it made whole
            total += self._load_articles_in_parts()
        for file in self._archive.files():
            end = self._archive.sync(file)
            if end == self._loaded.get(file):
                continue
            records = self._archive.records_after(file, self._warehouse.watermark(file), end)
            while records_of_batch := list(islice(records, BATCH_RECORDS)):
                batch = self._rows(records_of_batch)
                counts = self._warehouse.merge(batch)
                if any(link.part_of for link in batch.links):
                    counts += self._load_articles_in_parts()
                report(counts)
                total += counts
            self._loaded[file] = end
        return total

    def _rows(self, records: Iterable[Record]) -> Batch:
        rows = _Rows()
        for location, context, page in records:
            rows.watermarks.append(WatermarkRow(location.file, location.end))
            if context.covered_since is not None:
                rows.coverages.append(coverage_row(context, page, context.covered_since))
                continue
            reason = context.outcome
            links_before = len(rows.links)
            if reason is not None:
                rows.links.append(answered_link(context, page, "lost", reason, context.detail))
            elif context.kind == "response":
                reason = self._take(rows, location, context, page)
            listed = len(rows.links) - links_before - 1  # one is the page itself
            rows.fetches.append(fetch_row(location, context, page, reason, listed))
        return rows.batch()

    def _take(self, rows: _Rows, location: Location, context: RecordContext, page: Page) -> Loss | None:
        """Read a good answer; why it is none after all."""
        match context.role:
            case "robots":
                return None
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

    def _load_articles_in_parts(self) -> MergeCounts:
        """Read the articles in several pages of which every page has been answered or given up."""
        rows = _Rows()
        for article in self._warehouse.articles_in_parts():
            location = Location(*article.first, 0)
            context, page = self._archive.read(location)
            answered = [article.parts[url] for url in context.parts if url in article.parts]
            more = [self._archive.read_at(*place)[1] for place in answered]
            # As old as its newest page: one that is answered late, or anew, makes a new version of the article.
            newest = max((other.fetched_at for other in (page, *more) if other.fetched_at), default=page.fetched_at)
            self._read(rows, location, context, replace(page, fetched_at=newest), more)
        return self._warehouse.merge(rows.batch()) if rows.links else MergeCounts()

    def _read(
        self, rows: _Rows, location: Location, context: RecordContext, page: Page, more: Sequence[Page] = ()
    ) -> Loss | None:
        """Extract one article, or note and return why it is none."""
        hints = Hints(self._site_names.get(context.site), context.listed_title, context.listed_date)
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


def _read_list(rows: _Rows, context: RecordContext, page: Page) -> Loss | None:
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
