"""Where rows are merged and the ledger is asked, and the warehouse that is a file with one writer."""

import gc
import json
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self, TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import forgotten_file, ledger
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.forgetting import READ_FROM_TEXTS, LeftOut, leave_out
from warehouse.forgotten import Forgotten
from warehouse.layout import PROJECTED
from warehouse.ledger import KnownLink, SiteStatus
from warehouse.links import known_links, merge_links
from warehouse.lock import WriterLock
from warehouse.parts import ArticleInParts, due_articles
from warehouse.privacy import PersonKeys, normal_name, storable_rows
from warehouse.rereading import drop_earlier_reading, drop_readings_of_changed_texts
from warehouse.rows import Batch, MergeCounts, china_time, first_of_each
from warehouse.staging import Row, insert, insert_new, readable, remove_left, stage
from warehouse.storage import STORAGE_VERSION, needs_rewriting, rewrite, write_out
from warehouse.transaction import first_line, transaction
from warehouse.versions import known_versions, merge_articles, move_marks

SCHEMA_VERSION = 4

# A checkpoint writes indexes and half-filled row groups anew, and DuckDB by itself makes one of every 16 MB: of 100,000
# articles' 25 seconds those were nine, and more with every batch.
# A start after a kill reads a full log again in some four seconds.
_LOG_BEFORE_CHECKPOINT = "1GB"

MADE_ANEW = "move it away and run `county-news reextract`, which makes it anew from the archive"

Done = TypeVar("Done")

_FETCH_KEY = ("archive_file", "archive_offset")

_READ = ("reading", *READ_FROM_TEXTS, "source")


