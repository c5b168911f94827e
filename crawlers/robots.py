"""robots.txt (RFC 9309): what a host lets this crawler ask, and how often.

No robots.txt (404 and the like) allows all, as is usual for these sites. One that cannot be asked (401,
403, 429, 5xx, a bot wall, no connection) closes the host: RFC 9309 says so for 5xx, the project for the
others as well. Rules are good for a day (2.4), then they are asked for again.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urljoin

from protego import Protego

from crawlers.address import WebAddress
from crawlers.exchange import PRODUCT, Failure, Reply
from crawlers.link import Validators
from crawlers.politeness import take
from crawlers.retry_after import retry_after_seconds
from extractors.outcome import Loss
from extractors.page import Page

# What is read of a robots.txt; RFC 9309 (2.5) wants at least 500 KiB.
ROBOTS_BYTES = 512 * 1024

_GOOD_FOR = timedelta(hours=24)
_CLOSING_STATUSES = {401, 403, 412, 429}

AskRobots = Callable[[str, Validators], Reply | None]


@dataclass(frozen=True)
class _Rules:
    """What a host said at a time. `parsed` is None where all is allowed; `closed` says why nothing is."""

    confirmed_at: datetime
    parsed: Protego | None = None
    validators: Validators = field(default_factory=Validators)
    crawl_delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    closed: Failure | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether they hold without being asked for again."""
        return datetime.now(UTC) - self.confirmed_at < _GOOD_FOR


class Robots:
    """The rules of every host met so far. Threads at one host ask once."""

    def __init__(self, crawl_delay_seconds_max: float) -> None:
        self._crawl_delay_seconds_max = crawl_delay_seconds_max
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, threading.Lock] = {}

    def remember(self, page: Page) -> None:
        """Take the rules of a host from an earlier run's answer, last confirmed at its `fetched_at`.

        An answer that closes its host is not held against it: it is asked for again.
        """
        address = WebAddress.parse(page.url)
        if address is None or _is_closing(page.status) or page.status == HTTPStatus.NOT_MODIFIED:
            return
        now = datetime.now(UTC)
        rules = _rules(address.origin, page, min(page.fetched_at or now - _GOOD_FOR, now))
        known = self._rules.get(address.origin)
        if known is None or known.confirmed_at <= rules.confirmed_at:
            self._rules[address.origin] = rules

    def delay_seconds(self, address: WebAddress, ask: AskRobots, stop: threading.Event) -> float:
        """The host's Crawl-delay, 0 where it names none. Raises Failure when the address may not be asked.

        `ask` fetches a robots.txt and follows redirects within its site; None when it leads elsewhere.
        """
        rules = self._of(address.origin, ask, stop)
        if rules.closed:
            raise rules.closed.anew()
        if rules.parsed and not rules.parsed.can_fetch(address.url, PRODUCT):
            raise Failure(Loss.ROBOTS, f"{address.url} is closed to crawlers by {address.origin}/robots.txt.")
        if rules.crawl_delay > self._crawl_delay_seconds_max:
            wanted = f"wants {rules.crawl_delay:g} seconds between requests, too slow to read the site"
            raise Failure(Loss.ROBOTS, f"{address.origin}/robots.txt {wanted}.", closes_site=True)
        return rules.crawl_delay

    def known_delay_seconds(self, origin: str) -> float:
        """The Crawl-delay of a host that was asked for its rules; 0 where it names none, or was not asked."""
        rules = self._rules.get(origin)
        return rules.crawl_delay if rules else 0.0

    def sitemaps(self, address: WebAddress, ask: AskRobots, stop: threading.Event) -> list[str]:
        """The sitemaps that a host names, as absolute addresses."""
        return list(self._of(address.origin, ask, stop).sitemaps)

    def _of(self, origin: str, ask: AskRobots, stop: threading.Event) -> _Rules:
        rules = self._rules.get(origin)
        if rules is not None and rules.is_fresh:
            return rules
        lock = self._locks.setdefault(origin, threading.Lock())
        take(lock, stop)
        try:
            rules = self._rules.get(origin)
            if rules is None or not rules.is_fresh:
                rules = self._rules[origin] = _asked(origin, rules, ask)
            return rules
        finally:
            lock.release()


def _asked(origin: str, known: _Rules | None, ask: AskRobots) -> _Rules:
    url = f"{origin}/robots.txt"
    try:
        reply = ask(url, known.validators if known else Validators())
    except Failure as failure:
        return _Rules(datetime.now(UTC), closed=failure.anew())
    now = datetime.now(UTC)
    if reply is None:
        return _Rules(now)
    page = reply.page
    if page.status == HTTPStatus.NOT_MODIFIED and known:
        return replace(known, confirmed_at=now)
    if _is_closing(page.status):
        detail = f"{url} answered {page.status}, so nothing of the site is read."
        rest = retry_after_seconds(page)
        return _Rules(now, closed=Failure(Loss.ROBOTS, detail, closes_site=True, retry_after_seconds=rest))
    return _rules(origin, page, now)


def _is_closing(status: int) -> bool:
    return status in _CLOSING_STATUSES or status >= 500


def _rules(origin: str, page: Page, confirmed_at: datetime) -> _Rules:
    validators = Validators(page.headers.get("etag"), page.headers.get("last-modified"))
    text = _text(page.body) if page.status == HTTPStatus.OK else ""
    if not text:
        return _Rules(confirmed_at, validators=validators if page.status == HTTPStatus.OK else Validators())
    parsed = Protego.parse(text)
    addresses = dict.fromkeys(_absolute(origin, line) for line in parsed.sitemaps)
    return _Rules(
        confirmed_at,
        parsed,
        validators,
        parsed.crawl_delay(PRODUCT) or 0.0,
        tuple(address for address in addresses if address),
    )


def _text(body: bytes) -> str:
    """The lines of a robots.txt, the last one only where it is whole; "" for a page that was sent in its place."""
    if len(body) >= ROBOTS_BYTES:
        body = body[:ROBOTS_BYTES].rpartition(b"\n")[0]
    text = body.decode("utf-8-sig", errors="replace")
    return "" if text.lstrip().startswith("<") else text


def _absolute(origin: str, line: str) -> str | None:
    try:
        address = WebAddress.parse(urljoin(f"{origin}/", line.strip()))
    except ValueError:
        return None
    return address.url if address else None
