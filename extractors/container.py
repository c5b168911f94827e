"""Where the article's text stands: the container of the CMS family, else the element with the densest running text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from lxml import html

from extractors.flow import Flow, Line
from extractors.template_lines import LONGEST_HEADING_OF_A_BOX, is_called, is_end
from extractors.title import Headline

_DIGITS = re.compile(r"\d+")
# Names of what stands beside a text: whole words of class or id, as in `main-right`, `hot_news`, `comments`.
_SIDE = re.compile(
    r"(?<![a-z])(?:side|sidebar|aside|right|hot|hotlist|rank|ranking|recommends?|relate|related|comments?|pinglun|cmt|"
    r"foot|footer|copyright)(?![a-z])",
    re.IGNORECASE,
)
# Elements that stand between the paragraphs of a text.
_PARTS = {"ol", "ul", "dl", "table", "blockquote"}
_WHOLE_SHARE = 0.6
_PARAGRAPHS_OF_A_TEXT = 2
_LEAST_SHARE_OF_TEXT = 0.25
_LEAST_SHARE_OF_FIRST_TEXT = 0.2
# A line of a poem has neither figures nor labels, and ends without a sign or with a comma.
_VERSE = re.compile(r"[\u3400-\u4e27\u4e29-\u9fff“”《》 ]{4,30}[，；]?")  # 丨 is a Chinese sign, and a bar
_LINES_ABOVE_VERSE = 5
_FEWEST_VERSES = 6
_HEADER = re.compile(r"(?:来源|作者|时间|日期|编辑|记者)|\d{4}[-年/.]")
_LINES_OF_A_HEADER = 4
_LONGEST_HEADER = 160


@dataclass(frozen=True)
class Body:
    """The run of lines that holds the article's text, and the rule that found it."""

    first: int
    last: int
    rule: str
    element: html.HtmlElement


def find_body(flow: Flow, containers: Iterable[tuple[str, html.HtmlElement]], headline: Headline | None) -> Body | None:
    """The body's container: the first of the family's that holds text or pictures, else the densest element."""
    after = max(0, headline.last if headline else 0)
    for rule, element in containers:
        if element not in flow.spans:
            continue
        first, last = flow.spans[element]
        if flow.prose(max(first, after), last) or _holds_picture_or_file(flow, element, first, last):
            return Body(first, last, rule, element)
    return _verse(flow, after) or _densest(flow, after, headline) or _densest(flow, 0, headline)


def _verse(flow: Flow, after: int) -> Body | None:
    """A poem: lines right below headline and byline, one below the other, without a sign that ends a sentence."""
    lines = flow.lines
    first = next(
        (index for index in range(after, min(after + _LINES_ABOVE_VERSE, len(lines))) if _is_verse(lines[index])), None
    )
    if first is None:
        return None
    if any(line.text.endswith("。") for line in lines[after:first]):
        return None
    stanza = lines[first].block.getparent()
    last = first
    while last < len(lines) and _is_verse(lines[last]) and stanza in (lines[last].block, lines[last].block.getparent()):
        last += 1
    if stanza is None or last - first < _FEWEST_VERSES:
        return None
    return Body(first, last, "verse", stanza)


def _is_verse(line: Line) -> bool:
    return not line.is_hidden and not line.link_characters and bool(_VERSE.fullmatch(line.text))


def _holds_picture_or_file(flow: Flow, element: html.HtmlElement, first: int, last: int) -> bool:
    text = any(not line.is_hidden for line in flow.lines[first:last])
    return text or next(element.iter("img", "iframe", "embed", "video", "object"), None) is not None


def _densest(flow: Flow, after: int, headline: Headline | None) -> Body | None:
    """Go down from the root to the smallest element that still holds most of its parent's running text.

    Only lines from `after` on count: what stands above the headline is no text. Columns beside the text do not count
    either.
    """
    prosaic = {line.block for line in flow.lines[after:] if line.prose}
    if not prosaic:
        return None
    title_line = headline.first if headline else -1

    def weight_of(element: html.HtmlElement) -> int:
        first, last = flow.spans.get(element, (0, 0))
        return flow.prose(max(first, after), last) if last > after else 0

    element = flow.root
    while element not in prosaic:
        weights = {child: weight for child in element if (weight := weight_of(child))}
        beside = _beside_text(flow, weights, title_line)
        texts = [child for child in weights if child not in beside]
        heaviest = max(texts, key=weights.__getitem__, default=None)
        whole = weight_of(element) - sum(weights[child] for child in beside)
        if heaviest is None or not whole:
            break
        below_headline = _text_of_headline(flow, texts, weights, after) if after and len(texts) > 1 else None
        if below_headline is not None:
            heaviest = below_headline
        elif weights[heaviest] < _WHOLE_SHARE * whole or _is_only_part(flow, heaviest, weights, after):
            break
        element = heaviest
    first, last = flow.spans[element]
    return Body(first, last, "density", element)


def _is_part(flow: Flow, element: html.HtmlElement, weights: dict[html.HtmlElement, int]) -> bool:
    """True for a paragraph, or a list or table next to one: with most of the text, it still has its neighbours."""
    if element.tag == "p":
        return True
    if element.tag not in _PARTS:
        return False
    above, below = element.getprevious(), element.getnext()
    if any(beside is not None and beside.tag == "p" and weights.get(beside, 0) > 0 for beside in (above, below)):
        return True
    return above is not None and weights.get(above, 0) > 0 and _is_line(flow, above, 0)


