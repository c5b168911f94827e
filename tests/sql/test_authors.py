"""Who writes for a place: few or many, and nobody is named."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse

TEA = "春茶开采正当时节"
SQL = (
    "select stories, authors, round(credited_stories, 2), round(top_author_share, 2), round(hhi, 4), regular_authors,"
    " anonymous_stories from mart.author_concentration where period_kind = 'all' and place_name = '甲水镇'"
)


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: five stories by 甲一, of which one together with 甲二; one by an office; one by nobody."""
    opened = SmallWarehouse()
    for number in range(4):
        opened.tell(f"a{number}", date(2026, 4, 1 + number), "甲水镇", authors=["甲一"])
    opened.tell("a5", date(2026, 4, 9), "甲水镇", authors=["甲一", "甲二"])
    opened.tell("a6", date(2026, 4, 10), "甲水镇", offices=["县融媒体中心"])
    opened.tell("a7", date(2026, 5, 11), "甲水镇")
    return opened.made()


def test_a_story_is_shared_by_its_authors_and_offices_are_none(small: SmallWarehouse) -> None:
    assert small.asks(SQL) == [(7, 2, 5.0, 0.9, 0.82, 1, 2)]


def test_every_place_is_there_in_every_month(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, month(period_start_date), stories, authors, credited_stories, top_author_share, hhi,"
        " anonymous_stories from mart.author_concentration where period_kind = 'month' and place_kind = 'town'"
        " order by period_start_date, place_code"
    )
    silent = (0, 0, 0.0, None, None, 0)
    rows = small.asks(sql)
    assert [row[:2] for row in rows] == [(town, month) for month in (4, 5) for town in ("丙桥街道", "甲水镇", "乙山乡")]
    assert [rows[0][2:], rows[2][2:], rows[3][2:], rows[5][2:]] == [silent] * 4
    assert rows[4][2:] == (1, 0, 0.0, None, None, 1)


def test_names_are_in_no_comparison(small: SmallWarehouse) -> None:
    tables = small.asks("select table_name from duckdb_tables() where schema_name = 'mart'")
    assert not [table for (table,) in tables if "甲一" in str(small.asks(f"from mart.{table}"))]


def test_a_person_beside_an_office_has_the_whole_story() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", authors=["甲一"], offices=["县融媒体中心"])
    assert small.made().asks(SQL) == [(1, 1, 1.0, 1.0, 1.0, 0, 0)]


def test_the_authors_of_the_original_count_and_not_those_of_a_copy() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", title=TEA, authors=["甲一"])
    small.tell("a2", date(2026, 4, 2), "甲水镇", title=TEA, authors=["甲二", "甲三"], site="city")
    assert small.made().asks(SQL) == [(1, 1, 1.0, 1.0, 1.0, 0, 0)]


def test_where_the_original_credits_nobody_the_earliest_copy_that_does_counts() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", title=TEA, offices=["县融媒体中心"])
    small.tell("a4", date(2026, 4, 2), "甲水镇", title=TEA, site="city")
    small.tell("a3", date(2026, 4, 3), "甲水镇", title=TEA, authors=["甲二", "甲三"], site="city")
    small.tell("a2", date(2026, 4, 4), "甲水镇", title=TEA, authors=["甲一"], site="city")
    assert small.made().asks(SQL) == [(1, 2, 1.0, 0.5, 0.5, 0, 0)]
