"""A page as it was answered: bytes in, decoded once, parsed once, shared by every extractor."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree, html

from extractors.encoding import UTF_16_MARKS, decode, detect_encoding
from extractors.flow import Flow

# More than any article; the rest of such an answer is junk or an attack, and a parser must not choke on it.
MAX_CHARACTERS = 4_000_000

# Control characters, which no HTML may hold and which no encoding but UTF-16 uses as part of others.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Conditional comments for old browsers hide markup that every other reader skips.
_PARSER = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False, no_network=True, remove_pis=True)
# One class for every element: the lookup of `lxml.html` asks Python for each, which costs a third of the parse.
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment))


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
        return "utf-8" if self._utf8 is not None else detect_encoding(self.body, self.headers)

    @cached_property
    def text(self) -> str:
        """The body as text, without the characters that no HTML may hold; at most MAX_CHARACTERS."""
        text = self._utf8
        if text is None:
            text = decode(self._readable, self.encoding)
        if self.encoding == "utf-16":
            text = _NOT_IN_HTML.sub("", text)
        return text[:MAX_CHARACTERS].removeprefix("\ufeff")

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The one parsed tree. Whoever changes it works on a copy. An empty page gives an empty `html` element."""
        is_whole = self._utf8 is not None and len(self._utf8) <= MAX_CHARACTERS
        markup = self._readable if is_whole else self.text.encode("utf-8", "replace")
        try:
            root = etree.fromstring(markup.removeprefix(codecs.BOM_UTF8), parser=_PARSER)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            root = None
        return html.Element("html") if root is None else root

    @cached_property
    def flow(self) -> Flow:
        """The lines that a reader sees, from one walk over the tree."""
        return Flow(self.tree)

    @cached_property
    def base_url(self) -> str:
        """What the page's relative addresses are relative to, "" where the page's own address is broken."""
        own = self.address.geturl()
        base = self.tree.find(".//base[@href]")
        try:
            return urljoin(own, str(base.get("href")) if base is not None else "")
        except ValueError:
            return own

    @cached_property
    def address(self) -> SplitResult:
        """The parts of the page's own address, all empty where that is broken (`http://[`)."""
        try:
            return urlsplit(self.url)
        except ValueError:
            return urlsplit("")

    @cached_property
    def fingerprint(self) -> str:
        """Where publishing systems leave their marks: head, scripts, comments, classes, ids and tags of their own."""
        return "\n".join([*self.flow.marks, *self.flow.names, *self.flow.tags])

    @cached_property
    def _utf8(self) -> str | None:
        """The body as valid UTF-8, which most pages are and which text of another encoding never is by chance."""
        try:
            return self._readable.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @cached_property
    def _readable(self) -> bytes:
        """The body without characters that no HTML may hold; more than any article is cut off."""
        body = self.body[: 4 * MAX_CHARACTERS]
        if body.startswith(UTF_16_MARKS) or not any(code in body for code in _CONTROLS):
            return body
        return body.translate(None, _CONTROLS)
