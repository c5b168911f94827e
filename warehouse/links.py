"""The rule by which the ledger changes its mind about a link."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from duckdb import DuckDBPyConnection

from extractors.outcome import Loss
from extractors.url import canonical_url
from warehouse.rows import LinkRow
from warehouse.staging import stage

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
    return LinkRow(
        link_id=keeper.link_id,
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
        state=newer.state,
        reason=newer.reason,
        detail=newer.detail,
        fetched_at=newer.fetched_at,
    )


def _claim(link: LinkRow, hosts: Mapping[str, str]) -> tuple[bool, bool, datetime, str]:
    return link.state == "loaded", _is_at_home(link, hosts), link.last_seen_at, link.site_key


def _is_at_home(link: LinkRow, hosts: Mapping[str, str]) -> bool:
    return hosts.get(link.site_key) == _host(link.url)


def _leads_away(link: LinkRow) -> bool:
    return link.state == "lost" and link.reason == Loss.REDIRECT


def _host(url: str) -> str:
    return canonical_url(url).removeprefix("//").partition("/")[0].removeprefix("www.")


def _standing(link: LinkRow) -> tuple[bool, datetime, int]:
    return link.state == "loaded", link.fetched_at or datetime.min, _FINALITY[link.state]  # noqa: DTZ901


@dataclass(frozen=True)
class KnownLinks:
    """What the ledger has of some links, by their ids, and the hosts of the sites that show them, by their keys."""

    links: Mapping[str, LinkRow]
    hosts: Mapping[str, str]


@dataclass(frozen=True)
class LinkChanges:
    """Links that are new, those that are known and have changed, and how many of all became lost."""

    new: list[LinkRow]
    changed: list[LinkRow]
    lost: int


def known_links(connection: DuckDBPyConnection, news: Sequence[LinkRow]) -> KnownLinks:
    """What the ledger has of these links."""
    if not news:
        return KnownLinks({}, {})
    staged = stage(
        connection, "link", [{"link_id": link_id} for link_id in dict.fromkeys(link.link_id for link in news)]
    )
    known = [
        LinkRow(*row)
        for row in connection.execute(
            f"select {_COLUMNS} from raw.link semi join {staged} using (link_id)"  # noqa: S608
        ).fetchall()
    ]
    sites = {link.site_key for link in (*news, *known)}
    return KnownLinks({link.link_id: link for link in known}, _hosts(connection, sites) if len(sites) > 1 else {})


def _hosts(connection: DuckDBPyConnection, site_keys: Collection[str]) -> dict[str, str]:
    sites = connection.execute("select site_key, url from raw.site order by all").fetchall()
    return {site_key: _host(url) for site_key, url in sites if site_key in site_keys}


def merge_links(known: KnownLinks, news: Iterable[LinkRow]) -> LinkChanges:
    """What becomes of the links with these news."""
    before = known.links
    after = dict(before)
    for link in news:
        so_far = after.get(link.link_id)
        after[link.link_id] = later(so_far, link, known.hosts) if so_far else link
    new = [link for link_id, link in after.items() if link_id not in before]
    changed = [after[link_id] for link_id, link in before.items() if after[link_id] != link]
    not_lost_before = [*new, *(link for link in changed if before[link.link_id].state != "lost")]
    return LinkChanges(new, changed, sum(link.state == "lost" for link in not_lost_before))
