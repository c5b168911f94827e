"""The fingerprint of how a page is built: the same for all pages of one template, another one after a redesign.

It is made of the names (ids and classes) of the containers near the root, each once. What varies from article to
article lies deeper or is no container: paragraphs, pictures, files, rows of lists. Digits in names are numbers of
articles, columns and boxes, so they do not count. Advertisements are put into a page with names of their own, which say
so.
"""

import hashlib
import re
from functools import lru_cache
from typing import Final

from extractors.labels import words
from extractors.page import Page

_LEVELS: Final = 3  # below the body; deeper ones may belong to the text
_CONTAINERS: Final = frozenset(words("div section main article header footer form center table tbody tr td"))
_DIGITS = re.compile(r"\d+")
_ADVERTISEMENT = re.compile(r"(?:^|[-_])(?:ads?|adv|advert\w*|banner|gg|guanggao|adsbygoogle)(?:[-_]|$)", re.IGNORECASE)
_BYTES: Final = 6


def template_of(page: Page) -> str | None:
    """Twelve hexadecimal digits; None for a page that names no container, which says nothing of its template."""
    names: set[str] = set()
    level = list(page.tree.iterchildren("body"))
    for _ in range(_LEVELS):
        level = [inner for outer in level for inner in outer if inner.tag in _CONTAINERS]
        for element in level:
            for attribute in ("id", "class"):
                value = element.get(attribute)
                if value:
                    names |= _stable(value)
    if not names:
        return None
    return hashlib.blake2b(" ".join(sorted(names)).encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()


@lru_cache(maxsize=4096)  # a site's pages have the same few names
def _stable(value: str) -> frozenset[str]:
    """The names in an id or a class, without digits and advertisements."""
    return frozenset(name for name in _DIGITS.sub("", value).split() if not _ADVERTISEMENT.search(name))
