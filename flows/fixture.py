"""One command that makes a fixture: a page in the likeness of a real one, and beside it what it should give."""

import json
from pathlib import Path
from typing import Any

from extractors.extract import read_article
from extractors.lists import read_list
from extractors.page import Page
from flows.likeness import example_address, in_likeness
from flows.machine_forms import InputError, printed_time

_SHOWN = 24


def write_fixture(page: Page, folder: Path, name: str, *, is_list: bool) -> tuple[Path, Path]:
    """Write `<name>.html` and `<name>.json` for a person to check; the two files.

    Raises InputError where one of them exists, NotAnArticle for a page that holds nothing to read.
    """
    markup, expected = folder / f"{name}.html", folder / f"{name}.json"
    for file in (markup, expected):
        if file.exists():
            raise InputError(f"{file} exists already: choose another --name, or remove it.")
    likeness = Page(example_address(page.url), in_likeness(page, None if is_list else read_article(page)))
    reading = _list(likeness) if is_list else _article(likeness)
    folder.mkdir(parents=True, exist_ok=True)
    markup.write_bytes(likeness.body)
    expected.write_text(json.dumps(reading, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return markup, expected


def _article(page: Page) -> dict[str, Any]:
    article = read_article(page)
    paragraphs = article.body.split("\n")
    return {
        "url": page.url,
        "title": article.title,
        "published": printed_time(article.published_at, article.published_precision),
        "authors": list(article.authors),
        "source": article.source,
        "editors": list(article.editors),
        "reviewers": list(article.reviewers),
        "body_starts": paragraphs[0][:_SHOWN],
        "body_ends": paragraphs[-1][-_SHOWN:],
        "body_must_contain": [paragraph[:_SHOWN] for paragraph in paragraphs[1:-1][::3]],
        "body_must_not_contain": [],
    }


def _list(page: Page) -> dict[str, Any]:
    listed = read_list(page)
    items = [
        {"url": item.url, "title": item.title, "date": item.date.isoformat() if item.date else None}
        for item in listed.items
    ]
    return {"url": page.url, "items": items, "next_page": listed.next_page}
