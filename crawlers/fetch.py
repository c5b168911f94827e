"""The fetcher: asks for an address politely, and turns whatever a server does into an Answer.

Retries, redirects within the site, robots.txt and pauses are decided here. It never raises for what a
server does; only Stopped leaves it, when the run is asked to stop.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin, urlsplit

from crawlers.exchange import BrokenCompression, Exchanger, Failure, FetchSettings, Reply
from crawlers.link import Validators, bare_host, is_same_site
from crawlers.politeness import HostClock, pause
from crawlers.robots import Robots
from crawlers.warc import Truncation
from extractors.outcome import Loss
from extractors.page import Page

_REDIRECTS = {301, 302, 303, 307, 308}
_WORTH_RETRYING = {429, 500, 502, 503, 504}
_WALLS = {412, 521}


class Doing(StrEnum):
    PAUSING = "pausing"
    ASKING = "asking"


@dataclass(frozen=True)
class Answer:
    """What became of a request.

    `page` is what the server answered, also where that is a loss (404, a bot wall, the first part of
    something too large); None where there was no answer. `page.url` is the address that answered, after
    redirects within the site. `detail` is one sentence about the loss, "" without one. `closes_site`:
    nothing else of the site may be asked.
    """

    url: str
    page: Page | None = None
    loss: Loss | None = None
    detail: str = ""
    redirect_to: str | None = None
    ip_address: str | None = None
    truncated: Truncation | None = None
    is_not_modified: bool = False
    closes_site: bool = False
    retry_after_seconds: float = 0.0

    @property
    def validators(self) -> Validators:
        """What to ask with next time, to get the page only if it has changed."""
        headers = self.page.headers if self.page else {}
        return Validators(headers.get("etag"), headers.get("last-modified"))


class Fetcher:
    """Asks politely. One may serve all sites of a run, each in its thread; fetchers may share a HostClock."""

    def __init__(self, settings: FetchSettings | None = None, clock: HostClock | None = None) -> None:
        self.settings = settings or FetchSettings()
        self._clock = clock or HostClock()
        self._exchanger = Exchanger(self.settings)
        self._robots = Robots(self._ask_robots, self.settings.crawl_delay_seconds_max)

    def get(
        self,
        url: str,
        *,
        delay_seconds: float | None = None,
        validators: Validators | None = None,
        stop: threading.Event | None = None,
        robots_answered=None,
        doing=None,
    ) -> Answer:
        """Fetch an address.

        `delay_seconds` takes the place of the settings' pause; a longer Crawl-delay of the host still
        holds. With `validators` a page that has not changed comes back as `is_not_modified` without a body.
        Raises Stopped when `stop` is set, at once and in the middle of anything.
        """
        headers = _conditions(validators)
        try:
            return self._follow(url, headers, delay_seconds, stop or threading.Event())
        except Failure as failure:
            return Answer(url, loss=failure.loss, detail=failure.detail, closes_site=failure.closes_site)

    def remember_robots(self, page) -> None:
        pass

    def close(self) -> None:
        """Close the connections that the calling thread has opened."""
        self._exchanger.close()

    def _follow(self, url: str, headers: dict[str, str], delay_seconds: float | None, stop: threading.Event) -> Answer:
        delay = self.settings.delay_seconds if delay_seconds is None else delay_seconds
        address = _web_address(url)
        visited: set[str] = set()
        while len(visited) <= self.settings.max_redirects:
            visited.add(address)
            pace = max(delay, self._robots.delay_seconds(address, stop))
            reply = self._ask(address, headers, pace, stop)
            target = _redirect_target(reply.page)
            if target is None:
                return _answer(url, reply, is_conditional=bool(headers))
            if target in visited:
                break
            if not is_same_site(target, url):
                detail = f"{url} leads to {target}, which is another site."
                return Answer(url, reply.page, Loss.REDIRECT, detail, target, reply.ip_address)
            address = target
        detail = f"{url} leads in a circle, or from redirect to redirect ({len(visited)} followed)."
        return Answer(url, reply.page, Loss.REDIRECT, detail, target, reply.ip_address)

    def _ask_robots(self, url: str, stop: threading.Event) -> Reply | None:
        address = url
        for _ in range(self.settings.max_redirects + 1):
            reply = self._ask(address, {}, self.settings.delay_seconds, stop)
            target = _redirect_target(reply.page)
            if target is None:
                return reply
            if not is_same_site(target, url):
                return None
            address = target
        return None

    def _ask(self, url: str, headers: dict[str, str], delay_seconds: float, stop: threading.Event) -> Reply:
        """Ask, and ask again where that may help. Raises Failure when the last try has no answer either."""
        headers = dict(headers)
        for tries_left in range(self.settings.retries, -1, -1):
            wait = self.settings.backoff_seconds * 2 ** (self.settings.retries - tries_left)
            try:
                with self._turn(url, delay_seconds, stop):
                    reply = self._exchanger.exchange(url, headers, stop)
            except Failure as failure:
                if not tries_left or not failure.is_worth_retrying:
                    raise
                if isinstance(failure, BrokenCompression):
                    headers["Accept-Encoding"] = "identity"
            else:
                wait = max(wait, _retry_after(reply.page))
                if reply.page.status not in _WORTH_RETRYING or not tries_left:
                    break
                if wait > self.settings.retry_after_seconds_max:
                    break
            pause(wait, stop)
        return reply

    @contextmanager
    def _turn(self, url: str, delay_seconds: float, stop: threading.Event) -> Iterator[None]:
        with self._clock.turn(bare_host(url), delay_seconds, self.settings.jitter, stop):
            yield


def _web_address(url: str) -> str:
    is_web = bool(bare_host(url)) and urlsplit(url).scheme in ("http", "https")
    if not is_web:
        raise Failure(Loss.UNREACHABLE, f"{url} is no web address that can be asked.")
    return urldefrag(url).url


def _conditions(validators: Validators | None) -> dict[str, str]:
    headers = {}
    if validators and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators and validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _redirect_target(page: Page) -> str | None:
    """Where an answer redirects to, absolute and without fragment; None for any other answer."""
    location = page.headers.get("location", "").strip()
    if page.status not in _REDIRECTS or not location:
        return None
    with suppress(UnicodeError):  # header bytes arrive as Latin-1; some servers write Chinese paths in UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urldefrag(urljoin(page.url, location)).url
    except ValueError:
        return location


def _answer(url: str, reply: Reply, *, is_conditional: bool) -> Answer:
    page = reply.page
    if page.status == HTTPStatus.NOT_MODIFIED and is_conditional:
        return Answer(url, page, ip_address=reply.ip_address, is_not_modified=True)
    loss = _status_loss(page.status)
    detail = f"{url} answered {page.status}{_phrase(page.status)}." if loss else ""
    if not loss and reply.truncated:
        loss, detail = Loss.TOO_LARGE, f"{url} is larger than the limit for a page."
    return Answer(url, page, loss, detail, ip_address=reply.ip_address, truncated=reply.truncated)


def _status_loss(status: int) -> Loss | None:
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return Loss.NOT_FOUND
    if status in _WALLS:
        return Loss.CHALLENGE
    if status >= 500:
        return Loss.SERVER_ERROR
    return Loss.REDIRECT if 300 <= status < 400 else Loss.REFUSED


def _phrase(status: int) -> str:
    if status in _WALLS:
        return " (a bot wall, which is not climbed)"
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _retry_after(page: Page) -> float:
    """Seconds that the server asks to wait (RFC 9110, 10.2.3: seconds or a date), 0 where it does not."""
    value = page.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
