"""What a person is told when a command cannot do it: one sentence and an exit status, never a traceback."""

FAULT = 1  # outside the program: disk full, another writer, archive unreadable
USAGE = 2  # unknown county, a mistake in a county file, a setting or an option
PARTLY = 3  # done, but a site could not be read to its end, or is not well
INTERRUPTED = 130  # by Ctrl-C

# What DuckDB says of a file whose bytes are not what it wrote.
_DAMAGE = ("orrupt", "checksum", "Failed to deserialize", "has been invalidated", "Could not read enough bytes")
_AFTER_DAMAGE = (
    "if it is the warehouse, move it away and run `county-news reextract`, if the snapshot, run `county-news publish`"
)


def explained(error: BaseException) -> tuple[int, str] | None:
    """Exit status and sentence for an error that has its cause outside of the code; None for a bug.

    Imported only when something went wrong, so that no command pays for it.
    """
    import duckdb

    from crawlers.archive import ArchiveError
    from crawlers.county import CountyFileError
    from crawlers.survey import SiteClosed
    from demo_county.server import DemoPortTaken
    from extractors.outcome import NotAnArticle
    from flows.chunks import OtherRules
    from flows.machine_forms import InputError
    from flows.opening import NoAnswer
    from flows.pipeline import NothingToRead
    from flows.settings import SettingsError
    from gazetteer import UnknownCounty
    from reports.errors import ReportError
    from reports.export import NoSuchTable
    from reports.snapshot_county import NotInSnapshot
    from warehouse.errors import WarehouseError
    from warehouse.transaction import first_line

    if isinstance(error, OtherRules):
        return FAULT, str(error)
    asked_wrongly = CountyFileError | NothingToRead | SettingsError | InputError | UnknownCounty
    if isinstance(error, asked_wrongly | NoSuchTable | NotInSnapshot):
        return USAGE, str(error)
    if isinstance(
        error, ArchiveError | WarehouseError | DemoPortTaken | ReportError | NoAnswer | SiteClosed | NotAnArticle
    ):
        return FAULT, str(error)
    if isinstance(error, duckdb.Error) and any(word in str(error) for word in _DAMAGE):
        return FAULT, f"A file of DuckDB is damaged ({first_line(error)}): {_AFTER_DAMAGE}."
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return FAULT, f"{where}{error.strerror or error}."
    return None
