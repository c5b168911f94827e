"""Slogans go from town to town: who was first, who followed when, who never did."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """三个年 (accepted): the county on 1 April, 乙山乡 on the 4th, 甲水镇 on the 11th. 五联工作法 (open): both towns.
    六步走法 (open): 甲水镇 alone. 十四五 is rejected."""
    opened = SmallWarehouse()
    opened.tell("a1", date(2026, 4, 1), None, slogans=["三个年"])
    opened.tell("a2", date(2026, 4, 4), "乙山乡", slogans=["三个年", "五联工作法"])
    opened.tell("a3", date(2026, 4, 11), "甲水镇", slogans=["三个年", "五联工作法", "六步走法", "十四五"])
    opened.tell("a4", date(2026, 5, 2), "甲水镇", slogans=["三个年"])
    opened.tell("a5", None, "甲水镇", slogans=["三个年"])
    # A reprint of a4: the same story, so no further use.
    opened.tell("a6", date(2026, 5, 3), "甲水镇", title="a4号值得一说的新鲜事情", slogans=["三个年"], site="city")
    return opened.made()


def test_each_town_has_its_first_use_its_lag_and_its_rank_and_silent_towns_have_none(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, stories, first_use_date, first_story_id, lag_days, adoption_rank, round(cumulative_share, 2)"
        " from mart.slogan_diffusion where slogan = '三个年' order by place_kind desc, adoption_rank nulls last"
    )
    assert small.asks(sql) == [
        ("乙山乡", 1, date(2026, 4, 4), "a2", 3, 1, 0.33),
        ("甲水镇", 3, date(2026, 4, 11), "a3", 10, 2, 0.67),
        ("丙桥街道", None, None, None, None, None, None),
        ("试县", 5, date(2026, 4, 1), "a1", 0, 1, 1.0),
    ]


def test_open_slogans_are_shown_when_two_towns_use_them_and_rejected_ones_never(small: SmallWarehouse) -> None:
    sql = "select distinct slogan, verdict from mart.slogan_diffusion order by slogan"
    assert small.asks(sql) == [("三个年", "accepted"), ("五联工作法", "open")]


def test_the_spread_of_a_slogan_in_a_county(small: SmallWarehouse) -> None:
    sql = (
        "select slogan, first_use_date, first_town, towns, adopters, round(adopted_share, 2), days_to_half, stories"
        " from mart.slogan_spread order by slogan"
    )
    assert small.asks(sql) == [
        ("三个年", date(2026, 4, 1), "乙山乡", 3, 2, 0.67, 10, 5),
        ("五联工作法", date(2026, 4, 4), "乙山乡", 3, 2, 0.67, 7, 2),
    ]


def test_uses_are_counted_in_each_period(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, period_kind, period_start_date, stories from mart.slogan_use"
        " where slogan = '三个年' and period_kind in ('month', 'all') and place_name <> '乙山乡'"
        " order by place_name, period_kind, period_start_date"
    )
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    assert small.asks(sql) == [
        ("甲水镇", "all", april, 3),
        ("甲水镇", "month", april, 1),
        ("甲水镇", "month", may, 1),
        ("试县", "all", april, 5),
        ("试县", "month", april, 3),
        ("试县", "month", may, 1),
    ]


def test_open_slogans_wait_for_a_verdict_with_an_example(small: SmallWarehouse) -> None:
    sql = "select slogan, stories, towns, first_date, sentence, story_id, url from mart.slogan_review"
    assert small.asks(sql) == [
        ("五联工作法", 2, 2, date(2026, 4, 4), "a2：五联工作法", "a2", "http://gov.example/a2"),
        ("六步走法", 1, 1, date(2026, 4, 11), "a3：六步走法", "a3", "http://gov.example/a3"),
    ]


def test_half_is_never_reached_by_one_town_of_three() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", slogans=["四比四创"])
    assert small.made().asks("select first_town, adopters, days_to_half from mart.slogan_spread") == [
        ("甲水镇", 1, None)
    ]


def test_towns_of_one_day_share_a_rank() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", slogans=["五联工作法"])
    small.tell("a2", date(2026, 4, 1), "乙山乡", slogans=["五联工作法"])
    small.tell("a3", date(2026, 4, 8), "丙桥街道", slogans=["五联工作法"])
    sql = (
        "select place_name, lag_days, adoption_rank, round(cumulative_share, 2) from mart.slogan_diffusion"
        " where place_kind = 'town' order by place_code"
    )
    assert small.made().asks(sql) == [("丙桥街道", 7, 3, 1.0), ("甲水镇", 0, 1, 0.67), ("乙山乡", 0, 1, 0.67)]


def test_counties_are_compared_with_counties_and_towns_with_their_own() -> None:
    small = SmallWarehouse()
    small.county("990003", "又县", {"丁河镇": "990003100"})
    small.tell("a1", date(2026, 4, 1), "甲水镇", slogans=["三个年"])
    small.tell("b1", date(2026, 4, 21), "丁河镇", slogans=["三个年"], county="990003", town_code="990003100")
    sql = (
        "select place_name, lag_days, adoption_rank, cumulative_share from mart.slogan_diffusion"
        " where place_name in ('试县', '又县', '丁河镇') order by place_code"
    )
    assert small.made().asks(sql) == [("试县", 0, 1, 0.5), ("又县", 20, 2, 1.0), ("丁河镇", 0, 1, 1.0)]


def test_a_slogan_of_undated_stories_only_is_used_and_has_no_day() -> None:
    small = SmallWarehouse()
    small.tell("a1", None, "甲水镇", slogans=["三个年"])
    sql = "select stories, first_use_date, first_story_id, adoption_rank from mart.slogan_diffusion where place_name = '甲水镇'"
    assert small.made().asks(sql) == [(1, None, "a1", None)]
    assert small.asks("select adopters, first_town, first_use_date from mart.slogan_spread") == [(1, None, None)]
