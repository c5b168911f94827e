"""The line on Prefect's schedule: thin flows around pipeline.py, a task a site, never a page (a task costs 30-85 ms).

A run takes up from what the ledger knows, so several late runs do as much as one.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import quote

from crawlers.county import Site, find_county
from crawlers.link import Window
from flows import pipeline
from flows.pipeline import Crawl, Ingested, Submit
from flows.progress import LineWatch
from flows.settings import read_settings


class _FlowWatch(LineWatch):
    """Lines to the log of the flow run."""

    def __init__(self) -> None:
        super().__init__()
        self._logger = get_run_logger()

    def write(self, line: str) -> None:
        """Put a line into the flow run's log."""
        self._logger.info(line)


@task(name="crawl-site", cache_policy=NO_CACHE, retries=0)
def _crawl_site(crawl: Crawl | quote) -> None:
    # No retries here: fetching retries by itself, and what stays pending is fetched by the next run.
    # Quoted, because Prefect else searches the whole crawl for results of other tasks.
    (crawl.unquote() if isinstance(crawl, quote) else crawl)()


@contextmanager
def _tasks(_: int) -> Iterator[Submit]:
    """A crew whose every crawl is a Prefect task."""
    futures: list[PrefectFuture[Any]] = []

    def submit(site: Site, crawl: Crawl) -> None:
        futures.append(_crawl_site.with_options(task_run_name=site.key).submit(quote(crawl)))

    yield submit
    for future in futures:
        future.wait()


@flow(name="ingest", flow_run_name="{county}", validate_parameters=True)
def ingest(county: str, since: date | None = None, sites: list[str] | None = None) -> dict[str, int]:
    """Read what is new on a county's sites, compare its towns, publish. Returns what the warehouse took in."""
    return _read(county, Window(since), sites)


@flow(name="backfill", flow_run_name="{county}-{since}-{until}", validate_parameters=True)
def backfill(
    county: str,
    since: date,
    until: date,
    town: str | None = None,
    sites: list[str] | None = None,
    columns: list[str] | None = None,
    again: bool = False,
) -> dict[str, int]:
    """Read what a county's sites published between two days, compare, publish."""
    return _read(county, Window(since, until), sites, town=town, columns=columns, again=again)


@flow(name="publish")
def publish() -> str:
    """Make the tables anew, publish the snapshot, write the report. Returns the snapshot's path."""
    settings = read_settings()
    pipeline.publish(settings)
    return str(settings.snapshot)


def _read(
    county: str,
    window: Window,
    sites: list[str] | None,
    *,
    town: str | None = None,
    columns: list[str] | None = None,
    again: bool = False,
) -> dict[str, int]:
    settings = read_settings()
    ingested = pipeline.ingest(
        [find_county(county, settings.counties)],
        settings,
        _FlowWatch(),
        window=window,
        site_keys=sites or [],
        town=town,
        columns=columns or [],
        again=again,
        crew=_tasks,
    )
    pipeline.publish(settings, if_changed=True)
    _warn_of_troubles(ingested)
    return dict(vars(ingested.merged))


def _warn_of_troubles(ingested: Ingested) -> None:
    logger: logging.LoggerAdapter[logging.Logger] | logging.Logger = get_run_logger()
    for sentence in ingested.troubles:
        logger.warning(sentence)
