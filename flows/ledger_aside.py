"""The ledger as the next run would find it, for who only looks: nothing of archive and warehouse changes."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crawlers.archive import Archive
from crawlers.county import CountyFile
from flows.loading import Loader
from flows.settings import Settings
from warehouse.errors import WarehouseError
from warehouse.lock import WriterLock
from warehouse.store import Warehouse


@contextmanager
def ledger_aside(settings: Settings, counties: Sequence[CountyFile]) -> Iterator[Warehouse]:
    """A copy of the warehouse, gone afterwards, into which what a killed run left in the archive is loaded.

    `counties` tell the names of the sites. Raises WarehouseBusy while another process writes the warehouse, and
    WarehouseError where there is no room for the copy.
    """
    with tempfile.TemporaryDirectory(prefix="county-news-") as folder:
        aside = Path(folder) / settings.warehouse.name
        if settings.warehouse.exists():
            try:
                _copy(settings.warehouse, aside)
            except OSError as error:
                raise WarehouseError(f"{settings.warehouse} cannot be copied to look at: {error.strerror}.") from error
        with Warehouse.open(aside) as warehouse:
            Loader(warehouse, Archive(settings.archive), counties).load()
            yield warehouse


def _copy(warehouse: Path, aside: Path) -> None:
    """Copy the file with its log and its key, while nobody writes."""
    lock = WriterLock(warehouse)
    lock.acquire()
    try:
        for ending in ("", ".wal", ".key"):
            path = warehouse.with_name(warehouse.name + ending)
            if path.exists():
                shutil.copyfile(path, aside.with_name(path.name))
    finally:
        lock.release()
