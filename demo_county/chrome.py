"""What surrounds the articles on every site: style, navigation, side bar, footer."""

from html import escape

from demo_county.world import Site

STYLE = """<style>
body{margin:0;font:16px/1.9 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#222;background:#f4f6f8}
.top{background:#b5202a;color:#fff;padding:22px 6%;font-size:26px;letter-spacing:2px}
.nav{background:#8f1720;padding:6px 6%}.nav a{color:#fff;margin-right:22px;text-decoration:none}
.wrap{display:flex;gap:28px;margin:18px 6%;align-items:flex-start}
.main{flex:1;background:#fff;padding:18px 30px;min-width:0}.side{width:230px;background:#fff;padding:12px 18px;font-size:14px}
h1{font-size:24px;text-align:center;line-height:1.5}.info{text-align:center;color:#888;font-size:14px}
li{list-style:none;display:flex;justify-content:space-between;gap:20px;border-bottom:1px dashed #ddd}ul{padding:0}
a{color:#1a4b8c;text-decoration:none}.foot{background:#444;color:#ddd;text-align:center;font-size:13px;padding:16px}
</style>"""


def page(site: Site, title: str, main: str, *, head: str = "", label: str | None = None, side: str = "") -> str:
    """A whole page of a site; `label` is the encoding that it claims, its own unless said otherwise."""
    charset = label or ("gb2312" if site.encoding == "gb18030" else site.encoding)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}">
<title>{escape(title)}</title>
{head}{STYLE}</head>
<body><div class="top">{site.name}</div>
<div class="nav"><a href="{site.root}">首页</a><a href="{site.root}zwgk/">政务公开</a><a href="{site.root}zwfw/">政务服务</a><a href="{site.root}hdjl/">互动交流</a></div>
<div class="wrap"><div class="main">{main}</div><div class="side">{side or _SIDE}</div></div>
<div class="foot">版权所有：{site.name} 主办单位：{site.name} 备案序号：测ICP备00000000号-1 技术支持：云岫县大数据中心 2024-2026</div>
</body></html>
"""


_SIDE = """<b>站内导航</b><p><a href="/zwgk/zcwj/">政策文件</a></p><p><a href="/zwgk/rsxx/">人事信息</a></p><p><a href="/zwfw/bmdh/">便民电话</a></p>"""


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
