"""Read what texts say after they were loaded: once, and again only when a text or the rules changed.

Every article is noted with the version and the set of rules that it was read with. What differs is read block by block,
each in one transaction: a process that is killed goes on from there. Of another set of rules only the readers that
differ are asked again.
"""

import logging
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from duckdb import DuckDBPyConnection

from gazetteer import County
from warehouse import reading_plan
from warehouse.crew import Answered
from warehouse.known_names import fill_aliases, fill_sources
from warehouse.readers import Credit, Text, readers
from warehouse.reading_crew import Answer, ReadingCrew, processes_for, reading_crew
from warehouse.reading_plan import UNREAD, Plan, Rules, planned, rules_of
from warehouse.staging import insert, stage
from warehouse.transaction import transaction

_TASK_TEXTS = 250

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadCounts:
    """How many articles were read, and how many of them by each reader."""

    articles: int
    readers: Mapping[str, int]


@dataclass(frozen=True)
class _Group:
    """Texts of one block that were read with the same set of rules, None for no reading so far."""

    rule_set_id: int | None
    texts: list[Text]


def current_rules(counties: Sequence[County], data_folder: Path) -> Rules:
    """What texts are to be read with now. Raises DictionaryError."""
    return rules_of(readers(counties, data_folder))


def read_texts(
    connection: DuckDBPyConnection, counties: Sequence[County], data_folder: Path, *, processes: int | None = None
) -> ReadCounts:
    """Read the current versions of all articles that were not yet read with today's rules.

    Towns are read in articles of `counties`; `data_folder` has the dictionaries. Where `processes` does not say how
    many, few texts are read in this process and many in one for each core. Raises DictionaryError, before anything
    is changed, and WarehouseError, with all that was read by then kept.
    """
    known = readers(counties, data_folder)
    tables = {reader.name: reader.table for reader in known}
    with transaction(connection, "The texts could not be read"):
        plan = planned(connection, known)
    counts: Counter[str] = Counter()
    with reading_crew(processes or processes_for(plan.articles), counties, data_folder) as crew:
        for group_answers in _read_ahead(crew, plan, _blocks(connection)):
            with transaction(connection, "What texts say could not be stored"):
                for group, answer in group_answers:
                    _store(connection, plan, tables, group, answer)
                    counts.update(dict.fromkeys(plan.needed[group.rule_set_id], len(group.texts)))
    with transaction(connection, "The texts could not be read"):
        fill_sources(connection, counties)
        fill_aliases(connection, counties)
        connection.execute("delete from raw.rule_set where rule_set_id <> $1", [plan.rule_set_id]).fetchall()
    return ReadCounts(plan.articles, dict(counts))


def _blocks(connection: DuckDBPyConnection) -> Iterator[list[_Group]]:
    """The unread texts in the order in which they lie in the warehouse."""
    for (block,) in connection.execute(f"select distinct block from {UNREAD} order by block").fetchall():  # noqa: S608
        credited: dict[str, list[Credit]] = defaultdict(list)
        for article_id, *credit in connection.execute(
            "select article_id, role, position, name from raw.person"  # noqa: S608
            f" semi join (from {UNREAD} where block = $1) using (article_id, version)"
            " where name is not null order by article_id, role, position",
            [block],
        ).fetchall():
            credited[article_id].append(Credit(*credit))
        first = block * reading_plan.BLOCK_ROWS
        rows = connection.execute(
            "select rule_set_id, article.article_id, article.version, county_code, coalesce(title, ''),"  # noqa: S608
            " coalesce(source, ''), coalesce(column_name, ''), body"
            f" from raw.article as article join {UNREAD} as unread on unread.article_row = article.rowid"
            " where block = $1 and article.rowid between $2 and $3"
            " order by rule_set_id nulls first, article.rowid",
            [block, first, first + reading_plan.BLOCK_ROWS - 1],
        ).fetchall()
        yield [
            _Group(number, [Text(*(*columns, tuple(credited[columns[0]]))) for _, *columns in of_set])
            for number, of_set in groupby(rows, itemgetter(0))
        ]


def _read_ahead(
    crew: ReadingCrew, plan: Plan, blocks: Iterator[list[_Group]]
) -> Iterator[list[tuple[_Group, list[Answer]]]]:
    """The blocks with what was read from them; while one is stored, the next one is being read."""
    asked: deque[list[tuple[_Group, list[Answered[Answer]]]]] = deque()
    for groups in blocks:
        asked.append([(group, _ask(crew, plan, group)) for group in groups])
        if len(asked) > 1:
            yield _answered(asked.popleft())
    while asked:
        yield _answered(asked.popleft())


def _ask(crew: ReadingCrew, plan: Plan, group: _Group) -> list[Answered[Answer]]:
    texts, names = group.texts, plan.needed[group.rule_set_id]
    return [crew(texts[start : start + _TASK_TEXTS], names) for start in range(0, len(texts), _TASK_TEXTS)]


def _answered(asked: list[tuple[_Group, list[Answered[Answer]]]]) -> list[tuple[_Group, list[Answer]]]:
    return [(group, [future.result() for future in futures]) for group, futures in asked]


def _store(
    connection: DuckDBPyConnection, plan: Plan, tables: Mapping[str, str], group: _Group, answers: list[Answer]
) -> None:
    """Put the rows in the place of those of an earlier reading, and note with what they were read."""
    names = plan.needed[group.rule_set_id]
    notes = [{"article_id": text.article_id, "version": text.version} for text in group.texts]
    if group.rule_set_id is not None:
        staged = stage(connection, "reading", notes)
        for table in ("reading", *(tables[name] for name in names if name not in plan.emptied)):
            connection.execute(
                f"delete from raw.{table} as old using {staged} as new where old.article_id = new.article_id"  # noqa: S608
            ).fetchall()
    for name in names:
        table = tables[name]
        insert(connection, table, (row for answer in answers for row in answer.rows[table]))
    insert(connection, "reading", ({**note, "rule_set_id": plan.rule_set_id} for note in notes))
    for answer in answers:
        for fault in answer.faults:
            logger.warning("%s", fault)
