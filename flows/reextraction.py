"""The archive read anew: every link, those with an answer since a day, or those that other rules have read.

All three are one: what is to be read anew is marked, what is not loaded is loaded, what is marked is read. Whoever does
it, whatever is read of a chunk comes in one transaction. So a process that is killed loses nothing, and the next one
goes on where it was.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawlers.archive import Archive, ArchiveError
from flows.answers import SiteNames
from flows.chunks import Chunk, ChunkRead, ChunkReader, stretches
from flows.rules import rules_digest
from warehouse.crew import Crew, crew_of, in_order
from warehouse.rereading import answers_by_rules, mark_answers_since, units_to_reread
from warehouse.rows import MergeCounts
from warehouse.store import Store, china_now
from warehouse.transaction import transaction

CHUNK_RECORDS = 250
_BYTES_WORTH_PROCESSES = 10_000_000  # some thousand answers; to start two takes as long as to read some hundred
_AHEAD_OF_EACH = 2  # chunks that a process has waiting, so that it never waits for this one

# The archive's folder and the names of the sites, to those who read it.
Reading = Callable[[Path, SiteNames], AbstractContextManager["Readers"]]
Report = Callable[[MergeCounts], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """What is to be read anew: everything, unless a day or a change of rules says less."""

    since: date | None = None
    rule_changed: bool = False

    @property
    def what(self) -> str:
        """As it is typed."""
        since = f" --since {self.since}" if self.since else ""
        return f"reextract{since}{' --rule-changed' if self.rule_changed else ''}"


@dataclass(frozen=True)
class Readers:
    """Who reads chunks: a crew, how many it is to have ahead of the one that is merged, how many records each has."""

    crew: Crew[Chunk, ChunkRead]
    ahead: int
    records: int = CHUNK_RECORDS


@contextmanager
def reading_processes(
    processes: int | None, folder: Path, names: SiteNames, records: int = CHUNK_RECORDS
) -> Iterator[Readers]:
    """So many processes of this machine, which read the archive in this folder; one is this process itself.

    Unless it is said how many, there is one for each core, or one for an archive too small to be worth starting others.
    """
    if processes is None:
        archive = Archive(folder)
        size = sum((folder / file).stat().st_size for file in archive.files())
        processes = (os.cpu_count() or 1) if size > _BYTES_WORTH_PROCESSES else 1
    with crew_of(processes, ChunkReader, (folder, names, rules_digest()), "reads pages") as crew:
        yield Readers(crew, 0 if processes == 1 else processes * _AHEAD_OF_EACH, records)


def read_anew(warehouse: Store, archive: Archive, wanted: Wanted, readers: Readers, report: Report) -> MergeCounts:
    """Read anew what is wanted; `report` gets the counts of each chunk.

    An earlier call for the same that did not come to its end is gone on with. Raises ArchiveError, before anything is
    changed, where the archive lacks what is loaded, and WarehouseError.
    """
    run_id = _unfinished(warehouse, wanted)
    if run_id is None:
        _mark(warehouse, archive, wanted)
        run_id = warehouse.begin_run(wanted.what)
    not_loaded = stretches(archive, _not_loaded(warehouse, archive), readers.records)
    counts = _merge_all(warehouse, readers, not_loaded, report)
    counts += _merge_all(warehouse, readers, _articles_in_parts(warehouse, readers.records), report)
    rules = None if wanted.since else rules_digest()
    units = units_to_reread(warehouse.connection, rules, readers.records, china_now())
    counts += _merge_all(warehouse, readers, (Chunk(units=of_chunk) for of_chunk in units), report)
    warehouse.end_run(run_id, vars(counts))
    return counts


def _unfinished(warehouse: Store, wanted: Wanted) -> str | None:
    """The run that was to read the same anew, if it is the last one and did not come to its end."""
    runs = warehouse.connection.execute(
        "select run_id, what, ended_at from raw.run where what like 'reextract%'"
        " order by started_at desc, rowid desc limit 1"
    ).fetchall()
    for run_id, what, ended_at in runs:
        if what == wanted.what and ended_at is None:
            return str(run_id)
    return None


def _mark(warehouse: Store, archive: Archive, wanted: Wanted) -> None:
    """Note what is to be read anew. Everything at once is quickest done by emptying the tables."""
    same, others = answers_by_rules(warehouse.connection, rules_digest())
    if wanted.since:
        with transaction(warehouse.connection, "What is to be read anew could not be noted"):
            mark_answers_since(warehouse.connection, wanted.since)
    elif not wanted.rule_changed or (others and not same):
        _check_that_nothing_is_missing(warehouse, archive)
        warehouse.clear()


def _check_that_nothing_is_missing(warehouse: Store, archive: Archive) -> None:
    """Raises ArchiveError where the archive has less than was loaded of it: that would be lost."""
    files = set(archive.files())
    for file, loaded in warehouse.connection.execute("from raw.archive_file order by file").fetchall():
        stored = archive.sync(file) if file in files else 0
        if stored < loaded:
            raise ArchiveError(
                f"{archive.folder / file}: the archive has {stored} bytes of it, {loaded} are loaded; put the file "
                "back, or read anew only what other rules have read, with --rule-changed."
            )


def _not_loaded(warehouse: Store, archive: Archive) -> Iterator[tuple[str, int, int]]:
    for file in archive.files():
        yield file, warehouse.watermark(file), archive.sync(file)


def _articles_in_parts(warehouse: Store, at_once: int) -> Iterator[Chunk]:
    articles = warehouse.articles_in_parts()
    for start in range(0, len(articles), at_once):
        yield Chunk(articles=tuple(articles[start : start + at_once]))


def _merge_all(warehouse: Store, readers: Readers, chunks: Iterable[Chunk], report: Report) -> MergeCounts:
    total = MergeCounts()
    for _, read in in_order(readers.crew, chunks, readers.ahead):
        counts = warehouse.merge(read.batch)
        for fault in read.faults:
            logger.warning("%s", fault)
        report(counts)
        total += counts
    return total
