"""The schedule: a real flow against a real server that lives for the test; the deployments of prefect.yaml."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from tests.flows.small_county import HOST, Operator, site_of

PROJECT = Path(__file__).parents[2]
TITLES = ["宋家镇:春茶开采忙", "宋家镇:河道清理见成效", "宋家镇:夜校开课"]


@pytest.fixture(scope="module")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.mark.prefect
def test_a_flow_reads_a_county_into_the_snapshot(
    prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.scheduled import ingest

    operator = Operator(tmp_path)
    with site_of(TITLES) as site:
        operator.environment["COUNTY_NEWS_CONNECT_TO"] = json.dumps({HOST: site.address})
        for name, value in operator.environment.items():
            if name.startswith("COUNTY_NEWS_"):
                monkeypatch.setenv(name, value)
        first = ingest("baihe")
        again = ingest("白河县")
    assert first["inserted"] == len(TITLES)
    assert again["inserted"] == 0
    titles = operator.asks("select title from core.article order by url")
    assert [title for (title,) in titles] == TITLES


def test_the_deployments_lead_to_flows_and_run_in_china_time() -> None:
    import flows.scheduled as scheduled

    described = yaml.safe_load((PROJECT / "prefect.yaml").read_text("utf-8"))
    deployments = {deployment["name"]: deployment for deployment in described["deployments"]}
    assert deployments.keys() == {"daily", "by-hand", "nightly"}
    for deployment in deployments.values():
        file, name = deployment["entrypoint"].split(":")
        assert (PROJECT / file).is_file()
        flow = getattr(scheduled, name)
        assert deployment.get("parameters", {}).keys() <= flow.parameters.properties.keys()
        for schedule in deployment.get("schedules", []):
            assert schedule["timezone"] == "Asia/Shanghai"
            assert len(schedule["cron"].split()) == 5


def test_a_run_for_the_server_without_a_server_is_one_sentence(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.environment |= {
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    done = operator.types("run", "baihe", "--via-prefect")
    assert done.returncode == 2
    assert "make serve" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.prefect
def test_make_serve_brings_up_a_server_that_schedules_the_deployments(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"COUNTY_NEWS_DATA": str(tmp_path / "data"), "COUNTY_NEWS_PREFECT_PORT": str(port)}
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.serve"], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    api = f"http://127.0.0.1:{port}/api"
    try:
        for line in serving.stdout or ():
            if "until Ctrl-C" in line:
                break
        deployments = requests.post(f"{api}/deployments/filter", json={}, timeout=10).json()
        assert {deployment["name"] for deployment in deployments} == {"daily", "by-hand", "nightly"}
        runs: list[dict[str, str]] = []
        end = time.monotonic() + 60
        while not runs and time.monotonic() < end:
            time.sleep(1)
            runs = requests.post(f"{api}/flow_runs/filter", json={"limit": 3}, timeout=10).json()
        assert runs, "the scheduler plans no runs"
        # 05:00 in Shanghai is 21:00 UTC
        assert all("T21:00:00" in run["expected_start_time"] for run in runs)
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
    assert serving.returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{api}/health", timeout=5)
