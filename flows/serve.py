"""`make serve`: a Prefect server with the schedule, and one worker, on this machine, until Ctrl-C.

Prefect's own files go to data/prefect, so that nothing of it touches the user's other Prefect profiles. What the server
must have is made by prefect_setup.py. On Ctrl-C a run that is going on loads what was answered and is handed back: the
next start goes on with it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import requests

POOL = "county-news"
PROJECT = Path(__file__).parents[1]
_START_SECONDS = 120
_STOP_SECONDS = 40  # a run that is told to end loads what was answered
_LOGGERS = "flows,crawlers,warehouse,extractors,reports"


class ServeError(Exception):
    """The server, its deployments or its worker did not come up; the message is one sentence."""


def environment(data: Path, port: int) -> dict[str, str]:
    """The environment in which every Prefect process of this installation runs; makes the folder for its files."""
    home = (data / "prefect").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "COUNTY_NEWS_DATA": str(data.resolve()),  # flows run in a folder of their own
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_LOGGING_EXTRA_LOGGERS": _LOGGERS,
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "20",
        "DO_NOT_TRACK": "1",
    }


def start_server(env: Mapping[str, str], port: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers. Raises ServeError when it does not."""
    server = _start(("server", "start", "--host", "127.0.0.1", "--port", str(port)), env)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if requests.get(f"{env['PREFECT_API_URL']}/health", timeout=5).ok:
                return server
        except requests.RequestException:
            pass
        time.sleep(0.5)
    stop(server)
    raise ServeError(f"The Prefect server did not start on port {port}; is another one running there?")


def set_up(env: Mapping[str, str]) -> None:
    """Give the server its work pool, deployments and automations. Raises ServeError."""
    words = [sys.executable, "-m", "flows.prefect_setup"]
    done = subprocess.run(words, env=dict(env), cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ServeError(done.stderr.strip()[-600:].removeprefix("county-news: "))


def start_worker(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a worker. It runs one flow at a time, for one process at a time writes the warehouse."""
    _pause_pool(env, is_paused=False)
    return _start(("worker", "start", "--pool", POOL, "--type", "process", "--limit", "1"), env)


def stop_worker(worker: subprocess.Popen[bytes], env: Mapping[str, str]) -> None:
    """End a worker after the run that it has; that one is told to end, and hands itself back.

    A worker that is told to end kills its run at once, so the run is told first; the pool is paused, so that the worker
    does not take it again.
    """
    with suppress(requests.RequestException):
        _pause_pool(env, is_paused=True)
    for run in _children(worker):
        with suppress(ProcessLookupError):
            os.kill(run, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while _children(worker) and time.monotonic() < deadline:
        time.sleep(0.2)
    stop(worker)


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """End processes, one after the other, at first politely."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    """Serve until Ctrl-C or until one of the processes ends."""
    from flows.settings import SettingsError, read_settings

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's stop is as good as Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background of a shell it would be ignored
    try:
        settings = read_settings()
        _serve(environment(settings.data, settings.prefect_port), settings.prefect_port)
    except KeyboardInterrupt:
        return 0
    except (ServeError, SettingsError, OSError) as error:
        sys.stderr.write(f"county-news: {error}\n")
        return 1
    sys.stderr.write("county-news: a Prefect process ended by itself; its words are above.\n")
    return 1


def _serve(env: Mapping[str, str], port: int) -> None:
    """Return when one of the processes has ended."""
    with ExitStack() as ending:
        server = start_server(env, port)
        ending.callback(stop, server)
        set_up(env)
        worker = start_worker(env)
        ending.callback(stop_worker, worker, env)
        sys.stdout.write(
            f"Prefect is at http://127.0.0.1:{port} until Ctrl-C. For other terminals:\n"
            f"  export PREFECT_API_URL={env['PREFECT_API_URL']}\n"
        )
        sys.stdout.flush()
        while server.poll() is None and worker.poll() is None:
            time.sleep(1)


def _start(words: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own, so that Ctrl-C reaches this process alone, which ends the others in order.
    command = [sys.executable, "-m", "prefect", *words]
    return subprocess.Popen(command, env=dict(env), cwd=PROJECT, start_new_session=True)  # noqa: S603


def _pause_pool(env: Mapping[str, str], *, is_paused: bool) -> None:
    pool = f"{env['PREFECT_API_URL']}/work_pools/{POOL}"
    requests.patch(pool, json={"is_paused": is_paused}, timeout=30).raise_for_status()


def _children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a process started and that run; none where the system has no /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            if int(parent) == process.pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


if __name__ == "__main__":
    sys.exit(main())
