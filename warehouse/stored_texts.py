"""Whether articles and people say what their hashes are of, and nobody is named who is to be forgotten."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from duckdb import DuckDBPyConnection

from extractors.url import article_id
from warehouse.agreement import Finding, Kind
from warehouse.forgotten import Forgotten
from warehouse.privacy import NAME_LEFT_OUT, PersonKeys, texts_in
from warehouse.rows import ArticleRow, PersonRow, body_chars
from warehouse.versions import content_hash

_ROWS_AT_ONCE = 2_000
_ARTICLE = (
    *("article_id", "url", "site_key", "county_code", "fetched_at", "title", "body", "column_name", "published_at"),
    *("published_precision", "source", "source_raw", "kind", "evidence"),
)

OTHERWISE = Kind(
    "articles",
    "Versions do not say what was read",
    "",
    "links",
    "they are read anew from the archive",
)
NAMED = Kind(
    "forgotten people",
    "Articles name people who are to be forgotten",
    "",
    "links",
    "they are read anew from the archive, and the names left out",
)
OTHER_KEY = Kind(
    "people",
    "People have another hash than the key of this warehouse makes",
    "",
    "person",
    "the key file is another one: put the right one back from a backup",
)
REHASHED = Kind(
    "people", "People have a hash that is not of their name", "", "links", "they are read anew from the archive"
)

People = list[tuple[str, int, str, str | None]]  # role, position, person_key, name


def read_stored_texts(connection: DuckDBPyConnection, keys: PersonKeys, forgotten: Forgotten) -> list[Finding]:
    """Look at every version of every article, some at a time."""
    faults: dict[str, dict[str, str]] = defaultdict(dict)
    named = right = 0
    for row, version, hashed, chars, people in _versions(connection):
        key, example = row.article_id, f"{row.url}, version {version}"
        known = [name for _, _, _, name in people if name is not None]
        whole = [(person_key, name) for _, _, person_key, name in people if name and NAME_LEFT_OUT not in name]
        named += len(whole)
        right_here = sum(keys.key(name) == person_key for person_key, name in whole)
        right += right_here
        if right_here < len(whole):
            faults["hash"][key] = example
        if _says_otherwise(row, hashed, chars, people):
            faults["text"][key] = example
        elif _names_forgotten(row, known, people, forgotten):
            faults["named"][key] = example
    is_other_key = bool(named) and not right
    kinds = {"text": OTHERWISE, "named": NAMED, "hash": OTHER_KEY if is_other_key else REHASHED}
    findings = []
    for name, found in faults.items():
        kind = kinds[name]
        findings.append(Finding(kind, len(found), min(found.values())))
        connection.execute("insert into fault select $1, unnest($2::varchar[])", [kind.cure, list(found)]).fetchall()
    return findings


def _says_otherwise(row: ArticleRow, hashed: str, chars: int, people: People) -> bool:
    """Of what names were left out of, the hash is not known any more."""
    if chars != body_chars(row.body) or row.article_id != article_id(row.url):
        return True
    told = "\n".join(texts_in([row.title, row.source, row.body, [name for _, _, _, name in people]]))
    if NAME_LEFT_OUT in told or any(name is None for _, _, _, name in people):
        return False
    credited = [
        PersonRow(row.article_id, row.fetched_at, role, position, name or "")  # type: ignore[arg-type]
        for role, position, _, name in people
    ]
    return content_hash(row, credited) != hashed


def _names_forgotten(row: ArticleRow, known: list[str], people: People, forgotten: Forgotten) -> bool:
    return any(person_key in forgotten and name is not None for _, _, person_key, name in people) or (
        forgotten.left_out_of_article(row, known) != row
    )


def _versions(connection: DuckDBPyConnection) -> Iterator[tuple[ArticleRow, int, str, int, People]]:
    """Every version with its number, hash, length and people, in the order in which they lie there."""
    (last,) = connection.execute("select coalesce(max(rowid), -1) from raw.article").fetchall()[0]
    for first in range(0, last + 1, _ROWS_AT_ONCE):
        between = [first, first + _ROWS_AT_ONCE - 1]
        credited: dict[tuple[str, int], People] = defaultdict(list)
        for key, version, *person in connection.execute(
            "select article_id, version, role, position, person_key, name from raw.person"
            " semi join (from raw.article where rowid between $1 and $2) using (article_id, version) order by all",
            between,
        ).fetchall():
            credited[key, version].append(_person(person))
        for version, hashed, chars, *columns in connection.execute(
            f"select version, content_hash, body_chars, {', '.join(_ARTICLE)} from raw.article"  # noqa: S608
            " where rowid between $1 and $2",
            between,
        ).fetchall():
            row = dict(zip(_ARTICLE, columns, strict=True))
            row["evidence"] = orjson.loads(row["evidence"] or "{}")
            yield ArticleRow(**row), version, hashed, chars, credited[row["article_id"], version]


def _person(columns: list[Any]) -> tuple[str, int, str, str | None]:
    role, position, person_key, name = columns
    return role, position, person_key, name
