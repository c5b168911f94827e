"""Years of invented news of many columns, as crawls leave them in the warehouse, day by day, whole and broken."""

import json
import math
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.sql.small_warehouse import COUNTY, SCHEMA, SQL
from warehouse import transform
from warehouse.models import read_models

# Articles of a working day: from a town's two a month to a newspaper's three a day.
RATES = {"月二": 2 / 22, "周一": 1 / 5, "周二": 2 / 5, "日一": 1.0, "日三": 3.0}
SPRING_FESTIVALS = [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)]
_FIELDS = {"title": 1.0, "published_at": 0.98, "source": 0.9, "author": 0.7, "editor": 0.5, "rule": 0.98}
_TEMPLATES = ["a"] * 16 + ["b"] * 3 + ["c"]


@dataclass(frozen=True)
class Breakage:
    """What is wrong with a site from a day on: how much of its news is left, what its lists answer, what is read."""

    news: float = 1.0
    links: int = 20
    reason: str | None = None
    status: int | None = 200
    fields: Mapping[str, float] = field(default_factory=dict)
    template: str | None = None


WHOLE = Breakage()


def worth(day: date) -> float:
    """How much of a working day's news a day has."""
    festival = min(SPRING_FESTIVALS, key=lambda feast: abs((day - feast).days))
    since = (day - festival).days
    if -1 <= since <= 6:
        return 0.1
    if (day.month, day.day) == (1, 1) or (day.month, day.day) in {(5, 1), (5, 2), (5, 3)}:
        return 0.3
    if day.month == 10 and day.day <= 7:
        return 0.3
    return (0.35 if day.weekday() > 4 else 1.0) * (0.7 if 6 < since <= 15 else 1.0)


class NewsYears:
    """A warehouse in memory with one county, whose sites have a column of each rate.

    Every second site brings its news in bursts. `live` adds a day; `alarms` are what the tables say of it.
    """

    def __init__(self, folder: Path, sites: int, seed: int) -> None:
        self.sites = [f"site{number}" for number in range(sites)]
        self._folder = folder
        self._chance = random.Random(seed)
        self._number = 0
        self.connection = duckdb.connect()
        self.connection.execute(SCHEMA.read_text("utf-8")).fetchall()
        self._sql = _needed_for(self.connection, folder / "sql", "mart.site_health", "mart.site_alarm")
        self.connection.execute("insert into raw.county values ($1, '试县', '试市', '试省')", [COUNTY]).fetchall()
        for site in self.sites:
            self.connection.execute(
                "insert into raw.site values ($1, $2, $1, $3, 'county', 'media')",
                [site, COUNTY, f"http://{site}.example/"],
            ).fetchall()
        watched = [("", ""), *((site, column) for site in self.sites for column in ("", *RATES))]
        for site, column in watched:
            self.connection.execute(
                "insert into raw.watch values ($1, $2, $3, $4, $5, null, null, null, null, [])",
                [COUNTY, site, column, f"http://{site}.example/{column}", site + column if column else None],
            ).fetchall()

    def live(self, days: Iterable[date], broken: Mapping[str, Breakage] | None = None) -> None:
        """Days of news and of the crawls that bring them, in the evening of each day."""
        rows: dict[str, list[dict[str, Any]]] = {"article": [], "fetch": [], "person": []}
        for day in days:
            evening = datetime.combine(day, time(20))
            for site in self.sites:
                state = (broken or {}).get(site, WHOLE)
                for column, rate in RATES.items():
                    rows["fetch"].append(self._list(site, column, evening, state))
                    for _ in range(self._news(site, rate * worth(day) * state.news)):
                        self._tell(rows, site, column, evening, state)
        for table, values in rows.items():
            if values:
                file = self._folder / f"{table}.json"
                file.write_text(json.dumps(values, default=str), "utf-8")
                self.connection.execute(f"insert into raw.{table} by name from read_json($1)", [str(file)]).fetchall()

    def alarms(self) -> set[tuple[str, str, str]]:
        """Site, column ("" for the whole site) and kind of each alarm."""
        transform.run(self.connection, self._sql)
        sql = "select site_key, coalesce(column_name, ''), kind from mart.site_alarm"
        return set(self.connection.execute(sql).fetchall())

    def _news(self, site: str, rate: float) -> int:
        if self.sites.index(site) % 2:
            return sum(self._chance.randint(1, 5) for _ in range(self._poisson(rate / 3)))
        return self._poisson(rate)

    def _poisson(self, rate: float) -> int:
        left, count = self._chance.random(), 0
        chance = math.exp(-rate)
        while left > chance:
            left -= chance
            count += 1
            chance *= rate / count
        return count

    def _list(self, site: str, column: str, moment: datetime, state: Breakage) -> dict[str, Any]:
        return {
            **self._fetch(site, f"{site}{column}", moment), "role": "list", "status": state.status,
            "reason": state.reason, "links": None if state.reason else state.links, "template": None,
        }  # fmt: skip

    def _fetch(self, site: str, key: str, moment: datetime) -> dict[str, Any]:
        self._number += 1
        return {
            "archive_file": "news", "archive_offset": self._number, "url": f"http://{site}.example/{key}", "link_id": key,
            "site_key": site, "county_code": COUNTY, "bytes": 1, "fetched_at": moment,
        }  # fmt: skip

    def _tell(
        self, rows: dict[str, list[dict[str, Any]]], site: str, column: str, moment: datetime, state: Breakage
    ) -> None:
        self._number += 1
        key = f"a{self._number}"
        has = {name: self._chance.random() < share for name, share in {**_FIELDS, **state.fields}.items()}
        rows["article"].append({
            "article_id": key, "version": 1, "is_current": True, "content_hash": key, "url": f"http://{site}.example/{key}",
            "site_key": site, "county_code": COUNTY, "column_name": column, "title": "题" if has["title"] else None,
            "published_at": moment.replace(hour=9) if has["published_at"] else None, "published_precision": "minute",
            "source": "源" if has["source"] else None, "body": "文", "body_chars": 1, "kind": "text",
            "evidence": {"body": {"rule": "structure" if has["rule"] else "trafilatura"}},
            "first_fetched_at": moment, "fetched_at": moment,
        })  # fmt: skip
        template = state.template or self._chance.choice(_TEMPLATES)
        rows["fetch"].append({
            **self._fetch(site, key, moment), "role": "article", "status": 200, "reason": None, "links": None,
            "template": template,
        })  # fmt: skip
        for role in ("author", "editor"):
            if has[role]:
                rows["person"].append(
                    {"article_id": key, "version": 1, "role": role, "position": 1, "person_key": "k", "name": None}
                )


def days_from(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(number) for number in range(count)]


def _needed_for(connection: duckdb.DuckDBPyConnection, folder: Path, *tables: str) -> Path:
    """A folder with the files of `sql/` that make these tables and what they read, so that a year is made quickly."""
    models = {model.name: model for model in read_models(connection, SQL)}
    wanted, needed = list(tables), set()
    while wanted:
        name = wanted.pop()
        if name in models and name not in needed:
            needed.add(name)
            wanted += models[name].needs
    shutil.copytree(SQL / "data", folder / "data")
    for name in needed:
        path = models[name].path
        target = folder / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder
