"""How soon: from event to publication, and from there to the reprints."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse

TEA, RIVER = "春茶开采正当时节", "河道清理见了成效"


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: one story with reprints after 2, 12 and 30 hours and one of which only the day is known, and one undated.
    乙山乡: one reprint, of a story of which only the day is known."""
    opened = SmallWarehouse()
    opened.tell("a1", date(2026, 4, 3), "甲水镇", at="08:00", title=TEA, body="4月1日，茶山上人来人往。")
    opened.tell("a2", date(2026, 4, 3), "甲水镇", at="10:00", title=TEA, site="city")
    opened.tell("a3", date(2026, 4, 3), "甲水镇", at="20:00", title=TEA, site="city")
    opened.tell("a4", date(2026, 4, 4), "甲水镇", at="14:00", title=TEA, site="city")
    opened.tell("a5", date(2026, 4, 5), "甲水镇", title=TEA, site="city")
    opened.tell("a6", None, "甲水镇", title=TEA, site="city")
    opened.tell("b1", date(2026, 5, 3), "乙山乡", title=RIVER, body="近日，河道清理见了成效。")
    opened.tell("b2", date(2026, 5, 4), "乙山乡", at="09:00", title=RIVER, site="city")
    return opened.made()


def test_reprints_are_timed_where_both_hours_are_known(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, reprints, median_lag_hours, round(ninetieth_lag_hours, 1), round(within_24_hours_share, 2),"
        " day_only_reprints from mart.timeliness where period_kind = 'all' order by place_code"
    )
    assert small.asks(sql) == [
        ("试县", 3, 12.0, 26.4, 0.67, 2),
        ("丙桥街道", 0, None, None, None, 0),
        ("甲水镇", 3, 12.0, 26.4, 0.67, 1),
        ("乙山乡", 0, None, None, None, 1),
    ]


def test_days_from_the_event_to_the_publication(small: SmallWarehouse) -> None:
    sql = (
        "select stories, stories_with_event_date, median_event_lag_days from mart.timeliness"
        " where period_kind = 'month' and place_name = '甲水镇' order by period_start_date"
    )
    assert small.asks(sql) == [(1, 1, 2.0), (0, 0, None)]


def test_a_copy_that_prints_an_earlier_hour_of_the_towns_own_day_took_no_time() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 3), "甲水镇", at="15:00", title=TEA, source="甲水镇")
    small.tell("a2", date(2026, 4, 3), "甲水镇", at="09:00", title=TEA, site="city")
    sql = "select reprints, median_lag_hours from mart.timeliness where place_name = '甲水镇' and period_kind = 'all'"
    assert small.made().asks(sql) == [(1, 0.0)]


EVENTS = [
    ("7月4日，镇里开了现场会。", date(2026, 7, 5), date(2026, 7, 4), "7月4日"),
    ("本网讯（通讯员 甲一）7月4日，镇里开了现场会。", date(2026, 7, 5), date(2026, 7, 4), "7月4日"),
    ("7 月 4 日上午\n镇里开了现场会。", date(2026, 7, 5), date(2026, 7, 4), "7月4日"),
    ("2026年7月4日下午，镇里开了现场会。", date(2026, 7, 5), date(2026, 7, 4), "2026年7月4日"),
    ("7月4日至6日，镇里办了培训。", date(2026, 7, 8), date(2026, 7, 4), "7月4日"),
    ("12日，镇里开了现场会。", date(2026, 7, 14), date(2026, 7, 12), "12日"),
    ("本报讯 12日上午，镇里开了现场会。", date(2026, 7, 14), date(2026, 7, 12), "12日"),
    ("本网讯 今（9）日，镇里开了现场会。", date(2026, 7, 9), date(2026, 7, 9), "今（9）日"),
    ("昨(8)日下午，镇里开了现场会。", date(2026, 7, 9), date(2026, 7, 8), "昨(8)日"),
    # 30日 on the 1st is one of the month before, and before January comes December.
    ("30日，镇里开了现场会。", date(2026, 7, 1), date(2026, 6, 30), "30日"),
    ("31日，镇里开了现场会。", date(2026, 1, 2), date(2025, 12, 31), "31日"),
    ("12月30日，镇里开了现场会。", date(2026, 1, 3), date(2025, 12, 30), "12月30日"),
    ("7月5日，镇里开了现场会。", date(2026, 7, 5), date(2026, 7, 5), "7月5日"),
    ("5月6日，镇里开了现场会。", date(2026, 7, 5), date(2026, 5, 6), "5月6日"),
]
NO_EVENTS = [
    "近日，镇里开了现场会。",
    "5月5日，镇里开了现场会。",  # 61 days before: history
    "7月8日，镇里将开现场会。",  # a plan
    "截至7月4日，全镇改造茶园百亩。",
    "7月1日起，全镇开展整治。",
    "自7月1日以来，全镇开展整治。",
    "甲网试县7月4日电（记者 甲一）镇里开了现场会。",
    "甲网7月4日讯 镇里开了现场会。",
    "世界读书日前夕，镇里开了现场会。",
    "历时12日，道路修通了。",
    "每月2日，镇里都有集市。",
    "2日内，全镇完成排查。",
    "2月31日，镇里开了现场会。",
    "13月2日，镇里开了现场会。",
    "99日，镇里开了现场会。",
    "0日，镇里开了现场会。",
    "2024年7月4日，镇里开了现场会。",
    "茶山上人来人往。7月4日，镇里开了现场会。",
    "",
]


@pytest.fixture(scope="module")
def beginnings() -> SmallWarehouse:
    """A story for each text of EVENTS (e0, e1 …) and of NO_EVENTS (n0, n1 …)."""
    opened = SmallWarehouse()
    for number, (body, published, _, _) in enumerate(EVENTS):
        opened.tell(f"e{number}", published, "甲水镇", body=body)
    for number, body in enumerate(NO_EVENTS):
        opened.tell(f"n{number}", date(2026, 7, 5), "甲水镇", body=body)
    return opened.made()


@pytest.mark.parametrize("number", range(len(EVENTS)), ids=[event[0] for event in EVENTS])
def test_the_day_of_the_event_is_read_from_the_beginning(beginnings: SmallWarehouse, number: int) -> None:
    sql = f"select event_date, printed from core.story_event where story_id = 'e{number}'"
    assert beginnings.asks(sql) == [EVENTS[number][2:]]


@pytest.mark.parametrize("number", range(len(NO_EVENTS)), ids=NO_EVENTS)
def test_other_days_are_no_events(beginnings: SmallWarehouse, number: int) -> None:
    assert beginnings.asks(f"from core.story_event where story_id = 'n{number}'") == []
