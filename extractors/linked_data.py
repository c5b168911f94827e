"""JSON-LD: what a page tells search engines in `<script type="application/ld+json">`.

Two kinds are met: schema.org (WordPress, media) with `headline` and `datePublished`, and Baidu's with `title` and
`pubDate`. It is often hand-made, so a block that is no JSON says nothing.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from extractors.article import Evidence
from extractors.encoding import whole_characters
from extractors.page import Page

_TYPE = "ld+json"
_ARTICLE_TYPES = ("Article", "Posting", "Report")
_BAIDU = "cambrian"
_KEYS = ("headline", "title", "datePublished", "pubDate", "author")
_LONGEST_BLOCK = 50_000
_MOST_OBJECTS = 50


def linked_data(page: Page) -> list[Evidence]:
    """The values of the first object that describes an article, each under `json-ld:` and its key."""
    for script in page.flow.scripts:
        if _TYPE in (script.get("type") or ""):
            for described in islice(_objects(_parsed(script.text or "")), _MOST_OBJECTS):
                if _is_article(described):
                    return list(_values(described))
    return []


def _parsed(text: str) -> object:
    if len(text) > _LONGEST_BLOCK:
        return None
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a block: it holds one, a list, or a `@graph`."""
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one)


def _is_article(described: dict[str, Any]) -> bool:
    kinds = described.get("@type")
    named = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return any(kind.endswith(_ARTICLE_TYPES) for kind in named) or _BAIDU in str(described.get("@context"))


def _values(described: dict[str, Any]) -> Iterator[Evidence]:
    for key in _KEYS:
        names = described.get(key)
        for name in islice(names if isinstance(names, list) else [names], _MOST_OBJECTS):
            text = name.get("name") if isinstance(name, dict) else name
            if isinstance(text, str) and text.strip():
                yield Evidence(f"json-ld:{key}", whole_characters(text))
