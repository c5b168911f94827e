"""What earlier runs left, from the ledger and the archive, in the form that a crawl takes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawlers.archive import Archive
from crawlers.county import Site
from crawlers.link import Known, Link, Validators
from extractors.page import Page
from extractors.url import article_id, canonical_url
from warehouse import crawl_memory
from warehouse.crawl_memory import StoredRobots
from warehouse.ledger import KnownLink
from warehouse.rows import CHINA
from warehouse.store import Store, china_now


@dataclass(frozen=True)
class Audit:
    """Which known articles of each site are looked at again, of whatever age: those not asked for for longest.

    At most `articles` of them; with `days`, only what was published in so many days before today. So audits that follow
    one another come round to every article.
    """

    articles: int
    days: int | None = None


def known_of(
    warehouse: Store, archive: Archive, site: Site, *, again: bool = False, audit: Audit | None = None
) -> Known:
    """What is known of a site; nothing counts as done when everything is to be asked for `again`."""
    now = china_now()
    connection = warehouse.connection
    done = warehouse.done_urls(site.key, now)
    rechecks = _links(site, _due(warehouse, site, now, audit))
    addresses = {column.url for column in site.column} | (done if again else {link.url for link in rechecks})
    return Known(
        done=frozenset() if again else frozenset(map(canonical_url, done)),
        pending=_links(site, warehouse.pending_links(site.key, now)),
        rechecks=() if again else rechecks,
        validators={
            version.url: Validators(version.etag, version.last_modified, version.body_digest, version.links)
            for version in crawl_memory.versions(connection, site.key, set(map(article_id, addresses)))
        },
        covered_since=crawl_memory.covered_since(connection, site.key),
        robots=[_robots(archive, stored) for stored in crawl_memory.robots(connection, site.key)],
        closed=_closed(warehouse, site, now),
    )


def _due(warehouse: Store, site: Site, now: datetime, audit: Audit | None) -> list[KnownLink]:
    if audit is None:
        return crawl_memory.due_rechecks(warehouse.connection, site.key, now)
    since = None if audit.days is None else now - timedelta(days=audit.days)
    return crawl_memory.longest_unseen(warehouse.connection, site.key, audit.articles, since)


def listed_of(warehouse: Store, site: Site) -> list[Link]:
    """All articles that a site's lists ever showed, whatever became of them."""
    return _links(site, crawl_memory.listed_links(warehouse.connection, site.key))


def _links(site: Site, known: Sequence[KnownLink]) -> list[Link]:
    return [
        Link(link.url, site.key, link.role, link.column_name, link.listed_title, link.listed_date, link.part_of)
        for link in known
    ]


def _robots(archive: Archive, stored: StoredRobots) -> Page:
    """The stored answer, with the time when it was last confirmed as that of its fetch."""
    _, page = archive.read_at(stored.archive_file, stored.archive_offset)
    return replace(page, fetched_at=stored.confirmed_at.replace(tzinfo=CHINA))


def _closed(warehouse: Store, site: Site, now: datetime) -> str | None:
    rest = crawl_memory.rest(warehouse.connection, site.key, now)
    if rest is None:
        return None
    why = f"its last {rest.walls} answers were of no use ({rest.reason})" if rest.walls > 1 else "it asked for rest"
    return f"{why}, so it is left alone until {rest.until:%Y-%m-%d %H:%M}."
