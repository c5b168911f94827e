"""Two hundred queries of readers while articles are loaded, compared and published: no error, and no mixture."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import county, story
from warehouse import transform
from warehouse.publish import publish
from warehouse.store import Warehouse

PROJECT = Path(__file__).parents[2]
SQL = PROJECT / "sql"
READERS, QUERIES = 4, 50
# Loads, compares and publishes until it is told to end; notes the rows of each publication.
WRITER = """
import json, sys
from pathlib import Path
from tests.warehouse.test_readers import publish_more
data, number = Path(sys.argv[1]), 1
while not (data / "enough").exists():
    number += 1
    publish_more(data, number)
"""


def publish_more(data: Path, number: int) -> None:
    with Warehouse.open(data / "warehouse.duckdb") as warehouse:
        warehouse.merge(
            story(number, f"甲水镇：第{number}批春茶开采正当时", date(2026, 5, 6), body="春茶开采。" * number)
        )
        transform.run(warehouse.connection, SQL)
        published = publish(warehouse.connection, data / "published")
    with (data / "published_rows").open("a") as notes:
        notes.write(json.dumps(published.tables) + "\n")


def rows_of_snapshot(published: Path) -> dict[str, int]:
    with duckdb.connect(str(published / "county_news.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema in ('raw', 'core', 'mart')"
        ).fetchall()
        counts = ", ".join(f"(select count(*) from {table})" for (table,) in tables)
        return dict(
            zip([table for (table,) in tables], connection.execute(f"select {counts}").fetchall()[0], strict=True)
        )


def rows_of_parquet(published: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the files that the manifest names, and what it says that they are."""
    tables = json.loads((published / "manifest.json").read_text("utf-8"))["tables"]
    named = {table: entry for table, entry in tables.items() if "parquet" in entry}
    with duckdb.connect() as connection:
        found = {
            table: connection.execute(f"select count(*) from '{published / entry['parquet']['file']}'").fetchall()[0][0]
            for table, entry in named.items()
        }
    return found, {table: entry["rows"] for table, entry in named.items()}


@pytest.mark.timeout(280)
def test_two_hundred_queries_during_loads_and_publications_are_all_answered_from_one_publication(
    tmp_path: Path,
) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
    publish_more(tmp_path, 1)
    published = tmp_path / "published"
    begun = threading.Event()

    def reads(reader: int) -> list[dict[str, int]]:
        seen = []
        for query in range(QUERIES):
            if (reader + query) % 2:
                found, described = rows_of_parquet(published)
                assert found == described
            else:
                seen.append(rows_of_snapshot(published))
            begun.wait(0.05)
        return seen

    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=PROJECT)
    try:
        with ThreadPoolExecutor(READERS) as pool:
            answers = list(pool.map(reads, range(READERS)))
    finally:
        (tmp_path / "enough").touch()
        assert writer.wait(60) == 0
    publications = [json.loads(line) for line in (tmp_path / "published_rows").read_text().splitlines()]
    assert len(publications) >= 3
    for seen in answers:
        order = [publications.index(rows) for rows in seen]
        assert order == sorted(order), "a reader never goes back to an older snapshot"
