"""What places claim of the same thing, side by side."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties

CLAIMS = (
    "select place_name, latest_value, bound, claimed_date, claims, peer_rank, sentence, story_id, url"
    " from mart.claim_benchmark where indicator = '{}' and unit = '{}' and period_kind = '{}' and place_kind = '{}'"
    " order by period_start_date, place_code"
)
NOTHING = (None, None, None, 0, None, None, None, None)


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """茶园 by 甲水镇 in 2025 and 2026, by 乙山乡 in 2026; 网格员 by 甲水镇 alone; 茶园 by both counties, too."""
    opened = TwoCounties()
    opened.tell("a1", date(2025, 4, 3), "甲水镇", claims=[("茶园", 300, "亩"), ("网格员", 12, "名")])
    opened.tell("a2", date(2026, 4, 3), "甲水镇", claims=[("茶园", 500, "亩"), ("茶园", 20, "公顷")], bound="ge")
    opened.tell("b1", date(2026, 4, 9), "乙山乡", claims=[("茶园面积", 700, "亩"), ("茶园", 100, "亩")])
    opened.tell("c1", date(2026, 4, 10), None, claims=[("茶园", 9000, "亩")])
    opened.tell_there("d1", date(2026, 4, 11), "丁河镇", claims=[("茶园", 80, "亩")])
    opened.tell_there("e1", date(2026, 4, 12), None, claims=[("茶园", 4000, "亩")])
    opened.insert(
        "quantity", article_id="b1", version=1, position=9, indicator="茶园", value=1.0, unit="亩", bound="eq",
        part_of="耕地", raw="1", sentence="其中茶园1亩",
    )  # fmt: skip
    return opened.made()


def test_the_latest_claim_of_each_peer_stands_with_its_sentence_and_the_silent_are_there(small: SmallWarehouse) -> None:
    assert small.asks(CLAIMS.format("茶园", "亩", "all", "town")) == [
        ("丙桥街道", *NOTHING),
        ("甲水镇", 500, "ge", date(2026, 4, 3), 2, 2, "茶园500亩", "a2", "http://gov.example/a2"),
        # of two numbers of one text the first; another wording is the same thing; a part is no claim of the whole
        ("乙山乡", 700, "eq", date(2026, 4, 9), 2, 1, "茶园面积700亩", "b1", "http://gov.example/b1"),
    ]


def test_a_year_has_the_claims_of_that_year_where_two_claim_something_in_it(small: SmallWarehouse) -> None:
    rows = [row[:2] for row in small.asks(CLAIMS.format("茶园", "亩", "year", "town"))]
    assert rows == [("丙桥街道", None), ("甲水镇", 500), ("乙山乡", 700)]  # in 2025 甲水镇 alone claims any


def test_a_county_claims_by_news_of_no_town(small: SmallWarehouse) -> None:
    rows = [(row[0], row[1], row[5]) for row in small.asks(CLAIMS.format("茶园", "亩", "all", "county"))]
    assert rows == [("试县", 9000, 1), ("又县", 4000, 2)]


def test_what_only_one_claims_and_other_units_are_not_compared(small: SmallWarehouse) -> None:
    assert small.asks("select distinct indicator, unit from mart.claim_benchmark") == [("茶园", "亩")]


def test_claims_of_a_reprint_do_not_count_twice() -> None:
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 3), "甲水镇", title="春茶开采正当时节", claims=[("茶园", 500, "亩")])
    small.tell("a2", date(2026, 4, 4), "甲水镇", title="春茶开采正当时节", claims=[("茶园", 500, "亩")], site="city")
    small.tell("b1", None, "乙山乡", claims=[("茶园", 500, "亩")])
    rows = [row[:6] for row in small.made().asks(CLAIMS.format("茶园", "亩", "all", "town"))]
    assert rows[1:] == [("甲水镇", 500, "eq", date(2026, 4, 3), 1, 1), ("乙山乡", 500, "eq", None, 1, 1)]


def test_claims_of_a_county_without_a_single_day_break_nothing() -> None:
    small = TwoCounties()
    small.tell("a1", None, "甲水镇", claims=[("茶园", 500, "亩")])
    small.tell("b1", None, "乙山乡", claims=[("茶园", 500, "亩")])
    assert small.made().asks("select count(*) from mart.claim_benchmark") == [(0,)]
