"""The layout: everything says what it is, another layout is refused, and nothing is left half made."""

import re
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import MOMENT, county, story, watermark
from warehouse import transform
from warehouse.errors import WarehouseError
from warehouse.rows import Batch, FetchRow
from warehouse.store import SCHEMA_VERSION, Warehouse

SQL = Path(__file__).parents[2] / "sql"
LAYOUT_4 = ("extractor", "template", "links")  # columns of raw.fetch that came with it


def test_every_table_view_column_and_macro_says_what_it_is_in_both_languages(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        transform.run(warehouse.connection, SQL)
        asks = warehouse.connection.execute
        things = asks(
            "select schema_name, table_name, comment from duckdb_tables() where not temporary union all"
            " select schema_name, view_name, comment from duckdb_views() where not internal union all"
            " select schema_name, function_name, comment from duckdb_functions()"
            " where function_type = 'table_macro' and not internal"
        ).fetchall()
        columns = asks(
            "select schema_name, table_name || '.' || column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert {schema for schema, _, _ in things} == {"raw", "core", "mart", "main"}
    assert len(columns) > 500
    assert [row for row in (*things, *columns) if not is_in_both_languages(row[2])] == []


def is_in_both_languages(comment: str | None) -> bool:
    """Whether it reads "English | 中文", in each line (a macro's has one for each blank and each column)."""
    return bool(comment) and all(
        re.fullmatch(r"[^|]*[A-Za-z]{2}[^|]* \| [^|]*[\u4e00-\u9fff][^|]*", line) for line in str(comment).splitlines()
    )


def test_a_warehouse_of_a_later_layout_is_refused_in_one_sentence_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.merge(county())
        warehouse.connection.execute(f"insert into raw.schema_version values ({SCHEMA_VERSION + 1}, now()::timestamp)")
    told = f"has layout {SCHEMA_VERSION + 1}, this county-news knows layouts up to {SCHEMA_VERSION}; use the county"
    with pytest.raises(WarehouseError, match=told) as refusal:
        Warehouse.open(path)
    assert "\n" not in str(refusal.value)
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("select count(*) from raw.town").fetchall() == [(3,)]


def test_a_warehouse_of_the_first_layout_moves_up_and_keeps_what_is_not_in_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 5, 6), authors=("秦小满",)))
        warehouse.merge(watermark(100))
        warehouse.forget("秦小满")
        for column in ("etag", "last_modified", "body_digest", "closed_until"):
            warehouse.connection.execute(f"alter table raw.fetch drop column {column}")
        for column in LAYOUT_4:
            warehouse.connection.execute(f"alter table raw.fetch drop column {column}")
        warehouse.connection.execute("alter table raw.forgotten drop column name_length")
        warehouse.connection.execute("drop table raw.column_coverage")
        warehouse.connection.execute("update raw.schema_version set version = 1")
    with Warehouse.open(path) as warehouse:
        assert warehouse.watermark("gov/2026-05.warc.gz") == 0, "the archive is read anew"
        asks = warehouse.connection.execute
        assert asks("select max(version) from raw.schema_version").fetchall() == [(SCHEMA_VERSION,)]
        assert asks("select count(*) from raw.forgotten").fetchall() == [(1,)]
        columns = "select column_name, comment from duckdb_columns() where schema_name = 'raw' and comment is null"
        assert asks(columns).fetchall() == []
        warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 5, 6), authors=("秦小满",)))
        assert asks("select name from raw.person").fetchall() == [(None,)]


