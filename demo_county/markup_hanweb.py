"""The tourism bureau, in Hanweb JCMS's markup: rows in a data store inside a script, more of them from a proxy."""

from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qs

from demo_county.article import TruthArticle
from demo_county.chrome import government_tags, page, paragraphs, related
from demo_county.listing import Row, in_pages, item
from demo_county.world import TOURISM

PROXY = "/module/web/jpage/dataproxy.jsp"
_ROWS = 10
_COLUMN = 1711
# What the site's own script file does elsewhere: it takes the rows out of the data store, and asks for those after them.
_DRAW = """<script>
function draw(text) {
  var list = document.getElementById("rows"), records = text.split("<![CDATA[");
  records.slice(1).forEach(function (record) {
    var row = record.split("]" + "]>")[0];
    if (row.indexOf("<li") >= 0) { list.insertAdjacentHTML("beforeend", row); return; }
    fetch(row.split('"')[1]).then(function (answer) { return answer.text(); }).then(draw);
  });
}
draw(document.getElementById("6610").firstChild.textContent);
</script>"""


def article(truth: TruthArticle, near: Sequence[Row] = ()) -> str:
    """An article's page: the text lies between two comments."""
    head = government_tags(TOURISM, truth.title, f"{truth.published_at:%Y-%m-%d %H:%M}", "", lower=True)
    main = f"""<div>当前位置：<a href="/">首页</a> &gt; <a href="/col/col{_COLUMN}/index.html">{truth.column}</a></div>
<h1>{escape(truth.title)}</h1>
<p class="info">【 {truth.published_at:%Y-%m-%d %H:%M:%S} 】 【 来源：{escape(truth.source or "")} 】 【字体：大 中 小】 【<a href="javascript:print()">打印</a>】</p>
<div id="zoom"><!--<$[信息内容]>begin-->
{paragraphs(truth.paragraphs)}
<!--<$[信息内容]>end--></div>
{related("相关信息", near)}
<p class="info">大汉版通发布系统</p>"""
    return page(TOURISM, f"{truth.title}_{TOURISM.name}", main, head=head)


def lists(column: str, rows: Sequence[Row]) -> dict[str, str]:
    """The column's page with its first rows; `records` answers for the others."""
    chunk = in_pages(rows, _ROWS)[0]
    store = f'<script type="text/xml">{_store(chunk, 1, len(rows))}</script>'
    body = f'<h2>{column}</h2><div id="6610" class="default_pgContainer">{store}</div><ul id="rows"></ul>{_DRAW}'
    return {f"/col/col{_COLUMN}/index.html": page(TOURISM, f"{TOURISM.name} {column}", body)}


def records(rows: Sequence[Row], query: str) -> str:
    """The proxy's XML: one page of rows (`page`, from 1 for the second), or a range (`startrecord`, `endrecord`).

    It has rows of its one column, and none of another (`columnid`).
    """
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    if asked.get("columnid", str(_COLUMN)) != str(_COLUMN):
        return _store([], None, 0)
    pages = in_pages(rows, _ROWS)
    if asked.get("startrecord", "").isdigit() and asked.get("endrecord", "").isdigit():
        ordered = [row for chunk in pages for row in chunk]
        return _store(ordered[max(1, int(asked["startrecord"])) - 1 : int(asked["endrecord"])], None, len(rows))
    number = int(asked["page"]) if asked.get("page", "").isdigit() else 0
    chunk = pages[number] if number < len(pages) else []
    return _store(chunk, number + 1, len(rows))


def _store(rows: Sequence[Row], following: int | None, total: int) -> str:
    more = ""
    if following is not None and following * _ROWS < total:
        address = (
            f"{PROXY}?page={following}&appid=1&webid=9&path=/&columnid={_COLUMN}&unitid=6610&webname={TOURISM.name}"
        )
        more = f'<nextgroup><![CDATA[<a href="{address}"></a>]]></nextgroup>'
    drawn = "".join(f"<record><![CDATA[\n{item(row)}]]></record>\n" for row in rows)
    return f"<datastore>\n{more}\n<recordset>\n{drawn}</recordset></datastore>"
