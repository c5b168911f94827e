"""The pages of one county, with the rows that each shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection

from reports.site.datasets import Dataset, read_dataset
from reports.site.meanings import Meaning
from reports.site.periods import Period, first_shown, read_periods
from reports.site.section import Both, Section, as_json, headings_of, sections_of
from reports.site.values import values

_LATEST_STORIES = 20
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
    meanings: dict[str, Meaning]

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
            "values": values(),
            "sections": [as_json(section, county.meanings[section.mart].columns) for section in self.sections],
            "datasets": self.datasets,
        }


def read_county(connection: DuckDBPyConnection, county: dict[str, Any], meanings: dict[str, Meaning]) -> County:
    """All that the pages of a county show; the county is a record of queries/counties.sql."""
    code = county["county_code"]
    sections = [section for page in ("overview", "town", "health") for section in sections_of(page)]
    datasets = {name: read_dataset(connection, name, code) for name in _names_of(sections) | {"stories"}}
    towns = connection.execute(
        "select town_code, town_name from core.town where county_code = $1 order by town_code", [code]
    ).fetchall()
    sites = connection.execute(
        "select site_key, site_name from core.site where county_code = $1 order by site_key", [code]
    ).fetchall()
    return County(
        code=code,
        name=county["county_name"],
        days=(county["first_published_date"], county["newest_published_date"]),
        towns=[Place(*town) for town in towns],
        sites=dict(sites),
        periods=read_periods(connection, code),
        datasets=datasets,
        meanings=meanings,
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
        latest = Dataset(stories.columns, stories.rows[:_LATEST_STORIES])
        yield Page(
            f"town-{town.code}.html",
            "town",
            Both(town.name, town.name),
            of_days,
            town_sections,
            datasets | {"stories": latest},
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
