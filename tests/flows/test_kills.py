"""A run that is killed at any instant loses nothing that was answered and loads nothing twice.

Fifty times a run of the demo county is killed, wherever it is, by a signal that no process can catch. Afterwards one
run that nobody disturbs must leave the same snapshot as if nothing had happened, row for row.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from crawlers.archive import Archive

PROJECT = Path(__file__).parents[2]
KEY = "warehouse.duckdb.key"
CHAINS, KILLS_OF_A_CHAIN = 10, 5
# When something was done, and where it lies in the archive: different in every run.
_MOMENTS = {
    "fetched_at", "first_fetched_at", "first_seen_at", "last_seen_at", "covered_at", "gone_at",
    "archive_offset", "loaded_bytes", "run_at", "read_at", "failing_since", "empty_since", "lacking_since",
}  # fmt: skip
# One row a run, which killed runs have too; and what list pages showed each time that they were read.
_DIARIES = {"raw.run", "raw.schema_version", "core.site_run", "core.list_answer", "mart.site_health"}

Rows = list[tuple[object, ...]]


def starts(data: Path) -> subprocess.Popen[bytes]:
    """The demo on a port of its own, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "demo", "--port", "0"],
        env=os.environ | {"COUNTY_NEWS_DATA": str(data), "PYTHONUTF8": "1"},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def runs(data: Path) -> None:
    with starts(data) as process:
        _, words = process.communicate(timeout=120)
    assert process.returncode == 0, words.decode()


def snapshot(data: Path) -> dict[str, Rows]:
    """All rows of all tables, without what differs from run to run."""
    # A list page is read by every run until its column is known; an article only once.
    once = {"raw.fetch": "where role in ('article', 'part')"}
    return rows_of(data / "published" / "county_news.duckdb", without=_DIARIES | _MOMENTS, only=once)


def rows_of(path: Path, *, without: Collection[str], only: Mapping[str, str] | None = None) -> dict[str, Rows]:
    """The rows of all tables of a snapshot, `without` some tables and columns; `only` those of a table's condition."""
    with duckdb.connect(str(path), read_only=True) as connection:
        columns: dict[str, list[str]] = {}
        for table, column, kind in connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            " where database_name = current_database() and schema_name in ('raw', 'core', 'mart')"
        ).fetchall():
            if table not in without and column not in without:
                # The last digits of a sum depend on the order in which its parts were loaded.
                compared = f"round({column}, 9)" if kind == "DOUBLE" else column
                columns.setdefault(table, []).append(compared)
        return {
            table: connection.execute(
                f"select {', '.join(names)} from {table} {(only or {}).get(table, '')} order by all"
            ).fetchall()
            for table, names in columns.items()
        }


def is_killed_after(data: Path, seconds: float) -> None:
    process = starts(data)
    try:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
    finally:
        process.communicate()


def chain(folder: Path, seed: int, seconds: float) -> tuple[dict[str, Rows], list[str]]:
    """What a clean run leaves after several killed ones, and the addresses of articles that were stored twice."""
    chance = random.Random(seed)
    data = folder / str(seed)
    data.mkdir()
    shutil.copy(folder / "undisturbed" / KEY, data)  # people are known by hashes with a key of each warehouse
    for _ in range(KILLS_OF_A_CHAIN):
        is_killed_after(data, chance.uniform(0.3, seconds))
    runs(data)
    archive = Archive(data / "archive")
    asked = [
        page.url
        for file in archive.files()
        for _, context, page in archive.records_after(file)
        if context.role in ("article", "part")
    ]
    return snapshot(data), sorted({url for url in asked if asked.count(url) > 1})


@pytest.mark.timeout(1500)
def test_fifty_kills_leave_what_an_undisturbed_run_leaves(tmp_path: Path) -> None:
    began = time.monotonic()
    runs(tmp_path / "undisturbed")
    seconds = time.monotonic() - began
    expected = snapshot(tmp_path / "undisturbed")
    assert len(expected["raw.article"]) > 500
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda seed: chain(tmp_path, seed, seconds), range(CHAINS)))
    for seed, (rows, twice) in enumerate(found):
        assert twice == [], f"chain {seed} asked again for what was in its archive"
        for table, expected_rows in expected.items():
            assert rows[table] == expected_rows, f"chain {seed} has another {table}"
