"""What the ledger knows: what is still to be fetched, and how a site is doing."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from extractors.outcome import Loss
from warehouse.rows import LinkRole

# Losses that may pass by themselves: asked again by later runs, this often. A list page is asked in every run,
# so only what failed since its last good answer counts as tries.
PASSING = (
    Loss.UNREACHABLE,
    Loss.TIMEOUT,
    Loss.SERVER_ERROR,
    Loss.CHALLENGE,
    Loss.REFUSED,
    Loss.ROBOTS,
)
TRIES = 3

_PENDING = f"""
    (link.state = 'seen' or (
        link.state = 'lost'
        and list_contains([{", ".join(f"'{reason.value}'" for reason in PASSING)}], link.reason)
        and (
            select count(*) from raw.fetch as answer
            where answer.link_id = link.link_id and not exists (
                select 1 from raw.fetch as good
                where good.link_id = answer.link_id and good.role = 'list' and good.reason is null
                and good.fetched_at >= answer.fetched_at
            )
        ) < {TRIES}
    ))
"""  # noqa: S608 - words of ours


@dataclass(frozen=True)
class PendingLink:
    """A link that is still to be fetched, with what the list page said about it.

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


def done_urls(connection: DuckDBPyConnection, site_key: str) -> set[str]:
    """URLs of the site that need not be asked for again: fetched, loaded, or lost for good."""
    sql = f"select url from raw.link where site_key = $1 and not {_PENDING}"  # noqa: S608
    return {row[0] for row in connection.execute(sql, [site_key]).fetchall()}


def pending_links(connection: DuckDBPyConnection, site_key: str) -> list[PendingLink]:
    """Links still to be fetched, newest listed first; list pages among them that could not be read."""
    rows = connection.execute(
        "select link.link_id, link.url, link.role, link.column_name, link.listed_title, link.listed_date,"  # noqa: S608
        " article.url, link.reason"
        " from raw.link left join raw.link as article on article.link_id = link.part_of"
        f" where link.site_key = $1 and {_PENDING}"
        " order by link.listed_date desc nulls last, link.first_seen_at, link.link_id",
        [site_key],
    ).fetchall()
    return [PendingLink(*row) for row in rows]


def articles_in_parts(connection: DuckDBPyConnection) -> list[ArticleInParts]:
    """Articles in several pages that can be read now, as every page is answered or given up."""
    rows = connection.execute(
        f"""
        with ready as (
            select article.link_id from raw.link as article
            where article.role = 'article' and article.state = 'fetched'
            and exists (select 1 from raw.link where link.part_of = article.link_id)
            and not exists (select 1 from raw.link where link.part_of = article.link_id and {_PENDING})
        )
        select coalesce(part_of, link_id), role, link.url,
            arg_max(archive_file, answer.fetched_at), arg_max(archive_offset, answer.fetched_at)
        from raw.link join raw.fetch as answer using (link_id, role)
        where answer.reason is null
        and (link_id in (select link_id from ready) or part_of in (select link_id from ready))
        group by all
        order by role, link.url
        """  # noqa: S608
    ).fetchall()
    articles = {
        article: ArticleInParts((file, offset), {}) for article, role, _, file, offset in rows if role == "article"
    }
    for article, role, url, file, offset in rows:
        if role == "part":
            articles[article].parts[url] = (file, offset)
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
                count(*) filter (role <> 'list' and {_PENDING}) as pending,
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
