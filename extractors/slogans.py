"""The slogans of a text: what towns call their campaigns and methods, “三个年”, “四比四创”, “1535”工作法.

Three things make a quoted phrase a slogan: it is made of numerals and the short words that they count; a campaign's
word follows it (“红屋檐”党建品牌); or a word of starting one stands before it (组织“院坝夜话”). A phrase of numerals
needs no quotes where such a word follows directly (五步工作法). Mirrors and pages lose quotes, so that one of the pair
is enough for a phrase of numerals.

What is found is a candidate: which of them are slogans, analysts say in a list (docs/topics.md).
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import NamedTuple

from extractors.dictionary_file import read_dictionary
from extractors.normalise import fold

# Part of the fingerprint: to change how slogans are found changes this number.
RULES = 1
_COLUMNS = ["slogan", "verdict", "same_as", "note"]
_SLOGAN_CHARACTERS_MAX = 12
_COUNTED_CHARACTERS_MAX = 5  # “三个孩子都考上了大学” is speech: too much stands behind its numeral

_OPENING = "“\"「『‘'"
_CLOSING = "”\"」』’'"
_NUMERAL = "一二两三四五六七八九十百千万双\\d"
_NUMBER = f"[{_NUMERAL}][{_NUMERAL}\u3400-\u9fffNnXx+]{{1,11}}"
_TAIL = "工作法|行动|工程|模式|机制|品牌"
_KINDS_OF_TAIL = r"[\u3400-\u9fff]{0,6}?"
_QUOTED = re.compile(rf"[{_OPENING}]([^{_OPENING}{_CLOSING}，。！？；：、,!?;:\n]{{2,20}})(?=[{_CLOSING}])")
_HALF_QUOTED = re.compile(
    rf"(?<![{_NUMERAL}{_OPENING} 第])({_NUMBER})(?=[”」』’])|[“「『‘]({_NUMBER}?)(?={_TAIL}|活动)"
)
_UNQUOTED = re.compile(rf"(?<![{_NUMERAL}第.])([{_NUMERAL}][{_NUMERAL}\u3400-\u9fffN+]{{1,5}}?)(?={_TAIL})")
_CAMPAIGN_BEHIND = re.compile(rf"[{_CLOSING}]{_KINDS_OF_TAIL}(?:{_TAIL})")
_STARTED_BEFORE = re.compile(r"(?:开展|推行|实施|探索|推广|启动|创新|组织|叫响|擦亮)(?:了)?\Z")
_NAME = re.compile(r"[\u3400-\u9fff\dA-Za-z+·]{2,8}")
_NO_NAME = re.compile(r"[的了是吗呢吧我你他她不]")
_HOTLINE_BEHIND = re.compile(rf"[{_CLOSING}]?(?:热线|电话|报警)")

# “五一”, “七一” are days, and so are “3·15” and “双十一”.
_DAY = re.compile(
    r"(?:三八|五一|五四|六一|七一|八一|十一|双十一|双十二|九一八|一二九|五二〇)(?:节|假期|前夕|期间|国际.*)?|"
    r"\d{1,2}[·.．]\d{1,2}|\d{1,2}月\d{1,2}日?|(?:19|20)\d\d年?|\d{2}后"
)
_PHRASE = re.compile(rf"[{_NUMERAL}\u3400-\u9fffNnXx+]+")
_SPOKEN = re.compile(r"[的了吗呢吧我你他她]|不[能如会要是]")
# 3400万元, 20斤 and a telephone's number
_AMOUNT = re.compile(r"\d+[\u3400-\u9fff]|\d{6}")
_NUMERALS = re.compile(f"[{_NUMERAL}]")
_BETWEEN_NUMERALS = re.compile(f"[^{_NUMERAL}]+")
_COUNTING = "一二三四五六七八九十"
# Behind a numeral without quotes these count things: 三项机制, 两种模式.
_MEASURE = re.compile(rf"[{_NUMERAL}]+[个种项类套大条次级方年月日期批家名件处座轮届余多部]")
_OWN_TAIL = re.compile(rf"(?<=.{{2}})(?:{_TAIL}|活动)\Z")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_SPACES = re.compile(r"\s+")


class BadSloganFile(ValueError):
    """The list of slogans cannot be used; the message is one sentence with file and line."""


@dataclass(frozen=True, slots=True)
class Slogan:
    """A slogan in its normal form, how often the article names it, and the first sentence that does."""

    slogan: str
    mentions: int
    sentence: str


class _Mention(NamedTuple):
    end: int
    slogan: str


def read_slogans(title: str, body: str, named: frozenset[str] = frozenset()) -> list[Slogan]:
    """The slogans of an article in the order in which they appear, each once.

    Those that are `named` (`SloganList.named`) are found wherever they are quoted; a name without numerals (“红屋檐”)
    that is not, only where a campaign's word stands beside it.
    """
    found: dict[str, Slogan] = {}
    for text in (title, body):
        sentences = [match for match in _SENTENCE.finditer(text) if match[0]]
        at = 0
        for mention in _mentions(fold(text), named):
            while sentences[at].end() < mention.end:
                at += 1
            known = found.get(mention.slogan)
            found[mention.slogan] = Slogan(
                mention.slogan,
                known.mentions + 1 if known else 1,
                known.sentence if known else sentences[at][0].strip(),
            )
    return list(found.values())


def normal_form(slogan: str) -> str:
    """The slogan as it is compared: narrow, without spaces, quotes and the word 活动 or 工作法 behind it."""
    plain = _SPACES.sub("", fold(slogan)).strip(_OPENING + _CLOSING)
    without_tail = _OWN_TAIL.sub("", plain).strip(_OPENING + _CLOSING)
    return without_tail if without_tail != plain and _is_number_phrase(without_tail, is_campaign=True) else plain


def _mentions(text: str, named: frozenset[str]) -> list[_Mention]:
    by_end: dict[int, str] = {}
    for match in _QUOTED.finditer(text):
        if normal_form(match[1]) in named or _is_slogan(text, match):
            by_end[match.end()] = normal_form(match[1])
    for match in _HALF_QUOTED.finditer(text):
        phrase = match[1] or match[2]
        before = text[max(0, match.start() - _SLOGAN_CHARACTERS_MAX) : match.start()]
        is_inside_quotes = max(map(before.rfind, _OPENING)) > max(map(before.rfind, _CLOSING))  # “川优6203”
        if not is_inside_quotes and _is_number_phrase(phrase, is_campaign=False):
            by_end.setdefault(match.end(), normal_form(phrase))
    for match in _UNQUOTED.finditer(text):
        if _is_number_phrase(match[1], is_campaign=True) and not _MEASURE.match(match[1]):
            by_end.setdefault(match.end(), normal_form(match[1]))
    return [_Mention(end, by_end[end]) for end in sorted(by_end)]


def _is_slogan(text: str, quoted: re.Match[str]) -> bool:
    phrase = _SPACES.sub("", quoted[1])
    end = quoted.end()
    is_campaign = _CAMPAIGN_BEHIND.match(text, end) is not None
    if _HOTLINE_BEHIND.match(text, end):
        return False
    if _NUMERALS.match(phrase):
        return _is_number_phrase(_OWN_TAIL.sub("", phrase), is_campaign=is_campaign or bool(_OWN_TAIL.search(phrase)))
    is_started = _STARTED_BEFORE.search(text, max(0, quoted.start() - 3), quoted.start()) is not None
    return (
        (is_campaign or (is_started and len(phrase) > 3))
        and _NAME.fullmatch(phrase) is not None
        and not _NO_NAME.search(phrase)
        and not _DAY.fullmatch(phrase)
    )


def _is_number_phrase(phrase: str, *, is_campaign: bool) -> bool:
    """True for 三个年, 四比四创, 321 and 1+3+N; 百日攻坚 and what counts with one 一 only as a campaign."""
    if not 2 <= len(phrase) <= _SLOGAN_CHARACTERS_MAX or not _PHRASE.fullmatch(phrase):
        return False
    if _DAY.fullmatch(phrase) or _SPOKEN.search(phrase):
        return False
    numerals = _NUMERALS.findall(phrase)
    if not _NUMERALS.match(phrase) or (len(phrase) > 2 and phrase in _COUNTING):
        return False
    if not is_campaign and (numerals == ["一"] or (len(numerals) == 1 and numerals[0] in "百千万十")):
        return False
    if not is_campaign and _AMOUNT.match(phrase):
        return False
    return all(len(words) <= _COUNTED_CHARACTERS_MAX for words in _BETWEEN_NUMERALS.findall(phrase))


class SloganList:
    """What analysts say about slogans: accepted, rejected, or the same as another."""

    def __init__(self, verdicts: dict[str, str | None]) -> None:
        self._canonical = verdicts
        self.named = frozenset(slogan for slogan, canonical in verdicts.items() if canonical is not None)
        content = "\n".join(f"{slogan},{verdicts[slogan] or ''}" for slogan in sorted(verdicts))
        self.fingerprint = hashlib.sha256(f"{RULES}\n{content}".encode()).hexdigest()[:16]

    @classmethod
    def read(cls, path: Traversable) -> "SloganList":
        """Read a CSV file with the columns slogan, verdict (accepted, rejected or same_as), same_as and note.

        Raises:
            BadSloganFile: The file cannot be read, or a line of it cannot be used.
        """
        return cls(read_dictionary(path, _verdicts, BadSloganFile))

    def canonical(self, slogan: str) -> str | None:
        """The name under which the slogan is counted, None if it is rejected; an unknown one is its own."""
        plain = normal_form(slogan)
        return self._canonical.get(plain, plain)


def _verdicts(lines: Iterable[list[str]]) -> dict[str, str | None]:
    verdicts: dict[str, str | None] = {}
    others: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line]
        if number == 1:
            if cells != _COLUMNS:
                raise BadSloganFile(f"the first line must be {','.join(_COLUMNS)}.")
            continue
        if not any(cells):
            continue
        if len(cells) != len(_COLUMNS) or not cells[0]:
            raise BadSloganFile(f"line {number} must have a slogan, a verdict, same_as and a note.")
        slogan, verdict, same_as = normal_form(cells[0]), cells[1], normal_form(cells[2])
        if slogan in verdicts:
            raise BadSloganFile(f"line {number}: {slogan} has a line already.")
        if verdict not in ("accepted", "rejected", "same_as"):
            raise BadSloganFile(f"line {number}: the verdict {verdict} must be accepted, rejected or same_as.")
        if (verdict == "same_as") != bool(same_as):
            raise BadSloganFile(
                f"line {number}: same_as names another slogan where the verdict is same_as, and only there."
            )
        verdicts[slogan] = None if verdict == "rejected" else same_as or slogan
        if same_as:
            others[slogan] = (number, same_as)
    for number, same_as in others.values():
        if verdicts.get(same_as) != same_as:
            raise BadSloganFile(f"line {number}: {same_as} must have a line of its own with the verdict accepted.")
    return verdicts
