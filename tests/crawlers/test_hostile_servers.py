"""Servers that mean harm, or are broken: each costs bounded time and memory and ends in a reason word and a sentence."""

import gzip
import itertools
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest
import requests.adapters

from crawlers import address
from crawlers.exchange import FetchSettings
from crawlers.fetch import Answer, Fetcher
from extractors.outcome import Loss
from tests.crawlers.certificates import Authority
from tests.crawlers.servers import LocalSite, Route, endless, in_turn, page, raw, redirect, socket_server

HOST = "http://news.example"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CLOSING = HEAD + b"Connection: close\r\n"
MEGABYTE = 1_000_000


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as local:
        yield local


def fetcher_for(server: str, **settings: object) -> Fetcher:
    quick = {
        "delay_seconds": 0.0,
        "connect_seconds": 1.0,
        "read_seconds": 0.5,
        "total_seconds": 1.0,
        "max_bytes": MEGABYTE,
        "retries": 0,
        "backoff_seconds": 0.01,
        "connect_to": {"news.example": server, "www.news.example": server},
    }
    return Fetcher(FetchSettings(**{**quick, **settings}))  # type: ignore[arg-type]


def fetch(site: LocalSite, route: Route, **settings: object) -> Answer:
    site.routes["/a"] = route
    fetcher = fetcher_for(site.address, **settings)
    started = time.monotonic()
    answer = fetcher.get(f"{HOST}/a")
    assert time.monotonic() - started < 8
    fetcher.close()
    return answer


def assert_lost(answer: Answer, loss: Loss) -> None:
    assert answer.loss == loss, answer.detail
    assert answer.detail.endswith(".")
    assert answer.detail.isprintable()
    assert "Traceback" not in answer.detail


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 O",
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        HEAD + b"Content-Length: 50\r\n\r\n<html>",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<html>",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nno number\r\n",
    ],
)
def test_a_connection_cut_within_head_or_body_is_unreachable(site: LocalSite, head: bytes) -> None:
    assert_lost(fetch(site, raw(head)), Loss.UNREACHABLE)


