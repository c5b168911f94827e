"""The labelled pieces of a byline: which label, which words stand behind it, and where one piece ends.

Sites print labels without anything between them (`时间:2023-07-25 10:50作者:方×来源:宋家镇`), so a value ends at the
next label, at chrome of the page, or at the end of its line, whichever comes first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.labels import NOISE, PRINTED_LABELS, ROLE_LABELS, SHORT_ROLES, SUFFIX_ROLES, Field
from extractors.people import Proof, names_of

_HAN = "\u3400-\u9fff"


@dataclass(frozen=True)
class Piece:
    """One label with its value. `is_printed` is False for a role word without a colon, which proves less."""

    field: Field
    label: str
    value: str
    start: int
    value_start: int
    is_printed: bool = True


def _any_of(words: dict[str, Field] | tuple[str, ...] | list[str]) -> str:
    """One alternative, longest words first; two-sign labels are often padded (来　源)."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(r"[ \t]{0,4}".join(word) if len(word) == 2 else re.escape(word) for word in longest_first)


_COLON = r"[ \t]{0,4}[:：](?!//)"
_LABEL = re.compile(
    rf"(?P<printed>{_any_of({**PRINTED_LABELS, **ROLE_LABELS})}){_COLON}"
    rf"|(?<![{_HAN}])(?P<short>{_any_of(SHORT_ROLES)})(?:{_COLON}|/(?=[ ]?[{_HAN}]{{2}}))"
    rf"|(?P<role>{_any_of(ROLE_LABELS)})(?:[ \t]{{0,2}}/(?!/))?"
    rf"|(?P<behind>摄影报道|报道|摄|图(?=[ )\]】]|\Z)|(?<= )文(?=[ )\]】]|\Z)|整理|综合)(?![{_HAN}])"
    rf"|(?P<noise>{_any_of(NOISE)})"
    r"|(?P<empty>来源|作者)(?=[ \t]+\S{1,8}[:：])"
)
# Other roles in the slashed form of broadcasters: 监制/乐× 责编/韩×
_SLASHED = re.compile(rf"(?P<label>{_any_of([*PRINTED_LABELS])})/(?=[ ]?[{_HAN}]{{2,4}}(?![{_HAN}]))")
_FIELDS = {**PRINTED_LABELS, **SHORT_ROLES, **ROLE_LABELS}
_PADDING = re.compile(r"[ \t]+")


def pieces(text: str) -> list[Piece]:
    """All labelled pieces of a folded text in their order. Values may begin on the line after their label.

    A role word without a colon is a label only where names follow it; 记者节 and 编辑部 are words like others.
    """
    found: list[Piece] = []
    end = len(text)
    for field, label, start, value_start, is_printed in sorted(_hits(text), key=_place, reverse=True):
        value, value_end = _value(text, value_start, end)
        opens_names = is_printed or bool(names_of(value, Proof.ROLE)) or _stands_behind(label, value)
        if opens_names:
            found.append(Piece(field, label, value, start, value_start, is_printed))
            end = start
    return found[::-1]


def _place(hit: tuple[Field, str, int, int, bool]) -> int:
    return hit[2]


def _stands_behind(label: str, value: str) -> bool:
    return label in SUFFIX_ROLES and not re.match(rf"[{_HAN}]", value)


def _hits(text: str) -> Iterator[tuple[Field, str, int, int, bool]]:
    slashed = {match.start(): match for match in _SLASHED.finditer(text)} if "/" in text else {}
    for match in _LABEL.finditer(text):
        kind = match.lastgroup or ""
        label = _PADDING.sub("", match[kind])
        if kind == "noise":
            yield Field.NOISE, label, match.start(), match.end(), True
        elif kind == "behind":
            yield SUFFIX_ROLES[label], label, match.start(), match.end(), False
        else:
            is_printed = kind in ("printed", "short", "empty") or match[0].endswith("/")
            yield _FIELDS[label], label, match.start(), match.end(), is_printed
        slashed.pop(match.start(), None)
    for match in slashed.values():
        yield _FIELDS[match["label"]], match["label"], match.start(), match.end(), True


def _value(text: str, start: int, end: int) -> tuple[str, int]:
    """The value between a label and the next one, and its end: its own line, or the next if its own is empty."""
    line_end = text.find("\n", start, end)
    if line_end < 0:
        return text[start:end], end
    if text[start:line_end].strip(" \t()[]【】|"):
        return _with_closing_lines(text, start, line_end, end)
    next_start = line_end + 1
    while next_start < end and text[next_start] in "\n\t ":
        next_start += 1
    next_end = text.find("\n", next_start, end)
    next_end = end if next_end < 0 else next_end
    return text[next_start:next_end], next_end


def _with_closing_lines(text: str, start: int, line_end: int, end: int) -> tuple[str, int]:
    """A list may go on behind a line that ends with its separator."""
    if text[start:line_end].rstrip().endswith(("、", ",")):
        following = text.find("\n", line_end + 1, end)
        line_end = end if following < 0 else following
    return text[start:line_end], line_end
