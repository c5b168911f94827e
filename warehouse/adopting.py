"""What a warehouse that was lost leaves in its snapshot and nowhere else: its runs, and who is to be forgotten."""

from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.store import Warehouse
from warehouse.transaction import first_line, transaction

# Everything else is made from the archive and the county files.
KEPT_BY_SNAPSHOT_ALONE = {"run": "run_id", "forgotten": "person_key"}


def adopt(warehouse: Warehouse, snapshot: Path) -> dict[str, int]:
    """Take over the rows of these tables that only the snapshot has; returns how many of each.

    Raises WarehouseError where the snapshot cannot be read, or people of it were forgotten by another key.
    """
    if not snapshot.exists():
        return {}
    connection = warehouse.connection
    quoted = str(snapshot).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as published (read_only)").fetchall()
    except duckdb.Error as error:
        raise WarehouseError(
            f"{snapshot} cannot be read: {first_line(error)}; put it back from a backup, or move it away, and the list "
            "of runs that it alone has is lost."
        ) from error
    try:
        with transaction(connection, f"{warehouse.path} could not take over what {snapshot} has"):
            return {
                table: int(
                    connection.execute(
                        f"insert into raw.{table} by name from published.raw.{table} as old"  # noqa: S608 - names of ours
                        f" where {key} not in (select {key} from raw.{table})"
                    ).fetchall()[0][0]
                )
                for table, key in KEPT_BY_SNAPSHOT_ALONE.items()
            }
    finally:
        connection.execute("detach published").fetchall()
