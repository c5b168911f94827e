"""One file of `sql/`: a SELECT, and in its header what the table is, what its columns are, and its checks.

    -- The table's comment, over as many lines as it needs.
    -- column town_code: Nine-digit division code
    -- check every_town_once: select town_code from core.town group by all having count(*) > 1
    select ...

The name of the file is the name of the table, its folder the schema. A check must find nothing.
Tables are named with their schema (`core.town`): that is how the order of the files is found.

A line `-- view` makes a view of it, which takes no room: for what is only another look at a large table. A file of
`sql/macros/` is a question with blanks; its header has a line for each, in their order:

    -- parameter word: What is counted, 茶园
    -- parameter county = null: Only in this county

Files of data, such as schemes of weights, lie in `sql/data/`; a SELECT reads them at `getvariable('data_folder')`.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Literal

from duckdb import DuckDBPyConnection

from warehouse.errors import SqlFileError

SCHEMAS = {"core": "core", "marts": "mart", "macros": "main"}  # folder -> schema
TABLE_SCHEMAS = ("core", "mart")
_ENTRY = re.compile(
    r"--\s+(?P<kind>column|check|parameter)\s+(?P<name>\w+)(?:\s*=\s*(?P<default>[^:]+?))?:\s*(?P<text>.*)"
)
_VIEW = re.compile(r"--\s+view\s*")

Kind = Literal["table", "view", "macro"]


@dataclass(frozen=True)
class Header:
    """What a file says of itself. `parameters` are as a macro's list has them: `word`, `county := null`."""

    kind: Kind
    comment: str
    columns: dict[str, str]
    checks: dict[str, str]
    parameters: dict[str, str]


@dataclass(frozen=True)
class Model:
    """One file: `query` is the whole text, so that line numbers in messages are those of the file."""

    path: Path
    name: str  # with its schema
    header: Header
    query: str
    needs: frozenset[str]

    @property
    def where(self) -> str:
        """The file as messages name it: folder and name."""
        return f"{self.path.parent.name}/{self.path.name}"


def read_models(connection: DuckDBPyConnection, folder: Path) -> list[Model]:
    """All files of the folder in an order in which each finds the tables that it needs.

    Raises SqlFileError for a file without a comment, with SQL that does not parse or is no single SELECT,
    that needs a table which nothing makes, and for files that need each other.
    """
    files = [path for name in SCHEMAS for path in sorted((folder / name).glob("*.sql"))]
    if not files:
        raise SqlFileError(f"{folder} has no .sql files in {' or '.join(SCHEMAS)}.")
    models = {model.name: model for model in (read_model(connection, path) for path in files)}
    graph = {name: {need for need in model.needs if need in models} for name, model in models.items()}
    for model in models.values():
        for need in sorted(model.needs - models.keys()):
            if not need.startswith("raw."):
                raise SqlFileError(f"{model.where} reads {need}, but there is no file that makes it.")
    try:
        return [models[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " -> ".join(models[name].where for name in error.args[1])
        raise SqlFileError(f"These files need each other, so none can be first: {circle}.") from error


def sql_digest(folder: Path) -> str:
    """Hash of all files of the folder, by name: tables made from the same rows and files are the same."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_model(connection: DuckDBPyConnection, path: Path) -> Model:
    """Read one file and find out which tables its query names."""
    try:
        text = path.read_text("utf-8-sig")  # editors of Windows begin a file with a byte order mark
    except UnicodeDecodeError as error:
        raise SqlFileError(f"{path.parent.name}/{path.name} is not UTF-8 text: save it in that encoding.") from error
    name = f"{SCHEMAS[path.parent.name]}.{path.stem}"
    header = _read_header(path, text)
    return Model(path, name, header, text.rstrip().removesuffix(";"), _needs(connection, path, text))


def _read_header(path: Path, text: str) -> Header:
    """The comment and the entries; a line that begins no entry goes on with the one before it."""
    where = f"{path.parent.name}/{path.name}"
    is_view = False
    comment: list[str] = []
    entries: dict[str, dict[str, str]] = {"column": {}, "check": {}, "parameter": {}}
    last: tuple[str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("--"):
            break
        if entry := _ENTRY.match(line):
            name = f"{entry['name']} := {entry['default']}" if entry["default"] else entry["name"]
            last = entry["kind"], name
            if name in entries[entry["kind"]]:
                raise SqlFileError(f"{where}, line {number}: {' '.join(last)} is there twice.")
            entries[entry["kind"]][name] = entry["text"].strip()
        elif _VIEW.fullmatch(line):
            is_view = True
        elif last:
            entries[last[0]][last[1]] += " " + line.removeprefix("--").strip()
        else:
            comment.append(line.removeprefix("--").strip())
    if not comment:
        raise SqlFileError(f"{where} has no comment: begin it with `-- ` and what the table is.")
    kind: Kind = "macro" if path.parent.name == "macros" else "view" if is_view else "table"
    return Header(kind, " ".join(comment).strip(), entries["column"], entries["check"], entries["parameter"])


def _needs(connection: DuckDBPyConnection, path: Path, text: str) -> frozenset[str]:
    """The tables with a schema that the query names, from DuckDB's own parser."""
    answer = connection.execute("select json_serialize_sql($1)", [text]).fetchall()[0][0]
    parsed: dict[str, Any] = json.loads(answer)
    where = f"{path.parent.name}/{path.name}"
    if parsed["error"]:
        if "position" not in parsed:
            raise SqlFileError(f"{where}: the file must be one SELECT ({parsed['error_message']}).")
        before = text.encode()[: int(parsed["position"])].decode("utf-8", "ignore")
        raise SqlFileError(f"{where}, line {before.count(chr(10)) + 1}: {parsed['error_message']}")
    if len(parsed["statements"]) != 1:
        raise SqlFileError(f"{where}: the file must be one SELECT, it has {len(parsed['statements'])} statements.")
    return frozenset(_tables(parsed))


def _tables(node: object) -> Iterator[str]:
    """Names of base tables anywhere in a parsed query. Without a schema it is a CTE."""
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node["schema_name"]:
            yield f"{node['schema_name']}.{node['table_name']}"
        for inner in node.values():
            yield from _tables(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _tables(inner)
