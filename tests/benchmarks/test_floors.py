"""What extraction has reached must not be lost: floors a little below the measured figures."""

import logging

import pytest

from benchmarks._accuracy import shares
from benchmarks._pages import CORPUS, Pages, all_bytes, article_pages, demo_pages, labelled
from benchmarks._readers import Fields, bare_parse, county_news, trafilatura
from benchmarks.extract_speed import best_times, slowest_to_median
from benchmarks.fuzz import fuzz

# Measured: 9.2 times trafilatura and 0.21 of lxml's bare parse on the real pages. Busy machines need room.
LEAST_MULTIPLE_OF_TRAFILATURA = 6.0
LEAST_SHARE_OF_BARE_PARSE = 0.13
MOST_TIMES_THE_MEDIAN = 50

needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the labelled pages are not beside the project")


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        ("", {"title": 0.98, "published": 0.98, "authors": 0.98, "source": 0.98, "editors": 0.98, "reviewers": 0.98,
              "no_swap": 1.0, "five_fields": 0.96, "body_start": 0.96, "body_end": 0.96, "body_kept": 0.98,
              "body_clean": 0.98}),
        ("likeness", {"title": 1.0, "published": 1.0, "authors": 1.0, "source": 1.0, "editors": 0.94, "reviewers": 1.0,
                      "no_swap": 1.0, "five_fields": 0.94, "body_start": 0.94, "body_end": 1.0, "body_kept": 1.0,
                      "body_clean": 1.0}),
    ],
)  # fmt: skip
def test_labelled_pages_are_read_as_well_as_before(folder: str, floors: dict[str, float]) -> None:
    reached = shares(county_news, labelled(folder))
    assert reached.keys() >= floors.keys()
    assert {name: reached[name] for name in floors if reached[name] < round(floors[name], 3) - 0.005} == {}


def test_every_field_of_the_demo_county_is_right() -> None:
    assert {name: share for name, share in shares(county_news, demo_pages()).items() if share < 1} == {}


def test_a_reader_that_reads_nothing_is_right_about_nothing_that_is_there() -> None:
    reached = shares(lambda page: Fields(), demo_pages())
    assert reached["title"] == reached["five_fields"] == reached["body_start"] == reached["body_clean"] == 0


def test_pages_are_read_many_times_as_fast_as_by_trafilatura() -> None:
    logging.disable(logging.CRITICAL)
    pages = article_pages()
    some = Pages(pages.what, pages.pages[::3])
    times = best_times({"county-news": county_news, "lxml": bare_parse, "trafilatura": trafilatura}, some, rounds=3)
    logging.disable(logging.NOTSET)
    ours = sum(times["county-news"])
    assert sum(times["trafilatura"]) / ours > (LEAST_MULTIPLE_OF_TRAFILATURA if CORPUS.exists() else 2.0)
    assert sum(times["lxml"]) / ours > (LEAST_SHARE_OF_BARE_PARSE if CORPUS.exists() else 0.01)
    assert slowest_to_median(times["county-news"], some) < MOST_TIMES_THE_MEDIAN


def test_damaged_and_hostile_pages_break_and_hold_up_nothing() -> None:
    run = fuzz(all_bytes(), range(300))
    assert run.raised == {}
    assert run.slow == []
    assert run.articles > 100, "most damage leaves an article"
