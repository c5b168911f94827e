"""Credits at the edges of a text: `本网讯(通讯员 甲 乙)` before its first sentence, `(西河镇 甲)` behind its last.

Nothing bounds such a credit but its brackets or the line, so a name counts only if it has the form of one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.byline_fields import Fields, find_fields
from extractors.byline_record import Byline, Draft
from extractors.labels import PEOPLE, Role
from extractors.normalise import fold
from extractors.people import Credit, has_office, has_role_word, read_credit

_INSIDE = r"[^()【】\[\]〔〕\n]{2,120}"
_DATELINE = r"[^\n。!?()【】〔〕]{0,60}?(?:\([^()]{0,40}\)[^\n。!?()【】〔〕]{0,30}?)?(?:讯|电|报道|消息|供稿)"
_LEAD_BRACKET = re.compile(rf"\s*{_DATELINE}\s{{0,3}}[(【\[](?P<inside>{_INSIDE})[)】\]]")
_ROLE_BRACKET = re.compile(rf"\s*[^\n。,!?()【】〔〕]{{0,30}}[(【\[](?P<inside>{_INSIDE})[)】\]]")
_OPENING_BRACKET = re.compile(rf"\s*[(【](?P<inside>{_INSIDE})[)】]")
_LEAD_ROLES = re.compile(
    r"\s*[■□◆●▪]?\s{0,3}(?P<credit>[^\n。,!?:()〔〕]{0,40}?(?:记者|通讯员|特约撰稿人)\s{0,3}[:/]?[^\n。,!?:()〔〕]{2,100})"
)
_SQUARED = re.compile(r"\s*[■□◆●▪]\s{0,3}(?P<credit>[^\n。!?:〔〕]{2,60})")
_CLOSING_BRACKET = re.compile(rf"[(【](?P<inside>{_INSIDE})[)】]?[\s|]*\Z")
_SENTENCE_END = re.compile(r"[。!?！？…”」〕)）](?=[^。!?！？…”」〕)）]*\Z)")
_TAIL_SOURCE = re.compile(r"[。!?”〕]\s{0,3}(?:来源|文章来源|信息来源)\s{0,3}:?(?P<source>[一-鿿A-Za-z·]{3,20})\s*\Z")
_SENTENCE = re.compile(r"[。!?！？](?!\s*[)）】]?\s*\Z)")
_CHROME = re.compile(
    r"\s*[\[【(（]?(?:声明|特别声明|免责|版权|凡本|凡注明|本稿件|本网站|举报|转载|扫一扫|分享|打印|关闭|收藏|上一[篇条]|下一[篇条]|相关|标签|关键词|"
    r"点击|阅读|浏览|新闻热线|热线|附件|纠错|返回|编后)"
)
_LONGEST_CREDIT_LINE = 160
_LONGEST_BARE_LINE = 80
_LONGEST_TAIL = 60
_LINES_OF_CHROME = 3
_PARAGRAPHS_BEHIND = 12


@dataclass(frozen=True)
class EndCredits:
    """What a text's end states; `paragraphs[first_credit:]` are credit lines and no part of the text."""

    byline: Byline
    first_credit: int


def parse_lead(paragraph: str) -> Byline:
    """What the beginning of a text's first paragraph states about its writers."""
    draft = Draft("lead")
    add_lead(draft, paragraph)
    return draft.byline()


def parse_end(paragraphs: Sequence[str]) -> EndCredits:
    """What the last paragraphs of a text state, and where the lines begin that state nothing else.

    A bracket behind the last sentence is read, but its paragraph stays in the text.
    """
    draft = Draft("end")
    first = len(paragraphs)
    chrome = 0
    lowest = max(0, len(paragraphs) - _PARAGRAPHS_BEHIND)
    for index in range(len(paragraphs) - 1, lowest - 1, -1):
        if is_credit_line(paragraphs[index]):
            first, chrome = index, 0
        elif chrome < _LINES_OF_CHROME and _may_stand_between(paragraphs[index]):
            chrome += 1
        else:
            break
    for paragraph in paragraphs[first:]:
        add_credit_line(draft, paragraph)
    if first > 0:
        add_tail(draft, paragraphs[first - 1])
    return EndCredits(draft.byline(), first)


def _may_stand_between(paragraph: str) -> bool:
    """Buttons and notices among the credit lines; a short line without a stop may be a caption or a button."""
    return bool(_CHROME.match(paragraph)) or not re.search(r"\w", paragraph)


def line_credits(line: str, *, whole: bool) -> list[Credit]:
    """The people named by a line that is a credit of its own; `whole` refuses lines that go on behind it."""
    folded = fold(line).strip()
    if not folded or len(folded) > _LONGEST_BARE_LINE:
        return []
    for pattern in (_LEAD_BRACKET, _OPENING_BRACKET):
        match = pattern.match(folded)
        if match and (not whole or match.end() == len(folded)):
            return _bracket(match["inside"])
    if _SENTENCE.search(folded) or not (has_role_word(folded) or folded[0] in "■□"):
        return []
    return read_credit(folded, strict=True)


