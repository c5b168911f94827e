"""How long a list is, from a few of its pages: a search for the page where it ends and for where its days are.

Lists run from new to old, so the days of pages that were seen tell about where others are; a page that is asked then
tells whether that was so. What the pages before and behind it leave no doubt about is counted, all else estimated.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from crawlers.link import Window
from crawlers.listing import ListEnd, without_pinned

# What may be asked of one column to find out.
REQUESTS_OF_A_COLUMN = 12
# Days may be unevenly spread: every so many steps the middle is asked for instead of where the days point to.
_BISECT_EVERY = 3


class OutOfReach(Exception):
    """A page cannot be asked for: its address is not known before those in front of it, or enough was asked."""


@dataclass(frozen=True)
class Look:
    """A list page that was looked at: the dates of its links in their order, and whether no page follows it.

    Two pages with one `mark` are one page: some servers answer their last one, or the first, for every higher number.
    """

    dates: tuple[date | None, ...]
    is_last: bool = False
    mark: Hashable = None


@dataclass(frozen=True)
class Estimate:
    """How many list pages a backfill asks for, and how many links of the window lie on those that were not looked at.

    `is_counted` says that the number of pages is certain while the list keeps its order; `unseen_pages` is how many of
    them may hold links of the window and were not looked at.
    """

    pages: int
    is_counted: bool
    unseen_pages: int
    unseen_links: float


# A page by its number from 1, None where there is none. Raises OutOfReach.
Pages = Callable[[int], Look | None]


@dataclass
class Search:
    """Looks at pages of a list until it is known where a backfill of the window ends.

    `cap` is how many pages are read at most, `shown` the number of the last page where the first one shows it.
    """

    page: Pages
    window: Window
    cap: int
    requests_max: int = REQUESTS_OF_A_COLUMN
    shown: Callable[[], int | None] = lambda: None
    looks: dict[int, Look | None] = field(default_factory=dict)
    _left: int = field(init=False)
    _repeated: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._left = self.requests_max

    def find_end(self) -> None:
        """Look for the page with which the list ends, as far as pages can be asked for."""
        try:
            self._look(1)
            step = 0
            while not self._is_end_known:
                self._jump_or_walk(self._next_look(step))
                step += self._bracket()[1] is not None
        except OutOfReach:
            return

    def find_window(self) -> None:
        """Look for the page where the window begins; where few pages are left in it, look at all of them."""
        try:
            step = 0
            while gap := self._gap_of_window():
                self._look(self._inside(*gap, self.window.until, step))
                step += 1
            unseen = [number for unseen, _ in self._gaps_in_window() for number in unseen]
            if self._is_end_known and len(unseen) <= self._left:
                for number in unseen:
                    self._look(number)
        except OutOfReach:
            return

    def look_down_to(self, is_known: Callable[[int], bool]) -> bool:
        """Look at pages from the first on, down to one of which everything `is_known`; whether that came about."""
        number = 1
        try:
            while number < self.pages and not is_known(number):
                number += 1
                self._look(number)
        except OutOfReach:
            return False
        return True

    @property
    def pages(self) -> int:
        """How many pages are asked for, as far as is known now; at least one."""
        last, end = self._bracket()
        if end is not None and end - last == 1:
            return min(end, self.cap)
        if last >= self.cap:
            return self.cap
        return min(self._inside(last, end, self.window.since, 0), self.cap)

    def estimate(self) -> Estimate:
        """What was found out."""
        gaps = list(self._gaps_in_window())
        pages = sum(len(unseen) * share for unseen, share in gaps)
        return Estimate(self.pages, self._is_end_known, sum(len(unseen) for unseen, _ in gaps), pages * self._rows())

    @property
    def _is_end_known(self) -> bool:
        last, end = self._bracket()
        is_at_cap = last >= self.cap and (last == 1 or last - 1 in self.looks)  # that it is no other page once more
        return is_at_cap or (end is not None and end - last == 1)

    def _look(self, number: int) -> None:
        if number in self.looks:
            return
        if self._left < 1:
            raise OutOfReach
        look = self.page(number)  # what is out of reach costs nothing
        self._left -= 1
        self.looks[number] = look
        if look is not None and look.mark:
            self._mind_repetition(look.mark)

    def _mind_repetition(self, mark: Hashable) -> None:
        """Of pages that are one page all but the first are none; that one is the last, or none either."""
        first, *others = sorted(number for number, look in self.looks.items() if look and look.mark == mark)
        if others:
            self._repeated.add(first)
            self.looks |= dict.fromkeys(others)

    def _may_be_none(self, number: int) -> bool:
        """Whether a page is answered for other numbers too, and the one before it was not looked at."""
        return number in self._repeated and number > 1 and self.looks.get(number - 1) is None

    def _jump_or_walk(self, number: int) -> None:
        """Look at a page, or where it cannot be reached, at the first one that was not looked at."""
        try:
            self._look(number)
        except OutOfReach:
            following = next(other for other in range(1, len(self.looks) + 2) if other not in self.looks)
            if following == number:
                raise
            self._look(following)

    def _ends(self, number: int) -> bool:
        look = self.looks[number]
        if look is None or look.is_last or self._may_be_none(number):
            return True
        return ListEnd(self.window.since, until_known=False).is_reached(look.dates, all_known=False)

    def _bracket(self) -> tuple[int, int | None]:
        """The last page that does not end the list (0: none), and the first one that does."""
        end = min(filter(self._ends, self.looks), default=None)
        last = max((number for number in self.looks if end is None or number < end), default=0)
        return last, end

    def _next_look(self, step: int) -> int:
        """The page that tells most about where the list ends."""
        last, end = self._bracket()
        if last >= self.cap:
            return last - 1
        if last == 1 and end is None:
            return 2  # how the addresses go on
        if last > 1 and last in self._repeated:
            return last + 1
        look = self.looks[end] if end else None
        if end and look and look.is_last and step % _BISECT_EVERY != _BISECT_EVERY - 1:
            return end - 1  # it is the last one, unless the server answers that for each higher number
        return self._inside(last, end, self.window.since, step)

    def _inside(self, before: int, behind: int | None, day: date | None, step: int) -> int:
        """A page between two (behind the first, where there is no second) on which `day` may be passed."""
        shown = self.shown() if behind is None else None
        highest = self.cap if behind is None else behind - 1
        if shown:
            highest = min(highest, max(shown, before + 1))
        is_to_halve = behind is not None and step % _BISECT_EVERY == _BISECT_EVERY - 1
        guess = None if day is None or is_to_halve else self._pointed_to(before, behind, day)
        if guess is None:
            guess = highest if shown else self._middle(before, behind)
        return max(before + 1, min(guess, highest))

    def _pointed_to(self, before: int, behind: int | None, day: date) -> int | None:
        """Where `day` is passed if days are as evenly spread as they seem; None where the pages do not tell."""
        newest, oldest, below = self._newest(1), self._oldest(before), self._newest(behind)
        if newest is None or oldest is None:
            return None
        days = (oldest - day).days + 1
        if behind is not None and below is not None:
            return before + round(days / max((oldest - below).days + 1, 1) * (behind - before))
        guess = before + max(round(days * before / ((newest - oldest).days + 1)), 1)
        return guess if behind is None or guess < behind else None

    @staticmethod
    def _middle(before: int, behind: int | None) -> int:
        return 2 * max(before, 1) if behind is None else (before + behind) // 2

    def _gap_of_window(self) -> tuple[int, int] | None:
        """Two pages between which the window's last day is passed, with others between them."""
        until = self.window.until
        seen = self._seen()
        for before, behind in pairwise(seen):
            oldest, newest = self._oldest(before), self._newest(behind)
            is_between = until and oldest and newest and oldest > until >= newest
            if is_between and any(number not in self.looks for number in range(before + 1, behind)):
                return before, behind
        return None

    def _seen(self) -> list[int]:
        """The pages that were looked at and are there, up to the last one that is asked for."""
        pages = self.pages
        return sorted(number for number, look in self.looks.items() if look and number <= pages)

    def _gaps_in_window(self) -> Iterator[tuple[list[int], float]]:
        """The pages between those that were looked at, and which share of their links is in the window; none of 0."""
        seen: list[int | None] = [*self._seen()]
        for before, behind in pairwise([0, *seen, None]):
            numbers = range((before or 0) + 1, behind or self.pages + 1)
            unseen = [number for number in numbers if number not in self.looks]
            share = self._share(before, behind) if unseen else 0.0
            if share:
                yield unseen, share

    def _share(self, before: int | None, behind: int | None) -> float:
        """Which share of the links between two pages is in the window: as the days between them are."""
        newest = self._oldest(before) if before else None
        oldest = self._newest(behind) if behind else self.window.since
        if newest is None:
            return 1.0
        oldest = min(oldest or date.min, newest)
        first = max(oldest, self.window.since or date.min)
        last = min(newest, self.window.until or date.max)
        if first > last:
            return 0.0
        return (last - first + timedelta(1)) / (newest - oldest + timedelta(1))

    def _rows(self) -> float:
        """The links of a page that is full."""
        full = [len(look.dates) for look in self.looks.values() if look and not look.is_last]
        return median(full or [0])

    def _newest(self, number: int | None) -> date | None:
        return max(self._days(number), default=None)

    def _oldest(self, number: int | None) -> date | None:
        return min(self._days(number), default=None)

    def _days(self, number: int | None) -> list[date]:
        look = self.looks.get(number or 0)
        return list(without_pinned([day for day in look.dates if day is not None])) if look else []
