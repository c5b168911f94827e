"""Feeds and sitemaps are lists like any other: what they name, when it was published, and what must not be believed."""

import gzip
import time
from datetime import date

import pytest

from extractors.feeds import feeds_of, may_be_article
from extractors.labels import words
from extractors.lists import ListPage, read_list
from extractors.outcome import NotAnArticle
from extractors.page import Page
from extractors.rows import ListItem

SITE = "http://www.example.gov.cn"


def listed(text: str | bytes, path: str = "/rss.xml", **headers: str) -> ListPage:
    body = text if isinstance(text, bytes) else text.encode()
    return read_list(Page(SITE + path, body, headers=headers))


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>镇办动态</title><link>/</link>{"".join(items)}</channel></rss>'


def sitemap(*entries: str) -> str:
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'
    )


def test_rss_names_articles_with_title_and_day() -> None:
    page = listed(
        rss(
            "<item><title><![CDATA[宋家镇：春茶开园]]></title><link>/info/1003/1.htm</link>"
            "<pubDate>Tue, 05 May 2026 18:30:00 GMT</pubDate></item>",
            "<item><title>卡子镇 &amp;amp; 茅坪镇</title><guid>http://www.example.gov.cn/info/1003/2.htm</guid></item>",
        )
    )
    assert page.items == (
        ListItem(f"{SITE}/info/1003/1.htm", "宋家镇：春茶开园", date(2026, 5, 6)),
        ListItem(f"{SITE}/info/1003/2.htm", "卡子镇 & 茅坪镇"),
    )
    assert page.next_page is None


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Tue, 05 May 2026 23:30:00 +0800", date(2026, 5, 5)),
        ("Tue, 05 May 2026 16:30:00 -0000", date(2026, 5, 6)),
        ("Tue, 05 May 2026 16:30:00", date(2026, 5, 5)),
        ("2026-05-05T16:00:00Z", date(2026, 5, 6)),
        ("2026-05-05 23:10:00", date(2026, 5, 5)),
        ("2026-05-05", date(2026, 5, 5)),
        ("2026年5月5日", date(2026, 5, 5)),
        ("9999-12-31T23:59:59Z", None),
        ("Tue, 99 May 2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_moment_is_the_day_that_it_was_in_china(printed: str, day: date | None) -> None:
    (item,) = listed(
        rss(f"<item><title>春茶开园</title><link>/a/1.htm</link><pubDate>{printed}</pubDate></item>")
    ).items
    assert item.date == day


def test_rss_of_the_first_kind_and_a_prefix_that_nobody_declared() -> None:
    (item,) = listed(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
        "<item><title>春茶开园</title><link>/a/1.htm</link><dc:date>2026-05-06T08:00:00+08:00</dc:date></item></rdf:RDF>"
    ).items
    assert item == ListItem(f"{SITE}/a/1.htm", "春茶开园", date(2026, 5, 6))


def test_atom_says_when_it_was_published_not_when_it_was_changed() -> None:
    (item,) = listed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>新闻</title><link rel="self" href="/atom.xml"/><entry>'
        '<title type="html">&lt;b&gt;春茶&lt;/b&gt;开园</title><link rel="enclosure" href="/a.mp3"/>'
        '<link href="2026/1.html"/><updated>2026-05-09T00:00:00Z</updated><published>2026-05-05T20:00:00Z</published>'
        "</entry></feed>",
        "/news/atom.xml",
    ).items
    assert item == ListItem(f"{SITE}/news/2026/1.html", "春茶开园", date(2026, 5, 6))


def test_a_feed_in_gb2312_and_under_a_type_of_its_own() -> None:
    text = rss("<item><title>构朳镇：核桃丰收</title><link>/a/1.htm</link></item>").replace("UTF-8", "gb2312")
    page = listed(text.encode("gb18030"), **{"content-type": "application/rss+xml"})
    assert page.items[0].title == "构朳镇：核桃丰收"


def test_the_last_change_of_a_page_is_not_its_day_of_publication() -> None:
    page = listed(
        sitemap(f"<url><loc>{SITE}/Content-1001.html</loc><lastmod>2026-05-06</lastmod></url>"), "/sitemap.xml"
    )
    assert page.items == (ListItem(f"{SITE}/Content-1001.html", "", None),)


def test_a_news_sitemap_has_title_and_day() -> None:
    text = sitemap(
        f"<url><loc>{SITE}/spring</loc><news:news><news:publication><news:name>白河</news:name></news:publication>"
        "<news:publication_date>2026-05-06</news:publication_date><news:title>春茶开园</news:title></news:news></url>"
    )
    assert listed(text, "/sitemap.xml").items == (ListItem(f"{SITE}/spring", "春茶开园", date(2026, 5, 6)),)


def test_a_sitemap_index_leads_to_all_of_its_sitemaps() -> None:
    children = "".join(f"<sitemap><loc>{SITE}/sitemap-{number}.xml</loc></sitemap>" for number in (1, 2, 3))
    page = listed(f"<sitemapindex>{children}</sitemapindex>", "/sitemap.xml")
    assert page == ListPage((), f"{SITE}/sitemap-1.xml", (f"{SITE}/sitemap-2.xml", f"{SITE}/sitemap-3.xml"))


