"""A year of news of many columns, whole and then broken: no alarm without a cause, and one for each cause, in time."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.sql.news_years import RATES, Breakage, NewsYears, days_from

BEGIN = date(2024, 11, 1)
WARM_DAYS, YEAR_DAYS, STEP = 190, 364, 7
# What happens to each of eight sites, which alarms tell it, and on which day at the latest.
BREAKAGES = {
    "the list shows nothing": (Breakage(news=0, links=0), {"links"}, 1),
    "the list shows the same old links": (Breakage(news=0), {"silence", "volume"}, 14),
    "no titles after a redesign": (Breakage(fields={"title": 0}, template="new"), {"title"}, 7),
    "no times of publication": (Breakage(fields={"published_at": 0}), {"time"}, 7),
    "all texts by the last resort": (Breakage(fields={"rule": 0}), {"fallback"}, 7),
    "a wall answers 412": (Breakage(news=0, reason="challenge", status=412), {"closed"}, 2),
    "a tenth of the news": (Breakage(news=0.1), {"volume", "silence"}, 14),
    "the site is gone": (Breakage(news=0, reason="unreachable", status=None), {"closed"}, 2),
}

Alarm = tuple[str, str, str]


class Lived:
    """What a warehouse told of a whole year, and of the days after the sites broke."""

    def __init__(self, years: NewsYears) -> None:
        years.live(days_from(BEGIN, WARM_DAYS))
        before = years.alarms()
        self.false: list[Alarm] = list(before)
        day = BEGIN + timedelta(WARM_DAYS)
        for first in range(0, YEAR_DAYS, STEP):
            years.live(days_from(day + timedelta(first), STEP))
            now = years.alarms()
            self.false += now - before
            before = now
        day += timedelta(YEAR_DAYS)
        broken = dict(zip(years.sites, (breakage for breakage, _, _ in BREAKAGES.values()), strict=True))
        self.told: dict[Alarm, int] = {}
        for number, today in enumerate(days_from(day, 14), start=1):
            years.live([today], broken)
            for alarm in years.alarms() - before:
                self.told.setdefault(alarm, number)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return Lived(NewsYears(tmp_path_factory.mktemp("years"), len(BREAKAGES), seed=11))


def test_no_site_and_no_column_alarms_twice_in_a_year_without_a_cause(lived: Lived) -> None:
    watched = len(BREAKAGES) * (1 + len(RATES))
    each = Counter((site, column) for site, column, _ in lived.false)
    assert all(alarms <= 1 for alarms in each.values()), each
    assert len(lived.false) <= watched / 10, lived.false


@pytest.mark.parametrize("what", BREAKAGES)
def test_what_breaks_is_told_in_time(lived: Lived, what: str) -> None:
    _, kinds, latest = BREAKAGES[what]
    site = f"site{list(BREAKAGES).index(what)}"
    told = {kind: day for (where, _, kind), day in lived.told.items() if where == site and kind in kinds}
    assert told, lived.told
    assert min(told.values()) <= latest, told


def test_what_is_not_broken_is_not_told(lived: Lived) -> None:
    fields = {"title", "time", "author", "source", "editor", "body", "fallback"}
    for number, (breakage, kinds, _) in enumerate(BREAKAGES.values()):
        told = {kind for site, _, kind in lived.told if site == f"site{number}"}
        assert told & fields <= kinds
        assert "closed" not in told or breakage.reason
        assert "links" not in told or breakage.links == 0
        assert "template" not in told or breakage.template


def test_a_redesign_alone_is_told_once_for_the_site(lived: Lived) -> None:
    redesigned = [alarm for alarm in lived.told if alarm[2] == "template"]
    assert redesigned == [("site2", "", "template")]
