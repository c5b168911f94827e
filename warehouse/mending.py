"""Take away what does not belong into the warehouse, and make way for what is read anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.agreement import KEPT, Finding
from warehouse.forgetting import READ_FROM_TEXTS
from warehouse.rows import LinkRow

_GROUP_ANSWERS = 500  # to be read anew in one go
_NEWS = "from archived_link semi join chosen using (link_id) order by number"


@dataclass(frozen=True)
class ToReadAnew:
    """Some links, what the archive knows of them, and where their answers lie, both in its order.

    `are_dropped` is false for links of whose articles a record is lost: what is known of them stays.
    """

    link_ids: tuple[str, ...]
    news: tuple[LinkRow, ...]
    answers: tuple[tuple[str, int], ...]
    are_dropped: bool


def mend(connection: DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Run the statements of these findings, and drop the readings of texts that are to be read anew."""
    for statement in dict.fromkeys(statement for finding in findings for statement in finding.kind.mend):
        connection.execute(statement).fetchall()
    for table in ("reading", *READ_FROM_TEXTS):
        connection.execute(
            f"delete from raw.{table} where article_id in (select key from fault where cure = 'texts')"  # noqa: S608
        ).fetchall()


def links_to_read_anew(connection: DuckDBPyConnection) -> Iterator[ToReadAnew]:
    """The links that faults name, in groups; an article in several pages with all of them.

    Their rows in raw.link are gone when this gives them out, where they are to be dropped.
    """
    connection.execute(
        f"""
        create or replace temp table read_anew as
        with recursive
        belonging as (select distinct link_id, part_of from archived_link where part_of is not null),
        named(link_id) as (
            select distinct key from fault where cure = 'links' and key is not null
            union
            select unnest([belonging.link_id, part_of]) from belonging
            join named on named.link_id = belonging.link_id or named.link_id = part_of
        ),
        answered as (select link_id, count(*) as answers from archived_fetch where is_loaded group by link_id)
        select
            link_id,
            link_id in {KEPT} as is_kept,
            sum(coalesce(answers, 0) + 1) over (order by link_id) // $1 as number
        from named left join answered using (link_id)
        where link_id in (select link_id from archived_link) or answers is not null
        """,  # noqa: S608
        [_GROUP_ANSWERS],
    ).fetchall()
    columns = ", ".join(LinkRow.__dataclass_fields__)
    for is_kept, number in connection.execute("select distinct is_kept, number from read_anew order by all").fetchall():
        group = ("where is_kept = $1 and number = $2", [is_kept, number])

        def chosen(sql: str, group: tuple[str, list[Any]] = group) -> list[tuple[Any, ...]]:
            return connection.execute(f"with chosen as (from read_anew {group[0]}) {sql}", group[1]).fetchall()

        found = ToReadAnew(
            tuple(link_id for (link_id,) in chosen("select link_id from chosen order by all")),
            tuple(LinkRow(*row) for row in chosen(f"select {columns} {_NEWS}")),
            tuple(
                (file, offset)
                for file, offset in chosen(
                    "select archive_file, archive_offset from archived_fetch semi join chosen using (link_id)"
                    " where is_loaded order by all"
                )
            ),
            not is_kept,
        )
        if found.are_dropped:
            chosen("delete from raw.link where link_id in (select link_id from chosen)")
        yield found
