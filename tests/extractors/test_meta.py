"""The government's meta tags: any case, empty and unfilled ones count as absent."""

import pytest

from extractors.article import Evidence
from extractors.meta import MetaTags
from tests.extractors.pages import page


def tags(head: str) -> MetaTags:
    return MetaTags(page("<p>text</p>", head=head))


def values(witnesses: list[Evidence]) -> list[str]:
    return [witness.raw for witness in witnesses]


def rules(witnesses: list[Evidence]) -> list[str]:
    return [witness.rule for witness in witnesses]


@pytest.mark.parametrize("name", ["ArticleTitle", "articletitle", "ARTICLETITLE", " ArticleTitle "])
def test_a_tag_is_found_in_any_case(name: str) -> None:
    assert tags(f'<META NAME="{name}" CONTENT=" 春茶\n开园 "/>').article_title == "春茶 开园"


def test_the_order_of_attributes_makes_no_difference() -> None:
    assert tags('<meta content="县融媒体中心" name="ContentSource">').sources[0].raw == "县融媒体中心"


def test_all_tags_that_the_notice_names() -> None:
    read = tags(
        '<meta name="SiteName" content="云岫县人民政府"><meta name="PubDate" content="2026-05-07 23:11">'
        '<meta name="ContentSource" content="青泉镇"><meta name="ArticleTitle" content="春茶开园">'
    )
    assert (read.site_name, read.dates[0].raw) == ("云岫县人民政府", "2026-05-07 23:11")
    assert (read.sources[0].raw, read.article_title) == ("青泉镇", "春茶开园")


@pytest.mark.parametrize(
    "unfilled",
    [
        "",
        "   ",
        "{$ArticleTitle}",
        "${article.title}",
        "【文章来源】",
        "<%=title%>",
        "[!--title--]",
        "$[title]",
        "#title#",
        "null",
        "undefined",
        "无",
        "%title%",
        "$title$",
        "&lt;%=title%&gt;",
        "NULL",
        "None",
        "暂无",
        "标题：",
        "——",
        "1970-01-01 08:00:00",
        "0001/1/1 0:00:00",
        "&lt;br/&gt;",
    ],
)
def test_a_template_that_was_never_filled_says_nothing(unfilled: str) -> None:
    assert tags(f'<meta name="ArticleTitle" content="{unfilled}">').article_title is None


def test_an_empty_tag_does_not_hide_a_filled_one_of_the_same_name() -> None:
    assert tags('<meta name="PubDate" content=""><meta name="pubdate" content="2026-05-07">').dates[0].raw == (
        "2026-05-07"
    )


def test_of_two_filled_tags_the_first_is_believed() -> None:
    assert (
        tags('<meta name="ContentSource" content="甲"><meta name="ContentSource" content="乙">').sources[0].raw == "甲"
    )


def test_a_whole_text_in_a_tag_is_no_value() -> None:
    assert tags(f'<meta name="ContentSource" content="{"文" * 301}">').sources == []


def test_the_properties_of_social_networks_stand_in() -> None:
    assert tags('<meta property="og:title" content="春茶开园">').article_title == "春茶开园"
    both = '<meta property="og:title" content="春茶"><meta name="ArticleTitle" content="春茶开园">'
    assert tags(both).article_title == "春茶开园"


def test_a_traditional_page_has_its_tags_put_right_too() -> None:
    shown = page("<p>text</p>", head='<meta name="ContentSource" content="青泉鎮">')
    assert MetaTags(shown, lambda text: text.replace("鎮", "镇")).sources[0].raw == "青泉镇"


def test_a_headline_in_brackets_is_no_template() -> None:
    assert (
        tags('<meta name="ArticleTitle" content="【春耕】新泥翻起【组图】">').article_title
        == "【春耕】新泥翻起【组图】"
    )


def test_markup_that_was_escaped_once_too_often_is_no_part_of_a_value() -> None:
    assert tags('<meta name="ArticleTitle" content="春茶&lt;br/&gt;开园&amp;nbsp;">').article_title == "春茶开园"


def test_a_label_that_the_template_put_into_the_tag_is_no_part_of_the_source() -> None:
    assert values(tags('<meta name="ContentSource" content="来源： 青泉镇">').sources) == ["青泉镇"]


def test_a_number_is_the_key_of_a_medium_or_a_person_and_names_nobody() -> None:
    read = tags('<meta name="source" content="2741"><meta name="author" content="104363">')
    assert (read.sources, read.authors) == ([], [])


def test_every_witness_is_named_in_the_order_of_belief() -> None:
    read = tags(
        '<meta property="article:published_time" content="2026-05-08T09:00:00+08:00">'
        '<meta name="pubdate" content="2026-05-06"><meta itemprop="datePublished" content="2026-05-07">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-05-05"}</script>'
    )
    assert rules(read.dates) == [
        "meta:PubDate",
        "json-ld:datePublished",
        "meta:datePublished",
        "meta:article:published_time",
    ]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "春茶开园", "datePublished": "2026-05-06", "author": {"name": "程一苇"}}',
        '[{"@type": "WebSite", "headline": "云岫网"}, {"@type": ["Thing", "Article"], "headline": "春茶开园", '
        '"datePublished": "2026-05-06", "author": [{"@type": "Person", "name": "程一苇"}]}]',
        '{"@graph": [{"@type": "BlogPosting", "headline": "春茶\n开园", "datePublished": "2026-05-06", "author": "程一苇"}]};',
        '{"@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld", "title": "春茶开园", "pubDate": "2026-05-06", '
        '"author": "程一苇"}',
    ],
)
def test_what_a_page_tells_search_engines_is_read(block: str) -> None:
    read = tags(f'<script type="application/ld+json">{block}</script>')
    assert [text.replace(" ", "") for text in values(read.titles)] == ["春茶开园"]
    assert (values(read.dates), values(read.authors)) == (["2026-05-06"], ["程一苇"])


@pytest.mark.parametrize(
    "block",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '"text"',
        '{"@type": "WebSite", "headline": "云岫网"}',
        '{"@type": "Article", "headline": {"@value": 1}, "datePublished": 20260506}',
        '{"@graph": ' * 900 + "1" + "}" * 900,
    ],
)
def test_data_for_search_engines_that_is_broken_or_of_something_else_says_nothing(block: str) -> None:
    read = tags(f'<script type="application/ld+json">{block}</script>')
    assert (read.titles, read.dates, read.authors) == ([], [], [])
