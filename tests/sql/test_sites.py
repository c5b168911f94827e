"""What became of the links of each site, on how many articles each field was found, and where names of people are."""

from datetime import date, datetime

import pytest

from tests.sql.small_warehouse import COUNTY, SmallWarehouse
from tests.sql.two_counties import TwoCounties

SEEN = datetime(2026, 5, 20, 12, 0)


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """Three articles of gov, one without a day, one without text, one of pictures; a link that was lost."""
    opened = TwoCounties()
    opened.tell("a1", date(2026, 4, 3), "甲水镇", authors=["甲一"], source="甲水镇")
    opened.tell("a2", None, "甲水镇", body="")
    opened.tell("a3", date(2026, 4, 5), None, body="")
    opened.connection.execute("update raw.article set kind = 'gallery' where article_id = 'a3'").fetchall()
    for key, state in (("a1", "loaded"), ("a2", "loaded"), ("a3", "loaded"), ("a4", "lost")):
        opened.insert(
            "link", link_id=key, url=f"http://gov.example/{key}", site_key=f"gov{COUNTY}", county_code=COUNTY, role="article",
            state=state, reason="soft_404" if state == "lost" else None, first_seen_at=SEEN, last_seen_at=SEEN,
        )  # fmt: skip
    return opened.made()


def test_fields_are_counted_for_each_site_and_text_only_of_articles_that_are_text(small: SmallWarehouse) -> None:
    sql = (
        "select site_key, articles, title_share, round(published_share, 3), round(author_share, 3), round(source_share, 3),"
        f" body_share from mart.site_field_fill where county_code = '{COUNTY}' order by site_key"
    )
    assert small.asks(sql) == [
        (f"city{COUNTY}", 0, None, None, None, None, None),
        (f"gov{COUNTY}", 3, 1.0, 0.667, 0.333, 0.333, 0.5),
    ]


def test_losses_have_their_reason_their_share_and_an_example(small: SmallWarehouse) -> None:
    sql = "select site_key, role, reason, links, link_share, example_url from mart.site_losses"
    assert small.asks(sql) == [(f"gov{COUNTY}", "article", "soft_404", 1, 0.25, "http://gov.example/a4")]


def test_names_of_people_are_in_no_table_of_core_and_in_no_comparison(small: SmallWarehouse) -> None:
    # The small warehouse takes the name for its key, which core.article_person has.
    small.connection.execute("update raw.person set person_key = 'k1'").fetchall()
    small.made()
    tables = small.asks(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('core', 'mart')"
    )
    assert len(tables) > 20
    for (table,) in tables:
        assert "甲一" not in str(small.asks(f"from {table}")), table
