"""The columns of a site, page after page, as far as the window asks or as something may be new.

A column that an earlier run has read to an end is known from there on: the next run reads down to what it knows,
and asks for the first page only if it has changed. The archive keeps how far each column is known, because links
alone do not tell: a run that is killed between two list pages leaves known links above unknown ones. Where a list
breaks off, what was known of it is taken back, for the next run would stop at links that this one fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from crawlers.county import Column
from crawlers.fetch import Answer
from crawlers.link import NOWHERE, Known, Link, Listed, Validators, Window, is_same_site
from crawlers.listing import ListEnd, without_pinned
from crawlers.visit import HostClosed, Visit, is_unchanged
from extractors.feeds import read_feed
from extractors.lists import ListPage, read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import MAX_CHARACTERS
from extractors.url import canonical_url

# How many list pages of a column are read unless its file says otherwise: in a run, and where days are asked for.
PAGES_OF_A_RUN = 100
PAGES_OF_A_WINDOW = 2000
# A sitemap may hold as many (sitemaps.org); a list page with more is no list for people.
LINKS_OF_A_PAGE = 50_000
# How often a column is walked whose pages are counted from the last one and grow in number meanwhile.
_WALKS_MAX = 5
_LAST_NUMBER = re.compile(r"(\d+)\D*$")


@dataclass
class ColumnReader:
    """Reads the columns of one site."""

    visit: Visit
    known: Known
    window: Window
    _pending: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._pending = {canonical_url(link.url) for link in self.known.pending}

    def links(self, column: Column) -> Iterator[Link]:
        """The links of a column, from its first page on and from pages on which an earlier run failed."""
        # While links of an earlier run wait (maybe as those of another column), it may have ended between two pages.
        waiting = [link for link in self.known.pending if self.window.holds(link.date)]
        failed = [link for link in waiting if link.role == "list" and link.column == column.name]
        walk = _Walk(self, column, hides_nothing=not waiting)
        try:
            yield from walk.links(column.url)
            for _ in range(1, _WALKS_MAX):
                if walk.is_sure:
                    break
                walk = _Walk(self, column, before=walk)
                yield from walk.links(column.url)
        except HostClosed:
            failed = []
        if walk.finding is not None:
            self.visit.keep_coverage(column, walk.finding)
        try:
            for link in failed:
                if canonical_url(link.url) not in walk.visited:
                    yield from _Walk(self, column, visited=walk.visited).links(link.url)
        except HostClosed:
            return

    def is_new(self, link: Link) -> bool:
        """Whether no run has seen the link."""
        key = canonical_url(link.url)
        return key not in self.known.done and key not in self._pending

    def is_done(self, link: Link) -> bool:
        """Whether a link needs no fetch in this run."""
        is_known = canonical_url(link.url) in self.known.done
        return is_known or not self.is_on_site(link.url) or not self.window.holds(link.date)

    def is_on_site(self, url: str) -> bool:
        """Whether an address is of the site, or of the host of one of its columns."""
        site = self.visit.site
        return is_same_site(url, site.url) or any(is_same_site(url, column.url) for column in site.column)


@dataclass
class _Walk:
    """From one list page of a column to the next.

    `hides_nothing` says that no earlier run has left unknown links below known ones. `before` is an earlier walk of
    this run that may have missed a page.
    """

    reader: ColumnReader
    column: Column
    hides_nothing: bool = False
    before: "_Walk | None" = None
    visited: set[str] = field(default_factory=set)
    _is_ended: bool = False
    _is_broken: bool = False
    _has_index: bool = False
    _covers: date = NOWHERE
    _next_pages: list[str | None] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _further: list[str] = field(default_factory=list)  # sitemaps of an index, in no order: each of them is read

    def __post_init__(self) -> None:
        window = self.reader.window
        self._covered_since = self.reader.known.covered_since.get(self.column.url, NOWHERE)
        is_covered = self._covered_since != NOWHERE and (window.since is None or self._covered_since <= window.since)
        self._until_known = is_covered and not window.is_backfill
        self._end = ListEnd(window.since, self._until_known)

    @property
    def is_sure(self) -> bool:
        """Whether no page can have been missed.

        Numbers that count down from the last page all move when the list grows by a page: then the next page is the
        one after the next.
        """
        return not self._is_ended or len(self.visited) < 2 or self._has_index or not counts_down(self._next_pages)

    @property
    def finding(self) -> date | None:
        """The first day from which the list is known now, NOWHERE where it broke off; None: as it was before."""
        if self._is_ended and self.is_sure:
            return self._covers if self._covers < self._covered_since else None
        return NOWHERE if (self._seen or self.before or self._is_broken) and self._covered_since != NOWHERE else None

    def links(self, url: str) -> Iterator[Link]:
        """The links of this list page and of those behind it."""
        dates: list[date | None] = []
        for number in range(self._cap):
            self.visited.add(canonical_url(url))
            link = Link(url, self.reader.visit.site.key, "list", self.column.name)
            may_be_unchanged = number == 0 and self.hides_nothing and self._until_known
            validators = self._validators(url) if may_be_unchanged else None
            answer = self.reader.visit.ask(link, validators)
            is_old = is_unchanged(answer, validators)
            is_index = _is_index(answer)
            if is_old and not is_index:
                self._is_ended = True
                return
            listed = self._read(link, answer)
            if isinstance(listed, Loss):
                self._break_off(url, listed, is_first=number == 0)
                return
            links = self._fresh(link, listed)
            all_known = all(self.reader.is_done(found) for found in links)
            # A server that cannot say 304 answers the same list again: stored only if it shows something new. That it
            # shows nothing, or something again, is new too.
            is_empty_or_was = not links or (validators is not None and validators.links == 0)
            is_the_same = may_be_unchanged and all_known and answer.validators == Validators()
            if not is_old and (is_empty_or_was or not is_the_same):
                self.reader.visit.keep(link, answer)
            self.reader.visit.counts.lists += 1
            self.reader.visit.report(Listed(link, len(links), sum(map(self.reader.is_new, links))))
            yield from links
            self._next_pages.append(listed.next_page)
            self._further += listed.further_pages
            self._has_index |= is_index or bool(listed.further_pages)
            dates = [found.date for found in links]
            if number == 0 and self.before and self.before._next_pages[0] == listed.next_page:
                self._cover(self.before._covers)  # nothing has moved: the walk before missed no page
                return
            if links and not self._further and self._end.is_reached(dates, all_known=all_known):
                self._cover(self.reader.window.since)
                return
            following = self._following(listed.next_page if links or self._has_index else None)
            if following is None:
                self._cover(date.min)
                return
            url = following
        self._stop_at_cap(url, dates)

    @property
    def _cap(self) -> int:
        in_window = self.reader.window.since is not None
        return self.column.pages or (PAGES_OF_A_WINDOW if in_window else PAGES_OF_A_RUN)

    def _validators(self, url: str) -> Validators | None:
        """What to ask for the first page with.

        A sitemap index may stay as it is while its sitemaps change, so what may be one is answered in full.
        """
        known = self.reader.known.validators.get(url)
        return Validators(digest=known.digest) if known and "sitemap" in url.lower() else known

    def _break_off(self, url: str, loss: Loss, *, is_first: bool) -> None:
        """The list could not be read further.

        Some pagers count further than there are pages; but only what an earlier run has not found either is no page.
        """
        was_asked_before = canonical_url(url) in self.reader.known.done
        if not is_first and was_asked_before and loss in (Loss.NOT_FOUND, Loss.SOFT_404):
            self._cover(date.min)
            return
        # Other columns may show what is new here; of a closed host nothing is fetched.
        self._is_broken = not self.reader.visit.is_closed(url)

    def _read(self, link: Link, answer: Answer) -> ListPage | Loss:
        """The links of an answer; where it has none the reason, which is kept."""
        if answer.page is None or answer.loss:
            self.reader.visit.keep(link, answer)
            return answer.loss or Loss.ERROR
        try:
            listed = read_list(answer.page)
            if len(listed.items) <= LINKS_OF_A_PAGE and len(answer.page.text) < MAX_CHARACTERS:
                return listed
            loss, detail = Loss.TOO_LARGE, f"{link.url} lists more than any list does, so none of it is read."
        except NotAnArticle as error:
            loss, detail = error.loss, f"{link.url} could not be read as a list: {error}"
        except Exception as error:  # noqa: BLE001 (a fault of ours must not end the other columns)
            loss, detail = Loss.ERROR, f"{link.url} broke the reader of lists: {error!r}."
        self.reader.visit.keep(link, answer, loss=loss, detail=detail)
        return loss

    def _fresh(self, page: Link, listed: ListPage) -> list[Link]:
        """The links that no earlier page of the column had (pinned ones come back on every page)."""
        links = []
        for item in listed.items:
            key = canonical_url(item.url)
            if key not in self._seen:
                self._seen.add(key)
                links.append(Link(item.url, page.site, "article", page.column, item.title, item.date))
        return links

    def _following(self, next_page: str | None) -> str | None:
        """The next list page that this walk may go to: the page's own next one, else one that an index named."""
        while next_page or self._further:
            url = next_page or self._further.pop(0)
            next_page = None
            if canonical_url(url) not in self.visited and self.reader.is_on_site(url):
                return url
        return None

    def _cover(self, since: date | None) -> None:
        """The list was read to an end: from `since` on, or (None) down to what was known before."""
        self._is_ended = True
        self._covers = NOWHERE if since is None else since

    def _stop_at_cap(self, url: str, dates: list[date | None]) -> None:
        """Later pages are not read: the ledger says so, and what was read counts as known."""
        unpinned = without_pinned([day for day in dates if day is not None])
        self._cover(min(unpinned, default=date.min))
        detail = f"{self.column.name} was read to page {self._cap}, the cap; {url} and what follows were not."
        self.reader.visit.lose(Link(url, self.reader.visit.site.key, "list", self.column.name), Loss.PAGE_CAP, detail)


def counts_down(next_pages: list[str | None]) -> bool:
    """Whether the numbers in the addresses of successive next pages go down by one, to 1 on the last page but one."""
    found = [_LAST_NUMBER.search(url) for url in next_pages if url]
    numbers = [int(match[1]) for match in found if match]
    return numbers == [1] or (len(numbers) > 1 and all(later == number - 1 for number, later in pairwise(numbers)))


def _is_index(answer: Answer) -> bool:
    feed = read_feed(answer.page) if answer.page else None
    return feed is not None and bool(feed.sitemaps)
