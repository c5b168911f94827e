"""Bylines, credits and notes in the forms of newspapers and news portals: one short page each, read whole."""

import pytest

from extractors.extract import read_article
from extractors.page import Page

P = [
    "8月14日清晨，云桥市青芦河大堤上人头攒动，三百多名干部群众正在搬运沙袋，加固一段堤坝。",
    "“水位从昨晚十点开始上涨，最快的时候一个小时涨了二十厘米。”水文站站长程启山说。",
    "据了解，沿线七个乡镇共转移安置群众4200余人，没有发生人员伤亡，退水期仍要日夜巡堤。",
]
T = "洪峰平稳过境 三百人昼夜守堤"
NAV = "".join(f'<a href="/{n}/">{word}</a> ' for n, word in enumerate(["首页", "国内", "国际", "社会", "财经"]))
RELATED = "".join(f'<li><a href="/n/{n}.html">全省第{n}次防汛会商会召开</a></li>' for n in range(5))
INFO = "2012-08-15 09:30 来源：云桥日报"
NOTHING: dict[str, object] = {
    "title": T,
    "published": "2012-08-15 09:30",
    "source": "云桥日报",
    "authors": [],
    "editors": [],
    "reviewers": [],
    "body": P,
}


def page(
    info: str = INFO,
    first: str = "",
    last: str = "",
    *,
    heading: str = f"<h1>{T}</h1>",
    title: str = f"{T}_社会_云桥新闻网",
    below: str = "",
) -> str:
    text = "".join(f"<p>　　{paragraph}</p>" for paragraph in P)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div>{NAV}</div>{heading}'
        f'<div class="info">{info}</div><div class="text">{first}{text}{last}</div>{below}<ul>{RELATED}</ul></body></html>'
    )


