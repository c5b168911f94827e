"""One archived answer to the rows that the warehouse keeps of it. Pure functions; who calls them: loading.py."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from crawlers.archive import Location
from crawlers.county import CountyFile, Expect
from crawlers.link import Link, body_digest
from crawlers.warc import NO_STATUS, RecordContext
from extractors.article import Article
from extractors.outcome import Loss
from extractors.page import Page
from extractors.rows import ListItem
from extractors.template import template_of
from extractors.url import article_id
from warehouse.rows import (
    ArticleRow,
    Batch,
    CountyRow,
    CoverageRow,
    FetchRow,
    LinkRow,
    LinkState,
    PersonRole,
    PersonRow,
    SiteRow,
    TownRow,
    WatchRow,
    china_time,
)


def county_batch(county: CountyFile) -> Batch:
    """A county with its towns and sites."""
    place = county.gazetteer_county()
    return Batch(
        counties=(CountyRow(county.code, place.name, place.city, place.province),),
        towns=tuple(TownRow(town.code, county.code, town.name) for town in place.towns),
        sites=tuple(SiteRow(site.key, county.code, site.name, site.url, site.level, site.kind) for site in county.site),
        watches=tuple(_watch_rows(county)),
    )


def _watch_rows(county: CountyFile) -> Iterator[WatchRow]:
    """The county, and all that runs read of it unasked: what is read only by name is not missed."""
    yield WatchRow(county.code, **_expected(county.expect))
    for site in county.scheduled_sites:
        of_site = site.expect.within(county.expect)
        yield WatchRow(county.code, site.key, **_expected(of_site))
        for column in site.scheduled_columns:
            expected = _expected(column.expect.within(of_site))
            yield WatchRow(county.code, site.key, column.name, column.url, article_id(column.url), **expected)


def _expected(expect: Expect) -> dict[str, Any]:
    return expect.model_dump() | {"ignore": tuple(expect.ignore)}


def fetch_row(
    location: Location,
    context: RecordContext,
    page: Page,
    reason: Loss | None,
    rules: str | None = None,
    listed: int = 0,
) -> FetchRow:
    """What came of a request, and where its record lies.

    `reason` where fetching or reading found nothing good; `rules` with which the page was read, where there was any;
    `listed` is how many links a list page shows.
    """
    is_read = reason is None and context.kind == "response"
    return FetchRow(
        archive_file=location.file,
        archive_offset=location.offset,
        url=page.url,
        site_key=context.site,
        county_code=context.county,
        role=context.role,
        fetched_at=fetched_at(page),
        link_id=article_id(page.url),
        status=None if page.status == NO_STATUS else page.status,
        bytes=len(page.body),
        reason=reason,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        body_digest=body_digest(page.body) if context.kind == "response" else None,
        closed_until=china_time(context.closed_until) if context.closed_until else None,
        extractor=rules,
        template=template_of(page) if is_read and context.role != "robots" else None,
        links=listed if is_read and context.role == "list" else None,
    )


def coverage_row(context: RecordContext, page: Page, since: date) -> CoverageRow:
    """From which day on the list of a column is known."""
    return CoverageRow(context.site, page.url, context.county, context.column or "", since, fetched_at(page))


def answered_link(
    context: RecordContext,
    page: Page,
    state: LinkState,
    reason: Loss | None = None,
    detail: str | None = None,
) -> LinkRow:
    """What became of the link that this record answers."""
    moment = fetched_at(page)
    return LinkRow(
        link_id=article_id(page.url),
        url=page.url,
        site_key=context.site,
        county_code=context.county,
        state=state,
        first_seen_at=moment,
        last_seen_at=moment,
        role=context.role,
        column_name=context.column,
        listed_title=context.listed_title,
        listed_date=context.listed_date,
        part_of=article_id(context.part_of) if context.part_of else None,
        reason=reason,
        detail=detail,
        fetched_at=moment,
    )


def listed_link(context: RecordContext, page: Page, item: ListItem) -> LinkRow:
    """A link that a list page shows."""
    link = Link(item.url, context.site, "article", context.column, item.title, item.date)
    return _waiting_link(link, context.county, fetched_at(page))


def part_link(context: RecordContext, page: Page, url: str) -> LinkRow:
    """A later page of an article in several pages."""
    link = Link(url, context.site, "part", context.column, context.listed_title, context.listed_date, part_of=page.url)
    return _waiting_link(link, context.county, fetched_at(page))


def _waiting_link(link: Link, county_code: str, moment: datetime) -> LinkRow:
    return LinkRow(
        link_id=article_id(link.url),
        url=link.url,
        site_key=link.site,
        county_code=county_code,
        state="seen",
        first_seen_at=moment,
        last_seen_at=moment,
        role=link.role,
        column_name=link.column,
        listed_title=link.title,
        listed_date=link.date,
        part_of=article_id(link.part_of) if link.part_of else None,
    )


def article_row(location: Location, context: RecordContext, page: Page, article: Article) -> ArticleRow:
    """The article as this answer shows it."""
    source = article.evidence.get("source")
    return ArticleRow(
        article_id=article_id(page.url),
        url=page.url,
        site_key=context.site,
        county_code=context.county,
        fetched_at=fetched_at(page),
        title=article.title,
        body=article.body,
        column_name=context.column,
        published_at=article.published_at,
        published_precision=article.published_precision,
        source=article.source,
        source_raw=source.raw if source else article.source,
        kind=article.kind,
        evidence={name: asdict(evidence) for name, evidence in article.evidence.items()},
        archive_file=location.file,
        archive_offset=location.offset,
    )


def person_rows(row: ArticleRow, article: Article) -> list[PersonRow]:
    """Everyone whom the article credits, in the order of print within each role."""
    credited: dict[PersonRole, tuple[str, ...]] = {
        "author": article.authors,
        "editor": article.editors,
        "reviewer": article.reviewers,
    }
    return [
        PersonRow(row.article_id, row.fetched_at, role, position, name)
        for role, names in credited.items()
        for position, name in enumerate(names, start=1)
    ]


def fetched_at(page: Page) -> datetime:
    """When the page was fetched, in China time; every record of the archive says it."""
    return china_time(page.fetched_at or datetime.fromtimestamp(0, UTC))
