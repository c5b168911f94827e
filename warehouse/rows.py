"""The rows that walk into the warehouse: plain frozen records, one for each table of the schema `raw`.

All `_at` times are naive China time (UTC+8): `china_time` makes them. Fields have the names and meanings of
the columns in `schema.sql`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from operator import attrgetter
from typing import Any, Literal, TypeVar

Row = TypeVar("Row")
LinkRole = Literal["list", "article", "part", "robots"]
LinkState = Literal["seen", "fetched", "lost", "loaded"]
PersonRole = Literal["author", "editor", "reviewer"]
Level = Literal["central", "province", "city", "county"]
SiteKind = Literal["government", "media"]

CHINA = timezone(timedelta(hours=8))


def china_time(moment: datetime) -> datetime:
    """An aware time as the warehouse keeps times: naive China time, to the second."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} does not say in which zone it is")
    return moment.astimezone(CHINA).replace(tzinfo=None, microsecond=0)


def first_of_each(rows: Iterable[Row], *key: str) -> list[Row]:
    """The first row of each key: of two answers in one second nothing says which is newer, so they are one."""
    first: dict[object, Row] = {}
    get = attrgetter(*key)
    for row in rows:
        first.setdefault(get(row), row)
    return list(first.values())


def body_chars(body: str) -> int:
    """The characters of a body without white space."""
    return len("".join(body.split()))


@dataclass(frozen=True)
class CountyRow:
    """A county. A batch that brings a county brings all of its towns: others are taken off the list."""

    county_code: str
    county_name: str
    city_name: str | None = None
    province_name: str | None = None


@dataclass(frozen=True)
class TownRow:
    """A town of a county, spoken or silent."""

    town_code: str
    county_code: str
    town_name: str


@dataclass(frozen=True)
class SiteRow:
    """A site that is read for a county."""

    site_key: str
    county_code: str
    site_name: str
    url: str
    level: Level
    kind: SiteKind


@dataclass(frozen=True)
class WatchRow:
    """What a county file expects of the county (no site), of a site (no column) or of a column.

    A batch that brings rows of a county brings all of them: those that are not in it are watched no more.
    """

    county_code: str
    site_key: str = ""
    column_name: str = ""
    list_url: str | None = None
    list_id: str | None = None
    articles_min: int | None = None
    silent_days_max: int | None = None
    week_min: int | None = None
    fill_min: Mapping[str, float] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkRow:
    """What is known of one link now; `link_id` is the hash of its canonical URL, as `article_id` is."""

    link_id: str
    url: str
    site_key: str
    county_code: str
    state: LinkState
    first_seen_at: datetime
    last_seen_at: datetime
    role: LinkRole = "article"
    column_name: str | None = None
    listed_title: str | None = None
    listed_date: date | None = None
    part_of: str | None = None
    reason: str | None = None
    detail: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True)
class FetchRow:
    """One request as it lies in the archive; file and offset together are its identity."""

    archive_file: str
    archive_offset: int
    url: str
    site_key: str
    county_code: str
    role: LinkRole
    fetched_at: datetime
    link_id: str | None = None
    status: int | None = None
    bytes: int = 0
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    closed_until: datetime | None = None
    extractor: str | None = None
    template: str | None = None
    links: int | None = None


@dataclass(frozen=True)
class CoverageRow:
    """From which day on the list of a column is known."""

    site_key: str
    column_url: str
    county_code: str
    column_name: str
    covered_since: date
    covered_at: datetime


@dataclass(frozen=True)
class ArticleRow:
    """An article as one answer shows it; the warehouse decides whether that is a new version."""

    article_id: str
    url: str
    site_key: str
    county_code: str
    fetched_at: datetime
    title: str | None
    body: str
    column_name: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    source: str | None = None
    source_raw: str | None = None
    kind: str = "text"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True)
class PersonRow:
    """A name credited by the article of that fetch; `position` counts from 1 within the role."""

    article_id: str
    fetched_at: datetime
    role: PersonRole
    position: int
    name: str


@dataclass(frozen=True)
class WatermarkRow:
    """Up to which byte an archive file is loaded."""

    file: str
    loaded_bytes: int


@dataclass(frozen=True)
class Batch:
    """What is merged in one transaction. People belong to the article with the same `article_id` and
    `fetched_at`; one without its article is an error. `reread` are the ids of links that are read anew: what was
    read of them is dropped first, so the batch has all their answers, in the order of the archive."""

    links: tuple[LinkRow, ...] = ()
    fetches: tuple[FetchRow, ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    watermarks: tuple[WatermarkRow, ...] = ()
    coverages: tuple[CoverageRow, ...] = ()
    counties: tuple[CountyRow, ...] = ()
    towns: tuple[TownRow, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    reread: tuple[str, ...] = ()
    watches: tuple[WatchRow, ...] = ()


@dataclass(frozen=True)
class MergeCounts:
    """What a merge changed. Merging the same batch again gives zeros and `unchanged`."""

    inserted: int = 0  # articles that were not there before
    changed: int = 0  # new versions of articles that were
    unchanged: int = 0  # answers that show what was known already
    links: int = 0  # links that were not there before
    lost: int = 0  # links that became lost
    fetches: int = 0  # requests that were not there before

    def __add__(self, other: "MergeCounts") -> "MergeCounts":
        """The counts of two merges together."""
        return MergeCounts(
            self.inserted + other.inserted,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.links + other.links,
            self.lost + other.lost,
            self.fetches + other.fetches,
        )
