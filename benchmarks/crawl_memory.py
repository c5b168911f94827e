"""Whether a crawl of a hundred sites at once stays small, and stays as it is however long it goes on.

python -m benchmarks.crawl_memory
"""

from benchmarks._crawl import Crawled, crawl
from benchmarks._sites import served

MOST_MEGABYTES = 400
MOST_GROWTH = 1.15
_HOSTS = 100
_ARTICLES = 190  # with their ten lists two hundred pages


def main() -> None:
    """Print the most that the process ever held against the limit, and how it grew from first to last quarter."""
    with served([_ARTICLES] * _HOSTS) as sites:
        crawled = crawl(sites)
    print(f"crawl memory: {_HOSTS} hosts, {crawled.pages} pages in one process")
    print(f"  {crawled.peak / MOST_MEGABYTES:.2f} of {MOST_MEGABYTES} MB ({crawled.peak:.0f} MB)")
    print(f"  last quarter {growth(crawled):.2f} times the first (limit: at most {MOST_GROWTH})")


def growth(crawled: Crawled) -> float:
    """Most memory held in the last quarter of the pages over that in the first."""
    quarter = len(crawled.resident) // 4
    return max(crawled.resident[-quarter:]) / max(crawled.resident[:quarter])


if __name__ == "__main__":
    main()
