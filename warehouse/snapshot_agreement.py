"""Whether the published snapshot is whole, and the warehouse has what it has.

A snapshot that was made from the same state of the archive, read with the same rules, has the same rows in every table
of raw: so a row that was changed by hand is found, whatever its table.
"""

import json
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import publish
from warehouse.adopting import differing_from_snapshot
from warehouse.agreement import Cure, Finding, Kind, look_for
from warehouse.forgetting import READ_FROM_TEXTS

_CHECK = "published snapshot"
_DATABASE = "published"

# By which key the rows of a table are mended, and how.
_CURES: dict[str, tuple[str, Cure, str]] = {
    "link": ("link_id", "links", "they are read anew from the archive"),
    "fetch": ("link_id", "links", "they are read anew from the archive"),
    "article": ("article_id", "links", "they are read anew from the archive"),
    "person": ("article_id", "links", "they are read anew from the archive"),
    **dict.fromkeys(("reading", *READ_FROM_TEXTS), ("article_id", "texts", "the texts are read anew")),
    **dict.fromkeys(("source", "town_alias"), ("null", "publish", "they are made anew for the next snapshot")),
}

_PUBLISHED_ANEW = "county-news publish, or --repair, makes it anew"


def compare_with_snapshot(connection: DuckDBPyConnection, folder: Path) -> list[Finding]:
    """Compare; nothing is found where nothing was ever published. Keys are noted as by `look_for`."""
    if not folder.exists():
        return []
    if fault := _damage(folder):
        kind = Kind(_CHECK, "Published files are not what the manifest says", "", "publish", _PUBLISHED_ANEW)
        return [Finding(kind, 1, fault)]
    quoted = str(folder / publish.SNAPSHOT).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {_DATABASE} (read_only)").fetchall()
    try:
        kinds = [
            Kind(
                _CHECK,
                f"Rows of raw.{table} that the snapshot has are lost or changed",
                f"select null, {key} {differing_from_snapshot(table)}",
                "mend",
                "--repair takes them from the snapshot",
            )
            for table, key in (("run", "run_id || ' ' || what"), ("forgotten", "person_key"))
        ]
        if _is_of_the_same_state(connection):
            kinds += [_differing(table, *cure) for table, cure in _CURES.items()]
        return look_for(connection, tuple(kinds))
    finally:
        connection.execute(f"detach {_DATABASE}").fetchall()


def _damage(folder: Path) -> str | None:
    """What is wrong with the published files."""
    try:
        manifest = json.loads((folder / publish.MANIFEST).read_text("utf-8"))
        described = [
            manifest["snapshot"],
            *(table["parquet"] for table in manifest["tables"].values() if "parquet" in table),
        ]
        wrong = [
            entry["file"]
            for entry in described
            if not (folder / entry["file"]).exists() or publish.described(folder / entry["file"], folder) != entry
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return f"{folder / publish.MANIFEST} is no manifest"
    return ", ".join(wrong[:3]) or None


def _is_of_the_same_state(connection: DuckDBPyConnection) -> bool:
    """The archive is loaded as far, the rules and who is forgotten are the same, and everything is read."""
    try:
        differing = [
            table
            for table in ("schema_version", "archive_file", "forgotten", "rule_set")
            if connection.execute(_either_way(table, "*", "limit 1")).fetchall()
        ]
    except duckdb.Error:  # a snapshot of an older layout
        return False
    return not differing


def _differing(table: str, key: str, cure: Cure, told: str) -> Kind:
    example = f"{key}::varchar" if key != "null" else "other::varchar"
    return Kind(
        _CHECK,
        f"Rows of raw.{table} are others than in the snapshot, which was made from the same",
        f"select {key}, {example} from ({_either_way(table, '*')}) as other",  # noqa: S608
        cure,
        told,
    )


def _either_way(table: str, columns: str, more: str = "") -> str:
    """The rows that only one of the two has, each as often as it has it more."""
    here, there = f"select {columns} from raw.{table}", f"select {columns} from {_DATABASE}.raw.{table}"  # noqa: S608
    return f"({here} except all {there}) union all ({there} except all {here}) {more}"
