"""What is in the archive stays readable: by us, by other tools, after a kill and on a full disk."""

import gzip
import io
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawlers import gzip_members
from crawlers.archive import Archive, ArchiveError, ArchiveFull, Location
from crawlers.warc import RecordContext
from extractors.outcome import Loss
from extractors.page import Page

MOMENT = datetime(2026, 11, 23, 20, 17, 38, 123456, tzinfo=UTC)
CONTEXT = RecordContext(
    site="yunxi-gov",
    county="990001",
    role="article",
    column="镇办动态",
    listed_title="“五聚焦”\n促发展",
    listed_date=date(2026, 11, 20),
    parts=("http://yunxi.example/a_2.html",),
)
PAGE = Page("http://yunxi.example/a.html", "<p>云溪镇</p>".encode(), 200, {"content-type": "text/html"}, MOMENT)
FILE = "yunxi-gov/2026-11.warc.gz"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def pages(archive: Archive, file: str = FILE, offset: int = 0) -> list[Page]:
    return [page for _, _, page in archive.records_after(file, offset)]


def test_a_page_comes_back_as_it_was_stored(archive: Archive) -> None:
    location = archive.append(CONTEXT, PAGE)
    assert location.file == FILE
    assert archive.read(location) == (CONTEXT, PAGE)
    assert list(archive.records_after(FILE, 0)) == [(location, CONTEXT, PAGE)]
    assert archive.files() == [FILE]


def test_reading_goes_on_behind_a_record(archive: Archive) -> None:
    first = archive.append(CONTEXT, PAGE)
    second = archive.append(CONTEXT, replace(PAGE, body=b"second"))
    assert second.offset == first.end
    assert [page.body for page in pages(archive, offset=first.end)] == [b"second"]
    assert pages(archive, offset=second.end) == []


def test_a_page_with_a_loss_is_stored_with_its_status(archive: Archive) -> None:
    context = replace(CONTEXT, outcome=Loss.CHALLENGE)
    location = archive.append(context, replace(PAGE, status=521, body=b""))
    found, page = archive.read(location)
    assert found.outcome is Loss.CHALLENGE
    assert (page.status, page.body) == (521, b"")


def test_other_tools_read_the_archive(archive: Archive, tmp_path: Path) -> None:
    headers = {"content-encoding": "gzip", "transfer-encoding": "chunked", "content-length": "7", "x-a": "云"}
    archive.append(CONTEXT, replace(PAGE, headers=headers), ip_address="192.0.2.1", truncated="length")
    with (archive.folder / FILE).open("rb") as stream:
        records = [
            (record, record.content_stream().read()) for record in ArchiveIterator(stream, check_digests="raise")
        ]
    (information, fields), (response, body) = records
    assert information.rec_type == "warcinfo"
    assert b"software: county-news" in fields
    assert response.rec_headers.protocol == "WARC/1.1"
    assert response.rec_headers["WARC-Target-URI"] == PAGE.url
    assert response.rec_headers["WARC-Date"] == "2026-11-23T20:17:38.123456Z"
    assert response.rec_headers["WARC-IP-Address"] == "192.0.2.1"
    assert response.rec_headers["WARC-Truncated"] == "length"
    assert response.rec_headers["WARC-Payload-Digest"].startswith("sha1:")
    assert response.rec_headers["County-News-Context"].isascii()
    assert body == PAGE.body
    assert response.http_headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert response.http_headers["Content-Length"] == str(len(PAGE.body))
    assert pages(archive)[0].headers == {**headers, "x-a": "%E4%BA%91"}


header_names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)
header_values = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    headers=st.dictionaries(header_names, header_values, max_size=6),
    status=st.integers(100, 599),
    title=st.none() | st.text(max_size=40),
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
def test_any_body_and_headers_come_back(
    archive: Archive,
    body: bytes,
    headers: dict[str, str],
    status: int,
    title: str | None,
    moment: datetime,
) -> None:
    page = Page("http://yunxi.example/%E4%BA%91?a=1&b=%20", body, status, headers, moment.replace(tzinfo=UTC))
    context = replace(CONTEXT, listed_title=title)
    assert archive.read(archive.append(context, page)) == (context, page)


@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=st.text(max_size=40), name=st.text(max_size=10), value=st.text(max_size=40))
def test_no_text_of_a_page_can_break_a_record(archive: Archive, url: str, name: str, value: str) -> None:
    page = replace(PAGE, url=f"http://yunxi.example/{url}", headers={name: value})
    context, stored = archive.read(archive.append(CONTEXT, page))
    assert context == CONTEXT
    assert (stored.body, stored.status, stored.fetched_at) == (PAGE.body, 200, MOMENT)
    assert stored.url.isascii()


