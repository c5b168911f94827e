"""The warehouse's tables that runs write, in a lake: catalog in Postgres, rows in Parquet files, many writers at once.

One process at a time reads one county, and processes merge in turns; what texts say is read where it is published
(lake_copy.py).
"""

import random
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType

import duckdb

from warehouse import lake_upkeep
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.lake_catalog import LAKE, LakePlace, turn
from warehouse.lake_upkeep import Tidied
from warehouse.layout import Column, Table, tables_of_runs
from warehouse.lock import WriterLock
from warehouse.parts import ArticleInParts
from warehouse.privacy import PersonKeys
from warehouse.staging import remove_left
from warehouse.store import SCHEMA_VERSION, Done, Store
from warehouse.transaction import transaction

_TRIES = 8
_LONGEST_PAUSE_SECONDS = 5.0
# The tables that grow have the rows of each county in files of their own.
_PARTITIONED = ("link", "fetch", "article")
# What a new lake takes over from a file: the archive, which it is loaded from, has the rest.
_NOT_IN_ARCHIVE = ("county", "town", "site", "run", "forgotten")


class Lake(Store):
    """A lake, open for reading these counties into it; `sites` are the keys of their sites by the county's code.

    Beside the path of the warehouse lie, on storage that all machines share, the key of people's names and a lock for
    each county. Raises WarehouseBusy while another process reads one of the counties, and WarehouseError where
    Postgres, the folder or the extensions are missing, and where the lake is of another layout or another key.
    """

    sites: Collection[str]
    _has_readings = False

    def __init__(self, place: LakePlace, beside: Path, sites: Mapping[str, Collection[str]]) -> None:
        self.name = "The lake"
        self.place = place
        self._counties = sorted(sites)
        self.sites = {key for keys in sites.values() for key in keys}
        self._locks: list[WriterLock] = []
        self._folder = beside.parent / "reading"
        try:
            self._lock_counties()
            self.connection = duckdb.connect()
            place.open(self.connection)
            with turn(self.connection):
                self._keys = PersonKeys.beside(beside)
                self._lay_out(beside)
            self._stage_rows()
        except duckdb.Error as error:
            self.close()
            raise self._told(error) from None
        except OSError as error:
            self.close()
            raise WarehouseError(f"{error.filename or beside} cannot be written: {error.strerror}.") from error
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        # Of a question outside of any transaction: Postgres has gone. A question that is wrong is a fault of ours.
        if isinstance(error, duckdb.Error) and not isinstance(error, duckdb.ProgrammingError):
            raise self._told(error) from None

    def close(self) -> None:
        """Close the lake and let others read these counties."""
        if hasattr(self, "connection"):
            self.connection.close()
        for lock in self._locks:
            lock.release()

    def articles_in_parts(self) -> list[ArticleInParts]:
        """Those of the counties at hand: others are read by whoever reads their county."""
        return [article for article in super().articles_in_parts() if article.first[0].partition("/")[0] in self.sites]

    def clear(self) -> None:
        """Empty what is made from the archive of the counties at hand, so that it can be read anew."""
        of_counties = "county_code in (select unnest($1))"
        of_sites = "split_part(file, '/', 1) in (select unnest($1))"

        def empty() -> None:
            self.connection.execute(
                f"delete from raw.person where article_id in (select article_id from raw.article where {of_counties})",  # noqa: S608
                [self._counties],
            ).fetchall()
            for table in ("article", "link", "fetch", "column_coverage"):
                self.connection.execute(f"delete from raw.{table} where {of_counties}", [self._counties]).fetchall()  # noqa: S608
            self.connection.execute(f"delete from raw.archive_file where {of_sites}", [sorted(self.sites)]).fetchall()  # noqa: S608

        self._committed(empty, f"{self.name} could not be emptied")

    def tidy(self, keep_days: int) -> Tidied:
        """Merge small files, and drop what no reader of these days asks for any more."""
        return self._maintained(lambda: lake_upkeep.tidy(self.connection, keep_days))

    def leave_no_trace(self) -> None:
        """Rewrite what had rows deleted or changed, and remove all old files: nothing of what they had is left."""
        self._maintained(lambda: lake_upkeep.leave_no_trace(self.connection))
        for lock_file in self._folder.glob("*.lock"):
            lock = WriterLock(lock_file.with_suffix(""))
            with suppress(WarehouseBusy):  # whoever holds it has rows there that are on their way
                lock.acquire()
                remove_left(lock_file.with_suffix(""))
            lock.release()

    def _maintained(self, work: Callable[[], Done]) -> Done:
        try:
            return work()
        except duckdb.Error as error:
            raise self._told(error) from None

    def _committed(self, work: Callable[[], Done], failure: str) -> Done:
        """Whoever was not waited for, as a lake is tidied, may be in the way: then it is done again."""
        for tries in count(1):
            try:
                with turn(self.connection), transaction(self.connection, failure):
                    return work()
            except duckdb.Error as error:  # no turn was to be had
                raise self._told(error, failure) from None
            except WarehouseError as error:
                if tries == _TRIES or not _is_conflict(error.__cause__):
                    raise WarehouseError(self.place.without_password(str(error))) from None
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE_SECONDS, 0.05 * 2**tries)))  # noqa: S311 - so that two part
        raise AssertionError("counting has no end")

    def _replace(self, table: str, select: str) -> None:
        """Of several rows with one key the last one counts."""
        key = tables_of_runs()[table].key
        columns = ", ".join(key)
        self.connection.execute(
            f"merge into raw.{table} as old using ("  # noqa: S608 - names of ours
            f"select * exclude (place) from (select *, row_number() over () as place from ({select}))"
            f" qualify row_number() over (partition by {columns} order by place desc) = 1"
            f") as new on {_equal(key)}"
            " when matched then update by name when not matched then insert by name"
        ).fetchall()

    def _lock_counties(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for code in self._counties:
            lock = WriterLock(self._folder / code, f"County {code}", self._folder.with_name("published"))
            lock.acquire()
            self._locks.append(lock)

    def _stage_rows(self) -> None:
        """Rows on their way in lie in files named after the first county: who holds its lock is alone with them."""
        rows = self._folder / (self._counties[0] if self._counties else f"nobody-{uuid.uuid4().hex}")
        remove_left(rows)
        self.connection.execute("set variable rows_beside = $1", [str(rows.absolute())]).fetchall()
        spill = _literal(f"{rows.absolute()}.tmp")
        self.connection.execute(f"set temp_directory = {spill}").fetchall()

    def _lay_out(self, beside: Path) -> None:
        self.connection.execute(f"use {LAKE}").fetchall()
        found = self.connection.execute(
            "select count(*) from duckdb_tables() where database_name = $1 and table_name = 'identity'", [LAKE]
        ).fetchall()[0][0]
        fingerprint = self._keys.key("")
        if not found:
            failure = f"{self.name} could not be laid out"
            with self._file_of_before(beside) as before, transaction(self.connection, failure):
                self._make_tables(fingerprint)
                for table in _NOT_IN_ARCHIVE if before else ():
                    rows = f"from {before}.raw.{table}"
                    self.connection.execute(f"insert into raw.{table} by name {rows}").fetchall()
        version, known_by = self.connection.execute("select layout, key_of_nobody from raw.identity").fetchall()[0]
        if known_by != fingerprint:
            raise WarehouseError(
                f"{beside}.key is not the key that people of this lake are known by; put a copy of that one there, "
                "or let COUNTY_NEWS_DATA be a folder that all machines share."
            )
        if version != SCHEMA_VERSION:
            self._move_up(version)

    @contextmanager
    def _file_of_before(self, beside: Path) -> Iterator[str | None]:
        """The warehouse in a file that runs wrote before there was a lake; None where there is none."""
        if not beside.exists():
            yield None
            return
        quoted = str(beside).replace("'", "''")
        self.connection.execute(f"attach '{quoted}' as file_of_before (read_only)").fetchall()
        try:
            yield "file_of_before"
        finally:
            self.connection.execute("detach file_of_before").fetchall()

    def _make_tables(self, fingerprint: str) -> None:
        execute = self.connection.execute
        execute("create schema if not exists raw").fetchall()
        execute("create table raw.identity (lake_id varchar, layout integer, key_of_nobody varchar)").fetchall()
        for table in tables_of_runs().values():
            self._make_table(table)
        identity = [uuid.uuid4().hex, SCHEMA_VERSION, fingerprint]
        execute("insert into raw.identity values ($1, $2, $3)", identity).fetchall()

    def _make_table(self, table: Table) -> None:
        execute = self.connection.execute
        columns = ", ".join(column.definition for column in table.columns)
        execute(f"create table raw.{table.name} ({columns})").fetchall()
        if table.name in _PARTITIONED:
            execute(f"alter table raw.{table.name} set partitioned by (county_code)").fetchall()
        execute(f"comment on table raw.{table.name} is {_literal(table.comment)}").fetchall()
        for column in table.columns:
            self._comment(table, column)

    def _comment(self, table: Table, column: Column) -> None:
        text = _literal(column.comment)
        self.connection.execute(f'comment on column raw.{table.name}."{column.name}" is {text}').fetchall()

    def _move_up(self, version: int) -> None:
        """Add the tables and columns that a newer layout has; anything else is to be loaded anew from the archive."""
        types: dict[str, dict[str, str]] = {}
        for name, column_name, kind in self.connection.execute(
            "select table_name, column_name, data_type from duckdb_columns()"
            " where database_name = $1 and schema_name = 'raw'",
            [LAKE],
        ).fetchall():
            types.setdefault(name, {})[column_name] = kind
        known = [table for table in tables_of_runs().values() if table.name in types]
        fits = all(
            column.is_nullable
            if column.name not in types[table.name]
            else column.type == types[table.name][column.name]
            for table in known
            for column in table.columns
        )
        if version > SCHEMA_VERSION or not fits:
            raise WarehouseError(
                f"The lake has layout {version}, this county-news has layout {SCHEMA_VERSION}; use the county-news "
                "that wrote it, or name a new database and folder and run `county-news reextract`, which loads the "
                "archive anew."
            )
        with transaction(self.connection, f"{self.name} could not be brought to layout {SCHEMA_VERSION}"):
            for table in tables_of_runs().values():
                if table not in known:
                    self._make_table(table)
                    continue
                for column in table.columns:
                    if column.name not in types[table.name]:
                        self.connection.execute(
                            f"alter table raw.{table.name} add column {column.definition}"
                        ).fetchall()
                        self._comment(table, column)
            self.connection.execute("update raw.identity set layout = $1", [SCHEMA_VERSION]).fetchall()

    def _told(self, error: Exception, failure: str = "The lake could not be asked") -> WarehouseError:
        return WarehouseError(
            f"{failure}; nothing was changed: {self.place.reason(error)}; what is archived is loaded by the next run."
        )


def _is_conflict(error: BaseException | None) -> bool:
    return isinstance(error, duckdb.TransactionException) and "conflict" in str(error).lower()


def _equal(key: Sequence[str]) -> str:
    return " and ".join(f"old.{column} = new.{column}" for column in key)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
