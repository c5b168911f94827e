"""A page as the lines that a reader sees, from one walk over the parsed tree.

Title, header zone, body and credits are all found as runs of these lines, so that `<p>`, `<br>`, table and plain text
pages are read by the same rules.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree, html

from extractors.scripts import WrittenText

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "st1:place",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "img",
        "ruby",
        "rb",
        "rp",
        "rt",
        "wbr",
    ]
)
_SKIPPED = frozenset(
    [
        "style",
        "noscript",
        "template",
        "select",
        "textarea",
        "button",
        "object",
        "embed",
        "applet",
        "iframe",
        "svg",
        "canvas",
        "video",
        "audio",
        "map",
        "head",
        "title",
        "meta",
        "link",
        "rp",
        "rt",
        "input",
    ]
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HAN = re.compile("[\u3400-\u9fff]")
_PUNCTUATION = re.compile("[，。、；：！？“”《》,;]")


@dataclass(slots=True)
class Line:
    """One line of text: where it stands (nearest block and table cell) and what kind of text it is."""

    text: str
    block: html.HtmlElement
    cell: html.HtmlElement | None
    link_characters: int
    is_hidden: bool

    @property
    def link_share(self) -> float:
        """How much of the line is link text, 0 to 1."""
        return min(1.0, self.link_characters / max(1, len(self.text)))

    @property
    def punctuation(self) -> int:
        """Number of punctuation marks of running Chinese text."""
        return len(_PUNCTUATION.findall(self.text))


@dataclass(slots=True)
class Image:
    """A picture, before which line it stands."""

    line: int
    element: html.HtmlElement


class Flow:
    """The lines of a page, and for every block element the range of lines that it holds."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.lines: list[Line] = []
        self.images: list[Image] = []
        self.spans: dict[html.HtmlElement, tuple[int, int]] = {}
        _Walk(self).over(root)

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
        """Number of visible Chinese characters."""
        return sum(len(_HAN.findall(line.text)) for line in self.lines if not line.is_hidden)


class _Walk:
    """One pass over the tree; collects the text of the current line until a block begins or ends."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._written = WrittenText()
        self._parts: list[str] = []
        self._link_characters = 0
        self._links = 0
        self._hidden: html.HtmlElement | None = None
        self._blocks: list[html.HtmlElement] = []
        self._cells: list[html.HtmlElement] = []
        self._starts: list[int] = []

    def over(self, root: html.HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: html.HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                if not self._enter(element):
                    skipped = element
                    walk.skip_subtree()
            elif event == "end":
                if element is skipped:
                    skipped = None
                else:
                    self._leave(element)
                self._add(element.tail)
            else:
                self._add(element.tail)
        self._break()

    def _enter(self, element: html.HtmlElement) -> bool:
        """Open an element; False if its content is not text for a reader."""
        tag = element.tag
        if tag == "script":
            self._add(self._written.read(element.text))
            return False
        if tag in _SKIPPED:
            return False
        if tag == "br":
            self._break()
        elif tag not in _INLINE:
            self._open_block(element)
        elif tag == "a":
            self._links += 1
        elif tag == "img":
            self._flow.images.append(Image(len(self._flow.lines), element))
        if self._hidden is None and _is_hidden(element):
            if tag in _INLINE:
                self._links -= tag == "a"
                return False
            self._hidden = element
        self._add(element.text)
        return True

    def _open_block(self, element: html.HtmlElement) -> None:
        self._break()
        self._blocks.append(element)
        self._starts.append(len(self._flow.lines))
        if element.tag in ("td", "th"):
            self._cells.append(element)

    def _leave(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in _INLINE:
            self._links -= tag == "a"
        elif tag != "br":
            self._break()
            self._blocks.pop()
            self._flow.spans[element] = (self._starts.pop(), len(self._flow.lines))
            if tag in ("td", "th"):
                self._cells.pop()
        if element is self._hidden:
            self._hidden = None

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._links and not text.isspace():
            self._link_characters += len(text.strip())
        if self._parts or not text.isspace():
            self._parts.append(text)

    def _break(self) -> None:
        if not self._parts:
            return
        text = _SPACES.sub(" ", "".join(self._parts)).strip(" \xa0\u3000\u200b\ufeff")
        if text:
            self._flow.lines.append(
                Line(
                    text,
                    self._blocks[-1],
                    self._cells[-1] if self._cells else None,
                    self._link_characters,
                    self._hidden is not None,
                )
            )
        self._parts = []
        self._link_characters = 0


def _is_hidden(element: html.HtmlElement) -> bool:
    style = element.get("style")
    if style is not None and _HIDDEN_STYLE.search(style):
        return True
    return element.get("hidden") is not None
