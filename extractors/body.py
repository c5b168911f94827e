"""Where the article's text stands, and which of its lines are text of the article.

First the container that the CMS family uses, else the element in which the page's running text is densest. The lines
of that container are then trimmed at both ends and cleaned of what templates put between them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from lxml import html

from extractors.flow import Flow, Line
from extractors.title import Headline, key

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
    r"^[【\[（(\s]*+(?:(?:分享|字体|字号|浏览字号|大|中|小|打印|关闭|收藏|纠错|我要纠错|返回|背景颜色|T|A)\b|"
    r"打印|关闭|点击(?:数|量|次数|率)?\s*[：:]|浏览(?:次数|量)?\s*[：:]|阅读(?:次数|量)?\s*[：:\d(]|访问(?:次数|量)|"
    r"分享(?:到|至)?\s*[：:]|(?:视力)?保护色|微信扫|扫描|扫一扫|用手机|手机(?:查看|浏览)|"
    r"图集$|\+1$|新闻热线|投稿信箱|(?:视频|阅读|网页)链接|图片均|点击(?:进入|查看|播放|下载|关注)|您?(?:当前|现在)(?:的|所在)?(?:的)?位置|原文(?:链接|出处)|本文(?:链接|来源)|"
    r"您的浏览器|(?:播放)?视频加载|正在加载|展开全文|点击(?:上|下)方|长按(?:识别|扫)|[-—\s]*END[-—\s]*$|暂停|全屏|中国?政府网|(?:首页|末页|尾页|上一页|下一页)\b|下载附件|E-mail推荐|第\d{1,2}页[：:]|"
    r"本文(?:地址|网址|标题|标签|关键[字词])\s*[：:]|转载请|"
    r"(?:查看|阅读|展开|余下)(?:全文|原图|大图)|(?:顶|踩)一下|(?:欢迎|敬请)(?:转载|分享|关注|投稿|订阅|点赞))",
    re.IGNORECASE,
)
# 【新春走基层】 above the text: the name of a series.
_KICKER = re.compile(r"^【[^【】：:]{2,30}】\s*$")
# 摘要：… in a box between headline and text: the editor's words, said again in the text.
_ABSTRACT = re.compile(r"^[【\[]?(?:摘\s*要|导\s*读|导\s*语|核心提示|内容提要|内容摘要|提\s*要)\s*[】\]：:]")
_ABSTRACT_CLASS = re.compile(r"(?<![a-z])(?:summary|intro|abstract|zhaiyao|daodu)(?![a-z])", re.IGNORECASE)
# 原文链接：https://…
_ADDRESS = re.compile(r"^\S{0,6}(?:链接|出处|地址|网址)?\s*+[：:]?\s*+https?://[\w./?=&%#:~+-]{4,}$")
_ORIGINAL_TITLE = re.compile(r"^[（(【\[\s]*(?:原标题|原题)\s*[：:为]")
_MORE = re.compile(r"返回\S{1,6}[，,]\s*查看更多$")
# 《光明日报》（2022年02月13日 02版）: where a reprint was first printed.
_PRINTED_IN = re.compile(r"^[（(]?\s*《[^》]{2,14}》\s*[（(]\s*\d{4}\s*年[^）)]{0,20}[）)]\s*[）)]?$")
_SENTENCE_END = re.compile(r"[。！？!?；;…”’）)】]$")
_DATELINE = re.compile(r"^.{2,25}(?:电|讯)[\s\u3000]*(?:[（(]|题|$)|^.{2,12}(?:讯|电)\s|^.{2,25}\d日(?:电|讯|消息)")
# 新华社北京4月24日电　题：headline
_TITLED_DATELINE = re.compile(r"^.{2,25}(?:电|讯)[\s\u3000]*题[：:]")
_REPORTED = re.compile(r"[^。，,（(]{0,20}?(?:记者|通讯员|实习生)[^。，,（(）)]{2,40}?报道[：:\s]{1,3}(?=.{12})")
_CAPTION = re.compile(
    r"(?:摄|供图|图/|/图|图片|资料图|供稿图)\s*[）)]?。?$|摄[/／]|图[/／]|^[（(]?图[一二三四\d]?[：:]"
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_REPRINT = re.compile(r"^[（(【\[](?:转自|来源|摘自|选自|转载|信息来源|稿源|据|原载)[^）)】\]]{0,40}[）)】\]]$")
# 本文来自微信公众号“深度产业”，作者：璩×，编辑：晏×，49氪经授权发布。
_REPRINT_NOTE = re.compile(
    r"[（(*]?(?:本文|本稿|文章|以下内容)(?:来自|转自|转载自|首发|原载|来源|系|经|由|为|已获)[^。]{0,120}(?:授权|独家|转载|首发|原创)[^。]{0,30}。?[）)]?"
)
# 合信网免责声明：本文仅代表…, 【风险提示】: what a site says of all its texts.
_DISCLAIMER = re.compile(
    r"^[（(【\[*※]{0,2}[^，。：:；]{0,12}(?:免责声明|版权声明|风险提示|免责条款|特别提示|郑重声明|特别声明|广告声明|反?侵权公告)[】\]）)]?[：:】\s]|"
    r"^[（(*※]?(?:本文|以上(?:内容|文章|信息)|文章)(?:内容)?(?:仅|只)?(?:代表|为)作者(?:本人|个人)?(?:的)?(?:个人)?观点|"
    r"^[（(*※]?(?:本文|以上(?:内容|文章|信息)|文章)[^。]{0,40}(?:立场无关|不代表本[站网])|"
    r"^(?:想|我要|新闻)?(?:爆料|报料)[？?！!：:]|^(?:如果?)?(?:您|你)?(?:有|发现)(?:任何)?新闻线索"
)
_ATTACHMENT = re.compile(
    r"^(?:附件|相关附件|附)\s*+\d*+\s*[：:．.、]|\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd|pptx?)\s*$", re.IGNORECASE
)
_ANNEX = re.compile(r"^附件\s*+\d{0,2}\s*$")
_DATE_LINE = re.compile(
    r"^[（(]?[\d〇○零一二三四五六七八九十]{4}\s*年[^，。]{1,8}日[）)]?$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_SIGNER = re.compile(r"(?:委|府|局|室|部|院|所|处|会|中心|队|站|社|校|司|公司|厅|办|科|组|镇|乡|街道|学)$")
_PAGE_BREAK = re.compile(r"#PAGE_?BREAK#|\[!--empirenews\.page--\]|\[page\]|_ueditor_page_break_tag_", re.IGNORECASE)
# What a template prints of its own: the number of an article, an empty value.
_STRAY = re.compile(r"\d{1,7}|null|undefined")
_DIGITS = re.compile(r"\d+")
_PAGER = re.compile(r"^[\s\[\]【】()（）<>«»\d共页首末尾上下一第转到前后/|…·.]+$")
_COPY_TOKEN = re.compile(r"([A-Za-z0-9]{3})([\u4e00-\u9fff]{2,12}网)$")
# Names of what stands beside a text: whole words of class or id, as in `main-right`, `hot_news`, `comments`.
_SIDE = re.compile(
    r"(?<![a-z])(?:side|sidebar|aside|right|hot|hotlist|rank|ranking|recommends?|relate|related|comments?|pinglun|cmt|"
    r"foot|footer|copyright)(?![a-z])",
    re.IGNORECASE,
)
# And of the editor's words between headline and text.
_SUMMARY = re.compile(r"summary|abstract|digest|zhaiyao|daodu|sub-?head|sub-?title|article-?desc", re.IGNORECASE)
# Elements that stand between the paragraphs of a text.
_PARTS = {"ol", "ul", "dl", "table", "blockquote"}
_WHOLE_SHARE = 0.6
_PARAGRAPHS_OF_A_TEXT = 2
_LEAST_SHARE_OF_TEXT = 0.25
_LEAST_SHARE_OF_FIRST_TEXT = 0.2
_TOP_PARAGRAPHS = 5
_NOTES = 3
_NOTE_STARTS = ("本", "文", "以")
_LONGEST_DECK = 80
# A line of a poem has neither figures nor labels, and ends without a sign or with a comma.
_VERSE = re.compile(r"[\u3400-\u9fff“”《》 ]{4,30}[，；]?")
_LINES_ABOVE_VERSE = 5
_FEWEST_VERSES = 6
_LINKS_OF_A_BOX = 3
_LONGEST_HEADING_OF_A_BOX = 12
_LINES_OF_A_BOX = 40
_WORD = re.compile(r"[\u3400-\u9fff\w ]{1,8}")
_LINES_ABOVE_WORDS = 8
_LONGEST_CAPTION = 30
_HEADER = re.compile(r"(?:来源|作者|时间|日期|编辑|记者)|\d{4}[-年/.]")
_LINES_OF_A_HEADER = 4
_LONGEST_HEADER = 160
_SHORTEST_OPENING = 8
_FULL_STOPS = ("。", "！", "？", "……", "。”", "！”", "？”", "。）")


@dataclass(frozen=True)
class Body:
    """The run of lines that holds the article's text, and the rule that found it."""

    first: int
    last: int
    rule: str
    element: html.HtmlElement


