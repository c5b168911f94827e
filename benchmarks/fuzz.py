"""Thousands of damaged and hostile pages through every reader: none may raise, none may take long.

python -m benchmarks.fuzz [--pages 20000] [--first 0]

A page is slow if reading it takes more than 100 times the median page of its run. What fails is printed with its
number, with which `benchmarks._mutations.mutate` gives it again.
"""

import argparse
import statistics
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks._mutations import mutate
from benchmarks._pages import all_bytes
from extractors.extract import continuation_urls, read_article
from extractors.lists import read_list
from extractors.outcome import NotAnArticle
from extractors.page import Page

_SLOW = 100
_IN_BENCH = 2_000


@dataclass
class Run:
    """What a run found: numbers of the pages that raised, with their error, and seconds by page."""

    raised: dict[int, str] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    articles: int = 0

    @property
    def slow(self) -> list[int]:
        """Numbers of the pages that took too long, also when they were read again."""
        limit = _SLOW * statistics.median(self.seconds.values())
        return [number for number, spent in self.seconds.items() if spent > limit]


def main(pages: int = _IN_BENCH, first: int = 0) -> int:
    """Read mutated pages and print what was found; the exit status is 1 if any failed."""
    originals = all_bytes()
    run = fuzz(originals, range(first, first + pages))
    median, slowest = statistics.median(run.seconds.values()), max(run.seconds.values())
    print(
        f"fuzz: {pages} mutated pages of {len(originals)}: {run.articles} were still articles, "
        f"{len(run.raised)} raised, {len(run.slow)} took more than {_SLOW} times the median; "
        f"the slowest {slowest / median:.0f} times"
    )
    for number, error in run.raised.items():
        print(f"  page {number} raised:\n{error}")
    for number in run.slow:
        print(f"  page {number} took {run.seconds[number] / median:.0f} times the median")
    return int(bool(run.raised or run.slow))


def fuzz(originals: Sequence[tuple[str, bytes]], numbers: Sequence[int]) -> Run:
    """Read the mutated page of each number in every way."""
    run = Run()
    for number in numbers:
        url, body = mutate(originals, number)
        try:
            run.articles += _read(run, number, url, body)
        except Exception:  # noqa: BLE001 - to find it is what this is for
            run.raised[number] = traceback.format_exc(limit=-4)
    for number in run.slow:  # the machine may have been busy
        _read(run, number, *mutate(originals, number))
    return run


def _read(run: Run, number: int, url: str, body: bytes) -> bool:
    """True if the page is an article; its time is the best of those it took so far."""
    start = time.perf_counter()
    is_article = True
    page = Page(url, body)
    try:
        read_article(page)
        continuation_urls(page)
    except NotAnArticle:
        is_article = False
    with suppress(NotAnArticle):
        read_list(page)
    run.seconds[number] = min(run.seconds.get(number, float("inf")), time.perf_counter() - start)
    return is_article


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    raise SystemExit(main(options.pages, options.first))
