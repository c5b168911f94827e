"""The addresses of a list's later pages, told from two in a row, and the last page that the first one shows."""

import pytest

from crawlers.list_addresses import ListAddresses, last_page_shown
from extractors.page import Page

HOME = "http://www.yunxi.example"


@pytest.mark.parametrize(
    ("second", "third", "tenth"),
    [
        ("/xw/index_1.html", "/xw/index_2.html", "/xw/index_9.html"),
        ("/Node-7_2.html", "/Node-7_3.html", "/Node-7_10.html"),
        ("/gzdt/57.htm", "/gzdt/56.htm", "/gzdt/49.htm"),
        ("/q?col=7&page=2&size=15", "/q?col=7&page=3&size=15", "/q?col=7&page=10&size=15"),
        ("/q?startrecord=16&endrecord=30", "/q?startrecord=31&endrecord=45", "/q?startrecord=136&endrecord=150"),
        ("/list_02.html", "/list_03.html", "/list_10.html"),
    ],
)
def test_where_only_numbers_go_on_evenly_every_page_can_be_told(second: str, third: str, tenth: str) -> None:
    addresses = ListAddresses.of(HOME + second, HOME + third)
    assert addresses is not None
    assert addresses.address(10) == HOME + tenth
    assert addresses.number(HOME + tenth) == 10


@pytest.mark.parametrize(
    ("second", "third"), [("/a2.html", "/b3.html"), ("/list?after=x7f", "/list?after=k"), ("/p_2.html", "/p_2.html")]
)
def test_where_more_than_numbers_changes_no_page_can_be_told(second: str, third: str) -> None:
    assert ListAddresses.of(HOME + second, HOME + third) is None


def test_numbers_that_count_down_end_with_page_1() -> None:
    addresses = ListAddresses.of(f"{HOME}/gzdt/3.htm", f"{HOME}/gzdt/2.htm")
    assert addresses is not None
    assert last_page_shown(Page(f"{HOME}/gzdt.htm", b""), 10, addresses) == 4
    assert addresses.address(4) == f"{HOME}/gzdt/1.htm"
    assert addresses.address(6) is None


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ('<a href="/n_2.html">2</a><a href="/n_41.html">尾页</a><a href="/m_99.html">x</a>', 41),
        ("<p>共 23 页</p>", 23),
        ('<script>createPageHTML(17, 0, "n", "html");</script>', 17),
        ('{"page": 1, "total": 95, "results": []}', 10),
        ("<p>没有</p>", None),
    ],
)
def test_the_first_page_shows_how_many_there_are(body: str, last: int | None) -> None:
    addresses = ListAddresses.of(f"{HOME}/n_2.html", f"{HOME}/n_3.html")
    assert addresses is not None
    assert last_page_shown(Page(f"{HOME}/n.html", body.encode()), 10, addresses) == last
