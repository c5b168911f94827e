"""Whatever happens to an archive file, its check says so, and says where."""

import gzip
import io
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.archive import Archive
from crawlers.archive_check import Fault, FileCheck
from tests.crawlers.test_archive import CONTEXT, FILE, PAGE


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "archive")
    for number in range(4):
        archive.append(CONTEXT, replace(PAGE, body=b"%d" % number + random.Random(number).randbytes(400)))
    return archive


def check(archive: Archive) -> tuple[FileCheck, list[Fault]]:
    checked = FileCheck(Archive(archive.folder), FILE)
    return checked, list(checked.faults())


def places(archive: Archive) -> list[tuple[int, int]]:
    return [(location.offset, location.end) for location, _, _ in archive.records_after(FILE)]


def rewrite(archive: Archive, number: int, change: dict[bytes, bytes]) -> None:
    """Put another text into a record, in a gzip member that is whole."""
    path = archive.folder / FILE
    start, end = places(archive)[number]
    content = path.read_bytes()
    record = gzip.decompress(content[start:end])
    for old, new in change.items():
        assert old in record
        record = record.replace(old, new)
    path.write_bytes(content[:start] + gzip.compress(record) + content[end:])


def test_a_whole_file_has_no_faults(archive: Archive) -> None:
    checked, faults = check(archive)
    assert (faults, checked.torn) == ([], None)
    assert checked.records == 5, "four pages, and who wrote the file"
    assert checked.bytes == (archive.folder / FILE).stat().st_size
    assert str(checked.first_day) == str(checked.last_day) == "2026-11-23"


def test_progress_tells_of_every_byte(archive: Archive) -> None:
    read: list[int] = []
    list(FileCheck(archive, FILE).faults(read.append))
    assert sum(read) == (archive.folder / FILE).stat().st_size


def test_damaged_bytes_are_named_with_their_place(archive: Archive) -> None:
    start, end = places(archive)[1]
    with (archive.folder / FILE).open("r+b") as file:
        file.seek(start + 300)
        file.write(b"\x00" * 50)
    checked, faults = check(archive)
    assert faults == [Fault(FILE, start, f"{end - start} bytes are damaged, and no record can be read from them.")]
    assert checked.records == 4


def test_bytes_that_were_put_between_records_are_a_fault(archive: Archive) -> None:
    path = archive.folder / FILE
    start, _ = places(archive)[2]
    content = path.read_bytes()
    path.write_bytes(content[:start] + b"hello" + content[start:])
    _, faults = check(archive)
    assert faults == [Fault(FILE, start, "5 bytes are damaged, and no record can be read from them.")]


def test_a_torn_tail_is_said_but_is_no_fault(archive: Archive) -> None:
    start, end = places(archive)[-1]
    os.truncate(archive.folder / FILE, end - 10)
    checked, faults = check(archive)
    assert faults == []
    assert checked.torn is not None
    assert (checked.torn.offset, checked.records) == (start, 4)
    assert "the next append cuts it off" in str(checked.torn)


def test_a_tail_that_was_overwritten_is_a_fault(archive: Archive) -> None:
    start, end = places(archive)[-1]
    with (archive.folder / FILE).open("r+b") as file:
        file.seek(end - 8)
        file.write(b"\xff" * 4)
    checked, faults = check(archive)
    assert [fault.offset for fault in faults] == [start]
    assert checked.torn is None


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({b"content-type: text/html": b"content-type: text/htm_"}, "content does not match its digest"),
        ({b"WARC/1.1": b"WARX/1.1"}, "no WARC record"),
        ({b"\r\n\r\n2": b"\r\n\r\n22"}, "not as many as it says"),
        ({b'"site":': b'"seat":'}, "what the crawl noted about the page cannot be read"),
        ({b"County-News-Context": b"County-Olds-Context"}, "does not say why its page was fetched"),
        ({b"WARC-Payload-Digest: sha1:": b"WARC-Payload-Digest: sha1:A"}, "page's body does not match its digest"),
        ({b"WARC-Block-Digest": b"WARC-Black-Digest"}, "content does not match its digest"),
    ],
)
def test_a_record_that_was_changed_is_a_fault(archive: Archive, change: dict[bytes, bytes], what: str) -> None:
    rewrite(archive, 2, change)
    checked, (fault,) = check(archive)
    assert what in fault.what
    assert fault.offset == places(archive)[1][1]
    assert checked.records == 5


def test_a_record_of_another_tool_is_told(archive: Archive) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    headers = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "http://a.example/", "response", payload=io.BytesIO(b"a"), length=1, http_headers=headers
        )
    )
    with (archive.folder / FILE).open("ab") as file:
        file.write(buffer.getvalue())
    _, (fault,) = check(archive)
    assert "does not say why its page was fetched" in fault.what


def test_no_bit_can_change_unnoticed(archive: Archive) -> None:
    """But those of a gzip header that say nothing of the record (a time, a system), which change nothing that is read."""
    path = archive.folder / FILE
    whole = path.read_bytes()
    stored = list(archive.records_after(FILE))
    chance = random.Random(7)
    for _ in range(200):
        spoilt = bytearray(whole)
        spoilt[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        checked, faults = check(archive)
        assert faults or checked.torn or list(archive.records_after(FILE)) == stored


def test_a_file_that_cannot_be_read_is_told_and_nothing_more(archive: Archive) -> None:
    (archive.folder / FILE).unlink()
    _, (fault,) = check(archive)
    assert "cannot be read further (No such file or directory)" in fault.what
