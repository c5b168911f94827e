"""One thread that ends exchanges from outside: at their deadline, or when the run is asked to stop.

Time limits of sockets hold for one read: a server that sends one byte every few seconds never meets them.
"""

import contextlib
import os
import socket
import threading
import time
from types import TracebackType
from typing import Self

_LOOK_SECONDS = 0.1
_IDLE_LOOKS = 100


class Guard:
    """One exchange under watch, in a `with` block. Its connection is cut at the deadline or on `stop`.

    A guard holds a handle of its own on its connection and lets go of it, under its lock, when the block
    ends: no other exchange can be cut by it.
    """

    def __init__(self, watchdog: "Watchdog", seconds: float, stop: threading.Event) -> None:
        self.is_expired = False
        self.is_stopped = False
        self._watchdog = watchdog
        self._deadline = time.monotonic() + seconds
        self._stop = stop
        self._handle: socket.socket | None = None
        self._is_over = False
        self._lock = threading.Lock()

    def watch(self, connection: socket.socket) -> None:
        """The connection to cut from now on.

        The handle is a copy: TLS takes the given one over, and http.client closes it while an answer
        without length is still being read.
        """
        with self._lock:
            self._release()
            self._handle = socket.socket(fileno=os.dup(connection.fileno()))
            if self.is_expired or self.is_stopped:
                self._cut()

    def look(self, now: float) -> None:
        """Cut the connection when it is time; called by the watchdog's thread."""
        with self._lock:
            if self._is_over or self.is_expired or self.is_stopped:
                return
            self.is_stopped = self._stop.is_set()
            self.is_expired = not self.is_stopped and now >= self._deadline
            if self.is_stopped or self.is_expired:
                self._cut()

    def __enter__(self) -> Self:
        self._watchdog.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.remove(self)
        with self._lock:
            self._is_over = True
            self._release()
            self.is_stopped = self.is_stopped or self._stop.is_set()

    def _cut(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):  # it has ended by itself meanwhile
                self._handle.shutdown(socket.SHUT_RDWR)

    def _release(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class Watchdog:
    """The thread looks after all guards. It starts with the first and ends by itself after some idle seconds."""

    def __init__(self) -> None:
        self._guards: set[Guard] = set()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def guard(self, seconds: float, stop: threading.Event) -> Guard:
        """A guard for one exchange, which may take this long."""
        return Guard(self, seconds, stop)

    def add(self, guard: Guard) -> None:
        """Watch a guard; called by its `with` block."""
        with self._lock:
            self._guards.add(guard)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()

    def remove(self, guard: Guard) -> None:
        """Watch a guard no longer."""
        with self._lock:
            self._guards.discard(guard)

    def _run(self) -> None:
        idle_looks = 0
        while True:
            time.sleep(_LOOK_SECONDS)
            with self._lock:
                guards = list(self._guards)
                idle_looks = 0 if guards else idle_looks + 1
                if idle_looks > _IDLE_LOOKS:
                    self._thread = None
                    return
            now = time.monotonic()
            for guard in guards:
                guard.look(now)
