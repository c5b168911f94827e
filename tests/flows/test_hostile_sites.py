"""A site that does its worst, through the whole line: every fault ends with its reason in the ledger.

The run goes on behind each of them: the last article is always read. It stays small, it ends in time, and
the archive is whole afterwards.
"""

import gzip
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawlers.certificates import Authority
from tests.crawlers.servers import Handler, LocalSite, Route, in_turn, page, raw, redirect
from tests.flows.small_county import HOST, Operator, article_page, list_page

GOOD = "/Content-99.html"
TITLE = "宋家镇:最后一条消息也读到了"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEMORY_MB = 400


def bomb(request: Handler) -> None:
    """Ten gigabytes of nothing, some ten megabytes packed."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    zeros = bytes(1 << 24)
    for _ in range(640):
        request.wfile.write(packer.compress(zeros))


def many_headers(request: Handler) -> None:
    request.wfile.write(OK + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n<p>x</p>")
    request.close_connection = True


FAULTS: dict[str, tuple[Route, str]] = {
    "a socket cut in the middle of the body": (raw(OK + b"Content-Length: 9000\r\n\r\n<p>cut"), "unreachable"),
    "one byte a second": (raw(OK + b"\r\n", b"x", pause=1.0, repeat=True), "timeout"),
    "a body without end": (raw(OK + b"\r\n", bytes(1 << 16), repeat=True), "too_large"),
    "a gzip bomb of ten gigabytes": (bomb, "too_large"),
    "ten thousand headers": (many_headers, "unreachable"),
    "a redirect in a circle": (redirect("/Content-1.html"), "redirect"),
    "a redirect to a private address": (redirect("http://169.254.169.254/latest/meta-data/"), "redirect"),
    "a Content-Length that is too long": (page(article_page("甲"), Content_Length="999999"), "timeout"),
    "junk in place of HTTP": (raw(b"\x00\xff\x00junk\r\n\r\n", linger=0.1), "unreachable"),
    "a storm of 503": (page(b"", 503), "server_error"),
    "an answer without content": (page(b"   "), "empty"),
    "a wall of script": (page(b"<script>document.cookie='a=1';location.reload()</script>"), "challenge"),
    "a page that refreshes itself": (
        page(b"<html><head><meta http-equiv='refresh' content='1'></head><body></body></html>"),
        "challenge",
    ),
    "a page to log in": (
        page("<h1>用户登录</h1><form><input name=u><input type=password name=p></form>".encode()),
        "login",
    ),
    "a page that says it is not there": (
        page("<title>提示信息</title><p>您访问的页面不存在或已被删除！</p>".encode()),
        "soft_404",
    ),
    "gzip that is none": (page(b"\x1f\x8b\x08 not so", Content_Encoding="gzip"), "unreadable"),
    "a packed page of zeros": (page(gzip.compress(bytes(3_000)), Content_Encoding="gzip"), "not_html"),
}


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    operator = Operator(tmp_path)
    operator.environment |= {"COUNTY_NEWS_TOTAL_SECONDS": "3", "COUNTY_NEWS_MAX_BYTES": "1000000"}
    return operator


def county_with(route: Route) -> LocalSite:
    """A column with one faulty article and a good one behind it."""
    links = {"/Content-1.html": "宋家镇:一条消息的标题", GOOD: TITLE}
    return LocalSite(
        {"/Node-7.html": page(list_page(links)), "/Content-1.html": route, GOOD: page(article_page(TITLE))}
    )


def reasons(operator: Operator) -> dict[object, object]:
    return dict(operator.asks("select url, coalesce(reason, state) from raw.link"))


# The kernel's own count of this one process: what a child is said to have used begins with what its parent had.
MEASURED = """
import sys
from pathlib import Path
from flows.cli import main
try:
    main()
finally:
    peak = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM"))
    sys.stderr.write(peak + "\\n")