def find_body(flow: Flow, containers: Iterable[tuple[str, html.HtmlElement]], headline: Headline | None) -> Body | None:
    """The body's container: the first of the family's that holds text or pictures, else the densest element."""
    after = max(0, headline.last if headline else 0)
    for rule, element in containers:
        if element not in flow.spans:
            continue
        first, last = flow.spans[element]
        if flow.prose(max(first, after), last) or _holds_picture_or_file(flow, element, first, last):
            return Body(first, last, rule, element)
    return _verse(flow, after) or _densest(flow, after, headline) or _densest(flow, 0, headline)


def _verse(flow: Flow, after: int) -> Body | None:
    """A poem: lines right below headline and byline, one below the other, without a sign that ends a sentence."""
    lines = flow.lines
    first = next(
        (index for index in range(after, min(after + _LINES_ABOVE_VERSE, len(lines))) if _is_verse(lines[index])), None
    )
    if first is None:
        return None
    stanza = lines[first].block.getparent()
    last = first
    while last < len(lines) and _is_verse(lines[last]) and stanza in (lines[last].block, lines[last].block.getparent()):
        last += 1
    if stanza is None or last - first < _FEWEST_VERSES:
        return None
    return Body(first, last, "verse", stanza)


def _is_verse(line: Line) -> bool:
    return not line.is_hidden and not line.link_characters and bool(_VERSE.fullmatch(line.text))


