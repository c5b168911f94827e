"""A page in other markup or in other words that says the same: what a reader finds on it must stay the same.

Each takes a page's text and gives it as another template would have written it.
"""

import re
from collections.abc import Callable

Rewrite = Callable[[str], str]

# Scripts, styles, comments and tags: what a reader does not see.
_MARKUP = re.compile(r"(<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]+>)", re.DOTALL | re.IGNORECASE)
_ROWS = "".join(
    f'<li><a href="/n/{day}.html">全县第{day}次重点工作推进会在县城召开</a><span>2024-06-0{day}</span></li>'
    for day in range(1, 6)
)
_OTHER_NEWS = f'<div class="xgyd"><h3>相关新闻</h3><ul>{_ROWS}</ul></div>'


def _tags(pattern: str, replacement: str) -> Rewrite:
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda page: compiled.sub(replacement, page)


def _words(pattern: str, replacement: str) -> Rewrite:
    compiled = re.compile(pattern)

    def rewrite(page: str) -> str:
        pieces = _MARKUP.split(page)
        pieces[::2] = [compiled.sub(replacement, text) for text in pieces[::2]]
        return "".join(pieces)

    return rewrite


def _without_names(page: str) -> str:
    """Classes and ids that tell nothing, as page builders number them."""
    numbers: dict[str, str] = {}

    def numbered(match: re.Match[str]) -> str:
        names = " ".join(numbers.setdefault(name, f"k{len(numbers)}") for name in match[3].split())
        return f"{match[1]}{match[2]}{names}{match[2]}"

    return re.sub(r"(\s(?:class|id)\s*=\s*)([\"'])([^\"']*)\2", numbered, page)


_DASHED_DAY = r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})"

REWRITES: dict[str, Rewrite] = {
    "classes and ids without meaning": _without_names,
    "no tags in the head": _tags(r"<meta(?![^>]*charset)[^>]*>", ""),
    "no comments": _tags(r"<!--.*?-->", ""),
    "headings as div": _tags(r"<(/?)h[1-4]\b", r"<\1div"),
    "paragraphs as div": _tags(r"<(/?)p(?=[\s>])", r"<\1div"),
    "paragraphs that br ends": lambda page: _tags("</p>", "<br><br>")(_tags(r"<p(?=[\s>])[^>]*>", "")(page)),
    "paragraphs that nothing ends": _tags("</p>", ""),
    "no space between tags": _tags(r">\s+<", "><"),
    "the site's name alone as window title": _tags(r"(<title>).*?(</title>)", r"\1青泉网\2"),
    "other news above all": _tags(r"(<body[^>]*>)", rf"\1{_OTHER_NEWS}"),
    "other news below all": _tags("(</body>)", rf"{_OTHER_NEWS}\1"),
    "narrow colons": _words("(?<=[\u4e00-\u9fff])：", ":"),
    "wide colons": _words("(?<=[\u4e00-\u9fff]):(?!/)", "："),
    "days in 年月日": _words(_DASHED_DAY, r"\1年\2月\3日"),
    "days with slashes": _words(_DASHED_DAY, r"\1/\2/\3"),
    "days with dots": _words(_DASHED_DAY, r"\1.\2.\3"),
    "稿源": _words(r"(?<![\u4e00-\u9fff])来源(?=\s*[：:])", "稿源"),
    "信息来源": _words(r"(?<![\u4e00-\u9fff])来源(?=\s*[：:])", "信息来源"),
    "责编": _words(r"责任编辑(?=\s*[：:])", "责编"),
    "值班编辑": _words(r"(?<![\u4e00-\u9fff])编辑(?=\s*[：:])", "值班编辑"),
    "撰稿": _words(r"(?<![\u4e00-\u9fff])作者(?=\s*[：:])", "撰稿"),
    "终审": _words(r"(?<![\u4e00-\u9fff])审核(?=\s*[：:])", "终审"),
    "padded labels": _words(r"(?<![\u4e00-\u9fff])(来|作|编)(源|者|辑)(?=\s*[：:])", r"\1　\2"),
}  # fmt: skip
