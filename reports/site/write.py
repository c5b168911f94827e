"""The static site beside the snapshot: opened from disk, without a server and without a network."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from jinja2 import Environment, PackageLoader, select_autoescape

from reports.errors import ReportError
from reports.headings import headings
from reports.meanings import Both, read_meanings
from reports.site.assets import assets, missing_assets
from reports.site.block import data_block
from reports.site.county import County, county_digests, pages_of, read_each
from reports.site.datasets import read_counties
from reports.site.methods import Method, methods_of
from reports.site.record import RECORD, Record, made_with, put, read_record
from reports.workbook.write import write_workbook

# Scripts and styles come from the files beside the pages alone; nothing is loaded from elsewhere, sent or framed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
FIRST_PAGE = "index.html"
WORKBOOK = "county_news.xlsx"


def write_site(snapshot: Path, folder: Path, published_at: datetime | None = None) -> Path:
    """Write the pages and the workbook of every county of a snapshot into a folder; returns the first page.

    Each page holds its own data and comes into place by a rename: a reader sees the old page or the new one, whole.
    What an earlier writing left that is no more (a town, a county, an old script) is taken away at the end. A county
    whose rows are as they were is not written again, unless what makes pages has changed. `published_at` is the China
    time of the publication, for the workbooks. Raises ReportError.
    """
    if not snapshot.exists():
        raise ReportError(f"{snapshot} does not exist yet; run a county or the demo first, which publishes it.")
    try:
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            _write(connection, folder, published_at)
    except duckdb.Error as error:
        raise ReportError(f"{snapshot} cannot be read as a snapshot ({error}); publish it anew.") from error
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder}: {error.strerror}.") from error
    return folder / FIRST_PAGE


def _write(connection: DuckDBPyConnection, folder: Path, published_at: datetime | None) -> None:
    before = read_record(folder)
    counties, meanings = read_counties(connection), read_meanings(connection)
    now = Record(made_with=made_with(meanings), counties=county_digests(connection, counties))
    as_before = before.counties_as_in(now, folder)
    # A writing that is cut off is begun anew: what it left half done is by no record as it should be.
    put(folder / RECORD, before.of(as_before).to_json())
    files = before.files_of(as_before)
    changed = [county for county in counties if county["county_code"] not in as_before]
    for name, text in _files(connection, folder, counties, changed, methods_of(meanings)):
        if text is not None:
            put(folder / name, text)
        files.add(name)
    for county in changed:
        name = f"{county['county_code']}/{WORKBOOK}"
        write_workbook(connection, county["county_code"], folder / name, published_at)
        files.add(name)
    for name in set(before.files) - files:
        (folder / name).unlink(missing_ok=True)
    put(folder / RECORD, now.with_files(files).to_json())


def _files(
    connection: DuckDBPyConnection,
    folder: Path,
    counties: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    methods: dict[str, Method],
) -> Iterator[tuple[str, str | None]]:
    """Name and content of every file, shared ones first, since pages need them; no content where it is there."""
    missing = dict(missing_assets(folder))
    names = assets()
    for name in (names.css, names.vega, names.charts, names.js):
        yield name, missing.get(name)
    environment = _environment()
    for county in read_each(connection, changed, methods):
        yield from _county_files(environment, county)
    empty = data_block(_EMPTY)
    yield (
        "methods.html",
        environment.get_template("methods.html.jinja").render(
            assets=names, methods=methods.values(), headings=headings(), data=empty
        ),
    )
    yield (
        FIRST_PAGE,
        environment.get_template("counties.html.jinja").render(assets=names, counties=counties, data=empty),
    )


def _county_files(environment: Environment, county: County) -> Iterator[tuple[str, str]]:
    template = environment.get_template("page.html.jinja")
    seen_from_county = assets().seen_from("../")
    for page in pages_of(county):
        text = template.render(
            assets=seen_from_county,
            county=county,
            page=page,
            links=_LINKS,
            data=data_block(page.data(county)),
        )
        yield f"{county.code}/{page.file}", text


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
    {"href": WORKBOOK, "title": Both("Excel 工作簿", "Workbook")},
)
# Pages without numbers of their own have the script for the language only.
_EMPTY: dict[str, Any] = {
    "county": "", "place": None, "places": {}, "sites": {}, "periods": [], "topics": [], "defaults": {},
    "headings": {}, "values": {}, "sections": [], "datasets": {},
}  # fmt: skip
