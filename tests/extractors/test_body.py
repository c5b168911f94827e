"""The body: all of the text, none of what the template puts around and between it."""

import pytest

from extractors.extract import read_article
from tests.extractors.pages import PARAGRAPHS, PROSE, TITLE, URL, article_page, page

WHOLE = "\n".join(PROSE)

CONTAINERS = {
    "ankang": ('<div id="fontzoom">{}</div>', "http://www.a.example/Content-1001.html"),
    "trs": ('<div class="TRS_Editor">{}</div>', "http://www.t.example/xw/202605/t20260506_1001.html"),
    "trs, new editor": ('<div class="view TRS_UEDITOR trs_paper_default">{}</div>', URL),
    "vsb": (
        '<div id="vsb_content_2"><div class="v_news_content">{}</div></div>',
        "http://www.v.example/info/1021/66.htm",
    ),
    "hanweb": (
        '<div id="zoom"><!--ZJEG_RSS.content.begin-->{}<!--ZJEG_RSS.content.end--></div>',
        "http://www.h.example/art/2026/5/6/art_7_1.html",
    ),
    "ucap": ("<ucapcontent>{}</ucapcontent>", URL),
    "nfcms": ('<div class="article-content">{}</div>', "http://www.n.example/xw/content/post_1001.html"),
    "cjyun": (
        '<script>var shareVariable={{}}</script><div class="article-content">{}</div>',
        "http://yunxiu.c.example/p/1001.html",
    ),
    "enorth": (
        '<!--enorth cms block start--><div id="txt">{}</div>',
        "http://www.e.example/system/2026/05/06/01001.shtml",
    ),
    "ivs": ('<div id="ivs_content">{}</div>', URL),
    "longxun": ('<div class="j-fontContent newscontnet">{}</div>', URL),
    "powereasy": ('<div id="fontzoom">{}</div>', "http://www.p.example/Item/1001.aspx"),
    "webplus": ('<div class="wp_articlecontent">{}</div>', URL),
    "easysite": (
        '<div class="easysite-news-peruse"><p class="easysite-news-operation">字号</p><div id="easysiteText">{}</div></div>',
        "http://www.y.example/eportal/ui?pageId=7&articleKey=1001",
    ),
    "epoint": ('<div class="ewb-article-info" id="infoDetail">{}</div>', URL),
    "wordpress": ('<script src="/wp-includes/a.js"></script><div class="entry-content">{}</div>', URL),
}


def body_of(content: str, **around: str) -> str:
    return read_article(article_page(content, **around)).body


@pytest.mark.parametrize("family", CONTAINERS)
def test_the_container_of_each_family_gives_the_whole_text_and_says_so(family: str) -> None:
    container, url = CONTAINERS[family]
    article = read_article(article_page(container.format(PARAGRAPHS), url=url))
    assert article.body == WHOLE
    assert article.evidence["body"].rule == f"platform:{family.partition(',')[0]}"


@pytest.mark.parametrize(
    "container",
    ["<div>{}</div>", '<div class="a"><div class="b"><div>{}</div></div></div>', "<table><tr><td>{}</td></tr></table>"],
)
def test_a_site_of_no_known_family_is_read_where_its_text_is_densest(container: str) -> None:
    article = read_article(article_page(container.format(PARAGRAPHS)))
    assert article.body == WHOLE
    assert article.evidence["body"].rule == "density"


@pytest.mark.parametrize("breaks", ["<br>", "<br/><br/>", "<br>\n<br>　　", "&nbsp;<br>&nbsp;&nbsp;"])
@pytest.mark.parametrize("container", ['<div class="TRS_Editor">{}</div>', "<div>{}</div>", "<div><p>{}</p></div>"])
def test_lines_parted_by_breaks_are_paragraphs(container: str, breaks: str) -> None:
    assert body_of(container.format(breaks.join(PROSE))) == WHOLE


def test_a_table_gives_one_line_a_row() -> None:
    table = "<table><tr><th>名次</th><th>乡镇</th><th>得分</th></tr><tr><td><p>1</p></td><td>青泉镇</td><td>96</td></tr></table>"
    assert body_of(f'<div class="TRS_Editor">{PARAGRAPHS}{table}</div>') == f"{WHOLE}\n名次 乡镇 得分\n1 青泉镇 96"


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">Xt7云岫新闻网</span>',
        '<span style="font-size:0px">Xt7云岫新闻网</span>',
        '<font style="visibility: hidden">Xt7云岫新闻网</font>',
        "<span hidden>Xt7云岫新闻网</span>",
        "Xt7云岫新闻网",
    ],
)
def test_what_guards_against_copying_is_no_text(hidden: str) -> None:
    assert body_of("<div>" + "".join(f"<p>{paragraph}{hidden}</p>" for paragraph in PROSE) + "</div>") == WHOLE


