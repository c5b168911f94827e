"""What places write about, beside what their peers write about."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: 党建 .5 with 教育 .25, and 党建 alone; 乙山乡: one of nothing known; 又县: 教育 alone."""
    opened = TwoCounties()
    opened.tell("a1", date(2026, 4, 3), "甲水镇", topics={"党建": 0.5, "教育": 0.25})
    opened.tell("a2", date(2026, 4, 9), "甲水镇", topics={"党建": 1.0})
    opened.tell("b1", date(2026, 4, 9), "乙山乡")
    opened.tell_there("d1", date(2026, 5, 9), "丁河镇", topics={"教育": 1.0})
    return opened.made()


def topics(small: SmallWarehouse, place: str) -> list[tuple[object, ...]]:
    """Of all time, by topic: mainly, touched, weight, share, share of the peers, quotient."""
    sql = (
        "select topic, stories_mainly, stories, story_weight, topic_share, peer_topic_share, round(location_quotient, 4)"
        f" from mart.topic_share where place_name = '{place}' and period_kind = 'all' order by topic"
    )
    return small.asks(sql)


def test_a_story_weighs_one_and_what_no_topic_explains_stands_beside_them(small: SmallWarehouse) -> None:
    assert topics(small, "甲水镇") == [
        ("党建", 2, 2, 1.5, 0.75, 0.5, 1.5),
        ("教育", 0, 1, 0.25, 0.125, 0.25 / 3, 1.5),
        ("未解释", 0, 1, 0.25, 0.125, 1.25 / 3, 0.3),
    ]


def test_a_story_of_no_topic_is_mainly_unexplained(small: SmallWarehouse) -> None:
    assert topics(small, "乙山乡")[2] == ("未解释", 1, 1, 1.0, 1.0, 1.25 / 3, 2.4)


def test_a_silent_place_has_its_rows_and_no_shares(small: SmallWarehouse) -> None:
    assert topics(small, "丙桥街道")[0] == ("党建", 0, 0, 0.0, None, 0.5, None)


def test_where_no_peer_touches_a_topic_there_is_no_quotient(small: SmallWarehouse) -> None:
    assert topics(small, "丁河镇") == [
        ("党建", 0, 0, 0.0, 0.0, 0.0, None),
        ("教育", 1, 1, 1.0, 1.0, 1.0, 1.0),
        ("未解释", 0, 0, 0.0, 0.0, 0.0, None),
    ]


def test_counties_are_compared_with_counties(small: SmallWarehouse) -> None:
    assert topics(small, "又县")[1] == ("教育", 1, 1, 1.0, 1.0, 0.3125, 3.2)
    assert topics(small, "试县")[1] == ("教育", 0, 1, 0.25, 0.25 / 3, 0.3125, 0.2667)


def test_of_equal_shares_the_story_is_mainly_one() -> None:
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 3), "甲水镇", topics={"教育": 0.5, "党建": 0.5})
    mainly = [row[:3] for row in topics(small.made(), "甲水镇")]
    assert mainly == [("党建", 1, 1), ("教育", 0, 1), ("未解释", 0, 0)]


def test_topics_of_a_reprint_do_not_count() -> None:
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 3), "甲水镇", title="春茶开采正当时节", topics={"教育": 1.0})
    small.tell("a2", date(2026, 4, 4), "甲水镇", title="春茶开采正当时节", topics={"党建": 1.0}, site="city")
    mainly = [row[:3] for row in topics(small.made(), "甲水镇")]
    assert mainly == [("党建", 0, 0), ("教育", 1, 1), ("未解释", 0, 0)]
