"""Slogans are found as towns print them, once each, with the sentence that names them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.slogans import BadSloganFile, SloganList, normal_form, read_slogans
from tests.extractors.test_robustness import grows_too_fast

LIST = SloganList.read(Path(__file__).parents[2] / "sql" / "data" / "slogan.csv")
LABELLED = [line.split("\t") for line in Path(__file__).with_name("slogan_texts.tsv").read_text("utf-8").splitlines()]


def slogans(text: str) -> list[str]:
    return [found.slogan for found in read_slogans("", text)]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "slogan.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_slogans_of_labelled_county_news_are_found_and_nothing_else() -> None:
    right = wrong = missed = 0
    for label, title, body in LABELLED:
        expected = set(filter(None, label.split("、")))
        found = {name for each in read_slogans(title, body) if (name := LIST.canonical(each.slogan))}
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.95


@pytest.mark.parametrize(
    "quoted", ["“三个年”", '"三个年"', "「三个年」", "‘三个年’", "“ 三个年 ”", "＂三个年＂", "三个年”", "“三个年活动"]
)
def test_quotes_of_any_kind_hold_a_slogan_also_when_one_is_lost(quoted: str) -> None:
    assert slogans(f"围绕{quoted}活动抓落实。") == ["三个年"]


def test_a_slogan_comes_once_with_its_count_and_first_sentence() -> None:
    (found,) = read_slogans("青泉镇：“321”结硕果", "镇里开会。推行“321”基层治理模式。“３２１”见成效。")
    assert (found.slogan, found.mentions, found.sentence) == ("321", 3, "青泉镇：“321”结硕果")
    (found,) = read_slogans("青泉镇", "镇里开会。推行“321”模式！又见成效。")
    assert found.sentence == "推行“321”模式！"


def test_a_name_that_analysts_accepted_is_found_wherever_it_is_quoted(tmp_path: Path) -> None:
    text = "“红屋檐”让村民有了说话的地方，“好日子”在后头。"
    assert read_slogans("", text) == []
    (tmp_path / "slogan.csv").write_text("slogan,verdict,same_as,note\n红屋檐,accepted,,\n好日子,rejected,,\n", "utf-8")
    named = SloganList.read(tmp_path / "slogan.csv").named
    assert [slogan.slogan for slogan in read_slogans("", text, named)] == ["红屋檐"]


def test_slogans_come_in_their_order() -> None:
    assert slogans("抓“四比四创”、“三个年”，推行五步工作法。") == ["四比四创", "三个年", "五步"]


@pytest.mark.parametrize("text", [
    "他说：“三个孩子都考上了大学。”", "建立三项机制，推广两种模式。", "“七一”前夕", "“3·15”宣传", "拨打“12345”热线", "“川优6203”水稻",
    "一是抓宣传，二是抓落实。", "“3400万元”到账", "“一张网”", "有了“钱袋子”", "“第一名”", "建立长效机制", "第三工程队",
])  # fmt: skip
def test_days_speech_amounts_and_common_words_are_no_slogans(text: str) -> None:
    assert slogans(text) == []


@pytest.mark.parametrize(
    ("written_as", "normal"),
    [
        ("“三个年”活动", "三个年"),
        ("三 个 年", "三个年"),
        ("１５３５工作法", "1535"),
        ("红屋檐", "红屋檐"),
        ("清风行动", "清风行动"),
        ("", ""),
    ],
)
def test_ways_of_writing_one_slogan_are_one(written_as: str, normal: str) -> None:
    assert normal_form(written_as) == normal
    assert normal_form(normal) == normal


def test_the_list_accepts_rejects_and_joins(tmp_path: Path) -> None:
    text = "\ufeffslogan,verdict,same_as,note\r\n三个年,accepted,,\r\n双减,rejected,,国家政策\r\n“三年”活动,same_as,三个年,\r\n"
    verdicts = SloganList.read(written(tmp_path, text))
    assert [verdicts.canonical(name) for name in ("“三个年”活动", "双减", "三年", "五聚焦")] == [
        "三个年",
        None,
        "三个年",
        "五聚焦",
    ]
    other = SloganList.read(written(tmp_path, text.replace("双减,rejected", "双减,accepted")))
    assert other.fingerprint != verdicts.fingerprint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("口号,结论\n", "the first line must be slogan,verdict,same_as,note"),
        ("slogan,verdict,same_as,note\n三个年,accepted\n", "line 2 must have"),
        ("slogan,verdict,same_as,note\n三个年,maybe,,\n", "line 2: the verdict maybe"),
        ("slogan,verdict,same_as,note\n三个年,same_as,,\n", "line 2: same_as names"),
        ("slogan,verdict,same_as,note\n三个年,accepted,五聚焦,\n", "line 2: same_as names"),
        ("slogan,verdict,same_as,note\n三个年,same_as,五聚焦,\n", "line 2: 五聚焦 must have a line"),
        ("slogan,verdict,same_as,note\n甲乙,same_as,丙丁,\n丙丁,same_as,甲乙,\n", "must have a line of its own"),
        ("slogan,verdict,same_as,note\n三个年,accepted,,\n“三个年”,rejected,,\n", "line 3: 三个年 has a line already"),
        ("slogan,verdict,same_as,note\n三个年,accepted,,\n".encode("gb18030"), "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(BadSloganFile, match=told) as error:
        SloganList.read(written(tmp_path, text))
    assert "slogan.csv" in str(error.value)


SOME = st.lists(
    st.sampled_from([*'“”"「」‘’三个年四比创百一1+N的。\n， ', "工作法", "行动", "开展", "321", "\ud800", "３"]),
    max_size=40,
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(), st.text(), SOME.map("".join))
def test_any_text_has_slogans_that_stand_in_it(title: str, body: str, likely: str) -> None:
    for first, second in ((title, body), (likely, body), (title, likely)):
        found = read_slogans(first, second)
        assert len({each.slogan for each in found}) == len(found)
        assert all(each.slogan and each.mentions >= 1 and each.sentence for each in found)
        assert all(normal_form(each.slogan) == each.slogan for each in found)


@pytest.mark.parametrize(
    "run",
    ["“", '"', "”", "三", "三个年", "“三个年”", "三个年”", "“三个年。", "1", "行动", "开展“院坝夜话”", " ", "。\n"],
)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(run: str) -> None:
    shorter, longer = (run * (size // len(run)) for size in (10_000, 40_000))
    assert not grows_too_fast(lambda: read_slogans("", shorter), lambda: read_slogans("", longer), 0.01)
