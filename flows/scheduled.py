"""The line on Prefect: thin flows around pipeline.py. What runs when is in prefect.yaml and docs/schedule.md.

A run takes up from what the ledger knows, so several late runs do as much as one. A Prefect task is a site, or a step
that writes the warehouse; never a page (a task costs 30-85 ms).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, TypeVar, cast

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.events import emit_event
from prefect.exceptions import TerminationSignal
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.tasks import Task, exponential_backoff
from prefect.utilities.annotations import quote
from pydantic import Field

from crawlers.county import CountyFile, Schedule, Site, find_county, load_counties, real_counties
from crawlers.link import Window
from flows import alarms, logs, pipeline, prefect_runs
from flows.errors import explained
from flows.flow_watch import FlowWatch
from flows.known import Audit
from flows.machine_forms import InputError
from flows.pipeline import Crawl, Ingested, Limits, Submit
from flows.reextraction import Wanted
from flows.run_files import write_page
from flows.run_names import run_name, title_of
from flows.run_record import RunRecord
from flows.settings import Settings, SettingsError, read_settings
from warehouse.errors import WarehouseBusy

# Somebody at the command line may write for an hour and more: 5, 10, 20 seconds and so on, one and a half hours in all.
_TRIES, _FIRST_WAIT_SECONDS, _JITTER = 10, 5, 0.3
# A run that was killed with its machine is begun again; one that kills its machine must not be, for ever.
_STARTS_MAX = 10

T = TypeVar("T")
Ended = State[Any]

County = Annotated[str, Field(min_length=1, max_length=100)]
Articles = Annotated[int, Field(ge=1, le=10_000)]
Days = Annotated[int, Field(ge=1, le=36_500)]


def _run_name() -> str:
    """The name of this run, from its parameters; what is wrong with them is told by the run itself."""
    parameters = runtime.flow_run.parameters
    window = Window(parameters.get("since"), parameters.get("until"))
    try:
        return run_name(parameters["county"], window, read_settings().counties)
    except SettingsError:
        return title_of(parameters["county"], window)


# The forms of Prefect's pages are made of the signatures, and what is said of each field of `Args:`.


@flow(name="ingest", flow_run_name=_run_name)
def ingest(county: County, since: date | None = None, sites: list[str] | None = None) -> Ended:
    """Read what is new on a county's sites, compare its towns, publish.

    Args:
        county: File name, code or Chinese name of a county in counties/.
        since: Only articles listed from this day on.
        sites: Keys of the sites to read; all verified ones unless given.
    """
    return _ended(lambda: _read_county(county, Window(since), Limits(sites or ())))


@flow(name="ingest", flow_run_name="{schedule}")
def ingest_class(schedule: Schedule) -> Ended:
    """Hand one run of ingest/county to the server for each county of a class, without waiting for them.

    Args:
        schedule: The counties whose files say this are read.
    """
    return _ended(lambda: _submit_class(schedule))


@flow(name="backfill", flow_run_name=_run_name)
def backfill(
    county: County,
    since: date,
    until: date,
    town: str | None = None,
    sites: list[str] | None = None,
    columns: list[str] | None = None,
    again: bool = False,
) -> Ended:
    """Read what a county's sites published between two days, compare its towns, publish.

    Args:
        county: File name, code or Chinese name of a county in counties/.
        since: First day to read.
        until: Last day to read.
        town: Only what lists show to be news of this town.
        sites: Keys of the sites to read; all verified ones unless given.
        columns: Names of the columns to read; all verified ones unless given.
        again: Ask also for what is known, to see changes.
    """
    limits = Limits(sites or (), town, columns or ())
    return _ended(lambda: _read_county(county, Window(since, until), limits, again=again))


@flow(name="audit", flow_run_name="known articles, looked at again")
def audit(county: str | None = None, articles: Articles = 200, days: Days | None = None) -> Ended:
    """Look again at known articles of whatever age, to see what was edited or taken away; publish.

    Args:
        county: One county; all with a verified site unless given.
        articles: How many of each site: those not looked at for longest.
        days: Only articles that were published in the last so many days.
    """
    return _ended(lambda: _look_again(county, Audit(articles, days)))


@flow(name="reextract", flow_run_name="the archive, read again")
def reextract() -> Ended:
    """Read what older extractors read with today's, without asking any site; publish."""
    return _ended(_reextract)


@flow(name="publish", flow_run_name="publication")
def publish() -> Ended:
    """Make the tables anew, publish the snapshot, write the report."""
    return _ended(_publish_now)


def _ended(work: Callable[[], Ended]) -> Ended:
    """The state in which a run ends; what is no fault of ours is one sentence in it, not a traceback."""
    if (runtime.flow_run.run_count or 0) > _STARTS_MAX:
        return Failed(message=f"It was begun {_STARTS_MAX} times and never came to an end; look into its logs.")
    try:
        return work()
    except (TerminationSignal, SystemExit):  # the latter is how a log line fails whose worker is dead
        prefect_runs.hand_back_unless_cancelled()
        raise
    except Exception as error:
        told = explained(error)
        if told is None:
            raise
        return Failed(message=told[1])


def _settings() -> Settings:
    """The settings of this process; what we log comes into the run's log as they say."""
    settings = read_settings()
    logs.let_through(settings)
    return settings


def _read_county(county: str, window: Window, limits: Limits, *, again: bool = False) -> Ended:
    settings = _settings()
    if window.since and window.until and window.until < window.since:
        raise InputError(f"The last day, {window.until}, is before the first, {window.since}.")
    found = find_county(county, settings.counties)
    pipeline.tasks_of(found, limits)  # a mistake in what was asked for is told before anything begins
    watch = FlowWatch(get_run_logger(), "backfill" if window.is_backfill else "ingest")

    def read() -> Ingested:
        return pipeline.ingest([found], settings, watch, window=window, limits=limits, again=again, crew=_tasks)

    return _finish(_as_writer("read", read), settings, title_of(found.name, window))


