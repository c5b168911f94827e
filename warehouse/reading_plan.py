"""Which articles are to be read, and by which readers: those that are new or changed, and those of other rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.readers import Reader

# A reading that no longer holds, of an older version or because somebody said so, has this for its set of rules.
NO_LONGER_HOLDS = 0
BLOCK_ROWS = 5_000  # of raw.article, as they lie there
UNREAD = "unread_article"
_STATE = f"case when reading.version <> article.version then {NO_LONGER_HOLDS} else reading.rule_set_id end"
_CURRENT = "raw.article as article left join raw.reading as reading using (article_id) where article.is_current"

Rules = Mapping[str, str]  # the rules of each reader


@dataclass(frozen=True)
class Plan:
    """What there is to do; the articles themselves are in the temporary table `unread_article`.

    `needed`: the readers to ask, for each set of rules that articles were read with; None is that of those never read.
    `emptied`: the readers whose tables have no rows yet, because they read every article.
    """

    rule_set_id: int
    articles: int
    needed: Mapping[int | None, tuple[str, ...]]
    emptied: frozenset[str]


def rules_of(known: Sequence[Reader]) -> Rules:
    """What these readers read texts with now."""
    return {reader.name: reader.rules for reader in known}


def planned(connection: DuckDBPyConnection, known: Sequence[Reader]) -> Plan:
    """What these readers have to read. A reader that has to read everything anew has an empty table from here on."""
    names = tuple(reader.name for reader in known)
    current = _rule_set(connection, rules_of(known))
    needed: dict[int | None, tuple[str, ...]] = {None: names, NO_LONGER_HOLDS: names}
    for number, rules in _rule_sets(connection).items():
        needed[number] = tuple(reader.name for reader in known if rules.get(reader.name) != reader.rules)
        if number != current and not needed[number]:  # it has a reader more, that there is no longer
            _move(connection, number, current)
    emptied = _empty(connection, known, current, needed)
    connection.execute(
        f"create or replace temp table {UNREAD} as"  # noqa: S608 - names and numbers of ours
        f" select article.rowid // {BLOCK_ROWS} as block, article.rowid as article_row, article_id, article.version,"
        f" {_STATE} as rule_set_id from {_CURRENT} and {_STATE} is distinct from {current}"
    ).fetchall()
    articles = connection.execute(f"select count(*) from {UNREAD}").fetchall()[0][0]  # noqa: S608
    return Plan(current, articles, needed, emptied)


def _empty(
    connection: DuckDBPyConnection, known: Sequence[Reader], current: int, needed: dict[int | None, tuple[str, ...]]
) -> frozenset[str]:
    """Empty the tables of readers that read every article anew, which is quicker than block by block.

    The readings are noted as done without these readers: should the old rules come back before all is read again,
    their rows are not there.
    """
    counts: dict[int | None, int] = dict(
        connection.execute(f"select {_STATE} as state, count(*) from {_CURRENT} group by state").fetchall()  # noqa: S608
    )
    read_before = [number for number in counts if number not in (None, current)]
    readers = [
        reader
        for reader in known
        if read_before and all(number != current and reader.name in needed[number] for number in counts)
    ]
    emptied = frozenset(reader.name for reader in readers)
    for reader in readers:
        connection.execute(f"delete from raw.{reader.table}").fetchall()  # noqa: S608
    if emptied:
        for number, rules in _rule_sets(connection).items():
            if number in read_before and emptied & rules.keys():
                rest = {name: rule for name, rule in rules.items() if name not in emptied}
                without = _rule_set(connection, rest)
                _move(connection, number, without)
                needed[without] = needed[number]
    return emptied


def _rule_sets(connection: DuckDBPyConnection) -> dict[int, Rules]:
    rows = connection.execute("select rule_set_id, rules from raw.rule_set order by rule_set_id").fetchall()
    return {number: json.loads(rules) for number, rules in rows}


def _rule_set(connection: DuckDBPyConnection, rules: Rules) -> int:
    """The number of this set, which is noted if it is new."""
    sets = _rule_sets(connection)
    for number, others in sets.items():
        if others == rules:
            return number
    number = max(sets, default=NO_LONGER_HOLDS) + 1
    written = json.dumps(rules, ensure_ascii=False, sort_keys=True)
    connection.execute("insert into raw.rule_set values ($1, $2)", [number, written]).fetchall()
    return number


def _move(connection: DuckDBPyConnection, number: int, other: int) -> None:
    connection.execute("update raw.reading set rule_set_id = $2 where rule_set_id = $1", [number, other]).fetchall()
