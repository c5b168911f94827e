"""Where a column ends: pinned, unordered and undated lists must not end it early."""

import time
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.listing import ListEnd, without_pinned

NEW, MIDDLE, OLD = date(2026, 11, 20), date(2026, 11, 1), date(2020, 1, 1)


def backfill() -> ListEnd:
    return ListEnd(since=date(2026, 10, 1), until_known=False)


def incremental() -> ListEnd:
    return ListEnd(since=None, until_known=True)


def test_a_backfill_ends_with_a_page_that_is_older_throughout() -> None:
    assert not backfill().is_reached([NEW, MIDDLE], all_known=True)
    assert not backfill().is_reached([NEW, OLD], all_known=True)
    assert backfill().is_reached([OLD, OLD], all_known=False)


def test_old_items_pinned_to_the_top_do_not_end_a_backfill() -> None:
    assert not backfill().is_reached([OLD, NEW, MIDDLE], all_known=False)


def test_a_list_from_old_to_new_does_not_end_a_backfill() -> None:
    days = [OLD + timedelta(days=number) for number in range(10)]
    assert not backfill().is_reached(days, all_known=False)


def test_an_undated_list_does_not_end_a_backfill() -> None:
    assert not backfill().is_reached([None, None], all_known=True)


def test_a_backfill_without_a_beginning_goes_on_to_the_last_page() -> None:
    assert not ListEnd(since=None, until_known=False).is_reached([OLD, OLD], all_known=True)


def test_a_daily_run_ends_with_a_page_of_known_links() -> None:
    end = incremental()
    assert not end.is_reached([NEW, MIDDLE], all_known=False)
    assert end.is_reached([MIDDLE, OLD], all_known=True)


def test_an_undated_list_gets_a_second_look() -> None:
    end = incremental()
    assert not end.is_reached([None, None], all_known=True)
    assert not end.is_reached([None, None], all_known=False)
    assert not end.is_reached([None, None], all_known=True)
    assert end.is_reached([None, None], all_known=True)


def test_a_daily_run_with_a_first_day_ends_there_too() -> None:
    assert ListEnd(since=date(2026, 10, 1), until_known=True).is_reached([OLD, OLD], all_known=False)


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.dates(), max_size=12))
def test_what_is_left_without_pinned_begins_with_its_newest(dates: list[date]) -> None:
    left = list(without_pinned(dates))
    assert left == dates[len(dates) - len(left) :]
    assert not left or left[0] == max(left)


def test_a_feed_of_fifty_thousand_days_from_old_to_new_takes_no_time() -> None:
    days = [OLD + timedelta(days=number) for number in range(50_000)]
    began = time.perf_counter()
    assert without_pinned(days) == ()
    assert time.perf_counter() - began < 1
