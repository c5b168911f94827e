"""What the archive holds, in temporary tables beside the warehouse's own, so that SQL can compare the two."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from duckdb import DuckDBPyConnection

from warehouse.forgotten import Forgotten
from warehouse.privacy import storable_rows
from warehouse.rows import CoverageRow, FetchRow, LinkRow
from warehouse.staging import stage

_ROWS_AT_ONCE = 5_000

# What news of a link say of it, but for their times.
_SAID = ", ".join(
    column.name for column in fields(LinkRow) if column.name not in ("first_seen_at", "last_seen_at", "fetched_at")
)


@dataclass(frozen=True)
class ArchivedFile:
    """A file of the archive: its bytes that are whole records, and the last of their ends up to the watermark.

    Of a file that is gone both are 0.
    """

    file: str
    whole_bytes: int
    loaded_end: int


class Archived:
    """Takes in what records say, some rows at a time. `archived_fetch` knows also what is not loaded yet.

    All other tables hold what is loaded, people left out of it as of the warehouse.
    """

    def __init__(self, connection: DuckDBPyConnection, forgotten: Forgotten) -> None:
        self._connection = connection
        self._forgotten = forgotten
        self._fetches: dict[bool, list[FetchRow]] = {True: [], False: []}
        self._links: list[LinkRow] = []
        self._coverages: list[CoverageRow] = []
        for table, source, more in (
            ("archived_fetch", "fetch", ", true as is_loaded"),
            ("archived_link", "link", ", 0::bigint as number"),
            ("archived_coverage", "column_coverage", ", 0::bigint as number"),
        ):
            connection.execute(
                f"create or replace temp table {table} as select *{more} from raw.{source} limit 0"  # noqa: S608
            ).fetchall()
        connection.execute(
            "create or replace temp table archived_file (file varchar, whole_bytes bigint, loaded_end bigint)"
        ).fetchall()

    def take(
        self,
        fetches: Sequence[FetchRow],
        links: Sequence[LinkRow],
        coverages: Sequence[CoverageRow],
        *,
        is_loaded: bool,
    ) -> None:
        """Take in what some records say."""
        self._fetches[is_loaded] += fetches
        if is_loaded:
            self._links += links
            self._coverages += coverages
        if len(self._links) + sum(map(len, self._fetches.values())) > _ROWS_AT_ONCE:
            self._write()

    def end(self, files: Sequence[ArchivedFile]) -> None:
        """Everything has been taken in."""
        self._write()
        for file in files:
            self._connection.execute(
                "insert into archived_file values ($1, $2, $3)", [file.file, file.whole_bytes, file.loaded_end]
            ).fetchall()
        self._connection.execute(
            "create or replace temp table archived_link as"  # noqa: S608 - columns of ours
            f" select {_SAID}, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,"
            " max(fetched_at) as fetched_at, min(number) as number from archived_link group by all"
        ).fetchall()

    def _write(self) -> None:
        for is_loaded, fetches in self._fetches.items():
            self._insert("archived_fetch", "fetch", storable_rows(fetches), str(is_loaded))
            fetches.clear()
        self._insert(
            "archived_link",
            "link",
            [self._forgotten.left_out_of_link(link) for link in storable_rows(self._links)],
            "(select count(*) from archived_link) + row_number() over ()",
        )
        self._links.clear()
        self._insert(
            "archived_coverage",
            "column_coverage",
            [self._forgotten.left_out_of_column(coverage) for coverage in self._coverages],
            "(select count(*) from archived_coverage) + row_number() over ()",
        )
        self._coverages.clear()

    def _insert(self, table: str, like: str, rows: Sequence[FetchRow | LinkRow | CoverageRow], more: str) -> None:
        if rows:
            staged = stage(self._connection, like, rows)
            columns = ", ".join(column.name for column in fields(rows[0]))
            number = "is_loaded" if like == "fetch" else "number"
            self._connection.execute(
                f"insert into {table} ({columns}, {number}) select {columns}, {more} from {staged}"  # noqa: S608
            ).fetchall()
