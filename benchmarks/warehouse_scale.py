"""What the comparisons cost beside writing the articles to Parquet, a day beside all, and publishing beside a copy.

python -m benchmarks.warehouse_scale [--articles 1000000]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

import gazetteer
from benchmarks._articles import batches, day_after
from benchmarks._crawl import peak_megabytes
from warehouse import transform
from warehouse.publish import SNAPSHOT, publish
from warehouse.readings import read_texts
from warehouse.store import Warehouse

MOST_OF_PARQUET = 5
MOST_FOR_TEN_TIMES = 12
MOST_OF_REBUILD = 0.1
MOST_OF_COPY = 3
MOST_MEGABYTES = 4_000
ARTICLES = 100_000
DAY = 1_000
_BATCH = 5_000
_PUBLICATIONS = 3
_HELD_MEGABYTES = 3_000  # by DuckDB; the rest is for Python
_PROJECT = Path(__file__).parents[1]
_SQL = _PROJECT / "sql"


@dataclass(frozen=True)
class Built:
    """Seconds of each step for a whole warehouse, and of all steps for one day's articles more."""

    articles: int
    load: float  # the making of the batches is in it: a tenth
    read: float  # places, topics, slogans, quantities … from the texts
    core: float
    marts: float
    checks: float
    written: float  # until all lies in the file
    parquet: float  # writing core.article
    day: float
    published: float  # the best of some publications, and of copies of what they published
    copied: float
    snapshot_bytes: int
    peak: float  # megabytes

    @property
    def rebuild(self) -> float:
        """Everything from the rows on."""
        return self.load + self.read + self.core + self.marts + self.checks + self.written


def main() -> None:
    """Print the ratios, each beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    articles = parser.parse_known_args()[0].articles
    tenth, whole = build(articles // 10), build(articles)
    print(f"warehouse: {articles} articles, and a day's {DAY} more")
    print(
        f"  marts: {whole.marts / whole.parquet:.1f} times writing core.article to Parquet (at most {MOST_OF_PARQUET})"
    )
    print(f"  ten times the rows: {whole.rebuild / tenth.rebuild:.1f} times the time (at most {MOST_FOR_TEN_TIMES})")
    print(f"  a day: {whole.day / whole.rebuild:.3f} of the full rebuild (at most {MOST_OF_REBUILD})")
    print(f"  publishing: {whole.published / whole.copied:.1f} times a copy of the same bytes (at most {MOST_OF_COPY})")
    print(f"  memory: {whole.peak:.0f} MB (at most {MOST_MEGABYTES})")
    steps = ", ".join(
        f"{name} {value:.1f} s"
        for name, value in asdict(whole).items()
        if name not in ("articles", "snapshot_bytes", "peak")
    )
    print(f"  {steps}")


def build(articles: int) -> Built:
    """Measure in a process of its own, whose memory is that of the warehouse alone."""
    call = [sys.executable, "-m", "benchmarks.warehouse_scale", "--here", str(articles)]
    done = subprocess.run(call, cwd=_PROJECT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ourselves
    return Built(**json.loads(done.stdout))


def _build_here(articles: int, folder: Path) -> Built:
    with Warehouse.open(folder / "warehouse.duckdb") as warehouse:
        warehouse.hold_memory_to(_HELD_MEGABYTES)
        connection = warehouse.connection
        load = _timed(lambda: [warehouse.merge(batch) for batch in batches(articles, batch=_BATCH)])
        counties = _counties(warehouse)
        read = _timed(lambda: read_texts(connection, counties, _SQL / "data"))
        made = transform.run(connection, _SQL)
        written = _timed(lambda: _write_out(connection))
        parquet = _timed(lambda: _write_parquet(warehouse, folder / "article.parquet"))
        news = day_after(DAY, known=articles)
        day = _timed(lambda: warehouse.merge(news))
        day += _timed(lambda: read_texts(connection, counties, _SQL / "data"))
        day += _timed(lambda: transform.run(connection, _SQL))
        day += _timed(lambda: _write_out(connection))
        found = connection.execute("select count(*) from core.article").fetchall()
        published, copied = _publications(warehouse, folder)
        size = (folder / "published" / SNAPSHOT).stat().st_size
    assert found == [(articles + DAY,)]
    marts = sum(seconds for table, seconds in made.table_seconds.items() if table.startswith("mart."))
    core = sum(seconds for table, seconds in made.table_seconds.items() if table.startswith("core."))
    checks = made.seconds - sum(made.table_seconds.values())
    steps = (load, read, core, marts, checks, written, parquet, day, published, copied)
    return Built(articles, *steps, snapshot_bytes=size, peak=peak_megabytes())


def _publications(warehouse: Warehouse, folder: Path) -> tuple[float, float]:
    """The best time of a publication, and of a copy of what was published, each seen onto the disk."""
    published, copied = [], []
    for _ in range(_PUBLICATIONS):
        os.sync()  # neither is to wait for what was written before it
        published.append(_timed(lambda: publish(warehouse.connection, folder / "published", keep_before=False)))
        os.sync()
        copied.append(_timed(lambda: _copy(folder / "published", folder / "copy")))
        shutil.rmtree(folder / "copy")
    return min(published), min(copied)


def _copy(folder: Path, target: Path) -> None:
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        copy = target / source.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())


def _counties(warehouse: Warehouse) -> Sequence[gazetteer.County]:
    codes = warehouse.connection.execute("select county_code from raw.county order by all").fetchall()
    return [gazetteer.county(code) for (code,) in codes]


def _write_out(connection: DuckDBPyConnection) -> None:
    connection.execute("checkpoint").fetchall()


def _write_parquet(warehouse: Warehouse, path: Path) -> None:
    warehouse.connection.execute(f"copy (from core.article) to '{path}' (format parquet)").fetchall()


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        with tempfile.TemporaryDirectory(dir=_PROJECT) as made_here:  # on the disk of the project: /tmp may be memory
            print(json.dumps(asdict(_build_here(int(sys.argv[2]), Path(made_here)))))
    else:
        main()
