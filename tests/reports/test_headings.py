"""Every column that a table can show has a short heading in both languages."""

import unicodedata

import pytest

from reports.headings import NoHeading, heading, headings
from reports.site.section import headings_of, sections_of
from tests.sql.small_warehouse import SmallWarehouse


@pytest.fixture(scope="module")
def warehouse() -> SmallWarehouse:
    return SmallWarehouse().made()


def columns(warehouse: SmallWarehouse, *schemas: str) -> set[str]:
    found = warehouse.connection.execute(
        "select column_name from duckdb_columns() where list_contains($1, schema_name)", [list(schemas)]
    )
    return {name for (name,) in found.fetchall()}


def test_every_column_of_a_comparison_has_a_heading(warehouse: SmallWarehouse) -> None:
    assert columns(warehouse, "mart") - headings().keys() == set()


def test_no_heading_is_for_a_column_that_there_is_not(warehouse: SmallWarehouse) -> None:
    on_pages = {
        column for page in ("overview", "town", "health") for section in sections_of(page) for column in section.columns
    }
    assert headings().keys() - columns(warehouse, "core", "mart") - set(headings_of(on_pages)) == set()


def test_a_heading_has_a_chinese_and_an_english_name_that_are_short() -> None:
    for column, (chinese, english) in headings().items():
        assert 0 < len(chinese) <= 9, column
        assert 0 < len(english) <= 22, column
        assert english.isascii(), column
        assert any(unicodedata.category(sign) == "Lo" for sign in chinese), column
    assert heading("stories", "zh") == "新闻"
    assert heading("stories", "en") == "Stories"


def test_a_column_without_a_heading_is_told_where_one_belongs() -> None:
    with pytest.raises(NoHeading, match=r"invented = .* to reports/headings.toml"):
        heading("invented", "zh")
    with pytest.raises(NoHeading, match="only in zh and en"):
        heading("stories", "fr")
