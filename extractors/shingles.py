"""Fingerprints by which reprints of one text are known.

A text is the set of its runs of five Han characters; digits, punctuation and glosses, which change on the way from
site to site, are no part of it, and neither are the lead line and the end credits that each medium sets anew. Of that
set 64 positions are kept: MinHash in one pass, where a position to which no run falls takes the number of another
(Shrivastava 2017). The share of positions at which two texts agree estimates their Jaccard similarity: the runs that
both have, of all that either has.
"""

import re
from zlib import crc32

# Part of what a store remembers of its signatures: to change what they are made of changes this number.
VERSION = 1
POSITIONS = 64
HAN_CHARACTERS_MIN = 30
_BYTES = 2  # of a Han character in UTF-16
_RUN_BYTES = 5 * _BYTES
_NOT_HAN = re.compile("[^\u3400-\u9fff\uf900-\ufaff]+")

# 某县融媒讯（通讯员 …）, 【本网讯】, 新华社巴黎12月9日电（记者 …）, 本报讯 记者 … 报道：, 5月8日，
_LEAD = re.compile(
    r"\s*+"
    r"(?:[【\[（(]?[^\n，。,；;：:、（）()“”【】]{1,24}?(?<!通)(?:讯|日电|消息)(?=[】\]）):：\s（(【]|\d|\Z)[】\]）):：\s]*+)?"
    r"(?:[（(【\[][^（）()【】\[\]\n]{2,80}[）)】\]][:：\s]*+)?"
    r"(?:[^\n，。,（(]{0,14}?(?:记者|通讯员)[^\n，。,]{2,40}?报道[:：\s]++)?"
    r"(?:(?:今年|\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}|今[（(]\d{1,2}[）)])日(?:[上下]午|晚上?|清晨|当天)?[，,\s]*+|"
    r"(?:近日|日前|近期|连日来)[，,\s]*+)?"
)
_WRITERS_LINE = re.compile(
    r"[□■\s]*+(?:本[报网台刊])?(?:记者|通讯员|作者|来源|文/|图/)[^\n。，,]{2,40}\n|[□■][^\n。，,]{2,20}\n"
)
_LEAD_CHARACTERS = 240
# 来源：…, 编辑：… 审核：…, 【责任编辑：…】 as lines of their own; （记者 …）, （完） behind the last sentence
_END_LINE = re.compile(
    r"[\s（(【\[\-—]*+(?:(?:信息|新闻)?来源|稿源|供稿|撰稿|作者|记者|通讯员|文字|图文|图片|摄影|编辑|责编|责任编辑|校对|审核|审签|"
    r"[一二三初复终]审|监制|编审|[文图][/／:：])[^。！？\n]{0,60}\Z"
)
_END_BRACKET = re.compile(r"[（(【\[][^（）()【】\[\]]{1,80}[）)】\]][。\s]*\Z")
_END_CHARACTERS = 300


def signature(body: str) -> tuple[int, ...]:
    """64 numbers of 16 bits, the same in every process; none for a text of fewer than 30 Han characters."""
    han = _NOT_HAN.sub("", _without_credits(body))
    if len(han) < HAN_CHARACTERS_MIN:
        return ()
    coded = han.encode("utf-16-le")
    runs = {coded[start : start + _RUN_BYTES] for start in range(0, len(coded) - _RUN_BYTES + _BYTES, _BYTES)}
    # Six bits of a run's hash choose the position, the others order the runs there: the least one comes last and stays.
    least = {number & 63: number >> 6 & 0xFFFF for number in sorted(map(crc32, runs), reverse=True)}
    if len(least) == POSITIONS:
        return tuple(map(least.__getitem__, range(POSITIONS)))
    return tuple(next(least[other] for other in order if other in least) for order in _LENDERS)


def agreement(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of positions, 0 to 1, at which two signatures agree; 0 where one is empty."""
    if not one or not other:
        return 0.0
    return sum(map(int.__eq__, one, other)) / POSITIONS


def _lenders(position: int) -> list[int]:
    """The position itself, then all others in an order of its own: whose number it takes where it has none."""
    scattered = {other: crc32(bytes((position, other))) * 0x9E3779B1 & 0xFFFFFFFF for other in range(POSITIONS)}
    return [position, *sorted(scattered, key=scattered.__getitem__)]


_LENDERS = tuple(map(_lenders, range(POSITIONS)))


def _without_credits(body: str) -> str:
    start = 0
    while found := _WRITERS_LINE.match(body, start, _LEAD_CHARACTERS):
        start = found.end()
    if found := _LEAD.match(body, start, start + _LEAD_CHARACTERS):
        start = found.end()
    text = body[start:].rstrip()
    return text[:-_END_CHARACTERS] + _without_end_credits(text[-_END_CHARACTERS:])


def _without_end_credits(end: str) -> str:
    while end:
        line = end.rfind("\n") + 1
        bracket = max(map(end.rfind, "（(【["))
        if _END_LINE.match(end, line):
            end = end[:line].rstrip()
        elif bracket >= 0 and _END_BRACKET.match(end, bracket):
            end = end[:bracket].rstrip()
        else:
            break
    return end
