"""The static site beside the snapshot: opened from disk, without a server and without a network."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from jinja2 import Environment, PackageLoader, select_autoescape
from pydantic import TypeAdapter, ValidationError

from reports.errors import ReportError
from reports.headings import headings
from reports.site.assets import assets, missing_assets
from reports.site.block import data_block
from reports.site.county import County, pages_of, read_county
from reports.site.datasets import read_dataset
from reports.site.meanings import read_meanings
from reports.site.section import Both

# Scripts and styles come from the files beside the pages alone; nothing is loaded from elsewhere, sent or framed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
FIRST_PAGE = "index.html"
_LIST_OF_FILES = ".files.json"  # what was written, so that the next writing takes away what is no more


def write_site(snapshot: Path, folder: Path) -> Path:
    """Write the pages of every county of a snapshot into a folder; returns the first page. Raises ReportError.

    Each page holds its own data and comes into place by a rename: a reader sees the old page or the new one, whole.
    What an earlier writing left that is no more (a town, a county, an old script) is taken away at the end.
    """
    if not snapshot.exists():
        raise ReportError(f"{snapshot} does not exist yet; run a county or the demo first, which publishes it.")
    try:
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            written = {name for name, text in _files(connection, folder) if _put(folder / name, text)}
        _take_away_others(folder, written)
    except duckdb.Error as error:
        raise ReportError(f"{snapshot} cannot be read as a snapshot ({error}); publish it anew.") from error
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder}: {error.strerror}.") from error
    return folder / FIRST_PAGE


def _files(connection: DuckDBPyConnection, folder: Path) -> Iterator[tuple[str, str | None]]:
    """Name and content of every file, shared ones first, since pages need them; no content where it is there."""
    missing = dict(missing_assets(folder))
    names = assets()
    for name in (names.css, names.vega, names.charts, names.js):
        yield name, missing.get(name)
    environment = _environment()
    counties = read_dataset(connection, "counties").records()
    meanings = read_meanings(connection)
    for county in counties:
        yield from _county_files(environment, read_county(connection, county, meanings))
    empty = data_block(_EMPTY)
    yield (
        "methods.html",
        environment.get_template("methods.html.jinja").render(
            assets=names, meanings=meanings.values(), headings=headings(), data=empty
        ),
    )
    yield (
        FIRST_PAGE,
        environment.get_template("counties.html.jinja").render(assets=names, counties=counties, data=empty),
    )


def _county_files(environment: Environment, county: County) -> Iterator[tuple[str, str]]:
    template = environment.get_template("page.html.jinja")
    for page in pages_of(county):
        text = template.render(
            assets=assets().seen_from("../"),
            county=county,
            page=page,
            links=_LINKS,
            data=data_block(page.data(county)),
        )
        yield f"{county.code}/{page.file}", text


def _put(path: Path, text: str | None) -> bool:
    """Put a file in place, unless it has this text already."""
    content = None if text is None else text.encode("utf-8")
    if content is not None and not (path.exists() and path.read_bytes() == content):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.making")
        try:
            draft.write_bytes(content)
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    return True


def _take_away_others(folder: Path, written: set[str]) -> None:
    listed = folder / _LIST_OF_FILES
    for name in _names_in(listed) - written:
        file = (folder / name).resolve()
        # The list is a file like any other: whatever it says, nothing outside of the folder is touched.
        if file.is_file() and file.is_relative_to(folder.resolve()):
            file.unlink()
    _put(listed, json.dumps(sorted(written), indent=0))


def _names_in(listed: Path) -> set[str]:
    """What an earlier writing left; nothing where the list is missing or spoilt."""
    try:
        return TypeAdapter(set[str]).validate_json(listed.read_bytes())
    except (FileNotFoundError, ValidationError):
        return set()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports.site", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["content_security_policy"] = CONTENT_SECURITY_POLICY
    return environment


_LINKS = (
    {"href": "index.html", "title": Both("总览", "Overview")},
    {"href": "articles.html", "title": Both("新闻", "Stories")},
    {"href": "health.html", "title": Both("采集与网站", "Coverage and health")},
    {"href": "../methods.html", "title": Both("怎么算的", "Methods")},
)
# Pages without numbers of their own have the script for the language only.
_EMPTY: dict[str, Any] = {
    "county": "", "place": None, "places": {}, "sites": {}, "periods": [], "topics": [], "defaults": {},
    "headings": {}, "values": {}, "sections": [], "datasets": {},
}  # fmt: skip
