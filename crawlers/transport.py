"""Connections for requests: addresses are checked at connect time, a watchdog can cut a connection any time."""

import logging
import socket
import ssl
from collections.abc import Collection
from functools import partial
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from crawlers.address import Router
from crawlers.watchdog import Guard

# ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on: servers without secure renegotiation (RFC 5746).
_LEGACY_SERVER_CONNECT = 0x4
_LONGEST_LENGTH = 18  # digits

# It logs broken headers of a server with a traceback; the crawler says of each answer in a sentence what it was.
logging.getLogger("urllib3").setLevel(logging.ERROR)


def tls_context(*, is_legacy: bool) -> ssl.SSLContext:
    """How TLS is spoken: certificates and names are always checked, `is_legacy` lets old servers renegotiate."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    if is_legacy:
        context.options |= _LEGACY_SERVER_CONNECT
    return context


class BrokenFrame(HTTPException):
    """The head of an answer, or of a part of it, cannot be right; the message says what it has."""


class Route:
    """What the connections of a session share: the router, limits, and the guard of the exchange under way.

    `declared_length` is the present answer's, 0 where it has none. `has_surplus`: it goes on after its
    Content-Length, so that the length cannot be right.
    """

    def __init__(self, router: Router, max_line_bytes: int, legacy_tls_hosts: Collection[str] = ()) -> None:
        self.router = router
        self.max_line_bytes = max_line_bytes
        self.legacy_tls_hosts = frozenset(host.lower() for host in legacy_tls_hosts)
        self.guard: Guard | None = None
        self.declared_length = 0
        self.has_surplus = False

    def watch(self, connection: socket.socket | None) -> None:
        """Put a connection under the present guard."""
        if self.guard is not None and connection is not None:
            self.guard.watch(connection)


class _MeasuredStream:
    """An answer as it is sent, with the lines of its head and between its chunks under a limit.

    `last_line` tells whether a head has come to its end: http.client takes a cut one for whole.
    """

    def __init__(self, stream: Any, max_line_bytes: int) -> None:  # noqa: ANN401 (made by http.client)
        self._stream = stream
        self._line_bytes_left = max_line_bytes
        self.last_line = b""
        self.read = stream.read
        self.readinto = stream.readinto
        self.peek = stream.peek
        self.flush = stream.flush
        self.close = stream.close

    def readline(self, limit: int) -> bytes:
        line: bytes = self._stream.readline(limit)
        self.last_line = line
        self._line_bytes_left -= len(line)
        if self._line_bytes_left < 0:
            raise BrokenFrame("more lines around its content than a page may have")
        return line


class _MeasuredResponse(HTTPResponse):
    """An answer that is measured: its head must be whole and its length one number.

    At the end of its length it looks whether the server has already sent more.
    """

    def __init__(self, sock: socket.socket, *arguments: Any, route: Route, **options: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *arguments, **options)
        self._socket = sock
        self._route = route
        self._stream = _MeasuredStream(self.fp, route.max_line_bytes)
        self.fp = cast("Any", self._stream)

    def begin(self) -> None:
        super().begin()
        if self._stream.last_line not in (b"\r\n", b"\n"):
            raise BrokenFrame("headers that end too early")
        self._route.declared_length = self._declared_length()

    def _safe_read(self, amt: int) -> bytes:
        if amt < 0:  # urllib3 reads a chunk of -1 bytes, which is all that comes
            raise BrokenFrame("a part of negative length")
        data: bytes = super()._safe_read(amt)  # type: ignore[misc]
        return data

    def _declared_length(self) -> int:
        """The Content-Length (RFC 9112, 6.3); a number that is given twice is one number."""
        values = self.headers.get_all("Content-Length")
        if values is None or self.chunked or self.status in (204, 304):
            return 0
        numbers = {number.strip() for value in values for number in value.split(",")}
        length = numbers.pop()
        if numbers or not (length.isascii() and length.isdecimal() and len(length) <= _LONGEST_LENGTH):
            raise BrokenFrame("a Content-Length that is no single number")
        self.length = int(length)  # http.client takes "6, 6" for none
        return self.length

    def _close_conn(self) -> None:
        has_body = self.status not in (204, 304)
        if has_body and self.length == 0 and self.fp is not None and self._has_more():
            self._route.has_surplus = True
        super()._close_conn()  # type: ignore[misc]

    def _has_more(self) -> bool:
        """Whether something has arrived behind the body; an empty line is nothing (old servers send one)."""
        timeout = self._socket.gettimeout()
        try:
            self._socket.settimeout(0)
            return bool(self.fp.peek(1).strip())
        except (OSError, ValueError):
            return False
        finally:
            self._socket.settimeout(timeout)


class _RoutedConnection(HTTPConnection):
    route: Route
    peer_address: str | None = None

    def _new_conn(self) -> socket.socket:
        try:
            connection = self.route.router.connect(self._dns_host, self.port, self.timeout)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not take the connection in time") from error
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, str(error)) from error
        try:
            self.peer_address = str(connection.getpeername()[0])
            self.route.watch(connection)
        except OSError as error:  # the server hung up at once
            connection.close()
            raise NewConnectionError(self, str(error)) from error
        return connection

    def request(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        self.route.watch(self.sock)  # a connection that was kept open comes under the new guard
        super().request(*arguments, **options)


class _RoutedTLSConnection(_RoutedConnection, HTTPSConnection):
    def connect(self) -> None:
        if self.ssl_context is None and self.host.lower() in self.route.legacy_tls_hosts:
            self.ssl_context = tls_context(is_legacy=True)
        super().connect()


class _RoutedPool(HTTPConnectionPool):
    ConnectionCls = _RoutedConnection

    def __init__(self, *arguments: Any, route: Route, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self.route = route

    def _new_conn(self) -> Any:  # noqa: ANN401 (urllib3's own type of it is private)
        connection = super()._new_conn()
        connection.route = self.route  # type: ignore[attr-defined]
        connection.response_class = partial(_MeasuredResponse, route=self.route)  # type: ignore[attr-defined]
        return connection


class _RoutedTLSPool(_RoutedPool, HTTPSConnectionPool):
    ConnectionCls = _RoutedTLSConnection


class RoutedAdapter(HTTPAdapter):
    """A requests adapter whose connections follow a Route. It never retries by itself."""

    def __init__(self, route: Route) -> None:
        self.route = route
        super().__init__(max_retries=0)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,
        **pool_options: Any,  # noqa: ANN401
    ) -> None:
        """Called by requests: the pools make routed connections."""
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_RoutedPool, route=self.route),
            "https": partial(_RoutedTLSPool, route=self.route),
        }
