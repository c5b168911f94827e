"""The rule by which the ledger changes its mind about a link."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse.rows import LinkRow
from warehouse.staging import stage, upsert

_FINALITY = {"seen": 0, "fetched": 1, "lost": 2, "loaded": 3}
_COLUMNS = ", ".join(f"link.{column.name}" for column in fields(LinkRow))


def later(known: LinkRow, news: LinkRow) -> LinkRow:
    """What is known of a link after some news, in whatever order the news arrive.

    The newest answer counts; of two facts about the same answer the more final one. A loaded article stays
    loaded when its page is gone later: the ledger says what was read, and it was.
    """
    ahead = _standing(news) > _standing(known)
    newer = news if ahead else known
    return replace(
        newer,
        url=known.url,
        site_key=known.site_key,
        county_code=known.county_code,
        role=known.role,
        column_name=known.column_name or news.column_name,
        listed_title=known.listed_title or news.listed_title,
        listed_date=known.listed_date or news.listed_date,
        part_of=known.part_of or news.part_of,
        first_seen_at=min(known.first_seen_at, news.first_seen_at),
        last_seen_at=max(known.last_seen_at, news.last_seen_at),
    )


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
    for link in news:
        known = after.get(link.link_id)
        after[link.link_id] = later(known, link) if known else link
    changed = [link for link_id, link in after.items() if before.get(link_id) != link]
    upsert(connection, "link", [vars(link) for link in changed])
    lost = sum(
        link.state == "lost" and (link.link_id not in before or before[link.link_id].state != "lost")
        for link in changed
    )
    return len(after) - len(before), lost
