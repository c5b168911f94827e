"""Whether archive, ledger, articles and snapshot agree: one pass over the archive, and SQL."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace

from crawlers.archive import Archive, Location
from crawlers.archive_check import FileCheck
from crawlers.county import CountyFile
from crawlers.warc import RecordContext
from extractors.page import Page
from flows.answers import Rows
from flows.archived_rows import RecordReader
from flows.projection import county_batch
from flows.settings import Settings
from warehouse.agreement import AGREEMENT, Finding, Kind, begin_list_of_faults, look_for
from warehouse.archived import Archived, ArchivedFile
from warehouse.forgotten import Forgotten
from warehouse.rows import WatchRow
from warehouse.snapshot_agreement import compare_with_snapshot
from warehouse.store import Warehouse
from warehouse.stored_texts import read_stored_texts

# What is counted for the line of each check, in the order of the lines.
COUNTED = {
    "requests": "select count(*) || ' rows of raw.fetch' from raw.fetch",
    "columns": "select count(*) || ' rows of raw.column_coverage' from raw.column_coverage",
    "links": "select count(*) || ' rows of raw.link' from raw.link",
    "articles": "select count(distinct article_id) || ' articles, ' || count(*) || ' versions' from raw.article",
    "people": "select count(*) || ' credits' from raw.person",
    "forgotten people": "select count(*) || ' to be left out' from raw.forgotten",
    "readings": "select count(*) || ' texts read' from raw.reading",
    "counties": "select count(*) || ' counties' from raw.county",
    "published snapshot": "select count(*) || ' runs' from raw.run",
}

_COUNTIES = Kind(
    "counties",
    "Counties, towns or sites are not as the county files have them",
    "",
    "mend",
    "--repair, or the next run of the county, takes them from its file",
)


@dataclass
class Verified:
    """What came of a verification."""

    lines: list[str] = field(default_factory=list)  # one for each check
    findings: list[Finding] = field(default_factory=list)
    archive_faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what is no fault, and worth knowing
    waiting: int = 0  # records that are not loaded yet

    @property
    def can_be_repaired(self) -> bool:
        """Whether there is something that no person must do."""
        return bool(self.waiting) or any(finding.kind.cure != "person" for finding in self.findings)

    @property
    def is_whole(self) -> bool:
        """Whether everything agrees."""
        return not (self.findings or self.archive_faults)


def verify(
    warehouse: Warehouse,
    archive: Archive,
    counties: Sequence[CountyFile],
    settings: Settings,
    advanced: Callable[[int], None] = lambda _: None,
) -> Verified:
    """Read the archive once and compare. `advanced` gets the bytes of each part read.

    Nothing is changed; the temporary tables of the connection hold what `repair` needs.
    """
    connection = warehouse.connection
    verified = Verified()
    forgotten = Forgotten.read(connection, warehouse.keys)
    begin_list_of_faults(connection)
    _read_archive(warehouse, archive, Archived(connection, forgotten), verified, advanced)
    verified.findings += look_for(connection, AGREEMENT)
    verified.findings += read_stored_texts(connection, warehouse.keys, forgotten)
    verified.findings += _compare_counties(warehouse, counties)
    verified.findings += compare_with_snapshot(connection, settings.published)
    _tell(warehouse, verified)
    return verified


def _read_archive(
    warehouse: Warehouse, archive: Archive, archived: Archived, verified: Verified, advanced: Callable[[int], None]
) -> None:
    files = []
    records = size = 0
    reader = RecordReader({})
    for file in archive.files():
        reading = _FileReading(warehouse.watermark(file), reader, archived)
        check = FileCheck(archive, file, reading.take)
        verified.archive_faults += [str(fault) for fault in check.faults(reading.advancing(advanced))]
        if check.torn:
            verified.notes.append(str(check.torn))
        records += check.records
        size += check.bytes
        whole = check.torn.offset if check.torn else check.bytes
        files.append(ArchivedFile(file, whole, reading.loaded_end))
        verified.waiting += reading.waiting
    archived.end(files)
    verdict = _verdict(len(verified.archive_faults))
    verified.lines.append(f"{'archive':<20}{len(files)} files, {records} records, {size} bytes: {verdict}")
    if verified.waiting:
        verified.notes.append(
            f"{verified.waiting} records are not loaded yet; the next run loads them, or verify --repair."
        )


class _FileReading:
    """Takes in the records of a file, those up to the watermark as loaded."""

    def __init__(self, watermark: int, reader: RecordReader, archived: Archived) -> None:
        self.loaded_end = 0  # the last end of a part that is not behind the watermark
        self.waiting = 0
        self._watermark = watermark
        self._reader = reader
        self._archived = archived
        self._end = 0

    def take(self, location: Location, context: RecordContext, page: Page) -> None:
        is_loaded = location.end <= self._watermark
        self.waiting += not is_loaded
        rows = Rows()
        self._reader.read(rows, [(location, context, page)])
        self._archived.take(rows.fetches, rows.links, rows.coverages, is_loaded=is_loaded)

    def advancing(self, advanced: Callable[[int], None]) -> Callable[[int], None]:
        def part_ends(length: int) -> None:
            self._end += length
            if self._end <= self._watermark:
                self.loaded_end = self._end
            advanced(length)

        return part_ends


def _compare_counties(warehouse: Warehouse, counties: Sequence[CountyFile]) -> list[Finding]:
    """The rows of counties whose sites are in the archive; sites that a file does not name any more stay."""
    differing = [county.name for county in counties if not _is_as_its_file_says(warehouse, county)]
    return [Finding(_COUNTIES, len(differing), differing[0])] if differing else []


def _is_as_its_file_says(warehouse: Warehouse, county: CountyFile) -> bool:
    told = county_batch(county)

    def stored(table: str) -> set[tuple[object, ...]]:
        sql = f"select * from raw.{table} where county_code = $1"  # noqa: S608 - a name of ours
        return set(warehouse.connection.execute(sql, [county.code]).fetchall())

    return (
        stored("county") == {tuple(vars(row).values()) for row in told.counties}
        and stored("town") == {tuple(vars(row).values()) for row in told.towns}
        and stored("site") >= {tuple(vars(row).values()) for row in told.sites}
        and _watched(warehouse, county.code) == sorted(told.watches, key=_place)
    )


def _watched(warehouse: Warehouse, county_code: str) -> list[WatchRow]:
    names = ", ".join(column.name for column in fields(WatchRow))
    sql = f"select {names} from raw.watch where county_code = $1"  # noqa: S608 - names of ours
    rows = [WatchRow(*row) for row in warehouse.connection.execute(sql, [county_code]).fetchall()]
    decoded = [replace(row, fill_min=json.loads(str(row.fill_min)), ignore=tuple(row.ignore)) for row in rows]
    return sorted(decoded, key=_place)


def _place(row: WatchRow) -> tuple[str, str]:
    return row.site_key, row.column_name


def _tell(warehouse: Warehouse, verified: Verified) -> None:
    """A line for each check, and what is worth knowing."""
    faults = dict.fromkeys(("archive files", *COUNTED), 0)
    for finding in verified.findings:
        faults[finding.kind.check] += finding.cases
    marks = warehouse.connection.execute("select count(*) from raw.archive_file").fetchall()[0][0]
    verified.lines.append(f"{'watermarks':<20}{marks} files loaded: {_verdict(faults['archive files'])}")
    for check, sql in COUNTED.items():
        counted = warehouse.connection.execute(sql).fetchall()[0][0]
        verified.lines.append(f"{check:<20}{counted}: {_verdict(faults[check])}")
    (kept,) = warehouse.connection.execute(
        "select count(distinct article_id) from raw.article where archive_file is null"
    ).fetchall()[0]
    if kept:
        verified.notes.append(f"Of {kept} articles the records are lost; the warehouse has all that is left of them.")


def _verdict(faults: int) -> str:
    return "agree" if not faults else "1 fault" if faults == 1 else f"{faults} faults"