@pytest.mark.parametrize("site", ["../evil", "a/b", "", ".", "a..b", "云溪", "a\x00"])
def test_nothing_but_a_plain_site_key_becomes_a_path(archive: Archive, site: str) -> None:
    with pytest.raises(ArchiveError, match="is no file of the archive"):
        archive.append(replace(CONTEXT, site=site), PAGE)
    with pytest.raises(ArchiveError):
        list(archive.records_after(f"{site}/2026-11.warc.gz"))


def test_a_place_without_a_record_is_said_so(archive: Archive) -> None:
    location = archive.append(CONTEXT, PAGE)
    with pytest.raises(ArchiveError, match="no whole record at byte 3"):
        archive.read(Location(FILE, 3, 10))
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.read(replace(location, file="yunxi-gov/2020-01.warc.gz"))


@pytest.mark.parametrize("cut", [1, 8, 100])
def test_a_torn_record_hides_no_other_and_is_cut_off_on_the_next_append(
    archive: Archive, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    archive.append(CONTEXT, PAGE)
    last = archive.append(CONTEXT, replace(PAGE, body=os.urandom(500)))
    path = archive.folder / FILE
    os.truncate(path, last.end - cut)
    assert pages(archive) == [PAGE]

    reopened = Archive(archive.folder)
    location = reopened.append(CONTEXT, replace(PAGE, body=b"after"))
    assert location.offset == last.offset
    assert [page.body for page in pages(reopened)] == [PAGE.body, b"after"]
    assert "cut off a torn record" in caplog.text


def test_damage_in_the_middle_costs_that_record_alone(archive: Archive) -> None:
    archive.append(CONTEXT, PAGE)
    middle = archive.append(CONTEXT, replace(PAGE, body=os.urandom(500)))
    archive.append(CONTEXT, replace(PAGE, body=b"last"))
    with (archive.folder / FILE).open("r+b") as file:
        file.seek(middle.offset + 300)
        file.write(b"\x00" * 50)
    reopened = Archive(archive.folder)
    reopened.append(CONTEXT, replace(PAGE, body=b"after"))
    assert [page.body for page in pages(reopened)] == [PAGE.body, b"last", b"after"]


def test_threads_append_side_by_side(archive: Archive) -> None:
    def append(number: int) -> None:
        for _ in range(10):
            archive.append(CONTEXT, replace(PAGE, body=b"%d" % number * 100))

    threads = [threading.Thread(target=append, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bodies = [page.body for page in pages(archive)]
    assert {body: bodies.count(body) for body in bodies} == {b"%d" % number * 100: 10 for number in range(4)}


def test_two_archives_append_to_one_file(archive: Archive) -> None:
    other = Archive(archive.folder)
    for number in range(6):
        (archive, other)[number % 2].append(CONTEXT, replace(PAGE, body=b"%d" % number))
    assert [page.body for page in pages(archive)] == [b"%d" % number for number in range(6)]


ENDLESS = """
import os, sys
from dataclasses import replace
from pathlib import Path
from crawlers.archive import Archive
from tests.crawlers.test_archive import CONTEXT, PAGE
archive = Archive(Path(sys.argv[1]))
while True:
    location = archive.append(CONTEXT, replace(PAGE, body=os.urandom(20_000)))
    print(location.end, flush=True)
"""


def test_what_was_said_to_be_stored_survives_a_kill(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    for _ in range(3):
        command = [sys.executable, "-c", ENDLESS, str(archive.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
            assert process.stdout is not None
            for _ in range(20):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            said = process.stdout.read().split()
    places = [location for location, _, _ in archive.records_after(FILE)]
    assert len(places) >= 60
    assert not said or int(said[-1]) <= places[-1].end
    whole = gzip.decompress((archive.folder / FILE).read_bytes()[: places[-1].end])
    assert sum(1 for _ in ArchiveIterator(io.BytesIO(whole))) == len(places) + 1


FULL = """
import os, resource, sys
from dataclasses import replace
from pathlib import Path
from crawlers.archive import Archive, ArchiveFull
from tests.crawlers.test_archive import CONTEXT, PAGE
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
archive = Archive(Path(sys.argv[1]))
stored = 0
try:
    while True:
        archive.append(CONTEXT, replace(PAGE, body=os.urandom(15_000)))
        stored += 1
except ArchiveFull as error:
    print(stored, error)
"""


def test_a_full_disk_is_said_in_a_sentence_and_leaves_whole_records(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    command = [sys.executable, "-c", FULL, str(archive.folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    stored, _, sentence = run.stdout.strip().partition(" ")
    assert "the archive is full" in sentence
    assert "\n" not in sentence
    assert int(stored) >= 3
    assert len(pages(archive)) == int(stored)
    last = [location for location, _, _ in archive.records_after(FILE)][-1]
    assert (archive.folder / FILE).stat().st_size == last.end


def test_a_disk_without_room_for_the_first_record_leaves_an_empty_file(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", refuse)
    with pytest.raises(ArchiveFull, match="No space left on device"):
        archive.append(CONTEXT, PAGE)
    monkeypatch.undo()
    archive.append(CONTEXT, PAGE)
    assert pages(archive) == [PAGE]


def test_a_disk_that_refuses_to_keep_what_was_written_is_said_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    archive.append(CONTEXT, PAGE)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ArchiveFull, match="No space left on device"):
        archive.sync(FILE)
    monkeypatch.undo()
    assert archive.sync(FILE) == (archive.folder / FILE).stat().st_size


def test_only_what_is_on_disk_is_read_for_the_ledger(archive: Archive) -> None:
    first = archive.append(CONTEXT, PAGE)
    end = archive.sync(FILE)
    archive.append(CONTEXT, PAGE)
    assert [location for location, _, _ in archive.records_after(FILE, 0, end)] == [first]


def test_a_disk_that_fills_up_in_the_middle_of_a_record_keeps_what_was_before(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = archive.append(CONTEXT, PAGE)
    write, left = os.pwrite, 300

    def write_what_fits(descriptor: int, data: bytes, offset: int) -> int:
        nonlocal left
        if not left:
            raise OSError(28, "No space left on device")
        written = write(descriptor, data[:left], offset)
        left -= written
        return written

    monkeypatch.setattr(os, "pwrite", write_what_fits)
    with pytest.raises(ArchiveFull, match="No space left on device"):
        archive.append(CONTEXT, replace(PAGE, body=os.urandom(500)))
    monkeypatch.undo()
    assert left == 0, "a part of the record was on disk"
    assert (archive.folder / FILE).stat().st_size == first.end
    assert archive.append(CONTEXT, replace(PAGE, body=b"after")).offset == first.end
    assert [page.body for page in pages(archive)] == [PAGE.body, b"after"]


def test_a_file_is_checked_from_where_it_was_last_known_to_be_whole(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.append(CONTEXT, PAGE)
    known = archive.append(CONTEXT, replace(PAGE, body=b"known"))
    other = Archive(archive.folder)
    last = other.append(CONTEXT, replace(PAGE, body=b"another process"))
    os.truncate(archive.folder / FILE, last.end - 3)
    checked: list[int] = []

    def end_of_records_from(path: Path, offset: int = 0) -> int:
        checked.append(offset)
        return gzip_members.end_of_records(path, offset)

    monkeypatch.setattr("crawlers.archive.end_of_records", end_of_records_from)
    assert archive.append(CONTEXT, replace(PAGE, body=b"after")).offset == last.offset
    assert checked == [known.end]
    assert archive.append(CONTEXT, PAGE).offset > last.offset
    assert checked == [known.end], "what this process wrote itself is not read again"
    Archive(archive.folder).append(CONTEXT, PAGE)
    assert checked == [known.end, 0], "a new process knows nothing of the file"


def test_one_site_does_not_wait_for_another_sites_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write, begun, may_end = os.pwrite, threading.Event(), threading.Event()

    def write_slowly(descriptor: int, data: bytes, offset: int) -> int:
        if threading.current_thread() is slow:
            begun.set()
            may_end.wait(10)
        return write(descriptor, data, offset)

    monkeypatch.setattr(os, "pwrite", write_slowly)
    slow = threading.Thread(target=archive.append, args=(CONTEXT, PAGE))
    slow.start()
    begun.wait(10)
    archive.append(replace(CONTEXT, site="other-gov"), PAGE)
    assert slow.is_alive()
    may_end.set()
    slow.join()
    assert pages(archive) == pages(archive, "other-gov/2026-11.warc.gz") == [PAGE]


def test_an_archive_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match="cannot be written"):
        Archive(tmp_path / "file").append(CONTEXT, PAGE)
