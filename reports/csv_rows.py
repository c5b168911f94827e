"""Rows as CSV that a spreadsheet shows and never runs."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

# What makes a spreadsheet take a cell for a formula; some take the wide signs for the narrow ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_rows(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A line of headings and a line for each row, ended by CR and LF as Excel wants it."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(value) for value in row] for row in rows)


def safe_cell(value: object) -> object:
    """The value; text that a spreadsheet would take for a formula has an apostrophe before it, numbers never.

    Lists and objects become JSON, days and times are ISO as they print.
    """
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return "'" + value
    return value