def _holds_picture_or_file(flow: Flow, element: html.HtmlElement, first: int, last: int) -> bool:
    text = any(not line.is_hidden for line in flow.lines[first:last])
    return text or next(element.iter("img", "iframe", "embed", "video", "object"), None) is not None


def _densest(flow: Flow, after: int, headline: Headline | None) -> Body | None:
    """Go down from the root to the smallest element that still holds most of its parent's running text.

    Only lines from `after` on count: what stands above the headline is no text. Columns beside the text do not count
    either.
    """
    prosaic = {line.block for line in flow.lines[after:] if line.prose}
    if not prosaic:
        return None
    title_line = headline.first if headline else -1

    def weight_of(element: html.HtmlElement) -> int:
        first, last = flow.spans.get(element, (0, 0))
        return flow.prose(max(first, after), last) if last > after else 0

    element = flow.root
    while element not in prosaic:
        weights = {child: weight for child in element if (weight := weight_of(child))}
        beside = _beside_text(flow, weights, title_line)
        texts = [child for child in weights if child not in beside]
        heaviest = max(texts, key=weights.__getitem__, default=None)
        whole = weight_of(element) - sum(weights[child] for child in beside)
        if heaviest is None or not whole:
            break
        below_headline = _text_of_headline(flow, texts, weights, after) if after and len(texts) > 1 else None
        if below_headline is not None:
            heaviest = below_headline
        elif weights[heaviest] < _WHOLE_SHARE * whole or _is_only_part(flow, heaviest, weights, after):
            break
        element = heaviest
    first, last = flow.spans[element]
    return Body(first, last, "density", element)


