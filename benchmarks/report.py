"""How large and how quick the pages of a large county are, and what one changed county of many costs.

python -m benchmarks.report [--articles 28000] [--counties 60]

The large county has 30 towns and five years; with 28,000 articles it has 20,000 stories. Its overview is opened beside
the page that Altair writes of its first chart alone, and beside one that loads Vega and draws nothing.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import vl_convert

import gazetteer
from benchmarks._browser import Sight, chromium, seconds_until_drawn
from benchmarks._snapshots import publish_news
from reports.site.charts import charts
from reports.site.county import dataset_names
from reports.site.datasets import CountyRows, read_counties
from reports.site.write import write_site

MOST_MEGABYTES = 5
MOST_SECONDS = 2
MOST_OF_ALTAIR = 5
MOST_OF_READING = 6  # a county with few stories is mostly its workbook
MOST_OF_ALL = 0.2
ARTICLES = 28_000
COUNTIES = 60
LARGE_COUNTY = "211322"  # 30 towns
_ARTICLES_OF_A_SMALL_COUNTY = 100
_ROUNDS = 5
_PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Again:
    """Seconds of writing many counties, of writing again when one of them has changed, and when none has."""

    counties: int
    all: float
    one_changed: float
    none_changed: float


def main() -> None:
    """Print the figures, each beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--counties", type=int, default=COUNTIES)
    arguments = parser.parse_known_args()[0]
    with tempfile.TemporaryDirectory(dir=_PROJECT) as made:  # on the disk of the project: /tmp may be memory
        folder = Path(made)
        snapshot = publish_news(arguments.articles, [LARGE_COUNTY], folder)
        writing, reading = write_seconds(snapshot, folder), read_seconds(snapshot)
        print(f"report: a county of 30 towns with {arguments.articles} articles")
        megabytes = site_bytes(folder / "site") / 1e6
        print(f"  size: {megabytes:.2f} MB, {megabytes / MOST_MEGABYTES:.2f} of the {MOST_MEGABYTES} that it may have")
        _print_openings(opening_seconds(folder / "site", snapshot, folder, _ROUNDS))
        print(f"  writing: {writing / reading:.1f} times reading the rows (at most {MOST_OF_READING}), {writing:.1f} s")
    with tempfile.TemporaryDirectory(dir=_PROJECT) as made:
        again = write_again(arguments.counties, _ARTICLES_OF_A_SMALL_COUNTY, Path(made))
    print(
        f"  one of {again.counties} counties changed: {again.one_changed / again.all:.2f} of writing all (at most "
        f"{MOST_OF_ALL}); {again.all / again.counties * 1000:.0f} ms a county written, "
        f"{again.none_changed / again.counties * 1000:.0f} ms a county that is as it was"
    )


def site_bytes(folder: Path) -> int:
    """What a site of one county takes, with all that its pages share."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def opening_seconds(site: Path, snapshot: Path, folder: Path, rounds: int) -> dict[str, float]:
    """Seconds until each kind of page is drawn, and the two pages that they are compared with."""
    (county,) = [path for path in site.iterdir() if path.is_dir() and path.name != "assets"]
    town = max(county.glob("town-*.html"), key=lambda path: path.stat().st_size)
    (vega,) = site.glob("assets/vega-*.js")
    bare = folder / "bare.html"
    bare.write_text(f'<!DOCTYPE html><script src="{vega.as_uri()}"></script><p class="loaded">Vega</p>', "utf-8")
    sights = {
        "overview": Sight(county / "index.html", "main:has(.chart.drawn):has(tbody tr)"),
        "town": Sight(town, ".chart.drawn"),
        "articles": Sight(county / "articles.html", "ol.stories li"),
        "bare": Sight(bare, ".loaded"),
        "altair": Sight(_altair_page(snapshot, county.name, folder), "canvas, svg.marks"),
    }
    with chromium() as browser:
        return seconds_until_drawn(browser, sights, rounds)


def write_seconds(snapshot: Path, folder: Path) -> float:
    """Seconds of writing all pages into `folder`/site; what all counties share is there already."""
    write_site(snapshot, folder / "shared")
    shutil.copytree(folder / "shared" / "assets", folder / "site" / "assets")
    return _timed(lambda: write_site(snapshot, folder / "site"))


def read_seconds(snapshot: Path) -> float:
    """Seconds of reading the rows that the pages of all counties show, and nothing else."""

    def read() -> None:
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            codes = [county["county_code"] for county in read_counties(connection)]
            for name in dataset_names():
                rows = CountyRows(connection, name, codes)
                for code in codes:
                    rows.of(code)

    return _timed(read)


def write_again(counties: int, articles: int, folder: Path) -> Again:
    """Write the site of so many counties with so many articles each; again; and again when one has changed."""
    codes = [county.code for county in gazetteer.all_counties() if 8 <= len(county.towns) <= 16][:counties]
    snapshot = publish_news(counties * articles, codes, folder)
    everything = write_seconds(snapshot, folder)
    nothing = _timed(lambda: write_site(snapshot, folder / "site"))
    change_county(snapshot, codes[-1])
    return Again(counties, everything, _timed(lambda: write_site(snapshot, folder / "site")), nothing)


def change_county(snapshot: Path, code: str) -> None:
    """Let a county have published one story more than it did."""
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("update mart.output_rank set stories = stories + 1 where place_code = $1", [code])


def _print_openings(seconds: dict[str, float]) -> None:
    overview, altair_page, bare = seconds["overview"], seconds["altair"], seconds["bare"]
    print(
        f"  overview: drawn in {overview:.2f} s (at most {MOST_SECONDS}), {overview / altair_page:.2f} times a page by "
        f"Altair of its first chart (at most {MOST_OF_ALTAIR}), {overview / bare:.1f} times loading Vega alone"
    )
    for page in ("town", "articles"):
        print(f"  {page}: drawn in {seconds[page]:.2f} s (at most {MOST_SECONDS}), {seconds[page] / bare:.1f} times")


def _altair_page(snapshot: Path, county: str, folder: Path) -> Path:
    """What Altair writes of the overview's first chart, with the rows that it shows and no others."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        rows = CountyRows(connection, "output", [county]).of(county).of("period_kind", "all").of("place_kind", "town")
    values = [{**row, "place_name": row["place_code"], "last_story_date": None} for row in rows.records()]
    specification = charts()["ranking"]["zh"] | {"data": {"values": values}}
    page = folder / "altair.html"
    page.write_text(vl_convert.vegalite_to_html(specification, bundle=True), "utf-8")  # as Altair's save does
    return page


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
