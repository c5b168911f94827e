"""How many pages a second we read, against lxml's bare parse and the libraries beside us, on the same pages in one run.

python -m benchmarks.extract_speed
"""

import logging
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress

from benchmarks._pages import Pages, article_pages
from benchmarks._readers import Reader, bare_parse, county_news, forget, missing_peers, peers

_ROUNDS = 5
_LARGE = 1_000_000


def main() -> None:
    """Print a line for each library, and how our slowest page compares with the one in the middle."""
    logging.disable(logging.CRITICAL)
    pages = article_pages()
    times = best_times({"county-news": county_news, "lxml parse": bare_parse, **peers()}, pages)
    ours = sum(times["county-news"])
    print(f"extract: {len(pages.pages)} {pages.what}, best of {_ROUNDS} rounds; the time of each as a multiple of ours")
    for name, spent in times.items():
        print(f"  {name:12s} {sum(spent) / ours:6.2f}   ({1000 * sum(spent) / len(spent):.2f} ms a page)")
    print(f"  our slowest page under 1 MB takes {slowest_to_median(times['county-news'], pages):.0f} times the median")
    if missing_peers():
        print(f"  not installed: {', '.join(missing_peers())} (make peers)")
    logging.disable(logging.NOTSET)


def best_times(readers: dict[str, Reader], pages: Pages, rounds: int = _ROUNDS) -> dict[str, list[float]]:
    """Seconds that each library takes for each page at its best.

    In every round each library reads all pages anew, one library after the other: a busy machine hits all alike. None
    remembers a page of the round before, for in practice none comes twice.
    """
    best = {name: [float("inf")] * len(pages.pages) for name in readers}
    for _ in range(rounds):
        forget()
        for name, reader in readers.items():
            for number, page in enumerate(pages.anew()):
                if reader is not county_news:
                    page.text  # noqa: B018 - they are given text, or told the encoding: to find it is not their work
                start = time.perf_counter()
                with suppress(Exception):  # a library that cannot read a page has spent its time all the same
                    reader(page)
                best[name][number] = min(best[name][number], time.perf_counter() - start)
    return best


def slowest_to_median(spent: Sequence[float], pages: Pages) -> float:
    """The slowest page under 1 MB, as a multiple of the median page."""
    slowest = max(seconds for seconds, page in zip(spent, pages.pages, strict=True) if len(page.body) < _LARGE)
    return slowest / statistics.median(spent)


if __name__ == "__main__":
    main()
