"""What a text claims in numbers, and what only looks like a claim."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantities import Quantity, read_quantities
from tests.extractors.test_robustness import UNNOTICED_SECONDS_OF_A_PAGE, grows_too_fast

PARAGRAPHS = [json.loads(line) for line in (Path(__file__).parent / "quantities.jsonl").read_text("utf-8").splitlines()]


def key(value: float, unit: str) -> tuple[float, str]:
    return round(value, 4), unit


def names_the_same(label: dict[str, Any], said: str) -> bool:
    """True if most signs of the shorter name are in the other, and the said one is not much longer."""
    for name in [label["indicator"], *label.get("indicator_alt", [])]:
        right, told = set(name), set(said)
        if told and len(right & told) >= 0.6 * min(len(right), len(told)) and len(told) <= 3 * len(right):
            return True
    return False


def shares() -> dict[str, float]:
    """The shares of right answers over the labelled paragraphs."""
    told = wanted = found = bounds = names = traps = fooled = 0
    for row in PARAGRAPHS:
        left = list(row["quantities"])
        wanted += len(left)
        read = read_quantities(row["text"])
        for one in read:
            alike = [label for label in left if key(label["value"], label["unit"]) == key(one.value, one.unit)]
            if not alike:
                told += not any(one.raw in text or text in one.raw for text in row.get("doubtful", []))
                continue
            label = next((label for label in alike if names_the_same(label, one.indicator)), alike[0])
            left.remove(label)
            told, found = told + 1, found + 1
            bounds += label["bound"] == one.bound
            names += names_the_same(label, one.indicator)
        for trap in row.get("not_quantities", []):
            traps += 1
            fooled += any(trap in one.sentence and one.raw in trap for one in read)
    return {
        "precision": found / told,
        "recall": found / wanted,
        "bound": bounds / found,
        "indicator": names / found,
        "traps": 1 - fooled / traps,
    }


def test_most_claims_of_the_labelled_paragraphs_are_read_right() -> None:
    floors = {"precision": 0.98, "recall": 0.98, "bound": 0.98, "indicator": 0.94, "traps": 0.99}
    reached = shares()
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("销售168余万元", (1_680_000, "元", "ge")),
        ("销售168万余元", (1_680_000, "元", "ge")),
        ("流转三千五百亩", (3500, "亩", "eq")),
        ("分红两千余元", (2000, "元", "ge")),
        ("来了近百人", (100, "人", "about")),
        ("种植３．２万亩", (32_000, "亩", "eq")),
        ("接待1,200人次", (1200, "人次", "eq")),
        ("铺设管网8.6千米", (8.6, "千米", "eq")),
        ("提高2.5个百分点", (2.5, "个百分点", "eq")),
        ("满意率百分之九十五点五", (95.5, "%", "eq")),
        ("参会3至5名", (3, "名", "ge")),
        ("补助不超过2万元", (20_000, "元", "le")),
        ("吸引超千万网友", (10_000_000, "", "ge")),
        ("节约30吨", (30, "吨", "eq")),
        ("签约12个", (12, "个", "eq")),
        ("巡查水库217座次", (217, "座次", "eq")),
        ("免疫家禽31万羽次", (310_000, "羽次", "eq")),
        ("投入农机1.3万台（套）", (13_000, "台（套）", "eq")),
        ("网上订单数突破两万。", (20_000, "", "ge")),
        ("安装软件App9300余人", (9300, "人", "ge")),
    ],
)
def test_value_unit_and_bound_of_a_number(text: str, expected: tuple[float, str, str]) -> None:
    (one,) = read_quantities(text)
    assert (one.value, one.unit, one.bound) == expected


@pytest.mark.parametrize(
    "text",
    ["一村一品", "“三个年”活动", "第五届", "2023年7月25日", "65岁", "30多年", "3个月", "〔2021〕38号", "三台县", "千家万户",
     "十分重视", "前三名", "排名后3位的村", "《关于建设3个基地的通知》", "《办法》第8条", "0912-3218866", "1.一是", "两个维护", "百姓", "5G", "一方面"],
)  # fmt: skip
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert read_quantities(text) == []


def test_a_share_is_read_whatever_the_sentence_begins_with() -> None:
    assert [one.unit for one in read_quantities("人均生产总值51238元，增长6.1%。")] == ["元", "%"]


def test_what_a_number_became_is_named_as_what_it_was() -> None:
    read = read_quantities("办结诉求1562件，满意率由89.3%上升到98.1%。")
    assert [one.indicator for one in read] == ["办结诉求", "满意率", "满意率"]


def test_parts_name_their_total() -> None:
    read = read_quantities("全镇有市场主体30家，其中农场10家、合作社20家，改造茶园5亩。")
    assert [(one.indicator, one.part_of) for one in read[1:3]] == [("农场", "市场主体"), ("合作社", "市场主体")]
    assert read[3].part_of is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目前，12家经营主体与30户农户签订了收购协议。", ["经营主体", "农户"]),
        ("8名在外能人回到家乡。", ["在外能人"]),
        ("30户庭院达到美丽庭院标准。", ["庭院"]),
        ("农家乐和民宿发展到5家。", ["农家乐和民宿"]),
        ("新建改建产业路3公里。", ["新建改建产业路"]),
        ("带动30户群众稳定增收。", ["带动群众"]),
        ("扶持种植大户6户。", ["扶持种植大户"]),
        ("镇上建起人才驿站3个。", ["人才驿站"]),
    ],
)
def test_verbs_inside_of_names_stay_there_and_others_end_them(text: str, expected: list[str]) -> None:
    assert [one.indicator for one in read_quantities(text)] == expected


def test_what_several_have_each_is_said_of_each() -> None:
    assert [one.indicator for one in read_quantities("甲水镇、石门镇各有2家。")] == ["甲水镇", "石门镇"]


def assert_sound(text: str) -> None:
    read = read_quantities(text)
    assert read == read_quantities(text)
    assert all(isinstance(one, Quantity) and one.raw in one.sentence and one.sentence in text for one in read)
    twice = read_quantities(f"{text}\n。\n{text}")
    assert len(twice) == 2 * len(read)
    json.dumps([one.value for one in read], allow_nan=False)


WORDS = st.sampled_from(
    ["3", "１", "万", "亿", "余", "多", "近", "约", "三", "百", "几", "数", "百分之", "点", ".", ",", "，", "、", "。", "\n", " ", "至", "-",
     "个", "人次", "亩", "元", "%", "月", "年", "其中", "分别", "各", "的", "“", "”", "《", "》", "（", "）", "全镇", "新增", "茶园", "同比增长", "以上", "/"]
)  # fmt: skip


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.lists(WORDS, max_size=30).map("".join))
def test_any_words_are_read_without_failing(text: str) -> None:
    assert_sound(text)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert_sound(text)


@pytest.mark.parametrize(
    "run",
    ["1", "亿", "一", "3个", "3%", "3个、", "分别", "分别3个、", "其中3个，", "2023年3个", "各", "甲、", "“", "《", "百分之", "1,111", "3-", "的", "全县",
     "新增", "增长3%，", "甲、乙分别为1个、2个，", "甲、乙各3个，", "（", " "],
)  # fmt: skip
def test_a_text_four_times_as_long_takes_about_four_times_as_long(run: str) -> None:
    shorter, longer = (run * (size // len(run)) for size in (5_000, 20_000))
    assert not grows_too_fast(
        partial(read_quantities, shorter), partial(read_quantities, longer), UNNOTICED_SECONDS_OF_A_PAGE
    )
