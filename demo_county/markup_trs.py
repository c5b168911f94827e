"""The city's site, in TRS's markup: `t20260304_<id>.html`, source by script, pages counted from 0 by a script."""

from collections.abc import Sequence
from html import escape

from demo_county.article import TruthArticle
from demo_county.chrome import page, paragraphs, related
from demo_county.hostile import as_halves
from demo_county.listing import Row, in_pages, item
from demo_county.world import CITY_SITE

_FOLDER = "/xwzx/xqdt/"
_ROWS = 15
# What the site's own script file does elsewhere: the links to the pages.
_PAGER = """<script>
function createPageHTML(count, current, name, extension) {
  for (var page = 0; page < count; page++) {
    var address = name + (page ? "_" + page : "") + "." + extension;
    document.write(page == current ? " <b>" + (page + 1) + "</b>" : ' <a href="' + address + '">' + (page + 1) + "</a>");
  }
}
</script>
"""


def article(truth: TruthArticle, near: Sequence[Row] = ()) -> dict[str, str]:
    """The pages of an article by path; two for a long one, its second is `…_1.html`."""
    if "two_pages" not in truth.traits:
        return {truth.path: _page(truth, truth.paragraphs, 1, 0, near)}
    half = len(truth.paragraphs) // 2
    stem = truth.path.removesuffix(".html")
    return {
        truth.path: _page(truth, truth.paragraphs[:half], 2, 0, near),
        f"{stem}_1.html": _page(truth, truth.paragraphs[half:], 2, 1, near),
    }


def _page(truth: TruthArticle, texts: tuple[str, ...], count: int, current: int, near: Sequence[Row]) -> str:
    name = truth.path.rpartition("/")[2].removesuffix(".html")
    pager = f'<script>createPageHTML({count}, {current}, "{name}", "html");</script>' if count > 1 else ""
    main = f"""<div class="crumbs">您现在的位置：<a href="/">首页</a>&gt;<a href="{_FOLDER}">{truth.column}</a></div>
<h1>{escape(truth.title)}</h1>
<div class="info">{_source(truth)}<span>发布时间：{truth.published_at:%Y年%m月%d日 %H:%M}</span> <span>字号：大 中 小</span> <a href="javascript:window.close()">关闭</a></div>
<div class="view TRS_UEDITOR trs_paper_default trs_web">
{paragraphs(texts)}
</div>{pager}
<div class="editor">责任编辑：{"、".join(truth.editors)}</div>
<div class="info">扫一扫在手机打开当前页</div>
{related("相关新闻", near)}"""
    return page(CITY_SITE, f"{truth.title}-{CITY_SITE.name}", main, head=_PAGER)


def _source(truth: TruthArticle) -> str:
    """The source as the template's script writes it: at once, or through a variable."""
    if "variable_source" in truth.traits:
        return f"""<script>var wzly='{as_halves(truth.source or "")}'; if(wzly!=''){{document.write("<span>来源："+wzly+"</span>")}}</script> """
    return f"""<span>来源：<script>document.write('<span class="cm-con">{truth.source}</span>')</script></span> """


def lists(column: str, rows: Sequence[Row]) -> dict[str, str]:
    """A column's pages: `index.html`, then `index_1.html`; an outdated call is left in a comment, as templates do."""
    pages = in_pages(rows, _ROWS)
    drawn = {}
    for number, chunk in enumerate(pages):
        links = "".join(item(row, "./" + row.path.removeprefix(_FOLDER)) for row in chunk)
        script = f"""<script>
var currentPage = {number};//所在页从0开始
var countPage = {len(pages)}//共多少页
//createPageHTML(9, 0, "index", "html");
createPageHTML({len(pages)}, {number}, "index", "html");
</script>"""
        body = f'<h2>{column}</h2><ul class="list">{links}</ul><div class="page">{script}</div>'
        text = page(CITY_SITE, f"{column}-{CITY_SITE.name}", body, head=_PAGER)
        drawn[_FOLDER + ("index.html" if number == 0 else f"index_{number}.html")] = text
    drawn[_FOLDER] = drawn[_FOLDER + "index.html"]
    return drawn
