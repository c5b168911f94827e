"""Reading links anew: what was read of them goes in the same transaction in which the new reading comes.

So that none is seen half, and no old reading becomes a version beside the new one.
"""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from warehouse.forgetting import READ_FROM_TEXTS
from warehouse.staging import stage

_EARLIER = "earlier_text"


def drop_earlier_reading(connection: DuckDBPyConnection, link_ids: Sequence[str]) -> None:
    """Take away what the answers of these links were read as; what lists said of the links stays."""
    if not link_ids:
        return
    staged = stage(connection, "link", [{"link_id": link_id} for link_id in link_ids])
    connection.execute(
        f"create or replace temp table {_EARLIER} as"  # noqa: S608 - names of ours
        f" select article_id, version, content_hash from raw.article semi join {staged} on link_id = article_id"
        " where is_current"
    ).fetchall()
    for table, key in (("article", "article_id"), ("person", "article_id"), ("fetch", "link_id")):
        connection.execute(
            f"delete from raw.{table} as old using {staged} as new where old.{key} = new.link_id"  # noqa: S608
        ).fetchall()
    connection.execute(
        "update raw.link as old set state = 'seen', reason = null, detail = null, fetched_at = null"  # noqa: S608
        f" from {staged} as new where old.link_id = new.link_id"
    ).fetchall()


def drop_readings_of_changed_texts(connection: DuckDBPyConnection, link_ids: Sequence[str]) -> None:
    """After the new reading: take away what was read from texts that are others now, or none.

    A text that came out as it was need not be read again.
    """
    if not link_ids:
        return
    connection.execute(
        "create or replace temp table changed_text as"  # noqa: S608 - names of ours
        f" select article_id from {_EARLIER} anti join (from raw.article where is_current)"
        " using (article_id, version, content_hash)"
    ).fetchall()
    for table in ("reading", *READ_FROM_TEXTS):
        connection.execute(
            f"delete from raw.{table} as old using changed_text as new where old.article_id = new.article_id"  # noqa: S608
        ).fetchall()
