"""Whole tables of the published snapshot as files: CSV for spreadsheets, Parquet for programs."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports.csv_rows import write_rows
from reports.drafts import draft_of
from reports.snapshot_county import require_county

_SCHEMAS = ("mart", "core")
_ROWS_AT_ONCE = 5000


class NoSuchTable(Exception):
    """A table that there is not, or that cannot be had as asked; the message is one sentence."""


def exported_tables(connection: DuckDBPyConnection) -> list[str]:
    """Every table and view that can be exported, with its schema: those of mart, then those of core."""
    found = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where list_contains($1, table_schema) order by table_schema desc, table_name",
        [list(_SCHEMAS)],
    )
    return [name for (name,) in found.fetchall()]


def full_name(connection: DuckDBPyConnection, name: str) -> str:
    """`mart.output_rank` for `output_rank` or itself. Raises NoSuchTable, which names the nearest and all there are."""
    tables = exported_tables(connection)
    for candidate in (name, *(f"{schema}.{name}" for schema in _SCHEMAS)):
        if candidate in tables:
            return candidate
    by_short_name = {table.split(".")[1]: table for table in reversed(tables)}
    near = get_close_matches(name, [*tables, *by_short_name], n=1)
    guess = f"; did you mean {by_short_name.get(near[0], near[0])}?" if near else "."
    raise NoSuchTable(f"There is no table '{name}'{guess} There are: {', '.join(tables)}.")


def export_table(
    connection: DuckDBPyConnection, table: str, folder: Path, form: str, county_code: str | None = None
) -> Path:
    """Write a table, as `full_name` gives it, to a file of its name; returns its path.

    With a county only its rows, in a file that has the county's code in its name. The order is that of the columns,
    so that equal tables are equal files. Raises NoSuchTable for a county of a table without `county_code`, NotWritten,
    NotInSnapshot.
    """
    refuse_county(connection, table, county_code)
    name = table.split(".")[1] + (f".{county_code}" if county_code else "")
    path = folder / f"{name}.{form}"
    condition, values = ("where county_code = $1", [county_code]) if county_code else ("", [])
    chosen = f"from {table} {condition} order by all"
    with draft_of(path) as draft:
        if form == "parquet":
            connection.sql(chosen, params=values).write_parquet(str(draft))
        else:
            found = connection.execute(chosen, values)
            columns = [column[0] for column in found.description or []]
            # Excel takes a file for UTF-8 only by the mark at its beginning.
            with draft.open("w", encoding="utf-8-sig", newline="") as file:
                write_rows(file, columns, _rows(found))
    return path


def refuse_county(connection: DuckDBPyConnection, table: str, county_code: str | None) -> None:
    """Raise NoSuchTable for a county where the table has none to choose by, NotInSnapshot for one that was not read."""
    if county_code is None:
        return
    columns = connection.execute(f"describe {table}").fetchall()
    if "county_code" not in [column[0] for column in columns]:
        raise NoSuchTable(f"{table} has no column county_code, so --county cannot choose from it; export it whole.")
    require_county(connection, county_code)


def _rows(found: DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        yield from rows