def test_a_medium_that_is_named_at_the_end_of_one_paragraph_stays() -> None:
    paragraph = f"{PROSE[0]}详见A12云岫新闻网"
    assert paragraph in body_of(f"<div><p>{paragraph}</p>{PARAGRAPHS}</div>")


@pytest.mark.parametrize("container", ['<div class="v_news_content">{}</div>', "<div><div>{}</div></div>"])
def test_a_post_of_one_sentence_is_a_text(container: str) -> None:
    post = "5月6日，青泉镇召开防汛工作会议，安排部署下一阶段工作。"
    assert body_of(container.format(f"<p>{post}</p>")) == post


@pytest.mark.parametrize(
    "line",
    [
        "【责任编辑：裴若水】",
        "责任编辑：裴若水",
        "初审：简宁　复审：傅长青　终审：苏望",
        "相关链接：",
        "上一篇：全县经济运行分析会召开",
        "分享到：",
        "扫一扫在手机打开当前页",
        "【打印】【关闭】",
        "版权声明：凡本网注明来源的作品，转载须注明出处。",
        '<a href="/c.html">全县项目建设推进会召开</a>',
        "（转自：云岫日报）",
    ],
)
def test_what_stands_below_the_text_in_its_container_is_none_of_it(line: str) -> None:
    assert body_of(f'<div class="TRS_Editor">{PARAGRAPHS}<p>{line}</p></div>') == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        TITLE,
        "发布时间：2026-05-06 09:30　来源：青泉镇",
        "字体：大 中 小",
        "浏览次数：",
        '当前位置：<a href="/">首页</a>',
        "（原标题：干部下村解民忧）",
    ],
)
def test_what_stands_above_the_text_in_its_container_is_none_of_it(line: str) -> None:
    assert body_of(f'<div class="TRS_Editor"><p>{line}</p>{PARAGRAPHS}</div>') == WHOLE


def test_navigation_and_related_headlines_stay_out_where_one_element_holds_all() -> None:
    related = "".join(f'<p><a href="/{number}.html">全县第{number}次工作会议召开</a></p>' for number in range(8))
    menu = '<p><a href="/">首页</a> | <a href="/zw/">政务公开</a> | <a href="/hd/">互动交流</a></p>'
    info = "<p>发布时间：2026-05-06 09:30　来源：青泉镇</p>"
    whole = page(
        f"<div>{menu}<h1>{TITLE}</h1>{info}{PARAGRAPHS}<p>相关新闻</p>{related}<p>主办单位：云岫县人民政府</p></div>"
    )
    assert read_article(whole).body == WHOLE


def test_a_link_inside_a_sentence_is_text() -> None:
    linked = PROSE[0].replace("青泉镇", '<a href="/town/">青泉镇</a>')
    assert body_of(f"<div><p>{linked}</p><p>{PROSE[1]}</p></div>") == f"{PROSE[0]}\n{PROSE[1]}"


def test_a_related_box_inside_the_text_does_not_end_it() -> None:
    box = '<div>相关链接：<a href="/c.html">全县项目建设推进会召开</a></div>'
    text = body_of(f'<div class="TRS_Editor"><p>{PROSE[0]}</p>{box}{PARAGRAPHS * 4}</div>')
    assert text.endswith(PROSE[2])
    assert text.count(PROSE[1]) == 4


@pytest.mark.parametrize("mark", ["#PAGE_BREAK#", "<pagebreak></pagebreak>", "[!--empirenews.page--]"])
def test_the_mark_between_the_pages_of_one_text_is_dropped(mark: str) -> None:
    content = f"<ucapcontent><p>{PROSE[0]}</p><p>{mark}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p></ucapcontent>"
    assert body_of(content) == WHOLE


def test_an_empty_container_of_the_family_is_passed_over_for_the_one_with_text() -> None:
    assert body_of(f'<div class="TRS_Editor"></div><div class="con">{PARAGRAPHS}</div>') == WHOLE


