"""Whether a run takes as long as its longest host must take, and no longer: pauses of hosts pass side by side.

python -m benchmarks.crawl_pauses
"""

from collections.abc import Sequence

from benchmarks._crawl import crawl
from benchmarks._sites import served

MOST_OF_LONGEST_HOST = 1.1
_DELAY_SECONDS = 0.2
_ARTICLES = (10, 20, 20, 40, 60, 100, 150)


def main() -> None:
    """Print the time of the run over the requests of the longest host times the pause."""
    share = share_of_longest_host(_ARTICLES, _DELAY_SECONDS)
    print(
        f"pauses: {len(_ARTICLES)} hosts with {min(_ARTICLES)} to {max(_ARTICLES)} articles, {_DELAY_SECONDS} s apart:"
    )
    print(f"  {share:.3f} times the longest host's requests times the pause (limit: at most {MOST_OF_LONGEST_HOST})")


def share_of_longest_host(articles: Sequence[int], delay_seconds: float) -> float:
    """Seconds of the run over those that politeness demands of the longest host."""
    with served(articles) as sites:
        crawled = crawl(sites, delay_seconds)
        requests = max(site.pages for site in sites) + 1  # and robots.txt
    return crawled.seconds / (requests * delay_seconds)


if __name__ == "__main__":
    main()
