"""One writer at a time, and a second one is told who the first is."""

import fcntl
import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path

from warehouse.errors import WarehouseBusy


class WriterLock:
    """Holds `<warehouse>.lock` while this process writes.

    The kernel frees it when the process ends, however it ends; what the file says is for people only. It is
    taken before DuckDB's own lock, which can name a process id and nothing else. On a folder that machines share by
    NFS 4 it holds for all of them; that of a machine that is lost the server frees when its lease has run out.
    `what` is said to be written where it is not a warehouse in a file, and `published` where readers are sent.
    """

    def __init__(self, warehouse: Path, what: str = "", published: Path | None = None) -> None:
        self._what = what or str(warehouse)
        self._published = published or warehouse.with_name("published")
        self._path = warehouse.with_name(warehouse.name + ".lock")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock, or raise WarehouseBusy at once. OSError where the folder cannot be written."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 4096, 0)
            os.close(handle)
            raise WarehouseBusy(_sentence(self._what, self._published, holder)) from None
        self._handle = handle
        entry = {
            "pid": os.getpid(),
            "machine": socket.gethostname(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:300],
            "since": f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}",
        }
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(entry).encode(), 0)

    def release(self) -> None:
        """Let the next writer in."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _sentence(what: str, published: Path, holder: bytes) -> str:
    """Who holds the lock, since when, and what to do about it."""
    try:
        entry = json.loads(holder)
        elsewhere = f" on {entry['machine']}" if entry["machine"] != socket.gethostname() else ""
        who = f"process {entry['pid']}{elsewhere} (`{entry['command']}`) since {entry['since']}"
    except (ValueError, TypeError, KeyError):
        who = "another process"
    return f"{what} is being written by {who}; wait until it has ended, or read the snapshot in {published} instead."
