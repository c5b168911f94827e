"""The headline alone, by agreement of what the page shows with what its head says.

The `<title>` holds headline, column and site in one string, ArticleTitle may be cut or missing, h1 may be the site's
name: the line of the page that most witnesses name is the headline.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from extractors.flow import Flow, Line
from extractors.meta import MetaTags
from extractors.page import Page
from extractors.people import is_name

_TITLE_CLASS = re.compile(
    r"title|biaoti|headline|subject|^bt\d?$|_bt$|^wzbt|^tit\d?$|[_-]tit$|^doc-?tit", re.IGNORECASE
)
_NOT_A_TITLE_CLASS = re.compile(
    r"sub|^fu|list|nav|menu|site|logo|share|related|more|column|lanmu|group|icon", re.IGNORECASE
)
_HEADING_SCORES = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 0.5}
_CALLED_TITLE = 2.5
_LOCATION = re.compile(r"位置\s*[：:]|^首页|>>|»|›|\s>\s")
_BYLINE_START = re.compile(
    r"\d{4}\s?[-年/.]\s?\d{1,2}|二[〇○零]\S{2}年|来源|作者|发布|时间|日期|字号|字体|浏览|点击|打印|责任编辑|编辑[：:]|分享"
)
_BYLINE_IN_LINE = re.compile(
    r"(?:(?:发布|发表|更新)?(?:时间|日期)\s*[：:]|\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]|(?:信息|文章|稿件)?来源\s*[：:])"
)
_SEPARATORS = re.compile(r"_+|\||｜|>>|\s[-–—－]++|(?<![-–—－])[-–—－]++\s|--+|—{2,}")
# 青泉镇“5-15”防汛演练举行-乡镇动态-云岫县人民政府: a headline has hyphens too, so only site and column are cut off.
_HYPHENS = re.compile(r"[-–—－]+")
_TITLE_PARTS = re.compile(rf"{_SEPARATORS.pattern}|{_HYPHENS.pattern}")
_COLUMN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_SITE = re.compile(
    r"(?:人民政府|政府网|门户网站?|新闻网|融媒体?中心|信息网|信息港|网络版|官方网站|官网|网站|网|在线|数字报|电子报|电子版|数字版|频道|首页|云上\w{2,4}|^\w{2,6}[日晚早晨时商]报)$"
)
# <h1><em>原创</em>三百人守住一条堤</h1>: a button before the headline.
_MARK = re.compile(r"(?:原创|独家|转载|置顶|推荐|热门|图集|图文|视频|快讯|专题)\s?")
_PARTS = re.compile(r"[-_—|\s>]+")
_COLUMN_NAME = re.compile(r"(?:新闻|中心|频道|要闻|资讯|动态|正文|内容页?|详细页?|详情|页面|文章|首页|列表|栏目)$")
_LONGEST_COLUMN = 6
_COLON = re.compile("[：:]")
_REPORTER = re.compile(r"(?:本报|本网|本刊|特约|见习|实习)(?:记者|通讯员)")
_SPACES = re.compile(r"\s+")
# 中州晚报数字报-父亲的棋: in the window title of an e-paper the paper's name stands first.
_EPAPER = re.compile(r".{2,20}(?:数字报|电子报|数字版|电子版|数字报纸?)\s?[-_—]+\s?(?=.{2})")
_DASHES = ("——", "--", "──")
_NO_SIGN = re.compile(r"[\W_]+")
_LONGEST = 120
_LINK = 0.5
_SHORTEST_TITLE = 6
_SHORTEST_PART = 4
_SHORTEST_TEXT = 60
_SHORTEST_LINE = 4
_SIGNS_IN_A_HEADLINE = 20
_LINES_ABOVE_TEXT = 6
_LEAST_SCORE = 3.0
_FAMILY_SCORE = 4.0
_BYLINE_SCORE = 1.5
_LESS_FOR_A_LINE = 0.04
_OPENING_SCORE = 4.5
_LINES_OF_A_HEADLINE = 3
_START_OF_A_BYLINE = 30


@dataclass(frozen=True)
class Headline:
    """A headline, the rule that found it, and its lines in the flow (`first` is -1 if the page does not show it).

    `rest` is the byline that some templates put into the heading's own line.
    """

    text: str
    rule: str
    first: int = -1
    last: int = -1
    rest: str = ""


def key(text: str) -> str:
    """Letters, digits and Han only: what two spellings of one headline have in common."""
    return _NO_SIGN.sub("", text).lower()


def find_headline(
    page: Page, meta: MetaTags, elements: list[html.HtmlElement], listed_title: str | None = None
) -> Headline | None:
    """The headline of an article page; `elements` are where its CMS family keeps it."""
    flow = page.flow
    titles = [flow.normalise(_title_text(title)) for title in flow.titles]
    witnesses = _Witnesses([title for title in titles if title and not _names_no_article(title)], meta, listed_title)
    headings = _Headings(flow)
    best = _best_line(flow, witnesses, headings, [flow.span(element) for element in elements])
    if best is not None:
        return _whole(flow, best, witnesses, headings)
    if meta.article_title:
        return Headline(meta.article_title, "meta:ArticleTitle")
    if listed_title:
        return Headline(listed_title, "list")
    text = witnesses.headline_of_title()
    if text and len(key(text)) >= _SHORTEST_TITLE:
        return Headline(text, "title")
    return _above_text(flow) or (Headline(text, "title") if text else None)


def _best_line(flow: Flow, witnesses: "_Witnesses", headings: "_Headings", spans: list[tuple[int, int]]) -> int | None:
    """The line that head, markup and place agree on; `spans` are where its CMS family keeps the headline."""
    best, best_score = None, _LEAST_SCORE
    for index, line in enumerate(flow.lines):
        if line.link_share >= _LINK or not _may_be_named(line, witnesses):
            continue
        named = witnesses.score(line.text)
        if not named and line.prose > _SHORTEST_TEXT:
            continue  # a paragraph
        heading = headings.score(line.block)
        score = named + heading
        if not named and heading:
            score -= _penalty_of_banner(line.text, heading)
        if spans and any(first <= index < last for first, last in spans):
            score += _FAMILY_SCORE if score > 0 else 0.0
        # Only for the few lines that may win: what every line would have to be searched for.
        if score <= max(0.0, best_score - _BYLINE_SCORE) or not _can_be_headline(line):
            continue
        follows = _byline_follows(flow, index)
        score += max(_BYLINE_SCORE if follows and named else follows, _BYLINE_SCORE * _text_follows(flow, index))
        if score > best_score:
            best, best_score = index, score
    return best


def _may_be_named(line: Line, witnesses: "_Witnesses") -> bool:
    length = len(line.text)
    if line.is_hidden or not 2 <= length <= _LONGEST + 80:
        return False
    return length >= _SHORTEST_LINE or witnesses.is_first(line.text)


def _above_text(flow: Flow) -> Headline | None:
    """The line that can be a headline by its place, on a page whose head names none (`<title>(新闻)</title>`).

    It stands right above a line that opens with a date or a label, or else above the text.
    """
    # A headline with quotation marks looks like running text, but stands in a heading.
    prosaic = (index for index, line in enumerate(flow.lines) if line.prose and line.block.tag not in _HEADING_SCORES)
    text = next(prosaic, 0)
    for index in range(1, len(flow.lines)):
        text_below = flow.lines[index].text[:_START_OF_A_BYLINE]
        above = flow.lines[index - 1]
        is_byline = _BYLINE_START.search(text_below) and _COLON.search(text_below)
        if is_byline and _is_headline(above, _SHORTEST_PART):
            return _whole_block(flow, index - 1)
    for index in range(text - 1, max(-1, text - _LINES_ABOVE_TEXT - 1), -1):
        if _is_headline(flow.lines[index]) and not _BYLINE_IN_LINE.search(flow.lines[index].text):
            return _whole_block(flow, index)
    return None


def _is_headline(line: Line, shortest: int = _SHORTEST_TITLE) -> bool:
    shortest = _SHORTEST_PART if line.block.get("align") == "center" else shortest
    # （第十二号）, [编辑:萧红×]
    is_bracket = line.text.startswith(("（", "(")) or (line.text.startswith(("[", "【")) and _COLON.search(line.text))
    if is_bracket or not _is_plain(line) or len(key(line.text)) < shortest or _SITE.search(line.text):
        return False
    # 临床医学系2003级　宋×: the writer below the headline.
    office, _, name = line.text.replace("\u3000", " ").rpartition(" ")
    return not (office.strip() and is_name(name))


def _is_plain(line: Line) -> bool:
    return (
        not line.is_hidden
        and not line.link_characters
        and not line.text.endswith(("。", "：", ":"))
        and len(line.text) <= _LONGEST
        and not _REPORTER.match(line.text)
        and _can_be_headline(line)
    )


def _whole_block(flow: Flow, index: int) -> Headline:
    """The headline that ends at `index`, with the lines of its block above it."""
    lines, first = flow.lines, index
    while first > 0 and lines[first - 1].block is lines[index].block and _is_plain(lines[first - 1]):
        first -= 1
    text = " ".join(line.text for line in lines[first : index + 1])
    if index - first >= _LINES_OF_A_HEADLINE or len(text) > _LONGEST:
        first, text = index, lines[index].text
    return Headline(text, "above the text", first, index + 1)


def _names_no_article(title: str) -> bool:
    """True for a window title that is the same on all pages of a column: 石岭新闻网-新闻中心-国内新闻."""
    site, *columns = _PARTS.split(title)
    return bool(columns and _SITE.search(site)) and all(
        len(column) <= _LONGEST_COLUMN and _COLUMN_NAME.search(column) for column in columns
    )


def _title_text(title: html.HtmlElement) -> str:
    text = _SPACES.sub(" ", title.text or "").strip()
    paper = _EPAPER.match(text)
    return text[paper.end() :] if paper else text


def _can_be_headline(line: Line) -> bool:
    # ——石岭县学校食堂调查: a second line, never the headline itself.
    return not (_LOCATION.search(line.text) or _BYLINE_START.match(line.text) or line.text.startswith(_DASHES))


class _Witnesses:
    """The strings of the page's head that name the headline."""

    def __init__(self, titles: list[str], meta: MetaTags, listed_title: str | None) -> None:
        self.titles = titles
        self._title_keys = [key(title) for title in self.titles]
        parts = [_SEPARATORS.split(title)[0].strip() for title in self.titles]
        # 儿童医院门诊延长 - 某县电视台: the window title may be cut, the headline goes on.
        self._openings = [key(part) for part in parts if len(part) >= _SHORTEST_TITLE and not _SITE.search(part)]
        self._first = {key(part) for part in parts}
        self._exact = {key(text) for text in (meta.article_title, meta.get("og:title"), listed_title) if text}
        self._exact.discard("")
        # ArticleTitle says 政协动态 where the window title does not: the column.
        shown = "\n".join(self._title_keys)
        self._columns = {text for text in self._exact if shown and len(text) < _SHORTEST_TITLE and text not in shown}
        keys = [*self._exact, *self._title_keys]
        self._all_keys = "\n".join(keys)
        parts = [part for title in self.titles for part in _TITLE_PARTS.split(title) if not _SITE.search(part.strip())]
        self._parts = {part for part in map(key, parts) if len(part) >= _SHORTEST_PART}
        self._shortest_key = min(map(len, [*keys, *self._openings]), default=0)
        # More of a line need not be looked at: it could only begin with a witness.
        self._longest = 2 * max(map(len, keys), default=0) + _SIGNS_IN_A_HEADLINE
        names = {key(name) for name in (meta.site_name, meta.get("ColumnName")) if name}
        self._names = names - self._exact
        self._known = "\n".join([self._all_keys, *self._names])

    def score(self, text: str) -> float:
        """How strongly the head names this text, below zero for the name of site or column."""
        start = text[:2]
        if start.isalnum() and start.lower() not in self._known:
            return 0.0  # as most lines: no witness begins with them, and none holds them
        this = key(text[: self._longest])
        if not this or this in self._names:
            return -10.0
        if this not in self._all_keys and len(this) <= self._shortest_key:
            return 0.0
        if this in self._parts and this not in self._exact and len(this) < _SHORTEST_TITLE:
            return 4.0  # a short headline behind the site's name: 新华网_春茶开园
        is_site = bool(_SITE.search(text))
        if is_site and this in self._title_keys:
            return -10.0  # a window title that is the site's name alone: so is its banner
        scores = [self._by_exact(this, exact) for exact in self._exact - self._columns]
        scores += [self._by_title(this, title, is_site=is_site) for title in self._title_keys]
        scores += [_OPENING_SCORE for part in self._openings if this.startswith(part) and len(this) < 3 * len(part)]
        return max(scores, default=0.0)

    @staticmethod
    def _by_exact(this: str, exact: str) -> float:
        if this == exact:
            return 8.0
        if len(this) >= 6 and this in exact:
            return 5.0 * len(this) / len(exact)
        return 6.0 if len(exact) >= 6 and this.startswith(exact) else 0.0

    @staticmethod
    def _by_title(this: str, title: str, *, is_site: bool) -> float:
        # 青龙日报数字报-headline: an epaper's name may stand first.
        is_end = len(this) >= 8 and title.endswith(this) and 2 * len(this) > len(title)
        if title.startswith(this) or is_end:
            # The site's name begins many titles too.
            return 3.0 if is_site else 6.0 + min(1.0, len(this) / 40)
        if len(this) >= 6 and this in title:
            return 0.5 if is_site else 4.0
        return 5.0 if len(title) >= 8 and this.startswith(title) else 0.0

    def continues(self, text: str) -> bool:
        """True if a witness begins with this text: then more lines may belong to it."""
        this = key(text)
        return any(witness.startswith(this) for witness in (*self._exact, *self._title_keys))

    def is_first(self, text: str) -> bool:
        """True for 守堤人 where the window title is 守堤人_云桥日报: so short a line needs an exact witness."""
        return key(text) in self._first

    def names_second(self, text: str) -> bool:
        """True for a second line, ——石岭县学校食堂调查, that a witness holds too."""
        return text.startswith(_DASHES) and len(key(text)) >= _SHORTEST_TITLE and key(text) in self._all_keys

    def ends(self, text: str) -> bool:
        """True if this text is all of an exact witness."""
        return key(text) in self._exact

    def exact_prefix(self, text: str) -> int:
        """Length of the part of `text` that an exact witness or the title's first part covers, 0 for none."""
        parts = {key(part) for title in self.titles for part in (_SEPARATORS.split(title)[0], _before_site(title))}
        for witness in sorted((*self._exact, *parts), key=len, reverse=True):
            if len(witness) >= 4 and key(text).startswith(witness):
                return _length_of_key(text, len(witness))
        return 0

    def headline_of_title(self) -> str | None:
        """The headline inside `<title>`, without column and site."""
        for title in self.titles:
            parts = [part.strip() for part in _SEPARATORS.split(title) if part.strip()]
            if len(parts) == 1:
                parts = [_before_site(title) if _SITE.search(title) else title]
            kept = [part for part in parts if not _SITE.search(part) and key(part) not in self._names]
            if kept:
                return kept[0].strip() if len(kept[0]) >= 6 else max(kept, key=len).strip()
        return None


