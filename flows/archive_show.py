"""`county-news archive show`: what the archive has of an address."""

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from crawlers.archive import Archive
from crawlers.warc import CONTEXT_FIELD, RecordContext, parse_record, stored_fields
from extractors.page import Page
from extractors.url import article_id
from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.terminal import harmless, harmless_line


class NotArchived(InputError):
    """There is nothing of this address in the archive."""


@dataclass(frozen=True)
class _Record:
    """A record of the address: where it lies and what it says, without the body."""

    file: str
    offset: int
    context: RecordContext
    page: Page
    body_bytes: int


def stored_records(url: str, archive: Archive, snapshot: Path) -> list[_Record]:
    """The records of an address, in the order in which they were fetched. Raises NotArchived when there is none.

    The published snapshot knows where records lie; what it does not know is looked for in the files.
    """
    wanted = article_id(url)
    known, read_to = _known_places(wanted, snapshot)
    records = [_read(archive, *place) for place in known]
    records += _found_by_reading(wanted, archive, read_to)
    if not records and read_to:  # a note of the crawl, say, that the snapshot has no row for
        records = list(_found_by_reading(wanted, archive, {}))
    if not records:
        raise NotArchived(f"{harmless_line(url)} is not in the archive ({archive.folder}).")
    return sorted(records, key=lambda record: (str(record.page.fetched_at), record.file, record.offset))


def print_all(records: Sequence[_Record]) -> None:
    """Print a line for each record."""
    for record in records:
        page, context = record.page, record.context
        status = str(page.status) if page.status else "-"
        place = f"{record.file}, byte {record.offset}"
        what = f"{context.kind:<9} {status:>3} {record.body_bytes:>9} bytes  {context.outcome or '-':<12}"
        _say(f"{page.fetched_at:%Y-%m-%d %H:%M:%S}  {what} {place}")


def print_newest(records: Sequence[_Record], archive: Archive) -> None:
    """Print the newest record, and where that has no page, the newest one with a page as well."""
    shown = [records[-1]]
    if records[-1].context.kind != "response":
        shown += [record for record in records if record.context.kind == "response"][-1:]
    for record in shown:
        _say("\n".join(_lines(archive, record)))


def write_body(records: Sequence[_Record], archive: Archive) -> None:
    """Write the bytes of the newest stored body to standard output. Raises NotArchived when there is none."""
    answers = [record for record in records if record.context.kind == "response"]
    if not answers:
        raise NotArchived(f"{harmless_line(records[-1].page.url)} was never answered with a page.")
    found = parse_record(archive.record(answers[-1].file, answers[-1].offset))
    if found is not None:
        sys.stdout.buffer.write(found[1].body)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _lines(archive: Archive, record: _Record) -> Iterator[str]:
    data = archive.record(record.file, record.offset)
    fields = stored_fields(data)
    yield f"== {record.file}, byte {record.offset}"
    for name, value in fields.warc:
        if name != CONTEXT_FIELD:  # shown below in a readable form
            yield harmless_line(f"{name}: {value}")
    yield "\n-- why it was fetched"
    for field in dataclasses.fields(record.context):
        value = getattr(record.context, field.name)
        if value not in (None, ()):
            yield harmless_line(f"{field.name}: {', '.join(value) if isinstance(value, tuple) else value}")
    if fields.status_line:
        yield "\n-- answer"
        yield harmless_line(fields.status_line)
        for name, value in fields.http:
            yield harmless_line(f"{name}: {value}")
    found = parse_record(data)
    if found is not None and found[1].body:
        yield "\n-- page"
        yield _text(found[1])
    yield ""


def _text(page: Page) -> str:
    if page.encoding != "utf-16" and b"\x00" in page.body:
        return f"{len(page.body)} bytes that are no text; --raw writes them."
    return harmless(page.text)


def _known_places(wanted: str, snapshot: Path) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """Where the snapshot knows records of this address, and how far it knows each file."""
    if not snapshot.exists():
        return [], {}
    try:
        with open_snapshot(snapshot) as connection:
            places = connection.execute(
                "select archive_file, archive_offset from raw.fetch where link_id = ?", [wanted]
            ).fetchall()
            ends = connection.execute(
                "select archive_file, max(archive_offset) from raw.fetch group by archive_file"
            ).fetchall()
    except duckdb.Error:  # of another version, or damaged: the archive itself has all
        return [], {}
    return places, dict(ends)


def _found_by_reading(wanted: str, archive: Archive, read_to: dict[str, int]) -> Iterator[_Record]:
    for file in archive.files():
        for location, context, page in archive.records_after(file, read_to.get(file, 0)):
            is_known = location.offset <= read_to.get(file, -1)
            if not is_known and article_id(page.url) == wanted:
                yield _without_body(location.file, location.offset, context, page)


def _read(archive: Archive, file: str, offset: int) -> _Record:
    context, page = archive.read_at(file, offset)
    return _without_body(file, offset, context, page)


def _without_body(file: str, offset: int, context: RecordContext, page: Page) -> _Record:
    return _Record(file, offset, context, dataclasses.replace(page, body=b""), len(page.body))
