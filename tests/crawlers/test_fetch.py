"""Whatever a server does, the fetcher comes back in time with one reason word and one sentence."""

import gzip
import itertools
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawlers.exchange import FetchSettings, user_agent
from crawlers.fetch import Answer, Fetcher
from crawlers.link import Validators
from crawlers.politeness import Stopped
from extractors.outcome import Loss
from tests.crawlers.servers import LocalSite, in_turn, page, raw, redirect

HOST = "http://news.example"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as local:
        yield local


def fetch(site: LocalSite, path: str = "/a", **settings: object) -> Answer:
    fetcher = fetcher_for(site, **settings)
    try:
        return fetcher.get(HOST + path)
    finally:
        fetcher.close()


def fetcher_for(site: LocalSite, **settings: object) -> Fetcher:
    quick = {
        "delay_seconds": 0.0,
        "connect_seconds": 1.0,
        "read_seconds": 0.5,
        "total_seconds": 1.0,
        "max_bytes": 100_000,
        "retries": 0,
        "backoff_seconds": 0.01,
        "connect_to": {"news.example": site.address, "www.news.example": site.address},
    }
    return Fetcher(FetchSettings(**{**quick, **settings}))  # type: ignore[arg-type]


def assert_lost(answer: Answer, loss: Loss) -> None:
    assert answer.loss == loss
    assert answer.detail.endswith(".")
    assert "\n" not in answer.detail
    assert "Traceback" not in answer.detail


def test_a_page_arrives_decoded_with_its_headers_time_and_address(site: LocalSite) -> None:
    body = "<p>宋家镇</p>".encode("gb18030")
    site.routes["/a"] = page(gzip.compress(body), Content_Encoding="gzip", X_Powered_By="ASP")
    answer = fetch(site)
    assert answer.loss is None
    assert answer.detail == ""
    assert answer.page is not None
    assert answer.page.body == body
    assert answer.page.headers["x-powered-by"] == "ASP"
    assert answer.page.fetched_at is not None
    assert abs(answer.page.fetched_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert answer.ip_address == "127.0.0.1"


def test_the_crawler_says_who_it_is(site: LocalSite) -> None:
    seen: list[str] = []

    def remember(request: object) -> None:
        seen.append(request.headers["User-Agent"])  # type: ignore[attr-defined]
        page(b"x")(request)  # type: ignore[arg-type]

    site.routes["/a"] = remember
    fetch(site, user_agent=user_agent("mail@news.example"))
    assert seen == ["county-news/0.1 (reads public county news; contact: mail@news.example)"]


def test_a_cookie_that_a_site_sets_is_sent_back_to_it_alone(site: LocalSite) -> None:
    seen: list[str | None] = []

    def remember(request: object) -> None:
        seen.append(request.headers["Cookie"])  # type: ignore[attr-defined]
        page(b"x", Set_Cookie="visit=1; path=/")(request)  # type: ignore[arg-type]

    site.routes["/a"] = remember
    fetcher = fetcher_for(site, connect_to={"news.example": site.address, "other.example": site.address})
    for host in ("news", "news", "other"):
        fetcher.get(f"http://{host}.example/a")
    assert seen == [None, "visit=1", None]


@pytest.mark.parametrize(
    ("status", "loss"),
    [
        (401, Loss.REFUSED),
        (403, Loss.REFUSED),
        (404, Loss.NOT_FOUND),
        (410, Loss.NOT_FOUND),
        (412, Loss.CHALLENGE),
        (418, Loss.REFUSED),
        (429, Loss.REFUSED),
        (500, Loss.SERVER_ERROR),
        (521, Loss.CHALLENGE),
        (599, Loss.SERVER_ERROR),
    ],
)
def test_every_bad_status_has_its_reason_word_and_its_page(site: LocalSite, status: int, loss: Loss) -> None:
    site.routes["/a"] = page(b"no", status)
    answer = fetch(site)
    assert_lost(answer, loss)
    assert str(status) in answer.detail
    assert answer.page is not None
    assert (answer.page.status, answer.page.body) == (status, b"no")


def test_a_body_that_comes_too_slowly_is_a_timeout(site: LocalSite) -> None:
    site.routes["/a"] = raw(HEAD + b"Content-Length: 9999\r\n\r\n", *[b"x"] * 100, pause=0.1)
    started = time.monotonic()
    assert_lost(fetch(site), Loss.TIMEOUT)
    assert time.monotonic() - started < 3


def test_headers_that_come_too_slowly_are_a_timeout(site: LocalSite) -> None:
    site.routes["/a"] = raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100, pause=0.1)
    assert_lost(fetch(site), Loss.TIMEOUT)


