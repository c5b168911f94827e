"""Pages for the tests: invented ones, built in the likeness of the families' templates."""

from extractors.page import Page

TITLE = "青泉镇：干部下村解民忧"
PROSE = [
    "近日，青泉镇组织干部下村入户，清理沟渠十余处，走访群众七十户，解决饮水、道路、就医等问题。",
    "“以前办事要跑镇上，现在家门口就能办。”石鼓村村民说，大家心里都很踏实，也愿意一起出力。",
    "下一步，该镇将把好的做法坚持下去，让更多群众得到实惠，推动各项工作再上新台阶。",
]
PARAGRAPHS = "".join(f"<p>　　{paragraph}</p>" for paragraph in PROSE)
URL = "http://www.gov.example/xwzx/1001.html"
NAVIGATION = """<div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a><a href="/hd/">互动交流</a><a href="/fw/">办事服务</a></div>"""
CRUMBS = """<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">乡镇动态</a> &gt; 正文</div>"""
NEAR = """<div class="near"><b>相关阅读</b><ul><li><a href="/a.html">全县经济运行分析会召开</a><span>2025-01-02</span></li>
<li><a href="/b.html">全县春耕生产现场会举行</a><span>2025-01-01</span></li></ul></div>"""
FOOT = """<div class="foot">版权所有：云岫县人民政府 备案号：测ICP备00000000号 2019-2026</div>"""


def page(inside: str, *, head: str = "", title: str = TITLE, url: str = URL, status: int = 200) -> Page:
    """A UTF-8 page with exactly this inside its body element."""
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{inside}</body></html>'
    return Page(url, html.encode(), status=status)


def article_page(
    content: str, *, title: str = TITLE, info: str = "发布时间：2026-05-06 09:30　来源：青泉镇", head: str = "", url: str = URL
) -> Page:  # fmt: skip
    """An article with all that stands around it on a county's site; `content` is the body with its container."""
    inside = f'{NAVIGATION}{CRUMBS}<h1>{title}</h1><div class="info">{info}</div>{content}{NEAR}{FOOT}'
    return page(inside, head=head, title=f"{title}_乡镇动态_云岫县人民政府", url=url)
