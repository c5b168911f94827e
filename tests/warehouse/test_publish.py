"""The published snapshot: complete, readable, and never in a reader's way."""

import hashlib
import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import county, story
from warehouse import transform
from warehouse.publish import publish
from warehouse.store import Warehouse

SQL = Path(__file__).parents[2] / "sql"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "甲水镇：春茶开采正当时", date(2026, 5, 6), "甲水镇"))
        transform.run(warehouse.connection, SQL)
        publish(warehouse.connection, tmp_path / "published")
    return tmp_path


def add_a_story(data: Path) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.merge(story(2, "乙山乡：河道清理见成效", date(2026, 5, 7), "乙山乡"))
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
    assert "the one before it stays" in full.stdout
    assert titles(data / "published" / "county_news.duckdb") == 1
    add_a_story(data)
    assert titles(data / "published" / "county_news.duckdb") == 2
