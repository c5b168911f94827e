"""What the ledger knows: what is still to be fetched, and how a site is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from extractors.outcome import Loss
from warehouse.rows import LinkRole

# Losses that may pass by themselves: these links are never given up, but asked for at longer and longer intervals.
PASSING = (
    Loss.UNREACHABLE,
    Loss.TIMEOUT,
    Loss.SERVER_ERROR,
    Loss.CHALLENGE,
    Loss.LOGIN,
    Loss.REFUSED,
    Loss.ROBOTS,
)
# Where there was no answer the fault may be on our side, so that the next runs try again at once, this often.
TRIES = 3
_UNANSWERED = (Loss.UNREACHABLE, Loss.TIMEOUT)
# Six hours after the first answer that was of no use, then twice as long each time, up to thirty days.
_FIRST_WAIT_HOURS, _LONGEST_WAIT_HOURS = 6, 720


def _words(losses: Iterable[Loss]) -> str:
    return ", ".join(f"'{loss.value}'" for loss in losses)


_OPEN = f"(link.state = 'seen' or (link.state = 'lost' and link.reason in ({_words(PASSING)})))"
# How often a link was asked for in vain. A list page is asked in every run: what failed since its last good answer.
_TRIED = """
    select link_id, count(*) as tries, max(fetched_at) as tried_at
    from raw.fetch as answer
    where site_key = $1 and reason is not null and not exists (
        select 1 from raw.fetch as good
        where good.link_id = answer.link_id and good.role = 'list' and good.reason is null
        and good.fetched_at >= answer.fetched_at
    )
    group by link_id
"""
_COUNTED = f"(tries - if(link.reason in ({_words(_UNANSWERED)}), {TRIES}, 0))"
_DUE = f"""
    ({_OPEN} and (
        link.state = 'seen' or tries is null or {_COUNTED} <= 0
        or tried_at + to_hours(
            least({_LONGEST_WAIT_HOURS}, {_FIRST_WAIT_HOURS} * pow(2, least({_COUNTED}, 10) - 1))::bigint
        ) <= $2::timestamp
    ))
"""


@dataclass(frozen=True)
class KnownLink:
    """A link of an earlier run that is to be asked for, with what the list page said about it.

    `part_of` is the address of the article whose later page it is.
    """

    link_id: str
    url: str
    role: LinkRole
    column_name: str | None
    listed_title: str | None
    listed_date: date | None
    part_of: str | None
    reason: str | None


@dataclass(frozen=True)
class SiteStatus:
    """A line of `county-news status`. The counts are of links to articles; `lost` has one entry a reason."""

    county_code: str
    site_key: str
    site_name: str
    seen: int
    fetched: int
    loaded: int
    pending: int
    lost: dict[str, int]
    lists_lost: int
    newest_article_at: datetime | None
    last_fetched_at: datetime | None


def done_urls(connection: DuckDBPyConnection, site_key: str, now: datetime) -> set[str]:
    """URLs that the site need not ask for now: fetched, loaded, lost for good, or tried not long ago.

    Links that are another site's are done where this one has read them, or does not read them.
    """
    sql = f"""
        with tried as ({_TRIED})
        select url from raw.link left join tried using (link_id) where site_key = $1 and not {_DUE}
        union all
        select url from raw.link where site_key <> $1 and link_id in (
            select link_id from raw.fetch
            where site_key = $1 and role <> 'list' and (reason is null or reason = '{Loss.REDIRECT.value}')
        )
    """  # noqa: S608 - words of ours
    return {row[0] for row in connection.execute(sql, [site_key, now]).fetchall()}


def pending_links(connection: DuckDBPyConnection, site_key: str, now: datetime) -> list[KnownLink]:
    """Links to be fetched now, newest listed first; list pages among them that could not be read."""
    sql = f"""
        with tried as ({_TRIED})
        select
            link.link_id, link.url, link.role, link.column_name, link.listed_title, link.listed_date,
            article.url, link.reason
        from raw.link
        left join tried using (link_id)
        left join raw.link as article on article.link_id = link.part_of
        where link.site_key = $1 and {_DUE}
        order by link.listed_date desc nulls last, link.first_seen_at, link.link_id
    """  # noqa: S608
    return [KnownLink(*row) for row in connection.execute(sql, [site_key, now]).fetchall()]


def watermark(connection: DuckDBPyConnection, file: str) -> int:
    """Up to which byte an archive file is loaded; 0 for one that is not known."""
    row = connection.execute("select loaded_bytes from raw.archive_file where file = $1", [file]).fetchone()
    return int(row[0]) if row else 0


def status(connection: DuckDBPyConnection) -> list[SiteStatus]:
    """One line for each site, sites of which nothing is known yet included."""
    rows = connection.execute(
        f"""
        with reasons as (
            select
                county_code, site_key,
                map(list(reason order by reason), list(links order by reason)) as lost
            from (
                select county_code, site_key, coalesce(reason, 'error') as reason, count(*) as links
                from raw.link where role = 'article' and state = 'lost' group by all
            ) group by all
        ),
        links as (
            select
                county_code, site_key,
                count(*) filter (role = 'article') as seen,
                count(*) filter (role = 'article' and fetched_at is not null) as fetched,
                count(*) filter (role = 'article' and state = 'loaded') as loaded,
                count(*) filter (role <> 'list' and {_OPEN}) as pending,
                count(*) filter (role = 'list' and state = 'lost') as lists_lost,
                max(fetched_at) as last_fetched_at
            from raw.link group by all
        ),
        newest as (
            select county_code, site_key, max(published_at) as newest_article_at
            from raw.article where is_current group by all
        )
        select
            county_code, site_key, coalesce(site_name, site_key),
            coalesce(seen, 0), coalesce(fetched, 0), coalesce(loaded, 0), coalesce(pending, 0),
            coalesce(lost, map()), coalesce(lists_lost, 0), newest_article_at, last_fetched_at
        from raw.site
        full join links using (county_code, site_key)
        left join reasons using (county_code, site_key)
        left join newest using (county_code, site_key)
        order by county_code, site_key
        """  # noqa: S608
    ).fetchall()
    return [SiteStatus(*row) for row in rows]
