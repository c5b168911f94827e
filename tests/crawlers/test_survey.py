"""A look at sites that nobody has read: what is found, what is said to be unsure, and when there is no look at all."""

import re
from collections.abc import Iterator

import pytest

import gazetteer
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.survey import SiteClosed, Survey, survey_site
from extractors.outcome import NotAnArticle
from tests.crawlers.servers import LocalSite, Route, page, redirect
from tests.flows.small_county import HOST, article_page

BAIHE = gazetteer.county("610929")
NAV = '<div class="nav"><a href="/">首页</a><a href="/zwgk.html">政务公开</a>{}</div>'


def html(body: str, *, head: str = "", title: str = "白河县人民政府", nav: str = "") -> Route:
    text = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{NAV.format(nav)}{body}</body></html>'
    return page(text.encode())


def rows(first: int, last: int, day: str = "2026-05-06") -> str:
    items = (
        f'<li><a href="/Content-{number}.html">宋家镇:第{number}条消息的标题</a><span>{day}</span></li>'
        for number in range(first, last + 1)
    )
    return f'<ul class="rows">{"".join(items)}</ul>'


def link(name: str, path: str) -> str:
    return f'<li><a href="{path}">{name}</a></li>'


ARTICLES = {f"/Content-{number}.html": page(article_page(f"宋家镇:第{number}条消息的标题")) for number in range(1, 60)}


def survey(routes: dict[str, Route], path: str = "/", **options: int) -> Survey:
    return surveyed(routes, path, **options)[0]


def surveyed(routes: dict[str, Route], path: str = "/", **options: int) -> tuple[Survey, list[str]]:
    with LocalSite({**ARTICLES, **routes}) as site:
        fetcher = Fetcher(FetchSettings(delay_seconds=0, jitter=0, retries=0, connect_to={HOST: site.address}))
        try:
            return survey_site(f"http://{HOST}{path}", fetcher, county=BAIHE, **options), site.asked
        finally:
            fetcher.close()


def found(survey: Survey) -> dict[str, str]:
    return {column.name: column.url.removeprefix(f"http://{HOST}") for column in survey.columns}


def test_a_navigation_page_leads_to_its_columns() -> None:
    below = link("镇办动态", "/xw/zb.html") + link("部门动态", "/xw/bm.html") + link("通知公告", "/xw/gg.html")
    look = survey(
        {
            "/": html(link("新闻中心", "/xw/") + link("网上办事", "/ws/")),
            "/xw/": html(f"<h2>新闻中心</h2>{below}{rows(1, 5)}", nav=below),
            "/xw/zb.html": html(rows(1, 12), nav=below),
            "/xw/bm.html": html(rows(21, 30), nav=below),
        }
    )
    assert found(look) == {"镇办动态": "/xw/zb.html", "部门动态": "/xw/bm.html"}
    assert all(not column.doubts for column in look.columns)
    assert {sample.column for sample in look.samples} == {"镇办动态", "部门动态"}


def test_a_news_center_without_columns_of_its_own_is_one() -> None:
    look = survey({"/": html(link("新闻中心", "/xw/")), "/xw/": html(rows(1, 12))})
    assert found(look) == {"新闻中心": "/xw/"}


def test_more_is_named_by_the_heading_before_it() -> None:
    box = '<div class="box"><div class="head"><h3>镇办动态</h3><a href="/Node-7.html">更多&gt;&gt;</a></div></div>'
    look = survey({"/": html(box), "/Node-7.html": html(rows(1, 12))})
    assert found(look) == {"镇办动态": "/Node-7.html"}


def test_the_home_page_may_send_its_reader_on() -> None:
    onward = page(b'<html><head><meta http-equiv="refresh" content="0;url=/web/index.html"></head></html>')
    look = survey({"/": onward, "/web/index.html": html(link("镇办动态", "/zb/")), "/zb/": html(rows(1, 12))})
    assert found(look) == {"镇办动态": "/zb/"}


def test_a_home_page_in_a_folder_is_no_column_though_it_lists_news() -> None:
    nav = '<a href="/portal/">网站首页</a>' + link("镇办动态", "/portal/zb/")
    routes = {"/portal/index.html": html(rows(1, 12), nav=nav), "/portal/zb/": html(rows(13, 24), nav=nav)}
    look = survey(routes, "/portal/index.html")
    assert found(look) == {"镇办动态": "/portal/zb/"}


def test_a_page_with_some_rows_of_each_of_its_columns_is_no_column_itself() -> None:
    names = {"镇办动态": "/zb/", "部门动态": "/bm/", "县内要闻": "/yw/", "图片新闻": "/tp/"}
    menu = "".join(link(name, path) for name, path in names.items())
    lists = {
        path: html(rows(number, number + 11)) for number, path in zip((1, 13, 25, 37), names.values(), strict=True)
    }
    look = survey({"/xw/": html(menu + rows(1, 5)), **lists}, "/xw/")
    assert found(look) == names


