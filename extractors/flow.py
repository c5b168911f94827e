"""A page as the lines that a reader sees, from one walk over the parsed tree.

Title, header zone, body and credits are all found as runs of these lines, so that `<p>`, `<br>`, table and plain text
pages are read by the same rules.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from operator import attrgetter
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
_TITLE: Final = 8
_SKIPPED: Final = 9

_INLINE_TAGS = words("""
    abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr o:p q s samp small span st1:place
    strike strong sub sup time tt u var ruby rb wbr
""")
_SKIPPED_TAGS = words("""
    style noscript template select textarea button object embed applet iframe svg canvas video audio map rp rt input
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
    "title": _TITLE,
}
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em)?\s*(?:;|!|$)"
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HAN = re.compile("[\u3400-\u9fff]+")
_PUNCTUATION = re.compile("[，。、；：！？“”《》,;]")
# Legal notices and imprints, in words that news do not use: a text may well tell of 版权, 举报 and who 承办 what.
# Each alternative begins with a sign of its own, without IGNORECASE: then `re` passes over all other signs at once.
_NOT_PROSE = re.compile(
    r"版权(?:所有|声明|均?[归属]|与免责|信息)|备案[序编]?号|备\d{6,}|许可证|举报(?:电话|邮箱|热线|[：:])|免责声明|凡本网|"
    r"转载(?:请|须|时|本网|或)|不得[^。]{0,8}转载|请勿[^。]{0,8}转载|谢绝转载|禁止转载|严禁转载|copyright|Copyright|COPYRIGHT|CopyRight|浏览器|"
    r"传真\s?[：:]|地址\s?[：:]|主办(?:单位)?\s?[：:]|承办(?:单位)?\s?[：:]|技术支持|分辨率|客服(?:电话|热线|[：:])|投稿(?:邮箱|信箱|热线|[：:])"
)
_EDGES = " \xa0\u3000\u200b\ufeff"
_SHORTEST_PROSE = 14
_MOST_LINKS_IN_PROSE = 0.4
_MOST_LINKS_IN_TEXT = 0.5
_MOST_HAN_COUNTED = 500
_SAMPLE_CHARACTERS = 6_000
_LONGEST_MARK = 250
_LONGEST_ADDRESS = 100


@dataclass(slots=True)
class Line:
    """One line of text: where it stands (nearest block and table cell) and what kind of text it is.

    `link_share` is how much of it is link text, 0 to 1; `prose` how much running text it holds: its length and marks,
    0 for links, labels and legal notices.
    """

    text: str
    block: html.HtmlElement
    cell: html.HtmlElement | None
    link_characters: int
    is_hidden: bool
    parts: tuple[str, ...] = ()
    link_share: float = 0.0
    prose: int = 0

    @property
    def fields(self) -> str:
        """The line with a tab where the words of two elements touch: `2026-05-06 11:13<a>青泉网</a><i>青泉</i>`."""
        text = ""
        for part in self.parts:
            part = _with_single_spaces(part)
            if text.endswith(" "):
                part = part.lstrip(" ")
            text += f"\t{part}" if text[-1:].isalnum() and part[:1].isalnum() else part
        return text.strip(_EDGES) or self.text

    @property
    def punctuation(self) -> int:
        """Number of punctuation marks of running Chinese text."""
        return len(_PUNCTUATION.findall(self.text))

    def measure(self) -> None:
        """Find `prose` of the text as it is now."""
        length = len(self.text)
        if length < _SHORTEST_PROSE or self.is_hidden or self.link_share > _MOST_LINKS_IN_PROSE:
            return
        marks = self.punctuation
        if marks and not _NOT_PROSE.search(self.text):
            self.prose = length - self.link_characters + 10 * marks


class Image(NamedTuple):
    """A picture, before which line it stands."""

    line: int
    element: html.HtmlElement


class Flow:
    """The lines of a page, and for every block element the range of lines that it holds.

    `normalise` made the lines of a glossed or traditional document plain and simplified; texts of its head need it too.
    `gloss` is the first reading in brackets that a mirror has put into the page.
    `tags` are the names of its blocks, `names` their classes and ids with the blocks that have them, `marks` comments,
    scripts, and the addresses and values of scripts, links and metas: by these the families of publishing systems are
    known. `titles` are the document's `<title>`
    elements (a drawing's own is a tooltip), `metas` and `scripts` its elements of these names.
    """

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.lines: list[Line] = []
        self.images: list[Image] = []
        self.spans: dict[html.HtmlElement, tuple[int, int]] = {}
        self.titles: list[html.HtmlElement] = []
        self.metas: list[html.HtmlElement] = []
        self.scripts: list[html.HtmlElement] = []
        self.tags: set[str] = set()
        self.names: dict[str, list[html.HtmlElement]] = defaultdict(list)
        self.marks: list[str] = []
        self.gloss: str | None = None
        _Walk(self).over(root)
        self.normalise = self._normalise()
        for line in self.lines:
            if line.link_share <= _MOST_LINKS_IN_PROSE and len(line.text) >= _SHORTEST_PROSE:
                line.measure()

    def _normalise(self) -> Callable[[str], str]:
        lines = self.lines
        readable = [line.text for line in lines if line.link_share <= _MOST_LINKS_IN_TEXT and not line.is_hidden]
        sample = "\n".join(readable)[:_SAMPLE_CHARACTERS]
        normalise = document_normaliser(sample)
        if normalise is None:
            return str
        self.gloss = first_gloss(sample)
        for line in self.lines:
            line.text = normalise(line.text)
            line.link_share = _share(line.link_characters, line.text)
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
        for line in sorted(self.lines, key=_prose_of, reverse=True):  # a few paragraphs hold enough
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
        return [0, *accumulate(map(_prose_of, self.lines))]


