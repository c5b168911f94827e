"""Rows from Python into DuckDB, in one statement and without Arrow.

They go through a file of JSON beside the warehouse, which only its owner can read and DuckDB reads into the types of
the columns. Beside that (43,110 links: 0.2 s) one JSON parameter takes 0.9 s, one for each column 0.5 s, and lists as
parameters 44 s. CSV is no faster with the long texts of articles, and Python 3.11 writes a text without characters
as it writes none.
"""

import dataclasses
import glob
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import orjson
from duckdb import DuckDBPyConnection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SUFFIX = ".rows-"
_LEAST_BUFFER = 1 << 20  # bytes; a row may be larger

# Values by the names of their columns; all rows of one call have the same columns.
Row = Union["DataclassInstance", Mapping[str, Any]]


def stage(connection: DuckDBPyConnection, table: str, rows: Iterable[Row]) -> str:
    """Put rows into a temporary table typed like `raw.<table>` and return its name."""
    name = f"staged_{table}"
    with readable(connection, table, list(rows)) as source:
        sql = f"create or replace temp table {name} as select * from {source}"  # noqa: S608 - a name of ours
        connection.execute(sql).fetchall()
    return name


def insert(connection: DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows into `raw.<table>` that are known not to be there."""
    records = list(rows)
    if records:
        with readable(connection, table, records) as source:
            connection.execute(f"insert into raw.{table} by name select * from {source}").fetchall()  # noqa: S608


def insert_new(connection: DuckDBPyConnection, table: str, rows: Iterable[Row], key: Sequence[str]) -> int:
    """Insert those rows into `raw.<table>` whose key is not there yet; returns how many. The rows' keys differ.

    The first column of the key is one that has few values, such as a file.
    """
    records = list(rows)
    if not records:
        return 0
    columns = ", ".join(key)
    with readable(connection, table, records) as source:
        inserted = connection.execute(
            f"insert into raw.{table} by name with new as materialized (select * from {source}) from new"  # noqa: S608
            f" anti join (select {columns} from raw.{table} where {key[0]} in (select {key[0]} from new))"
            f" using ({columns})"
        ).fetchall()
    return int(inserted[0][0])


@contextmanager
def readable(connection: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> Iterator[str]:
    """Rows as something to select from."""
    target = connection.table(f"raw.{table}")
    types = dict(zip(target.columns, target.types, strict=True))
    typed = ", ".join(f"{name}: '{types[name]}'" for name in (_columns(rows[0]) if rows else types))
    text = orjson.dumps(rows, default=as_json)
    warehouse = _path(connection)
    with tempfile.NamedTemporaryFile(prefix=warehouse.name + _SUFFIX, dir=warehouse.parent) as file:
        file.write(text)
        file.flush()
        path = file.name.replace("'", "''")
        yield (
            f"read_json('{path}', format = 'array', compression = 'uncompressed', columns = {{{typed}}},"
            f" maximum_object_size = {max(_LEAST_BUFFER, len(text))})"
        )


def _path(connection: DuckDBPyConnection) -> Path:
    """The warehouse's own file, or what a lake has in its place."""
    sql = (
        "select coalesce(getvariable('rows_beside')::varchar, path) from duckdb_databases()"
        " where database_name = current_database()"
    )
    return Path(connection.execute(sql).fetchall()[0][0] or "")


def _columns(row: Row) -> Iterable[str]:
    return row if isinstance(row, Mapping) else [column.name for column in dataclasses.fields(row)]


def remove_left(warehouse: Path) -> None:
    """Remove what a process that was killed has left beside the warehouse."""
    for file in warehouse.parent.glob(glob.escape(warehouse.name + _SUFFIX) + "*"):
        file.unlink(missing_ok=True)


def as_json(value: object) -> object:
    """What orjson does not know by itself."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be stored")
