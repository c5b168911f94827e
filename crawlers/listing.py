"""When a column has been read far enough: rules about the dates and the newness of a list page's links.

Lists run from new to old, but not strictly: a few old notices are pinned to the top of every page, edited
articles swap places, and some lists have no dates or run the other way. None of these may end a column
early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

# A list that does not show its order may hide new links behind known ones, so it gets a second look.
_KNOWN_PAGES_IN_ORDER = 1
_KNOWN_PAGES_OUT_OF_ORDER = 2


@dataclass
class ListEnd:
    """Watches the pages of one column go by and says when the next one need not be read.

    A column ends with the first page that is older than `since` throughout and, with `until_known`, where
    everything is known.
    """

    since: date | None
    until_known: bool
    known_pages: int = 0

    def is_reached(self, dates: Sequence[date | None], *, all_known: bool) -> bool:
        """Whether the column ends with this page; `dates` of its links in their order, `all_known` or not."""
        unpinned = without_pinned([day for day in dates if day is not None])
        if self.since is not None and unpinned and max(unpinned) < self.since:
            return True
        self.known_pages = self.known_pages + 1 if all_known else 0
        enough = _KNOWN_PAGES_IN_ORDER if unpinned else _KNOWN_PAGES_OUT_OF_ORDER
        return self.until_known and self.known_pages >= enough


def without_pinned(dates: Sequence[date]) -> Sequence[date]:
    """The dates of a page from new to old, without older ones pinned above them.

    Empty when more than half of the page would count as pinned: such a list (one that runs from old to new)
    shows no order that anything could be concluded from.
    """
    newest_from = list(accumulate(reversed(dates), max))[::-1]  # of each date, the newest of it and those below it
    pinned = 0
    while pinned < len(dates) - 1 and dates[pinned] < newest_from[pinned + 1]:
        pinned += 1
    return () if pinned > len(dates) / 2 else dates[pinned:]
