"""The archive: all that was answered or not, append-only, on disk before anything is said about it elsewhere.

One WARC file per site and month, `<folder>/<site>/<YYYY-MM>.warc.gz`, one gzip member per record. Nothing
that a page says ever becomes part of a path.
"""

import errno
import fcntl
import logging
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.gzip_members import Gap, Member, end_of_records, read_members, read_parts
from crawlers.warc import RecordContext, Truncation, parse_record, record_member, warcinfo_member
from extractors.page import Page

logger = logging.getLogger(__name__)

_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/\d{4}-\d{2}\.warc\.gz")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ArchiveError(Exception):
    """The archive cannot be read or written; the message is one sentence."""


class ArchiveFull(ArchiveError):
    """There is no room for another record. What was stored before is whole."""


@dataclass(frozen=True)
class Location:
    """Where a record lies: file relative to the archive's folder, offset and length in bytes."""

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The offset behind the record: where the next one begins."""
        return self.offset + self.length


class Archive:
    """The WARC files of one folder. Several threads and several processes may append at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        # Of each file by itself: sites are read side by side, and one must not wait until another's disk has written.
        self._turns: dict[str, threading.Lock] = {}
        self._checked: dict[str, int] = {}  # up to which offset a file is known to consist of whole records
        self._synced: dict[str, int] = {}  # up to which offset a file is known to be on disk

    def append(
        self,
        context: RecordContext,
        page: Page,
        *,
        ip_address: str | None = None,
        truncated: Truncation | None = None,
    ) -> Location:
        """Store a record and return where it lies.

        It survives the end of this process, however it comes; a power cut only after `sync`. A page without time of
        fetch gets the present one. Raises ArchiveFull or ArchiveError; the file then ends with the record before.
        """
        if page.fetched_at is None:
            page = replace(page, fetched_at=datetime.now(UTC))
        assert page.fetched_at is not None  # noqa: S101 (for the type checker)
        file = f"{context.site}/{page.fetched_at.astimezone(UTC):%Y-%m}.warc.gz"
        path = self._path(file)
        data = record_member(context, page, ip_address=ip_address, truncated=truncated)
        with self._turn(file):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                offset = self._append_bytes(file, path, data)
            except OSError as error:
                raise _sentence(path, error) from error
        return Location(file, offset, len(data))

    def read(self, location: Location) -> tuple[RecordContext, Page]:
        """The record at a place that `append` or `records_after` gave."""
        return self.read_at(location.file, location.offset)

    def read_at(self, file: str, offset: int) -> tuple[RecordContext, Page]:
        """The record that begins at this byte of a file. Raises ArchiveError when none does."""
        _, context, page = self.located(file, offset)
        return context, page

    def located(self, file: str, offset: int) -> tuple[Location, RecordContext, Page]:
        """The same, with the record's place and length."""
        member = self._member(file, offset)
        found = parse_record(member.data)
        if found is None:
            raise _no_record(self._path(file), offset)
        return Location(file, offset, member.length), *found

    def record(self, file: str, offset: int) -> bytes:
        """The bytes of the record at a place, decompressed. Raises ArchiveError when none begins there."""
        return self._member(file, offset).data

    def _member(self, file: str, offset: int) -> Member:
        path = self._path(file)
        try:
            member = next(read_parts(path, offset), None)
        except OSError as error:
            raise ArchiveError(f"{path}: the archive cannot be read ({error.strerror}).") from error
        if not isinstance(member, Member):
            raise _no_record(path, offset)
        return member

    def parts(self, file: str) -> Iterator[Member | Gap]:
        """All that lies in a file: its records' bytes, and what is damaged or torn."""
        return read_parts(self._path(file))

    def records_after(
        self, file: str, offset: int = 0, end: int | None = None
    ) -> Iterator[tuple[Location, RecordContext, Page]]:
        """The records in a file from `offset` to `end`, one at a time in memory; ends before a torn record."""
        for member in read_members(self._path(file), offset):
            if end is not None and member.offset + member.length > end:
                return
            found = _parsed(file, member)
            if found:
                yield Location(file, member.offset, member.length), *found

    def ends_of_records(self, file: str, offset: int = 0, end: int | None = None) -> Iterator[int]:
        """Where each whole record from `offset` to `end` ends; nothing is parsed."""
        for member in read_members(self._path(file), offset):
            if end is not None and member.offset + member.length > end:
                return
            yield member.offset + member.length

    def files(self) -> list[str]:
        """The archive's files by name, relative to its folder."""
        names = (path.relative_to(self.folder).as_posix() for path in self.folder.glob("*/*.warc.gz"))
        return sorted(name for name in names if _FILE_NAME.fullmatch(name))

    def sync(self, file: str) -> int:
        """Put a file on disk and return up to which byte it is there: no more may be said of it elsewhere.

        Raises ArchiveFull or ArchiveError.
        """
        path = self._path(file)
        try:
            size = path.stat().st_size
            if file not in self._synced:
                # A new file survives a power cut only when the folders that name it are on disk as well.
                _sync(path.parent, self.folder)
            if size != self._synced.get(file):
                _sync(path)
                self._synced[file] = size
        except OSError as error:
            raise _sentence(path, error) from error
        return size

    def _path(self, file: str) -> Path:
        if not _FILE_NAME.fullmatch(file):
            raise ArchiveError(f"'{file}' is no file of the archive: their names are <site>/<YYYY-MM>.warc.gz.")
        return self.folder / file

    def _turn(self, file: str) -> threading.Lock:
        with self._lock:
            return self._turns.setdefault(file, threading.Lock())

    def _append_bytes(self, file: str, path: Path, data: bytes) -> int:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # another process may append to the same file
            end = self._end_of_whole_records(file, path, descriptor)
            head = warcinfo_member(path.name) if end == 0 else b""
            try:
                _write_all(descriptor, head + data, end)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
            self._checked[file] = end + len(head) + len(data)
            return end + len(head)
        finally:
            os.close(descriptor)

    def _end_of_whole_records(self, file: str, path: Path, descriptor: int) -> int:
        """Where to append. What follows the last whole record is left by a killed process and is cut off."""
        size = os.fstat(descriptor).st_size
        checked = self._checked.get(file, 0)
        if size == checked:
            return size
        end = end_of_records(path, checked if checked < size else 0)
        if end < size:
            logger.warning("%s: cut off a torn record of %d bytes at byte %d", path, size - end, end)
            os.ftruncate(descriptor, end)
        return end


def _no_record(path: Path, offset: int) -> ArchiveError:
    return ArchiveError(f"{path}: there is no whole record at byte {offset}.")


def _parsed(file: str, member: Member) -> tuple[RecordContext, Page] | None:
    try:
        return parse_record(member.data)
    except Exception as error:  # noqa: BLE001 (warcio has no common error; one bad record must not hide the others)
        logger.warning("%s: passed over an unreadable record at byte %d: %s", file, member.offset, error)
        return None


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    written = 0
    while written < len(data):  # a disk that fills up takes a part before it refuses
        written += os.pwrite(descriptor, data[written:], offset + written)


def _sync(*paths: Path) -> None:
    """Have the system write files and folders to disk now."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sentence(path: Path, error: OSError) -> ArchiveError:
    if error.errno in _FULL:
        return ArchiveFull(
            f"{path}: the archive is full ({error.strerror}); make room and run again, no record is lost."
        )
    return ArchiveError(f"{path}: the archive cannot be written ({error.strerror}).")
