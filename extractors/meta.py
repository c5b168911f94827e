"""What the head of a page says of its article: tags, and the data that it carries for search engines.

Government sites carry the tags of 国办发〔2017〕47号; others those of their publishing system, JSON-LD or OpenGraph.
Names differ in case from site to site, values are often empty or a template that was never filled.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import unescape

from extractors.article import Evidence
from extractors.linked_data import linked_data
from extractors.page import Page

# `{$ArticleTitle}`, `【文章来源】`, `<%=title%>`, `[!--title--]`: the template's own name for a value.
_TEMPLATE = re.compile(
    r"(?:\{[$%#!]?.*\}|\$\{.*\}|【[^【】]*】|<[%?#$!].*[%?>$]|\[!--.*--\]|\$\[.*\]|#\w+#|%\w+%|\$\w+\$)", re.DOTALL
)
# What a publishing system prints for a field that nobody filled; the day is that of an empty time.
_NOTHING = re.compile(
    r"(?:null|none|undefined|n/?a|nan|无|暂无|未知|不详|[-—/\\|.]+|"
    r"(?:(?:信息|文章|内容)?(?:来源|标题)|作者|(?:发布|发表)?(?:时间|日期))[:：]?|(?:0001|1900|1970)[-/.]0?1[-/.]0?1\b.*)",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：]\s*")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_LONGEST_VALUE = 300

# The government's names first, then those of publishing systems; `""` is where JSON-LD stands in the order.
_TITLES = ("ArticleTitle", "", "pageTitle", "og:title", "twitter:title")
_DATES = ("PubDate", "publishdate", "publish_date", "", "datePublished", "article:published_time", "og:release_date")
_SOURCES = ("ContentSource", "source")
_AUTHORS = ("Author", "", "article:author", "og:article:author")
_EDITORS = ("Editor",)


class MetaTags:
    """The tags of one page by lower-case name, and for each field its witnesses, the best first.

    A witness is an Evidence: `raw` is the value, `rule` names the tag in the spelling of its standard.
    """

    def __init__(self, page: Page, normalise: Callable[[str], str] = str) -> None:
        self._values: dict[str, str] = {}
        for meta in page.flow.metas:
            name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
            value = _clean(meta.get("content") or "") if name else ""
            if value:
                self._values.setdefault(name, normalise(value))
        self._linked = [
            Evidence(witness.rule, normalise(value)) for witness in linked_data(page) if (value := _clean(witness.raw))
        ]

    def get(self, *names: str) -> str | None:
        """The first of these tags (any case) that has a real value."""
        for name in names:
            value = self._values.get(name.lower())
            if value:
                return value
        return None

    @property
    def titles(self) -> list[Evidence]:
        """The headline, sometimes with the site's name behind it."""
        return self._witnesses(_TITLES, ("headline", "title"))

    @property
    def dates(self) -> list[Evidence]:
        """The time of publication as printed; in PubDate it is often the time of the page's build."""
        return self._witnesses(_DATES, ("datePublished", "pubDate"))

    @property
    def sources(self) -> list[Evidence]:
        """The source as printed, without a label that a template put before it."""
        return [
            replace(witness, raw=_SOURCE_LABEL.sub("", witness.raw, count=1))
            for witness in _texts(self._witnesses(_SOURCES))
        ]

    @property
    def authors(self) -> list[Evidence]:
        """Author: by its standard the writer or the responsible editor, so it never names an author alone."""
        return _texts(self._witnesses(_AUTHORS, ("author",)))

    @property
    def editors(self) -> list[Evidence]:
        """Editor, which is often whoever typed the page in."""
        return _texts(self._witnesses(_EDITORS))

    @property
    def article_title(self) -> str | None:
        """The best witness of the headline."""
        return next((witness.raw for witness in self.titles), None)

    @property
    def site_name(self) -> str | None:
        """SiteName as printed."""
        return self.get("SiteName", "og:site_name")

    def _witnesses(self, names: Iterable[str], keys: tuple[str, ...] = ()) -> list[Evidence]:
        found = []
        for name in names:
            if not name:
                found += [witness for witness in self._linked if witness.rule.removeprefix("json-ld:") in keys]
            elif value := self._values.get(name.lower()):
                found.append(Evidence(f"meta:{name}", value))
        return found


def _texts(witnesses: list[Evidence]) -> list[Evidence]:
    """Those that hold more than a number, which is the publishing system's key of a medium or a person."""
    return [witness for witness in witnesses if not witness.raw.isdigit()]


def _clean(value: str) -> str:
    """A value as text, "" for one that says nothing."""
    text = " ".join(value.split())
    if _TEMPLATE.fullmatch(text) or _NOTHING.fullmatch(text) or len(text) > _LONGEST_VALUE:
        return ""
    if "<" in text or "&" in text:  # markup that the editor put into the field, escaped once too often
        text = " ".join(_MARKUP.sub("", unescape(text)).split())
    return text
