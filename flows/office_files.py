"""Files for people from the published snapshot: the workbook of a county, and whole tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from crawlers.county import find_county
from flows.reading import open_snapshot
from flows.settings import Settings
from reports.export import export_table, full_name, refuse_county
from reports.workbook.write import write_workbook
from warehouse.errors import WarehouseError
from warehouse.publish import published_at
from warehouse.transaction import first_line


def workbook_of(settings: Settings, county: str, out: Path) -> Path:
    """Write the workbook of a county, named as its file, its code or its Chinese name is.

    Raises CountyFileError for a county that has no file, NotInSnapshot for one that was never read, NothingPublished,
    NotWritten, and WarehouseError for a snapshot of other tables.
    """
    code = find_county(county, settings.counties).code
    with _snapshot(settings) as connection:
        return write_workbook(connection, code, out, published_at(settings.published))


def export(settings: Settings, names: Sequence[str], county: str | None, form: str, folder: Path) -> Iterator[Path]:
    """Write each of the tables to a file of its own in `folder`, and give its path as soon as it is there.

    All names are looked at before anything is written. Raises what `workbook_of` does, and NoSuchTable.
    """
    code = find_county(county, settings.counties).code if county else None
    with _snapshot(settings) as connection:
        tables = list(dict.fromkeys(full_name(connection, name) for name in names))
        for table in tables:
            refuse_county(connection, table, code)
        for table in tables:
            yield export_table(connection, table, folder, form, code)


@contextmanager
def _snapshot(settings: Settings) -> Iterator[DuckDBPyConnection]:
    """The snapshot, read-only; one that another release has published may lack what is asked for."""
    with open_snapshot(settings.snapshot) as connection:
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise WarehouseError(
                f"{settings.snapshot} was published by another release of county-news ({first_line(error)});"
                " `county-news publish` makes it anew."
            ) from error