def _before_site(title: str) -> str:
    """A title without the site behind its last hyphen and the column before that; all of it if there is no hyphen."""
    hyphens = list(_HYPHENS.finditer(title))[-2:]
    if not hyphens:
        return title
    end = hyphens[-1].start()
    if len(hyphens) == 2 and _COLUMN.fullmatch(title[hyphens[0].end() : end].strip()):
        end = hyphens[0].start()
    return title[:end].strip() or title


def _length_of_key(text: str, wanted: int) -> int:
    """How many characters of `text` hold the first `wanted` characters of its key, closing marks included."""
    seen = 0
    for position, character in enumerate(text):
        if seen >= wanted and (character.isspace() or key(character)):
            return position
        seen += bool(key(character))
    return len(text)


class _Headings:
    """Whether the markup calls a line a heading: by its block, or a little less by the elements around that."""

    def __init__(self, flow: Flow) -> None:
        called_title = (blocks for name, blocks in flow.names.items() if _names_a_title(name))
        self._called_title = {block for blocks in called_title for block in blocks}
        self._around: dict[html.HtmlElement, float] = {}  # most lines of a page are paragraphs of one element

    def score(self, block: html.HtmlElement) -> float:
        """From 0 for no heading to 3 for an `h1`."""
        own, parent = self._own(block), block.getparent()
        if parent is None:
            return own
        around = self._around.get(parent)
        if around is None:
            beyond = parent.getparent()
            tag = str(beyond.tag) if beyond is not None else ""
            around = max(self._own(parent) - 0.5, _HEADING_SCORES.get(tag, 0.0) - 1.0, 0.0)
            self._around[parent] = around
        return max(own, around)

    def is_heading(self, block: html.HtmlElement) -> bool:
        """True for an element that is a heading itself, by its tag or its name."""
        return block.tag in _HEADING_SCORES or block in self._called_title

    def _own(self, block: html.HtmlElement) -> float:
        score = _HEADING_SCORES.get(str(block.tag), 0.0)
        return _CALLED_TITLE if score < _CALLED_TITLE and block in self._called_title else score


