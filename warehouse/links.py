"""The rule by which the ledger changes its mind about a link."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime

from duckdb import DuckDBPyConnection

from extractors.outcome import Loss
from extractors.url import canonical_url
from warehouse.rows import LinkRow
from warehouse.staging import insert, stage, upsert

_FINALITY = {"seen": 0, "fetched": 1, "lost": 2, "loaded": 3}
_COLUMNS = ", ".join(f"link.{column.name}" for column in fields(LinkRow))


def later(known: LinkRow, news: LinkRow, hosts: Mapping[str, str] | None = None) -> LinkRow:
    """What is known of a link after some news, in whatever order the news arrive.

    The newest answer counts; of two facts about the same answer the more final one. A loaded article stays
    loaded when its page is gone later: the ledger says what was read, and it was.

    Of several sites that show a link, one that has read it keeps it, else one on whose host it lies (`hosts` by
    key), else the last that showed it. That another site does not read it, as it leads away from there, is no loss.
    """
    newer = news if _standing(news) > _standing(known) else known
    keeper = known
    if known.site_key != news.site_key:
        hosts = hosts or {}
        other, keeper = sorted((known, news), key=lambda link: _claim(link, hosts))
        if _leads_away(other) and _is_at_home(keeper, hosts) and not _is_at_home(other, hosts):
            newer = keeper
    more = news if keeper is known else known
    return replace(
        newer,
        url=keeper.url,
        site_key=keeper.site_key,
        county_code=keeper.county_code,
        role=keeper.role,
        column_name=keeper.column_name or more.column_name,
        listed_title=keeper.listed_title or more.listed_title,
        listed_date=keeper.listed_date or more.listed_date,
        part_of=keeper.part_of or more.part_of,
        first_seen_at=min(known.first_seen_at, news.first_seen_at),
        last_seen_at=max(known.last_seen_at, news.last_seen_at),
    )


def _claim(link: LinkRow, hosts: Mapping[str, str]) -> tuple[bool, bool, datetime, str]:
    return link.state == "loaded", _is_at_home(link, hosts), link.last_seen_at, link.site_key


def _is_at_home(link: LinkRow, hosts: Mapping[str, str]) -> bool:
    return hosts.get(link.site_key) == _host(link.url)


def _leads_away(link: LinkRow) -> bool:
    return link.state == "lost" and link.reason == Loss.REDIRECT


def _host(url: str) -> str:
    return canonical_url(url).removeprefix("//").partition("/")[0].removeprefix("www.")


def _site_hosts(connection: DuckDBPyConnection) -> dict[str, str]:
    """The host of each site by its key."""
    sites = connection.execute("select site_key, url from raw.site order by all").fetchall()
    return {site_key: _host(url) for site_key, url in sites}


def _standing(link: LinkRow) -> tuple[bool, datetime, int]:
    return link.state == "loaded", link.fetched_at or datetime.min, _FINALITY[link.state]  # noqa: DTZ901


def merge_links(connection: DuckDBPyConnection, links: Iterable[LinkRow]) -> tuple[int, int]:
    """Bring links into the ledger; returns how many are new and how many became lost."""
    news = list(links)
    if not news:
        return 0, 0
    staged = stage(connection, "link", [{"link_id": link.link_id} for link in news])
    before = {
        row[0]: LinkRow(*row)
        for row in connection.execute(
            f"select {_COLUMNS} from raw.link semi join {staged} using (link_id)"  # noqa: S608
        ).fetchall()
    }
    after = dict(before)
    hosts: dict[str, str] | None = None
    for link in news:
        known = after.get(link.link_id)
        if known and known.site_key != link.site_key and hosts is None:  # which is seldom
            hosts = _site_hosts(connection)
        after[link.link_id] = later(known, link, hosts) if known else link
    changed = [link for link_id, link in after.items() if before.get(link_id) != link]
    insert(connection, "link", [vars(link) for link in changed if link.link_id not in before])
    upsert(connection, "link", [vars(link) for link in changed if link.link_id in before])
    lost = sum(
        link.state == "lost" and (link.link_id not in before or before[link.link_id].state != "lost")
        for link in changed
    )
    return len(after) - len(before), lost
