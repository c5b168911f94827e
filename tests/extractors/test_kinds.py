"""One page of each kind of template that Chinese news sites have used since 2003, read whole.

Pages and people are invented; only the structure is in the likeness of what is found on the web. Beside each page lies
what a reader finds on it. A page of a kind that is read badly is added here with what it should give.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from extractors.article import Article
from extractors.extract import read_article
from extractors.page import Page
from tests.extractors.rewrites import REWRITES

KINDS = Path(__file__).parent / "kinds"


def folded(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def names(values: Iterable[str]) -> set[str]:
    return {folded(value) for value in values}


def printed_time(article: Article) -> str | None:
    """The time of publication to the precision of the page, as it stands in the file beside the page."""
    if not article.published_at:
        return None
    digits = {"day": 10, "minute": 16, "second": 19}[article.published_precision or "second"]
    return str(article.published_at)[:digits]


def differences(text: str, expected: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """What is read from a page and is not what it says, each with what it should be."""
    article = read_article(Page(expected["url"], text.encode()))
    read: dict[str, object] = {
        "title": folded(article.title),
        "published": printed_time(article),
        "authors": names(article.authors),
        "source": folded(article.source),
        "editors": names(article.editors),
        "reviewers": names(article.reviewers),
    }
    wanted: dict[str, object] = {
        "title": folded(expected["title"]),
        "published": expected["published"],
        "authors": names(expected["authors"]),
        "source": folded(expected["source"]),
        "editors": names(expected["editors"]),
        "reviewers": names(expected["reviewers"]),
    }
    body = folded(article.body)
    if start := folded(expected["body_starts"])[:12]:
        read["body_starts"], wanted["body_starts"] = body[: len(start)], start
    if end := folded(expected["body_ends"])[-12:]:
        read["body_ends"], wanted["body_ends"] = body[-len(end) :], end
    read["missing"] = [text for text in expected["body_must_contain"] if folded(text) not in body]
    read["foreign"] = [text for text in expected["body_must_not_contain"] if folded(text) in body]
    wanted |= {"missing": [], "foreign": []}
    return {field: (value, wanted[field]) for field, value in read.items() if value != wanted[field]}


def page_and_truth(path: Path) -> tuple[str, dict[str, Any]]:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return Page(expected["url"], path.read_bytes()).text, expected


@pytest.mark.parametrize("path", sorted(KINDS.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_of_each_kind_is_read_whole(path: Path) -> None:
    assert differences(*page_and_truth(path)) == {}


# What cannot be told any more: which of two short texts is the article, which of two lines in a table is its headline.
UNTELLABLE = {
    "classes and ids without meaning": {"short_post_one_sentence", "gov_notice_2022_table"},
    "paragraphs that br ends": {"unclosed_paragraphs_2004"},
    "the site's name alone as window title": {
        "font_headline_kicker_2010", "kicker_and_deck_2016", "people_2004_tables", "title_only_in_head_2005",
    },
}  # fmt: skip


@pytest.mark.parametrize("rewrite", REWRITES)
def test_a_page_in_other_markup_or_words_is_read_as_before(rewrite: str) -> None:
    found = {}
    for path in sorted(KINDS.glob("*.html")):
        text, expected = page_and_truth(path)
        if path.stem not in UNTELLABLE.get(rewrite, ()) and (changed := differences(REWRITES[rewrite](text), expected)):
            found[path.stem] = changed
    assert found == {}


@pytest.mark.parametrize("rewrite", REWRITES)
def test_each_rewriting_changes_pages(rewrite: str) -> None:
    pages = [page_and_truth(path)[0] for path in sorted(KINDS.glob("*.html"))]
    assert any(REWRITES[rewrite](page) != page for page in pages)


OTHER_NEWS = "".join(
    f"<div><h4><a href='/n/{number}.html'>第{number}届农民运动会各代表团陆续抵达</a></h4><p>昨日，运动会组委会发布消息，"
    "开幕式将于本周六晚在市体育中心举行，届时周边三条道路实行交通管制，请广大市民提前安排出行，错峰绿色出行。</p></div>"
    for number in range(1, 6)
)
# A text of one sentence, captions and a text straight in a cell are too little against it.
TOO_SHORT = {"photo_story_2018_captions", "short_post_one_sentence", "poem_2014_short_lines", "title_only_in_head_2005"}


@pytest.mark.parametrize(
    "path", [path for path in sorted(KINDS.glob("*.html")) if path.stem not in TOO_SHORT], ids=lambda path: path.stem
)
def test_first_words_of_other_news_below_an_article_change_nothing(path: Path) -> None:
    page = Page("http://news.example.cn/1.html", path.read_bytes())
    text = page.text
    assert "</body>" in text.lower()
    crowded = re.sub("(?i)</body>", f'<div class="zz">{OTHER_NEWS}</div></body>', text).encode()
    crowded = re.sub(rb"(?i)charset=\"?gb(?:2312|k)", b"charset=utf-8", crowded)
    alone, beside = read_article(page), read_article(Page(page.url, crowded))
    assert (beside.title, beside.body) == (alone.title, alone.body)
