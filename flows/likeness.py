"""A page in the likeness of a real one: its markup, labels and signs stay, its words are invented.

Pages belong to their publishers, so none is kept as a fixture. What a family's reading depends on is kept: tags,
classes and ids, comments, pager scripts, labels and punctuation. Every other Chinese text is replaced by words of the
demo county, of the same length and the same for the same text; people get invented names, hosts example hosts.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from hashlib import blake2b
from random import Random
from urllib.parse import urlsplit

from lxml import etree, html

from demo_county.phrases import TOPICS
from extractors.article import Article
from extractors.labels import END_OF_ARTICLE, NOISE, PRINTED_LABELS, ROLE_LABELS, SUFFIX_ROLES, words
from extractors.normalise import fold
from extractors.page import Page
from extractors.people import Proof, names_of
from extractors.pieces import pieces
from extractors.zone import PEOPLE

_HAN = "\u3400-\u9fff"
_PAGE_WORDS = words("""
    首页 当前位置 您的位置 正文 下一页 上一页 下页 尾页 末页 附件 版权所有 本网讯 本报讯 本站讯 上午 下午 星期
""")
_LABELS = sorted(
    {
        word
        for word in (*PRINTED_LABELS, *ROLE_LABELS, *SUFFIX_ROLES, *NOISE, *END_OF_ARTICLE, *_PAGE_WORDS)
        if re.fullmatch(rf"[{_HAN}]+", word)
    },
    key=len,
    reverse=True,
)
# What tells a medium or an office by the end of its name stays.
_ENDINGS = r"(?:日报|晚报|新闻网|客户端|融媒体中心|新闻中心|人民政府|[报网社台局办镇乡县市省])"
_RUN = re.compile(
    rf"(?P<label>{'|'.join(_LABELS)}|(?<=\d)[年月日时分秒])|(?P<words>[{_HAN}]+?)(?={'|'.join(_LABELS)}|[^{_HAN}]|\Z)"
)
_ENDING = re.compile(rf"{_ENDINGS}\Z")
# References like &#27; bring in what a tree may hold, but does not take.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HOST = re.compile(r"(?P<scheme>(?:https?:)?//)(?P<host>[\w-]+(?:\.[\w-]+)+)")
_TELLING_SCRIPT = re.compile(
    r"document\.write|createPage|countPage|maxPageNum|jpage|<record>|ld\+json|\"url\"|totalPage"
)
_TELLING_STYLE = re.compile(r"display|visibility|font-size|text-align")
_KEPT_ATTRIBUTES = frozenset(
    words("""
        class id name property content http-equiv charset href src title alt type value style align width height rel
        action onclick tagname colspan rowspan border hidden cms itemprop datetime lang language
    """)
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = "若小星青云河禾山舟棠石岚溪松"
_STOCK = re.sub(rf"[^{_HAN}]", "", "".join("".join((*topic.scenes, *topic.details)) for topic in TOPICS.values()))
_LONGEST_SCRIPT = 5_000
_LONGEST_CREDIT_LINE = 160


def in_likeness(page: Page, article: Article | None = None) -> bytes:
    """The page's likeness as UTF-8; `article` is its reading, whose people and headline stay people and headline."""
    invented = _Words(page, article)
    root = deepcopy(page.tree)
    for element in list(root.iter()):
        if isinstance(element, etree._Comment):
            element.text = invented.instead(element.text or "")
        elif isinstance(element.tag, str):
            _disguise(element, invented)
        element.tail = invented.instead(element.tail or "")
    for meta in root.xpath("//meta[@charset or contains(translate(@content,'CHARSET','charset'),'charset')]"):
        meta.getparent().remove(meta)
    head = root.find(".//head")
    if head is not None:
        head.insert(0, html.Element("meta", charset="utf-8"))
    printed = etree.tostring(root, encoding="unicode", method="html")
    return ("<!DOCTYPE html>\n" + re.sub(r"\n\s*\n+", "\n", printed)).encode()


def example_address(url: str) -> str:
    """The address on an example host."""
    return _HOST.sub(lambda match: f"{match['scheme']}{_example_host(match['host'])}", url)


def _disguise(element: html.HtmlElement, invented: "_Words") -> None:
    says_nothing = element.tag == "style" or (
        element.tag == "script" and not _TELLING_SCRIPT.search((element.text or "")[:_LONGEST_SCRIPT])
    )
    element.text = "" if says_nothing else invented.instead(element.text or "")
    for name, value in element.items():
        if name not in _KEPT_ATTRIBUTES or (name == "style" and not _TELLING_STYLE.search(value)):
            del element.attrib[name]
        elif name not in ("class", "id"):
            element.set(name, invented.instead(value))


class _Words:
    """What stands in a likeness for the words of one page."""

    def __init__(self, page: Page, article: Article | None) -> None:
        self._normalise = page.flow.normalise
        self._host = urlsplit(page.url).hostname or ""
        people = [*article.authors, *article.editors, *article.reviewers] if article else []
        for line in page.flow.lines:
            if len(line.text) <= _LONGEST_CREDIT_LINE:
                people += _people(line.text)
        self._people = {name: _person(name) for name in people if re.fullmatch(rf"[{_HAN}]{{2,4}}", name)}

    def instead(self, text: str) -> str:
        """The text with invented words, of the same length, and with example hosts."""
        text = self._normalise(example_address(_UNWRITABLE.sub("\ufffd", text)))
        if self._host:
            text = text.replace(self._host, _example_host(self._host))
        for name, other in self._people.items():
            text = re.sub(r"\s{0,2}".join(name), f"\ue000{other}\ue001", text)
        parts = re.split("\ue000(.*?)\ue001", text)
        return "".join(part if number % 2 else _RUN.sub(_other, part) for number, part in enumerate(parts))


def _people(text: str) -> Iterable[str]:
    """Whoever a line credits, photographers too."""
    for piece in pieces(fold(text)):
        if piece.field in PEOPLE:
            yield from names_of(piece.value, Proof.ROLE)


def _other(match: re.Match[str]) -> str:
    if match["label"]:
        return match["label"]
    words = match["words"]
    ending = _ENDING.search(words) if len(words) > 1 else None
    kept = ending[0] if ending else ""
    return _invented(words[: len(words) - len(kept)]) + kept


def _invented(words: str) -> str:
    """As many signs of the demo county's phrases; two words that begin alike begin alike."""
    return "".join(
        _STOCK[(_number(words[: start + 1] if start < 4 else words[:4]) + start) % len(_STOCK)]
        for start in range(len(words))
    )


def _person(name: str) -> str:
    chance = Random(_number(name))  # noqa: S311 - the same name always
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, len(name) - 1))


def _example_host(host: str) -> str:
    return host if host.endswith(("w3.org", "schema.org")) else f"h{_number(host) % 1000}.example"


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest())