def test_a_slow_body_without_a_length_is_not_taken_for_whole(site: LocalSite) -> None:
    site.routes["/a"] = raw(HEAD + b"Connection: close\r\n\r\n", *[b"x"] * 100, pause=0.1)
    assert_lost(fetch(site), Loss.TIMEOUT)


def test_silence_is_a_timeout(site: LocalSite) -> None:
    site.routes["/a"] = raw(HEAD, linger=2.0)
    assert_lost(fetch(site, read_seconds=0.2), Loss.TIMEOUT)


def test_an_endless_body_is_too_large_and_its_beginning_is_kept(site: LocalSite) -> None:
    site.routes["/a"] = raw(HEAD + b"\r\n", *[b"x" * 10_000] * 50, repeat=True)
    answer = fetch(site, total_seconds=10.0)
    assert_lost(answer, Loss.TOO_LARGE)
    assert answer.truncated == "length"
    assert answer.page is not None
    assert 0 < len(answer.page.body) <= 100_000


def test_a_page_of_50_megabytes_is_not_even_read(site: LocalSite) -> None:
    site.routes["/a"] = page(b"", Content_Length="50000000")
    answer = fetch(site)
    assert_lost(answer, Loss.TOO_LARGE)
    assert answer.truncated == "length"


def test_a_gzip_bomb_is_too_large(site: LocalSite) -> None:
    compressor = zlib.compressobj(9, wbits=31)
    bomb = b"".join(compressor.compress(b"0" * 1_000_000) for _ in range(100)) + compressor.flush()
    assert len(bomb) < 100_000
    site.routes["/a"] = page(bomb, Content_Encoding="gzip")
    assert_lost(fetch(site, total_seconds=10.0), Loss.TOO_LARGE)


def test_a_connection_cut_in_the_middle_is_unreachable(site: LocalSite) -> None:
    site.routes["/a"] = raw(HEAD + b"Content-Length: 100\r\n\r\nonly this")
    answer = fetch(site)
    assert_lost(answer, Loss.UNREACHABLE)
    assert answer.page is None


def test_an_answer_that_is_not_http_is_unreachable(site: LocalSite) -> None:
    site.routes["/a"] = raw(b"\x00\x01\x02 not http at all\r\n\r\n")
    assert_lost(fetch(site), Loss.UNREACHABLE)


def test_a_body_wrongly_said_to_be_compressed_is_asked_for_plain(site: LocalSite) -> None:
    site.routes["/a"] = in_turn(page(b"<p>plain</p>", Content_Encoding="gzip"), page(b"<p>plain</p>"))
    answer = fetch(site, retries=1)
    assert answer.page is not None
    assert answer.page.body == b"<p>plain</p>"
    site.routes["/b"] = page(b"<p>plain</p>", Content_Encoding="gzip")
    assert_lost(fetch(site, "/b", retries=1), Loss.UNREADABLE)


def test_a_host_that_takes_no_connection_closes_the_site() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        settings = FetchSettings(retries=0, connect_to={"news.example": f"127.0.0.1:{port}"})
        answer = Fetcher(settings).get(f"{HOST}/a")
    assert_lost(answer, Loss.UNREACHABLE)
    assert answer.closes_site


@pytest.mark.parametrize("url", ["ftp://news.example/a", "news.example/a", "http://", "http://[::1/a", "mailto:a@b"])
def test_what_is_no_web_address_is_said_so(site: LocalSite, url: str) -> None:
    answer = fetcher_for(site).get(url)
    assert_lost(answer, Loss.UNREACHABLE)
    assert url in answer.detail


@pytest.mark.parametrize("first", [page(b"busy", 503), page(b"slow down", 429), raw(b"")])
def test_a_passing_fault_is_tried_again(site: LocalSite, first: object) -> None:
    site.routes["/a"] = in_turn(first, page(b"fine"))  # type: ignore[arg-type]
    answer = fetch(site, retries=1)
    assert answer.loss is None
    assert site.pages_asked == ["/a", "/a"]


def test_what_is_not_found_is_not_tried_again(site: LocalSite) -> None:
    fetch(site, retries=2)
    assert site.pages_asked == ["/a"]


def test_retry_after_is_waited_for(site: LocalSite) -> None:
    site.routes["/a"] = in_turn(page(b"", 503, Retry_After="1"), page(b"fine"))
    started = time.monotonic()
    assert fetch(site, retries=1).loss is None
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    "value", ["3600", format_datetime(datetime.now(UTC) + timedelta(hours=1)), "Fri, 01 Jan 2099 00:00:00"]
)
def test_a_retry_after_beyond_the_limit_is_obeyed_by_not_asking(site: LocalSite, value: str) -> None:
    site.routes["/a"] = page(b"", 503, Retry_After=value)
    assert_lost(fetch(site, retries=2), Loss.SERVER_ERROR)
    assert site.pages_asked == ["/a"]


