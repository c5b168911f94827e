"""The pages of one county, with the rows that each shows."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection

from reports.meanings import Both
from reports.site.datasets import CountyRows, Dataset, digests, query
from reports.site.methods import Method
from reports.site.periods import Period, first_shown, periods_of
from reports.site.section import Section, as_json, headings_of, sections_of
from reports.values import values

_LATEST_STORIES = 20
_COUNTIES_AT_ONCE = 25  # of which DuckDB holds the sorted rows; each table is read once for so many
_COMPARISONS = """
select schema_name || '.' || table_name from duckdb_columns()
where schema_name = 'mart' and column_name = 'county_code' order by all
"""
# What the script shows beside the columns of sections: figures, and the list of stories.
_FIGURES = {
    "stories", "publications", "reprints", "stories_above_county", "longest_gap_days", "coverage_share", "peer_rank",
    "topic_share", "location_quotient",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A town, or the county itself."""

    code: str
    name: str


@dataclass(frozen=True)
class County:
    """What is known of a county and its towns, and all rows that its pages show."""

    code: str
    name: str
    days: tuple[Any, Any]
    towns: list[Place]
    sites: dict[str, str]
    periods: list[Period]
    datasets: dict[str, Dataset]
    methods: dict[str, Method]

    @property
    def topics(self) -> list[str]:
        """The topics that its stories touch, by name."""
        return sorted(set(self.datasets["topics"].values("topic")))

    @property
    def first_period(self) -> str:
        """The period that pages open with."""
        stories = zip(self.datasets["output"].values("period"), self.datasets["output"].values("stories"), strict=True)
        return first_shown(self.periods, {period for period, number in stories if number})


@dataclass(frozen=True)
class Page:
    """A page: what stands on it, and what its script needs."""

    file: str
    key: str
    title: Both
    lead: Both
    sections: tuple[Section, ...] = ()
    datasets: dict[str, Dataset] = field(default_factory=dict)
    place: str | None = None
    is_filtered: bool = True

    def data(self, county: County) -> dict[str, Any]:
        """All that the page's script needs."""
        columns = {column for section in self.sections for column in section.columns}
        opening = county.first_period if self.key in ("overview", "town") else "all"
        return {
            "county": county.code,
            "place": self.place,
            "places": {county.code: county.name} | {town.code: town.name for town in county.towns},
            "sites": county.sites,
            "periods": [period.to_json() for period in county.periods],
            "topics": county.topics,
            "defaults": {"period": opening},
            "headings": headings_of(columns | _FIGURES),
            "values": {
                column: {word: tuple(both) for word, both in words.items()} for column, words in values().items()
            },
            "sections": [as_json(section, county.methods[section.mart].columns) for section in self.sections],
            "datasets": self.datasets,
        }


def dataset_names() -> list[str]:
    """The datasets of all pages, and those that say what the county itself is."""
    sections = [section for page in ("overview", "town", "health") for section in sections_of(page)]
    return sorted(_names_of(sections) | {"stories", "towns", "sites", "periods"})


def read_each(
    connection: DuckDBPyConnection, counties: Sequence[dict[str, Any]], methods: dict[str, Method]
) -> Iterator[County]:
    """All that the pages of these counties show, one county at a time; they are records of queries/counties.sql."""
    for start in range(0, len(counties), _COUNTIES_AT_ONCE):
        some = counties[start : start + _COUNTIES_AT_ONCE]
        codes = [county["county_code"] for county in some]
        rows = {name: CountyRows(connection, name, codes) for name in dataset_names()}
        for county in some:
            datasets = {name: found.of(county["county_code"]) for name, found in rows.items()}
            yield _county(county, datasets, methods)


def county_digests(connection: DuckDBPyConnection, counties: Sequence[dict[str, Any]]) -> dict[str, str]:
    """For each county a digest of all that its pages and its workbook show."""
    codes = [county["county_code"] for county in counties]
    comparisons = connection.execute(_COMPARISONS).fetchall()
    queries = (
        *map(query, dataset_names()),
        *(f"from {table} where county_code in $counties" for (table,) in comparisons),
    )
    found = [digests(connection, sql, codes) for sql in queries] if codes else []
    told = {
        county["county_code"]: [str(county), *(one.get(county["county_code"]) for one in found)] for county in counties
    }
    return {code: hashlib.sha256(repr(parts).encode()).hexdigest()[:16] for code, parts in told.items()}


def _county(county: dict[str, Any], datasets: dict[str, Dataset], methods: dict[str, Method]) -> County:
    return County(
        code=county["county_code"],
        name=county["county_name"],
        days=(county["first_published_date"], county["newest_published_date"]),
        towns=[Place(town["town_code"], town["town_name"]) for town in datasets["towns"].records()],
        sites={site["site_key"]: site["site_name"] for site in datasets["sites"].records()},
        periods=periods_of(datasets["periods"]),
        datasets=datasets,
        methods=methods,
    )


def pages_of(county: County) -> Iterator[Page]:
    """Every page of a county."""
    overview, town_sections, health = map(sections_of, ("overview", "town", "health"))
    since, until = county.days
    of_days = Both(f"{since} 至 {until}。", f"{since} to {until}.") if since else Both("尚无日期。", "No days yet.")
    yield Page(
        "index.html", "overview", Both("各镇发稿比较", "Towns compared"), of_days, overview, _needed(county, overview)
    )
    for town in county.towns:
        datasets = {
            name: dataset.of("place_code", town.code) for name, dataset in _needed(county, town_sections).items()
        }
        stories = county.datasets["stories"].of("place_code", town.code)
        yield Page(
            f"town-{town.code}.html",
            "town",
            Both(town.name, town.name),
            of_days,
            town_sections,
            datasets | {"stories": stories.first(_LATEST_STORIES)},
            place=town.code,
        )
    yield Page(
        "articles.html",
        "articles",
        Both("新闻与原网页", "Stories and their pages"),
        Both(
            "每条新闻附原网页与其他刊发网页。",
            "Each story with its original page and every other page that carries it.",
        ),
        datasets={"stories": county.datasets["stories"]},
    )
    yield Page(
        "health.html",
        "health",
        Both("采集与网站状况", "Coverage and health"),
        Both("数字可信到什么程度，由此可见。", "How far the numbers can be trusted."),
        health,
        _needed(county, health),
        is_filtered=False,
    )


def _needed(county: County, sections: Iterable[Section]) -> dict[str, Dataset]:
    return {name: county.datasets[name] for name in sorted(_names_of(sections))}


def _names_of(sections: Iterable[Section]) -> set[str]:
    return {variant.dataset for section in sections for variant in section.variants}