ARTICLES = words("""
    /Content-2594334.html /info/1003/28935.htm /info/7.htm /202505/t20250510_409931.html /art/2026/5/1/art_1711_88.html
    /ylx/jxdt/202506/0123456789abcdef0123456789abcdef.shtml /2026/05/06/tea/ /2026-05/06/tea.html /show.php?id=77
    /news/spring-tea-harvest.html /xw/1001.jhtml /article/12 /view.asp?ArticleID=9 /2026/0506/c345a12345/page.htm
    /%E5%AE%8B%E5%AE%B6%E9%95%87%E6%98%A5%E8%8C%B6%E5%BC%80%E5%9B%AD.html
""")
OTHERS = words("""
    / /xwzx/ /xwzx/index.html /xwzx/index_12.html /gzdt.htm /gzdt/12.htm /Node-6059.html /Node-6059_2.html /list_7_2.html
    /col/col1711/index.html /node_1234.htm /category/1234.html /tag/123456 /about.html /2026/ /2026/05/ /page/12/
    /list.php?catid=7&id=3 /a/20260506.jpg /file/20260506.pdf /sitemap-2026.xml /zwgk /search/1234567.html
""")


@pytest.mark.parametrize("path", ARTICLES)
def test_addresses_that_articles_have(path: str) -> None:
    assert may_be_article(SITE + path)


@pytest.mark.parametrize("path", [*OTHERS, "//[broken"])
def test_addresses_of_columns_and_files(path: str) -> None:
    assert not may_be_article(SITE + path)


def test_a_sitemap_gives_articles_only() -> None:
    entries = (f"<url><loc>{SITE}{path}</loc></url>" for path in [*OTHERS, *ARTICLES] if "&" not in path)
    assert [item.url.removeprefix(SITE) for item in listed(sitemap(*entries), "/sitemap.xml").items] == list(ARTICLES)


def test_a_packed_sitemap_is_unpacked() -> None:
    packed = gzip.compress(sitemap(f"<url><loc>{SITE}/Content-1001.html</loc></url>").encode())
    page = listed(packed, "/sitemap.xml.gz", **{"content-type": "application/gzip"})
    assert [item.url for item in page.items] == [f"{SITE}/Content-1001.html"]
    cut = listed(packed[:-9], "/sitemap.xml.gz")
    assert [item.url for item in cut.items] == [f"{SITE}/Content-1001.html"]


def test_an_archive_that_is_no_sitemap_is_a_file() -> None:
    for body in (gzip.compress(b"a program"), b"\x1f\x8bno archive"):
        with pytest.raises(NotAnArticle):
            listed(body, "/setup.gz")


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = "<item><title>春茶 & 核桃</title><link>/a/1.htm</link></item>"
    page = listed(rss(whole, whole.replace("1", "2"), "<item><title>断")[:-30])
    assert [item.url for item in page.items][:2] == [f"{SITE}/a/1.htm", f"{SITE}/a/2.htm"]
    assert listed("<rss><channel></rss>").items == ()


def test_entities_are_not_unfolded_and_no_file_is_opened() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>春茶&l11;&f;开园</title><link>/a/1.htm</link></item></channel></rss>"
    )
    (item,) = listed(text).items
    assert len(item.title) < 40
    assert "root" not in item.title


def test_a_bomb_and_a_hundred_thousand_entries_are_bounded() -> None:
    started = time.monotonic()
    assert listed(gzip.compress(b"<urlset>" + b" " * 300_000_000), "/sitemap.xml.gz").items == ()
    many = sitemap(*(f"<url><loc>/a/{number}.htm</loc></url>" for number in range(100_000)))
    assert 10_000 < len(listed(many, "/sitemap.xml").items) <= 50_000
    assert time.monotonic() - started < 20


def test_a_page_names_its_feeds() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="镇办动态" href="rss/1.xml">'
        '<link rel="Alternate" type="application/atom+xml; charset=utf-8" href="/atom.xml">'
        '<link rel="alternate" type="text/html" href="/en/"><link rel="stylesheet" type="text/css" href="/a.css">'
    )
    page = Page(f"{SITE}/xw/", f"<html><head>{head}</head><body></body></html>".encode())
    assert [(feed.url, feed.title) for feed in feeds_of(page)] == [
        (f"{SITE}/xw/rss/1.xml", "镇办动态"),
        (f"{SITE}/atom.xml", ""),
    ]


def test_a_page_that_tells_of_feeds_is_no_feed() -> None:
    rows = "".join(
        f'<li><a href="/a/{n}.htm">宋家镇第{n}条新闻的标题</a><span>2026-05-0{n}</span></li>' for n in range(1, 7)
    )
    page = listed(f"<!DOCTYPE html><html><head></head><body><rss></rss><ul>{rows}</ul></body></html>", "/xw/")
    assert len(page.items) == 6
