"""The runner of plain SQL files: order, comments, checks, and that a failure leaves everything as it was."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import SqlFileError
from warehouse.transform import run

GOOD = {
    "core/number.sql": "-- Numbers.\n-- column n: A number\nselect range as n from range(5)",
    "marts/total.sql": "-- Their sum.\n-- column total: Sum\nwith chosen as (select * from core.number)\nselect sum(n) as total from chosen",
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_files_run_in_the_order_in_which_they_need_each_other(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    early = {"core/aaa.sql": "-- First by name, last by need.\n-- column m: Most\nselect max(n) as m from core.number"}
    made = run(connection, write(tmp_path, GOOD | early))
    assert list(made.tables).index("core.number") < list(made.tables).index("core.aaa")
    assert connection.execute("from mart.total").fetchall() == [(10,)]
    comments = connection.execute("select comment from duckdb_columns() where table_name = 'total'").fetchall()
    assert comments == [("Sum",)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("core/bad.sql", "-- Bad.\n-- column n: A number\nselect\n  1 as n,,\n", r"core/bad\.sql, line 4"),
        ("core/bad.sql", "-- Bad.\nselect 1 as n", r"core/bad\.sql: the header does not explain n"),
        (
            "core/bad.sql",
            "-- Bad.\n-- column n: N\n-- column m: M\nselect 1 as n",
            r"explains m, which the table has not",
        ),
        ("core/bad.sql", "select 1 as n", r"core/bad\.sql has no comment"),
        ("core/bad.sql", "-- Bad.\ndelete from core.number", r"core/bad\.sql: the file must be one SELECT"),
        ("core/bad.sql", "-- Bad.\n-- column n: N\nselect n from core.nowhere", r"core/bad\.sql reads core\.nowhere"),
        (
            "core/number.sql",
            "-- N.\n-- column n: N\nselect total as n from mart.total",
            r"need each other.*core/number\.sql",
        ),
        (
            "core/bad.sql",
            "-- Bad.\n-- column n: N\n-- check none_over_two: select n from core.bad\n--   where n > 2\nselect n from core.number",
            r"core/bad\.sql, check none_over_two found 2 rows.*n=3; n=4",
        ),
    ],
)
def test_a_mistake_is_named_and_everything_stays_as_it_was(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, text: str, told: str
) -> None:
    run(connection, write(tmp_path, GOOD))
    before = connection.execute("select table_name, estimated_size from duckdb_tables() order by all").fetchall()
    with pytest.raises(SqlFileError, match=told):
        run(connection, write(tmp_path, {"marts/new.sql": "-- New.\n-- column x: X\nselect 1 as x", name: text}))
    after = connection.execute("select table_name, estimated_size from duckdb_tables() order by all").fetchall()
    assert after == before


def test_a_table_whose_file_is_gone_goes_too(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    run(connection, write(tmp_path, GOOD))
    (tmp_path / "marts" / "total.sql").unlink()
    run(connection, tmp_path)
    assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("number",)]
