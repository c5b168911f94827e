"""Byline, headline and text in every place and form that templates give them: a short page each, with all of its fields.

Every page has the same headline, text, menu, related links and footer, so that only the form differs.
"""

import pytest

from extractors.extract import read_article
from extractors.page import Page

P = [
    "7月3日，梨花镇组织召开防汛工作推进会，安排部署当前重点工作，各村党支部书记参加会议。",
    "会议指出，要压实责任，逐村逐户排查隐患，确保群众生命财产安全，把各项措施落到实处。",
    "“我们村已经备齐了沙袋和雨衣。”白石村党支部书记说，大家心里有底，遇事不慌。",
    "下一步，该镇将持续开展巡查，做到早发现、早处置，守护好一方平安。",
]
T = "梨花镇：防汛推进会压实责任"
NAV = (
    '<div class="nav">'
    + "".join(
        f'<a href="/{n}/">{word}</a>' for n, word in enumerate(["首页", "政务公开", "新闻动态", "互动交流", "办事服务"])
    )
    + "</div>"
)
REL = (
    '<div class="rel"><h3>相关阅读</h3><ul>'
    + "".join(
        f'<li><a href="/n/{n}.html">全县第{n}次重点工作推进会召开</a><span>2024-06-0{n}</span></li>'
        for n in range(1, 6)
    )
    + "</ul></div>"
)
FT = '<div class="footer">主办：梨花县人民政府 承办：梨花县政府办公室 备案号：测ICP备12345678号 联系电话：0914-7821234</div>'


def B(tag: str = "p", indent: str = "　　") -> str:  # noqa: N802 - the body, in the pages below
    return "".join(f"<{tag}>{indent}{paragraph}</{tag}>" for paragraph in P)


def pg(inner: str, title: str = f"{T}_镇村动态_梨花县人民政府", head: str = "") -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{NAV}{inner}{REL}{FT}</body></html>'


def TB(inner: str) -> str:  # noqa: N802 - a page of tables
    return f"<table width=980><tr><td width=200>{REL}</td><td>{inner}</td></tr></table>"


WANTED = {
    "title": T,
    "pub": "2024-07-03",
    "authors": (),
    "source": None,
    "editors": (),
    "reviewers": (),
    "start": P[0][:8],
    "end": P[-1][-6:],
}
LATER = WANTED | {"pub": "2012-05-06 09:30"}
INFO = "<div class=info>2012-05-06 09:30 来源：梨花网</div>"

TEN = (
    '<div class="rel"><h3>相关新闻</h3><ul>'
    + "".join(
        f"<li><a href='/n/{n}.html'>全县第{n}次重点工作推进会召开</a><span>2024-06-{n}</span></li>"
        for n in range(10, 20)
    )
    + "</ul></div>"
)
HOT = "<br>".join(f"<a href=/n/{number}.html>热点新闻标题第{number}条</a>" for number in range(8))


def titled(name: str, html: str, **other: object) -> tuple[str, str, dict[str, object]]:
    return name, html, LATER | {"source": "梨花网"} | other


def credited(
    name: str, first: str = "", last: str = "", info: str = "", **other: object
) -> tuple[str, str, dict[str, object]]:
    """Credits before the text, behind it, or in the line under the headline."""
    html = pg(
        f"<h1>{T}</h1><div class=info>2012-05-06 09:30 来源：梨花网 {info}</div><div class=c>{first}{B()}{last}</div>"
    )
    return name, html, LATER | {"source": "梨花网"} | other


