"""`make serve`: a Prefect server, the deployments of prefect.yaml and one worker, on this machine, until Ctrl-C.

Prefect's own files go to data/prefect, so that nothing of it touches the user's other Prefect profiles.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

POOL = "county-news"
_PROJECT = Path(__file__).parents[1]
_START_SECONDS = 120


class ServeError(Exception):
    """The server, its deployments or its worker did not come up; the message is one sentence."""


def environment(data: Path, port: int) -> dict[str, str]:
    """The environment in which every Prefect process of this installation runs; makes the folder for its files."""
    home = (data / "prefect").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
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


def deploy(env: Mapping[str, str]) -> None:
    """Create the work pool and every deployment of prefect.yaml; doing it again changes nothing."""
    _do(("work-pool", "create", POOL, "--type", "process", "--overwrite"), env)
    _do(("--no-prompt", "deploy", "--all"), env)


def start_worker(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the worker. It runs one flow at a time, for one process at a time writes the warehouse."""
    return _start(("worker", "start", "--pool", POOL, "--type", "process", "--limit", "1"), env)


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """End processes, at first politely."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    """Serve until Ctrl-C or until one of the processes ends."""
    from flows.settings import SettingsError, read_settings

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's stop is as good as Ctrl-C
    running: list[subprocess.Popen[bytes]] = []
    try:
        settings = read_settings()
        port = settings.prefect_port
        env = environment(settings.data, port)
        running.append(start_server(env, port))
        deploy(env)
        running.append(start_worker(env))
        sys.stdout.write(
            f"Prefect is at http://127.0.0.1:{port} until Ctrl-C. For other terminals:\n"
            f"  export PREFECT_API_URL={env['PREFECT_API_URL']}\n"
        )
        sys.stdout.flush()
        while all(process.poll() is None for process in running):
            time.sleep(1)
    except KeyboardInterrupt:
        return 0
    except (ServeError, SettingsError, OSError) as error:
        sys.stderr.write(f"county-news: {error}\n")
        return 1
    finally:
        stop(*reversed(running))
    sys.stderr.write("county-news: a Prefect process ended by itself; its words are above.\n")
    return 1


def _prefect(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "prefect", *words]


def _start(words: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own, so that Ctrl-C reaches this process alone, which ends the others in order.
    return subprocess.Popen(_prefect(words), env=dict(env), cwd=_PROJECT, start_new_session=True)  # noqa: S603


def _do(words: Sequence[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603
        _prefect(words), env=dict(env), cwd=_PROJECT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServeError(f"`prefect {' '.join(words)}` failed: {(done.stderr or done.stdout).strip()[-500:]}")


if __name__ == "__main__":
    sys.exit(main())
