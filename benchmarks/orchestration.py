"""What the schedule costs: a run of the demo county that a worker takes, from handing it in to Completed, against the
same by the plain command.

python -m benchmarks.orchestration
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests

from crawlers.county import find_county
from demo_county.server import serve as serve_demo
from flows import serve

MOST_OF_COMMAND = 1.3
MORE_SECONDS = 10.0
_PROJECT = Path(__file__).parents[1]
_LONGEST_SECONDS = 300

Rows = list[dict[str, object]]


def main() -> None:
    """Print both times."""
    command, scheduled = seconds()
    limit = MOST_OF_COMMAND * command + MORE_SECONDS
    print("orchestration: the demo county, read and published")
    print(f"  {command:.1f} s by the command, {scheduled:.1f} s handed to a server and a worker (limit: {limit:.1f} s)")


def seconds() -> tuple[float, float]:
    """Seconds of the command, and of the same run on the schedule."""
    with tempfile.TemporaryDirectory() as folder, _sites() as given:
        command = _command(_in_folder(given, Path(folder) / "command"))
        return command, _scheduled(given, Path(folder) / "scheduled")


def _command(environment: Mapping[str, str]) -> float:
    began = time.monotonic()
    _run(("flows.cli", "run", "demo"), environment)
    return time.monotonic() - began


def _scheduled(given: Mapping[str, str], data: Path) -> float:
    """From handing in to Completed, with a server and a worker that are there already."""
    port = _free_port()
    environment = serve.environment(data, port) | dict(given)
    server = serve.start_server(environment, port)
    worker = None
    try:
        serve.set_up(environment)
        worker = serve.start_worker(environment)
        _wait(environment, "work_pools/county-news/workers/filter", bool)
        began = time.monotonic()
        _run(("flows.cli", "run", "demo", "--via-prefect"), environment)
        _wait(environment, "flow_runs/filter", _is_completed)
        return time.monotonic() - began
    finally:
        serve.stop(*([worker] if worker else []), server)


def _is_completed(runs: Rows) -> bool:
    states = {str(run["state_type"]) for run in runs}
    assert not states & {"FAILED", "CRASHED", "CANCELLED"}, states
    return "COMPLETED" in states


def _wait(environment: Mapping[str, str], what: str, is_so: Callable[[Rows], bool]) -> None:
    """Ask the server until it is so."""
    end = time.monotonic() + _LONGEST_SECONDS
    while not is_so(requests.post(f"{environment['PREFECT_API_URL']}/{what}", json={}, timeout=60).json()):
        assert time.monotonic() < end, f"{what}: it did not come"
        time.sleep(0.2)


def _run(words: Sequence[str], environment: Mapping[str, str]) -> None:
    subprocess.run(  # noqa: S603 (words of ours)
        [sys.executable, "-m", *words], env=dict(environment), cwd=_PROJECT, check=True, capture_output=True
    )


def _in_folder(given: Mapping[str, str], data: Path) -> dict[str, str]:
    return os.environ | dict(given) | {"COUNTY_NEWS_DATA": str(data)}


@contextmanager
def _sites() -> Iterator[dict[str, str]]:
    """The demo county's sites, and the setting that leads to them."""
    with serve_demo(port=0) as demo:
        sites = find_county("demo", _PROJECT / "counties").site
        here = {urlsplit(site.url).hostname: f"127.0.0.1:{demo.port}" for site in sites}
        yield {"COUNTY_NEWS_CONNECT_TO": json.dumps(here)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
