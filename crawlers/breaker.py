"""The circuit breaker: hosts that fail time after time, or ask for rest, are asked no more in this run."""

import threading
from collections import Counter

FAILURES_MAX = 3


class Breaker:
    """What the crawls of a run know of the hosts' troubles; sites on one host share it, whatever their county."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: Counter[str] = Counter()  # in a row
        self._closed: dict[str, str] = {}

    def why_closed(self, host: str) -> str | None:
        """The sentence that says why a host is asked no more, None while it may be asked."""
        return self._closed.get(host)

    def close(self, host: str, reason: str) -> None:
        """Ask a host no more; `reason` is one sentence."""
        with self._lock:
            self._closed.setdefault(host, reason)

    def succeeded(self, host: str) -> None:
        """The host has answered as a host should."""
        with self._lock:
            self._failures[host] = 0

    def failed(self, host: str, detail: str) -> None:
        """The host has failed once more; the last time that it may is the third in a row."""
        with self._lock:
            self._failures[host] += 1
            if self._failures[host] >= FAILURES_MAX:
                reason = f"{self._failures[host]} requests in a row failed, the last: {detail}"
                self._closed.setdefault(host, reason)
