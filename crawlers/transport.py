"""Connections for requests: addresses are checked at connect time, a watchdog can cut a connection any time.

Time limits of sockets hold for one read: a server that sends one byte every few seconds never meets them.
The watchdog ends such an exchange from outside, and ends it as well when the run is asked to stop.
"""

import contextlib
import os
import socket
import threading
import time
from functools import partial
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from crawlers.address import Router

_LOOK_SECONDS = 0.1


class Watchdog:
    """Guards the exchange in its `with` block: cuts the connection at the deadline or on `stop`."""

    def __init__(self, seconds: float, stop: threading.Event | None) -> None:
        self.expired = False
        self._deadline = time.monotonic() + seconds
        self._stop = stop
        self._over = threading.Event()
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    @property
    def stopped(self) -> bool:
        """Whether the run was asked to stop."""
        return self._stop is not None and self._stop.is_set()

    def guard(self, connection: socket.socket) -> None:
        """The connection to cut from now on.

        A handle of its own is kept: TLS takes the given one over, and http.client closes it while an answer
        without length is still being read.
        """
        with self._lock:
            self._release()
            self._handle = socket.socket(fileno=os.dup(connection.fileno()))
        if self.expired or self.stopped:
            self._cut()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._release()

    def _watch(self) -> None:
        while not self._over.wait(min(_LOOK_SECONDS, max(0.0, self._deadline - time.monotonic()))):
            if self.stopped or time.monotonic() >= self._deadline:
                self.expired = not self.stopped
                self._cut()
                return

    def _cut(self) -> None:
        with self._lock:
            if self._handle is not None:
                with contextlib.suppress(OSError):  # it has ended by itself meanwhile
                    self._handle.shutdown(socket.SHUT_RDWR)

    def _release(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class Route:
    """What the connections of a session share: the router, and the watchdog of the exchange under way."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.watchdog: Watchdog | None = None

    def guard(self, connection: socket.socket | None) -> None:
        """Put a connection under the present watchdog."""
        if self.watchdog is not None and connection is not None:
            self.watchdog.guard(connection)


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
        self.peer_address = str(connection.getpeername()[0])
        self.route.guard(connection)
        return connection

    def request(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        self.route.guard(self.sock)  # a connection that was kept open comes under the new watchdog
        super().request(*arguments, **options)


class _RoutedTLSConnection(_RoutedConnection, HTTPSConnection):
    pass


class _RoutedPool(HTTPConnectionPool):
    ConnectionCls = _RoutedConnection

    def __init__(self, *arguments: Any, route: Route, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self.route = route

    def _new_conn(self) -> Any:  # noqa: ANN401 (urllib3's own type of it is private)
        connection = super()._new_conn()
        connection.route = self.route  # type: ignore[attr-defined]
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
