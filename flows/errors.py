"""What a person is told when a command cannot do it: one sentence and an exit status, never a traceback."""

FAULT = 1  # outside the program: disk full, another writer, archive unreadable
USAGE = 2  # unknown county, a mistake in a county file, a setting or an option
PARTLY = 3  # done, but a site could not be read to its end
INTERRUPTED = 130  # by Ctrl-C


def explained(error: BaseException) -> tuple[int, str] | None:
    """Exit status and sentence for an error that has its cause outside of the code; None for a bug.

    Imported only when something went wrong, so that no command pays for it.
    """
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
    from reports.report import ReportError
    from warehouse.errors import WarehouseError

    if isinstance(error, OtherRules):
        return FAULT, str(error)
    if isinstance(error, CountyFileError | NothingToRead | SettingsError | InputError | UnknownCounty):
        return USAGE, str(error)
    if isinstance(
        error, ArchiveError | WarehouseError | DemoPortTaken | ReportError | NoAnswer | SiteClosed | NotAnArticle
    ):
        return FAULT, str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return FAULT, f"{where}{error.strerror or error}."
    return None
