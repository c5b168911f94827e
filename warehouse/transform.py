"""Make the tables of `core` and `mart` anew from the files in `sql/`, all of them or none."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import SqlFileError
from warehouse.models import TABLE_SCHEMAS, Kind, Model, read_models
from warehouse.transaction import first_line, transaction

_SHOWN_ROWS = 3
_SQL_KINDS: dict[Kind, str] = {"table": "table", "view": "view", "macro": "macro table"}


@dataclass(frozen=True)
class Transformed:
    """What a run made: rows of each table, view and macro in the order of making, and the seconds it took.

    `checks` is the number of checks, `seconds` the time of all, checks included.
    """

    tables: dict[str, int]
    table_seconds: dict[str, float]
    checks: int
    seconds: float


def run(connection: DuckDBPyConnection, sql_folder: Path) -> Transformed:
    """Run all files in one transaction: tables, comments, checks.

    Tables whose file is gone go too. Raises SqlFileError, naming the file, for SQL that fails, a column
    without a meaning, and a check that finds rows; then everything is as it was before.
    """
    started = time.perf_counter()
    rows: dict[str, int] = {}
    seconds: dict[str, float] = {}
    checks = 0
    with transaction(connection, "The tables could not be made"):
        for schema in TABLE_SCHEMAS:
            connection.execute(f"create schema if not exists {schema}").fetchall()
        connection.execute("set variable data_folder = $1", [str(sql_folder / "data")]).fetchall()
        models = read_models(connection, sql_folder)
        _drop_leftovers(connection, models)
        for model in models:
            began = time.perf_counter()
            rows[model.name] = _make(connection, model)
            seconds[model.name] = time.perf_counter() - began
        for model in models:
            for name, query in model.header.checks.items():
                _check(connection, model, name, query)
                checks += 1
    return Transformed(rows, seconds, checks, time.perf_counter() - started)


def _drop_leftovers(connection: DuckDBPyConnection, models: list[Model]) -> None:
    """Drop what no file makes any more, and what is now another kind of thing."""
    kinds = {model.name: model.header.kind for model in models}
    for kind, name in _made_before(connection):
        if kinds.get(name) != kind:
            connection.execute(f"drop {_SQL_KINDS[kind]} {name}").fetchall()


def _made_before(connection: DuckDBPyConnection) -> list[tuple[Kind, str]]:
    """Kind and name of all tables, views and macros of the database that files of `sql/` make."""
    return connection.execute(
        "select 'table', schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = current_database() and list_contains($1, schema_name)"
        " union all select 'view', schema_name || '.' || view_name from duckdb_views()"
        " where database_name = current_database() and list_contains($1, schema_name) and not internal"
        " union all select 'macro', schema_name || '.' || function_name from duckdb_functions()"
        " where database_name = current_database() and function_type = 'table_macro' and not internal",
        [list(TABLE_SCHEMAS)],
    ).fetchall()


def _make(connection: DuckDBPyConnection, model: Model) -> int:
    """Make one table, view or macro with its comments; returns its rows, 0 for a macro."""
    header = model.header
    thing = _SQL_KINDS[header.kind]
    parameters = f"({', '.join(header.parameters)})" if header.kind == "macro" else ""
    as_what = "as table" if header.kind == "macro" else "as"
    # Asked with nulls for its blanks, a macro has no rows but all its columns.
    blanks = ", ".join("null" for parameter in header.parameters if ":=" not in parameter)
    rows_of = f"{model.name}({blanks})" if header.kind == "macro" else model.name
    try:
        # on one line with the file's first, so that DuckDB counts the lines of the file
        connection.execute(
            f"create or replace {thing.removesuffix(' table')} {model.name}{parameters} {as_what} {model.query}"
        ).fetchall()
        columns = {row[0] for row in connection.execute(f"describe from {rows_of}").fetchall()}
    except duckdb.Error as error:
        raise SqlFileError(f"{model.where}{_line(error)}: {first_line(error)}") from error
    if missing := sorted(columns - header.columns.keys()):
        raise SqlFileError(
            f"{model.where}: the header does not explain {', '.join(missing)}: add `-- column NAME: meaning`."
        )
    if unknown := sorted(header.columns.keys() - columns):
        raise SqlFileError(f"{model.where}: the header explains {', '.join(unknown)}, which the table has not.")
    connection.execute(f"comment on {thing} {model.name} is {_quoted(_described(model))}").fetchall()
    if header.kind == "macro":  # its columns cannot have comments
        return 0
    for column, meaning in header.columns.items():
        connection.execute(f'comment on column {model.name}."{column}" is {_quoted(meaning)}').fetchall()
    counted = connection.execute(f"select count(*) from {model.name}").fetchall()  # noqa: S608
    return int(counted[0][0])


def _described(model: Model) -> str:
    """The comment; a macro's also says what its blanks are and what it answers with, for which DuckDB has no place."""
    header = model.header
    if header.kind != "macro":
        return header.comment
    lines = [f"{name}: {meaning}" for name, meaning in (*header.parameters.items(), *header.columns.items())]
    return "\n".join([header.comment, *lines])


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
