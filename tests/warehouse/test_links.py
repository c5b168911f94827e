"""The ledger changes its mind about a link by what happened when, never by which news came first."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.batches import MOMENT, link
from warehouse.links import later
from warehouse.rows import LinkRow, LinkState

URL = "http://gov.example/1.html"


@st.composite
def news(draw: st.DrawFn) -> LinkRow:
    """A sighting on a list page, or an answer; one answer is lost for one reason only."""
    state: LinkState = draw(st.sampled_from(["seen", "fetched", "lost", "loaded"]))
    at = MOMENT + timedelta(days=draw(st.integers(0, 4)))
    if state == "seen":
        return replace(link(URL), first_seen_at=at, last_seen_at=at, listed_title="题目", listed_date=date(2026, 5, 1))
    reason = f"reason of day {at.day}" if state == "lost" else None
    return replace(link(URL), state=state, first_seen_at=at, last_seen_at=at, fetched_at=at, reason=reason)


def known_after(arrivals: list[LinkRow]) -> LinkRow:
    known = arrivals[0]
    for arrival in arrivals[1:]:
        known = later(known, arrival)
    return known


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(news(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_news_arrive_does_not_matter(arrivals: list[LinkRow], random: object) -> None:
    shuffled = list(arrivals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert known_after(shuffled) == known_after(arrivals)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(news(), min_size=1, max_size=6))
def test_news_told_twice_are_told_once(arrivals: list[LinkRow]) -> None:
    assert known_after(arrivals + arrivals) == known_after(arrivals)


def answered(state: LinkState, day: int, reason: str | None = None) -> LinkRow:
    at = datetime(2026, 5, day)
    return replace(link(URL), state=state, first_seen_at=at, last_seen_at=at, fetched_at=at, reason=reason)


def test_an_answer_counts_more_than_being_seen_again_later() -> None:
    known = later(answered("lost", 3, "not_found"), replace(link(URL), last_seen_at=datetime(2026, 6, 1)))
    assert (known.state, known.reason, known.last_seen_at) == ("lost", "not_found", datetime(2026, 6, 1))


def test_the_newest_answer_counts() -> None:
    known = later(answered("lost", 3, "timeout"), answered("lost", 4, "not_found"))
    assert (known.reason, known.fetched_at) == ("not_found", datetime(2026, 5, 4))
    assert later(answered("lost", 3, "timeout"), answered("fetched", 4)).reason is None


def test_a_loaded_article_stays_loaded_when_its_page_is_gone_later() -> None:
    known = later(answered("loaded", 3), answered("lost", 9, "not_found"))
    assert (known.state, known.reason, known.fetched_at) == ("loaded", None, datetime(2026, 5, 3))


def test_what_the_list_said_is_kept_when_the_answer_does_not_say_it() -> None:
    listed = replace(link(URL), listed_title="题目", listed_date=date(2026, 5, 1), column_name="乡镇动态")
    known = later(answered("loaded", 3), listed)
    assert (known.state, known.listed_title, known.listed_date) == ("loaded", "题目", date(2026, 5, 1))
    assert known.column_name == "乡镇动态"
