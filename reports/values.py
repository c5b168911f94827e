"""What the words in the columns of the comparisons are called on pages and sheets, from values.toml."""

import tomllib
from functools import cache
from pathlib import Path

from reports.meanings import Both

_FILE = Path(__file__).with_name("values.toml")


@cache
def values() -> dict[str, dict[str, Both]]:
    """For each column its words, each with Chinese and English; a word that is not here is shown as it is."""
    with _FILE.open("rb") as file:
        told = tomllib.load(file)
    return {column: {word: Both(*both) for word, both in words.items()} for column, words in told.items()}
