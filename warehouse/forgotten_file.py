"""The list of forgotten people beside the warehouse, so that it is not lost with it: names would come back.

It has what raw.forgotten has, keyed hashes and no names, and is worth nothing without the key. Whatever only one of the
two knows, the other is told when the warehouse is opened.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError
from warehouse.staging import insert

_COLUMNS = ("person_key", "forgotten_at", "name_length")

People = dict[str, Mapping[str, Any]]  # the rows of raw.forgotten by person_key


def forgotten_file(warehouse: Path) -> Path:
    """Where the list lies."""
    return warehouse.with_name(warehouse.name + ".forgotten")


def remember(warehouse: Path, people: Sequence[Mapping[str, Any]]) -> None:
    """Add people to the list; it is on disk when this returns. Raises OSError, with the list as it was."""
    listed = _listed(warehouse)
    wanted = listed | {person["person_key"]: person for person in people}
    if wanted.keys() != listed.keys() or not forgotten_file(warehouse).exists():
        _write(forgotten_file(warehouse), wanted)


def bring_together(connection: DuckDBPyConnection, warehouse: Path) -> None:
    """Tell list and warehouse what only the other knows. Raises WarehouseError for a list that cannot be read."""
    listed, stored = _listed(warehouse), _stored(connection)
    insert(connection, "forgotten", [person for key, person in listed.items() if key not in stored])
    remember(warehouse, list(stored.values()))


def is_anybody_listed(warehouse: Path) -> bool:
    """Whether the list has anybody."""
    return bool(_listed(warehouse))


def _stored(connection: DuckDBPyConnection) -> People:
    rows = connection.execute(f"select {', '.join(_COLUMNS)} from raw.forgotten order by all").fetchall()  # noqa: S608
    return {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in rows}


def _listed(warehouse: Path) -> People:
    path = forgotten_file(warehouse)
    try:
        rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        return {row["person_key"]: row | {"forgotten_at": datetime.fromisoformat(row["forgotten_at"])} for row in rows}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError) as error:
        raise WarehouseError(
            f"{path} is damaged; put it back from a backup, or move it away, and the people whom the warehouse knows "
            "to be forgotten are written into a new one."
        ) from error


def _write(path: Path, people: People) -> None:
    draft = path.with_name(path.name + ".making")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for person in people.values():
                file.write(orjson.dumps(person, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
