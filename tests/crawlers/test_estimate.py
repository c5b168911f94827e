"""The search for where a list ends: what it calls counted is so, and few pages are asked for, whatever the list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from crawlers.estimate import REQUESTS_OF_A_COLUMN, Estimate, Look, OutOfReach, Search
from crawlers.link import Window
from crawlers.listing import ListEnd

NEWEST = date(2026, 6, 30)
many = settings(derandomize=True, max_examples=150, deadline=None, database=None)


@dataclass
class SomeList:
    """A list of days, newest first; `pinned` old notices stand on top of every page, `undated` rows have no date.

    Behind its end it answers nothing, or its last page again. With `grows` so many rows appear after each request.
    """

    days: list[date]
    rows: int = 10
    pinned: int = 0
    undated: frozenset[int] = frozenset()
    repeats_last: bool = False
    grows: int = 0
    jumps: bool = True
    asked: list[int] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.days) // self.rows))

    def page(self, number: int) -> Look | None:
        if not self.jumps and number > 1 and number - 1 not in self.asked:
            raise OutOfReach
        self.asked.append(number)
        look = self.look(min(number, self.pages) if self.repeats_last else number)
        self.days[:0] = [NEWEST] * self.grows
        return look

    def look(self, number: int) -> Look | None:
        if number > self.pages:
            return None
        rows = range((number - 1) * self.rows, min(number * self.rows, len(self.days)))
        notices = [date(2001, 1, 1)] * self.pinned
        dates = [None if row in self.undated else self.days[row] for row in rows]
        is_last = not rows or (number == self.pages and not self.repeats_last)
        return Look((*notices, *dates), is_last, tuple(rows))

    def truth(self, window: Window, cap: int) -> int:
        """How many pages a backfill asks for: read one after the other."""
        for number in range(1, cap + 1):
            look = self.look(number)
            if (
                look is None
                or look.is_last
                or ListEnd(window.since, until_known=False).is_reached(look.dates, all_known=False)
            ):
                return number
        return cap

    def links(self, window: Window, pages: range | set[int]) -> int:
        """How many of its dated rows on these pages are of the window."""
        looks = filter(None, map(self.look, pages))
        return sum(window.holds(day) for look in looks for day in look.dates)


def searched(
    some_list: SomeList, window: Window, cap: int = 2000, shown: Callable[[], int | None] | None = None
) -> tuple[Search, Estimate]:
    search = Search(some_list.page, window, cap, shown=shown or (lambda: None))
    search.find_end()
    search.find_window()
    return search, search.estimate()


def days_back(gaps: list[int], times: int) -> list[date]:
    """Days from the newest on, with these gaps over and over."""
    days, day = [], NEWEST
    for gap in gaps * times:
        days.append(day)
        day -= timedelta(gap)
    return days


gaps = some.lists(some.sampled_from([0, 0, 0, 1, 1, 2, 9, 40]), min_size=1, max_size=40)
windows = some.builds(
    lambda begin, length: Window(NEWEST - timedelta(begin), NEWEST - timedelta(begin) + timedelta(length)),
    some.integers(0, 1500),
    some.integers(0, 500),
)


@some.composite
def lists(draw: some.DrawFn) -> SomeList:
    days = days_back(draw(gaps), draw(some.integers(0, 60)))
    undated = draw(some.frozensets(some.integers(0, max(len(days) - 1, 0)), max_size=3))
    return SomeList(days, draw(some.integers(8, 20)), draw(some.integers(0, 2)), undated, draw(some.booleans()))


@many
@given(lists(), windows, some.integers(1, 2000))
def test_what_is_counted_is_so_and_few_pages_are_asked_for_once_each(
    some_list: SomeList, window: Window, cap: int
) -> None:
    search, found = searched(some_list, window, cap)
    assert len(some_list.asked) == len(set(some_list.asked)) <= REQUESTS_OF_A_COLUMN
    truth = some_list.truth(window, cap)
    if found.is_counted:
        assert found.pages == truth
    if found.is_counted and not found.unseen_pages:
        seen = {number for number, look in search.looks.items() if look and number <= truth}
        unseen = set(range(1, truth + 1)) - seen
        dated = SomeList(some_list.days, some_list.rows, 0, repeats_last=some_list.repeats_last)
        without_days = {row // some_list.rows + 1 for row in some_list.undated}
        assert dated.links(window, unseen - without_days) == 0


@many
@given(some.integers(1, 30_000), some.integers(1, 7), windows)
def test_a_regular_list_is_counted_and_its_links_are_estimated_within_a_fifth(
    length: int, a_day: int, window: Window
) -> None:
    some_list = SomeList([NEWEST - timedelta(row // a_day) for row in range(length)], rows=15)
    search, found = searched(some_list, window)
    truth = some_list.truth(window, 2000)
    assert abs(found.pages - truth) <= (0 if found.is_counted else 0.05 * truth)
    links = some_list.links(window, range(1, truth + 1))
    seen = some_list.links(window, {number for number in search.looks if number <= found.pages})
    assert abs(seen + found.unseen_links - links) <= max(0.2 * links, 15 if found.unseen_pages else 0)


@many
@given(gaps, windows, some.integers(1, 3))
def test_a_list_that_grows_meanwhile_is_found_but_for_what_was_added(
    gaps: list[int], window: Window, grows: int
) -> None:
    some_list = SomeList(days_back(gaps, 30), rows=10, grows=grows)
    before = some_list.truth(window, 2000)
    _, found = searched(some_list, window)
    after = some_list.truth(window, 2000)
    if found.is_counted:
        assert before <= found.pages <= after
    assert len(some_list.asked) <= REQUESTS_OF_A_COLUMN


@many
@given(some.integers(0, 500), some.booleans(), some.none() | some.integers(1, 60))
def test_an_undated_list_is_read_to_its_last_page(length: int, repeats_last: bool, shown: int | None) -> None:
    some_list = SomeList([NEWEST] * length, 10, undated=frozenset(range(length)), repeats_last=repeats_last)
    window = Window(NEWEST - timedelta(30), NEWEST)
    _, found = searched(some_list, window, shown=lambda: shown)
    if found.is_counted:
        assert found.pages == some_list.pages + (repeats_last and length > 0)
    else:
        assert abs(found.pages - some_list.pages) <= some_list.pages


def test_the_number_of_the_last_page_that_the_first_shows_is_believed_only_if_it_is_so() -> None:
    undated = frozenset(range(400))
    for shown, asked in ((40, [1, 2, 40, 39]), (39, None), (90, None)):
        some_list = SomeList([NEWEST] * 400, 10, undated=undated)
        _, found = searched(some_list, Window(NEWEST, NEWEST), shown=lambda shown=shown: shown)  # type: ignore[misc]
        assert (found.pages, found.is_counted) == (40, True)
        if asked:
            assert some_list.asked[:4] == asked


def test_where_pages_cannot_be_jumped_to_the_first_ones_tell_about_the_others() -> None:
    some_list = SomeList([NEWEST - timedelta(row // 3) for row in range(6000)], rows=15, jumps=False)
    window = Window(NEWEST - timedelta(999), NEWEST - timedelta(500))
    search, found = searched(some_list, window)
    assert some_list.asked == list(range(1, REQUESTS_OF_A_COLUMN + 1))
    assert not found.is_counted
    assert abs(found.pages - some_list.truth(window, 2000)) <= 0.05 * found.pages
    assert abs(found.unseen_links - 1500) <= 0.2 * 1500
    assert search.looks.keys() == set(some_list.asked)


def test_a_list_of_which_nothing_is_wanted_costs_its_first_page() -> None:
    some_list = SomeList([NEWEST - timedelta(row) for row in range(100)])
    _, found = searched(some_list, Window(NEWEST + timedelta(1), NEWEST + timedelta(9)))
    assert (some_list.asked, found) == ([1], Estimate(1, True, 0, 0))
