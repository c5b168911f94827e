"""The lines of a text as paragraphs, without what editors and templates put above, between and below them."""

import re
from collections.abc import Callable

from lxml import html

from extractors.flow import Flow, Line
from extractors.template_lines import (
    ABSTRACT,
    KICKER,
    SENTENCE_END,
    is_advertisement,
    is_chrome,
    is_link_line,
    opens_box,
)
from extractors.title import Headline, key

_MORE = re.compile(r"返回\S{1,6}[，,]\s*查看更多$")
# 《光明日报》（2022年02月13日 02版）: where a reprint was first printed.
_PRINTED_IN = re.compile(r"^[（(]?\s*《[^》]{2,14}》\s*[（(]\s*\d{4}\s*年[^）)]{0,20}[）)]\s*[）)]?$")
_DATELINE = re.compile(r"^.{2,25}(?:电|讯)[\s\u3000]*(?:[（(]|题|$)|^.{2,12}(?:讯|电)\s|^.{2,25}\d日(?:电|讯|消息)")
# 新华社北京4月24日电　题：headline
_TITLED_DATELINE = re.compile(r"^.{2,25}(?:电|讯)[\s\u3000]*题[：:]")
_REPORTED = re.compile(r"[^。，,（(]{0,20}?(?:记者|通讯员|实习生)[^。，,（(）)]{2,40}?报道[：:\s]{1,3}(?=.{12})")
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
_COPY_TOKEN = re.compile(r"([A-Za-z0-9]{3})([\u4e00-\u9fff]{2,12}网)$")
_TOP_PARAGRAPHS = 5
_NOTES = 3
_NOTE_STARTS = ("本", "文", "以")
_LONGEST_DECK = 80


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
        in_box = (in_box and is_link_line(line)) or opens_box(line)
        if in_box or (line.link_characters and is_advertisement(line, paragraph)):
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


def _row(line: Line) -> html.HtmlElement | None:
    return line.cell.getparent() if line.cell is not None else None


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
        opens = (title and _is_part_of(text, title)) or is_byline(text) or KICKER.match(text) is not None
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
    return (len(text) < _LONGEST_DECK and not SENTENCE_END.search(text)) or ABSTRACT.match(text) is not None


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
