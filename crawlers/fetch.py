"""The fetcher: asks for an address politely, and turns whatever a server does into an Answer.

Retries, redirects within the site, robots.txt and pauses are decided here. It never raises for what a
server does; only Stopped leaves it, when the run is asked to stop.
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

from crawlers.address import WebAddress
from crawlers.exchange import BrokenCompression, Exchanger, Failure, FetchSettings, Reply
from crawlers.link import Validators, is_same_site
from crawlers.politeness import HostClock, pause
from crawlers.retry_after import retry_after_seconds
from crawlers.robots import ROBOTS_BYTES, Robots
from crawlers.warc import Truncation
from extractors.kind import is_login_address
from extractors.outcome import Loss
from extractors.page import Page

_REDIRECTS = {301, 302, 303, 307, 308}
_WORTH_RETRYING = {429, 500, 502, 503, 504}
_WALLS = {412, 521}
_LONGEST_SHOWN = 300


class Doing(StrEnum):
    """What a fetcher is at, for whoever watches."""

    PAUSING = "pausing"
    ASKING = "asking"


@dataclass(frozen=True)
class Answer:
    """What became of a request.

    `page` is what the server answered, also where that is a loss (404, a bot wall, the first part of
    something too large); None where there was no answer. `page.url` is the address that answered, after
    redirects within the site. `detail` is one sentence about the loss, "" without one. `closes_site`:
    nothing else of the site may be asked. A page that `is_not_modified` has status 304 and no body.
    `retry_after_seconds`: how long the host asked to be left alone, 0 where it did not.
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


@dataclass(frozen=True)
class _Asking:
    """What one call wants: its pause, its end, and who is told of it."""

    delay_seconds: float
    stop: threading.Event
    robots_answered: Callable[[Answer], None] | None = None
    doing: Callable[[Doing, float], None] | None = None

    def pausing(self, seconds: float) -> None:
        if self.doing:
            self.doing(Doing.PAUSING, seconds)

    def asking(self) -> None:
        if self.doing:
            self.doing(Doing.ASKING, 0.0)


