"""A county small enough to count by hand: 试县 with 甲水镇, 乙山乡 and the silent 丙桥街道, on two sites."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb

import warehouse
from extractors.words import search_words
from warehouse import transform

SQL = Path(__file__).parents[2] / "sql"
SCHEMA = Path(warehouse.__file__).parent / "schema.sql"
COUNTY = "990002"
TOWNS = {"甲水镇": "990002100", "乙山乡": "990002200", "丙桥街道": "990002001"}
FETCHED = datetime(2030, 1, 1)

Claim = tuple[str, float, str]  # indicator, value, unit


class SmallWarehouse:
    """Rows of `raw` as crawling and reading leave them, in memory or a file; `made` makes the tables of core and mart."""

    def __init__(self, file: str | Path = ":memory:") -> None:
        self.connection = duckdb.connect(str(file))
        self.connection.execute(SCHEMA.read_text("utf-8")).fetchall()
        self.county(COUNTY, "试县", TOWNS)
        self.insert(
            "source", county_code=COUNTY, source="甲水镇", outlet_name="甲水镇", level="town", kind="government"
        )
        self.insert("source", county_code=COUNTY, source="省报", outlet_name="省报", level="province", kind="media")

    def county(self, code: str, name: str, towns: Mapping[str, str], province: str | None = "试省") -> None:
        """A county with a county site and a site of its city."""
        self.insert("county", county_code=code, county_name=name, city_name="试市", province_name=province)
        for town, town_code in towns.items():
            self.insert("town", town_code=town_code, county_code=code, town_name=town)
        for key, level in (("gov", "county"), ("city", "city")):
            site = {"site_key": f"{key}{code}", "site_name": f"{key}{code}", "url": f"http://{key}{code}.example/"}
            self.insert("site", county_code=code, level=level, kind="government", **site)

    def insert(self, table: str, **values: Any) -> None:
        names = ", ".join(values)
        blanks = ", ".join("?" * len(values))
        self.connection.execute(
            f"insert into raw.{table} ({names}) values ({blanks})",
            list(values.values()),
        ).fetchall()

    def tell(
        self,
        key: str,
        day: date | None,
        town: str | None,
        *,
        at: str | None = None,
        title: str | None = None,
        body: str = "正文",
        site: str = "gov",
        source: str | None = None,
        county: str = COUNTY,
        town_code: str | None = None,
        topics: Mapping[str, float] | None = None,
        slogans: Sequence[str] = (),
        claims: Sequence[Claim] = (),
        bound: str = "eq",
        authors: Sequence[str] = (),
        offices: Sequence[str] = (),
        signature: Sequence[int] = (),
    ) -> None:
        """An article of that day, at a known hour (`at="14:30"`) or not, and what was read in its text.

        Without a title of its own it has one like no other; the same title within a week makes a reprint.
        """
        published = datetime.combine(day, time.fromisoformat(at or "00:00")) if day else None
        precision = None if day is None else "minute" if at else "day"
        self.insert(
            "article", article_id=key, version=1, is_current=True, content_hash=key, url=f"http://{site}.example/{key}",
            site_key=site + county, county_code=county, title=title or f"{key}号值得一说的新鲜事情", body=body,
            body_chars=len(body), kind="text", published_at=published, published_precision=precision, source=source,
            first_fetched_at=FETCHED, fetched_at=FETCHED,
        )  # fmt: skip
        version = {"article_id": key, "version": 1}
        if town:
            code = town_code or TOWNS[town]
            evidence = {"evidence": "title", "confidence": 0.9, "mentions": 1}
            self.insert("place", **version, role="origin", town_code=code, town_name=town, **evidence)
        for topic, share in (topics or {}).items():
            self.insert("topic", **version, topic=topic, share=share, score=share, words=[])
        for slogan in slogans:
            self.insert("slogan", **version, slogan=slogan, mentions=1, sentence=f"{key}：{slogan}")
        for position, (indicator, value, unit) in enumerate(claims, start=1):
            claim = {"indicator": indicator, "value": value, "unit": unit, "bound": bound, "raw": str(value)}
            self.insert("quantity", **version, position=position, **claim, sentence=f"{indicator}{value}{unit}")
        for position, name in enumerate((*authors, *offices), start=1):
            credit = {**version, "role": "author", "position": position}
            self.insert("person", **credit, person_key=name, name=name)
            if name in offices:
                self.insert("office", **credit, office=name)
        if signature:
            self.insert("fingerprint", **version, signature=list(signature), numbers=[])

    def indexed(self) -> "SmallWarehouse":
        """All articles in the full-text index, as reading leaves them there."""
        for key, text in self.asks("select article_id, title || chr(10) || body from raw.article"):
            counts = Counter(search_words(text))
            words = "".join(f" {word}:{count}" for word, count in counts.items()) + " "
            self.insert("search_text", article_id=key, version=1, words=words, word_count=counts.total())
        return self

    def made(self) -> "SmallWarehouse":
        transform.run(self.connection, SQL)
        return self

    def asks(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()
