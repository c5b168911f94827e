"""`county-news claims`: who claims how much of something, with the sentence that says so."""

from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.text import Text

from flows.asking.ask import Named, print_answer
from flows.asking.claims import claims_of_word, heading, print_claim
from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.screen import cut, print_line, print_more, screen, tell_nothing, width_of
from flows.settings import Settings

_SHOWN = 20


def tell_claims(settings: Settings, word: str, limit: int | None, form: str) -> None:
    """Print what each place claims last of what the word names: for eyes the first of them, for other programs all.

    Raises InputError without a word, NothingPublished.
    """
    if not word.strip():
        raise InputError("Give a word to look for.")
    with open_snapshot(settings.snapshot) as connection:
        found = claims_of_word(connection, word)
    if not found.rows:
        tell_nothing(f"No article claims anything of {cut(word, 40)}.")
    if form != "table":
        print_answer(found.columns, found.rows[:limit], form)
    elif found.rows:
        _print(screen(), found.rows, limit or _SHOWN)


def _print(console: Console, claims: list[Named], limit: int) -> None:
    for _, alike in groupby(claims[:limit], key=itemgetter("indicator", "unit", "part_of")):
        same = list(alike)
        print_line(console, Text(cut(heading(same[0]), width_of(console)), style="bold"))
        for claim in same:
            print_claim(console, claim["place_name"], claim, indent=2)
    print_more(console, len(claims), limit)
    print_line(console, Text("Claims are what articles say, no statistics."))