class Fetcher:
    """Asks politely. One may serve all sites of a run, each in its thread; fetchers may share a HostClock."""

    def __init__(self, settings: FetchSettings | None = None, clock: HostClock | None = None) -> None:
        self.settings = settings or FetchSettings()
        self._clock = clock or HostClock()
        self._exchanger = Exchanger(self.settings)
        self._robots = Robots(self.settings.crawl_delay_seconds_max)
        self._services: dict[tuple[str, int], tuple[str, ...]] = {}
        self._at_rest: dict[str, tuple[float, Failure]] = {}  # by site: until when it is not asked, and why

    def get(
        self,
        url: str,
        *,
        delay_seconds: float | None = None,
        validators: Validators | None = None,
        stop: threading.Event | None = None,
        robots_answered: Callable[[Answer], None] | None = None,
        doing: Callable[[Doing, float], None] | None = None,
    ) -> Answer:
        """Fetch an address.

        `delay_seconds` takes the place of the settings' pause; a longer Crawl-delay of the host still
        holds. With `validators` a page that has not changed comes back as `is_not_modified` without a body.
        `robots_answered` is told of each robots.txt that had to be asked for. `doing` is told when a pause
        begins, with its seconds (0 where another thread's request is waited for), and when a request goes out.
        Raises Stopped when `stop` is set, at once and in the middle of anything.
        """
        asking = self._asking(delay_seconds, stop, robots_answered, doing)
        try:
            return self._follow(url, _conditions(validators), asking)
        except Failure as failure:
            return _unanswered(url, failure)

    def sitemaps(
        self,
        url: str,
        *,
        delay_seconds: float | None = None,
        stop: threading.Event | None = None,
        robots_answered: Callable[[Answer], None] | None = None,
        doing: Callable[[Doing, float], None] | None = None,
    ) -> list[str]:
        """The sitemaps that the robots.txt of an address's host names; it is asked for where it is not known."""
        address = WebAddress.parse(url)
        if address is None:
            return []
        asking = self._asking(delay_seconds, stop, robots_answered, doing)
        return self._robots.sitemaps(address, self._ask_robots(asking), asking.stop)

    def remember_robots(self, page: Page) -> None:
        """Take over an earlier run's robots.txt: `page.url` is its address, `fetched_at` when it was last confirmed.

        It holds for a day from then, and is afterwards asked for only if it has changed.
        """
        self._robots.remember(page)

    def pace_seconds(self, url: str, delay_seconds: float | None = None) -> float:
        """The pause between two requests to an address's host, in the mean: with its Crawl-delay, if it was asked."""
        delay = self.settings.delay_seconds if delay_seconds is None else delay_seconds
        address = WebAddress.parse(url)
        crawl_delay = self._robots.known_delay_seconds(address.origin) if address else 0.0
        return max(delay, crawl_delay) * (1 + self.settings.jitter / 2)

    def services(self, url: str) -> tuple[str, ...]:
        """The machines (`ip:port`) that answer for the host of an address; () while it was not asked."""
        address = WebAddress.parse(url)
        return self._services.get((address.host, address.port), ()) if address else ()

    def close(self) -> None:
        """Close the connections that the calling thread has opened."""
        self._exchanger.close()

    def _asking(
        self,
        delay_seconds: float | None,
        stop: threading.Event | None,
        robots_answered: Callable[[Answer], None] | None,
        doing: Callable[[Doing, float], None] | None,
    ) -> _Asking:
        delay = self.settings.delay_seconds if delay_seconds is None else delay_seconds
        return _Asking(delay, stop or threading.Event(), robots_answered, doing)

    def _follow(self, url: str, headers: dict[str, str], asking: _Asking) -> Answer:
        ask_robots = self._ask_robots(asking)
        address = _web_address(url)
        visited: set[str] = set()
        while len(visited) <= self.settings.max_redirects:
            visited.add(address.url)
            crawl_delay = self._robots.delay_seconds(address, ask_robots, asking.stop)
            reply = self._ask(address, headers, max(asking.delay_seconds, crawl_delay), asking)
            target = _redirect_target(reply.page)
            if target is None:
                return _answer(url, reply, self._rest_of(reply.page), is_conditional=bool(headers))
            if target in visited:
                break
            onward = WebAddress.parse(target)
            if onward is None or not is_same_site(target, url):
                detail = f"{url} leads to {_shown(target)}, which is {'another site' if onward else 'no web address'}."
                return Answer(url, reply.page, Loss.REDIRECT, detail, target, reply.ip_address)
            if is_login_address(target) and not is_login_address(url):
                detail = f"{url} leads to a log-in page, {_shown(target)}, which is not asked."
                return Answer(url, reply.page, Loss.LOGIN, detail, target, reply.ip_address)
            address = onward
        detail = f"{url} leads in a circle, or from redirect to redirect ({len(visited)} followed)."
        return Answer(url, reply.page, Loss.REDIRECT, detail, target, reply.ip_address)

    def _ask_robots(self, asking: _Asking) -> Callable[[str, Validators], Reply | None]:
        """How a robots.txt is asked for in this call: redirects within its site are followed, others give None."""

        def ask(url: str, validators: Validators) -> Reply | None:
            address: WebAddress | None = _web_address(url)
            headers = _conditions(validators)
            reply: Reply | None = None
            for _ in range(self.settings.max_redirects + 1):
                if address is None or not is_same_site(address.url, url):
                    break
                reply = self._ask(address, headers, asking.delay_seconds, asking, ROBOTS_BYTES)
                target = _redirect_target(reply.page)
                address = WebAddress.parse(target) if target else None
            if reply and asking.robots_answered:
                asking.robots_answered(_robots_answer(url, reply, is_conditional=bool(headers)))
            return None if reply is None or _redirect_target(reply.page) else reply

        return ask

    def _ask(
        self,
        address: WebAddress,
        headers: dict[str, str],
        delay_seconds: float,
        asking: _Asking,
        first_bytes: int | None = None,
    ) -> Reply:
        """Ask, and ask again where that may help. Raises Failure when the last try has no answer either."""
        headers = dict(headers)
        for tries_left in range(self.settings.retries, -1, -1):
            wait = self.settings.backoff_seconds * 2 ** (self.settings.retries - tries_left)
            try:
                with self._turn(address, delay_seconds, asking):
                    self._mind_rest(address)
                    asking.asking()
                    reply = self._exchanger.exchange(address.url, headers, asking.stop, first_bytes)
            except Failure as failure:
                if not tries_left or not failure.is_worth_retrying:
                    raise
                if isinstance(failure, BrokenCompression):
                    headers["Accept-Encoding"] = "identity"
            else:
                rest = self._leave_alone(address, reply.page)
                if reply.page.status not in _WORTH_RETRYING or not tries_left:
                    break
                if rest > self.settings.retry_after_seconds_max:
                    break
                wait = max(wait, rest)
            asking.pausing(wait)
            pause(wait, asking.stop)
        return reply

    def _turn(self, address: WebAddress, delay_seconds: float, asking: _Asking) -> AbstractContextManager[None]:
        services = self._services.get((address.host, address.port))
        if services is None:  # a name that cannot be resolved yet is tried again
            services = self._exchanger.router.services(address.host, address.port) or ()
            if services:
                self._services[address.host, address.port] = services
        jitter = self.settings.jitter
        return self._clock.turn(address.site, delay_seconds, jitter, asking.stop, services, asking.pausing)

    def _leave_alone(self, address: WebAddress, page: Page) -> float:
        """The seconds that an answer asks to wait; the whole site waits them, or is not asked any more."""
        rest = retry_after_seconds(page)
        if rest > self.settings.retry_after_seconds_max:
            detail = f"{address.host} asked not to be asked again for {rest:.0f} seconds"
            loss = _status_loss(page) or Loss.REFUSED
            self._at_rest[address.site] = (time.monotonic() + rest, Failure(loss, detail))
        elif rest:
            self._clock.postpone(address.site, rest)
        return rest

    def _mind_rest(self, address: WebAddress) -> None:
        until, why = self._at_rest.get(address.site, (0.0, None))
        left = until - time.monotonic()
        if why is not None and left > 0:
            detail = f"{address.url} was not asked: {why.detail}."
            raise Failure(why.loss, detail, closes_site=True, retry_after_seconds=left)

    def _rest_of(self, page: Page) -> tuple[float, bool]:
        """How long the host wants to be left alone, and whether that is longer than this run waits."""
        rest = retry_after_seconds(page)
        return rest, rest > self.settings.retry_after_seconds_max


