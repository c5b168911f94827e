"""Discovery: whatever happens to a column and to the runs that read it, no article that it lists is left out.

The columns of these tests are a model that lives on while it is read, within what discovery can see: between two
requests a column grows by less than a page; nothing is deleted during a run, or what is shifted over the edge of a page
would be missed; and what appears during a run appears in one column, or the other one's links would pass for known.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from crawlers import columns
from crawlers.archive import Archive
from crawlers.breaker import Breaker
from crawlers.county import CountyFile
from crawlers.crawl import crawl_site
from crawlers.exchange import FetchSettings
from crawlers.fetch import Answer, Fetcher
from crawlers.link import CrawlCounts, Known, Link, Validators, Window, body_digest
from crawlers.politeness import Stopped
from crawlers.visit import Visit
from crawlers.warc import RecordContext
from extractors.lists import ListItem, ListPage
from extractors.outcome import Loss
from extractors.page import Page
from extractors.url import canonical_url
from warehouse.ledger import PASSING

HOME = "http://yunxi.example"
BIRTH = date(2026, 1, 1)
PAGERS = ("to the end", "the last page again", "past the end", "counting down", "in a circle")
FAULTS = ("stop", "kill", "500", "timeout")
PER_DAY = 2  # articles of one day
few = settings(derandomize=True, max_examples=100, deadline=None, database=None)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Column:
    """A list of articles, newest first; each is a number that grows with time. Notices are pinned to every page."""

    name: str
    pager: str
    rows: int
    pinned: int
    has_dates: bool
    articles: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{HOME}/{self.name}/"

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.articles) // self.rows))

    def day(self, article: int) -> date | None:
        return BIRTH + timedelta(article // PER_DAY) if self.has_dates else None

    def listed(self, window: Window) -> set[str]:
        """The addresses of the articles that the column shows of these days."""
        shown = {f"{HOME}/a/{article}" for article in self.articles if window.holds(self.day(article))}
        notice_day = BIRTH - timedelta(100) if self.has_dates else None
        return shown | {f"{HOME}/notice/{n}" for n in range(self.pinned) if window.holds(notice_day)}

    def answer(self, path: str) -> bytes | None:
        """The list page at this path, None where there is none."""
        number = self._number(path)
        if number > self.pages and self.pager == "the last page again":
            chunk = self.pages
        elif number > self.pages or number < 1:
            return None
        else:
            chunk = number
        notices = [(f"{HOME}/notice/{n}", BIRTH - timedelta(100)) for n in range(self.pinned)]
        some_articles = self.articles[(chunk - 1) * self.rows : chunk * self.rows]
        rows = notices + [(f"{HOME}/a/{article}", cast("date", self.day(article))) for article in some_articles]
        items = [[url, str(day) if self.has_dates else None] for url, day in rows]
        return json.dumps({"items": items, "next": self._next(number)}).encode()

    def _number(self, path: str) -> int:
        name = path.removeprefix(f"/{self.name}/")
        if not name:
            return 1
        number = int(name.removesuffix(".htm"))
        return self.pages - number + 1 if self.pager == "counting down" else number

    def _next(self, number: int) -> str | None:
        reach = {"the last page again": 10**6, "past the end": self.pages + 2}.get(self.pager, self.pages)
        if number >= reach:
            return self.url if self.pager == "in a circle" else None
        following = self.pages - number if self.pager == "counting down" else number + 1
        return f"{self.url}{following}.htm"


def read_list(page: Page) -> ListPage:
    data = json.loads(page.body)
    items = tuple(ListItem(url, url, day and date.fromisoformat(day)) for url, day in data["items"])
    return ListPage(items, data["next"])


@dataclass
class Ledger:
    """What is archived, and what a run is told of it: the least that the warehouse makes of the same records."""

    records: list[tuple[RecordContext, Page]] = field(default_factory=list)

    def append(self, context: RecordContext, page: Page, **_: object) -> None:
        self.records.append((context, page))

    def known(self, *, is_soon: bool) -> Known:
        """`is_soon`: the next run begins before what failed is due again."""
        links: dict[str, Link] = {}
        done: set[str] = set()
        covered: dict[str, date] = {}
        validators: dict[str, Validators] = {}
        for context, page in self.records:
            key = canonical_url(page.url)
            if context.covered_since is not None:
                covered[page.url] = context.covered_since
            elif context.outcome is not None:
                links.setdefault(key, Link(page.url, context.site, context.role, context.column))
                (done.discard if context.outcome in PASSING else done.add)(key)
            elif context.role == "list":
                done.add(key)
                validators[page.url] = Validators(digest=body_digest(page.body))
                for item in read_list(page).items:
                    link = Link(item.url, context.site, "article", context.column, item.title, item.date)
                    links.setdefault(canonical_url(item.url), link)
            else:
                done.add(key)
        waits = {key for key, link in links.items() if link.role == "list" and is_soon}
        pending = [link for key, link in links.items() if key not in done | waits]
        return Known(done=done | waits, pending=pending, covered_since=covered, validators=validators)


@dataclass
class World:
    """A site with columns, and runs of it that may be cut short."""

    columns: list[Column]
    arrivals: list[int]  # how many articles appear after the first request of a run, after the second, …
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    asked: Counter[str] = field(default_factory=Counter, repr=False)
    answered: Counter[str] = field(default_factory=Counter, repr=False)
    requests: int = field(default=0, repr=False)
    settings: FetchSettings = field(default_factory=FetchSettings, repr=False)
    newest: int = field(default=-1, repr=False)
    _fault: tuple[int, str] | None = field(default=None, repr=False)

    def publish(self, count: int) -> None:
        """Articles appear at the top of the first column, every other of them in the second as well."""
        for _ in range(count):
            self.newest += 1
            for column in self.columns[: 1 + self.newest % 2]:
                column.articles.insert(0, self.newest)

    def publish_meanwhile(self, count: int) -> None:
        """Articles appear during a run, in one column or in the other."""
        for _ in range(count):
            self.newest += 1
            self.columns[self.newest % len(self.columns)].articles.insert(0, self.newest)

    def delete(self, places: list[int]) -> None:
        for place in places:
            for column in self.columns:
                if place < len(column.articles):
                    del column.articles[place]

    def run(
        self, window: Window | None = None, fault: tuple[int, str] | None = None, *, is_soon: bool = False
    ) -> CrawlCounts | None:
        self.requests, self._fault = 0, fault
        site = {
            "key": "yunxi-gov", "name": "云溪县人民政府", "url": HOME, "level": "county", "kind": "government",
            "column": [{"name": column.name, "url": column.url} for column in self.columns],
        }  # fmt: skip
        county = CountyFile.model_validate({"code": "990001", "name": "云溪县", "site": [site]})
        fetcher, archive = cast("Fetcher", self), cast("Archive", self.ledger)
        stop = threading.Event()
        visit = Visit(county, county.site[0], fetcher, archive, Breaker(), stop, lambda _: None)
        try:
            return crawl_site(visit, known=self.ledger.known(is_soon=is_soon), window=window or Window())
        except Killed:
            return None

    def remember_robots(self, _: object) -> None:
        """This site has none."""

    def get(self, url: str, **_: Any) -> Answer:
        """Stands for the fetcher."""
        self.requests += 1
        fault = self._fault[1] if self._fault and self._fault[0] == self.requests else None
        is_list = not url.startswith((f"{HOME}/a/", f"{HOME}/notice/"))
        if not is_list:
            self.asked[url] += 1
        if fault == "stop":
            raise Stopped
        if fault == "kill":
            raise Killed
        if fault == "timeout":
            return Answer(url, loss=Loss.TIMEOUT, detail="Nothing came.")
        body = self._body(url) if is_list else url.encode()
        if fault == "500" or body is None:
            loss, status = (Loss.SERVER_ERROR, 500) if fault else (Loss.NOT_FOUND, 404)
            return Answer(url, Page(url, b"", status, fetched_at=datetime.now(UTC)), loss, f"It answered {status}.")
        if not is_list:
            self.answered[url] += 1
        if self.requests <= len(self.arrivals):
            self.publish_meanwhile(self.arrivals[self.requests - 1])
        return Answer(url, Page(url, body, fetched_at=datetime.now(UTC)))

    def _body(self, url: str) -> bytes | None:
        path = url.removeprefix(HOME)
        return next(column.answer(path) for column in self.columns if path.startswith(f"/{column.name}/"))

    def listed(self, window: Window | None = None) -> set[str]:
        return set().union(*(column.listed(window or Window()) for column in self.columns))

    @property
    def asked_again(self) -> Mapping[str, int]:
        """What was asked for again although it had been answered."""
        return {url: count for url, count in self.answered.items() if count > 1}


@some.composite
def worlds(draw: some.DrawFn, *, grows: bool = True) -> World:
    has_dates = draw(some.booleans())
    lists = [
        Column(name, draw(some.sampled_from(PAGERS)), draw(some.integers(2, 4)), draw(some.integers(0, 2)), has_dates)
        for name in ("news", "towns")[: draw(some.integers(1, 2))]
    ]
    least_rows = min(column.rows for column in lists)
    arrivals = draw(some.lists(some.integers(0, least_rows - 1), max_size=8)) if grows else []
    world = World(lists, arrivals)
    world.publish(draw(some.integers(0, 14)))
    return world


days = some.integers(0, 8).map(lambda day: BIRTH + timedelta(day))
windows = some.none() | days.map(Window)
fault = some.tuples(some.integers(1, 12), some.sampled_from(FAULTS))


@dataclass(frozen=True)
class CutShort:
    """A run that something happens to, and what happens to the columns before it."""

    fault: tuple[int, str]
    appear: int
    deleted: list[int]
    is_soon: bool


cut_short = some.builds(
    CutShort, fault, some.integers(0, 5), some.lists(some.integers(0, 6), max_size=2), some.booleans()
)


@pytest.fixture(autouse=True, scope="module")
def lists_are_read_as_the_model_writes_them() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "read_list", read_list)
        patch.setattr("crawlers.crawl.continuation_urls", lambda _: [])
        patch.setattr("crawlers.crawl.refuse_walls", lambda _: None)
        yield


@few
@given(worlds())
def test_a_first_run_asks_once_for_every_article_that_was_there_when_it_began(world: World) -> None:
    there = world.listed()
    world.run()
    assert there - set(world.answered) == set()
    assert set(world.asked.values()) <= {1}


@few
@given(worlds(), windows, some.lists(cut_short, max_size=5), some.integers(0, 5))
def test_runs_that_are_cut_short_leave_nothing_out_and_ask_for_nothing_twice(
    world: World, window: Window | None, runs: list[CutShort], appear: int
) -> None:
    for run in runs:
        world.publish(run.appear)
        world.delete(run.deleted)
        world.run(window, run.fault, is_soon=run.is_soon)
    world.publish(appear)
    there = world.listed(window)
    world.run(window)
    assert there - set(world.answered) == set()
    assert world.asked_again == {}


@few
@given(worlds(grows=False), windows)
def test_a_run_with_nothing_new_makes_one_request_for_each_column_and_writes_nothing(
    world: World, window: Window | None
) -> None:
    world.run(window)
    world.run(window)  # a pager that counts too far: only the second time is its missing page the end
    archived = len(world.ledger.records)
    world.run(window)
    assert world.requests == len(world.columns)
    assert len(world.ledger.records) == archived


@few
@given(worlds(), days, days, some.integers(0, 5))
def test_a_window_is_covered_to_its_first_day_and_a_wider_one_after_it(
    world: World, one: date, other: date, appear: int
) -> None:
    for since in (max(one, other), min(one, other)):
        window = Window(since)
        there = world.listed(window)
        world.run(window)
        assert there - set(world.answered) == set()
        world.publish(appear)
    assert world.asked_again == {}
    assert set(world.answered) <= world.listed(window)


def two_columns(news: list[int], towns: list[int]) -> World:
    """Two columns of two rows a page, which share articles, all of them known."""
    world = World([Column(name, "to the end", 2, 0, has_dates=True) for name in ("news", "towns")], [])
    world.columns[0].articles, world.columns[1].articles = [1, 0], [1, 0]
    world.run()
    world.columns[0].articles, world.columns[1].articles = news, towns
    return world


def test_what_another_column_showed_does_not_make_a_column_known_that_failed() -> None:
    world = two_columns(news=[5, 4, 3, 1, 0], towns=[5, 4, 1, 0])
    world.run(fault=(1, "500"))
    assert f"{HOME}/a/5" in world.answered
    world.run()
    assert world.listed() - set(world.answered) == set()


def test_a_half_read_column_is_read_again_though_what_waits_was_first_seen_in_another() -> None:
    world = two_columns(news=[5, 4, 1, 0], towns=[5, 4, 3, 1, 0])
    world.run(fault=(4, "stop"))
    world.run()
    assert world.listed() - set(world.answered) == set()
