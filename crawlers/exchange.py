"""One request and its answer, within limits of size and time. Retries, redirects, pauses: see fetch.py."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import requests
from requests.exceptions import ContentDecodingError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from crawlers.address import AddressRefused, Router
from crawlers.politeness import Stopped
from crawlers.transport import Route, RoutedAdapter, Watchdog
from crawlers.warc import Truncation
from extractors.outcome import Loss
from extractors.page import Page

PRODUCT = "county-news"
# Compressed bytes unpacked at a time. Deflate packs 1:1000 at most, so a bomb is noticed after some 16 MB.
_CHUNK_BYTES = 1 << 14
# What is kept of an answer that is too large: enough to see what it was.
_KEPT_BYTES = 1 << 19


def user_agent(contact: str) -> str:
    """The crawler's honest name with a contact: a mail address, or that of a page about the project."""
    return f"{PRODUCT}/0.1 (reads public county news; contact: {contact})"


@dataclass(frozen=True)
class FetchSettings:
    """How the crawler asks. Times are seconds, sizes bytes after decompression.

    `delay_seconds` lies between two requests to one host, lengthened by a random share up to `jitter`.
    `connect_to` leads `host` or `host:port` to an `ip:port`. A server's Retry-After beyond
    `retry_after_seconds_max`, or Crawl-delay beyond `crawl_delay_seconds_max`, is obeyed by not asking.
    """

    delay_seconds: float = 3.0
    jitter: float = 0.5
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


@dataclass(frozen=True)
class Reply:
    """What a server answered. `truncated` where the body was cut at a limit."""

    page: Page
    ip_address: str | None = None
    truncated: Truncation | None = None


class Failure(Exception):
    """There is no answer. `loss` is the reason word, the message one sentence.

    `is_worth_retrying`: another try may go well. `closes_site`: nothing else of this site may be asked
    either.
    """

    def __init__(self, loss: Loss, detail: str, *, is_worth_retrying: bool = False, closes_site: bool = False) -> None:
        super().__init__(detail)
        self.loss = loss
        self.detail = detail
        self.is_worth_retrying = is_worth_retrying
        self.closes_site = closes_site


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
        self._router = Router(settings.connect_to, settings.allow_private_addresses)
        self._local = threading.local()

    def exchange(self, url: str, headers: Mapping[str, str], stop: threading.Event) -> Reply:
        """Ask once. Raises Failure when there is no answer, Stopped when `stop` is set."""
        session, route = self._session()
        with Watchdog(self.settings.total_seconds, stop) as watchdog:
            route.watchdog = watchdog
            try:
                reply = self._send(session, url, headers)
                failure = None
            except AddressRefused as error:
                raise Failure(Loss.ADDRESS, f"{url} was not asked: {error}.", closes_site=True) from error
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                failure = _failure(url, error)
                failure.__cause__ = error
            finally:
                route.watchdog = None
        # A connection that the watchdog cut looks like an error, or like the end of a body without length.
        if watchdog.stopped:
            raise Stopped
        if watchdog.expired:
            seconds = f"{self.settings.total_seconds:g}"
            raise Failure(Loss.TIMEOUT, f"{url} had not answered in full after {seconds} seconds.")
        if failure is not None:
            raise failure
        return reply

    def close(self) -> None:
        """Close the connections of the calling thread."""
        session = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            del self._local.session

    def _session(self) -> tuple[requests.Session, Route]:
        if not hasattr(self._local, "session"):
            session, route = _Session(), Route(self._router)
            session.trust_env = False  # no proxies, no .netrc
            session.headers.update(
                {
                    "User-Agent": self.settings.user_agent,
                    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                    "Accept-Language": "zh-CN,zh;q=0.9",
                    "Accept-Encoding": "gzip, deflate",
                }
            )
            for scheme in ("http://", "https://"):
                session.mount(scheme, RoutedAdapter(route))
            self._local.session, self._local.route = session, route
        return self._local.session, self._local.route

    def _send(self, session: requests.Session, url: str, headers: Mapping[str, str]) -> Reply:
        limits = (self.settings.connect_seconds, self.settings.read_seconds)
        moment = datetime.now(UTC)
        with session.get(url, headers=dict(headers), stream=True, allow_redirects=False, timeout=limits) as response:
            connection = getattr(response.raw, "connection", None)
            body, truncated = self._body(response)
            page = Page(
                url=response.url,
                body=body,
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                fetched_at=moment,
            )
            return Reply(page, getattr(connection, "peer_address", None), truncated)

    def _body(self, response: requests.Response) -> tuple[bytes, Truncation | None]:
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > self.settings.max_bytes:
            return b"", "length"
        body = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            body += chunk
            if len(body) > self.settings.max_bytes:
                return bytes(body[: min(_KEPT_BYTES, self.settings.max_bytes)]), "length"
        return bytes(body), None


def _failure(url: str, error: Exception) -> Failure:
    """The reason word and the sentence for what the libraries raised."""
    root = _root(error)
    reason = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", str(root)).split())[:200]
    if isinstance(error, ContentDecodingError):
        detail = f"{url} answered with a body that cannot be decompressed."
        return BrokenCompression(Loss.UNREADABLE, detail, is_worth_retrying=True)
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
