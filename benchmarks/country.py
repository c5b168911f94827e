"""What reading a whole country takes, from what each step costs here; docs/scale.md tells it.

python -m benchmarks.country [--articles 20000]

The day is simulated (benchmarks/_country.py). That the simulation is right is tried by a replay: workers that share
the pauses of a platform and of hosts crawl real sites, and take as long as it says.
"""

import argparse
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks._country import Country, Politeness, SiteVisit, county_visits, simulate
from benchmarks._crawl import crawl
from benchmarks._pages import article_pages
from benchmarks._readers import county_news
from benchmarks._sites import SiteAddress, served
from benchmarks.extract_speed import best_times
from benchmarks.warehouse_scale import build
from crawlers.archive import Archive
from crawlers.warc import RecordContext

MOST_OF_SIMULATED = 1.15
MOST_HOURS_OF_A_RUN = 8  # the longest county's, beside the 12 hours until the next run
MOST_OF_A_MACHINE = 1.0  # of 32 cores for one run, all computing in the hours of the run
_CORES = 32
_RUNS_AT_ONCE = 600
_ARTICLES = 20_000
_REPLAY_DELAY = 0.2
_REPLAY_HOSTS = (10, 25, 40)  # articles of sites with an address of their own
_REPLAY_PLATFORM = (20, 4)  # articles of each site on a platform, and its sites
_WORKERS = 2
_DAYS = 365


@dataclass(frozen=True)
class Costs:
    """Seconds of one core: of a request, of a page's extraction, of loading and of understanding an article.

    Bytes: of a page on the wire, of its archived record, of an article in the snapshot.
    """

    request: float
    extract: float
    load: float
    read: float
    page_bytes: float
    record_bytes: float
    article_bytes: float


SCENARIOS = {
    "each site at an address of its own": Country(),
    "two of five counties on platforms of 8": Country(platform_share=0.4),
    "two of five counties on platforms of 90": Country(platform_share=0.4, platform_counties=90),
}


def main() -> None:
    """Print the replay beside the simulation, then the country's figures beside their limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=_ARTICLES)
    articles = parser.parse_known_args()[0].articles
    print(f"country: {_WORKERS} workers read {len(_REPLAY_HOSTS)} hosts and a platform of {_REPLAY_PLATFORM[1]} sites")
    print(f"  in {replayed_to_simulated():.2f} times the time of the simulation (limit: at most {MOST_OF_SIMULATED})")
    costs = measured(articles)
    for name, country in SCENARIOS.items():
        _print_scenario(name, country, costs)
    _print_totals(SCENARIOS["each site at an address of its own"], costs)


def replayed_to_simulated() -> float:
    """Seconds of a real crawl by workers that share their pauses, over those of its simulation."""
    politeness = Politeness(_REPLAY_DELAY, 0.1, 0.0)
    articles, on_platform = _REPLAY_PLATFORM
    with served([*_REPLAY_HOSTS, articles]) as sites, tempfile.TemporaryDirectory() as folder:
        *alone, platform = sites
        address = platform.root.removeprefix("http://")
        hosts = {f"county-{number}.example": address for number in range(on_platform)}
        read = [*alone, *(SiteAddress(f"http://{host}", articles) for host in hosts)]
        pauses = Path(folder)
        with ThreadPoolExecutor(_WORKERS) as workers:
            crawls = [
                workers.submit(crawl, read[first::_WORKERS], _REPLAY_DELAY, hosts, pauses) for first in range(_WORKERS)
            ]
            seconds = max(done.result().seconds for done in crawls)
    own = [SiteVisit(number, site.pages + 1) for number, site in enumerate(alone)]
    shared = [SiteVisit(-1, platform.pages + 1)] * on_platform
    return seconds / simulate([[*own, *shared]], politeness, 1).quantile(1.0)


def measured(articles: int) -> Costs:
    """What each step costs on this machine; a warehouse of so many articles is built for it."""
    pages = article_pages()
    extracting = best_times({"county-news": county_news}, pages, rounds=2)["county-news"]
    with served([150] * 8) as sites:
        request = 1 / crawl(sites).pages_per_second
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        for page in pages.pages:
            archive.append(RecordContext("site", "990001", "article"), page)
        stored = sum((archive.folder / file).stat().st_size for file in archive.files())
    count = len(pages.pages)
    built = build(articles)
    return Costs(
        request=request,
        extract=sum(extracting) / count,
        load=built.load / articles,
        read=built.read / articles,
        page_bytes=sum(len(page.body) for page in pages.pages) / count,
        record_bytes=stored / count,
        article_bytes=built.snapshot_bytes / articles,
    )


def _print_scenario(name: str, country: Country, costs: Costs) -> None:
    visits = county_visits(country)
    run = simulate(visits, Politeness(), _RUNS_AT_ONCE)
    hours = [run.quantile(share) / 3600 for share in (0.5, 0.95, 1.0)]
    peak = costs.page_bytes * run.requests / (run.quantile(0.95)) / 1e6
    print(f"  {name}, {_RUNS_AT_ONCE} counties at once, {run.requests} requests a run:")
    print(
        f"    half are read after {hours[0]:.1f} h, 95 of 100 after {hours[1]:.1f} h, all after {hours[2]:.1f} h"
        f" ({hours[2] / MOST_HOURS_OF_A_RUN:.2f} of the {MOST_HOURS_OF_A_RUN} h that a run may take);"
        f" {peak:.1f} MB/s until 95 of 100 are read"
    )


def _print_totals(country: Country, costs: Costs) -> None:
    a_run = country.articles_a_day / country.runs_a_day
    requests = simulate(county_visits(country), Politeness(), country.counties).requests
    computing = requests * costs.request + a_run * (costs.extract + costs.load + costs.read)
    share = computing / (_CORES * MOST_HOURS_OF_A_RUN * 3600)
    print(f"  computing for a run: {computing / 3600:.1f} core hours, {share:.3f} of {_CORES} cores' hours")
    print(
        f"    a request {1000 * costs.request:.1f} ms, extraction {1000 * costs.extract:.1f} ms,"
        f" loading {1000 * costs.load:.2f} ms, reading of the text {1000 * costs.read:.2f} ms"
    )
    yearly = country.articles_a_day * _DAYS
    print(
        f"  a year: archive {yearly * costs.record_bytes / 1e12:.2f} TB ({costs.record_bytes / 1000:.0f} kB a page of"
        f" {costs.page_bytes / 1000:.0f} kB), snapshots {yearly * costs.article_bytes / 1e12:.2f} TB"
        f" ({costs.article_bytes / 1000:.1f} kB an article)"
    )
    rereading = yearly * (costs.extract + costs.load) / 3600 / _CORES
    print(f"  re-extraction of a year: {rereading:.1f} h on {_CORES} cores")


if __name__ == "__main__":
    main()
