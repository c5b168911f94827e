"""Reading the CSV files in which analysts keep dictionaries."""

import csv
from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from typing import TypeVar

Entries = TypeVar("Entries")


def read_dictionary(
    path: Traversable, entries: Callable[[Iterable[list[str]]], Entries], fault: type[Exception]
) -> Entries:
    """What `entries` makes of the lines of a file, the line with the names of the columns first.

    Raises `fault`, with the path in front, where the file is no CSV in UTF-8 or `entries` raises it at a line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise fault(f"{path} cannot be read as UTF-8 text: {error}.") from error
    try:
        return entries(csv.reader(text.splitlines(), strict=True))
    except (csv.Error, fault) as error:
        raise fault(f"{path}: {error}") from error
