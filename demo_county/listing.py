"""Rows of list pages, and how many make a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Row:
    """One link of a list; a pinned one stands on top, whatever its day."""

    url: str
    title: str
    day: str
    is_pinned: bool = False

    @property
    def path(self) -> str:
        """The address within its site; one that is no web address as it is."""
        parts = urlsplit(self.url)
        if not parts.netloc:
            return self.url
        return parts.path + (f"?{parts.query}" if parts.query else "")


def in_pages(rows: Sequence[Row], size: int) -> list[list[Row]]:
    """The rows, pinned ones first, then newest first, cut into pages; one empty page when there are none."""
    ordered = sorted(sorted(rows, key=lambda row: row.url), key=lambda row: row.day, reverse=True)
    ordered.sort(key=lambda row: not row.is_pinned)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)] or [[]]


def item(row: Row, href: str | None = None, *, cut: int | None = None) -> str:
    """A row as most families draw it; `cut` shortens the visible title, the whole one stays in the title attribute."""
    shown = row.title if cut is None or len(row.title) <= cut else f"{row.title[:cut]}..."
    mark = "[置顶]" if row.is_pinned else ""
    return (
        f'<li><a href="{escape(href or row.path)}" title="{escape(row.title)}" target="_blank">{mark}{escape(shown)}</a>'
        f"<span>{row.day}</span></li>"
    )
