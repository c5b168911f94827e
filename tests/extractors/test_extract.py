"""Pages to articles: which witness is believed, what is text and what is not, and what is no article at all."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.extract import Hints, continuation_urls, read_article
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from tests.extractors.pages import PARAGRAPHS, article_page
from tests.extractors.pages import page as any_page

URL = "http://www.gov.example/xwzx/202605/t20260506_1001.html"
PROSE = [
    "近日，青泉镇组织干部下村入户，清理沟渠十余处，走访群众七十户，解决饮水、道路、就医等问题。",
    "“以前办事要跑镇上，现在家门口就能办。”石鼓村村民说，大家心里都很踏实，也愿意一起出力。",
    "下一步，该镇将把好的做法坚持下去，让更多群众得到实惠，推动各项工作再上新台阶。",
]
BODY = "".join(f"<p>　　{paragraph}</p>" for paragraph in PROSE)


def page(
    *, head: str = "", info: str = "发布时间：2026-05-06 09:30　来源：青泉镇　作者：程一苇", body: str = BODY, after: str = "",
    title: str = "青泉镇：干部下村解民忧", url: str = URL, status: int = 200,
) -> Page:  # fmt: skip
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_乡镇动态_云岫县人民政府</title>{head}</head><body>
    <div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a><a href="/hd/">互动交流</a></div>
    <div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">乡镇动态</a> &gt; 正文</div>
    <h1>{title}</h1><div class="info">{info}</div><div class="TRS_Editor">{body}</div>{after}
    <div class="near"><b>相关阅读</b><ul><li><a href="/a.html">全县经济运行分析会召开</a><span>2025-01-02</span></li></ul></div>
    <div class="foot">版权所有：云岫县人民政府 备案号：测ICP备00000000号 2019-2026</div></body></html>"""
    return Page(url, html.encode(), status=status)


def test_what_a_reader_sees_is_what_is_read() -> None:
    article = read_article(page(after="<p>【责任编辑：裴若水】</p><p>初审：简　宁　复审：傅长青　终审：苏望</p>"))
    assert article.title == "青泉镇：干部下村解民忧"
    assert (article.published_at, article.published_precision) == (datetime(2026, 5, 6, 9, 30), "minute")
    assert (article.authors, article.source, article.editors) == (("程一苇",), "青泉镇", ("裴若水",))
    assert article.reviewers == ("简宁", "傅长青", "苏望")
    assert article.body == "\n".join(PROSE)
    assert article.kind == "text"
    assert article.evidence["source"].rule == "byline:来源"


def test_the_visible_date_beats_the_time_of_the_build_and_both_are_kept() -> None:
    article = read_article(page(head='<meta name="PubDate" content="2026-05-07 23:11">'))
    assert article.published_at == datetime(2026, 5, 6, 9, 30)
    assert article.evidence["published_at.other"].raw == "2026-05-07 23:11"


@pytest.mark.parametrize("name", ["PubDate", "pubdate", "PUBDATE"])
def test_government_tags_speak_where_the_page_is_silent_in_any_case(name: str) -> None:
    tags = f'<meta name="{name}" content="2026-05-07 23:11"><meta name="contentSource" content="县融媒体中心">'
    article = read_article(page(head=tags, info=""))
    assert article.published_at == datetime(2026, 5, 7, 23, 11)
    assert article.source == "县融媒体中心"
    assert article.evidence["published_at"].rule == "meta:PubDate"


def test_the_tag_author_alone_gives_no_author_for_it_is_often_the_editor() -> None:
    article = read_article(page(head='<meta name="Author" content="裴若水">', info="发布时间：2026-05-06"))
    assert article.authors == ()


def test_the_list_is_the_last_witness_of_the_date_and_is_named() -> None:
    article = read_article(page(info="来源：青泉镇"), Hints(listed_date=date(2026, 5, 5)))
    assert (article.published_at, article.published_precision) == (datetime(2026, 5, 5), "day")
    assert article.evidence["published_at"].rule == "list"
    assert read_article(page(info="来源：青泉镇")).published_at is None, "a date in related links or the footer is none"


