"""What stands around a number and says whether it is exact, the least, the most or about: 超 不足 近 以上 左右."""

import re
from typing import Literal

Bound = Literal["eq", "ge", "le", "about"]

_WORDS: dict[str, Bound] = {
    **dict.fromkeys(
        [
            "不超过",
            "不足",
            "不到",
            "不高于",
            "不多于",
            "不大于",
            "未超过",
            "低于",
            "少于",
            "小于",
            "最多",
            "至多",
            "未满",
        ],
        "le",
    ),
    **dict.fromkeys(
        [
            "不低于",
            "不少于",
            "不小于",
            "超过",
            "突破",
            "超出",
            "高于",
            "多于",
            "大于",
            "至少",
            "最少",
            "超",
            "逾",
            "上",
            "过",
            "破",
        ],
        "ge",
    ),
    **dict.fromkeys(["大约", "接近", "将近", "大概", "约", "近"], "about"),
}
_BEFORE = re.compile(
    "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")(?=(?P<filler>[了为有占达合计是]?到?)$)"
)
_LONGEST = max(map(len, _WORDS)) + 2
# 节约30吨, 签约12个, 附近5户, 通过3项, 线上300人: the sign belongs to the word before it.
_PART_OF_A_WORD = {
    "约": "节签合预公履违契特制俭简条赴邀相续毁盟",
    "近": "附最邻靠就亲临远",
    "过": "通经超不透度渡越穿走看去见路翻跨",
    "上": "以线网会路身村县街马台船山手地岗床桌河市镇乡墙基场迎",
    "超": "赶反高",
    "破": "侦打突攻爆识",
}
# 上万人 and 过百家 are a bound, 上30台 mostly is none.
_ONLY_BEFORE_SCALES = ("上", "过", "破")
_BEHIND: dict[str, Bound] = {
    **dict.fromkeys(("以上", "之上", "有余", "余", "多", "开外"), "ge"),
    **dict.fromkeys(("以下", "以内", "之内", "之下"), "le"),
    **dict.fromkeys(("左右", "上下", "许"), "about"),
}
_AFTER = re.compile(" ?(" + "|".join(_BEHIND) + ")")


def bound_before(text: str, position: int, *, is_bare: bool) -> tuple[Bound, int] | None:
    """The bound said right before a number, and where its words begin. `is_bare`: the number is only 百, 千, 万."""
    window = text[max(0, position - _LONGEST) : position].rstrip()
    match = _BEFORE.search(window)
    if match is None:
        return None
    word, before = match.group(), window[: match.start()][-1:]
    if before and before in _PART_OF_A_WORD.get(word, ""):
        return None
    if word in _ONLY_BEFORE_SCALES and not is_bare:
        return None
    return _WORDS[word], max(0, position - _LONGEST) + match.start()


def bound_behind(text: str, position: int) -> tuple[Bound, int] | None:
    """The bound said right behind a number and its unit, and where its words end."""
    match = _AFTER.match(text, position)
    return (_BEHIND[match.group(1)], match.end()) if match else None
