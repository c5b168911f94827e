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

import duckdb
import pytest

from tests.warehouse.batches import county, read, story
from warehouse import transform
from warehouse.publish import publish
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
        parquet = data / "published" / "parquet" / "mart.town_ranking.parquet"
        assert (
            connection.execute(f"from '{parquet}'").fetchall()
            == connection.execute("from mart.town_ranking").fetchall()
        )


def test_the_manifest_describes_it_by_its_hash(data: Path) -> None:
    manifest = json.loads((data / "published" / "manifest.json").read_text("utf-8"))
    snapshot = (data / "published" / "county_news.duckdb").read_bytes()
    assert manifest["snapshot"]["sha256"] == hashlib.sha256(snapshot).hexdigest()
    assert manifest["tables"]["core.article"]["rows"] == 1
    assert manifest["storage_version"] == "v1.1.0"


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


def test_a_full_disk_leaves_the_snapshot_before_it(data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse.publish import publish\n"
        "from warehouse.errors import WarehouseError\n"
        "try: publish(Path(sys.argv[1]) / 'warehouse.duckdb', Path(sys.argv[1]) / 'published')\n"
        "except WarehouseError as error: print(error)"
    )
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
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    tables = manifest["tables"].values()
    files = [manifest["snapshot"], *(table["parquet"] for table in tables if "parquet" in table)]
    with duckdb.connect(str(folder / "county_news.duckdb"), read_only=True) as connection:
        rows = {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in manifest["tables"]
        }
    return rows == {name: table["rows"] for name, table in manifest["tables"].items()} and all(
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
            "select count(*) from duckdb_tables() where database_name = current_database() and not temporary"
        ).fetchall()[0][0]
    assert published.tables == rows
    assert len(rows) == there
    assert (rows["raw.town"], rows["mart.town_ranking"]) == (3, 3)
    assert described_truly(data / "published")


def test_duckdb_of_an_older_release_can_read_its_storage(data: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{data / 'published' / 'county_news.duckdb'}' as snapshot (read_only)")
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'snapshot'").fetchall()
    assert "v1.1" in str(tags) or "v1.0" in str(tags)


def test_nothing_else_lies_in_the_folder(data: Path) -> None:
    assert sorted(file.name for file in (data / "published").iterdir()) == [
        "county_news.duckdb",
        "manifest.json",
        "parquet",
    ]


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_publication_that_is_cut_off_leaves_a_whole_snapshot_and_the_next_one_mends_the_rest(
    data: Path, step: int
) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.merge(story(2, "乙山乡：河道清理见成效", date(2026, 5, 7)))
        read(warehouse)
        transform.run(warehouse.connection, SQL)
    code = (
        "import os, sys; from pathlib import Path; from warehouse.publish import publish\n"
        "left = int(sys.argv[2])\n"
        "def cut_off(real):\n"
        "    def moved(*paths):\n"
        "        global left\n"
        "        left -= 1\n"
        "        return real(*paths) if left else os._exit(9)\n"
        "    return moved\n"
        "Path.replace, Path.rename = cut_off(Path.replace), cut_off(Path.rename)\n"
        "publish(Path(sys.argv[1]) / 'warehouse.duckdb', Path(sys.argv[1]) / 'published')"
    )
    assert subprocess.run([sys.executable, "-c", code, str(data), str(step)], check=False).returncode == 9
    snapshot = data / "published" / "county_news.duckdb"
    assert titles(snapshot) == (1 if step == 1 else 2)
    publish(data / "warehouse.duckdb", data / "published")
    assert titles(snapshot) == 2
    assert described_truly(data / "published")
    assert sorted(file.name for file in (data / "published").iterdir()) == [
        "county_news.duckdb",
        "manifest.json",
        "parquet",
    ]