def test_a_connection_reset_at_once_is_unreachable() -> None:
    def hang_up(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    with socket_server(hang_up) as server:
        assert_lost(fetcher_for(server).get(f"{HOST}/a"), Loss.UNREACHABLE)


@pytest.mark.parametrize("head", [b"", HEAD, HEAD + b"Content-Length: 5000\r\n\r\n", CLOSING + b"\r\n"])
def test_one_byte_at_a_time_is_a_timeout(site: LocalSite, head: bytes) -> None:
    assert_lost(fetch(site, raw(head, *[b"x"] * 100, pause=0.05)), Loss.TIMEOUT)


@pytest.mark.parametrize("framing", [CLOSING + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"])
def test_an_endless_body_is_too_large(site: LocalSite, framing: bytes) -> None:
    piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n" if b"chunked" in framing else b"x" * 0x4000
    answer = fetch(site, raw(framing, *[piece] * 500), total_seconds=10.0)
    assert_lost(answer, Loss.TOO_LARGE)
    assert answer.page is not None
    assert 0 < len(answer.page.body) <= 1 << 19


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (CHUNKED, b"1;" + b"x" * 10_000 + b"\r\nx\r\n"),  # remarks beside each byte
        (CHUNKED + b"1\r\nx\r\n0\r\n", b"X-More: x\r\n" * 1000),  # headers behind the body
        (CHUNKED + b"-1\r\n", b"x" * 100_000),
        (CHUNKED, b"x" * 100_000),
    ],
)
def test_chunks_that_are_made_to_have_no_end_are_given_up(site: LocalSite, head: bytes, piece: bytes) -> None:
    tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        answer = fetch(site, endless(head, partial(itertools.repeat, piece)), total_seconds=10.0)
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert_lost(answer, Loss.UNREACHABLE)
    assert peak < 10 * MEGABYTE


def empty_blocks() -> Iterator[bytes]:
    yield zlib.compressobj(9, wbits=31).flush(zlib.Z_FULL_FLUSH)
    while True:
        yield b"\x00\x00\x00\xff\xff" * 4000  # stored blocks of no bytes


def empty_members() -> Iterator[bytes]:
    while True:
        yield gzip.compress(b"") * 100


@pytest.mark.parametrize("pieces", [empty_blocks, empty_members])
def test_endless_bytes_that_unpack_to_nothing_are_given_up(site: LocalSite, pieces: object) -> None:
    route = endless(CLOSING + b"Content-Encoding: gzip\r\n\r\n", pieces)  # type: ignore[arg-type]
    answer = fetch(site, route, total_seconds=10.0)
    assert answer.loss in (Loss.TOO_LARGE, Loss.UNREADABLE)
    assert_lost(answer, answer.loss)


def bomb(wbits: int) -> Iterator[bytes]:
    """Ten gigabytes of spaces, packed while they are sent."""
    compressor = zlib.compressobj(1, wbits=wbits)
    block = b" " * 10_000_000
    for _ in range(1000):
        yield compressor.compress(block)
    yield compressor.flush()


@pytest.mark.parametrize(("encoding", "wbits"), [(b"gzip", 31), (b"deflate", 15), (b"deflate", -15)])
def test_a_bomb_of_ten_gigabytes_is_too_large_and_takes_no_memory(site: LocalSite, encoding: bytes, wbits: int) -> None:
    route = endless(CLOSING + b"Content-Encoding: " + encoding + b"\r\n\r\n", partial(bomb, wbits))
    tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        answer = fetch(site, route, total_seconds=10.0)
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert_lost(answer, Loss.TOO_LARGE)
    assert peak < 25 * MEGABYTE  # ten of them are the server's block


@pytest.mark.parametrize(
    "headers",
    [
        b"".join(b"X-%d: a\r\n" % number for number in range(10_000)),
        b"X-Long: " + b"a" * 10_000_000 + b"\r\n",
        b"X-Long: " + b"a" * 60_000 + b"\r\n" + b"".join(b" %d\r\n" % number for number in range(10_000)),
    ],
)
def test_headers_without_measure_are_unreachable(site: LocalSite, headers: bytes) -> None:
    assert_lost(fetch(site, raw(HEAD, headers, b"Content-Length: 1\r\n\r\nx"), total_seconds=10.0), Loss.UNREACHABLE)


def test_a_robots_txt_that_asks_for_a_day_of_rest_says_so(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"", 503, Retry_After="86400")
    answer = fetch(site, page(b"fine"))
    assert_lost(answer, Loss.ROBOTS)
    assert answer.retry_after_seconds == 86_400
    assert site.asked == ["/robots.txt"]


def test_endless_interim_answers_are_a_timeout(site: LocalSite) -> None:
    assert_lost(fetch(site, raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 20, repeat=True, pause=0.01)), Loss.TIMEOUT)


def test_a_redirect_to_itself_and_a_chain_of_hundreds_are_left(site: LocalSite) -> None:
    assert_lost(fetch(site, redirect("/a")), Loss.REDIRECT)
    assert site.pages_asked == ["/a"]
    for number in range(300):
        site.routes[f"/{number}"] = redirect(f"/{number + 1}")
    site.asked.clear()
    assert_lost(fetch(site, redirect("/0")), Loss.REDIRECT)
    assert len(site.pages_asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost/",
        "file:///etc/passwd",
        "ftp://news.example/a",
        "//127.0.0.1/a",
        "http://news.example@127.0.0.1/",
        "http://news.example:22/",
        "javascript:alert(1)",
        "gopher://news.example/",
    ],
)
def test_a_redirect_to_what_is_not_of_the_site_is_not_asked(site: LocalSite, target: str) -> None:
    answer = fetch(site, redirect(target))
    assert_lost(answer, Loss.REDIRECT)
    assert site.pages_asked == ["/a"]


