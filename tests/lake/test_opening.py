"""What is said when a lake cannot be opened: one sentence, no password in it; and how a lake is laid out."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import FAULT, explained
from flows.settings import Settings
from flows.stores import open_copy, open_lake
from tests.crawlers.servers import free_port
from tests.lake.conftest import LakeOfTest
from tests.lake.postgres import PASSWORD, Postgres
from warehouse import lake_catalog
from warehouse.errors import WarehouseError
from warehouse.lake_catalog import LAKE
from warehouse.layout import tables_of_runs

pytestmark = pytest.mark.postgres


def refusal(settings: Settings) -> str:
    """The sentence of a fault outside of the program."""
    with pytest.raises(WarehouseError) as refused, open_lake(settings, ()):
        pass
    told = explained(refused.value)
    assert told
    status, sentence = told
    assert status == FAULT
    assert "\n" not in sentence
    assert PASSWORD not in sentence
    assert "sesame" not in repr(settings)
    return sentence


CATALOGS: dict[str, tuple[Callable[[Postgres], str], str]] = {
    "nobody listens": (lambda postgres: postgres.catalog("lake", port=free_port()), "Connection refused"),
    "another password": (
        lambda postgres: postgres.catalog("lake").replace(PASSWORD, "hush"),
        "password authentication failed",
    ),
    "no such database": (lambda postgres: postgres.catalog("nowhere"), 'database "nowhere" does not exist'),
    "no connection string": (lambda _: "my lake", "missing"),
    "an address": (
        lambda postgres: f"postgresql://news:hush@127.0.0.1:{postgres.port}/lake",
        "password authentication failed",
    ),
}


@pytest.mark.parametrize("case", CATALOGS)
def test_a_catalog_that_cannot_be_had_is_one_sentence(case: str, lake: LakeOfTest, postgres: Postgres) -> None:
    catalog, reason = CATALOGS[case]
    settings = Settings(data=lake.data, lake_catalog=catalog(postgres), lake_data=str(lake.folder))  # type: ignore[arg-type]
    sentence = refusal(settings)
    assert reason in sentence
    assert "COUNTY_NEWS_LAKE_CATALOG" in sentence
    assert "hush" not in sentence


def test_a_folder_that_cannot_be_made_is_one_sentence(lake: LakeOfTest, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sentence = refusal(lake.settings.model_copy(update={"lake_data": str(tmp_path / "file" / "lake")}))
    assert "file/lake cannot be made: Not a directory" in sentence


def test_another_folder_than_the_lakes_own_is_refused(lake: LakeOfTest, tmp_path: Path) -> None:
    with open_lake(lake.settings, ()):
        pass
    sentence = refusal(lake.settings.model_copy(update={"lake_data": str(tmp_path / "elsewhere")}))
    assert "does not match" in sentence


def test_a_lake_whose_people_are_known_by_another_key_is_refused(lake: LakeOfTest) -> None:
    with open_lake(lake.settings, ()):
        pass
    (lake.data / "warehouse.duckdb.key").write_text("0" * 64)
    assert "warehouse.duckdb.key is not the key" in refusal(lake.settings)


def test_a_lake_of_a_newer_layout_is_refused_and_an_older_one_gets_what_it_lacks(lake: LakeOfTest) -> None:
    with open_lake(lake.settings, ()) as opened:
        opened.connection.execute("update raw.identity set layout = 3").fetchall()
        opened.connection.execute("alter table raw.fetch drop column template").fetchall()
        opened.connection.execute("drop table raw.column_coverage").fetchall()
    test_a_lake_has_the_tables_that_runs_write_with_their_comments(lake)
    with open_lake(lake.settings, ()) as opened:
        opened.connection.execute("update raw.identity set layout = 999").fetchall()
    assert "layout 999" in refusal(lake.settings)


def test_a_lake_has_the_tables_that_runs_write_with_their_comments(lake: LakeOfTest) -> None:
    with open_lake(lake.settings, ()) as opened:
        found = {
            (table, column): (kind, nullable, comment)
            for table, column, kind, nullable, comment in opened.connection.execute(
                "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()"
                " where database_name = $1 and schema_name = 'raw' and table_name <> 'identity'",
                [LAKE],
            ).fetchall()
        }
    assert found == {
        (table.name, column.name): (column.type, column.is_nullable, column.comment)
        for table in tables_of_runs().values()
        for column in table.columns
    }


def test_two_that_make_the_lake_at_once_make_one(lake: LakeOfTest, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse.lake import Lake; from warehouse.lake_catalog import"
        " LakePlace\nwith Lake(LakePlace(sys.argv[1], sys.argv[2]), Path(sys.argv[3]), {}) as lake:\n"
        " print(lake.connection.execute('select lake_id from raw.identity').fetchall())"
    )
    call = [sys.executable, "-c", code, lake.catalog, str(lake.folder), str(lake.data / "warehouse.duckdb")]
    started = [subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ends = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], ends
    assert len({output for output, _ in ends}) == 1


def test_without_the_extra_it_is_said_how_to_install_it(lake: LakeOfTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb_extension_ducklake", None)
    assert "pip install county-news[lake]" in refusal(lake.settings)
    monkeypatch.undo()
    monkeypatch.setattr(lake_catalog.duckdb, "__version__", "1.5.4")
    assert "is not for DuckDB 1.5.4" in refusal(lake.settings)


def test_to_publish_from_a_lake_that_no_run_has_written_is_refused(lake: LakeOfTest) -> None:
    with pytest.raises(WarehouseError, match="No run has written the lake yet"), open_copy(lake.settings):
        pass
