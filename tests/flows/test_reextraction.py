"""The archive read anew: whoever reads it, however often it is killed, the rows are those of the runs that filled it."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pytest

from crawlers.archive import Archive, ArchiveError
from crawlers.warc import RecordContext
from extractors.outcome import Loss
from extractors.page import Page
from extractors.url import article_id
from flows import pipeline, reextraction
from flows.progress import LineWatch
from flows.reextraction import Wanted, reading_processes
from flows.rules import rules_digest
from flows.settings import Settings
from tests.flows.demo_line import PROJECT, run
from tests.flows.small_county import article_page
from warehouse.rows import CHINA, MergeCounts

ALONE, TWO = partial(reading_processes, 1), partial(reading_processes, 2)
IN_PARTS = "http://in-parts.example/1.html"

State = dict[str, list[tuple[object, ...]]]


def state(data: Path) -> State:
    """All rows of the schema raw, but the diary of runs."""
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
            " and table_name not in ('run', 'schema_version', 'rule_set') order by all"
        ).fetchall()
        return {table: connection.execute(f"from raw.{table} order by all").fetchall() for (table,) in tables}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three runs have left: articles in parts, losses, redirects, an edition of some days later."""
    data = tmp_path_factory.mktemp("filled")
    run(data, 1)
    run(data, 2, again=True)
    _answers_of_an_article_in_parts(data)
    run(data, 2)
    return data


def _answers_of_an_article_in_parts(data: Path) -> None:
    """Two editions of an article in two pages, of the second one page after the other; and word that it is gone."""
    archive = Archive(data / "archive")
    began = datetime.now(CHINA).replace(microsecond=0) - timedelta(days=2)
    second = IN_PARTS.replace(".html", "_1.html")
    first_role = RecordContext("yunxiu-gov", "990001", "article", parts=(second,))
    later_role = RecordContext("yunxiu-gov", "990001", "part", part_of=IN_PARTS)
    for hours, words in ((0, "初稿"), (24, "改稿")):
        for minutes, (url, context) in enumerate(((IN_PARTS, first_role), (second, later_role))):
            body = (
                f"<p>{words}第{minutes}页：全镇干部下村入户，清理沟渠，走访群众，解决饮水、道路、就医等问题，群众很满意。</p>"
                * 4
            )
            html = article_page("宋家镇:春茶开采忙", body=body)
            page = Page(url, html, 200, {"content-type": "text/html"}, began + timedelta(hours=hours, minutes=minutes))
            archive.append(context, page)
    gone = Page(IN_PARTS, b"", 404, {}, began + timedelta(hours=30))
    archive.append(RecordContext("yunxiu-gov", "990001", "article", outcome=Loss.NOT_FOUND, detail="404"), gone)


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


def reads_anew(data: Path, wanted: Wanted | None = None, reading: reextraction.Reading = ALONE) -> MergeCounts:
    settings = Settings(data=data)
    counts = pipeline.reextract(settings, LineWatch(), wanted, reading)
    pipeline.transform(settings)
    return counts


def asks(data: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "warehouse.duckdb")) as connection:
        return connection.execute(sql).fetchall()


def test_what_the_tests_read_anew_has_everything_that_can_go_wrong(filled: Path) -> None:
    versions = asks(
        filled, "select version, is_current, body from raw.article where url = '" + IN_PARTS + "' order by 1"
    )
    assert [(version, current) for version, current, _ in versions] == [(1, False), (2, True)]
    assert all("第0页" in str(body) and "第1页" in str(body) for *_, body in versions)
    reasons = {reason for (reason,) in asks(filled, "select distinct reason from raw.fetch where reason is not null")}
    assert {"redirect", "not_found"} <= reasons
    assert asks(filled, "select count(*) > 1 from raw.article where version = 2") == [(True,)]
    unread = (
        "select count(*) from raw.fetch where extractor is null and reason is null and bytes > 0 and role <> 'robots'"
    )
    assert asks(filled, unread) == [(0,)]
    assert asks(filled, "select distinct extractor from raw.fetch where extractor is not null") == [(rules_digest(),)]


@pytest.mark.parametrize("reading", [ALONE, TWO], ids=["one process", "two processes"])
def test_everything_read_anew_gives_the_same_rows(data: Path, reading: reextraction.Reading) -> None:
    before = state(data)
    counts = reads_anew(data, reading=reading)
    assert counts.inserted == len({row[0] for row in before["article"]})
    assert state(data) == before


