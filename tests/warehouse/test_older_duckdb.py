"""A snapshot is for everybody: DuckDB 1.1 of an analyst reads it, tables, views, macros and comments."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.batches import county, read, story
from warehouse import transform
from warehouse.publish import publish
from warehouse.store import Warehouse

PROJECT = Path(__file__).parents[2]
OLDER = PROJECT / ".venv" / "duckdb-1.1"
READER = """
import json, sys
sys.path.insert(0, sys.argv[2])
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
ask = lambda sql: connection.execute(sql).fetchall()
tables = [table for (table,) in ask("select table_schema || '.' || table_name from information_schema.tables"
                                    " where table_schema in ('raw', 'core', 'mart')")]
print(json.dumps({
    "version": duckdb.__version__,
    "rows": {table: len(ask(f"from {table}")) for table in tables},
    "uncommented": ask("select table_name, column_name from duckdb_columns() where comment is null"
                       " and schema_name in ('raw', 'core', 'mart')"),
    "macros": sorted(ask("select function_name, comment is not null from duckdb_functions()"
                         " where function_type = 'table_macro' and not internal")),
}))
"""


@pytest.mark.skipif(not OLDER.exists(), reason="DuckDB 1.1 is not installed (make duckdbs)")
def test_duckdb_1_1_reads_all_of_a_snapshot(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(
            story(1, "甲水镇：春茶开采正当时", date(2026, 5, 6), body="春茶开采5000亩。", authors=("甲小乙",))
        )
        read(warehouse)
        transform.run(warehouse.connection, PROJECT / "sql")
        published = publish(warehouse.connection, tmp_path / "published")
        macros = warehouse.connection.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
            " order by all"
        ).fetchall()
    done = subprocess.run(
        [sys.executable, "-S", "-c", READER, str(published.path), str(OLDER)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["version"].startswith("1.1.")
    assert found["rows"] == published.tables
    assert found["uncommented"] == []
    assert [name for name, _ in found["macros"]] == [name for (name,) in macros]
    assert all(is_commented for _, is_commented in found["macros"])
