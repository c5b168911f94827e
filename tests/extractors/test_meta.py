"""The government's meta tags: any case, empty and unfilled ones count as absent."""

import pytest

from extractors.meta import MetaTags
from tests.extractors.pages import page


def tags(head: str) -> MetaTags:
    return MetaTags(page("<p>text</p>", head=head))


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
