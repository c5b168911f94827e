"""Links that are read anew: the earlier reading is gone with the same stroke, and unchanged rules change nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from extractors.url import article_id
from tests.warehouse.batches import COUNTY, MOMENT, SITE, county, link, read, story
from warehouse.errors import WarehouseError
from warehouse.rows import Batch, FetchRow
from warehouse.store import Warehouse

DAY = date(2026, 5, 6)
URL = "http://gov.example/1.html"
TABLES = ("link", "fetch", "article", "person", "reading", "topic", "place", "search_text", "fingerprint")

State = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def warehouse(tmp_path: Path):
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        yield opened


def state(warehouse: Warehouse) -> State:
    return {
        table: warehouse.connection.execute(f"select * from raw.{table} order by all").fetchall() for table in TABLES
    }


def answer(day: int, body: str) -> Batch:
    """What an answer of so many days later was read as."""
    batch = story(1, "甲水镇：春茶开采", DAY, body=body, authors=("秦小满",), fetched=MOMENT + timedelta(days=day))
    fetch = FetchRow(
        "gov/2026-05.warc.gz", day, URL, SITE, COUNTY, "article", MOMENT + timedelta(days=day), article_id(URL)
    )
    return replace(batch, fetches=(fetch,))


def together(*batches: Batch) -> Batch:
    return Batch(
        links=tuple(row for batch in batches for row in batch.links),
        fetches=tuple(row for batch in batches for row in batch.fetches),
        articles=tuple(row for batch in batches for row in batch.articles),
        people=tuple(row for batch in batches for row in batch.people),
        reread=(article_id(URL),),
    )


@pytest.mark.parametrize("bodies", [["一"], ["一", "二"], ["一", "二", "一"], ["一", "一", "二", "二", "一", "三"]])
def test_with_unchanged_rules_every_row_is_as_it_was(warehouse: Warehouse, bodies: list[str]) -> None:
    listed = link(URL, listed_title="甲水镇：春茶开采", listed_date=DAY)
    warehouse.merge(Batch(links=(listed,)))
    answers = [answer(day, body) for day, body in enumerate(bodies)]
    for one in answers:
        warehouse.merge(one)
    warehouse.merge(story(2, "乙山乡：修路", DAY, authors=("秦小满",)))
    read(warehouse)
    before = state(warehouse)
    warehouse.merge(together(*answers))
    assert state(warehouse) == before
    assert read(warehouse).articles == 0, "texts that came out as they were are not read again"


def test_another_reading_replaces_the_versions_of_before(warehouse: Warehouse) -> None:
    for day, body in enumerate(["旧一", "旧二", "旧三"]):
        warehouse.merge(answer(day, body))
    read(warehouse)
    warehouse.merge(together(*[answer(day, "道路硬化") for day in range(3)]))
    versions = warehouse.connection.execute("select version, is_current, body from raw.article").fetchall()
    assert versions == [(1, True, "道路硬化")]
    assert warehouse.connection.execute("select count(*) from raw.person").fetchall() == [(1,)]
    assert read(warehouse).articles == 1
    words = warehouse.connection.execute("select version, words from raw.search_text").fetchall()
    assert len(words) == 1
    assert "道路" in words[0][1]


def test_what_is_no_article_any_more_leaves_nothing_but_its_link_and_answer(warehouse: Warehouse) -> None:
    warehouse.merge(answer(0, "甲水镇春茶开采"))
    read(warehouse)
    lost = link(URL, "lost", reason="list_page", detail="It is a list.", fetched_at=MOMENT)
    warehouse.merge(replace(together(answer(0, "")), articles=(), people=(), links=(lost,)))
    after = state(warehouse)
    assert {table: len(rows) for table, rows in after.items()} == {
        table: int(table in ("link", "fetch")) for table in TABLES
    }
    states = warehouse.connection.execute("select state, reason, listed_date from raw.link").fetchall()
    assert states == [("lost", "list_page", DAY)]


def test_a_batch_that_breaks_leaves_the_earlier_reading(warehouse: Warehouse) -> None:
    warehouse.merge(answer(0, "旧"))
    read(warehouse)
    before = state(warehouse)
    impossible = replace(link("http://gov.example/9.html"), state="eaten")  # type: ignore[arg-type]
    broken = replace(together(answer(0, "新")), links=(impossible,))
    with pytest.raises(WarehouseError, match="nothing was changed"):
        warehouse.merge(broken)
    assert state(warehouse) == before


def test_a_forgotten_name_stays_away_when_its_article_is_read_anew(warehouse: Warehouse) -> None:
    warehouse.merge(answer(0, "通讯员秦小满报道"))
    warehouse.forget("秦小满")
    warehouse.merge(together(answer(0, "通讯员秦小满报道")))
    assert warehouse.connection.execute("select name from raw.person").fetchall() == [(None,)]
    assert "秦小满" not in str(state(warehouse)["article"])