class Store(ABC):
    """Merges what was read, and answers what the ledger knows; to be used in a `with` statement.

    Subclasses open it and differ in what is said of them here: the warehouse in a file, with one writer, and the lake
    (lake.py), with many. Both have the tables that runs write in the schema `raw` of `connection`.
    """

    name: str
    connection: DuckDBPyConnection
    _keys: PersonKeys
    _file: Path | None = None  # beside which the list of forgotten people lies too
    sites: Collection[str] | None = None  # the keys of those whose answers are loaded here; None: of all
    _has_readings: ClassVar[bool]  # whether what texts say is kept here too

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close it and let the next writer in."""

    @abstractmethod
    def _committed(self, work: Callable[[], Done], failure: str) -> Done:
        """Do the work in one transaction, all of it or nothing; `failure` begins the WarehouseError that tells why."""

    @abstractmethod
    def _replace(self, table: str, select: str) -> None:
        """Insert the rows of a SELECT into `raw.<table>`; those whose key is there already replace it."""

    @property
    def keys(self) -> PersonKeys:
        """What makes hashes of names here."""
        return self._keys

    def _upsert(self, table: str, rows: Iterable[Row]) -> None:
        records = list(rows)
        if records:
            with readable(self.connection, table, records) as source:
                self._replace(table, f"select * from {source}")  # noqa: S608 - a name of ours

    def hold_memory_to(self, megabytes: int) -> None:
        """Cap what DuckDB keeps in memory of a file that grows while it is written; by itself it takes most of it."""
        self.connection.execute(f"set memory_limit = '{megabytes}MB'").fetchall()

    def merge(self, batch: Batch) -> MergeCounts:
        """Bring a batch in, all of it or nothing; the same batch twice changes nothing.

        Links that the batch has read anew lose their earlier reading first. Raises WarehouseError, with everything
        rolled back, when the disk is full or a row is impossible.
        """
        _check_belongings(batch)
        with _collector_paused():
            return self._committed(lambda: self._merged(batch), f"{self.name} could not take the rows in")

    def _merged(self, batch: Batch) -> MergeCounts:
        self._merge_counties(batch)
        drop_earlier_reading(self.connection, batch.reread)
        forgotten = Forgotten.read(self.connection, self._keys)
        links = merge_links(
            known_links(self.connection, batch.links),
            map(forgotten.left_out_of_link, storable_rows(batch.links)),
        )
        insert(self.connection, "link", links.new)
        self._upsert("link", links.changed)
        fetches = insert_new(
            self.connection, "fetch", storable_rows(first_of_each(batch.fetches, *_FETCH_KEY)), _FETCH_KEY
        )
        articles = merge_articles(
            known_versions(self.connection, batch.articles),
            storable_rows(batch.articles),
            storable_rows(batch.people),
            self._keys,
            forgotten,
        )
        insert(self.connection, "article", articles.articles)
        insert(self.connection, "person", articles.people)
        move_marks(self.connection, articles.moved)
        self._upsert("column_coverage", map(forgotten.left_out_of_column, batch.coverages))
        self._merge_watermarks(batch)
        if self._has_readings:
            drop_readings_of_changed_texts(self.connection, batch.reread)
        return MergeCounts(**articles.verdicts, links=len(links.new), lost=links.lost, fetches=fetches)

    def _merge_counties(self, batch: Batch) -> None:
        self._upsert("county", dict.fromkeys(batch.counties))
        for county in batch.counties:
            codes = [town.town_code for town in batch.towns if town.county_code == county.county_code]
            self.connection.execute(
                "delete from raw.town where county_code = $1 and not list_contains($2, town_code)",
                [county.county_code, codes],
            ).fetchall()
        self._upsert("town", dict.fromkeys(batch.towns))
        self._upsert("site", dict.fromkeys(batch.sites))
        watched = sorted({watch.county_code for watch in batch.watches})
        self.connection.execute("delete from raw.watch where list_contains($1, county_code)", [watched]).fetchall()
        insert(self.connection, "watch", batch.watches)

    def _merge_watermarks(self, batch: Batch) -> None:
        if not batch.watermarks:
            return
        staged = stage(self.connection, "archive_file", batch.watermarks)
        self._replace(
            "archive_file",
            "select file, greatest(max(new.loaded_bytes), max(old.loaded_bytes)) as loaded_bytes"  # noqa: S608
            f" from {staged} as new left join raw.archive_file as old using (file) group by file",
        )

    def clear(self) -> None:
        """Empty everything that is made from the archive, so that the archive can be read anew.

        Counties, towns, sites, runs and the list of forgotten people stay.
        """

        def empty() -> None:
            for table in (*PROJECTED, *(_READ if self._has_readings else ())):
                self.connection.execute(f"delete from raw.{table}").fetchall()  # noqa: S608

        self._committed(empty, f"{self.name} could not be emptied")

    def forget(self, name: str) -> LeftOut:
        """Leave a person's name out, now and whenever the archive is loaded anew; returns where it was found.

        What is deleted stays in the file until it is rewritten (`compact`). The archive itself keeps the pages as they
        were answered.
        """
        person = {
            "person_key": self._keys.key(name),
            "forgotten_at": china_now(),
            "name_length": len(normal_name(name)),
        }

        def forgotten() -> LeftOut:
            if self._file is not None:  # first: of the two the list beside it must never know less
                forgotten_file.remember(self._file, [person])
            self._upsert("forgotten", [person])
            return leave_out(self.connection, self._keys, name, has_readings=self._has_readings)

        return self._committed(forgotten, f"{name} could not be forgotten")

    def begin_run(self, what: str, county_code: str | None = None) -> str:
        """Note that a run of the line begins; returns its id."""
        run_id = uuid.uuid4().hex
        row = {"run_id": run_id, "what": what, "county_code": county_code, "started_at": china_now()}
        self._committed(lambda: self._upsert("run", [row]), f"{self.name} could not note the run")
        return run_id

    def end_run(self, run_id: str, counts: Mapping[str, object]) -> None:
        """Note that a run has ended, and what it did."""
        did = json.dumps(dict(counts), ensure_ascii=False)

        def ended() -> None:
            self.connection.execute(
                "update raw.run set ended_at = $2, counts = $3 where run_id = $1", [run_id, china_now(), did]
            ).fetchall()

        self._committed(ended, f"{self.name} could not note the end of the run")

    def done_urls(self, site_key: str, now: datetime) -> set[str]:
        """URLs of the site that need not be asked for now: fetched, loaded, lost for good, or tried not long ago."""
        return ledger.done_urls(self.connection, site_key, now)

    def pending_links(self, site_key: str, now: datetime) -> list[KnownLink]:
        """Links to be fetched now, newest listed first; list pages among them that could not be read."""
        return ledger.pending_links(self.connection, site_key, now)

    def articles_in_parts(self) -> list[ArticleInParts]:
        """Articles in several pages that can be read now, as every page is answered or given up."""
        return due_articles(self.connection, china_now())

    def watermark(self, file: str) -> int:
        """Up to which byte an archive file is loaded; 0 for one that is not known."""
        return ledger.watermark(self.connection, file)

    def status(self) -> list[SiteStatus]:
        """One line for each site, sites of which nothing is known yet included."""
        return ledger.status(self.connection)


class Warehouse(Store):
    """The warehouse at a path, open for writing.

    Opening makes what is missing: folder, file, tables, key. Raises WarehouseBusy while another process writes it, and
    WarehouseError where the file is damaged or none of ours, its key is lost, or the disk will not have it.
    """

    _has_readings = True

    def __init__(self, path: Path | str) -> None:
        self.path = self._file = Path(path)
        self.name = str(self.path)
        self._lock = WriterLock(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except OSError as error:
            self._lock.release()
            raise WarehouseError(f"{self.path} cannot be opened for writing: {error.strerror}.") from error
        try:
            if not self.path.exists():
                _create(self.path)
            remove_left(self.path)
            self.connection = _connect(self.path)
            version = _layout(self.connection, self.path)
            if version < SCHEMA_VERSION:
                # Up to layout 3 files were in a storage that spoils keys (storage.py); nothing may be written before.
                self.compact(always=True)
                _move_up(self.connection, self.path, version)
            self._keys = PersonKeys.beside(self.path, is_new=not _knows_people(self.connection, self.path))
            forgotten_file.bring_together(self.connection, self.path)
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, path: Path | str) -> "Warehouse":
        """The warehouse at this path."""
        return cls(path)

    def close(self) -> None:
        """Close the file and let the next writer in."""
        if hasattr(self, "connection"):
            self.connection.close()
        self._lock.release()

    def _committed(self, work: Callable[[], Done], failure: str) -> Done:
        with transaction(self.connection, failure):
            return work()

    def _replace(self, table: str, select: str) -> None:
        self.connection.execute(f"insert or replace into raw.{table} by name {select}").fetchall()

    def compact(self, *, always: bool = False) -> None:
        """Rewrite the file, where much of it is free; `always`: that nothing of what was deleted is left in it.

        The connection is another one afterwards. Raises WarehouseError, with the file as it was, when the disk is full.
        """
        if not always and not needs_rewriting(self.connection):
            return
        draft = self.path.with_name(self.path.name + ".making")
        try:
            _remove_file(draft)
            rewrite(self.connection, draft)
            write_out(self.connection)  # or its log would be taken for one of the new file
            self.connection.close()
            try:
                draft.replace(self.path)
            finally:
                self.connection = _connect(self.path)
        except (duckdb.Error, OSError) as error:
            raise WarehouseError(f"{self.path} could not be rewritten: {first_line(error)}") from error
        finally:
            _remove_file(draft)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without looks for cycles, which rows have none of: it takes a sixth of a merge to go over them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def china_now() -> datetime:
    """The time now, as the warehouse keeps times."""
    return china_time(datetime.now(UTC))


def _connect(path: Path) -> DuckDBPyConnection:
    try:
        return duckdb.connect(
            str(path),
            config={
                "checkpoint_threshold": _LOG_BEFORE_CHECKPOINT,
                "storage_compatibility_version": STORAGE_VERSION,
            },
        )
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise WarehouseBusy(
                f"{path} is held open by another process ({first_line(error)}); close it there, "
                f"and read the snapshot in {path.parent / 'published'} from then on."
            ) from error
        raise WarehouseError(f"{path} cannot be opened: {first_line(error)}; {MADE_ANEW}.") from error


def _knows_people(connection: DuckDBPyConnection, path: Path) -> bool:
    """Whether anybody is known by a hash that only the key of this warehouse makes."""
    stored = connection.execute("(select 1 from raw.person limit 1) union all (select 1 from raw.forgotten limit 1)")
    return bool(stored.fetchall()) or forgotten_file.is_anybody_listed(path)


def _create(path: Path) -> None:
    """Make a new warehouse under another name and rename it, so that a cut-off start leaves none that is half made."""
    draft = path.with_name(path.name + ".making")
    _remove_file(draft)
    _remove_file(path)  # the log of a file that was lost would be taken for one of the new file
    try:
        connection = _connect(draft)
        try:
            with transaction(connection, f"{path} could not be laid out"):
                _lay_out(connection)
            connection.execute("checkpoint").fetchall()
        finally:
            connection.close()
        draft.replace(path)
    except duckdb.Error as error:
        raise WarehouseError(f"{path} could not be laid out: {first_line(error)}") from error
    finally:
        _remove_file(draft)


def _remove_file(path: Path) -> None:
    """Remove a database, if there is one, with its log."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def _lay_out(connection: DuckDBPyConnection) -> None:
    """Make the tables that are missing, and say what everything is."""
    connection.execute(_sql("schema.sql")).fetchall()
    connection.execute("insert into raw.schema_version values ($1, $2)", [SCHEMA_VERSION, china_now()]).fetchall()


