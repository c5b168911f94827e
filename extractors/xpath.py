"""XPaths that select elements, compiled once; those that give numbers or strings are not meant here."""

import re
from collections.abc import Callable
from functools import cache
from typing import cast

from lxml import etree, html

Select = Callable[[html.HtmlElement], list[html.HtmlElement]]


@cache
def selecting(xpath: str) -> Select:
    """A function from an element to the elements below it that the XPath selects, in the order of the page."""
    compiled = etree.XPath(xpath)

    def select(element: html.HtmlElement) -> list[html.HtmlElement]:
        return cast("list[html.HtmlElement]", compiled(element))

    return select


@cache
def quoted(xpath: str) -> tuple[str, ...]:
    """The texts that an XPath compares with: `main` of `//div[@id='main']`."""
    return tuple(re.findall(r"'([^']*)'", xpath))
