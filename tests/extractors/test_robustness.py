"""No page, however broken or hostile, makes the readers fail or holds them up."""

import json
import re
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.article import Article
from extractors.extract import continuation_urls, read_article
from extractors.lists import ListPage, read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from tests.extractors import pages
from tests.extractors.hostile_strings import Used, hostile_strings, used_patterns

# What is linear takes four times as long for four times the text, what is quadratic sixteen times.
MOST_GROWTH = 8
UNNOTICED_SECONDS = 0.004
UNNOTICED_SECONDS_OF_A_PAGE = 0.015
PATTERN_SIZES = (400, 1_600, 6_400)
PAGE_SIZES = (3_000, 12_000)

ADDRESSES = (
    "http://www.gov.example/xwzx/202605/t20260506_1001.html", "http://www.gov.example/Content-1001.html",
    "http://www.gov.example/art/2026/5/6/art_12_1001.html", "http://www.gov.example/info/1053/1001.htm",
    "http://www.gov.example/n3/n13/c1001/content.html", "http://www.gov.example/xwzx/index_2.html",
    "http://www.gov.example/list_3_2.html", "http://www.gov.example", "", "1001.html", "http://[", "http://a:b/?page=２",
)  # fmt: skip
WORDS = (
    "青泉镇：干部下村解民忧", *pages.PROSE, "来源：", "作者：", "责任编辑：", "审核", "时间", "2026-05-06 09:30", "5月6日",
    "裴若水", "卜 清", "、", " ", "　", "\n", "（记者 ", "）", "【", "】", "本网讯", "1/3", "下一页", ">>", "&nbsp;", "&#0;",
    "&#xd800;", "\x00", "\ufffd", "𠮷", "镇(zhèn)", "document.write('来源：青泉网')", "var countPage = 3", "<![CDATA[", "]]>",
)  # fmt: skip
TAGS = (
    "div", "p", "span", "a", "h1", "h2", "table", "tr", "td", "ul", "li", "br", "b", "font", "script", "style", "form",
    "title", "meta", "base", "iframe", "img", "video", "select", "option", "textarea", "record", "ucapcontent", "o:p", "中",
)  # fmt: skip
ATTRIBUTES = (
    "", ' class="title"', ' class="content"', ' id="zoom"', ' class="v_news_content"', ' style="display:none"',
    ' href="1002.html"', ' href="http://["', ' href="javascript:"', ' title="2026-05-06"', ' href="" title=""',
    ' name="PubDate" content="2026-13-45"', ' name="Author" content="卜清"', ' http-equiv="refresh" content="0;url=//["',
    ' src="a.jpg"', ' class="TRS_Editor', " class=", ' id="vsb_content"', ' lang="zh-TW"', ' colspan="99999999999"',
)  # fmt: skip

RUNS = (
    " ", "　", "\n", "&nbsp;", "1", "2026-05-06 ", "中", "a", "（", "(（【[", "）", "“", "<", "&lt;", "/", "-", "—", "|", "：",
    "、", "。", "记者", "作者：", "来源：", "责任编辑：", "记者 卜清 ", "（记者 卜清）", "【来源：", "编辑:卜清 审核:裴若水 ",
    "鎮(zhèn)", "\\'", "/*", "http://a.b/c ", "<p>中，文字。", "<div>", "<b>", "</div>", "<table><tr><td>", "<!--", "<script>",
    "<a href='/1.html'>全县经济运行分析会召开</a>", "<li><a href='/1.html'>全县春耕生产</a>2026-05-06</li>", "<p>附件：a.pdf</p>",
    "<p>责任编辑：卜清</p>", "<p>2026-05-06</p>", "<p>。</p>", "<h1>青泉镇</h1>", "<p>相关阅读</p>", "<img src='/a.jpg'>",
    "<record>", "var a='1';", "document.write('1');",
)  # fmt: skip
BODY = f"<div>{pages.PARAGRAPHS}</div>"
PLACES: dict[str, Callable[[str], Page]] = {
    "title of the window": lambda run: pages.page(f"<h1>{pages.TITLE}</h1>{BODY}", title=run),
    "headline": lambda run: pages.article_page(BODY, title=run),
    "byline": lambda run: pages.article_page(BODY, info=f"来源：{run}"),
    "first paragraph": lambda run: pages.article_page(f"<div><p>{run}</p>{pages.PARAGRAPHS}</div>"),
    "last paragraph": lambda run: pages.article_page(f"<div>{pages.PARAGRAPHS}<p>{run}</p></div>"),
    "below the text": lambda run: pages.article_page(f"{BODY}{run}"),
    "script": lambda run: pages.article_page(
        BODY, head=f"<script>document.write('{run}');var a='{run}';{run}</script>"
    ),
    "attributes": lambda run: pages.article_page(
        f'<div class="{run}" id="{run}" style="{run}">{pages.PARAGRAPHS}</div>'
    ),
    "link": lambda run: pages.article_page(f'{BODY}<a href="/{run}" title="{run}">{run}</a>'),
    "meta": lambda run: pages.article_page(
        BODY, head="".join(f'<meta name="{name}" content="{run}">' for name in ("Author", "PubDate", "ArticleTitle"))
    ),
    "whole page": lambda run: pages.page(run),
}


