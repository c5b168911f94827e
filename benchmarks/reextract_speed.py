"""How fast an archive becomes a warehouse: beside bare extraction, by two processes beside one, on Dask beside these.

python -m benchmarks.reextract_speed [--articles 4000] [--no-dask]

Counted is from the first chunk that is asked for until the last one is merged: processes, cluster and server have
started before, and have imported what they need.
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks._archive import write_archive
from crawlers.archive import Archive
from extractors.extract import Hints, read_article
from extractors.lists import read_list
from extractors.outcome import NotAnArticle
from flows.chunks import Chunk
from flows.reextraction import Readers, Wanted, read_anew, reading_processes
from flows.settings import Settings
from warehouse.store import Warehouse

LEAST_GAIN_OF_TWO = 1.7
LEAST_SHARE_OF_EXTRACTION = 0.7
MOST_ON_DASK = 1.2
ARTICLES = 4_000
_ROUNDS = 3
_PROJECT = Path(__file__).parents[1]

Reading = Callable[[], AbstractContextManager[Readers]]


@dataclass(frozen=True)
class Speeds:
    """Seconds at their best: for extraction alone, for the whole by one process and by two, and by two on Dask."""

    answers: int
    extraction: float
    alone: float
    two: float
    dask: float | None

    @property
    def gain_of_two(self) -> float:
        """How many times as fast two processes are as one."""
        return self.alone / self.two

    @property
    def share_of_extraction(self) -> float:
        """The rate from the archive to the warehouse over that of extraction alone."""
        return self.extraction / self.alone


def main() -> None:
    """Print each figure beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--no-dask", action="store_true")
    given = parser.parse_known_args()[0]
    speeds = measure(given.articles, on_dask=not given.no_dask and find_spec("prefect_dask") is not None)
    print(f"re-extraction: {speeds.answers} answers, best of {_ROUNDS} rounds")
    print(f"  two processes: {speeds.gain_of_two:.2f} times as fast as one (limit: at least {LEAST_GAIN_OF_TWO})")
    print(
        f"  archive to warehouse: {speeds.share_of_extraction:.2f} of the rate of extraction alone"
        f" (limit: at least {LEAST_SHARE_OF_EXTRACTION}; {speeds.answers / speeds.alone:.0f} answers a second)"
    )
    if speeds.dask is None:
        print("  Dask: not measured (pip install county-news[dask])")
    else:
        print(f"  Dask: {speeds.dask / speeds.two:.2f} of the time of two processes (limit: at most {MOST_ON_DASK})")


def measure(articles: int, rounds: int = _ROUNDS, *, on_dask: bool = False) -> Speeds:
    """Measure on an archive of so many articles; in every round all, so that a busy machine hits all alike."""
    with tempfile.TemporaryDirectory(dir=_PROJECT) as made:  # on the disk of the project: /tmp may be memory
        folder = Path(made)
        answers = write_archive(folder / "archive", articles)
        extraction, alone, two = [], [], []
        for _ in range(rounds):
            extraction.append(_extraction(folder))
            alone.append(_reextraction(folder, partial(reading_processes, 1, folder / "archive", {})))
            two.append(_reextraction(folder, partial(reading_processes, 2, folder / "archive", {})))
        dask = _on_dask(folder, rounds) if on_dask else None
        return Speeds(answers, min(extraction), min(alone), min(two), dask)


def _extraction(folder: Path) -> float:
    """Reading pages that are in memory, and nothing else."""
    archive = Archive(folder / "archive")
    spent = 0.0
    for file in archive.files():
        records = [(context.role, page) for _, context, page in archive.records_after(file)]
        gc.collect()
        start = time.perf_counter()
        for role, page in records:
            with suppress(NotAnArticle):
                if role == "list":
                    read_list(page)
                elif role == "article":
                    read_article(page, Hints(None, None, None))
        spent += time.perf_counter() - start
    return spent


def _reextraction(folder: Path, reading: Reading) -> float:
    """From the archive into a new warehouse."""
    path = folder / "warehouse.duckdb"
    path.unlink(missing_ok=True)
    with Warehouse.open(path) as warehouse, reading() as readers:
        for asked in [readers.crew(Chunk()) for _ in range(max(1, readers.ahead))]:
            asked.result()  # whoever reads has started, and imported what it needs
        gc.collect()
        start = time.perf_counter()
        read_anew(warehouse, Archive(folder / "archive"), Wanted(), readers, lambda _: None)
        spent = time.perf_counter() - start
        found = warehouse.connection.execute("select count(*) > 0 from raw.article").fetchall()
    assert found == [(True,)]
    return spent


def _on_dask(folder: Path, rounds: int) -> float:
    """The same by two workers of a local cluster."""
    from flows.bulk import on_cluster, workers_of_the_flow

    reading = partial(workers_of_the_flow, folder / "archive", {})
    settings = Settings(data=folder, dask_address=None)
    return on_cluster(settings, 2, "benchmark", lambda: min(_reextraction(folder, reading) for _ in range(rounds)))


if __name__ == "__main__":
    main()
