"""How many times a plain copy of the same bytes, seen onto the disk, a publication takes.

python -m benchmarks.warehouse_publish [--articles 1000000]
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gazetteer
from benchmarks._articles import batches
from warehouse import transform
from warehouse.publish import publish
from warehouse.readings import read_texts
from warehouse.store import Warehouse

MOST_OF_COPY = 3
ARTICLES = 50_000
_BATCH = 5_000
_ROUNDS = 3
_PROJECT = Path(__file__).parents[1]
_SQL = _PROJECT / "sql"


@dataclass(frozen=True)
class Measured:
    """Seconds of a publication and of a plain copy of what it published, the best of some rounds, and its size."""

    published: float
    copied: float
    size: int  # bytes

    @property
    def of_copy(self) -> float:
        """How many times the copy the publication takes."""
        return self.published / self.copied


def main() -> None:
    """Print the ratio beside its limit, and both times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    articles = parser.parse_known_args()[0].articles
    measured = measure(articles)
    print(
        f"publish: {measured.of_copy:.1f} times a plain copy of the same bytes (at most {MOST_OF_COPY};"
        f" {measured.published:.1f} s against {measured.copied:.1f} s for {measured.size / 1e6:.0f} MB,"
        f" {articles} articles, best of {_ROUNDS} rounds)"
    )


def measure(articles: int) -> Measured:
    """Make a warehouse of so many articles; publish it and copy what was published, in turns."""
    published, copied = [], []
    with tempfile.TemporaryDirectory(dir=_PROJECT) as made_here:  # on the disk of the project: /tmp may be memory
        folder = Path(made_here)
        with Warehouse.open(folder / "warehouse.duckdb") as warehouse:
            _fill(warehouse, articles)
            for _ in range(_ROUNDS):
                os.sync()  # neither is to wait for what was written before it
                published.append(_timed(lambda: publish(warehouse.connection, folder / "published", keep_before=False)))
                os.sync()
                copied.append(_timed(lambda: _copy(folder / "published", folder / "copy")))
                shutil.rmtree(folder / "copy")
        size = sum(path.stat().st_size for path in (folder / "published").rglob("*") if path.is_file())
    return Measured(min(published), min(copied), size)


def _fill(warehouse: Warehouse, articles: int) -> None:
    for batch in batches(articles, batch=_BATCH):
        warehouse.merge(batch)
    codes = warehouse.connection.execute("select county_code from raw.county order by all").fetchall()
    read_texts(warehouse.connection, [gazetteer.county(code) for (code,) in codes], _SQL / "data")
    transform.run(warehouse.connection, _SQL)


def _copy(folder: Path, target: Path) -> None:
    """Copy all files, each seen onto the disk."""
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        copy = target / source.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
