"""A page as the lines that a reader sees, from one walk over the parsed tree.

Title, header zone, body and credits are all found as runs of these lines, so that `<p>`, `<br>`, table and plain text
pages are read by the same rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from lxml import etree, html

from extractors.labels import words
from extractors.normalise import document_normaliser, first_gloss
from extractors.scripts import WrittenText

# What the walk does with an element: a block begins and ends a line, inline elements stand within one.
_BLOCK: Final = 0
_INLINE: Final = 1
_LINK: Final = 2
_BREAK: Final = 3
_IMAGE: Final = 4
_SCRIPT: Final = 5
_COMMENT: Final = 6
_HEAD: Final = 7
_SKIPPED: Final = 8

_INLINE_TAGS = words("""
    abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr o:p q s samp small span st1:place
    strike strong sub sup time tt u var ruby rb wbr
""")
_SKIPPED_TAGS = words("""
    style noscript template select textarea button object embed applet iframe svg canvas video audio map title
    rp rt input
""")
_ROLES: dict[object, int] = {
    **dict.fromkeys(_INLINE_TAGS, _INLINE),
    **dict.fromkeys([*_SKIPPED_TAGS, etree.ProcessingInstruction, etree.Entity], _SKIPPED),
    etree.Comment: _COMMENT,
    "a": _LINK,
    "br": _BREAK,
    "img": _IMAGE,
    "script": _SCRIPT,
    "meta": _HEAD,
    "link": _HEAD,
}
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPACES_TO_FOLD = re.compile(r"[\t\r\n\f]|  ")
_HAN = re.compile("[\u3400-\u9fff]+")
_PUNCTUATION = re.compile("[，。、；：！？“”《》,;]")
_NOT_PROSE = re.compile(
    r"版权|备案|许可证|举报|免责|转载|凡本网|copyright|浏览器|主办单位|承办|技术支持|备\d{6,}|分辨率|客服|投稿",
    re.IGNORECASE,
)
_EDGES = " \xa0\u3000\u200b\ufeff"
_SHORTEST_PROSE = 14
_MOST_HAN_COUNTED = 500
_SAMPLE_CHARACTERS = 6_000
_LONGEST_MARK = 1_000


@dataclass(slots=True)
class Line:
    """One line of text: where it stands (nearest block and table cell) and what kind of text it is."""

    text: str
    block: html.HtmlElement
    cell: html.HtmlElement | None
    link_characters: int
    is_hidden: bool
    parts: tuple[str, ...] = ()
    _prose: int = field(default=-1, repr=False)

    @property
    def fields(self) -> str:
        """The line with a tab where the words of two elements touch: `2026-05-06 11:13<a>青泉网</a><i>青泉</i>`."""
        text = ""
        for part in self.parts:
            part = _SPACES.sub(" ", part)
            if text.endswith(" "):
                part = part.lstrip(" ")
            text += f"\t{part}" if text[-1:].isalnum() and part[:1].isalnum() else part
        return text.strip(_EDGES) or self.text

    @property
    def link_share(self) -> float:
        """How much of the line is link text, 0 to 1."""
        return min(1.0, self.link_characters / len(self.text)) if self.link_characters else 0.0

    @property
    def punctuation(self) -> int:
        """Number of punctuation marks of running Chinese text."""
        return len(_PUNCTUATION.findall(self.text))

    @property
    def prose(self) -> int:
        """How much running text the line holds: its length and marks, 0 for links, labels and legal notices."""
        if self._prose < 0:
            self._prose = self._count_prose()
        return self._prose

    def _count_prose(self) -> int:
        if self.is_hidden or len(self.text) < _SHORTEST_PROSE or self.link_share > 0.4:
            return 0
        marks = self.punctuation
        if not marks or _NOT_PROSE.search(self.text):
            return 0
        return len(self.text) - self.link_characters + 10 * marks


class Image(NamedTuple):
    """A picture, before which line it stands."""

    line: int
    element: html.HtmlElement


class Flow:
    """The lines of a page, and for every block element the range of lines that it holds.

    `normalise` made the lines of a glossed or traditional document plain and simplified; texts of its head need it too.
    `gloss` is the first reading in brackets that a mirror has put into the page.
    `names` are tags, classes and ids of blocks, `marks` comments, scripts, and the addresses and values of scripts,
    links and metas: by these the families of publishing systems are known.
    """

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.lines: list[Line] = []
        self.images: list[Image] = []
        self.spans: dict[html.HtmlElement, tuple[int, int]] = {}
        self.names: set[str] = set()
        self.marks: list[str] = []
        self.gloss: str | None = None
        _Walk(self).over(root)
        self.normalise = self._normalise()

    def _normalise(self) -> Callable[[str], str]:
        sample = "\n".join(line.text for line in self.lines if not line.is_hidden and line.link_share < 0.5)
        sample = sample[:_SAMPLE_CHARACTERS]
        normalise = document_normaliser(sample)
        if normalise is None:
            return str
        self.gloss = first_gloss(sample)
        for line in self.lines:
            line.text = normalise(line.text)
            line.parts = tuple(map(normalise, line.parts))
        return normalise

    def span(self, element: html.HtmlElement) -> tuple[int, int]:
        """First line and the one after the last of an element; an inline element stands in the line of its block."""
        known = self.spans.get(element)
        if known is not None:
            return known
        for ancestor in element.iterancestors():
            if ancestor in self.spans:
                return self.spans[ancestor]
        return (0, 0)

    def text(self, first: int, last: int) -> str:
        """The visible lines of a range, one a line."""
        return "\n".join(line.text for line in self.lines[first:last] if not line.is_hidden)

    @cached_property
    def han(self) -> int:
        """Number of visible Chinese characters, counted to 500: what has more is no page without text."""
        count = 0
        for line in self.lines:
            if not line.is_hidden:
                count += sum(map(len, _HAN.findall(line.text)))
                if count > _MOST_HAN_COUNTED:
                    break
        return count

    def prose(self, first: int, last: int) -> int:
        """How much running text a range of lines holds."""
        return self._prose_before[last] - self._prose_before[first]

    @cached_property
    def _prose_before(self) -> list[int]:
        return [0, *accumulate(line.prose for line in self.lines)]


# Where the walk stands: the innermost block, its table cell, whether it is hidden, and its first line.
_Place = tuple[html.HtmlElement, html.HtmlElement | None, bool, int]


class _Walk:
    """One pass over the tree; collects the text of the current line until a block begins or ends.

    Half of the time of reading a page is spent in its loop: so blocks and inline elements are handled in the loop
    itself, and whitespace between elements is passed over before anything is called.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._written = WrittenText()
        self._parts: list[str] = []  # texts of the current line
        self._linked: list[str] = []  # those of them that are links

    def over(self, root: html.HtmlElement) -> None:  # noqa: C901 - calls from it would cost as much as its work
        flow, parts, linked = self._flow, self._parts, self._linked
        lines, names, spans = flow.lines, flow.names, flow.spans
        place: _Place = (root, None, False, 0)
        around: list[_Place] = []
        links = 0
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag
            role = _ROLES.get(tag, _BLOCK)
            if role == _BLOCK and parts:
                self._end_line(place)
            if event != "start":
                if role == _BLOCK:
                    spans[element] = (place[3], len(lines))
                    place = around.pop()
                elif role == _LINK:
                    links -= 1
                elif role == _COMMENT:
                    flow.marks.append((element.text or "")[:_LONGEST_MARK])
                text = element.tail
            elif role == _BLOCK:
                around.append(place)
                _, cell, is_hidden, _ = place
                names.add(tag)
                for name, value in element.items():
                    if name == "class" or name == "id":
                        names.add(value)
                    elif name == "style":
                        is_hidden = is_hidden or _HIDDEN_STYLE.search(value) is not None
                    elif name == "hidden":
                        is_hidden = True
                place = (element, element if tag == "td" or tag == "th" else cell, is_hidden, len(lines))
                text = element.text
            else:
                links += role == _LINK
                if role <= _LINK and not ((style := element.get("style")) and _HIDDEN_STYLE.search(style)):
                    text = element.text
                else:
                    walk.skip_subtree()
                    text = self._mark(element, role, place) if role > _LINK else None
            if text and (parts or not text.isspace()):
                parts.append(text)
                if links:
                    linked.append(text)
        self._end_line(place)

    def _mark(self, element: html.HtmlElement, role: int, place: _Place) -> str | None:
        """The text that stands for an element without text of its own."""
        if role == _BREAK:
            self._end_line(place)
        elif role == _IMAGE:
            self._flow.images.append(Image(len(self._flow.lines), element))
        elif role == _SCRIPT:
            text = element.text or ""
            self._flow.marks += element.get("src") or "", text[:_LONGEST_MARK]
            return self._written.read(text)
        elif role == _HEAD:
            self._flow.marks.append(element.get("href") or element.get("content") or "")
        return None

    def _end_line(self, place: _Place) -> None:
        text = "".join(self._parts)
        if _SPACES_TO_FOLD.search(text):
            text = _SPACES.sub(" ", text)
        text = text.strip(_EDGES)
        if text:
            linked = sum(len(part.strip()) for part in self._linked) if self._linked else 0
            block, cell, is_hidden, _ = place
            parts = tuple(self._parts) if len(self._parts) > 1 else ()
            self._flow.lines.append(Line(text, block, cell, linked, is_hidden, parts))
        self._parts.clear()
        self._linked.clear()