def seconds(run: Callable[[], object], rounds: int = 1) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def grows_too_fast(shorter: Callable[[], object], longer: Callable[[], object], unnoticed: float) -> bool:
    """True if four times the text takes much more than four times as long; what nobody notices is not looked at."""
    if seconds(longer) < unnoticed:
        return False
    # A busy machine slows one measurement, hardly three.
    return all(seconds(longer, 3) > MOST_GROWTH * seconds(shorter, 3) for _ in range(3))


def slow_string(used: Used) -> str | None:
    """The beginning of the first string on which a pattern takes too long."""
    for texts in zip(*(hostile_strings(used.pattern, size) for size in PATTERN_SIZES), strict=True):
        for shorter, longer in pairwise(texts):
            if grows_too_fast(partial(used.run, shorter), partial(used.run, longer), UNNOTICED_SECONDS):
                return shorter[:30]
    return None


@pytest.mark.parametrize("used", used_patterns(), ids=lambda used: f"{used.module} {used.pattern.pattern[:40]!r}")
def test_no_regular_expression_takes_long_on_a_hostile_string(used: Used) -> None:
    assert slow_string(used) is None


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"来源\s*[:：]?\s*x", "search"),
        (r"<[^>]+>", "sub"),
        (r"\s+$", "search"),
        (r"/\*.*?\*/", "findall"),
        (r".+-.+-$", "match"),
    ],
)
def test_a_regular_expression_that_takes_long_would_be_found(pattern: str, method: str) -> None:
    assert slow_string(Used("here", re.compile(pattern, re.DOTALL), method))


def test_the_regular_expressions_of_all_modules_are_tried() -> None:
    used = used_patterns()
    assert {"extractors.pieces", "extractors.encoding", "extractors.platforms.pagination", "ankang"} <= {
        each.module for each in used
    }
    assert {"match", "fullmatch", "search", "sub", "split", "findall", "finditer"} == {each.method for each in used}


