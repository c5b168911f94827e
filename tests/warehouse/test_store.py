"""The warehouse: what a merge brings in, that it is all or nothing, one writer at a time, names kept apart."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import COUNTY, MOMENT, SITE, county, link, story, watermark
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.rows import Batch, CountyRow, FetchRow, PersonRow, TownRow
from warehouse.store import Warehouse

DAY = date(2026, 5, 6)
LATER = MOMENT + timedelta(days=3)


@pytest.fixture
def warehouse(tmp_path: Path):
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        yield opened


def asks(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def test_every_table_and_column_says_what_it_is(warehouse: Warehouse) -> None:
    silent = asks(
        warehouse,
        "select table_name, column_name from duckdb_columns() where schema_name = 'raw' and comment is null"
        " union all select table_name, '' from duckdb_tables() where schema_name = 'raw' and comment is null",
    )
    assert [row for row in silent if row[0] != "schema_version"] == []


def test_the_same_batch_twice_changes_nothing(warehouse: Warehouse) -> None:
    batch = story(1, "甲水镇：春茶开采", DAY, authors=("秦小满",))
    assert warehouse.merge(batch).inserted == 1
    before = [
        asks(warehouse, f"select * from raw.{table} order by all") for table in ("article", "person", "place", "link")
    ]
    again = warehouse.merge(batch)
    assert (again.inserted, again.changed, again.links) == (0, 0, 0)
    after = [
        asks(warehouse, f"select * from raw.{table} order by all") for table in ("article", "person", "place", "link")
    ]
    assert after == before


def test_a_correction_becomes_a_version_and_the_old_one_stays(warehouse: Warehouse) -> None:
    warehouse.merge(story(1, "甲水镇：春茶开采", DAY, body="一百亩"))
    counts = warehouse.merge(story(1, "甲水镇：春茶开采", DAY, body="一千亩", fetched=LATER))
    assert (counts.inserted, counts.changed) == (0, 1)
    versions = asks(warehouse, "select version, is_current, body from raw.article order by version")
    assert versions == [(1, False, "一百亩"), (2, True, "一千亩")]


def test_the_time_of_fetch_makes_no_version(warehouse: Warehouse) -> None:
    warehouse.merge(story(1, "甲水镇：春茶开采", DAY))
    counts = warehouse.merge(story(1, "甲水镇：春茶开采", DAY, fetched=LATER))
    assert (counts.inserted, counts.changed, counts.unchanged) == (0, 0, 1)


def test_a_batch_with_an_impossible_row_changes_nothing(warehouse: Warehouse) -> None:
    good = story(1, "甲水镇：春茶开采", DAY)
    broken = replace(good, links=(*good.links, replace(link("http://gov.example/9.html"), state="eaten")))  # type: ignore[arg-type]
    with pytest.raises(WarehouseError, match="nothing was changed"):
        warehouse.merge(broken)
    assert asks(warehouse, "select count(*) from raw.article") == [(0,)]
    assert warehouse.merge(good).inserted == 1


def test_a_name_without_its_article_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="PersonRow"):
        warehouse.merge(Batch(people=(PersonRow("nowhere", MOMENT, "author", 1, "秦小满"),)))


def test_how_far_the_archive_is_loaded_never_goes_back(warehouse: Warehouse) -> None:
    warehouse.merge(watermark(500))
    warehouse.merge(watermark(200))
    assert warehouse.watermark("gov/2026-05.warc.gz") == 500
    assert warehouse.watermark("gov/2026-06.warc.gz") == 0


def test_telephone_and_identity_numbers_are_masked_on_the_way_in(warehouse: Warehouse) -> None:
    body = "联系电话13812345678，办公室0914-7821234，证件11010519491231002X，投资16800000元。"
    warehouse.merge(story(1, "甲水镇：便民公告", DAY, body=body))
    assert asks(warehouse, "select body from raw.article") == [
        ("联系电话138********，办公室0914-7821234，证件110105************，投资16800000元。",)
    ]


def test_a_forgotten_name_stays_away_when_the_archive_is_loaded_anew(warehouse: Warehouse) -> None:
    batch = story(1, "甲水镇：春茶开采", DAY, body="通讯员秦小满报道", authors=("秦小满",))
    warehouse.merge(batch)
    assert warehouse.forget("秦 小满").credits == 1
    warehouse.clear()
    warehouse.merge(batch)
    assert asks(warehouse, "select name from raw.person") == [(None,)]
    assert "秦小满" not in str(asks(warehouse, "select body from raw.article"))


def test_what_may_pass_is_asked_for_again_at_once_three_times_what_is_final_never(warehouse: Warehouse) -> None:
    slow, gone = "http://gov.example/slow.html", "http://gov.example/gone.html"
    warehouse.merge(Batch(links=(link(slow, "lost", reason="timeout"), link(gone, "lost", reason="not_found"))))
    assert [pending.url for pending in warehouse.pending_links(SITE, MOMENT)] == [slow]
    assert gone in warehouse.done_urls(SITE, MOMENT)
    tries = tuple(
        FetchRow(
            "gov/2026-05.warc.gz",
            number,
            slow,
            SITE,
            COUNTY,
            "article",
            MOMENT,
            link(slow).link_id,
            503,
            0,
            "server_error",
        )
        for number in range(4)
    )
    warehouse.merge(Batch(fetches=tries))
    assert warehouse.pending_links(SITE, MOMENT) == []


def test_an_article_in_parts_waits_for_every_part(warehouse: Warehouse) -> None:
    first, second = "http://gov.example/a.html", "http://gov.example/a_1.html"
    page_one, page_two = (
        link(first, "fetched", fetched_at=MOMENT),
        link(second, role="part", part_of=link(first).link_id),
    )

    def answered(url: str, offset: int, role: str) -> FetchRow:
        return FetchRow("gov/2026-05.warc.gz", offset, url, SITE, COUNTY, role, MOMENT, link(url).link_id, 200, 10)  # type: ignore[arg-type]

    warehouse.merge(Batch(links=(page_one, page_two), fetches=(answered(first, 10, "article"),)))
    assert warehouse.articles_in_parts() == []
    (pending,) = warehouse.pending_links(SITE, MOMENT)
    assert (pending.url, pending.role, pending.part_of) == (second, "part", first)
    arrived = replace(page_two, state="fetched", fetched_at=MOMENT)
    warehouse.merge(Batch(links=(arrived,), fetches=(answered(second, 20, "part"),)))
    (ready,) = warehouse.articles_in_parts()
    assert ready.first == ("gov/2026-05.warc.gz", 10)
    assert ready.parts == {second: ("gov/2026-05.warc.gz", 20)}


def test_a_second_process_is_told_who_writes_until_that_one_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    code = (
        "import sys, time; from warehouse.store import Warehouse\n"
        "with Warehouse.open(sys.argv[1]): print('open', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(WarehouseBusy, match=f"process {holder.pid} .*since 20"):
        Warehouse.open(path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with Warehouse.open(path) as opened:
        assert asks(opened, "select count(*) from raw.article") == [(0,)]


def test_a_file_that_is_no_warehouse_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("create table mine as select 1 as n")
    with pytest.raises(WarehouseError, match="no warehouse of county-news"):
        Warehouse.open(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("from mine").fetchall() == [(1,)]
    path.write_bytes(b"not a database at all")
    with pytest.raises(WarehouseError, match="cannot be opened"):
        Warehouse.open(path)


PROJECTED = ("link", "fetch", "article", "person", "archive_file")


def rows(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    return {table: asks(warehouse, f"from raw.{table} order by all") for table in PROJECTED}


def whole_batch() -> Batch:
    """Rows for every table that is made from the archive."""
    batch = story(
        1,
        "甲水镇：春茶开采",
        DAY,
        authors=("秦小满", "李四"),
        evidence={"title": {"rule": "h1", "raw": "春茶"}},
    )
    key = batch.articles[0].article_id
    answer = FetchRow("gov/2026-05.warc.gz", 7, batch.articles[0].url, SITE, COUNTY, "article", MOMENT, key, 200, 900)
    return replace(batch, fetches=(answer,), watermarks=watermark(500).watermarks)


def test_what_is_emptied_comes_back_the_same_from_the_same_batch(warehouse: Warehouse) -> None:
    warehouse.merge(whole_batch())
    before = rows(warehouse)
    assert [table for table, found in before.items() if not found] == []
    warehouse.clear()
    assert rows(warehouse) == {table: [] for table in PROJECTED}
    assert asks(warehouse, "select count(*) from raw.town") == [(3,)]
    warehouse.merge(whole_batch())
    assert rows(warehouse) == before


def test_a_whole_batch_twice_changes_nothing_and_is_counted_as_known(warehouse: Warehouse) -> None:
    first = warehouse.merge(whole_batch())
    assert (first.inserted, first.links, first.fetches, first.unchanged) == (1, 1, 1, 0)
    before = rows(warehouse)
    again = warehouse.merge(whole_batch())
    assert (again.inserted, again.changed, again.unchanged, again.links, again.lost, again.fetches) == (
        0,
        0,
        1,
        0,
        0,
        0,
    )
    assert rows(warehouse) == before


def test_a_fault_in_any_table_takes_everything_back(warehouse: Warehouse) -> None:
    warehouse.merge(whole_batch())
    before = rows(warehouse)
    news = story(2, "乙山乡：河道清理", DAY, authors=("王五",))
    news = replace(news, watermarks=watermark(900).watermarks, counties=(CountyRow(COUNTY, "别县"),))
    broken_article = replace(news.articles[0], body=None)  # type: ignore[arg-type]
    for fault in (
        replace(news, articles=(broken_article,)),
        replace(news, people=(replace(news.people[0], role=None),)),  # type: ignore[arg-type]
        replace(news, links=(*news.links, replace(link("http://gov.example/9.html"), state="eaten"))),  # type: ignore[arg-type]
    ):
        with pytest.raises((WarehouseError, AttributeError)):
            warehouse.merge(fault)
        assert rows(warehouse) == before
        assert asks(warehouse, "select county_name from raw.county") == [("试县",)]
    assert warehouse.merge(replace(news, counties=())).inserted == 1


def test_a_person_without_their_article_is_refused(warehouse: Warehouse) -> None:
    article = story(1, "甲水镇：春茶开采", DAY)
    person = PersonRow(article.articles[0].article_id, LATER, "author", 1, "秦小满")
    with pytest.raises(WarehouseError, match="PersonRow of article"):
        warehouse.merge(replace(article, people=(person,)))
    assert asks(warehouse, "select count(*) from raw.article") == [(0,)]


def test_a_text_that_comes_back_is_a_version_of_its_own(warehouse: Warehouse) -> None:
    for number, body in enumerate(("一百亩", "一千亩", "一百亩")):
        fetched = MOMENT + timedelta(days=number)
        warehouse.merge(story(1, "甲水镇：春茶开采", DAY, body=body, fetched=fetched, authors=("秦小满",)))
    versions = asks(warehouse, "select version, is_current, body from raw.article order by version")
    assert versions == [(1, False, "一百亩"), (2, False, "一千亩"), (3, True, "一百亩")]
    assert asks(warehouse, "select version from raw.person order by all") == [(1,), (2,), (3,)]


def test_an_older_answer_that_is_loaded_late_does_not_become_the_current_one(warehouse: Warehouse) -> None:
    warehouse.merge(story(1, "甲水镇：春茶开采", DAY, body="一千亩", fetched=LATER))
    counts = warehouse.merge(story(1, "甲水镇：春茶开采", DAY, body="一百亩"))
    assert counts.changed == 1
    assert asks(warehouse, "select body from raw.article where is_current") == [("一千亩",)]
    assert asks(warehouse, "select count(*) from raw.article") == [(2,)]


def test_two_answers_of_one_second_leave_one_article_that_is_current(warehouse: Warehouse) -> None:
    batch = story(1, "甲水镇：春茶开采", DAY, authors=("秦小满",))
    other = replace(batch.articles[0], source="市网")
    counts = warehouse.merge(replace(batch, articles=(*batch.articles, other), people=batch.people * 2))
    assert counts.inserted == 1
    assert asks(warehouse, "select version, is_current, source from raw.article") == [(1, True, None)]
    assert warehouse.merge(batch).unchanged == 1


def test_a_town_that_a_county_no_longer_has_goes_and_those_of_others_stay(warehouse: Warehouse) -> None:
    warehouse.merge(Batch(counties=(CountyRow("990003", "邻县"),), towns=(TownRow("990003100", "990003", "丁镇"),)))
    kept = tuple(town for town in county().towns if town.town_name != "丙桥街道")
    warehouse.merge(Batch(counties=(CountyRow(COUNTY, "试县"),), towns=kept))
    assert asks(warehouse, "select town_name from raw.town order by town_code") == [("甲水镇",), ("乙山乡",), ("丁镇",)]
