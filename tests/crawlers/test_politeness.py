"""Hosts are asked one request at a time with a pause between, and so is a machine that serves several hosts."""

import itertools
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.exchange import FetchSettings
from crawlers.fetch import Doing, Fetcher
from crawlers.politeness import HostClock, Stopped
from crawlers.shared_pauses import SharedPauses
from tests.crawlers.servers import Handler, LocalSite, in_turn, page

NEVER = threading.Event()
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as local:
        yield local


def platform(site: LocalSite, **settings: object) -> Fetcher:
    """A machine that serves the sites of two counties."""
    ways = {f"{name}.example": site.address for name in ("one", "two")}
    return Fetcher(FetchSettings(**{"delay_seconds": 0.0, "retries": 0, "connect_to": ways, **settings}))  # type: ignore[arg-type]


def noting_times(site: LocalSite, seconds: float = 0.0) -> list[tuple[float, float]]:
    """When each request came and when its answer had been sent; answers take this long."""
    times: list[tuple[float, float]] = []

    def answer(request: Handler) -> None:
        begun = time.monotonic()
        time.sleep(seconds)
        page(b"x")(request)
        times.append((begun, time.monotonic()))

    site.routes.update(dict.fromkeys(["/a", "/b", "/robots.txt"], answer))
    return times


def in_threads(*calls: threading.Thread) -> None:
    for call in calls:
        call.start()
    for call in calls:
        call.join()


def test_hosts_at_one_address_take_turns_with_the_pause_between(site: LocalSite) -> None:
    times = noting_times(site, 0.05)
    fetcher = platform(site, delay_seconds=0.1)
    in_threads(*(threading.Thread(target=fetcher.get, args=(f"http://{host}.example/a",)) for host in ("one", "two")))
    assert len(times) == 4
    assert all(later[0] - earlier[1] >= 0.09 for earlier, later in itertools.pairwise(times))


def test_hosts_at_two_addresses_do_not_wait_for_each_other(site: LocalSite) -> None:
    noting_times(site)
    with LocalSite({"/a": page(b"x")}) as other:
        ways = {"one.example": site.address, "two.example": other.address}
        fetcher = platform(site, connect_to=ways, delay_seconds=0.4)
        started = time.monotonic()
        in_threads(
            *(threading.Thread(target=fetcher.get, args=(f"http://{host}.example/a",)) for host in ("one", "two"))
        )
    assert time.monotonic() - started < 1.2  # three pauses, if they did


def test_the_pause_of_a_shared_address_is_the_longest_that_its_hosts_ask_for(site: LocalSite) -> None:
    times = noting_times(site)
    fetcher = platform(site)
    fetcher.get("http://one.example/a", delay_seconds=0.3)
    times.clear()
    fetcher.get("http://two.example/a", delay_seconds=0.0)
    fetcher.get("http://two.example/b", delay_seconds=0.0)
    assert all(later[0] - earlier[1] >= 0.29 for earlier, later in itertools.pairwise(times))


def test_a_name_is_resolved_for_its_turn_once(monkeypatch: pytest.MonkeyPatch, site: LocalSite) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    noting_times(site)
    fetcher = platform(site, connect_to={}, allow_private_addresses=True)
    port = site.address.rpartition(":")[2]
    for path in ("/a", "/b", "/a"):
        assert fetcher.get(f"http://one.example:{port}{path}").loss is None
    assert len(asked) == 2  # once for the turn, once for the one connection


def test_a_name_that_cannot_be_resolved_has_a_turn_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    answer = Fetcher(FetchSettings(delay_seconds=0, retries=0)).get("http://one.example/a")
    assert "Name or service not known" in answer.detail


def test_many_threads_at_hosts_that_share_services_never_lock_each_other_out() -> None:
    clock = HostClock()
    taken: list[str] = []
    services = {"one": ("x", "y"), "two": ("y", "x"), "three": ("x",), "four": ("y",)}

    def work(host: str) -> None:
        for _ in range(50):
            with clock.turn(host, 0.0, 0.0, NEVER, services[host]):
                taken.append(host)

    in_threads(*(threading.Thread(target=work, args=(host,)) for host in [*services] * 2))
    assert len(taken) == 400


def test_the_pause_runs_from_the_end_of_a_request_and_is_a_tenth_longer_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(random, "uniform", lambda _, highest: highest)
    clock = HostClock()
    jitter = FetchSettings().jitter
    assert jitter == 0.1
    with clock.turn("one", 0.2, jitter, NEVER):
        time.sleep(0.1)
        ended = time.monotonic()
    with clock.turn("one", 0.0, jitter, NEVER):
        assert time.monotonic() - ended >= 0.22