def test_lines_of_a_script_are_no_text() -> None:
    script = "<script>var tip='本文由云岫县融媒体中心提供，未经许可，不得转载。';</script><style>p{color:red}</style>"
    assert body_of(f'<div class="TRS_Editor">{script}{PARAGRAPHS}{script}</div>') == WHOLE


def test_subheadings_stay_in_their_places() -> None:
    assert body_of(
        f'<div class="TRS_Editor"><p>{PROSE[0]}</p><p><strong>聚焦产业强镇</strong></p><p>{PROSE[1]}</p></div>'
    ) == (f"{PROSE[0]}\n聚焦产业强镇\n{PROSE[1]}")


LINKS = '<p><a href="/1.html">原文链接：http://epaper.example/1.html</a></p>'


def test_a_link_between_text_and_editors_line_is_neither_text_nor_in_the_way_of_the_credits() -> None:
    closing = f"<p>本报记者 贺若水</p>{LINKS}<p>审核：裴若兰</p><p>编辑：汪小棠</p>"
    article = read_article(article_page(f"<table><tr><td>{PARAGRAPHS}{closing}</td></tr></table>"))
    assert article.body == WHOLE
    assert (article.authors, article.reviewers, article.editors) == (("贺若水",), ("裴若兰",), ("汪小棠",))


def test_related_links_above_the_editors_line_are_no_text() -> None:
    related = "".join(f'<div><a href="/{n}.html">各地群众积极参与人居环境整治行动之{n}</a></div>' for n in range(4))
    article = read_article(article_page(f"<div>{PARAGRAPHS}{related}<div>（责任编辑：汪小棠）</div></div>"))
    assert (article.body, article.editors) == (WHOLE, ("汪小棠",))


def test_a_box_of_links_with_headings_of_its_own_ends_the_text() -> None:
    box = "".join(
        f'<h3>{head}</h3><p><a href="/a{head}.html">关于{head}的一条新闻标题</a></p>'
        for head in ("县情", "农事", "天气")
    )
    assert body_of(f"<div>{PARAGRAPHS}{box}</div>") == WHOLE


def test_deck_lines_above_a_dateline_are_no_text() -> None:
    decks = "<p>内外兼修，最大努力建设“美丽乡村”</p><p>――县农业农村局负责人谈人居环境整治</p>"
    dateline = "<p>云岫日报青泉5月6日电（记者贺若水）近日，青泉镇组织干部下村入户，清理沟渠十余处。</p>"
    article = read_article(article_page(f"<div>{decks}{dateline}{PARAGRAPHS}</div>"))
    assert article.body.startswith("云岫日报青泉5月6日电")
    assert article.authors == ("贺若水",)


def test_a_dateline_that_repeats_the_headline_is_no_text() -> None:
    opening = f"<p>云岫社青泉5月6日电　题：{TITLE}</p><p>云岫社记者</p>"
    assert body_of(f"<div>{opening}{PARAGRAPHS}</div>") == WHOLE


def test_the_name_of_a_series_above_the_text_is_no_text() -> None:
    assert body_of(f"<div><p>【新春走基层】</p>{PARAGRAPHS}</div>") == WHOLE


def test_a_paragraph_that_opens_with_a_bracket_is_text() -> None:
    assert body_of(f"<div>{PARAGRAPHS}<p>【背景】青泉镇有七十户移民。</p><p>他们来自三个村。</p></div>").endswith(
        "他们来自三个村。"
    )
    assert "【背景】" in body_of(f"<div>{PARAGRAPHS}<p>【背景】青泉镇有七十户移民。</p><p>他们来自三个村。</p></div>")


def test_a_sentence_right_above_the_container_opens_the_text() -> None:
    assert body_of(f"<div>一看就知道说的是哪里……</div><div>{PARAGRAPHS}</div>") == f"一看就知道说的是哪里……\n{WHOLE}"
    assert body_of(f"<div>摘要：青泉镇干部下村入户，解决群众难题。</div><div>{PARAGRAPHS}</div>") == WHOLE


def test_the_date_under_a_signature_stays_with_it() -> None:
    signed = "<p>云岫县人民政府办公室</p><p>2026年5月6日</p>"
    assert body_of(f"<div>{PARAGRAPHS}{signed}</div>") == f"{WHOLE}\n云岫县人民政府办公室\n2026年5月6日"