def test_a_column_page_may_be_given_and_is_named_by_the_links_to_it() -> None:
    nav = link("乡村要情", "/Node-7.html")
    look = survey({"/Node-7.html": html(rows(1, 12), nav=nav)}, "/Node-7.html")
    assert found(look) == {"乡村要情": "/Node-7.html"}
    assert len(look.samples) == 3


@pytest.mark.parametrize(
    ("first", "second_path", "second", "kind"),
    [
        ('<a href="/zb_2.html">下一页</a>', "/zb_2.html", "", "next link"),
        ('<b>1</b> <a href="/zb_2.html">2</a>', "/zb_2.html", "", "page numbers"),
        ('<script>createPageHTML(3, 0, "zb", "html");</script>', "/zb_1.html", "", "TRS script, counting from 0"),
        ('<a href="/zb/4.html">下页</a>', "/zb/4.html", '<a href="/zb/3.html">下页</a>', "numbers counting down"),
    ],
)
def test_the_second_page_is_asked_and_its_kind_is_said(first: str, second_path: str, second: str, kind: str) -> None:
    look, asked = surveyed(
        {
            "/": html(link("镇办动态", "/zb.html")),
            "/zb.html": html(rows(1, 12) + first),
            second_path: html(rows(13, 24) + second),
        }
    )
    (column,) = look.columns
    assert (column.pagination, column.second_rows, column.doubts) == (kind, 12, [])
    assert second_path in asked


def test_a_second_page_with_the_same_rows_is_not_sure() -> None:
    pager = '<a href="/zb.html?page=2">下一页</a>'
    routes = {"/": html(link("镇办动态", "/zb.html"))} | dict.fromkeys(
        ("/zb.html", "/zb.html?page=2"), html(rows(1, 12) + pager)
    )
    look = survey(routes)
    assert look.columns[0].doubts == ["its second page has the same rows as the first"]
    assert "镇办动态: its second page has the same rows as the first." in look.unsure


def test_news_of_towns_on_another_site_are_named() -> None:
    elsewhere = link("镇办动态", "http://zb.example.cn/list.html") + link("友情链接", "http://other.example.cn/")
    look = survey({"/": html(elsewhere + link("县内要闻", "/yw/")), "/yw/": html(rows(1, 12))})
    said = [sentence for sentence in look.unsure if "another site" in sentence]
    assert said == [
        "镇办动态 leads to another site, http://zb.example.cn/list.html, which would be a [[site]] of its own."
    ]


def test_a_list_without_dates_is_not_sure() -> None:
    look = survey({"/": html(link("镇办动态", "/zb/")), "/zb/": html(rows(1, 12, day=""))})
    assert look.columns[0].doubts == ["12 of 12 rows have no date"]


def test_a_column_that_cannot_be_read_is_named() -> None:
    empty = html('<div id="app"></div><p>版权所有 白河县人民政府</p>')
    robots = page(b"User-agent: *\nDisallow: /bm/\n", Content_Type="text/plain")
    links = link("镇办动态", "/zb/") + link("部门动态", "/bm/") + link("县内要闻", "/yw/") + link("图片新闻", "/tp/")
    wall = page(b"<html><script>document.cookie='a=1';location.reload()</script></html>")
    routes = {"/": html(links), "/zb/": empty, "/tp/": html(rows(1, 12)), "/yw/": wall, "/robots.txt": robots}
    look = survey(routes)
    assert found(look) == {"图片新闻": "/tp/"}
    said = "\n".join(look.unsure)
    assert "镇办动态 could be news, but could not be read" in said
    assert re.search(r"部门动态 could be news.*closed to crawlers", said)
    assert re.search(r"县内要闻 could be news.*bot wall", said)


def test_links_that_are_no_articles_are_said() -> None:
    gone = {f"/gone/{number}.html": page(b"", status=404) for number in range(1000, 1005)}
    listed = rows(1000, 1011).replace("/Content-", "/gone/")
    look = survey({"/": html(link("镇办动态", "/zb/")), "/zb/": html(listed), **gone})
    assert look.columns[0].doubts == ["none of its first articles could be read"]
    assert any("/gone/1000.html answered 404" in sentence for sentence in look.unsure)


def test_the_code_of_another_place_in_the_pages_is_said() -> None:
    head = '<meta name="SiteIDCode" content="6109250001">'
    look = survey({"/": html(link("镇办动态", "/zb/"), head=head), "/zb/": html(rows(1, 12))})
    assert look.foreign_codes == ["6109250001"]
    assert any("6109250001" in sentence and "610929" in sentence for sentence in look.unsure)