@pytest.mark.parametrize("place", PLACES)
def test_a_page_four_times_as_long_takes_about_four_times_as_long(place: str) -> None:
    slow = []
    for run in RUNS:
        shorter, longer = (PLACES[place](run * (size // len(run))) for size in PAGE_SIZES)
        if grows_too_fast(partial(outcome_of, shorter), partial(outcome_of, longer), UNNOTICED_SECONDS_OF_A_PAGE):
            slow.append(run)
    assert slow == []


def outcome_of(page: Page) -> tuple[Article | Loss, ListPage | Loss]:
    """What both readers make of the page, parsed anew."""
    page = Page(page.url, page.body, headers=page.headers)
    try:
        article: Article | Loss = read_article(page)
        assert all(url.startswith("http") for url in continuation_urls(page))
    except NotAnArticle as told:
        assert str(told)
        article = told.loss
    try:
        return article, read_list(page)
    except NotAnArticle as told:
        assert str(told)
        return article, told.loss


def assert_sound(page: Page) -> None:
    """Article and list, or the reasons why not: nothing that could not be stored, nothing said twice."""
    article, listed = outcome_of(page)
    assert outcome_of(page) == (article, listed), "the same bytes are the same article"
    if isinstance(article, Article):
        assert article.title or article.body or article.kind == "redirect"
        assert "" not in (article.title, article.source, *article.authors, *article.editors, *article.reviewers)
        assert article.published_at is None or article.published_at.tzinfo is None
        assert (article.published_at is None) == (article.published_precision is None)
        assert not set(article.authors) & set(article.editors)
        assert all(line.strip() for line in article.body.split("\n")) or not article.body
        repr(article).encode()
    if isinstance(listed, ListPage):
        assert all(item.title.strip() for item in listed.items)
        assert all(item.url.startswith("http") for item in listed.items) or not page.url
        assert len({item.url for item in listed.items}) == len(listed.items)
        repr(listed).encode()


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.sampled_from(ADDRESSES),
    st.binary(max_size=600),
    st.sampled_from([b"", b"<p>", b"<html><body>", b"<meta charset=gbk>"]),
)
def test_any_bytes_are_an_article_or_a_list_or_say_why_not(url: str, body: bytes, start: bytes) -> None:
    assert_sound(Page(url, start + body))


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Markup of one element, mostly closed."""
    ends = st.sampled_from(["</{}>", "</{}>", "</{}>", "", "</div>", "</"])
    return st.builds(
        lambda tag, attributes, inside, end: f"<{tag}{''.join(attributes)}>{''.join(inside)}{end.format(tag)}",
        st.sampled_from(TAGS), st.lists(st.sampled_from(ATTRIBUTES), max_size=2), st.lists(children, max_size=5), ends,
    )  # fmt: skip


MARKUP = st.recursive(st.sampled_from(WORDS), element, max_leaves=60)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.sampled_from(ADDRESSES), st.lists(MARKUP, max_size=8), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_tree_is_an_article_or_a_list_or_says_why_not(url: str, parts: list[str], encoding: str) -> None:
    assert_sound(Page(url, "".join(parts).encode(encoding, "replace")))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(MARKUP, min_size=1, max_size=4), st.sampled_from([*PLACES]))
def test_an_article_with_anything_inside_is_an_article_or_says_why_not(parts: list[str], place: str) -> None:
    assert_sound(PLACES[place]("".join(parts)))


PAGERS = (
    "", "createPageHTML(9, 0, 'index', 'html')", "var currentPage = 99999;var countPage = 3", "createPage(99999999,-1,'','')",
    "var purl = '//[';var maxPageNum = 0", "perpage:0,totalrecord:999999,proxyurl:'//['",
)  # fmt: skip
ROW = st.builds(
    lambda tag, before, address, title, behind: f"<{tag}>{before}<a href='{address}'>{title}</a>{behind}</{tag}>",
    st.sampled_from(["li", "li", "tr><td", "p", "record"]), MARKUP, st.sampled_from(["1.html", "2.html", "http://[", "//", "?id=１"]),
    st.one_of(MARKUP, st.just("全县春耕生产现场会举行")), st.sampled_from(["2026-05-06", "05-06", "2026-02-30", "<i>06</i>2026-05", ""]),
)  # fmt: skip


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.sampled_from(ADDRESSES), st.lists(ROW, min_size=1, max_size=12), st.sampled_from(PAGERS), MARKUP)
def test_any_rows_are_a_list_or_say_why_not(url: str, rows: list[str], pager: str, behind: str) -> None:
    body = (
        f"{pages.NAVIGATION}<ul>{''.join(rows)}</ul>{behind}<a href='index_2.html'>下一页</a><script>{pager}</script>"
    )
    assert_sound(Page(url, body.encode("utf-8", "replace")))


KEYS = st.sampled_from(
    ["data", "results", "rows", "articles", "html", "title", "url", "date", "publishedTimeStr", "page", "total"]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([*WORDS, "/1.html", "http://[", "2026-05-06"])
)
JSON = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4))
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.sampled_from(ADDRESSES), JSON, st.sampled_from(["application/json", "text/html"]), st.integers(0, 3))
def test_any_answer_in_json_is_a_list_or_says_why_not(url: str, answer: object, content_type: str, cut: int) -> None:
    body = json.dumps(answer).encode()
    assert_sound(Page(url, body[: len(body) - cut], headers={"content-type": content_type}))


@pytest.mark.parametrize(
    "inside", ["<div>", "<table><tr><td>", "<ul><li>", "<a href='1.html'>", "<font>", '{"data":', "["]
)
def test_thousands_of_elements_inside_each_other_are_read_or_say_why_not(inside: str) -> None:
    assert_sound(pages.page(inside * 20_000 + pages.PARAGRAPHS))
    assert_sound(Page(pages.URL, (inside * 20_000).encode()))


def test_a_broken_base_address_leaves_links_where_they_are() -> None:
    rows = "".join(
        f"<li><a href='{number}.html'>全县第{number}次春耕生产现场会举行</a><span>2026-05-06</span></li>"
        for number in range(1, 6)
    )
    listed = read_list(pages.page(f"<ul>{rows}</ul>", head='<base href="http://[">'))
    assert [item.url for item in listed.items] == [
        f"http://www.gov.example/xwzx/{number}.html" for number in range(1, 6)
    ]


@pytest.mark.parametrize(("cells", "is_tried"), [(100, True), (10_000, False)])
def test_a_monstrous_page_without_text_is_not_tried_by_slow_means(
    cells: int, is_tried: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr("trafilatura.extract", lambda tree, **options: tried.append(tree))
    outcome_of(pages.page("<td>青泉镇</td>" * cells))
    assert bool(tried) == is_tried


@pytest.mark.parametrize(
    "pager",
    [
        "<b>1</b><!-- now --><a href='index_2.html'>2</a>",
        "<li><b>1</b></li><!-- now --><li><a href='index_2.html'>2</a></li>",
    ],
)
def test_a_comment_between_the_numbers_of_a_pager_is_passed_over(pager: str) -> None:
    rows = "".join(
        f"<li><a href='{number}.html'>全县第{number}次春耕生产现场会举行</a><span>2026-05-06</span></li>"
        for number in range(5)
    )
    listed = read_list(pages.page(f"<ul>{rows}</ul><ul>{pager}</ul>"))
    assert listed.next_page == "http://www.gov.example/xwzx/index_2.html"
