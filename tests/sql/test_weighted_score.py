"""Points for publications by the level of the outlet, in the schemes that offices use."""

from datetime import date

import pytest

from tests.sql.small_warehouse import SmallWarehouse
from tests.sql.two_counties import TwoCounties

TEA = "春茶开采正当时节"


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """甲水镇: one story by county, city and 省报; 乙山乡: three by the county alone; 又县: one by its city."""
    opened = TwoCounties()
    opened.tell("a1", date(2026, 4, 3), "甲水镇", title=TEA)
    opened.tell("a2", date(2026, 4, 4), "甲水镇", title=TEA, site="city")
    opened.tell("a3", date(2026, 4, 5), "甲水镇", title=TEA, source="省报")
    for key in ("b1", "b2", "b3"):
        opened.tell(key, date(2026, 4, 9), "乙山乡")
    opened.tell_there("d1", date(2026, 4, 9), "丁河镇", site="city")
    return opened.made()


SCORES = (
    "select place_name, stories, best_points, adoption_points, peer_rank, adoption_rank from mart.weighted_score"
    " where scheme = '{}' and period_kind = 'all' and place_kind = '{}' order by place_code"
)


def test_the_best_outlet_counts_once_and_all_outlets_beside_it(small: SmallWarehouse) -> None:
    # 高安: province 10, city 5, county 2
    assert small.asks(SCORES.format("gaoan2023", "town")) == [
        ("丙桥街道", 0, 0, 0, 3, 3),
        ("甲水镇", 1, 10, 17, 1, 1),
        ("乙山乡", 3, 6, 6, 2, 2),
        ("丁河镇", 1, 5, 5, 1, 1),
        ("戊岭镇", 0, 0, 0, 2, 2),
    ]


def test_another_scheme_makes_another_ranking(small: SmallWarehouse) -> None:
    # 扎兰屯: all above the county 10, county 5
    assert small.asks(SCORES.format("zhalantun2023", "town"))[1:3] == [
        ("甲水镇", 1, 10, 25, 2, 1),
        ("乙山乡", 3, 15, 15, 1, 2),
    ]
    assert small.asks(SCORES.format("zhalantun2023", "county")) == [
        ("试县", 4, 25, 40, 1, 1),
        ("又县", 1, 10, 10, 2, 2),
    ]


def test_every_scheme_is_there_for_every_place_and_period(small: SmallWarehouse) -> None:
    frame = small.asks("select count(*) * 2 from core.place_period")
    assert small.asks("select count(*) from mart.weighted_score") == frame
