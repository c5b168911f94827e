"""Articles in several pages: from which answers each is to be read, whenever and however many are loaded at once.

What was answered is gone through in the order of time. So an archive that is loaded at one stroke gives the same
versions as the runs that filled it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from warehouse.ledger import PASSING, TRIES
from warehouse.staging import stage

# A crawl asks for the later pages after the first one, and takes no longer than this.
_CRAWL = timedelta(hours=1)
_MAY_PASS = frozenset(loss.value for loss in PASSING)

Place = tuple[str, int]  # archive file and offset


@dataclass(frozen=True)
class ArticleInParts:
    """Where the pages of an article lie in the archive: the first, the later ones by address."""

    article_id: str
    first: Place
    parts: dict[str, Place]


@dataclass(frozen=True)
class _Answer:
    """What came of asking for one page of an article."""

    page: str
    is_part: bool
    role: str
    reason: str | None
    bytes: int
    fetched_at: datetime
    place: Place

    @property
    def is_good(self) -> bool:
        """Whether it is a page that can be read; an answer that the page is as it was has no bytes."""
        return (
            self.reason is None and self.bytes > 0 and self.role in (("article", "part") if self.is_part else "article")
        )


class _Pages:
    """The pages of one article while their answers are gone through."""

    def __init__(self, article_id: str, parts_known_since: dict[str, datetime]) -> None:
        self._article_id = article_id
        self._parts_known_since = parts_known_since
        self._first: _Answer | None = None
        self._parts: dict[str, _Answer] = {}
        self._reason: dict[str, str | None] = {}  # of the last answer of each later page; None for a good one
        self._tries: dict[str, int] = defaultdict(int)
        self._read_at: datetime | None = None

    def take(self, answer: _Answer) -> None:
        """One more answer. Of several good ones of a page the newest counts."""
        if answer.is_part:
            if answer.reason is not None or answer.is_good:
                self._reason[answer.page] = answer.reason
            self._tries[answer.page] += answer.role == "part" and answer.reason is not None
        if not answer.is_good:
            return
        if not answer.is_part:
            self._first = answer
        else:
            self._parts[answer.page] = answer

    def reading(self, now: datetime) -> tuple[datetime, ArticleInParts] | None:
        """The article as it is to be read now, with the time of its newest page, where that was not done yet.

        Every later page is answered or given up. Where the first page of an article that was read is new, the others
        are waited for, but not for longer than a crawl takes to ask for them.
        """
        if self._first is None or any(self._is_waited_for(page, now) for page in self._parts_known_since):
            return None
        first_at = self._first.fetched_at
        newest = max([first_at, *(part.fetched_at for part in self._parts.values())])
        if self._read_at is not None:
            oldest_part = min((part.fetched_at for part in self._parts.values()), default=first_at)
            if newest <= self._read_at or (oldest_part < first_at and first_at >= now - _CRAWL):
                return None
        self._read_at = newest
        places = {page: part.place for page, part in sorted(self._parts.items())}
        return newest, ArticleInParts(self._article_id, self._first.place, places)

    def _is_waited_for(self, page: str, now: datetime) -> bool:
        if page not in self._reason:
            return self._parts_known_since[page] <= now and self._tries[page] < TRIES
        return self._reason[page] in _MAY_PASS and self._tries[page] < TRIES


def due_articles(connection: DuckDBPyConnection, now: datetime) -> list[ArticleInParts]:
    """Articles in several pages that are to be read and were not yet, each as often as its answers say.

    A page may be the later page of one article and an article by itself.
    """
    rows = connection.execute(
        """
        with candidate as (
            select link_id, state, fetched_at from raw.link
            where role = 'article' and state <> 'seen'
            and link_id in (select part_of from raw.link where part_of is not null)
        ),
        page as (
            select link_id as article, link_id, false as is_part from candidate
            union all
            select part_of, link_id, true from raw.link
            where part_of in (select link_id from candidate) and part_of <> link_id
        ),
        answered as (
            select page.article, max(answer.fetched_at) as answered_at
            from page join raw.fetch as answer using (link_id)
            where answer.reason is null and answer.bytes > 0
            and (answer.role = 'article' or (page.is_part and answer.role = 'part'))
            group by all
        ),
        read as (
            select article_id, max(fetched_at) as read_at from raw.article
            where article_id in (select link_id from candidate) group by all
        )
        select candidate.link_id, read_at
        from candidate
        join answered on answered.article = candidate.link_id
        left join read on read.article_id = candidate.link_id
        where state = 'fetched' or answered_at > read_at
        or (state = 'lost' and read_at is null and exists (
            select 1 from raw.fetch as failed
            where failed.link_id = candidate.link_id and failed.fetched_at = candidate.fetched_at
            and failed.reason is not null
        ))
        order by candidate.link_id
        """
    ).fetchall()
    read_at: dict[str, datetime | None] = dict(rows)
    return [
        article
        for newest, article in _readings(connection, list(read_at), now)
        if (before := read_at[article.article_id]) is None or newest > before
    ]


def all_readings(connection: DuckDBPyConnection, article_ids: Iterable[str], now: datetime) -> list[ArticleInParts]:
    """Those of these articles that are in several pages, each as often as its answers say."""
    return [article for _, article in _readings(connection, list(article_ids), now)]


def _readings(
    connection: DuckDBPyConnection, article_ids: Sequence[str], now: datetime
) -> list[tuple[datetime, ArticleInParts]]:
    """The readings of these articles, in the order in which the archive has their first pages."""
    if not article_ids:
        return []
    staged = stage(connection, "link", [{"link_id": article_id} for article_id in article_ids])
    known: dict[str, dict[str, datetime]] = defaultdict(dict)
    for article_id, url, since in connection.execute(
        f"select part_of, url, first_seen_at from raw.link where part_of in (from {staged})"  # noqa: S608
        " and part_of <> link_id order by part_of, url"
    ).fetchall():
        known[article_id][url] = since
    answers = connection.execute(
        f"""
        with page as (
            select link_id as article, link_id, url, false as is_part from raw.link where link_id in (from {staged})
            union all
            select part_of, link_id, url, true from raw.link where part_of in (from {staged}) and part_of <> link_id
        )
        select
            page.article, page.url, is_part, answer.role, reason, bytes, fetched_at, archive_file, archive_offset
        from page join raw.fetch as answer using (link_id)
        order by fetched_at, archive_file, archive_offset
        """  # noqa: S608 - a name of ours
    ).fetchall()
    by_article: dict[str, list[_Answer]] = defaultdict(list)
    for article_id, url, is_part, role, reason, size, fetched_at, file, offset in answers:
        if article_id in known:
            by_article[article_id].append(_Answer(url, is_part, role, reason, size, fetched_at, (file, offset)))
    found = [
        reading
        for article_id, of_article in by_article.items()
        for reading in _readings_of(_Pages(article_id, known[article_id]), of_article, now)
    ]
    return sorted(found, key=lambda reading: reading[1].first)


def _readings_of(pages: _Pages, answers: Sequence[_Answer], now: datetime) -> list[tuple[datetime, ArticleInParts]]:
    readings = []
    for answer in answers:
        readings.append(pages.reading(answer.fetched_at))
        pages.take(answer)
    readings.append(pages.reading(now))
    return [reading for reading in readings if reading is not None]
