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


def numbers(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("select n from core.number order by n").fetchall()


def test_tables_are_found_in_ctes_in_subqueries_and_under_quoted_names(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    header = "-- Early by name.\n-- column n: N\n"
    files = {
        "core/a.sql": header + 'select n from "core"."number"',
        "core/b.sql": header + "with number as (select * from core.a) select n from number",
        "core/c.sql": header + "select n from core.b where n in (select n from core.zz)",
        "core/zz.sql": header + "select 1 as n union all select n from core.number where n > 2",
        # a CTE named like a table of its own schema is no need of it
        "core/zzz.sql": header + "with a as (select 7 as n) select n from a",
    }
    order = list(run(connection, write(tmp_path, {**files, "core/number.sql": GOOD["core/number.sql"]})).tables)
    needs = [("number", "a"), ("a", "b"), ("b", "c"), ("zz", "c"), ("number", "zz")]
    late = [(first, then) for first, then in needs if order.index(f"core.{first}") > order.index(f"core.{then}")]
    assert late == []
    assert connection.execute("select n from core.c order by n").fetchall() == [(1,), (3,), (4,)]
    assert connection.execute("from core.zzz").fetchall() == [(7,)]


def test_a_circle_is_told_whole_in_one_sentence(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    circle = {
        f"core/{name}.sql": f"-- {name}.\n-- column n: N\nselect n from core.{need}"
        for name, need in {"a": "b", "b": "c", "c": "a"}.items()
    }
    with pytest.raises(SqlFileError, match="need each other, so none can be first") as refusal:
        run(connection, write(tmp_path, circle))
    assert [str(refusal.value).count(f"core/{name}.sql") >= 1 for name in "abc"] == [True, True, True]
    assert "\n" not in str(refusal.value)


def test_a_fault_while_running_names_the_file_and_the_line(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    text = "-- Bad.\n-- column n: N\nselect\n  n,\n  nothing as m\nfrom core.number"
    with pytest.raises(SqlFileError, match=r"core/bad\.sql, line 5: .*nothing") as refusal:
        run(connection, write(tmp_path, GOOD | {"core/bad.sql": text}))
    assert "\n" not in str(refusal.value)


def test_after_a_failure_the_old_tables_stand_with_their_rows(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    run(connection, write(tmp_path, GOOD))
    more = (
        GOOD["core/number.sql"]
        .replace("range(5)", "range(9)")
        .replace("select", "-- check none: from core.number\nselect")
    )
    (tmp_path / "marts" / "total.sql").unlink()
    with pytest.raises(SqlFileError, match=r"core/number\.sql, check none found 9 rows"):
        run(connection, write(tmp_path, {"core/number.sql": more}))
    assert numbers(connection) == [(0,), (1,), (2,), (3,), (4,)]
    assert connection.execute("from mart.total").fetchall() == [(10,)]
    run(connection, write(tmp_path, {"core/number.sql": GOOD["core/number.sql"].replace("range(5)", "range(2)")}))
    assert numbers(connection) == [(0,), (1,)]


def test_a_column_may_have_the_name_of_a_word_of_sql(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    run(
        connection,
        write(tmp_path, {"core/t.sql": '-- T.\n-- column order: Which it is, the city\'s\nselect 1 as "order"'}),
    )
    comments = connection.execute("select comment from duckdb_columns() where table_name = 't'").fetchall()
    assert comments == [("Which it is, the city's",)]


def test_a_file_of_another_encoding_is_named_and_a_byte_order_mark_does_no_harm(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    run(connection, write(tmp_path, {"core/number.sql": "\ufeff" + GOOD["core/number.sql"]}))
    assert len(numbers(connection)) == 5
    (tmp_path / "core" / "bad.sql").write_bytes("-- 乡镇\n-- column n: 数\nselect 1 as n".encode("gbk"))
    with pytest.raises(SqlFileError, match=r"core/bad\.sql is not UTF-8 text"):
        run(connection, tmp_path)


def test_a_folder_without_files_is_told(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(SqlFileError, match=r"has no \.sql files in core or marts"):
        run(connection, tmp_path)
