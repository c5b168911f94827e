"""The quantities that a text claims: 新增茶园2500余亩 is at least 2500 亩 of 新增茶园.

What is counted, in what measure, and whether exactly. Slogans and names (一村一品, “三个年”), dates, durations, ages,
ranks and numbers of documents are none. A quantity is what the text says, not what is so.
"""

import re
from dataclasses import dataclass

from extractors.bounds import Bound, bound_before, bound_behind
from extractors.indicators import Claimed, Named, name_all
from extractors.numerals import NUMERAL, Numeral, read_numeral
from extractors.units import MEASURES, MONEY, PERCENT, ends_a_name, is_time_at, unit_at

__all__ = ["Bound", "Quantity", "read_quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One claim. `value` counts in the base of the printed unit: 168余万元 is 1680000 元.

    `indicator`: what is counted, in words of the text. `unit` is "" where no measure word is printed. `part_of`: the
    indicator of the total of which 其中 makes it a part. `raw`: the number as printed, with unit and bound.
    """

    indicator: str
    value: float
    unit: str
    bound: Bound
    part_of: str | None
    raw: str
    sentence: str


_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_RANGE = frozenset(("-", "—", "——", "~", "～", "至", "–"))
_LETTERS = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ_]")
# 前三名 is a rank; 目前3家 and 会前2天 are not.
_NO_RANK_BEFORE = "目此之以会提当日课年"
_QUOTE = 14
_TITLE = 60
# What is counted with these and a small Han number is mostly a name or a manner of speaking (两个维护, 三项机制).
_WORN = frozenset("个项条种类块门道片面口层节方把张轮遍根组支双对副本部批回度分字笔盘环里元尾手")
_THINGS = re.compile(
    r"[^，。；、：,;]{0,8}?(?:村|社区|乡|镇|街道|小组|工作组|企业|公司|项目|基地|园区|合作社|支部|大棚|岗位|网格|小区|车间|学校|孩子|学生|老人"
    r"|分队|队伍|专班|生产线|水库|大桥|泵站|病例|案件|厂|场)"
)


def read_quantities(text: str) -> list[Quantity]:
    """The quantities of a text in its order. Never raises."""
    found: list[Quantity] = []
    named: list[tuple[Claimed, Named]] = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        claimed, dates = _numbers(sentence)
        named = name_all(sentence, claimed, dates, named) if claimed else []
        found += [
            Quantity(
                indicator=name.indicator,
                value=one.value,
                unit=one.unit,
                bound=one.bound,
                part_of=name.part_of,
                raw=sentence[one.start : one.end],
                sentence=sentence,
            )
            for one, name in named
        ]
    return found


def _numbers(sentence: str) -> tuple[list[Claimed], list[int]]:
    """The numbers that count something, and where the dates and durations between them end."""
    claimed: list[Claimed] = []
    others: list[int] = []
    for match in NUMERAL.finditer(sentence):
        # 一 alone is never a count, and the most frequent of all.
        numeral = None if match.group() == "一" else read_numeral(match)
        one = numeral and _claimed(sentence, match, numeral)
        if not one:
            if is_time_at(sentence, match.end()):
                others.append(match.end() + 1)
        elif claimed and _is_end_of_range(sentence, claimed[-1], one):
            first = claimed[-1]
            claimed[-1] = Claimed(first.start, one.end, first.value, one.unit, "ge")
        else:
            claimed.append(one)
    return claimed, others


def _is_end_of_range(sentence: str, first: Claimed, second: Claimed) -> bool:
    """True for the second number of 30%至40%, not of 从200亩到500亩, which is a change."""
    if first.unit != second.unit or sentence[first.end : second.start] not in _RANGE:
        return False
    return sentence[max(0, first.start - 1) : first.start] not in ("从", "由")


def _claimed(sentence: str, match: re.Match[str], numeral: Numeral) -> Claimed | None:
    start, end = match.span()
    if numeral.is_percent:
        unit, unit_end = "%", end
    else:
        if is_time_at(sentence, end) or sentence.startswith("分之", end):
            return None
        unit, unit_end = unit_at(sentence, end) or ("", end)
    before = bound_before(sentence, start, is_bare=numeral.is_bare)
    if not unit and not _counts_without_a_unit(sentence, end, numeral, is_bounded=before is not None):
        return None
    if _is_part_of_a_name(sentence, start, unit_end, unit, numeral):
        return None
    if numeral.is_han and not numeral.is_percent and not _is_han_count(sentence, unit_end, unit, numeral, before):
        return None
    behind = bound_behind(sentence, unit_end)
    bound: Bound = "eq"
    if before is not None:
        bound = before[0]
    elif numeral.is_more:
        bound = "ge"
    elif behind is not None:
        bound = behind[0]
    elif numeral.is_about:
        bound = "about"
    return Claimed(before[1] if before else start, behind[1] if behind else unit_end, numeral.value, unit, bound)


def _counts_without_a_unit(sentence: str, end: int, numeral: Numeral, *, is_bounded: bool) -> bool:
    """True for 超千万网友 and 2.3万余群众: a number of things that no measure word is printed for."""
    if numeral.is_range:
        return False
    behind = sentence[end : end + 1]
    is_han = "\u4e00" <= behind <= "\u9fff"
    if numeral.is_han:
        is_open = (is_han and not ends_a_name(sentence, end)) or behind in "，。；、,;"
        return is_open and numeral.is_scaled and (is_bounded or numeral.is_more)
    if numeral.is_scaled:
        return is_han or not behind or behind in "，。；、,;）)"
    return is_han and numeral.is_more


def _is_part_of_a_name(sentence: str, start: int, end: int, unit: str, numeral: Numeral) -> bool:
    before = sentence[max(0, start - 2) : start].rstrip()
    last = before[-1:]
    if last and (
        last in "第×+＋/／零"
        or (last in ":：.．-—" and before[:-1][-1:].isdigit())
        or sentence.startswith("零下", start - 2)
        or (
            last == "前"
            and before[:1] not in _NO_RANK_BEFORE
            and unit in ("名", "位", "家", "个", "强", "项", "批", "")
        )
        or (unit not in MONEY | PERCENT and _LETTERS.match(last) and not before[:1].isspace() and not numeral.is_more)
        or (last == "后" and before[:1] in "名排列" and unit in ("名", "位"))  # 排名后3位
        or (unit == "位" and before in ("排名", "位列", "名列", "位居", "排第"))
        or (last in "列居排" and unit == "位")
        or (last == "村" and unit in ("组", "队", "片"))
    ):
        return True
    if unit == "分" and (numeral.is_han or (numeral.value.is_integer() and last in "时点:：")):
        return True
    return _is_in_a_title(sentence, start) or _is_in_short_quotes(sentence, start, end, unit, numeral)


def _is_in_a_title(sentence: str, start: int) -> bool:
    opened = sentence.rfind("《", max(0, start - _TITLE), start)
    return opened >= 0 and sentence.find("》", opened, start) < 0


def _is_in_short_quotes(sentence: str, start: int, end: int, unit: str, numeral: Numeral) -> bool:
    """True in “三个年” and “1个中心”: a name. What is measured in quotes is said by somebody (“收了3000斤”)."""
    if unit in MEASURES and not numeral.is_han:
        return False
    for opening, closing in (("“", "”"), ('"', '"'), ("‘", "’"), ("「", "」")):
        opened = sentence.rfind(opening, max(0, start - _QUOTE), start)
        if opened >= 0 and sentence.find(closing, opened + 1, start) < 0:
            closed = sentence.find(closing, end, opened + _QUOTE + 2)
            if closed >= 0 and sentence[closed - 1] not in "，。！？,!?":
                return True
    return False


def _is_han_count(sentence: str, end: int, unit: str, numeral: Numeral, before: tuple[Bound, int] | None) -> bool:
    """True for 五户企业 and 三百六十户, not for 一条, 两个维护, 三台县, 万户."""
    if numeral.is_bare and before is None and not numeral.is_more:
        return False
    if numeral.value <= 1 or (ends_a_name(sentence, end) and unit not in ("个", "")):
        return False
    if numeral.value <= 10 and not numeral.is_more and not numeral.is_scaled and before is None:
        if sentence.startswith(("产业", "联", "全会", "会议", "分配"), end):
            return False
        return unit not in _WORN or (unit in "个条支" and _THINGS.match(sentence, end) is not None)
    return True
