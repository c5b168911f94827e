"""The pages that benchmarks read: the labelled real ones where they lie beside the project, else the demo county's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo_county.article import TruthArticle
from demo_county.site import build
from extractors.page import Page

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_DEMO_PAGES = 60


@dataclass(frozen=True)
class Pages:
    """Article pages, what they are, and each one's labels where there are any."""

    what: str
    pages: Sequence[Page]
    labels: Sequence[Mapping[str, Any]] = field(default_factory=list)

    def anew(self) -> list[Page]:
        """The same pages, neither decoded nor parsed yet."""
        return [Page(page.url, page.body) for page in self.pages]


def article_pages() -> Pages:
    """The pages that speed is measured on."""
    return labelled("") if CORPUS.exists() else demo_pages()


def labelled(folder: str) -> Pages:
    """The labelled articles of one folder of the corpus."""
    rows = _lines(CORPUS / folder / "manifest.jsonl")
    gold = {label["id"]: label for label in _lines(CORPUS / folder / "gold.jsonl")}
    rows = [row for row in rows if Path(row["file"]).stem in gold]
    pages = [Page(row["url"] or "", (CORPUS / folder / row["file"]).read_bytes()) for row in rows]
    return Pages(f"{folder or 'real'} pages", pages, [gold[Path(row["file"]).stem] for row in rows])


def demo_pages() -> Pages:
    """Articles of the demo county, every so many, with the truth about them in the form of the labels."""
    county = build()
    chosen = county.truth[:: len(county.truth) // _DEMO_PAGES]
    pages = [Page(truth.url, county.pages[truth.site.host, truth.path].body) for truth in chosen]
    return Pages("pages of the demo county", pages, [_label(truth) for truth in chosen])


def all_bytes() -> list[tuple[str, bytes]]:
    """Address and bytes of every page that there is, articles or not."""
    found = [(f"http://{host}{path}", page.body) for (host, path), page in build().pages.items()]
    for folder in ("", "likeness") if CORPUS.exists() else ():
        rows = _lines(CORPUS / folder / "manifest.jsonl")
        found += [(row["url"] or "", (CORPUS / folder / row["file"]).read_bytes()) for row in rows]
    return found


def _label(truth: TruthArticle) -> dict[str, Any]:
    formats = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}
    label: dict[str, Any] = {
        "title": truth.title,
        "published": truth.published_at.strftime(formats[truth.precision]),
        "authors": truth.authors,
        "source": truth.source,
        "editors": truth.editors,
        "reviewers": truth.reviewers,
    }
    # A video or a picture set has no text, and an article in two pages ends on the second.
    if truth.paragraphs and "two_pages" not in truth.traits:
        label |= {
            "body_starts": truth.paragraphs[0],
            "body_ends": truth.paragraphs[-1],
            "body_must_contain": truth.paragraphs,
            "body_must_not_contain": ["版权所有", "责任编辑"],
        }
    return label


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