def test_a_field_that_no_article_has_is_said() -> None:
    plain = {path: page(article_page("宋家镇:春茶").replace("作者:甘小禾".encode(), b"")) for path in ARTICLES}
    look = survey({**plain, "/": html(link("镇办动态", "/zb/")), "/zb/": html(rows(1, 12))})
    assert "No author was found in any of 3 articles." in look.unsure


def test_feeds_and_sitemaps_are_found_where_pages_and_robots_name_them() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="要闻" href="/rss.xml">'
    item = "<item><title>宋家镇:春茶开园</title><link>/Content-1.html</link><pubDate>2026-05-06</pubDate></item>"
    robots = page(f"User-agent: *\nAllow: /\nSitemap: http://{HOST}/map.xml\n".encode(), Content_Type="text/plain")
    routes = {
        "/": html("<p>欢迎访问</p>", head=head),
        "/rss.xml": page(
            f"<rss><channel>{item}{item.replace('1.html', '2.html')}{item.replace('1.html', '3.html')}</channel></rss>".encode()
        ),
        "/map.xml": page(f"<urlset><url><loc>http://{HOST}/Content-2001.html</loc></url></urlset>".encode()),
        "/robots.txt": robots,
    }
    look = survey(routes)
    assert [(feed.kind, feed.url.rpartition("/")[2], len(feed.items)) for feed in look.feeds] == [
        ("RSS", "rss.xml", 3),
        ("sitemap", "map.xml", 1),
    ]
    assert found(look) == {"要闻": "/rss.xml"}, "a site without columns is read by its feed"
    assert look.columns[0].doubts == []


@pytest.mark.parametrize("path", ["/", "/sitemap.xml"])
def test_the_sitemaps_of_an_index_are_columns_that_are_not_sure(path: str) -> None:
    index = "".join(f"<sitemap><loc>http://{HOST}/map-{number}.xml</loc></sitemap>" for number in (1, 2))
    maps = {
        f"/map-{number}.xml": page(
            f"<urlset>{''.join(f'<url><loc>http://{HOST}/Content-{number}00{n}.html</loc></url>' for n in range(1, 6))}</urlset>".encode()
        )
        for number in (1, 2)
    }
    articles = {f"/Content-{number}00{n}.html": ARTICLES["/Content-1.html"] for number in (1, 2) for n in range(1, 6)}
    look = survey(
        {
            "/": html("<p>欢迎访问</p>"),
            "/sitemap.xml": page(f"<sitemapindex>{index}</sitemapindex>".encode()),
            **maps,
            **articles,
        },
        path,
    )
    assert found(look) == {"sitemap": "/map-1.xml", "sitemap 2": "/map-2.xml"}
    assert all("5 of 5 rows have no date" in column.doubts for column in look.columns)


def closed() -> Iterator[tuple[dict[str, Route], str]]:
    yield {"/robots.txt": page(b"User-agent: *\nDisallow: /\n"), "/": html("")}, "closed to crawlers"
    yield {"/robots.txt": page(b"", status=503), "/": html("")}, "nothing of the site is read"
    yield {"/": page(b"", status=412)}, "bot wall"
    yield {"/": page(b"<html><script>document.cookie='a=1';location.reload()</script></html>")}, "bot wall"
    yield {"/": page(b"", status=500)}, "answered 500"
    yield {"/": redirect("http://elsewhere.example/")}, "another site"


@pytest.mark.parametrize(("routes", "why"), list(closed()))
def test_a_closed_site_is_not_looked_at(routes: dict[str, Route], why: str) -> None:
    with pytest.raises((SiteClosed, NotAnArticle), match=why):
        survey(routes)


def test_requests_are_bounded_and_what_was_not_looked_at_is_said() -> None:
    names = [
        f"{office}{news}"
        for office in ("部门", "乡镇", "街道", "社区", "基层")
        for news in ("动态", "新闻", "信息", "要闻", "快讯", "时讯")
    ]
    routes = {
        f"/c{number}/": html(rows(1 + number, 12 + number) + f'<a href="/c{number}/2.html">下一页</a>')
        for number in range(30)
    }
    routes |= {f"/c{number}/2.html": html(rows(30, 45)) for number in range(30)}
    routes["/"] = html("".join(link(name, f"/c{number}/") for number, name in enumerate(names)))
    look, asked = surveyed(routes, requests_max=15)
    assert len(asked) <= 17, "15, and robots.txt by the fetcher"
    assert any("were not looked at" in sentence for sentence in look.unsure)
    assert len(asked) == len(set(asked)), "nothing is asked for twice"