def test_a_retry_after_that_makes_no_sense_is_passed_over(site: LocalSite) -> None:
    site.routes["/a"] = in_turn(page(b"", 503, Retry_After="soon"), page(b"fine"))
    assert fetch(site, retries=1).loss is None


def test_a_redirect_within_the_site_is_followed(site: LocalSite) -> None:
    site.routes["/a"] = redirect("http://www.news.example/b#top")
    site.routes["/b"] = redirect("/新闻/c".encode().decode("latin-1"), 301)
    site.routes["/%E6%96%B0%E9%97%BB/c"] = page(b"fine")
    answer = fetch(site)
    assert answer.loss is None
    assert answer.url == f"{HOST}/a"
    assert answer.page is not None
    assert answer.page.url == "http://www.news.example/%E6%96%B0%E9%97%BB/c"


@pytest.mark.parametrize(
    "target",
    [
        "http://other.example/b",
        "http://127.0.0.1/b",
        "http://169.254.169.254/latest",
        "http://[::1",
        "ftp://x/y",
    ],
)
def test_a_redirect_off_the_site_is_recorded_and_not_followed(site: LocalSite, target: str) -> None:
    site.routes["/a"] = redirect(target)
    answer = fetch(site)
    assert_lost(answer, Loss.REDIRECT)
    assert answer.redirect_to == target
    assert answer.page is not None
    assert answer.page.status == 302
    assert site.pages_asked == ["/a"]


@pytest.mark.parametrize("target", ["/login", "/user/login?back=/a", "/cas/login", "/passport/index.html"])
def test_a_redirect_to_a_log_in_page_of_the_site_is_login_and_not_followed(site: LocalSite, target: str) -> None:
    site.routes["/a"] = redirect(target)
    answer = fetch(site)
    assert_lost(answer, Loss.LOGIN)
    assert answer.redirect_to == HOST + target
    assert site.pages_asked == ["/a"]


def test_a_server_that_asks_for_a_password_is_login(site: LocalSite) -> None:
    site.routes["/a"] = page(b"no", 401, WWW_Authenticate='Basic realm="news"')
    assert_lost(fetch(site), Loss.LOGIN)


def test_redirects_in_a_circle_and_without_end_are_left(site: LocalSite) -> None:
    site.routes["/a"] = redirect("/b")
    site.routes["/b"] = redirect("/a")
    assert_lost(fetch(site), Loss.REDIRECT)
    for number in range(20):
        site.routes[f"/{number}"] = redirect(f"/{number + 1}")
    site.asked.clear()
    assert_lost(fetch(site, "/0"), Loss.REDIRECT)
    assert len(site.pages_asked) == 6


def test_a_page_that_has_not_changed_is_not_sent_again(site: LocalSite) -> None:
    def answer(request: object) -> None:
        is_known = request.headers["If-None-Match"] == '"v1"'  # type: ignore[attr-defined]
        (page(b"", 304) if is_known else page(b"list", ETag='"v1"'))(request)  # type: ignore[arg-type]

    site.routes["/a"] = answer
    fetcher = fetcher_for(site)
    first = fetcher.get(f"{HOST}/a")
    assert first.validators == Validators('"v1"', None)
    second = fetcher.get(f"{HOST}/a", validators=first.validators)
    assert second.is_not_modified
    assert second.loss is None
    assert second.page is not None
    assert (second.page.status, second.page.body) == (304, b"")


@pytest.mark.parametrize("hold_up", ["body", "pause", "backoff"])
def test_stop_ends_everything_at_once(site: LocalSite, hold_up: str) -> None:
    site.routes["/a"] = {
        "body": raw(HEAD + b"\r\n", *[b"x"] * 1000, pause=0.1),
        "pause": page(b"fine"),
        "backoff": page(b"busy", 503),
    }[hold_up]
    slow = {"total_seconds": 60.0, "read_seconds": 60.0, "retries": 1, "backoff_seconds": 60.0}
    fetcher = fetcher_for(site, **slow, delay_seconds=60.0 if hold_up == "pause" else 0.0)
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Stopped):
        fetcher.get(f"{HOST}/a", stop=stop)
    assert time.monotonic() - started < 2


def test_requests_to_one_host_are_apart_even_from_several_threads(site: LocalSite) -> None:
    times: list[float] = []

    def remember(request: object) -> None:
        times.append(time.monotonic())
        page(b"x")(request)  # type: ignore[arg-type]

    site.routes.update({"/a": remember, "/b": remember, "/robots.txt": remember})
    fetcher = fetcher_for(site, delay_seconds=0.15)
    threads = [threading.Thread(target=fetcher.get, args=(HOST + path,)) for path in ("/a", "/b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) >= 3
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(times))
