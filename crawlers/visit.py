"""One site in one run: what is asked of it, what is kept of its answers, and when it is left alone.

Everything that happens goes to the archive first: answers, word that a page is as it was, and, where there was no
answer, a note why. Only then is it reported.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from crawlers.archive import Archive
from crawlers.breaker import Breaker
from crawlers.county import Column, CountyFile, Site
from crawlers.fetch import Answer, Doing, Fetcher
from crawlers.link import CrawlCounts, Fetched, Link, Lost, Note, Progress, Validators, Waiting, bare_host, body_digest
from crawlers.warc import NO_STATUS, RecordContext, RecordKind
from extractors.outcome import Loss
from extractors.page import Page

# At three seconds a request, some seventeen hours. What is left is pending, and the next run goes on with it.
REQUESTS_MAX = 20_000
_HOST_FAILURES = {Loss.CHALLENGE, Loss.LOGIN, Loss.SERVER_ERROR, Loss.UNREACHABLE, Loss.TIMEOUT}
_TOO_MANY_REQUESTS = 429
_SEEN_SECONDS = 0.5


class HostClosed(Exception):
    """A host is asked no more in this run; the message is the sentence that says why."""


@dataclass
class Visit:
    """Asks a site's pages and keeps what comes of it.

    `report` is told of every step, in the caller's thread; `counts` add up.
    """

    county: CountyFile
    site: Site
    fetcher: Fetcher
    archive: Archive
    breaker: Breaker
    stop: threading.Event
    report: Callable[[Progress], None]
    requests_max: int = REQUESTS_MAX
    counts: CrawlCounts = field(default_factory=CrawlCounts)
    _waits_for: float | None = None

    def ask(self, link: Link, validators: Validators | None = None) -> Answer:
        """Ask for a page. Raises HostClosed instead where its host is to be left alone, Stopped when told to stop."""
        reason = self.breaker.why_closed(bare_host(link.url))
        if reason is None and self.counts.requests >= self.requests_max:
            reason = f"{self.counts.requests} requests were made, as many as one run may."
        if reason is not None:
            self._tell_closed(reason)
            raise HostClosed(reason)
        self.counts.requests += 1
        return self.fetcher.get(
            link.url,
            delay_seconds=self.site.delay_seconds,
            validators=validators,
            stop=self.stop,
            robots_answered=self._keep_robots,
            doing=self._tell_doing,
        )

    def is_closed(self, url: str) -> bool:
        """Whether the host of an address is asked no more in this run."""
        return self.breaker.why_closed(bare_host(url)) is not None

    def keep(
        self, link: Link, answer: Answer, parts: tuple[str, ...] = (), loss: Loss | None = None, detail: str = ""
    ) -> None:
        """Archive and report an answer; `loss` and `detail` where reading found it to be no good page."""
        loss, detail = answer.loss or loss, answer.detail or detail
        if answer.page is None:
            self.lose(link, loss or Loss.ERROR, detail, answer)
        else:
            page = replace(answer.page, url=link.url)  # whatever address answered within the site
            self.counts.articles += link.role == "article"
            self.counts.parts += link.role == "part"
            self.counts.lost += loss is not None
            self._append(link, "response", page, answer, loss, detail, parts)
            if link.role != "list" or loss:
                self.report(Fetched(link, loss, detail))
        self._mind(link, answer, loss, detail)

    def keep_unchanged(self, link: Link, answer: Answer, page: Page) -> None:
        """Archive that a page is as it was when it was last stored."""
        self.counts.rechecked += 1
        self._append(link, "revisit", replace(page, url=link.url), answer)
        self.report(Fetched(link, None, ""))
        self._mind(link, answer, None, "")

    def lose(self, link: Link, loss: Loss, detail: str, answer: Answer | None = None) -> None:
        """Archive and report why a link has no answer; `answer` knows how long its host is to be left alone."""
        self.counts.lost += 1
        self._append(link, "metadata", _nothing(link.url), answer, loss, detail)
        self.report(Lost(link, loss, detail))

    def keep_coverage(self, column: Column, since: date) -> None:
        """Archive from which day on a column's list is known."""
        link = Link(column.url, self.site.key, "list", column.name)
        context = replace(self._context(link, "metadata"), covered_since=since)
        self.archive.append(context, _nothing(column.url))

    def note(self, text: str) -> None:
        """Tell whoever watches one sentence about the site."""
        self.report(Note(self.site.key, text))

    def close(self, reason: str) -> None:
        """Leave the site alone in this run; `reason` is one sentence."""
        self.breaker.close(bare_host(self.site.url), reason)
        self._tell_closed(reason)

    def _append(
        self,
        link: Link,
        kind: RecordKind,
        page: Page,
        answer: Answer | None = None,
        loss: Loss | None = None,
        detail: str = "",
        parts: tuple[str, ...] = (),
    ) -> None:
        answered_url = answer.page.url if answer and answer.page else None
        context = replace(
            self._context(link, kind),
            parts=parts,
            outcome=loss,
            detail=detail or None,
            answered_url=answered_url if answered_url != link.url else None,
            closed_until=_closed_until(answer) if loss else None,
        )
        self.archive.append(
            context,
            page,
            ip_address=answer.ip_address if answer else None,
            truncated=answer.truncated if answer else None,
        )

    def _context(self, link: Link, kind: RecordKind) -> RecordContext:
        return RecordContext(
            site=self.site.key,
            county=self.county.code,
            role=link.role,
            kind=kind,
            column=link.column,
            listed_title=link.title,
            listed_date=link.date,
            part_of=link.part_of,
        )

    def _keep_robots(self, answer: Answer) -> None:
        """Archive a robots.txt, so that the next run need not ask for it again."""
        if answer.page is not None:
            link = Link(answer.url, self.site.key, "robots")
            kind: RecordKind = "revisit" if answer.is_not_modified else "response"
            self._append(link, kind, replace(answer.page, url=answer.url), answer)

    def _tell_doing(self, doing: Doing, seconds: float) -> None:
        """Tell what is waited for, where that is something else than before and long enough to be seen."""
        waits_for = seconds if doing == Doing.PAUSING else 0.0
        if waits_for != self._waits_for and (doing == Doing.ASKING or seconds >= _SEEN_SECONDS):
            self._waits_for = waits_for
            self.report(Waiting(self.site.key, waits_for))

    def _tell_closed(self, reason: str) -> None:
        if self.counts.stopped is None:
            self.counts.stopped = f"{self.site.name}: {reason} Nothing more of this site is read in this run."
            self.note(self.counts.stopped)

    def _mind(self, link: Link, answer: Answer, loss: Loss | None, detail: str) -> None:
        """Close the host where it is closed, gone, asks for rest, or fails time after time."""
        host = bare_host(link.url)
        is_throttled = answer.page is not None and answer.page.status == _TOO_MANY_REQUESTS
        is_failure = loss in _HOST_FAILURES or is_throttled
        is_gone = answer.page is None and is_failure and self.counts.requests == 1
        if answer.closes_site or is_gone or (is_failure and answer.retry_after_seconds):
            self.breaker.close(host, detail)
        elif is_failure:
            self.breaker.failed(host, detail)
        else:
            self.breaker.succeeded(host)
        reason = self.breaker.why_closed(host)
        if reason is not None:
            self._tell_closed(reason)


def is_unchanged(answer: Answer, known: Validators | None) -> bool:
    """Whether an answer says, or is, what is known already: 304, or the same bytes from a server that knows no 304."""
    if answer.is_not_modified:
        return True
    if answer.page is None or answer.loss or known is None or known.digest is None:
        return False
    return body_digest(answer.page.body) == known.digest


def _closed_until(answer: Answer | None) -> datetime | None:
    if answer is None or not answer.retry_after_seconds:
        return None
    return datetime.now(UTC) + timedelta(seconds=answer.retry_after_seconds)


def _nothing(url: str) -> Page:
    """The page of a note: nothing was answered, now."""
    return Page(url, b"", NO_STATUS, fetched_at=datetime.now(UTC))