def test_a_name_that_turns_to_a_private_address_on_the_way_is_refused(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_turned = threading.Event()
    is_public = address.is_public

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        ip = "10.0.0.1" if has_turned.is_set() else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def turn(request: object) -> None:
        has_turned.set()
        page(b"", 302, Location="/b", Connection="close")(request)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(address, "is_public", lambda text: text == "127.0.0.1" or is_public(text))
    site.routes["/a"] = turn
    port = site.address.rpartition(":")[2]
    answer = fetcher_for(site.address, connect_to={}).get(f"http://news.example:{port}/a")
    assert_lost(answer, Loss.ADDRESS)
    assert "10.0.0.1" in answer.detail
    assert answer.closes_site


@pytest.mark.parametrize(
    "length", [b"9", b"3", b"many", b"-6", b"6.0", b"0x6", b"6, 9", b"6\r\nContent-Length: 9", b"9" * 30, b"+6", b""]
)
@pytest.mark.parametrize("connection", [b"close", b"keep-alive"])
def test_a_length_that_is_not_the_bodys_is_never_a_page_cut_short(
    site: LocalSite, length: bytes, connection: bytes
) -> None:
    head = HEAD + b"Connection: " + connection + b"\r\nContent-Length: " + length + b"\r\n\r\n"
    answer = fetch(site, raw(head + b"<html>"))
    assert_lost(answer, Loss.UNREACHABLE)
    assert answer.page is None


def test_a_body_that_was_cut_short_is_asked_for_again(site: LocalSite) -> None:
    cut = raw(HEAD + b"Content-Length: 9\r\n\r\n<html>")
    answer = fetch(site, in_turn(cut, page(b"<html>all")), retries=1)
    assert answer.page is not None
    assert answer.page.body == b"<html>all"


@pytest.mark.parametrize("more", [b"6, 6", b"6\r\nContent-Length: 6"])
def test_a_length_that_is_told_twice_is_a_length(site: LocalSite, more: bytes) -> None:
    answer = fetch(site, raw(HEAD + b"Content-Length: " + more + b"\r\n\r\n<html>"))
    assert answer.page is not None
    assert answer.page.body == b"<html>"


def test_an_empty_line_behind_the_body_is_passed_over(site: LocalSite) -> None:
    answer = fetch(site, raw(HEAD + b"Content-Length: 6\r\n\r\n<html>\r\n"))
    assert answer.loss is None


def test_a_compressed_body_that_ends_too_early_is_unreadable(site: LocalSite) -> None:
    packed = gzip.compress(b"<p>text</p>" * 100)[:-9]
    assert_lost(fetch(site, page(packed, Content_Encoding="gzip")), Loss.UNREADABLE)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<p>one</p>") + gzip.compress(b"<p>two</p>")),
        ("x-gzip", gzip.compress(b"<p>one</p><p>two</p>") + bytes(10)),
        ("deflate", zlib.compress(b"<p>one</p><p>two</p>")),
        ("deflate", zlib.compress(b"<p>one</p><p>two</p>", wbits=-15)),
        ("utf-8", b"<p>one</p><p>two</p>"),
    ],
)
def test_compressed_bodies_of_all_kinds_are_read(site: LocalSite, encoding: str, packed: bytes) -> None:
    answer = fetch(site, page(packed, Content_Encoding=encoding))
    assert answer.page is not None
    assert answer.page.body == b"<p>one</p><p>two</p>"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_a_compression_that_was_not_asked_for_is_asked_for_plain(site: LocalSite, encoding: str) -> None:
    answer = fetch(site, in_turn(page(b"???", Content_Encoding=encoding), page(b"plain")), retries=1)
    assert answer.page is not None
    assert answer.page.body == b"plain"


@pytest.mark.parametrize(
    "junk",
    [b"<html>an answer of 1991</html>", b"\r\n\r\n", b"HTTP/9.9 ok\r\n\r\n", b"HTTP/1.1 99999 no\r\n\r\n", bytes(500)],
)
def test_what_is_not_http_is_unreachable(site: LocalSite, junk: bytes) -> None:
    assert_lost(fetch(site, raw(junk)), Loss.UNREACHABLE)


def test_header_values_cannot_smuggle_lines(site: LocalSite) -> None:
    head = HEAD + b'ETag: "a\rX-Other: 1\x00\x1b[31m"\r\nX-Folded: one\r\n two\r\nContent-Length: 1\r\n\r\n'
    answer = fetch(site, raw(head + b"x", linger=0.1))
    assert answer.page is None or all(value.isprintable() for value in answer.page.headers.values())
    if answer.page is not None:
        fetcher = fetcher_for(site.address)
        site.routes["/a"] = page(b"fine")
        assert fetcher.get(f"{HOST}/a", validators=answer.validators).loss is None


