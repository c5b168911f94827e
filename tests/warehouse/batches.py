"""Batches of a small county for the tests of the warehouse."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.url import article_id
from gazetteer import County, Town
from warehouse.readings import ReadCounts, read_texts
from warehouse.rows import (
    ArticleRow,
    Batch,
    CountyRow,
    LinkRow,
    LinkState,
    PersonRow,
    SiteRow,
    TownRow,
    WatermarkRow,
)
from warehouse.store import Warehouse

COUNTY, SITE = "990002", "gov"
TOWNS = {"甲水镇": "990002100", "乙山乡": "990002200", "丙桥街道": "990002001"}
PLACE = County(COUNTY, "试县", "试市", "试省", tuple(Town(code, name) for name, code in TOWNS.items()))
DICTIONARIES = Path(__file__).parents[2] / "sql" / "data"
MOMENT = datetime(2026, 5, 20, 12, 0)


def county() -> Batch:
    return Batch(
        counties=(CountyRow(COUNTY, "试县"),),
        towns=tuple(TownRow(code, COUNTY, name) for name, code in TOWNS.items()),
        sites=(
            SiteRow(SITE, COUNTY, "试县人民政府", "http://gov.example/", "county", "government"),
            SiteRow("city", COUNTY, "试市人民政府", "http://city.example/", "city", "government"),
        ),
    )


def link(url: str, state: LinkState = "seen", **more: Any) -> LinkRow:
    return LinkRow(article_id(url), url, SITE, COUNTY, state, MOMENT, MOMENT, **more)


def story(
    number: int, title: str, day: date | None, *, site: str = SITE, body: str = "正文", fetched: datetime = MOMENT,
    authors: tuple[str, ...] = (), **more: Any,
) -> Batch:  # fmt: skip
    """A loaded article with its link and people; its town is in its text."""
    url = f"http://{site}.example/{number}.html"
    key = article_id(url)
    published = datetime.combine(day, datetime.min.time()) if day else None
    precision = "day" if day else None
    row = ArticleRow(
        key, url, site, COUNTY, fetched, title, body, published_at=published, published_precision=precision, **more
    )
    people = tuple(PersonRow(key, fetched, "author", place, name) for place, name in enumerate(authors, start=1))
    found = LinkRow(key, url, site, COUNTY, "loaded", fetched, fetched, listed_date=day, fetched_at=fetched)
    return Batch(links=(found,), articles=(row,), people=people)


def watermark(byte: int) -> Batch:
    return Batch(watermarks=(WatermarkRow("gov/2026-05.warc.gz", byte),))


def read(warehouse: Warehouse) -> ReadCounts:
    """Read the texts, as every publication does first."""
    return read_texts(warehouse.connection, [PLACE], DICTIONARIES)
