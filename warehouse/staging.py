"""Rows from Python into DuckDB, in one statement and without Arrow.

They go through a file of JSON beside the warehouse, which only its owner can read and DuckDB reads into the types of
the columns. Beside that (43,110 links: 0.4 s) one JSON parameter takes 0.9 s, one for each column 0.5 s, and lists as
parameters 44 s. CSV is no faster with the long texts of articles, and Python 3.11 writes a text without characters
as it writes none. A list for each column in place of an object for each row is written in two thirds of the time, and
read in half as much again.
"""

import dataclasses
import glob
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

_SUFFIX = ".rows-"
_LEAST_BUFFER = 16 << 20  # bytes, as DuckDB takes by itself; a row may be larger


def stage(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> str:
    """Put rows into a temporary table typed like `raw.<table>` and return its name.

    The rows' keys are names of columns; all rows have the same ones.
    """
    name = f"staged_{table}"
    with _readable(connection, table, rows) as source:
        sql = f"create or replace temp table {name} as select * from {source}"  # noqa: S608 - a name of ours
        connection.execute(sql).fetchall()
    return name


def insert(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows into `raw.<table>` that are known not to be there."""
    _write(connection, "insert", table, rows)


def insert_new(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]], key: Sequence[str]) -> int:
    """Insert those rows into `raw.<table>` whose key is not there yet; returns how many. The rows' keys differ.

    The first column of the key is one that has few values, such as a file.
    """
    records = list(rows)
    if not records:
        return 0
    columns, groups = ", ".join(key), list({row[key[0]] for row in records})
    with _readable(connection, table, records) as source:
        inserted = connection.execute(
            f"insert into raw.{table} by name select * from {source} as new"  # noqa: S608 - names of ours
            f" anti join (select {columns} from raw.{table} where {key[0]} in (select unnest($1))) as known"
            f" using ({columns})",
            [groups],
        ).fetchall()
    return int(inserted[0][0])


def upsert(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows into `raw.<table>`; those whose primary key is there already replace it."""
    _write(connection, "insert or replace", table, rows)


def _write(connection: DuckDBPyConnection, how: str, table: str, rows: Iterable[dict[str, Any]]) -> None:
    records = list(rows)
    if records:
        with _readable(connection, table, records) as source:
            connection.execute(f"{how} into raw.{table} by name select * from {source}").fetchall()  # noqa: S608


@contextmanager
def _readable(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Rows as something to select from."""
    columns = connection.execute(  # a parameter would have DuckDB look for NumPy and Pandas first
        "select path, column_name, data_type from duckdb_columns() join duckdb_databases() using (database_name)"  # noqa: S608 - a name of ours
        f" where database_name = current_database() and schema_name = 'raw' and table_name = '{table}'"
    ).fetchall()
    types = {name: kind for _, name, kind in columns}
    warehouse = Path(columns[0][0] or "")
    records = list(rows)
    text = json.dumps(records, ensure_ascii=False, default=as_json, separators=(",", ":")).encode()
    typed = ", ".join(f"{name}: '{types[name]}'" for name in (records[0] if records else types))
    with tempfile.NamedTemporaryFile(prefix=warehouse.name + _SUFFIX, dir=warehouse.parent) as file:
        file.write(text)
        file.flush()
        path = file.name.replace("'", "''")
        yield (
            f"read_json('{path}', format = 'array', compression = 'uncompressed', columns = {{{typed}}},"
            f" maximum_object_size = {max(_LEAST_BUFFER, len(text))})"
        )


def remove_left(warehouse: Path) -> None:
    """Remove what a process that was killed has left beside the warehouse."""
    for file in warehouse.parent.glob(glob.escape(warehouse.name + _SUFFIX) + "*"):
        file.unlink(missing_ok=True)


def as_json(value: object) -> object:
    """What JSON has no word for, in words that it has; the `default` of json.dumps."""
    if isinstance(value, date) and getattr(value, "tzinfo", None) is None:  # datetimes are dates too
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return vars(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be stored")
