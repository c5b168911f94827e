"""What careless and malicious editors publish: markup, formulas, turned text, halves of characters, endless headlines.

The truth has each text as it must be read. `as_references` prints what no page can hold otherwise: a control character
as a reference, and U+FFFD, which is what has to be read, as the half of a character that stands there.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

from demo_county.article import Claim, TruthArticle
from demo_county.grammar import write
from demo_county.listing import Row
from demo_county.world import CITY_SITE, COUNTY, EDITORS, FARMING, FIRST_MONTH, MEDIA, PORTAL, TOURISM, TOWNS, Site

_SEED = 990003
_HALF = "\\ud83d"  # of a character, as scripts write it
_REFERENCES = str.maketrans({"\ufffd": "&#xD83D;", "\ufffe": "&#xFFFE;", "\x1b": "&#27;", "\x07": "&#7;"})
_LONG_HEADLINE = 10_000
_CLAUSES_OF_LONG_PARAGRAPH = 16_667  # 200,000 characters

# Rows of a list that lead to no page: their addresses would run in a reader's browser.
TRAPS = {
    (PORTAL, "县内要闻"): (
        Row("javascript:alert(document.domain)", "云岫县：点击领取春耕补贴", "2026-10-22"),
        Row("data:text/html,<script>alert(4)</script>", "云岫县：惠农政策一览表", "2026-10-23"),
    ),
    (MEDIA, "乡镇"): (Row("JavaScript:alert(5)", "云岫县：视频直播入口", "2026-10-25"),),
}


def as_references(page: str) -> str:
    """A page's markup with references for what it cannot hold itself."""
    return page.translate(_REFERENCES)


def as_halves(script: str) -> str:
    """JSON or a script's text with halves of characters where something else must be read."""
    return script.replace("\ufffd", _HALF)


def hostile_articles() -> Iterator[TruthArticle]:
    """The articles. Each is a town's own story, and no other site takes it over."""
    rng = random.Random(_SEED)  # noqa: S311 (an invented county needs no secrecy)
    markup = "<script>alert(1)</script>与<img src=x onerror=alert(2)>亮相白鹭村"
    yield _on_portal(rng, "青泉镇", "青泉镇：" + markup, "2026-10-20 10:01")
    breaking_out = "\"'></title></script></textarea>]]><!--<svg onload=alert(3)>{{7*7}}${7*7}<%=7*7%>\\"
    yield _on_portal(rng, "双槐镇", f"双槐镇：{breaking_out}核桃进城", "2026-10-11 10:02")
    turned = "\u202e文庙社区\u202c一家\u200d园，\u2066河滨\u2069换新颜\u200f\u202e结尾"
    yield _on_media(rng, "龙隐街道", f"{COUNTY}龙隐街道：{turned}", "2026-10-22 10:03")
    headline = "岫阳镇：一条标题写完全年工作" + "，茶园提质道路通畅院落整洁群众满意" * 1_000
    yield _on_portal(rng, "岫阳镇", headline[:_LONG_HEADLINE], "2026-10-26 10:04")
    signs = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f1e8\U0001f1f3\U0001f44d\U0001f3fd"
    yield _on_farming(rng, "望渡镇", f"望渡镇：{signs}𠮷𪚥㮾𰻝柑橘进城", "2026-10-17")
    yield _on_media(rng, "松涧镇", f"{COUNTY}松涧镇：食用菌\ufffd出棚\ufffd增收", "2026-10-28 10:05")
    yield _on_portal(rng, "新田街道", "=cmd|' /C calc'!A0 新田街道花卉上市", "2026-10-25 10:06")
    yield _on_media(rng, "箭滩镇", "+1+1大于2：箭滩镇抱团种水稻", "2026-10-14 10:07")
    yield _on_city(rng, "云盘乡", "-2+3：云盘乡算好中药材加减账", "2026-10-12 10:08")
    yield _on_tourism(rng, "麻柳镇", "@SUM(A1:A9)麻柳镇油菜花海等你来", "2026-10-21 10:09:59")
    yield _with_hostile_text(
        _on_portal(rng, "麻柳镇", "麻柳镇：\x1b]0;高桥村\x07\x1b[2J清屏行动\x9b31m见成效", "2026-10-29 10:10")
    )
    yield _with_hostile_slogan(_on_portal(rng, "双槐镇", "双槐镇：<b>三查三改</b>&amp;开题", "2024-11-01 08:00"))


