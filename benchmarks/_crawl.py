"""A crawl of served sites in a process of its own, as a run drives it: a thread for each site, the archive on disk.

Nothing is loaded into a warehouse. How long it took and how much memory it held come back as one line of JSON.
"""

import json
import queue
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks._sites import COLUMN, SiteAddress
from crawlers.archive import Archive
from crawlers.breaker import Breaker
from crawlers.county import CountyFile
from crawlers.crawl import crawl_site
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.link import CrawlCounts, Fetched, Known, Listed, Progress, Window
from crawlers.politeness import HostClock
from crawlers.shared_pauses import SharedPauses
from crawlers.visit import Visit
from flows.pipeline import LOAD_AFTER_RECORDS

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Crawled:
    """Pages read, seconds from the first request to the last answer, memory in MB (`resident` along the way)."""

    pages: int
    seconds: float
    peak: float
    resident: list[float]

    @property
    def pages_per_second(self) -> float:
        """How fast it was."""
        return self.pages / self.seconds


def crawl(
    sites: Sequence[SiteAddress],
    delay_seconds: float = 0.0,
    connect_to: Mapping[str, str] | None = None,
    pauses: Path | None = None,
) -> Crawled:
    """Crawl the sites in a process of their own; its pauses are shared with others by the folder `pauses`."""
    options = {"delay_seconds": delay_seconds, "connect_to": connect_to or {}, "pauses": pauses and str(pauses)}
    given = json.dumps({"sites": [asdict(site) for site in sites], **options})
    command = [sys.executable, "-m", "benchmarks._crawl", given]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)  # noqa: S603
    return Crawled(**json.loads(done.stdout))


def _county(sites: Sequence[SiteAddress]) -> CountyFile:
    described = [
        {
            "key": f"site-{number}",
            "name": f"第{number}站",
            "url": site.root,
            "level": "county",
            "kind": "government",
            "column": [{"name": COLUMN, "url": site.column}],
        }
        for number, site in enumerate(sites, start=1)
    ]
    return CountyFile.model_validate({"code": "990001", "name": "云岫县", "site": described})


def _crawl_here(
    sites: Sequence[SiteAddress], delay_seconds: float, connect_to: Mapping[str, str], pauses: str | None, folder: Path
) -> Crawled:
    county = _county(sites)
    settings = FetchSettings(
        delay_seconds=delay_seconds, retries=0, allow_private_addresses=True, connect_to=connect_to
    )
    clock = HostClock(SharedPauses(Path(pauses)) if pauses else None)
    fetcher, archive, breaker, stop = Fetcher(settings, clock), Archive(folder), Breaker(), threading.Event()
    events: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
    wanted = sum(site.pages for site in sites)
    answered, resident = 0, []
    with ThreadPoolExecutor(len(sites)) as pool:

        def crawl_one(number: int) -> CrawlCounts:
            try:
                visit = Visit(county, county.site[number], fetcher, archive, breaker, stop, events.put)
                return crawl_site(visit, known=Known(), window=Window())
            finally:
                fetcher.close()
                events.put(None)

        start = time.perf_counter()
        crawls = [pool.submit(crawl_one, number) for number in range(len(sites))]
        running = len(sites)
        while running:
            event = events.get()
            running -= event is None
            if isinstance(event, Fetched | Listed):
                answered += 1
                if answered % LOAD_AFTER_RECORDS == 0:  # a run loads, and before it does puts the archive on disk
                    _sync(archive)
                if answered % max(1, wanted // 100) == 0:
                    resident.append(_resident())
        _sync(archive)
        seconds = time.perf_counter() - start
    pages = sum(counts.lists + counts.articles for counts in (crawl.result() for crawl in crawls))
    assert pages == wanted, f"{pages} of {wanted} pages were read"
    return Crawled(pages, seconds, peak_megabytes(), resident)


def _sync(archive: Archive) -> None:
    for file in archive.files():
        archive.sync(file)


def peak_megabytes() -> float:
    """The most memory that this process held. What Linux counts as `ru_maxrss` begins with that of the parent."""
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii")) if status.exists() else None
    return int(held[1]) / 1024 if held else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    sites = [SiteAddress(**site) for site in given.pop("sites")]
    with tempfile.TemporaryDirectory(dir=PROJECT) as folder:  # on the disk of the project: /tmp may be memory
        crawled = _crawl_here(sites, folder=Path(folder), **given)
    print(json.dumps(asdict(crawled)))
