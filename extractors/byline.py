"""Bylines: who wrote, edited and checked an article, where it comes from, and when it was published.

Read from the lines under the headline, from the first words of the text and from its last lines. Roles are
never mixed: an editor or reviewer never becomes an author, a photographer is neither, and what is not printed
stays empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.article import Evidence
from extractors.dates import find_dates
from extractors.labels import Field
from extractors.normalise import document_normaliser, fold
from extractors.people import Proof, is_office, is_pen_name, lone_name, names_of
from extractors.pieces import Piece, pieces
from extractors.plain_text import parts, plain_title
from extractors.zone import BESIDE_DATE, JUNK, LONGEST_SOURCE, PEOPLE, SENTENCE, Byline, Zone, cut

__all__ = [
    "BESIDE_DATE",
    "Byline",
    "EndCredits",
    "credit_apart",
    "is_byline_line",
    "is_name_in_bracket",
    "names_below_label",
    "parse_byline",
    "parse_credits",
    "parse_end",
    "parse_lead",
    "read_text",
]

_LONGEST_ZONE = 4_000
_LONGEST_TEXT = 20_000
_LEAD_CHARACTERS = 160
_END_LINES = 15
_LONGEST_CREDIT_LINE = 160
_LONGEST_OFFICE = 16
_LONGEST_PEN_NAME = 8
_LONGEST_NAMES = 20
_BULLETS = tuple("■□●◆▲◎◇★")
_MARKS = " \t\n" + "".join(_BULLETS)
_WRAPPING = JUNK + _MARKS + "()[]【】《》"
_WRAPPING_BEHIND = _WRAPPING.replace(":", "")  # `责任编辑：` has no value, but is a label

_BRACKET = re.compile(r"[(【\[](?P<credit>[^()【】\[\]\n]{2,100})[)】\]]")
_LAST_BRACKET = re.compile(r"[(【\[](?P<credit>[^()【】\[\]\n]{2,100})[)】\]]\s{0,9}\Z")
_DATELINE_END = re.compile(r"(?:讯|电|报道|供稿|消息|专稿)[\s:,】\])]{0,5}\Z")
_DATELINE_START = re.compile(r"^.{0,40}?(?<!通)讯[ :,]{0,3}(?=.{0,20}(?:记者|通讯员|实习生))")
_LEAD_ROLE = re.compile(r"记者|通讯员|实习生|评论员|供稿|撰文|[文图][/|丨]|信息员")
_LEAD_STOP = re.compile(r"[:。\n]|,(?=.{0,3}\d)")
# The text itself begins behind the bracket: (通讯员 汤× 何××)连日来,全镇…
_TEXT_BEHIND_BRACKET = re.compile(r"[)】\]][^()【】\[\]:|]{2,40},")
_FULL_STOPS = ("。", "!", "?", "。”", "!”", "?”", "…")
_NAMELESS = re.compile(r"[\u3400-\u9fff]{2,6}(?:记者|通讯员)")
# 梨花镇 苏×: office and name alone on the last line. A post before the name (县长 苏×) signs an order.
_WRITERS_OFFICE = re.compile(
    r"[\u3400-\u9fff]{2,12}(?:[镇乡局办院校站所队部]|中心|街道)(?: {1,3}[\u3400-\u9fff]{2,3}){1,4}"
)
# （作者系县委党校教师）: who the writer is, without the name.
_AUTHORS_POST = re.compile(r"(?:本文)?作者(?:系|为|是|单位|简介)|指导(?:老师|教师)")
# （县市场监管局 供稿）: an office that nobody signed for.
_OFFICES_REPORT = re.compile(r"[\u3400-\u9fff]{2,20}[ :]{0,4}(?:供稿|供图|撰稿|报道)")
# The date under a signature belongs to the text: 某某办公室 / 2025年3月27日.
_LONELY_DATE = re.compile(r"\s*[(（]?\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?[)）]?\s*")
# Whom the readers of a notice may ask: 联系人：陈× 联系电话：… is its last sentence.
_CONTACTS = frozenset({"联系人", "联系电话", "电话", "地址"})
_GLUED_CREDIT = re.compile(
    r"(?<=[。！？”）])[ \u3000\xa0]{0,8}"
    r"(?=[\[【(（]?(?:责任编辑|责编|编辑|网络编辑|值班编辑|审核|初审|校对)[ \u3000]{0,4}[:：][^。，]{1,40}\Z)"
)
_PHOTO_NOTE = re.compile(r"(?:本文|文中|本版)?(?:图片|照片|图)均?由.{2,12}(?:提供|供图|拍摄)。?")
_PERMISSION = re.compile(r"[,，][^,，\n]*(?:授权|转载|发布|独家|首发)[^,，\n]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./-]{4,60}")
# 配音：甲, 排版丨乙: a role that no field is for.
_OTHER_ROLE = re.compile(r"[(【\[]?[\u3400-\u9fff]{2,6} ?[:|丨/] ?(?=[\u3400-\u9fff]{2,4})")
_LONGEST_ROLE_LINE = 24
_POSITION = re.compile(r"(?:书记|主任|镇长|乡长|县长|市长|局长|部长|委员|干事|校长|院长)\Z")


@dataclass(frozen=True)
class EndCredits:
    """The credits at the end of a text; the paragraphs from `first_credit` on are credits and no text."""

    byline: Byline
    first_credit: int


def parse_byline(text: str) -> Byline:
    """The fields of a header zone: a few lines that may hold headline, breadcrumb and chrome as well."""
    byline = Zone(text[:_LONGEST_ZONE], "byline").read()
    if byline.authors:
        return byline
    line = next((line for line in text.split("\n") if line.startswith(_BULLETS)), "")
    names = _signature(line)
    return (
        replace(byline, authors=names, evidence={**byline.evidence, "authors": Evidence("byline:署名", line)})
        if names
        else byline
    )


def parse_credits(text: str) -> Byline:
    """Only the people whom labels in a text name."""
    zone = Zone(_PERMISSION.sub("", text[:_LONGEST_ZONE]), "note")
    return zone.credits() if zone.pieces else Byline()


def parse_lead(paragraph: str) -> Byline:
    """The writers whom the first words of a text name: `本网讯(通讯员 甲 乙)`, `记者赵× 报道:`, `□袁×`."""
    head = fold(paragraph[:_LEAD_CHARACTERS])
    for bracket in _BRACKET.finditer(head):
        before, credit = head[: bracket.start()].strip(_MARKS), bracket["credit"]
        if SENTENCE.search(before):
            break
        if credit.endswith("讯"):
            continue  # 【云岭新闻网讯】 is the dateline itself
        if not before or _DATELINE_END.search(before) or (_LEAD_ROLE.search(credit) and len(before) < 40):
            byline = Zone(credit, "lead").credits()
            if byline.authors or byline.editors:
                return byline
    stop = _LEAD_STOP.search(head)
    opening = _DATELINE_START.sub("", (head[: stop.start()] if stop else head).strip(_MARKS))
    is_marked = paragraph.lstrip().startswith(_BULLETS) and bool(names_of(opening, Proof.NONE))
    is_credit = is_marked or _LEAD_ROLE.search(opening) is not None
    if not is_credit or len(opening) > 100:
        return Byline()
    zone = Zone(opening, "lead")
    # 通讯员队伍建设 holds a role word and is no credit.
    return zone.credits() if is_marked or zone.pieces else Byline()


def parse_end(paragraphs: Sequence[str]) -> EndCredits:
    """The credits in the last lines of a text, and where they begin.

    A bracket at the end of the last paragraph of text is read too, but it stays with its paragraph.
    """
    first = len(paragraphs)
    least = max(0, len(paragraphs) - _END_LINES)
    while first > least and (_is_end_line(paragraphs[first - 1]) or names_below_label(paragraphs, first - 1)):
        first -= 1
    byline = _credits_of(paragraphs[first:])
    if first > 1 and not byline.authors and (name := _pen_name_alone(*paragraphs[first - 2 : first])):
        first -= 1
        proof = {"authors": Evidence("end:署名", name)}
        byline = byline.joined_with(Byline(authors=(name,), evidence=proof))
    if first and not byline.authors:
        byline = byline.joined_with(_closing_bracket(paragraphs[first - 1]))
    return EndCredits(byline, first)


@lru_cache(maxsize=256)  # header, decks and the end of a text ask of the same lines
def is_byline_line(text: str) -> bool:
    """True if a line is byline or credit and nothing else: labels, a lonely date, names behind a role."""
    if not text or len(text) > _LONGEST_CREDIT_LINE:
        return False
    line = fold(text).lstrip(_WRAPPING).rstrip(_WRAPPING_BEHIND)
    dates = find_dates(line)
    if dates and len(line) - sum(date.end - date.start for date in dates) <= 24 and not SENTENCE.search(line):
        return True
    found = pieces(line)
    if not found:
        return bool(_NAMELESS.fullmatch(line) or _signature(text))
    before = _ADDRESS.sub("", line[: found[0].start])
    before = before[max((date.end for date in find_dates(before)), default=0) :].strip(_WRAPPING)
    if len(before) > 24 or SENTENCE.search(before):
        return False
    return any(map(_is_proof, found)) and not any(map(_is_prose, found))


def names_below_label(lines: Sequence[str], index: int) -> bool:
    """True for the value of a label that stands alone on the line above: 责任编辑： / 裴×."""
    if index < 1 or len(lines[index]) > _LONGEST_NAMES or not lines[index - 1].endswith((":", "：")):
        return False
    return bool(names_of(fold(lines[index]), Proof.LABEL)) and is_byline_line(lines[index - 1])


def credit_apart(paragraph: str) -> list[str]:
    """The last paragraph, and the editor's line that is glued to its last sentence: …持续高涨。 责任编辑：夏×."""
    glued = _GLUED_CREDIT.search(paragraph, max(0, len(paragraph) - _LEAD_CHARACTERS))
    return [paragraph[: glued.start()], paragraph[glued.end() :]] if glued else [paragraph]