def _with_hostile_text(article: TruthArticle) -> TruthArticle:
    """Escape sequences, formulas, Markdown, a paragraph without end, and a claim inside markup."""
    paragraphs = (
        "\x1b[31m全村\x1b[0m动手清理\x1b]8;;http://www.yunxiu.localhost/\x07沟渠\x1b]8;;\x07，\ufffd\ufffe群众拍手叫好。",
        '=HYPERLINK("http://www.yunxiu.localhost/","点我")',
        "+村里算账，-村里花钱，@全体群众。",
        "| 村 | **亩** | `账` | [链接](javascript:alert(6)) | ![图](http://www.yunxiu.localhost/) | {{7*7}} |",
        "=全镇培育合作社6家，<b>带动群众496户，\u202e|@SUM(A1)</script><script>alert(7)</script>。",
        "+<i>清理沟渠12处</i>|@SUM(A1)，'\">{{7*7}}。",
        "清沟渠、捡垃圾、整柴垛，" * _CLAUSES_OF_LONG_PARAGRAPH + "天天如此。",
    )
    claims = (
        Claim("培育合作社", 6, "家", "eq"),
        Claim("带动群众", 496, "户", "eq"),
        Claim("清理沟渠", 12, "处", "eq"),
    )
    return replace(article, paragraphs=article.paragraphs + paragraphs, claims=article.claims + claims)


def _with_hostile_slogan(article: TruthArticle) -> TruthArticle:
    """The first use of a campaign's name stands in markup behind a sign of a formula."""
    sentence = "=双槐镇开展<b>“三查三改”</b>行动|@SUM(A1)<img src=x onerror=alert(8)>。"
    return replace(article, paragraphs=(*article.paragraphs, sentence), slogans=("三查三改",))


def _written(rng: random.Random, town_name: str, title: str, moment: str, site: Site, path: str) -> TruthArticle:
    """An ordinary text of the town under the headline."""
    town = next(town for town in TOWNS if town.name == town_name)
    published_at = datetime.datetime.fromisoformat(moment)
    months = (published_at.year - FIRST_MONTH.year) * 12 + published_at.month - FIRST_MONTH.month
    text = write(rng, town, town.topics[0], months, None)
    return TruthArticle(
        site=site,
        path=path,
        column=next(iter(site.columns)),
        title=title,
        published_at=published_at,
        paragraphs=text.paragraphs,
        story_id=path,
        source=town.name,
        editors=(EDITORS[0],),
        town=town.name,
        topic=town.topics[0],
        claims=text.claims,
        traits=frozenset({"hostile"}),
    )


def _on_portal(rng: random.Random, town: str, title: str, moment: str) -> TruthArticle:
    number = 2_660_000 + int(moment[-2:])
    article = _written(rng, town, title, moment, PORTAL, f"/Content-{number}.html")
    return replace(article, traits=article.traits | {"spaced_byline", "build_time_in_meta"}, authors=_writers(town))


def _on_media(rng: random.Random, town: str, title: str, moment: str) -> TruthArticle:
    key = f"{rng.getrandbits(128):032x}"
    article = _written(rng, town, title, moment, MEDIA, f"/yxrm/xz/202610/{key}.shtml")
    return replace(article, source=MEDIA.medium)


def _on_city(rng: random.Random, town: str, title: str, moment: str) -> TruthArticle:
    """A script writes the source, which is no outlet that there is."""
    article = _written(rng, town, title, moment, CITY_SITE, "/xwzx/xqdt/202610/t20261012_660008.html")
    return replace(article, source="=1+1澜洲\ufffd晚报", traits=article.traits | {"variable_source"})


def _on_farming(rng: random.Random, town: str, title: str, day: str) -> TruthArticle:
    article = _written(rng, town, title, day, FARMING, "/info/1021/2660005.htm")
    traits = article.traits | {"gbk", "office_as_author", "tabulated_byline"}
    return replace(article, precision="day", authors=("产业发展股",), traits=traits)


def _on_tourism(rng: random.Random, town: str, title: str, moment: str) -> TruthArticle:
    article = _written(rng, town, title, moment, TOURISM, "/art/2026/10/21/art_1711_2660009.html")
    traits = article.traits | {"bracketed_byline"}
    return replace(article, precision="second", source="@SUM(A1)文旅", editors=(), traits=traits)


def _writers(town_name: str) -> tuple[str, ...]:
    return next(town.writers for town in TOWNS if town.name == town_name)