def _is_part(flow: Flow, element: html.HtmlElement, weights: dict[html.HtmlElement, int]) -> bool:
    """True for a paragraph, or a list or table next to one: with most of the text, it still has its neighbours."""
    if element.tag == "p":
        return True
    if element.tag not in _PARTS:
        return False
    above, below = element.getprevious(), element.getnext()
    if any(beside is not None and beside.tag == "p" and weights.get(beside, 0) > 0 for beside in (above, below)):
        return True
    return above is not None and weights.get(above, 0) > 0 and _is_line(flow, above, 0)


def _is_only_part(flow: Flow, element: html.HtmlElement, weights: dict[html.HtmlElement, int], after: int) -> bool:
    """True for an element with most of the text, but not all of it."""
    return _is_part(flow, element, weights) or _begins_above(element, weights) or _is_paragraph(flow, element, after)


def _is_paragraph(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    """True for a line of text that stands in an element of its own, next to another such line below the headline.

    Some editors write `<div>` for `<p>`: the longest paragraph of a notice is not all of it.
    """
    neighbours = (element.getprevious(), element.getnext())
    return _is_line(flow, element, after) and any(
        beside is not None and _are_alike(element, beside) and _is_line(flow, beside, after) for beside in neighbours
    )


def _is_line(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    first, last = flow.spans.get(element, (0, 0))
    line = flow.lines[first] if last - first == 1 and first >= after else None
    if line is None or line.is_hidden or line.link_characters:
        return False
    return line.block is element or (element.tag == "tr" and line.block.getparent() is element)


def _begins_above(element: html.HtmlElement, weights: Mapping[html.HtmlElement, int]) -> bool:
    """True if paragraphs stand before the element: it holds the rest of a text that is folded up (展开全文)."""
    above = takewhile(lambda child: child is not element, weights)
    return sum(bool(child.tag == "p") for child in above) >= _PARAGRAPHS_OF_A_TEXT


def _text_of_headline(
    flow: Flow, texts: list[html.HtmlElement], weights: dict[html.HtmlElement, int], after: int
) -> html.HtmlElement | None:
    """The element below the headline that is the text, where its neighbours below are boxes of other texts.

    A short notice stands on a page with the first words of ten others, longer than itself. Then it is an element of
    several paragraphs, unlike its neighbours: parts of one text are alike. Above it only a byline may stand.
    """
    position = next((place for place, child in enumerate(texts) if _has_paragraphs(flow, child, after)), len(texts))
    above, first, others = texts[:position], texts[position : position + 1], texts[position + 1 :]
    if not first or not others or _is_part(flow, first[0], weights):
        return None
    weight = weights[first[0]]
    is_least = weight < _LEAST_SHARE_OF_FIRST_TEXT * sum(weights[child] for child in texts)
    if is_least or any(4 * weights[child] > weight and not _is_header(flow, child) for child in above):
        return None
    if any(4 * weights[child] > weight and _are_alike(first[0], child) for child in others):
        return None
    return first[0]


def _is_header(flow: Flow, element: html.HtmlElement) -> bool:
    """True for a byline with colons and commas enough to look like running text."""
    first, last = flow.spans[element]
    lines = flow.lines[first:last]
    return last - first <= _LINES_OF_A_HEADER and all(
        len(line.text) < _LONGEST_HEADER and _HEADER.search(line.text) for line in lines
    )


def _has_paragraphs(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    """True for an element with more than one line of running text."""
    first, last = flow.spans[element]
    running = (index for index in range(max(first, after), last) if flow.lines[index].prose)
    return next(running, None) is not None and next(running, None) is not None


def _are_alike(first: html.HtmlElement, other: html.HtmlElement) -> bool:
    if not first.tag == other.tag != "td" or first.get("class") != other.get("class"):
        return False
    ids = [_DIGITS.sub("", element.get("id") or "") for element in (first, other)]
    return bool(first.get("class")) or not all(ids) or ids[0] == ids[1]


def _beside_text(flow: Flow, weights: dict[html.HtmlElement, int], title_line: int) -> set[html.HtmlElement]:
    """The children with running text that are columns beside the article: hot news, comments, a footer.

    Their name alone does not tell, for a menu on the left makes an article the right column: the column with the
    headline is none of them, and their neighbours must hold text enough to be the article.
    """
    named, boxes = set(), set()
    for child in weights:
        if not _holds_line(flow, child, title_line):
            if _opens_with_end(flow, child):
                boxes.add(child)
            elif _names_a_side(child):
                named.add(child)
    if not named:
        return boxes
    others = {child: weight for child, weight in weights.items() if child not in named | boxes}
    text_by_headline = any(_holds_line(flow, child, title_line) for child in others)
    enough = sum(others.values()) >= _LEAST_SHARE_OF_TEXT * max(weights[child] for child in named)
    return named | boxes if text_by_headline or enough else boxes


def _opens_with_end(flow: Flow, element: html.HtmlElement) -> bool:
    """True for a box of other articles, by its heading: 猜你喜欢, 相关阅读."""
    first = flow.lines[flow.spans[element][0]]
    return element.tag != "p" and len(first.text) < _LONGEST_HEADING_OF_A_BOX and is_end(first)


def _holds_line(flow: Flow, element: html.HtmlElement, index: int) -> bool:
    first, last = flow.spans[element]
    return first <= index < last


def _names_a_side(element: html.HtmlElement) -> bool:
    return element.tag in {"aside", "footer"} or _names(element, _SIDE)


def _names(element: html.HtmlElement, words: re.Pattern[str]) -> bool:
    """True if class or id of an element hold one of the words."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _hold(names, words)


@lru_cache(maxsize=1024)  # all pages of a site have the same
def _hold(names: str, words: re.Pattern[str]) -> bool:
    return words.search(names) is not None


def paragraphs(flow: Flow, first: int, last: int) -> list[str]:
    """The lines of a range as paragraphs; cells of one table row are joined, template lines and tokens dropped."""
    texts: list[str] = []
    row: html.HtmlElement | None = None
    previous: Line | None = None
    paragraph: Line | None = None
    in_box = False
    for line in flow.lines[first:last]:
        if line.is_hidden or is_chrome(line):
            continue
        in_box = (in_box and is_link_line(line)) or _opens_box(line)
        if in_box or (line.link_characters and _is_advertisement(line, paragraph)):
            continue
        paragraph = line if line.prose else paragraph
        text = _without_marks(line.text)
        if not text:
            continue
        this_row = _row(line)
        same_row = this_row is not None and this_row is row and previous is not None
        if same_row and previous is not None and line.cell is not previous.cell and texts:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
        row, previous = this_row, line
    return _without_copy_tokens(texts)


def _without_marks(text: str) -> str:
    """The line without page breaks, and without the link to more of the kind at its end."""
    if "#" in text or "[" in text or "_" in text:
        text = _PAGE_BREAK.sub("", text)
    if text.endswith("更多"):
        text = _MORE.sub("", text)
    return text.strip(" \xa0\u3000")


def _is_advertisement(line: Line, paragraph: Line | None) -> bool:
    """True for a link alone in an element of its own between the paragraphs: 投资小 回报快 开家甜品店."""
    if paragraph is None or not is_link_line(line) or line.text.endswith(_FULL_STOPS):
        return False
    text = paragraph.block.getparent()
    return line.block is not text and line.block.getparent() is not text and line.block is not paragraph.block


def _row(line: Line) -> html.HtmlElement | None:
    return line.cell.getparent() if line.cell is not None else None


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


def text_start(flow: Flow, body: Body, headline: Headline | None) -> int:
    """The first line that can be text: after a headline repeated in the container, with a sentence right above it."""
    first = body.first
    if headline is not None and body.first < headline.last <= body.last:
        return headline.last
    above = flow.lines[first - 1] if first > 0 else None
    if above is None or headline is None or first <= headline.last or body.rule != "density":
        return first
    if above.is_hidden or above.link_characters or is_chrome(above) or _is_abstract(above):
        return first
    if _names(above.block, _SUMMARY):
        return first
    return first - 1 if above.text.endswith(_FULL_STOPS) and len(above.text) > _SHORTEST_OPENING else first


def _is_abstract(line: Line) -> bool:
    """True for the editor's words between headline and text, by their label or their box: `<div class="summary">`."""
    parent = line.block.getparent()
    names = [line.block.get("class"), parent.get("class") if parent is not None else None]
    return bool(_ABSTRACT.match(line.text)) or any(name and _ABSTRACT_CLASS.search(name) for name in names)


def text_end(flow: Flow, first: int, last: int, is_credit: Callable[[str], bool]) -> int:
    """The line before which the article's text ends, with the credits that close it."""
    for index in range(first, last):
        line = flow.lines[index]
        if line.is_hidden or not (is_end(line) or _is_credit_above_links(flow, first, index, last, is_credit)):
            if _is_editor_above_others(flow, first, index, last, is_credit):
                last = index + 1
                break
            continue
        if not _prose_resumes(flow, index, last):
            last = index if is_end(line) else index + 1
            break
    last = _without_outside_lines(flow, first, _without_box_of_links(flow, first, last, is_credit))
    # Related links may stand between the text and its editor's line.
    above = last
    while above > first + 1 and is_credit(flow.lines[above - 1].text):
        above -= 1
    return _without_outside_lines(flow, first, above) if _is_outside_text(flow.lines[above - 1]) else last


def _is_credit_above_links(flow: Flow, first: int, index: int, last: int, is_credit: Callable[[str], bool]) -> bool:
    """True for the editor's line below a text, with the headlines of other articles and their first words below it."""
    if index + 1 >= last or not is_link_line(flow.lines[index + 1]) or is_link_line(flow.lines[index]):
        return False
    return flow.prose(first, index) > 0 and is_credit(flow.lines[index].text)


def _is_editor_above_others(flow: Flow, first: int, index: int, last: int, is_credit: Callable[[str], bool]) -> bool:
    """True for the editor's line below a text where the next sentences stand in elements of their own: legal notes."""
    line = flow.lines[index]
    if not ("编辑" in line.text or "责编" in line.text) or not is_credit(line.text) or not flow.prose(first, index):
        return False
    text = line.block.getparent()
    below = next((other for other in flow.lines[index + 1 : last] if other.prose), None)
    return below is not None and below.block is not text and below.block.getparent() is not text


def _without_box_of_links(flow: Flow, first: int, last: int, is_credit: Callable[[str], bool]) -> int:
    """Where a box of links with headings of its own (重点推荐, 证券要闻) ends the container, `last` without one."""
    lines = flow.lines
    end = next((index for index in range(last, first, -1) if _is_sentence(lines[index - 1])), last)
    links = [index for index in range(end, last) if is_link_line(lines[index])]
    if len(links) < _LINKS_OF_A_BOX:
        return last
    box = links[0]
    while box > end and not is_credit(lines[box - 1].text):
        box -= 1
    return box


def _is_sentence(line: Line) -> bool:
    return not line.is_hidden and line.link_share < 0.4 and (line.prose > 0 or line.text.endswith(_FULL_STOPS))


def _without_outside_lines(flow: Flow, first: int, last: int) -> int:
    while last > first + 1 and _is_outside_text(flow.lines[last - 1]):
        last -= 1
    return _without_words_outside(flow, first, last)


def _without_words_outside(flow: Flow, first: int, last: int) -> int:
    """Without a button's word (投诉水文, 打赏) below the element that holds the last paragraphs."""
    lines = flow.lines
    end = last
    while end > first and _WORD.fullmatch(lines[end - 1].text):
        end -= 1
    sentences = [line.block for line in lines[max(first, end - _LINES_ABOVE_WORDS) : end] if line.prose][-2:]
    if end == last or len(sentences) < 2:
        return last
    text = next((box for box in sentences[0].iterancestors() if box in {*sentences[1].iterancestors()}), None)
    while end < last and text is not None and text in {*lines[end].block.iterancestors()}:
        end += 1
    return end


def _is_outside_text(line: Line) -> bool:
    """True for a line that may stand behind the text in its container, but is none of it."""
    return line.is_hidden or is_chrome(line) or is_link_line(line) or is_end(line)


def _opens_box(line: Line) -> bool:
    """True for the heading or the only link of a box of related articles inside a text."""
    return (len(line.text) < _LONGEST_HEADING_OF_A_BOX or line.link_characters > 0) and not line.prose and is_end(line)


def is_link_line(line: Line) -> bool:
    """True for links that stand alone: a menu, related articles."""
    return line.link_share > 0.6 and not (line.punctuation > 3 and line.text.endswith("。"))


def is_kicker(line: Line) -> bool:
    """True for the name of a series in brackets, as it stands above a text."""
    return bool(_KICKER.match(line.text))


def is_caption(flow: Flow, index: int) -> bool:
    """True for the caption of a picture that opens the text: below a picture, centred or signed by a photographer."""
    line = flow.lines[index]
    if len(line.text) > 100 or not any(image.line == index for image in flow.images):
        return False
    if _CAPTION.search(line.text) or not _SENTENCE_END.search(line.text):
        return True
    if len(line.text) <= _LONGEST_CAPTION and any(image.line == index + 1 for image in flow.images):
        return True  # between two pictures
    return bool(_CENTRED.search(line.block.get("style") or "")) or line.block.get("align") == "center"


def _prose_resumes(flow: Flow, index: int, last: int) -> bool:
    """True if the text goes on after this line: then it stood in a box inside the text."""
    if _is_box_between_paragraphs(flow, index, last) or _is_sidebar(flow, index, last):
        return True
    before = flow.prose(max(0, index - 400), index)
    return flow.prose(index + 1, last) > 2 * before + 200 and _prose_of_no_link(flow, index, last) > 2 * before + 200


def _prose_of_no_link(flow: Flow, index: int, last: int) -> int:
    """The running text below a line without the first words of other articles, which follow their headlines."""
    lines = flow.lines
    return sum(
        lines[below].prose
        for below in range(index + 1, last)
        if not lines[below].link_characters and not is_link_line(lines[below - 1])
    )


def _is_sidebar(flow: Flow, index: int, last: int) -> bool:
    """True for 相关链接 over paragraphs without a link, as newspapers explain a word or an earlier event."""
    heading = flow.lines[index]
    if "相关链接" not in heading.text or heading.link_characters or index + 1 >= last:
        return False
    below = flow.lines[index + 1]
    is_text = below.prose > 0 and not below.link_characters and below.text.endswith(_FULL_STOPS)
    return is_text and below.block.getparent() is heading.block.getparent()


def _is_box_between_paragraphs(flow: Flow, index: int, last: int) -> bool:
    """True for 相关阅读 in a box between two paragraphs: the one before this line has brothers below it.

    The brothers of a `<p>` or `<div>` are those like it in the same element; those of a line that `<br>` ends, the
    lines of its own element.
    """
    lines = flow.lines
    before = next((lines[above] for above in range(index - 1, max(-1, index - 4), -1) if lines[above].prose), None)
    if before is None:
        return False
    paragraph, text = before.block, before.block.getparent()
    # A heading beside the paragraphs may have paragraphs of its own below it; a single link has none.
    if lines[index].block is paragraph or (lines[index].block.getparent() is text and not is_link_line(lines[index])):
        return False
    return any(
        line.prose and not is_end(line) and (line.block is paragraph or _are_brothers(line.block, paragraph, text))
        for line in lines[index + 1 : min(last, index + _LINES_OF_A_BOX)]
    )


def _are_brothers(one: html.HtmlElement, other: html.HtmlElement, parent: html.HtmlElement | None) -> bool:
    return one.getparent() is parent and bool(one.tag in ("p", "div")) and _are_alike(one, other)


def without_notes(texts: list[str]) -> tuple[list[str], list[str]]:
    """The paragraphs without the notes of a reprint around them, and these notes, which name writer and editor."""
    notes = [
        text
        for text in (*texts[:_NOTES], *texts[-_NOTES:])
        if text[:6].lstrip("（(*")[:1] in _NOTE_STARTS and _REPRINT_NOTE.fullmatch(text)
    ]
    return [text for text in texts if text not in notes], notes


def without_deck(texts: list[str], headline: Headline | None, is_byline: Callable[[str], bool]) -> list[str]:
    """Paragraphs without headline, kicker and deck lines that some sites repeat at the top of the text.

    A headline, a byline or a dateline within the first paragraphs is where the text really begins; what stands above
    it without an end of sentence is no paragraph.
    """
    title = key(headline.text) if headline else ""
    start = 0
    for index, text in enumerate(texts[:_TOP_PARAGRAPHS]):
        opens = (title and _is_part_of(text, title)) or is_byline(text) or _KICKER.match(text) is not None
        if opens and all(_is_deck(above) for above in texts[start:index]):
            start = index + 1
        elif _DATELINE.match(text[:60]) and all(
            len(above) < _LONGEST_DECK and "。" not in above for above in texts[start:index]
        ):
            start = index + bool(title and _TITLED_DATELINE.match(text) and key(text).endswith(title))
    return texts[start:]


def without_reporters(paragraph: str) -> str:
    """The first paragraph without the reporters' line that opens it: 大江网讯 实习生吴×、记者喻×报道：1月15日，…

    A dateline with the reporters in a bracket, 人民网合肥11月8日电（记者钱×）, is how the sentence begins, and stays.
    """
    reported = _REPORTED.match(paragraph)
    return paragraph[reported.end() :] if reported else paragraph


def _is_deck(text: str) -> bool:
    return (len(text) < _LONGEST_DECK and not _SENTENCE_END.search(text)) or _ABSTRACT.match(text) is not None


def trim(texts: list[str], headline: Headline | None) -> list[str]:
    """Paragraphs without attachments, reprint note, repeated headline and lonely date at their end."""
    texts = texts[: _attachments(texts)]
    title = key(headline.text) if headline else ""
    while len(texts) > 1 and _closes_without_text(texts, title):
        texts.pop()
    return texts


def _attachments(texts: list[str]) -> int:
    """Where an annex begins, or attachments behind which only more of them, signature and date follow."""
    tail = len(texts)
    while tail > 1 and _may_stand_below_attachments(texts[tail - 1]):
        tail -= 1
    for index, text in enumerate(texts[1:], start=1):
        if _ANNEX.match(text) or (index >= tail and len(text) <= 100 and _ATTACHMENT.search(text)):
            return index
    return len(texts)


def _may_stand_below_attachments(text: str) -> bool:
    return bool(_ATTACHMENT.search(text) or _DATE_LINE.match(text) or (len(text) < 30 and _SIGNER.search(text)))


def _closes_without_text(texts: list[str], title: str) -> bool:
    last = texts[-1]
    if (title and key(last) == title) or _STRAY.fullmatch(last):
        return True
    if _REPRINT.match(last) or _PRINTED_IN.match(last) or _DISCLAIMER.match(last):
        return True
    return bool(_DATE_LINE.match(last)) and not (len(texts[-2]) < 30 and _SIGNER.search(texts[-2]))


def _is_part_of(text: str, title: str) -> bool:
    if len(text) > 2 * len(title) + _LONGEST_DECK:
        return False
    this = key(text)
    return len(this) >= 4 and (this == title or (title.startswith(this) and not text.endswith(("。", "！", "？"))))


def _without_copy_tokens(texts: list[str]) -> list[str]:
    """安康新闻网 ends every paragraph with three random characters and its name: dropped where one repeats."""
    endings = [match[0] for text in texts if text.endswith("网") and (match := _COPY_TOKEN.search(text))]
    repeated = {ending for ending in endings if endings.count(ending) >= 3}
    if not repeated:
        return texts
    return [
        text.removesuffix(match[0]).rstrip() if (match := _COPY_TOKEN.search(text)) and match[0] in repeated else text
        for text in texts
    ]
