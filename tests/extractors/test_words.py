"""Full-text search finds what a reader types in what a town has written."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.words import search_words
from tests.extractors import pages
from tests.extractors.test_robustness import grows_too_fast

TEXT = (
    "青泉镇：茶园改造促增收\n青泉镇今年完成老茶园改造３.５万亩，“红屋檐”党建品牌在井湾村、歌风春燕合作社落地，"
    "卜清若说：“5G基站和WiFi都通了。”现代农业产业园区带动1200余户增收。"
)


@pytest.mark.parametrize(
    "typed",
    [
        "茶园",
        "茶园改造",
        "茶园 改造",
        "红屋檐",
        "井湾村",
        "歌风春燕",
        "卜清若",
        "3.5万亩",
        "５g",
        "wifi",
        "产业园",
        "现代农业产业园区",
        "1200",
        "增收",
    ],
)
def test_what_a_reader_types_is_found(typed: str) -> None:
    words = search_words(typed)
    assert words
    assert set(words) <= set(search_words(TEXT))


@pytest.mark.parametrize("typed", ["果园", "红旗", "350", "4g", "青山镇茶园"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not set(search_words(typed)) <= set(search_words(TEXT))


def test_words_are_narrow_and_in_lower_case_without_punctuation_and_single_signs() -> None:
    assert search_words("ＧＤＰ增长５.２%，a——的…… 8 _ ") == ["gdp", "增长", "5.2", "8"]


def test_a_long_word_is_found_by_its_parts() -> None:
    assert {"产业", "产业园", "现代农业"} <= set(search_words("现代农业产业园区"))


def test_words_come_in_their_order_with_repetitions() -> None:
    assert search_words("茶园旁边是茶园") == ["茶园", "旁边", "茶园"]


@pytest.mark.parametrize("text", ["", "  \n", "的", "，。", "\ud800", "\x00"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert search_words(text) == []


def test_threads_cut_side_by_side() -> None:
    texts = [prose * number for prose in pages.PROSE for number in (1, 2, 3)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(search_words, texts * 5)) == [search_words(text) for text in texts] * 5


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(), st.text(alphabet="青泉镇茶园改造的，aＡ1. \ud800𠮷"))
def test_any_text_has_words_that_are_words(text: str, likely: str) -> None:
    for words in (search_words(text), search_words(likely)):
        assert all(word == word.strip() and (len(word) > 1 or word.isdecimal()) for word in words)


@pytest.mark.parametrize("run", ["中", "中国", "龘", "1.", "a1", "青泉镇茶园改造", "，", "\ud800"])
def test_a_text_four_times_as_long_takes_about_four_times_as_long(run: str) -> None:
    shorter, longer = (run * (size // len(run)) for size in (10_000, 40_000))
    assert not grows_too_fast(lambda: search_words(shorter), lambda: search_words(longer), 0.01)
