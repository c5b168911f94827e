"""The short headings that tables show for columns, in both languages, from headings.toml."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("headings.toml")


class NoHeading(LookupError):
    """A column without a heading, or a language that there is not; the message says what to add where."""


def heading(column: str, language: str) -> str:
    """The heading of a column of core or mart in Chinese (zh) or English (en). Raises NoHeading."""
    if column not in headings():
        raise NoHeading(f'Column {column} has no heading; add `{column} = ["…", "…"]` to reports/headings.toml.')
    chinese, english = headings()[column]
    if language not in ("zh", "en"):
        raise NoHeading(f"There are no headings in {language}, only in zh and en.")
    return chinese if language == "zh" else english


@cache
def headings() -> dict[str, tuple[str, str]]:
    """Chinese and English of every column that has a heading."""
    with _FILE.open("rb") as file:
        return {column: (chinese, english) for column, (chinese, english) in tomllib.load(file).items()}