CASES = [
    (
        "h5 share",
        f'<html><head><meta charset=utf-8><title>{T}</title></head><body><div class="content-wrap"><div class="tit">{T}</div><div class="info"><span class="src">梨花融媒</span><span class="time">2024-07-03 18:22</span></div><div class="con">{B()}<p>来源：梨花县融媒体中心</p><p>编辑：田野</p><p>一审：何青 二审：卢月 三审：韩冬</p></div></div></body></html>',
        WANTED
        | {
            "pub": "2024-07-03 18:22",
            "source": "梨花县融媒体中心",
            "editors": ("田野",),
            "reviewers": ("何青", "卢月", "韩冬"),
        },
    ),
    (
        "court li",
        pg(
            f'<div class="article"><h2>{T}</h2><ul class="art-info"><li>来源：梨花县人民法院</li><li>作者：苏小满</li><li>发布时间：2024-07-03 10:11:12</li></ul><div class="art-con">{B()}</div></div>'
        ),
        WANTED | {"pub": "2024-07-03 10:11:12", "source": "梨花县人民法院", "authors": ("苏小满",)},
    ),
    (
        "gk table",
        pg(
            f'<table class="xxgk"><tr><td>索引号：</td><td>612345/2024-0012</td><td>发文机构：</td><td>梨花镇人民政府</td></tr><tr><td>成文日期：</td><td>2024-07-01</td><td>发布日期：</td><td>2024-07-03 09:00</td></tr><tr><td>名称：</td><td colspan=3>{T}</td></tr></table><h1>{T}</h1><div id="zoom">{B()}</div>'
        ),
        WANTED | {"pub": "2024-07-03 09:00"},
    ),
    (
        "school vsb",
        pg(
            f'<form name="_newscontent_fromname"><div class="content-title"><h3>{T}</h3></div><div class="con-info">作者：校办 苏小满 　编辑：田野 　审核：何青 　时间：2024-07-03 　点击数：<span id="dyn"></span></div><div id="vsb_content"><div class="v_news_content">{B()}</div></div></form>'
        ),
        WANTED | {"authors": ("苏小满",), "editors": ("田野",), "reviewers": ("何青",)},
    ),
    (
        "dede small",
        pg(
            f'<div class="title"><h2>{T}</h2></div><div class="info"><small>时间:</small>2024-07-03 08:30<small>来源:</small>梨花镇<small>作者:</small>苏小满 <small>点击:</small><script src="/plus/count.php?aid=1"></script>次</div><div class="content"><table><tr><td>{B("div", "")}</td></tr></table></div>'
        ),
        WANTED | {"pub": "2024-07-03 08:30", "source": "梨花镇", "authors": ("苏小满",)},
    ),
    (
        "byline above title",
        pg(
            f'<div class="top-info">2024-07-03 14:20 来源：梨花日报 记者：苏小满</div><h1>{T}</h1><div class="main">{B()}</div>'
        ),
        WANTED | {"pub": "2024-07-03 14:20", "source": "梨花日报", "authors": ("苏小满",)},
    ),
    (
        "roles bar end",
        pg(
            f'<h1>{T}</h1><p class=t>2024年07月03日 16:05</p><div class="c">{B()}<p>文字丨苏小满 图片丨卢月</p><p>编辑丨田野 校对丨何青 审核丨韩冬</p></div>'
        ),
        WANTED
        | {"pub": "2024-07-03 16:05", "authors": ("苏小满",), "editors": ("田野",), "reviewers": ("何青", "韩冬")},
    ),
    (
        "end bracket",
        pg(
            f'<h1>{T}</h1><div>发布时间：2024-07-03 浏览次数：12</div><div class="c">{B()[:-4]}（通讯员 苏小满 记者 卢月）</p></div>'
        ),
        WANTED | {"authors": ("苏小满", "卢月"), "end": "记者卢月）"},
    ),
    (
        "lead names line",
        pg(
            f'<h1>{T}</h1><div>2024-07-03 07:45　梨花日报　字号：大 中 小</div><div class="c"><p>通讯员　苏小满　卢 月</p>{B()}<p>（责任编辑：田野 韩冬）</p></div>'
        ),
        WANTED
        | {"pub": "2024-07-03 07:45", "source": "梨花日报", "authors": ("苏小满", "卢月"), "editors": ("田野", "韩冬")},
    ),
    (
        "source at end",
        pg(
            f'<h1>{T}</h1><div class="date">日期：2024/7/3 9:05:00</div><div class="c">{B("p", "")}<p style="text-align:right">【来源：梨花发布】</p><p style="text-align:right">供稿：梨花镇党政办</p></div>'
        ),
        WANTED | {"pub": "2024-07-03 09:05:00", "source": "梨花发布", "authors": ("梨花镇党政办",)},
    ),
    (
        "wechat sections",
        pg(
            f'<h1 class="rich_media_title">{T}</h1><div><span>梨花发布</span> <em>2024-07-03 20:10</em></div><div class="rich_media_content">'
            + "".join(
                f'<section><section><span style="font-size:16px">{x[:20]}</span><span>{x[20:]}</span></section></section>'
                for x in P
            )
            + "<section><section><p>来源 | 梨花县融媒体中心</p><p>编辑 | 田野</p></section></section></div>"
        ),
        WANTED | {"pub": "2024-07-03 20:10", "source": "梨花县融媒体中心", "editors": ("田野",)},
    ),
    (
        "two-line headline + sub",
        pg(
            f'<div class="yinti">压实责任 守护平安</div><h1>梨花镇：<br>防汛推进会压实责任</h1><h3 class="fubiao">——梨花镇防汛工作见闻</h3><div class="info">梨花日报 苏小满 2024-07-03 06:00</div><div class="c">{B()}</div>'
        ),
        WANTED | {"pub": "2024-07-03 06:00"},
    ),
    (
        "summary box",
        pg(
            f'<h1>{T}</h1><div class="info">发布时间：2024-07-03 来源：梨花县应急管理局 责任编辑：田野</div><div class="summary">摘要：梨花镇召开防汛工作推进会，安排部署重点工作。</div><div class="TRS_Editor">{B()}</div>'
        ),
        WANTED | {"source": "梨花县应急管理局", "editors": ("田野",)},
    ),
    (
        "attachments",
        pg(
            f'<h1>{T}</h1><div class="info">信息来源：梨花县农业农村局 发布日期：2024-07-03</div><div class="c">{B()}<p>附件：1.<a href="a.pdf">防汛物资清单.pdf</a></p><p>2.<a href="b.doc">值班表.doc</a></p></div>'
        ),
        WANTED | {"source": "梨花县农业农村局"},
    ),
    (
        "qa",
        pg(
            f'<h1>{T}</h1><div>2024-07-03 11:30:00 来源：梨花网</div><div class="c"><p><strong>记者：</strong>今年防汛工作有哪些安排？</p><p><strong>苏小满：</strong>{P[1]}</p><p><strong>记者：</strong>群众怎么参与？</p><p><strong>苏小满：</strong>{P[3]}</p></div>'
        ),
        WANTED | {"pub": "2024-07-03 11:30:00", "source": "梨花网", "start": "记者：今年防汛"},
    ),
    (
        "photo story",
        pg(
            f'<h1>{T}</h1><div>2024-07-03 09:00　来源：梨花县融媒体中心　作者：苏小满 摄影报道</div><div class="c"><p align=center><img src=1.jpg></p><p>{P[0]}</p><p align=center><img src=2.jpg></p><p>{P[2]}</p></div>'
        ),
        WANTED | {"pub": "2024-07-03 09:00", "source": "梨花县融媒体中心", "authors": ("苏小满",), "end": P[2][-6:]},
    ),
    (
        "br body",
        pg(
            f"<table><tr><td align=center><b>{T}</b></td></tr><tr><td align=center>www.lihua.gov.cn 2024-7-3 阅读 120 次 信息员：苏小满</td></tr><tr><td>{'<br><br>&nbsp;&nbsp;'.join(P)}</td></tr><tr><td align=right>[关闭窗口] [打印本页]</td></tr></table>"
        ),
        WANTED | {"authors": ("苏小满",)},
    ),
    (
        "script source",
        pg(
            f'<h1>{T}</h1><div class="xx"><script>var ly="梨花镇人民政府";document.write("来源："+ly);</script> 时间：2024-07-03 10:00 <script>var zz="苏小满";if(zz!=""){{document.write("作者："+zz);}}</script></div><div class="TRS_Editor">{B()}</div>'
        ),
        WANTED | {"pub": "2024-07-03 10:00", "source": "梨花镇人民政府", "authors": ("苏小满",)},
    ),
    (
        "foot credits table",
        pg(
            f"<h1>{T}</h1><div>时间：2024-07-03</div><div class=c>{B()}</div><table><tr><td>作者：苏小满</td><td>来源：梨花镇</td><td>编辑：田野</td></tr></table>"
        ),
        WANTED | {"authors": ("苏小满",), "source": "梨花镇", "editors": ("田野",)},
    ),
    (
        "unlabelled end names",
        pg(f"<h1>{T}</h1><div>2024-07-03 来源：县委组织部</div><div class=c>{B()}<p>（梨花镇 苏小满 卢月）</p></div>"),
        WANTED | {"source": "县委组织部", "authors": ("苏小满", "卢月")},
    ),
    (
        "gov cn 12h",
        pg(
            f"<h1>{T}</h1><div>发布时间：2024-07-03 15:20 | 来源：梨花县人民政府办公室 | 字体：[大 中 小]</div><ucapcontent>{B()}</ucapcontent><p>责任编辑：田野</p>",
            head='<meta name="PubDate" content="2024-07-03 03:20"><meta name="ContentSource" content="本站">',
        ),
        WANTED | {"pub": "2024-07-03 15:20", "source": "梨花县人民政府办公室", "editors": ("田野",)},
    ),
    (
        "author unit",
        pg(
            f"<h1>{T}</h1><div>2024-07-03 08:00 作者：苏小满（作者单位：梨花县委党校） 来源：梨花日报</div><div class=c>{B()}</div>"
        ),
        WANTED | {"pub": "2024-07-03 08:00", "source": "梨花日报", "authors": ("苏小满",)},
    ),
    (
        "people2012",
        pg(
            f'<h3 class="pre">要闻</h3><h1 id="p_title">{T}</h1><div class="text_img"><h2 id="p_publishtime">2012年05月06日09:30</h2><h2 id="p_origin">来源：<a>人民网-《人民日报》</a></h2><i id="p_navigator"><a>手机看新闻</a></i></div><ul class="tool"><li><a>打印</a></li><li><a>网摘</a></li><li><a>纠错</a></li><li><a>商城</a></li><li>推荐</li></ul><div id="p_content">{B()}</div><div id="p_editor">(责任编辑：田野、何青)</div>'
        ),
        LATER | {"source": "人民网-《人民日报》", "editors": ("田野", "何青")},
    ),
    (
        "xinhua2010",
        pg(
            TB(
                f'<div id="Title">{T}</div><div class="t1">2012年05月06日 09:30:00　　来源： <a>新华网</a>　　【字号 <a>大</a><a>小</a>】【<a>留言</a>】【<a>打印</a>】【<a>关闭</a>】【Email推荐：<input><a>提交</a>】</div><div id="Content">{B("P")}</div><div>（责任编辑： 田野 ）</div><div>【<a>纠错</a>】</div>'
            )
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "新华网", "editors": ("田野",)},
    ),
    (
        "chinanews",
        pg(
            f'<h1>{T}</h1><div class="left-time"><div class="left-t">2012年05月06日 09:30　来源：<a>中国新闻网</a>　<a>参与互动</a>(<a>0</a>)</div></div><div class="left_zw"><p>　　中新网梨花5月6日电 (记者 苏小满){P[0][5:]}</p>{B()[B().index("<p>", 5) :]}</div><div class="left_name">【编辑:田野】</div>'
        ),
        LATER | {"source": "中国新闻网", "authors": ("苏小满",), "editors": ("田野",), "start": "中新网梨花5月6日电"},
    ),
    (
        "gmw",
        pg(
            f'<h1 class="u-title">{T}</h1><div class="m-contentMsg"><span class="m-con-source">来源：<a>光明网-《光明日报》</a></span><span class="m-con-time">2012-05-06 09:30</span></div><div class="u-mainText"><p>　　作者：苏小满</p>{B()}<p>　　《光明日报》（ 2012年05月06日 02版）</p><div>[ 责编：田野 ]</div></div>'
        ),
        LATER | {"source": "光明网-《光明日报》", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "cctv",
        pg(
            f'<h1>{T}</h1><p class="info"><i>CCTV.com　2012年05月06日 09:30　来源：新华网</i></p><div class="text">{B()}</div><p>责编：田野</p><div><a>打印本页</a> <a>转发</a> <a>收藏</a> <a>关闭</a></div>'
        ),
        LATER | {"source": "新华网", "editors": ("田野",)},
    ),
    (
        "sina2009",
        pg(
            f'<h1 id="artibodyTitle">{T}</h1><div class="from_info">http://www.sina.com.cn　2012年05月06日09:30　　<a>新京报</a></div><div id="artibody"><p>　　本报记者　苏小满</p>{B()}<p>　　<a>欢迎发表评论我要评论</a></p></div>'
        ),
        LATER | {"source": "新京报", "authors": ("苏小满",)},
    ),
    (
        "163",
        pg(
            f'<h1 id="h1title">{T}</h1><div class="text">2012-05-06 09:30:12　来源: <a>新京报</a>(北京)　跟贴 <a>12</a> 条　<a>手机看新闻</a></div><div id="endText">{B()}<span class="ep-source">(本文来源：<a>新京报</a> 作者：苏小满)</span> <span class="ep-editor">责任编辑：NN017</span></div>'
        ),
        LATER | {"pub": "2012-05-06 09:30:12", "source": "新京报(北京)", "authors": ("苏小满",)},
    ),
    (
        "ifeng",
        pg(
            f'<h1 id="artical_topic">{T}</h1><div id="artical_sth"><p>2012年05月06日 09:30<br>来源：<a>新京报</a> 作者：苏小满</p><p>字号:<a>T</a>|<a>T</a></p><p><a>0</a>人参与 <a>0</a>条评论 <a>打印</a> <a>转发</a></p></div><div id="main_content">{B()}</div><div>[责任编辑：田野]</div>'
        ),
        LATER | {"source": "新京报", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "qq",
        pg(
            f'<div class="ArticleTitle">{T}</div><div class="info">http://news.qq.com　 2012年05月06日09:30　 <a>新京报</a>　 苏小满　<a>我要评论(0)</a></div><div id="ArticleCnt">{B()}</div><div>[责任编辑：robinli]</div>'
        ),
        LATER | {"source": "新京报", "editors": ("robinli",)},
    ),
    (
        "chinacom",
        pg(
            f'<h1>{T}</h1><div>中国网 china.com.cn　 时间： 2012-05-06　 责任编辑： 田野</div><div class="c">{B()}<p>文章来源： 新华网</p></div>'
        ),
        LATER | {"pub": "2012-05-06", "source": "新华网", "editors": ("田野",)},
    ),
    (
        "cnr",
        pg(
            f'<h2>{T}</h2><div class="info">2012-05-06 09:30:00　来源：中国广播网　　<a>说两句</a>　　分享到：</div><div class="TRS_Editor"><p>　　央广网北京5月6日消息（记者苏小满）{P[0]}</p>{B()}</div><div>编辑：田野</div>'
        ),
        LATER
        | {
            "pub": "2012-05-06 09:30:00",
            "source": "中国广播网",
            "authors": ("苏小满",),
            "editors": ("田野",),
            "start": "央广网北京5月6日消息",
        },
    ),
    (
        "southcn",
        pg(
            f"<h1>{T}</h1><div class=m>2012-05-06 09:30　<span>南方日报</span>　苏小满</div><div class=c>{B()}</div><div>编辑：　田野</div>"
        ),
        LATER | {"source": "南方日报", "editors": ("田野",)},
    ),
    (
        "rednet",
        pg(
            f"<h1>{T}</h1><div>http://www.rednet.cn　2012/5/6 9:30:12　红网　　字体：【<a>大</a> <a>中</a> <a>小</a>】</div><div class=c>{B()}</div><p>[稿源：红网]</p><p>[作者：苏小满]</p><p>[编辑：田野]</p>"
        ),
        LATER | {"pub": "2012-05-06 09:30:12", "source": "红网", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "youth",
        pg(
            f'<h1>{T}</h1><p class="pwz"><span>发稿时间：2012-05-06 09:30:00</span> <span>来源： <a>新华网</a></span> <span>作者：苏小满</span> <span>中国青年网</span></p><div class="TRS_Editor">{B()}</div><div>责任编辑：田野</div>'
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "新华网", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "hebnews",
        pg(
            f"<h1>{T}</h1><div>2012-05-06 09:30:00　来源： 河北新闻网　责任编辑：田野　【字体：大 中 小】　【<a>打印</a>】</div><div class=c>{B()}</div><p>关键词：防汛，推进会</p>"
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "河北新闻网", "editors": ("田野",)},
    ),
    (
        "thepaper",
        pg(
            f'<h1 class="news_title">{T}</h1><div class="news_about"><p>澎湃新闻记者 苏小满</p><p>2012-05-06 09:30　来源：澎湃新闻</p></div><div class="news_txt">'
            + "<br>".join(P)
            + "</div><div>责任编辑：田野</div><div>澎湃新闻报料：4009-20-4009　 澎湃新闻，未经授权不得转载</div>"
        ),
        LATER | {"source": "澎湃新闻", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "sohu2010",
        pg(
            f'<h1 itemprop="headline">{T}</h1><div class="time-source"><div class="time">2012年05月06日09:30</div><div class="source">来源：<span>新京报</span> 作者：苏小满</div></div><div class="tools"><a>我来说两句</a>(<a>0</a>)　<a>复制链接</a>　<a>打印</a>　<a>大</a><a>中</a><a>小</a></div><div id="contentText">{B()}</div><div class="editer">(责任编辑：田野)</div>'
        ),
        LATER | {"source": "新京报", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "21cn",
        pg(
            f'<h1>{T}</h1><div class="by"><span>2012-05-06 09:30:00</span><span>21世纪经济报道</span><span>苏小满</span></div><div class="c"><p>21世纪经济报道记者 苏小满 梨花报道</p>{B()}</div>'
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "21世纪经济报道", "authors": ("苏小满",)},
    ),
    (
        "enorth nku",
        pg(
            f'<table><tr><td class="title">{T}</td></tr><tr><td>来源： 新闻中心<span>发稿时间：2012-05-06 09:30</span></td></tr><tr><td id="txt"><p>　　梨花新闻网讯（通讯员 苏小满　摄影 卢月）{P[0]}</p>{B()}<p>编辑：田野</p></td></tr></table>'
        ),
        LATER | {"source": "新闻中心", "authors": ("苏小满",), "editors": ("田野",), "start": "梨花新闻网讯"},
    ),
    (
        "zjol",
        pg(
            f"<h1>{T}</h1><div class=info>2012-05-06 09:30:11　 来源： <a>浙江在线</a>　 记者 苏小满 通讯员 卢月</div><div class=c>{B()}</div><div>标签：防汛; 推进会 编辑：田野</div>"
        ),
        LATER
        | {"pub": "2012-05-06 09:30:11", "source": "浙江在线", "authors": ("苏小满", "卢月"), "editors": ("田野",)},
    ),
    (
        "epaper",
        pg(
            f"<div>2012年05月06日 星期日</div><div>第03版：综合</div><founder-title><p>{T}</p></founder-title><founder-author>本报记者 苏小满</founder-author><founder-content>{B()}</founder-content>",
            title=f"梨花日报数字报-{T}",
        ),
        LATER | {"pub": "2012-05-06", "authors": ("苏小满",)},
    ),
    (
        "gansudaily",
        pg(
            f"<h1>{T}</h1><div>作者： 苏小满　 稿源： <a>每日梨花网-梨花日报</a>　 2012-05-06 09:30</div><div class=c>{B()}</div><div>本篇新闻热门关键词:</div><div>[<a>发表评论</a>]</div><div>编辑： 田野</div>"
        ),
        LATER | {"source": "每日梨花网-梨花日报", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "dzwww",
        pg(
            f'<h1>{T}</h1><div id="xl-headline"><div class="left"><h4>2012-05-06 09:30:00　　作者：　　来源：<a>大众网</a>　　<a>我要评论</a></h4></div></div><div id="news-body">{B()}</div><div id="xl-con">初审编辑：田野<br>责任编辑：何青</div>'
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "大众网", "editors": ("田野", "何青")},
    ),
    (
        "jschina",
        pg(
            f'<h1>{T}</h1><div id=article>2012-05-06 09:30　来源：新华日报　作者：苏小满　编辑：田野</div><div id="content">{B()}</div>'
        ),
        LATER | {"source": "新华日报", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "cnwest",
        pg(
            f'<div class=layout-left><h1>{T}</h1><p class="editor"><span>编辑：田野</span><span>2012-05-06 09:30:00</span></p><p class="fl">来源：<a>西部网-陕西新闻网</a></p></div><div class=con>{B()}</div>'
        ),
        LATER | {"pub": "2012-05-06 09:30:00", "source": "西部网-陕西新闻网", "editors": ("田野",)},
    ),
    (
        "iqilu",
        pg(
            f'<h1>{T}</h1><p class="date"><span>2012-05-06 09:30:00</span> <span>来源：齐鲁网</span> <span>作者：苏小满</span></p><div class="article-main">{B()}<p>齐鲁网·闪电新闻5月6日讯</p></div><p class="editer">责任编辑：田野</p>'
        ),
        LATER
        | {
            "pub": "2012-05-06 09:30:00",
            "source": "齐鲁网",
            "authors": ("苏小满",),
            "editors": ("田野",),
            "end": "闪电新闻5月6日讯",
        },
    ),
    (
        "sznews",
        pg(
            f"<h1>{T}</h1><div>http://www.sznews.com　 2012-05-06 09:30　来源： 深圳特区报　【字号：大 中 小】</div><div class=con><p>　　深圳特区报讯（记者 苏小满 通讯员 卢月 文/图）{P[0]}</p>{B()}</div><div>[责任编辑：田野]</div>"
        ),
        LATER | {"source": "深圳特区报", "authors": ("苏小满", "卢月"), "editors": ("田野",), "start": "深圳特区报讯"},
    ),
    (
        "voc",
        pg(
            f"<h1>{T}</h1><div>[来源：华声在线]　[作者：苏小满]　[编辑：田野]　2012-05-06 09:30:22</div><div class=c>{B()}</div>"
        ),
        LATER | {"pub": "2012-05-06 09:30:22", "source": "华声在线", "authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "eastday",
        pg(
            f'<div id="biaoti">{T}</div><div id=sub>2012年5月6日 09:30　来源:东方网　作者:苏小满　选稿:田野</div><div id="zw">{B("p", "　　")}</div>'
        ),
        LATER | {"source": "东方网", "authors": ("苏小满",)},
    ),
    (
        "ynet",
        pg(
            f'<h1>{T}</h1><div class="artMsg"><span>北京青年报</span><span>2012-05-06 09:30</span></div><div class=art>{B()}<p>文/北京青年报记者 苏小满</p><p>统筹/卢月</p><p>编辑/田野</p></div>'
        ),
        LATER | {"authors": ("苏小满",), "editors": ("田野",)},
    ),
    (
        "legaldaily",
        pg(
            f"<table><tr><td>{T}</td></tr><tr><td>法制网　 发布时间：2012-05-06 09:30:14</td></tr><tr><td>法制网记者 苏小满 法制网通讯员 卢月</td></tr><tr><td>{B()}</td></tr><tr><td>(责任编辑：田野)</td></tr></table>"
        ),
        LATER | {"pub": "2012-05-06 09:30:14", "authors": ("苏小满", "卢月"), "editors": ("田野",)},
    ),
    (
        "ce.cn",
        pg(
            f'<h1>{T}</h1><div class=laiyuan><span id="articleTime">2012年05月06日 09:30</span>　　<span id="articleSource">来源：经济日报-中国经济网</span>　　<span id=articleAuthor>苏小满</span></div><div class="TRS_Editor">{B()}</div><p class=bianji>（责任编辑：田野）</p>'
        ),
        LATER | {"source": "经济日报-中国经济网", "editors": ("田野",)},
    ),
    (
        "county tv",
        pg(
            f"<h2>{T}</h2><div>日期：2012-05-06 09:30　来源：梨花电视台　点击：<span></span></div><div class=c>{B()}<p>记者：苏小满 卢月</p><p>编辑：田野</p><p>责编：何青</p><p>审核：韩冬</p></div>"
        ),
        LATER
        | {"source": "梨花电视台", "authors": ("苏小满", "卢月"), "editors": ("田野", "何青"), "reviewers": ("韩冬",)},
    ),
    (
        "hospital",
        pg(f"<h1>{T}</h1><div>作者：神经内科 苏小满 发布时间：2012-05-06 阅读：23</div><div class=c>{B()}</div>"),
        LATER | {"pub": "2012-05-06", "authors": ("苏小满",)},
    ),
    (
        "gongan",
        pg(
            f"<h1>{T}</h1><div>发布时间:2012-05-06 09:30 信息来源:梨花县公安局 编辑:梨花公安 浏览:3次</div><div class=c>{B()}</div>"
        ),
        LATER | {"source": "梨花县公安局", "editors": ("梨花公安",)},
    ),
    (
        "two editors dash",
        pg(
            f"<h1>{T}</h1><div>2012-05-06 09:30 来源：梨花网</div><div class=c>{B()}<p>（编辑 田野 审核 何青）</p></div>"
        ),
        LATER | {"source": "梨花网", "editors": ("田野",), "reviewers": ("何青",)},
    ),
    (
        "pad names",
        pg(
            f"<h1>{T}</h1><div>2012-05-06 09:30 来源：梨花网 作者：苏　满　卢小月</div><div class=c>{B()}<p>责编：田　野　初审：何　青　终审：韩冬冬</p></div>"
        ),
        LATER
        | {"source": "梨花网", "authors": ("苏满", "卢小月"), "editors": ("田野",), "reviewers": ("何青", "韩冬冬")},
    ),
    (
        "author after body right",
        pg(f"<h1>{T}</h1><div>[2012-05-06]</div><div class=c>{B()}<p align=right>梨花镇 苏小满</p></div>"),
        LATER | {"pub": "2012-05-06", "authors": ("苏小满",)},
    ),
    (
        "copyright date only",
        pg(f"<h1>{T}</h1><div class=c>{B()}</div><div>Copyright 2012-05-06 梨花网 版权所有</div>"),
        LATER | {"pub": None},
    ),
    ("date in url only", pg(f"<h1>{T}</h1><div class=c>{B()}</div>"), LATER | {"pub": None}),
    (
        "weixin src",
        pg(f"<h1>{T}</h1><div>2012-05-06 09:30 来源：“梨花发布”微信公众号</div><div class=c>{B()}</div>"),
        LATER | {"source": "“梨花发布”微信公众号"},
    ),
    (
        "reprint note",
        pg(
            f"<h1>{T}</h1><div>2012-05-06 09:30 来源：综合新华社、人民日报</div><div class=c>{B()}<p>（综合新华社、人民日报报道）</p></div>"
        ),
        LATER | {"source": "综合新华社、人民日报", "end": None},
    ),
    (
        "english meta",
        pg(
            f"<h1>{T}</h1><div>May 6, 2012</div><div class=c>{B()}</div>",
            head='<meta property="article:published_time" content="2012-05-06T09:30:00+08:00">',
        ),
        LATER | {"pub": "2012-05-06 09:30:00"},
    ),
    titled("title only head", pg(f"{INFO}<div class=c>{B()}</div>")),
    titled(
        "title strong center",
        pg(
            f"<center><strong><font size=5>{T}</font></strong></center>{INFO}<div class=c>{B()}</div>",
            title="梨花县人民政府",
        ),
    ),
    titled("title site first", pg(f"<h1>{T}</h1>{INFO}<div class=c>{B()}</div>", title=f"梨花县人民政府-镇村动态-{T}")),
    titled("title long sep", pg(f"<h1>{T}</h1>{INFO}<div class=c>{B()}</div>", title=f"{T}--梨花频道--人民网")),
    titled(
        "h1 is site",
        pg(
            f'<h1>梨花县人民政府门户网站</h1><div class="art"><div class="title">{T}</div>{INFO}<div class=c>{B()}</div></div>',
            title="梨花县人民政府门户网站",
        ),
    ),
    titled("title repeated in body", pg(f"<h1>{T}</h1>{INFO}<div class=c><p align=center><b>{T}</b></p>{B()}</div>")),
    titled(
        "caption first",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c><p align=center><img src=1.jpg></p><p align=center>图为会议现场。</p>{B()}</div>"
        ),
    ),
    titled("inline image text", pg(f"<h1>{T}</h1>{INFO}<div class=c>{B()}<p align=center><img src=2.jpg></p></div>")),
    titled(
        "share words inside",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c>{B()}<p>分享到：<a>微信</a><a>微博</a></p><p>扫一扫在手机打开当前页</p></div>"
        ),
    ),
    titled(
        "prev next inside",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c>{B()}<p>上一篇：<a href=1>全县召开工作推进会</a></p><p>下一篇：<a href=2>县城绿化工程开工</a></p></div>"
        ),
    ),
    titled(
        "declaration inside",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c>{B()}<p>声明：本网转载此文目的在于传递更多信息，并不代表本网赞同其观点。</p></div>"
        ),
    ),
    titled(
        "recommended in middle",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c><p>{P[0]}</p><div class=rec><h4>推荐阅读</h4><a href=1>第一条推荐的新闻标题在这里</a><a href=2>第二条推荐的新闻标题在这里</a></div><p>{P[1]}</p><p>{P[2]}</p><p>{P[3]}</p></div>"
        ),
    ),
    titled(
        "numbered headings",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c><p>{P[0]}</p><p><strong>一、提高站位</strong></p><p>{P[1]}</p><p><strong>二、压实责任</strong></p><p>{P[3]}</p></div>"
        ),
    ),
    titled(
        "ends with list",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c><p>{P[0]}</p><ul><li>白石村储备沙袋三百条</li><li>青山村储备雨衣二百件</li></ul></div>"
        ),
        end="雨衣二百件",
    ),
    titled(
        "table body",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c><p>{P[0]}</p><table><tr><td>村名</td><td>沙袋</td></tr><tr><td>白石村</td><td>300</td></tr></table><p>{P[3]}</p></div>"
        ),
    ),
    titled(
        "notice signed",
        pg(
            f"<h1>关于做好防汛工作的通知</h1>{INFO}<div class=c><p>各村（社区）：</p><p>{P[1]}</p><p>特此通知。</p><p align=right>梨花镇人民政府</p><p align=right>2012年5月6日</p></div>",
            title="关于做好防汛工作的通知_通知公告_梨花县人民政府",
        ),
        title="关于做好防汛工作的通知",
        start="各村",
        end="2012年5月6日",
    ),
    titled("short", pg(f"<h1>{T}</h1>{INFO}<div class=c><p>{P[0]}</p></div>"), end=P[0][-6:]),
    titled(
        "text in td with br and sidebar",
        pg(
            f"<table><tr><td width=200><b>热点新闻</b><br>{HOT}</td><td><div align=center><b>{T}</b></div><div align=center>2012-05-06 09:30 来源：梨花网</div>{'<br>　　'.join(P)}<br></td></tr></table>"
        ),
    ),
    titled(
        "comments after",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c>{B()}</div><div class=comments><h3>网友评论</h3><p>网友甲：说得好，防汛工作就该这样抓，责任到人，落实到位，大家都放心了。</p><p>网友乙：支持，希望镇里把排水沟也清一清，每年夏天都堵，出行不方便。</p></div>"
        ),
    ),
    titled(
        "lede bold",
        pg(f"<h1>{T}</h1>{INFO}<div class=c><p><b>核心提示：</b>梨花镇召开防汛会议。</p>{B()}</div>"),
        start="核心提示",
    ),
    titled(
        "hidden copy text",
        pg(
            f"<h1>{T}</h1>{INFO}<div class=c>"
            + "".join(f'<p>{t}<span style="display:none">Xk3梨花网</span></p>' for t in P)
            + "</div>"
        ),
    ),
    titled(
        "app download bar",
        pg(
            f"<div class=app>打开APP，查看更多精彩内容</div><h1>{T}</h1>{INFO}<div class=c>{B()}<p>（点击下载“梨花发布”客户端）</p></div>"
        ),
    ),
    credited("end reporter line", last="<p>本报记者 苏小满 通讯员 卢月</p>", authors=("苏小满", "卢月")),
    credited("end bracket office", last="<p>（作者系梨花镇党委书记）</p>"),
    credited("end: by bracket author dan", last="<p>（作者：苏小满，单位：梨花县委宣传部）</p>", authors=("苏小满",)),
    credited("end slash", last="<p>文/苏小满 图/卢月</p>", authors=("苏小满",)),
    credited("end wen tu", last="<p>（苏小满 文/图）</p>", authors=("苏小满",)),
    credited("end she", last="<p>（卢月 摄）</p>"),
    credited(
        "end multi line",
        last="<p>记者｜苏小满</p><p>摄影｜卢月</p><p>编辑｜田野</p><p>校对｜何青</p><p>审核｜韩冬</p>",
        authors=("苏小满",),
        editors=("田野",),
        reviewers=("何青", "韩冬"),
    ),
    credited(
        "end role office",
        last="<p>梨花县融媒体中心记者 苏小满 卢月 通讯员 韩冬</p>",
        authors=("苏小满", "卢月", "韩冬"),
    ),
    credited("end zeren", last="<p>责任编辑 田野</p>", editors=("田野",)),
    credited("end sanshen", last="<p>一审：田野　二审：何青　三审：韩冬</p>", reviewers=("田野", "何青", "韩冬")),
    credited("end zhiban", last="<p>值班编委：何青 值班主任：韩冬 编辑：田野</p>", editors=("田野",)),
    credited(
        "end jianzhi", last="<p>监制：何青　编审：韩冬　责编：田野</p>", editors=("田野",), reviewers=("何青", "韩冬")
    ),
    credited("info admin", info="作者：admin 点击：12"),
    credited(
        "info glued",
        info="作者：苏小满责任编辑：田野审核：何青浏览：3",
        authors=("苏小满",),
        editors=("田野",),
        reviewers=("何青",),
    ),
    credited("info four names", info="作者：苏小满、卢月,韩冬;何青", authors=("苏小满", "卢月", "韩冬", "何青")),
    credited("info office author", info="作者：县委宣传部", authors=("县委宣传部",)),
    credited("info office+name", info="作者：县委宣传部 苏小满", authors=("苏小满",)),
    credited("info minority", info="作者：阿依古丽·买买提", authors=("阿依古丽·买买提",)),
    credited("info empty author", info="作者： 编辑： 审核："),
    credited("info xinxiyuan", info="信息员：苏小满", authors=("苏小满",)),
    credited("info gonggao", info="供稿：梨花镇 苏小满", authors=("苏小满",)),
    credited("info zhuangao", info="撰稿人：苏小满 编辑：田野", authors=("苏小满",), editors=("田野",)),
    (
        "summary box without its label",
        pg(
            f'<h1>{T}<br><span>2024-07-03 09:12 来源：梨花网</span></h1><div class="summary">{P[0][5:]}</div><div class="content">{B()}</div>'
        ),
        WANTED | {"pub": "2024-07-03 09:12", "source": "梨花网"},
    ),
    (
        "a headline with quotation marks that no head names",
        f'<html><head><title>梨花报</title></head><body><div>2024年07月03日 星期三</div><div>第02版：综合</div><div>乡村振兴进行时</div><h1>梨花镇：荒坡变“金山”</h1><div>本报记者 苏小满</div><div id="ozoom">{B()}</div></body></html>',
        WANTED | {"title": "梨花镇：荒坡变“金山”", "authors": ("苏小满",)},
    ),
    (
        "labels in elements of their own without a colon",
        pg(
            f"<h1>{T}</h1><div class=s><label>信息来源</label>梨花镇<label>发布时间</label>2024-07-03 11:00</div><div class=tx>{B()}</div>"
        ),
        WANTED | {"pub": "2024-07-03 11:00", "source": "梨花镇"},
    ),
    (
        "a short text above the first words of six others",
        pg(
            f"<div><h1>{T}</h1><p class=s>2024-07-03</p><div class=tx><p>{P[0]}</p><p>{P[3]}</p></div><div class=more><h3>猜你喜欢</h3>"
            + "".join(
                f"<div><h4><a href='/{n}.html'>全县第{n}届运动会开幕</a></h4><p>{''.join(P)}</p></div>"
                for n in range(6)
            )
            + "</div></div>"
        ),
        WANTED,
    ),
    (
        "a short notice that tells of copyright and of who organised what",
        pg(
            f"<h1>{T}</h1>{INFO}<div><p>梨花镇举办版权保护宣传活动，由镇司法所承办，现场受理群众举报三件。</p></div>"
            "<div class=f>版权所有：梨花县人民政府 传真：0914-7821235 地址：梨花县城关镇人民路1号</div>"
        ),
        LATER | {"source": "梨花网", "start": "梨花镇举办版权", "end": "举报三件。"},
    ),
    (
        "paragraphs in div, one of them most of the text",
        pg(f"<h1>{T}</h1>{INFO}<div><div>各村、镇直各单位：</div><div>{P[0]}{P[1]}{P[2]}</div><div>{P[3]}</div></div>"),
        LATER | {"source": "梨花网", "start": "各村、镇直"},
    ),
    (
        "the rest of a text that is folded up",
        pg(
            f"<h1>{T}</h1>{INFO}<div><p>{P[0]}</p><p>{P[1]}</p><section>展开全文<p>{P[2]}</p>{B()}{B()}</section></div>"
        ),
        LATER | {"source": "梨花网"},
    ),
    (
        "a heading that no head names, with its date below the text",
        pg(f"<h1>{T}</h1><div>{B()}</div><div>发布日期：2024-07-03 责任编辑：田野</div>", title="梨花网"),
        WANTED | {"editors": ("田野",)},
    ),
    (
        "the site's name in the largest letters",
        pg(
            f"<h1 class=site>云上梨花</h1><div class=title>{T}</div><div><span>2024-07-03</span></div><div>{B()}</div>",
            title="云上梨花",
        ),
        WANTED,
    ),
    (
        "a short headline behind the site's name",
        pg(
            f"<table><tr><td>春茶开园</td></tr><tr><td>{INFO}</td></tr></table><div>{B()}</div>",
            title="梨花网_春茶开园",
        ),
        LATER | {"title": "春茶开园", "source": "梨花网"},
    ),
    (
        "the site's address before the date",
        pg(
            f"<h1>{T}</h1><div>http://www.lihua.example　2012-05-06 09:30　来源： 梨花网　【字号：大 中 小】</div><div>{B()}</div>"
        ),
        LATER | {"source": "梨花网"},
    ),
    (
        "labels without a colon",
        pg(f"<h1>{T}</h1><div>2012-05-06 09:30 来源 梨花日报 作者 苏小满</div><div>{B()}</div>"),
        LATER | {"source": "梨花日报", "authors": ("苏小满",)},
    ),
    (
        "rows of other news above the headline",
        pg(f"<ul>{REL}</ul><h1>{T}</h1><div>来源：梨花网</div><div>{B()}</div><div>发布日期：2024-07-03</div>"),
        WANTED | {"source": "梨花网"},
    ),
    (
        "a sentence of summary above the reporters",
        pg(f"<h1>{T}</h1>{INFO}<div><p>梨花镇召开防汛推进会。</p><p>本报讯（记者 苏小满）{P[0]}</p>{B()}</div>"),
        LATER | {"source": "梨花网", "authors": ("苏小满",), "start": "梨花镇召开防汛推进会。"},
    ),
    (
        "a credit glued to the last sentence",
        pg(f"<h1>{T}</h1>{INFO}<div>{'<br>'.join(P)} 责任编辑：田野</div>"),
        LATER | {"source": "梨花网", "editors": ("田野",)},
    ),
    (
        "the editor's name in an element of its own",
        pg(f"<h1>{T}</h1>{INFO}<div>{B()}<div>[责任编辑：<div>田野</div>]</div></div>"),
        LATER | {"source": "梨花网", "editors": ("田野",)},
    ),
    (
        "a department from which reporters learn",
        pg(
            f"<h1>{T}</h1>{INFO}<div><p>记者从市场监管部门获悉，梨花镇的防汛物资已经备齐，各村都有专人值守。</p>{B()}</div>"
        ),
        LATER | {"source": "梨花网", "start": "记者从市场监管"},
    ),
    *(
        (
            f"one sentence beside ten dated articles, {place}",
            pg(
                f"<h1>{T}</h1><div class=s>发布时间：2024-07-03 来源：梨花镇</div><div class=c><p>{P[0]}</p></div>"
                + TEN,
                head=head,
            ),
            WANTED | {"source": "梨花镇", "end": P[0][-6:]},
        )
        for place, head in (("by its byline", ""), ("by its tag", f'<meta name="ArticleTitle" content="{T}">'))
    ),
    (
        "the day is part of the headline",
        pg(
            f"<h1>【梨花新闻】2024年7月3日</h1><div class=s>2024-07-03 20:30 来源：梨花网</div><div class=c>{B()}</div>",
            title="【梨花新闻】2024年7月3日-梨花网",
        ),
        WANTED | {"title": "【梨花新闻】2024年7月3日", "pub": "2024-07-03 20:30", "source": "梨花网"},
    ),
    (
        "credits under a video are no poem",
        pg(
            f"<h1>{T}</h1><div>2024-07-03 19:30</div><video></video><p>{P[0]}</p><p>{P[3]}</p><p>记者丨苏小满</p>"
            "<p>剪辑丨田野</p><p>编辑丨卢月</p><p>责编丨白石</p><p>审核丨安然</p><p>校对丨常青</p>"
        ),
        WANTED
        | {
            "pub": "2024-07-03 19:30",
            "authors": ("苏小满",),
            "editors": ("卢月", "白石"),
            "reviewers": ("安然", "常青"),
        },
    ),
    (
        "writers divided by a semicolon",
        pg(f"<h1>{T}</h1><p>时间:2024-07-03 来源:驻梨花镇监督组 作者:苏小满；卢月 编审:</p><div>{B()}</div>"),
        WANTED | {"source": "驻梨花镇监督组", "authors": ("苏小满", "卢月")},
    ),
    (
        "a town beside the date",
        pg(f"<h1>{T}</h1><div>2024-07-03 09:12 | 梨花镇 | 人气：</div><div>{B()}</div>"),
        WANTED | {"pub": "2024-07-03 09:12", "source": "梨花镇"},
    ),
    (
        "words and pictures behind bars with spaces",
        pg(f"<h1>{T}</h1><ul><li>2024/07/03 07:52</li><li>文 | 苏小满 图 | 田野</li></ul><div>{B()}</div>"),
        WANTED | {"pub": "2024-07-03 07:52", "authors": ("苏小满",)},
    ),
    (
        "the head names the column",
        pg(
            f"<h4>栏目导航</h4><p>政协动态</p><p>视察调研</p><div>{T}</div><div>来源：县政协 时间：2024-07-03</div>{B()}",
            title=f"政协概况-{T}",
            head='<meta name="ArticleTitle" content="政协动态">',
        ),
        WANTED | {"source": "县政协"},
    ),
    (
        "an office alone in the last bracket",
        pg(f"<h1>{T}</h1>{INFO}<div>{B()}<p>（梨花镇人大办）</p></div>"),
        LATER | {"source": "梨花网"},
    ),
    credited("lead tongxunyuan", first="<p>（通讯员 苏小满）</p>", authors=("苏小满",)),
    credited("lead square", first="<p>□ 本报记者 苏小满</p>", authors=("苏小满",)),
    credited("lead two lines", first="<p>本报记者　苏小满</p><p>通 讯 员　卢　月</p>", authors=("苏小满", "卢月")),
]
DIGITS = {"day": 10, "minute": 16, "second": 19}


@pytest.mark.parametrize(("html", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_template(html: str, wanted: dict[str, object]) -> None:
    article = read_article(Page("http://www.lihua.example/xw/2024/0703/123.html", html.encode()))
    published = (
        str(article.published_at)[: DIGITS[article.published_precision or "day"]] if article.published_at else None
    )
    read = {
        "title": squeezed(article.title),
        "pub": published,
        "source": squeezed(article.source),
        **{role: sorted(getattr(article, role)) for role in ("authors", "editors", "reviewers")},
    }
    expected = {
        "title": squeezed(wanted["title"]),
        "pub": wanted["pub"],
        "source": squeezed(wanted["source"]),
        **{role: sorted(wanted[role]) for role in ("authors", "editors", "reviewers")},
    }
    assert read == expected
    body = squeezed(article.body)
    assert body.startswith(squeezed(wanted["start"]))
    assert body.endswith(squeezed(wanted["end"]))


def squeezed(text: object) -> str:
    return "".join(str(text or "").split())
