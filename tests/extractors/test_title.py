"""The headline alone: not the column, not the site, not the byline behind it."""

import pytest

from extractors.extract import Hints, read_article
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from tests.extractors.pages import CRUMBS, FOOT, NAVIGATION, PARAGRAPHS, TITLE, article_page, page

BODY = f'<div class="con">{PARAGRAPHS}</div>'
INFO = "<div>发布时间：2026-05-06 09:30　来源：青泉镇</div>"


def title_of(shown: Page, listed: str | None = None) -> str | None:
    return read_article(shown, Hints(listed_title=listed)).title


@pytest.mark.parametrize("separator", ["_", "-", " - ", "|", "——", " – ", "--"])
def test_column_and_site_in_the_window_title_are_cut_off(separator: str) -> None:
    window = separator.join([TITLE, "乡镇动态", "云岫县人民政府"])
    assert title_of(page(f"{NAVIGATION}<h1>{TITLE}</h1>{INFO}{BODY}", title=window)) == TITLE
    assert title_of(page(f"{NAVIGATION}{INFO}{BODY}", title=window)) == TITLE, "the page shows no heading"


def test_the_banner_with_the_name_of_the_site_is_not_the_headline() -> None:
    shown = page(f"<h1>云岫县人民政府</h1><h2>{TITLE}</h2>{INFO}{BODY}", title=f"{TITLE}_云岫县人民政府")
    assert title_of(shown) == TITLE
    same_everywhere = page(
        f'<h1>云岫县人民政府</h1><div class="title">{TITLE}</div>{INFO}{BODY}',
        title="云岫县人民政府",
        head=f'<meta name="SiteName" content="云岫县人民政府"><meta name="ArticleTitle" content="{TITLE}">',
    )
    assert title_of(same_everywhere) == TITLE


def test_a_headline_that_the_meta_tag_cuts_off_is_read_whole() -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE[:8]}…">'
    assert title_of(article_page(BODY, head=head)) == TITLE


def test_a_headline_without_any_markup_of_its_own_is_found_by_the_window_title() -> None:
    assert title_of(page(f"{CRUMBS}<div>{TITLE}</div>{INFO}{BODY}", title=f"{TITLE}-云岫新闻网")) == TITLE


def test_a_hyphen_inside_a_headline_stays() -> None:
    headline = "青泉镇“5-15”防汛演练圆满举行"
    assert title_of(page(f"<h1>{headline}</h1>{INFO}{BODY}", title=f"{headline}_云岫县人民政府")) == headline
    assert title_of(page(f"{INFO}{BODY}", title=f"{headline}_云岫县人民政府")) == headline


def test_a_headline_on_two_lines_is_one() -> None:
    first, second = "干部下村解民忧", "青泉镇打通服务群众最后一公里"
    shown = page(f"{NAVIGATION}<h1>{first}<br>{second}</h1>{INFO}{BODY}", title=f"{first} {second}_云岫县人民政府")
    assert title_of(shown) == f"{first} {second}"


def test_a_byline_in_the_line_of_the_heading_is_not_part_of_it() -> None:
    shown = page(f"<h1>{TITLE} 发布时间：2026-05-06 09:30 来源：青泉镇</h1>{BODY}", title=f"{TITLE}_云岫县人民政府")
    article = read_article(shown)
    assert article.title == TITLE
    assert article.source == "青泉镇"
    assert article.published_at is not None


def test_a_hidden_heading_for_search_engines_is_passed_over() -> None:
    hidden = '<h1 style="display: none">云岫新闻 青泉新闻 招聘</h1>'
    assert title_of(page(f"{hidden}<h2>{TITLE}</h2>{INFO}{BODY}", title=TITLE)) == TITLE


def test_the_title_of_the_list_speaks_where_the_page_has_none() -> None:
    assert title_of(page(f"{INFO}{BODY}", title=""), listed=TITLE) == TITLE


def test_related_headlines_are_not_taken_for_the_own_one() -> None:
    related = "<h3><a href='/a.html'>全县经济运行分析会召开</a></h3>"
    shown = page(f"{related}<h3>{TITLE}</h3>{INFO}{BODY}", title=f"{TITLE}_云岫县人民政府")
    assert title_of(shown) == TITLE


def test_the_evidence_says_which_witness_named_it() -> None:
    assert read_article(article_page(BODY)).evidence["title"].rule == "headline"
    tag = page(f"{INFO}{BODY}", title="", head=f'<meta name="ArticleTitle" content="{TITLE}">')
    assert read_article(tag).evidence["title"].rule == "meta:ArticleTitle"


def test_a_page_with_neither_headline_nor_text_is_unreadable() -> None:
    with pytest.raises(NotAnArticle) as told:
        read_article(page(f"{NAVIGATION}{FOOT}", title=""))
    assert told.value.loss == Loss.UNREADABLE


def test_a_head_that_names_no_headline_leaves_the_line_above_the_text() -> None:
    assert title_of(page(f"{NAVIGATION}<table><tr><td>{TITLE}</td></tr></table>{BODY}", title="(新闻)")) == TITLE
