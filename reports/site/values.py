"""What the coded words in the columns of the comparisons are called on pages, in both languages, from values.toml."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("values.toml")


@cache
def values() -> dict[str, dict[str, list[str]]]:
    """For each column its words, each with Chinese and English."""
    with _FILE.open("rb") as file:
        return tomllib.load(file)