def test_this_site_as_source_becomes_its_name() -> None:
    article = read_article(page(info="来源：本站　时间：2026-05-06"), Hints(site_name="云岫县人民政府"))
    assert article.source == "云岫县人民政府"
    assert article.evidence["source"].raw == "本站"


@pytest.mark.parametrize(
    "script",
    [
        """<span>来源：<script>document.write('<span class="cm-con">县融媒体中心</span>')</script></span>""",
        """<script>var wzly='县融媒体中心'; if(wzly!=''){document.write("<span>来源："+wzly+"</span>")}</script>""",
    ],
)
def test_a_source_that_a_script_writes_is_read_without_running_it(script: str) -> None:
    assert read_article(page(info=f"发布时间：2026-05-06 09:30 {script}")).source == "县融媒体中心"


def test_lines_of_a_text_without_paragraphs_come_out_one_by_one() -> None:
    article = read_article(page(body="<br><br>".join(f"　　{paragraph}" for paragraph in PROSE)))
    assert article.body == "\n".join(PROSE)


def test_one_sentence_is_a_text_too() -> None:
    article = read_article(page(body="<p>5月6日，青泉镇召开防汛工作会议，安排部署下一阶段工作。</p>"))
    assert article.body == "5月6日，青泉镇召开防汛工作会议，安排部署下一阶段工作。"


def test_hidden_nodes_are_no_text() -> None:
    hidden = '<span style="display:none">Xt7云岫新闻网</span>'
    body = "".join(f"<p>{paragraph}{hidden}</p>" for paragraph in PROSE)
    assert read_article(page(body=body)).body == "\n".join(PROSE)


def test_the_first_words_name_writers_and_stay_in_the_text() -> None:
    lead = "<p>云岫融媒讯（通讯员 程一苇 沈碧）连日来，青泉镇持续开展环境整治，村容村貌焕然一新。</p>"
    article = read_article(page(info="来源：云岫融媒　2026-05-06", body=lead + BODY))
    assert article.authors == ("程一苇", "沈碧")
    assert article.body.startswith("云岫融媒讯（通讯员 程一苇 沈碧）连日来")


def test_an_article_in_two_pages_is_joined_in_order() -> None:
    pager = '<script>createPageHTML(2, 0, "t20260506_1001", "html");</script>'
    first = page(body="".join(f"<p>{paragraph}</p>" for paragraph in PROSE[:2]), after=pager)
    second = page(body=f"<p>{PROSE[2]}</p>", url=URL.replace("1001", "1001_1"))
    assert continuation_urls(first) == [URL.replace("1001", "1001_1")]
    assert read_article(first, more=[second]).body == "\n".join(PROSE)


@pytest.mark.parametrize(
    ("answer", "loss"),
    [
        (page(status=412), Loss.CHALLENGE),
        (
            Page(URL, b"<html><script>document.cookie='a=1';location.reload()</script></html>", status=521),
            Loss.CHALLENGE,
        ),
        (
            Page(
                URL, b"<html><head><script>document.cookie='x=1';location.reload()</script></head><body></body></html>"
            ),
            Loss.CHALLENGE,
        ),
        (
            Page(
                URL, "<html><title>提示</title><body><p>抱歉，您访问的页面不存在或已被删除！</p></body></html>".encode()
            ),
            Loss.SOFT_404,
        ),
        (Page(URL, b""), Loss.EMPTY),
        (Page(URL, b"%PDF-1.4\n1 0 obj", headers={"content-type": "application/pdf"}), Loss.NOT_HTML),
        (Page(URL, b"\x89PNG\r\n\x1a\n" + bytes(99)), Loss.NOT_HTML),
    ],
)
def test_what_is_no_article_says_so_in_one_word(answer: Page, loss: Loss) -> None:
    with pytest.raises(NotAnArticle) as told:
        read_article(answer)
    assert told.value.loss == loss
    assert str(told.value)


