"""A Prefect server with the schedule and a worker, and the sites that its runs read, all on this machine."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import duckdb
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from crawlers.county import find_county
from demo_county.server import serve as serve_demo
from flows import serve
from flows.settings import Settings
from tests.crawlers.servers import Handler, LocalSite, Route, free_port, page
from tests.flows.small_county import COUNTY, HOST, article_page, list_page

PROJECT = Path(__file__).parents[2]
ZIYANG = COUNTY.replace("610929", "610924").replace("白河县", "紫阳县").replace('key = "baihe"', 'key = "ziyang"')


@dataclass
class Installation:
    """What an operator has: a folder, a server with a worker, county files, sites that answer."""

    folder: Path
    site: LocalSite
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder / "data", counties=self.folder / "counties")

    def starts_worker(self) -> subprocess.Popen[bytes]:
        self.workers.append(serve.start_worker(self.environment))
        return self.workers[-1]

    def publishes(self, titles: list[str], seconds: float = 0.0, kind: str = "Content") -> None:
        """The site has these articles now, and takes its time for each."""
        links = {f"/{kind}-{number}.html": title for number, title in enumerate(titles, start=1)}
        self.site.asked.clear()
        self.site.routes.clear()
        self.site.routes["/Node-7.html"] = page(list_page(links))
        self.site.routes.update({url: _slow(page(article_page(title)), seconds) for url, title in links.items()})

    def types(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )

    def asks(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.settings.snapshot), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def loaded(self) -> list[str]:
        """Titles in the warehouse itself, published or not."""
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as connection:
            return [title for (title,) in connection.execute("select title from raw.article order by url").fetchall()]


def _slow(route: Route, seconds: float) -> Route:
    def answer(request: Handler) -> None:
        time.sleep(seconds)
        route(request)

    return answer


@contextmanager
def installation(folder: Path, more: Mapping[str, str] | None = None) -> Iterator[Installation]:
    """The server and the sites while the `with` statement lasts; this process talks to that server too.

    `more` is what their environment has besides.
    """
    counties = folder / "counties"
    counties.mkdir(parents=True)
    shutil.copy(PROJECT / "counties" / "demo.toml", counties)
    (counties / "baihe.toml").write_text(COUNTY, "utf-8")
    with LocalSite() as site, serve_demo(port=0) as demo:
        hosts = {urlsplit(one.url).hostname: f"127.0.0.1:{demo.port}" for one in find_county("demo", counties).site}
        port = free_port()
        given = {
            "COUNTY_NEWS_COUNTIES": str(counties),
            "COUNTY_NEWS_CONNECT_TO": json.dumps(hosts | {HOST: site.address}),
            "COUNTY_NEWS_RETRIES": "0",
            "PYTHONUTF8": "1",
            **(more or {}),
        }
        environment = serve.environment(folder / "data", port) | given
        there = Installation(folder, site, environment)
        server = serve.start_server(environment, port)
        try:
            serve.set_up(environment)
            with talking_to(environment):
                yield there
        finally:
            serve.stop(*there.workers, server)


@contextmanager
def talking_to(environment: Mapping[str, str]) -> Iterator[None]:
    """This process has the environment of that server's runs."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    settings = {PREFECT_API_URL: environment["PREFECT_API_URL"], PREFECT_HOME: environment["PREFECT_HOME"]}
    try:
        with temporary_settings(settings):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def asked_server() -> SyncPrefectClient:
    return get_client(sync_client=True)


def handed_in(deployment: str, **parameters: object) -> FlowRun:
    from prefect.deployments import run_deployment

    return run_deployment(deployment, parameters=parameters, timeout=0, as_subflow=False)  # type: ignore[return-value]


def comes_to(run_id: UUID, *names: str, seconds: float = 120) -> FlowRun:
    """The run, once its state has one of these names."""
    with asked_server() as client:
        runs = awaited(lambda: [run for run in [client.read_flow_run(run_id)] if run.state_name in names], seconds)
    return runs[0]


def dies(worker: subprocess.Popen[bytes], run_id: str) -> None:
    """The worker and the processes of the run, as when the power fails."""
    of_run = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if of_run in (process / "environ").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)
    worker.kill()
    worker.wait()


def awaited(look: Callable[[], Any], seconds: float = 120) -> Any:
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)
    return found
