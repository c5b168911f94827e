"""Glosses, traditional characters and widths."""

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.extract import read_article
from extractors.normalise import document_normaliser, fold, lost_characters, remove_glosses, to_simplified
from tests.extractors.pages import PARAGRAPHS, article_page

SIMPLIFIED = "云岭镇召开会议，安排部署防汛工作，群众积极参与，成效明显。" * 20
READINGS = ("zhèn", "cūn", "dǎng", "yuán", "gàn", "bù")
TRADITIONAL = "雲嶺鎮召開會議，安排部署防汛工作，群眾積極參與，成效明顯。" * 20


def test_a_simplified_page_needs_nothing_and_loads_nothing():
    loaded = {name for name in ("opencc", "pypinyin") if name in sys.modules}
    assert document_normaliser(SIMPLIFIED) is None
    assert {name for name in ("opencc", "pypinyin") if name in sys.modules} == loaded


def test_a_traditional_page_becomes_simplified():
    normalise = document_normaliser(TRADITIONAL)
    assert normalise is not None
    assert normalise("雲嶺鎮") == "云岭镇"


def test_a_simplified_page_with_a_few_traditional_characters_stays():
    assert document_normaliser(SIMPLIFIED + "書記陳國華說") is None


def test_glosses_toned_toneless_repeated_and_wide_are_removed():
    assert remove_glosses("鎮(zhèn)政(zheng)(zheng)府減（jiǎn）負(fù)(fu)旅(lǚ)綠(lv)") == "鎮政府減負旅綠"


def test_brackets_that_are_no_readings_stay():
    text = "人工智能(ai)、茶(tea)、单位(亩)、世贸(wto)"
    assert remove_glosses(text) == text


def test_a_glossed_traditional_page_is_read_as_its_author_wrote_it():
    page = "雲嶺鎮(zhèn)黨(dǎng)委(wěi)召開(kāi)會(huì)議，部署春耕(gēng)工作。"
    normalise = document_normaliser(page)
    assert normalise is not None
    assert normalise(page) == "云岭镇党委召开会议，部署春耕工作。"


def test_a_single_gloss_in_a_long_page_stays():
    assert document_normaliser(SIMPLIFIED + "读作构朳(bā)镇") is None


def test_the_surname_shen_is_kept():
    assert to_simplified("編輯:沈思霞") == "编辑:沈思霞"


def test_folding_keeps_the_length_and_narrows_signs():
    assert fold("作者：张　三（２０２３）") == "作者:张 三(2023)"


@given(st.text(max_size=80))
@settings(max_examples=100, derandomize=True)
def test_folding_never_changes_the_length(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_the_check_of_a_plain_page_takes_no_time():
    page = (SIMPLIFIED * 12)[:5_000]
    best = min(_seconds(page) for _ in range(20))
    assert best < 0.002


def test_a_hostile_page_takes_no_time():
    start = time.perf_counter()
    for hostile in ("(" * 100_000, "镇(" * 50_000, "镇(zhen)" * 10_000):
        document_normaliser(hostile)
    assert time.perf_counter() - start < 2


def _seconds(page):
    start = time.perf_counter()
    document_normaliser(page)
    return time.perf_counter() - start


def test_a_glossed_copy_is_marked_as_a_mirror_and_a_clean_page_is_not() -> None:
    signs = "".join(f"{sign}({reading})" for sign, reading in zip("镇村党员干部", READINGS, strict=True))
    glossed = f"<p>{signs}下村入户，群众很满意。</p>" * 4
    article = read_article(article_page(f"<div>{PARAGRAPHS}{glossed}</div>"))
    assert article.evidence["mirror"].raw == "镇(zhèn)"
    assert "zhèn" not in article.body
    assert "mirror" not in read_article(article_page(f"<div>{PARAGRAPHS}</div>")).evidence


@pytest.mark.parametrize(
    ("text", "is_lossy"),
    [
        ("全镇干部下村入户??h城关镇群众很满意", True),
        ("群众工作日常化?;基层是根本", True),
        ("清理沟渠\ufffd十余处", True),
        ("群众满意吗??满意！", False),
        ("谁来干?>>干什么", False),
        ("See http://a.example/?h=1;x=2 了解", False),
    ],
)
def test_a_text_that_lost_characters_on_the_way_says_where(text: str, is_lossy: bool) -> None:
    assert (lost_characters(text) is not None) is is_lossy
    article = read_article(article_page(f"<div>{PARAGRAPHS}<p>{text}。</p></div>"))
    assert ("lossy" in article.evidence) is is_lossy
