"""Batches of a small county for the tests of the warehouse."""

from datetime import date, datetime
from typing import Any

from extractors.url import article_id
from warehouse.rows import (
    ArticleRow,
    Batch,
    CountyRow,
    LinkRow,
    LinkState,
    PersonRow,
    PlaceRow,
    SiteRow,
    TownRow,
    WatermarkRow,
)

COUNTY, SITE = "990002", "gov"
TOWNS = {"甲水镇": "990002100", "乙山乡": "990002200", "丙桥街道": "990002001"}
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
    number: int, title: str, day: date | None, town: str | None, *, site: str = SITE, body: str = "正文", fetched: datetime = MOMENT,
    authors: tuple[str, ...] = (), **more: Any,
) -> Batch:  # fmt: skip
    """A loaded article with its link, people and town."""
    url = f"http://{site}.example/{number}.html"
    key = article_id(url)
    published = datetime.combine(day, datetime.min.time()) if day else None
    precision = "day" if day else None
    row = ArticleRow(
        key, url, site, COUNTY, fetched, title, body, published_at=published, published_precision=precision, **more
    )
    people = tuple(PersonRow(key, fetched, "author", place, name) for place, name in enumerate(authors, start=1))
    places = (PlaceRow(key, fetched, TOWNS[town], town, f"title:{town}", 0.9),) if town else ()
    found = LinkRow(key, url, site, COUNTY, "loaded", fetched, fetched, listed_date=day, fetched_at=fetched)
    return Batch(links=(found,), articles=(row,), people=people, places=places)


def watermark(byte: int) -> Batch:
    return Batch(watermarks=(WatermarkRow("gov/2026-05.warc.gz", byte),))
