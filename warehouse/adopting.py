"""What a warehouse that was lost leaves in its snapshot and nowhere else: its runs, and who is to be forgotten."""

from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.privacy import key_file
from warehouse.store import Warehouse
from warehouse.transaction import first_line

# Everything else is made from the archive and the county files. By their keys, and which rows there are final: a run
# that went on when the snapshot was made may have ended since.
_KEPT_BY_SNAPSHOT_ALONE = {"run": ("run_id", "ended_at is not null"), "forgotten": ("person_key", "true")}


def differing_from_snapshot(table: str) -> str:
    """From which rows of the snapshot, attached as `published`, the warehouse has none or others."""
    key, final = _KEPT_BY_SNAPSHOT_ALONE[table]
    return (
        f"from (select * from published.raw.{table} where {final} or {key} not in (select {key} from raw.{table})"  # noqa: S608
        f" except select * from raw.{table}) as old"
    )


def adopt(warehouse: Warehouse, snapshot: Path) -> None:
    """Take over the rows that only the snapshot has, or has as they were.

    Raises WarehouseError where the snapshot cannot be read, or people of it were forgotten with a key that is lost.
    """
    if not snapshot.exists():
        return
    connection = warehouse.connection
    quoted = str(snapshot).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as published (read_only)").fetchall()
    except duckdb.Error as error:
        raise WarehouseError(
            f"{snapshot} cannot be read: {first_line(error)}; put it back from a backup, or move its folder away, and "
            "the list of earlier runs is lost."
        ) from error
    try:
        _refuse_other_key(warehouse, snapshot)
        for table in _KEPT_BY_SNAPSHOT_ALONE:
            connection.execute(
                f"insert or replace into raw.{table} by name select * {differing_from_snapshot(table)}"
            ).fetchall()
    finally:
        connection.execute("detach published").fetchall()


def _refuse_other_key(warehouse: Warehouse, snapshot: Path) -> None:
    """Whom another key forgot would never be known again."""
    if not warehouse.connection.execute("from published.raw.forgotten limit 1").fetchall():
        return
    credited = warehouse.connection.execute(
        "select person_key, name from published.raw.person where name is not null limit 1000"
    ).fetchall()
    if credited and not any(warehouse.keys.key(name) == person_key for person_key, name in credited):
        raise WarehouseError(
            f"People of {snapshot} were forgotten with another key than {key_file(warehouse.path)}; put the right key "
            "back from a backup, or see docs/operations.md for what to do when there is none."
        )
