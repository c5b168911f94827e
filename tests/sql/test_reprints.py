"""How far stories go: how often they are published, and how high."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
TEA = "春茶开采正当时节"


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: one story published three times in April and May, also in the city; one once. 乙山乡: one from 省报."""
    opened = SmallWarehouse()
    opened.tell("a1", date(2026, 4, 28), "甲水镇", title=TEA, source="甲水镇")
    opened.tell("a2", date(2026, 4, 29), "甲水镇", title=TEA, site="city")
    opened.tell("a3", date(2026, 5, 2), "甲水镇", title=TEA)
    opened.tell("a4", date(2026, 4, 10), "甲水镇")
    opened.tell("a5", date(2026, 5, 3), "乙山乡", source="省报")
    return opened.made()


def test_publications_count_with_their_story_whenever_they_came(small: SmallWarehouse) -> None:
    sql = (
        "select place_name, stories, publications, publications_per_story, reprinted_stories, stories_above_county,"
        " upward_share, best_level from mart.reprints where period_kind = 'month' and period_start_date = ? order by place_code"
    )
    assert small.connection.execute(sql, [APRIL]).fetchall() == [
        ("试县", 2, 4, 2.0, 1, 1, 0.5, "city"),
        ("丙桥街道", 0, 0, None, 0, 0, None, None),
        ("甲水镇", 2, 4, 2.0, 1, 1, 0.5, "city"),
        ("乙山乡", 0, 0, None, 0, 0, None, None),
    ]
    assert small.connection.execute(sql, [MAY]).fetchall()[3] == ("乙山乡", 1, 1, 1.0, 0, 1, 1.0, "province")


def test_an_outlet_named_as_the_source_counts_like_a_site(small: SmallWarehouse) -> None:
    sql = "select stories_above_county, best_level from mart.reprints where place_name = '试县' and period_kind = 'all'"
    assert small.asks(sql) == [(2, "province")]


def test_the_story_of_a_month_counts_in_its_quarter_and_year(small: SmallWarehouse) -> None:
    sql = (
        "select period_kind, period_start_date, stories, publications from mart.reprints"
        " where place_name = '甲水镇' and period_kind in ('quarter', 'year', 'all') order by period_kind"
    )
    assert small.asks(sql) == [("all", APRIL, 2, 4), ("quarter", APRIL, 2, 4), ("year", date(2026, 1, 1), 2, 4)]


def test_spam_copies_are_no_publications() -> None:
    small = SmallWarehouse()
    small.tell("a1", date(2026, 4, 1), "甲水镇", title=TEA)
    small.tell("a2", date(2026, 4, 2), "甲水镇", title=TEA, site="city")
    small.connection.execute(
        """update raw.article set evidence = '{"mirror": ""}' where article_id = 'a2'"""
    ).fetchall()
    sql = (
        "select stories, publications, stories_above_county, best_level from mart.reprints"
        " where place_name = '甲水镇' and period_kind = 'all'"
    )
    assert small.made().asks(sql) == [(1, 1, 0, "county")]


def test_a_county_of_which_nothing_is_read_yet_has_no_numbers_and_nothing_fails() -> None:
    small = SmallWarehouse().made()
    for table in ("reprints", "timeliness", "claim_drift", "author_concentration", "similarity", "slogan_diffusion"):
        assert small.asks(f"from mart.{table}") == []
