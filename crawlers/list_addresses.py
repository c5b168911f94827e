"""Where the later pages of a list are: told from two addresses in a row, where only numbers in them go on evenly."""

import re
from dataclasses import dataclass

from extractors.answers import answer_pages
from extractors.page import Page
from extractors.platforms.pagination import absolute, trs_pages
from extractors.xpath import selecting

_LINKS = selecting("//a[@href]")
_NUMBERS = re.compile(r"(\d{1,9})")
# 共23页, 页次:1/23
_PAGES_SAID = re.compile(r"共\s{0,3}(\d{1,5})\s{0,3}页|页次?\s{0,3}[:：]?\s{0,3}\d{1,5}\s{0,3}/\s{0,3}(\d{1,5})(?!\d)")


@dataclass(frozen=True)
class ListAddresses:
    """The addresses of a list's pages from the second on: `texts` with numbers between them.

    Each of `numbers` of the second page grows by its one of `steps` from page to page: page numbers by one, numbers
    that count down by minus one, ranges of records by their length.
    """

    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    steps: tuple[int, ...]
    widths: tuple[int, ...]  # of numbers with zeros before them, else 0

    @classmethod
    def of(cls, second: str, third: str) -> "ListAddresses | None":
        """The rule that leads from the address of page 2 to that of page 3; None where there is none."""
        texts, numbers = _parts(second)
        texts_of_third, numbers_of_third = _parts(third)
        steps = tuple(int(later) - int(one) for one, later in zip(numbers, numbers_of_third, strict=False))
        if texts != texts_of_third or len(numbers) != len(numbers_of_third) or not any(steps):
            return None
        widths = tuple(len(number) if number[0] == "0" else 0 for number in numbers)
        return cls(texts, tuple(map(int, numbers)), steps, widths)

    @property
    def last_of_countdown(self) -> int | None:
        """The number of the last page where the addresses count down to 1."""
        down = [number for number, step in zip(self.numbers, self.steps, strict=True) if step == -1]
        return down[0] + 1 if len(down) == 1 and sum(map(bool, self.steps)) == 1 else None

    def address(self, number: int) -> str | None:
        """The address of a page from the second on; None for one that would have a number below 0."""
        numbers = [first + step * (number - 2) for first, step in zip(self.numbers, self.steps, strict=True)]
        if any(value < 0 for value in numbers):
            return None
        written = [str(value).zfill(width) for value, width in zip(numbers, self.widths, strict=True)]
        return "".join(text + value for text, value in zip(self.texts, [*written, ""], strict=True))

    def number(self, address: str) -> int | None:
        """The number of the page that has this address; None for an address of another form.

        Of several numbers that grow the first decides: the last range of records is a shorter one.
        """
        texts, numbers = _parts(address)
        if texts != self.texts:
            return None
        parts = list(zip(map(int, numbers), self.numbers, self.steps, strict=True))
        if any(value != first for value, first, step in parts if not step):
            return None
        value, first, step = next(part for part in parts if part[2])
        pages, rest = divmod(value - first, step)
        return 2 + pages if pages >= 0 and not rest else None


def last_page_shown(first: Page, rows: int, addresses: ListAddresses) -> int | None:
    """The number of a list's last page as its first page shows it; `rows` is how many links that has.

    By the number that its addresses count down from, by its pager's script or words, by the total of an answer for
    scripts, or by the highest number that it links to. Nothing vouches for it.
    """
    if addresses.last_of_countdown:
        return addresses.last_of_countdown
    if first.text.lstrip()[:1] in ("{", "["):
        return answer_pages(first, rows)
    said = [int(found[1] or found[2]) for found in _PAGES_SAID.finditer(first.text)]
    linked = filter(None, (addresses.number(absolute(first, link.get("href")) or "") for link in _LINKS(first.tree)))
    return max([*said, *linked, trs_pages(first) or 0]) or None


def _parts(address: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = _NUMBERS.split(address)
    return tuple(parts[::2]), tuple(parts[1::2])
