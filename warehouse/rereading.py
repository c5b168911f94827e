"""Reading links anew: what was read of them goes in the same transaction in which the new reading comes.

So that none is seen half, and no old reading becomes a version beside the new one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from warehouse.forgetting import READ_FROM_TEXTS
from warehouse.parts import ArticleInParts, Place, all_readings
from warehouse.staging import stage

TO_BE_REREAD = ""  # in the place of the rules that an answer was read with
_EARLIER = "earlier_text"


def drop_earlier_reading(connection: DuckDBPyConnection, link_ids: Sequence[str]) -> None:
    """Take away what the answers of these links were read as; what lists said of the links stays."""
    if not link_ids:
        return
    staged = stage(connection, "link", [{"link_id": link_id} for link_id in link_ids])
    connection.execute(
        f"create or replace temp table {_EARLIER} as"  # noqa: S608 - names of ours
        f" select article_id, version, content_hash from raw.article semi join {staged} on link_id = article_id"
        " where is_current"
    ).fetchall()
    for table, key in (("article", "article_id"), ("person", "article_id"), ("fetch", "link_id")):
        connection.execute(
            f"delete from raw.{table} as old using {staged} as new where old.{key} = new.link_id"  # noqa: S608
        ).fetchall()
    connection.execute(
        "update raw.link as old set state = 'seen', reason = null, detail = null, fetched_at = null"  # noqa: S608
        f" from {staged} as new where old.link_id = new.link_id"
    ).fetchall()


def drop_readings_of_changed_texts(connection: DuckDBPyConnection, link_ids: Sequence[str]) -> None:
    """After the new reading: take away what was read from texts that are others now, or none.

    A text that came out as it was need not be read again.
    """
    if not link_ids:
        return
    connection.execute(
        "create or replace temp table changed_text as"  # noqa: S608 - names of ours
        f" select article_id from {_EARLIER} anti join (from raw.article where is_current)"
        " using (article_id, version, content_hash)"
    ).fetchall()
    for table in ("reading", *READ_FROM_TEXTS):
        connection.execute(
            f"delete from raw.{table} as old using changed_text as new where old.article_id = new.article_id"  # noqa: S608
        ).fetchall()


@dataclass(frozen=True)
class Unit:
    """Links that are read anew together, as an article with its later pages is; else one link.

    `places` are all their answers in the order of the archive, `articles` the articles in several pages among them.
    """

    link_ids: tuple[str, ...]
    places: tuple[Place, ...]
    articles: tuple[ArticleInParts, ...]


def mark_answers_since(connection: DuckDBPyConnection, day: date) -> None:
    """Note that all answers of links with an answer since this day are to be read anew."""
    connection.execute(
        f"update raw.fetch set extractor = '{TO_BE_REREAD}' where extractor is not null and link_id in ("  # noqa: S608
        "select link_id from raw.fetch where extractor is not null and fetched_at >= $1)",
        [day],
    ).fetchall()


def answers_by_rules(connection: DuckDBPyConnection, rules: str) -> tuple[int, int]:
    """How many answers were read with these rules, and how many with others."""
    same, all_read = connection.execute(
        "select count(*) filter (extractor = $1), count(extractor) from raw.fetch", [rules]
    ).fetchall()[0]
    return same, all_read - same


def units_to_reread(
    connection: DuckDBPyConnection, rules: str | None, records: int, now: datetime
) -> Iterator[tuple[Unit, ...]]:
    """What is to be read anew, in the order of the archive and some `records` at a time.

    That is what is marked; with `rules` also what was read with any others. What is merged meanwhile may change the
    units that were given, no later ones.
    """
    is_to_reread = f"extractor = '{TO_BE_REREAD}'" if rules is None else "extractor <> $1"
    connection.execute(
        f"""
        create or replace temp table answer_to_reread as
        with answer as (
            select coalesce(link.part_of, link_id) as unit, link_id, archive_file, archive_offset, extractor
            from raw.fetch left join raw.link using (link_id)
            where link_id is not null
        ),
        chosen as (select distinct unit from answer where {is_to_reread}),
        ordered as (
            select
                unit, link_id, archive_file, archive_offset,
                min(row(archive_file, archive_offset)) over (partition by unit) as begins
            from answer semi join chosen using (unit)
        ),
        numbered as (
            select *, row_number() over (order by begins, unit, archive_file, archive_offset) as number from ordered
        )
        select
            (min(number) over (partition by unit) - 1) // {records} as chunk, number,
            unit, link_id, archive_file, archive_offset
        from numbered
        """,  # noqa: S608 - words and a number of ours
        [] if rules is None else [rules],
    ).fetchall()
    for chunk in connection.execute("select distinct chunk from answer_to_reread order by chunk").fetchall():
        rows = connection.execute(
            "select unit, link_id, archive_file, archive_offset from answer_to_reread where chunk = $1 order by number",
            chunk,
        ).fetchall()
        link_ids: dict[str, dict[str, None]] = defaultdict(dict)
        places: dict[str, list[Place]] = defaultdict(list)
        for unit, link_id, file, offset in rows:
            link_ids[unit][link_id] = None
            places[unit].append((file, offset))
        articles: dict[str, list[ArticleInParts]] = defaultdict(list)
        unit_of = {link_id: unit for unit, of_unit in link_ids.items() for link_id in of_unit}
        for article in all_readings(connection, unit_of, now):
            articles[unit_of[article.article_id]].append(article)
        yield tuple(Unit(tuple(link_ids[unit]), tuple(places[unit]), tuple(articles[unit])) for unit in link_ids)