def is_credit_line(line: str) -> bool:
    """True for a paragraph that only names people, sources or places of origin: no part of the text."""
    folded = fold(line).strip()
    if not folded or len(folded) > _LONGEST_CREDIT_LINE or _SENTENCE.search(folded):
        return False
    found = find_fields(line)
    if _is_labelled(found, folded) or line_credits(line, whole=True):
        return True
    bracket = _OPENING_BRACKET.fullmatch(folded)
    inside = bracket["inside"] if bracket else folded
    is_bounded = bracket is not None or len(folded) <= 30
    return is_bounded and (_is_picture_credit(inside) or (bracket is not None and _is_office_only(inside)))


def _is_labelled(found: Fields, folded: str) -> bool:
    fields = [field for field in found.fields if field.has_colon]
    if not fields or fields[0].start > 16:
        return False
    return all(len(field.value) <= 60 for field in fields) and any(
        field.role in (*PEOPLE, Role.SOURCE, Role.PUBLISHER, Role.NOBODY) for field in fields
    )


def _is_picture_credit(inside: str) -> bool:
    return has_role_word(inside) and inside.endswith(("摄", "摄影", "供图", "摄像")) and len(inside) <= 40


def _is_office_only(inside: str) -> bool:
    return len(inside) <= 20 and has_office(inside) and not re.search(r"[\d,;:]", inside)


def add_credit_line(draft: Draft, line: str) -> None:
    """Everything that a line of credits states."""
    from extractors.byline_header import add_people, add_source

    found = find_fields(line)
    fields = [field for field in found.fields if field.has_colon]
    if not _is_labelled(found, fold(line).strip()):
        draft.add_people(line_credits(line, whole=True), "credit line", line)
        return
    for field in fields:
        if field.role is Role.SOURCE:
            add_source(draft, field)
        elif field.role in PEOPLE or field.role is Role.NOBODY:
            add_people(draft, field)
        elif field.role is Role.PUBLISHED and field.date:
            draft.set_date(field.date, field.label, field.date.raw)


def add_lead(draft: Draft, paragraph: str) -> None:
    """The writers that a paragraph names before its first sentence."""
    head = fold(paragraph[:240])
    match = _LEAD_BRACKET.match(head) or _OPENING_BRACKET.match(head)
    credits = _bracket(match["inside"]) if match else []
    if not credits:
        match = _ROLE_BRACKET.match(head)
        credits = _bracket(match["inside"]) if match and has_role_word(match["inside"]) else []
    if not credits:
        match = _LEAD_ROLES.match(head) or _SQUARED.match(head)
        credits = _opening_credit(match["credit"]) if match else []
    if match:
        draft.add_people(credits, _role_word(match[0]), paragraph[match.start() : match.end()])


def _opening_credit(text: str) -> list[Credit]:
    """The names up to the first word that is none: `通讯员穆×× 秦×× 湖南省…`."""
    dateline = re.match(r".{0,40}?(?:讯|电)\s{0,3}(?=.*?(?:记者|通讯员))", text)
    text = text[dateline.end() :] if dateline else text
    pieces = re.split(r"((?:\s|、)+)", text)
    taken = ""
    for piece in pieces:
        if len(piece) > 1 and piece.strip("、 ") and not (
            read_credit(piece, strict=True) or has_role_word(piece) or has_office(piece)
        ):
            break
        taken += piece
    while taken:
        credits = read_credit(taken, strict=True)
        if credits:
            return credits
        taken = taken.rstrip().rpartition(" ")[0]
    return []


def _bracket(inside: str) -> list[Credit]:
    return read_credit(inside, strict=not has_role_word(inside))


def _role_word(text: str) -> str:
    found = re.search(r"通讯员|记者|文/图|图文|供稿|编辑|作者", text)
    return found[0] if found else "name"


def add_tail(draft: Draft, paragraph: str) -> None:
    """What stands behind the last sentence of a paragraph."""
    folded = fold(paragraph).rstrip(" |\n")
    source = _TAIL_SOURCE.search(folded[-60:])
    if source:
        draft.set_source(source["source"], "来源", source[0])
        return
    match = _CLOSING_BRACKET.search(folded, max(0, len(folded) - 130))
    if match:
        _add_closing_bracket(draft, folded, match)
        return
    end = _SENTENCE_END.search(folded, max(0, len(folded) - _LONGEST_TAIL))
    tail = folded[end.end() :].strip() if end else ""
    if 2 < len(tail) and (has_role_word(tail) or has_office(tail)):
        draft.add_people(read_credit(tail, strict=True), _role_word(tail), tail)


def _add_closing_bracket(draft: Draft, folded: str, match: re.Match[str]) -> None:
    inside = match["inside"]
    before = folded[: match.start()].rstrip()
    labelled = find_fields(inside)
    if any(field.has_colon for field in labelled.fields) and _is_labelled(labelled, inside):
        add_credit_line(draft, inside)
    elif has_role_word(inside) or not before or before[-1] in "。!?！？…”」〕)）":
        draft.add_people(_bracket(inside), _role_word(inside), match[0])