CASES: list[tuple[str, str, dict[str, object]]] = [
    (
        "second line with a dash that the window title has too",
        page(heading="<h1>洪峰平稳过境</h1><h2>——青芦河大堤守护记</h2>", title="青芦河大堤守护记：洪峰平稳过境--社会"),
        {"title": "洪峰平稳过境 ——青芦河大堤守护记"},
    ),
    (
        "second line with a dash that stands nowhere else",
        page(heading=f"<h1>{T}</h1><h2>——青芦河大堤守护记</h2>"),
        {},
    ),
    (
        "paper's name first, signature with a bullet",
        page(
            "□邓云鹤",
            heading="<div>第B07版：副刊</div><div>2012年8月15日 星期三</div><p><strong>父亲的棋</strong></p>",
            title="中州晚报数字报-父亲的棋",
        ),
        {"title": "父亲的棋", "authors": ["邓云鹤"], "published": "2012-08-15", "source": None},
    ),
    ("picture editor", page(below="<p>责任编辑：邰宇 图片编辑：沈轲</p>"), {"editors": ["沈轲", "邰宇"]}),
    ("more in angular brackets", page(last="<div>〖更多精彩关注<a>《云桥视点》</a>〗</div>"), {}),
    ("site's disclaimer", page(last="<p>云桥网免责声明：本文仅代表作者本人观点，与云桥网无关，仅作参考。</p>"), {}),
    (
        "office and name again",
        page(f"{INFO} 作者：马春明", first="<p>云桥市安监局 马春明</p>"),
        {"authors": ["马春明"]},
    ),
    (
        "labels without a colon",
        page("2012-08-15 09:30", below="<p>稿源 <span>云桥日报</span> 　编辑 <span>常明玉</span></p>"),
        {"editors": ["常明玉"]},
    ),
    (
        "source behind the date without a colon",
        page("2012年08月15日 09:30 来源于 <a>《云桥日报》</a> 评论(0)"),
        {"source": "《云桥日报》"},
    ),
    ("source up to a bar", page(f"{INFO} | <a>电脑版</a>"), {}),
    (
        "note of a reprint above the text",
        page(first="<p>本文来自微信公众号“深度产业”（ID：shendu），作者：璩鹏，编辑：晏子，云桥网经授权发布。</p>"),
        {"authors": ["璩鹏"], "editors": ["晏子"]},
    ),
    ("note of a reprint below the text", page(last="<p>（本文系云桥网独家稿件，未经授权，不得转载。）</p>"), {}),
    (
        "summary right above the text",
        page(f'{INFO}</div><div class="summary">水位最快一个小时涨了二十厘米。'),
        {},
    ),
    (
        "reporter whose first sign is no surname",
        page(first="<p>（记者 竹青 通讯员 安宁）</p>"),
        {"authors": ["安宁", "竹青"]},
    ),
    (
        "medium before a name",
        page("2012-08-15 09:30 来源：汽车之屋", last="<p>（文/汽车之屋 束小北）</p>"),
        {"authors": ["束小北"], "source": "汽车之屋"},
    ),
    ("link of the paper behind the source", page(f"{INFO}　<a>进入电子报</a>　作者:"), {}),
    ("button behind the author", page(f"{INFO} 作者：杨志勇　版权声明"), {"authors": ["杨志勇"]}),
    ("source that ends like a button", page("2012-08-15 09:30 来源：云视听新闻 | 评论"), {"source": "云视听新闻"}),
    ("words for a hot line", page(last="<p>想爆料？请登录《阳光热线》，拨打新闻热线00000000，提供新闻线索。</p>"), {}),
    ("notice against copies", page(last="<p>【反侵权公告】本文由云桥网首发，未经授权，不得转载。</p>"), {}),
    ("button below the text", page(below="<div><a>投诉</a>水文</div>"), {}),
    (
        "text and picture with slashes",
        page(last="<p>（记者：郭敏/文 高翔/图 通讯员：谢军）</p>"),
        {"authors": ["谢军", "郭敏"]},
    ),
    ("text and picture with spaces", page(f"{INFO} | 记者：曹婷婷 文 马健 图"), {"authors": ["曹婷婷"]}),
    ("weekday between day and hour", page("2012年08月15日 星期三 09:30 来源：云桥日报"), {}),
    (
        "explanation under 相关链接",
        page(last=f"<p><b>■相关链接</b></p><p>{P[1]}</p>", below="<p>（编辑：魏红）</p>"),
        {"body": [*P, P[1]], "editors": ["魏红"]},
    ),
    ("words and pictures by both", page(last="<p>记者 范冰 黄磊 文/摄</p>"), {"authors": ["范冰", "黄磊"]}),
    ("name of the page of a text", page(first="<strong>第1页：大堤上的一夜</strong>"), {}),
    (
        "cut window title, no byline below",
        page(
            "", heading=f"<h2>{T}</h2>", title="洪峰平稳过境 三百 - 云桥县电视台", last="<p>（2012-08-15 09:30）</p>"
        ).replace('<div class="info"></div>', ""),
        {"source": None, "published": None},
    ),
    ("school before a name", page(f"{INFO} 作者：石岭中学 龙飞"), {"authors": ["龙飞"]}),
    (
        "advertisement between paragraphs",
        page().replace(P[1], f"{P[1]}</p><table><tr><td><a href=/ad>投资小 回报快 开家甜品店</a></td></tr></table><p>"),
        {},
    ),
    (
        "writer's post in a bracket",
        page(f"{INFO} 作者：易平", last="<p>（作者单位：石岭县文联）</p>"),
        {"authors": ["易平"]},
    ),
    ("trainee", page(f"{INFO}　记者 倪妮 见习生 童谣"), {"authors": ["倪妮", "童谣"]}),
    (
        "names before a bracket",
        page(last="<p>文/图 本报记者 江海峰 实习生 高洁(署名除外)</p>"),
        {"authors": ["江海峰", "高洁"]},
    ),
    ("pen name on the last line", page(last="<p>（行者无疆）</p>"), {"authors": ["行者无疆"]}),
    ("no pen name on the last line", page(last="<p>（未完待续）</p>"), {"body": [*P, "（未完待续）"]}),
    ("teacher of the writer", page(f"{INFO} 作者：方园", last="<p>（指导教师 罗衡）</p>"), {"authors": ["方园"]}),
    (
        "paper and application before its reporters",
        page(last="<p>通讯员 孙涛 云桥晚报/云眼记者 杨甜 王赟 文/摄</p>"),
        {"authors": ["孙涛", "杨甜", "王赟"]},
    ),
    (
        "centred headline above its writer, no head",
        page("作者：宋青 2012-08-15", heading="<p align=center><font size=5>父亲的棋</font></p>", title="江城大学报"),
        {"title": "父亲的棋", "authors": ["宋青"], "published": "2012-08-15", "source": None},
    ),
    (
        "byline that looks like a sentence above a short text, teasers below",
        page(
            "<em>来源</em>：<b>云桥日报</b> <em>时间</em>：<b>2012-08-15 09:30</b> <em>作者</em>：<b>覃永刚</b>",
            below="<div>"
            + f"<div class=item><h3><a href=/t/1>{T}</a></h3><p>{P[0]}{P[1]}<a href=/t/1>[详细]</a></p></div>" * 5
            + "</div>",
        ),
        {"authors": ["覃永刚"]},
    ),
    (
        "address and date before the source",
        page("http://www.yunqiao.example 2012/8/15 09:30:00　来源：云桥日报　发表评论"),
        {},
    ),
    (
        "picture credit at the end of the header",
        page("2012-08-15 09:30 | 来源:云桥日报 | 作者:黎磊/文 齐秀英/图", first="<p>□本报记者 黎磊 通讯员 王志强</p>"),
        {"authors": ["王志强", "黎磊"]},
    ),
    (
        "writer in a bracket beside the text's element",
        page(f"{INFO} 作者：黎磊", below="<p align=right>（薛平）</p><p>编辑：丁玉兰</p>"),
        {"authors": ["薛平", "黎磊"], "editors": ["丁玉兰"]},
    ),
    ("medium known by its name", page("2012-08-15 09:30　央视新闻　<a>我要评论</a>"), {"source": "央视新闻"}),
    ("font sizes behind the source", page(f"{INFO}　　T|T"), {}),
    ("writer behind a bar without a colon", page(f"{INFO} | 作者 温岚 | 18 条评论"), {"authors": ["温岚"]}),
    (
        "window title of all pages of a column",
        page(
            heading=f"<div>云桥新闻网 新闻中心 国内新闻</div><b>{T}</b>",
            title="云桥新闻网-新闻中心-国内新闻",
        ),
        {},
    ),
    (
        "headline of three signs",
        page(heading="<h1>守堤人</h1>", title="守堤人 -云桥日报多媒体数字报"),
        {"title": "守堤人"},
    ),
    (
        "text's own data below it",
        page(last="<br>本文地址：http://www.yunqiao.example/a/1.htm<br>本文关键字：防汛 守堤<br>"),
        {},
    ),
    (
        "comments below the text without a heading",
        page(last=f"<div>老张 发表于 2012-08-15 11:02</div><p>{P[1]}希望记者能再去采访采访。</p>"),
        {},
    ),
    (
        "one sentence, a disclaimer and first words of other articles",
        page(
            last="<p>以上内容由证券之心根据公开信息整理，与本站立场无关。</p><h3>相关快讯</h3>"
            + f"<div><h3><a href=/t/1>{T}</a></h3><p>{P[0]}{P[1]}<a href=/t/1>[详细]</a></p></div>" * 5,
        ),
        {},
    ),
    (
        "words for readers below the credits",
        page(last="<p>编辑：康乐</p><p>投稿邮箱：tg@yunqiao.example</p><p>转载请注明来源</p>"),
        {"editors": ["康乐"]},
    ),
    (
        "words and pictures before a reporter",
        page(first="<p>文、图/本报记者 肖刚 通讯员 倪静</p>"),
        {"authors": ["倪静", "肖刚"]},
    ),
    (
        "roles that no field is for",
        page(last="<p>责任编辑：肖德胜</p><p>值班编委：朱强</p><p>配音：洪雨</p><p>排版丨马军</p>"),
        {"editors": ["肖德胜"]},
    ),
    (
        "medium glued to its reporter",
        page(last="<p>江南时讯记者 顾城 石岭县报道组 孟海</p>"),
        {"authors": ["孟海", "顾城"]},
    ),
    (
        "names written by their sound",
        page(first="<p>（记者 次仁罗布 通讯员 阿不都热合曼）</p>"),
        {"authors": ["次仁罗布", "阿不都热合曼"]},
    ),
    ("nation before a name", page(f"{INFO}　作者：[美]约翰·史密斯　译者：陶然"), {"authors": ["约翰·史密斯"]}),
    ("name behind a medium", page("2012-08-15 09:30　来源：云桥日报　姜文"), {}),
    (
        "label on a line of its own",
        page("<dl><dt>时间：</dt><dd>2012-08-15 09:30</dd><dt>来源</dt><dd>云桥日报</dd></dl>"),
        {},
    ),
    ("source of a picture", page("2012-08-15 09:30", last="<p>题图来自：视觉中国</p>"), {"source": None}),
    (
        "sheet of an e-paper",
        page("", heading=f"<div>2012年08月15日 星期三 A08版：花潮</div><h2>{T}</h2>", first="<p>□ 杨清顺</p>"),
        {"published": "2012-08-15", "authors": ["杨清顺"], "source": None},
    ),
    ("date behind a person", page("来源：云桥日报　录入：小云　2012-08-15 09:30"), {}),
    ("date behind a number", page("索引号：000-2012　2012-08-15 09:30　来源：云桥日报"), {"published": None}),
    ("number of the article below the text", page(last="<p>1008</p>"), {}),
    (
        "captions between pictures",
        page(first="<p><img src=1.jpg></p><p>大堤上的清晨。</p><p><img src=2.jpg></p><p>巡堤。本报记者 黄磊 摄</p>"),
        {},
    ),
    ("colon behind a bracket", page(below="<p>【责任编辑】：李 娜</p>"), {"editors": ["李娜"]}),
    (
        "words and pictures with spaced slashes",
        page(first="<p>□晚报记者 孙科 / 文　高远 / 图</p>"),
        {"authors": ["孙科"]},
    ),
    ("button before the headline", page(heading=f"<h1><em>原创</em>{T}</h1>"), {}),
    ("words for the reader in brackets", page(last="<p>[查看全文]</p><p>更多视频&gt;&gt;</p>"), {}),
    ("buttons with counts", page(last="<p>TAG标签：<a>防汛</a></p><p>顶一下(3) 踩一下(0)</p>"), {}),
    ("commentator", page(f"{INFO} 特约评论员 方圆"), {"authors": ["方圆"]}),
    (
        "office of four signs",
        page(last="<p>供稿单位：云桥公安</p><p>供稿人：万江</p>"),
        {"authors": ["万江", "云桥公安"]},
    ),
    (
        "summary above a byline",
        page(first="<p>核心提示：水位最快一个小时涨了二十厘米。</p><p>□晚报记者 孙科/文 高远/图</p>"),
        {"authors": ["孙科"]},
    ),
    (
        "sentence, editor, legal notes and comments without a name",
        page(
            below="<p>编辑：王晓</p>"
            + f"<div><p>本站是云桥日报社主办的新闻门户，设有新闻、财经、民生等二十余个频道。{P[1]}{P[2]}</p></div>"
            + f"<div><p>网友甲：给一线的抢险人员点赞，大家辛苦了，注意安全。{P[1]}{P[2]}</p></div>"
        ).replace(f"<p>　　{P[1]}</p><p>　　{P[2]}</p>", ""),
        {"editors": ["王晓"], "body": P[:1]},
    ),
    (
        "elements without a class that have ids",
        page(
            below="<div id=tj>"
            + f"<div class=item><h3><a href=/t/1>{T}</a></h3><p>{P[0]}{P[1]}<a href=/t/1>[详细]</a></p></div>" * 5
            + "</div>"
        ).replace('<div class="text">', "<div id=pic><img src=a.jpg><p>图为大堤一角。</p></div><div id=tx>"),
        {},
    ),
    (
        "words and pictures in the lead",
        page(first="<p>（记者李娜 通讯员 解军 文/摄影）</p>"),
        {"authors": ["李娜", "解军"]},
    ),
    ("count of readers behind the writer", page(f"{INFO} 作者：万江 已有<b>3</b>人阅读"), {"authors": ["万江"]}),
    (
        "no name behind 记者",
        page().replace(f"　　{P[0]}", f"　　记者 日前，{P[0]}"),
        {"body": [f"记者 日前，{P[0]}", *P[1:]]},
    ),
]


@pytest.mark.parametrize(("html", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_form(html: str, wanted: dict[str, object]) -> None:
    article = read_article(Page("http://news.yunqiao.example/2012/0815/1.html", html.encode()))
    published = article.published_at and str(article.published_at)[: 10 if article.published_precision == "day" else 16]
    read = {
        "title": article.title,
        "published": published,
        "source": article.source,
        **{role: sorted(getattr(article, role)) for role in ("authors", "editors", "reviewers")},
        "body": article.body.split("\n"),
    }
    assert read == NOTHING | wanted
