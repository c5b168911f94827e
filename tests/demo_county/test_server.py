"""The demo county's server answers as real servers do: by host, with validators, walls and ranges of records."""

import http.client
import re
import socket
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import pytest

from demo_county.server import DemoPortTaken, Server, serve
from demo_county.site import build
from demo_county.world import CITY_SITE, FARMING, MEDIA, MIRROR_HOST, PORTAL, SITES, TOURISM, Site

PROXY = "/module/web/jpage/dataproxy.jsp"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(port=0) as running:
        yield running


def ask(
    server: Server, host: str, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"Host": host, **named})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.key)
@pytest.mark.parametrize("port", ["", ":8610", ":1"])
def test_a_site_is_told_by_its_host_whatever_the_port(server: Server, site: Site, port: str) -> None:
    answer, content = ask(server, site.host.upper() + port, "/")
    assert answer.status == 200
    assert f"<title>{site.name}</title>" in content.decode(site.encoding)


def test_an_unknown_host_or_path_is_not_found(server: Server) -> None:
    assert ask(server, "elsewhere.localhost", "/")[0].status == 404
    assert ask(server, PORTAL.host, "/nothing.html")[0].status == 404


def test_what_is_served_is_what_was_built(server: Server) -> None:
    for (host, path), page in list(build(1).pages.items())[::17]:
        answer, content = ask(server, host, path)
        assert (answer.status, content) == (page.status, page.body)


def test_a_client_that_has_a_page_is_told_so(server: Server) -> None:
    answer, _ = ask(server, PORTAL.host, "/Node-6059.html")
    tag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    for headers in ({"If_None_Match": tag}, {"If_None_Match": f"W/{tag}"}, {"If_Modified_Since": modified}):
        again, content = ask(server, PORTAL.host, "/Node-6059.html", **headers)
        assert (again.status, content) == (304, b"")
    other, _ = ask(server, PORTAL.host, "/Node-6059.html", If_None_Match='"other"', If_Modified_Since=modified)
    assert other.status == 200


def test_the_second_edition_has_new_validators_for_what_it_changed_alone() -> None:
    changed = next(truth for truth in build(2).truth if "changed" in truth.traits)
    same = next(truth for truth in build(2).truth if truth.site == PORTAL)
    told = {}
    for edition in (1, 2):
        with serve(port=0, edition=edition) as running:
            for truth in (changed, same):
                answer, _ = ask(running, PORTAL.host, truth.path)
                told[edition, truth.path] = (answer.headers["ETag"], answer.headers["Last-Modified"])
    assert told[1, same.path] == told[2, same.path]
    assert all(old != new for old, new in zip(told[1, changed.path], told[2, changed.path], strict=True))
    before, after = (parsedate_to_datetime(told[edition, changed.path][1]) for edition in (1, 2))
    assert before < after


def test_head_has_the_headers_and_no_body(server: Server) -> None:
    whole, content = ask(server, MEDIA.host, "/yxrm/xz/index.shtml")
    answer, nothing = ask(server, MEDIA.host, "/yxrm/xz/index.shtml", method="HEAD")
    assert (answer.status, nothing) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(content)) == whole.headers["Content-Length"]


def records(content: bytes) -> list[str]:
    return re.findall(r'<record><!\[CDATA\[\s*<li><a href="([^"]+)"', content.decode())


def test_hanweb_gives_its_records_by_page_and_by_range_by_get_and_by_post(server: Server) -> None:
    column = "columnid=1711&unitid=6610&webid=9&appid=1&path=/"
    rows = len(build(1).rows[TOURISM, "县区文旅"])
    assert rows > 20
    by_page: list[str] = []
    following = "/col/col1711/index.html"
    while following:
        _, content = ask(server, TOURISM.host, quote(following, safe="/?&=%"))
        by_page += records(content)
        more = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', content.decode())
        following = more[1] if more else ""
    answer, by_get = ask(server, TOURISM.host, f"{PROXY}?startrecord=1&endrecord={rows}&perpage=10&{column}")
    _, by_post = ask(
        server, TOURISM.host, f"{PROXY}?startrecord=1&endrecord={rows}&perpage=10", method="POST", body=column
    )
    assert answer.headers["Content-Type"] == "text/xml"
    assert len(by_page) == rows == len(set(by_page))
    assert records(by_get) == records(by_post) == by_page
    assert records(ask(server, TOURISM.host, f"{PROXY}?startrecord=1&endrecord=15&columnid=4")[1]) == []


def test_robots_forbid_a_folder_that_a_list_leads_into(server: Server) -> None:
    answer, content = ask(server, FARMING.host, "/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain"
    assert b"Disallow: /nbwj/" in content
    assert any(row.path.startswith("/nbwj/") for row in build(1).rows[FARMING, "工作动态"])
    assert ask(server, MEDIA.host, "/robots.txt")[0].status == 404


def test_links_that_lead_to_no_article_answer_as_they_should(server: Server) -> None:
    lost = {one.reason: one for one in build(1).lost}
    answer, content = ask(server, PORTAL.host, lost["soft_404"].path)
    assert answer.status == 200
    assert "页面不存在" in content.decode()
    answer, content = ask(server, CITY_SITE.host, lost["challenge"].path)
    assert answer.status == 412
    assert b"<script>" in content
    answer, _ = ask(server, TOURISM.host, lost["redirect"].path)
    assert answer.status == 302
    assert answer.headers["Location"].startswith("https://mp.weixin.qq.com/")
    assert ask(server, MEDIA.host, lost["not_found"].path)[0].status == 404


def test_a_file_is_no_page(server: Server) -> None:
    answer, content = ask(server, PORTAL.host, "/UploadFiles/yxx/file/20260612/plan.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert content.startswith(b"%PDF-")


def test_the_mirror_is_up_too(server: Server) -> None:
    path = next(path for host, path in build(1).pages if host == MIRROR_HOST)
    assert ask(server, MIRROR_HOST, path)[0].status == 200


def test_every_address_that_was_asked_for_is_on_record() -> None:
    with serve(port=0) as running:
        ask(running, "www.yunxiu.localhost:8610", "/Node-6060.html")
        assert running.asked == ["http://www.yunxiu.localhost/Node-6060.html"]


def test_a_taken_port_is_answered_with_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DemoPortTaken, match=f"Port {port}.* is taken; give another one"), serve(port=port):
            pass
