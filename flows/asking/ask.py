"""What the snapshot answers: its columns, and each row under their names. For other programs as JSON or CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.machine_forms import InputError
from flows.reading import print_rows
from warehouse.transaction import first_line

Named = dict[str, Any]  # a row by its columns


@dataclass(frozen=True)
class Answer:
    """Rows, and their columns also where there is no row."""

    columns: list[str]
    rows: list[Named]


def ask(connection: duckdb.DuckDBPyConnection, sql: str, **blanks: object) -> Answer:
    """The answer to one statement, with its blanks (`$name`) filled in.

    Raises InputError where the snapshot lacks what is asked for, as one of an earlier county-news may.
    """
    try:
        found = connection.execute(sql, {name: _storable(value) for name, value in blanks.items()})
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise InputError(
            f"The snapshot lacks what this asks for ({first_line(error)}); `county-news publish` makes it anew."
        ) from None
    columns = [column[0] for column in found.description or []]
    return Answer(columns, [dict(zip(columns, row, strict=True)) for row in found.fetchall()])


def print_answer(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], form: str) -> None:
    """Print rows as CSV or as JSON."""
    print_rows(list(columns), [[row.get(column) for column in columns] for row in rows], form)


def _storable(value: object) -> object:
    """The same without halves of characters, which a command line can hold and no database."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
