"""The line itself, as plain functions: crawl, load, compare, publish, report.

The schedule (scheduled.py) and the command line (cli.py) run these same functions. Sites are crawled side by side, one
thread each; this thread alone loads the warehouse, while they are still being crawled.
"""

import logging
import queue
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from crawlers.archive import Archive, ArchiveError
from crawlers.breaker import Breaker
from crawlers.county import CountyFile, CountyFileError, Site, columns_named, county_paths, load_county, sites_named
from crawlers.crawl import crawl_site
from crawlers.fetch import Fetcher
from crawlers.link import CrawlCounts, Fetched, Known, Link, Listed, Lost, Progress, Window
from crawlers.politeness import HostClock
from crawlers.shared_pauses import SharedPauses
from crawlers.visit import Visit
from flows import logs
from flows.answers import site_names
from flows.known import Audit, known_of
from flows.loading import Loader
from flows.projection import county_batch
from flows.reextraction import Reading, Wanted, read_anew, reading_processes
from flows.run_record import RunRecord
from flows.settings import Settings
from flows.stores import open_copy, open_lake, open_store
from gazetteer import County
from gazetteer.places import origin_town, town_named
from warehouse import publish as publishing
from warehouse import transform as transforming
from warehouse.adopting import adopt
from warehouse.forgetting import LeftOut
from warehouse.lake_upkeep import Tidied
from warehouse.models import sql_digest
from warehouse.publish import Published
from warehouse.readings import current_rules, read_texts
from warehouse.rows import MergeCounts
from warehouse.store import Warehouse, china_now
from warehouse.transform import Transformed

LOAD_AFTER_RECORDS = 50
_LOADING_MEGABYTES = 128

logger = logging.getLogger(__name__)


class NothingToRead(Exception):
    """The county has no site that a run may read; the message says what to do."""


@dataclass(frozen=True)
class Finished:
    """The crawl of a site has ended; with an `error` where no crawl can go on."""

    site: Site
    counts: CrawlCounts
    error: BaseException | None = None


class Watch(Protocol):
    """Whoever looks on while a county is read: a terminal's bars, a log's lines."""

    def site_begins(self, site: Site) -> None:
        """A site's crawl begins."""

    def happened(self, event: Progress) -> None:
        """Something happened in a site's crawl."""

    def site_ends(self, finished: Finished) -> None:
        """A site's crawl has ended."""

    def says(self, sentence: str) -> None:
        """A step of the line, in one sentence."""


Crawl = Callable[[], None]
# Runs crawls side by side: the schedule makes Prefect tasks of them, everyone else threads.
Submit = Callable[[Site, Crawl], None]
Crew = Callable[[int], AbstractContextManager[Submit]]


@contextmanager
def threads(count: int) -> Iterator[Submit]:
    """A crew of plain threads, one for each site."""
    with ThreadPoolExecutor(count, thread_name_prefix="site") as pool:

        def submit(_: Site, crawl: Crawl) -> None:
            pool.submit(crawl)

        yield submit


@dataclass
class Ingested:
    """What the reading of counties did: counts of each site, and what the warehouse took in.

    `refused` has a sentence for each county of several that could not be read at all. `began` and `ended` are China
    time. `interruption` is what ended the run early: Ctrl-C, or whatever else a caller has made of a signal. `record`
    goes on to the end of the run.
    """

    counties: list[CountyFile] = field(default_factory=list)
    sites: dict[str, CrawlCounts] = field(default_factory=dict)
    merged: MergeCounts = field(default_factory=MergeCounts)
    refused: list[str] = field(default_factory=list)
    interruption: BaseException | None = None
    began: datetime = field(default_factory=china_now)
    ended: datetime = field(default_factory=china_now)
    record: RunRecord | None = None

    @property
    def interrupted(self) -> bool:
        """Whether the run was ended before it was done."""
        return self.interruption is not None

    @property
    def figures(self) -> str:
        """What it did, in one sentence."""
        requests = sum(counts.requests for counts in self.sites.values())
        as_before = self.merged.unchanged + sum(counts.rechecked for counts in self.sites.values())
        return (
            f"{requests} requests, {self.merged.inserted} articles new, {self.merged.changed} changed, "
            f"{as_before} as before, {self.merged.lost} links lost."
        )

    def ending(self) -> AbstractContextManager[None]:
        """What remains to be done; when it is done, or fails, the run's record is told."""
        return self.record.ending() if self.record else nullcontext()

    @property
    def troubles(self) -> list[str]:
        """One sentence for each county that was refused and each site that was given up."""
        return self.refused + [counts.stopped for counts in self.sites.values() if counts.stopped]


@dataclass(frozen=True)
class Task:
    """A site to be read for a county, and which of its links are wanted.

    `columns` are the names of those that are read, None for those that are read unasked.
    """

    county: CountyFile
    site: Site
    wanted: Callable[[Link], bool] | None = None
    columns: Collection[str] | None = None


