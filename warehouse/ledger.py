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
class ArticleInParts:
    """Where the pages of an article lie in the archive, as (file, offset): the first, the later ones by address."""

    first: tuple[str, int]
    parts: dict[str, tuple[str, int]]


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


def articles_in_parts(connection: DuckDBPyConnection, now: datetime) -> list[ArticleInParts]:
    """Articles in several pages that can be read now: every page is answered or given up, one is newer than was read.

    A page may be the later page of one article and an article by itself. Where a known article's first page is new, the
    others are waited for, but not for longer than a crawl takes to ask for them.
    """
    rows = connection.execute(
        f"""
        with tried as (
            select link_id, count(*) as tries from raw.fetch where role = 'part' and reason is not null group by link_id
        ),
        waiting as (
            select part_of from raw.link left join tried using (link_id)
            where part_of is not null and {_OPEN} and coalesce(tries, 0) < {TRIES}
        ),
        candidate as (
            select link_id, state from raw.link
            where role = 'article' and state in ('fetched', 'loaded')
            and link_id in (select part_of from raw.link where part_of is not null)
            and link_id not in (select part_of from waiting)
        ),
        page as (
            select link_id as article, link_id, url, false as is_part from raw.link semi join candidate using (link_id)
            union all
            select part_of, link_id, url, true from raw.link
            where part_of in (select link_id from candidate) and part_of <> link_id
        ),
        answered as (
            select
                page.article, page.is_part, page.url,
                max(answer.fetched_at) as answered_at,
                max_by(row(answer.archive_file, answer.archive_offset), answer.fetched_at) as place
            from page join raw.fetch as answer using (link_id)
            where answer.reason is null and answer.bytes > 0
            and (answer.role = 'article' or (page.is_part and answer.role = 'part'))
            group by all
        ),
        read as (
            select article_id, max(fetched_at) as read_at from raw.article
            where article_id in (select link_id from candidate) group by all
        ),
        ready as (
            select article from answered
            join candidate on candidate.link_id = answered.article
            left join read on read.article_id = answered.article
            group by article
            having bool_or(not is_part)
            and (any_value(state) = 'fetched' or (
                coalesce(max(answered_at) > any_value(read_at), false)
                and coalesce(
                    min(answered_at) filter (is_part) >= max(answered_at) filter (not is_part)
                    or max(answered_at) filter (not is_part) < $1::timestamp - interval 1 hour,
                    true
                )
            ))
        )
        select article, is_part, url, place[1], place[2] from answered semi join ready using (article)
        order by is_part, url
        """,  # noqa: S608
        [now],
    ).fetchall()
    articles: dict[str, ArticleInParts] = {}
    for article, is_part, url, file, offset in rows:  # the first page before the later ones
        if is_part:
            articles[article].parts[url] = (file, offset)
        else:
            articles[article] = ArticleInParts((file, offset), {})
    return list(articles.values())


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
