"""Several processes load several counties into one lake at once, and whatever gets in their way, nothing is lost."""

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crawlers.county import load_county
from flows import pipeline
from flows.stores import open_lake
from tests.crawlers.servers import LocalSite, Route, page
from tests.flows.small_county import Operator, article_page, list_page, says_one_sentence
from tests.flows.test_counties_side_by_side import BAIHE, SHIQUAN, ZIYANG, county_file, host
from tests.lake.conftest import LakeOfTest
from tests.lake.postgres import Postgres
from tests.warehouse.batches import county, story, watermark
from warehouse.lake import Lake
from warehouse.lake_catalog import LakePlace
from warehouse.rows import Batch, MergeCounts

pytestmark = pytest.mark.postgres

COUNTIES = (BAIHE, ZIYANG, SHIQUAN)
ARTICLES = 80


class Workers:
    """Three counties with a site each, and what is typed to read them."""

    def __init__(self, folder: Path, sites: ExitStack, seconds_an_answer: float = 0.0) -> None:
        self.folder = folder
        self.counties = folder / "counties"
        self.counties.mkdir()
        self.connect_to: dict[str, str] = {}
        for code, name in COUNTIES:
            (self.counties / f"c{code}.toml").write_text(county_file(code, name), "utf-8")
            links = {
                f"/Content-{number}.html": f"{name}干部走访群众{number}户解民忧" for number in range(1, ARTICLES + 1)
            }
            routes = {url: late(page(article_page(title)), seconds_an_answer) for url, title in links.items()}
            listed = page(list_page(links))
            self.connect_to[host(code)] = sites.enter_context(LocalSite({"/Node-7.html": listed, **routes})).address

    def operator(self, lake: LakeOfTest) -> Operator:
        """Somebody who reads these counties into a lake."""
        home = self.folder / "operator"
        home.mkdir()
        operator = Operator(home)
        operator.environment |= lake.environment | {
            "COUNTY_NEWS_DATA": str(lake.data),
            "COUNTY_NEWS_COUNTIES": str(self.counties),
            "COUNTY_NEWS_CONNECT_TO": json.dumps(self.connect_to),
        }
        return operator


def late(route: Route, seconds: float) -> Route:
    def answer(*words: object) -> None:
        time.sleep(seconds)
        route(*words)  # type: ignore[arg-type]

    return answer


@pytest.fixture
def sites() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def in_lake(lake: LakeOfTest, sql: str) -> list[tuple[object, ...]]:
    with open_lake(lake.settings, ()) as opened:
        return opened.connection.execute(sql).fetchall()


def articles(lake: LakeOfTest) -> list[tuple[object, ...]]:
    return in_lake(lake, "select county_code, count(*) from raw.article group by all order by all")


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until, "it did not come about within a minute"
        time.sleep(0.05)


class InTheWay:
    """Changes rows of the lake all the time without waiting for its turn, as no process of ours does."""

    def __init__(self, lake: LakeOfTest) -> None:
        self.commits = 0
        self._lake = lake
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._change)

    def __enter__(self) -> "InTheWay":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _change(self) -> None:
        with duckdb.connect() as connection:
            LakePlace(self._lake.catalog, str(self._lake.folder)).open(connection)
            while not self._stop.wait(0.5):
                try:
                    connection.execute("update lake.raw.link set detail = detail where county_code = '610929'")
                    self.commits += 1
                except duckdb.Error:  # one of ours was quicker
                    pass


def test_three_processes_read_three_counties_at_once_and_nothing_is_lost_or_doubled(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack
) -> None:
    workers = Workers(tmp_path, sites)
    operator = workers.operator(lake)
    in_lake(lake, "select 1")  # laid out, so that somebody can be in the way from the first row on
    with InTheWay(lake) as other:
        started = [operator.starts("run", code) for code, _ in COUNTIES]
        ends = [process.communicate(timeout=200) for process in started]
    for process, (_, error) in zip(started, ends, strict=True):
        assert process.returncode == 0, error
    assert other.commits > 0

    rows = in_lake(lake, "select link_id, count(*) from raw.link group by all having count(*) > 1")
    rows += in_lake(lake, "select article_id, version, count(*) from raw.article group by all having count(*) > 1")
    rows += in_lake(
        lake, "select archive_file, archive_offset, count(*) from raw.fetch group by all having count(*) > 1"
    )
    assert rows == []
    assert articles(lake) == [(code, ARTICLES) for code in sorted(code for code, _ in COUNTIES)]

    said = operator.types("publish")
    assert said.returncode == 0, said.stderr
    with duckdb.connect(str(lake.data / "published" / "county_news.duckdb"), read_only=True) as snapshot:
        found = snapshot.execute("select count(*) from core.article").fetchall()
    assert found == [(len(COUNTIES) * ARTICLES,)]


