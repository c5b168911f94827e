"""The identity of an address: one article, one id, however its link is written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.url import article_id, canonical_url

PLAIN = "http://www.gov.example/Content-1001.html"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.gov.example/Content-1001.html",
        "http://WWW.Gov.Example/Content-1001.html",
        "http://www.gov.example:80/Content-1001.html",
        "https://www.gov.example:443/Content-1001.html",
        "http://www.gov.example./Content-1001.html",
        "  http://www.gov.example/Content-1001.html#top ",
        "http://www.gov.example/Content-1001.html?spm=a1.b2&from=timeline&isappinstalled=0",
        "http://www.gov.example/Content-1001.html;jsessionid=0A1B2C?_t=1746500000",
        "http://www.gov.example/%43ontent-1001.html",
    ],
)
def test_two_spellings_of_one_address_are_one_article(spelling: str) -> None:
    assert canonical_url(spelling) == "//www.gov.example/Content-1001.html"
    assert article_id(spelling) == article_id(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        "http://www.gov.example/Content-1002.html",
        "http://www.gov.example/content-1001.html",
        "http://gov.example/Content-1001.html",
        "http://www.gov.example:8080/Content-1001.html",
        "http://www.gov.example/Content-1001.html?id=7",
        "http://www.gov.example/",
    ],
)
def test_another_article_has_another_id(other: str) -> None:
    assert article_id(other) != article_id(PLAIN)


def test_the_order_of_what_is_asked_makes_no_difference_and_empty_values_stay() -> None:
    asked = "http://a.example/show.php?m=content&id=9&catid="
    assert canonical_url(asked) == canonical_url("http://a.example/show.php?id=9&catid=&m=content")
    assert canonical_url(asked) == "//a.example/show.php?catid=&id=9&m=content"


def test_chinese_in_an_address_is_the_same_escaped_or_not() -> None:
    assert article_id("http://a.example/白河/1.html") == article_id("http://a.example/%E7%99%BD%E6%B2%B3/1.html")
    assert article_id("http://a.example/?q=白河") == article_id("http://a.example/?q=%E7%99%BD%E6%B2%B3")


@pytest.mark.parametrize("form", ["http://a.example/{}/1.html", "http://a.example/list?town={}"])
def test_names_escaped_in_gbk_are_told_apart(form: str) -> None:
    assert article_id(form.format("%B0%A1")) != article_id(form.format("%B0%A2"))
    assert canonical_url(form.format("%B0%A1")).endswith(form.partition("example")[2].format("%B0%A1"))


def test_an_address_without_a_path_is_the_home_page() -> None:
    assert canonical_url("http://a.example") == canonical_url("https://a.example/") == "//a.example/"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.text(max_size=60) | st.from_regex(r"https?://[a-z\[\]:0-9.]{0,12}/.{0,30}", fullmatch=True) | st.just("\ud800")
)
def test_any_text_has_an_identity_that_stays_when_it_is_taken_again(url: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", article_id(url))
    canonical = canonical_url(f"http://a.example/{url}")
    assert canonical_url(f"http:{canonical}") == canonical