def _web_address(url: str) -> WebAddress:
    address = WebAddress.parse(url)
    if address is None:
        raise Failure(Loss.UNREACHABLE, f"{url} is no web address that can be asked.")
    return address


def _shown(address: str) -> str:
    """An address that a server sent, as a sentence can hold it."""
    return "".join(sign if sign.isprintable() else "?" for sign in address[:_LONGEST_SHOWN])


def _unanswered(url: str, failure: Failure) -> Answer:
    return Answer(
        url,
        loss=failure.loss,
        detail=failure.detail,
        closes_site=failure.closes_site,
        retry_after_seconds=failure.retry_after_seconds,
    )


def _conditions(validators: Validators | None) -> dict[str, str]:
    known = {
        "If-None-Match": validators.etag if validators else None,
        "If-Modified-Since": validators.last_modified if validators else None,
    }
    # What a server has sent and http cannot send back is left out.
    return {name: value.strip() for name, value in known.items() if value and value.isascii() and value.isprintable()}


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


def _answer(url: str, reply: Reply, rest: tuple[float, bool], *, is_conditional: bool) -> Answer:
    page = reply.page
    if page.status == HTTPStatus.NOT_MODIFIED and is_conditional:
        return Answer(url, page, ip_address=reply.ip_address, is_not_modified=True)
    loss = _status_loss(page)
    detail = f"{url} answered {page.status}{_phrase(page.status)}." if loss else ""
    if not loss and reply.truncated:
        loss, detail = Loss.TOO_LARGE, f"{url} is larger than the limit for a page."
    seconds, is_too_long = rest
    return Answer(
        url,
        page,
        loss,
        detail,
        ip_address=reply.ip_address,
        truncated=reply.truncated,
        closes_site=is_too_long,
        retry_after_seconds=seconds,
    )


def _robots_answer(url: str, reply: Reply, *, is_conditional: bool) -> Answer:
    """The same for a robots.txt, of which the beginning is enough."""
    whole = Reply(reply.page, reply.ip_address)
    answer = _answer(url, whole, (retry_after_seconds(reply.page), False), is_conditional=is_conditional)
    return replace(answer, truncated=reply.truncated, redirect_to=_redirect_target(reply.page))


def _status_loss(page: Page) -> Loss | None:
    status = page.status
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return Loss.NOT_FOUND
    if status in _WALLS:
        return Loss.CHALLENGE
    if status == HTTPStatus.UNAUTHORIZED and "www-authenticate" in page.headers:
        return Loss.LOGIN
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