def test_who_waits_for_a_turn_can_be_stopped() -> None:
    clock = HostClock()
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with (
        clock.turn("one", 0.0, 0.0, NEVER, ("service",)),
        pytest.raises(Stopped),
        clock.turn("two", 0.0, 0.0, stop, ("service",)),
    ):
        pass
    with clock.turn("two", 0.0, 0.0, NEVER, ("service",)):
        pass


ASKING = """
import sys
from pathlib import Path
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.politeness import HostClock
from crawlers.shared_pauses import SharedPauses

folder, host, address = sys.argv[1:]
settings = FetchSettings(delay_seconds=0.2, retries=0, connect_to={host: address})
fetcher = Fetcher(settings, HostClock(SharedPauses(Path(folder))))
for path in "ab":
    assert fetcher.get(f"http://{host}/{path}").loss is None
"""


def asking_process(folder: Path, host: str, address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ASKING, str(folder), host, address], cwd=PROJECT)


def test_workers_that_share_a_folder_ask_a_platform_one_at_a_time(site: LocalSite, tmp_path: Path) -> None:
    times = noting_times(site, 0.05)
    workers = [asking_process(tmp_path, f"{name}.example", site.address) for name in ("one", "two", "three")]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert len(times) == 9
    assert all(later[0] - earlier[1] >= 0.19 for earlier, later in itertools.pairwise(times))


def test_a_worker_that_is_killed_while_it_asks_leaves_the_host_to_the_others(site: LocalSite, tmp_path: Path) -> None:
    answering = threading.Event()

    def never(_: Handler) -> None:
        answering.set()
        time.sleep(30)

    site.routes["/robots.txt"] = never
    stuck = asking_process(tmp_path, "one.example", site.address)
    assert answering.wait(60)
    times = noting_times(site)
    stuck.kill()
    stuck.wait()
    assert asking_process(tmp_path, "one.example", site.address).wait(60) == 0
    assert len(times) == 3


def test_a_rest_that_a_host_asks_one_worker_for_holds_for_all(tmp_path: Path) -> None:
    one, other = (HostClock(SharedPauses(tmp_path)) for _ in range(2))
    one.postpone("one", 0.5)
    one.postpone("one", 0.1)
    asked = time.monotonic()
    with other.turn("one", 0.0, 0.0, NEVER):
        assert time.monotonic() - asked >= 0.45


def test_who_waits_for_another_process_can_be_stopped(tmp_path: Path) -> None:
    one, other = (HostClock(SharedPauses(tmp_path)) for _ in range(2))
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with one.turn("one", 0.0, 0.0, NEVER), pytest.raises(Stopped), other.turn("one", 0.0, 0.0, stop):
        pass
    with other.turn("one", 0.0, 0.0, NEVER):
        pass


def test_a_watcher_is_told_of_pauses_and_requests(site: LocalSite) -> None:
    site.routes["/a"] = in_turn(page(b"", 503), page(b"x"))
    fetcher = platform(site, delay_seconds=0.4, jitter=0.0, retries=1, backoff_seconds=0.5)
    told: list[tuple[Doing, float]] = []
    fetcher.get("http://one.example/a", doing=lambda *now: told.append(now))
    # robots.txt, the page, and the page again after a backoff longer than the pause
    assert [doing for doing, _ in told] == ["asking", "pausing", "asking", "pausing", "asking"]
    assert 0 < told[1][1] <= 0.4
    assert told[3][1] == 0.5


def test_a_watcher_is_told_that_another_thread_is_waited_for(site: LocalSite) -> None:
    noting_times(site, 0.5)
    fetcher = platform(site)
    other = threading.Thread(target=fetcher.get, args=("http://one.example/a",))
    other.start()
    while not site.asked:
        time.sleep(0.01)
    told: list[tuple[Doing, float]] = []
    fetcher.get("http://two.example/a", doing=lambda *now: told.append(now))
    other.join()
    assert told[0] == (Doing.PAUSING, 0.0)
    assert told[-1] == (Doing.ASKING, 0.0)


def test_a_rest_that_a_host_asks_for_holds_for_its_next_page_too(site: LocalSite) -> None:
    times = noting_times(site)
    site.routes["/a"] = page(b"", 503, Retry_After="1")
    fetcher = platform(site)
    answer = fetcher.get("http://one.example/a")
    ended = time.monotonic()
    assert (answer.retry_after_seconds, answer.closes_site) == (1.0, False)
    fetcher.get("http://one.example/b")
    assert times[-1][0] - ended >= 0.95
