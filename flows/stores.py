"""Where runs load into, as the settings say: the warehouse's own file, or a lake that many load into at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawlers.county import CountyFile
from flows.settings import Settings, SettingsError
from warehouse.lake_catalog import LakePlace
from warehouse.store import Store, Warehouse

if TYPE_CHECKING:
    from warehouse.lake import Lake


def open_store(settings: Settings, counties: Sequence[CountyFile]) -> Store:
    """What a run of these counties loads into. Raises WarehouseError, WarehouseBusy while another run is at it."""
    if settings.lake_catalog is None:
        return Warehouse.open(settings.warehouse)
    return open_lake(settings, counties)


def open_lake(settings: Settings, counties: Sequence[CountyFile]) -> "Lake":
    """The lake for a run of these counties, none to look after it. Raises WarehouseError, SettingsError for no lake."""
    from warehouse.lake import Lake

    sites = {county.code: [site.key for site in county.site] for county in counties}
    return Lake(_place(settings), settings.warehouse, sites)


@contextmanager
def open_copy(settings: Settings) -> Iterator[Warehouse]:
    """The warehouse's own file, where texts are read and tables made; first it is given what the lake has."""
    with Warehouse.open(settings.warehouse) as warehouse:
        if settings.lake_catalog is not None:
            from warehouse.lake_copy import bring

            bring(warehouse.connection, _place(settings))
        yield warehouse


def _place(settings: Settings) -> LakePlace:
    """Where the lake lies. Raises SettingsError where none is set."""
    if settings.lake_catalog is None:
        raise SettingsError("There is no lake: COUNTY_NEWS_LAKE_CATALOG is not set.")
    return LakePlace(settings.lake_catalog.get_secret_value(), settings.lake_data or str(settings.data / "lake"))
