"""How completely each site was crawled in each month, and the frame of places and periods that stands on it."""

from datetime import date, datetime

from tests.sql.small_warehouse import COUNTY, SmallWarehouse
from tests.sql.two_counties import OTHER_COUNTY, TwoCounties

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
SEEN = datetime(2026, 6, 20, 12, 0)


def link(small: SmallWarehouse, key: str, day: date, *, state: str = "loaded", role: str = "article") -> None:
    small.insert(
        "link", link_id=key, url=f"http://gov.example/{key}", site_key=f"gov{COUNTY}", county_code=COUNTY, role=role,
        listed_date=day, state=state, reason="soft_404" if state == "lost" else None, first_seen_at=SEEN, last_seen_at=SEEN,
    )  # fmt: skip


def column(small: SmallWarehouse, name: str, since: date, found: datetime = SEEN) -> None:
    small.insert(
        "column_coverage", site_key=f"gov{COUNTY}", column_url=f"http://gov.example/{name}", county_code=COUNTY,
        column_name=name, covered_since=since, covered_at=found,
    )  # fmt: skip


def covered(small: SmallWarehouse) -> list[tuple[object, ...]]:
    sql = (
        "select month_date, links, articles, lost, columns, round(list_share, 4), round(coverage_share, 4), is_crawled"
        f" from core.coverage where site_key = 'gov{COUNTY}' order by month_date"
    )
    return small.asks(sql)


def told(*days: date) -> TwoCounties:
    """Articles of these days with their links."""
    small = TwoCounties()
    for number, day in enumerate(days):
        small.tell(f"a{number}", day, "甲水镇")
        link(small, f"a{number}", day)
    return small


def test_coverage_is_the_share_of_days_known_times_the_share_of_links_loaded() -> None:
    small = told(date(2026, 4, 20), date(2026, 4, 22), date(2026, 4, 25), date(2026, 6, 20))
    link(small, "lost", date(2026, 4, 28), state="lost")
    link(small, "list", date(2026, 4, 28), role="list")  # lists and later pages of an article are no links of their own
    column(small, "要闻", date(2026, 4, 16))
    assert covered(small.made()) == [
        (APRIL, 4, 3, 1, 1, 0.5, 0.375, True),  # 15 of 30 days, three of four links
        (MAY, 0, 0, 0, 1, 1.0, 1.0, True),  # nothing was printed, and that is known
        (JUNE, 1, 1, 0, 1, 1.0, 1.0, True),
    ]


def test_columns_of_a_site_are_averaged() -> None:
    small = told(date(2026, 4, 20), date(2026, 4, 30))
    column(small, "要闻", date(2026, 4, 1))
    column(small, "公示", date(9999, 1, 1))  # it broke off: nothing is known
    assert covered(small.made()) == [(APRIL, 2, 2, 0, 2, 0.5, 0.5, True)]


def test_where_no_list_says_how_far_it_goes_the_coverage_is_not_known() -> None:
    small = told(date(2026, 4, 20), date(2026, 5, 3))
    assert covered(small.made()) == [
        (APRIL, 1, 1, 0, 0, None, None, True),
        (MAY, 1, 1, 0, 0, None, None, True),
    ]


def test_every_site_of_a_county_is_there_in_every_month_of_that_county() -> None:
    small = told(date(2026, 4, 20), date(2026, 6, 1))
    small.tell_there("d1", date(2026, 5, 9), "丁河镇")
    rows = small.made().asks(
        "select county_code, count(*), count(distinct month_date) from core.coverage group by 1 order by 1"
    )
    assert rows == [(COUNTY, 6, 3), (OTHER_COUNTY, 2, 1)]


def test_days_that_cannot_be_true_stretch_no_period() -> None:
    small = told(date(2026, 4, 20), date(1970, 1, 1), date(2088, 8, 8))
    sql = "select period_kind, period_start_date, period_end_date from core.place_period where place_name = '甲水镇' order by 1"
    assert small.made().asks(sql) == [
        ("all", APRIL, date(2026, 4, 20)),
        ("month", APRIL, date(2026, 4, 30)),
        ("quarter", APRIL, date(2026, 6, 30)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert (
        small.asks("select stories from mart.output_rank where place_name = '甲水镇' and period_kind <> 'all'")
        == [(1,)] * 3
    )
    assert small.asks("select stories from mart.output_rank where place_name = '甲水镇' and period_kind = 'all'") == [
        (3,)
    ]


def test_all_time_begins_for_all_counties_on_one_day() -> None:
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 20), "甲水镇")
    small.tell_there("d1", date(2026, 6, 9), "丁河镇")
    sql = "select distinct period_start_date from core.place_period where period_kind = 'all'"
    assert small.made().asks(sql) == [(APRIL,)]
