"""The farming bureau, in VSB's markup and in GBK under the label gb2312: pages numbered downwards, tabulated bylines."""

from collections.abc import Sequence
from html import escape

from demo_county.article import TruthArticle
from demo_county.chrome import page, paragraphs
from demo_county.listing import Row, in_pages, item
from demo_county.world import FARMING

_ROWS = 12


def article(truth: TruthArticle, near: Sequence[Row] = ()) -> str:
    """An article's page; the first `near` it is the one that its last line leads back to."""
    previous = f'<a href="{_name(near[0].path)}">{escape(near[0].title)}</a>' if near else "没有了"
    editors = f"<p>责任编辑：{'、'.join(truth.editors)}</p>" if truth.editors else ""
    main = f"""<div>当前位置: <a href="../../index.htm">首页</a>&gt;&gt;<a href="../../gzdt.htm">{truth.column}</a>&gt;&gt;正文</div>
<form name="_newscontent_fromname">
<h1>{escape(truth.title)}</h1>
<div class="info">发布日期：{truth.published_at:%Y-%m-%d}&nbsp;&nbsp;&nbsp;&nbsp;作者：{"、".join(truth.authors)}&nbsp;&nbsp;&nbsp;&nbsp;来源：{truth.source}&nbsp;&nbsp;&nbsp;&nbsp;点击：[<script>_showDynClicks("wbnews", 1, 2)</script>]</div>
<div id="vsb_content_2"><div class="v_news_content">
{paragraphs(truth.paragraphs)}
</div></div>
</form>
{editors}
<p>上一条：{previous}</p><p>【<a href="javascript:window.opener=null;window.close()">关闭</a>】</p>"""
    return page(FARMING, f"{truth.title}-{FARMING.name}", main)


def lists(column: str, rows: Sequence[Row]) -> dict[str, str]:
    """A column's pages: `gzdt.htm`, then `gzdt/<pages - 1>.htm` and on, down to `gzdt/1.htm`."""
    pages = in_pages(rows, _ROWS)
    last = len(pages)
    drawn = {}
    for number, chunk in enumerate(pages, start=1):
        up = "" if number == 1 else "../"
        links = "".join(
            item(row, up + row.path.removeprefix("/")).replace("<li>", f'<li id="line_u8_{index}">')
            for index, row in enumerate(chunk)
        )
        body = f"<h2>{column}</h2><ul>{links}</ul>{_pager(number, last, len(rows))}"
        drawn["/gzdt.htm" if number == 1 else f"/gzdt/{last - number + 1}.htm"] = page(
            FARMING, f"{column}-{FARMING.name}", body
        )
    return drawn


def _pager(number: int, last: int, total: int) -> str:
    folder = "gzdt/" if number == 1 else ""
    following = (
        f'<span class="p_next p_fun"><a href="{folder}{last - number}.htm">下页</a></span>' if number < last else ""
    )
    return (
        f'<div class="pb_sys_common"><span class="p_t">共{total}条</span> <span class="p_t">{number}/{last}</span> '
        f'<span class="p_pages">{following}<span class="p_last p_fun"><a href="{folder}1.htm">尾页</a></span></span></div>'
    )


def _name(path: str) -> str:
    """The address of a neighbour in the same folder."""
    return path.rpartition("/")[2]
