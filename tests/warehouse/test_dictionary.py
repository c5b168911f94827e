"""The dictionary says what the database says, and is what the repository has."""

from pathlib import Path

import pytest

from warehouse.dictionary import dictionary

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page() -> str:
    return dictionary(ROOT / "sql")


def test_the_page_in_docs_is_fresh(page: str) -> None:
    assert (ROOT / "docs/dictionary.md").read_text("utf-8") == page, "run `make dictionary`"


def test_every_table_has_its_columns_with_type_and_both_languages(page: str) -> None:
    assert "### raw.town\n" in page
    assert "| `town_code` | varchar | Nine-digit division code | 九位区划代码 |" in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 500
    assert [line for line in rows if line.count(" | ") != 3] == []


def test_every_macro_is_named_with_its_blanks(page: str) -> None:
    macros = page[page.index("## Macros") :]
    assert "### compare_towns(one, other)\n" in macros
    assert "### stories_of(place, period_start, period_kind, topic)\n" in macros
    assert "| `period_kind := 'all'` | blank 填空 | month, quarter, year or all | 月、季、年或全部 |" in macros
    assert "| `story_id` | column 列 |" in macros
