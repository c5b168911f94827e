"""The archive read anew on Dask: a chunk is a Prefect task on a worker of the cluster, this process merges in order.

The workers need the same county-news and the archive's folder at the same path; they write nothing. A chunk is large
enough that a task's bookkeeping (30-85 ms) does not count beside it.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, cast

from distributed import KilledWorker
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.events.worker import EventsWorker
from prefect.futures import PrefectFuture
from prefect.logging.handlers import APILogWorker
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings
from prefect.task_runners import TaskRunner
from prefect_dask.task_runners import DaskTaskRunner

from flows import pipeline
from flows.answers import SiteNames
from flows.chunks import Chunk, ChunkRead, ChunkReader
from flows.progress import LineWatch
from flows.reextraction import Readers, Wanted
from flows.rules import rules_digest
from flows.settings import Settings, SettingsError
from warehouse.errors import WarehouseError
from warehouse.rows import MergeCounts

Done = TypeVar("Done")

CHUNK_RECORDS = 500
_AHEAD_OF_EACH = 2
_SERVER_START_SECONDS = 120


@cache
def _reader(folder: str, names: tuple[tuple[str, str], ...], rules: str) -> ChunkReader:
    """One for a worker, not for each of its tasks."""
    return ChunkReader(Path(folder), dict(names), rules)


@task(name="read-chunk", cache_policy=NO_CACHE, persist_result=False, retries=0)
def read_chunk(folder: str, names: tuple[tuple[str, str], ...], rules: str, chunk: bytes) -> bytes:
    """Read a chunk of the archive. Both ways as bytes: Prefect else searches every row for results of other tasks."""
    read = _reader(folder, names, rules)(pickle.loads(chunk))  # noqa: S301 (from our own process)
    return pickle.dumps(read, pickle.HIGHEST_PROTOCOL)


class _ReadElsewhere:
    """What will come of a chunk on a worker."""

    def __init__(self, folder: str, names: tuple[tuple[str, str], ...], rules: str, chunk: Chunk) -> None:
        self._asked = read_chunk.submit(folder, names, rules, pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL))

    def result(self) -> ChunkRead:
        read: ChunkRead = pickle.loads(self._asked.result())  # noqa: S301 (from a worker of our own cluster)
        return read


@contextmanager
def workers_of_the_flow(folder: Path, names: SiteNames) -> Iterator[Readers]:
    """The workers of the cluster that this flow runs on. Raises WarehouseError when chunk after chunk kills one."""
    runner = cast("DaskTaskRunner", cast("FlowRunContext", FlowRunContext.get()).task_runner)
    threads: dict[str, int] = runner.client.nthreads()  # type: ignore[no-untyped-call]
    workers = sum(threads.values())
    given = (str(folder.resolve()), tuple(names.items()), rules_digest())
    try:
        yield Readers(partial(_ReadElsewhere, *given), max(1, workers) * _AHEAD_OF_EACH, CHUNK_RECORDS)
    except KilledWorker as error:
        raise WarehouseError(
            "Workers of the Dask cluster that read pages were killed, most likely for want of memory; what was read by "
            "then is kept, run it again."
        ) from error


class _FlowWatch(LineWatch):
    """Lines to the log of the flow run."""

    def __init__(self) -> None:
        super().__init__()
        self._logger = get_run_logger()

    def write(self, line: str) -> None:
        """Put a line into the flow run's log."""
        self._logger.info(line)


def reextract_on_dask(settings: Settings, wanted: Wanted, processes: int) -> MergeCounts:
    """Read anew what is wanted on the cluster of the settings, or on a local one of so many processes.

    Raises SettingsError, ArchiveError, WarehouseError, and OSError where there is no cluster at the address.
    """
    return on_cluster(
        settings,
        processes,
        wanted.what,
        lambda: pipeline.reextract(settings, _FlowWatch(), wanted, workers_of_the_flow),
    )


def on_cluster(settings: Settings, processes: int, name: str, work: Callable[[], Done]) -> Done:
    """Do the work in a flow run of this name, whose tasks run on the cluster. Raises what the work raises."""
    with _prefect_server(settings) as server:
        runner = cast("TaskRunner[PrefectFuture[Any]]", _task_runner(settings, processes, server))
        return flow(name="reextract", flow_run_name=name, task_runner=runner)(work)()


def _task_runner(settings: Settings, processes: int, server: str) -> DaskTaskRunner:
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    workers = {"n_workers": processes, "threads_per_worker": 1, "env": {"PREFECT_API_URL": server}}
    return DaskTaskRunner(cluster_kwargs={**workers, "dashboard_address": None})


@contextmanager
def _prefect_server(settings: Settings) -> Iterator[str]:
    """The address of a Prefect server that the workers reach as well: else each of them would start one of its own."""
    known = get_current_settings().api.url
    if known:
        yield known
        return
    if settings.dask_address:
        raise SettingsError(
            "Workers on a cluster need a Prefect server that they reach too; start one with `prefect server start` and "
            "set PREFECT_API_URL to its address, here and there."
        )
    server = SubprocessASGIServer()
    server.start(timeout=_SERVER_START_SECONDS)
    try:
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            yield server.api_url
    finally:
        # Else they would be kept for the server that is gone, and hold up the end of this process.
        EventsWorker.drain_all()
        APILogWorker.drain_all()
        server.stop()
