"""A page as it was answered: bytes in, decoded once, parsed once, shared by every extractor."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from lxml import etree, html

from extractors.encoding import decode, detect_encoding

# More than any article; the rest of such an answer is junk or an attack, and a parser must not choke on it.
MAX_CHARACTERS = 4_000_000

_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"<\?xml[^>]*>", re.IGNORECASE)
# Conditional comments for old browsers hide markup that every other reader skips.
_PARSER = html.HTMLParser(recover=True, huge_tree=False, no_network=True, remove_pis=True)


@dataclass(frozen=True)
class Page:
    """One answer of a server, or one file.

    `headers` have lower-case names. `fetched_at` is aware (UTC); None for a file whose time of fetch is unknown.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None

    @cached_property
    def encoding(self) -> str:
        """The codec that reads the body: the bytes decide, labels are hints."""
        return detect_encoding(self.body, self.headers)

    @cached_property
    def text(self) -> str:
        """The body as text, without the characters that no HTML may hold; at most MAX_CHARACTERS."""
        text = decode(self.body[: 4 * MAX_CHARACTERS], self.encoding)[:MAX_CHARACTERS]
        return _NOT_IN_HTML.sub("", text.removeprefix("\ufeff"))

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The one parsed tree. Whoever changes it works on a copy. An empty page gives an empty `html` element."""
        text = _XML_DECLARATION.sub("", self.text, count=1)
        if not text.strip():
            return html.Element("html")
        try:
            root = html.document_fromstring(text, parser=_PARSER)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return html.Element("html")
        return root
