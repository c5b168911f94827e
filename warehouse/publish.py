"""Put a complete copy of the warehouse before its readers, so that no reader is ever in the writer's way."""

import hashlib
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError
from warehouse.models import TABLE_SCHEMAS
from warehouse.reading_plan import Rules
from warehouse.storage import STORAGE_VERSION, is_readable_by_older, rewrite, write_out
from warehouse.store import china_now
from warehouse.transaction import first_line

SNAPSHOT = "county_news.duckdb"
PARQUET = "parquet"
MANIFEST = "manifest.json"
_AT_ONCE = 3  # the disk and the cores work at snapshot and Parquet files together


@dataclass(frozen=True)
class Published:
    """What was put in place: the snapshot's path and the rows of each of its tables and views."""

    path: Path
    tables: dict[str, int]


def publish(
    connection: DuckDBPyConnection, folder: Path, *, sql_digest: str = "", keep_before: bool = True
) -> Published:
    """Copy the warehouse to `folder`: snapshot, Parquet files of core and mart, manifest.

    Everything is made and checked under temporary names first. The snapshot comes into place by one rename, so
    a reader sees the old one or the new one, and one who holds the old one keeps it. The manifest comes last, by one
    rename too: it describes the snapshot by its hash and names the Parquet files, which have a folder of their own in
    each publication. Those of the publication before stay until the next one, unless `keep_before` is false. What a
    publication that was cut off left behind, the next one takes away. `sql_digest` says from which SQL files the tables
    were made.
    Raises WarehouseError, with the old snapshot in place, when the disk is full or the copy is not complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / ".making"
    now = china_now()
    stamp = _stamp(now, folder / PARQUET)
    try:
        _remove(work)
        (work / PARQUET / stamp).mkdir(parents=True)
        source = _source(connection, work)
        tables = _rows(connection)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            copied = threads.submit(_copy, source, work, tables)
            written = {
                table: threads.submit(_write_parquet, connection.cursor(), table, work, stamp)
                for table in _shown(connection)
            }
        snapshot = copied.result()
        parquet = {table: writing.result() for table, writing in written.items()}
        rows = {table: number for table, (number, _) in parquet.items()} | tables
        manifest = {
            "created_at": f"{now:%Y-%m-%d %H:%M:%S}",
            "duckdb_version": duckdb.__version__,
            "storage_version": STORAGE_VERSION,
            "sql_digest": sql_digest,
            "snapshot": snapshot,
            "tables": {
                table: {"rows": number, **({"parquet": parquet[table][1]} if table in parquet else {})}
                for table, number in sorted(rows.items())
            },
        }
        _write_manifest(work / MANIFEST, manifest)
        _put_in_place(work, folder, stamp, keep_before=keep_before)
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(
            f"The snapshot could not be written to {folder}; the one before it stays: {first_line(error)}"
        ) from error
    finally:
        with suppress(OSError):
            _remove(work)
    return Published(folder / SNAPSHOT, rows)


def _stamp(now: datetime, folder: Path) -> str:
    """A name that no publication has had that is still there: the time, and a number for a second one in a second."""
    names = (f"{now:%Y%m%dT%H%M%S}{(number and f'-{number}') or ''}" for number in count())
    return next(name for name in names if not (folder / name).exists())


def published_at(folder: Path) -> datetime | None:
    """When the snapshot in `folder` was published, in China time; None where its manifest does not say."""
    try:
        return datetime.fromisoformat(json.loads((folder / MANIFEST).read_text("utf-8"))["created_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_up_to_date(connection: DuckDBPyConnection, folder: Path, today: date, rules: Rules, sql_digest: str) -> bool:
    """Whether today's snapshot is whole and made from what the warehouse holds now.

    Its texts were read with these rules, and its tables made from the SQL files of this digest.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        is_whole = manifest["snapshot"] == described(folder / SNAPSHOT, folder)
        is_of_today = manifest["created_at"].startswith(today.isoformat())
        is_made_alike = manifest["sql_digest"] == sql_digest
        return is_whole and is_of_today and is_made_alike and not _differing(connection, folder / SNAPSHOT, rules)
    except (OSError, ValueError, KeyError, duckdb.Error):  # none there, or cut off: it is to be made anew
        return False


