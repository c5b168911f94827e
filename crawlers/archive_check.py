"""Whether an archive file is whole: every byte of it belongs to a record, and every record is what was stored.

The file is read from end to end, one record in memory at a time.
"""

from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from hashlib import sha1

from crawlers.archive import Archive, Location
from crawlers.gzip_members import Gap, Member
from crawlers.warc import RecordContext, parse_record
from extractors.page import Page

Taken = Callable[[Location, RecordContext, Page], None]

_HEADER_END = b"\r\n\r\n"
_RECORD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was stored: the file, the byte at which it begins, and what it is."""

    file: str
    offset: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}: {self.what}"


class FileCheck:
    """The check of one file. What it counts holds once `faults` has been read to its end.

    `torn` tells of a record that was being written when its process was killed. Nothing was said to be stored of it,
    and the next append cuts it off: no fault. `take` gets each page that is as it was stored, so that who
    compares it with something else need not read the file once more.
    """

    def __init__(self, archive: Archive, file: str, take: Taken = lambda *_: None) -> None:
        self.file = file
        self.records = 0
        self.bytes = 0
        self.first_day: date | None = None
        self.last_day: date | None = None
        self.torn: Fault | None = None
        self._archive = archive
        self._take = take

    def faults(self, advanced: Callable[[int], None] = lambda _: None) -> Iterator[Fault]:
        """Read the file and tell each fault as it is found; `advanced` gets the bytes of each part read."""
        try:
            for part in self._archive.parts(self.file):
                self.bytes += part.length
                if isinstance(part, Member):
                    self.records += 1
                    yield from (Fault(self.file, part.offset, what) for what in self._faults_of(part))
                elif part.is_torn:
                    self.torn = self._gap(part, "the beginning of a record; the next append cuts it off")
                else:
                    yield self._gap(part, "damaged, and no record can be read from them")
                advanced(part.length)
        except OSError as error:
            yield Fault(self.file, self.bytes, f"the file cannot be read further ({error.strerror}).")

    def _gap(self, gap: Gap, what: str) -> Fault:
        return Fault(self.file, gap.offset, f"{gap.length} bytes are {what}.")

    def _faults_of(self, member: Member) -> Iterator[str]:
        fields, block = _taken_apart(member.data)
        if block is None:
            yield "the bytes are no WARC record, or not as many as it says."
            return
        payload, digest = _payload(fields, block), fields.get(b"warc-payload-digest")
        is_as_stored = False
        if fields.get(b"warc-block-digest") != _digest(block):
            yield "the record's content does not match its digest."
        elif payload is not None and digest is not None and digest != _digest(payload):
            yield "the page's body does not match its digest."
        else:
            is_as_stored = True
        try:
            found = parse_record(member.data)
        except Exception as error:  # noqa: BLE001 (warcio and json have no common error; the next record is to be checked)
            yield f"what the crawl noted about the page cannot be read ({type(error).__name__})."
            return
        if found is not None:
            self._date(found[1].fetched_at.astimezone(UTC).date() if found[1].fetched_at else None)
            if is_as_stored:
                self._take(Location(self.file, member.offset, member.length), *found)
        elif fields.get(b"warc-type") != b"warcinfo":
            yield "the record does not say why its page was fetched."

    def _date(self, day: date | None) -> None:
        if day is not None:
            self.first_day = min(day, self.first_day or day)
            self.last_day = max(day, self.last_day or day)


def _taken_apart(data: bytes) -> tuple[dict[bytes, bytes], bytes | None]:
    """A record's fields by their names in small letters, and its content; None for a record that is not whole."""
    head, end, rest = data.partition(_HEADER_END)
    version, *lines = head.split(b"\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    length = fields.get(b"content-length", b"")
    if not version.startswith(b"WARC/1.") or not end or not length.isdigit():
        return fields, None
    block, tail = rest[: int(length)], rest[int(length) :]
    return fields, block if tail == _RECORD_END else None


def _payload(fields: dict[bytes, bytes], block: bytes) -> bytes | None:
    """What the payload digest is of; None where that is not in the record (a revisit names the page stored before)."""
    match fields.get(b"warc-type"):
        case b"revisit":
            return None
        case b"response":
            return block.partition(_HEADER_END)[2]
        case _:
            return block


def _digest(content: bytes) -> bytes:
    return b"sha1:" + b32encode(sha1(content, usedforsecurity=False).digest())
