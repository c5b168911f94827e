"""One request and its answer, within limits of size and time. Retries, redirects, pauses: see fetch.py."""

import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from crawlers.address import AddressRefused, Router
from crawlers.body import CompressionError, read_body
from crawlers.politeness import Stopped
from crawlers.transport import BrokenFrame, Route, RoutedAdapter
from crawlers.warc import Truncation
from crawlers.watchdog import Watchdog
from extractors.outcome import Loss
from extractors.page import Page

PRODUCT = "county-news"
_CHUNK_BYTES = 1 << 16
# What is kept of an answer that is too large: enough to see what it was.
_KEPT_BYTES = 1 << 19
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def user_agent(contact: str) -> str:
    """The crawler's honest name with a contact: a mail address, or that of a page about the project."""
    return f"{PRODUCT}/0.1 (reads public county news; contact: {contact})"


@dataclass(frozen=True)
class FetchSettings:
    """How the crawler asks. Times are seconds, sizes bytes: as they are sent, and after decompression.

    `delay_seconds` lies between two requests to one host, lengthened by a random share up to `jitter`.
    `connect_to` leads `host` or `host:port` to an `ip:port`. A server's Retry-After beyond
    `retry_after_seconds_max`, or Crawl-delay beyond `crawl_delay_seconds_max`, is obeyed by not asking.
    `legacy_tls_hosts` may speak TLS as old servers do; their certificates are checked like all others.
    """

    delay_seconds: float = 3.0
    jitter: float = 0.1
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    max_bytes: int = 10_000_000
    retries: int = 2
    backoff_seconds: float = 5.0
    retry_after_seconds_max: float = 120.0
    crawl_delay_seconds_max: float = 300.0
    max_redirects: int = 5
    user_agent: str = user_agent("not set")
    allow_private_addresses: bool = False
    connect_to: Mapping[str, str] = field(default_factory=dict)
    legacy_tls_hosts: Collection[str] = ()


@dataclass(frozen=True)
class Reply:
    """What a server answered. `truncated` where the body was cut at a limit."""

    page: Page
    ip_address: str | None = None
    truncated: Truncation | None = None


class Failure(Exception):
    """There is no answer. `loss` is the reason word, the message one sentence.

    `is_worth_retrying`: another try may go well. `closes_site`: nothing else of this site may be asked
    either. `retry_after_seconds`: how long the host asked to be left alone.
    """

    def __init__(
        self,
        loss: Loss,
        detail: str,
        *,
        is_worth_retrying: bool = False,
        closes_site: bool = False,
        retry_after_seconds: float = 0.0,
    ) -> None:
        super().__init__(detail)
        self.loss = loss
        self.detail = detail
        self.is_worth_retrying = is_worth_retrying
        self.closes_site = closes_site
        self.retry_after_seconds = retry_after_seconds

    def anew(self) -> "Failure":
        """The same for a whole site, to be raised once more: an exception that is kept would keep its callers."""
        return Failure(self.loss, self.detail, closes_site=True, retry_after_seconds=self.retry_after_seconds)


class BrokenCompression(Failure):
    """The body is not compressed as its header says; the server may do better when asked for plain bytes."""


