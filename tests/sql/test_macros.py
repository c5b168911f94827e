"""What people type: two towns side by side, a town on one page, words, claims, and the way down to the articles."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: 3 stories, one reprinted in the city. 乙山乡: 2. 丙桥街道: none. 邻县 has a 甲水镇, too, with one."""
    opened = SmallWarehouse()
    opened.county("990003", "邻县", {"甲水镇": "990003100"})
    opened.insert("town_alias", town_code="990002200", alias="乙山", kind="short")
    opened.insert("town_alias", town_code="990002200", alias="旧岭乡", kind="former")
    opened.tell(
        "a1", date(2026, 1, 4), "甲水镇", title="春茶开采正当时节好", body="全镇茶园丰收。\n茶园里的茶园人都说好。",
        topics={"产业": 0.6}, slogans=["三个年"], claims=[("茶园", 300.0, "亩"), ("农户", 40.0, "户")], authors=["秦一"],
    )  # fmt: skip
    opened.tell("a2", date(2026, 1, 5), "甲水镇", title="春茶开采正当时节好", body="转载", site="city")
    opened.tell(
        "a3", date(2026, 5, 4), "甲水镇", body="低产茶园的品种改造正忙，红屋檐下人来人往，投资3.5万元。",
        claims=[("茶园", 320.0, "亩")], topics={"党建": 1.0},
    )  # fmt: skip
    opened.tell("a4", None, "甲水镇", body="道路改造完成。")
    opened.tell("b1", date(2026, 2, 4), "乙山乡", body="危房改造，屋檐加固。", topics={"民生": 0.5}, slogans=["三个年"])
    opened.tell("b2", date(2026, 5, 20), "乙山乡", body="井湾村办起夜校。", claims=[("学员", 30.0, "人")])
    opened.tell("c1", date(2026, 5, 20), "甲水镇", body="邻县的茶园。", county="990003", town_code="990003100")
    return opened.indexed().made()


def found(small: SmallWarehouse, words: str) -> list[str]:
    return [key for (key,) in small.asks(f"select article_id from search('{words}')")]


def test_two_towns_side_by_side(small: SmallWarehouse) -> None:
    sql = (
        "select period_kind, figure, one, other, unit, one_place, other_place"
        " from compare_towns('试县甲水镇', '乙山') where mart in ('mart.output_rank.stories', 'mart.output_rank.peer_rank')"
    )
    places = ("试县甲水镇", "试县乙山乡")
    assert small.asks(sql) == [
        ("all", "新闻条数 stories", 3, 2, "条", *places),
        ("all", "同组名次 rank", 1, 2, "名", *places),
        ("quarter", "新闻条数 stories", 1, 1, "条", *places),
        ("quarter", "同组名次 rank", 1, 1, "名", *places),
    ]


def test_every_figure_of_a_comparison_is_there_for_both_periods_with_the_coverage_first(small: SmallWarehouse) -> None:
    figures = small.asks("select period_kind, list(figure) from compare_towns('试县甲水镇', '丙桥街道') group by all")
    listed = dict(figures)
    assert listed["all"] == listed["quarter"]
    assert listed["all"][0] == "采集覆盖率 coverage"
    assert len(set(listed["all"])) == len(listed["all"])


def test_a_silent_town_is_compared_with_nought(small: SmallWarehouse) -> None:
    sql = "select other from compare_towns('试县甲水镇', '丙桥街道') where mart = 'mart.output_rank.stories'"
    assert small.asks(sql) == [(0,), (0,)]


@pytest.mark.parametrize(
    "name",
    ["乙山乡", "试县乙山乡", "试市试县乙山乡", "试省试市试县乙山乡", "乙山", "旧岭乡", "试县旧岭乡", " 乙山乡　"],
)
def test_a_town_is_known_by_all_its_names(small: SmallWarehouse, name: str) -> None:
    assert small.asks(f"select distinct place_name from town_profile('{name}')") == [("试县乙山乡",)]


def test_a_name_of_two_counties_is_answered_for_both(small: SmallWarehouse) -> None:
    both = [("试县甲水镇",), ("邻县甲水镇",)]
    assert small.asks("select distinct place_name from town_profile('甲水镇') order by all") == both
    assert small.asks("select distinct one_place from compare_towns('甲水镇', '乙山乡') order by all") == both
    assert small.asks("select distinct place_name from stories_of('甲水镇') order by all") == both


@pytest.mark.parametrize("name", ["无此镇", "", "水镇", "甲水镇'' or true --"])
def test_a_name_that_nobody_has_is_answered_with_nothing(small: SmallWarehouse, name: str) -> None:
    for macro in (f"town_profile('{name}')", f"stories_of('{name}')", f"compare_towns('{name}', '乙山乡')"):
        assert small.asks(f"from {macro}") == []


def test_a_county_can_be_asked_for_like_a_town(small: SmallWarehouse) -> None:
    sql = "select one, other from compare_towns('试县', '邻县') where mart = 'mart.output_rank.stories'"
    assert (5, 1) in small.asks(sql)


def test_a_town_on_one_page(small: SmallWarehouse) -> None:
    lines = small.asks("select section, what, value, url from town_profile('试县甲水镇')")
    assert ("1 全部 all", "新闻条数 stories", "3", None) in lines
    assert ("2 最近完整季度 quarter", "新闻条数 stories", "1", None) in lines
    assert ("4 口号 slogans", "三个年", "1", "http://gov.example/a1") in lines
    assert ("5 声称数据 claims", "茶园", "320.0亩", "http://gov.example/a3") in lines
    assert ("7 刊载媒体 outlets", "city990002", "1", None) in lines
    assert ("8 最新新闻 newest", "春茶开采正当时节好", "2026-01-04", "http://gov.example/a1") in lines
    assert [section for section, *_ in lines] == sorted(section for section, *_ in lines)


