"""Kinds of credit lines of county, school and hospital sites, and bylines built from their parts."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.byline import Byline, parse_byline, parse_end, parse_lead
from extractors.dates import parse_date

SENTENCE = "云岭镇组织干部入户走访，收集群众意见三十二条，逐条落实责任人。"


def end_of(lines: str) -> Byline:
    return parse_end([SENTENCE, *lines.split("\n")]).byline


@pytest.mark.parametrize("bar", ["丨", "|", "｜", "/", "：", " | "])
def test_a_bar_may_stand_between_role_and_name(bar):
    byline = end_of(f"撰稿{bar}方小禾\n责编{bar}江平\n一审{bar}汪小棠\n终审{bar}贺若水")
    assert byline.authors == ("方小禾",)
    assert byline.editors == ("江平",)
    assert byline.reviewers == ("汪小棠", "贺若水")


def test_a_menu_with_bars_names_nobody():
    byline = parse_byline("图片|视频|专题|记者|评论|编辑部 2023-07-25 10:50")
    assert (byline.authors, byline.editors, byline.reviewers) == ((), (), ())


@pytest.mark.parametrize(
    "line",
    [
        "文|方小禾 图|江平",
        "文、图/方小禾",
        "文、图：方小禾",
        "（方小禾 文 江平 图）",
        "（方小禾/文 江平/图）",
        "方小禾/文 江平/摄",
        "文字：方小禾\n图片：江平",
        "（作者：云岭镇中心小学 方小禾）",
        "（云岭县医院宣传科  方小禾）",
        "◎记者 方小禾",
    ],
)
def test_writers_are_told_from_photographers_and_offices(line):
    assert end_of(line).authors == ("方小禾",)


@pytest.mark.parametrize(
    "line",
    [
        "一审一校：方小禾 二审二校：江平 三审三校：汪小棠",
        "审稿人：方小禾\n复审：江平（副主任）\n终审：汪小棠",
        "初审：方小禾（党政办主任） 复审：江平（党委委员） 终审：汪小棠",
    ],
)
def test_reviewers_of_every_step_are_read_without_their_posts(line):
    byline = end_of(line)
    assert byline.reviewers == ("方小禾", "江平", "汪小棠")
    assert (byline.authors, byline.editors) == ((), ())


@pytest.mark.parametrize(
    "line",
    [
        "编辑制作：江平 审核：汪小棠",
        "值班编委：方小禾 编辑：江平",
        "责任编辑：江平 电话：0915-1234567",
        "(责任编辑：江平 HN012)",
        "编　辑：江　平\n审　核：汪小棠",
    ],
)
def test_an_editor_is_read_without_what_stands_around(line):
    byline = end_of(line)
    assert byline.editors == ("江平",)
    assert byline.authors == ()


@pytest.mark.parametrize(
    ("words", "authors"),
    [
        ("文｜方小禾", ("方小禾",)),
        ("记者 | 方小禾", ("方小禾",)),
        ("◎方小禾 江平", ("方小禾", "江平")),
        ("本报云岭7月25日电（记者方小禾、江平）7月25日，", ("方小禾", "江平")),
        ("云岭县融媒体中心讯（全媒体记者 方小禾 通讯员 江平）近日，", ("方小禾", "江平")),
        ("通讯员队伍建设", ()),
        ("（一）加强领导", ()),
    ],
)
def test_first_words_of_every_kind(words, authors):
    assert parse_lead(words).authors == authors


@pytest.mark.parametrize("day_of_week", ["星期二", "（星期二）", "周二"])
def test_a_day_of_the_week_may_stand_before_the_time(day_of_week):
    found = parse_date(f"2023年7月25日 {day_of_week} 10:50")
    assert found is not None
    assert (found.precision, found.value.hour, found.value.minute) == ("minute", 10, 50)


LABELS = {
    "published": ["发布时间", "时间", "发布日期", "日期", "发表时间"],
    "source": ["来源", "信息来源", "文章来源", "稿源"],
    "authors": ["作者", "记者", "通讯员", "撰稿", "供稿", "撰稿人"],
    "editors": ["责任编辑", "责编", "编辑", "网络编辑"],
    "reviewers": ["审核", "初审", "复审", "终审", "一审", "三审", "校对", "签发"],
}
NAMES = ["方小禾", "江平", "汪小棠", "贺若水", "章小山", "欧阳小河", "袁野", "习春生"]
VALUES = {
    "published": ["2023-07-25 10:50", "2023年07月25日 10:50", "2023/7/25 10:50:00"],
    "source": ["云岭镇", "云岭县融媒体中心", "云岭日报"],
}


@dataclass(frozen=True)
class Part:
    """One labelled value; no names for an empty value."""

    field: str
    printed: str
    names: tuple[str, ...]


@st.composite
def a_part(draw: st.DrawFn, field: str) -> Part:
    label = draw(st.sampled_from(LABELS[field])) + draw(st.sampled_from([":", "：", ": ", "： "]))
    if draw(st.integers(0, 5)) == 0:
        return Part(field, label, ())
    if field in VALUES:
        value = draw(st.sampled_from(VALUES[field]))
        return Part(field, label + value, (value,))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    return Part(field, label + draw(st.sampled_from(["、", " ", "　", ",", "，", ";"])).join(names), tuple(names))


@st.composite
def a_byline(draw: st.DrawFn) -> tuple[str, list[Part]]:
    fields = draw(st.lists(st.sampled_from(sorted(LABELS)), min_size=1, unique=True))
    parts = [draw(a_part(field)) for field in fields]
    opener, closer = draw(st.sampled_from([("", ""), ("【", "】"), ("[", "]"), ("（", "）")]))
    separator = draw(st.sampled_from(["", " ", "　", " | ", "\n", "\t"]))
    return separator.join(f"{opener}{part.printed}{closer}" for part in parts), parts


@given(a_byline())
@settings(max_examples=400, derandomize=True, deadline=None)
def test_what_was_put_into_a_byline_comes_out(built):
    text, parts = built
    byline = parse_byline(text)
    put = {part.field: part.names for part in parts}
    assert byline.authors == put.get("authors", ())
    assert byline.editors == put.get("editors", ())
    assert byline.reviewers == put.get("reviewers", ())
    assert byline.source == next(iter(put.get("source", ())), None)
    assert (byline.published_at is not None) == bool(put.get("published"))
    if byline.published_at is not None:
        assert f"{byline.published_at:%Y-%m-%d %H:%M}" == "2023-07-25 10:50"


@given(a_byline())
@settings(max_examples=200, derandomize=True, deadline=None)
def test_editors_and_reviewers_of_end_lines_never_become_authors(built):
    text, parts = built
    authors = {name for part in parts if part.field == "authors" for name in part.names}
    assert set(end_of(text).authors) <= authors


@pytest.mark.parametrize(
    ("words", "authors"),
    [
        ("本报通讯员 方小禾 江平 本报记者 汪小棠", ("方小禾", "江平", "汪小棠")),
        ("【云岭新闻网讯】（方小禾）7月25日，", ("方小禾",)),
        ("文/记者 方小禾 图/记者 江平", ("方小禾",)),
    ],
)
def test_datelines_and_reporters_of_words_and_pictures(words, authors):
    assert parse_lead(words).authors == authors


def test_the_office_of_a_reporter_is_no_author_beside_him():
    byline = parse_byline("作者：云岭县融媒体中心 记者 方小禾 来源：云岭县融媒体中心")
    assert byline.authors == ("方小禾",)
    assert byline.source == "云岭县融媒体中心"


def test_the_address_of_a_reprint_stands_between_its_editor_and_the_pages_own():
    lines = [
        "责任编辑：方小禾",
        "原文链接：https://app.yunling.localhost/column/30046063042-500005630847",
        "编辑：江平",
    ]
    end = parse_end([SENTENCE, *lines])
    assert end.first_credit == 1
    assert end.byline.editors == ("方小禾", "江平")


def test_checks_and_proofs_in_one_label_name_reviewers():
    assert end_of("初审初校：方小禾；复审复校：江平；终审终校：汪小棠").reviewers == ("方小禾", "江平", "汪小棠")
    assert end_of("信息员：方小禾 审核领导：江平").reviewers == ("江平",)
    assert end_of("执笔人：方小禾 校核：江平 签发人：汪小棠").reviewers == ("江平", "汪小棠")


def test_an_office_that_sent_the_text_is_credit_and_no_text():
    assert parse_end([SENTENCE, "（云岭县市场监管局　供稿）"]).first_credit == 1


def test_what_one_name_wrote_and_another_took():
    assert parse_lead("云岭融媒讯（记者 方小禾/文 江平/图）近日，").authors == ("方小禾",)
    assert end_of("撰稿、摄影：方小禾\n审核发布：江平").authors == ("方小禾",)


def test_a_time_of_day_before_the_weekday_is_the_articles():
    assert str(parse_byline("2023-07-25 10:50 星期二 来源：宋家镇").published_at) == "2023-07-25 10:50:00"
    assert parse_byline("2023年7月25日 星期二 首页").published_at is None


def test_brackets_of_every_form_end_a_value():
    assert parse_byline("〖 来源：宋家镇 〗〖 发布时间：2023-07-25 〗").source == "宋家镇"


def test_the_office_may_stand_before_its_writer():
    assert end_of("（宋家镇党政办：方小禾）").authors == ("方小禾",)
    assert end_of("（作者单位：白河县委党校）").authors == ()


def test_the_day_that_a_script_writes_into_the_head_is_not_the_line_below_it():
    assert str(parse_byline("今天是：\n2006-8-15　县物价局").published_at)[:10] == "2006-08-15"
    assert parse_byline("今天是：2006-8-15").published_at is None


def test_whom_to_ask_is_the_last_sentence_of_a_notice():
    assert parse_end([SENTENCE, "联系人：方小禾　联系电话：0999-5551234"]).first_credit == 2


def test_the_day_of_disclosure_counts_where_no_other_is_printed():
    assert str(parse_byline("公开日期：2023-07-25 来源：县财政局").published_at)[:10] == "2023-07-25"
    assert str(parse_byline("公开日期：2023-07-20 发布日期：2023-07-25").published_at)[:10] == "2023-07-25"
    assert str(parse_byline("发布时间：2023年7月25日9时5分").published_at) == "2023-07-25 09:05:00"
