"""Whatever is changed behind the program's back, `county-news verify` finds it, and `--repair` mends what it can."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawlers.archive import Archive
from flows.cli import app
from tests.flows.rich_county import Tables, make, opened, tables

PROJECT = Path(__file__).parents[2]
# A change of one row of each table, as somebody makes who types UPDATE into the wrong window.
CHANGES = {
    "archive_file": "loaded_bytes = loaded_bytes - 100",
    "article": "body = body || '。'",
    "column_coverage": "covered_since = covered_since + 400",
    "county": "county_name = '别县'",
    "fetch": "fetched_at = fetched_at + interval 1 hour",
    "fingerprint": "numbers = [1]",
    "forgotten": "name_length = 9",
    "link": "listed_title = '别的标题'",
    "office": "office = '别的办公室'",
    "person": "name = '别人'",
    "place": "town_code = '610929101', town_name = '别镇'",
    "quantity": "value = value * 10",
    "reading": "version = 7",
    "rule_set": "rules = '{}'",
    "run": "counts = '{}'",
    "search_text": "word_count = word_count + 1",
    "site": "site_name = '别的网站'",
    "slogan": "mentions = mentions + 1",
    "source": "outlet_name = '别的报社'",
    "topic": "share = share / 2",
    "town": "town_name = '别镇'",
    "town_alias": "alias = '别名'",
}
# Of these the archive and the county files know enough, without any snapshot.
KNOWN_TO_THE_ARCHIVE = [
    *("archive_file", "article", "column_coverage", "county", "fetch", "link", "person", "site", "town"),
    *("reading", "rule_set"),
]
# Columns that no snapshot is needed for, where more than one column matters.
MORE_CHANGES = [
    ("article", "title = '别的标题'"),
    ("article", "article_id = 'ffffffffffffffff'"),
    ("article", "is_current = not is_current"),
    ("article", "fetched_at = fetched_at + interval 1 day"),
    ("article", "archive_offset = archive_offset + 1"),
    ("article", "body_chars = 1"),
    ("fetch", "body_digest = null"),
    ("fetch", "reason = 'timeout'"),
    ("fetch", "archive_offset = archive_offset + 1"),
    ("fetch", "link_id = 'ffffffffffffffff'"),
    ("link", "state = 'seen'"),
    ("link", "state = 'loaded'"),
    ("link", "state = 'lost', reason = 'not_found'"),
    ("link", "listed_date = null"),
    ("link", "first_seen_at = first_seen_at - interval 1 day"),
    ("link", "url = url || '?x'"),
    ("person", "person_key = 'ffffffffffffffff'"),
]


@dataclass
class Installation:
    """A folder with data and county files, and what was in its warehouse."""

    folder: Path
    before: Tables

    @property
    def warehouse(self) -> Path:
        return self.folder / "data" / "warehouse.duckdb"

    @property
    def archive(self) -> Archive:
        return Archive(self.folder / "data" / "archive")

    @property
    def file(self) -> Path:
        (path,) = self.archive.folder.glob("*/*.warc.gz")
        return path

    def types(self, *words: str) -> tuple[int, str]:
        """What a command ends with and prints."""
        done = CliRunner().invoke(app, list(words), catch_exceptions=True)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def changes(self, sql: str) -> None:
        with opened(self.warehouse) as connection:
            connection.execute(sql)

    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("made")
    settings = make(folder)
    return Installation(folder, tables(settings.warehouse))


@pytest.fixture
def here(made: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    shutil.copytree(made.folder, tmp_path / "copy")
    monkeypatch.setenv("COUNTY_NEWS_DATA", str(tmp_path / "copy" / "data"))
    monkeypatch.setenv("COUNTY_NEWS_COUNTIES", str(tmp_path / "copy" / "counties"))
    return Installation(tmp_path / "copy", made.before)


def is_found_and_mended(here: Installation) -> str:
    """Verify tells of it, repairs it row for row, and finds nothing afterwards; returns what was said first."""
    status, told = here.types("verify")
    assert (status, told.splitlines()[-1]) == (1, "Not everything agrees."), told
    status, after = here.types("verify", "--repair")
    assert (status, after.splitlines()[-1]) == (0, "Everything agrees."), after
    found = tables(here.warehouse)
    for table, rows in here.before.items():
        assert found[table] == rows, table
    return told


def test_what_a_run_leaves_agrees(here: Installation) -> None:
    assert all(here.before.values()), "every table has rows"
    assert {*CHANGES} == {*here.before}, "and every table is tried below"
    status, told = here.types("verify")
    assert status == 0, told
    assert told.splitlines()[-1] == "Everything agrees."
    assert "articles            5 articles, 6 versions: agree" in told
    assert here.types("verify", "--repair") == (0, told), "there is nothing to repair, and nothing is done"
    assert tables(here.warehouse) == here.before


@pytest.mark.parametrize("table", CHANGES)
def test_a_row_that_was_deleted_by_hand_is_found_and_restored(here: Installation, table: str) -> None:
    here.changes(f"delete from raw.{table} where rowid = (select min(rowid) from raw.{table})")
    if table == "forgotten":  # the list beside the warehouse has it, and tells it when the warehouse is opened
        assert here.types("verify")[0] == 0
        assert tables(here.warehouse) == here.before
        return
    is_found_and_mended(here)


@pytest.mark.parametrize("table", CHANGES)
def test_a_row_that_was_changed_by_hand_is_found_and_restored(here: Installation, table: str) -> None:
    here.changes(f"update raw.{table} set {CHANGES[table]} where rowid = (select min(rowid) from raw.{table})")
    is_found_and_mended(here)


@pytest.mark.parametrize("table", KNOWN_TO_THE_ARCHIVE)
@pytest.mark.parametrize("deed", ["delete", "change"])
def test_for_what_the_archive_knows_no_snapshot_is_needed(here: Installation, table: str, deed: str) -> None:
    shutil.rmtree(here.folder / "data" / "published")
    row = f"where rowid = (select max(rowid) from raw.{table})"
    here.changes(
        f"delete from raw.{table} {row}" if deed == "delete" else f"update raw.{table} set {CHANGES[table]} {row}"
    )
    is_found_and_mended(here)


@pytest.mark.parametrize(("table", "change"), MORE_CHANGES)
def test_other_columns_that_were_changed_are_found_without_a_snapshot(
    here: Installation, table: str, change: str
) -> None:
    shutil.rmtree(here.folder / "data" / "published")
    of_article = f"(select min(rowid) from raw.{table} where url like '%Content-4%')"
    row = "(select min(rowid) from raw.person)" if table == "person" else of_article
    if change == "state = 'loaded'":
        row = "(select min(rowid) from raw.link where url like '%Content-6%')"
    here.changes(f"update raw.{table} set {change} where rowid = {row}")
    is_found_and_mended(here)
