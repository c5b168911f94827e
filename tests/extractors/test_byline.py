"""Bylines as county and town sites print them: header lines, first words, last lines."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.byline import is_byline_line, parse_byline, parse_end, parse_lead, read_text

SENTENCE = "云岭镇组织干部入户走访，收集群众意见三十二条，逐条落实责任人。"


def test_a_byline_without_any_separator_is_cut_at_the_next_label():
    byline = parse_byline("时间:2023-07-25 10:50作者:方小禾来源:云岭镇")
    assert byline.published_at == datetime(2023, 7, 25, 10, 50)
    assert byline.published_precision == "minute"
    assert byline.authors == ("方小禾",)
    assert byline.source == "云岭镇"


@pytest.mark.parametrize(
    "line",
    [
        "作者：方小禾　时间：2023-07-25 10:50　来源：云岭镇　【字体：大 中 小】",
        "来源:云岭镇 | 发布时间:2023年07月25日 10:50 | 作者:方小禾 | 浏览次数:1128次",
        "【 2023-07-25 10:50 】 【来源：云岭镇】 【作者：方小禾】",
        "发布时间：\n2023-07-25 10:50\n作者：\n方小禾\n来源：\n云岭镇",
    ],
)
def test_order_width_and_separators_do_not_matter(line):
    byline = parse_byline(line)
    assert (byline.published_at, byline.authors, byline.source) == (
        datetime(2023, 7, 25, 10, 50),
        ("方小禾",),
        "云岭镇",
    )


def test_empty_values_stay_empty():
    byline = parse_byline("来源:发布者:时间:2023-09-13")
    assert byline.source is None
    assert byline.authors == ()
    assert byline.published_at == datetime(2023, 9, 13)


def test_an_empty_author_does_not_take_the_date_behind_it():
    byline = parse_byline("来源:云岭新闻网 作者: 2015年10月27日")
    assert byline.authors == ()
    assert byline.source == "云岭新闻网"
    assert byline.published_at == datetime(2015, 10, 27)


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：2023-08-01 发布时间：2023-07-25",
        "发布时间：2023-07-25 更新时间：2023-08-01",
        "成文日期：2023-07-01 发布日期：2023-07-25",
    ],
)
def test_publication_wins_over_update_and_document_date(line):
    assert parse_byline(line).published_at == datetime(2023, 7, 25)


def test_a_document_date_alone_is_no_publication():
    assert parse_byline("成文日期：2023-07-01").published_at is None


def test_roles_are_never_mixed():
    byline = parse_byline("来源：云岭县融媒体中心 编辑：章小禾 审核：习春生 校对：冉小胜 2025-11-14 10:26")
    assert byline.authors == ()
    assert byline.editors == ("章小禾",)
    assert set(byline.reviewers) == {"习春生", "冉小胜"}


@pytest.mark.parametrize("name", ["管理员", "admin", "系统管理员", "本站", "佚名", "未知", "不详"])
def test_pseudo_authors_are_dropped(name):
    assert parse_byline(f"作者：{name} 时间：2023-07-25").authors == ()


def test_chief_editors_and_operators_are_nobody():
    byline = parse_byline("时间：2023-07-25 主编：张小山 总编：李小河 发布者：daijun")
    assert (byline.authors, byline.editors, byline.reviewers) == ((), (), ())


def test_every_field_tells_where_it_comes_from():
    byline = parse_byline("时间:2023-07-25作者:方小禾来源:云岭镇")
    assert byline.evidence["authors"].rule == "byline:作者"
    assert "方小禾" in byline.evidence["authors"].raw
    assert set(byline.evidence) == {"published_at", "authors", "source"}


@pytest.mark.parametrize(
    ("paragraph", "authors"),
    [
        ("本网讯（通讯员 方小禾 江平）" + SENTENCE, {"方小禾", "江平"}),
        ("今日云岭网讯 记者赵小禾 通讯员况小平 报道:12日，" + SENTENCE, {"赵小禾", "况小平"}),
        ("阳光讯(记者 李小河 通讯员 陈小山 文/图)" + SENTENCE, {"李小河", "陈小山"}),
        ("本报讯（云岭县融媒体中心记者 韩 禾）" + SENTENCE, {"韩禾"}),
        ("通讯员 方小禾", {"方小禾"}),
        (SENTENCE, set()),
        ("记者在云岭镇看到，" + SENTENCE, set()),
    ],
)
def test_the_first_words_name_the_writers(paragraph, authors):
    assert set(parse_lead(paragraph).authors) == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("（云岭镇 方小禾）", {"方小禾"}),
        ("(方小禾)", {"方小禾"}),
        ("（方小禾 江平 摄）", set()),
        ("(文/方小禾 图/江平)", {"方小禾"}),
        ("记者：周小山 通讯员：宋平 杨小河", {"周小山", "宋平", "杨小河"}),
    ],
)
def test_the_last_line_names_the_writers_and_is_no_text(line, authors):
    end = parse_end([SENTENCE, line])
    assert set(end.byline.authors) == authors
    assert end.first_credit == 1


def test_a_bracket_behind_the_last_sentence_is_read_and_stays():
    end = parse_end([SENTENCE, SENTENCE + "（记者胡小禾）"])
    assert end.byline.authors == ("胡小禾",)
    assert end.first_credit == 2


def test_blocks_of_editors_and_reviewers_end_the_text():
    lines = ["【责任编辑：章小禾】", "初审：吉 禾", "复审：傅小山", "终审：袁小河"]
    end = parse_end([SENTENCE, *lines])
    assert end.byline.editors == ("章小禾",)
    assert end.byline.reviewers == ("吉禾", "傅小山", "袁小河")
    assert end.byline.authors == ()
    assert end.first_credit == 1


def test_an_office_with_roles_in_one_bracket():
    end = parse_end([SENTENCE, "(云岭广播电视台 编辑:裴小禾 三审:尉平)"])
    assert end.byline.editors == ("裴小禾",)
    assert end.byline.reviewers == ("尉平",)


@pytest.mark.parametrize("line", ["时间：2023-07-25 来源：云岭镇", "2023-07-25 10:50", "责任编辑：章小禾"])
def test_byline_lines_are_recognised(line):
    assert is_byline_line(line)


@pytest.mark.parametrize("line", [SENTENCE, "", "一、工作目标", "2023年7月25日，云岭镇召开会议，安排部署防汛工作。"])
def test_text_is_no_byline_line(line):
    assert not is_byline_line(line)


def test_the_first_witness_of_a_field_wins():
    merged = parse_byline("作者：方小禾").merged_with(parse_byline("作者：江平 来源：云岭镇"))
    assert merged.authors == ("方小禾",)
    assert merged.source == "云岭镇"


def test_a_headline_is_found_above_its_byline():
    text = "首页 > 乡镇动态\n\n云岭镇：扎实推进春季植树造林\n\n来源：云岭镇 2024-03-12\n\n"
    text += "〔正文略〕（方小禾）\n责任编辑：章小禾"
    byline = read_text(text)
    assert byline.title == "云岭镇：扎实推进春季植树造林"
    assert byline.source == "云岭镇"
    assert byline.authors == ("方小禾",)
    assert byline.editors == ("章小禾",)


def test_a_glossed_traditional_byline_is_read_as_simplified():
    headline = "雲嶺鎮(zhèn)召開(kāi)會(huì)議部署春耕工作\n"
    byline = read_text(headline + "時(shí)間:2024-03-12 來(lái)源:雲嶺鎮(zhèn)黨(dǎng)政辦\n〔正文略〕")
    assert byline.title == "云岭镇召开会议部署春耕工作"
    assert byline.source == "云岭镇党政办"


@given(st.text(alphabet="作者来源时间编辑:：()（）【】 \n记讯通员摄文图/、方小禾2023-07年月日", max_size=120))
@settings(max_examples=150, derandomize=True)
def test_no_text_breaks_the_grammar(text):
    parse_byline(text)
    parse_lead(text)
    is_byline_line(text)
    end = parse_end(text.split("\n"))
    assert 0 <= end.first_credit <= len(text.split("\n"))
    read_text(text)


@pytest.mark.parametrize(
    "hostile",
    ["来源:", "(", "（记者 张三", " ", "2023-", "、", "记者", "\n", "张三 ", "作者:\n", "编辑|", "文 ", "(讯)"],
)
def test_a_hostile_text_takes_no_time(hostile):
    text = hostile * (100_000 // len(hostile))
    start = time.perf_counter()
    parse_byline(text)
    is_byline_line(text)
    parse_lead(text)
    parse_end([text] * 3)
    assert time.perf_counter() - start < 2


def test_reporters_behind_the_word_for_photographs_are_no_authors():
    assert parse_byline("本组摄影 云岫报记者 贺若水\n通讯员 汪小棠 方小禾").authors == ()
    assert parse_byline("文字 记者 贺若水").authors == ("贺若水",)


@pytest.mark.parametrize("word", ["采茶客", "老山泉"])
def test_a_pen_name_behind_the_last_sentence_is_the_author(word):
    assert parse_end([f"{SENTENCE}（{word}）"]).byline.authors == (word,)


@pytest.mark.parametrize("word", ["全文完", "完", "云岭镇", "白河", "组图", "县融媒体中心"])
def test_other_words_behind_the_last_sentence_are_no_author(word):
    assert parse_end([f"{SENTENCE}（{word}）"]).byline.authors == ()
    assert parse_end([SENTENCE, "【乡村振兴·云岭笔谈】"]).byline.authors == ()


def test_the_name_of_a_county_before_a_name_is_no_person():
    assert parse_end([SENTENCE, "（白河 贺若水）"]).byline.authors == ("贺若水",)


def test_an_editors_label_without_a_name_is_a_credit_line_and_no_text():
    assert parse_end([SENTENCE, "云岭报记者 贺若水 云岭报道", "责任编辑："]).first_credit == 1


def test_a_headline_behind_the_editors_name_does_not_hide_it():
    line = "编辑： 汪小棠 【玉带河何时能变清？】"
    assert is_byline_line(line)
    assert parse_byline(line).editors == ("汪小棠",)
