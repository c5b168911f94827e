"""`county-news archive verify`: a line for each file of the archive, a sentence for each fault."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from crawlers.archive import Archive
from crawlers.archive_check import FileCheck


def print_verification(archive: Archive) -> bool:
    """Check and print every file; whether all are whole."""
    files = archive.files()
    faults = records = 0
    with bytes_read(archive) as advanced:
        for file in files:
            check = FileCheck(archive, file)
            for fault in check.faults(advanced):
                faults += 1
                _say(str(fault))
            if check.torn:
                _say(str(check.torn))
            records += check.records
            days = f"{check.first_day} to {check.last_day}" if check.first_day else "no pages"
            _say(f"{file}  {check.records} records  {check.bytes} bytes  {days}")
    verdict = "whole" if not faults else "1 fault" if faults == 1 else f"{faults} faults"
    _say(f"{archive.folder}: {len(files)} files, {records} records, {verdict}.")
    return faults == 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


@contextmanager
def bytes_read(archive: Archive) -> Iterator[Callable[[int], None]]:
    """A bar of the archive's bytes as they are read on a terminal, nothing elsewhere."""
    total = sum((archive.folder / file).stat().st_size for file in archive.files())
    console = Console(stderr=True)
    if not (console.is_terminal and sys.stdout.isatty()):
        yield lambda _: None
        return
    columns = (BarColumn(), DownloadColumn(), TextColumn("read"), TimeRemainingColumn())
    # While the bar is up, rich passes what is printed on above it.
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=total)
        yield lambda count: progress.advance(bar, count)
