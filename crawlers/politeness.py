"""One request at a time to a host, and to a service that hosts share, and a pause after it."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Collection, Iterator

from crawlers.shared_pauses import SharedPauses

_LOOK_SECONDS = 0.1


class Stopped(Exception):
    """The run was asked to stop; what was under way is given up."""


class HostClock:
    """Turns at hosts. All threads of a run share one, so that two sites on one host wait for each other.

    A service is an `ip:port` that answers for one or more hosts: a city's platform serves its counties' sites
    from one machine. Its pause is the longest that one of its hosts was last asked with. With `shared` the turns are
    those of all processes that share it.
    """

    def __init__(self, shared: SharedPauses | None = None) -> None:
        self._shared = shared
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._due: dict[str, float] = {}
        self._paces: dict[str, dict[str, float]] = {}  # of a service, by host

    @contextlib.contextmanager
    def turn(
        self,
        host: str,
        delay_seconds: float,
        jitter: float,
        stop: threading.Event,
        services: Collection[str] = (),
        pausing: Callable[[float], None] | None = None,
    ) -> Iterator[None]:
        """Wait for this host and its services to be free and due; when the block ends, they are due after the delay.

        `jitter` lengthens the delay by a random share, up to this one (0.5 = up to half as long again).
        `pausing` is told how long a wait will be, 0 for one at a host that another thread is asking.
        Raises Stopped as soon as `stop` is set.
        """
        # Every thread takes its host before its services, and those in one order: nobody waits in a circle.
        names = (host, *sorted(services))
        with contextlib.ExitStack() as turns:
            for name in names:
                turns.enter_context(self._taken(name, stop, pausing))
            wait = self._wait_seconds(names)
            if wait > 0 and pausing:
                pausing(wait)
            pause(wait, stop)
            try:
                yield
            finally:
                share = random.uniform(0, jitter)  # noqa: S311 (spreads requests, guards nothing)
                self._set_due(names, delay_seconds, 1 + share)

    def postpone(self, host: str, seconds: float) -> None:
        """Leave a host alone for some time from now on, as it asked."""
        with self._lock:
            self._due[host] = max(self._due.get(host, 0.0), time.monotonic() + seconds)
        if self._shared:
            self._shared.set_due(host, max(seconds, self._shared.wait_seconds(host)))

    def _wait_seconds(self, names: tuple[str, ...]) -> float:
        wait = max(self._due.get(name, 0.0) for name in names) - time.monotonic()
        return max(wait, *map(self._shared.wait_seconds, names)) if self._shared else wait

    @contextlib.contextmanager
    def _taken(self, name: str, stop: threading.Event, pausing: Callable[[float], None] | None) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(name, threading.Lock())
        if not turn.acquire(blocking=False):
            if pausing:
                pausing(0.0)
            take(turn, stop)
        try:
            with self._shared.taken(name, stop) if self._shared else contextlib.nullcontext(True) as is_taken:
                if not is_taken:
                    raise Stopped
                yield
        finally:
            turn.release()

    def _set_due(self, names: tuple[str, ...], delay_seconds: float, stretch: float) -> None:
        host, *services = names
        with self._lock:
            pauses = {host: delay_seconds * stretch}
            for service in services:
                paces = self._paces.setdefault(service, {})
                paces[host] = delay_seconds
                pauses[service] = max(paces.values()) * stretch
            now = time.monotonic()
            self._due |= {name: now + pause for name, pause in pauses.items()}
        if self._shared:
            for name, pause in pauses.items():
                self._shared.set_due(name, pause)


def take(lock: threading.Lock, stop: threading.Event) -> None:
    """Wait for a lock; raises Stopped as soon as `stop` is set."""
    while not lock.acquire(timeout=_LOOK_SECONDS):
        if stop.is_set():
            raise Stopped


def pause(seconds: float, stop: threading.Event) -> None:
    """Sleep; raises Stopped as soon as `stop` is set."""
    if stop.wait(seconds) if seconds > 0 else stop.is_set():
        raise Stopped
