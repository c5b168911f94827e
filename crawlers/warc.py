"""One WARC record: a page and its context to the bytes of one gzip member, and back.

WARC 1.1 (ISO 28500:2017). The body is stored decoded, as the reader of a page needs it: the headers that
describe the transfer would then lie to other tools, so they are kept under another name (as web archives
do), with a true Content-Length in their place.
"""

import io
import json
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha1
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import quote

from isal import isal_zlib
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.link import Role
from extractors.outcome import Loss
from extractors.page import Page

CONTEXT_FIELD = "County-News-Context"
ORIGINAL_PREFIX = "x-archive-orig-"
_TRANSFER_HEADERS = ("content-encoding", "content-length", "transfer-encoding")

_GZIP_LEVEL = 2  # of isal's four; what it costs and saves is in docs/decisions.md

Truncation = Literal["length", "time", "disconnect"]
# An answer; word that a page is as it was (304, or the same bytes again); or, without any answer, a note of the crawl.
RecordKind = Literal["response", "revisit", "metadata"]

NO_STATUS = 0  # of the page in a note: nothing was answered
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True)
class RecordContext:
    """Why a page was fetched, so that the warehouse can be rebuilt from the archive alone.

    `listed_title` and `listed_date` are what the list page says of the link; `parts` are the addresses of
    an article's later pages, `part_of` the article's own on their records. `outcome` is the loss where the
    answer is no good page, or where there is none, and `detail` the sentence about it. `answered_url` is the
    address that answered, where a redirect within the site led there. `closed_until` is until when the host
    asked to be left alone. `covered_since` is on the note about a column that was read to an end: the first day
    that its list is known from (date.min: from its beginning, as far as it is kept; date.max: it broke off, and what
    was known of it no longer holds).
    """

    site: str
    county: str
    role: Role
    kind: RecordKind = "response"
    column: str | None = None
    listed_title: str | None = None
    listed_date: date | None = None
    part_of: str | None = None
    parts: tuple[str, ...] = ()
    outcome: Loss | None = None
    detail: str | None = None
    answered_url: str | None = None
    closed_until: datetime | None = None
    covered_since: date | None = None

    def to_json(self) -> str:
        """ASCII JSON on one line; what is empty is left out."""
        filled = {name: value for name, value in vars(self).items() if value not in (None, ())}
        if self.kind == "response":
            del filled["kind"]
        return json.dumps(filled, default=lambda moment: moment.isoformat(), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "RecordContext":
        """The context that `to_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        for name in fields.keys() & {"listed_date", "covered_since"}:
            fields[name] = date.fromisoformat(fields[name])
        if "closed_until" in fields:
            fields["closed_until"] = datetime.fromisoformat(fields["closed_until"])
        if "outcome" in fields:
            fields["outcome"] = Loss(fields["outcome"])
        fields["parts"] = tuple(fields.get("parts", ()))
        return cls(**fields)


def warcinfo_member(filename: str) -> bytes:
    """The first record of a file: who wrote it and in which form."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    information = {
        "software": "county-news",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    writer.write_record(writer.create_warcinfo_record(filename, information))
    return _as_member(buffer)


def record_member(
    context: RecordContext, page: Page, *, ip_address: str | None = None, truncated: Truncation | None = None
) -> bytes:
    """One record of the kind that `context` names, as one gzip member. `page.fetched_at` must be aware."""
    if page.fetched_at is None:
        raise ValueError("a page without its time of fetch cannot be archived")
    moment = page.fetched_at.astimezone(UTC).replace(tzinfo=None)
    fields = {
        "WARC-Date": f"{moment.isoformat(timespec='microseconds')}Z",
        CONTEXT_FIELD: context.to_json(),
    }
    if ip_address:
        fields["WARC-IP-Address"] = ip_address
    if truncated:
        fields["WARC-Truncated"] = truncated
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    # Percent-encoded, control characters too: its canonical form, by which the ledger knows it, is then the same.
    url = _quoted(page.url.strip())
    match context.kind:
        case "response":
            record = _with_answer(writer, url, page, fields, page.body)
        case "revisit":
            fields["WARC-Profile"] = _NOT_MODIFIED if page.status == HTTPStatus.NOT_MODIFIED else _SAME_PAYLOAD
            fields["WARC-Refers-To-Target-URI"] = url
            if page.body:  # the digest of what was not stored again
                fields["WARC-Payload-Digest"] = (
                    f"sha1:{b32encode(sha1(page.body, usedforsecurity=False).digest()).decode()}"
                )
            record = _with_answer(writer, url, page, fields, b"")
        case "metadata":
            note = f"outcome: {context.outcome or 'done'}\r\ndetail: {_printable(context.detail or '')}\r\n".encode()
            record = writer.create_warc_record(
                url, "metadata", payload=io.BytesIO(note), length=len(note), warc_headers_dict=fields
            )
    writer.write_record(record)
    return _as_member(buffer)


def _as_member(record: io.BytesIO) -> bytes:
    return isal_zlib.compress(record.getbuffer(), _GZIP_LEVEL, wbits=isal_zlib.MAX_WBITS | 16)


def _with_answer(writer: WARCWriter, url: str, page: Page, fields: dict[str, str], body: bytes) -> Any:  # noqa: ANN401
    """A response or a revisit: warcio's record of the answer's status, headers and this body."""
    return writer.create_warc_record(
        url,
        "revisit" if "WARC-Profile" in fields else "response",
        payload=io.BytesIO(body),
        length=len(body),
        warc_headers_dict=fields,
        http_headers=StatusAndHeaders(_status_line(page.status), _stored_headers(page, len(body)), protocol="HTTP/1.1"),
    )


def parse_record(data: bytes) -> tuple[RecordContext, Page] | None:
    """The page of one decompressed record; None for another kind (warcinfo, or not of our making).

    The page of a note has NO_STATUS and no body.
    """
    record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(data), known_format="warc")
    context = record.rec_headers.get_header(CONTEXT_FIELD)
    if context is None:
        return None
    is_answer = record.http_headers is not None
    page = Page(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        body=record.raw_stream.read() if is_answer else b"",
        status=int(record.http_headers.get_statuscode()) if is_answer else NO_STATUS,
        headers=_original_headers(record.http_headers.headers) if is_answer else {},
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
    )
    return RecordContext.from_json(context), page


