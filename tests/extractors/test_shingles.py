"""Reprints of one text are known by their signatures, and other texts are told apart."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.shingles import POSITIONS, agreement, signature
from tests.extractors.test_robustness import grows_too_fast

TEXT = """近日，青泉镇党委组织机关干部和村干部四十余人深入茶园，帮助缺少劳力的农户修剪茶树、清理沟渠、运送肥料。
镇长卜清介绍，今年全镇把老茶园改造作为头等大事来抓，新修产业路三条，安装防霜风扇六十台，引进加工企业两家，预计带动一千二百余户农户增收。
“以前采茶全靠肩挑背扛，现在车子开到地头，一天能多采好几斤。”石鼓村茶农裴大爷算起账来满脸笑容。
据了解，该镇还把党员技术骨干编成服务小队，分片包干到组到户，从修剪、施肥到采摘、加工全程跟踪指导，遇到难题当场会诊解决。
下一步，青泉镇将在品牌培育和市场开拓上持续用力，让小茶叶真正成为群众增收致富的大产业。"""
TEMPLATE = (
    "{town}召开{month}月份{matter}工作推进会。会议通报了{matter}工作进展情况，{first}、{second}作了表态发言。会议强调，要提高思想认识，"
    "围绕{goal}，{means}。会议要求，各村要在{month}月底前完成{task}，由{office}每周督查一次，对排名靠后的村进行约谈。"
)
SIGNS = "青泉镇党委政府组织干部群众清理沟渠修剪茶树安装路灯建设道路改造房屋发展产业培育人才服务企业保护生态治理河湖促进就业增加收入提升教育医疗养老"


def copy_with_lead(text: str) -> str:
    return "云岭县融媒讯（通讯员 裴若水 卜清）5月8日，" + text.removeprefix("近日，")


COPIES = {
    "a lead line": copy_with_lead(TEXT),
    "a dateline in brackets": f"【本网讯】{TEXT}",
    "a reporters' line": f"通讯员 裴若水 卜清\n{TEXT}",
    "end credits": f"{TEXT}（裴若水 文/图）\n来源：青泉镇\n编辑：卜清 审核：裴若水\n【责任编辑：卜清】",
    "narrow punctuation": TEXT.translate(str.maketrans("，。、“”", ',.,""')),
    "other paragraphs": TEXT.replace("\n", "").replace("。", "。\n　　"),
    "glosses": TEXT.replace("镇", "镇(zhèn)").replace("党", "党(dǎng)"),
    "another numeral": TEXT.replace("四十余", "40余").replace("六十", "60"),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_with_another_frame_agrees(how: str) -> None:
    assert agreement(signature(TEXT), signature(COPIES[how])) > 0.8


@pytest.mark.parametrize(
    "frame",
    ["云岭县融媒讯（通讯员 裴若水）5月8日，{}", "{}（记者 卜清）", "云岭新闻网5月12日讯 {}", "{}\n责任编辑：卜清"],
)
def test_the_frame_of_a_short_bulletin_does_not_count(frame: str) -> None:
    short = "青泉镇组织护林员、民兵和志愿者开展冬季森林防火巡护演练，检验乡村两级的应急处置能力。"
    assert agreement(signature(short), signature(frame.format(short))) == 1


def test_bulletins_of_one_template_with_other_facts_are_told_apart() -> None:
    one = TEMPLATE.format(
        town="青泉镇", month="三", matter="人居环境整治", first="石鼓村", second="龙王沟村", goal="村容村貌提升",
        means="清垃圾、清沟渠、清残垣", task="四十二处乱搭乱建的拆除", office="镇纪委",
    )  # fmt: skip
    other = TEMPLATE.format(
        town="柳坪乡", month="九", matter="秋粮收购和防火", first="大湾村", second="桃园村", goal="颗粒归仓和山场平安",
        means="备足机具、守住卡口、宣传到户", task="晒场修整与隔离带开挖", office="乡督查组",
    )  # fmt: skip
    assert agreement(signature(one), signature(other)) < 0.5
    assert agreement(signature(one), signature(one)) == 1


def runs(text: str) -> set[str]:
    han = re.sub("[^\u4e00-\u9fff]", "", text)
    return {han[start : start + 5] for start in range(len(han) - 4)}


def jaccard(one: str, other: str) -> float:
    return len(runs(one) & runs(other)) / len(runs(one) | runs(other))


def test_a_shortened_article_agrees_as_much_as_it_shares() -> None:
    source = random.Random(4)
    errors = []
    for _ in range(60):
        text = "".join(source.choices(SIGNS, k=500))
        errors.append(agreement(signature(text), signature(text[:300])) - jaccard(text, text[:300]))
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.25


@pytest.mark.parametrize("length", [40, 120, 600])
def test_agreement_estimates_what_two_texts_share(length: int) -> None:
    source = random.Random(length)
    errors = []
    for _ in range(150):
        text = "".join(source.choices(SIGNS, k=length))
        kept = source.randrange(length)
        other = text[:kept] + "".join(source.choices(SIGNS, k=length - kept))
        errors.append(agreement(signature(text), signature(other)) - jaccard(text, other))
    assert sum(map(abs, errors)) / len(errors) < 0.07
    assert abs(sum(errors) / len(errors)) < 0.02, "neither too high nor too low on the whole"


def test_texts_that_share_nothing_do_not_agree() -> None:
    assert agreement(signature(TEXT), signature("全县经济运行分析会召开" * 8)) < 0.05


@pytest.mark.parametrize("text", ["", "青泉镇", "青" * 29, "2026-05-06 09:30 " * 40, "a" * 4_000])
def test_a_text_too_short_to_be_known_has_no_signature(text: str) -> None:
    assert signature(text) == ()
    assert agreement(signature(text), signature(text)) == 0


def test_a_signature_is_the_same_in_every_process() -> None:
    code = f"from extractors.shingles import signature; print(signature({TEXT!r}))"
    project = Path(__file__).parents[2]
    for seed in ("0", "1"):
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=project, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True, text=True, check=True, encoding="utf-8",
        )  # fmt: skip
        assert ran.stdout.strip() == str(signature(TEXT))


def test_stored_signatures_stay_comparable() -> None:
    # If this fails, every store's signatures are stale: raise VERSION.
    assert signature(TEXT)[:4] == FIRST_FOUR


FIRST_FOUR = (63171, 40629, 63180, 56117)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(), st.text(alphabet="青泉镇（）【】讯记者通讯员编辑：，。\n5月日 \ud800", min_size=40))
def test_any_text_has_a_signature_or_none(text: str, likely: str) -> None:
    for made in (signature(text), signature(likely), signature(TEXT + text)):
        assert len(made) in (0, POSITIONS)
        assert all(0 <= number < 1 << 16 for number in made)
        assert agreement(made, made) == bool(made)


@pytest.mark.parametrize(
    "run", ["中", "（", "(记者 卜清)\n", "编辑：卜清\n", "讯", " ", "\n", "记者 卜清\n", "青泉镇茶园改造，"]
)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(run: str) -> None:
    shorter, longer = (run * (size // len(run)) for size in (10_000, 40_000))
    assert not grows_too_fast(lambda: signature(shorter), lambda: signature(longer), 0.01)
