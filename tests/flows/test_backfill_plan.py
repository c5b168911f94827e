"""What a backfill is said to ask for and to take, against the demo county and a clock that runs as fast as it likes."""

import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers import politeness
from crawlers.county import CountyFile
from crawlers.link import Window
from demo_county.server import serve
from flows import pipeline
from flows.backfill_plan import duration, plan_backfill
from flows.pipeline import Limits
from flows.progress import LineWatch
from flows.settings import Settings
from tests.flows.demo_line import COUNTY
from tests.flows.paged_site import paged_site, rows_of

TWO_MONTHS = Window(rows_of(60)[-1][2], rows_of(1)[0][2])


class Quiet(LineWatch):
    def write(self, line: str) -> None:
        """Nobody looks on."""


class Clock:
    """Time that passes only in pauses: of each thread by itself, or (`is_shared`) of all that wait for one machine."""

    def __init__(self, *, is_shared: bool) -> None:
        self.seconds: dict[int, float] = {}
        self._is_shared = is_shared
        self._lock = threading.Lock()

    @property
    def _whose(self) -> int:
        return 0 if self._is_shared else threading.get_ident()

    def monotonic(self) -> float:
        return self.seconds.get(self._whose, 0.0)

    def pause(self, seconds: float, _: threading.Event) -> None:
        with self._lock:
            self.seconds[self._whose] = self.seconds.get(self._whose, 0.0) + max(seconds, 0.0)


@pytest.mark.parametrize("town", [None, "青泉镇"])
def test_of_the_demo_county_all_that_is_counted_is_then_asked_for(tmp_path: Path, town: str | None) -> None:
    with serve(port=0) as server:
        here = {urlsplit(site.url).hostname or "": f"127.0.0.1:{server.port}" for site in COUNTY.site}
        settings = Settings(data=tmp_path, delay_seconds=0, connect_to=here)
        plan = plan_backfill(COUNTY, settings, TWO_MONTHS, Limits(town=town))
        asked_before = len(server.asked)
        ingested = pipeline.ingest([COUNTY], settings, Quiet(), window=TWO_MONTHS, limits=Limits(town=town))
        asked = len(server.asked) - asked_before
    parts = sum(counts.parts for counts in ingested.sites.values())
    for site in plan.sites:
        counts = ingested.sites[site.site.key]
        assert site.requests.is_counted
        assert (site.lists.number, site.articles.number) == (
            counts.lists,
            counts.requests - counts.lists - counts.parts,
        )
    assert plan.total(lambda site: site.requests).number == asked - parts
    assert plan.troubles == []


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_time_told_is_that_of_a_clock_within_a_fifth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_shared: bool
) -> None:
    first, second = paged_site({"Node-7": rows_of(120)}), paged_site({"Node-7": rows_of(40, 500)})
    with first, second:
        ways = {"one.example": first.address, "two.example": first.address if is_shared else second.address}
        if is_shared:
            first.routes |= {path.replace("-7", "-9"): route for path, route in second.routes.items()}
        county = county_of(("one", 7, 3.0), ("two", 9 if is_shared else 7, 5.0))
        settings = Settings(data=tmp_path, connect_to=ways, retries=0)
        clock = Clock(is_shared=is_shared)
        monkeypatch.setattr(politeness, "pause", clock.pause)
        monkeypatch.setattr(politeness, "time", clock)
        plan = plan_backfill(county, settings, TWO_MONTHS, Limits())
        clock.seconds.clear()
        pipeline.ingest([county], settings, Quiet(), window=TWO_MONTHS)
    assert abs(plan.seconds - max(clock.seconds.values())) <= 0.2 * max(clock.seconds.values())
    assert [site.site.key for site in plan.slowest] == (["one", "two"] if is_shared else ["two"])


def county_of(*sites: tuple[str, int, float]) -> CountyFile:
    """A county whose sites have one column each, and these pauses."""
    tables = [
        {
            "key": key, "name": key, "url": f"http://{key}.example/", "level": "county", "kind": "government",
            "delay_seconds": delay, "column": [{"name": "镇办动态", "url": f"http://{key}.example/Node-{node}.html"}],
        }
        for key, node, delay in sites
    ]  # fmt: skip
    return CountyFile.model_validate({"code": "610929", "name": "白河县", "site": tables})


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (7800, "2 h 10 min"), (3599, "1 h"), (7200, "2 h"), (187_200, "2 d 4 h")],
)
def test_times_are_told_as_people_say_them(seconds: int, told: str) -> None:
    assert duration(seconds) == told