def test_a_silent_town_has_a_page_without_news(small: SmallWarehouse) -> None:
    lines = small.asks("select section, value from town_profile('丙桥街道') where what = '新闻条数 stories'")
    assert lines == [("1 全部 all", "0"), ("2 最近完整季度 quarter", "0")]
    assert small.asks("from town_profile('丙桥街道') where section like '8%'") == []


def test_all_words_of_a_search_must_occur(small: SmallWarehouse) -> None:
    assert found(small, "茶园 改造") == ["a3"]
    assert found(small, "茶园　改造") == ["a3"]
    assert found(small, "茶园 夜校") == []


def test_words_typed_without_a_space_are_found_by_their_parts(small: SmallWarehouse) -> None:
    assert found(small, "茶园改造") == ["a3"]
    assert found(small, "茶园夜校") == []
    assert found(small, "井湾村") == ["b2"]


def test_a_sign_that_the_index_leaves_out_must_stand_in_the_text(small: SmallWarehouse) -> None:
    assert found(small, "屋檐") != []
    assert found(small, "红屋檐") == ["a3"]


def test_a_text_that_has_the_word_more_often_comes_first(small: SmallWarehouse) -> None:
    keys = found(small, "茶园")
    assert keys[0] == "a1"
    assert set(keys) == {"a1", "a3", "c1"}
    scores = [score for (score,) in small.asks("select score from search('茶园')")]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_numbers_are_words_and_signs_of_punctuation_are_none(small: SmallWarehouse) -> None:
    assert found(small, "3.5") == ["a3"]
    assert found(small, "投资，3.5！") == ["a3"]
    assert found(small, "3") == []


@pytest.mark.parametrize("words", ["", " ", "，。", "茶", "%", ":1", "\\", "''", "从未出现过的词语"])
def test_a_search_for_nothing_that_there_is_finds_nothing(small: SmallWarehouse, words: str) -> None:
    assert found(small, words) == []


def test_what_was_found_has_its_town_its_day_its_story_and_the_words_around(small: SmallWarehouse) -> None:
    sql = "select town_name, published_date, story_id, snippet from search('茶园 改造')"
    snippet = "低产茶园的品种改造正忙，红屋檐下人来人往，投资3.5万元。"
    assert small.asks(sql) == [("试县甲水镇", date(2026, 5, 4), "a3", snippet)]
    (line,) = small.asks("select snippet from search('茶园人')")
    assert "\n" not in line[0]


def test_claims_by_indicator_or_sentence_the_newest_first(small: SmallWarehouse) -> None:
    sql = "select place_name, claimed_date, indicator, value, unit, bound, sentence, url, story_id from claims('茶园')"
    assert small.asks(sql) == [
        ("试县甲水镇", date(2026, 5, 4), "茶园", 320.0, "亩", "eq", "茶园320.0亩", "http://gov.example/a3", "a3"),
        ("试县甲水镇", date(2026, 1, 4), "茶园", 300.0, "亩", "eq", "茶园300.0亩", "http://gov.example/a1", "a1"),
    ]
    assert small.asks("select indicator from claims('30.0人')") == [("学员",)]


@pytest.mark.parametrize("word", ["", " ", "%", "_", "从未提及"])
def test_claims_of_no_word_are_none(small: SmallWarehouse, word: str) -> None:
    assert small.asks(f"from claims('{word}')") == []


def test_a_number_leads_to_its_stories_with_all_their_publications(small: SmallWarehouse) -> None:
    sql = "select story_id, is_original, article_id, site_name from stories_of('试县甲水镇')"
    assert small.asks(sql) == [
        ("a3", True, "a3", "gov990002"),
        ("a1", True, "a1", "gov990002"),
        ("a1", False, "a2", "city990002"),
        ("a4", True, "a4", "gov990002"),
    ]


def test_stories_of_a_period_and_of_a_topic(small: SmallWarehouse) -> None:
    keys = "select distinct story_id from stories_of"
    place = "'试县甲水镇'"
    assert small.asks(f"{keys}({place}, period_start := '2026-05-01', period_kind := 'month')") == [("a3",)]
    assert small.asks(f"{keys}({place}, period_start := date '2026-01-01', period_kind := 'quarter')") == [("a1",)]
    assert small.asks(f"{keys}({place}, period_kind := 'month') order by all") == [("a1",), ("a3",)]
    assert small.asks(f"{keys}({place}, topic := '产业')") == [("a1",)]
    assert small.asks(f"{keys}({place}, topic := '未解释') order by all") == [("a1",), ("a4",)]


def test_every_number_of_the_output_rank_is_reached_by_its_own_place_and_period(small: SmallWarehouse) -> None:
    rows = small.asks("select place_code, period_kind, period_start_date, stories, publications from mart.output_rank")
    assert len(rows) > 40
    for place, kind, start, stories, publications in rows:
        counted = small.asks(
            "select count(distinct story_id), count(*) filter (is_counted)"
            f" from stories_of('{place}', period_start := date '{start}', period_kind := '{kind}')"
        )
        assert counted == [(stories, publications)]
