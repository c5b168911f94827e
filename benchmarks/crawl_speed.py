"""How many pages a second a crawl reads, against Scrapy on the same sites in one run.

python -m benchmarks.crawl_speed

Both ask each host for one page at a time, without a pause, and obey robots.txt. Ours looks for an article's later pages
and has every answer on disk, as part of the archive, before it goes on; Scrapy drops the bodies, or writes them to
files.
"""

from collections.abc import Sequence

from benchmarks import _scrapy
from benchmarks._crawl import crawl
from benchmarks._sites import SiteAddress, served

LEAST_MULTIPLE = 1.0
_HOSTS = 8
_ARTICLES = 150
_ROUNDS = 3


def main() -> None:
    """Print our speed as a multiple of Scrapy's."""
    if not _scrapy.IS_INSTALLED:
        print("crawl speed: Scrapy is not installed (make peers)")
        return
    with served([_ARTICLES] * _HOSTS) as sites:
        dropped, written = multiples_of_scrapy(sites, rounds=_ROUNDS)
    print(f"crawl: {_HOSTS} hosts with {_ARTICLES} articles each, best of {_ROUNDS} rounds; our pages a second")
    print(f"  {dropped:5.2f} times those of Scrapy, which drops the bodies (limit: at least {LEAST_MULTIPLE})")
    print(f"  {written:5.2f} times those of Scrapy, which writes the bodies to files")


def multiples_of_scrapy(sites: Sequence[SiteAddress], rounds: int) -> tuple[float, float]:
    """Our best speed over Scrapy's best, where it drops the bodies and where it writes them to files.

    In every round one crawls after the other: a busy machine hits all alike.
    """
    ours, dropped, written = 0.0, 0.0, 0.0
    for _ in range(rounds):
        ours = max(ours, crawl(sites).pages_per_second)
        dropped = max(dropped, _scrapy.pages_per_second(sites, writes_files=False))
        written = max(written, _scrapy.pages_per_second(sites, writes_files=True))
    return ours / dropped, ours / written


if __name__ == "__main__":
    main()
