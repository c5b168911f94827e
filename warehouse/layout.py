"""The tables of `raw` that runs write, as schema.sql lays them out: the lake has the same ones."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb

# Tables that are made from the archive alone, and can be made again from it.
PROJECTED = ("link", "fetch", "article", "person", "column_coverage", "archive_file")
WRITTEN_BY_RUNS = ("county", "town", "site", "watch", "run", *PROJECTED, "forgotten")
# What no row of these is there twice by; merging sees to it.
_KEYS_WITHOUT_INDEX = {
    "fetch": ("archive_file", "archive_offset"),
    "watch": ("county_code", "site_key", "column_name"),
    "person": ("article_id", "version", "role", "position"),
}


@dataclass(frozen=True)
class Column:
    """A column: its name, DuckDB's type of it, whether it may be null, what it means."""

    name: str
    type: str
    is_nullable: bool
    comment: str

    @property
    def definition(self) -> str:
        """The column in a CREATE TABLE."""
        return f'"{self.name}" {self.type}{"" if self.is_nullable else " not null"}'


@dataclass(frozen=True)
class Table:
    """A table of `raw`; no two of its rows have the same values in the columns of the key."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@cache
def tables_of_runs() -> dict[str, Table]:
    """The tables that runs write, by their names."""
    with duckdb.connect() as connection:
        connection.execute(resources.files("warehouse").joinpath("schema.sql").read_text("utf-8")).fetchall()
        keys = dict(
            connection.execute(
                "select table_name, constraint_column_names from duckdb_constraints()"
                " where schema_name = 'raw' and constraint_type = 'PRIMARY KEY' order by all"
            ).fetchall()
        )
        comments = dict(
            connection.execute("select table_name, comment from duckdb_tables() where schema_name = 'raw'").fetchall()
        )
        columns: dict[str, list[Column]] = {}
        for table, *column in connection.execute(
            "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where schema_name = 'raw' order by table_name, column_index"
        ).fetchall():
            columns.setdefault(table, []).append(Column(*column))
    return {
        name: Table(name, comments[name], tuple(columns[name]), tuple(keys.get(name) or _KEYS_WITHOUT_INDEX[name]))
        for name in WRITTEN_BY_RUNS
    }
