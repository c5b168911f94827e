"""One WARC record: a page and its context to the bytes of one gzip member, and back.

WARC 1.1 (ISO 28500:2017). The body is stored decoded, as the reader of a page needs it: the headers that
describe the transfer would then lie to other tools, so they are kept under another name (as web archives
do), with a true Content-Length in their place.
"""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.link import Role
from extractors.outcome import Loss
from extractors.page import Page

CONTEXT_FIELD = "County-News-Context"
ORIGINAL_PREFIX = "x-archive-orig-"
_TRANSFER_HEADERS = ("content-encoding", "content-length", "transfer-encoding")

Truncation = Literal["length", "time", "disconnect"]


@dataclass(frozen=True)
class RecordContext:
    """Why a page was fetched, so that the warehouse can be rebuilt from the archive alone.

    `listed_title` and `listed_date` are what the list page says of the link; `parts` are the addresses of
    an article's later pages, `part_of` the article's own on their records. `outcome` is the loss where the
    answer is no good page. `answered_url` is the address that answered, where a redirect within the site
    led there.
    """

    site: str
    county: str
    role: Role
    column: str | None = None
    listed_title: str | None = None
    listed_date: date | None = None
    part_of: str | None = None
    parts: tuple[str, ...] = ()
    outcome: Loss | None = None
    answered_url: str | None = None

    def to_json(self) -> str:
        """ASCII JSON on one line; what is empty is left out."""
        filled = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        return json.dumps(filled, default=date.isoformat, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "RecordContext":
        """The context that `to_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        if "listed_date" in fields:
            fields["listed_date"] = date.fromisoformat(fields["listed_date"])
        if "outcome" in fields:
            fields["outcome"] = Loss(fields["outcome"])
        fields["parts"] = tuple(fields.get("parts", ()))
        return cls(**fields)


def warcinfo_member(filename: str) -> bytes:
    """The first record of a file: who wrote it and in which form."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    information = {
        "software": "county-news",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    writer.write_record(writer.create_warcinfo_record(filename, information))
    return buffer.getvalue()


def response_member(
    context: RecordContext, page: Page, *, ip_address: str | None = None, truncated: Truncation | None = None
) -> bytes:
    """One answer as one gzip member. `page.fetched_at` must be aware."""
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
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        _printable(page.url).replace(" ", "%20"),
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        warc_headers_dict=fields,
        http_headers=StatusAndHeaders(_status_line(page.status), _stored_headers(page), protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    return buffer.getvalue()


def parse_record(data: bytes) -> tuple[RecordContext, Page] | None:
    """The page of one decompressed record; None for another kind (warcinfo, or not of our making)."""
    record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(data), known_format="warc")
    context = record.rec_headers.get_header(CONTEXT_FIELD)
    if record.rec_type != "response" or context is None:
        return None
    page = Page(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        body=record.raw_stream.read(),
        status=int(record.http_headers.get_statuscode()),
        headers=_original_headers(record.http_headers.headers),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
    )
    return RecordContext.from_json(context), page


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # 521 of the Jiasule wall and other inventions
        return f"{status} Unknown"


def _stored_headers(page: Page) -> list[tuple[str, str]]:
    stored = []
    for name, value in page.headers.items():
        name = name.lower()
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]+", name):
            continue
        if name in _TRANSFER_HEADERS or name.startswith(ORIGINAL_PREFIX):
            name = ORIGINAL_PREFIX + name
        stored.append((name, _printable(value)))
    return [*stored, ("content-length", str(len(page.body)))]


def _original_headers(stored: list[tuple[str, str]]) -> Mapping[str, str]:
    return {name.removeprefix(ORIGINAL_PREFIX): value for name, value in stored if name != "content-length"}


def _printable(text: str) -> str:
    """Text for one header line: no line breaks, and percent-encoded where it is not ASCII."""
    one_line = re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip(" ")
    return quote(one_line, safe=" !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~", errors="replace")
