"""Texts of strangers keep to their place on the screen."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from flows.screen import cut, folded, link_style
from flows.terminal import acts, harmless_json, harmless_line

TEXTS = st.text(max_size=200) | st.text(alphabet="茶园3０.a \u0301\u202e\x1b\t👩🏽‍🚀", max_size=200)


@given(TEXTS, st.integers(8, 60))
def test_a_line_is_never_wider_than_its_place_and_nothing_in_it_acts(text: str, cells: int) -> None:
    line = cut(text, cells)
    assert cell_len(line) <= cells
    assert len(line) <= cells + 2, "marks without a width are cut off too"
    assert not any(acts(sign) or sign in "\n\t" for sign in line)


@given(TEXTS, st.integers(8, 60), st.integers(1, 4))
def test_folded_lines_are_neither_wider_nor_more_than_allowed(text: str, cells: int, lines: int) -> None:
    broken = folded(text, cells, lines)
    assert len(broken) <= lines
    assert all(cell_len(line) <= cells for line in broken)


@given(st.text(alphabet="茶园面积3027.5亩，ab", max_size=100), st.integers(8, 60))
def test_folding_loses_nothing_and_breaks_no_number(text: str, cells: int) -> None:
    broken = folded(text, cells, lines=100)
    assert "".join(broken) == text
    for before, after in itertools.pairwise(broken):
        is_inside = before[-1] in "0123456789.ab" and after[0] in "0123456789.ab"
        assert not is_inside or cell_len(before) == cells, "only what fills a line is broken"


def test_what_is_cut_off_is_shown_to_be() -> None:
    assert cut("茶" * 10_000, 10) == "茶茶茶茶…"
    assert folded("茶" * 10_000, 10, 2) == ["茶茶茶茶茶", "茶茶茶茶…"]
    assert cut("a\u0301" * 10_000, 10)[-1] == "…", "marks without a width pile up nowhere"
    assert cut("茶园", 4) == "茶园"


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("http://www.example.gov.cn/a?b=1", True),
        ("HTTPS://www.example.gov.cn/", True),
        ("javascript:alert(1)", False),
        ("http://x/\x1b]8;;http://y/\x1b\\", False),
        ("http://x/ 茶", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, is_link: bool) -> None:
    style = link_style(url)
    assert (style == f"dim link {url}") == is_link
    Text("x", style=style)


@given(st.text(max_size=100))
def test_json_without_acting_signs_says_the_same(text: str) -> None:
    line = harmless_json(json.dumps({"title": text}, ensure_ascii=False))
    assert json.loads(line) == {"title": text}
    assert not any(acts(sign) for sign in line)
    assert harmless_line(line) == line
