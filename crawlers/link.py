"""What a crawl is about: links, the dates it wants, what is known already, what happens on the way."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from extractors.outcome import Loss
from extractors.page import Page

Role = Literal["list", "article", "part", "robots"]

NOWHERE = datetime.date.max  # the first day from which a list is known, where it is not known at all


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
    """The dates that a crawl wants, both ends included.

    With an end in `until` it is a backfill: what is known then says nothing about where a list may end. Without,
    a list ends where it is known already, and with `since` no later than at that day.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def is_backfill(self) -> bool:
        """Whether a range of days is asked for."""
        return self.until is not None

    def holds(self, day: datetime.date | None) -> bool:
        """Whether a link of this day is wanted; one without a date always is, for only its page can tell."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Validators:
    """What identifies the version of a page that is known: to ask for it again only if it has changed.

    `digest` is that of its body (`body_digest`), for servers that answer with the whole page all the same. `links` is
    how many links that version of a list page shows, where that is known.
    """

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    links: int | None = None


def body_digest(body: bytes) -> str:
    """Thirty-two hexadecimal digits that tell one body of a page from another."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


@dataclass(frozen=True)
class Known:
    """What earlier runs left.

    `done` are canonical addresses that need no fetch now. `pending` are links that do: an article, a part of one,
    or a list page that could not be read. `rechecks` are young articles whose next look is due. `validators` are
    those of the columns' first pages and of the articles to be looked at again, by address. `covered_since` has, by
    the address of a column, the first day that its list is known from (NOWHERE: it broke off). `robots` are the
    answers to robots.txt, with the time when each was last confirmed. `closed` is the sentence that says why, and
    until when, the site is to be left alone.
    """

    done: AbstractSet[str] = frozenset()
    pending: Sequence[Link] = ()
    rechecks: Sequence[Link] = ()
    validators: Mapping[str, Validators] = field(default_factory=dict)
    covered_since: Mapping[str, datetime.date] = field(default_factory=dict)
    robots: Sequence[Page] = ()
    closed: str | None = None


@dataclass(frozen=True)
class Listed:
    """A list page was read: how many links it adds to its column, and how many of them no run had seen."""

    link: Link
    links: int
    new: int


@dataclass(frozen=True)
class Begun:
    """A site's crawl begins to ask for this many links that its lists or earlier runs gave."""

    site: str
    links: int


@dataclass(frozen=True)
class Fetched:
    """An answer is in the archive; where it is no good page, `loss` and the sentence `detail` say why."""

    link: Link
    loss: Loss | None
    detail: str


@dataclass(frozen=True)
class Lost:
    """A link without an answer; the archive has a note why, here it is in one sentence."""

    link: Link
    loss: Loss
    detail: str


@dataclass(frozen=True)
class Note:
    """One sentence about a site for whoever watches the run."""

    site: str
    text: str


@dataclass(frozen=True)
class Waiting:
    """What a site's crawl waits for: its next turn after so many seconds' pause, or (0) the server's answer."""

    site: str
    pause_seconds: float


Progress = Listed | Begun | Fetched | Lost | Note | Waiting


@dataclass
class CrawlCounts:
    """What a crawl of one site did: list pages read, links found, new ones of them, answers archived.

    `outside` are links that were not asked for (other dates, other towns); `rechecked` are articles that were
    looked at again, `requests` all that was asked. `stopped` is the sentence that says why the site, or one of its
    hosts, was given up; `interrupted` that it was asked to end.
    """

    lists: int = 0
    links: int = 0
    new: int = 0
    outside: int = 0
    articles: int = 0
    parts: int = 0
    rechecked: int = 0
    requests: int = 0
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
