"""What is printed for eyes: how wide, in which colours, and how long texts of strangers are kept to their place."""

import os
import re
import sys
from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from flows.terminal import harmless_line

_PIPED_WIDTH = 80
_LEAST_WIDTH = 30  # below, nothing can be read; the terminal breaks the lines
_ELLIPSIS = "…"
# Chinese may be broken anywhere, but no number, and nothing before what closes a sentence or a bracket.
_WORD = re.compile(r"(?:[0-9A-Za-z.,%]+|.)[。，、；：！？”’）》】]*", re.DOTALL)


def screen(piped_width: int = _PIPED_WIDTH) -> Console:
    """Standard output; one that is no terminal has `piped_width` columns unless COLUMNS says otherwise.

    With NO_COLOR, and where there is no terminal, neither colours nor links are written.
    """
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(color_system=colours, highlight=False)
    if console.is_terminal or "COLUMNS" in os.environ:
        return console
    return Console(color_system=colours, highlight=False, width=piped_width)


def width_of(console: Console) -> int:
    """Columns to write in."""
    return max(console.width, _LEAST_WIDTH)


def cut(text: str, cells: int) -> str:
    """A stranger's text as one harmless line of at most so many cells; `…` stands for what is cut off."""
    line = _one_line(text, cells)
    if len(line) <= cells and cell_len(line) <= cells:
        return line
    return next(iter(chop_cells(line, cells - 1)), "") + _ELLIPSIS


def folded(text: str, cells: int, lines: int) -> list[str]:
    """The same in at most so many lines; numbers and Latin words are broken only where they fill a line."""
    broken = list(_broken(_one_line(text, cells * lines), cells))
    if len(broken) > lines:
        return [*broken[: lines - 1], cut("".join(broken[lines - 1 :]), cells)]
    return broken


def print_line(console: Console, *parts: Text | str, indent: int = 0) -> None:
    """Print parts side by side, two blanks between them; what is wider than the screen goes on below."""
    line = Text("  ").join(part if isinstance(part, Text) else Text(part) for part in parts)
    console.print(Text(" " * indent) + line, overflow="fold")


def print_address(console: Console, url: str | None, indent: int) -> None:
    """Print an address whole: on one line where there is room for it, from the left edge on where there is not."""
    if not url:
        return
    width = width_of(console)
    line = harmless_line(url)
    if cell_len(line) + indent <= width:
        print_line(console, Text(line, style=link_style(url)), indent=indent)
        return
    for part in chop_cells(line, width):
        print_line(console, Text(part, style=link_style(url)))


def print_more(console: Console, found: int, limit: int) -> None:
    """Say that there is more than was printed, and how to see it."""
    if found > limit:
        print_line(console, f"{limit} of {found}; --limit {found} prints all.")


def tell_nothing(sentence: str) -> None:
    """Say that nothing was found where it is not taken for an answer: on standard error."""
    sys.stderr.write(sentence + "\n")


def link_style(url: str | None) -> str:
    """Style that makes a text a link to an address of the web; of anything else no link is made."""
    is_link = bool(url) and re.fullmatch(r"https?://[!-~]+", url or "", re.IGNORECASE)
    return f"dim link {url}" if is_link else "dim"


def _one_line(text: str, cells: int) -> str:
    # More signs than cells are never shown, so that signs without a width cannot fill the screen either.
    return harmless_line(text[: cells + 1]).replace("\t", " ")[: cells + 1]


def _broken(line: str, cells: int) -> Iterator[str]:
    current = ""
    for word in _WORD.findall(line):
        for part in chop_cells(word, cells):
            if cell_len(current) + cell_len(part) > cells:
                yield current
                current = ""
            current += part
    if current:
        yield current
