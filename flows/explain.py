"""Why a page was read as it was: each field's value, the rule and the words it came from, and who says otherwise."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.article import Article, Evidence
from extractors.extract import read_article
from extractors.lists import ListPage, read_list
from extractors.outcome import NotAnArticle
from extractors.page import Page
from extractors.platforms import platform_of
from flows.machine_forms import InputFile, printed_time
from flows.opening import NoAnswer, open_page
from flows.settings import Settings
from flows.terminal import harmless_line

_FIELDS = ("title", "published_at", "authors", "source", "editors", "reviewers", "body", "kind")
_SHOWN_CHARACTERS = 60

Row = tuple[str, ...]


def explain(files: Iterable[InputFile], settings: Settings, *, is_list: bool) -> int:
    """Explain each page on standard output; how many could not be read.

    A table for eyes, tab-separated lines for a pipe.
    """
    unreadable = 0
    for file in files:
        try:
            page = open_page(file, settings)
            columns, rows = _list_rows(page) if is_list else article_rows(read_article(page))
            print_table(f"{file.name} ({platform_of(page).name})", columns, rows)
        except (NotAnArticle, NoAnswer) as reason:
            unreadable += 1
            print_table(file.name, ("no article" if not is_list else "no list",), [(str(reason),)])
    return unreadable


def article_rows(article: Article) -> tuple[Row, list[Row]]:
    """Heads and rows of the table that explains an article."""
    rows: list[Row] = []
    for name in _FIELDS:
        found = article.evidence.get(name)
        rows.append((name, _value(article, name), *_printed(found)))
        rows += [("", "not:", *_printed(other)) for other in _dissenters(article, name)]
    rows += [
        (name, "noted", *_printed(article.evidence[name])) for name in ("mirror", "lossy") if name in article.evidence
    ]
    return ("field", "value", "rule", "read from"), rows


def _value(article: Article, name: str) -> str:
    if name == "published_at":
        return printed_time(article.published_at, article.published_precision) or ""
    value = getattr(article, name)
    if name == "body" and value:
        return f"{len(value)} characters in {value.count(chr(10)) + 1} paragraphs"
    return "、".join(value) if isinstance(value, tuple) else value or ""


def _dissenters(article: Article, name: str) -> Iterator[Evidence]:
    """Who says otherwise, in the order in which they were asked."""
    return (found for entry, found in article.evidence.items() if entry.startswith(f"{name}.other"))


def _printed(found: Evidence | None) -> Row:
    return (found.rule, found.raw[:_SHOWN_CHARACTERS]) if found else ("", "")


def _list_rows(page: Page) -> tuple[Row, list[Row]]:
    listed: ListPage = read_list(page)
    rows: list[Row] = [(item.date.isoformat() if item.date else "", item.title, item.url) for item in listed.items]
    return ("date", "title", "url"), [*rows, ("next page", "", listed.next_page or "none")]


def print_table(title: str, columns: Row, rows: Sequence[Row]) -> None:
    """Print rows below their title: a table for eyes, tab-separated lines for a pipe."""
    if not sys.stdout.isatty():
        for row in [("page", title), *rows]:
            sys.stdout.write("\t".join(harmless_line(" ".join(cell.split())) for cell in row) + "\n")
        return
    table = Table(title=Text(harmless_line(title)), title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless_line(cell)) for cell in row), style="dim" if row[0] == "" else None)
    Console().print(table)
