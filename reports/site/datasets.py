"""The rows that the pages of a county show: one file in queries/ each, read from the published snapshot."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports.links import web_address

_QUERIES = Path(__file__).with_name("queries")
# The name of a period in addresses and on pages: 2026, 2026-Q3, 2026-04, all.
_PERIOD_KEY = """create or replace temp macro period_key(kind, start) as case kind
    when 'month' then strftime(start, '%Y-%m')
    when 'quarter' then year(start) || '-Q' || quarter(start)
    when 'year' then year(start)::varchar
    else 'all'
end"""
_DECIMALS = 4


@dataclass(frozen=True)
class Dataset:
    """Rows with the names of their columns."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def of(self, column: str, value: object) -> "Dataset":
        """The rows with that value in a column."""
        number = self.columns.index(column)
        return Dataset(self.columns, [row for row in self.rows if row[number] == value])

    def values(self, column: str) -> list[Any]:
        """The values of a column, in the order of the rows."""
        number = self.columns.index(column)
        return [row[number] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """Each row by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def read_dataset(connection: DuckDBPyConnection, name: str, county_code: str | None = None) -> Dataset:
    """The rows of queries/<name>.sql, for one county where it asks for one.

    Numbers are rounded to four decimals, and what is no address of the web is left out of `url`.
    """
    connection.execute(_PERIOD_KEY)
    sql = (_QUERIES / f"{name}.sql").read_text("utf-8")
    found = connection.execute(sql, {"county_code": county_code} if county_code else None)
    columns = tuple(column[0] for column in found.description or [])
    clean = [_cleaner(column) for column in columns]
    return Dataset(columns, [tuple(f(value) for f, value in zip(clean, row, strict=True)) for row in found.fetchall()])


def _cleaner(column: str) -> Callable[[Any], Any]:
    cleaners: dict[str, Callable[[Any], Any]] = {"url": web_address, "copies": _linked}
    return cleaners.get(column, _rounded)


def _rounded(value: Any) -> Any:  # noqa: ANN401 (a value of any column)
    return round(value, _DECIMALS) if isinstance(value, float) else value


def _linked(copies: list[list[str | None]] | None) -> list[list[str | None]]:
    """The other publications of a story: site, address, day."""
    return [[site, web_address(url), day] for site, url, day in copies or ()]
