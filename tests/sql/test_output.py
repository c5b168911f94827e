"""How much each place publishes, and how it ranks among its peers."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
TEA = "春茶开采正当时节"


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: two stories in April, one of them reprinted twice, one in May; 乙山乡: two in April, one undated.

    又县 has one town with a story in May; 试县 one story of no town.
    """
    opened = TwoCounties()
    opened.tell("a1", date(2026, 4, 3), "甲水镇", title=TEA)
    opened.tell("a2", date(2026, 4, 5), "甲水镇", title=TEA, site="city")
    opened.tell("a3", date(2026, 4, 6), None, title=TEA, site="city")
    opened.tell("a4", date(2026, 4, 20), "甲水镇")
    opened.tell("a5", date(2026, 5, 20), "甲水镇")
    opened.tell("b1", date(2026, 4, 10), "乙山乡")
    opened.tell("b2", date(2026, 4, 11), "乙山乡")
    opened.tell("b3", None, "乙山乡")
    opened.tell("c1", date(2026, 5, 2), None)
    opened.tell_there("d1", date(2026, 5, 31), "丁河镇")
    return opened.made()


def test_towns_are_ranked_by_stories_not_pages_and_silent_ones_are_there(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, peer_rank, stories, publications, reprints, story_share from mart.output_rank"
        " where period_kind = 'all' and place_kind = 'town' order by county_code, place_code"
    )
    assert small.asks(sql) == [
        ("丙桥街道", 3, 0, 0, 0, 0.0),
        ("甲水镇", 1, 3, 5, 2, 0.5),
        ("乙山乡", 1, 3, 3, 0, 0.5),
        ("丁河镇", 1, 1, 1, 0, 1.0),
        ("戊岭镇", 2, 0, 0, 0, 0.0),
    ]


def test_every_month_has_every_town_with_rank_and_change(small: SmallWarehouse) -> None:
    sql = (
        "select period_start_date, place_name, stories, peer_rank, stories_change, peer_rank_change"
        " from mart.output_rank where period_kind = 'month' and place_kind = 'town' and county_name = '试县'"
        " order by period_start_date, peer_rank, place_code"
    )
    assert small.asks(sql) == [
        (APRIL, "甲水镇", 2, 1, None, None),
        (APRIL, "乙山乡", 2, 1, None, None),
        (APRIL, "丙桥街道", 0, 3, None, None),
        (MAY, "甲水镇", 1, 1, -1, 0),
        (MAY, "丙桥街道", 0, 2, 0, 1),
        (MAY, "乙山乡", 0, 2, -2, -1),
    ]


def test_counties_are_ranked_among_each_other_with_all_their_stories(small: SmallWarehouse) -> None:
    sql = (
        "select period_kind, period_start_date, place_name, stories, peer_rank, round(story_share, 3) from mart.output_rank"
        " where place_kind = 'county' and period_kind in ('all', 'month') order by 1, 2, peer_rank"
    )
    assert small.asks(sql) == [
        ("all", APRIL, "试县", 7, 1, 0.875),
        ("all", APRIL, "又县", 1, 2, 0.125),
        ("month", APRIL, "试县", 4, 1, 1.0),  # nothing is known of 又县 in April
        ("month", MAY, "试县", 2, 1, 0.667),
        ("month", MAY, "又县", 1, 2, 0.333),
    ]


def test_quarter_and_year_hold_all_their_months(small: SmallWarehouse) -> None:
    sql = (
        "select period_kind, period_start_date, stories, is_complete from mart.output_rank"
        " where place_name = '乙山乡' and period_kind in ('quarter', 'year') order by period_kind"
    )
    assert small.asks(sql) == [("quarter", APRIL, 2, False), ("year", date(2026, 1, 1), 2, False)]


def test_a_period_is_complete_when_articles_of_the_county_reach_its_last_day(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, period_start_date, is_complete from mart.output_rank"
        " where period_kind = 'month' and place_kind = 'county' order by county_code, period_start_date"
    )
    assert small.asks(sql) == [("试县", APRIL, True), ("试县", MAY, False), ("又县", MAY, True)]


def test_without_population_there_is_no_number_per_resident(small: SmallWarehouse) -> None:
    sql = "select distinct population, stories_per_10000_residents from mart.output_rank where place_name = '甲水镇'"
    assert small.asks(sql) == [(None, None)]


def test_a_county_of_which_nothing_is_read_yet_has_no_periods_and_breaks_nothing() -> None:
    small = TwoCounties()
    small.tell("a1", None, "甲水镇")
    small.made()
    assert small.asks("select count(*) from mart.output_rank") == [(0,)]


def test_what_leads_from_a_number_to_its_articles(small: SmallWarehouse) -> None:
    sql = (
        "select publication.article_id from mart.output_rank join core.place_story"
        " using (place_code, period_kind, period_start_date) join core.publication as publication using (story_id)"
        " where place_name = '甲水镇' and period_kind = 'month' and period_start_date = '2026-04-01' order by 1"
    )
    assert small.asks(sql) == [("a1",), ("a2",), ("a3",), ("a4",)]
