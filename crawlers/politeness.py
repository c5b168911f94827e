"""One request at a time to a host, and a pause after it."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator


class Stopped(Exception):
    """The run was asked to stop; what was under way is given up."""


class HostClock:
    """Turns at hosts. All threads of a run share one, so that two sites on one host wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._due: dict[str, float] = {}

    @contextlib.contextmanager
    def turn(self, host: str, delay_seconds: float, jitter: float, stop: threading.Event) -> Iterator[None]:
        """Wait for this host to be free and due; when the block ends, it is due again after the delay.

        `jitter` lengthens the delay by a random share, up to this one (0.5 = up to half as long again).
        Raises Stopped as soon as `stop` is set.
        """
        with self._lock:
            turn = self._turns.setdefault(host, threading.Lock())
        while not turn.acquire(timeout=0.1):
            if stop.is_set():
                raise Stopped
        try:
            pause(self._due.get(host, 0.0) - time.monotonic(), stop)
            yield
        finally:
            share = random.uniform(0, jitter)  # noqa: S311 (spreads requests, guards nothing)
            self._due[host] = time.monotonic() + delay_seconds * (1 + share)
            turn.release()


def pause(seconds: float, stop: threading.Event) -> None:
    """Sleep; raises Stopped as soon as `stop` is set."""
    if stop.wait(max(0.0, seconds)):
        raise Stopped
