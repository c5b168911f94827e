"""Which county or town of the snapshot somebody means."""

import contextlib
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from crawlers.county import CountyFileError, find_county
from flows.asking.ask import ask
from flows.machine_forms import InputError
from flows.screen import cut
from flows.terminal import harmless_line

_NAMED = """
select distinct place.place_code, name.shown_name, place.place_kind, place.county_code, place.county_name
from core.place_name as name
join core.place as place using (place_code)
where name.typed_name = $name or name.place_code = $name
order by name.shown_name, place.place_code
"""
_OFFICIAL_NAMES = """
select place_name from core.place where $kind is null or place_kind = $kind
union
select county_name || place_name from core.place where place_kind = 'town' and ($kind is null or $kind = 'town')
"""


class UnknownPlace(InputError):
    """The snapshot has no place of that name."""


@dataclass(frozen=True)
class Place:
    """A town or county; the name of a town has its county before it."""

    code: str
    name: str
    kind: str
    county_code: str
    county_name: str


def places_asked(connection: DuckDBPyConnection, name: str) -> list[Place]:
    """All towns and counties of that name or code; former and other names mean the place too.

    Raises UnknownPlace with the nearest names where there is none.
    """
    found = _named(connection, name)
    if not found:
        raise UnknownPlace(_unknown(connection, name, "town or county", None))
    return found


def county_asked(connection: DuckDBPyConnection, name: str, county_files: Path) -> Place:
    """The county of that name, code or name of its file.

    Raises UnknownPlace with the nearest names where the snapshot has none, InputError where it has several.
    """
    found = [place for place in _named(connection, name) if place.kind == "county"]
    if not found:
        with contextlib.suppress(CountyFileError):
            code = find_county(name, county_files).code
            found = _named(connection, code)
            if not found:
                raise UnknownPlace(f"{cut(name, 40)} was never read; `county-news run` reads it.")
    if not found:
        raise UnknownPlace(_unknown(connection, name, "county", "county"))
    if len(found) > 1:
        codes = ", ".join(place.code for place in found)
        raise InputError(f"Several counties are called {cut(name, 40)}; name one of them by its code: {codes}.")
    return found[0]


def nearest(wanted: str, names: Iterable[str]) -> str:
    """Up to three of the names that are most like the wanted one, for a sentence; empty where none is like it."""
    alike = difflib.get_close_matches(wanted[:40], list(names), n=3, cutoff=0.5)
    return ", ".join(harmless_line(name) for name in alike)


def _named(connection: DuckDBPyConnection, name: str) -> list[Place]:
    return [Place(*row.values()) for row in ask(connection, _NAMED, name=name.strip()).rows]


def _unknown(connection: DuckDBPyConnection, name: str, what: str, kind: str | None) -> str:
    names = sorted(row["place_name"] for row in ask(connection, _OFFICIAL_NAMES, kind=kind).rows)
    near = nearest(name.strip(), names)
    if not near and kind == "county":
        near = ", ".join(harmless_line(known) for known in names[:5])
    advice = f"the nearest: {near}" if near else "`county-news towns COUNTY` lists the towns of a county"
    return f"The snapshot has no {what} called {cut(name, 40)}; {advice}."