def _layout(connection: DuckDBPyConnection, path: Path) -> int:
    """The number of the file's layout; one that is newer, or none of ours, is refused."""
    found = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'raw' and table_name = 'schema_version'"
    ).fetchall()[0][0]
    version = connection.execute("select max(version) from raw.schema_version").fetchall()[0][0] if found else None
    if version is None:
        raise WarehouseError(f"{path} is no warehouse of county-news; {MADE_ANEW}, or set COUNTY_NEWS_DATA.")
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            f"{path} has layout {version}, this county-news knows layouts up to {SCHEMA_VERSION}; "
            "use the county-news that wrote it, or move the file away and run again, which loads the archive anew."
        )
    return int(version)


def _move_up(connection: DuckDBPyConnection, path: Path, version: int) -> None:
    """Bring a file with an older layout up to date."""
    with transaction(connection, f"{path} could not be brought to layout {SCHEMA_VERSION}"):
        for number in range(version + 1, SCHEMA_VERSION + 1):
            connection.execute(_sql("migrations", f"{number:04}.sql")).fetchall()
        _lay_out(connection)


def _sql(*names: str) -> str:
    return resources.files("warehouse").joinpath(*names).read_text("utf-8")


def _check_belongings(batch: Batch) -> None:
    """People without their article are a fault of the caller, and would vanish silently."""
    answers = {(article.article_id, article.fetched_at) for article in batch.articles}
    for person in batch.people:
        if (person.article_id, person.fetched_at) not in answers:
            raise WarehouseError(f"The batch has a PersonRow of article {person.article_id}, but not that article.")
