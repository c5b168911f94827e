"""What tables and columns mean: the comments of the database, in Chinese and English."""

from typing import NamedTuple

from duckdb import DuckDBPyConnection


class Both(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def read_meanings(connection: DuckDBPyConnection) -> dict[str, Both]:
    """The meaning of every table and view (mart.reprints), each followed by its columns (mart.reprints.stories)."""
    found = connection.execute(
        """
        select schema_name, table_name, 0 as place, null as column_name, comment
        from duckdb_tables()
        where not temporary
        union all
        select schema_name, view_name, 0, null, comment from duckdb_views() where not internal
        union all
        select schema_name, table_name, column_index, column_name, comment from duckdb_columns() where not internal
        order by schema_name, table_name, place
        """
    ).fetchall()
    return {
        ".".join(filter(None, (schema, table, column))): _both(comment)
        for schema, table, _, column, comment in found
        if comment
    }


def _both(comment: str) -> Both:
    """Comments are `English | 中文`."""
    english, _, chinese = comment.partition(" | ")
    return Both(chinese.strip() or english.strip(), english.strip())
