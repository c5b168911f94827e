"""Text as its author wrote it: mirrors' glosses and traditional characters undone, widths folded for fields.

Mirror sites copy pages with readings behind the characters, `鎮(zhèn)`, and in traditional characters. Both
are undone only in documents where they are the rule, so that 茶(tea) or a name in an old form survives.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_READING = "a-zA-ZüÜāáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹɡ"
_GLOSSED = re.compile(rf"([{_HAN}])((?:[(（][{_READING}]{{1,7}}[)）])+)")
_GLOSS = re.compile(rf"[(（]([{_READING}]{{1,7}})[)）]")
_HAN_CHARACTER = re.compile(rf"[{_HAN}]")
_LOST = re.compile(rf"\ufffd|(?<=[{_HAN}])\?{{1,2}}[;h>](?=[{_HAN}])")
_AROUND = 10
_GLOSSES_MIN = 5
_GLOSSES_SHARE = 0.01

# Frequent characters that only traditional text has: enough to see at once that a page is simplified.
_TRADITIONAL = re.compile(
    "[這個們來為爲國時會後學說對發經過還長門開關點現從動進種產業實農鄉鎮縣區級黨員務幹設與據導組織領項資"
    "訊聞網報記編輯責圖書電話號碼體貧戶戰勝環鏈創團節風車馬東華兒強調題問間見觀視覺訪認識議論講課讀寫"
    "當應將於無條樣機構權標準規劃則別劉陳張趙楊黃吳孫許鄭馮餘陽陰雲龍鳳飛鳥魚麥豐滿漢滬貴陝廣廈島嶺灣"
    "濟獎勵優價錢財購買賣費質檢驗醫藥療養護愛親媽爺孃歡樂歲歷傳統藝術畫廠場塊壞塵壓聽聲職聯繫統計結給絡線"
    "轉運輸載軍頭顯類願顧須預頓順穩積極稱種糧紅純細終維綠緊練總縮蘭處虛蟲補裝複製製衛術鋪針銀錄鐵鏡鑒]"
)
_SUSPECT_SHARE = 0.004
_LONG_TEXT = 1_000
_EVERY = 3  # a traditional text has them everywhere: of a long one each third sign tells
_TRADITIONAL_SHARE = 0.06

_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f", " ")
_NARROW |= dict(zip("∶︰﹕﹙﹚〖〗", ":::()【】", strict=True))
# Twice as fast as `str.translate`, which asks its table for every Chinese sign.
_WIDE = re.compile("[！-～\u3000\u00a0\u2002\u2003\u2009\u202f∶︰﹕﹙﹚〖〗]")


def fold(text: str) -> str:
    """The text with full-width letters, digits, signs and spaces in their narrow form, of the same length.

    For fields and for matching, never for bodies.
    """
    return _WIDE.sub(_narrow, text)


def _narrow(match: re.Match[str]) -> str:
    return _NARROW[match[0]]


def document_normaliser(sample_text: str) -> Callable[[str], str] | None:
    """What to do with every text of a document, judged by a sample; None if it is plain simplified text."""
    has_glosses = _has_glosses(sample_text)
    plain = remove_glosses(sample_text) if has_glosses else sample_text
    is_traditional = _is_traditional(plain)
    if has_glosses and is_traditional:
        return lambda text: to_simplified(remove_glosses(text))
    if has_glosses:
        return remove_glosses
    return to_simplified if is_traditional else None


def first_gloss(text: str) -> str | None:
    """The first reading in brackets, `鎮(zhèn)`, of a document that mirrors have glossed; None for any other."""
    match = _GLOSSED.search(text) if _has_glosses(text) else None
    return match[0] if match else None


def lost_characters(text: str) -> str | None:
    """A few signs around the first place where a character was lost on the way, None for a whole text.

    Mirrors that cut GBK bytes leave `?;` or `?h` for a full stop and the sign behind it (。縣 became ??h); U+FFFD
    stands where bytes fitted no character. Question marks alone are the author's.
    """
    if "?" not in text and "\ufffd" not in text:
        return None
    match = _LOST.search(text)
    return text[max(0, match.start() - _AROUND) : match.end() + _AROUND] if match else None


def remove_glosses(text: str) -> str:
    """The text without brackets that hold readings of the character before them, once or repeated."""
    return _GLOSSED.sub(_unglossed, text)


def to_simplified(text: str) -> str:
    """The text in simplified characters, character by character; wording stays.

    The surname 沈 is no other form of 沉, as which the converter takes it before some given names.
    """
    simplified = str(_converter()(text))
    if "沈" in text and len(simplified) == len(text):
        return "".join(before if before == "沈" else after for before, after in zip(text, simplified, strict=True))
    return simplified


def _has_glosses(text: str) -> bool:
    candidates = len(_GLOSS.findall(text)) if "(" in text or "（" in text else 0
    if not candidates:
        return False
    han = len(_HAN_CHARACTER.findall(text))
    if not _enough(candidates, han):
        return False
    fitting = sum(_fits(match[1], match[2]) for match in _GLOSSED.finditer(text))
    return _enough(fitting, han)


def _enough(glosses: int, han: int) -> bool:
    return glosses >= _GLOSSES_MIN or (glosses > 0 and glosses >= han * _GLOSSES_SHARE)


def _unglossed(match: re.Match[str]) -> str:
    return match[1] if _fits(match[1], match[2]) else match[0]


def _fits(character: str, glosses: str) -> bool:
    readings = _readings(character)
    return all(_toneless(gloss) in readings for gloss in _GLOSS.findall(glosses))


@lru_cache(maxsize=4096)
def _readings(character: str) -> frozenset[str]:
    """All readings of a character without tones, ü as v."""
    from pypinyin import Style, pinyin  # 67 MB: only for pages that carry glosses

    return frozenset(_toneless(reading) for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _toneless(reading: str) -> str:
    lowered = reading.lower().replace("ɡ", "g")
    for toned in "üǖǘǚǜ":
        lowered = lowered.replace(toned, "v")
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _is_traditional(text: str) -> bool:
    some = text[::_EVERY] if len(text) > _LONG_TEXT else text
    if len(_TRADITIONAL.findall(some)) < max(1, len(some) * _SUSPECT_SHARE):
        return False
    han = _HAN_CHARACTER.findall(text)
    changed = sum(before != after for before, after in zip(han, to_simplified("".join(han)), strict=False))
    return bool(changed >= len(han) * _TRADITIONAL_SHARE)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
