"""Whatever is changed behind the program's back, `county-news verify` finds it, and `--repair` mends what it can."""

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawlers.archive import Archive
from flows.cli import app
from tests.flows.rich_county import FILE, FORGOTTEN, TITLES, Tables, make, opened, tables
from tests.flows.small_county import says_one_sentence

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
    "rule_set": "",  # with other rules than today's every text is read anew by the next publication anyway
    "run": "counts = '{}'",
    "search_text": "word_count = word_count + 1",
    "site": "site_name = '别的网站'",
    "slogan": "mentions = mentions + 1",
    "source": "outlet_name = '别的报社'",
    "topic": "share = share / 2",
    "town": "town_name = '别镇'",
    "town_alias": "alias = '别名'",
    "watch": "week_min = 99",
}
# Of these the archive and the county files know enough, without any snapshot.
KNOWN_TO_THE_ARCHIVE = [
    *("archive_file", "article", "column_coverage", "county", "fetch", "link", "person", "site", "town"),
    *("reading", "watch"),
]
# Columns that no snapshot is needed for, where more than one column matters.
_FOURTH = "url like '%Content-4%'"
MORE_CHANGES = [
    ("article", "title = '别的标题'", _FOURTH),
    ("article", "article_id = 'ffffffffffffffff'", _FOURTH),
    ("article", "is_current = not is_current", _FOURTH),
    ("article", "fetched_at = fetched_at + interval 1 day", _FOURTH),
    ("article", "archive_offset = archive_offset + 1", _FOURTH),
    ("article", "body_chars = 1", _FOURTH),
    ("fetch", "body_digest = null", _FOURTH),
    ("fetch", "reason = 'timeout'", _FOURTH),
    ("fetch", "archive_offset = archive_offset + 1", _FOURTH),
    ("fetch", "link_id = 'ffffffffffffffff'", _FOURTH),
    ("link", "state = 'seen'", _FOURTH),
    ("link", "state = 'loaded'", "url like '%Content-6%'"),
    ("link", "state = 'lost', reason = 'not_found'", _FOURTH),
    ("link", "listed_date = null", _FOURTH),
    ("link", "first_seen_at = first_seen_at - interval 1 day", _FOURTH),
    ("link", "url = url || '?x'", _FOURTH),
    ("person", "person_key = 'ffffffffffffffff'", "position = 1"),
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

    def file_again(self, content: bytes) -> None:
        """Put the archive file back, as from a backup."""
        month = f"{datetime.now(UTC):%Y-%m}"
        (self.archive.folder / FILE / f"{month}.warc.gz").write_bytes(content)


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
    """`verify --repair` tells of it, mends it row for row, and finds nothing afterwards; returns what it told first."""
    status, told = here.types("verify", "--repair")
    first, _, after = told.partition("Not everything agrees.\n")
    assert (status, after.splitlines()[-1:]) == (0, ["Everything agrees."]), told
    is_as_before(here)
    return first


def is_as_before(here: Installation) -> None:
    found = tables(here.warehouse)
    for table, rows in here.before.items():
        assert found[table] == rows, table


def test_what_a_run_leaves_agrees(here: Installation) -> None:
    assert all(here.before.values()), "every table has rows"
    assert {*CHANGES} == {*here.before}, "and every table is tried below"
    status, told = here.types("verify")
    assert status == 0, told
    assert told.splitlines()[-1] == "Everything agrees."
    assert "articles            5 articles, 6 versions: agree" in told
    assert here.types("verify", "--repair") == (0, told), "there is nothing to repair, and nothing is done"
    is_as_before(here)


@pytest.mark.parametrize("table", CHANGES)
def test_rows_that_were_deleted_or_changed_by_hand_are_found_and_restored(here: Installation, table: str) -> None:
    deletion = f"delete from raw.{table} where rowid = (select min(rowid) from raw.{table})"
    change = f"update raw.{table} set {CHANGES[table]} where rowid = (select max(rowid) from raw.{table})"
    if len(here.before[table]) > 1:
        here.changes(f"{deletion}; {change}")
        is_found_and_mended(here)
        return
    if CHANGES[table]:
        here.changes(change)
        is_found_and_mended(here)
    here.changes(deletion)
    if table == "forgotten":  # the list beside the warehouse has it, and tells it when the warehouse is opened
        assert here.types("verify")[0] == 0
        is_as_before(here)
    else:
        is_found_and_mended(here)


@pytest.mark.parametrize("table", KNOWN_TO_THE_ARCHIVE)
@pytest.mark.parametrize("deed", ["delete from raw.{table}", "update raw.{table} set {change}"])
def test_for_what_the_archive_knows_no_snapshot_is_needed(here: Installation, table: str, deed: str) -> None:
    shutil.rmtree(here.folder / "data" / "published")
    deed = deed.format(table=table, change=CHANGES[table])
    here.changes(f"{deed} where rowid = (select max(rowid) from raw.{table})")
    status, told = here.types("verify")
    assert (status, told.splitlines()[-1]) == (1, "Not everything agrees."), told


@pytest.mark.parametrize(("table", "change", "where"), MORE_CHANGES)
def test_other_columns_are_watched_too(here: Installation, table: str, change: str, where: str) -> None:
    shutil.rmtree(here.folder / "data" / "published")
    here.changes(f"update raw.{table} set {change} where {where}")
    status, told = here.types("verify")
    assert (status, told.splitlines()[-1]) == (1, "Not everything agrees."), told


def test_many_changes_at_once_are_mended_from_the_archive_alone(here: Installation) -> None:
    here.changes("delete from raw.link where url like '%Content-4%'; delete from raw.article where version = 1")
    here.changes("update raw.fetch set reason = 'timeout', link_id = 'ffffffffffffffff' where url like '%Content-2%'")
    here.changes("update raw.article set title = null, body = '无' where url like '%Content-3%'")
    here.changes("update raw.link set state = 'seen' where url like '%Content-6%'; delete from raw.column_coverage")
    here.changes("delete from raw.reading; delete from raw.town; delete from raw.county; delete from raw.source")
    kept = here.folder / "data" / "published"
    kept.rename(here.folder / "kept")
    status, told = here.types("verify", "--repair")
    assert status == 0, told
    without_runs = {table: rows for table, rows in tables(here.warehouse).items() if table != "run"}
    assert without_runs == {table: here.before[table] for table in without_runs}


def test_a_run_that_was_killed_before_loading_is_no_fault_and_repair_loads_it(here: Installation) -> None:
    _, context, page = next(
        found
        for found in here.archive.records_after(here.archive.files()[0])
        if found[1].role == "article" and found[1].kind == "response"
    )
    later = page.fetched_at + timedelta(hours=1) if page.fetched_at else None
    here.archive.append(context, replace(page, url=page.url.replace("Content-1", "Content-9"), fetched_at=later))
    status, told = here.types("verify")
    assert (status, "1 records are not loaded yet" in told) == (0, True), told
    status, told = here.types("verify", "--repair")
    assert (status, "7 versions: agree" in told) == (0, True), told


def test_a_full_disk_while_repairing_leaves_all_as_it_was(here: Installation) -> None:
    here.changes("delete from raw.article; delete from raw.fetch; delete from raw.link")
    broken = tables(here.warehouse)
    full = subprocess.run(
        [sys.executable, "-m", "flows.cli", "verify", "--repair"],
        env=os.environ | {"PYTHONUTF8": "1"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)),
    )
    assert full.returncode == 1
    assert "nothing was changed" in says_one_sentence(full)
    assert tables(here.warehouse) == broken
    is_found_and_mended(here)


