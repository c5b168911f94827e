"""The columns of a site, page after page, as far as the window asks or as something may be new.

A column that an earlier run has read to an end is known from there on: the next run reads down to what it knows,
and asks for the first page only if it has changed. The archive keeps how far each column is known, because links
alone do not tell: a run that is killed between two list pages leaves known links above unknown ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from crawlers.county import Column
from crawlers.fetch import Answer
from crawlers.link import Known, Link, Listed, Validators, Window, is_same_site
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
        visited: set[str] = set()
        pending = [link for link in self.known.pending if link.column == column.name]
        failed = [link for link in pending if link.role == "list"]
        # While links of an earlier run wait, that run may have ended between two pages.
        walk = _Walk(self, column, visited, may_be_unchanged=not any(self.window.holds(link.date) for link in pending))
        try:
            yield from walk.links(column.url)
            if walk.covers_since is not None:
                self.visit.keep_coverage(column, walk.covers_since)
            for link in failed:
                if canonical_url(link.url) not in visited:
                    yield from _Walk(self, column, visited).links(link.url)
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
    """From one list page of a column to the next. `covers_since` is set where the walk adds to what is known."""

    reader: ColumnReader
    column: Column
    visited: set[str]
    may_be_unchanged: bool = False
    covers_since: date | None = None
    _seen: set[str] = field(default_factory=set)
    _further: list[str] = field(default_factory=list)  # sitemaps of an index, in no order: each of them is read

    def __post_init__(self) -> None:
        window = self.reader.window
        self._covered_since = self.reader.known.covered_since.get(self.column.url)
        is_covered = self._covered_since is not None and (window.since is None or self._covered_since <= window.since)
        self._until_known = is_covered and not window.is_backfill
        self._end = ListEnd(window.since, self._until_known)

    def links(self, url: str) -> Iterator[Link]:
        """The links of this list page and of those behind it."""
        in_window = self.reader.window.since is not None
        cap = self.column.pages or (PAGES_OF_A_WINDOW if in_window else PAGES_OF_A_RUN)
        for number in range(cap):
            self.visited.add(canonical_url(url))
            link = Link(url, self.reader.visit.site.key, "list", self.column.name)
            is_first = number == 0 and self.may_be_unchanged and self._until_known
            validators = self._validators(url) if is_first else None
            answer = self.reader.visit.ask(link, validators)
            is_old = is_unchanged(answer, validators)
            if is_old and not _is_index(answer):
                return
            listed = self._read(link, answer)
            if isinstance(listed, Loss):
                if number and listed in (Loss.NOT_FOUND, Loss.SOFT_404):  # a pager counts further than there are pages
                    self._cover(date.min)
                return
            links = self._fresh(link, listed)
            all_known = all(self.reader.is_done(found) for found in links)
            if not is_old and not (is_first and all_known and answer.validators == Validators()):
                # A server that cannot say 304 answers the same list again: stored only if it shows something new.
                self.reader.visit.keep(link, answer)
            self.reader.visit.counts.lists += 1
            self.reader.visit.report(Listed(link, len(links), sum(map(self.reader.is_new, links))))
            yield from links
            dates = [found.date for found in links]
            self._further += listed.further_pages
            if links and not self._further and self._end.is_reached(dates, all_known=all_known):
                self._cover(self.reader.window.since)
                return
            leads_on = links or self._further or _is_index(answer)
            following = self._following(listed.next_page if leads_on else None)
            if following is None:
                self._cover(date.min)
                return
            url = following
        self._stop_at_cap(url, cap, dates)

    def _validators(self, url: str) -> Validators | None:
        """What to ask for the first page with. A sitemap index may stay as it is while its sitemaps change, so what may
        be one is answered in full."""
        known = self.reader.known.validators.get(url)
        return Validators(digest=known.digest) if known and "sitemap" in url.lower() else known

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
        if since is not None and (self._covered_since is None or since < self._covered_since):
            self.covers_since = since

    def _stop_at_cap(self, url: str, cap: int, dates: list[date | None]) -> None:
        """Later pages are not read: the ledger says so, and what was read counts as known."""
        unpinned = without_pinned([day for day in dates if day is not None])
        self._cover(min(unpinned, default=date.min))
        detail = f"{self.column.name} was read to page {cap}, the cap; {url} and what follows were not."
        self.reader.visit.lose(Link(url, self.reader.visit.site.key, "list", self.column.name), Loss.PAGE_CAP, detail)


def _is_index(answer: Answer) -> bool:
    feed = read_feed(answer.page) if answer.page else None
    return feed is not None and bool(feed.sitemaps)
