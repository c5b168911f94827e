"""Numbers over time as one character each."""

import math
from collections.abc import Sequence

GAP = "·"  # nothing is known, as of a month that was not crawled
_BLOCKS = "▁▂▃▄▅▆▇█"

Numbers = Sequence[float | None]


def sparkline(numbers: Numbers, *, least: float = 0, most: float | None = None) -> str:
    """A character a number: `▁` for `least` or below, a higher block for all above, `█` for `most` or above.

    The greatest of the numbers is `most` unless it is given. None is `·`, so that a gap is not taken for a zero.
    """
    if most is None:
        most = max((number for number in numbers if number is not None), default=least)
    return "".join(GAP if number is None else _BLOCKS[_height(number, least, most)] for number in numbers)


def _height(number: float, least: float, most: float) -> int:
    """0 for the lowest block, 7 for the highest; a number a little above the least is not shown as the least."""
    highest = len(_BLOCKS) - 1
    if number <= least:
        return 0
    if number >= most:
        return highest
    # Halves, because the difference of two huge numbers may be more than a number can hold.
    share = (number / 2 - least / 2) / (most / 2 - least / 2)
    return min(highest, max(1, math.ceil(share * highest)))
