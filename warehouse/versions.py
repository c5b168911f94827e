"""When an answer is a new version of an article, and when it only confirms what is known."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Literal

from duckdb import DuckDBPyConnection

from warehouse.forgotten import Forgotten
from warehouse.privacy import PersonKeys
from warehouse.rows import ArticleRow, PersonRow, body_chars, first_of_each
from warehouse.staging import stage

Verdict = Literal["inserted", "changed", "unchanged"]

_AS_HASHED = json.JSONEncoder(ensure_ascii=False)  # not to be changed: all texts would be new versions


@dataclass(frozen=True)
class Version:
    """One version of an article as the warehouse knows it."""

    article_id: str
    version: int
    content_hash: str
    first_fetched_at: datetime
    fetched_at: datetime
    is_current: bool


KnownVersions = Mapping[str, list[Version]]


def content_hash(article: ArticleRow, people: Sequence[PersonRow]) -> str:
    """Hash of what the article says. Time of fetch and evidence stay out: they change without the page."""
    said = [
        article.title,
        article.published_at and article.published_at.isoformat(),
        article.published_precision,
        article.source,
        article.kind,
        article.body,
        sorted([(person.role, person.position, person.name) for person in people]),
    ]
    return hashlib.sha256(_AS_HASHED.encode(said).encode()).hexdigest()[:32]


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


@dataclass(frozen=True)
class ArticleChanges:
    """New versions with their people, as rows; known ones whose marks of time and currency move; how many were what."""

    articles: list[dict[str, object]]
    people: list[dict[str, object]]
    moved: list[Version]
    verdicts: dict[Verdict, int]


def known_versions(connection: DuckDBPyConnection, articles: Sequence[ArticleRow]) -> KnownVersions:
    """The versions of these articles in the warehouse."""
    if not articles:
        return {}
    staged = stage(connection, "article", [{"article_id": article.article_id} for article in articles])
    known = defaultdict(list)
    for row in connection.execute(
        "select article_id, version, content_hash, first_fetched_at, fetched_at, is_current"  # noqa: S608
        f" from raw.article semi join {staged} using (article_id) order by version"
    ).fetchall():
        known[row[0]].append(Version(*row))
    return known


def merge_articles(
    before: KnownVersions,
    articles: Sequence[ArticleRow],
    people: Sequence[PersonRow],
    keys: PersonKeys,
    forgotten: Forgotten,
) -> ArticleChanges:
    """What becomes of the articles with these answers; nobody is named who is to be forgotten."""
    credited = defaultdict(list)
    for person in first_of_each(people, "article_id", "fetched_at", "role", "position"):
        credited[person.article_id, person.fetched_at].append(person)
    after = {article_id: list(versions) for article_id, versions in before.items()}
    changes = ArticleChanges([], [], [], {"inserted": 0, "changed": 0, "unchanged": 0})
    new = []
    for article in sorted(first_of_each(articles, "article_id", "fetched_at"), key=attrgetter("fetched_at")):
        at = article.fetched_at
        named = credited[article.article_id, at]
        answer = Version(article.article_id, 1, content_hash(article, named), at, at, is_current=True)
        known = after.get(article.article_id)
        verdict, versions = judge(known, answer) if known else ("inserted", [answer])
        after[article.article_id] = versions
        changes.verdicts[verdict] += 1
        if verdict != "unchanged":
            new.append((article, named, versions[-1].version))
    for article, named, number in new:
        version = next(version for version in after[article.article_id] if version.version == number)
        article = forgotten.left_out_of_article(article, [person.name for person in named])
        changes.articles.append(_article_record(article, version))
        changes.people.extend(_person_record(person, number, keys, forgotten) for person in named)
    changes.moved.extend(
        version
        for article_id, versions in before.items()
        for version in after[article_id]
        if version.version <= len(versions) and version not in versions
    )
    return changes


def move_marks(connection: DuckDBPyConnection, versions: Sequence[Version]) -> None:
    """Note when these versions were seen, and whether they are current."""
    if versions:
        staged = stage(connection, "article", versions)
        connection.execute(
            "update raw.article as article set is_current = mark.is_current,"  # noqa: S608
            " first_fetched_at = mark.first_fetched_at, fetched_at = mark.fetched_at"
            f" from {staged} as mark"
            " where article.article_id = mark.article_id and article.version = mark.version"
        ).fetchall()


def _article_record(article: ArticleRow, version: Version) -> dict[str, object]:
    return {**vars(article), "body_chars": body_chars(article.body), **vars(version)}


def _person_record(person: PersonRow, version: int, keys: PersonKeys, forgotten: Forgotten) -> dict[str, object]:
    return {
        "article_id": person.article_id,
        "version": version,
        "role": person.role,
        "position": person.position,
        "person_key": keys.key(person.name),
        "name": forgotten.left_out_of_credit(person.name),
    }
