"""The published snapshot: complete, readable, and never in a reader's way."""

import hashlib
import json
import re
import resource
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.batches import county, read, story
from warehouse import transform
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.storage import is_readable_by_older
from warehouse.store import Warehouse

SQL = Path(__file__).parents[2] / "sql"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with Warehouse.open(folder / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "甲水镇：春茶开采正当时", date(2026, 5, 6)))
        read(warehouse)
        transform.run(warehouse.connection, SQL)
        publish(warehouse.connection, folder / "published")
    return folder


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)


def add_a_story(data: Path) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.merge(story(2, "乙山乡：河道清理见成效", date(2026, 5, 7)))
        read(warehouse)
        transform.run(warehouse.connection, SQL)
        publish(warehouse.connection, data / "published")


def publish_again(data: Path) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        publish(warehouse.connection, data / "published")


def manifest(data: Path) -> Any:
    return json.loads((data / "published" / "manifest.json").read_text("utf-8"))


def titles(snapshot: Path) -> int:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        return connection.execute("select count(*) from core.article").fetchall()[0][0]


def test_it_has_every_table_with_its_comments_and_parquet_beside_it(data: Path) -> None:
    snapshot = data / "published" / "county_news.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        uncommented = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name in ('core', 'mart') and comment is null"
        ).fetchall()
        assert uncommented == []
        for table in ("core.town", "core.article", "mart.site_losses"):
            parquet = data / "published" / manifest(data)["tables"][table]["parquet"]["file"]
            in_file, in_snapshot = (
                connection.execute(f"from {source} order by all").fetchall() for source in (f"'{parquet}'", table)
            )
            assert in_file == in_snapshot


def test_the_manifest_describes_it_by_its_hash(data: Path) -> None:
    described = manifest(data)
    snapshot = (data / "published" / "county_news.duckdb").read_bytes()
    assert described["snapshot"]["sha256"] == hashlib.sha256(snapshot).hexdigest()
    assert described["tables"]["core.article"]["rows"] == 1
    assert described["storage_version"] == "v1.0.0"


