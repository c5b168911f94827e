"""A lake's rows are brought into the warehouse's file, where texts are read and tables made: only what has changed.

The file notes up to which snapshot of which lake it has everything, in the same transaction. The changes since then are
asked of the lake; where it no longer knows them, the tables are compared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError
from warehouse.forgetting import READ_FROM_TEXTS
from warehouse.lake_catalog import LAKE, NOTHING_YET, LakePlace, detach
from warehouse.layout import Table, tables_of_runs
from warehouse.reading_plan import NO_LONGER_HOLDS
from warehouse.transaction import transaction

# What readers of texts look at: an article that differs in these is read anew.
_READ_COLUMNS = ("county_code", "title", "source", "column_name", "body", "content_hash")
_CHANGE = "lake_change"


@dataclass(frozen=True)
class _Stand:
    """Which snapshot of which lake."""

    lake_id: str
    snapshot: int


def bring(connection: DuckDBPyConnection, place: LakePlace) -> int:
    """Make the tables that runs write the same as the lake's, row for row; returns how many rows were changed.

    Raises WarehouseError, with everything as it was, where the lake cannot be read or no run has written it yet.
    """
    failure = "The lake could not be brought into the warehouse"
    with _opened(connection, place):
        try:
            with transaction(connection, failure):
                return _brought(connection)
        except WarehouseError as error:
            raise WarehouseError(place.without_password(str(error))) from None


@contextmanager
def _opened(connection: DuckDBPyConnection, place: LakePlace) -> Iterator[None]:
    try:
        place.open(connection, read_only=True)
        yield
    finally:
        detach(connection)


def _brought(connection: DuckDBPyConnection) -> int:
    now, before = _stand_of_lake(connection), _stand_of_copy(connection)
    since = before.snapshot if before and before.lake_id == now.lake_id and _knows(connection, before, now) else None
    changed = 0
    for table in tables_of_runs().values():
        changed += _bring_table(connection, table, since, now.snapshot)
        if _rows(connection, f"{LAKE}.raw.{table.name}") != _rows(connection, f"raw.{table.name}"):
            changed += _bring_table(connection, table, None, now.snapshot)
    connection.execute("delete from copy_of_lake.stand").fetchall()
    connection.execute("insert into copy_of_lake.stand values ($1, $2)", [now.lake_id, now.snapshot]).fetchall()
    return changed


def _stand_of_lake(connection: DuckDBPyConnection) -> _Stand:
    try:
        lake_id = connection.execute(f"select lake_id from {LAKE}.raw.identity").fetchall()[0][0]  # noqa: S608
    except duckdb.CatalogException as error:
        raise WarehouseError(NOTHING_YET) from error
    snapshot = connection.execute(f"select id from ducklake_current_snapshot('{LAKE}')").fetchall()[0][0]  # noqa: S608
    return _Stand(lake_id, snapshot)


def _stand_of_copy(connection: DuckDBPyConnection) -> _Stand | None:
    connection.execute("create schema if not exists copy_of_lake").fetchall()
    connection.execute("create table if not exists copy_of_lake.stand (lake_id varchar, snapshot bigint)").fetchall()
    rows = connection.execute("select lake_id, snapshot from copy_of_lake.stand").fetchall()
    return _Stand(*rows[0]) if rows else None


def _knows(connection: DuckDBPyConnection, before: _Stand, now: _Stand) -> bool:
    """Whether the lake still has every snapshot since: what an expired one changed may not be told any more."""
    found = connection.execute(
        f"select count(*) from ducklake_snapshots('{LAKE}') where snapshot_id between $1 and $2",  # noqa: S608
        [before.snapshot, now.snapshot],
    ).fetchall()[0][0]
    return bool(found == now.snapshot - before.snapshot + 1)


def _bring_table(connection: DuckDBPyConnection, table: Table, since: int | None, snapshot: int) -> int:
    """Bring what has changed in one table since a snapshot; None: whatever differs."""
    if since == snapshot:
        return 0
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    changes = _told(table, columns, since + 1, snapshot) if since is not None else _differing(table, columns)
    connection.execute(f"create or replace temp table {_CHANGE} as {changes}").fetchall()
    changed = _rows(connection, _CHANGE)
    if not changed:
        return 0
    if table.name in ("article", "person"):
        _have_read_anew(connection, table)
    same = " and ".join(f"old.{column} = change.{column}" for column in table.key)
    connection.execute(f"delete from raw.{table.name} as old using {_CHANGE} as change where {same}").fetchall()  # noqa: S608
    connection.execute(
        f"insert into raw.{table.name} by name select {columns} from {_CHANGE} where is_there"  # noqa: S608
    ).fetchall()
    return changed


def _told(table: Table, columns: str, first: int, last: int) -> str:
    """The last change of each row in these snapshots: what is there now, or what has gone."""
    is_there = "change_type in ('insert', 'update_postimage')"
    return (
        f"select {columns}, {is_there} as is_there"  # noqa: S608 - names and numbers of ours
        f" from ducklake_table_changes('{LAKE}', 'raw', '{table.name}', {first}, {last})"
        f" qualify row_number() over (partition by rowid order by snapshot_id desc, {is_there} desc) = 1"
    )


def _differing(table: Table, columns: str) -> str:
    here, there = f"raw.{table.name}", f"{LAKE}.raw.{table.name}"
    return (
        f"select *, true as is_there from (select {columns} from {there} except select {columns} from {here})"  # noqa: S608
        f" union all select *, false from (select {columns} from {here} except select {columns} from {there})"
    )


def _have_read_anew(connection: DuckDBPyConnection, table: Table) -> None:
    """What was read from an article that is another now, is credited otherwise or has gone, holds no more."""
    if table.name == "person":
        stale = f"select article_id from {_CHANGE}"  # noqa: S608
    else:
        differs = " or ".join(f"old.{column} is distinct from change.{column}" for column in _READ_COLUMNS)
        stale = (
            f"select article_id from raw.article as old join {_CHANGE} as change using (article_id, version)"  # noqa: S608
            f" where change.is_there and ({differs})"
        )
        gone = f"select article_id from {_CHANGE} group by article_id having not bool_or(is_there)"  # noqa: S608
        for read in ("reading", *READ_FROM_TEXTS):
            connection.execute(f"delete from raw.{read} where article_id in ({gone})").fetchall()  # noqa: S608
    connection.execute(
        f"update raw.reading set rule_set_id = {NO_LONGER_HOLDS} where article_id in ({stale})"  # noqa: S608
    ).fetchall()


def _rows(connection: DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])  # noqa: S608
