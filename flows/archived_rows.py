"""What a record of the archive says by itself, without its article being read: what the warehouse must have of it."""

from dataclasses import dataclass, replace

from crawlers.archive import Location
from crawlers.warc import RecordContext
from extractors.lists import read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from flows.projection import answered_link, coverage_row, fetch_row, listed_link, part_link
from warehouse.rows import CoverageRow, FetchRow, LinkRow


@dataclass(frozen=True)
class RecordRows:
    """The request that a record is of, or the note about a column, and the links that it knows of."""

    fetch: FetchRow | None = None
    links: tuple[LinkRow, ...] = ()
    coverage: CoverageRow | None = None


def rows_of(location: Location, context: RecordContext, page: Page) -> RecordRows:
    """The rows; the reason of an answer is known where the crawl noted one, or a list could not be read."""
    if context.covered_since is not None:
        return RecordRows(coverage=coverage_row(context, page, context.covered_since))
    reason, links = _links_of(context, page)
    return RecordRows(fetch_row(location, context, page, reason), links)


def _links_of(context: RecordContext, page: Page) -> tuple[Loss | None, tuple[LinkRow, ...]]:
    if context.outcome is not None:
        return context.outcome, (answered_link(context, page, "lost", context.outcome, context.detail),)
    if context.kind != "response" or context.role == "robots":
        return None, ()
    answered = answered_link(context, page, "fetched")
    if context.role != "list":
        return None, (answered, *(part_link(context, page, url) for url in context.parts))
    try:
        listed = read_list(replace(page, url=context.answered_url or page.url))
    except NotAnArticle as error:
        return error.loss, (answered_link(context, page, "lost", error.loss, str(error)),)
    except Exception:  # noqa: BLE001 (a fault of ours on one page, which loading has noted)
        return Loss.ERROR, (answered_link(context, page, "lost", Loss.ERROR),)
    return None, (answered, *(listed_link(context, page, item) for item in listed.items))
