"""The labelled pieces of a byline: which label, which words stand behind it, and where one piece ends.

Sites print labels without anything between them (`时间:2023-07-25 10:50作者:方×来源:宋家镇`), so a value
ends at the next label, at chrome of the page, or at the end of its line, whichever comes first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractors.labels import NOISE, PRINTED_LABELS, ROLE_LABELS, SHORT_ROLES, SUFFIX_ROLES, Field
from extractors.people import Proof, lone_name, names_of

_HAN = "\u3400-\u9fff"
_LONGEST_PADDED = 3
REPORTERS = ("记者", "通讯员", "实习生")


class Piece(NamedTuple):
    """One label with its value, which begins at `value_start`.

    `is_printed` is False for a role word without a colon, which proves less.
    """

    field: Field
    label: str
    value: str
    start: int
    value_start: int
    is_printed: bool = True
    is_on_next_line: bool = False


def _any_of(words: Iterable[str]) -> str:
    """One alternative of all words, by their first sign and then longest first; short labels are often padded (来　源).

    At most places of a text no word begins: there the sign is looked up among the first signs, and nothing compared.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        is_padded = len(word) <= _LONGEST_PADDED and word.isalpha()
        rest = "".join(r"[ \t]{0,4}" + sign for sign in word[1:]) if is_padded else re.escape(word[1:])
        by_first[re.escape(word[0])].append(rest)
    words = "|".join(f"{first}(?:{'|'.join(rests)})" if any(rests) else first for first, rests in by_first.items())
    return f"(?=[{''.join(by_first)}])(?:{words})"


_COLON = r"[ \t]{0,4}[】\]]?[:：](?!//)"  # 【责任编辑】：李×
_LABELS = {**PRINTED_LABELS, **ROLE_LABELS}
# A quoted label belongs to a legal notice: 必须注明“来源:亳州晚报”.
_FIRST_SIGNS = "".join(sorted({word[0] for word in [*_LABELS, *SHORT_ROLES, *SUFFIX_ROLES, *NOISE, "/文"]}))
_LABEL = re.compile(
    rf"(?=[{_FIRST_SIGNS}])"
    rf"(?:(?<![“\"「])(?P<printed>{_any_of(_LABELS)}){_COLON}"
    rf"|(?P<behind>摄影报道|报道|摄|图(?=[ )\]】\n]|\Z)(?! ?[/|丨])|(?<= )文(?=[ )\]】\n]|\Z)|整理|综合)(?![{_HAN}])"
    r"|(?P<written>/[ ]?文)(?![/:])"
    rf"|(?P<role>{_any_of(ROLE_LABELS)})(?:[ \t]{{0,2}}(?:/(?!/)|[|丨]))?"
    rf"|(?<![{_HAN}])(?P<short>{_any_of(SHORT_ROLES)})(?:{_COLON}|[ ]?[/|丨](?=[ ]?[{_HAN}]{{2}}))"
    rf"|(?m:^)(?P<barred>{_any_of(PRINTED_LABELS)})[ \t]{{0,2}}[|丨](?=[ \t]{{0,2}}[{_HAN}]{{2}})"
    rf"|(?P<noise>(?!微信公众号)(?:{_any_of(NOISE)}))"
    rf"|(?P<empty>来源|作者)(?=[ \t]+\S{{1,8}}[:：])"
    # 稿源 每日新报 编辑 常青×; 2014年11月10日 09:12 来源于 《财欣周刊》; | 作者 温× |
    rf"|(?<![{_HAN}])(?P<spaced>(?:信息|文章|稿件)?来源|来源于|稿源|作者)"
    rf"(?=[ \t]{{1,4}}[{_HAN}A-Za-z·《》()-]{{2,20}}(?:[ \t|丨]|(?m:$)))"
    rf"|(?m:^)(?P<bare>来源)(?=[ \t]{{0,9}}\n[{_HAN}]{{2,15}}(?:\n|\Z)"
    rf"|(?:(?![的了于是在和有])[{_HAN}]){{4,12}}[ \t]*(?m:$)))"
)
# Other roles in the slashed form of broadcasters: 监制/乐× 责编/韩×
_SLASHED = re.compile(rf"(?P<label>{_any_of(PRINTED_LABELS)})/(?=[ ]?[{_HAN}]{{2,4}}(?![{_HAN}]))")
_PRINTED_KINDS = frozenset({"printed", "short", "empty", "spaced", "bare"})
# <b>来源</b>青泉镇: an element of its own instead of a colon.
_CELLED = re.compile(
    r"(?:^|(?<=\t))(?:来源|信息来源|文章来源|作者|发布时间|发布日期|更新时间|责任编辑)(?=\t)", re.MULTILINE
)
_FIELDS = {**PRINTED_LABELS, **SHORT_ROLES, **ROLE_LABELS}
_NEXT_LINE = re.compile(r"[\s,]*([^\n]+)")
_BLANK = " \t()[]【】|"
_IN_NAMES_OF_SOURCES = frozenset({"报道", "综合", "整理", "图文", "视频", "图片", "听新闻", "评论", "微博"})
_OF_CHROME = (":", "(", "[", "【", *"0123456789")
_BEHIND = frozenset({"摄", "图", "文"})
_PADDING = re.compile(r"[ \t]+")