class _Session(requests.Session):
    """A session that leaves redirects alone: requests would read the whole body of one, whatever its size."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        return None


class Exchanger:
    """Sends requests; every thread has its own session with its own connections."""

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        self.router = Router(settings.connect_to, settings.allow_private_addresses)
        self._watchdog = Watchdog()
        self._local = threading.local()
        self._template = requests.PreparedRequest()
        self._template.prepare(
            "GET",
            "http://localhost/",
            headers={
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "keep-alive",
            },
        )

    def exchange(
        self, url: str, headers: Mapping[str, str], stop: threading.Event, first_bytes: int | None = None
    ) -> Reply:
        """Ask once. Raises Failure when there is no answer, Stopped when `stop` is set.

        With `first_bytes` this much of the body is wanted, however long it is; without, nothing of one that
        says it is longer than the limit.
        """
        session, route = self._session()
        failure: Failure | None = None
        with self._watchdog.guard(self.settings.total_seconds, stop) as guard:
            route.guard, route.has_surplus = guard, False
            try:
                reply = self._send(session, route, url, headers, first_bytes)
            except AddressRefused as error:
                raise Failure(Loss.ADDRESS, f"{url} was not asked: {error}.", closes_site=True) from error
            except (requests.RequestException, HTTPError, CompressionError, OSError, ValueError) as error:
                failure = _failure(url, error)
                failure.__cause__ = error
            finally:
                route.guard = None
        # A connection that the watchdog cut looks like an error, or like the end of a body without length.
        if guard.is_stopped:
            raise Stopped
        if guard.is_expired:
            seconds = f"{self.settings.total_seconds:g}"
            raise Failure(Loss.TIMEOUT, f"{url} had not answered in full after {seconds} seconds.")
        if failure is not None:
            raise failure
        if route.has_surplus:
            session.close()  # what follows on this connection is no answer
            detail = f"{url} answered with more than the length that it declared, so what was read may be a part."
            raise Failure(Loss.UNREACHABLE, detail, is_worth_retrying=True)
        return reply

    def close(self) -> None:
        """Close the connections of the calling thread."""
        session = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            del self._local.session

    def _session(self) -> tuple[requests.Session, Route]:
        if not hasattr(self._local, "session"):
            session, route = _Session(), self._route()
            session.trust_env = False  # no proxies, no .netrc
            for scheme in ("http://", "https://"):
                session.mount(scheme, RoutedAdapter(route))
            self._local.session, self._local.route = session, route
        return self._local.session, self._local.route

    def _route(self) -> Route:
        # A robots.txt has its own limit, and small limits are meant for pages: a head may always be usual.
        return Route(self.router, max(self.settings.max_bytes, _KEPT_BYTES), self.settings.legacy_tls_hosts)

    def _request(self, session: requests.Session, url: str, headers: Mapping[str, str]) -> requests.PreparedRequest:
        """A request made from one that is ready: merging settings anew took as long as sending."""
        request = self._template.copy()
        request.prepare_url(url, None)
        request.headers.update(headers)
        if len(session.cookies):
            request.prepare_cookies(session.cookies)
        return request

    def _send(
        self,
        session: requests.Session,
        route: Route,
        url: str,
        headers: Mapping[str, str],
        first_bytes: int | None,
    ) -> Reply:
        request = self._request(session, url, headers)
        limits = (self.settings.connect_seconds, self.settings.read_seconds)
        moment = datetime.now(UTC)
        with session.send(
            request, stream=True, allow_redirects=False, timeout=limits, verify=True, cert=None, proxies={}
        ) as response:
            connection = getattr(response.raw, "connection", None)
            body, is_whole = self._body(response, route.declared_length, first_bytes)
            page = Page(
                url=response.url,
                body=body,
                status=response.status_code,
                headers=_headers(response),
                fetched_at=moment,
            )
            return Reply(page, getattr(connection, "peer_address", None), None if is_whole else "length")

    def _body(self, response: requests.Response, declared_length: int, first_bytes: int | None) -> tuple[bytes, bool]:
        max_bytes = first_bytes or self.settings.max_bytes
        if declared_length > max_bytes and first_bytes is None:
            return b"", False
        pieces = response.raw.stream(_CHUNK_BYTES, decode_content=False)
        body, is_whole = read_body(pieces, response.headers.get("Content-Encoding", ""), max_bytes)
        return body if is_whole else body[:_KEPT_BYTES], is_whole


def _headers(response: requests.Response) -> dict[str, str]:
    """Headers with lower-case names. Control characters would be headers of their own in a file or a request."""
    return {name.lower(): _CONTROLS.sub(" ", value).strip() for name, value in response.headers.items() if name}


def _failure(url: str, error: Exception) -> Failure:
    """The reason word and the sentence for what the libraries raised."""
    root = _root(error)
    reason = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", str(root)).split())[:200]
    if isinstance(error, CompressionError):
        detail = f"{url} answered with a body that cannot be decompressed."
        return BrokenCompression(Loss.UNREADABLE, detail, is_worth_retrying=True)
    if isinstance(root, BrokenFrame):
        return Failure(Loss.UNREACHABLE, f"{url} answered with {root}.", is_worth_retrying=True)
    if isinstance(error, requests.ConnectTimeout):
        return Failure(Loss.TIMEOUT, f"{url} did not take the connection in time.", is_worth_retrying=True)
    if isinstance(error, requests.ReadTimeout) or isinstance(root, ReadTimeoutError | TimeoutError):
        return Failure(Loss.TIMEOUT, f"{url} fell silent while it answered.")
    if isinstance(error, requests.exceptions.SSLError):
        return Failure(Loss.UNREACHABLE, f"{url} has no encrypted connection that can be trusted ({reason}).")
    if isinstance(error, ValueError) and not isinstance(error, requests.exceptions.JSONDecodeError | UnicodeError):
        return Failure(Loss.UNREACHABLE, f"{url} is no web address that can be asked.")
    return Failure(Loss.UNREACHABLE, f"{url} could not be reached ({reason}).", is_worth_retrying=True)


def _root(error: BaseException) -> BaseException:
    """The innermost reason of an error that requests and urllib3 have wrapped several times."""
    seen = {id(error)}
    while True:
        reasons = (getattr(error, "reason", None), error.__cause__, *error.args, error.__context__)
        inner = next((reason for reason in reasons if isinstance(reason, BaseException)), None)
        if inner is None or id(inner) in seen:
            return error
        seen.add(id(inner))
        error = inner
