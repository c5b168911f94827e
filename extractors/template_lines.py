"""Lines that templates put in and around a text: share bars, pagers, boxes of links, notices, captions."""

import re
from functools import lru_cache

from lxml import html

from extractors.flow import Flow, Line

# Lines after which nothing of the article follows.
_END = re.compile(
    r"^[【\[（(〖◆■●▶>\s·]*(?:相关(?:阅读|新闻|链接|快讯|话题|视频|图集|文章|附件|报道|专题|稿件|推荐|解读|文档|信息|内容)|延伸阅读|热门(?:推荐|文章|关键)|热点(?:新闻|推荐)|"
    r"猜你喜欢|推荐阅读|更多(?:新闻|精彩|阅读|视频|图片|资讯|报道|[>》]{2})|友情链接|版权(?:声明|所有|与免责)|免责声明|特别声明|郑重声明|平台声明|"
    r"扫一扫|分享(?:到|至)?\s*[：:]?$|分享让更多|关注公众号|(?:上|下)一(?:条|篇|页)|上篇|下篇|附件下载|本篇新闻热门|网友评论|我要(?:评论|发表)|"
    r"发表评论|评论\s*[（(\d]|关键[词字]\s*[：:]|(?:(?:tag)?标签|tags?)\s*[：:]|[^，。：]{1,16}\s(?:发表|回复|评论)于\s?\d{4}[-年/]|打印本页|关闭(?:窗口|页面|本页)|返回(?:顶部|首页|列表)|"
    r"未经(?:允许|授权|许可)|正文已结束|凡本网|声明[：:]|本网站?凡|[①②1１][、.．]?\s*凡本|copyright|©)",
    re.IGNORECASE,
)
# Lines of a template that may stand in or around the text.
_CHROME = re.compile(
    r"^[【\[（(\s]*+(?:(?:分享|字体|字号|浏览字号|大|中|小|打印|关闭|收藏|纠错|我要纠错|返\s?回|背景颜色|T|A)\b|"
    r"打印|关闭|点击(?:数|量|次数|率)?\s*[：:]|浏览(?:次数|量)?\s*[：:]|阅读(?:次数|量)?\s*[：:\d(]|访问(?:次数|量)|"
    r"分享(?:到|至)?\s*[：:]|(?:视力)?保护色|微信扫|扫描|扫一扫|用手机|手机(?:查看|浏览)|"
    r"图集$|\+1$|新闻热线|投稿信箱|(?:视频|阅读|网页)链接|图片均|点击(?:这里|此处)?(?:进入|查看|播放|下载|关注|收听|观看)|您?(?:当前|现在)(?:的|所在)?(?:的)?位置|原文(?:链接|出处)|本文(?:链接|来源)|"
    r"您的浏览器|(?:播放)?视频加载|正在加载|展开全文|点击(?:上|下)方|长按(?:识别|扫)|[-—\s]*(?:END|完|全文完|正文完)[-—\s]*$|本文(?:共|约|字数)\S{0,2}\d+|24小时滚动|\S{0,20}(?:打开|下载|点击|来)\[?APP|暂停|全屏|中国?政府网|(?:首页|末页|尾页|上一页|下一页)\b|下载附件|E-mail推荐|第\d{1,2}页[：:]|"
    r"本文(?:地址|网址|标题|标签|关键[字词])\s*[：:]|转载请|"
    r"(?:查看|阅读|展开|余下)(?:全文|原图|大图)|(?:顶|踩)一下|(?:欢迎|敬请)(?:转载|分享|关注|投稿|订阅|点赞))",
    re.IGNORECASE,
)
# 【新春走基层】 above the text: the name of a series.
KICKER = re.compile(r"^【[^【】：:]{2,30}】\s*$")
# 摘要：… in a box between headline and text: the editor's words, said again in the text.
ABSTRACT = re.compile(r"^[【\[]?(?:摘\s*要|导\s*读|导\s*语|核心提示|内容提要|内容摘要|提\s*要)\s*[】\]：:]")
# Names of the box in which it stands.
_SUMMARY = re.compile(
    r"summary|abstract|digest|zhaiyao|daodu|sub-?head|sub-?title|article-?desc|(?<![a-z])intro(?![a-z])", re.IGNORECASE
)
# 原文链接：https://…
_ADDRESS = re.compile(r"^\S{0,6}(?:链接|出处|地址|网址)?\s*+[：:]?\s*+https?://[\w./?=&%#:~+-]{4,}$")
_ORIGINAL_TITLE = re.compile(r"^[（(【\[\s]*(?:原标题|原题)\s*[：:为]")
SENTENCE_END = re.compile(r"[。！？!?；;…”’）)】]$")
_CAPTION = re.compile(
    r"(?:摄|供图|图/|/图|图片|资料图|供稿图)\s*[）)]?。?$|摄[/／]|图[/／]|^[（(]?图[一二三四\d]?[：:]"
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_PAGER = re.compile(r"^[\s\[\]【】()（）<>«»\d共页首末尾上下一第转到前后/|…·.]+$")
LONGEST_HEADING_OF_A_BOX = 12
_LONGEST_CAPTION = 30
FULL_STOPS = ("。", "！", "？", "……", "。”", "！”", "？”", "。）")


def is_called(element: html.HtmlElement, words: re.Pattern[str]) -> bool:
    """True if class or id of an element hold one of the words."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _hold(names, words)


@lru_cache(maxsize=1024)  # all pages of a site have the same
def _hold(names: str, words: re.Pattern[str]) -> bool:
    return words.search(names) is not None


def is_advertisement(line: Line, paragraph: Line | None) -> bool:
    """True for a link alone in an element of its own between the paragraphs: 投资小 回报快 开家甜品店."""
    if paragraph is None or not is_link_line(line) or line.text.endswith(FULL_STOPS):
        return False
    text = paragraph.block.getparent()
    return line.block is not text and line.block.getparent() is not text and line.block is not paragraph.block


def is_chrome(line: Line) -> bool:
    """True for share bars, font sizes, pagers and the like."""
    if _ORIGINAL_TITLE.match(line.text) and len(line.text) < 100:
        return True
    if _PAGER.match(line.text) and (line.link_share > 0.2 or not any(sign.isdigit() for sign in line.text)):
        return True
    if len(line.text) >= 60:
        return "://" in line.text and bool(_ADDRESS.match(line.text))
    return bool(_CHROME.match(line.text)) and line.punctuation < 3


def is_end(line: Line) -> bool:
    """True for a line with which related links, share bars or notices begin."""
    return bool(_END.match(line.text)) and len(line.text) < 200


def is_abstract(line: Line) -> bool:
    """True for the editor's words between headline and text, by their label or their box: `<div class="summary">`."""
    boxes = (line.block, line.block.getparent())
    return bool(ABSTRACT.match(line.text)) or any(box is not None and is_called(box, _SUMMARY) for box in boxes)


def is_sentence(line: Line) -> bool:
    """True for running text, or a line that ends as a sentence does."""
    return not line.is_hidden and line.link_share < 0.4 and (line.prose > 0 or line.text.endswith(FULL_STOPS))


def is_outside_text(line: Line) -> bool:
    """True for a line that may stand behind the text in its container, but is none of it."""
    return line.is_hidden or is_chrome(line) or is_link_line(line) or is_end(line)


def opens_box(line: Line) -> bool:
    """True for the heading or the only link of a box of related articles inside a text."""
    return (len(line.text) < LONGEST_HEADING_OF_A_BOX or line.link_characters > 0) and not line.prose and is_end(line)


def is_link_line(line: Line) -> bool:
    """True for links that stand alone: a menu, related articles."""
    return line.link_share > 0.6 and not (line.punctuation > 3 and line.text.endswith("。"))


def is_kicker(line: Line) -> bool:
    """True for the name of a series in brackets, as it stands above a text."""
    return bool(KICKER.match(line.text))


def is_caption(flow: Flow, index: int) -> bool:
    """True for the caption of a picture that opens the text: below a picture, centred or signed by a photographer."""
    line = flow.lines[index]
    if len(line.text) > 100 or not any(image.line == index for image in flow.images):
        return False
    if _CAPTION.search(line.text) or not SENTENCE_END.search(line.text):
        return True
    if len(line.text) <= _LONGEST_CAPTION and any(image.line == index + 1 for image in flow.images):
        return True  # between two pictures
    return bool(_CENTRED.search(line.block.get("style") or "")) or line.block.get("align") == "center"