@dataclass(frozen=True)
class Limits:
    """What a run is limited to, each where it is given.

    Sites of these keys; what lists show to be news of this town; columns of these names.
    """

    site_keys: Sequence[str] = ()
    town: str | None = None
    columns: Sequence[str] = ()


EVERYTHING = Limits()


def chosen_sites(county: CountyFile, keys: Sequence[str]) -> list[Site]:
    """The sites of these keys, or those that may be read unasked. Raises NothingToRead, CountyFileError."""
    sites = list(sites_named(county, keys)) if keys else list(county.scheduled_sites)
    if not sites:
        names = ", ".join(site.key for site in county.site) or "none"
        raise NothingToRead(
            f"No site of {county.name} is verified, so none is read unasked; name one with --site ({names})."
        )
    return sites


def ingest(
    counties: Sequence[CountyFile],
    settings: Settings,
    watch: Watch,
    *,
    window: Window | None = None,
    limits: Limits = EVERYTHING,
    again: bool = False,
    audit: Audit | None = None,
    refused: Sequence[str] = (),
    crew: Crew = threads,
) -> Ingested:
    """Read what is new on the sites of counties into the warehouse, all sites side by side.

    First whatever an interrupted run left in the archive is loaded. `again` asks also for what is known, so that
    changes are seen; `audit` looks again at known articles that the lists may not show any more. Ctrl-C, or what else a
    signal raises that is no Exception, ends the crawls, loads what is archived, and is kept as `interruption`. Of
    several counties one that cannot be read is refused, and the others are read; `refused` has sentences about those
    whose files cannot even be loaded. Raises NothingToRead, CountyFileError, WarehouseError, ArchiveError; what is
    archived by then is loaded by the next run.
    """
    ingested = Ingested(refused=list(refused))
    in_folder = counties_of(settings)
    tasks = _tasks(counties, limits, ingested, _owners([*in_folder, *counties]))
    with open_store(settings, ingested.counties) as warehouse:
        warehouse.hold_memory_to(_LOADING_MEGABYTES)
        county_codes = {task.site.key: task.county.code for task in tasks}
        record = RunRecord(warehouse, counties[0].code if len(counties) == 1 else None, county_codes)
        ingested.record = record
        for county in ingested.counties:
            warehouse.merge(county_batch(county))
        archive = Archive(settings.archive)
        loader = Loader(warehouse, archive, [*in_folder, *counties])
        ingested.merged = loader.load()
        if ingested.merged.inserted:
            watch.says(f"{ingested.merged.inserted} articles of an interrupted run are loaded from the archive.")
        reading = _Reading(ingested, loader, watch)
        pauses = SharedPauses(settings.pauses) if settings.pauses else None
        fetcher, breaker = Fetcher(settings.fetching(), HostClock(pauses)), Breaker()
        with crew(len(tasks)) as submit:
            for task in tasks:
                known = known_of(warehouse, archive, task.site, again=again, audit=audit)
                watch.site_begins(task.site)
                visit = reading.visit_of(task, fetcher, archive, breaker, settings.requests_max)
                submit(task.site, reading.crawl_of(visit, known, window or Window(), task))
            reading.follow(len(tasks))
        record.crawled(warehouse, ingested.sites, is_interrupted=ingested.interrupted)
    ingested.ended = china_now()
    if reading.error:
        record.ended(reading.error)
        raise reading.error
    return ingested


def tasks_of(county: CountyFile, limits: Limits) -> list[Task]:
    """The sites of a county that are to be read. Raises NothingToRead, CountyFileError."""
    county.gazetteer_county()
    wanted = _names_town(county, limits.town) if limits.town else None
    if not limits.columns:
        return [Task(county, site, wanted) for site in chosen_sites(county, limits.site_keys)]
    # A column that is not verified is read where it is named, a site only where the site is.
    sites = list(sites_named(county, limits.site_keys)) or [site for site in county.site if site.verified]
    if not sites:
        sites = chosen_sites(county, ())
    named = columns_named(county.name if len(sites) > 1 else sites[0].name, sites, limits.columns)
    return [
        Task(county, site, wanted, [column.name for column in named[site.key]]) for site in sites if site.key in named
    ]


def _tasks(
    counties: Sequence[CountyFile], limits: Limits, ingested: Ingested, owners: Mapping[str, CountyFile]
) -> list[Task]:
    """The sites to read; of several counties those that cannot be read are noted, a single one raises."""
    tasks: list[Task] = []
    for county in counties:
        try:
            found = tasks_of(county, limits)
            _refuse_keys_of_others(found, owners)
        except (CountyFileError, NothingToRead) as error:
            if len(counties) == 1 and not ingested.refused:
                raise
            ingested.refused.append(str(error))
            continue
        tasks += found
        ingested.counties.append(county)
    if not tasks:
        raise NothingToRead(" ".join(["None of the counties can be read.", *ingested.refused]))
    return tasks


