"""When an answer is a new version of an article, and when it only confirms what is known."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Literal, TypeVar

from duckdb import DuckDBPyConnection

from warehouse.forgotten import Forgotten
from warehouse.privacy import PersonKeys
from warehouse.rows import ArticleRow, PersonRow
from warehouse.staging import insert, stage

Verdict = Literal["inserted", "changed", "unchanged"]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Version:
    """One version of an article as the warehouse knows it."""

    article_id: str
    version: int
    content_hash: str
    first_fetched_at: datetime
    fetched_at: datetime
    is_current: bool


def content_hash(article: ArticleRow, people: Sequence[PersonRow]) -> str:
    """Hash of what the article says. Time of fetch and evidence stay out: they change without the page."""
    said = [
        article.title,
        article.published_at and article.published_at.isoformat(),
        article.published_precision,
        article.source,
        article.kind,
        article.body,
        sorted([person.role, person.position, person.name] for person in people),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


def judge(known: list[Version], answer: Version) -> tuple[Verdict, list[Version]]:
    """What an answer does to the versions known so far, of which there is one at least, and the versions after it.

    `answer` is the version that it would be on its own. The same answer again, or an older one that is
    covered, changes nothing; the current text seen at another time widens its span; a text that comes back
    after another one (A, B, A) is a version of its own.
    """
    seen_at = answer.fetched_at
    for version in known:
        same = version.content_hash == answer.content_hash
        if same and version.first_fetched_at <= seen_at <= version.fetched_at:
            return "unchanged", known
    current = next(version for version in known if version.is_current)
    others = [version for version in known if not version.is_current]
    if current.content_hash == answer.content_hash:
        wider = replace(
            current,
            first_fetched_at=min(current.first_fetched_at, seen_at),
            fetched_at=max(current.fetched_at, seen_at),
        )
        return "unchanged", [*others, wider]
    is_newer = seen_at > current.fetched_at
    new = replace(answer, version=len(known) + 1, is_current=is_newer)
    return "changed", [*others, replace(current, is_current=not is_newer), new]


def merge_articles(
    connection: DuckDBPyConnection,
    keys: PersonKeys,
    articles: Sequence[ArticleRow],
    people: Sequence[PersonRow],
) -> dict[Verdict, int]:
    """Bring articles with their people in; returns how many answers were what."""
    counts: dict[Verdict, int] = {"inserted": 0, "changed": 0, "unchanged": 0}
    if not articles:
        return counts
    articles = _once(articles, "article_id", "fetched_at")
    credited = defaultdict(list)
    for person in _once(people, "article_id", "fetched_at", "role", "position"):
        credited[person.article_id, person.fetched_at].append(person)
    before = _known(connection, articles)
    after = {article_id: list(versions) for article_id, versions in before.items()}
    new: dict[tuple[str, datetime], tuple[ArticleRow, int]] = {}
    for article in sorted(articles, key=lambda row: row.fetched_at):
        at = article.fetched_at
        digest = content_hash(article, credited[article.article_id, at])
        answer = Version(article.article_id, 1, digest, at, at, is_current=True)
        known = after.get(article.article_id)
        verdict, versions = judge(known, answer) if known else ("inserted", [answer])
        after[article.article_id] = versions
        counts[verdict] += 1
        if verdict != "unchanged":
            new[article.article_id, at] = article, versions[-1].version
    _write(connection, keys, before, after, new, credited)
    return counts


def _once(rows: Sequence[Row], *key: str) -> list[Row]:
    """The first row of each key: of two answers in one second nothing says which is newer, so they are one."""
    first: dict[object, Row] = {}
    for row in rows:
        first.setdefault(attrgetter(*key)(row), row)
    return list(first.values())


def _known(connection: DuckDBPyConnection, articles: Sequence[ArticleRow]) -> dict[str, list[Version]]:
    """The versions of these articles in the warehouse."""
    staged = stage(connection, "article", [{"article_id": article.article_id} for article in articles])
    known = defaultdict(list)
    for row in connection.execute(
        "select article_id, version, content_hash, first_fetched_at, fetched_at, is_current"  # noqa: S608
        f" from raw.article semi join {staged} using (article_id) order by version"
    ).fetchall():
        known[row[0]].append(Version(*row))
    return known


def _write(
    connection: DuckDBPyConnection,
    keys: PersonKeys,
    before: dict[str, list[Version]],
    after: dict[str, list[Version]],
    new: dict[tuple[str, datetime], tuple[ArticleRow, int]],
    credited: dict[tuple[str, datetime], list[PersonRow]],
) -> None:
    """Write the new versions with their people, then move the marks of time and currency of the known ones."""
    forgotten = Forgotten.read(connection, keys)
    article_records, person_records = [], []
    for (article_id, at), (article, number) in new.items():
        people = credited[article_id, at]
        article = forgotten.left_out_of_article(article, [person.name for person in people])
        version = next(version for version in after[article_id] if version.version == number)
        article_records.append(_article_record(article, version))
        person_records += [
            {
                "article_id": article_id,
                "version": number,
                "role": person.role,
                "position": person.position,
                "person_key": keys.key(person.name),
                "name": forgotten.left_out_of_credit(person.name),
            }
            for person in people
        ]
    insert(connection, "article", article_records)
    insert(connection, "person", person_records)
    marks = [
        version
        for article_id, versions in before.items()
        for version in after[article_id]
        if version.version <= len(versions) and version not in versions
    ]
    if marks:
        staged = stage(connection, "article", [vars(version) for version in marks])
        connection.execute(
            "update raw.article as article set is_current = mark.is_current,"  # noqa: S608
            " first_fetched_at = mark.first_fetched_at, fetched_at = mark.fetched_at"
            f" from {staged} as mark"
            " where article.article_id = mark.article_id and article.version = mark.version"
        ).fetchall()


def _article_record(article: ArticleRow, version: Version) -> dict[str, object]:
    return {**vars(article), "body_chars": len("".join(article.body.split())), **vars(version)}