def pieces(text: str) -> list[Piece]:
    """All labelled pieces of a folded text in their order; a value may begin on the line after its label.

    A role word without a colon is a label only where names follow it; 记者节 and 编辑部 are other words.
    """
    found: list[Piece] = []
    end = len(text)
    for field, label, start, after, is_printed in sorted(_hits(text), key=_place, reverse=True):
        value_start, value_end = _value(text, after, end)
        if not is_printed and label in _BEHIND and "\n" in text[after:value_start]:
            value_start = value_end = after  # 高× 摄 at the end of a line
        value = text[value_start:value_end]
        if is_printed or _opens_names(value) or _stands_behind(label, value) or _is_lone(label, value):
            is_on_next_line = "\n" in text[after:value_start]
            found.append(Piece(field, label, value, start, value_start, is_printed, is_on_next_line))
            end = start
    return _without_cut_sources(found[::-1])


def _without_cut_sources(found: list[Piece]) -> list[Piece]:
    """A word like 报道 that is glued to a source belongs to its name: 来源:21世纪经济报道, 来源:云视听新闻."""
    kept: list[Piece] = []
    for piece in found:
        is_word = not piece.is_printed or (piece.field is Field.NOISE and not piece.value.startswith(_OF_CHROME))
        if kept and is_word and piece.label in _IN_NAMES_OF_SOURCES and _is_glued(kept[-1], piece):
            kept[-1] = kept[-1]._replace(value=kept[-1].value + piece.label + piece.value)
        else:
            kept.append(piece)
    return kept


def _is_glued(source: Piece, piece: Piece) -> bool:
    is_adjacent = source.value_start + len(source.value) == piece.start
    return source.field is Field.SOURCE and is_adjacent and source.value.strip() != "" and source.value[-1] not in " \t"


def _place(hit: tuple[Field, str, int, int, bool]) -> int:
    return hit[2]


def _stands_behind(label: str, value: str) -> bool:
    return label in SUFFIX_ROLES and (label == "文" or not re.match(rf"[{_HAN}]", value))


def _opens_names(value: str) -> bool:
    """True for names up to a bracket: 高× (署名除外)."""
    return bool(names_of(value, Proof.ROLE) or ("(" in value and names_of(value.partition("(")[0], Proof.ROLE)))


def _is_lone(label: str, value: str) -> bool:
    return label.endswith(REPORTERS) and lone_name(value) is not None


def _hits(text: str) -> Iterator[tuple[Field, str, int, int, bool]]:
    slashed = {match.start(): match for match in _SLASHED.finditer(text)} if "/" in text else {}
    for match in _LABEL.finditer(text):
        kind = match.lastgroup or ""
        label = _PADDING.sub("", match[kind])
        if kind == "noise":
            yield Field.NOISE, label, match.start(), match.end(), True
        elif kind == "written":
            yield Field.AUTHOR, "文", match.start(), match.end(), False
        elif kind == "behind":
            yield SUFFIX_ROLES[label], label, match.start(), match.end(), False
        else:
            # A bar may stand for the colon (编辑丨甲), but it divides menus too: there names have to follow.
            is_printed = kind in _PRINTED_KINDS or match[0].endswith("/")
            is_printed = is_printed and not match[0].endswith(("|", "丨"))
            is_printed = is_printed or (kind == "barred" and _FIELDS[label] is Field.SOURCE)
            yield _FIELDS[label], label, match.start(), match.end(), is_printed
        slashed.pop(match.start(), None)
    for match in _CELLED.finditer(text) if "\t" in text else ():
        yield _FIELDS[match[0]], match[0], match.start(), match.end(), True
    for match in slashed.values():
        yield _FIELDS[match["label"]], match["label"], match.start(), match.end(), True


def _value(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the value of a label stands: in the label's line, or in the next if that is empty."""
    line_end = text.find("\n", start, end)
    if line_end < 0:
        return start, end
    if text[start:line_end].strip(_BLANK):
        if text[start:line_end].rstrip().endswith(("、", ",")):
            line_end = text.find("\n", line_end + 1, end)
        return start, line_end if line_end >= 0 else end
    following = _NEXT_LINE.match(text, line_end, end)
    return (following.start(1), following.end(1)) if following else (end, end)
