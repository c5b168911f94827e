"""Measure words: which one stands behind a number, and what only looks like one."""

import re

MONEY = frozenset(("元", "美元", "欧元", "港元", "日元", "块"))
PERCENT = frozenset(("%", "‰", "个百分点"))
# What is measured and not counted one by one: its thing mostly stands before the number (投资300万元建设大棚).
MEASURES = (
    MONEY
    | PERCENT
    | frozenset(
        (
            *[
                "亩",
                "公顷",
                "平方公里",
                "平方千米",
                "平方米",
                "平米",
                "平方",
                "㎡",
                "公里",
                "千米",
                "米",
                "延米",
                "厘米",
                "毫米",
                "里",
            ],
            *[
                "吨",
                "公斤",
                "千克",
                "斤",
                "克",
                "毫克",
                "微克",
                "担",
                "立方米",
                "立方",
                "方",
                "升",
                "毫升",
                "吨标煤",
                "吨标准煤",
            ],
            *[
                "千瓦",
                "千瓦时",
                "兆瓦",
                "万千瓦",
                "度",
                "千伏",
                "千伏安",
                "℃",
                "摄氏度",
                "km",
                "kg",
                "倍",
                "分",
                "学时",
                "课时",
                "学分",
            ],
        )
    )
)
_COUNTS = (
    *(f"{sign}次" for sign in "人户家场批车班架件台辆艘头只剂例座项羽亩处"),
    *("台（套）", "台(套)", "辆（台）", "台套", "件套", "人份", "标箱", "席位", "床位", "字"),
    *"个名位户家人次场期项件起宗例桩条处座所栋幢间套台辆艘架部份册本张幅篇首支队组批只头匹羽尾株棵颗粒枚块片面口眼孔盏",
    *"根把盒箱袋瓶桶包捆罐双对副种类款门道层单笔节趟轮遍则段顶针剂管滴盘朵串筐基席穴蓬丛垄畦具艇樽挂节茬窝拨床",
)
_UNITS = sorted({*MEASURES, *_COUNTS} - {"%", "‰"}, key=len, reverse=True)
_WORD = "|".join(re.escape(unit) for unit in _UNITS)
_UNIT = re.compile(rf" ?(?:(?P<percent>[%％﹪]|‰)|(?P<word>{_WORD}))(?P<rate>[/／](?:{_WORD}|天|日|年|月|小时))?")
_TIME = re.compile(
    r" ?个?多?半?(?:[年月日天岁时秒周点号届级代纪晚夜]|小时|分钟|刻钟|季度|周岁|周年|星期|世纪)"
    r"| ?个?多?半?(?:个月|工作日|钟头|学期|昼夜|礼拜|回合)"
    r"|个(?=日夜|年头|春秋)"
)
# 12名单位职工 are counted in 名, but 3名单 is no count.
_LOOKS_LIKE = re.compile(
    r"家庭|人(?:民币|均|大代表)|位(?:于|列|居|置)|名(?:列|称|录|单(?!位))|场(?:所|馆)|部(?:分|门|队|署|委)|组(?:织|成|建)|条(?:例|件)"
    r"|期(?:间|工程|项目|限|建设)|元(?:旦|宵|月|素|首)|面(?:积|向|对|临)|口(?:岸|碑)|片区|道(?:路|德)|台(?:湾|州|风)|只(?:有|要|是|能)"
    r"|支(?:持|付|出|部|委)|方(?:面|责|案|式|位|向|便|法|针|言)|层(?:面|次|级)|种(?:植|子|养|粮)|本(?:村|县|地|报|土|年)|首(?:次|批|个|先)"
    r"|项目(?!标)|处(?:理|置|于|罚|分)|座(?:谈|位)|起(?:来|到|草|步)|所(?:有|属|在|以|需)|批(?:评|准)|升(?:级|至|学|高|旗)|克服|里(?:程|面)"
    r"|个(?:体|别|性)|户(?:籍|外|均|主)|分(?:别|为|布|管|局|之|子|期|类|批|级|组|队|包|散|公)|包(?:括|含|抓|保|联)|套(?:餐|种)|对(?:于|接|标|照)"
    r"|单(?:位|独)|床(?:位|上)|[座项羽亩处]次(?:级|要|生|品)|门(?:口|诊|前)|管(?:理|控|护|网)|根(?:据|本)|把(?:握|关)|节(?:能|约|水)|度(?:假)|队(?:伍|员)|具(?:有|备|体)"
)
_NAME_END = re.compile(r"[镇乡县市区街路山河桥寺沟湾坪屯坡岭店]|村(?!民|级|干|医|里)|社区")


def unit_at(text: str, position: int) -> tuple[str, int] | None:
    """The measure word at a position and where it ends; None where there is none, or a word that begins like one."""
    match = _UNIT.match(text, position)
    if match is None:
        return None
    if match["percent"]:
        return ("‰" if match["percent"] == "‰" else "%"), match.end("percent")
    if _LOOKS_LIKE.match(text, match.start("word")):
        return None
    if match["rate"]:
        return match["word"] + "/" + match["rate"][1:], match.end()
    return match["word"], match.end()


def is_time_at(text: str, position: int) -> bool:
    """True if what is counted from here is time, an age or a rank: 年 个月 小时 岁 届 级."""
    return _TIME.match(text, position) is not None


def ends_a_name(text: str, position: int) -> bool:
    """True if a place's name ends here, as behind 三台 in 三台县."""
    return _NAME_END.match(text, position) is not None