def read_text(text: str) -> Byline:
    """The fields and the title of a plain text: headline, byline lines, and what is left of the article.

    〔正文略〕 stands for text that was left out. Traditional characters and glosses are put right first.
    """
    text = text[:_LONGEST_TEXT]
    normalise = document_normaliser(text)
    header, lead, end = parts(normalise(text) if normalise else text)
    byline = parse_byline("\n".join(header))
    if not byline.authors:
        byline = byline.joined_with(_under_headline(header))
    if lead:
        byline = byline.joined_with(parse_lead(lead))
    if end:
        byline = byline.joined_with(_credits_of(end))
    title = byline.title or plain_title(header, is_byline_line)
    if title is None:
        return byline
    return replace(byline, title=title, evidence={**byline.evidence, "title": Evidence("headline", title)})


def _closing_bracket(paragraph: str) -> Byline:
    """The credits in a bracket behind the last sentence; a lonely word there is the writer's name or pen name."""
    end = fold(paragraph[-_LEAD_CHARACTERS:])
    bracket = _LAST_BRACKET.search(end)
    if bracket is None:
        return Byline()
    credit = bracket["credit"]
    byline = _bracketed(bracket[0], credit)
    if byline.authors or not bracket[0].startswith("(") or not end[: bracket.start()].endswith(_FULL_STOPS):
        return byline
    return (
        Byline(authors=(credit,), evidence={"authors": Evidence("end:署名", credit)}) if is_pen_name(credit) else byline
    )