def _is_only_part(flow: Flow, element: html.HtmlElement, weights: dict[html.HtmlElement, int], after: int) -> bool:
    """True for an element with most of the text, but not all of it."""
    return _is_part(flow, element, weights) or _begins_above(element, weights) or _is_paragraph(flow, element, after)


def _is_paragraph(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    """True for a line of text that stands in an element of its own, next to another such line below the headline.

    Some editors write `<div>` for `<p>`: the longest paragraph of a notice is not all of it.
    """
    neighbours = (element.getprevious(), element.getnext())
    return _is_line(flow, element, after) and any(
        beside is not None and _are_alike(element, beside) and _is_line(flow, beside, after) for beside in neighbours
    )


def _is_line(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    first, last = flow.spans.get(element, (0, 0))
    line = flow.lines[first] if last - first == 1 and first >= after else None
    if line is None or line.is_hidden or line.link_characters:
        return False
    return line.block is element or (element.tag == "tr" and line.block.getparent() is element)


def _begins_above(element: html.HtmlElement, weights: Mapping[html.HtmlElement, int]) -> bool:
    """True if paragraphs stand before the element: it holds the rest of a text that is folded up (展开全文)."""
    above = takewhile(lambda child: child is not element, weights)
    return sum(bool(child.tag == "p") for child in above) >= _PARAGRAPHS_OF_A_TEXT


def _text_of_headline(
    flow: Flow, texts: list[html.HtmlElement], weights: dict[html.HtmlElement, int], after: int
) -> html.HtmlElement | None:
    """The element below the headline that is the text, where its neighbours below are boxes of other texts.

    A short notice stands on a page with the first words of ten others, longer than itself. Then it is an element of
    several paragraphs, unlike its neighbours: parts of one text are alike. Above it only a byline may stand.
    """
    position = next((place for place, child in enumerate(texts) if _has_paragraphs(flow, child, after)), len(texts))
    above, first, others = texts[:position], texts[position : position + 1], texts[position + 1 :]
    if not first or not others or _is_part(flow, first[0], weights):
        return None
    weight = weights[first[0]]
    is_least = weight < _LEAST_SHARE_OF_FIRST_TEXT * sum(weights[child] for child in texts)
    if is_least or any(4 * weights[child] > weight and not _is_header(flow, child) for child in above):
        return None
    if any(4 * weights[child] > weight and _are_alike(first[0], child) for child in others):
        return None
    return first[0]


def _is_header(flow: Flow, element: html.HtmlElement) -> bool:
    """True for a byline with colons and commas enough to look like running text."""
    first, last = flow.spans[element]
    lines = flow.lines[first:last]
    return last - first <= _LINES_OF_A_HEADER and all(
        len(line.text) < _LONGEST_HEADER and _HEADER.search(line.text) for line in lines
    )


def _has_paragraphs(flow: Flow, element: html.HtmlElement, after: int) -> bool:
    """True for an element with more than one line of running text."""
    first, last = flow.spans[element]
    running = (index for index in range(max(first, after), last) if flow.lines[index].prose)
    return next(running, None) is not None and next(running, None) is not None


def _are_alike(first: html.HtmlElement, other: html.HtmlElement) -> bool:
    if not first.tag == other.tag != "td" or first.get("class") != other.get("class"):
        return False
    ids = [_DIGITS.sub("", element.get("id") or "") for element in (first, other)]
    return bool(first.get("class")) or not all(ids) or ids[0] == ids[1]


def _beside_text(flow: Flow, weights: dict[html.HtmlElement, int], title_line: int) -> set[html.HtmlElement]:
    """The children with running text that are columns beside the article: hot news, comments, a footer.

    Their name alone does not tell, for a menu on the left makes an article the right column: the column with the
    headline is none of them, and their neighbours must hold text enough to be the article.
    """
    named, boxes = set(), set()
    for child in weights:
        if not _holds_line(flow, child, title_line):
            if _opens_with_end(flow, child):
                boxes.add(child)
            elif _names_a_side(child):
                named.add(child)
    if not named:
        return boxes
    others = {child: weight for child, weight in weights.items() if child not in named | boxes}
    text_by_headline = any(_holds_line(flow, child, title_line) for child in others)
    enough = sum(others.values()) >= _LEAST_SHARE_OF_TEXT * max(weights[child] for child in named)
    return named | boxes if text_by_headline or enough else boxes


def _opens_with_end(flow: Flow, element: html.HtmlElement) -> bool:
    """True for a box of other articles, by its heading: 猜你喜欢, 相关阅读."""
    first = flow.lines[flow.spans[element][0]]
    return element.tag != "p" and len(first.text) < LONGEST_HEADING_OF_A_BOX and is_end(first)


def _holds_line(flow: Flow, element: html.HtmlElement, index: int) -> bool:
    first, last = flow.spans[element]
    return first <= index < last


def _names_a_side(element: html.HtmlElement) -> bool:
    return element.tag in {"aside", "footer"} or is_called(element, _SIDE)


def are_brothers(one: html.HtmlElement, other: html.HtmlElement, parent: html.HtmlElement | None) -> bool:
    """True for two paragraphs of one element, `<p>` or `<div>` with the same class."""
    return one.getparent() is parent and bool(one.tag in ("p", "div")) and _are_alike(one, other)
