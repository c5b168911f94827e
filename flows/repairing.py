"""`county-news verify --repair`: what does not agree with the archive is made anew from it."""

from collections.abc import Iterator, Sequence

from crawlers.archive import Archive
from crawlers.county import CountyFile
from flows.answers import AnswerReader, Record, Rows, site_names
from flows.loading import Loader
from flows.projection import county_batch
from flows.settings import Settings
from flows.verifying import Verified
from warehouse.adopting import adopt
from warehouse.mending import ToReadAnew, links_to_read_anew, mend
from warehouse.rows import Batch
from warehouse.store import Warehouse
from warehouse.transaction import transaction


def repair(
    warehouse: Warehouse, archive: Archive, counties: Sequence[CountyFile], settings: Settings, verified: Verified
) -> None:
    """Mend what `verify` has just found through this connection, all or nothing; then load what is not loaded yet.

    Raises WarehouseError, with everything as it was, when the disk is full.
    """
    if any(finding.kind.check == "published snapshot" and finding.kind.cure == "mend" for finding in verified.findings):
        adopt(warehouse, settings.snapshot)
    reader = AnswerReader(site_names(counties))
    with transaction(warehouse.connection, f"{warehouse.path} could not be repaired"):
        for county in counties:
            warehouse.merge(county_batch(county))
        mend(warehouse.connection, verified.findings)
        for links in links_to_read_anew(warehouse.connection):
            _read_anew(warehouse, archive, reader, links)
    Loader(warehouse, archive, counties).load()


def _read_anew(warehouse: Warehouse, archive: Archive, reader: AnswerReader, links: ToReadAnew) -> None:
    """Bring in what the archive knows of these links, and of no others."""
    warehouse.merge(Batch(links=links.news))
    rows, own = Rows(), set(links.link_ids)
    reader.read(rows, _records(archive, links))
    rows.links = [link for link in rows.links if link.link_id in own]
    rows.watermarks.clear()  # how far files are loaded is another matter
    warehouse.merge(rows.batch(links.link_ids if links.are_dropped else ()))


def _records(archive: Archive, links: ToReadAnew) -> Iterator[Record]:
    for file, offset in links.answers:
        location, context, page = archive.located(file, offset)
        yield location, context, page
