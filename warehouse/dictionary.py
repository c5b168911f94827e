"""The page `docs/dictionary.md`: all tables, views, columns and macros with their comments, as the database has them.

python -m warehouse.dictionary > docs/dictionary.md
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import transform
from warehouse.models import TABLE_SCHEMAS

_SCHEMAS = ("raw", *TABLE_SCHEMAS)
_HERE = Path(__file__).parent
_BEGINNING = """# Dictionary

What the database says of itself: every table, view, column and macro, in English and Chinese. Made by `make dictionary`
from the comments in `warehouse/schema.sql` and in the headers of `sql/`; change it there.
数据字典：由数据库内的注释自动生成（`make dictionary`），请在原处修改。
"""
_ABOUT = {
    "raw": "## raw: what was read | 读到的原始数据",
    "core": "## core: what it means | 整理后的数据",
    "mart": "## mart: the comparisons | 各地比较",
}
_MACROS = "## Macros: questions with blanks | 宏：填空即可查询"


def dictionary(sql_folder: Path) -> str:
    """The whole page, in Markdown, from an empty warehouse made of the files as they are."""
    with duckdb.connect() as connection:
        connection.execute((_HERE / "schema.sql").read_text("utf-8")).fetchall()
        transform.run(connection, sql_folder)
        sections = [_BEGINNING]
        for schema in _SCHEMAS:
            sections += [_ABOUT[schema] + "\n", *_things(connection, schema)]
        sections += [_MACROS + "\n", *_macros(connection)]
    return "\n".join(sections)


def _things(connection: DuckDBPyConnection, schema: str) -> Iterator[str]:
    """Each table and view of the schema: its name, its meaning, a table of its columns."""
    found = connection.execute(
        "select table_name, comment from duckdb_tables() where schema_name = $1 and not temporary"
        " union all select view_name, comment from duckdb_views() where schema_name = $1 and not internal order by all",
        [schema],
    ).fetchall()
    for name, comment in found:
        columns = connection.execute(
            "select column_name, lower(data_type), comment from duckdb_columns()"
            " where schema_name = $1 and table_name = $2 order by column_index",
            [schema, name],
        ).fetchall()
        rows = [f"| `{column}` | {kind} | {' | '.join(_both(meaning))} |" for column, kind, meaning in columns]
        yield _section(f"{schema}.{name}", comment, "| column | type | meaning | 中文 |", rows)


def _macros(connection: DuckDBPyConnection) -> Iterator[str]:
    """Each macro; its comment has a line for each blank and each column after the first, which is its meaning."""
    found = connection.execute(
        "select function_name, parameters, comment from duckdb_functions()"
        " where function_type = 'table_macro' and not internal order by function_name"
    ).fetchall()
    for name, parameters, comment in found:
        meaning, *lines = comment.splitlines()
        rows = []
        for number, line in enumerate(lines):
            entry, text = line.split(": ", 1) if ":=" not in line else _default_apart(line)
            kind = "blank 填空" if number < len(parameters) else "column 列"
            rows.append(f"| `{entry}` | {kind} | {' | '.join(_both(text))} |")
        title = f"{name}({', '.join(line.split(':')[0].strip() for line in lines[: len(parameters)])})"
        yield _section(title, meaning, "| name | what | meaning | 中文 |", rows)


def _default_apart(line: str) -> tuple[str, str]:
    """`county := null: Only there` in its two halves: the first colon belongs to the sign `:=`."""
    name, rest = line.split(" := ", 1)
    default, text = rest.split(": ", 1)
    return f"{name} := {default}", text


def _section(title: str, comment: str, head: str, rows: list[str]) -> str:
    english, chinese = _both(comment)
    return "\n".join([f"### {title}", "", english, "", chinese, "", head, "|---|---|---|---|", *rows, ""])


def _both(comment: str) -> tuple[str, str]:
    """English and Chinese of a comment. Raises ValueError for one that lacks either."""
    english, chinese = comment.split(" | ")
    return english.strip(), chinese.strip()


if __name__ == "__main__":
    print(dictionary(_HERE.parent / "sql"), end="")