def _differing(connection: DuckDBPyConnection, snapshot: Path, rules: Rules) -> list[str]:
    """The tables from which all others are made (raw ones by way of the archive) that have other rows there."""
    quoted = str(snapshot).replace("'", "''")
    connection.execute(f"attach '{quoted}' as published (read_only)").fetchall()
    try:
        differing = [
            table
            for table in ("archive_file", "county", "town", "site", "watch", "forgotten")
            if connection.execute(
                f"(from raw.{table} except from published.raw.{table})"
                f" union all (from published.raw.{table} except from raw.{table}) limit 1"
            ).fetchall()
        ]
        read_with = connection.execute("select rules from published.raw.rule_set").fetchall()
        if [json.loads(written) for (written,) in read_with] != [rules]:
            differing.append("rule_set")
        return differing
    finally:
        connection.execute("detach published").fetchall()


def _source(connection: DuckDBPyConnection, work: Path) -> Path:
    """The file to copy: the warehouse's own, or a rewritten one where older releases of DuckDB could not read that."""
    if is_readable_by_older(connection):
        return write_out(connection)
    rewritten = work / "rewritten.duckdb"
    rewrite(connection, rewritten)
    return rewritten


def _copy(source: Path, work: Path, tables: dict[str, int]) -> dict[str, object]:
    """Copy the file, which has these tables, check the copy and describe it.

    In another process: if this one opened and closed the warehouse, the kernel would free DuckDB's lock on it.
    """
    target = work / SNAPSHOT
    copied = subprocess.run(  # noqa: S603 - paths of ours, no shell
        ["cp", "--", str(source.absolute()), str(target.absolute())],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        restore_signals=False,  # over a limit of size it says so, and is not killed
    )
    if copied.returncode:
        raise OSError(copied.stderr.strip() or f"cp ended with {copied.returncode}")
    _check_copy(target, tables)
    return _finish(target, work)


def _rows(connection: DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = current_database() and not temporary order by all"
    ).fetchall()
    return {
        table: connection.execute(f"select count(*) from {table}").fetchall()[0][0]  # noqa: S608
        for (table,) in tables
    }


def _check_copy(path: Path, tables: dict[str, int]) -> None:
    """Open the copy as a reader does, and count."""
    with duckdb.connect(str(path), read_only=True) as copy:
        found = _rows(copy)
        uncommented = copy.execute(
            "select count(*) from duckdb_columns() where schema_name in ('raw', 'core', 'mart') and comment is null"
        ).fetchall()[0][0]
    if found != tables or uncommented:
        differing = sorted(table for table in tables if found.get(table) != tables[table])
        raise WarehouseError(
            f"The copy of the warehouse is not complete ({', '.join(differing) or 'comments are missing'}); "
            "the snapshot before it stays."
        )


def _shown(connection: DuckDBPyConnection) -> list[str]:
    """The tables and views of core and mart, those with texts first: they take longest."""
    return [
        table
        for (table,) in connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_catalog = current_database() and list_contains($1, table_schema) order by all",
            [list(TABLE_SCHEMAS)],
        ).fetchall()
    ]


def _write_parquet(cursor: DuckDBPyConnection, table: str, work: Path, stamp: str) -> tuple[int, dict[str, object]]:
    """Write a table, names of people in none, and see it onto the disk; returns its rows and what the file is."""
    file = work / PARQUET / stamp / f"{table}.parquet"
    quoted = str(file).replace("'", "''")
    written = cursor.execute(f"copy (from {table}) to '{quoted}' (format parquet)").fetchall()
    return int(written[0][0]), _finish(file, work)


def _write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
    _sync(path)


def _finish(path: Path, folder: Path) -> dict[str, object]:
    """See a file onto the disk, and describe it."""
    _sync(path)
    return described(path, folder)


def described(path: Path, folder: Path) -> dict[str, object]:
    """What the manifest says of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": str(path.relative_to(folder)), "bytes": path.stat().st_size, "sha256": digest}


def _put_in_place(work: Path, folder: Path, stamp: str, *, keep_before: bool) -> None:
    """Parquet files first and the manifest that names them last; then what no manifest names any more goes."""
    parquet = folder / PARQUET
    parquet.mkdir(exist_ok=True)
    kept = {stamp, *(_parquet_named(folder / MANIFEST) if keep_before else ())}
    (work / PARQUET / stamp).rename(parquet / stamp)
    (work / SNAPSHOT).replace(folder / SNAPSHOT)
    (work / MANIFEST).replace(folder / MANIFEST)
    _sync(parquet)
    _sync(folder)
    for path in parquet.iterdir():
        if path.name not in kept:
            _remove(path)


def _parquet_named(manifest: Path) -> set[str]:
    """What a manifest names in the folder of the Parquet files: the folder of its publication."""
    try:
        tables = json.loads(manifest.read_text("utf-8"))["tables"]
        return {Path(table["parquet"]["file"]).parts[1] for table in tables.values() if "parquet" in table}
    except (OSError, ValueError, LookupError):  # none there, or none of ours
        return set()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