def test_a_broken_header_writes_no_traceback(site: LocalSite, capfd: pytest.CaptureFixture[str]) -> None:
    fetch(site, raw(HEAD + b"no header at all\r\nContent-Length: 1\r\n\r\nx"))
    assert "Traceback" not in capfd.readouterr().err


def speak(connection: socket.socket) -> None:
    connection.recv(10_000)
    connection.sendall(HEAD + b"Content-Length: 4\r\nConnection: close\r\n\r\nfine")


@pytest.mark.parametrize(
    ("host", "days_left", "is_self_signed", "loss"),
    [
        ("news.example", 30, False, None),
        ("news.example", 30, True, Loss.UNREACHABLE),
        ("news.example", -1, False, Loss.UNREACHABLE),
        ("other.example", 30, False, Loss.UNREACHABLE),
    ],
)
@pytest.mark.parametrize("legacy_tls_hosts", [(), ("news.example",)])
def test_tls_is_checked_whatever_the_settings_say(
    host: str,
    days_left: int,
    is_self_signed: bool,
    loss: Loss | None,
    legacy_tls_hosts: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(authority.file))
    context = authority.server(host, days_left=days_left, is_self_signed=is_self_signed)
    with socket_server(speak, context) as server:
        fetcher = fetcher_for(server, legacy_tls_hosts=legacy_tls_hosts)
        answer = fetcher.get("https://news.example/a")
        fetcher.close()
    if loss is None:
        assert answer.loss is None, answer.detail
    else:
        assert_lost(answer, loss)
        assert "certificate" in answer.detail.lower()


def test_a_tls_handshake_that_never_ends_is_a_timeout() -> None:
    with socket_server(lambda connection: time.sleep(1.5)) as server:
        answer = fetcher_for(server).get("https://news.example/a")
    assert_lost(answer, Loss.TIMEOUT)


def test_a_storm_of_server_errors_ends_with_the_last_try(site: LocalSite) -> None:
    assert_lost(fetch(site, page(b"", 500), retries=3), Loss.SERVER_ERROR)
    assert site.pages_asked == ["/a"] * 4


@pytest.mark.parametrize(
    "value", ["86400", format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True), "9" * 400]
)
@pytest.mark.parametrize(("status", "loss"), [(429, Loss.REFUSED), (503, Loss.SERVER_ERROR)])
def test_a_host_that_wants_a_day_of_rest_is_not_asked_again(
    site: LocalSite, value: str, status: int, loss: Loss
) -> None:
    site.routes["/a"] = page(b"", status, Retry_After=value)
    fetcher = fetcher_for(site.address, retries=2)
    first = fetcher.get(f"{HOST}/a")
    second = fetcher.get(f"{HOST}/b")
    assert site.pages_asked == ["/a"]
    for answer in (first, second):
        assert_lost(answer, loss)
        assert answer.closes_site
        assert answer.retry_after_seconds > 86_000


@pytest.mark.parametrize("value", ["Fri, 99999999999999999 Jan 2099 00:00:00", "-5", "1e9", "\xb2", "Mon, 1 Jan 1990"])
def test_a_retry_after_of_nonsense_or_of_the_past_asks_nothing(site: LocalSite, value: str) -> None:
    answer = fetch(site, page(b"", 503, Retry_After=value))
    assert_lost(answer, Loss.SERVER_ERROR)
    assert answer.retry_after_seconds == 0


@pytest.mark.parametrize("is_declared", [True, False])
def test_of_a_robots_txt_of_50_megabytes_the_beginning_holds(site: LocalSite, is_declared: bool) -> None:
    framing = b"Content-Length: 50000000" if is_declared else b"Connection: close"
    rules = b"User-agent: *\nDisallow: /secret/\n"
    rows = b"".join(b"Disallow: /folder-%d/\n" % number for number in range(50_000))
    site.routes["/robots.txt"] = raw(HEAD + framing + b"\r\n\r\n" + rules, *[rows] * 40)
    site.routes["/a"] = page(b"fine")
    fetcher = fetcher_for(site.address, total_seconds=10.0)
    started = time.monotonic()
    assert_lost(fetcher.get(f"{HOST}/secret/a"), Loss.ROBOTS)
    assert fetcher.get(f"{HOST}/folder-123/a").loss == Loss.ROBOTS
    assert fetcher.get(f"{HOST}/a").loss is None
    assert time.monotonic() - started < 8
