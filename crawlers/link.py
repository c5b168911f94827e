"""What a crawl is about: links, the dates it wants, what is known already, what happens on the way."""

import datetime
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from extractors.outcome import Loss

Role = Literal["list", "article", "part", "robots"]


@dataclass(frozen=True)
class Link:
    """One address of a site as a list (or an article in several parts) gave it.

    `title` and `date` are what the list says of it. `part_of` is the address of the article whose later
    page it is.
    """

    url: str
    site: str
    role: Role = "article"
    column: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    part_of: str | None = None


@dataclass(frozen=True)
class Window:
    """The dates that a crawl wants, both ends included; without any it ends at what is known already."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def is_backfill(self) -> bool:
        """Whether a range of dates is asked for: what is known then says nothing about where to end."""
        return self.since is not None or self.until is not None

    def holds(self, day: datetime.date | None) -> bool:
        """Whether a link of this day is wanted; one without a date always is, for only its page can tell."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Validators:
    """What a server said of a page's version, to ask for it again only if it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Known:
    """What earlier runs left: `done` canonical addresses that need no fetch, and links `pending` from then.

    A pending link may be an article, a part of one, or a list page that could not be read.
    `validators` are those of the columns' first pages when they were last read, by their address.
    """

    done: AbstractSet[str] = frozenset()
    pending: Sequence[Link] = ()
    validators: Mapping[str, Validators] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """A list page was read: how many links it adds to its column, and how many of them no run had seen."""

    link: Link
    links: int
    new: int
    validators: Validators


@dataclass(frozen=True)
class Fetched:
    """An answer is in the archive; where it is no good page, `loss` and the sentence `detail` say why."""

    link: Link
    loss: Loss | None
    detail: str


@dataclass(frozen=True)
class Lost:
    """A link without an answer, or a list page that could not be read; why, in one sentence."""

    link: Link
    loss: Loss
    detail: str


@dataclass(frozen=True)
class Note:
    """One sentence about a site for whoever watches the run."""

    site: str
    text: str


Progress = Listed | Fetched | Lost | Note


@dataclass
class CrawlCounts:
    """What a crawl of one site did: list pages read, links found, new ones of them, answers archived.

    `outside` are links that were not asked for (other dates, other towns). `stopped` is the sentence that says why
    the site was given up, if it was; `interrupted` that it was asked to end.
    """

    lists: int = 0
    links: int = 0
    new: int = 0
    outside: int = 0
    articles: int = 0
    parts: int = 0
    lost: int = 0
    stopped: str | None = None
    interrupted: bool = False


def bare_host(url: str) -> str:
    """The host of an address in small letters without `www.`, or "" when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses have one host and port, whatever their scheme and with or without `www.`."""
    if not bare_host(one) or bare_host(one) != bare_host(other):
        return False
    return _port(one) == _port(other)


def _port(url: str) -> int | None:
    """The port that an address names, None for the usual ones (a site moves from 80 to 443)."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return -1
    return None if port in (80, 443) else port
