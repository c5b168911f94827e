"""The tags that government sites carry in their head: 国办发〔2017〕47号, annex on web-page tags.

Names differ in case from site to site, values are often empty or a template that was never filled.
"""

import re
from collections.abc import Callable

from extractors.page import Page

# `{$ArticleTitle}`, `【文章来源】`, `<%=title%>`, `[!--title--]`: the template's own name for a value.
_TEMPLATE = re.compile(
    r"^(?:\{[$%#!]?.*\}|\$\{.*\}|【.*】|<[%?#$].*[%?>$]|\[!--.*--\]|\$\[.*\]|#\w+#|null|undefined|无)$", re.S
)
_LONGEST_VALUE = 300


class MetaTags:
    """The meta tags of one page by lower-case name."""

    def __init__(self, page: Page, normalise: Callable[[str], str] = str) -> None:
        self._values: dict[str, str] = {}
        for meta in page.tree.iter("meta"):
            name = (meta.get("name") or meta.get("property") or "").strip().lower()
            value = _clean(meta.get("content") or "")
            if name and value:
                self._values.setdefault(name, normalise(value))

    def get(self, *names: str) -> str | None:
        """The first of these tags (any case) that has a real value."""
        for name in names:
            value = self._values.get(name.lower())
            if value:
                return value
        return None

    @property
    def article_title(self) -> str | None:
        """ArticleTitle, or the page title under another generator's name."""
        return self.get("ArticleTitle", "pageTitle", "og:title", "twitter:title")

    @property
    def publication_date(self) -> str | None:
        """PubDate as printed. It is often the time of the page's build, so what is seen goes before it."""
        return self.get("PubDate", "publishdate", "publish_date", "article:published_time")

    @property
    def source(self) -> str | None:
        """ContentSource as printed."""
        return self.get("ContentSource", "source")

    @property
    def site_name(self) -> str | None:
        """SiteName as printed."""
        return self.get("SiteName", "og:site_name")


def _clean(value: str) -> str:
    text = " ".join(value.split())
    return "" if _TEMPLATE.match(text) or len(text) > _LONGEST_VALUE else text
