"""The simulated day of a country: it knows what politeness allows, and workers really take as long as it says."""

import itertools

import pytest

from benchmarks._country import Country, Politeness, SiteVisit, county_visits, simulate
from benchmarks.country import replayed_to_simulated

EVEN = Politeness(delay_seconds=3.0, jitter=0.0, answer_seconds=1.0)


def test_a_site_takes_its_answers_and_the_pauses_between_them() -> None:
    run = simulate([[SiteVisit(1, 10)]], EVEN, at_once=1)
    assert run.ends == [10 * 1.0 + 9 * 3.0]


def test_sites_at_addresses_of_their_own_do_not_wait_for_each_other() -> None:
    run = simulate([[SiteVisit(1, 10), SiteVisit(2, 4)], [SiteVisit(3, 10)]], EVEN, at_once=2)
    assert run.ends == [37.0, 37.0]


def test_sites_at_one_address_take_turns() -> None:
    run = simulate([[SiteVisit(1, 5)], [SiteVisit(1, 5)]], EVEN, at_once=2)
    assert run.ends == [33.0, 37.0]
    assert run.requests == 10


def test_where_one_run_goes_on_at_once_the_next_begins_when_it_ends() -> None:
    run = simulate([[SiteVisit(1, 2)], [SiteVisit(2, 2)], [SiteVisit(3, 2)]], EVEN, at_once=1)
    assert run.ends == [5.0, 10.0, 15.0]


def test_a_country_has_the_news_that_are_supposed_and_uneven_counties() -> None:
    country = Country(counties=400, towns=6_000, articles_a_day=60_000)
    runs = county_visits(country)
    asked = sum(visit.requests for run in runs for visit in run)
    lists = 400 * (21 + 10 + 2)
    assert 30_000 < asked - lists < 30_000 * 1.06
    sizes = sorted(sum(visit.requests for visit in run) for run in runs)
    assert sizes[-1] > 5 * sizes[200]


@pytest.mark.parametrize("counties", [8, 90])
def test_counties_on_a_platform_share_its_address(counties: int) -> None:
    runs = county_visits(Country(counties=180, platform_share=0.5, platform_counties=counties))
    shared = sorted(visit.address for run in runs for visit in run if visit.address < 0)
    sizes = [len(list(group)) for _, group in itertools.groupby(shared)]
    assert sum(sizes) == 90
    assert max(sizes) == counties


def test_workers_that_share_pauses_take_about_as_long_as_the_simulation_says() -> None:
    assert 0.9 < replayed_to_simulated() < 1.6