_prose_of = attrgetter("prose")

# Where text stands: the innermost block, its table cell, and whether it is hidden.
_Place = tuple[html.HtmlElement, html.HtmlElement | None, bool]


class _Walk:
    """One pass over the tree; collects the text of the current line until a block begins or ends.

    A third of the time of reading a page is spent in its loop: so blocks and inline elements are handled in the loop
    itself, and whitespace between elements is passed over before anything is called.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._written = WrittenText()
        self._parts: list[str] = []  # texts of the current line
        self._linked: list[str] = []  # those of them that are links

    def over(self, root: html.HtmlElement) -> None:  # noqa: C901 - calls from it would cost as much as its work
        """Visit every element once; it is closed when the last of its children is."""
        flow, parts, linked = self._flow, self._parts, self._linked
        lines, tags, names, marks, spans = flow.lines, flow.tags, flow.names, flow.marks, flow.spans
        role_of, end_line = _ROLES.get, self._end_line
        place = outer = (root, None, False)
        around: list[tuple[html.HtmlElement, int, int, _Place]] = []  # the elements that are open
        left: list[int] = []  # how many children of each are still to come
        links = first = 0
        elements = root.iter()
        for element in elements:
            tag = element.tag
            role = role_of(tag, _BLOCK)
            children = len(element)
            if role == _BLOCK:
                if parts:
                    end_line(place)
                outer = place
                _, cell, is_hidden = place
                tags.add(tag)
                for name, value in element.items():
                    if name == "class" or name == "id":
                        names[value].append(element)
                    elif name == "style":
                        is_hidden = is_hidden or _hides(value)
                    elif name == "hidden":
                        is_hidden = True
                place = (element, element if tag == "td" or tag == "th" else cell, is_hidden)
                first = len(lines)
                text = element.text
            elif role <= _LINK:
                style = element.get("style")
                if style and _hides(style):
                    text, role = None, _SKIPPED
                else:
                    text = element.text
                    links += role == _LINK
            elif role == _COMMENT:
                marks.append(element.text[:_LONGEST_MARK])
                text = None
            else:
                text = self._mark(element, role, place)
            if children and role > _LINK:
                _pass_over(elements, element)
                children = 0
            if text and (parts or not text.isspace()):
                parts.append(text)
                if links:
                    linked.append(text)
            if children:
                around.append((element, role, first, outer))
                left.append(children)
                continue
            while True:
                if role == _BLOCK:
                    if parts:
                        end_line(place)
                    spans[element] = (first, len(lines))
                    place = outer
                elif role == _LINK:
                    links -= 1
                text = element.tail
                if text and (parts or not text.isspace()):
                    parts.append(text)
                    if links:
                        linked.append(text)
                if not left:
                    break
                left[-1] -= 1
                if left[-1]:
                    break
                left.pop()
                element, role, first, outer = around.pop()
        if parts:
            end_line(place)

    def _mark(self, element: html.HtmlElement, role: int, place: _Place) -> str | None:
        """The text that stands for an element without text of its own."""
        flow = self._flow
        if role == _BREAK:
            if self._parts:
                self._end_line(place)
        elif role == _IMAGE:
            flow.images.append(Image(len(flow.lines), element))
        elif role == _SCRIPT:
            flow.scripts.append(element)
            text, address = element.text, element.get("src")
            if address:
                flow.marks.append(address)
            if text:
                flow.marks.append(text[:_LONGEST_MARK])
                return self._written.read(text)
        elif role == _HEAD:
            flow.marks.append((element.get("href") or element.get("content") or "")[:_LONGEST_ADDRESS])
            if element.tag == "meta":
                flow.metas.append(element)
        elif role == _TITLE:
            flow.titles.append(element)
        return None

    def _end_line(self, place: _Place) -> None:
        parts, linked = self._parts, self._linked
        several = tuple(parts) if len(parts) > 1 else ()
        text = _with_single_spaces("".join(several) if several else parts[0]).strip(_EDGES)
        parts.clear()
        links = 0
        if linked:  # most lines of a page are links and nothing else
            links = sum(map(len, map(str.strip, linked))) if several else len(text)
            linked.clear()
        if text:
            block, cell, is_hidden = place
            self._flow.lines.append(Line(text, block, cell, links, is_hidden, several, _share(links, text)))


def _share(links: int, text: str) -> float:
    return min(1.0, links / len(text)) if links else 0.0


def _with_single_spaces(text: str) -> str:
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def _pass_over(elements: Iterator[html.HtmlElement], element: html.HtmlElement) -> None:
    """Take all that stands inside of `element` from the elements still to come."""
    inside = sum(1 for _ in element.iterdescendants())
    next(islice(elements, inside - 1, None), None)


@lru_cache(maxsize=1024)  # a text of fifty paragraphs has the same style fifty times
def _hides(style: str) -> bool:
    return _HIDDEN_STYLE.search(style.lower()) is not None
