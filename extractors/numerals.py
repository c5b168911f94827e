"""Numerals as news prints them: 2,500, ３.２万, 168余万, 三千五百, 两千余, 几十, 近百, 3-5."""

import re
from dataclasses import dataclass

_DIGITS = r"[0-9０-９]++(?:,[0-9]{3}(?![0-9]))*+(?:[.．][0-9０-９]++)?"
# 8.6千米 are kilometres.
_SCALE = r"(?:[十百万亿]|千(?![米克瓦伏]))*+"
# Digits and what multiplies them, with 余 on either side of it; a range; or a numeral in Han characters.
NUMERAL = re.compile(
    rf"(?P<digits>{_DIGITS})(?P<more>[余多几])? ?(?P<scale>{_SCALE})"
    rf"(?:(?<=[百千万亿])(?P<rest>{_DIGITS})(?P<rest_scale>{_SCALE}))?"
    rf"(?:[-–—~～至到]{{1,2}}(?P<high>{_DIGITS}) ?(?P<high_scale>{_SCALE}))?(?P<more_behind>[余多来几])?"
    r"|百分之(?P<percent>[0-9０-９.]++|[零一二两三四五六七八九十百点]++)"
    r"|(?P<han>[〇零一二两三四五六七八九十百千万亿几数]++)(?P<han_more>[余多来])?(?P<han_scale>[万亿]*+)"
)
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_LONGEST = 24
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.", ",")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that was read. `is_han`: written in Han characters; `is_bare`: only 百, 千, 万, 亿, with no digit."""

    value: float
    is_more: bool
    is_about: bool = False
    is_range: bool = False
    is_percent: bool = False
    is_han: bool = False
    is_bare: bool = False
    is_scaled: bool = False


def read_numeral(match: re.Match[str]) -> Numeral | None:
    """The number of a match of NUMERAL, None for Han characters that are none (一二三, 〇)."""
    if match["digits"] is not None:
        return _of_digits(match)
    if match["percent"] is not None:
        value = _percent(match["percent"])
        return None if value is None else Numeral(value, is_more=False, is_percent=True)
    return _of_han(match)


def _of_digits(match: re.Match[str]) -> Numeral:
    more, behind, high = match["more"], match["more_behind"], match["high"]
    # 3至5万元 are thirty thousand to fifty thousand.
    scale = _scale(match["scale"]) if match["scale"] or high is None else _scale(match["high_scale"])
    value = _times(match["digits"], scale)
    if match["rest"] is not None:
        value += _times(match["rest"], _scale(match["rest_scale"]))
    return Numeral(
        value,
        is_more=bool(high or more or (behind and behind != "来")),
        is_about=behind == "来",
        is_range=high is not None,
        is_scaled=scale > 1,
    )


def _of_han(match: re.Match[str]) -> Numeral | None:
    signs, more = match["han"], match["han_more"]
    read = _han_value(signs)
    if read is None:
        return None
    value, is_vague = read
    return Numeral(
        float(value * _scale(match["han_scale"])),
        is_more=is_vague or (more is not None and more != "来"),
        is_about=more == "来",
        is_han=True,
        is_bare=all(sign in "百千万亿" for sign in signs),
        is_scaled=any(sign in "百千万亿" for sign in signs) or bool(match["han_scale"]),
    )


def _han_value(signs: str) -> tuple[float, bool] | None:
    """The value of a Han numeral, and whether it is the least that is meant (几十, 三四十).

    None where digits stand beside each other that are no count: 一二三产业, 二〇二三.
    """
    if len(signs) > _LONGEST:
        return None
    total = section = digit = 0
    is_vague = has_digit = False
    before = ""
    for sign in signs:
        if sign in "几数":
            digit, has_digit, is_vague = (0 if before == "十" else 1), True, True
        elif sign in _SCALES:
            scale = _SCALES[sign]
            if scale >= _SCALES["万"]:
                total = (total + section + digit or 1) * scale
                section = 0
            else:
                section += (digit if has_digit else 1) * scale
            digit, has_digit = 0, False
        elif not has_digit or before in "零〇":
            digit, has_digit = _HAN_DIGITS[sign], True
        elif _HAN_DIGITS[sign] == digit + 1 and not is_vague:
            is_vague = True
        else:
            return None
        before = sign
    if signs in ("几", "数", "零", "〇"):
        return None
    return total + section + digit, is_vague


def _percent(signs: str) -> float | None:
    plain = signs[:_LONGEST].translate(_PLAIN_DIGITS)
    if plain[0] in "0123456789.":
        try:
            return float(plain)
        except ValueError:
            return None
    whole, _, part = plain.partition("点")
    read = _han_value(whole) if whole and "点" not in part else None
    if read is None:
        return None
    decimals = "".join(str(_HAN_DIGITS.get(sign, "")) for sign in part)
    return float(f"{read[0]}.{decimals or 0}")


def _scale(signs: str) -> int:
    product = 1
    # A long run of 亿 is no number that anybody claims.
    for sign in signs[:4]:
        product *= _SCALES[sign]
    return product


def _times(digits: str, scale: int) -> float:
    """3.2万 is 32000 and not 32000.000000000004."""
    plain = digits.translate(_PLAIN_DIGITS)[:_LONGEST]
    return round(float(plain.rstrip(".")) * scale, 6)
