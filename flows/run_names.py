"""What a run is called where people look for it: in Prefect, on its page, as the name of a file."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from crawlers.county import CountyFile, CountyFileError, find_county, short_name
from crawlers.link import Window


def run_name(county: str, window: Window, folder: Path) -> str:
    """`白河县, what is new`, `白河县 since 2026-11-01` or `白河县 2023-01-01 to 2023-12-31`.

    A county that there is not keeps the name as it was typed.
    """
    with suppress(CountyFileError):
        county = find_county(county, folder).name
    return title_of(county, window)


def title_of(county: str, window: Window) -> str:
    """The same for a county whose name is known."""
    if window.until is not None:
        return f"{county} {window.since or 'from the beginning'} to {window.until}"
    return f"{county} since {window.since}" if window.since else f"{county}, what is new"


def file_name(counties: Sequence[CountyFile], folder: Path) -> str:
    """Small letters, digits and dashes for what a run leaves behind: the county's, or `all` for several."""
    return short_name(counties[0], folder) if len(counties) == 1 else "all"
