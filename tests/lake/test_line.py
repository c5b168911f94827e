"""The whole line on the demo county by way of a lake: the same tables, row for row, as without one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows import pipeline
from flows.progress import LineWatch
from flows.stores import open_lake
from tests.flows.demo_line import COUNTY, run
from tests.flows.test_forget import naming
from tests.flows.test_kills import KEY, Rows, is_killed_after, runs, snapshot
from tests.lake.conftest import LakeOfTest
from tests.lake.postgres import Postgres
from warehouse import lake_copy
from warehouse.lake_catalog import LAKE

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the demo county without a lake, for tests that leave it as it is."""
    data = tmp_path_factory.mktemp("file")
    run(data, edition=1)
    return data


def with_key_of(data: Path, other: Path) -> None:
    """People are known by hashes with a key of each warehouse."""
    shutil.copy(other / KEY, data / KEY)


def lake_of(lake: LakeOfTest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in lake.environment.items():
        monkeypatch.setenv(name, value)


def differing(data: Path, expected: dict[str, Rows]) -> list[str]:
    found = snapshot(data)
    return sorted(table for table in expected if found.get(table) != expected[table])


def test_what_is_published_from_a_lake_is_what_is_published_from_a_file(
    lake: LakeOfTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    run(file, edition=1)
    run(file, edition=2, again=True)
    expected = snapshot(file)

    with_key_of(lake.data, file)
    lake_of(lake, monkeypatch)
    ingested, _ = run(lake.data, edition=1)
    assert ingested.merged.inserted > 500
    ingested, _ = run(lake.data, edition=2, again=True)
    assert ingested.merged.changed > 0
    assert differing(lake.data, expected) == []

    with open_lake(lake.settings, ()) as opened:
        tidied = opened.tidy(keep_days=1)
    assert tidied.files < tidied.files_before / 2
    pipeline.publish(lake.settings)
    assert differing(lake.data, expected) == []
    pipeline.reextract(lake.settings, LineWatch())
    pipeline.publish(lake.settings)
    assert differing(lake.data, expected) == []


def test_only_what_has_changed_is_brought_over_or_all_where_the_lake_has_forgotten_what_that_is(
    lake: LakeOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake_of(lake, monkeypatch)
    run(lake.data, edition=1)
    place = open_lake(lake.settings, ()).place
    with open_lake(lake.settings, [COUNTY]) as opened, duckdb.connect(str(lake.data / "warehouse.duckdb")) as copy:
        assert lake_copy.bring(copy, place) == 0
        opened.begin_run("crawl")
        assert lake_copy.bring(copy, place) == 1
        ((article,),) = opened.connection.execute("select min(article_id) from raw.article").fetchall()
        title = f"update raw.article set title = '另题' where article_id = '{article}'"
        opened.connection.execute(title).fetchall()
        lake_copy.bring(copy, place)
        assert copy.execute("select article_id from raw.article where title = '另题'").fetchall() == [(article,)]
        assert copy.execute("select article_id from raw.reading where rule_set_id = 0").fetchall() == [(article,)]

        opened.connection.execute(f"delete from raw.article where article_id = '{article}'").fetchall()
        opened.connection.execute(f"delete from raw.person where article_id = '{article}'").fetchall()
        opened.leave_no_trace()  # drops the snapshot with the deletion too
        lake_copy.bring(copy, place)
        for table in ("article", "person", "reading", "place"):
            assert copy.execute(f"select 1 from raw.{table} where article_id = '{article}'").fetchall() == []
        for table in ("article", "link", "fetch", "person"):
            there = opened.connection.execute(f"from {LAKE}.raw.{table} order by all").fetchall()
            assert copy.execute(f"from raw.{table} order by all").fetchall() == there


def test_killed_runs_leave_what_an_undisturbed_run_without_a_lake_leaves(
    lake: LakeOfTest, in_a_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key_of(lake.data, in_a_file)
    lake_of(lake, monkeypatch)
    for seconds in (2.0, 2.7, 3.4, 4.1):
        is_killed_after(lake.data, seconds)
    runs(lake.data)
    pipeline.publish(lake.settings)
    assert differing(lake.data, snapshot(in_a_file)) == []


def test_a_forgotten_name_is_in_no_file_of_the_lake_and_not_in_its_catalog(
    lake: LakeOfTest, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake_of(lake, monkeypatch)
    run(lake.data, edition=1)
    with open_lake(lake.settings, ()) as opened:
        # The catalog has the greatest text of each column, which is this one's.
        ((name,),) = opened.connection.execute("select max(name) from raw.person where length(name) = 3").fetchall()
        article = "select article_id from raw.person where name = $1 limit 1"
        opened.connection.execute(f"update raw.article set body = '龥' || $1 where article_id = ({article})", [name])
    assert name in postgres.dump(lake.catalog)
    assert naming(lake.data, name) == {"warehouse.duckdb", "published"}

    with open_lake(lake.settings, [COUNTY]) as at_work:  # a run that goes on meanwhile
        at_work.connection.execute("select count(*) from raw.article").fetchall()
        told = subprocess.run(
            [sys.executable, "-m", "flows.cli", "forget", name],
            env=os.environ | {"COUNTY_NEWS_DATA": str(lake.data), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        at_work.begin_run("crawl")
        assert at_work.connection.execute("select 1 from raw.person where name = $1", [name]).fetchall() == []
    assert naming(lake.data, name) == set()
    assert naming(lake.folder.parent, name) == set()
    assert list(lake.folder.rglob("*.parquet")) != []
    assert name not in postgres.dump(lake.catalog)
