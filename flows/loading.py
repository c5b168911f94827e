"""From the archive into the warehouse: what is not loaded yet is read, extracted and merged, batch by batch.

The warehouse is a projection of the archive. How far a file is loaded is committed together with its rows, so a
process that is killed anywhere loses nothing and loads nothing twice: the next load goes on from there.
"""

from collections.abc import Callable, Iterable
from itertools import islice

from crawlers.archive import Archive
from crawlers.county import CountyFile
from flows.answers import AnswerReader, Rows, site_names
from warehouse.rows import MergeCounts
from warehouse.store import Store

BATCH_RECORDS = 50


class Loader:
    """Loads archived answers while they arrive; `counties` tell the names of the sites."""

    def __init__(self, warehouse: Store, archive: Archive, counties: Iterable[CountyFile]) -> None:
        self._warehouse = warehouse
        self._archive = archive
        self._loaded: dict[str, int] = {}  # size of each file when it was last loaded to its end
        self._reader = AnswerReader(site_names(counties))

    def load(self, report: Callable[[MergeCounts], None] = lambda _: None) -> MergeCounts:
        """Load all that the archive has beyond the watermarks; `report` gets the counts of each batch."""
        total = MergeCounts()
        if not self._loaded:  # a process may have been killed between a batch and the articles that it made whole
            total += self._load_articles_in_parts()
        for file in self._archive.files():
            if self._warehouse.sites is not None and file.partition("/")[0] not in self._warehouse.sites:
                continue
            end = self._archive.sync(file)
            if end == self._loaded.get(file):
                continue
            records = self._archive.records_after(file, self._warehouse.watermark(file), end)
            while records_of_batch := list(islice(records, BATCH_RECORDS)):
                rows = Rows()
                self._reader.read(rows, records_of_batch)
                counts = self._warehouse.merge(rows.batch())
                if any(link.part_of for link in rows.links):
                    counts += self._load_articles_in_parts()
                report(counts)
                total += counts
            self._loaded[file] = end
        return total

    def _load_articles_in_parts(self) -> MergeCounts:
        """Read the articles in several pages of which every page has been answered or given up."""
        rows = Rows()
        for article in self._warehouse.articles_in_parts():
            self._reader.read_in_parts(rows, self._archive, article)
        return self._warehouse.merge(rows.batch()) if rows.links else MergeCounts()
