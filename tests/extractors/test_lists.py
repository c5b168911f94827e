"""List pages: the rows of each family, their next page, and never the navigation."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lists import read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page

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


@pytest.mark.parametrize(
    ("url", "answer", "following"),
    [
        ("http://n.example/gkmlpt/api/all/7?page=1&sid=7", {"articles": "rows", "total": 14}, "/gkmlpt/api/all/7?page=2&sid=7"),
        ("http://n.example/gkmlpt/api/all/7?page=2&sid=7", {"articles": "rows", "total": 14}, None),
        ("http://n.example/list?pageNo=1&pageSize=7", {"data": {"list": "rows", "totalPage": 2}}, "/list?pageNo=2&pageSize=7"),
        ("http://j.example/unit?webId=3&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A7%7D", {"data": {"html": "rows"}}, "/unit?webId=3&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A7%7D"),
        ("http://n.example/list.json", {"articles": "rows"}, None),
    ],
)  # fmt: skip
def test_a_query_is_counted_on_while_its_answer_has_more(
    url: str, answer: dict[str, Any], following: str | None
) -> None:
    data = answer.get("data", answer)
    if "html" in data:
        data["html"] = f"<ul>{rows('/{}.html')}</ul><div class='pagination' rows='7' count='20'></div>"
    else:
        key = next(name for name in data if data[name] == "rows")
        data[key] = [{"title": title, "url": f"/{n}.html"} for n, title in enumerate(TITLES, 1)]
    listed = read_list(Page(url, json.dumps(answer).encode()))
    assert [item.title for item in listed.items] == TITLES
    assert listed.next_page == (url[: url.index("/", 8)] + following if following else None)


def test_records_are_asked_for_by_their_range() -> None:
    url = "http://h.example/module/web/jpage/dataproxy.jsp?startrecord={}&endrecord={}&perpage=7"
    record = f"<record><![CDATA[{rows('/{}.html')}]]></record>"
    answer = f"<datastore><totalrecord>9</totalrecord><recordset>{record}</recordset></datastore>"
    assert read_list(Page(url.format(1, 7), answer.encode())).next_page == url.format(8, 9)
    assert read_list(Page(url.format(8, 9), answer.encode())).next_page is None


def test_a_wall_is_no_list() -> None:
    with pytest.raises(NotAnArticle) as told:
        read_list(Page("http://a.example/Node-1.html", b"<script>document.cookie='a=1'</script>", status=412))
    assert told.value.loss == Loss.CHALLENGE


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


def test_the_count_of_the_scripts_beats_an_old_call_left_in_a_comment() -> None:
    scripts = "<script>var currentPage = 1;//从0开始\nvar countPage = 2//共\n//createPageHTML(9, 1, 'index', 'html');</script>"
    last = page("http://t.example/xw/index_1.html", f"<ul>{rows('./{}.html')}</ul>{scripts}")
    assert read_list(last).next_page is None
    longer = Page(last.url, last.body.replace(b"countPage = 2", b"countPage = 3"))
    assert read_list(longer).next_page == "http://t.example/xw/index_2.html"


@pytest.mark.parametrize("address", ["http://t.example/xw/", "http://t.example/xw/index.html"])
def test_the_second_page_of_trs_is_number_one(address: str) -> None:
    listed = read_list(
        page(address, f"<ul>{rows('./{}.html')}</ul><script>createPage(17, 0, 'index', 'shtml');</script>")
    )
    assert listed.next_page == "http://t.example/xw/index_1.shtml"


def test_a_column_that_counts_down_ends_at_its_oldest_page() -> None:
    pager = '<div class="pb_sys_common"><span class="p_no_d">2</span><span class="p_next_d p_fun_d">下页</span></div>'
    assert (
        read_list(page("http://v.example/gzdt/1.htm", f"<ul>{rows('../info/1021/{}.htm')}</ul>{pager}")).next_page
        is None
    )


def test_pages_of_the_component_platform_count_down_from_the_last() -> None:
    inside = (
        f"<ul>{rows('/n3/n13/c{}/content.html')}</ul><script>var purl='/n3/n13/index_958'; var maxPageNum=20;</script>"
    )
    first = page("http://c.example/n3/n13/index.html", inside)
    assert read_list(first).next_page == "http://c.example/n3/n13/index_958_19.html"
    second = page("http://c.example/n3/n13/index_958_19.html", inside)
    assert read_list(second).next_page == "http://c.example/n3/n13/index_958_18.html"
    oldest = page("http://c.example/n3/n13/index_958_1.html", inside)
    assert read_list(oldest).next_page is None


def test_the_proxy_is_asked_for_the_records_after_those_of_the_page() -> None:
    script = "<script>$('#a').jpage({perpage:20, totalrecord:58, proxyurl:'/module/web/jpage/dataproxy.jsp?columnid=7'});</script>"
    listed = read_list(
        page("http://h.example/col/col7/index.html", f"<ul>{rows('/art/2026/5/1/art_7_{}.html')}</ul>{script}")
    )
    assert listed.next_page == (
        "http://h.example/module/web/jpage/dataproxy.jsp?columnid=7&startrecord=21&endrecord=40&perpage=20"
    )
    short = script.replace("58", "18")
    listed = read_list(
        page("http://h.example/col/col7/index.html", f"<ul>{rows('/art/2026/5/1/art_7_{}.html')}</ul>{short}")
    )
    assert listed.next_page is None


def test_a_list_in_pieces_is_read_whole_and_in_order() -> None:
    lines = [f"<li>{row}" for row in rows("/c/{}.html").split("<li>")[1:]]
    listed = read_list(
        page("http://g.example/xw/", f"<div><ul>{''.join(lines[:4])}</ul><ul>{''.join(lines[4:])}</ul></div>")
    )
    assert [item.title for item in listed.items] == TITLES


@pytest.mark.parametrize(
    ("row", "listed"),
    [
        ("<a href='/{0}.html'>{1}</a> 2026年5月6日", date(2026, 5, 6)),
        ("<a href='/{0}.html'>{1}</a> [2026/5/6]", date(2026, 5, 6)),
        ("<a href='/{0}.html'><h4>{1}</h4><i>06</i> <i>2026-05</i></a>", date(2026, 5, 6)),
        ("<a href='/{0}.html'>{1}<span>2026-05-06</span></a>", date(2026, 5, 6)),
        ("<a href='/{0}.html'><span>[2026-05-06 09:30]</span> {1}</a>", date(2026, 5, 6)),
        ("<a href='/{0}.html'><i>06</i><i>2026-05</i><b>{1}</b></a>", date(2026, 5, 6)),
        ("<a href='/2026/{0}.html'>{1}</a> <span>05-06</span>", date(2026, 5, 6)),
        ("<a href='/{0}.html'>{1}</a> <span>05-06</span>", None),
        ("<a href='/{0}.html'>{1}</a> 2026-13-45", None),
    ],
)
def test_dates_of_rows_in_every_form_and_none_where_no_year_is_known(row: str, listed: date | None) -> None:
    inside = "".join(f"<li>{row.format(number, title)}</li>" for number, title in enumerate(TITLES))
    items = read_list(page("http://g.example/xw/", f"<ul>{inside}</ul>")).items
    assert [(item.title, item.date) for item in items] == [(title, listed) for title in TITLES]


def test_numbers_that_open_a_headline_stay() -> None:
    lines = [f"<li><a href='/{n}.html'><b>{n}</b>项举措惠民生<i>见效</i></a> 2026-05-06</li>" for n in range(10, 16)]
    listed = read_list(page("http://g.example/xw/", f"<ul>{''.join(lines)}</ul>"))
    assert [item.title for item in listed.items] == [f"{n}项举措惠民生见效" for n in range(10, 16)]


@pytest.mark.parametrize(
    ("url", "pager", "following"),
    [
        ("http://j.example/xw/index.jhtml", """<a href="#" onclick="location.href=encodeURI('index_2.jhtml');">下一页</a>""", "/xw/index_2.jhtml"),
        ("http://j.example/xw/index.jhtml", """<input type="button" value="下一页" onclick="location.href='index_2.jhtml'">""", "/xw/index_2.jhtml"),
        ("http://y.example/eportal/ui?pageId=7", """<a href="javascript:;" tagname="/eportal/ui?pageId=7&currentPage=2&moduleId=0a">下一页</a>""", "/eportal/ui?pageId=7&currentPage=2&moduleId=0a"),
        ("http://y.example/eportal/ui?pageId=7", """<a href="javascript:void(0)" onclick="queryArticle(this,'/eportal/ui?pageId=7&currentPage=2')">下页</a>""", "/eportal/ui?pageId=7&currentPage=2"),
        ("http://s.example/channels/7.html", """<a href="/channels/7_2.html">下一页</a>""", "/channels/7_2.html"),
        ("http://e.example/xw/list.html", """<a href="2.html"><img src="next.gif" alt="下一页"></a>""", "/xw/2.html"),
        ("http://e.example/xw/index_2.html", """<a href="index.html">1</a><b>2</b><a href="index_3.html">3</a>""", "/xw/index_3.html"),
        ("http://d.example/xw/list_7_1.html", """<ul><li class="thisclass">1</li><li><a href="list_7_2.html">2</a></li></ul>""", "/xw/list_7_2.html"),
        ("http://p.example/list-7-1.html", """<span>1</span><a href="/list-7-2.html">2</a>""", "/list-7-2.html"),
        ("http://n.example/xw/", """<form><a href="javascript:__doPostBack('pager','2')">下一页</a></form>""", None),
        ("http://n.example/xw/9.html", """<a href="8.html">8</a><span>9</span>""", None),
        ("http://u.example/xw/list.shtml", """<script>createPageHTML('page_div',37, 1,'list','shtml',738);</script>""", "/xw/list_2.shtml"),
        ("http://u.example/xw/list_37.shtml", """<script>createPageHTML('page_div',37,37,'list','shtml',738);</script>""", None),
        ("http://g.example/xw/list.php?id=7", """<a href="javascript:goPage(2)">下一页</a><script>function goPage(n){location.href='/xw/list.php?id=7&page='+n;}</script>""", "/xw/list.php?id=7&page=2"),
        ("http://g.example/xw/", """<a onclick="toPage('3')">下页</a><script>var stem = 'index_'; function toPage(n){if(n==1) location.href='index.html'; else window.location = stem + (n - 1) + '.html';}</script>""", "/xw/index_2.html"),
        ("http://g.example/xw/", """<a href="javascript:goPage(2)">下一页</a><script>function goPage(n){$('#no').val(n); search();} function search(){location.href=n;}</script>""", None),
        ("http://g.example/xw/", """<select onchange="location.href=this.value"><option value="index.html" selected>第1页</option><option value="index_2.html">第2页</option></select>""", "/xw/index_2.html"),
        ("http://l.example/xw/", """<script>laypage.render({elem:"pg",count:230,limit:20,curr:1,jump:function(obj,first){if(!first){location.href="/xw/?page="+obj.curr;}}});</script>""", "/xw/?page=2"),
        ("http://l.example/xw/", """<script>laypage({cont:"pg",pages:1,curr:1,jump:function(e,first){if(!first){location.href="?page="+e.curr;}}});</script>""", None),
        ("http://t.example/xw/", """<script>var total = 34; var now = 0; var name = "index"; createPageHTML(total, now, name, "html");</script>""", "/xw/index_1.html"),
        ("http://g.example/xw/", """<button type="button" onclick="location.href='/xw/?pageNo=2'">下一页</button>""", "/xw/?pageNo=2"),
        ("http://g.example/xw/", """<a class="nxt" href="list_2.html" title="下一页"><i></i></a>""", "/xw/list_2.html"),
        ("http://g.example/xw/", """<a class="active" href="/xw/">1</a><a href="/xw/2.html">2</a>""", "/xw/2.html"),
        ("http://g.example/xw/", """<a class="next" data-url="/xw/2.html">下一页 →</a>""", "/xw/2.html"),
        ("http://g.example/xw/", """<p>[上页] <a href=2.html>[后页]</a></p>""", "/xw/2.html"),
        ("http://g.example/xw/", """<select><option value="1" selected>1</option><option value="2">2</option></select>""", None),
    ],
)  # fmt: skip
def test_pagers_in_every_form_lead_to_the_next_page(url: str, pager: str, following: str | None) -> None:
    listed = read_list(page(url, f"<ul>{rows('/xw/2026/{}.html')}</ul><div class='pager'>{pager}</div>"))
    host = "/".join(url.split("/")[:3])
    assert listed.next_page == (host + following if following else None)
    assert [item.url for item in listed.items] == [f"{host}/xw/2026/{number}.html" for number in range(1, 8)]


def test_a_heading_that_is_the_day_is_no_headline() -> None:
    card = "<li><a href='/2026/{0}.html'><div><h4>06</h4><p>2026.05</p></div><h5>{1}</h5><p>近日，群众纷纷点赞。</p></a></li>"
    inside = "".join(card.format(number, title) for number, title in enumerate(TITLES))
    items = read_list(page("http://g.example/xw/", f"<ul>{inside}</ul>")).items
    assert [(item.title, str(item.date)) for item in items] == [(title, "2026-05-06") for title in TITLES]


def test_a_link_around_headline_and_first_words_is_called_by_its_headline() -> None:
    card = (
        "<li><b>06</b><i>2026/05</i><a href='/{0}.html'{2}><p>{1}</p><p>近日，群众纷纷点赞，现场气氛热烈。</p></a></li>"
    )
    for attribute in ("", " title='{}'"):
        inside = "".join(card.format(n, title, attribute.format(title)) for n, title in enumerate(TITLES))
        items = read_list(page("http://g.example/xw/", f"<ul>{inside}</ul>")).items
        assert [(item.title, str(item.date)) for item in items] == [(title, "2026-05-06") for title in TITLES]


def test_the_hidden_list_of_another_tab_is_none_of_this_column() -> None:
    hidden = f"<ul class='t' style='display: none;'>{rows('/bm/{}.html')}</ul>"
    for tabs in (
        f"<ul class='t'>{rows('/xz/{}.html')}</ul>{hidden}",
        f"{hidden}<ul class='t'>{rows('/xz/{}.html')}</ul>",
    ):
        items = read_list(page("http://g.example/xw/", f"<div class='tabs'>{tabs}</div>")).items
        assert [item.url for item in items] == [f"http://g.example/xz/{number}.html" for number in range(1, 8)]


def test_the_one_article_of_a_young_column_is_its_list() -> None:
    items = read_list(
        page("http://g.example/xw/", f"<ul><li><a href='/1.html'>{TITLES[0]}</a> 2026-05-01</li></ul>")
    ).items
    assert [item.title for item in items] == TITLES[:1]


def test_a_tooltip_with_all_fields_gives_the_title_alone() -> None:
    inside = "".join(
        f"<li><a href='/{n}.html' title='文章标题：{title}&#13;&#10;作&nbsp;&nbsp;者：佚名&#13;&#10;更新时间：2026-5-6 10:00:00'>{title[:4]}…</a> 2026-05-06</li>"
        for n, title in enumerate(TITLES)
    )
    items = read_list(page("http://p.example/Article/", f"<ul>{inside}</ul>")).items
    assert [item.title for item in items] == TITLES


def test_rows_are_opened_by_scripts_too() -> None:
    inside = "".join(
        f"<li><a href='javascript:void(0)' onclick=\"window.open('/{n}.html')\">{title}</a> 2026-05-06</li>"
        for n, title in enumerate(TITLES)
    )
    items = read_list(page("http://p.example/xw/", f"<ul>{inside}</ul>")).items
    assert [item.url for item in items] == [f"http://p.example/{n}.html" for n in range(len(TITLES))]


def test_a_table_may_have_two_articles_side_by_side() -> None:
    cells = [
        f"<td><a href='/{n}.html'>{title}</a></td><td>[2026-05-0{n}]</td>" for n, title in enumerate(TITLES[:6], 1)
    ]
    table = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    items = read_list(page("http://p.example/xw/", f"<table>{table}</table>")).items
    assert [(item.title, item.date) for item in items] == [(t, date(2026, 5, n)) for n, t in enumerate(TITLES[:6], 1)]


def test_the_date_may_stand_in_the_element_above_its_row() -> None:
    inside = "".join(
        f"<dt>2026-05-0{n}</dt><dd><a href='/{n}.html'>{title}</a></dd>" for n, title in enumerate(TITLES, 1)
    )
    items = read_list(page("http://p.example/xw/", f"<dl>{inside}</dl>")).items
    assert [(item.title, item.date) for item in items] == [(t, date(2026, 5, n)) for n, t in enumerate(TITLES, 1)]


def test_of_a_card_that_is_one_link_the_headline_is_the_title() -> None:
    card = "<a href='/{0}.html'><div><img src='a.jpg'></div><div><div>{1}</div><div><span>青泉融媒</span><span>2026-05-06</span></div></div></a>"
    inside = "".join(card.format(n, title) for n, title in enumerate(TITLES))
    items = read_list(page("http://p.example/xw/", f"<div>{inside}</div>")).items
    assert [(item.title, item.date) for item in items] == [(title, date(2026, 5, 6)) for title in TITLES]


@pytest.mark.parametrize(
    "day", ["<b>06</b><i>5月</i><i>2026</i>", "<b>05-06</b><i>2026</i>", "<i>5月6日</i> <i>2026年</i>"]
)
def test_the_year_may_stand_behind_month_and_day(day: str) -> None:
    inside = "".join(f"<li>{day}<a href='/{n}.html'>{title}</a></li>" for n, title in enumerate(TITLES))
    items = read_list(page("http://p.example/xw/", f"<ul>{inside}</ul>")).items
    assert {item.date for item in items} == {date(2026, 5, 6)}


def test_rows_that_a_script_holds_as_data() -> None:
    data = {
        "total": 70,
        "list": [{"title": title, "url": f"/{n}.html", "date": "2026-05-06"} for n, title in enumerate(TITLES)],
    }
    script = f"<script>var pageData = {json.dumps(data)}; render(pageData);</script>"
    head = "<div><a href='/'>青泉县人民政府</a> 2026年5月6日</div>"
    items = read_list(page("http://p.example/xw/", f"{head}<div class='list'></div>{script}")).items
    assert [(item.title, item.date) for item in items] == [(title, date(2026, 5, 6)) for title in TITLES]


def test_links_to_the_column_and_the_office_of_a_row_are_not_its_article() -> None:
    inside = "".join(
        f"<li><a href='/c/'>政务公开动态</a> <a href='/{n}.html'>{title}</a> <a href='/z/{n % 2}'>青泉县人民政府办公室之{n % 2}</a> 2026-05-06</li>"
        for n, title in enumerate(TITLES)
    )
    items = read_list(page("http://p.example/xw/", f"<ul>{inside}</ul>")).items
    assert [item.title for item in items] == TITLES


def test_the_title_stands_beside_a_link_without_words_of_its_own() -> None:
    cards = (
        "<div class='cd'><h3>{1}</h3><p>近日，群众纷纷点赞。</p><span>2026-05-06</span><a href='/{0}.html'>查看</a></div>",
        "<li><a href='/{0}.html'><img src='a.jpg'></a><p>{1}</p><span>2026-05-06</span></li>",
    )
    for card in cards:
        inside = "".join(card.format(n, title) for n, title in enumerate(TITLES))
        items = read_list(page("http://p.example/xw/", f"<div><a href='/'>首页</a></div><div>{inside}</div>")).items
        assert [(item.url, item.title) for item in items] == [
            (f"http://p.example/{n}.html", title) for n, title in enumerate(TITLES)
        ]


def test_numbers_that_count_the_rows_are_none_of_their_titles() -> None:
    inside = "".join(
        f"<li><a href='/{n}.html'><i>{n}</i><b>{title}</b></a> 2026-05-06</li>" for n, title in enumerate(TITLES, 1)
    )
    assert [item.title for item in read_list(page("http://p.example/xw/", f"<ul>{inside}</ul>")).items] == TITLES


def test_of_two_days_in_a_row_that_of_publication_is_its_date() -> None:
    inside = "".join(
        f"<li><a href='/{n}.html'>{title}</a><p>成文日期：2026-04-01 发布日期：2026-05-06</p></li>"
        for n, title in enumerate(TITLES)
    )
    items = read_list(page("http://p.example/xw/", f"<ul>{inside}</ul>")).items
    assert {item.date for item in items} == {date(2026, 5, 6)}


def test_the_date_may_stand_below_the_first_words_of_a_row() -> None:
    row = "<tr><td><a href='/{0}.html'>{1}</a></td></tr><tr><td>近日，群众纷纷点赞。</td></tr><tr><td>2026-05-06</td></tr>"
    inside = "".join(row.format(n, title) for n, title in enumerate(TITLES))
    items = read_list(page("http://p.example/xw/", f"<table>{inside}</table>")).items
    assert [(item.title, item.date) for item in items] == [(title, date(2026, 5, 6)) for title in TITLES]


def test_the_date_of_a_row_may_stand_in_the_element_below_it() -> None:
    inside = "".join(f"<dt><a href='/{n}.html'>{title}</a></dt><dd>2026-05-06</dd>" for n, title in enumerate(TITLES))
    items = read_list(page("http://g.example/xw/", f"<dl>{inside}</dl>")).items
    assert [(item.title, str(item.date)) for item in items] == [(title, "2026-05-06") for title in TITLES]


def test_a_pager_script_of_trs_is_read_on_sites_of_other_families() -> None:
    inside = f"<ul class='wp_list'>{rows('/xw/{}.html')}</ul><script>createPageHTML(4, 0, 'index', 'html');</script>"
    assert read_list(page("http://x.example/xw/index.html", inside)).next_page == "http://x.example/xw/index_1.html"


def test_a_page_whose_own_address_is_broken_is_read_all_the_same() -> None:
    listed = read_list(page("http://[x", f"<ul>{rows('http://a.example/{}.html')}</ul>"))
    assert [item.title for item in listed.items] == TITLES


def test_menus_link_boxes_and_pagers_are_never_rows() -> None:
    friends = "".join(f'<a href="http://{name}.example/">{name}县人民政府门户网站</a>' for name in "甲乙丙丁戊己")
    pager = "".join(f'<a href="index_{number}.html">第{number}页</a>' for number in range(9))
    listed = read_list(
        page("http://g.example/xw/", f"<ul>{rows('/c/{}.html')}</ul><div>{pager}</div><div>{friends}</div>")
    )
    assert [item.url for item in listed.items] == [f"http://g.example/c/{number}.html" for number in range(1, 8)]


def test_a_page_without_a_list_has_no_rows() -> None:
    assert read_list(page("http://g.example/", "<p>本栏目正在建设中。</p>")).items == ()


def test_a_pinned_row_is_listed_once_and_without_its_mark() -> None:
    pinned = f'<li><a href="/c/1.html">[置顶] {TITLES[0]}</a><span>2026-05-01</span></li>'
    listed = read_list(page("http://g.example/xw/", f"<ul>{pinned}{rows('/c/{}.html')}</ul>"))
    assert [item.title for item in listed.items] == TITLES


def test_an_endless_headline_hides_neither_its_day_nor_itself() -> None:
    title = "青泉镇：" + "春耕备耕" * 2_500
    endless = f'<li><a href="/8.html" title="{title}">{title}</a><span>2026-05-08</span></li>'
    *_, item = read_list(page("http://a.example/Node-1.html", f"<ul>{rows('/{}.html')}{endless}</ul>")).items
    assert (item.title, item.date) == (title, date(2026, 5, 8))


def test_a_sign_of_arithmetic_that_opens_a_headline_is_no_bullet() -> None:
    drawn = "".join(
        f"<li><a href='/{n}.html'>{mark}{title}</a> 2026-05-06</li>"
        for n, (title, mark) in enumerate(zip(TITLES, ("-2+3：", "- ", "-", "· -1℃：", "", "", ""), strict=True))
    )
    titles = [item.title for item in read_list(page("http://a.example/Node-1.html", f"<ul>{drawn}</ul>")).items]
    assert titles == ["-2+3：" + TITLES[0], *TITLES[1:3], "-1℃：" + TITLES[3], *TITLES[4:]]


def test_rows_of_an_answer_with_html_inside_its_json() -> None:
    answer = {"code": 200, "data": {"html": f"<ul>{rows('/art/{}.html')}</ul>"}}
    listed = read_list(Page("http://h.example/api-gateway/unit?pageNo=1", json.dumps(answer).encode()))
    assert [item.title for item in listed.items] == TITLES


def test_half_a_sign_in_an_answer_gives_no_title_that_cannot_be_stored() -> None:
    answer = b'{"data": {"results": [{"title": "\\ud83d\xe9\x9d\x92\xe6\xb3\x89\xe9\x95\x87", "url": "/1.shtml"}]}}'
    assert read_list(Page("http://u.example/common/search/abc", answer)).items[0].title == "\ufffd青泉镇"


@pytest.mark.parametrize(
    "pager",
    [
        "<script>createPageHTML(3, 0, '//[broken', 'html');</script>",
        f"<script>createPageHTML({'9' * 5_000}, 0, 'index', 'html');</script>",
        f"<script>var countPage = {'9' * 5_000};</script>",
        '<a href="http://[broken">下一页</a>',
        '<a href="javascript:next()">下一页</a>',
        '<base href="http://[broken"><a href="2.html">上一页</a>',
    ],
)
def test_a_broken_pager_costs_the_next_page_not_the_rows(pager: str) -> None:
    listed = read_list(page("http://t.example/xw/index.html", f"<ul>{rows('http://t.example/{}.html')}</ul>{pager}"))
    assert [item.title for item in listed.items] == TITLES
    assert listed.next_page is None


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.data())
def test_a_broken_list_is_rows_or_says_why_not(data: st.DataObject) -> None:
    store = f"<datastore><nextgroup><![CDATA[<a href='/dataproxy.jsp?page=1'></a>]]></nextgroup><record>{rows('/a/{}.html')}</record></datastore>"
    answer = json.dumps({"data": {"rows": 7, "total": 80, "results": [{"title": TITLES[0], "url": "/1.shtml"}]}})
    whole = data.draw(
        st.sampled_from(
            [
                page(
                    "http://t.example/xw/index.html",
                    f"<ul>{rows('/{}.html')}</ul><script>createPageHTML(3,0,'index','html')</script>",
                ).body,
                page("http://h.example/col/col7/", f"<script>{store}</script>").body,
                answer.encode(),
            ]
        )
    )
    body = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(body)))
        piece = st.sampled_from(
            [
                b"",
                b"[",
                b"]]>",
                b"<record>",
                b"<a href='//[x'>",
                b"9" * 20,
                b"Infinity",
                b"\x00",
                b"\xff",
                b"</ul>",
                b"{",
            ]
        )
        body[start : start + data.draw(st.integers(0, 60))] = data.draw(piece)
    try:
        listed = read_list(Page("http://u.example/common/search/abc?page=1", bytes(body)))
    except NotAnArticle as told:
        assert told.loss in Loss
    else:
        assert all(item.title and item.url.startswith("http") for item in listed.items)
