"""CMS families: one file each, found by walking this package.

A file declares `PLATFORM = Platform(...)` and nothing else needs to know of it.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from lxml import html

from extractors.page import Page
from extractors.platforms.pagination import linked_parts, next_link
from extractors.xpath import quoted, selecting

NextPage = Callable[[Page], str | None]
Continuation = Callable[[Page], list[str]]


@dataclass(frozen=True)
class Platform:
    """What a family of sites has in common.

    A page belongs to it if one of `sure_markers` is in its fingerprint (`Page.fingerprint`), or if its address matches
    `url_pattern` and one of `markers`, if there are any, is in its fingerprint. XPaths are tried in order; the first
    that finds readable text wins.
    `next_page` gives the address of a list's next page, `continuation` those of an article's following pages.
    """

    name: str
    sure_markers: tuple[str, ...] = ()
    url_pattern: str | None = None
    markers: tuple[str, ...] = ()
    title_xpaths: tuple[str, ...] = ()
    body_xpaths: tuple[str, ...] = ()
    list_row_xpaths: tuple[str, ...] = ()
    next_page: NextPage = next_link
    continuation: Continuation = linked_parts

    def fits(self, page: Page) -> bool:
        """True for a page of this family, by its markers: never by letters that any address may hold."""
        fingerprint = page.fingerprint
        for mark in self.sure_markers:
            if mark in fingerprint:
                return True
        if self.url_pattern is None or not re.search(self.url_pattern, page.url):
            return False
        return not self.markers or any(mark in fingerprint for mark in self.markers)

    def titles(self, page: Page) -> list[html.HtmlElement]:
        """Elements that hold the headline."""
        return [element for xpath in self.title_xpaths for element in selecting(xpath)(page.tree)]

    def bodies(self, page: Page) -> Iterator[html.HtmlElement]:
        """Blocks that may hold the body, the likeliest first; only XPaths whose names the page has are tried."""
        known = "\n".join(page.flow.names)
        for xpath in self.body_xpaths:
            names = quoted(xpath)
            if not names or any(name in known for name in names):
                yield from selecting(xpath)(page.tree)

    def rows(self, page: Page) -> list[html.HtmlElement]:
        """Rows of a list page, by the first XPath that finds any."""
        for xpath in self.list_row_xpaths:
            rows = selecting(xpath)(page.tree)
            if rows:
                return rows
        return []


GENERIC = Platform(name="generic")


@cache
def all_platforms() -> tuple[Platform, ...]:
    """Every family of this package, in the order of file names."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return tuple(module.PLATFORM for module in modules if hasattr(module, "PLATFORM"))


def platform_of(page: Page) -> Platform:
    """The family that a page belongs to, GENERIC for a page of no known family."""
    return next((platform for platform in all_platforms() if platform.fits(page)), GENERIC)
