"""How fast articles are merged beside DuckDB's own INSERT of the same rows, and what ten times as many cost.

python -m benchmarks.warehouse_load [--articles 1000000]
"""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks._articles import batches
from benchmarks._crawl import peak_megabytes
from warehouse.store import Warehouse

LEAST_SHARE_OF_INSERT = 0.3
MOST_FOR_TEN_TIMES = 12
MOST_MEGABYTES = 4_000
ARTICLES = 100_000
_BATCH = 5_000
_TABLES = ("link", "fetch", "article", "person", "archive_file", "column_coverage", "county", "town", "site")
_PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Loaded:
    """Seconds for merging and for inserting the same rows, each until they lie in the file, and the memory held."""

    articles: int
    merged: float
    inserted: float
    peak: float  # megabytes, up to the end of the merging

    @property
    def share_of_insert(self) -> float:
        """The rate of merging over the rate of inserting."""
        return self.inserted / self.merged


def main() -> None:
    """Print the share of INSERT's rate, the time for ten times the rows, and the memory, each beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    articles = parser.parse_known_args()[0].articles
    tenth, whole = load(articles // 10), load(articles)
    print(f"warehouse load: {whole.articles} articles, {_BATCH} a batch")
    print(
        f"  {whole.share_of_insert:.2f} of the rate of INSERT from Parquet (limit: at least {LEAST_SHARE_OF_INSERT};"
        f" {whole.articles / whole.merged:.0f} articles a second)"
    )
    print(
        f"  ten times the rows: {whole.merged / tenth.merged:.1f} times the time (limit: at most {MOST_FOR_TEN_TIMES})"
    )
    print(f"  {whole.peak / MOST_MEGABYTES:.2f} of {MOST_MEGABYTES} MB ({whole.peak:.0f} MB)")


def load(articles: int) -> Loaded:
    """Measure in a process of its own, whose memory is that of the load alone."""
    call = [sys.executable, "-m", "benchmarks.warehouse_load", "--here", str(articles)]
    done = subprocess.run(call, cwd=_PROJECT, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return Loaded(**json.loads(done.stdout))


def _load_here(articles: int, folder: Path) -> Loaded:
    merged = 0.0
    with Warehouse.open(folder / "merged.duckdb") as warehouse:
        for batch in batches(articles, batch=_BATCH):
            gc.collect()  # what the making of the batch has left behind
            start = time.perf_counter()
            warehouse.merge(batch)
            merged += time.perf_counter() - start
        start = time.perf_counter()
        warehouse.connection.execute("checkpoint").fetchall()
        merged += time.perf_counter() - start
        peak = peak_megabytes()
        for table in _TABLES:
            warehouse.connection.execute(f"copy raw.{table} to '{folder / table}.parquet'").fetchall()
    with Warehouse.open(folder / "inserted.duckdb") as warehouse:
        connection = warehouse.connection
        start = time.perf_counter()
        connection.begin()
        for table in _TABLES:
            sql = f"insert into raw.{table} by name from '{folder / table}.parquet'"
            connection.execute(sql).fetchall()
        connection.commit()
        connection.execute("checkpoint").fetchall()
        inserted = time.perf_counter() - start
        found = connection.execute("select count(*) from raw.article").fetchall()
    assert found == [(articles,)]
    return Loaded(articles, merged, inserted, peak)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        with tempfile.TemporaryDirectory(dir=_PROJECT) as made:  # on the disk of the project: /tmp may be memory
            print(json.dumps(asdict(_load_here(int(sys.argv[2]), Path(made)))))
    else:
        main()