def test_a_page_that_sends_its_reader_elsewhere_is_kept_as_redirect() -> None:
    html = "<html><head><title>青泉镇：干部下村</title><script>location.href='https://mp.weixin.qq.com/s/x'</script></head></html>"
    assert read_article(Page(URL, html.encode()), Hints(listed_title="青泉镇：干部下村")).kind == "redirect"


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.data())
def test_a_broken_page_is_an_article_or_says_why_not(data: st.DataObject) -> None:
    body = bytearray(page(after="<p>【责任编辑：裴若水】</p>").body)
    for _ in range(data.draw(st.integers(1, 12))):
        start = data.draw(st.integers(0, len(body) - 1))
        end = start + data.draw(st.integers(0, 200))
        body[start:end] = data.draw(
            st.sampled_from([b"", b"<", b"</div>", b"\x00", b"<table><tr>", b"\xff\xfe", b"<script>", b"&#x0;"])
        )
        body = body or bytearray(b"x")
    try:
        article = read_article(Page(URL, bytes(body)))
    except NotAnArticle as told:
        assert told.loss in Loss
    else:
        assert article.title or article.body


@pytest.mark.timeout(20)
def test_a_script_that_was_cut_off_holds_nobody_up() -> None:
    cut_off = "<script>document.write(" + "a" * 5_000 + " + 'b' + " * 40 + "</script>"
    assert read_article(page(info="发布时间：2026-05-06 09:30" + cut_off)).title == "青泉镇：干部下村解民忧"


@pytest.mark.parametrize(
    ("opening", "kept"),
    [
        ("记者程一苇报道 5月17日，全市村歌大赛在青泉镇举行。", "5月17日，全市村歌大赛在青泉镇举行。"),
        ("云岫网讯 实习生程一苇、记者贺若水报道：5月17日，大赛在青泉镇举行。", "5月17日，大赛在青泉镇举行。"),
        (
            "云岫网青泉5月17日电（记者程一苇）全市村歌大赛在青泉镇举行。",
            "云岫网青泉5月17日电（记者程一苇）全市村歌大赛在青泉镇举行。",
        ),
        (
            "据记者现场报道，全市村歌大赛在青泉镇举行，十二支队伍参加。",
            "据记者现场报道，全市村歌大赛在青泉镇举行，十二支队伍参加。",
        ),
    ],
)
def test_reporters_before_the_first_sentence_are_no_text_and_a_dateline_is(opening: str, kept: str) -> None:
    article = read_article(page(info="来源：云岫融媒　2026-05-17", body=f"<p>{opening}</p>{BODY}"))
    assert article.body == "\n".join([kept, *PROSE])


def test_the_day_in_the_head_of_a_newspapers_page_is_the_day_of_its_articles() -> None:
    head = "<table><tr><td>2026年05月06日 星期三</td></tr><tr><td>第A02版：要闻</td></tr></table>"
    article = read_article(any_page(f"{head}<h1>青泉镇清理沟渠</h1><div>{PARAGRAPHS}</div>", title="青泉镇清理沟渠"))
    assert article.published_at == datetime(2026, 5, 6)
    assert article.evidence["published_at"].rule == "edition"
    today = head.replace("第A02版：要闻", "农历三月二十")
    other = read_article(any_page(f"{today}<h1>青泉镇清理沟渠</h1><div>{PARAGRAPHS}</div>", title="青泉镇清理沟渠"))
    assert other.published_at is None


def test_a_label_that_is_no_encoding_of_text_is_passed_over() -> None:
    text = page().body.decode().replace('charset="utf-8"', 'charset="base64"')
    assert read_article(Page(URL, text.encode("gb18030"))).title == "青泉镇：干部下村解民忧"


def test_a_visible_date_of_the_same_day_is_not_contradicted_by_its_tag() -> None:
    article = read_article(page(head='<meta name="PubDate" content="2026-05-06">'))
    assert article.published_at == datetime(2026, 5, 6, 9, 30)
    assert "published_at.other" not in article.evidence


def test_a_source_beside_its_label_beats_the_tag_and_both_are_kept() -> None:
    article = read_article(page(head='<meta name="ContentSource" content="云岫县人民政府办公室">'))
    assert article.source == "青泉镇"
    assert article.evidence["source.other"].raw == "云岫县人民政府办公室"


