"""What a number counts: the nearest noun phrase of its clause, in words of the text.

新增茶园2500亩 says it before the number, 99名网格员 behind it. 其中 makes what follows a part of the total before.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extractors.bounds import Bound
from extractors.indicator_words import (
    COMMON_VERB,
    FILLERS_BEFORE_NUMBER,
    GROWTH,
    LEADING_WORDS,
    TELLING_VERB,
    VERB_ENDS,
    VERB_OR_LINK,
)
from extractors.units import MEASURES, PERCENT
from extractors.words import word_ends

_LONGEST = 40
_LONGEST_INDICATOR = 14
_BREAKS = "，,；;：:。！？!?"
_TO_BREAK = re.compile(r"[^，,、；;：:。！？!?（）()]*")
_BRACKET = re.compile(r"[（(][^（）()]{0,12}[）)]")
_BECOMES = re.compile(r"(?:提高|提升|上升|增加|增长|扩大|壮大|发展|下降|降低|减少|升|降|增)$")
_AND = re.compile(r"[、和及与]")
# 各类案件 are shared by nobody.
_KINDS = ("类", "种", "项", "级", "个", "地", "界", "方", "式", "族", "镇", "乡", "村")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A number that counts something, and where it stands in its sentence, with the words of its bound."""

    start: int
    end: int
    value: float
    unit: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Named:
    """What a number counts, and the total that it is a part of."""

    indicator: str
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A number with the words before it in its clause and those behind it.

    `goes_on`: nothing but these words stands between it and the number before.
    """

    one: Claimed
    before: str
    behind: str
    clause_before: str
    goes_on: bool


def name_all(
    sentence: str, claimed: list[Claimed], dates: list[int], earlier: list[tuple[Claimed, Named]]
) -> list[tuple[Claimed, Named]]:
    """Each number with its name; a number that several share (甲镇、乙镇各2家) once for each of them.

    `dates`: where dates and durations end. `earlier`: what the sentence before has named, as totals for its parts.
    """
    named: list[tuple[Claimed, Named]] = []
    shared = _respectively(sentence, claimed)
    parts = _Parts()
    taken = 0
    for position, one in enumerate(claimed):
        next_start = claimed[position + 1].start if position + 1 < len(claimed) else len(sentence)
        place = _place(sentence, one, taken, max(taken, _last_below(dates, one.start)), next_start)
        if "其中" in sentence[taken : one.start]:
            parts.begin(one, named or earlier)
        names, behind = ([shared[position]], 0) if position in shared else _names(place, named)
        part_of = parts.total_of(one)
        named += [(one, Named(name, part_of)) for name in names]
        taken = one.end + behind
    return named


def _last_below(ends: list[int], start: int) -> int:
    position = bisect_right(ends, start)
    return ends[position - 1] if position else 0


def _place(sentence: str, one: Claimed, taken: int, floor: int, ceiling: int) -> _Place:
    before = sentence[max(floor, one.start - _LONGEST) : one.start]
    cut = max(before.rfind(sign) for sign in _BREAKS) + 1
    behind = sentence[one.end : min(ceiling, one.end + _LONGEST)]
    words, clause_before = before[cut:], before[: max(0, cut - 1)]
    if not cut and not _stripped(words):
        # 收入从2020年的1200元: the name stands before the date.
        clause_before = sentence[max(taken, one.start - _LONGEST) : floor].rstrip("从由自0123456789年月日 ")
    return _Place(one, words, behind, clause_before, goes_on=taken > 0 and words == sentence[taken : one.start])


def _names(place: _Place, named: list[tuple[Claimed, Named]]) -> tuple[list[str], int]:
    """The names of a number, mostly one, and how many signs behind the number belong to them."""
    sharers = _sharers(place.before)
    if sharers:
        return sharers, 0
    said = _stripped(place.before)
    noun, length = _noun_behind(place.behind)
    if noun and place.one.unit not in PERCENT and _is_said_behind(place, said, length):
        verb = TELLING_VERB.match(said[-2:]) if said else None
        return [(verb.group() if verb else "") + noun], length
    if named and place.goes_on and _BECOMES.match(said):
        return [named[-1][1].indicator], 0  # 满意率由89%上升到98%
    name = _phrase(said)
    if named and (not name or GROWTH.match(name)):
        name = _with_subject(name, place, named)
    elif not name:
        name = _phrase(_stripped(_last_clause(place.clause_before))) or noun or place.one.unit
    elif GROWTH.match(name):
        name = (_phrase(_stripped(_last_clause(place.clause_before))) + name)[-2 * _LONGEST_INDICATOR :]
    return [name], 0


def _is_said_behind(place: _Place, said: str, length: int) -> bool:
    if not said or said.endswith(VERB_ENDS):
        return True
    if place.one.unit in MEASURES:
        return place.behind.startswith("的")
    # 党员56名预备党员3名: the words up to the next number are that one's.
    return not (length == len(place.behind) and place.behind and place.behind[-1] not in _BREAKS)


def _noun_behind(behind: str) -> tuple[str, int]:
    text = behind.lstrip()
    skipped = len(behind) - len(text)
    bracket = _BRACKET.match(text)
    if bracket:
        return "", 0
    if text.startswith("的"):
        text, skipped = text[1:], skipped + 1
        if text.startswith(("情况", "时候", "基础", "速度")):
            return "", 0
    match = _TO_BREAK.match(text)
    noun = match.group() if match else ""
    if noun.startswith(("“", '"')) and "”" in noun[1:]:
        return noun[:_LONGEST_INDICATOR], skipped + len(noun)
    head = noun.rfind("的", 0, _LONGEST_INDICATOR + 6)
    verb = _verb_or_link(noun)
    if 0 < head < len(noun) - 1 and (verb is None or verb.start() == 0):
        tail = noun[head + 1 :]
        end = _verb_or_link(tail, 1)
        tail = tail[: end.start()] if end else tail
        return tail[:_LONGEST_INDICATOR], skipped + head + 1 + len(tail)
    if verb:
        noun = noun[: verb.start()]
    length = skipped + len(noun)
    bracket = _BRACKET.match(behind, length)
    return noun[:_LONGEST_INDICATOR], bracket.end() if bracket else length


def _verb_or_link(noun: str, start: int = 0) -> re.Match[str] | None:
    """The first one with which a word begins, unlike the 作 of 合作社."""
    matches = list(VERB_OR_LINK.finditer(noun, start))
    begins = word_ends(noun) if matches else set()
    return next((match for match in matches if match.start() in begins), None)


def _stripped(words: str) -> str:
    """Without what stands between a name and its number (达, 共计), and what leads up to the name (全县, 今年)."""
    words = words.strip(" \u3000、（()）—-")
    while words.endswith(FILLERS_BEFORE_NUMBER):
        filler = next(filler for filler in FILLERS_BEFORE_NUMBER if words.endswith(filler))
        words = words[: -len(filler)].rstrip(" 、（(")
    while words.startswith(LEADING_WORDS):
        word = next(word for word in LEADING_WORDS if words.startswith(word))
        words = words[len(word) :].lstrip(" 、）)")
    return words


def _phrase(said: str) -> str:
    """From the verb that tells what was done (化解矛盾纠纷), or behind one that tells nothing (开展巡逻)."""
    match = COMMON_VERB.match(said)
    if match:
        said = match.group(1).lstrip("了的")
    said = _from_last_verb(said)
    if len(said) > _LONGEST_INDICATOR:
        pieces = [piece for piece in said.split("、") if piece]
        said = pieces[-1] if pieces else said
    if len(said) > _LONGEST_INDICATOR:
        head = said.rfind("的", 0, -2)
        said = said[head + 1 :] if head >= 0 else said
    return said[-_LONGEST_INDICATOR:]


def _from_last_verb(said: str) -> str:
    last = 0
    for match in TELLING_VERB.finditer(said):
        if len(said) - match.end() >= 2:
            last = match.start()
    return said[last:]


def _last_clause(words: str) -> str:
    return words[max(words.rfind(sign) for sign in _BREAKS) + 1 :]


def _with_subject(name: str, place: _Place, named: list[tuple[Claimed, Named]]) -> str:
    """同比增长 of what the sentence spoke of before: 固定资产投资同比增长."""
    clause = _phrase(_stripped(_last_clause(place.clause_before)))
    if clause and not GROWTH.match(clause) and not clause.startswith("按"):  # 按不变价格计算
        subject = clause
    else:
        subject = next((one.indicator for claim, one in reversed(named[-8:]) if claim.unit not in PERCENT), "")
        subject = subject or GROWTH_TAIL.sub("", named[-1][1].indicator)
    return (subject + name)[-2 * _LONGEST_INDICATOR :]


GROWTH_TAIL = re.compile(r"(?:同比|环比|较|比)[^，]{0,12}$")


def _sharers(before: str) -> list[str]:
    """甲镇 and 乙镇 in 甲镇、乙镇各有2家."""
    words, found, action = before.rpartition("各")
    if not found or len(action) > 4 or action.startswith(_KINDS) or not _AND.search(words):
        return []
    return [_phrase(_stripped(item)) or item for item in _AND.split(words) if item.strip()]


def _respectively(sentence: str, claimed: list[Claimed]) -> dict[int, str]:
    """The names of numbers that 分别 gives to several in their order, by the place of the number in the sentence."""
    names: dict[int, str] = {}
    starts = [one.start for one in claimed]
    at = sentence.find("分别")
    while at >= 0:
        first = bisect_left(starts, at)
        following = list(enumerate(claimed[first : first + _LONGEST], first))
        run = _listed(sentence, following)
        floor = claimed[first - 1].end if first else 0
        words = sentence[max(floor, at - 2 * _LONGEST) : at]
        items = _AND.split(words[max(words.rfind(sign) for sign in _BREAKS) + 1 :])
        if len(items) > 1 and len(items) == len(run):
            measure = _stripped(sentence[at + 2 : following[0][1].start])
            names |= dict(zip(run, _with_common_end(items, measure), strict=True))
        at = sentence.find("分别", (max(at + 2, following[len(run) - 1][1].end) if run else at + 2))
    return names


def _listed(sentence: str, following: list[tuple[int, Claimed]]) -> list[int]:
    run: list[int] = []
    end = -1
    for index, one in following:
        if run and sentence[end : one.start].strip() not in ("、", "和", "，", ",", "及", "与"):
            break
        run.append(index)
        end = one.end
    return run


def _with_common_end(items: list[str], measure: str) -> list[str]:
    """甲镇、乙镇投资: the last name goes on with what is measured of all, behind the sign in which they all end."""
    kind = items[0][-1:]
    cut = items[-1].find(kind) + 1 if kind else 0
    common = items[-1][cut:] if cut else ""
    ends = [*items[:-1], items[-1][:cut] if cut else items[-1]]
    return [_stripped(item) + common + measure for item in ends]


class _Parts:
    """Which numbers are parts of a total: those behind 其中, as long as they are counted alike and fit into it."""

    def __init__(self) -> None:
        self._total: tuple[Claimed, str] | None = None
        self._unit = ""
        self._end = -1
        self._left = 0.0

    def begin(self, one: Claimed, named: list[tuple[Claimed, Named]]) -> None:
        """Take what was counted last in the same unit for the total of this number and the next ones."""
        alike = [(claim, name.indicator) for claim, name in named[-8:] if claim.unit == one.unit]
        others = [(claim, name.indicator) for claim, name in named[-8:] if claim.unit not in PERCENT]
        totals = alike or others
        self._total = totals[-1] if totals else None
        self._unit, self._end = one.unit, one.start
        self._left = alike[-1][0].value if alike else float("inf")

    def total_of(self, one: Claimed) -> str | None:
        """The name of the total, None once the parts have come to their end."""
        if self._total is None:
            return None
        if one.unit == self._unit and one.value <= self._left:
            self._left -= one.value
        elif one.start != self._end:
            self._total = None
            return None
        self._end = one.end
        return self._total[1]
