"""A lake's files: small ones are merged, old ones go.

Each step waits for its turn and is short, so that runs go on between them.
"""

from duckdb import DuckDBPyConnection

from warehouse.lake_catalog import LAKE, turn
from warehouse.layout import PROJECTED

_MOST_FILES_AT_ONCE = 200


def tidy(connection: DuckDBPyConnection, keep_days: int) -> None:
    """Merge small files, rewrite those of which much is deleted, drop snapshots and files of before these days."""
    for table in PROJECTED:
        with turn(connection):
            _call(
                connection,
                f"ducklake_merge_adjacent_files('{LAKE}', '{table}', schema => 'raw',"
                f" max_compacted_files => {_MOST_FILES_AT_ONCE})",
            )
        with turn(connection):
            _call(
                connection,
                f"ducklake_rewrite_data_files('{LAKE}', '{table}', schema => 'raw', delete_threshold => 0.3)",
            )
    before = f"now() - interval {int(keep_days)} day"
    with turn(connection):
        _call(connection, f"ducklake_expire_snapshots('{LAKE}', older_than => {before})")
    _call(connection, f"ducklake_cleanup_old_files('{LAKE}', older_than => {before})")
    # Files that nobody knows are left by killed processes, or being written by one that is alive.
    _call(connection, f"ducklake_delete_orphaned_files('{LAKE}', older_than => now() - interval 1 day)")


def leave_no_trace(connection: DuckDBPyConnection) -> None:
    """Rewrite every file that had rows deleted, and remove all that only older snapshots have."""
    with turn(connection):
        for table in PROJECTED:
            _call(
                connection, f"ducklake_rewrite_data_files('{LAKE}', '{table}', schema => 'raw', delete_threshold => 0)"
            )
        _call(connection, f"ducklake_expire_snapshots('{LAKE}', older_than => now())")
        _call(connection, f"ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)")


def _call(connection: DuckDBPyConnection, function: str) -> None:
    connection.execute(f"call {function}").fetchall()
