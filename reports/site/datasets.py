"""The rows that the pages show: one file in queries/ each, read from the published snapshot county after county."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports.links import web_address

_QUERIES = Path(__file__).with_name("queries")
_COUNTY = "county_code"
# The name of a period in addresses and on pages: 2026, 2026-Q3, 2026-04, all.
_PERIOD_KEY = """create or replace temp macro period_key(kind, start) as case kind
    when 'month' then strftime(start, '%Y-%m')
    when 'quarter' then year(start) || '-Q' || quarter(start)
    when 'year' then year(start)::varchar
    else 'all'
end"""
_INEXACT = ("DOUBLE", "FLOAT")
_DECIMALS = 4
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Dataset:
    """Rows by the names of their columns: column after column, which is packed half as large as row after row."""

    columns: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def of(self, column: str, value: object) -> "Dataset":
        """The rows with that value in a column."""
        return self._at([number for number, found in enumerate(self.columns[column]) if found == value])

    def first(self, count: int) -> "Dataset":
        """So many rows, from the first on."""
        return self._at(range(min(count, len(self))))

    def values(self, column: str) -> list[Any]:
        """The values of a column, in the order of the rows."""
        return self.columns[column]

    def records(self) -> list[dict[str, Any]]:
        """Each row by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]

    def _at(self, numbers: Sequence[int]) -> "Dataset":
        return Dataset({column: [values[number] for number in numbers] for column, values in self.columns.items()})


class CountyRows:
    """The rows of queries/<name>.sql for one county after another, in the order of their codes.

    All counties are one query, whatever their number; only the rows of one are held.
    """

    def __init__(self, connection: DuckDBPyConnection, name: str, counties: Sequence[str]) -> None:
        cursor = _prepared(connection.cursor())
        found = cursor.execute(query(name), {"counties": counties})
        self._kinds = {column: str(kind) for column, kind, *_ in found.description or []}
        place = list(self._kinds).index(_COUNTY)
        self._counties = groupby(_rows(found), key=lambda row: row[place])
        self._next = next(self._counties, None)

    def of(self, county: str) -> Dataset:
        """The rows of the next county, without its code; none if there are none. Counties must be asked in order."""
        rows: list[tuple[Any, ...]] = []
        if self._next and self._next[0] == county:
            rows = list(self._next[1])
            self._next = next(self._counties, None)
        columns = zip(*rows, strict=True) if rows else ([] for _ in self._kinds)
        named = zip(self._kinds.items(), columns, strict=True)
        return Dataset({name: _clean(name, kind, values) for (name, kind), values in named if name != _COUNTY})


def read_counties(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The records of queries/counties.sql: every county of which a site is known, in the order of their codes."""
    found = connection.execute(query("counties"))
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def digests(connection: DuckDBPyConnection, sql: str, counties: Sequence[str]) -> dict[str, str]:
    """For each county a number that changes with its rows of a query, as the pages show them.

    Sums of which only the last digits differ from run to run, as those of parallel threads do, are the same here.
    """
    _prepared(connection)
    asked = {"counties": counties}
    description = connection.execute(f"from ({sql}) limit 0", asked).description or []
    shown = (
        f'round("{column}", {_DECIMALS})' if str(kind) in _INEXACT else f'"{column}"'
        for column, kind, *_ in description
    )
    # Added, not combined by xor, of which two equal rows would leave nothing.
    found = connection.execute(
        f"select {_COUNTY}, sum(hash({', '.join(shown)}))::varchar from ({sql}) group by all",  # noqa: S608
        asked,
    )
    return dict(found.fetchall())


def _prepared(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    return connection.execute(_PERIOD_KEY)


@cache
def query(name: str) -> str:
    """The SQL of queries/<name>.sql."""
    return (_QUERIES / f"{name}.sql").read_text("utf-8")


def _rows(found: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while some := found.fetchmany(_ROWS_AT_ONCE):
        yield from some


def _clean(name: str, kind: str, values: Sequence[Any]) -> list[Any]:
    """Numbers are rounded to four decimals, and what is no address of the web is left out of `url`."""
    if kind in _INEXACT:
        return [None if value is None else round(value, _DECIMALS) for value in values]
    cleaners: dict[str, Callable[[Any], Any]] = {"url": web_address, "copies": _linked}
    return [cleaners[name](value) for value in values] if name in cleaners else list(values)


def _linked(copies: list[list[str | None]] | None) -> list[list[str | None]]:
    """The other publications of a story: site, address, day."""
    return [[site, web_address(url), day] for site, url, day in copies or ()]
