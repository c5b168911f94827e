"""Make the tables of `core` and `mart` anew from the files in `sql/`, all of them or none."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import SqlFileError
from warehouse.models import SCHEMAS, Model, read_models
from warehouse.transaction import first_line, transaction

_SHOWN_ROWS = 3


@dataclass(frozen=True)
class Transformed:
    """What a run made: rows of each table in the order of making, number of checks, time taken."""

    tables: dict[str, int]
    checks: int
    seconds: float


def run(connection: DuckDBPyConnection, sql_folder: Path) -> Transformed:
    """Run all files in one transaction: tables, comments, checks.

    Tables whose file is gone go too. Raises SqlFileError, naming the file, for SQL that fails, a column
    without a meaning, and a check that finds rows; then everything is as it was before.
    """
    started = time.perf_counter()
    rows: dict[str, int] = {}
    checks = 0
    with transaction(connection, "The tables could not be made"):
        for schema in SCHEMAS.values():
            connection.execute(f"create schema if not exists {schema}").fetchall()
        models = read_models(connection, sql_folder)
        _drop_leftovers(connection, models)
        for model in models:
            rows[model.table] = _make(connection, model)
        for model in models:
            for name, query in model.checks.items():
                _check(connection, model, name, query)
                checks += 1
    return Transformed(rows, checks, time.perf_counter() - started)


def _drop_leftovers(connection: DuckDBPyConnection, models: list[Model]) -> None:
    made = {model.table for model in models}
    found = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = current_database() and list_contains($1, schema_name)",
        [list(SCHEMAS.values())],
    ).fetchall()
    for (table,) in found:
        if table not in made:
            connection.execute(f"drop table {table}").fetchall()


def _make(connection: DuckDBPyConnection, model: Model) -> int:
    """Make one table with its comments; returns its rows."""
    try:
        # on one line with the file's first, so that DuckDB counts the lines of the file
        connection.execute(f"create or replace table {model.table} as {model.query}").fetchall()
    except duckdb.Error as error:
        raise SqlFileError(f"{model.where}{_line(error)}: {first_line(error)}") from error
    columns = {row[0] for row in connection.execute(f"describe {model.table}").fetchall()}
    if missing := sorted(columns - model.columns.keys()):
        raise SqlFileError(
            f"{model.where}: the header does not explain {', '.join(missing)}: add `-- column NAME: meaning`."
        )
    if unknown := sorted(model.columns.keys() - columns):
        raise SqlFileError(f"{model.where}: the header explains {', '.join(unknown)}, which the table has not.")
    connection.execute(f"comment on table {model.table} is {_quoted(model.comment)}").fetchall()
    for column, meaning in model.columns.items():
        connection.execute(f'comment on column {model.table}."{column}" is {_quoted(meaning)}').fetchall()
    counted = connection.execute(f"select count(*) from {model.table}").fetchall()  # noqa: S608
    return int(counted[0][0])


def _check(connection: DuckDBPyConnection, model: Model, name: str, query: str) -> None:
    try:
        found = connection.execute(query)
        columns = [column[0] for column in found.description or []]
        rows = found.fetchall()
    except duckdb.Error as error:
        raise SqlFileError(f"{model.where}, check {name}: {first_line(error)}") from error
    if rows:
        shown = "; ".join(
            ", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True))
            for row in rows[:_SHOWN_ROWS]
        )
        raise SqlFileError(f"{model.where}, check {name} found {len(rows)} rows that must not be: {shown}")


def _line(error: duckdb.Error) -> str:
    found = re.search(r"^LINE (\d+):", str(error), re.MULTILINE)
    return f", line {found[1]}" if found else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
