"""Leave a name out of everything that is in the warehouse already."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.privacy import (
    NAME_LEFT_OUT,
    NAMING,
    PersonKeys,
    is_of_another,
    name_pattern,
    normal_name,
    without_names,
)
from warehouse.rows import body_chars
from warehouse.staging import stage

# What is read from texts, and is read anew from those that have changed.
READ_FROM_TEXTS = ("place", "office", "topic", "slogan", "quantity", "fingerprint", "search_text")
_LISTED = (("link", "listed_title"), ("link", "detail"), ("link", "column_name"), ("column_coverage", "column_name"))
_AT_ONCE = 1_000


@dataclass(frozen=True)
class LeftOut:
    """Where a name was found and is no more: credits, and articles that credit or mention the person."""

    credits: int
    articles: int


def leave_out(connection: DuckDBPyConnection, keys: PersonKeys, name: str, *, has_readings: bool = True) -> LeftOut:
    """Leave a name out of all rows, and take away what was read from texts that had it, where that is kept too."""
    key, pattern = keys.key(name), name_pattern(normal_name(name))
    told = ", ".join(f"{column}::varchar" for column in NAMING)
    connection.execute(
        "create or replace temp table naming_article as"  # noqa: S608 - names of ours
        f" select article_id, version, row_number() over () // {_AT_ONCE} as block from ("
        f"select article_id, version from raw.article where regexp_matches(concat_ws(chr(10), {told}), $1)"
        " union select article_id, version from raw.person where person_key = $2 and name is not null)",
        [pattern, key],
    ).fetchall()
    articles = set()
    for records in _articles_without(connection, name):
        staged = stage(connection, "article", records)
        changed = ", ".join(f"{column} = new.{column}" for column in (*NAMING, "body_chars"))
        connection.execute(
            f"update raw.article as old set {changed} from {staged} as new"  # noqa: S608 - names of ours
            " where old.article_id = new.article_id and old.version = new.version"
        ).fetchall()
        articles |= {record["article_id"] for record in records}
    for table, column in _LISTED:
        connection.execute(
            f"update raw.{table} set {column} = regexp_replace({column}, $1, $2, 'g')"  # noqa: S608 - names of ours
            f" where regexp_matches({column}, $1)",
            [pattern, NAME_LEFT_OUT],
        ).fetchall()
    if has_readings:
        _have_read_anew(connection, pattern)
    return LeftOut(_leave_out_of_credits(connection, key, name, pattern), len(articles))


def _articles_without(connection: DuckDBPyConnection, name: str) -> Iterator[list[dict[str, Any]]]:
    """The versions in `naming_article` as they are to be, some at a time; other people whom they credit stay named."""
    named = "article semi join (from naming_article where block = $1) using (article_id, version)"
    for block in connection.execute("select distinct block from naming_article order by block").fetchall():
        credited: dict[tuple[str, int], list[str]] = defaultdict(list)
        for article_id, version, person in connection.execute(
            f"select article_id, version, name from raw.person as {named} where name is not null order by all",  # noqa: S608
            block,
        ).fetchall():
            credited[article_id, version].append(person)
        records = []
        for article_id, version, *texts in connection.execute(
            f"select article_id, version, {', '.join(NAMING)} from raw.article as {named}",  # noqa: S608
            block,
        ).fetchall():
            told = dict(zip(NAMING, texts, strict=True))
            told["evidence"] = json.loads(told["evidence"] or "null")
            without = without_names(told, [name], credited[article_id, version])
            chars = body_chars(without["body"])
            records.append({"article_id": article_id, "version": version, **without, "body_chars": chars})
        yield records


def _have_read_anew(connection: DuckDBPyConnection, pattern: str) -> None:
    for table in READ_FROM_TEXTS:
        connection.execute(
            f"delete from raw.{table} where article_id in (select article_id from naming_article)"  # noqa: S608
        ).fetchall()
    connection.execute(
        "update raw.reading set rule_set_id = 0 where article_id in (select article_id from naming_article)"
    ).fetchall()
    connection.execute("delete from raw.source where regexp_matches(source, $1)", [pattern]).fetchall()


def _leave_out_of_credits(connection: DuckDBPyConnection, key: str, name: str, pattern: str) -> int:
    """Credits of the person lose the name, those of an office or a list with the person a part; returns the former."""
    of_person = "person_key = $1 and name is not null"
    named = connection.execute(f"select count(*) from raw.person where {of_person}", [key]).fetchall()[0][0]  # noqa: S608
    connection.execute(f"update raw.person set name = null where {of_person}", [key]).fetchall()  # noqa: S608
    for (printed,) in connection.execute(
        "select distinct name from raw.person where regexp_matches(name, $1) order by all", [pattern]
    ).fetchall():
        if not is_of_another(printed, name):
            connection.execute(
                "update raw.person set name = $2 where name = $1", [printed, without_names(printed, [name])]
            ).fetchall()
    return int(named)