def _owners(counties: Sequence[CountyFile]) -> dict[str, CountyFile]:
    """The county that each site key belongs to: of several the first, as the files are named."""
    owners: dict[str, CountyFile] = {}
    for county in counties:
        for site in county.site:
            owners.setdefault(site.key, county)
    return owners


def _refuse_keys_of_others(found: Sequence[Task], owners: Mapping[str, CountyFile]) -> None:
    """The archive and the ledger know a site by its key alone: two sites of one key would be one."""
    for task in found:
        owner = owners[task.site.key]
        if owner.code != task.county.code:
            raise CountyFileError(
                f"{task.county.name} has a site with the key '{task.site.key}', which is a site of "
                f"{owner.name} too; give it another key."
            )


class _Reading:
    """The crawls of sites while they run, and the loading of what they archive."""

    def __init__(self, ingested: Ingested, loader: Loader, watch: Watch) -> None:
        self.error: BaseException | None = None
        self._ingested = ingested
        self._loader = loader
        self._watch = watch
        self._stop = threading.Event()
        self._events: queue.SimpleQueue[Progress | Finished] = queue.SimpleQueue()
        self._records = 0  # archived since the last load
        self._running = 0  # crawls that have not ended

    def visit_of(self, task: Task, fetcher: Fetcher, archive: Archive, breaker: Breaker, requests_max: int) -> Visit:
        """The visit of one site, whose events arrive here."""
        report = self._events.put
        return Visit(task.county, task.site, fetcher, archive, breaker, self._stop, report, requests_max)

    def crawl_of(self, visit: Visit, known: Known, window: Window, task: Task) -> Crawl:
        """The crawl of one site, for a thread of its own."""

        about = logs.bound()

        def crawl() -> None:
            logs.bind(**about, site=visit.site.key, stage="crawl")
            error: BaseException | None = None
            try:
                crawl_site(visit, known=known, window=window, wanted=task.wanted, columns=task.columns)
            except (ArchiveError, OSError, MemoryError) as failure:  # nobody's crawl can go on
                error = failure
            except Exception as failure:
                logger.exception("%s: the crawl broke off", visit.site.key)
                visit.counts.stopped = f"{visit.site.name}: a fault of ours ended its reading: {failure!r}."
            finally:
                visit.fetcher.close()
                self._events.put(Finished(visit.site, visit.counts, error))

        return crawl

    def follow(self, sites: int) -> None:
        """Load what the crawls archive until all have ended. An interruption asks them to end."""
        self._running = sites
        while self._running:
            try:
                self._take(self._events.get())
                if self._records >= LOAD_AFTER_RECORDS and self.error is None:
                    self._load()
            except Exception as error:  # noqa: BLE001 (the crawls must end before it may leave this function)
                self._fail(error)
            except BaseException as interruption:  # noqa: BLE001 (Ctrl-C, or Prefect's word for SIGTERM)
                self._ingested.interruption = self._ingested.interruption or interruption
                self._stop.set()
        if self.error is None:
            self._load()

    def _take(self, event: Progress | Finished) -> None:
        """Show an event, and count the records that it announces."""
        if isinstance(event, Finished):
            self._running -= 1
            self._ingested.sites[event.site.key] = event.counts
            if event.error is not None:
                self._fail(event.error)
            self._watch.site_ends(event)
            return
        self._records += isinstance(event, Fetched | Listed | Lost)
        self._watch.happened(event)

    def _load(self) -> None:
        self._records = 0
        self._ingested.merged += self._loader.load(lambda _: self._catch_up())

    def _catch_up(self) -> None:
        """Show what happened while a batch was loaded: crawls may be faster than the loading of what they bring."""
        while not self._events.empty():
            self._take(self._events.get())

    def _fail(self, error: BaseException) -> None:
        self.error = self.error or error
        self._stop.set()


def reextract(
    settings: Settings, watch: Watch, wanted: Wanted | None = None, reading: Reading | None = None
) -> MergeCounts:
    """Read the archive anew with today's extractors, all of it or what is `wanted`; no site is asked for anything.

    `reading` says who reads; one process for each core does unless it is given. Raises ArchiveError, WarehouseError;
    what was read by then is kept, and the next call for the same goes on from there. A warehouse that is not there is
    made: counties come from their files, runs and whom the list beside the warehouse may lack from the snapshot.
    """
    archive = Archive(settings.archive)
    counties = counties_of(settings)
    names = site_names(counties)
    reading = reading or partial(reading_processes, None)
    done = MergeCounts()

    def report(counts: MergeCounts) -> None:
        nonlocal done
        done += counts
        watch.says(f"{done.fetches} archived answers read, {done.inserted} articles loaded.")

    with open_store(settings, counties) as store, reading(settings.archive, names) as readers:
        if isinstance(store, Warehouse):
            adopt(store, settings.snapshot)
        for county in archived_counties(settings, archive):
            store.merge(county_batch(county))
        return read_anew(store, archive, wanted or Wanted(), readers, report)


