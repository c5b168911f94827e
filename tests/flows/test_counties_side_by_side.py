"""Several counties in one run: what goes wrong with one is one sentence, and the others are read completely."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from crawlers.county import CountyFile, load_county
from crawlers.crawl import crawl_site
from crawlers.link import CrawlCounts
from crawlers.visit import Visit
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings
from tests.crawlers.servers import LocalSite, Route, page, raw
from tests.flows.small_county import COUNTY, HOST, Operator, site_of

BAIHE, ZIYANG, SHIQUAN, NINGSHAN = (
    ("610929", "白河县"),
    ("610924", "紫阳县"),
    ("610922", "石泉县"),
    ("610923", "宁陕县"),
)
TITLES = [f"第{number}次入户走访解民忧" for number in range(1, 5)]


def host(code: str) -> str:
    return f"www.county{code}.gov.cn"


def county_file(code: str, name: str, *, verified: bool = True, delay_seconds: float = 0) -> str:
    """The file of a county whose one site has the county's code as its key."""
    text = COUNTY.replace("610929", code).replace("白河县", name).replace(HOST, host(code))
    text = text.replace('key = "baihe"', f'key = "{code}"\nverified = {str(verified).lower()}')
    return text.replace("delay_seconds = 0", f"delay_seconds = {delay_seconds}")


class Region:
    """Counties with a site each, on this machine, and somebody who types `county-news run`."""

    def __init__(self, folder: Path, sites: ExitStack) -> None:
        self.operator = Operator(folder)
        (self.operator.counties / "baihe.toml").unlink()
        self.operator.environment["COUNTY_NEWS_TOTAL_SECONDS"] = "2"
        self.connect_to: dict[str, str] = {}
        self._sites = sites

    def add(
        self, county: tuple[str, str], *, verified: bool = True, delay_seconds: float = 0, site: LocalSite | None = None
    ) -> LocalSite:
        code, name = county
        text = county_file(code, name, verified=verified, delay_seconds=delay_seconds)
        if code.startswith("99"):  # invented, so that its towns are nowhere else
            text += f'[[town]]\ncode = "{code}100"\nname = "城关镇"\n'
        self.path(code).write_text(text, "utf-8")
        site = self._sites.enter_context(site or site_of(TITLES))
        self.connect_to[host(code)] = site.address
        return site

    def path(self, code: str) -> Path:
        return self.operator.counties / f"c{code}.toml"

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        self.operator.environment["COUNTY_NEWS_CONNECT_TO"] = json.dumps(self.connect_to)
        return self.operator.types("run", *words)

    def ingest(self) -> pipeline.Ingested:
        """The same in this process."""
        counties: list[CountyFile] = [load_county(path) for path in sorted(self.operator.counties.glob("*.toml"))]
        data = self.operator.folder / "data"
        return pipeline.ingest(counties, Settings(data=data, retries=0, connect_to=self.connect_to), LineWatch())

    @property
    def articles(self) -> dict[str, int]:
        """How many articles of each county were read."""
        rows = self.operator.asks("select county_code, count(*) from core.article group by all")
        return {str(code): int(str(count)) for code, count in rows}


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    with ExitStack() as sites:
        yield Region(tmp_path, sites)


def lines_about(name: str, done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if re.match(rf"(?:No site of )?{name}.*\.$", line)]


def walled(answer: Callable[[], Route]) -> LocalSite:
    """A site that lists its articles and refuses each of them."""
    site = site_of(TITLES)
    site.routes |= {path: answer() for path in site.routes if path.startswith("/Content")}
    return site


def test_counties_in_trouble_are_told_in_one_sentence_each_and_the_others_are_read(region: Region) -> None:
    region.add(BAIHE)
    region.add(ZIYANG, site=LocalSite({"/robots.txt": raw(linger=5)}))
    region.add(SHIQUAN, site=walled(lambda: page(b"<script>", 412)))
    unasked = region.add(NINGSHAN, verified=False)
    done = region.runs("610924", "610922", "610923", "610929")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert region.articles == {"610929": len(TITLES)}
    assert [len(lines_about(name, done)) for name in ("白河县", "紫阳县", "石泉县", "宁陕县")] == [0, 1, 1, 1], (
        done.stdout
    )
    assert "3 requests in a row failed" in lines_about("石泉县", done)[0]
    assert "is verified" in lines_about("宁陕县", done)[0]
    assert unasked.asked == []


def test_a_fault_of_ours_ends_one_site_and_no_other(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    for county in (BAIHE, ZIYANG, SHIQUAN):
        region.add(county)

    def crawl(visit: Visit, **options: Any) -> CrawlCounts:
        if visit.site.key == "610924":
            raise RuntimeError("a bug")
        return crawl_site(visit, **options)

    monkeypatch.setattr(pipeline, "crawl_site", crawl)
    ingested = region.ingest()
    assert ingested.troubles == ["紫阳县人民政府: a fault of ours ended its reading: RuntimeError('a bug')."]
    assert {key: counts.articles for key, counts in ingested.sites.items()} == {"610922": 4, "610924": 0, "610929": 4}
    assert ingested.merged.inserted == 2 * len(TITLES)


def test_the_pauses_of_sites_run_side_by_side(region: Region) -> None:
    counties = (BAIHE, ZIYANG, SHIQUAN, NINGSHAN)
    for county in counties:
        region.add(county, delay_seconds=0.2)
    one_after_the_other = len(counties) * (len(TITLES) + 1) * 0.2
    began = time.monotonic()
    ingested = region.ingest()
    took = time.monotonic() - began
    assert ingested.merged.inserted == len(counties) * len(TITLES)
    assert took < 0.7 * one_after_the_other


def test_all_reads_verified_sites_of_real_counties_and_tells_which_file_is_broken(region: Region) -> None:
    region.add(BAIHE)
    region.add(ZIYANG)
    unasked = [region.add(SHIQUAN, verified=False), region.add(("990009", "云溪县"))]
    region.path("610923").write_text(county_file(*NINGSHAN).replace("[[site]]", "[[site]"), "utf-8")
    done = region.runs("--all")
    assert done.returncode == 3, done.stderr
    assert region.articles == {"610924": len(TITLES), "610929": len(TITLES)}
    assert [site.asked for site in unasked] == [[], []]
    assert [line for line in done.stdout.splitlines() if "c610923.toml: this is not TOML" in line]


def test_all_with_no_trouble_ends_well(region: Region) -> None:
    region.add(BAIHE)
    assert region.runs("--all").returncode == 0
    assert region.articles == {"610929": len(TITLES)}