def test_an_article_that_two_counties_show_is_loaded_once_whoever_comes_first(lake: LakeOfTest) -> None:
    place = LakePlace(lake.catalog, str(lake.folder))
    together = threading.Barrier(2)
    told: list[MergeCounts] = []

    def load(code: str) -> None:
        with Lake(place, lake.data / "warehouse.duckdb", {code: ["gov"]}) as opened:
            for number in range(1, 9):
                batch = story(number, "全市防汛工作会议", date(2026, 4, 3), authors=("甘小禾",))
                links = tuple(replace(link, county_code=code) for link in batch.links)
                shown = tuple(replace(article, county_code=code) for article in batch.articles)
                together.wait(60)
                told.append(opened.merge(replace(batch, links=links, articles=shown)))

    threads = [threading.Thread(target=load, args=(code,)) for code in ("990002", "990003")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts.inserted for counts in told) == sum(counts.unchanged for counts in told) == 8
    for table in ("link", "article", "person"):
        assert in_lake(lake, f"select count(*) from raw.{table}") == [(8,)]


def test_a_batch_that_somebody_got_in_the_way_of_is_merged_again(
    lake: LakeOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = LakePlace(lake.catalog, str(lake.folder))
    merges = 0
    merged = Lake._merged

    with Lake(place, lake.data / "warehouse.duckdb", {"990002": ["gov"]}) as opened, duckdb.connect() as other:
        opened.merge(county())
        opened.merge(story(1, "春茶开采", date(2026, 4, 3)))
        place.open(other)

        def interrupted(self: Lake, batch: Batch) -> MergeCounts:
            nonlocal merges
            counts = merged(self, batch)
            merges += 1
            if merges < 3:
                other.execute("update lake.raw.link set detail = 'changed meanwhile'").fetchall()
            return counts

        monkeypatch.setattr(Lake, "_merged", interrupted)
        counts = opened.merge(story(2, "防汛演练", date(2026, 4, 4)))
        assert merges == 3
        assert (counts.inserted, counts.links) == (1, 1)
        rows = opened.connection.execute("select count(*), count(distinct article_id) from raw.article").fetchall()
        assert rows == [(2, 2)]


def test_who_is_always_in_the_way_is_told_of_in_one_sentence_and_nothing_is_changed(
    lake: LakeOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = LakePlace(lake.catalog, str(lake.folder))
    merged = Lake._merged
    monkeypatch.setattr("warehouse.lake._LONGEST_PAUSE_SECONDS", 0.01)
    with Lake(place, lake.data / "warehouse.duckdb", {"990002": ["gov"]}) as opened, duckdb.connect() as other:
        opened.merge(story(1, "春茶开采", date(2026, 4, 3)))
        opened.merge(watermark(7))
        place.open(other)

        def interrupted(self: Lake, batch: Batch) -> MergeCounts:
            counts = merged(self, batch)
            other.execute("update lake.raw.link set detail = 'changed meanwhile'").fetchall()
            return counts

        monkeypatch.setattr(Lake, "_merged", interrupted)
        with pytest.raises(Exception, match="could not take the rows in; nothing was changed") as told:
            opened.merge(story(2, "防汛演练", date(2026, 4, 4)))
        assert "\n" not in str(told.value)
        assert opened.connection.execute("select count(*) from raw.article").fetchall() == [(1,)]
        assert opened.watermark("gov/2026-05.warc.gz") == 7


def test_a_killed_worker_leaves_nothing_half_done_and_the_next_one_finishes(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack
) -> None:
    operator = Workers(tmp_path, sites, seconds_an_answer=0.02).operator(lake)
    killed = operator.starts("run", "610929")
    eventually(lambda: killed.poll() is not None or (lake.folder.exists() and bool(articles(lake))))
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    ((_, loaded),) = articles(lake)
    assert 0 < int(str(loaded)) < ARTICLES
    done = operator.types("run", "610929")
    assert done.returncode == 0, done.stderr
    assert articles(lake) == [("610929", ARTICLES)]
    assert in_lake(lake, "select state, count(*) from raw.link where role = 'article' group by all") == [
        ("loaded", ARTICLES)
    ]
    assert list((lake.data / "reading").glob("*.rows-*")) == []


def test_a_county_that_somebody_reads_is_told_in_one_sentence_and_the_others_are_free(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack
) -> None:
    operator = Workers(tmp_path, sites).operator(lake)
    baihe = load_county(next((tmp_path / "counties").glob("*610929.toml")))
    with open_lake(lake.settings, [baihe]):
        busy = operator.types("run", "610929")
        assert busy.returncode == 1
        assert re.search(r"County 610929 is being written by process \d+ .* since ", says_one_sentence(busy))
        assert operator.types("run", "610924").returncode == 0
    assert articles(lake) == [("610924", ARTICLES)]


def test_when_postgres_stops_nothing_is_lost_and_the_next_run_goes_on(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack, postgres: Postgres
) -> None:
    operator = Workers(tmp_path, sites, seconds_an_answer=0.05).operator(lake)
    reading = operator.starts("run", "610929")
    eventually(lambda: reading.poll() is not None or (lake.folder.exists() and bool(articles(lake))))
    postgres.stop()
    try:
        output, error = reading.communicate(timeout=120)
        sentence = says_one_sentence(subprocess.CompletedProcess([], reading.returncode, output, error))
        assert reading.returncode == 1
        assert "nothing was changed" in sentence
        assert "open sesame" not in error
        refused = operator.types("publish")
        assert refused.returncode == 1
        assert "Connection refused" in says_one_sentence(refused)
    finally:
        postgres.start()
    done = operator.types("run", "610929")
    assert done.returncode == 0, done.stderr
    assert articles(lake) == [("610929", ARTICLES)]


def test_a_county_is_read_anew_while_others_keep_what_they_have(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack
) -> None:
    operator = Workers(tmp_path, sites).operator(lake)
    for code in ("610924", "610929"):
        assert operator.types("run", code).returncode == 0
    before = in_lake(lake, "select county_code, count(*) from raw.link group by all order by all")
    baihe = load_county(next((tmp_path / "counties").glob("*610929.toml")))
    with open_lake(lake.settings, [baihe]) as opened:
        opened.clear()
        assert opened.connection.execute("select distinct county_code from raw.fetch").fetchall() == [("610924",)]
        lost = "select 1 from raw.person anti join raw.article using (article_id)"
        assert opened.connection.execute(lost).fetchall() == []
        assert opened.watermark(f"610929/{time.strftime('%Y-%m')}.warc.gz") == 0
    assert operator.types("run", "610929").returncode == 0
    assert in_lake(lake, "select county_code, count(*) from raw.link group by all order by all") == before
    assert pipeline.publish(lake.settings)


def test_who_moves_to_a_lake_loads_it_from_the_archive_and_nobody_who_was_forgotten_comes_back(
    lake: LakeOfTest, tmp_path: Path, sites: ExitStack
) -> None:
    operator = Workers(tmp_path, sites).operator(lake)
    by_lake = {name: operator.environment.pop(name) for name in lake.environment}
    for words in (["run", "610929"], ["forget", "甘小禾"]):
        assert operator.types(*words).returncode == 0
    operator.environment |= by_lake
    assert operator.types("reextract").returncode == 0
    assert articles(lake) == [("610929", ARTICLES)]
    assert in_lake(lake, "select distinct name from raw.person where role = 'author'") == [(None,)]
    assert in_lake(lake, "select what from raw.run order by started_at") == [("ingest",), ("reextract",)]
    assert operator.types("publish").returncode == 0