def test_a_warehouse_that_is_not_there_is_made_from_the_archive(data: Path) -> None:
    before = state(data)
    (data / "warehouse.duckdb").unlink()
    pipeline.reextract(Settings(data=data), LineWatch(), reading=ALONE)
    after = state(data)
    for table in ("link", "fetch", "article", "person", "archive_file", "column_coverage"):
        assert after[table] == before[table], table


def test_only_what_other_rules_have_read_is_read_anew(data: Path) -> None:
    before = state(data)
    some = "extractor is not null and hash(link_id) % 3 = 0"
    (chosen,) = asks(data, f"select count(distinct link_id) from raw.fetch where {some}")[0]
    assert asks(data, f"update raw.fetch set extractor = 'of before' where {some}")
    assert asks(data, "update raw.article set title = 'as others read it'")
    counts = reads_anew(data, Wanted(rule_changed=True))
    assert 0 < int(str(chosen)) <= counts.fetches < len(before["fetch"])
    after = state(data)
    assert after["fetch"] == before["fetch"]
    reread = "select count(*) from raw.article where hash(article_id) % 3 = 0 and title = 'as others read it'"
    assert asks(data, reread) == [(0,)]
    others = asks(
        data,
        "select count(*) filter (title = 'as others read it'), count(*) from raw.article"
        " where hash(article_id) % 3 <> 0 and article_id not in (select part_of from raw.link where part_of is not null)",
    )
    assert others[0][0] == others[0][1], "nothing else is touched"
    assert reads_anew(data, Wanted(rule_changed=True)).fetches == 0


def test_where_all_was_read_with_other_rules_everything_is_read_anew(data: Path) -> None:
    before = state(data)
    asks(data, "update raw.fetch set extractor = 'of before' where extractor is not null")
    reads_anew(data, Wanted(rule_changed=True))
    assert state(data) == before


def test_only_links_with_an_answer_since_a_day_are_read_anew_with_all_their_answers(data: Path) -> None:
    before = state(data)
    asks(data, "update raw.article set title = 'as others read it'")
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    others = "url not like 'http://in-parts.example/%'"
    asks(data, f"update raw.fetch set fetched_at = fetched_at - interval 9 days where {others}")
    counts = reads_anew(data, Wanted(since=yesterday))
    assert counts.fetches == 5, "both editions of both pages, and the last word"
    titles = dict(asks(data, "select title = 'as others read it', count(*) from raw.article group by all"))
    assert titles == {False: 2, True: len(before["article"]) - 2}
    assert asks(data, f"select version, title from raw.article where url = '{IN_PARTS}' order by 1") == [
        (row[1], "宋家镇:春茶开采忙") for row in before["article"] if row[0] == article_id(IN_PARTS)
    ]


