"""Who wrote, edited and printed it, and when: from every place of the page that says so, best witness first.

Header zone between headline and text, lines beside the body, its first and last paragraphs, then the head's tags, then
the list page. People of one role are collected from all visible places; of source and time the first place wins.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from extractors.article import Evidence, Precision
from extractors.byline import Byline
from extractors.dates import parse_date
from extractors.meta import MetaTags

# What a site calls itself in its own 来源.
_OWN_NAMES = frozenset({"本站", "本网", "本网站", "本站原创", "网站", "本站讯", "本网讯"})


@dataclass
class Credits:
    """The fields of an article except title, body and kind, with their evidence."""

    published_at: datetime | None = None
    published_precision: Precision | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def add_visible(self, byline: Byline) -> None:
        """Take what a place of the page prints; places are added from the best to the weakest."""
        if self.published_at is None and byline.published_at is not None:
            self.published_at, self.published_precision = byline.published_at, byline.published_precision
            self._prove("published_at", byline.evidence.get("published_at"))
        if self.source is None and byline.source:
            self.source = byline.source
            self._prove("source", byline.evidence.get("source"))
        self._add_people(byline)

    def _add_people(self, byline: Byline) -> None:
        # The first place that names editors is the article's own; a later one often belongs to the reprinted text.
        if not self.editors and byline.editors:
            self.editors = byline.editors
            self._prove("editors", byline.evidence.get("editors"))
        if byline.reviewers:
            self.reviewers = _joined(self.reviewers, byline.reviewers)
            self._prove("reviewers", byline.evidence.get("reviewers"))
        if byline.authors:
            self.authors = _joined(self.authors, byline.authors)
            self._prove("authors", byline.evidence.get("authors"))

    def add_meta(self, meta: MetaTags) -> None:
        """Fill from the head what the page does not show; where both speak, what is seen wins and both are kept."""
        text = meta.publication_date
        found = parse_date(text) if text else None
        if text and found:
            evidence = Evidence("meta:PubDate", text)
            if self.published_at is None:
                self.published_at, self.published_precision = found.value, found.precision
                self.evidence["published_at"] = evidence
            elif self.published_at.date() != found.value.date():
                self.evidence["published_at.other"] = evidence
        source = meta.source
        if source and not source.isdigit():
            evidence = Evidence("meta:ContentSource", source)
            if self.source is None:
                self.source = source
                self.evidence["source"] = evidence
            elif self.source != source:
                self.evidence["source.other"] = evidence

    def add_list(self, listed_date: date | None) -> None:
        """The list page's date, where the article itself states none."""
        if self.published_at is None and listed_date is not None:
            self.published_at, self.published_precision = datetime.combine(listed_date, time()), "day"
            self.evidence["published_at"] = Evidence("list", listed_date.isoformat())

    def name_own_source(self, site_name: str | None) -> None:
        """本站 and 本网 become the site's name; what was printed stays in the evidence."""
        if site_name and self.source in _OWN_NAMES:
            printed = self.evidence.get("source")
            self.evidence["source"] = Evidence(printed.rule if printed else "site", self.source)
            self.source = site_name

    def _prove(self, name: str, evidence: Evidence | None) -> None:
        if evidence is not None:
            self.evidence.setdefault(name, evidence)


def _joined(known: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    return known + tuple(name for name in added if name not in known)
