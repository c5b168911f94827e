"""Ourselves and the libraries that people use instead, each as a function from a page to its fields.

trafilatura is installed always (it is our last resort); the others come with `make peers`.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from lxml import html

from extractors.extract import read_article
from extractors.outcome import NotAnArticle
from extractors.page import Page

_FORMATS = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}


@dataclass(frozen=True)
class Fields:
    """What a library says of a page, in words that all of them share; `published` as `YYYY-MM-DD[ HH:MM[:SS]]`."""

    title: str | None = None
    published: str | None = None
    authors: Sequence[str] = ()
    source: str | None = None
    editors: Sequence[str] = ()
    reviewers: Sequence[str] = ()
    body: str | None = None


Reader = Callable[[Page], Fields]


def county_news(page: Page) -> Fields:
    """Our own reading."""
    try:
        article = read_article(page)
    except NotAnArticle:
        return Fields()
    published = article.published_at
    return Fields(
        article.title,
        published.strftime(_FORMATS[article.published_precision or "day"]) if published else None,
        article.authors,
        article.source,
        article.editors,
        article.reviewers,
        article.body,
    )


def bare_parse(page: Page) -> Fields:
    """No reading at all: lxml makes its tree from the bytes. The limit that no reader on lxml can pass.

    It is told the encoding, for where the page's label is wrong it would stop at the first sign that does not fit.
    """
    with suppress(Exception):
        html.document_fromstring(page.body, parser=_parser(page.encoding))
    return Fields()


@cache
def _parser(encoding: str) -> html.HTMLParser:
    """A parser for the encoding of a page, by the name that libxml2 knows."""
    return html.HTMLParser(encoding={"utf-8-sig": "utf-8", "big5hkscs": "big5-hkscs"}.get(encoding, encoding))


def trafilatura(page: Page) -> Fields:
    """trafilatura with metadata, and the date with its time, as its users ask for them."""
    from trafilatura import bare_extraction

    dates = {"outputformat": "%Y-%m-%d %H:%M", "extensive_search": True, "original_date": True}
    found = bare_extraction(page.text, url=page.url or None, with_metadata=True, date_extraction_params=dates)
    if found is None:
        return Fields()
    fields = found if isinstance(found, dict) else found.as_dict()
    published = re.sub(r" 00:00$", "", fields["date"] or "")
    authors = re.split(r"[;；]\s*", fields["author"] or "")
    return Fields(fields["title"], published, authors, fields.get("sitename"), body=fields["text"])


def gne(page: Page) -> Fields:
    """GeneralNewsExtractor."""
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(page.text)
    return Fields(found["title"], found["publish_time"], [found["author"]], body=found["content"])


def newspaper4k(page: Page) -> Fields:
    """newspaper4k, told that the page is Chinese."""
    from newspaper import Article

    article = Article(page.url or "http://unknown.example/", language="zh", fetch_images=False)
    article.download(input_html=page.text)
    article.parse()
    published = article.publish_date.strftime("%Y-%m-%d %H:%M") if article.publish_date else None
    return Fields(article.title, published, article.authors, body=article.text)


def readability(page: Page) -> Fields:
    """readability-lxml, which knows title and text only."""
    from readability import Document

    document = Document(page.text)
    return Fields(document.short_title(), body=str(html.fromstring(document.summary()).xpath("string()")))


def forget() -> None:
    """Empty trafilatura's caches of texts that it has seen; ours hold the last few lines, the others have none."""
    from trafilatura.meta import reset_caches

    reset_caches()


_NEEDS = {trafilatura: "trafilatura", gne: "gne", newspaper4k: "newspaper", readability: "readability"}


def peers() -> dict[str, Reader]:
    """The installed ones by name."""
    return {reader.__name__: reader for reader, module in _NEEDS.items() if find_spec(module)}


def missing_peers() -> list[str]:
    """Names of those that are not installed."""
    return [reader.__name__ for reader, module in _NEEDS.items() if not find_spec(module)]