def transform(settings: Settings) -> Transformed:
    """Read what is new in the texts, and make the tables of core and mart anew."""
    with open_copy(settings) as warehouse:
        read_texts(warehouse.connection, _divisions(settings), settings.dictionaries)
        return transforming.run(warehouse.connection, settings.sql)


def forget(settings: Settings, name: str) -> LeftOut:
    """Leave a name out of everything but the archive, now and in later runs; returns where it was found.

    The file is rewritten and no old Parquet file kept, so that nothing of the name is left on the disk. A run that is
    cut off is to be repeated.
    """
    with Warehouse.open(settings.warehouse) as warehouse:
        left_out = warehouse.forget(name)
    if settings.lake_catalog:
        with open_lake(settings, ()) as lake:
            left_out = lake.forget(name)
            lake.leave_no_trace()
    publish(settings, without_trace=True)
    return left_out


def publish(
    settings: Settings, *, if_changed: bool = False, without_trace: bool = False, run: RunRecord | None = None
) -> Published | None:
    """Read what is new in the texts, make the tables anew, put a complete copy before the readers, write the report.

    With `if_changed` nothing is done, and None returned, while today's snapshot shows all that the warehouse holds,
    read with today's dictionaries. `without_trace` leaves nothing on the disk of what is no longer in the warehouse.
    The record of the `run` notes what is published.
    """
    counties = _divisions(settings)
    with open_copy(settings) as warehouse:
        if if_changed and publishing.is_up_to_date(
            warehouse.connection,
            settings.published,
            china_now().date(),
            current_rules(counties, settings.dictionaries),
            sql_digest(settings.sql),
        ):
            report(settings)  # the pages are looked at too: what is as it was costs nothing, what is missing is written
            return None
        read_texts(warehouse.connection, counties, settings.dictionaries)
        made = transforming.run(warehouse.connection, settings.sql)
        warehouse.compact(always=without_trace)
        with run.publishing(warehouse, made.tables["core.article"]) if run else nullcontext():
            published = publishing.publish(
                warehouse.connection,
                settings.published,
                sql_digest=sql_digest(settings.sql),
                keep_before=not without_trace,
            )
    report(settings)
    return published


def tidy_lake(settings: Settings) -> Tidied:
    """Merge the lake's small files and remove what is older than is to be kept. Raises SettingsError for no lake."""
    with open_lake(settings, ()) as lake:
        return lake.tidy(settings.lake_keep_days)


def report(settings: Settings, folder: Path | None = None) -> Path:
    """Write the web pages from the published snapshot; returns the first one."""
    from reports.site.write import write_site  # with Jinja and XlsxWriter, which most commands need not wait for

    (settings.published / "report.html").unlink(missing_ok=True)  # of releases that wrote one page, never renewed now
    return write_site(settings.snapshot, folder or settings.report, publishing.published_at(settings.published))


def counties_of(settings: Settings) -> list[CountyFile]:
    """The counties whose answers may lie in the archive; one with a mistake in its file is left out."""
    counties = []
    for path in county_paths(settings.counties):
        with suppress(CountyFileError):
            counties.append(load_county(path))
    return counties


def archived_counties(settings: Settings, archive: Archive) -> list[CountyFile]:
    """The counties of which the archive has a site, with towns that are known."""
    keys = {file.partition("/")[0] for file in archive.files()}
    counties = []
    for county in counties_of(settings):
        with suppress(CountyFileError):
            county.gazetteer_county()
            if any(site.key in keys for site in county.site):
                counties.append(county)
    return counties


def _divisions(settings: Settings) -> list[County]:
    """These counties with their towns; articles of one that is left out have no town."""
    counties = []
    for county in counties_of(settings):
        with suppress(CountyFileError):
            counties.append(county.gazetteer_county())
    return counties


def _names_town(county: CountyFile, text: str) -> Callable[[Link], bool]:
    """Whether a listed link is news of the town: its column bears the town's name, or its title tells."""
    place = county.gazetteer_county()
    town = town_named(place, text)
    if town is None:
        towns = ", ".join(town.name for town in place.towns)
        raise CountyFileError(f"{county.name} has no town '{text}'; it has: {towns}.")

    def names_town(link: Link) -> bool:
        if link.part_of is not None or town_named(place, link.column or "") == town:
            return True
        return origin_town(place, title=link.title or "", source="", authors=(), body="").town == town

    return names_town