@dataclass(frozen=True)
class StoredFields:
    """What a record says above its body, as it is stored: WARC fields, status line and headers of the answer."""

    warc: list[tuple[str, str]]
    status_line: str
    http: list[tuple[str, str]]


def stored_fields(data: bytes) -> StoredFields:
    """The fields of one decompressed record. A note has neither status line nor headers of an answer."""
    record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(data), known_format="warc")
    answer = record.http_headers
    status_line = f"{answer.protocol} {answer.statusline}" if answer else ""
    return StoredFields(record.rec_headers.headers, status_line, answer.headers if answer else [])


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # 521 of the Jiasule wall and other inventions
        return f"{status} Unknown"


def _stored_headers(page: Page, body_bytes: int) -> list[tuple[str, str]]:
    stored = []
    for name, value in page.headers.items():
        name = name.lower()
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]+", name):
            continue
        if name in _TRANSFER_HEADERS or name.startswith(ORIGINAL_PREFIX):
            name = ORIGINAL_PREFIX + name
        stored.append((name, _printable(value)))
    return [*stored, ("content-length", str(body_bytes))]


def _original_headers(stored: list[tuple[str, str]]) -> Mapping[str, str]:
    return {name.removeprefix(ORIGINAL_PREFIX): value for name, value in stored if name != "content-length"}


def _printable(text: str) -> str:
    """Text for one header line: no line breaks, and percent-encoded where it is not ASCII."""
    one_line = re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip(" ")
    return _quoted(one_line, " ")


def _quoted(text: str, more: str = "") -> str:
    return quote(text, safe=more + "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~", errors="replace")
