"""The crawl of one site: list its columns, then fetch what is new; every answer goes to the archive.

All listing comes before all fetching, so that a crawl that is cut short leaves links that are pending, and
the next one does not take a half-read column for a known one.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from crawlers.archive import Archive
from crawlers.county import Column, CountyFile, CountyFileError, Site
from crawlers.fetch import Answer, Fetcher
from crawlers.link import (
    CrawlCounts,
    Fetched,
    Known,
    Link,
    Listed,
    Lost,
    Note,
    Progress,
    Validators,
    Window,
    is_same_site,
)
from crawlers.listing import ListEnd, page_cap
from crawlers.politeness import Stopped
from crawlers.warc import RecordContext
from extractors.extract import continuation_urls
from extractors.lists import ListPage, read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.url import canonical_url

PAGES_DEFAULT = 100
_PARTS_MAX = 50
_FAILURES_MAX = 3
_SITE_FAILURES = {Loss.CHALLENGE, Loss.SERVER_ERROR, Loss.UNREACHABLE, Loss.TIMEOUT}


class _GivenUp(Exception):
    """The site is not asked any more in this run; the message says why."""


def crawl_site(
    county: CountyFile,
    site: Site,
    *,
    fetcher: Fetcher,
    archive: Archive,
    known: Known,
    window: Window,
    stop: threading.Event,
    report: Callable[[Progress], None],
    wanted: Callable[[Link], bool] | None = None,
    columns: Collection[str] | None = None,
    max_pages: int | None = None,
) -> CrawlCounts:
    """Read a site's columns, fetch what is new in the window, and append every answer to the archive.

    `columns` are names of columns, None for the verified ones (all of a site that is not verified itself);
    `max_pages` caps the list pages of each; `wanted` says which of the listed links to fetch. `report` is told of
    every step, in the caller's thread. What a site does never raises: it ends that site, and the counts say so.
    Raises ArchiveError when the archive cannot be written, CountyFileError for a column that there is not.
    """
    crawl = _SiteCrawl(county, site, fetcher, archive, known, window, stop, report, wanted, max_pages)
    chosen = _chosen_columns(site, columns)
    try:
        listed = crawl.list_columns(chosen)
        crawl.fetch_articles(listed)
        crawl.fetch_articles(crawl.pending(chosen))
    except Stopped:
        crawl.counts.interrupted = True
    except _GivenUp as reason:
        crawl.counts.stopped = f"{site.name}: {reason} Nothing more of this site is read in this run."
        report(Note(site.key, crawl.counts.stopped))
    return crawl.counts


def _chosen_columns(site: Site, names: Collection[str] | None) -> list[Column]:
    if names is None:
        return list(site.scheduled_columns if site.verified else site.column)
    unknown = sorted(set(names) - {column.name for column in site.column})
    if unknown:
        there = ", ".join(column.name for column in site.column)
        raise CountyFileError(f"{site.name} has no column '{unknown[0]}'; it has: {there}.")
    return [column for column in site.column if column.name in names]


@dataclass
class _SiteCrawl:
    county: CountyFile
    site: Site
    fetcher: Fetcher
    archive: Archive
    known: Known
    window: Window
    stop: threading.Event
    report: Callable[[Progress], None]
    wanted: Callable[[Link], bool] | None
    max_pages: int | None
    counts: CrawlCounts = field(default_factory=CrawlCounts)

    def __post_init__(self) -> None:
        self._seen_before = self.known.done | {canonical_url(link.url) for link in self.known.pending}
        self._met: set[str] = set()  # links of this run: one in two columns is fetched once
        self._requests = 0
        self._failures = 0  # in a row

    # Listing

    def list_columns(self, columns: Iterable[Column]) -> list[Link]:
        """The links of the columns that are to be fetched."""
        return [link for column in columns for link in self._links_of(column) if self._is_wanted(link)]

    def _links_of(self, column: Column) -> Iterator[Link]:
        """The links of a column, from its first page on and from pages on which an earlier run failed."""
        visited: set[str] = set()
        failed = [link for link in self.known.pending if link.role == "list" and link.column == column.name]
        for start in (column.url, *(link.url for link in failed)):
            if canonical_url(start) not in visited:
                yield from self._walk(column, start, visited)

    def _walk(self, column: Column, start: str, visited: set[str]) -> Iterator[Link]:
        end = ListEnd(self.window.since, self.window.is_backfill)
        seen: set[str] = set()
        url = start
        cap = page_cap((column.pages, self.max_pages), PAGES_DEFAULT)
        for _ in range(cap):
            visited.add(canonical_url(url))
            link = Link(url, self.site.key, "list", column.name)
            answer, listed = self._read_list_page(link)
            if listed is None:
                return
            links = self._fresh_links(listed, column, seen)
            new = sum(canonical_url(found.url) not in self._seen_before for found in links)
            self.report(Listed(link, len(links), new, answer.validators))
            yield from links
            all_known = all(self._is_done(link) for link in links)
            if not links or end.is_reached([link.date for link in links], all_known=all_known):
                return
            next_page = listed.next_page
            if next_page is None or canonical_url(next_page) in visited:
                return
            if not is_same_site(next_page, self.site.url) and not is_same_site(next_page, column.url):
                return
            url = next_page
        self._note(f"{column.name} was read to page {cap}, the cap; its later pages were not.")

    def _read_list_page(self, link: Link) -> tuple[Answer, ListPage | None]:
        """Fetch, archive and read a list page; None for its links when there is nothing (new) to read."""
        answer = self._ask(link)
        if answer.is_not_modified or not self._keep(link, answer) or answer.page is None:
            return answer, None
        try:
            listed = read_list(answer.page)
        except NotAnArticle as error:
            self._lose(link, error.loss, f"{link.url} could not be read as a list: {error}")
            if error.loss == Loss.CHALLENGE:  # a wall that answers 200
                self._mind_failures(replace(answer, loss=error.loss, detail=str(error)))
            return answer, None
        except Exception as error:  # noqa: BLE001 (a fault of ours must not end the other columns)
            self._lose(link, Loss.ERROR, f"{link.url} broke the reader of lists: {error!r}.")
            return answer, None
        self.counts.lists += 1
        return answer, listed

    def _fresh_links(self, listed: ListPage, column: Column, seen: set[str]) -> list[Link]:
        """The links that no earlier page of the column had (pinned ones come back on every page)."""
        links = []
        for item in listed.items:
            key = canonical_url(item.url)
            if key not in seen:
                seen.add(key)
                links.append(Link(item.url, self.site.key, "article", column.name, item.title, item.date))
        return links

    def _is_done(self, link: Link) -> bool:
        return canonical_url(link.url) in self.known.done or not self._is_on_site(link.url)

    def _is_on_site(self, url: str) -> bool:
        return is_same_site(url, self.site.url) or any(is_same_site(url, column.url) for column in self.site.column)

    def _is_wanted(self, link: Link) -> bool:
        """Whether a listed link is to be fetched now; counts it, and records one that leads off the site."""
        key = canonical_url(link.url)
        if key in self._met:
            return False
        self._met.add(key)
        self.counts.links += 1
        if key in self.known.done:
            return False
        self.counts.new += key not in self._seen_before
        if not self._is_on_site(link.url):
            self._lose(link, Loss.REDIRECT, f"{link.url} is on another site, which is not read.")
            return False
        if not self._is_asked_for(link):
            self.counts.outside += 1
            return False
        return True

    def _is_asked_for(self, link: Link) -> bool:
        return self.window.holds(link.date) and (self.wanted is None or self.wanted(link))

    # Fetching

    def pending(self, columns: Collection[Column]) -> list[Link]:
        """The links of earlier runs that are still to be fetched, of these columns and in the window."""
        names = {column.name for column in columns}
        return [
            link
            for link in self.known.pending
            if link.role != "list"
            and (link.column is None or link.column in names)
            and self._is_asked_for(link)
            and self._is_on_site(link.url)
            and canonical_url(link.url) not in self._met
        ]

    def fetch_articles(self, links: Iterable[Link]) -> None:
        """Fetch and archive articles, each with its later pages."""
        for link in links:
            self._met.add(canonical_url(link.url))
            answer = self._ask(link)
            is_first_page = link.role == "article" and answer.page is not None and answer.loss is None
            parts = self._parts(link, answer.page) if is_first_page and answer.page else ()
            self._keep(link, answer, parts)
            for url in parts:
                part = replace(link, url=url, role="part", part_of=link.url)
                if not self._is_done(part):
                    self._met.add(canonical_url(url))
                    self._keep(part, self._ask(part))

    def _parts(self, link: Link, page: Page) -> tuple[str, ...]:
        """The addresses of an article's later pages, on its site, each once."""
        try:
            found = continuation_urls(page)
        except Exception as error:  # noqa: BLE001 (a fault of ours must not lose the page)
            self._note(f"{link.url}: its later pages could not be found ({error!r}).")
            return ()
        taken = {canonical_url(link.url), canonical_url(page.url)}
        parts = []
        for url in found:
            key = canonical_url(url)
            if key not in taken and is_same_site(url, page.url):
                taken.add(key)
                parts.append(url)
        return tuple(parts[:_PARTS_MAX])

    # Asking and keeping

    def _ask(self, link: Link) -> Answer:
        self._requests += 1
        return self.fetcher.get(
            link.url,
            delay_seconds=self.site.delay_seconds,
            validators=self._validators(link),
            stop=self.stop,
        )

    def _validators(self, link: Link) -> Validators | None:
        """What a column's first page is asked with; nothing while links of the column are pending."""
        if link.role != "list" or self.window.is_backfill:
            return None
        if any(waiting.column == link.column for waiting in self.known.pending):
            return None
        return self.known.validators.get(link.url)

    def _keep(self, link: Link, answer: Answer, parts: tuple[str, ...] = ()) -> bool:
        """Archive and report an answer; whether it is a good page. Ends the site where it must end."""
        if answer.page is None:
            self._lose(link, answer.loss or Loss.ERROR, answer.detail)
        else:
            self._archive(link, answer, answer.page, parts)
            self.counts.lost += answer.loss is not None
            if link.role != "list" or answer.loss:
                self.report(Fetched(link, answer.loss, answer.detail))
        self._mind_failures(answer)
        return answer.loss is None

    def _archive(self, link: Link, answer: Answer, page: Page, parts: tuple[str, ...]) -> None:
        context = RecordContext(
            site=self.site.key,
            county=self.county.code,
            role=link.role,
            column=link.column,
            listed_title=link.title,
            listed_date=link.date,
            part_of=link.part_of,
            parts=parts,
            outcome=answer.loss,
            answered_url=page.url if page.url != link.url else None,
        )
        if link.role != "list":  # a list's links are relative to the address that answered, an article is its link
            page = replace(page, url=link.url)
            self.counts.articles += link.role == "article"
            self.counts.parts += link.role == "part"
        self.archive.append(context, page, ip_address=answer.ip_address, truncated=answer.truncated)

    def _lose(self, link: Link, loss: Loss, detail: str) -> None:
        self.counts.lost += 1
        self.report(Lost(link, loss, detail))

    def _note(self, text: str) -> None:
        self.report(Note(self.site.key, text))

    def _mind_failures(self, answer: Answer) -> None:
        """Give the site up when it is closed or gone, or fails time after time."""
        is_throttled = answer.page is not None and answer.page.status == 429
        is_gone = answer.page is None and answer.loss in _SITE_FAILURES and self._requests == 1
        if answer.closes_site or is_gone:
            raise _GivenUp(answer.detail)
        self._failures = self._failures + 1 if answer.loss in _SITE_FAILURES or is_throttled else 0
        if self._failures >= _FAILURES_MAX:
            raise _GivenUp(f"{self._failures} requests in a row failed, the last: {answer.detail}")