def _look_again(county: str | None, chosen: Audit) -> Ended:
    settings = _settings()
    refused: list[str] = []
    if county:
        counties = [find_county(county, settings.counties)]
    else:
        counties, refused = real_counties(settings.counties)
    watch = FlowWatch(get_run_logger(), "audit")

    def read() -> Ingested:
        return pipeline.ingest(counties, settings, watch, audit=chosen, refused=refused, crew=_tasks)

    return _finish(_as_writer("look again", read), settings, "Known articles, looked at again")


def _reextract() -> Ended:
    settings = _settings()
    watch = FlowWatch(get_run_logger(), "reextract")
    counts = _as_writer("read the archive", lambda: pipeline.reextract(settings, watch, Wanted(rule_changed=True)))
    _publish(settings)
    return Completed(message=f"{counts.fetches} archived answers read, {counts.inserted} articles loaded.")


def _publish_now() -> Ended:
    settings = _settings()
    _as_writer("publish", lambda: pipeline.publish(settings))
    _tell_alarms(settings)
    return Completed(message=f"{settings.snapshot} is published.")


def _submit_class(schedule: Schedule) -> Ended:
    logger = get_run_logger()
    counties, mistakes = load_counties(_settings().counties)
    chosen: list[CountyFile] = []
    for county in counties:
        if county.schedule == schedule and county.scheduled_sites and not county.is_invented:
            chosen.append(county)
        elif county.schedule == schedule:
            why = "it is an invented county" if county.is_invented else "no site of it is verified"
            logger.info("%s is left out: %s.", county.name, why)
    submitted = prefect_runs.submit_counties(chosen, str(runtime.flow_run.id))
    for county in chosen:
        logger.info("%s: %s.", county.name, "handed in" if county in submitted else "a run of it waits already")
    told = f"{len(submitted)} counties handed in, {len(chosen) - len(submitted)} wait already."
    return Failed(message=" ".join([told, *mistakes])) if mistakes else Completed(message=told)


def _finish(ingested: Ingested, settings: Settings, title: str) -> Ended:
    """Publish unless another run will, and leave the page of the run where people look for it."""
    with ingested.ending():
        left_to = None if ingested.interrupted else _publish(settings, ingested.record)
    name, page = write_page(title, ingested, settings, left_to=left_to)
    create_markdown_artifact(page, key=f"run-{name}", description=title)
    if ingested.interruption is not None:
        raise ingested.interruption
    for sentence in ingested.troubles:
        get_run_logger().warning(sentence)
    merged = ingested.merged
    counts = f"{merged.inserted} articles new, {merged.changed} changed, {merged.lost} links lost."
    return Completed(message=" ".join([counts, *ingested.troubles]))


def _publish(settings: Settings, run: RunRecord | None = None) -> str | None:
    """Publish, or leave it to a run that waits and will: returns the name of that one."""
    if settings.lake_catalog is not None:
        return "publish/nightly"  # many load into a lake, and one copies it
    waiting = prefect_runs.waiting_publisher()
    if waiting is not None:
        get_run_logger().info("The publication is left to a run that waits: %s.", waiting)
        return waiting
    _as_writer("publish", lambda: pipeline.publish(settings, if_changed=True, run=run))
    _tell_alarms(settings)
    return None


def _tell_alarms(settings: Settings) -> None:
    """New alarms go to the operator's command, and to Prefect's automations as events."""
    for alarm in alarms.tell(settings):
        get_run_logger().warning(alarm.sentence)
        place = ".".join(filter(None, (alarm.county_code, alarm.site_key, alarm.column_name)))
        resource = {"prefect.resource.id": f"county-news.{place}", "prefect.resource.name": alarm.sentence}
        emit_event("county-news.alarm", resource=resource, payload=alarm.as_json())


def _is_busy(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Whether somebody else writes the warehouse; every other error would be the same the next time."""
    try:
        state.result()
    except WarehouseBusy:
        return True
    except Exception:  # noqa: BLE001 (told by whoever asked for the task)
        return False
    return False


@task(
    name="write",
    cache_policy=NO_CACHE,
    retries=_TRIES,
    retry_delay_seconds=exponential_backoff(_FIRST_WAIT_SECONDS),
    retry_jitter_factor=_JITTER,
    retry_condition_fn=_is_busy,
)
def _write(work: Callable[[], Any] | quote) -> Any:  # noqa: ANN401 (what the work returns)
    return _unquoted(work)()


def _as_writer(name: str, work: Callable[[], T]) -> T:
    """What the work returns, when it comes to write the warehouse: it waits for somebody else who does."""
    return cast("T", _write.with_options(task_run_name=name)(quote(work)))


@task(name="crawl-site", cache_policy=NO_CACHE, retries=0)
def _crawl_site(crawl: Crawl | quote) -> None:
    # No retries here: fetching retries by itself, and what stays pending is fetched by the next run.
    _unquoted(crawl)()


def _unquoted(work: Callable[[], T] | quote) -> Callable[[], T]:
    # Quoted, because Prefect else searches all that the work knows for results of other tasks.
    return cast("Callable[[], T]", work.unquote()) if isinstance(work, quote) else work


@contextmanager
def _tasks(_: int) -> Iterator[Submit]:
    """A crew whose every crawl is a Prefect task."""
    futures: list[PrefectFuture[Any]] = []

    def submit(site: Site, crawl: Crawl) -> None:
        futures.append(_crawl_site.with_options(task_run_name=site.key).submit(quote(crawl)))

    yield submit
    for future in futures:
        future.wait()