def is_name_in_bracket(text: str) -> bool:
    """True for the writers' names in a bracket that is all of a line: （苏× 卢×）."""
    bracket = _LAST_BRACKET.fullmatch(fold(text).strip()) if len(text) <= _LONGEST_NAMES else None
    if bracket is None or not bracket[0].startswith("(") or _AUTHORS_POST.match(bracket["credit"]):
        return False
    return bool(names_of(bracket["credit"], Proof.NONE))


def _pen_name_alone(sentence: str, line: str) -> str | None:
    """The pen name in a bracket that is the line below the last sentence: （行者无疆）."""
    bracket = _LAST_BRACKET.fullmatch(fold(line).strip()) if len(line) <= _LONGEST_PEN_NAME else None
    if bracket is None or not fold(sentence).endswith(_FULL_STOPS) or not fold(line).startswith("("):
        return None
    return bracket["credit"] if is_pen_name(bracket["credit"]) else None


def _bracketed(printed: str, credit: str) -> Byline:
    """Credits of a bracket; names alone stand in round ones, in 【】 stands the name of a series."""
    if _AUTHORS_POST.match(credit):
        return Byline()
    zone = Zone(credit, "end")
    return zone.credits() if zone.pieces or printed.startswith("(") else Byline()


def _is_proof(piece: Piece) -> bool:
    """True if a piece shows that its line is a byline."""
    if piece.field in (Field.NOISE, Field.TITLE):
        return False
    if piece.label in _CONTACTS:
        return False
    if piece.field not in PEOPLE:
        return piece.field is not Field.NOBODY or len(piece.value) <= 30 or _is_address(piece)
    value = cut(piece.value)
    if not piece.is_printed:
        return bool(names_of(value, Proof.NONE)) or piece.label == "报道" or lone_name(piece.value) is not None
    return not value or bool(names_of(value, Proof.LABEL)) or len(value) <= 12


