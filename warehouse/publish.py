"""Put a complete copy of the warehouse before its readers, so that no reader is ever in the writer's way."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError
from warehouse.models import SCHEMAS
from warehouse.reading_plan import Rules
from warehouse.store import china_now
from warehouse.transaction import first_line

SNAPSHOT = "county_news.duckdb"
PARQUET = "parquet"
MANIFEST = "manifest.json"
STORAGE_VERSION = "v1.1.0"  # what DuckDB 1.1 and all later ones can read


@dataclass(frozen=True)
class Published:
    """What was put in place: the snapshot's path and the rows of each of its tables."""

    path: Path
    tables: dict[str, int]


def publish(source: Path | DuckDBPyConnection, folder: Path) -> Published:
    """Copy the warehouse to `folder`: snapshot, Parquet files of core and mart, manifest.

    Everything is made and checked under temporary names first. The snapshot comes into place by one rename, so
    a reader sees the old one or the new one, and one who holds the old one keeps it. The manifest comes last and
    describes the snapshot by its hash: while the two differ, a publication was cut off and the next one mends it.
    Raises WarehouseError, with the old snapshot in place, when the disk is full or the copy is not complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / ".making"
    try:
        _remove(work)  # what a cut-off run left
        work.mkdir()
        with _opened(source) as connection:
            tables = _copy(connection, work / SNAPSHOT)
            parquet = _write_parquet(connection, work / PARQUET)
        _check_copy(work / SNAPSHOT, tables)
        _write_manifest(work, tables, parquet)
        for file in sorted(work.rglob("*")):
            _sync(file)
        _put_in_place(work, folder)
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(
            f"The snapshot could not be written to {folder}; the one before it stays: {first_line(error)}"
        ) from error
    finally:
        with suppress(OSError):
            _remove(work)
    return Published(folder / SNAPSHOT, tables)


def is_up_to_date(connection: DuckDBPyConnection, folder: Path, today: date, rules: Rules) -> bool:
    """Whether today's snapshot is whole and made from what the warehouse holds now, its texts read with these rules."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        is_whole = manifest["snapshot"] == _described(folder / SNAPSHOT, folder)
        is_of_today = manifest["created_at"].startswith(today.isoformat())
        return is_whole and is_of_today and not _differing(connection, folder / SNAPSHOT, rules)
    except (OSError, ValueError, KeyError, duckdb.Error):  # none there, or cut off: it is to be made anew
        return False


def _differing(connection: DuckDBPyConnection, snapshot: Path, rules: Rules) -> list[str]:
    """The tables from which all others are made (raw ones by way of the archive) that have other rows there."""
    quoted = str(snapshot).replace("'", "''")
    connection.execute(f"attach '{quoted}' as published (read_only)").fetchall()
    try:
        differing = [
            table
            for table in ("archive_file", "county", "town", "site", "forgotten")
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


@contextmanager
def _opened(source: Path | DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """The connection itself, or one that reads the file for as long as it takes.

    The file is attached: on a connection that is itself read-only, DuckDB refuses to write the copy.
    """
    if isinstance(source, DuckDBPyConnection):
        yield source
        return
    with duckdb.connect() as connection:
        quoted = str(source).replace("'", "''")
        connection.execute(f"attach '{quoted}' as warehouse (read_only)").fetchall()
        connection.execute("use warehouse").fetchall()
        yield connection


def _copy(connection: DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Write the copy and return the rows of each table as they are in the original."""
    name = connection.execute("select current_database()").fetchall()[0][0]
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as snapshot (storage_version '{STORAGE_VERSION}')").fetchall()
    try:
        connection.execute(f'copy from database "{name}" to snapshot').fetchall()
        connection.execute("checkpoint snapshot").fetchall()  # says why it fails, which detaching does not
    finally:
        with suppress(duckdb.Error):
            connection.execute("detach snapshot").fetchall()
    return _rows(connection)


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


def _write_parquet(connection: DuckDBPyConnection, folder: Path) -> dict[str, Path]:
    """One file a table of core and mart; names of people are in neither."""
    folder.mkdir()
    files = {}
    for table in _rows(connection):
        if table.split(".")[0] in SCHEMAS.values():
            files[table] = folder / f"{table}.parquet"
            quoted = str(files[table]).replace("'", "''")
            connection.execute(f"copy {table} to '{quoted}' (format parquet, compression zstd)").fetchall()
    return files


def _write_manifest(work: Path, tables: dict[str, int], parquet: dict[str, Path]) -> None:
    snapshot = work / SNAPSHOT
    entries = {
        table: {"rows": rows, **({"parquet": _described(parquet[table], work)} if table in parquet else {})}
        for table, rows in tables.items()
    }
    manifest = {
        "created_at": f"{china_now():%Y-%m-%d %H:%M:%S}",
        "duckdb_version": duckdb.__version__,
        "storage_version": STORAGE_VERSION,
        "snapshot": _described(snapshot, work),
        "tables": entries,
    }
    (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _described(path: Path, folder: Path) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": str(path.relative_to(folder)), "bytes": path.stat().st_size, "sha256": digest}


def _put_in_place(work: Path, folder: Path) -> None:
    """Snapshot first: it is what readers open. A folder cannot be replaced in one step, so the old Parquet
    folder steps aside; where a crash falls between the two, the snapshot is whole and the next run mends it."""
    (work / SNAPSHOT).replace(folder / SNAPSHOT)
    if (folder / PARQUET).exists():
        (folder / PARQUET).rename(work / "parquet_before")
    (work / PARQUET).rename(folder / PARQUET)
    (work / MANIFEST).replace(folder / MANIFEST)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
