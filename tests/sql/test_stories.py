"""Which articles tell one story: reprints join it, and what only looks alike does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import pytest

from extractors.shingles import signature
from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties

DAY = date(2026, 4, 3)
TEA = "春茶开采正当时节"
PICKING = (
    "清晨的薄雾还没有散去，山坡上的茶园里已经满是采茶人忙碌的身影。大家背着竹篓，双手在嫩芽之间上下翻飞，笑声在山谷里回荡。"
    "村里的合作社负责人介绍，今年雨水充足，新芽比往年早出了一个星期，收购的价格也比去年好。\n"
    "这几年，镇里把茶叶当作富民的主要产业来抓，请来农技人员手把手地教修剪和施肥，又修通了上山的生产道路。"
    "如今家家户户都有茶园，老人在家门口就能挣到工钱，年轻人也愿意回来办加工厂、开网店，日子越过越有盼头。"
)
MEETING = (
    "会议传达学习了上级关于防汛工作的部署，分析研判了当前面临的形势，要求各村各部门压实责任，对河道、水库和地质灾害点逐一排查。"
    "要备足物资，落实值班值守制度，遇到险情第一时间上报，坚决做到人员应撤尽撤。\n"
    "会上还通报了近期检查中发现的问题，三个村作了表态发言，其余各村提交了书面材料，派出所和卫生院的同志列席了会议。"
)
BULLETIN = (
    "本月全镇共办理低保{0}户，发放资金{1}元，走访慰问困难老人{2}名，排查矛盾纠纷{3}件，调解成功{4}件，开展宣传{5}场次。"
    "各村网格员按照要求把工作做到了实处，群众的满意程度有了新的提高，下一步将继续把各项惠民政策落到实处，切实兜牢民生底线。"
)


@dataclass(frozen=True)
class Copy:
    """An article with a text of which a fingerprint is taken, as reading does."""

    key: str
    day: date | None
    town: str | None
    title: str = TEA
    body: str = PICKING
    at: str | None = None
    site: str = "gov"
    source: str | None = None
    is_mirror: bool = False

    def told_in(self, small: SmallWarehouse) -> None:
        more: dict[str, Any] = {"at": self.at, "site": self.site, "source": self.source}
        small.tell(self.key, self.day, self.town, title=self.title, body=self.body, **more)
        numbers = sorted({crc32(number.encode()) & 0xFFFF for number in re.findall(r"\d+", self.body)})
        small.insert("fingerprint", article_id=self.key, version=1, signature=signature(self.body), numbers=numbers)
        if self.is_mirror:
            small.connection.execute(
                'update raw.article set evidence = \'{"mirror": "glosses"}\' where article_id = $1', [self.key]
            ).fetchall()


def stories(*copies: Copy) -> dict[str, str]:
    """For each article the original of its story."""
    return dict(made(copies).asks("select article_id, story_id from core.publication"))


def made(copies: Sequence[Copy]) -> SmallWarehouse:
    small = TwoCounties()
    for copy in copies:
        copy.told_in(small)
    return small.made()


def test_a_reprint_that_is_cut_and_has_another_headline_joins() -> None:
    cut = PICKING[: len(PICKING) * 2 // 3]
    told = stories(
        Copy("a1", DAY, "甲水镇"),
        Copy("a2", DAY + timedelta(3), "甲水镇", title="茶园里的好日子来了", body=cut, site="city"),
    )
    assert told == {"a1": "a1", "a2": "a1"}


def test_a_reprint_with_a_lead_and_credits_of_its_own_joins() -> None:
    dressed = f"本网讯（通讯员 甲一）{PICKING}\n编辑：乙二 审核：丙三"
    told = stories(Copy("a1", DAY, "甲水镇"), Copy("a2", DAY + timedelta(9), None, "茶香满山", dressed, site="city"))
    assert told == {"a1": "a1", "a2": "a1"}


def test_the_same_headline_over_another_text_is_another_story() -> None:
    told = stories(Copy("a1", DAY, "甲水镇"), Copy("a2", DAY + timedelta(1), "甲水镇", body=MEETING, site="city"))
    assert told == {"a1": "a1", "a2": "a2"}


@pytest.mark.parametrize(("days", "original"), [(30, "a1"), (31, "a2")])
def test_a_reprint_comes_within_thirty_days(days: int, original: str) -> None:
    told = stories(Copy("a1", DAY, "甲水镇"), Copy("a2", DAY + timedelta(days), "甲水镇", site="city"))
    assert told["a2"] == original


def test_thirty_days_count_from_the_original_and_not_from_the_copy_before() -> None:
    copies = [Copy(f"a{days}", DAY + timedelta(days), "甲水镇") for days in (0, 20, 40, 60)]
    assert stories(*copies) == {"a0": "a0", "a20": "a0", "a40": "a40", "a60": "a40"}


@pytest.mark.parametrize(("days", "original"), [(7, "a1"), (8, "a2")])
def test_without_a_text_to_compare_the_same_headline_joins_for_seven_days(days: int, original: str) -> None:
    pictures = "组图"
    told = stories(Copy("a1", DAY, "甲水镇", body=pictures), Copy("a2", DAY + timedelta(days), "甲水镇", body=pictures))
    assert told["a2"] == original


def test_a_bulletin_of_every_month_with_other_numbers_is_another_story() -> None:
    april = BULLETIN.format(31, 45210, 18, 26, 25, 4)
    may = BULLETIN.format(33, 47880, 21, 14, 13, 6)
    told = stories(
        Copy("a1", DAY, "甲水镇", "甲水镇民政工作月报", april),
        Copy("a2", DAY + timedelta(28), "甲水镇", "甲水镇民政工作月报", may),
        Copy("a3", DAY + timedelta(29), "甲水镇", "甲水镇民政工作月报", may, site="city"),
    )
    assert told == {"a1": "a1", "a2": "a2", "a3": "a2"}


def test_the_same_text_of_two_towns_is_two_stories() -> None:
    told = stories(Copy("a1", DAY, "甲水镇"), Copy("b1", DAY, "乙山乡"))
    assert told == {"a1": "a1", "b1": "b1"}


def test_a_copy_that_names_no_town_goes_with_the_only_town_that_has_the_text() -> None:
    small = made([Copy("a1", DAY, "甲水镇"), Copy("a2", DAY, None, site="city")])
    assert small.asks("select story_id, town_code, publication_count, site_count from core.story") == [
        ("a1", "990002100", 2, 2)
    ]


def test_a_copy_stays_without_town_where_two_towns_have_the_text() -> None:
    told = stories(Copy("a1", DAY, "甲水镇"), Copy("b1", DAY, "乙山乡"), Copy("c1", DAY, None, site="city"))
    assert told["c1"] == "c1"


def test_a_text_of_last_year_does_not_tell_which_town_a_copy_comes_from() -> None:
    told = stories(
        Copy("a1", DAY - timedelta(365), "甲水镇"), Copy("b1", DAY, "乙山乡"), Copy("c1", DAY, None, site="city")
    )
    assert told == {"a1": "a1", "b1": "b1", "c1": "b1"}


def test_the_same_text_of_two_counties_is_two_stories() -> None:
    small = TwoCounties()
    Copy("a1", DAY, "甲水镇").told_in(small)
    small.tell_there("d1", DAY, "丁河镇", title=TEA, body=PICKING)
    small.insert("fingerprint", article_id="d1", version=1, signature=signature(PICKING), numbers=[])
    assert small.made().asks("select story_id, county_code from core.story order by 1") == [
        ("a1", "990002"),
        ("d1", "990003"),
    ]


def test_a_mirror_is_never_the_original_and_never_counts() -> None:
    small = made([Copy("a0", DAY, "甲水镇", is_mirror=True), Copy("a1", DAY + timedelta(2), "甲水镇", site="city")])
    assert small.asks("select story_id, published_date, article_count, publication_count, site_count from core.story") == [
        ("a1", DAY + timedelta(2), 2, 1, 1)
    ]  # fmt: skip
    assert small.asks("select stories, publications from mart.output_rank where place_name = '甲水镇' and period_kind = 'all'") == [(1, 1)]  # fmt: skip


def test_a_mirror_of_an_article_that_is_not_known_is_no_story_of_any_place() -> None:
    small = made([Copy("a0", DAY, "甲水镇", is_mirror=True), Copy("a1", DAY, "乙山乡", "河道清理见了成效", MEETING)])
    sql = "select place_name, stories from mart.output_rank where period_kind = 'all' and place_name in ('试县', '甲水镇', '乙山乡') order by 1"
    assert small.asks(sql) == [("乙山乡", 1), ("甲水镇", 0), ("试县", 1)]


def test_a_reprint_of_the_same_day_without_an_hour_is_not_the_original() -> None:
    told = stories(
        Copy("a1", DAY, None, site="city"),
        Copy("a2", DAY, "甲水镇", at="16:20", source="甲水镇"),
        Copy("a3", DAY, None),
    )
    assert set(told.values()) == {"a2"}


def test_of_the_copies_of_one_day_the_towns_own_comes_first_and_else_the_earliest() -> None:
    own = stories(
        Copy("a1", DAY, None, at="09:00", site="city"), Copy("a2", DAY, "甲水镇", at="11:00", source="甲水镇")
    )
    assert set(own.values()) == {"a2"}
    earliest = stories(Copy("a1", DAY, None, at="11:00", site="city"), Copy("a2", DAY, "甲水镇", at="09:00"))
    assert set(earliest.values()) == {"a2"}


def test_a_town_that_publishes_a_day_later_than_others_is_no_original() -> None:
    told = stories(Copy("a1", DAY, None, site="city"), Copy("a2", DAY + timedelta(1), "甲水镇", source="甲水镇"))
    assert set(told.values()) == {"a1"}


@pytest.mark.parametrize("before", ["甲水镇：", "试县甲水镇：", "甲水镇", ""])
def test_a_reprint_is_known_whatever_stands_before_the_headline(before: str) -> None:
    pictures = "组图"
    told = stories(
        Copy("a1", DAY, "甲水镇", body=pictures),
        Copy("a2", DAY + timedelta(1), "甲水镇", f"{before}春茶开采，正当时节！", pictures, site="city"),
    )
    assert told["a2"] == "a1"


@pytest.mark.parametrize(("headline", "original"), [("一二三四五六七", "a2"), ("一二三四五六七八", "a1")])
def test_headlines_under_eight_characters_join_nothing(headline: str, original: str) -> None:
    told = stories(*(Copy(f"a{n}", DAY, "甲水镇", f"甲水镇：{headline}", "组图") for n in (1, 2)))
    assert told["a2"] == original


def test_a_long_chain_of_copies_is_one_story() -> None:
    copies = [Copy(f"a{n:02}", DAY + timedelta(n), "甲水镇", site=("gov", "city")[n % 2]) for n in range(28)]
    assert set(stories(*copies).values()) == {"a00"}


def test_only_the_current_version_of_an_article_tells() -> None:
    small = made([Copy("a1", DAY, "甲水镇")])
    small.connection.execute("update raw.article set is_current = false").fetchall()
    small.connection.execute(
        "insert into raw.article select * replace (2 as version, true as is_current) from raw.article"
    ).fetchall()
    small.insert(
        "place", article_id="a1", version=2, role="origin", town_code="990002200", town_name="乙山乡", evidence="title",
        confidence=0.9, mentions=1,
    )  # fmt: skip
    assert small.made().asks("select town_code from core.story") == [("990002200",)]
