"""The gzip members of a file, one after the other: where each lies and what it holds.

A process that is killed leaves an unfinished member at the end of its file; a bad disk may spoil one in the
middle. Both are told apart by whether a whole record follows: the first is the end of the file, the second
is passed over.
"""

import logging
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)

_CHUNK_BYTES = 1 << 16
_GZIP_START = b"\x1f\x8b\x08"
_RECORD_START = b"WARC/1."


@dataclass(frozen=True)
class Member:
    """One gzip member: its offset and length in the file, and its decompressed data."""

    offset: int
    length: int
    data: bytes


def read_members(path: Path, offset: int = 0) -> Iterator[Member]:
    """The whole members from `offset` on. Only one is in memory at a time."""
    with path.open("rb") as file:
        while True:
            member = _member_at(file, offset)
            if member is None:
                following = _next_record(file, offset + 1)
                if following is None:
                    return
                logger.warning("%s: passed over damaged bytes %d to %d", path, offset, following)
                offset = following
                continue
            yield member
            offset += member.length


def end_of_records(path: Path, offset: int = 0) -> int:
    """The offset behind the last whole member at or after `offset`."""
    for member in read_members(path, offset):
        offset = member.offset + member.length
    return offset


def _member_at(file: BinaryIO, offset: int) -> Member | None:
    file.seek(offset)
    decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    data = bytearray()
    read = 0
    while not decompressor.eof:
        chunk = file.read(_CHUNK_BYTES)
        if not chunk:
            return None
        read += len(chunk)
        try:
            data += decompressor.decompress(chunk)
        except zlib.error:
            return None
    return Member(offset, read - len(decompressor.unused_data), bytes(data))


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Where the next whole record begins, if there is one."""
    file.seek(0, 2)
    if offset >= file.tell():
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(_GZIP_START, offset)
        while place >= 0:
            member = _member_at(file, place)
            if member and member.data.startswith(_RECORD_START):
                return place
            place = content.find(_GZIP_START, place + 1)
    return None
