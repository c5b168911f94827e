"""The archive in chunks: what one process reads at a time, wherever it runs, and what is merged in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawlers.archive import Archive, ArchiveError, Location
from flows.answers import AnswerReader, Rows, SiteNames
from flows.rules import rules_digest
from warehouse.parts import ArticleInParts
from warehouse.rereading import Unit
from warehouse.rows import Batch


class OtherRules(Exception):
    """A process that is to read pages has other rules than this one; the message is one sentence."""


@dataclass(frozen=True)
class Stretch:
    """The records of an archive file between two bytes."""

    file: str
    start: int
    end: int


@dataclass(frozen=True)
class Chunk:
    """Records that are not loaded yet, articles in several pages that are all there, links that are read anew."""

    stretches: tuple[Stretch, ...] = ()
    articles: tuple[ArticleInParts, ...] = ()
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class ChunkRead:
    """What a chunk was read as, and a sentence for each link that could not be: it stays as it is."""

    batch: Batch
    faults: tuple[str, ...]


class ChunkReader:
    """Reads chunks of the archive in this folder. Raises OtherRules unless it would read with these `rules`."""

    def __init__(self, folder: Path, names: SiteNames, rules: str) -> None:
        if rules != rules_digest():
            raise OtherRules(
                f"A process that reads pages has the rules {rules_digest()}, the one that asks has {rules}; install "
                "the same county-news on every machine."
            )
        self._archive = Archive(folder)
        self._reader = AnswerReader(names)

    def __call__(self, chunk: Chunk) -> ChunkRead:
        """What the chunk is read as. Raises ArchiveError where a file cannot be read."""
        rows = Rows()
        faults: list[str] = []
        for stretch in chunk.stretches:
            self._reader.read(rows, self._archive.records_after(stretch.file, stretch.start, stretch.end))
        for article in chunk.articles:
            try:
                self._reader.read_in_parts(rows, self._archive, article)
            except ArchiveError as error:
                faults.append(str(error))
        reread: list[str] = []
        for unit in chunk.units:
            read = self._reread(unit, faults)
            if read is not None:
                rows.extend(read)
                reread += unit.link_ids
        return ChunkRead(rows.batch(reread), tuple(faults))

    def _reread(self, unit: Unit, faults: list[str]) -> Rows | None:
        """All answers of a unit; none where one cannot be read, as the others alone would be another history."""
        rows = Rows()
        try:
            records = [(Location(*place, 0), *self._archive.read_at(*place)) for place in unit.places]
            self._reader.read(rows, records)
            for article in unit.articles:
                self._reader.read_in_parts(rows, self._archive, article)
        except ArchiveError as error:
            faults.append(f"{error} What was read there before is kept.")
            return None
        rows.watermarks.clear()
        return rows


def stretches(archive: Archive, loaded: Iterator[tuple[str, int, int]], records: int) -> Iterator[Chunk]:
    """Cut files into chunks of so many records. `loaded` has each file, and the bytes to begin and to end at."""
    found: list[Stretch] = []
    count = 0
    for file, start, end in loaded:
        last = start
        for last in archive.ends_of_records(file, start, end):
            count += 1
            if count == records:
                yield Chunk(stretches=(*found, Stretch(file, start, last)))
                found, count, start = [], 0, last
        if last > start:
            found.append(Stretch(file, start, last))
    if found:
        yield Chunk(stretches=tuple(found))
