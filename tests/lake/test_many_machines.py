"""Many machines: one Prefect server on Postgres, three workers, a lake; a worker dies, and another one goes on.

The machines are process groups of this one. They share a folder, as machines share one over the network.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.crawlers.servers import Handler, LocalSite, page
from tests.flows.small_county import COUNTY, HOST, article_page, list_page
from tests.flows.test_kills import rows_of
from tests.lake.postgres import PASSWORD, USER, Postgres

pytestmark = [pytest.mark.postgres, pytest.mark.prefect]

ARTICLES = 25
COUNTIES = {"白河县": "610929", "紫阳县": "610924", "汉阴县": "610921", "石泉县": "610922"}
KEY = "warehouse.duckdb.key"
DIARIES = ("raw.run", "raw.schema_version")


def host_of(code: str) -> str:
    return HOST.replace("baihe", f"county-{code}")


def county_file(name: str, code: str) -> str:
    return (
        COUNTY.replace("610929", code)
        .replace("白河县", name)
        .replace('key = "baihe"', f'key = "county-{code}"')
        .replace(HOST, host_of(code))
    )


def slow_site(name: str) -> LocalSite:
    links = {f"/Content-{number}.html": f"{name}:第{number}期夜校开课" for number in range(1, ARTICLES + 1)}

    def answered(title: str) -> Any:
        def answer(request: Handler) -> None:
            time.sleep(0.4)
            page(article_page(title))(request)

        return answer

    routes = {url: answered(title) for url, title in links.items()}
    return LocalSite({"/Node-7.html": page(list_page(links)), **routes})


@pytest.fixture
def sites() -> Iterator[dict[str, LocalSite]]:
    with ExitStack() as stack:
        yield {code: stack.enter_context(slow_site(name)) for name, code in COUNTIES.items()}


def test_a_county_whose_worker_dies_is_read_to_its_end_by_another_and_all_is_as_on_one_machine(
    postgres: Postgres, tmp_path: Path, sites: dict[str, LocalSite]
) -> None:
    from flows import prefect_setup
    from tests.flows.prefect_server import awaited, comes_to, dies, handed_in, installation

    folder = tmp_path / "shared"
    catalog, of_prefect = postgres.new_database(), postgres.new_database().rpartition("dbname=")[2]
    connect_to = {host_of(code): site.address for code, site in sites.items()}
    more = {
        "COUNTY_NEWS_LAKE_CATALOG": catalog,
        "COUNTY_NEWS_CONNECT_TO": str(connect_to).replace("'", '"'),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": (
            f"postgresql+asyncpg://{USER}:{quote(PASSWORD)}@127.0.0.1:{postgres.port}/{of_prefect}"
        ),
    }
    with installation(folder, more) as there:
        for name, code in COUNTIES.items():
            (folder / "counties" / f"{'baihe' if code == '610929' else code}.toml").write_text(
                county_file(name, code), "utf-8"
            )
        prefect_setup.put_automations(timedelta(seconds=50))
        for _ in range(3):
            there.starts_worker()
        runs = {code: handed_in("ingest/county", county=code) for code in COUNTIES.values()}
        awaited(lambda: sum(len(site.pages_asked) > 4 for site in sites.values()) >= 2)  # they are read side by side
        victim = next(code for code, site in sites.items() if 4 < len(site.pages_asked) < ARTICLES - 5)
        dies(worker_of(there, str(runs[victim].id)), str(runs[victim].id))
        ended = {code: comes_to(run.id, "Completed", seconds=240) for code, run in runs.items()}
        published = there.types("flows.cli", "publish")
        assert published.returncode == 0, published.stderr
        in_lake = rows_of(there.settings.snapshot, without=DIARIES)
        assert there.types("flows.cli", "lake", "tidy").returncode == 0
    assert ended[victim].run_count >= 2
    for code, site in sites.items():
        articles = [path for path in site.pages_asked if path.startswith("/Content-")]
        assert len(set(articles)) == ARTICLES
        again = 1 if code == victim else 0  # what was on its way when the worker died
        assert len(articles) <= ARTICLES + again, code

    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copytree(folder / "data" / "archive", alone / "archive")
    shutil.copytree(folder / "data" / "published", alone / "published")  # it alone knows of the runs
    shutil.copy(folder / "data" / KEY, alone / KEY)
    del there.environment["COUNTY_NEWS_LAKE_CATALOG"]
    there.environment["COUNTY_NEWS_DATA"] = str(alone)
    done = there.types("flows.cli", "reextract")
    assert done.returncode == 0, done.stderr
    expected = rows_of(alone / "published" / "county_news.duckdb", without=DIARIES)
    assert len(expected["raw.article"]) == len(COUNTIES) * ARTICLES
    assert sorted(name for name in expected if in_lake[name] != expected[name]) == []


def worker_of(there: Any, run_id: str) -> Any:
    """The worker whose child the run is."""
    of_run = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    parents = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if of_run in (process / "environ").read_bytes().split(b"\0"):
                parents.add(int((process / "stat").read_text().rpartition(")")[2].split()[1]))
    (worker,) = [one for one in there.workers if one.pid in parents]
    return worker
