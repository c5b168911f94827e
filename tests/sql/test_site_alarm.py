"""What is an alarm and what is none: counted by hand on one column of one site."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.sql.small_warehouse import COUNTY, SmallWarehouse

SITE, COLUMN, LIST = f"gov{COUNTY}", "要闻", "http://gov.example/list"
BEGIN = date(2026, 3, 1)


class Watched(SmallWarehouse):
    """A site with one column, whose list is read each evening."""

    def __init__(self, county: dict[str, Any] | None = None, column: dict[str, Any] | None = None) -> None:
        super().__init__()
        for site, name, expect in (("", "", county), (SITE, "", None), (SITE, COLUMN, column)):
            values: dict[str, Any] = {"ignore": [], **(expect or {})}
            if "fill_min" in values:
                values["fill_min"] = json.dumps(values["fill_min"])
            self.insert("watch", county_code=COUNTY, site_key=site, column_name=name, list_url=LIST, list_id="L" if name else None, **values)  # fmt: skip
        self._answers = 0

    def news(self, days: range, a_day: int = 1, **more: Any) -> "Watched":
        """So many articles on each of these days, counted from the first of March."""
        for number in days:
            for place in range(a_day):
                key = f"a{number}-{place}"
                self.tell(key, BEGIN + timedelta(number), "甲水镇", **more)
                self.connection.execute(
                    "update raw.article set column_name = $1, first_fetched_at = published_at + interval 12 hour"
                    " where article_id = $2",
                    [COLUMN, key],
                ).fetchall()
        return self

    def reads(self, number: int, links: int | None = 20, reason: str | None = None, status: int | None = 200, list_id: str = "L") -> None:  # fmt: skip
        """The list is asked for in the evening of that day."""
        self._answers += 1
        self.insert(
            "fetch", archive_file="f", archive_offset=self._answers, url=LIST, link_id=list_id, site_key=SITE,
            county_code=COUNTY, role="list", bytes=1, status=status, reason=reason, links=links,
            fetched_at=datetime.combine(BEGIN + timedelta(number), datetime.min.time()) + timedelta(hours=20, minutes=self._answers),
        )  # fmt: skip

    def alarms(self) -> list[tuple[Any, ...]]:
        return self.made().asks(
            "select column_name, kind, since_date, before_value, now_value from mart.site_alarm order by all"
        )

    def kinds(self) -> set[str]:
        return {kind for _, kind, *_ in self.alarms()}


def test_a_site_that_is_well_has_no_alarm_and_its_numbers() -> None:
    small = Watched().news(range(60))
    small.reads(59)
    assert small.alarms() == []
    sql = (
        "select alarms, articles, last_news_date, silent_days, week_items, round(week_expected), links_now, title_share"
        " from mart.site_health where column_name is not null"
    )
    assert small.asks(sql) == [(0, 60, BEGIN + timedelta(59), 0, 7, 7.0, 20, 1.0)]


def test_silence_is_told_when_its_own_news_make_it_unlikely_and_not_before() -> None:
    for silent, told in ((5, False), (20, True)):
        small = Watched().news(range(80))
        small.reads(80 + silent)
        assert ("silence" in small.kinds()) is told


def test_a_town_with_two_articles_a_month_may_be_silent_for_a_month() -> None:
    small = Watched().news(range(0, 300, 15))
    small.reads(286 + 45)
    assert small.alarms() == []


def test_days_on_which_lists_could_not_be_read_are_no_silence() -> None:
    small = Watched().news(range(80))
    small.reads(80)
    small.reads(100, links=None, reason="challenge", status=412)
    small.reads(101, links=None, reason="challenge", status=412)
    assert small.alarms() == [
        (None, "closed", BEGIN + timedelta(100), f"{BEGIN + timedelta(80)}", "challenge 412"),
    ]


def test_holidays_are_no_silence() -> None:
    small = Watched()
    first = (date(2025, 9, 30) - BEGIN).days  # then come eight days of 国庆 and 中秋
    small.news(range(first - 80, first + 1), a_day=2)
    small.reads(first + 9)
    assert small.alarms() == []


def test_a_single_failure_is_no_alarm_and_one_that_lasts_is() -> None:
    small = Watched().news(range(60))
    small.reads(58)
    small.reads(59, links=None, reason="timeout", status=None)
    assert small.alarms() == []
    small.reads(60, links=None, reason="timeout", status=None)
    assert small.kinds() == {"closed"}
    small.reads(61)
    assert small.kinds() == set()


def run(small: Watched, number: int, **counts: Any) -> None:
    """A run that read the site on that evening."""
    told = json.dumps({SITE: {"requests": 1, "stopped": None, "interrupted": False, **counts}})
    started = datetime.combine(BEGIN + timedelta(number), datetime.min.time()) + timedelta(hours=20)
    small.insert("run", run_id=f"{number}", what="ingest", started_at=started, ended_at=started, counts=told)


@pytest.mark.parametrize(
    ("counts", "told"),
    [({}, {"silence"}), ({"stopped": "It fails."}, set()), ({"interrupted": True}, set()), ({"requests": 0}, set())],
)
def test_a_list_that_stays_as_it_was_is_silence_where_runs_read_it(counts: dict[str, Any], told: set[str]) -> None:
    small = Watched().news(range(60))
    small.reads(59)
    run(small, 90, **counts)
    assert small.kinds() == told


def test_a_column_that_fails_does_not_close_a_site_whose_other_lists_are_as_they_were() -> None:
    small = Watched().news(range(60))
    small.insert("watch", county_code=COUNTY, site_key=SITE, column_name="别栏", list_url=LIST, list_id="M", ignore=[])
    small.reads(59)
    small.reads(60, links=None, reason="not_found", status=404, list_id="M")
    small.reads(61, links=None, reason="not_found", status=404, list_id="M")
    run(small, 60)
    run(small, 61)
    assert [alarm[:2] for alarm in small.alarms()] == [("别栏", "closed")]


def test_a_list_that_shows_nothing_is_told_until_it_shows_something() -> None:
    small = Watched().news(range(60))
    small.reads(58)
    small.reads(59, links=0)
    small.reads(60, links=0)
    assert small.alarms() == [(COLUMN, "links", BEGIN + timedelta(59), "20", "0")]
    small.reads(61, links=18)
    assert small.alarms() == []


def test_a_page_that_is_as_it_was_says_nothing_of_links() -> None:
    small = Watched().news(range(60))
    small.reads(58)
    small.reads(59, links=None, status=304)
    assert small.alarms() == []


def test_what_the_file_expects_takes_the_place_of_what_was_usual() -> None:
    small = Watched(column={"silent_days_max": 60}).news(range(80))
    small.reads(100)
    assert [alarm for alarm in small.alarms() if alarm[0] == COLUMN] == []
    small = Watched(column={"silent_days_max": 2}).news(range(80))
    small.reads(83)
    assert small.alarms() == [(COLUMN, "silence", BEGIN + timedelta(80), "≤ 2", "4")]


@pytest.mark.parametrize(
    ("expect", "alarm"),
    [
        ({"week_min": 8}, ("volume", "≥ 8", "7")),
        ({"articles_min": 61}, ("articles", "≥ 61", "60")),
        ({"fill_min": {"author": 0.5}}, ("author", "≥ 50 %", "0 %")),
        ({"week_min": 7, "articles_min": 60, "silent_days_max": 1, "fill_min": {"title": 1}}, None),
    ],
)
def test_what_falls_short_of_the_file_is_an_alarm(expect: dict[str, Any], alarm: tuple[str, str, str] | None) -> None:
    small = Watched(column=expect).news(range(60))
    small.reads(60)
    assert [(kind, before, now) for _, kind, _, before, now in small.alarms()] == ([alarm] if alarm else [])


def test_a_county_expects_for_itself_and_not_for_each_of_its_columns() -> None:
    small = Watched(county={"silent_days_max": 2, "articles_min": 100}).news(range(60))
    small.reads(63)
    rows = small.made().asks("select site_key, column_name, kind, sentence from mart.site_alarm order by kind")
    assert rows == [
        (None, None, "articles", "试县: 60 articles; its file expects at least 100."),
        (None, None, "silence", "试县: no news for 4 days, since 2026-04-30; its file expects at most 2."),
    ]


def test_what_is_ignored_is_no_alarm() -> None:
    small = Watched(column={"ignore": ["links"]}).news(range(60))
    small.reads(58)
    small.reads(59, links=0)
    assert small.alarms() == []


def test_fields_that_get_lost_are_told_with_an_example_in_both_languages() -> None:
    small = Watched().news(range(50), authors=["k"]).news(range(50, 60))
    small.reads(60)
    sql = "select kind, before_value, now_value, example_url, sentence, sentence_zh from mart.site_alarm"
    assert small.made().asks(sql) == [
        (
            "author", "100 %", "50 %", "http://gov.example/a59-0",
            f"{SITE}: 50 % of its newest 20 articles have an author, since 2026-04-20; before it was 100 %.",
            f"{SITE}：自 2026-04-20 起，最新 20 篇中 50% 有作者，此前为 100%。",
        )
    ]  # fmt: skip


def test_holidays_are_those_of_the_calendar() -> None:
    rows = Watched().made().asks("select feast, min(holiday_date), count(*) from core.holiday where year(holiday_date) = 2026 group by 1 order by 2")  # fmt: skip
    assert rows == [
        ("元旦", date(2026, 1, 1), 1),
        ("春节", date(2026, 2, 16), 8),
        ("清明", date(2026, 4, 5), 1),
        ("五一", date(2026, 5, 1), 5),
        ("端午", date(2026, 6, 19), 1),
        ("中秋", date(2026, 9, 25), 1),
        ("国庆", date(2026, 10, 1), 7),
    ]