"""


def measured_run(operator: Operator) -> subprocess.CompletedProcess[str]:
    """A run that says at its end how much memory it had at most."""
    command = [sys.executable, "-c", MEASURED, "run", "baihe"]
    project = Path(__file__).parents[2]
    return subprocess.run(command, env=operator.environment, cwd=project, capture_output=True, text=True, check=False)


def peak_megabytes(done: subprocess.CompletedProcess[str]) -> float:
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", done.stderr, re.MULTILINE)
    return int(kilobytes) / 1024


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_page_has_its_reason_and_the_run_goes_on(operator: Operator, fault: str) -> None:
    route, reason = FAULTS[fault]
    with county_with(route) as site:
        done = measured_run(operator.at(site))
    assert "Traceback" not in done.stderr, done.stderr
    found = reasons(operator)
    assert found[f"http://{HOST}/Content-1.html"] == reason
    assert found[f"http://{HOST}{GOOD}"] == "loaded", "what comes behind the fault is read"
    assert operator.types("archive", "verify").returncode == 0
    assert peak_megabytes(done) < MEMORY_MB


def test_what_a_site_writes_into_titles_and_addresses_stays_text(operator: Operator) -> None:
    address = "/Content-1.html?x=&#27;[31m"
    title = "宋家镇[/b]:第&#27;[2J次&#8238;入户走访[red]解民忧"
    routes = {"/Node-7.html": page(list_page({address: title})), "/Content-1.html?x=%1B%5B31m": page(b"", 404)}
    with LocalSite(routes) as site:
        done = operator.at(site).types("run", "baihe")
        asked = list(site.asked)
        operator.types("run", "baihe")
    shown = operator.types("query", "select listed_title, url, detail from raw.link order by role")
    assert shown.returncode == 0, shown.stderr
    assert "[/b]" in shown.stdout
    assert "[red]" in shown.stdout
    assert not set(shown.stdout + done.stdout + done.stderr) & set("\x1b\x9b\u202e")
    assert asked == ["/robots.txt", *routes]
    assert site.asked == [*asked, "/Node-7.html"], "the answer is found again under the address that was listed"
    assert [state for (state,) in operator.asks("select state from raw.link where role = 'article'")] == ["lost"]


def test_a_day_of_rest_is_kept_by_the_next_run_too(operator: Operator) -> None:
    with county_with(page(b"", 503, Retry_After="86400")) as site:
        first = operator.at(site).types("run", "baihe")
        assert first.returncode == 3
        assert GOOD not in site.asked
        site.asked.clear()
        second = operator.types("run", "baihe")
    assert site.asked == []
    assert "it is left alone until" in second.stdout
    assert reasons(operator)[f"http://{HOST}{GOOD}"] == "seen", "nothing is lost: it waits"


def test_a_day_of_rest_that_a_robots_txt_asks_for_is_kept_by_the_next_run_too(operator: Operator) -> None:
    with county_with(page(article_page("甲"))) as site:
        site.routes["/robots.txt"] = page(b"", 503, Retry_After="86400")
        operator.at(site).types("run", "baihe")
        asked = list(site.asked)
        second = operator.types("run", "baihe")
    assert site.asked == asked == ["/robots.txt"]
    assert "it is left alone until" in second.stdout


@pytest.mark.parametrize("declared", [True, False])
def test_a_robots_txt_of_fifty_megabytes_is_read_as_far_as_it_must_be(operator: Operator, declared: bool) -> None:
    rules = b"User-agent: *\nDisallow: /Content-1.html\n" + b"# junk\n" * 7_500_000
    body = page(rules) if declared else raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", rules)
    with county_with(page(article_page("甲"))) as site:
        site.routes["/robots.txt"] = body
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 0, done.stderr
    assert "/Content-1.html" not in site.asked
    assert reasons(operator)[f"http://{HOST}/Content-1.html"] == "robots"
    assert reasons(operator)[f"http://{HOST}{GOOD}"] == "loaded"


def test_a_list_page_of_a_hundred_thousand_links_is_no_list(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_MAX_BYTES"] = "20000000"
    many = list_page({f"/Content-{number}.html": f"宋家镇:第{number}条" for number in range(100_000)})
    with LocalSite({"/Node-7.html": page(many)}) as site:
        done = operator.at(site).types("run", "baihe")
    assert "Traceback" not in done.stderr
    assert reasons(operator) == {f"http://{HOST}/Node-7.html": "too_large"}


def test_a_pager_that_never_ends_is_left_at_the_cap(operator: Operator) -> None:
    def endless(request: Handler) -> None:
        number = int(request.path.removeprefix("/Node-7").removeprefix("_").removesuffix(".html") or 1)
        following = f'<a href="/Node-7_{number + 1}.html">下一页</a></body>'.encode()
        rows = list_page({f"/Content-{number}{row}.html": f"宋家镇:第{number}页第{row}条消息" for row in "123"})
        page(rows.replace(b"</body>", following))(request)

    county = operator.counties / "baihe.toml"
    county.write_text(county.read_text("utf-8") + "pages = 30\n", "utf-8")
    operator.environment["COUNTY_NEWS_REQUESTS_MAX"] = "31"
    with LocalSite() as site:
        site.routes = _Every(endless)  # type: ignore[assignment]
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 3
    assert "31 requests were made" in done.stdout
    assert reasons(operator)[f"http://{HOST}/Node-7_31.html"] == "page_cap"
    assert operator.asks("select count(*) from raw.link where state = 'seen'") == [(89,)]


class _Every(dict[str, Route]):
    """The same answer for every list page."""

    def __init__(self, route: Route) -> None:
        super().__init__()
        self.route = route

    def get(self, path: str, other: Route) -> Route:  # type: ignore[override]
        return self.route if path.startswith("/Node") else other


def test_a_site_whose_certificate_nobody_vouches_for_is_not_read(operator: Operator, tmp_path: Path) -> None:
    county = operator.counties / "baihe.toml"
    county.write_text(county.read_text("utf-8").replace("http://", "https://"), "utf-8")
    context = Authority(tmp_path).server(HOST)
    with county_with(page(article_page("甲"))) as site:
        site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 3
    assert "no encrypted connection that can be trusted" in done.stdout
    assert set(reasons(operator).values()) == {"unreachable"}


def test_a_wall_in_front_of_everything_ends_the_site_and_the_next_run_waits(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息" for number in range(9)}
    wall = page(b"<script>document.cookie='a=1';location.reload()</script>", 412)
    with LocalSite({"/Node-7.html": page(list_page(links)), **dict.fromkeys(links, wall)}) as site:
        assert operator.at(site).types("run", "baihe").returncode == 3
        assert len([path for path in site.asked if path in links]) == 3
        site.asked.clear()
        assert operator.types("run", "baihe").returncode == 3
        assert site.asked == []


def test_a_passing_storm_is_waited_out(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_RETRIES"] = "1"
    good: Callable[[Handler], None] = page(article_page("宋家镇:风雨过后"))
    with county_with(in_turn(page(b"", 503, Retry_After="1"), good)) as site:
        assert operator.at(site).types("run", "baihe").returncode == 0
    assert reasons(operator)[f"http://{HOST}/Content-1.html"] == "loaded"