def test_the_list_does_not_contradict_what_the_page_says() -> None:
    article = read_article(page(), Hints(listed_date=date(2026, 5, 1), listed_title="另一个标题"))
    assert (article.title, article.published_at) == ("青泉镇：干部下村解民忧", datetime(2026, 5, 6, 9, 30))
    assert article.evidence["published_at"].rule == "byline:发布时间"


def test_this_site_stays_as_printed_where_its_name_is_not_known() -> None:
    assert read_article(page(info="来源：本站　时间：2026-05-06")).source == "本站"


def test_every_field_has_its_proof_and_an_empty_field_none() -> None:
    article = read_article(page(info="发布时间：2026-05-06 09:30"))
    assert set(article.evidence) == {"title", "published_at", "body"}
    assert article.evidence["published_at"].raw.endswith("2026-05-06 09:30")


def test_pages_of_one_article_follow_each_other_in_order_and_a_lost_one_is_left_out() -> None:
    links = (
        "".join(f'<a href="1001_{number}.html">{number}</a>' for number in (3, 2)) + '<a href="1002.html">下一篇</a>'
    )
    url = "http://d.example/a/1001.html"
    first = page(body=f"<p>{PROSE[0]}</p>", after=f"<div>{links}</div>", url=url)
    assert continuation_urls(first) == ["http://d.example/a/1001_2.html", "http://d.example/a/1001_3.html"]
    second, third = (page(body=f"<p>{text}</p>", url=url) for text in PROSE[1:])
    assert read_article(first, more=[second, third]).body == "\n".join(PROSE)
    assert read_article(first, more=[page(status=412), third]).body == f"{PROSE[0]}\n{PROSE[2]}"


def test_an_address_that_ends_in_one_has_its_other_pages_too() -> None:
    first = page(after='<a href="Content-1_2.html">2</a>', url="http://d.example/Content-1.html")
    assert continuation_urls(first) == ["http://d.example/Content-1_2.html"]


def test_an_article_in_one_page_has_no_others() -> None:
    assert continuation_urls(page()) == []


@pytest.mark.parametrize("address", ["?page=²", "1001_" + "9" * 5_000 + ".html", "http://[broken/1001_2.html"])
def test_a_link_that_is_no_number_of_a_page_leads_nowhere(address: str) -> None:
    assert continuation_urls(page(after=f'<a href="{address}">2</a>', url="http://d.example/a/1001.html")) == []


GLOSSED = {
    "鎮": "鎮(zhèn)",
    "幹": "幹(gàn)",
    "戶": "戶(hù)",
    "餘": "餘(yú)",
    "飲": "飲(yǐn)",
    "問": "問(wèn)",
    "題": "題(tí)",
    "實": "實(shí)",
}


def test_a_mirror_in_traditional_characters_with_readings_is_read_as_the_page_it_copies() -> None:
    from opencc import OpenCC

    mirrored = OpenCC("s2t").convert(page(after="<p>【责任编辑：裴若水】</p>").body.decode())
    for character, gloss in GLOSSED.items():
        mirrored = mirrored.replace(character, gloss)
    assert "鎮(zhèn)" in mirrored
    article = read_article(Page(URL, mirrored.encode()))
    assert (article.title, article.source) == ("青泉镇：干部下村解民忧", "青泉镇")
    assert (article.authors, article.editors) == (("程一苇",), ("裴若水",))
    assert article.body == "\n".join(PROSE)


def test_brackets_in_a_simplified_text_stay() -> None:
    text = "<p>青泉镇引进人工智能(ai)设备，发展茶(tea)产业，全镇WTO(wto)培训三次。</p>"
    assert "人工智能(ai)设备，发展茶(tea)产业" in read_article(page(body=text + BODY)).body


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 1500), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_a_page_cut_off_anywhere_is_an_article_or_says_why_not(end: int, encoding: str) -> None:
    body = page(after="<p>【责任编辑：裴若水】</p>").body.decode().encode(encoding)[:end]
    cut = Page(URL, body)
    try:
        article = read_article(cut, Hints(listed_title="青泉镇：干部下村解民忧"))
    except NotAnArticle as told:
        assert told.loss in Loss
    else:
        assert article.title
    assert all(url.startswith("http") for url in continuation_urls(cut))


