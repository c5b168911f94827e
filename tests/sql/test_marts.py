"""The comparisons, on a county small enough to count by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.batches import MOMENT, county, link, story
from warehouse import transform
from warehouse.rows import Batch
from warehouse.store import Warehouse

SQL = Path(__file__).parents[2] / "sql"
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """甲水镇: three stories (one reprinted twice), 乙山乡: two, 丙桥街道: none; one of the county, one undated."""
    with Warehouse.open(tmp_path_factory.mktemp("marts") / "warehouse.duckdb") as opened:
        opened.merge(county())
        for batch in (
            story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3), "甲水镇", authors=("甲一",), source="甲水镇"),
            story(2, "试县甲水镇：春茶开采正当时节", date(2026, 4, 5), "甲水镇", site="city"),
            story(3, "甲水镇春茶开采正当时节", date(2026, 4, 6), "甲水镇", site="city"),
            # Eight days after the last copy the same words are another story.
            story(4, "甲水镇：春茶开采正当时节", date(2026, 4, 14), "甲水镇"),
            story(5, "甲水镇：河道清理见了成效", date(2026, 5, 20), "甲水镇"),
            # Headlines under eight characters are used over and over and join nothing.
            story(6, "乙山乡：任前公示", date(2026, 4, 10), "乙山乡"),
            story(7, "乙山乡：任前公示", date(2026, 4, 11), "乙山乡"),
            story(8, "全县重点工作推进会议召开", date(2026, 5, 2), None),
            story(9, "没有日期的一则县级消息", None, None),
        ):
            opened.merge(batch)
        lost = link(
            "http://gov.example/90.html", "lost", reason="soft_404", listed_date=date(2026, 4, 9), fetched_at=MOMENT
        )
        opened.merge(Batch(links=(lost,)))
        transform.run(opened.connection, SQL)
        yield opened


def asks(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def test_towns_are_ranked_by_stories_and_silent_ones_are_there(warehouse: Warehouse) -> None:
    sql = "select town_name, county_rank, stories, publications, reprints, stories_above_county, round(story_share, 2) from mart.town_ranking order by county_rank"
    assert asks(warehouse, sql) == [
        ("甲水镇", 1, 3, 5, 2, 1, 0.6),
        ("乙山乡", 2, 2, 2, 0, 0, 0.4),
        ("丙桥街道", 3, 0, 0, 0, 0, 0.0),
    ]


def test_every_month_has_every_town_with_rank_and_change(warehouse: Warehouse) -> None:
    sql = (
        "select month_date, town_name, stories, county_rank, stories_change, county_rank_change"
        " from mart.town_month_output order by month_date, county_rank, town_code"
    )
    assert asks(warehouse, sql) == [
        (APRIL, "甲水镇", 2, 1, None, None),
        (APRIL, "乙山乡", 2, 1, None, None),
        (APRIL, "丙桥街道", 0, 3, None, None),
        (MAY, "甲水镇", 1, 1, -1, 0),
        (MAY, "丙桥街道", 0, 2, 0, 1),
        (MAY, "乙山乡", 0, 2, -2, -1),
    ]


def test_silence_is_counted_to_the_newest_article_of_the_county(warehouse: Warehouse) -> None:
    sql = (
        "select town_name, last_story_date, silent_day_count, longest_gap_days, gaps_over_14_days, is_silent"
        " from mart.town_silence order by town_name"
    )
    assert asks(warehouse, sql) == [
        ("丙桥街道", None, None, None, 0, True),
        ("乙山乡", date(2026, 4, 11), 39, 1, 0, True),
        ("甲水镇", date(2026, 5, 20), 0, 36, 1, False),
    ]


def test_fields_are_counted_for_each_site(warehouse: Warehouse) -> None:
    sql = "select site_key, articles, title_share, round(published_share, 3), round(author_share, 3), round(source_share, 3) from mart.site_field_fill order by site_key"
    assert asks(warehouse, sql) == [("city", 2, 1.0, 1.0, 0.0, 0.0), ("gov", 7, 1.0, 0.857, 0.143, 0.143)]


def test_coverage_stands_beside_every_month(warehouse: Warehouse) -> None:
    sql = "select month_date, links, articles, stories, stories_with_town from mart.month_coverage where month_date is not null order by month_date"
    assert asks(warehouse, sql) == [(APRIL, 7, 6, 4, 4), (MAY, 2, 2, 2, 1)]


def test_losses_have_their_reason_and_an_example(warehouse: Warehouse) -> None:
    assert asks(warehouse, "select site_key, reason, links, example_url from mart.site_losses") == [
        ("gov", "soft_404", 1, "http://gov.example/90.html")
    ]


def test_names_of_people_are_in_one_table_of_core_and_in_no_comparison(warehouse: Warehouse) -> None:
    for (table,) in asks(
        warehouse, "select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'mart'"
    ):
        assert "甲一" not in str(asks(warehouse, f"from {table}"))
