"""A lake's files: small ones are merged, old ones go.

Each step waits for its turn and is short, so that runs go on between them.
"""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.lake_catalog import LAKE, turn
from warehouse.layout import PROJECTED
from warehouse.privacy import NAMING

_MOST_FILES_AT_ONCE = 200
# Columns with words of pages, which may name people.
_PAGE_TEXTS = (*NAMING, "name", "listed_title", "detail")


@dataclass(frozen=True)
class Tidied:
    """The files that the lake's tables consist of, before and after, and the snapshots that are kept."""

    files_before: int
    files: int
    snapshots: int


def tidy(connection: DuckDBPyConnection, keep_days: int) -> Tidied:
    """Merge small files, rewrite those of which much is deleted, drop snapshots and files of before these days."""
    files_before = _files(connection)
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
    snapshots = connection.execute(f"select count(*) from ducklake_snapshots('{LAKE}')").fetchall()[0][0]  # noqa: S608
    return Tidied(files_before, _files(connection), snapshots)


def leave_no_trace(connection: DuckDBPyConnection) -> None:
    """Rewrite every file that had rows deleted, and remove all that only older snapshots have.

    The catalog has the least and the greatest text of each column, and keeps them when the rows go: those go too.
    """
    with turn(connection):
        for table in PROJECTED:
            _call(
                connection, f"ducklake_rewrite_data_files('{LAKE}', '{table}', schema => 'raw', delete_threshold => 0)"
            )
        texts = ", ".join(f"'{column}'" for column in _PAGE_TEXTS)
        forget_bounds = (
            "update ducklake_table_column_stats as stats set min_value = null, max_value = null"  # noqa: S608
            " from ducklake_column as known where known.table_id = stats.table_id"
            f" and known.column_id = stats.column_id and known.column_name in ({texts})"
        )
        connection.execute("call postgres_execute($1, $2)", [f"__ducklake_metadata_{LAKE}", forget_bounds]).fetchall()
        # By number, not by time: the clocks of machines differ.
        old = connection.execute(
            f"select list(snapshot_id order by snapshot_id desc)[2:] from ducklake_snapshots('{LAKE}')"  # noqa: S608
        ).fetchall()[0][0]
        if old:
            _call(connection, f"ducklake_expire_snapshots('{LAKE}', versions => {old})")
        _call(connection, f"ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)")


def _files(connection: DuckDBPyConnection) -> int:
    """Files with rows, and those that say which rows are deleted."""
    found = connection.execute(f"select sum(file_count + delete_file_count) from ducklake_table_info('{LAKE}')")  # noqa: S608
    return int(found.fetchall()[0][0] or 0)


def _call(connection: DuckDBPyConnection, function: str) -> None:
    connection.execute(f"call {function}").fetchall()
