"""How alike two places are: the same topics in the same mixture, and texts that they share."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse

ALL = (
    "select place_name, other_place_name, stories, other_stories, round(topic_cosine, 3), shared_text_stories,"
    " shared_text_share from mart.similarity where period_kind = 'all' and place_kind = 'town'"
    " order by place_code, other_place_code"
)


def signature(text: int, like: int | None = None, common: int = 0) -> Sequence[int]:
    """A fingerprint of its own; the first `common` of its 64 places are those of the text `like`."""
    own = [1000 * text + place for place in range(64)]
    return own if like is None else [1000 * like + place for place in range(common)] + own[common:]


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: one story of 产业, one of 产业 and 党建 by halves. 乙山乡: one of 产业, in the next quarter one of 党建.
    丙桥街道 is silent. One text is in both towns in April."""
    opened = SmallWarehouse()
    opened.tell("a1", date(2026, 4, 1), "甲水镇", topics={"产业": 1.0}, signature=signature(1))
    opened.tell("a2", date(2026, 5, 1), "甲水镇", topics={"产业": 0.5, "党建": 0.5}, signature=signature(2))
    opened.tell("b1", date(2026, 4, 9), "乙山乡", topics={"产业": 1.0}, signature=signature(3, like=1, common=40))
    opened.tell("b2", date(2026, 7, 9), "乙山乡", topics={"党建": 1.0}, signature=signature(4, like=2, common=40))
    return opened.made()


def test_every_pair_of_towns_is_there_and_silent_ones_are_like_nobody(small: SmallWarehouse) -> None:
    assert small.asks(ALL) == [
        ("丙桥街道", "甲水镇", 0, 2, None, None, None),
        ("丙桥街道", "乙山乡", 0, 2, None, None, None),
        ("甲水镇", "乙山乡", 2, 2, 0.894, 2, 1.0),  # (1.5, 0.5) and (1, 1): 2 / (√2.5 · √2)
    ]


def test_each_quarter_is_compared_with_itself(small: SmallWarehouse) -> None:
    sql = (
        "select period_start_date, stories, other_stories, round(topic_cosine, 3), shared_text_stories, shared_text_share"
        " from mart.similarity where period_kind = 'quarter' and place_name = '甲水镇' order by 1"
    )
    assert small.asks(sql) == [
        (date(2026, 4, 1), 2, 1, 0.949, 1, 0.5),  # b2 comes in the next quarter
        (date(2026, 7, 1), 0, 1, None, None, None),
    ]


def test_months_are_not_compared(small: SmallWarehouse) -> None:
    sql = "select distinct period_kind from mart.similarity order by 1"
    assert small.asks(sql) == [("all",), ("quarter",), ("year",)]


def test_a_text_that_went_round_all_towns_is_shared_by_any_two() -> None:
    small = SmallWarehouse()
    for number, town in enumerate(("甲水镇", "乙山乡", "丙桥街道")):
        small.tell(f"a{number}", date(2026, 4, 1 + number), town, signature=signature(1))
    small.tell("a9", date(2026, 4, 9), "丙桥街道", signature=signature(9))
    assert [row[5:] for row in small.made().asks(ALL)] == [(1, 0.5), (1, 0.5), (1, 1.0)]


def test_texts_that_agree_by_less_than_half_are_not_shared() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", signature=signature(1))
    small.tell("a2", date(2026, 4, 2), "乙山乡", signature=signature(2, like=1, common=31))
    assert small.made().asks(ALL)[2] == ("甲水镇", "乙山乡", 1, 1, None, 0, 0.0)


def test_counties_of_one_province_are_compared_by_topics_only() -> None:
    small = SmallWarehouse()
    small.county("990003", "又县", {})
    small.county("980001", "外县", {}, province="外省")
    small.county("970001", "无县", {}, province=None)
    for number, county in enumerate(("990002", "990003", "980001", "970001")):
        small.tell(f"a{number}", date(2026, 4, 1), None, county=county, topics={"产业": 0.8})
    sql = (
        "select place_name, other_place_name, topic_cosine, shared_text_stories from mart.similarity"
        " where place_kind = 'county' and period_kind = 'all'"
    )
    assert small.made().asks(sql) == [("试县", "又县", 1.0, None)]
