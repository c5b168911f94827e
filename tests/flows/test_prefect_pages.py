"""What an operator sees in a browser: `make serve`, a run handed in, its page, the deployments, the form of a backfill."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

PROJECT = Path(__file__).parents[2]
SCREENSHOTS = os.environ.get("SCREENSHOTS")  # a folder for who wants to look

pytestmark = [pytest.mark.prefect, pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server of `make serve`, after a run over the demo county."""
    from crawlers.county import find_county
    from demo_county.server import serve
    from tests.crawlers.servers import free_port
    from tests.flows.prefect_server import comes_to, talking_to

    data, port = tmp_path_factory.mktemp("served"), free_port()
    with serve(port=0) as demo:
        sites = find_county("demo", PROJECT / "counties").site
        given = {
            "COUNTY_NEWS_DATA": str(data),
            "COUNTY_NEWS_PREFECT_PORT": str(port),
            "COUNTY_NEWS_CONNECT_TO": json.dumps(
                {urlsplit(one.url).hostname: f"127.0.0.1:{demo.port}" for one in sites}
            ),
        }
        serving = subprocess.Popen(
            [sys.executable, "-m", "flows.serve"],
            env=os.environ | given,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert serving.stdout is not None
            assert any("until Ctrl-C" in line for line in serving.stdout), "it did not come up"
            threading.Thread(target=serving.stdout.read, daemon=True).start()
            environment = given | {
                "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
                "PREFECT_HOME": str(data / "prefect"),
            }
            done = subprocess.run(
                [sys.executable, "-m", "flows.cli", "run", "demo", "--via-prefect"],
                env=os.environ | environment, cwd=PROJECT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            with talking_to(environment):
                comes_to(done.stdout.split("cancel ")[1].strip(), "Completed", seconds=120)
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(100) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/api/health", timeout=5)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.set_default_timeout(60_000)
    yield tab
    tab.close()


def found(address: str, what: str, **chosen: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = requests.post(f"{address}/api/{what}/filter", json=chosen, timeout=30).json()
    return rows


def deployment(address: str, name: str, entrypoint: str) -> str:
    rows = found(address, "deployments", deployments={"name": {"any_": [name]}})
    return next(str(row["id"]) for row in rows if row["entrypoint"].endswith(f":{entrypoint}"))


def looked_at(page: Any, name: str) -> None:
    if SCREENSHOTS:
        page.wait_for_timeout(1500)
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"))


def test_the_run_is_green_and_has_its_name_and_our_words_in_its_log(address: str, page: Any) -> None:
    (run,) = found(address, "flow_runs", flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}})
    page.goto(f"{address}/runs/flow-run/{run['id']}")
    page.get_by_text("云岫县, what is new").first.wait_for()
    page.get_by_text("Completed", exact=True).first.wait_for()
    page.get_by_text(re.compile("yunxiu-gov: done, 4.. pages fetched")).first.wait_for()
    looked_at(page, "run")


def test_the_page_of_the_run_is_drawn(address: str, page: Any) -> None:
    (artifact,) = [one for one in found(address, "artifacts") if one["key"] == "run-demo"]
    page.goto(f"{address}/artifacts/artifact/{artifact['id']}")
    page.get_by_role("heading", name="What came, by town").wait_for()
    towns = page.locator("table").filter(has_text="town").first.locator("tbody tr")
    assert towns.count() >= 12
    assert page.get_by_role("link", name="the page").count() == 5  # one for each loss
    assert "\\" not in page.locator("table").last.inner_text()
    looked_at(page, "artifact")


def test_the_deployments_are_there_with_their_schedules(address: str, page: Any) -> None:
    page.goto(f"{address}/deployments")
    for name in ("twice-daily", "daily", "county", "by-hand", "monthly", "nightly"):
        page.get_by_text(name, exact=True).first.wait_for()
    looked_at(page, "deployments")
    page.goto(f"{address}/deployments/deployment/{deployment(address, 'twice-daily', 'ingest_class')}")
    page.get_by_text(re.compile("At 06:30 AM and 06:30 PM|06:30 AM and 06:30 PM")).first.wait_for()
    looked_at(page, "deployment")


def test_the_form_of_a_backfill_has_its_fields_and_says_what_they_are(address: str, page: Any) -> None:
    page.goto(f"{address}/deployments/deployment/{deployment(address, 'by-hand', 'backfill')}/run")
    for label in ("county", "since", "until", "town (Optional)", "sites (Optional)", "again (Optional)"):
        page.get_by_text(label, exact=True).first.wait_for()
    page.get_by_text("File name, code or Chinese name of a county in counties/.").first.wait_for()
    assert page.get_by_text("Select date").count() == 2
    looked_at(page, "form")


def test_runs_are_scheduled_in_china_time(address: str) -> None:
    nightly = deployment(address, "nightly", "publish")
    runs = found(address, "flow_runs", deployments={"id": {"any_": [nightly]}}, limit=3)
    assert runs
    assert all("T21:00:00" in run["expected_start_time"] for run in runs)  # 05:00 in Shanghai
