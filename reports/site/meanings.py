"""What tables and columns mean: the comments of the database, English and Chinese."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from reports.site.section import Both

# The comparisons, and what they rest on.
_TABLES = """
select schema_name, table_name, comment
from (
    select schema_name, table_name, comment from duckdb_tables() where not temporary
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
)
where schema_name = 'mart' or (schema_name = 'core' and table_name in ('coverage', 'story', 'story_topic', 'town'))
order by schema_name desc, table_name
"""
_COLUMNS = """
select column_name, comment from duckdb_columns()
where schema_name = $1 and table_name = $2 order by column_index
"""


@dataclass(frozen=True)
class Meaning:
    """A table, what it says, and what each of its columns means."""

    name: str
    table: str
    text: Both
    columns: dict[str, Both]


def read_meanings(connection: DuckDBPyConnection) -> dict[str, Meaning]:
    """Every comparison, then what they rest on, by name, as the database explains them."""
    return {
        name: Meaning(
            name,
            f"{schema}.{name}",
            _both(comment),
            {column: _both(meaning) for column, meaning in connection.execute(_COLUMNS, [schema, name]).fetchall()},
        )
        for schema, name, comment in connection.execute(_TABLES).fetchall()
    }


def _both(comment: str) -> Both:
    """Comments are `English | 中文`."""
    english, _, chinese = comment.partition(" | ")
    return Both(chinese or english, english)
