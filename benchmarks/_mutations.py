"""Damage that pages suffer on the way, and hostile pages: each by its number, the same on every machine."""

import random
import re
from collections.abc import Callable, Sequence

from extractors.labels import words

Mutation = Callable[[random.Random, bytes], bytes]

_TAG = re.compile(rb"<[^<>]{1,200}>")
_WORDS = words("""
    责任编辑： 作者： 来源： 时间：2026-05-06 记者 （通讯员 【 】 （ ） 〔 “ 本网讯 摄 终审： 2026年 —— 、 \ufffd ?;h
    &nbsp; &#x4e2d; <![CDATA[ --> <!-- </script> <script> document.write('
""")


def mutate(pages: Sequence[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """Address and bytes of one mutated page: one of `pages`, damaged in one to four ways."""
    chance = random.Random(number)  # noqa: S311 - a number has to give the same page always
    url, body = pages[chance.randrange(len(pages))]
    for _ in range(chance.randint(1, 4)):
        body = chance.choice(_MUTATIONS)(chance, body)
    return url, body


def _flip(chance: random.Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(min(len(changed), chance.randint(1, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, body: bytes) -> bytes:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return body[:start] + body[end:] if chance.random() < 0.5 else body[: max(start, 1)]


def _repeat(chance: random.Random, body: bytes) -> bytes:
    start = chance.randrange(len(body) + 1)
    piece = body[start : start + chance.randint(1, 3_000)]
    return body[:start] + piece * chance.randint(1, 30) + body[start:]


def _sprinkle(chance: random.Random, body: bytes) -> bytes:
    encoding = chance.choice(["utf-8", "gb18030", "utf-16-le"])
    for _ in range(chance.randint(1, 20)):
        word = (chance.choice(_WORDS) * chance.choice([1, 1, 1, 200])).encode(encoding, "replace")
        place = chance.randrange(len(body) + 1)
        body = body[:place] + word + body[place:]
    return body


def _drop_tags(chance: random.Random, body: bytes) -> bytes:
    share = chance.random()
    return _TAG.sub(lambda tag: b"" if chance.random() < share else tag[0], body)


def _double_tags(chance: random.Random, body: bytes) -> bytes:
    share = chance.random() / 4
    return _TAG.sub(lambda tag: tag[0] * 2 if chance.random() < share else tag[0], body)


def _break_attributes(chance: random.Random, body: bytes) -> bytes:
    return body.replace(chance.choice([b'"', b"=", b">", b"'", b"</"]), chance.choice([b"", b" ", b'"', b"<"]), 40)


def _relabel(chance: random.Random, body: bytes) -> bytes:
    label = chance.choice([b"utf-8", b"gb2312", b"big5", b"iso-8859-1", b"utf-16", b"undefined", b"utf-7", b""])
    return re.sub(rb"charset=[\"']?[\w-]+", b"charset=" + label, body)


def _reencode(chance: random.Random, body: bytes) -> bytes:
    encodings = ["utf-8", "gb18030", "big5", "utf-16"]
    text = body.decode(chance.choice(encodings), "replace")
    return text.encode(chance.choice(encodings), "replace")


def _nest(chance: random.Random, body: bytes) -> bytes:
    tag = chance.choice([b"div", b"table><tr><td", b"span", b"a", b"font", b"ul><li", b"b", b"script"])
    place = chance.randrange(len(body) + 1)
    return body[:place] + (b"<" + tag + b">") * chance.choice([10, 300, 10_000]) + body[place:]


def _swell(chance: random.Random, body: bytes) -> bytes:
    sign = chance.choice(
        ["中", " ", "\n", "(", "（", "【", "1", "：", "、", "<br>", "&", "\\", "'", "a", "<td>1</td>", "。"]
    )
    place = chance.randrange(len(body) + 1)
    return body[:place] + sign.encode() * chance.choice([1_000, 10_000]) + body[place:]


def _join_lines(chance: random.Random, body: bytes) -> bytes:
    return body.replace(b"\n", b"").replace(b"  ", chance.choice([b"", b"\x00", b"\xa0"]))


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _repeat, _sprinkle, _drop_tags, _double_tags, _break_attributes, _relabel, _reencode, _nest, _swell,
    _join_lines,
)  # fmt: skip
