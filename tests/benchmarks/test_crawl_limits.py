"""How fast and how small a crawl is: the limits of the benchmarks on a few small sites, and floors for what is reached."""

import pytest

from benchmarks import _scrapy
from benchmarks._crawl import Crawled, crawl
from benchmarks._sites import served, site_pages
from benchmarks.crawl_memory import MOST_GROWTH, MOST_MEGABYTES, growth
from benchmarks.crawl_nothing_new import measure
from benchmarks.crawl_pauses import MOST_OF_LONGEST_HOST, share_of_longest_host
from benchmarks.crawl_speed import multiples_of_scrapy

# Less than the benchmark's 1.0: on few pages, and beside other tests, the figures scatter.
LEAST_MULTIPLE_OF_SCRAPY = 0.8


@pytest.mark.skipif(not _scrapy.IS_INSTALLED, reason="Scrapy is not installed (make peers)")
def test_pages_are_crawled_as_fast_as_before_beside_scrapy() -> None:
    with served([40] * 4) as sites:
        dropped, written = multiples_of_scrapy(sites, rounds=2)
    assert dropped > LEAST_MULTIPLE_OF_SCRAPY
    assert written > LEAST_MULTIPLE_OF_SCRAPY


def test_a_run_with_nothing_new_asks_once_for_each_column_and_writes_nothing() -> None:
    found = measure()
    assert found["requests"] == found["columns"] > 0
    assert (found["lists_sent_again"], found["archived_bytes"], found["articles"]) == (0, 0, 0)


def test_a_run_takes_no_longer_than_its_longest_host_must_take() -> None:
    assert share_of_longest_host([2, 3, 5, 8, 20], delay_seconds=0.15) < MOST_OF_LONGEST_HOST


def test_a_crawl_of_many_sites_stays_small() -> None:
    with served([18] * 30) as sites:
        crawled = crawl(sites)
    assert crawled.peak < MOST_MEGABYTES / 2
    assert growth(crawled) < MOST_GROWTH


def test_growth_compares_the_last_quarter_with_the_first() -> None:
    assert growth(Crawled(8, 1.0, 4.0, [1, 2, 9, 9, 9, 9, 2, 3])) == 1.5


def test_the_sites_have_pages_as_large_as_real_ones() -> None:
    sizes = [len(body) for path, body in site_pages(40).items() if path.startswith("/Content-")]
    assert len(sizes) == 40
    assert min(sizes) > 19_000
    assert max(sizes) < 65_000
