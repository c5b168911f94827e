"""Where the text begins and ends within its container, which often holds more than the text."""

import re
from collections.abc import Callable

from extractors.container import Body, are_brothers
from extractors.flow import Flow
from extractors.template_lines import (
    FULL_STOPS,
    is_abstract,
    is_chrome,
    is_end,
    is_link_line,
    is_outside_text,
    is_sentence,
)
from extractors.title import Headline

_LINKS_OF_A_BOX = 3
_LINES_OF_A_BOX = 40
_WORD = re.compile(r"[\u3400-\u9fff\w ]{1,8}")
_LINES_ABOVE_WORDS = 8
_SHORTEST_OPENING = 8


def text_start(flow: Flow, body: Body, headline: Headline | None) -> int:
    """The first line that can be text: after a headline repeated in the container, with a sentence right above it."""
    first = body.first
    if headline is not None and body.first < headline.last <= body.last:
        return headline.last
    above = flow.lines[first - 1] if first > 0 else None
    if above is None or headline is None or first <= headline.last or body.rule != "density":
        return first
    if above.is_hidden or above.link_characters or is_chrome(above) or is_abstract(above):
        return first
    return first - 1 if above.text.endswith(FULL_STOPS) and len(above.text) > _SHORTEST_OPENING else first


def text_end(flow: Flow, first: int, last: int, is_credit: Callable[[str], bool]) -> int:
    """The line before which the article's text ends, with the credits that close it."""
    for index in range(first, last):
        line = flow.lines[index]
        if line.is_hidden or not (is_end(line) or _is_credit_above_links(flow, first, index, last, is_credit)):
            if _is_editor_above_others(flow, first, index, last, is_credit):
                last = index + 1
                break
            continue
        if not _prose_resumes(flow, index, last):
            last = index if is_end(line) else index + 1
            break
    last = _without_outside_lines(flow, first, _without_box_of_links(flow, first, last, is_credit))
    # Related links may stand between the text and its editor's line.
    above = last
    while above > first + 1 and is_credit(flow.lines[above - 1].text):
        above -= 1
    return _without_outside_lines(flow, first, above) if is_outside_text(flow.lines[above - 1]) else last


def _is_credit_above_links(flow: Flow, first: int, index: int, last: int, is_credit: Callable[[str], bool]) -> bool:
    """True for the editor's line below a text, with the headlines of other articles and their first words below it."""
    if index + 1 >= last or not is_link_line(flow.lines[index + 1]) or is_link_line(flow.lines[index]):
        return False
    return flow.prose(first, index) > 0 and is_credit(flow.lines[index].text)


def _is_editor_above_others(flow: Flow, first: int, index: int, last: int, is_credit: Callable[[str], bool]) -> bool:
    """True for the editor's line below a text where the next sentences stand in elements of their own: legal notes."""
    line = flow.lines[index]
    if not ("编辑" in line.text or "责编" in line.text) or not is_credit(line.text) or not flow.prose(first, index):
        return False
    text = line.block.getparent()
    below = next((other for other in flow.lines[index + 1 : last] if other.prose), None)
    return below is not None and below.block is not text and below.block.getparent() is not text


def _without_box_of_links(flow: Flow, first: int, last: int, is_credit: Callable[[str], bool]) -> int:
    """Where a box of links with headings of its own (重点推荐, 证券要闻) ends the container, `last` without one."""
    lines = flow.lines
    end = next((index for index in range(last, first, -1) if is_sentence(lines[index - 1])), last)
    links = [index for index in range(end, last) if is_link_line(lines[index])]
    if len(links) < _LINKS_OF_A_BOX:
        return last
    box = links[0]
    while box > end and not is_credit(lines[box - 1].text):
        box -= 1
    return box


def _without_outside_lines(flow: Flow, first: int, last: int) -> int:
    while last > first + 1 and is_outside_text(flow.lines[last - 1]):
        last -= 1
    return _without_words_outside(flow, first, last)


def _without_words_outside(flow: Flow, first: int, last: int) -> int:
    """Without a button's word (投诉水文, 打赏) below the element that holds the last paragraphs."""
    lines = flow.lines
    end = last
    while end > first and _WORD.fullmatch(lines[end - 1].text):
        end -= 1
    sentences = [line.block for line in lines[max(first, end - _LINES_ABOVE_WORDS) : end] if line.prose][-2:]
    if end == last or len(sentences) < 2:
        return last
    text = next((box for box in sentences[0].iterancestors() if box in {*sentences[1].iterancestors()}), None)
    while end < last and text is not None and text in {*lines[end].block.iterancestors()}:
        end += 1
    return end


def _prose_resumes(flow: Flow, index: int, last: int) -> bool:
    """True if the text goes on after this line: then it stood in a box inside the text."""
    if _is_box_between_paragraphs(flow, index, last) or _is_sidebar(flow, index, last):
        return True
    before = flow.prose(max(0, index - 400), index)
    return flow.prose(index + 1, last) > 2 * before + 200 and _prose_of_no_link(flow, index, last) > 2 * before + 200


def _prose_of_no_link(flow: Flow, index: int, last: int) -> int:
    """The running text below a line without the first words of other articles, which follow their headlines."""
    lines = flow.lines
    return sum(
        lines[below].prose
        for below in range(index + 1, last)
        if not lines[below].link_characters and not is_link_line(lines[below - 1])
    )


def _is_sidebar(flow: Flow, index: int, last: int) -> bool:
    """True for 相关链接 over paragraphs without a link, as newspapers explain a word or an earlier event."""
    heading = flow.lines[index]
    if "相关链接" not in heading.text or heading.link_characters or index + 1 >= last:
        return False
    below = flow.lines[index + 1]
    is_text = below.prose > 0 and not below.link_characters and below.text.endswith(FULL_STOPS)
    return is_text and below.block.getparent() is heading.block.getparent()


def _is_box_between_paragraphs(flow: Flow, index: int, last: int) -> bool:
    """True for 相关阅读 in a box between two paragraphs: the one before this line has brothers below it.

    The brothers of a `<p>` or `<div>` are those like it in the same element; those of a line that `<br>` ends, the
    lines of its own element.
    """
    lines = flow.lines
    before = next((lines[above] for above in range(index - 1, max(-1, index - 4), -1) if lines[above].prose), None)
    if before is None:
        return False
    paragraph, text = before.block, before.block.getparent()
    # A heading beside the paragraphs may have paragraphs of its own below it; a single link has none.
    if lines[index].block is paragraph or (lines[index].block.getparent() is text and not is_link_line(lines[index])):
        return False
    return any(
        line.prose and not is_end(line) and (line.block is paragraph or are_brothers(line.block, paragraph, text))
        for line in lines[index + 1 : min(last, index + _LINES_OF_A_BOX)]
    )
