"""The crawl of one site: list its columns, fetch what is new, look again at what is young.

All listing comes before all fetching, so that a crawl that is cut short leaves links that are pending, and
the next one does not take a half-read column for a known one.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from crawlers.columns import ColumnReader
from crawlers.county import Column, Site, columns_named
from crawlers.link import Begun, CrawlCounts, Known, Link, Window, is_same_site
from crawlers.one_core import one_core
from crawlers.politeness import Stopped
from crawlers.visit import HostClosed, Visit, is_unchanged
from extractors.extract import continuation_urls
from extractors.kind import refuse_walls
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.url import canonical_url

_PARTS_MAX = 50


def crawl_site(
    visit: Visit,
    *,
    known: Known,
    window: Window,
    wanted: Callable[[Link], bool] | None = None,
    columns: Collection[str] | None = None,
) -> CrawlCounts:
    """Read a site's columns, fetch what is new in the window, and append everything that happens to the archive.

    `columns` are names of columns, None for the verified ones (all of a site that is not verified itself). Of a crawl
    that is limited to some, links that wait as those of other columns go on waiting, unless these columns show them
    too. `wanted` says which of the listed links to fetch. What a site does never raises: it ends that site, or one of
    its hosts, and the counts say so. Raises ArchiveError when the archive cannot be written, CountyFileError for a
    column that there is not.
    """
    chosen = chosen_columns(visit.site, columns)
    crawl = _SiteCrawl(visit, known, window, wanted, is_limited=columns is not None)
    with one_core():
        try:
            crawl.run(chosen)
        except Stopped:
            visit.counts.interrupted = True
    return visit.counts


def chosen_columns(site: Site, names: Collection[str] | None) -> list[Column]:
    """The columns that a crawl reads: those of these names, or (None) those that are read unasked.

    Raises CountyFileError for a name that the site does not have.
    """
    if names is None:
        return list(site.scheduled_columns if site.verified else site.column)
    return columns_named(site.name, [site], names).get(site.key, [])


def is_due_in(link: Link, site: Site, columns: Collection[Column], *, is_limited: bool) -> bool:
    """Whether a link of an earlier run belongs to a crawl of these columns.

    Links of a column that has another name now do, but not where the crawl is limited to columns that were named.
    """
    names = {column.name for column in columns}
    return link.column in names or not (is_limited or link.column in {column.name for column in site.column})


class _SiteCrawl:
    def __init__(
        self,
        visit: Visit,
        known: Known,
        window: Window,
        wanted: Callable[[Link], bool] | None,
        *,
        is_limited: bool = False,
    ) -> None:
        self.visit = visit
        self.known = known
        self.window = window
        self.wanted = wanted
        self.is_limited = is_limited
        self.reader = ColumnReader(visit, known, window)
        self._met: set[str] = set()  # links of this run: one in two columns is fetched once
        self._waiting = {canonical_url(link.url): link for link in known.pending}

    def run(self, columns: Collection[Column]) -> None:
        """Everything, in its order."""
        if self.known.closed:
            self.visit.close(self.known.closed)
            return
        for answered in self.known.robots:
            self.visit.fetcher.remember_robots(answered)
        listed = [link for column in columns for link in self.reader.links(column) if self._is_wanted(link)]
        # A link that waits from an earlier run stays the link of the column that showed it first.
        self.fetch([self._waiting.get(canonical_url(link.url), link) for link in listed])
        self.fetch(self._pending(columns))
        self.fetch(self._rechecks(columns), again=True)

    def _is_wanted(self, link: Link) -> bool:
        """Whether a listed link is to be fetched now; counts it, and keeps why one is not that never will be."""
        key = canonical_url(link.url)
        if key in self._met:
            return False
        self._met.add(key)
        self.visit.counts.links += 1
        if key in self.known.done:
            return False
        self.visit.counts.new += self.reader.is_new(link)
        if not self.reader.is_on_site(link.url):
            self.visit.lose(link, Loss.REDIRECT, f"{link.url} is on another site, which is not read.")
            return False
        if not self._is_asked_for(link):
            self.visit.counts.outside += 1
            return False
        return True

    def _is_asked_for(self, link: Link) -> bool:
        return self.window.holds(link.date) and (self.wanted is None or self.wanted(link))

    def _pending(self, columns: Collection[Column]) -> list[Link]:
        """The links of earlier runs that are still to be fetched, of these columns and in the window."""
        waiting = [link for link in self.known.pending if link.role != "list"]
        return [link for link in self._due(waiting, columns) if canonical_url(link.url) not in self._met]

    def _rechecks(self, columns: Collection[Column]) -> list[Link]:
        """The young articles of these columns that are to be looked at again."""
        return self._due(self.known.rechecks, columns)

    def _due(self, links: Collection[Link], columns: Collection[Column]) -> list[Link]:
        """Those of the links that may be asked for now."""
        return [
            link
            for link in links
            if is_due_in(link, self.visit.site, columns, is_limited=self.is_limited)
            and self._is_asked_for(link)
            and self.reader.is_on_site(link.url)
        ]

    def fetch(self, links: Collection[Link], *, again: bool = False) -> None:
        """Fetch and archive articles, each with its later pages; `again` asks for later pages that are known too."""
        if links:
            self.visit.report(Begun(self.visit.site.key, len(links)))
        for link in links:
            self._met.add(canonical_url(link.url))
            try:
                self._fetch_article(link, again=again)
            except HostClosed:
                continue  # a column may lie on another host, which is still asked

    def _fetch_article(self, link: Link, *, again: bool) -> None:
        validators = self.known.validators.get(link.url)
        answer = self.visit.ask(link, validators)
        if answer.page is None or answer.loss:
            self.visit.keep(link, answer)
        elif is_unchanged(answer, validators):
            self.visit.keep_unchanged(link, answer, answer.page)
        else:
            parts: tuple[str, ...] = ()
            try:
                refuse_walls(answer.page)
                parts = self._parts(link, answer.page) if link.role == "article" else ()
                self.visit.keep(link, answer, parts)
            except NotAnArticle as error:
                self.visit.keep(link, answer, loss=error.loss, detail=str(error))
            self._fetch_parts(link, parts, again=again)

    def _fetch_parts(self, link: Link, parts: Iterable[str], *, again: bool) -> None:
        for url in parts:
            part = replace(link, url=url, role="part", part_of=link.url)
            if again or not self.reader.is_done(part):
                self._met.add(canonical_url(url))
                self.visit.keep(part, self.visit.ask(part))

    def _parts(self, link: Link, page: Page) -> tuple[str, ...]:
        """The addresses of an article's later pages, on its site, each once."""
        try:
            found = continuation_urls(page)
        except Exception as error:  # noqa: BLE001 (a fault of ours must not lose the page)
            self.visit.note(f"{link.url}: its later pages could not be found ({error!r}).")
            return ()
        taken = {canonical_url(link.url), canonical_url(page.url)}
        parts = []
        for url in found:
            key = canonical_url(url)
            if key not in taken and is_same_site(url, page.url):
                taken.add(key)
                parts.append(url)
        return tuple(parts[:_PARTS_MAX])
