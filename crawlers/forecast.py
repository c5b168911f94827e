"""What a backfill would ask a site for: counted from the ledger and a few of its list pages, else estimated.

It asks as a crawl asks (one request at a time, pauses, robots.txt) but for list pages alone, few of each column, and
keeps nothing. What it counts is what `crawl.py` and `columns.py` ask for: whoever changes that changes it here too.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from crawlers.breaker import Breaker
from crawlers.columns import PAGES_OF_A_WINDOW, counts_down
from crawlers.county import Column, Site
from crawlers.crawl import chosen_columns, is_due_in
from crawlers.estimate import REQUESTS_OF_A_COLUMN, Look, OutOfReach, Search
from crawlers.fetch import Answer, Doing, Fetcher
from crawlers.link import Known, Link, Window, bare_host, is_same_site
from crawlers.list_addresses import ListAddresses, last_page_shown
from extractors.feeds import read_feed
from extractors.lists import ListPage, read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.url import canonical_url

_NO_PAGE = (Loss.NOT_FOUND, Loss.SOFT_404)
# What says that a host will not be read now, so that its other columns are not asked.
_REFUSALS = (Loss.CHALLENGE, Loss.LOGIN, Loss.UNREACHABLE, Loss.TIMEOUT, Loss.SERVER_ERROR)


@dataclass(frozen=True)
class Figure:
    """How many; `is_counted` or else estimated."""

    number: int
    is_counted: bool = True

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.number + other.number, self.is_counted and other.is_counted)


@dataclass(frozen=True)
class ColumnForecast:
    """What would be asked of a column, and how many requests it took to find out.

    `trouble` is the sentence that says why nothing could be found out, None where it could.
    """

    column: str
    lists: Figure = Figure(0)
    articles: Figure = Figure(0)
    asked: int = 0
    trouble: str | None = None


@dataclass
class SiteForecast:
    """What would be asked of a site. `robots` are its robots.txt, `others` links of columns that it no longer has.

    `pace_seconds` lie between two requests, `answer_seconds` is how long an answer takes. `services` are the machines
    that answer for its hosts.
    """

    site: Site
    columns: list[ColumnForecast] = field(default_factory=list)
    robots: int = 0
    others: int = 0
    pace_seconds: float = 0.0
    answer_seconds: float = 0.0
    services: frozenset[str] = frozenset()
    trouble: str | None = None

    @property
    def lists(self) -> Figure:
        """List pages of all columns."""
        return sum((column.lists for column in self.columns), Figure(0))

    @property
    def articles(self) -> Figure:
        """Articles of all columns."""
        return sum((column.articles for column in self.columns), Figure(self.others))

    @property
    def requests(self) -> Figure:
        """All that would be asked."""
        return self.lists + self.articles + Figure(self.robots)

    @property
    def asked(self) -> int:
        """How many list pages were asked for to find this out."""
        return sum(column.asked for column in self.columns)

    @property
    def troubles(self) -> list[str]:
        """One sentence for each thing that could not be found out."""
        return list(dict.fromkeys(filter(None, (self.trouble, *(column.trouble for column in self.columns)))))


@dataclass(frozen=True)
class Plan:
    """What a backfill is to read: days, links, columns; `again` asks also for what is known.

    `listed` are all the articles that the site's lists ever showed, `columns` names of columns, None for those that are
    read unasked.
    """

    window: Window
    known: Known
    listed: Sequence[Link] = ()
    wanted: Callable[[Link], bool] | None = None
    columns: Collection[str] | None = None
    again: bool = False


class Refused(Exception):
    """The site, or one of its columns, cannot be looked at; the message is one sentence."""


@dataclass
class Forecaster:
    """Finds out what a backfill would ask one site for. `report` is told which page is asked for, in one sentence."""

    site: Site
    plan: Plan
    fetcher: Fetcher
    breaker: Breaker
    stop: threading.Event
    report: Callable[[str], None] = lambda _: None
    requests_max: int = REQUESTS_OF_A_COLUMN
    _robots: int = 0
    _answers: int = 0
    _seconds: float = 0.0
    _asked_at: float = 0.0
    _met: set[str] = field(default_factory=set)

    def forecast(self) -> SiteForecast:
        """What would be asked. Raises Stopped when told to stop, CountyFileError for a column that there is not."""
        columns = chosen_columns(self.site, self.plan.columns)
        found = SiteForecast(self.site)
        if self.plan.known.closed:
            found.trouble = f"{self.site.name}: {self.plan.known.closed}"
            return found
        for answered in self.plan.known.robots:
            self.fetcher.remember_robots(answered)
        looks = [ColumnLook(self, column) for column in columns]
        for look in looks:
            look.look()
        unmet = self._unmet(columns)
        found.columns = [look.forecast(unmet.pop(look.column.name, [])) for look in looks]
        found.others = sum(map(len, unmet.values()))
        found.robots = self._robots
        found.pace_seconds = self.fetcher.pace_seconds(self.site.column[0].url, self.site.delay_seconds)
        found.answer_seconds = self._seconds / self._answers if self._answers else 0.0
        found.services = frozenset().union(*(self.fetcher.services(column.url) for column in columns))
        return found

    def ask(self, url: str) -> Answer:
        """Ask for a list page. Raises Refused where its host is to be left alone."""
        host = bare_host(url)
        reason = self.breaker.why_closed(host)
        if reason is not None:
            raise Refused(f"{self.site.name}: {reason}")
        answer = self.fetcher.get(
            url,
            delay_seconds=self.site.delay_seconds,
            stop=self.stop,
            robots_answered=self._count_robots,
            doing=self._note_time,
        )
        self._answers += 1
        self._seconds += time.monotonic() - self._asked_at if self._asked_at else 0.0
        if answer.closes_site or answer.loss in _REFUSALS:
            self.breaker.close(host, answer.detail)
        return answer

    def is_asked_for(self, link: Link) -> bool:
        """Whether a link is of these days, is wanted, and is of the site."""
        plan = self.plan
        return plan.window.holds(link.date) and (plan.wanted is None or plan.wanted(link)) and self.is_on_site(link.url)

    def is_on_site(self, url: str) -> bool:
        """Whether an address is of the site, or of the host of one of its columns."""
        return is_same_site(url, self.site.url) or any(is_same_site(url, column.url) for column in self.site.column)

    def meet(self, link: Link) -> bool:
        """Whether a link is met for the first time: one in two columns is asked for once."""
        key = canonical_url(link.url)
        is_new = key not in self._met
        self._met.add(key)
        return is_new

    def is_done(self, link: Link) -> bool:
        """Whether a link needs no request."""
        return canonical_url(link.url) in self.plan.known.done

    def done_unmet(self, column: str) -> int:
        """How many links of a column the ledger has as done that would be asked for else, and no page has shown."""
        listed = (link for link in self.plan.listed if link.column == column and self.is_done(link))
        return sum(self.is_asked_for(link) and canonical_url(link.url) not in self._met for link in listed)

    @cached_property
    def known_keys(self) -> frozenset[str]:
        """The canonical addresses of all articles that earlier runs met."""
        return frozenset(canonical_url(link.url) for link in self.plan.listed)

    def _unmet(self, columns: Collection[Column]) -> dict[str, list[Link]]:
        """By column, the links of the ledger that are asked for and that no page looked at has shown."""
        plan = self.plan
        waiting = [link for link in plan.known.pending if link.role != "list" and self.meet(link)]
        unmet: dict[str, list[Link]] = {}
        for link in (*waiting, *plan.known.rechecks):  # what is looked at again is done, so that no list counts it
            is_due = is_due_in(link, self.site, columns, is_limited=plan.columns is not None)
            if is_due and self.is_asked_for(link):
                unmet.setdefault(link.column or "", []).append(link)
        return unmet

    def _count_robots(self, _: Answer) -> None:
        self._robots += 1

    def _note_time(self, doing: Doing, _: float) -> None:
        if doing == Doing.ASKING:
            self._asked_at = time.monotonic()


@dataclass
class ColumnLook:
    """A look at some of a column's list pages."""

    forecaster: Forecaster
    column: Column
    asked: int = 0
    trouble: str | None = None
    _links: dict[int, list[Link]] = field(default_factory=dict)  # by number of the page
    _following: dict[int, str | None] = field(default_factory=dict)
    _addresses: ListAddresses | None = None
    _index: list[str] = field(default_factory=list)  # a sitemap index and its sitemaps: each is read, whatever its days
    _first: Page | None = None
    _is_down_to_known: bool = False
    _needed: int = 0
    _in_window: int = 0
    _new_in_window: int = 0

    def __post_init__(self) -> None:
        cap = self.column.pages or PAGES_OF_A_WINDOW
        plan = self.forecaster.plan
        self._search = Search(self._page, plan.window, cap, self.forecaster.requests_max, self._shown)
        since = plan.known.covered_since.get(self.column.url)
        # Of a column that was read down to before the window the ledger knows all links but those since then.
        is_known = since is not None and plan.window.since is not None and since <= plan.window.since
        self._is_covered = is_known and not plan.again

    def look(self) -> None:
        """Look at as many pages as it takes, and count what they show."""
        try:
            self._search.find_end()
            if self._index:
                self._look_at_index()
            elif self._is_covered:
                self._is_down_to_known = self._search.look_down_to(self._is_known)
            else:
                self._search.find_window()
        except Refused as refused:
            self.trouble = str(refused)
        pages = self._pages
        for number in sorted(self._links):
            if number <= pages:
                self._count(self._links[number])

    def forecast(self, unmet: Sequence[Link]) -> ColumnForecast:
        """What would be asked; `unmet` are this column's links of the ledger that no page looked at has shown."""
        if self.trouble:
            return ColumnForecast(self.column.name, asked=self.asked, trouble=self.trouble)
        estimate = self._search.estimate()
        is_counted = bool(self._index) or estimate.is_counted
        lists = Figure(self._pages + self._asked_twice() + self._failed_before(), is_counted)
        is_all_seen = len(self._links) >= len(self._index) if self._index else is_counted and not estimate.unseen_pages
        if is_all_seen or self._is_down_to_known:
            articles = Figure(self._needed + len(unmet))
        else:
            rechecks = sum(map(self.forecaster.is_done, unmet))
            unseen = max(self._unseen(estimate.unseen_links), len(unmet) - rechecks)
            articles = Figure(self._needed + unseen + rechecks, is_counted=False)
        return ColumnForecast(self.column.name, lists, articles, self.asked)

    @property
    def _pages(self) -> int:
        return len(self._index) or self._search.pages

    def _page(self, number: int) -> Look | None:
        """Look at the page of this number. Raises OutOfReach, and Refused where the column cannot be read at all."""
        url = self._address(number)
        if url is None:
            raise OutOfReach
        forecaster = self.forecaster
        where = f"{forecaster.site.name}, {self.column.name}"
        forecaster.report(f"{where}: looking at list page {number}.")
        answer = forecaster.ask(url)
        self.asked += 1
        try:
            page = _good_page(answer)
            listed = read_list(page)
        except NotAnArticle as error:
            if error.loss in _NO_PAGE and number > 1:
                return None
            if error.loss in _REFUSALS:
                forecaster.breaker.close(bare_host(url), f"{url}: {error}")
            raise Refused(f"{where}: {error}") from error
        return self._take(number, page, listed)

    def _take(self, number: int, page: Page, listed: ListPage) -> Look:
        """Keep what a page lists. Those of the first page that come back are pinned, and no sign of a page's age."""
        self._first = self._first or page
        feed = read_feed(page) if number == 1 else None
        if feed is not None and feed.sitemaps:
            self._index = [self.column.url, *feed.sitemaps]
        links = [
            Link(item.url, self.forecaster.site.key, "article", self.column.name, item.title, item.date)
            for item in listed.items
        ]
        self._links[number] = links
        self._following[number] = listed.next_page if links else None
        self._learn_addresses(number)
        pinned = {link.url for link in self._links[1]} if number > 1 else set()
        dates = tuple(link.date for link in links if link.url not in pinned)
        return Look(dates, self._following[number] is None or bool(self._index), tuple(link.url for link in links))

    def _learn_addresses(self, number: int) -> None:
        """Tell how the addresses go on, and whether they do as was thought."""
        following = self._following[number]
        if number == 2 and following and self._following.get(1):
            self._addresses = ListAddresses.of(self._following[1] or "", following)
        elif self._addresses and following and self._addresses.number(following) != number + 1:
            self._addresses = None

    def _address(self, number: int) -> str | None:
        """Where a page is; None where that cannot be told, or where it is on another site."""
        if number == 1:
            return self.column.url
        url = self._index[number - 1] if self._index else self._following.get(number - 1)
        if url is None and self._addresses:
            url = self._addresses.address(number)
        return url if url and self.forecaster.is_on_site(url) else None

    def _shown(self) -> int | None:
        if self._first is None or self._addresses is None:
            return None
        return last_page_shown(self._first, len(self._links[1]), self._addresses)

    def _look_at_index(self) -> None:
        for number in range(2, len(self._index) + 1):
            if self.asked < self.forecaster.requests_max:
                self._page(number)

    def _is_known(self, number: int) -> bool:
        """Whether the ledger has all links of a page."""
        known = self.forecaster.known_keys
        return all(canonical_url(link.url) in known for link in self._links.get(number, ()))

    def _count(self, links: Sequence[Link]) -> None:
        """Count the links of a page that would be asked for."""
        forecaster = self.forecaster
        for link in links:
            is_in_window = forecaster.plan.window.holds(link.date)
            self._in_window += is_in_window
            if not forecaster.meet(link) or not is_in_window or not forecaster.is_asked_for(link):
                continue
            self._new_in_window += 1
            self._needed += not forecaster.is_done(link)

    def _unseen(self, links: float) -> int:
        """How many of so many links of the window, on pages that were not looked at, would be asked for.

        As large a share of them as of those that were seen is wanted, and not in another column too; those that the
        ledger has as done are not asked for.
        """
        share = self._new_in_window / self._in_window if self._in_window else 1.0
        return max(round(links * share) - self.forecaster.done_unmet(self.column.name), 0)

    def _asked_twice(self) -> int:
        """1 where numbers count down: then the first page is asked once more, to see that no page was passed over."""
        pages = self._pages
        if pages < 2 or self._index:
            return 0
        following = [self._following.get(number) or self._address(number + 1) for number in range(1, pages)]
        last = self._following.get(pages) or (self._address(pages + 1) if pages not in self._following else None)
        return int(counts_down([*following, last]))

    def _failed_before(self) -> int:
        """The list pages that earlier runs could not read and that are not among those of this one."""
        read = {canonical_url(self._address(number) or "") for number in range(1, self._pages + 1)}
        failed = (link for link in self.forecaster.plan.known.pending if link.role == "list")
        return sum(link.column == self.column.name and canonical_url(link.url) not in read for link in failed)


def _good_page(answer: Answer) -> Page:
    """The page of an answer. Raises NotAnArticle where there is none."""
    if answer.page is None or answer.loss:
        raise NotAnArticle(answer.loss or Loss.ERROR, answer.detail)
    return answer.page
