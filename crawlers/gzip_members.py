"""The gzip members of a file, one after the other: where each lies and what it holds.

A process that is killed leaves an unfinished member at the end of its file; a bad disk may spoil one in the
middle. A reader tells them apart by whether a whole record follows: the first is the end of the file, the second
is passed over.
"""

import logging
import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip_lib, isal_zlib

logger = logging.getLogger(__name__)

_CHUNK_BYTES = 1 << 16
_GZIP_START = b"\x1f\x8b\x08"
_RECORD_START = b"WARC/1."
# Its stubs take the class of its errors for one of them.
_DAMAGED = cast("type[Exception]", igzip_lib.IsalError)
_BROKEN = (EOFError, _DAMAGED)


@dataclass(frozen=True)
class Member:
    """One gzip member: its offset and length in the file, and its decompressed data."""

    offset: int
    length: int
    data: bytes


@dataclass(frozen=True)
class Gap:
    """Bytes that are no whole member. `is_torn`: the file ends in the middle of one, as a killed process leaves it."""

    offset: int
    length: int
    is_torn: bool


def read_parts(path: Path, offset: int = 0) -> Iterator[Member | Gap]:
    """All that lies in the file from `offset` on: whole members and, between or behind them, what is none."""
    with path.open("rb") as file:
        while offset < (size := file.seek(0, os.SEEK_END)):
            part: Member | Gap
            try:
                part = _member_at(file, offset)
            except _BROKEN as error:
                following = _next_record(file, offset + 1)
                is_torn = following is None and isinstance(error, EOFError)
                part = Gap(offset, (size if following is None else following) - offset, is_torn)
            yield part
            offset += part.length


def read_members(path: Path, offset: int = 0) -> Iterator[Member]:
    """The whole members from `offset` on. Only one is in memory at a time."""
    gap: Gap | None = None
    for part in read_parts(path, offset):
        if isinstance(part, Gap):
            gap = part
            continue
        if gap is not None:  # one at the end of the file is for the next append to cut off
            logger.warning("%s: passed over damaged bytes %d to %d", path, gap.offset, part.offset)
            gap = None
        yield part


def end_of_records(path: Path, offset: int = 0) -> int:
    """The offset behind the last whole member at or after `offset`."""
    for member in read_members(path, offset):
        offset = member.offset + member.length
    return offset


def _member_at(file: BinaryIO, offset: int) -> Member:
    """Raises EOFError where the file ends first, IsalError where the bytes are damaged or no member."""
    file.seek(offset)
    decompressor = isal_zlib.decompressobj(wbits=isal_zlib.MAX_WBITS | 16)
    data = bytearray()
    read = 0
    while not decompressor.eof:
        chunk = file.read(_CHUNK_BYTES)
        if not chunk:
            raise EOFError
        read += len(chunk)
        data += decompressor.decompress(chunk)
    return Member(offset, read - len(decompressor.unused_data), bytes(data))


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Where the next whole record begins, if there is one."""
    if offset >= file.seek(0, os.SEEK_END):
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(_GZIP_START, offset)
        while place >= 0:
            with suppress(*_BROKEN):
                if _member_at(file, place).data.startswith(_RECORD_START):
                    return place
            place = content.find(_GZIP_START, place + 1)
    return None