@lru_cache(maxsize=4096)
def _names_a_title(names: str) -> bool:
    """True for a class or an id that calls its element a title; the same ones come back on every page of a site."""
    return any(_TITLE_CLASS.search(name) and not _NOT_A_TITLE_CLASS.search(name) for name in names.split())


def _byline_follows(flow: Flow, index: int) -> float:
    """How much a date or a label within the next lines counts: the nearer, the more."""
    lines = enumerate(flow.lines[index + 1 : index + 4])
    distance = next((distance for distance, line in lines if _BYLINE_START.search(line.text[:80])), None)
    return 0.0 if distance is None else _BYLINE_SCORE - _LESS_FOR_A_LINE * distance


def _penalty_of_banner(text: str, heading: float) -> float:
    """What counts against a text in large letters that the head does not name: column (新闻动态) or site (云上柳溪)."""
    if heading <= _CALLED_TITLE and len(text) < _SHORTEST_TITLE:
        return heading
    return 0.5 if _SITE.search(text) else 0.0


def _text_follows(flow: Flow, index: int) -> bool:
    """True if the line below is the text: a heading without byline, whose date stands below the text."""
    below = flow.lines[index + 1 : index + 2]
    return bool(below) and below[0].prose > _SHORTEST_TEXT


def _whole(flow: Flow, index: int, witnesses: _Witnesses, headings: "_Headings") -> Headline:
    """The headline that has its (likeliest) line at `index`: with its other lines, without a byline behind it."""
    line = flow.lines[index]
    if (mark := _MARK.match(line.text)) and witnesses.is_first(line.text[mark.end() :]):
        return Headline(line.text[mark.end() :].strip(), "headline", index, index + 1)
    byline = _BYLINE_IN_LINE.search(line.text)
    if byline and byline.start() >= 4:
        covered = witnesses.exact_prefix(line.text)
        cut = covered or byline.start()  # 【松岭新闻】2026年5月6日 has its day in the title too
        if covered or line.block.tag in _HEADING_SCORES:
            return Headline(line.text[:cut].strip(), "headline", index, index + 1, line.text[cut:].strip())
    first, last, text = index, index + 1, line.text
    while last - first < _LINES_OF_A_HEADLINE and last < len(flow.lines) and not witnesses.ends(text):
        following = flow.lines[last]
        joined = f"{text} {following.text}"
        same_heading = following.block is line.block and headings.is_heading(line.block)
        if following.is_hidden or _BYLINE_START.search(following.text) or len(joined) > _LONGEST:
            break
        is_second = len(key(following.text)) >= 2 and (
            witnesses.continues(joined) or witnesses.names_second(following.text)
        )
        if not (same_heading or is_second):
            break
        last, text = last + 1, joined
    while first > 0 and last - first < _LINES_OF_A_HEADLINE and not witnesses.ends(text):
        joined = f"{flow.lines[first - 1].text} {text}"
        if flow.lines[first - 1].is_hidden or not witnesses.continues(joined):
            break
        first, text = first - 1, joined
    return Headline(text, "headline", first, last)
