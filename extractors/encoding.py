"""Bytes to text: byte order mark, then valid UTF-8, then the label in the page, then the header of the answer.

Labels on these sites are often wrong: `gb2312` on GBK bytes (朳 of 构朳镇 is not in gb2312, 㮾 of 㮾梨街道 not even
in GBK), `gb2312` on UTF-8 after a crawler re-encoded the page, `utf-8` on GBK. So a label is a hint, the bytes decide.
"""

import codecs
import re
from collections.abc import Mapping

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), *((mark, "utf-16") for mark in UTF_16_MARKS))
_META_LABEL = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*+[\"']?\s*+([A-Za-z0-9_:.-]{2,20})", re.IGNORECASE)
_XML_LABEL = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,20})", re.IGNORECASE)
_HEADER_LABEL = re.compile(r"charset\s*=\s*+[\"']?\s*+([A-Za-z0-9_:.-]{2,20})", re.IGNORECASE)
_CODECS = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
}
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")

# The commonest signs of Chinese running text; a decoding with the wrong table has hardly any of them.
_COMMON = re.compile("[的一是在不了有和人这這中大为為上国國年月日会會，。、]")
_SURE_SHARE = 0.02
_LABELS_SEARCHED = 4096
_SAMPLE = 8_000


def detect_encoding(body: bytes, headers: Mapping[str, str]) -> str:
    """Name of the codec that reads `body`; gb2312 and gbk are always read as gb18030. Never raises."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return codec
    first = _HIGH_BYTE.search(body)
    if first is None:
        return "utf-8"
    sample = body[first.start() : first.start() + _SAMPLE]
    is_called_big5 = _label(body, headers) == "big5hkscs"
    candidates = ["big5hkscs", "gb18030"] if is_called_big5 else ["gb18030", "big5hkscs"]
    shares = {}
    for codec in candidates:
        shares[codec] = _share_of_common_signs(sample, codec)
        if shares[codec] > _SURE_SHARE:
            return codec
    return "utf-8" if _is_utf8(sample) else max(candidates, key=shares.__getitem__)


def decode(body: bytes, encoding: str) -> str:
    """`body` as text; bytes that the encoding does not know become U+FFFD."""
    return body.decode(encoding, errors="replace")


def whole_characters(text: str) -> str:
    r"""`text` with its surrogates paired (`\ud83d\ude00` of a script is one sign), a lonely one as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_utf8(sample: bytes) -> bool:
    """True for UTF-8, also where a few characters are broken or the last one is cut off."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(len(run) for run in _HIGH_BYTES.findall(sample))
        whole = sum(len(character) for character in _UTF8_CHARACTER.findall(sample))
        return whole > 0.95 * high
    return True


def _label(body: bytes, headers: Mapping[str, str]) -> str | None:
    head = body[:_LABELS_SEARCHED]
    labels = [match[1].decode("ascii") for match in (_META_LABEL.search(head), _XML_LABEL.search(head)) if match]
    header = _HEADER_LABEL.search(headers.get("content-type", ""))
    if header:
        labels.append(header[1])
    for label in labels:
        codec = _codec(label)
        if codec:
            return codec
    return None


def _codec(label: str) -> str | None:
    """The codec for a label, the whole family where sites use the small label; None for any other label.

    `iso-8859-1` on a Chinese page is a default that nobody set, `undefined` a template's empty variable: to Python
    both are codecs, of which the second fails on any bytes.
    """
    try:
        return _CODECS.get(codecs.lookup(label).name)
    except LookupError:
        return None


def _share_of_common_signs(sample: bytes, codec: str) -> float:
    """How many of the two-byte characters that the codec finds are common ones, 0 to 1."""
    text = sample.decode(codec, errors="ignore")
    return len(_COMMON.findall(text)) / max(1, len(sample) - len(text))