def test_an_answer_that_the_archive_has_lost_leaves_its_link_as_it_was(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = state(data)
    ((file, offset),) = asks(
        data, "select archive_file, archive_offset from raw.fetch where role = 'article' and reason is null limit 1"
    )
    with (data / "archive" / str(file)).open("r+b") as archive:
        archive.seek(int(str(offset)) + 40)
        archive.write(b"\0" * 8)
    asks(data, "update raw.fetch set extractor = 'of before' where role = 'article' and extractor is not null")
    reads_anew(data, Wanted(rule_changed=True))
    assert state(data)["article"] == before["article"]
    assert f"there is no whole record at byte {offset}. What was read there before is kept." in caplog.text
    assert asks(data, "select count(*) from raw.fetch where extractor = 'of before'") == [(1,)]


def test_nothing_is_emptied_while_the_archive_lacks_what_is_loaded(data: Path) -> None:
    before = state(data)
    file = Archive(data / "archive").files()[0]
    (data / "archive" / file).rename(data / "aside")
    with pytest.raises(ArchiveError, match=rf"{file}: the archive has 0 bytes of it[^\n]*put the file back[^\n]*\.$"):
        reads_anew(data)
    assert state(data) == before


def _types(data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "reextract", "--processes", "2", *words],
        env=os.environ | {"COUNTY_NEWS_DATA": str(data), "PYTHONUTF8": "1"},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _children(process: subprocess.Popen[str]) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            words = (folder / "cmdline").read_text()
            if int(parent) == process.pid and "spawn_main" in words:
                yield int(folder.name)


@pytest.mark.parametrize("words", [(), ("--since", "2020-01-01")], ids=["everything", "since a day"])
def test_a_writer_that_is_killed_goes_on_where_it_was(data: Path, words: tuple[str, ...]) -> None:
    before = state(data)
    wanted = Wanted(date(2020, 1, 1) if words else None)
    code = (
        "import os, signal, sys; from datetime import date; from functools import partial; from pathlib import Path\n"
        "from flows import pipeline, reextraction; from flows.progress import LineWatch\n"
        "from flows.settings import Settings; from warehouse.store import Warehouse\n"
        "real, merged = Warehouse.merge, []\n"
        "def merge(self, batch):\n"
        "    merged.append(1)\n"
        "    if len(merged) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(self, batch)\n"
        "Warehouse.merge = merge\n"
        "def small(folder, names): return reextraction.reading_processes(1, folder, names, records=100)\n"
        "wanted = reextraction.Wanted(date(2020, 1, 1) if len(sys.argv) > 2 else None)\n"
        "pipeline.reextract(Settings(data=Path(sys.argv[1])), LineWatch(), wanted, small)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(data), *words], cwd=PROJECT, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    counts = reads_anew(data, wanted)
    assert 0 < counts.fetches < len(before["fetch"]) - 100, "what was read is not read once more"
    assert state(data) == before
    assert reads_anew(data, wanted).fetches > counts.fetches, "it had come to its end, so this is another one"


def test_a_reading_process_that_is_killed_is_told_in_one_sentence_and_nothing_is_lost(data: Path) -> None:
    before = state(data)
    with _types(data) as process:
        killed = False
        while not killed and process.poll() is None:
            for child in _children(process):
                os.kill(child, signal.SIGKILL)
                killed = True
            time.sleep(0.05)
        _, words = process.communicate(timeout=120)
    assert process.returncode == 1, words
    assert "county-news: A process that reads pages was killed, most likely for want of memory; what was read" in words
    assert "Traceback" not in words
    reads_anew(data)
    assert state(data) == before


def test_ctrl_c_keeps_what_is_read(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(data)
    merged: list[int] = []
    real = pipeline.Warehouse.merge

    def interrupted(warehouse: pipeline.Warehouse, batch: object) -> MergeCounts:
        merged.append(1)
        if len(merged) == 2:
            raise KeyboardInterrupt
        return real(warehouse, batch)  # type: ignore[arg-type]

    with monkeypatch.context() as pressed:
        pressed.setattr(pipeline.Warehouse, "merge", interrupted)
        with pytest.raises(KeyboardInterrupt):
            reads_anew(data, reading=TWO)
    assert multiprocessing.active_children() == []
    counts = reads_anew(data)
    assert counts.fetches < len(before["fetch"])
    assert state(data) == before


def test_processes_with_other_rules_are_told_in_one_sentence(data: Path) -> None:
    from flows.chunks import ChunkReader, OtherRules

    with pytest.raises(OtherRules, match=r"^A process that reads pages has the rules [0-9a-f]{16}, [^\n]*\.$"):
        ChunkReader(data / "archive", {}, "others")


@pytest.mark.prefect
def test_on_dask_the_same_rows_come_out(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.testing.utilities import prefect_test_harness

    from flows.bulk import reextract_on_dask

    before = state(data)
    monkeypatch.setenv("COUNTY_NEWS_DATA", str(data))
    with prefect_test_harness(server_startup_timeout=120):
        counts = reextract_on_dask(Settings(data=data), Wanted(), 2)
    pipeline.transform(Settings(data=data))
    assert counts.inserted == len({row[0] for row in before["article"]})
    assert state(data) == before


def test_a_cluster_without_a_prefect_server_that_its_workers_reach_is_told_in_one_sentence(data: Path) -> None:
    from flows.bulk import reextract_on_dask
    from flows.settings import SettingsError

    with pytest.raises(
        SettingsError, match=r"^Workers on a cluster need a Prefect server[^\n]*PREFECT_API_URL[^\n]*\.$"
    ):
        reextract_on_dask(Settings(data=data, dask_address="tcp://127.0.0.1:9"), Wanted(), 2)


def test_dask_that_is_not_installed_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "hidden.py").write_text("import sys; sys.modules['prefect_dask'] = None\n", "utf-8")
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import hidden; from flows.cli import main; main()"
    typed = [sys.executable, "-c", code, str(tmp_path), "reextract", "--dask"]
    environment = os.environ | {"COUNTY_NEWS_DATA": str(tmp_path / "data"), "PYTHONUTF8": "1"}
    done = subprocess.run(typed, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr == "county-news: Dask is not installed here; pip install county-news[dask].\n"
