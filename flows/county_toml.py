"""The text of a new county file. TOML is written by these lines; the standard library only reads it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer import County

_LONGEST_NAME = 100
# Control characters, and halves of characters, which no UTF-8 can hold.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class NewColumn:
    """A column to write; one with `doubts` is not verified, and a comment says why."""

    name: str
    url: str
    doubts: Sequence[str] = ()


@dataclass(frozen=True)
class NewSite:
    """A site to write, with its columns; one with `doubts` is not verified as a whole."""

    key: str
    name: str
    url: str
    level: str
    kind: str
    columns: Sequence[NewColumn]
    doubts: Sequence[str] = ()


def county_text(county: County, site: NewSite) -> str:
    """The county file of a county with one site."""
    places = ", ".join(filter(None, (county.name, county.city, county.province)))
    lines = [f"# {one_line(places)}. Its towns are in the gazetteer.", *_pairs(code=county.code, name=county.name), ""]
    keys = {"key": site.key, "name": site.name, "url": site.url, "level": site.level, "kind": site.kind}
    lines += ["[[site]]", *_pairs(**keys)]
    if site.doubts:
        lines += [f"# Not sure: {one_line('; '.join(site.doubts))}.", "verified = false"]
    for column in site.columns:
        lines += ["", "  [[site.column]]", *(f"  {line}" for line in _pairs(name=column.name, url=column.url))]
        if column.doubts:
            lines += [f"  # Not sure: {one_line('; '.join(column.doubts))}.", "  verified = false"]
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """A text that can stand in a comment: one line, nothing that TOML forbids there."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def fitting_name(text: str, otherwise: str) -> str:
    """A text as a name in a county file, `otherwise` where nothing of it is left."""
    return one_line(text)[:_LONGEST_NAME].strip() or otherwise


def _pairs(**values: str) -> list[str]:
    return [f"{key} = {_quoted(value)}" for key, value in values.items()]


def _quoted(value: str) -> str:
    r"""A basic string: TOML escapes as JSON does (\" \\ \n \u0001), and forbids DEL besides."""
    return json.dumps(re.sub(r"[\ud800-\udfff]", "\ufffd", value), ensure_ascii=False).replace("\x7f", "\\u007f")
