"""The whole line on the demo county, from its county file to the published comparisons."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from crawlers.county import find_county
from crawlers.link import Window
from demo_county.server import Server, serve
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings

PROJECT = Path(__file__).parents[2]
COUNTY = find_county("demo", PROJECT / "counties")


@dataclass(frozen=True)
class Line:
    """The line after two runs over the first edition."""

    data: Path
    first: pipeline.Ingested
    second: pipeline.Ingested
    asked_again: list[str]

    def asks(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Rows of the published snapshot."""
        with duckdb.connect(str(self.data / "published" / "county_news.duckdb"), read_only=True) as connection:
            return connection.execute(sql, list(parameters)).fetchall()


def run(
    data: Path, edition: int, window: Window | None = None, town: str | None = None, *, again: bool = False
) -> tuple[pipeline.Ingested, Server]:
    """One run of the line over an edition of the demo county; what it was asked for is with the server."""
    with serve(port=0, edition=edition) as server:
        here = {urlsplit(site.url).hostname or "": f"127.0.0.1:{server.port}" for site in COUNTY.site}
        settings = Settings(data=data, delay_seconds=0, connect_to=here)
        limits = pipeline.Limits(town=town)
        ingested = pipeline.ingest([COUNTY], settings, LineWatch(), window=window, limits=limits, again=again)
        pipeline.publish(settings)
    return ingested, server


def run_twice(data: Path) -> Line:
    """Two runs over the same edition."""
    first, _ = run(data, edition=1)
    second, server = run(data, edition=1)
    return Line(data, first, second, server.asked)
