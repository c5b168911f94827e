"""What surrounds the articles on every site: style, navigation, side bar, footer."""

from collections.abc import Sequence
from html import escape

from demo_county.listing import Row
from demo_county.world import SITES, Site

_STYLE = """<style>
body{margin:0;font:16px/1.9 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#222;background:#f4f6f8}
.top{background:%(colour)s;color:#fff;padding:22px 6%%;font-size:26px;letter-spacing:2px}
.nav{background:%(colour)s;border-top:1px solid #ffffff55;padding:6px 6%%}.nav a{color:#fff;margin-right:22px}
.wrap{display:flex;gap:28px;margin:18px 6%%;align-items:flex-start}
.main{flex:1;background:#fff;padding:18px 30px;min-width:0}.side{width:230px;background:#fff;padding:12px 18px;font-size:14px}
h1{font-size:24px;text-align:center;line-height:1.5}h2{font-size:19px;color:%(colour)s;border-bottom:2px solid %(colour)s}
.info{text-align:center;color:#888;font-size:14px}ul{padding:0}.page a{margin:0 5px}
li{list-style:none;display:flex;justify-content:space-between;gap:20px;border-bottom:1px dashed #ddd}
a{color:#1a4b8c;text-decoration:none}.foot{background:#444;color:#ddd;text-align:center;font-size:13px;padding:16px}
</style>"""


def page(site: Site, title: str, main: str, *, head: str = "", label: str | None = None) -> str:
    """A whole page of a site; `label` is the encoding that it claims, its own unless said otherwise."""
    charset = label or ("gb2312" if site.encoding == "gb18030" else site.encoding)
    columns = "".join(f'<a href="{path}">{name}</a>' for name, path in site.columns.items())
    friends = "".join(f'<p><a href="{other.root}">{other.name}</a></p>' for other in SITES if other != site)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}">
<title>{escape(title)}</title>
{head}{_STYLE % {"colour": site.colour}}</head>
<body><div class="top">{site.name}</div>
<div class="nav"><a href="/">首页</a>{columns}</div>
<div class="wrap"><div class="main">{main}</div><div class="side"><b>友情链接</b>{friends}</div></div>
<div class="foot">版权所有：{site.name} 主办单位：{site.name} 备案序号：测ICP备00000000号-1 技术支持：云岫县大数据中心 2024-2026</div>
</body></html>
"""


def government_tags(site: Site, title: str, date: str, source: str, *, lower: bool = False) -> str:
    """The tags that government sites must carry (国办发〔2017〕47号), in the case that the family prints."""
    tags = {
        "SiteName": site.name,
        "SiteDomain": site.host,
        "SiteIDCode": "9900010001",
        "ColumnName": "工作动态",
        "ColumnType": "工作动态",
        "ArticleTitle": title,
        "PubDate": date,
        "ContentSource": source,
        "Keywords": "",
        "Author": "",
    }
    return "\n".join(
        f'<meta name="{name.lower() if lower else name}" content="{escape(value)}">' for name, value in tags.items()
    )


def paragraphs(texts: tuple[str, ...]) -> str:
    """Paragraphs as editors leave them, indented by full-width spaces."""
    return "\n".join(f"<p>　　{escape(text)}</p>" for text in texts)


def related(heading: str, rows: Sequence[Row]) -> str:
    """A box of links to other articles, with their dates; nothing where there are none."""
    if not rows:
        return ""
    links = "".join(f'<li><a href="{row.path}">{escape(row.title)}</a><span>{row.day}</span></li>' for row in rows)
    return f'<div class="near"><b>{heading}</b><ul>{links}</ul></div>'
