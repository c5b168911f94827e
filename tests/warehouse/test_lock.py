"""One process writes at a time; the next is told who, since when, and what to read instead."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import county
from warehouse.errors import WarehouseBusy
from warehouse.lock import WriterLock
from warehouse.store import Warehouse

WRITER = """
import sys
from warehouse.errors import WarehouseBusy
from warehouse.store import Warehouse
try:
    with Warehouse.open(sys.argv[1]):
        print("open", flush=True)
        sys.stdin.readline()
except WarehouseBusy as error:
    print(error)
"""


@contextmanager
def process(path: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with started:
        try:
            yield started
        finally:
            started.kill()


def says(started: subprocess.Popen[str]) -> str:
    assert started.stdout
    return started.stdout.readline().strip()


def test_a_second_process_is_told_who_writes_since_when_and_what_to_read(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with process(path, "crawl", "demo") as holder:
        assert says(holder) == "open"
        with process(path) as second:
            told = says(second)
    assert re.search(rf"process {holder.pid} \(`.*crawl demo`\) since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d;", told)
    assert str(tmp_path / "published") in told


def test_a_killed_writer_holds_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with process(path) as holder:
        assert says(holder) == "open"
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with process(path) as second:
            assert says(second) == "open"


def test_a_writer_that_ends_lets_the_next_one_in(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with process(path) as holder:
        assert says(holder) == "open"
        holder.communicate("end\n")
    assert holder.returncode == 0
    with Warehouse.open(path) as opened:
        opened.merge(county())
    assert (tmp_path / "warehouse.duckdb.lock").read_bytes() == b""


def test_a_reader_of_the_file_itself_is_told_of_too(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path):
        pass
    code = (
        "import sys, duckdb; kept = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print('open', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert says(reader) == "open"
        with pytest.raises(WarehouseBusy, match=f"held open by another process.*{reader.pid}"):
            Warehouse.open(path)
        reader.communicate("end\n")
    with Warehouse.open(path), pytest.raises(duckdb.Error):
        duckdb.connect(str(path), read_only=True)


def test_a_lock_that_says_nothing_readable_still_locks(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    lock, second = WriterLock(path), WriterLock(path)
    lock.acquire()
    (tmp_path / "warehouse.duckdb.lock").write_bytes(b"\xff{")
    try:
        with pytest.raises(WarehouseBusy, match="another process; wait"):
            second.acquire()
    finally:
        lock.release()
    second.acquire()
    second.release()
