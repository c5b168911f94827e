"""`county-news search`: the articles that have all of some words, the best match first."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.asking.ask import Named, ask, print_answer
from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.screen import cut, folded, print_address, print_line, print_more, screen, tell_nothing, width_of
from flows.settings import Settings

_SNIPPET_LINES = 2
_SEARCH = "from search($words)"


def tell_search(settings: Settings, words: Sequence[str], limit: int, form: str) -> None:
    """Print the articles that have all the words, as many as `limit` says.

    Raises InputError without words, NothingPublished.
    """
    typed = " ".join(words).strip()
    if not typed:
        raise InputError("Give words to look for.")
    with open_snapshot(settings.snapshot) as connection:
        found = ask(connection, _SEARCH, words=typed)
    if not found.rows:
        tell_nothing(f"No article has all of this: {cut(typed, 40)} (single signs and letters are not looked for).")
    if form != "table":
        print_answer(found.columns, found.rows[:limit], form)
        return
    console = screen()
    for article in found.rows[:limit]:
        _print_article(console, article)
    print_more(console, len(found.rows), limit)


def _print_article(console: Console, article: Named) -> None:
    width = width_of(console)
    town = cut(article["town_name"] or "no town known", width - 12)
    print_line(console, str(article["published_date"] or "no day    "), town)
    print_line(console, Text(cut(article["title"] or "no title", width - 2), style="bold"), indent=2)
    for line in folded(article["snippet"] or "", width - 2, _SNIPPET_LINES):
        print_line(console, line.strip(), indent=2)
    print_address(console, article["url"], indent=2)