def test_a_reader_who_has_it_open_goes_on_while_a_new_one_comes(data: Path) -> None:
    snapshot = data / "published" / "county_news.duckdb"
    code = (
        "import sys, duckdb; connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for _ in sys.stdin: print(connection.execute('select count(*) from core.article').fetchall()[0][0], flush=True)"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(snapshot)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin
    assert reader.stdout

    def reads() -> str:
        reader.stdin.write("again\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    assert reads() == "1"
    add_a_story(data)
    assert reads() == "1"
    assert titles(snapshot) == 2
    reader.communicate()


OPENED = """
import os, sys
from pathlib import Path
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.store import Warehouse
data = Path(sys.argv[1])
connection = Warehouse.open(data / 'warehouse.duckdb').connection
"""


def test_a_full_disk_leaves_the_snapshot_before_it(data: Path) -> None:
    code = OPENED + ("try: publish(connection, data / 'published')\nexcept WarehouseError as error: print(error)")
    full = subprocess.run(
        [sys.executable, "-c", code, str(data)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert re.search("the one before it stays: .*(File too large|write|disk)", full.stdout)
    assert titles(data / "published" / "county_news.duckdb") == 1
    add_a_story(data)
    assert titles(data / "published" / "county_news.duckdb") == 2


def described_truly(folder: Path) -> bool:
    """Whether the manifest fits the snapshot and every Parquet file, by hash and by rows."""
    described = manifest(folder.parent)
    tables = described["tables"].values()
    files = [described["snapshot"], *(table["parquet"] for table in tables if "parquet" in table)]
    with duckdb.connect(str(folder / "county_news.duckdb"), read_only=True) as connection:
        rows = {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in described["tables"]
        }
    return rows == {name: table["rows"] for name, table in described["tables"].items()} and all(
        hashlib.sha256((folder / file["file"]).read_bytes()).hexdigest() == file["sha256"]
        and (folder / file["file"]).stat().st_size == file["bytes"]
        for file in files
    )


def test_every_table_has_as_many_rows_as_the_warehouse(data: Path) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        published = publish(warehouse.connection, data / "published")
        rows = {
            table: warehouse.connection.execute(f"select count(*) from {table}").fetchall()[0][0]
            for table in published.tables
        }
        there = warehouse.connection.execute(
            "select count(*) from information_schema.tables where table_catalog = current_database()"
            " and table_type in ('BASE TABLE', 'VIEW') and table_schema in ('raw', 'core', 'mart')"
        ).fetchall()[0][0]
    assert published.tables == rows
    assert len(rows) == there
    assert (rows["raw.town"], rows["core.town"]) == (3, 3)
    assert described_truly(data / "published")


def test_duckdb_of_an_older_release_can_read_its_storage(data: Path) -> None:
    assert storage_version(data / "published" / "county_news.duckdb") in ("v1.0.0+", "v1.1.0+")


def storage_version(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
        ).fetchall()[0][0]


def parquet_files(data: Path) -> set[Path]:
    tables = manifest(data)["tables"].values()
    return {data / "published" / table["parquet"]["file"] for table in tables if "parquet" in table}


def test_parquet_files_stay_for_one_publication_more_and_then_go(data: Path) -> None:
    first = parquet_files(data)
    add_a_story(data)
    second = parquet_files(data)
    assert all(file.exists() for file in first | second)
    assert not first & second
    publish_again(data)
    assert not any(file.exists() for file in first)
    assert all(file.exists() for file in second)


def test_a_warehouse_with_unfinished_writing_is_not_copied(data: Path) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        other = warehouse.connection.cursor()
        other.begin()
        other.execute("update raw.county set county_name = '另一县'")
        with pytest.raises(WarehouseError, match="cannot be copied while something is being written"):
            publish(warehouse.connection, data / "published")
        other.close()
    assert described_truly(data / "published")


def test_the_writers_lock_outlives_the_copying(data: Path) -> None:
    code = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        publish(warehouse.connection, data / "published")
        other = subprocess.run(
            [sys.executable, "-c", code, str(data / "warehouse.duckdb")], capture_output=True, text=True
        )
    assert "Could not set lock" in other.stderr


def test_a_warehouse_in_a_newer_storage_is_rewritten_for_older_releases(data: Path) -> None:
    newer = data / "newer.duckdb"
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.connection.execute(f"attach '{newer}' as newer (storage_version 'v1.5.0')")
        warehouse.connection.execute("copy from database warehouse to newer")
        warehouse.connection.execute("detach newer")
    newer.replace(data / "warehouse.duckdb")
    publish_again(data)
    assert described_truly(data / "published")
    assert storage_version(data / "published" / "county_news.duckdb") in ("v1.0.0+", "v1.1.0+")
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        assert not is_readable_by_older(warehouse.connection)
        warehouse.compact()
        assert is_readable_by_older(warehouse.connection)
        assert warehouse.connection.execute("select count(*) from core.article").fetchall() == [(1,)]


def test_a_warehouse_that_is_mostly_free_is_made_smaller_and_stays_the_same(data: Path) -> None:
    path = data / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        before = warehouse.connection.execute("from core.article").fetchall()
        warehouse.connection.execute("create table raw.bulk as select uuid()::varchar as text from range(1000000)")
        warehouse.connection.execute("create table raw.last as select 1 as one")
        warehouse.connection.execute("checkpoint")
        warehouse.connection.execute("drop table raw.bulk")
        warehouse.connection.execute("checkpoint")
        size = path.stat().st_size
        warehouse.compact()
        assert path.stat().st_size < size / 2
        warehouse.connection.execute("drop table raw.last")
        assert warehouse.connection.execute("from core.article").fetchall() == before
        warehouse.merge(story(3, "丙桥街道：文明实践进社区", date(2026, 5, 8)))
    publish_again(data)
    assert described_truly(data / "published")


def test_nothing_else_lies_in_the_folder(data: Path) -> None:
    assert sorted(file.name for file in (data / "published").iterdir()) == [
        "county_news.duckdb",
        "manifest.json",
        "parquet",
    ]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_publication_that_is_cut_off_leaves_a_whole_snapshot_and_the_next_one_mends_the_rest(
    data: Path, step: int
) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.merge(story(2, "乙山乡：河道清理见成效", date(2026, 5, 7)))
        read(warehouse)
        transform.run(warehouse.connection, SQL)
    code = OPENED + (
        "left = int(sys.argv[2])\n"
        "def cut_off(real):\n"
        "    def moved(*paths):\n"
        "        global left\n"
        "        left -= 1\n"
        "        return real(*paths) if left else os._exit(9)\n"
        "    return moved\n"
        "Path.replace, Path.rename = cut_off(Path.replace), cut_off(Path.rename)\n"
        "publish(connection, data / 'published')"
    )
    assert subprocess.run([sys.executable, "-c", code, str(data), str(step)], check=False).returncode == 9
    snapshot = data / "published" / "county_news.duckdb"
    assert titles(snapshot) == (2 if step == 3 else 1)
    publish_again(data)
    assert titles(snapshot) == 2
    assert described_truly(data / "published")
    assert len(list((data / "published" / "parquet").iterdir())) == 2
    assert sorted(file.name for file in (data / "published").iterdir()) == [
        "county_news.duckdb",
        "manifest.json",
        "parquet",
    ]