def test_a_warehouse_of_the_second_layout_keeps_its_rows_and_loses_the_keys_of_what_is_only_added(
    tmp_path: Path,
) -> None:
    path = tmp_path / "warehouse.duckdb"
    batch = story(1, "甲水镇：春茶开采", date(2026, 5, 6), authors=("秦小满", "陈禾"))
    asked = FetchRow("gov/2026-05.warc.gz", 0, batch.articles[0].url, "gov", "610000", "article", MOMENT)
    with Warehouse.open(path) as warehouse:
        asks = warehouse.connection.execute
        warehouse.merge(batch)
        warehouse.merge(Batch(fetches=(asked,)))
        for table, key in (
            ("fetch", "archive_file, archive_offset"),
            ("person", "article_id, version, role, position"),
        ):
            asks(f"alter table raw.{table} add primary key ({key})").fetchall()
        for column in LAYOUT_4:
            asks(f"alter table raw.fetch drop column {column}").fetchall()
        asks("alter table raw.forgotten drop column name_length").fetchall()
        asks("update raw.schema_version set version = 2").fetchall()
    with Warehouse.open(path) as warehouse:
        asks = warehouse.connection.execute
        assert asks("select name from raw.person order by position").fetchall() == [("秦小满",), ("陈禾",)]
        assert asks("select url from raw.fetch").fetchall() == [(asked.url,)]
        keyed = "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY' order by all"
        assert {"fetch", "person"}.isdisjoint(name for (name,) in asks(keyed).fetchall())
        nullable = "select count(*) from duckdb_columns() where table_name = 'fetch' and not is_nullable"
        assert asks(nullable).fetchall() == [(8,)]
        assert asks("select count(*) from duckdb_tables() where comment is null").fetchall() == [(0,)]
        warehouse.merge(batch)
        warehouse.merge(Batch(fetches=(asked, asked)))
        assert asks("select count(*) from raw.person").fetchall() == [(2,)]
        assert asks("select count(*) from raw.fetch").fetchall() == [(1,)]


def test_a_warehouse_of_the_third_layout_keeps_its_answers_and_does_not_know_how_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    asked = FetchRow("gov/2026-05.warc.gz", 0, "http://www.jia.gov.cn/1.html", "gov", "610000", "article", MOMENT)
    with Warehouse.open(path) as warehouse:
        warehouse.merge(Batch(fetches=(asked,)))
        for column in LAYOUT_4:
            warehouse.connection.execute(f"alter table raw.fetch drop column {column}")
        warehouse.connection.execute("drop table raw.watch")
        warehouse.connection.execute("update raw.schema_version set version = 3")
    with Warehouse.open(path) as warehouse:
        asks = warehouse.connection.execute
        assert asks("select url, extractor, template, links from raw.fetch").fetchall() == [
            (asked.url, None, None, None)
        ]
        assert asks("from raw.watch").fetchall() == []
        uncommented = "select count(*) from duckdb_columns() where schema_name = 'raw' and comment is null"
        assert asks(uncommented).fetchall() == [(0,)]


def test_rows_that_a_killed_process_was_bringing_in_are_not_left_lying_about(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    Warehouse.open(path).close()
    left = tmp_path / "warehouse.duckdb.rows-k1ll3d"
    left.write_text("[]")
    with Warehouse.open(path) as warehouse:
        warehouse.merge(county())
    assert not left.exists()
    assert not list(tmp_path.glob("*.rows-*"))


def created_in_a_process(path: Path, before: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    code = (
        f"import os, sys, pathlib\n{before}\n"
        "from warehouse.errors import WarehouseError\nfrom warehouse.store import Warehouse\n"
        "try: Warehouse.open(sys.argv[1]).close()\nexcept WarehouseError as error: print(error)"
    )
    return subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, **options)  # type: ignore[call-overload]


def test_a_creation_that_is_cut_off_leaves_no_warehouse_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    cut = created_in_a_process(path, "pathlib.Path.replace = lambda *_: os._exit(9)")
    assert cut.returncode == 9
    assert not path.exists()
    with Warehouse.open(path) as warehouse:
        warehouse.merge(county())
        assert warehouse.connection.execute("select version from raw.schema_version").fetchall() == [(SCHEMA_VERSION,)]
    left = {re.sub(r"^warehouse\.duckdb", "", file.name) for file in tmp_path.iterdir()}
    assert left == {"", ".lock", ".key", ".forgotten"}


def test_a_disk_too_full_for_a_new_warehouse_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    full = created_in_a_process(
        path, check=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    )
    assert full.stdout.startswith(str(path))
    assert full.stdout.count("\n") == 1
    assert full.stderr == ""
    assert {file.name for file in tmp_path.iterdir()} <= {"warehouse.duckdb.lock"}


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb cannot be opened for writing: "):
        Warehouse.open(tmp_path / "data" / "warehouse.duckdb")
