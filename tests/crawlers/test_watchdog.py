"""One thread cuts what takes too long or is to be stopped, and nothing else."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.transport import tls_context
from crawlers.watchdog import Watchdog
from extractors.outcome import Loss
from tests.crawlers.servers import LocalSite, page, raw

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        other.settimeout(2)
        yield one, other


def is_cut(connection: socket.socket) -> bool:
    connection.settimeout(0.01)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False


def test_a_connection_is_cut_at_its_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    one, other = pair
    with Watchdog().guard(0.1, threading.Event()) as guard:
        guard.watch(one)
        assert other.recv(1) == b""
    assert (guard.is_expired, guard.is_stopped) == (True, False)


def test_a_connection_is_cut_on_stop(pair: tuple[socket.socket, socket.socket]) -> None:
    one, other = pair
    stop = threading.Event()
    with Watchdog().guard(60, stop) as guard:
        guard.watch(one)
        stop.set()
        assert other.recv(1) == b""
    assert (guard.is_expired, guard.is_stopped) == (False, True)


def test_a_connection_that_is_made_after_the_deadline_is_cut_at_once(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with Watchdog().guard(0.0, threading.Event()) as guard:
        time.sleep(0.3)
        guard.watch(pair[0])
        assert is_cut(pair[1])


def test_a_connection_that_is_kept_is_not_cut_by_the_guard_of_an_earlier_exchange(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    watchdog = Watchdog()
    for _ in range(3):
        with watchdog.guard(0.05, threading.Event()) as guard:
            guard.watch(pair[0])
    with watchdog.guard(60, threading.Event()) as guard:
        guard.watch(pair[0])
        time.sleep(0.3)
        assert not is_cut(pair[1])


def test_all_exchanges_of_a_fetcher_have_one_thread_and_each_its_own_end() -> None:
    slow = raw(HEAD, *[b"x"] * 100, pause=0.05)
    fine = raw(HEAD, *[b"x"] * 8, pause=0.05)
    with LocalSite({"/fine": fine, "/slow": slow, "/quick": page(b"x")}) as local:
        hosts = [f"{name}.example" for name in ("one", "two", "three", "four")]
        with LocalSite({"/fine": fine}) as second, LocalSite({"/fine": fine}) as third, LocalSite() as fourth:
            fourth.routes["/slow"] = slow
            sites = dict(zip(hosts, [s.address for s in (local, second, third, fourth)], strict=True))
            fetcher = Fetcher(FetchSettings(delay_seconds=0, retries=0, total_seconds=1.5, connect_to=sites))
            losses: dict[str, Loss | None] = {}

            def work(host: str, path: str) -> None:
                losses[host] = fetcher.get(f"http://{host}{path}").loss
                fetcher.close()

            before = {thread.ident for thread in threading.enumerate() if thread.name == "watchdog"}
            paths = ["/fine", "/fine", "/fine", "/slow"]
            threads = [threading.Thread(target=work, args=pair) for pair in zip(hosts, paths, strict=True)]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            ours = [t for t in threading.enumerate() if t.name == "watchdog" and t.ident not in before]
            for thread in threads:
                thread.join()
    assert len(ours) == 1
    assert losses == dict(zip(hosts, [None, None, None, Loss.TIMEOUT], strict=True))


def test_the_thread_ends_by_itself_when_there_is_nothing_to_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.watchdog._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("crawlers.watchdog._IDLE_LOOKS", 3)
    watchdog = Watchdog()
    for _ in range(2):  # and begins again with the next
        with watchdog.guard(60, threading.Event()):
            thread = watchdog._thread
        assert thread is not None
        thread.join(timeout=2)
        assert not thread.is_alive()


@pytest.mark.parametrize("is_legacy", [True, False])
def test_only_named_hosts_may_encrypt_as_old_servers_do_and_all_are_verified(is_legacy: bool) -> None:
    context = tls_context(is_legacy=is_legacy)
    assert bool(context.options & 0x4) == is_legacy
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
