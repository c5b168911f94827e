"""The parts of an article given as plain text: lines above the text, first words, last lines, headline."""

import re
from collections.abc import Callable, Sequence

from extractors.labels import END_OF_ARTICLE
from extractors.normalise import fold
from extractors.pieces import pieces

# Stands for text that was left out: 〔正文略〕, 〔导语略〕, 〔图片说明略〕.
BODY = re.compile(r"〔(?:正文|导语|图片说明|另一条新闻|略)[略]?〕")
_OTHER_OMISSION = re.compile(r"〔[^〔〕\n]{1,12}略〕")
_OMITTED_BODY = re.compile(r"〔正文略〕")
_TAG = re.compile(r"<[^<>\n]{1,200}>")
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|tr|h\d)\b[^<>\n]{0,200}>", re.IGNORECASE)
_CRUMBS = re.compile(r"首\s{0,2}页|当前位置|所在位置|您的位置|当前版|欢迎|[>＞»].*[>＞»]|^\s*[>＞»]\s|https?://|www\.")
_CHROME = re.compile(
    r"版权所有|ICP|上一[篇版]|下一[篇版]|^第\w{1,4}版|[|｜].*[|｜]|登录|注册|APP\Z|公众号\Z|\.(?:jpe?g|png)\Z|版次|本篇文章|读完约",
    re.I,
)
_DOMAIN = re.compile(r"^[\w.-]{1,40}\.(?:com|cn|net|org)\s+")
_SITE = re.compile(
    r"(?:网|报|报社|电视台|移动版|频道|频道首页|正文|信息港|融媒体?|图片新闻|中心|政府|办公室|大学)\Z| [•·] "
)
_BULLETS = " \t\n\u3000•·-#>＞"
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORTEST_TITLE = 3
_LONGEST_TITLE = 80
_LONGEST_LINE = 300
_LINES = 40


def parts(text: str) -> tuple[list[str], str, list[str]]:
    """Header lines, the words that open the text ("" if none), and the lines after it.

    What follows a line like 相关阅读 is about other articles.
    """
    text = _TAG.sub("", _BLOCK_TAG.sub("\n", text)) if "<" in text else text
    text = text.replace("〔样式略〕", "")
    lines = [line.strip() for line in text.replace("\r", "").split("\n") if line.strip(" \t|\u3000")]
    first = next((index for index, line in enumerate(lines) if BODY.search(line)), None)
    if first is None:
        return lines, "", []
    before, _, after = _around(lines[first])
    header = lines[:first] if not _is_header(before) else [*lines[:first], before]
    end = [after, *lines[first + 1 :]]
    last = next((index for index, line in enumerate(end) if _ends_article(line)), len(end))
    return header, "" if _is_header(before) else before, [line for line in map(_credit, end[:last]) if line]


def _around(line: str) -> tuple[str, str, str]:
    match = _OMITTED_BODY.search(line) or BODY.search(line)
    return (line[: match.start()], "", line[match.end() :]) if match else (line, "", "")


def _is_header(before: str) -> bool:
    found = pieces(fold(before))
    return any(piece.is_printed for piece in found) or bool(re.search(r"(?:19|20)\d\d[-/年.]", before))


def _credit(line: str) -> str:
    return _OTHER_OMISSION.sub("", line).strip(" |。，,\t\u3000")


def _ends_article(line: str) -> bool:
    return line.strip(_BULLETS + ">:：").startswith(END_OF_ARTICLE_LINES)


END_OF_ARTICLE_LINES = tuple(END_OF_ARTICLE)


def plain_title(header: Sequence[str], is_byline: Callable[[str], bool]) -> str | None:
    """The headline among the lines above the text: the best line, of equal ones the nearest to the byline."""
    byline = next((index for index, line in enumerate(header) if is_byline(line)), len(header))
    best: tuple[float, str] | None = None
    for index, line in enumerate(header[:_LINES]):
        if len(line) > _LONGEST_LINE:
            continue
        candidate = _without_byline(line).strip(_BULLETS)
        candidate = _DOMAIN.sub("", candidate)
        if not _may_be_title(candidate, is_byline):
            continue
        score = _score(candidate) - 0.3 * abs(byline - index) - (0.5 if index > byline else 0)
        if best is not None and candidate.startswith(best[1]):
            continue  # the headline again, with the column's name behind it
        if best is None or score > best[0]:
            best = score, candidate
    return best[1] if best else None


def _without_byline(line: str) -> str:
    """The line up to a byline that some templates glue to the headline."""
    printed = [piece.start for piece in pieces(fold(line)) if piece.is_printed]
    return line[: printed[0]].strip() if printed and printed[0] >= _SHORTEST_TITLE else line


def _may_be_title(line: str, is_byline: Callable[[str], bool]) -> bool:
    han = len(_HAN.findall(line))
    if han < _SHORTEST_TITLE or len(line) > _LONGEST_TITLE or line.startswith(("—", "－", "-")):
        return False
    return not (_CRUMBS.search(line) or _CHROME.search(line) or is_byline(line) or line.endswith("。"))


def _score(line: str) -> float:
    han = len(_HAN.findall(line))
    return min(han, 9) / 3 - (2.0 if _SITE.search(line) else 0.0)
