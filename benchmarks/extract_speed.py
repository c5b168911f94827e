"""How many pages a second we read, against trafilatura on the same pages in the same run.

The pages are the labelled real ones where they lie beside the project, else those of the demo county.
"""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from demo_county.site import build
from extractors.extract import read_article
from extractors.outcome import NotAnArticle
from extractors.page import Page

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_ROUNDS = 3
_DEMO_PAGES = 60


def main() -> None:
    """Print the ratio of our pages a second to trafilatura's."""
    where, pages = _pages()
    ours = _pages_per_second(_read, pages)
    theirs = _pages_per_second(_read_by_trafilatura, pages)
    print(
        f"extract: {ours / theirs:.1f} times trafilatura's pages a second "
        f"({ours:.0f} against {theirs:.0f}, {len(pages)} {where}, best of {_ROUNDS} rounds)"
    )


def _pages() -> tuple[str, list[Page]]:
    manifest = _CORPUS / "manifest.jsonl"
    if manifest.exists():
        rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
        articles = [row for row in rows if row["kind"] == "article"]
        return "real pages", [Page(row["url"] or "", (_CORPUS / row["file"]).read_bytes()) for row in articles]
    county = build()
    chosen = county.truth[:: len(county.truth) // _DEMO_PAGES]
    pages = [Page(truth.url, county.pages[truth.site.host, truth.path].body) for truth in chosen]
    return "pages of the demo county", pages


def _pages_per_second(read: Callable[[Page], None], pages: Sequence[Page]) -> float:
    """The best of several rounds; each page is decoded and parsed anew in each."""
    best = float("inf")
    for _ in range(_ROUNDS):
        fresh = [Page(page.url, page.body) for page in pages]
        start = time.perf_counter()
        for page in fresh:
            read(page)
        best = min(best, time.perf_counter() - start)
    return len(pages) / best


def _read(page: Page) -> None:
    with suppress(NotAnArticle):
        read_article(page)


def _read_by_trafilatura(page: Page) -> None:
    import trafilatura

    trafilatura.bare_extraction(page.text, url=page.url or None, with_metadata=True)


if __name__ == "__main__":
    main()
