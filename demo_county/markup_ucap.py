"""The county's media centre, in UCAP's markup: `<UCAPCONTENT>`, lists as JSON, reviews line by line at the end."""

import json
from collections.abc import Sequence
from html import escape

from demo_county.article import TruthArticle
from demo_county.chrome import government_tags, page, paragraphs, related
from demo_county.listing import Row, in_pages, item
from demo_county.world import MEDIA

_CHANNEL = "7d41c0ab5f2e4c8e9a30b1d6e2f47a11"
_ROWS = 20
_QUERY = "_isAgg=true&_isJson=true&_pageSize=20&_template=index&page="


def article(truth: TruthArticle, near: Sequence[Row] = ()) -> str:
    """An article's page with links to those `near` it. Of one, the label says gb2312 although it is UTF-8."""
    moment = f"{truth.published_at:%Y-%m-%d %H:%M}"
    head = government_tags(
        MEDIA, truth.title, f"{truth.published_at:%Y-%m-%d %H:%M:%S}", truth.source or "", lower=True
    )
    if truth.kind == "video":
        text = '<div class="video-content"><video src="/yxrm/video/20260518/dd.mp4" controls></video></div>'
    else:
        text = paragraphs(truth.paragraphs)
    main = f"""<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/yxrm/xz/index.shtml">{truth.column}</a></div>
<h1><UCAPTITLE>{escape(truth.title)}</UCAPTITLE></h1>
<p class="info"><span>发布时间：{moment}</span> | <span>来源：{truth.source}</span> | <span>浏览量：<em id="pv"></em></span> | 分享到：<a href="javascript:;">微信</a></p>
<div id="UCAP-CONTENT"><UCAPCONTENT>
{text}
</UCAPCONTENT></div>
{_credits(truth)}
{related("热门推荐", near)}"""
    label = "gb2312" if "wrong_label" in truth.traits else None
    return page(MEDIA, f"{truth.title}-{MEDIA.name}", main, head=head, label=label)


def _credits(truth: TruthArticle) -> str:
    """Editor and three reviews, a two-character name padded as typists do."""
    roles = [("编辑", "、".join(truth.editors))] if truth.editors else []
    roles += zip(("初审", "复审", "终审"), truth.reviewers, strict=False)
    return "".join(f"<p>{role}：{'　'.join(name) if len(name) == 2 else name}</p>" for role, name in roles)


def lists(column: str, rows: Sequence[Row]) -> dict[str, str]:
    """A column's pages for people (`index_2.shtml`) and for scripts (JSON, the total in each answer)."""
    pages = in_pages(rows, _ROWS)
    drawn: dict[str, str] = {}
    for number, chunk in enumerate(pages, start=1):
        following = f'<a href="{_path(number + 1)}">下一页</a>' if number < len(pages) else ""
        body = f'<h2>{column}</h2><ul>{"".join(item(row, cut=18) for row in chunk)}</ul><div class="page">{following}</div>'
        drawn[_path(number)] = page(MEDIA, f"{column}-{MEDIA.name}", body)
        drawn[f"/common/search/{_CHANNEL}?{_QUERY}{number}"] = _answer(column, chunk, len(rows), number)
    return drawn


def _answer(column: str, rows: Sequence[Row], total: int, number: int) -> str:
    results = [
        {"title": row.title, "url": row.url, "publishedTimeStr": f"{row.day} 00:00:00", "channelName": column}
        for row in rows
    ]
    data = {"page": number, "rows": _ROWS, "total": total, "results": results}
    return json.dumps({"code": 200, "data": data}, ensure_ascii=False)


def _path(number: int) -> str:
    return "/yxrm/xz/index.shtml" if number == 1 else f"/yxrm/xz/index_{number}.shtml"
