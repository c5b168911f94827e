"""Rows from Python into DuckDB, in one statement and without Arrow.

They go through a temporary file of JSON, which DuckDB reads into the types of the columns. Beside
that (43,110 links: 0.4 s) one JSON parameter takes 0.9 s, one for each column 0.5 s, and lists as parameters 44 s. CSV
takes 0.3 s, but cannot tell a text without characters from none.
"""

import dataclasses
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

_LEAST_BUFFER = 16 << 20  # bytes, as DuckDB takes by itself; a row may be larger


def stage(connection: DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Put rows into a temporary table typed like `raw.<table>` and return its name.

    The rows' keys are names of columns; all rows have the same ones.
    """
    name = f"staged_{table}"
    with _readable(connection, table, rows) as source:
        sql = f"create or replace temp table {name} as select * from {source}"  # noqa: S608 - a name of ours
        connection.execute(sql).fetchall()
    return name


def insert(connection: DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows into `raw.<table>` that are known not to be there."""
    _write(connection, "insert", table, rows)


def upsert(connection: DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows into `raw.<table>`; those whose primary key is there already replace it."""
    _write(connection, "insert or replace", table, rows)


def _write(connection: DuckDBPyConnection, how: str, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    records = list(rows)
    if records:
        with _readable(connection, table, records) as source:
            connection.execute(f"{how} into raw.{table} by name select * from {source}").fetchall()  # noqa: S608


@contextmanager
def _readable(connection: DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as something to select from."""
    types = dict(
        connection.execute(
            "select column_name, data_type from duckdb_columns()"
            " where database_name = current_database() and schema_name = 'raw' and table_name = $1",
            [table],
        ).fetchall()
    )
    records = [dict(row) for row in rows]
    text = json.dumps(records, ensure_ascii=False, default=_plain, separators=(",", ":")).encode()
    wanted = records[0] if records else types
    columns = ", ".join(f"{column}: '{types[column]}'" for column in wanted)
    with tempfile.NamedTemporaryFile(prefix="county-news-", suffix=".json") as file:
        file.write(text)
        file.flush()
        path = file.name.replace("'", "''")
        yield (
            f"read_json('{path}', format = 'array', compression = 'uncompressed', columns = {{{columns}}},"
            f" maximum_object_size = {max(_LEAST_BUFFER, len(text))})"
        )


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, date) and getattr(value, "tzinfo", None) is None:  # datetimes are dates too
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return vars(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be stored")
