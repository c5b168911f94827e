"""Who wrote, edited and printed it, and when: from every place of the page that says so, best witness first.

Header zone between headline and text, lines beside the body, its first and last paragraphs, then the head's tags, then
the list page. People of one role are collected from all visible places; of every other field the first witness wins,
and each one that says something else is kept beside it. Which witness wins is a table in docs/extraction.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from extractors.article import Evidence, Precision
from extractors.byline import BESIDE_DATE, Byline
from extractors.dates import parse_date
from extractors.meta import MetaTags
from extractors.normalise import fold
from extractors.title import key

# What a site calls itself in its own 来源.
_OWN_NAMES = frozenset({"本站", "本网", "本网站", "本站原创", "网站", "本站讯", "本网讯"})
_COMPARED: dict[Precision, str] = {"day": "%Y%m%d", "minute": "%Y%m%d%H%M", "second": "%Y%m%d%H%M%S"}
_COARSEST_FIRST: tuple[Precision, ...] = ("day", "minute", "second")


@dataclass
class Credits:
    """The fields of an article except title, body and kind, with the evidence of all fields."""

    published_at: datetime | None = None
    published_precision: Precision | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def add_visible(self, byline: Byline) -> None:
        """Take what a place of the page prints; places are added from the best to the weakest."""
        proof = byline.evidence
        if byline.published_at and byline.published_precision:
            self._add_date(byline.published_at, byline.published_precision, proof.get("published_at"))
        if byline.source:
            self._give_way_to(byline)
            self._add_source(byline.source, proof.get("source"))
        if not self.editors:
            self.editors = byline.editors
            self._prove("editors", proof.get("editors"))
        elif not set(byline.editors) <= set(self.editors):
            self._dissent("editors", proof.get("editors"))
        self.reviewers = _joined(self.reviewers, byline.reviewers)
        self._prove("reviewers", proof.get("reviewers"))
        self.authors = _joined(self.authors, byline.authors)
        self._prove("authors", proof.get("authors"))

    def add_closing(self, byline: Byline) -> None:
        """Take the lines that close the page; their editors are the page's own.

        An editor above the text is often that of the reprinted text: 来源：甲 作者：乙 责编：丙 in its first line,
        责任编辑：丁 below its last.
        """
        if byline.editors and self.editors and not set(self.editors) <= set(byline.editors):
            self._dissent("editors", self.evidence.pop("editors", None))
        if byline.editors:
            self.editors = ()
        self.add_visible(byline)

    def add_meta(self, meta: MetaTags) -> None:
        """Fill from the head what the page does not show; its people are witnesses only, never a value."""
        for witness in meta.dates:
            found = parse_date(witness.raw)
            if found:
                self._add_date(found.value, found.precision, witness)
        for witness in meta.sources:
            self._add_source(witness.raw, witness)
        credited = _key("".join([*self.authors, *self.editors, *self.reviewers, self.source or ""]))
        for name, witnesses in (("authors", meta.authors), ("editors", meta.editors)):
            for witness in witnesses:
                if _key(witness.raw) not in credited:
                    self._dissent(name, witness)

    def add_list(self, listed_date: date | None) -> None:
        """The list page's date, where the article itself states none."""
        if listed_date is not None:
            self._add_date(datetime.combine(listed_date, time()), "day", Evidence("list", listed_date.isoformat()))

    def add_title(self, kept: Evidence, others: Iterable[Evidence]) -> None:
        """The headline, and whoever names another one: a cut title, or one with the site's name, is the same."""
        self._prove("title", kept)
        title = _key(kept.raw)
        for witness in others:
            other = _key(witness.raw)
            if other and other not in title and title not in other:
                self._dissent("title", witness)

    def drop_source_from_authors(self) -> None:
        """The medium before a name, 文/汽车之屋 束××, is no writer beside him."""
        if self.source and len(self.authors) > 1:
            source = _key(self.source)
            self.authors = tuple(name for name in self.authors if _key(name) != source)

    def name_own_source(self, site_name: str | None) -> None:
        """本站 and 本网 become the site's name; what was printed stays in the evidence."""
        if site_name and self.source in _OWN_NAMES:
            printed = self.evidence.get("source")
            self.evidence["source"] = Evidence(printed.rule if printed else "site", self.source)
            self.source = site_name

    def _add_date(self, value: datetime, precision: Precision, evidence: Evidence | None) -> None:
        if self.published_at is None or self.published_precision is None:
            self.published_at, self.published_precision = value, precision
            self._prove("published_at", evidence)
            return
        shared = _COMPARED[min(precision, self.published_precision, key=_COARSEST_FIRST.index)]
        if value.strftime(shared) != self.published_at.strftime(shared):
            self._dissent("published_at", evidence)

    def _add_source(self, value: str, evidence: Evidence | None) -> None:
        if self.source is None:
            self.source = value
            self._prove("source", evidence)
        elif _key(value) != _key(self.source):
            self._dissent("source", evidence)

    def _give_way_to(self, byline: Byline) -> None:
        """A name beside the date is only taken for the source: [稿源：红网-潇湘晨报] below the text says it."""
        found, label = self.evidence.get("source"), byline.evidence.get("source")
        if found and label and found.rule.endswith(BESIDE_DATE) and not label.rule.endswith(BESIDE_DATE):
            self.source = None
            self._dissent("source", self.evidence.pop("source"))

    def _prove(self, name: str, evidence: Evidence | None) -> None:
        if evidence is not None:
            self.evidence.setdefault(name, evidence)

    def _dissent(self, name: str, evidence: Evidence | None) -> None:
        """Keep a witness that says something else: `source.other`, then `source.other.2` and so on."""
        if evidence is None:
            return
        known = [one for entry, one in self.evidence.items() if entry.startswith(f"{name}.other")]
        if all(_key(one.raw) != _key(evidence.raw) for one in known):
            number = f".{len(known) + 1}" if known else ""
            self.evidence[f"{name}.other{number}"] = evidence


def _joined(known: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    return known + tuple(name for name in added if name not in known)


def _key(text: str) -> str:
    """What two spellings of one value have in common: no signs, no spaces, no widths, no case."""
    return key(fold(text))
