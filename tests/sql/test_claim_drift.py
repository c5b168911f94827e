"""What a place claims of a thing, told again and again: does it fall, double, or never change?"""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇 claims its tea six times; 乙山乡 and the county have tea of their own, and 甲水镇 其中 and 公顷 besides."""
    opened = SmallWarehouse()
    opened.tell("a1", date(2025, 1, 10), "甲水镇", claims=[("茶园", 500, "亩")])
    opened.tell("a2", date(2025, 7, 10), "甲水镇", claims=[("茶园", 500, "亩")])
    opened.tell("a3", date(2026, 1, 10), "甲水镇", claims=[("茶园", 500, "亩"), ("茶园", 80, "公顷")])
    opened.tell("a4", date(2026, 2, 10), "甲水镇", claims=[("茶园面积", 450, "亩")])  # 茶园 in other words
    opened.tell("a5", date(2026, 3, 10), "甲水镇", claims=[("茶园", 600, "亩")])
    opened.tell("a6", date(2026, 4, 10), "甲水镇", claims=[("茶园", 1200, "亩")])
    opened.tell("a7", None, "甲水镇", claims=[("茶园", 9, "亩")])
    opened.tell("b1", date(2025, 5, 1), "乙山乡", claims=[("茶园", 40, "亩")])
    opened.tell("c1", date(2025, 6, 1), None, claims=[("茶园", 9000, "亩")])
    return opened.made()


def test_each_claim_stands_beside_the_one_before(small: SmallWarehouse) -> None:
    sql = (
        "select story_id, unit, value, previous_value, previous_date, change from mart.claim_history"
        " where place_name = '甲水镇' and claimed_date is not null order by story_id, position"
    )
    assert small.asks(sql) == [
        ("a1", "亩", 500, None, None, "first"),
        ("a2", "亩", 500, 500, date(2025, 1, 10), "same"),
        ("a3", "亩", 500, 500, date(2025, 7, 10), "repeated"),  # for a year, though told in between
        ("a3", "公顷", 80, None, None, "first"),
        ("a4", "亩", 450, 500, date(2026, 1, 10), "fell"),
        ("a5", "亩", 600, 450, date(2026, 2, 10), "rose"),
        ("a6", "亩", 1200, 600, date(2026, 3, 10), "doubled"),
    ]


def test_a_county_claims_by_its_own_news_and_an_undated_story_stands_outside_of_time(small: SmallWarehouse) -> None:
    sql = "select place_name, story_id, change, url from mart.claim_history where story_id in ('a7', 'b1', 'c1') order by 2"
    assert small.asks(sql) == [
        ("甲水镇", "a7", None, "http://gov.example/a7"),
        ("乙山乡", "b1", "first", "http://gov.example/b1"),
        ("试县", "c1", "first", "http://gov.example/c1"),
    ]


def test_claims_to_look_into_are_counted_for_every_place(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, stories, claims, fell, doubled, repeated, flagged_share from mart.claim_drift"
        " where period_kind = ? order by place_code, period_start_date"
    )
    assert small.connection.execute(sql, ["all"]).fetchall() == [
        ("试县", 9, 10, 1, 1, 1, 0.3),
        ("丙桥街道", 0, 0, 0, 0, 0, None),
        ("甲水镇", 7, 8, 1, 1, 1, 0.375),
        ("乙山乡", 1, 1, 0, 0, 0, 0.0),
    ]
    years = [row for row in small.connection.execute(sql, ["year"]).fetchall() if row[0] == "甲水镇"]
    assert years == [("甲水镇", 2, 2, 0, 0, 0, 0.0), ("甲水镇", 4, 5, 1, 1, 1, 0.6)]


def changes(*told: tuple[date, tuple[float, ...]]) -> list[tuple[float, str]]:
    """Value and change of each claim of 网格员, a story for each day."""
    small = SmallWarehouse()
    for number, (day, values) in enumerate(told):
        small.tell(f"a{number}", day, "甲水镇", claims=[("网格员", value, "名") for value in values])
    sql = "select value, change from mart.claim_history order by story_id, position"
    return [(value, change) for value, change in small.made().asks(sql)]


def test_of_several_numbers_of_the_day_before_the_nearest_is_compared() -> None:
    told = changes((date(2026, 4, 1), (500, 120)), (date(2026, 4, 9), (120, 130, 490)))
    assert told[2:] == [(120, "same"), (130, "rose"), (490, "fell")]


def test_numbers_of_one_day_are_not_compared_with_each_other() -> None:
    assert changes((date(2026, 4, 1), (500, 120)), (date(2026, 4, 1), (7,))) == [
        (500, "first"),
        (120, "first"),
        (7, "first"),
    ]


@pytest.mark.parametrize(("day", "change"), [(date(2026, 3, 31), "same"), (date(2026, 4, 1), "repeated")])
def test_the_same_number_is_repeated_after_365_days(day: date, change: str) -> None:
    assert changes((date(2025, 4, 1), (5,)), (day, (5,)))[1] == (5, change)


def test_a_number_that_changed_in_between_is_not_repeated() -> None:
    years = [date(2025, 1, 1), date(2025, 6, 1), date(2026, 3, 1), date(2026, 4, 1)]
    values = [(5.0,), (6.0,), (5.0,), (5.0,)]
    told = changes(*zip(years, values, strict=True))
    assert [change for _, change in told] == ["first", "rose", "fell", "same"]


def test_from_nothing_to_something_is_no_doubling() -> None:
    assert changes((date(2026, 4, 1), (0,)), (date(2026, 4, 2), (3,)))[1] == (3, "rose")


def test_a_part_is_not_compared_with_the_whole() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", claims=[("党员", 90, "名")])
    small.tell("a2", date(2026, 4, 9), "甲水镇", claims=[("党员", 9, "名")])
    small.connection.execute("update raw.quantity set part_of = '网格员' where article_id = 'a2'").fetchall()
    sql = "select change from mart.claim_history order by story_id"
    assert small.made().asks(sql) == [("first",), ("first",)]


def test_claims_of_a_town_that_is_no_longer_on_the_list_are_the_countys() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "旧镇", town_code="990002999", claims=[("茶园", 500, "亩")])
    assert small.made().asks("select place_name, value from mart.claim_history") == [("试县", 500)]
