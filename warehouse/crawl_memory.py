"""What the ledger remembers of a site for its next crawl: how far it is known, what to ask with, when to rest.

All `now` and all times are naive China time, as everywhere in the warehouse.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duckdb import DuckDBPyConnection

from extractors.outcome import Loss
from warehouse.ledger import KnownLink

# The days of an article's life after which it is looked at again. Corrections come soon or never; what is older
# than two weeks is left to the audit.
RECHECK_AGES_DAYS = (1, 3, 7, 13)
_RECHECK_UNTIL = timedelta(days=14)
# A site whose last answers were all of these is left alone: an hour after the third, then twice as long each time.
_WALLS = (Loss.CHALLENGE, Loss.LOGIN, Loss.SERVER_ERROR)
_WALLS_IN_A_ROW = 3
_LONGEST_REST = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """What identifies the version of a page that was last stored; `links` is how many a list page showed then."""

    url: str
    etag: str | None
    last_modified: str | None
    body_digest: str
    links: int | None


@dataclass(frozen=True)
class StoredRobots:
    """Where the last answer to a robots.txt lies in the archive, and when it was last confirmed."""

    archive_file: str
    archive_offset: int
    confirmed_at: datetime


@dataclass(frozen=True)
class Rest:
    """A site is to be left alone until then: so many walls in a row, or the site's own word (Retry-After)."""

    until: datetime
    walls: int
    reason: str


def due_rechecks(connection: DuckDBPyConnection, site_key: str, now: datetime) -> list[KnownLink]:
    """Articles younger than two weeks whose next look is due, those not seen for longest first."""
    rows = connection.execute(
        """
        with young as (
            select link.*, coalesce(article.published_at, link.listed_date, link.first_seen_at) as born_at
            from raw.link join raw.article as article on article.article_id = link.link_id and article.is_current
            where link.site_key = $1 and link.role = 'article' and link.state = 'loaded'
        ),
        looked as (
            select link_id, max(fetched_at) as looked_at from raw.fetch
            where site_key = $1 and role = 'article' and status is not null
            group by link_id
        )
        select link_id, url, role, column_name, listed_title, listed_date, null, null
        from young join looked using (link_id)
        where born_at > $2::timestamp - $3
        and list_bool_or([
            born_at + to_days(age::integer) <= $2 and looked_at < born_at + to_days(age::integer) for age in $4
        ])
        order by looked_at, link_id
        """,
        [site_key, now, _RECHECK_UNTIL, list(RECHECK_AGES_DAYS)],
    ).fetchall()
    return [KnownLink(*row) for row in rows]


def longest_unseen(connection: DuckDBPyConnection, site_key: str, most: int, since: datetime | None) -> list[KnownLink]:
    """The loaded articles that the site was not asked for for longest, so many at most; with `since`, of later ones."""
    rows = connection.execute(
        """
        with looked as (
            select link_id, max(fetched_at) as looked_at from raw.fetch
            where site_key = $1 and role = 'article' and status is not null
            group by link_id
        )
        select link.link_id, link.url, role, link.column_name, listed_title, listed_date, null, null
        from raw.link as link
        join raw.article as article on article.article_id = link.link_id and article.is_current
        join looked using (link_id)
        where link.site_key = $1 and role = 'article' and state = 'loaded'
        and ($3 is null or coalesce(article.published_at, listed_date, first_seen_at) >= $3::timestamp)
        order by looked_at, link.link_id
        limit $2
        """,
        [site_key, most, since],
    ).fetchall()
    return [KnownLink(*row) for row in rows]


def versions(connection: DuckDBPyConnection, site_key: str, link_ids: Collection[str]) -> list[Version]:
    """The versions of these pages that were last stored; pages that never answered well have none."""
    rows = connection.execute(
        """
        select url, etag, last_modified, body_digest, links from raw.fetch
        where site_key = $1 and link_id in (select unnest(from_json($2::json, '["varchar"]')))
        and reason is null and body_digest is not null
        qualify row_number() over (partition by link_id order by fetched_at desc, archive_offset desc) = 1
        """,
        [site_key, json.dumps(list(link_ids))],  # as text: DuckDB takes a list of ten thousand a value at a time
    ).fetchall()
    return [Version(*row) for row in rows]


def listed_links(connection: DuckDBPyConnection, site_key: str) -> list[KnownLink]:
    """All articles that the site's lists ever showed, whatever became of them."""
    rows = connection.execute(
        "select link_id, url, role, column_name, listed_title, listed_date, null, reason from raw.link"
        " where site_key = $1 and role = 'article'",
        [site_key],
    ).fetchall()
    return [KnownLink(*row) for row in rows]


def covered_since(connection: DuckDBPyConnection, site_key: str) -> dict[str, date]:
    """By the address of a column: the first day from which its list is known."""
    rows = connection.execute(
        "select column_url, covered_since from raw.column_coverage where site_key = $1", [site_key]
    ).fetchall()
    return dict(rows)


def robots(connection: DuckDBPyConnection, site_key: str) -> list[StoredRobots]:
    """The site's robots.txt answers that hold: a host that last refused one is asked anew."""
    rows = connection.execute(
        """
        select
            arg_max(archive_file, fetched_at) filter (status <> 304),
            arg_max(archive_offset, fetched_at) filter (status <> 304),
            max(fetched_at)
        from raw.fetch where site_key = $1 and role = 'robots'
        group by url
        having arg_max(status, fetched_at) filter (status <> 304) between 200 and 299
        or arg_max(status, fetched_at) filter (status <> 304) in (400, 404, 405, 406, 410)
        """,
        [site_key],
    ).fetchall()
    return [StoredRobots(*row) for row in rows]


def rest(connection: DuckDBPyConnection, site_key: str, now: datetime) -> Rest | None:
    """Until when the site is to be left alone; None when it may be asked."""
    walls, last_at, reason, closed_until = connection.execute(
        """
        with answered as (
            select
                fetched_at, closed_until, reason,
                row_number() over (order by archive_file, archive_offset) as position,
                coalesce(list_contains($2, reason), false) or status = 429 or closed_until is not null as is_wall
            from raw.fetch where site_key = $1 and role <> 'robots'
            and (status is not null or closed_until is not null)  -- without status: its robots.txt asked for rest
        )
        select count(*), max(fetched_at), arg_max(reason, position), max(closed_until)
        from answered
        where is_wall
        and position > (select coalesce(max(position), 0) from answered where not is_wall)
        """,
        [site_key, [loss.value for loss in _WALLS]],
    ).fetchall()[0]
    until = closed_until
    if walls >= _WALLS_IN_A_ROW:
        hours = 2 ** min(walls - _WALLS_IN_A_ROW, 10)
        after_walls = last_at + min(timedelta(hours=hours), _LONGEST_REST)
        until = max(until or after_walls, after_walls)
    return Rest(until, walls, reason) if until and until > now else None