def test_a_damaged_record_is_named_and_all_others_are_repaired(here: Installation) -> None:
    place, _, page = next(
        found
        for found in here.archive.records_after(here.archive.files()[0])
        if found[2].url.endswith("Content-4.html")
    )
    whole = here.file.read_bytes()
    spoilt = bytearray(whole)
    spoilt[place.offset + place.length // 2] ^= 0x10
    here.file.write_bytes(spoilt)
    here.changes("delete from raw.article where url like '%Content-2%' or url like '%Content-1.%'")
    status, told = here.types("verify", "--repair")
    assert status == 1, "what is damaged stays so"
    assert f"byte {place.offset}: " in told
    assert "Of 1 articles the records are lost" in told
    found = tables(here.warehouse)
    columns = len(found["article"][0]) - 2  # but for where the record lies
    assert [row[:columns] for row in found["article"]] == [row[:columns] for row in here.before["article"]]
    here.file.write_bytes(whole)  # from a backup
    is_found_and_mended(here)
    assert page.url


def test_an_archive_file_that_is_gone_leaves_its_articles_and_what_was_not_read_is_asked_for_again(
    here: Installation,
) -> None:
    content = here.file.read_bytes()
    here.file.unlink()
    status, told = here.types("verify")
    assert status == 1
    assert "Files of the archive are gone or shorter than what was loaded of them: 1, such as baihe/" in told
    status, told = here.types("verify", "--repair")
    assert (status, "Of 5 articles the records are lost" in told) == (0, True), told
    with opened(here.warehouse) as connection:
        titles = connection.execute("select title from raw.article where is_current order by url").fetchall()
        states = dict(connection.execute("select state, count(*) from raw.link group by all").fetchall())
        left = connection.execute("select count(*) from raw.fetch").fetchall()
    assert titles == [(title,) for title in TITLES]
    assert (states, left) == ({"loaded": 5, "seen": 1}, [(0,)])
    (here.archive.folder / FILE).mkdir(exist_ok=True)
    here.file_again(content)
    status, told = here.types("verify", "--repair")
    assert status == 0, told
    is_as_before(here)


def test_an_archive_file_that_was_cut_keeps_what_was_read_from_its_end(here: Installation) -> None:
    places = [place for place, _, _ in here.archive.records_after(here.archive.files()[0])]
    os.truncate(here.file, places[-3].end)
    status, told = here.types("verify", "--repair")
    assert status == 0, told
    assert f"whole up to byte {places[-3].end}" in told
    assert here.types("verify")[0] == 0


def test_a_forgotten_name_that_came_back_is_found_and_left_out(here: Installation) -> None:
    here.changes(f"update raw.article set body = body || '{FORGOTTEN}' where url like '%Content-2%'")
    here.changes(f"update raw.person set name = '{FORGOTTEN}' where name is null")
    told = is_found_and_mended(here)
    assert "Articles name people who are to be forgotten" in told


def test_another_key_is_told(here: Installation) -> None:
    (here.folder / "data" / "warehouse.duckdb.key").write_text("ab" * 32, "ascii")
    status, told = here.types("verify", "--repair")
    assert status == 1
    assert "the key file is another one" in told
    assert tables(here.warehouse)["person"] == here.before["person"]
