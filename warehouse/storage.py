"""The warehouse's file: written in the storage that DuckDB 1.1 and all later ones read, and how much of it is in use.

So a copy of the file is a snapshot for everybody.
"""

import re
from contextlib import suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError

# Not v1.1.0: in that storage DuckDB 1.5.5 spoils the index of a key of several columns whenever it writes a checkpoint
# after the file was opened anew and that table left alone; the next row that is deleted there is a fatal error.
STORAGE_VERSION = "v1.0.0"
_OLDEST_READER = (1, 1)


def is_readable_by_older(connection: DuckDBPyConnection) -> bool:
    """Whether DuckDB 1.1 can read the file: those that were made before this rule may be in a newer storage."""
    version = connection.execute(
        "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
    ).fetchall()[0][0]
    found = re.match(r"v(\d+)\.(\d+)", version or "")
    return found is not None and (int(found[1]), int(found[2])) <= _OLDEST_READER


def needs_rewriting(connection: DuckDBPyConnection) -> bool:
    """Whether rewriting the file is worth it: less than half of it is in use, or older releases cannot read it.

    Tables that are made anew take room before the old ones are dropped, so that up to half of a file is free whenever
    comparisons were made; the next time that room is used again.
    """
    total, free = connection.execute(
        "select total_blocks, free_blocks from pragma_database_size() where database_name = current_database()"
    ).fetchall()[0]
    return free * 2 > total or not is_readable_by_older(connection)


def write_out(connection: DuckDBPyConnection) -> Path:
    """Bring everything into the file itself, nothing left in the log beside it; returns the file's path.

    Raises WarehouseError while some other transaction has it in use.
    """
    path = Path(
        connection.execute("select path from duckdb_databases() where database_name = current_database()").fetchall()[
            0
        ][0]
    )
    try:
        connection.execute("checkpoint").fetchall()
    except duckdb.TransactionException as error:
        raise WarehouseError(f"{path} cannot be copied while something is being written to it.") from error
    log = path.with_name(path.name + ".wal")
    if log.exists() and log.stat().st_size:
        raise WarehouseError(f"{path} cannot be copied: what is in {log.name} could not be brought into it.")
    return path


def rewrite(connection: DuckDBPyConnection, path: Path) -> None:
    """Write all tables, views, macros and comments into a new file, which has nothing of what was deleted."""
    name = connection.execute("select current_database()").fetchall()[0][0]
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as rewritten (storage_version '{STORAGE_VERSION}')").fetchall()
    try:
        connection.execute(f'copy from database "{name}" to rewritten').fetchall()
        connection.execute("checkpoint rewritten").fetchall()  # says why it fails, which detaching does not
    finally:
        with suppress(duckdb.Error):
            connection.execute("detach rewritten").fetchall()
