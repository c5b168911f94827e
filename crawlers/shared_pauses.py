"""Pauses that processes keep together: workers on several machines that read sites of one host, or of one platform."""

import contextlib
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_LOOK_SECONDS = 0.1


class SharedPauses:
    """A file for each host and each service, in a folder that all processes share.

    The file is locked (flock; over NFS from version 4 on) while somebody is asking there, and says until when nobody
    may ask. The kernel frees the lock of a process that dies. Times are those of the clocks on the wall, which are to
    agree within much less than a pause.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def taken(self, name: str, stop: threading.Event) -> Iterator[bool]:
        """Nobody else asks there while the block runs; False where `stop` was set before it was free."""
        handle = os.open(self._path(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            yield _locked(handle, stop)
        finally:
            os.close(handle)

    def wait_seconds(self, name: str) -> float:
        """How long it is until the host or service may be asked; 0 or less when it may be asked now."""
        try:
            return float(self._path(name).read_text("ascii") or 0) - time.time()
        except (FileNotFoundError, ValueError):  # never asked, or cut off while it was written
            return 0.0

    def set_due(self, name: str, seconds: float) -> None:
        """Nobody may ask there before so many seconds have passed."""
        self._path(name).write_text(f"{time.time() + seconds:.3f}", "ascii")

    def _path(self, name: str) -> Path:
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:32]


def _locked(handle: int, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop.wait(_LOOK_SECONDS)
        else:
            return True
    return False
