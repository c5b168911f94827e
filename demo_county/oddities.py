"""What every real crawl meets besides articles: files, videos, dead links that answer 200, walls, redirects, mirrors."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from demo_county.article import NoArticle, TruthArticle
from demo_county.chrome import page
from demo_county.world import CITY_SITE, EDITORS, FARMING, MEDIA, PORTAL, TOURISM, Site

NO_ARTICLES = (
    NoArticle(PORTAL, "/Content-2612345.html", "镇办动态", "望渡镇：一则已经撤下的消息", "2026-02-11", "soft_404"),
    NoArticle(CITY_SITE, "/xwzx/xqdt/202604/t20260407_880001.html", "县区动态", "全市招商引资工作会议召开", "2026-04-07", "challenge"),
    NoArticle(TOURISM, "/art/2026/5/1/art_1711_880002.html", "县区文旅", "五一假期云岫县文旅市场红火", "2026-05-01", "redirect"),
    NoArticle(FARMING, "/nbwj/1180.htm", "工作动态", "内部文件：关于召开例会的通知", "2025-12-09", "robots"),
    NoArticle(MEDIA, "/yxrm/xz/202601/0123456789abcdef0123456789abcdef.shtml", "乡镇", "双槐镇：核桃文化节精彩回顾", "2026-01-20", "not_found"),
)  # fmt: skip
REDIRECT_TARGET = "https://mp.weixin.qq.com/s/invented"
ROBOTS = {
    FARMING.host: "User-agent: *\nDisallow: /nbwj/\n",
    PORTAL.host: "User-agent: *\nDisallow: /admin/\n",
}
CHALLENGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><script>
(function(){var c="demo_wall";document.cookie=c+"=1; path=/";location.reload()})();
</script></head><body></body></html>"""


def soft_404(site: Site) -> str:
    """A page that says, with status 200, that there is none."""
    return page(
        site,
        f"提示信息-{site.name}",
        "<h2>提示信息</h2><p>抱歉，您访问的页面不存在或已被删除！</p><p><a href='/'>返回首页</a></p>",
    )


def with_oddities(articles: Sequence[TruthArticle]) -> list[TruthArticle]:
    """The articles with a file and a video among them, one pinned, one in two columns, one under a wrong label."""
    told = list(articles)
    _mark(told, PORTAL, "in_two_columns", lambda one: one.town is not None and one.published_at.year == 2026)
    _mark(told, FARMING, "pinned", lambda one: one.published_at.year == 2025)
    _mark(told, MEDIA, "wrong_label", lambda one: one.published_at.year == 2026)
    told.append(_file_only())
    told.append(_video_only())
    return sorted(told, key=lambda one: (one.published_at, one.url))


def _mark(articles: list[TruthArticle], site: Site, trait: str, fits: Callable[[TruthArticle], bool]) -> None:
    """Give the first fitting article of a site a trait."""
    index = next(index for index, one in enumerate(articles) if one.site == site and fits(one))
    articles[index] = replace(articles[index], traits=articles[index].traits | {trait})


def _file_only() -> TruthArticle:
    return TruthArticle(
        site=PORTAL,
        path="/Content-2640001.html",
        column="县内要闻",
        title="云岫县2026年防汛预案",
        published_at=datetime.datetime(2026, 6, 12, 9, 0),
        paragraphs=(),
        story_id="2640001",
        source="县应急管理局",
        editors=(EDITORS[1],),
        kind="file",
        traits=frozenset({"file_only"}),
    )


def _video_only() -> TruthArticle:
    return TruthArticle(
        site=MEDIA,
        path="/yxrm/xz/202605/fedcba9876543210fedcba9876543210.shtml",
        column="乡镇",
        title="视频：岫阳镇采茶歌响起来",
        published_at=datetime.datetime(2026, 5, 18, 10, 30),
        paragraphs=(),
        story_id="video-1",
        source=MEDIA.medium,
        kind="video",
        town="岫阳镇",
        topic="文旅",
        traits=frozenset({"video_only"}),
    )
