"""An article of the demo county as it truly is: what extraction must find, and what its page is drawn from."""

import datetime
from dataclasses import dataclass, field

from demo_county.world import Site


@dataclass(frozen=True)
class Claim:
    """A quantity that a text states: 茶园2500余亩 is at least (`ge`) 2500 亩. `value` counts in the base of the unit."""

    indicator: str
    value: int
    unit: str
    bound: str


@dataclass(frozen=True)
class TruthArticle:
    """One page with an article and the truth about it.

    `town` is the town whose news it is, None for the county's own. `story_id` is shared by reprints. `claims` are those of
    the paragraphs, in their order. `traits` name what is odd about its page (`glued_byline`, `script_source`, `two_pages`, …).
    """

    site: Site
    path: str
    column: str
    title: str
    published_at: datetime.datetime
    paragraphs: tuple[str, ...]
    story_id: str
    precision: str = "minute"
    authors: tuple[str, ...] = ()
    source: str | None = None
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    kind: str = "text"
    town: str | None = None
    topic: str = ""
    slogans: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    traits: frozenset[str] = field(default_factory=frozenset)

    @property
    def url(self) -> str:
        """Its address."""
        return self.site.root.rstrip("/") + self.path

    @property
    def family(self) -> str:
        """Family of its site's content management system."""
        return self.site.family

    @property
    def body(self) -> str:
        """Its text, one paragraph a line."""
        return "\n".join(self.paragraphs)

    @property
    def day(self) -> str:
        """Its date as list pages print it."""
        return f"{self.published_at:%Y-%m-%d}"


@dataclass(frozen=True)
class NoArticle:
    """A listed link that leads to no article: the reason word that the ledger must give it."""

    site: Site
    path: str
    column: str
    title: str
    day: str
    reason: str
