"""What people ask of the published data: a query, the ledger. Read-only, so that no run is ever held up."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.table import Table
from rich.text import Text

from flows.machine_forms import InputError
from flows.screen import screen
from flows.settings import Settings
from flows.terminal import harmless, harmless_json
from reports.csv_rows import safe_cell, write_rows
from warehouse import ledger

_SHOWN_ROWS = 200

Rows = Sequence[Sequence[Any]]


class NothingPublished(InputError):
    """There is no snapshot yet."""


def open_snapshot(snapshot: Path) -> duckdb.DuckDBPyConnection:
    """The published snapshot, read-only. Raises NothingPublished before the first publication."""
    if not snapshot.exists():
        raise NothingPublished(
            f"{snapshot} does not exist yet; `county-news run COUNTY` or `county-news demo` publishes it."
        )
    return duckdb.connect(str(snapshot), read_only=True)


def query_snapshot(snapshot: Path, sql: str) -> tuple[list[str], Rows]:
    """Columns and rows of one SQL statement. Raises InputError with DuckDB's words when it cannot be run."""
    with open_snapshot(snapshot) as connection:
        try:
            found = connection.execute(sql)
            columns = [column[0] for column in found.description or []]
            return columns, found.fetchall()
        except duckdb.Error as error:
            raise InputError(f"DuckDB cannot run this: {str(error).strip()}") from None


def print_rows(columns: list[str], rows: Rows, form: str) -> None:
    """Print rows to standard output as a table for eyes, as CSV, or as one JSON object a line.

    CSV says what the rows hold; only on a terminal is what would act there written out.
    """
    if form == "csv":
        write_rows(sys.stdout, columns, map(_harmless_cells, rows) if sys.stdout.isatty() else rows)
    elif form == "json":
        for row in rows:
            named = dict(zip(columns, row, strict=True))
            sys.stdout.write(harmless_json(json.dumps(named, ensure_ascii=False, default=str)) + "\n")
    else:
        print_table(columns, rows)


def print_table(columns: Sequence[str], rows: Rows, title: str | None = None) -> None:
    """Print a table for eyes; of a long one the first rows. Nothing in a cell acts on the terminal, or is markup."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        figures = any(isinstance(row[number], int | float) for row in rows)
        table.add_column(column, justify="right" if figures else "left", overflow="fold")
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*(Text("" if value is None else harmless(_shown(value))) for value in row))
    console = screen(piped_width=160)
    console.print(table)
    if len(rows) > _SHOWN_ROWS:
        console.print(f"{len(rows) - _SHOWN_ROWS} more rows; --format csv prints all.")


def print_status(settings: Settings) -> None:
    """Print one line a site: links seen, fetched, loaded, pending, and each loss with its reason."""
    with open_snapshot(settings.snapshot) as connection:
        sites = ledger.status(connection)
    columns = (
        "county",
        "site",
        "seen",
        "fetched",
        "loaded",
        "pending",
        "lost",
        "newest article",
        "last fetch",
    )
    rows = [
        (
            site.county_code,
            site.site_key,
            site.seen,
            site.fetched,
            site.loaded,
            site.pending,
            losses(site),
            site.newest_article_at,
            site.last_fetched_at,
        )
        for site in sites
    ]
    print_table(columns, rows)


def losses(site: ledger.SiteStatus) -> str:
    """The losses of a site with their reasons: `soft_404 1, challenge 2`."""
    reasons = [f"{reason} {count}" for reason, count in sorted(site.lost.items())]
    if site.lists_lost:
        reasons.append(f"list pages {site.lists_lost}")
    return ", ".join(reasons)


def _harmless_cells(row: Sequence[Any]) -> list[Any]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in map(safe_cell, row)]


def _shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
