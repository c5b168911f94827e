"""The comparisons, on a county small enough to count by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.warehouse.batches import MOMENT, county, link, read, story
from warehouse import transform
from warehouse.rows import Batch
from warehouse.store import Warehouse

SQL = Path(__file__).parents[2] / "sql"
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """甲水镇: three stories (one reprinted twice), 乙山乡: two, 丙桥街道: none; one of the county, one undated."""
    with Warehouse.open(tmp_path_factory.mktemp("marts") / "warehouse.duckdb") as opened:
        opened.merge(county())
        for batch in (
            story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3), authors=("甲一",), source="甲水镇"),
            story(2, "试县甲水镇：春茶开采正当时节", date(2026, 4, 5), site="city"),
            story(3, "甲水镇春茶开采正当时节", date(2026, 4, 6), site="city"),
            # Eight days after the last copy the same words are another story.
            story(4, "甲水镇：春茶开采正当时节", date(2026, 4, 14)),
            story(5, "甲水镇：河道清理见了成效", date(2026, 5, 20)),
            # Headlines under eight characters are used over and over and join nothing.
            story(6, "乙山乡：任前公示", date(2026, 4, 10)),
            story(7, "乙山乡：任前公示", date(2026, 4, 11)),
            story(8, "全县重点工作推进会议召开", date(2026, 5, 2)),
            story(9, "没有日期的一则县级消息", None),
        ):
            opened.merge(batch)
        lost = link(
            "http://gov.example/90.html", "lost", reason="soft_404", listed_date=date(2026, 4, 9), fetched_at=MOMENT
        )
        opened.merge(Batch(links=(lost,)))
        read(opened)
        transform.run(opened.connection, SQL)
        yield opened


def asks(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def test_towns_are_ranked_by_stories_and_silent_ones_are_there(warehouse: Warehouse) -> None:
    sql = "select town_name, county_rank, stories, publications, reprints, stories_above_county, round(story_share, 2) from mart.town_ranking order by county_rank"
    assert asks(warehouse, sql) == [
        ("甲水镇", 1, 3, 5, 2, 1, 0.6),
        ("乙山乡", 2, 2, 2, 0, 0, 0.4),
        ("丙桥街道", 3, 0, 0, 0, 0, 0.0),
    ]


def test_every_month_has_every_town_with_rank_and_change(warehouse: Warehouse) -> None:
    sql = (
        "select month_date, town_name, stories, county_rank, stories_change, county_rank_change"
        " from mart.town_month_output order by month_date, county_rank, town_code"
    )
    assert asks(warehouse, sql) == [
        (APRIL, "甲水镇", 2, 1, None, None),
        (APRIL, "乙山乡", 2, 1, None, None),
        (APRIL, "丙桥街道", 0, 3, None, None),
        (MAY, "甲水镇", 1, 1, -1, 0),
        (MAY, "丙桥街道", 0, 2, 0, 1),
        (MAY, "乙山乡", 0, 2, -2, -1),
    ]


def test_silence_is_counted_to_the_newest_article_of_the_county(warehouse: Warehouse) -> None:
    sql = (
        "select town_name, last_story_date, silent_day_count, longest_gap_days, gaps_over_14_days, is_silent"
        " from mart.town_silence order by town_name"
    )
    assert asks(warehouse, sql) == [
        ("丙桥街道", None, None, None, 0, True),
        ("乙山乡", date(2026, 4, 11), 39, 1, 0, True),
        ("甲水镇", date(2026, 5, 20), 0, 36, 1, False),
    ]


def test_fields_are_counted_for_each_site(warehouse: Warehouse) -> None:
    sql = "select site_key, articles, title_share, round(published_share, 3), round(author_share, 3), round(source_share, 3) from mart.site_field_fill order by site_key"
    assert asks(warehouse, sql) == [("city", 2, 1.0, 1.0, 0.0, 0.0), ("gov", 7, 1.0, 0.857, 0.143, 0.143)]


def test_coverage_stands_beside_every_month(warehouse: Warehouse) -> None:
    sql = "select month_date, links, articles, stories, stories_with_town from mart.month_coverage where month_date is not null order by month_date"
    assert asks(warehouse, sql) == [(APRIL, 7, 6, 4, 4), (MAY, 2, 2, 2, 1)]


def test_losses_have_their_reason_and_an_example(warehouse: Warehouse) -> None:
    assert asks(warehouse, "select site_key, reason, links, example_url from mart.site_losses") == [
        ("gov", "soft_404", 1, "http://gov.example/90.html")
    ]


def test_names_of_people_are_in_one_table_of_core_and_in_no_comparison(warehouse: Warehouse) -> None:
    for (table,) in asks(
        warehouse, "select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'mart'"
    ):
        assert "甲一" not in str(asks(warehouse, f"from {table}"))


def stories_of(tmp_path: Path, *batches: Batch) -> list[tuple[object, ...]]:
    """Town, articles and sites of each story that these articles tell, the fullest first."""
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        for batch in batches:
            opened.merge(batch)
        read(opened)
        transform.run(opened.connection, SQL)
        return asks(
            opened,
            "select town_name, publication_count, site_count from core.story left join core.town using (town_code)"
            " order by publication_count desc, town_name nulls last",
        )


def test_a_reprint_is_known_whatever_stands_before_the_headline(tmp_path: Path) -> None:
    titles = [
        "甲水镇：春茶开采正当时节",
        "试县甲水镇：春茶开采正当时节",
        "甲水镇春茶开采正当时节",
        "春茶开采，正当时节！",
    ]
    copies = [
        story(number, title, date(2026, 4, 2 + number), site=("gov", "city")[number % 2])
        for number, title in enumerate(titles)
    ]
    assert stories_of(tmp_path, *copies) == [("甲水镇", 4, 2)]


def test_a_copy_that_names_no_town_goes_with_the_only_town_that_has_the_headline(tmp_path: Path) -> None:
    told = stories_of(
        tmp_path,
        story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3)),
        story(2, "春茶开采正当时节", date(2026, 4, 4), site="city"),
    )
    assert told == [("甲水镇", 2, 2)]


def test_a_copy_stays_without_town_where_two_towns_have_the_headline(tmp_path: Path) -> None:
    told = stories_of(
        tmp_path,
        story(1, "甲水镇：开展安全生产大检查", date(2026, 4, 3)),
        story(2, "乙山乡：开展安全生产大检查", date(2026, 4, 3)),
        story(3, "开展安全生产大检查", date(2026, 4, 3), site="city"),
    )
    assert told == [("乙山乡", 1, 1), ("甲水镇", 1, 1), (None, 1, 1)]


@pytest.mark.parametrize(("headline", "stories"), [("一二三四五六七", 2), ("一二三四五六七八", 1)])
def test_headlines_under_eight_characters_join_nothing(tmp_path: Path, headline: str, stories: int) -> None:
    copies = (story(n, f"甲水镇：{headline}", date(2026, 4, n)) for n in (1, 2))
    assert len(stories_of(tmp_path, *copies)) == stories


@pytest.mark.parametrize(("days", "stories"), [(7, 1), (8, 2)])
def test_the_same_headline_is_another_story_after_more_than_seven_days(tmp_path: Path, days: int, stories: int) -> None:
    copies = (story(n, "甲水镇：春茶开采正当时节", date(2026, 4, 1 + n)) for n in (0, days))
    assert len(stories_of(tmp_path, *copies)) == stories


def test_each_copy_has_seven_days_from_the_one_before(tmp_path: Path) -> None:
    copies = (story(n, "甲水镇：春茶开采正当时节", date(2026, 4, 1 + n)) for n in (0, 7, 14))
    assert stories_of(tmp_path, *copies) == [("甲水镇", 3, 1)]


def test_the_earliest_copy_is_the_original(warehouse: Warehouse) -> None:
    originals = (
        "select url, published_date, publication_count, site_count, reprint_count, is_above_county from core.story"
        " where publication_count > 1"
    )
    assert asks(warehouse, originals) == [("http://gov.example/1.html", date(2026, 4, 3), 3, 2, 2, True)]


def test_an_undated_story_counts_for_its_town_and_in_no_month_and_a_part_nowhere(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        opened.merge(story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3)))
        opened.merge(story(2, "甲水镇：河道清理见了成效", None))
        part = link("http://gov.example/1_1.html", role="part", listed_date=date(2026, 4, 3))
        opened.merge(Batch(links=(part,)))  # a later page of an article is no link of its own
        read(opened)
        transform.run(opened.connection, SQL)
        ranking = "select stories, undated_stories, story_share from mart.town_ranking where town_name = '甲水镇'"
        assert asks(opened, ranking) == [(2, 1, 1.0)]
        assert asks(opened, "select sum(stories) from mart.town_month_output") == [(1,)]
        assert asks(opened, "select links, articles, stories from mart.month_coverage") == [(1, 1, 1)]
        silence = "select last_story_date, longest_gap_days from mart.town_silence where town_name = '甲水镇'"
        assert asks(opened, silence) == [(date(2026, 4, 3), None)]


def test_towns_with_equal_stories_share_a_rank_and_the_next_one_is_left_out(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        for number, town in enumerate(("甲水镇", "丙桥街道")):
            opened.merge(story(number, f"{town}：{town}的一件大新闻", date(2026, 4, 3)))
        read(opened)
        transform.run(opened.connection, SQL)
        ranks = "select town_name, county_rank, story_share from mart.town_ranking order by county_rank, town_code"
        assert asks(opened, ranks) == [("丙桥街道", 1, 0.5), ("甲水镇", 1, 0.5), ("乙山乡", 3, 0.0)]


def test_a_county_of_which_nothing_is_read_yet_has_its_towns_and_no_numbers(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        read(opened)
        transform.run(opened.connection, SQL)
        ranking = asks(opened, "select stories, story_share, county_rank from mart.town_ranking")
        assert ranking == [(0, None, 1)] * 3
        assert asks(opened, "select silent_day_count, is_silent from mart.town_silence") == [(None, True)] * 3
        assert asks(opened, "select count(*) from mart.month_coverage") == [(0,)]
        assert asks(opened, "select articles, title_share from mart.site_field_fill") == [(0, None)] * 2


def test_coverage_is_the_share_of_the_links_and_the_newest_month_still_grows(warehouse: Warehouse) -> None:
    sql = "select month_date, round(coverage_share, 4), is_complete from mart.month_coverage order by month_date"
    assert asks(warehouse, sql) == [(APRIL, 0.8571, True), (MAY, 1.0, False)]


def test_a_month_is_complete_when_articles_reach_its_last_day(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        opened.merge(story(1, "甲水镇：春茶开采正当时节", date(2026, 3, 9)))
        opened.merge(story(2, "甲水镇：河道清理见了成效", date(2026, 5, 31)))
        read(opened)
        transform.run(opened.connection, SQL)
        months = asks(opened, "select month_date, stories, is_complete from mart.month_coverage order by month_date")
        assert months == [(date(2026, 3, 1), 1, True), (APRIL, 0, True), (MAY, 1, True)]


def test_the_middle_gap_and_the_long_gaps_are_counted(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        for number, day in enumerate((1, 3, 18, 30)):  # gaps of 2, 15 and 12 days
            opened.merge(story(number, f"甲水镇：第{number}件值得一说的事", date(2026, 4, day)))
        opened.merge(story(9, "乙山乡：只有一件值得一说", date(2026, 4, 16)))
        read(opened)
        transform.run(opened.connection, SQL)
        sql = (
            "select town_name, silent_day_count, median_gap_days, longest_gap_days, gaps_over_14_days, is_silent"
            " from mart.town_silence where last_story_date is not null order by town_code"
        )
        # fourteen days of silence are still allowed
        assert asks(opened, sql) == [("甲水镇", 0, 12.0, 15, 1, False), ("乙山乡", 14, None, None, 0, False)]


def test_losses_are_shares_of_the_links_of_their_role(warehouse: Warehouse) -> None:
    # eight links to articles of the site, one of them lost
    assert asks(warehouse, "select role, links, link_share from mart.site_losses") == [("article", 1, 0.125)]


def test_text_is_asked_for_only_of_articles_that_are_text(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        opened.merge(story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3)))
        opened.merge(story(2, "甲水镇：河道清理见了成效", date(2026, 4, 4), body=""))
        opened.merge(story(3, "甲水镇：茶山上的一组照片", date(2026, 4, 5), body="", kind="gallery"))
        read(opened)
        transform.run(opened.connection, SQL)
        assert asks(opened, "select articles, body_share from mart.site_field_fill where site_key = 'gov'") == [
            (3, 0.5)
        ]


def test_only_the_current_version_of_an_article_counts(tmp_path: Path) -> None:
    told = stories_of(
        tmp_path,
        story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3)),
        story(1, "乙山乡：春茶开采正当时节", date(2026, 4, 3), fetched=MOMENT + timedelta(days=1)),
    )
    assert told == [("乙山乡", 1, 1)]
