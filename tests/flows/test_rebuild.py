"""The warehouse is lost or damaged: one sentence says what to do, and one command makes it anew, row for row."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.flows.demo_line import run
from tests.flows.rich_county import FORGOTTEN, Tables, make, tables
from tests.flows.small_county import says_one_sentence

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(folder)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy" / "data"


@pytest.fixture(scope="module")
def before(made: Path) -> Tables:
    return tables(made / "data" / "warehouse.duckdb")


def types(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        env=os.environ
        | {"COUNTY_NEWS_DATA": str(data), "COUNTY_NEWS_COUNTIES": str(data.parent / "counties"), "PYTHONUTF8": "1"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def is_row_for_row(data: Path, before: Tables, *without: str) -> None:
    found = tables(data / "warehouse.duckdb")
    for table, rows in before.items():
        if table not in without:
            assert found[table] == rows, table


def test_a_lost_warehouse_is_made_anew_row_for_row(data: Path, before: Tables) -> None:
    (data / "warehouse.duckdb").unlink()
    (data / "warehouse.duckdb.wal").write_bytes(b"left of the file that is gone")
    assert types(data, "reextract").returncode == 0
    is_row_for_row(data, before)
    assert types(data, "verify").returncode == 0


def test_without_any_snapshot_only_the_list_of_runs_is_lost(data: Path, before: Tables) -> None:
    (data / "warehouse.duckdb").unlink()
    shutil.rmtree(data / "published")
    assert types(data, "reextract").returncode == 0
    is_row_for_row(data, before, "run")
    assert FORGOTTEN not in str(tables(data / "warehouse.duckdb")), (
        "the list beside the warehouse knows who is forgotten"
    )


def test_without_the_list_beside_it_the_snapshot_knows_who_is_forgotten(data: Path, before: Tables) -> None:
    (data / "warehouse.duckdb").unlink()
    (data / "warehouse.duckdb.forgotten").unlink()
    assert types(data, "reextract").returncode == 0
    is_row_for_row(data, before)
    assert (data / "warehouse.duckdb.forgotten").exists()


@pytest.mark.parametrize("lost", ["reextract", "verify", "publish"])
def test_a_lost_key_is_told_and_none_is_made(data: Path, lost: str) -> None:
    (data / "warehouse.duckdb.key").unlink()
    if lost == "reextract":
        (data / "warehouse.duckdb").unlink()
    done = types(data, lost)
    assert done.returncode == 1
    assert "warehouse.duckdb.key is lost; people are known and forgotten by it alone" in says_one_sentence(done)
    assert not (data / "warehouse.duckdb.key").exists()


def test_with_key_and_list_lost_the_snapshot_tells_that_the_key_is_another_one(data: Path) -> None:
    for name in ("warehouse.duckdb", "warehouse.duckdb.key", "warehouse.duckdb.forgotten"):
        (data / name).unlink()
    done = types(data, "reextract")
    assert done.returncode == 1
    assert "were forgotten with another key" in says_one_sentence(done)


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _random(content: bytes) -> bytes:
    return random.Random(5).randbytes(len(content))


def _spoilt_inside(content: bytes) -> bytes:
    """The head is whole, blocks of tables are not."""
    return content[:16384] + random.Random(5).randbytes(len(content) - 16384)


def _emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [_truncated, _random, _spoilt_inside, _emptied])
def test_a_damaged_warehouse_is_told_and_made_anew(
    data: Path, before: Tables, damage: Callable[[bytes], bytes]
) -> None:
    warehouse = data / "warehouse.duckdb"
    warehouse.write_bytes(damage(warehouse.read_bytes()))
    for command in ("verify", "reextract"):
        done = types(data, command)
        assert done.returncode == 1, done.stdout
        sentence = says_one_sentence(done)
        assert "move it away and run `county-news reextract`" in sentence
    warehouse.rename(data / "damaged")
    assert types(data, "reextract").returncode == 0
    is_row_for_row(data, before)


def test_a_missing_warehouse_is_not_made_by_looking_at_it(data: Path) -> None:
    (data / "warehouse.duckdb").unlink()
    done = types(data, "verify", "--repair")
    assert done.returncode == 1
    assert "run `county-news reextract`" in says_one_sentence(done)
    assert not (data / "warehouse.duckdb").exists()


def test_a_damaged_snapshot_is_found_and_published_anew(data: Path) -> None:
    snapshot = data / "published" / "county_news.duckdb"
    snapshot.write_bytes(snapshot.read_bytes()[:-4096])
    done = types(data, "verify")
    assert done.returncode == 1
    assert "Published files are not what the manifest says: 1, such as county_news.duckdb" in done.stdout
    assert types(data, "verify", "--repair").returncode == 0


@pytest.mark.timeout(280)
def test_the_demo_county_agrees_after_every_edition_and_is_made_anew_row_for_row(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for edition in (1, 2):
        run(data, edition)
    before = tables(data / "warehouse.duckdb")
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from raw.link where role = 'part'").fetchall()[0][0]
    shutil.copytree(PROJECT / "counties", tmp_path / "counties")
    told = types(data, "verify")
    assert told.returncode == 0, told.stdout
    (data / "warehouse.duckdb").unlink()
    assert types(data, "reextract").returncode == 0
    is_row_for_row(data, before)