def _is_address(piece: Piece) -> bool:
    """True for 原文链接：https://…, which stands between the credits of a reprint and the page's own."""
    return piece.value.lstrip().startswith(("http://", "https://"))


def _is_prose(piece: Piece) -> bool:
    if _is_address(piece):
        return False
    is_of_people = piece.field in PEOPLE and piece.is_printed
    value = cut(piece.value).replace(";", "、") if is_of_people else piece.value  # 作者：子车×；瞿××
    return (
        len(value) > LONGEST_SOURCE
        or (piece.field is not Field.NOBODY and bool(SENTENCE.search(value.strip(" ;。"))))  # 标签:茶园;春茶
        or bool(_TEXT_BEHIND_BRACKET.search(piece.value))
    )


def _is_end_line(text: str) -> bool:
    if _PHOTO_NOTE.fullmatch(text.strip()) or (is_byline_line(text) and not _LONELY_DATE.fullmatch(text)):
        return True
    line = fold(text).strip()
    if not line.strip(_WRAPPING):
        return True  # the bracket that closes a credit, in an element of its own
    role = _OTHER_ROLE.match(line) if len(line) <= _LONGEST_ROLE_LINE else None
    if role and names_of(line[role.end() :], Proof.NONE):
        return True
    if _WRITERS_OFFICE.fullmatch(line) and names_of(line, Proof.NONE):
        return True
    bracket = _BRACKET.fullmatch(line)
    if bracket and len(line) <= 30 and bracket["credit"].endswith(("摄", "摄影", "供图")):
        return True
    if bracket is not None:
        if line.startswith("(") and len(line) <= _LONGEST_OFFICE and is_office(bracket["credit"]):
            return True  # （西河镇）
        names_somebody = bool(Zone(bracket["credit"], "end").credits().authors)
        is_post = _AUTHORS_POST.match(bracket["credit"]) is not None or _OFFICES_REPORT.fullmatch(bracket["credit"])
        return line.startswith("(") and (names_somebody or bool(is_post))
    return bool(_signature(line))


def _signature(line: str) -> tuple[str, ...]:
    """The names of a line that is nothing else: □邓云鹤, ◎ 韩霜 柯一苇."""
    return names_of(fold(line).strip(_MARKS), Proof.NONE) if line.startswith(_BULLETS) else ()


def _credits_of(lines: Sequence[str]) -> Byline:
    """Credit lines: labels first, then names alone in brackets or on a line."""
    byline = Zone("\n".join(lines)[:_LONGEST_ZONE], "end").read(unlabelled=False)
    for index, line in enumerate(lines):
        if len(line) > _LONGEST_CREDIT_LINE or names_below_label(lines, index):
            continue
        folded = fold(line)
        brackets = [(bracket[0], bracket["credit"]) for bracket in _BRACKET.finditer(folded)]
        for printed, credit in brackets or [("(", folded.strip(_MARKS))]:
            if not pieces(credit):
                byline = byline.joined_with(_bracketed(printed, credit))
    return byline


def _under_headline(header: Sequence[str]) -> Byline:
    """A writer's office and name alone on a line under the headline: 江陵县白马寺镇党委书记 黄××."""
    for line in header:
        office, _, name = line.strip().rpartition(" ")
        if office and len(office) <= 30 and _POSITION.search(office) and names_of(name, Proof.NONE):
            return Byline(authors=names_of(name, Proof.NONE), evidence={"authors": Evidence("byline:职务", line)})
    return Byline()