def test_the_editor_below_the_text_is_the_pages_own_and_the_one_above_it_is_kept_as_a_witness() -> None:
    reprinted = "<p>来源：云岫日报 作者：贺若水 责编：方小禾</p>"
    article = read_article(article_page(f"<div>{reprinted}{PARAGRAPHS}</div><div>责任编辑：汪小棠</div>"))
    assert (article.editors, article.authors) == (("汪小棠",), ("贺若水",))
    assert article.evidence["editors.other"].raw == "责编：方小禾"


def test_all_editors_below_the_text_are_editors() -> None:
    closing = "<p>责任编辑：汪小棠</p><p>编辑：方小禾</p>"
    assert read_article(article_page(f"<div>{PARAGRAPHS}{closing}</div>")).editors == ("汪小棠", "方小禾")


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("<span>2026-05-06 09:30</span><a>青泉日报</a><i>小禾</i><b>我有话说(0人参与)</b>", "青泉日报"),
        ("2026年05月06日 09:30　　云岫在线　我要评论(18)", "云岫在线"),
        ("【2026-05-06】　【青泉教育网】　【阅读：87】", "青泉教育网"),
        ("2026-05-06 09:30 来源：<a>青泉日报</a> <a>我要评论</a>", "青泉日报"),
        ("2026-05-06 09:30 来源：<a>青泉日报</a>(青泉)　有<b>12</b>人参与", "青泉日报(青泉)"),
        ("2026-05-06 09:30 来源：<a>青泉日报</a><a>举报</a>", "青泉日报"),
        ("青泉网 2026-05-06 09:30", None),
        ("2026-05-06 09:30　青泉镇干部", None),
    ],
)
def test_the_source_ends_where_its_element_ends_and_counts_without_label_behind_the_date(
    info: str, source: str | None
) -> None:
    assert read_article(article_page(f"<div>{PARAGRAPHS}</div>", info=info)).source == source


def test_a_source_with_a_label_below_the_text_beats_a_name_beside_the_date() -> None:
    body = f"<div>{PARAGRAPHS}</div><div>[稿源：云岫网-青泉晨报]</div>"
    article = read_article(article_page(body, info="2026-05-06 09:30　云岫网　字体"))
    assert article.source == "云岫网-青泉晨报"
    assert article.evidence["source.other"].raw == "云岫网"


def test_a_date_in_the_line_of_crumbs_is_found_where_the_header_has_none() -> None:
    inside = "<div>云岫网 >> 乡镇　　2026年05月06日09:30</div><h1>青泉镇清理沟渠</h1><p>本报记者　贺若水　本报通讯员　方小禾</p>"
    article = read_article(any_page(f"{inside}<div>{PARAGRAPHS}</div>", title="青泉镇清理沟渠"))
    assert str(article.published_at) == "2026-05-06 09:30:00"
    assert article.authors == ("贺若水", "方小禾")


def test_a_date_in_three_elements_keeps_its_time() -> None:
    info = "<span>2026</span><span>05</span>/<span>06</span> <span>09:30:41</span>　来源：青泉镇"
    assert str(read_article(article_page(f"<div>{PARAGRAPHS}</div>", info=info)).published_at) == "2026-05-06 09:30:41"


def test_people_whom_only_the_last_page_of_an_article_names_are_its_people() -> None:
    first = article_page(f"<div>{PARAGRAPHS}</div>", url="http://www.gov.example/xw/1.html")
    more = "<p>入夜，青泉镇的广场上灯火通明，十二支队伍的演出赢得了群众的阵阵掌声，许多人直到散场还不愿离开。</p>"
    last = article_page(
        f"<div>{PARAGRAPHS}{more}</div><p>责任编辑：汪小棠</p>", url="http://www.gov.example/xw/1_2.html"
    )
    article = read_article(first, more=[last])
    assert article.editors == ("汪小棠",)
    assert article.body.split("\n")[-1].startswith("入夜")
    assert article.body.count(article.body.split("\n")[0]) == 1
