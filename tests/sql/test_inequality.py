"""How unequally stories are spread over the towns of a county, and over the counties."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties


def spread(small: SmallWarehouse, group: str, kind: str = "all") -> list[tuple[object, ...]]:
    sql = (
        "select places, silent_places, stories, round(gini, 4), round(hhi, 4), top_share, top_place_code from mart.inequality"
        f" where group_name = '{group}' and period_kind = '{kind}' order by period_start_date"
    )
    return small.asks(sql)


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: three stories, 乙山乡: one, 丙桥街道: none, the county itself one; 又县: nothing but one of no town."""
    opened = TwoCounties()
    for number in range(3):
        opened.tell(f"a{number}", date(2026, 4, 1 + number), "甲水镇")
    opened.tell("b1", date(2026, 4, 9), "乙山乡")
    opened.tell("c1", date(2026, 5, 9), None)
    opened.tell_there("d1", date(2026, 4, 9), None)
    return opened.made()


def test_towns_that_have_three_one_and_no_story(small: SmallWarehouse) -> None:
    # differences 2, 3 and 1 between the three pairs, by three places and four stories: 6 / 12; shares 3/4 and 1/4
    assert spread(small, "试县") == [(3, 1, 4, 0.5, 0.625, 0.75, "990002100")]


def test_without_stories_there_is_no_index(small: SmallWarehouse) -> None:
    assert spread(small, "又县") == [(2, 2, 0, None, None, None, None)]
    assert spread(small, "试县", "month")[1] == (3, 3, 0, None, None, None, None)


def test_counties_are_a_group_with_all_their_stories(small: SmallWarehouse) -> None:
    assert spread(small, "各县") == [(2, 0, 6, 0.3333, 0.7222, 5 / 6, "990002")]


def test_equal_towns_are_equal_and_a_single_one_has_all() -> None:
    small = TwoCounties()
    for town in ("甲水镇", "乙山乡", "丙桥街道"):
        small.tell(f"同{town}", date(2026, 4, 3), town)
    small.tell_there("d1", date(2026, 4, 3), "丁河镇")
    small.made()
    assert spread(small, "试县") == [(3, 0, 3, 0.0, 0.3333, 1 / 3, "990002001")]
    assert spread(small, "又县") == [(2, 1, 1, 0.5, 1.0, 1.0, "990003100")]
