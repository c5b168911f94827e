"""The portal, in the markup of Ankang's city cluster: `/Content-<id>.html`, `/Node-<id>.html`, glued bylines."""

import datetime
from collections.abc import Sequence
from html import escape

from demo_county.article import TruthArticle
from demo_county.chrome import government_tags, page, paragraphs, related
from demo_county.listing import Row, in_pages, item
from demo_county.world import PORTAL

_ROWS = 20


def article(truth: TruthArticle, near: Sequence[Row] = ()) -> str:
    """An article's page with links to those `near` it. The head's PubDate is when the page was built, hours after the time that readers see."""
    built = truth.published_at + datetime.timedelta(hours=7, minutes=13)
    head = government_tags(PORTAL, truth.title, f"{built:%Y-%m-%d %H:%M}", truth.source or "")
    if truth.kind == "file":
        text = '<p class="insertfileTag"><a href="/UploadFiles/yxx/file/20260612/plan.pdf" appendix="1">云岫县2026年防汛预案.pdf</a></p>'
    else:
        text = paragraphs(truth.paragraphs)
    main = f"""<div class="location">您的位置: <a href="/">首页</a> &gt; <a href="{PORTAL.columns[truth.column]}">{truth.column}</a> &gt; 正文详情</div>
<h1>{escape(truth.title)}</h1>
<p class="info">{_byline(truth)} <span>点击数:<script>hits()</script></span> 【字体:<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】 <a href="javascript:print()">打印</a></p>
<div id="fontzoom">
{text}
</div>
<p class="info">【责任编辑:{"、".join(truth.editors)}】</p>
{related("相关阅读", near)}"""
    return page(PORTAL, f"{truth.title}_{truth.column}_{PORTAL.name}", main, head=head)


def _byline(truth: TruthArticle) -> str:
    moment = f"{truth.published_at:%Y-%m-%d %H:%M}"
    authors = " ".join(truth.authors)
    if "glued_byline" in truth.traits:
        return f"时间:{moment}作者:{authors}来源:{truth.source}"
    if "spaced_byline" in truth.traits:
        return f"作者:{'、'.join(truth.authors)} 时间:{moment} 来源:{truth.source}"
    if "nobody_as_author" in truth.traits:
        return f"作者: 管理员 发布时间:{moment} | 来源:{truth.source}"
    if "padded_name" in truth.traits:
        padded = " ".join("　".join(name) if len(name) == 2 else name for name in truth.authors)
        return f"发布时间：{moment}　来源：{truth.source}　作者：{padded}"
    return f"来源：{truth.source} 作者： 时间：{moment}"


def lists(column: str, rows: Sequence[Row]) -> dict[str, str]:
    """A column's list pages: `Node-6059.html`, then `Node-6059_2.html` and on; the last link tells how many."""
    first = PORTAL.columns[column]
    pages = in_pages(rows, _ROWS)
    return {
        _path(first, number): page(
            PORTAL,
            f"{column}_{PORTAL.name}",
            f'<h2>{column}</h2><ul class="newlist">{"".join(map(item, chunk))}</ul>{_pager(first, number, len(pages))}',
        )
        for number, chunk in enumerate(pages, start=1)
    }


def _pager(first: str, number: int, count: int) -> str:
    links = [f'<a href="{first}">首页</a>']
    if number > 1:
        links.append(f'<a href="{_path(first, number - 1)}">上一页</a>')
    if number < count:
        links.append(f'<a href="{_path(first, number + 1)}">下一页</a>')
    links.append(f'<a href="{_path(first, count)}">尾页</a>')
    return f'<div class="page">第{number}/{count}页 {" ".join(links)}</div>'


def _path(first: str, number: int) -> str:
    return first if number == 1 else first.replace(".html", f"_{number}.html")
