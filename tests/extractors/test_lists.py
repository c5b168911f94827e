"""List pages: the rows of each family, their next page, and never the navigation."""

import json
from datetime import date

import pytest

from extractors.lists import read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.platforms import all_platforms, platform_of

TITLES = [f"青泉镇：第{number}次院坝会听民声" for number in range(1, 8)]
NAVIGATION = '<div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a><a href="/fw/">政务服务</a><a href="/hd/">互动交流</a></div>'


def rows(form: str) -> str:
    return "".join(
        f'<li><a href="{form.format(number)}" title="{title}">{title[:9]}...</a><span>2026-05-{number:02}</span></li>'
        for number, title in enumerate(TITLES, start=1)
    )


def page(url: str, inside: str) -> Page:
    html = f'<html><head><meta charset="utf-8"><title>乡镇动态</title></head><body>{NAVIGATION}{inside}<div>版权所有 2026-01-01</div></body></html>'
    return Page(url, html.encode())


@pytest.mark.parametrize(
    ("url", "inside", "first", "following"),
    [
        (
            "http://a.example/Node-6059.html",
            f'<ul class="newlist">{rows("/Content-{}.html")}</ul><div class="page"><a href="/Node-6059_2.html">下一页</a><a href="/Node-6059_9.html">尾页</a></div>',
            "http://a.example/Content-1.html",
            "http://a.example/Node-6059_2.html",
        ),
        (
            "http://t.example/xw/index.html",
            f'<ul>{rows("./202605/t20260501_{}.html")}</ul><script>var currentPage = 0;//从0开始\nvar countPage = 3//共\n//createPageHTML(9, 0, "index", "html");</script>',
            "http://t.example/xw/202605/t20260501_1.html",
            "http://t.example/xw/index_1.html",
        ),
        (
            "http://t.example/xw/index_2.html",
            f'<ul>{rows("./202605/t20260501_{}.html")}</ul><script>createPageHTML(3, 2, "index", "html");</script>',
            "http://t.example/xw/202605/t20260501_1.html",
            None,
        ),
        (
            "http://v.example/gzdt/66.htm",
            f'<ul>{rows("../info/1021/{}.htm")}</ul><div class="pb_sys_common"><span class="p_next p_fun"><a href="65.htm">下页</a></span></div>',
            "http://v.example/info/1021/1.htm",
            "http://v.example/gzdt/65.htm",
        ),
    ],
)
def test_rows_and_next_page_of_each_family(url: str, inside: str, first: str, following: str | None) -> None:
    listed = read_list(page(url, inside))
    assert [item.title for item in listed.items] == TITLES, "cut titles are read from the link's title"
    assert listed.items[0].url == first
    assert [item.date for item in listed.items] == [date(2026, 5, day) for day in range(1, 8)]
    assert listed.next_page == following


def test_rows_inside_a_script_and_the_proxy_for_more() -> None:
    records = "".join(
        f"<record><![CDATA[{row}</li>]]></record>" for row in rows("/art/2026/5/1/art_7_{}.html").split("</li>")[:-1]
    )
    following = '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=7"></a>]]></nextgroup>'
    store = f'<script type="text/xml"><datastore>{following}<recordset>{records}</recordset></datastore></script>'
    listed = read_list(page("http://h.example/col/col7/index.html", store))
    assert [item.title for item in listed.items] == TITLES
    assert listed.next_page == "http://h.example/module/web/jpage/dataproxy.jsp?page=1&columnid=7"


def test_rows_as_json_page_after_page() -> None:
    results = [
        {"title": title, "url": f"/p/{n}.shtml", "publishedTimeStr": "2026-05-01 00:00:00"}
        for n, title in enumerate(TITLES)
    ]
    answer = {"data": {"page": 1, "rows": 7, "total": 8, "results": results}}
    url = "http://u.example/common/search/abc?_isJson=true&page={}"
    listed = read_list(Page(url.format(1), json.dumps(answer).encode()))
    assert [item.title for item in listed.items] == TITLES
    assert listed.items[0].url == "http://u.example/p/0.shtml"
    assert listed.next_page == url.format(2)
    assert read_list(Page(url.format(2), json.dumps(answer).encode())).next_page is None


def test_a_wall_is_no_list() -> None:
    with pytest.raises(NotAnArticle) as told:
        read_list(Page("http://a.example/Node-1.html", b"<script>document.cookie='a=1'</script>", status=412))
    assert told.value.loss == Loss.CHALLENGE


def test_every_family_has_a_name_of_its_own() -> None:
    names = [platform.name for platform in all_platforms()]
    assert len(names) == len(set(names)) >= 11
    assert {
        "ankang",
        "trs",
        "vsb",
        "hanweb",
        "ucap",
        "nfcms",
        "cjyun",
        "enorth",
        "dedecms",
        "powereasy",
        "wordpress",
    } <= set(names)


def test_a_family_is_known_by_its_marks_not_by_letters_in_an_address() -> None:
    assert platform_of(page("http://strs.example/trs/ucap/vsb/1.html", "<p>text</p>")).name == "generic"
    assert platform_of(page("http://a.example/1.html", '<div class="v_news_content"></div>')).name == "vsb"


def test_json_nested_without_end_is_no_list() -> None:
    with pytest.raises(NotAnArticle) as told:
        read_list(Page("http://u.example/list", b"[" * 100_000))
    assert told.value.loss == Loss.NOT_HTML


def test_a_broken_record_of_a_data_store_does_not_hide_the_others() -> None:
    record = (
        '<record><![CDATA[<li><a href="/art/1.html">青泉镇召开院坝会听民声</a><span>2026-05-01</span></li>]]></record>'
    )
    listed = read_list(
        page(
            "http://h.example/col/col7/index.html", f"<script>{record}<record><![CDATA[</div><!-- ]]></record></script>"
        )
    )
    assert [item.title for item in listed.items] == ["青泉镇召开院坝会听民声"]
