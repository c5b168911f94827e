"""The three kinds of records: an answer, word that a page is as it was, a note of the crawl; read by us and by others."""

import subprocess
import sys
from base64 import b32encode
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha1
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import Archive
from crawlers.warc import NO_STATUS, RecordContext
from extractors.outcome import Loss
from extractors.page import Page
from tests.crawlers.test_archive import CONTEXT, FILE, MOMENT, PAGE

REVISIT = replace(CONTEXT, kind="revisit")
NOTE = RecordContext(
    site="yunxi-gov",
    county="990001",
    role="list",
    kind="metadata",
    column="镇办动态",
    outcome=Loss.TIMEOUT,
    detail="没有回答\r\nWARC-Type: response",
    closed_until=datetime(2026, 11, 24, 6, tzinfo=UTC),
    covered_since=date(2024, 1, 1),
)
NOT_MODIFIED = Page(PAGE.url, b"", 304, {"etag": '"7"'}, MOMENT)
NOTHING = Page(PAGE.url, b"", NO_STATUS, {}, MOMENT)


def digest_of(body: bytes) -> str:
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with a record of every kind."""
    archive = Archive(tmp_path / "archive")
    archive.append(CONTEXT, PAGE)
    archive.append(REVISIT, NOT_MODIFIED)
    archive.append(REVISIT, PAGE)
    archive.append(NOTE, NOTHING)
    return archive


def test_every_kind_comes_back_as_it_was_stored(archive: Archive) -> None:
    found = [(context, page) for _, context, page in archive.records_after(FILE)]
    assert found == [
        (CONTEXT, PAGE),
        (REVISIT, NOT_MODIFIED),
        (REVISIT, replace(PAGE, body=b"")),  # the same bytes are not stored twice
        (NOTE, NOTHING),
    ]


def test_a_revisit_says_why_there_is_no_body_and_which_it_would_be(archive: Archive) -> None:
    with (archive.folder / FILE).open("rb") as stream:
        records = [
            (record.rec_type, dict(record.rec_headers.headers), record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "revisit", "revisit", "metadata"]
    (_, answered, _), (_, not_modified, _), (_, same, body), (_, note, said) = records[1:]
    assert not_modified["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert same["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert same["WARC-Payload-Digest"] == answered["WARC-Payload-Digest"] == digest_of(PAGE.body)
    assert same["WARC-Refers-To-Target-URI"] == not_modified["WARC-Refers-To-Target-URI"] == PAGE.url
    assert body == b""
    assert note["WARC-Target-URI"] == PAGE.url
    assert said.startswith(b"outcome: timeout\r\ndetail: ")
    assert said.count(b"\r\n") == 2, "a sentence cannot pretend to be another line"


def test_warcio_finds_every_digest_right(archive: Archive) -> None:
    with (archive.folder / FILE).open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            record.content_stream().read()
            assert record.digest_checker.problems == []
            assert record.digest_checker.passed or record.rec_type == "revisit", "warcio does not check revisits"
    checker = [sys.executable, "-m", "warcio.cli", "check", "-v", str(archive.folder / FILE)]
    checked = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("digest pass") == 3
    assert "failed" not in checked.stdout


def test_fastwarc_reads_every_record_and_finds_its_digests_right(archive: Archive) -> None:
    kinds = []
    with (archive.folder / FILE).open("rb") as stream:
        for record in FastIterator(stream, parse_http=False):
            kinds.append(record.headers["WARC-Type"])
            assert record.verify_block_digest(), kinds
            if kinds[-1] == "response":
                record.parse_http()
                assert record.verify_payload_digest()
                assert record.reader.read() == PAGE.body
    assert kinds == ["warcinfo", "response", "revisit", "revisit", "metadata"]


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
texts = st.none() | st.text(max_size=40)
contexts = st.builds(
    RecordContext,
    site=st.just("yunxi-gov"),
    county=st.just("990001"),
    role=st.sampled_from(["list", "article", "part", "robots"]),
    kind=st.sampled_from(["response", "revisit", "metadata"]),
    column=texts,
    listed_title=texts,
    listed_date=st.none() | st.dates(),
    part_of=texts,
    parts=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    outcome=st.none() | st.sampled_from(Loss),
    detail=texts,
    answered_url=texts,
    closed_until=st.none() | moments,
    covered_since=st.none() | st.dates(),
)


@settings(max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(context=contexts, body=st.binary(max_size=500), status=st.integers(100, 599), moment=moments)
def test_whatever_the_crawl_notes_comes_back(
    archive: Archive, context: RecordContext, body: bytes, status: int, moment: datetime
) -> None:
    page = Page(PAGE.url, body, status, {"etag": '"7"'}, moment)
    location = archive.append(context, page)
    found, stored = archive.read(location)
    assert found == context
    assert (stored.url, stored.fetched_at) == (page.url, moment)
    is_answer = context.kind != "metadata"
    assert (stored.status, stored.headers) == ((status, page.headers) if is_answer else (NO_STATUS, {}))
    assert stored.body == (body if context.kind == "response" else b"")
    with (archive.folder / location.file).open("rb") as stream:
        stream.seek(location.offset)
        (record,) = FastIterator(stream)
        assert record.headers["WARC-Type"] == context.kind
