"""What the next crawl of a site is told: when to look again, what to ask with, how far lists are known, when to rest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.batches import COUNTY, MOMENT, SITE, link, story
from warehouse.crawl_memory import RECHECK_AGES_DAYS, Version, covered_since, due_rechecks, rest, robots, versions
from warehouse.rows import Batch, CoverageRow, FetchRow, LinkRole
from warehouse.store import Warehouse

FILE = "gov/2026-05.warc.gz"
URL = "http://gov.example/1.html"
ROBOTS = "http://gov.example/robots.txt"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        yield opened


class Answers:
    """Rows of raw.fetch, each behind the one before it in the archive."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.offset = 0

    def add(
        self, at: datetime, reason: str | None = None, *, url: str = URL, role: LinkRole = "article", **more: object
    ) -> None:
        self.offset += 1
        row = FetchRow(
            FILE, self.offset, url, SITE, COUNTY, role, at, link(url).link_id, 200, 10, reason, None, None, "d1"
        )
        self.warehouse.merge(Batch(fetches=(replace(row, **more),)))  # type: ignore[arg-type]


@pytest.fixture
def answers(warehouse: Warehouse) -> Answers:
    return Answers(warehouse)


def looks(warehouse: Warehouse, answers: Answers, published: date, first: datetime, days: int) -> list[int]:
    """The days after its publication on which an article is looked at again, if a run comes every day at noon."""
    warehouse.merge(story(1, "甲水镇：春茶开采", published, fetched=first))
    answers.add(first)
    born = datetime.combine(published, datetime.min.time())
    looked = []
    for day in range(days):
        now = first + timedelta(days=day)
        if due_rechecks(warehouse.connection, SITE, now):
            answers.add(now, status=304, body_digest=None)
            looked.append((now - born).days)
    return looked


def test_a_young_article_is_looked_at_again_less_and_less_often(warehouse: Warehouse, answers: Answers) -> None:
    assert looks(warehouse, answers, date(2026, 5, 20), datetime(2026, 5, 20, 12), 40) == list(RECHECK_AGES_DAYS)


def test_an_article_found_late_is_looked_at_for_the_rest_of_its_two_weeks(
    warehouse: Warehouse, answers: Answers
) -> None:
    assert looks(warehouse, answers, date(2026, 5, 20), datetime(2026, 5, 25, 12), 40) == [7, 13]


def test_an_old_article_is_not_looked_at_again(warehouse: Warehouse, answers: Answers) -> None:
    assert looks(warehouse, answers, date(2020, 5, 20), datetime(2026, 5, 25, 12), 40) == []


def test_a_look_without_an_answer_is_none(warehouse: Warehouse, answers: Answers) -> None:
    warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 5, 20), fetched=datetime(2026, 5, 20, 12)))
    answers.add(datetime(2026, 5, 20, 12))
    answers.add(datetime(2026, 5, 21, 12), "timeout", status=None, body_digest=None)
    assert len(due_rechecks(warehouse.connection, SITE, datetime(2026, 5, 21, 13))) == 1


def test_what_a_page_is_asked_for_with_is_that_of_the_last_good_answer(warehouse: Warehouse, answers: Answers) -> None:
    answers.add(MOMENT, etag='"a"', body_digest="one")
    answers.add(MOMENT + timedelta(days=1), etag='"b"', last_modified="Mon", body_digest="two")
    answers.add(MOMENT + timedelta(days=2), status=304, body_digest=None)
    answers.add(MOMENT + timedelta(days=3), "server_error", status=503, body_digest="three")
    ids = [link(URL).link_id, link("http://gov.example/never.html").link_id]
    assert versions(warehouse.connection, SITE, ids) == [Version(URL, '"b"', "Mon", "two", None)]


def test_how_far_a_column_is_known(warehouse: Warehouse) -> None:
    row = CoverageRow(SITE, "http://gov.example/xw/", COUNTY, "要闻", date(2026, 1, 1), MOMENT)
    warehouse.merge(Batch(coverages=(row,)))
    warehouse.merge(Batch(coverages=(replace(row, covered_since=date.min),)))
    assert covered_since(warehouse.connection, SITE) == {"http://gov.example/xw/": date.min}
    assert covered_since(warehouse.connection, "city") == {}


def test_a_robots_txt_that_was_confirmed_holds_from_then_on(warehouse: Warehouse, answers: Answers) -> None:
    answers.add(MOMENT, url=ROBOTS, role="robots")
    answers.add(MOMENT + timedelta(hours=30), url=ROBOTS, role="robots", status=304)
    (stored,) = robots(warehouse.connection, SITE)
    assert (stored.archive_offset, stored.confirmed_at) == (1, MOMENT + timedelta(hours=30))


def test_a_robots_txt_that_was_refused_is_asked_for_anew(warehouse: Warehouse, answers: Answers) -> None:
    answers.add(MOMENT, url=ROBOTS, role="robots")
    answers.add(MOMENT + timedelta(hours=30), url=ROBOTS, role="robots", status=503)
    assert robots(warehouse.connection, SITE) == []


def test_a_site_that_puts_up_walls_rests_longer_each_time(warehouse: Warehouse, answers: Answers) -> None:
    moment, rests = MOMENT, []
    answers.add(moment)
    for _ in range(4):
        for _ in range(3):
            moment += timedelta(seconds=3)
            answers.add(moment, "challenge", status=412)
        found = rest(warehouse.connection, SITE, moment)
        assert found is not None
        rests.append((found.until - moment) / timedelta(hours=1))
        assert rest(warehouse.connection, SITE, found.until) is None
        moment = found.until
    assert rests == [1, 8, 24, 24]


def test_one_wall_among_good_answers_closes_nothing(warehouse: Warehouse, answers: Answers) -> None:
    for number, reason in enumerate([None, "challenge", None, "challenge", "challenge"]):
        answers.add(MOMENT + timedelta(seconds=number), reason)
    assert rest(warehouse.connection, SITE, MOMENT + timedelta(seconds=9)) is None


@pytest.mark.parametrize(("reason", "status"), [("server_error", 503), ("refused", 429)])
def test_a_site_that_asks_for_a_day_of_rest_has_it(
    warehouse: Warehouse, answers: Answers, reason: str, status: int
) -> None:
    until = MOMENT + timedelta(days=1)
    answers.add(MOMENT, reason, status=status, closed_until=until)
    found = rest(warehouse.connection, SITE, MOMENT + timedelta(hours=12))
    assert found is not None
    assert found.until == until
    assert rest(warehouse.connection, SITE, until) is None
