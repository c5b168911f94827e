"""How long places are silent, and how long the gaps between their stories are."""

from datetime import date, timedelta

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇 with gaps of 2, 15 and 20 days, two stories on the first; 乙山乡 with one; 又县 begins in May."""
    opened = TwoCounties()
    for number, day in enumerate((APRIL, APRIL, date(2026, 4, 3), date(2026, 4, 18), date(2026, 5, 8))):
        opened.tell(f"a{number}", day, "甲水镇")
    opened.tell("b1", date(2026, 4, 24), "乙山乡")
    opened.tell_there("d1", date(2026, 5, 20), "丁河镇")
    return opened.made()


def silences(small: SmallWarehouse, kind: str) -> list[tuple[object, ...]]:
    sql = (
        "select place_name, stories, last_story_date, silent_days, longest_gap_days, median_gap_days, gaps_over_14_days,"
        f" is_silent, is_dead from mart.silence where period_kind = '{kind}' and place_kind = 'town'"
        " order by period_start_date, place_code"
    )
    return small.asks(sql)


def test_silence_is_counted_to_the_newest_article_of_the_county(small: SmallWarehouse) -> None:
    assert silences(small, "all") == [
        ("丙桥街道", 0, None, None, None, None, 0, True, True),
        ("甲水镇", 5, date(2026, 5, 8), 0, 20, 15.0, 2, False, False),
        # fourteen days of silence are still allowed
        ("乙山乡", 1, date(2026, 4, 24), 14, None, None, 0, False, False),
        ("丁河镇", 1, date(2026, 5, 20), 0, None, None, 0, False, False),
        ("戊岭镇", 0, None, None, None, None, 0, True, True),
    ]


def test_a_month_remembers_the_story_before_it_and_has_the_gaps_that_end_in_it(small: SmallWarehouse) -> None:
    months = silences(small, "month")
    assert [row for row in months if row[0] == "甲水镇"] == [
        ("甲水镇", 4, date(2026, 4, 18), 12, 15, 8.5, 1, False, False),
        ("甲水镇", 1, date(2026, 5, 8), 0, 20, 20.0, 1, False, False),
    ]
    assert [row for row in months if row[0] == "乙山乡"] == [
        ("乙山乡", 1, date(2026, 4, 24), 6, None, None, 0, False, False),
        ("乙山乡", 0, date(2026, 4, 24), 14, None, None, 0, False, False),
    ]


def test_a_county_is_silent_only_where_all_of_it_is(small: SmallWarehouse) -> None:
    sql = "select place_name, last_story_date, longest_gap_days from mart.silence where place_kind = 'county' and period_kind = 'all' order by 1"
    assert small.asks(sql) == [("又县", date(2026, 5, 20), None), ("试县", date(2026, 5, 8), 15)]


@pytest.mark.parametrize(
    ("days", "silent", "dead"), [(14, False, False), (15, True, False), (183, True, False), (184, True, True)]
)
def test_silent_after_fourteen_days_and_dead_after_half_a_year(days: int, silent: bool, dead: bool) -> None:
    small = TwoCounties()
    small.tell("b1", APRIL, "乙山乡")
    small.tell("a1", APRIL + timedelta(days), "甲水镇")
    sql = "select silent_days, is_silent, is_dead from mart.silence where place_name = '乙山乡' and period_kind = 'all'"
    assert small.made().asks(sql) == [(days, silent, dead)]


def test_a_story_without_a_day_counts_and_ends_no_silence() -> None:
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 3), "甲水镇")
    small.tell("b1", None, "乙山乡")
    rows = {row[0]: row for row in silences(small.made(), "all")}
    assert rows["乙山乡"] == ("乙山乡", 1, None, None, None, None, 0, True, True)
