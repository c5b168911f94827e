"""The written names of a county's towns, derived by rule from the official ones.

Two classes of names: full names say what they name (宋家镇, 张家畔街道办) and are believed anywhere in a
text; short names (宋家, 关口) are believed only in a place where a town is expected, because most are common
words, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gazetteer.divisions import COUNTY_KINDS, DATA, County, Town, short_name
from gazetteer.former import former_towns

# Texts and names are compared with half-width signs; pages mix both.
WIDTHS = str.maketrans("：，（）［］｜　\xa0", ":,()[]|  ")

# The 55 minorities; names of one character count only before 族: 水, 土, 白 are parts of place names, too.
LONG_PEOPLES = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|高山|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南"
    "|仡佬|锡伯|阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
PEOPLES = rf"(?:(?:{LONG_PEOPLES})族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京各]族)"

AUTONOMOUS = re.compile(rf"(.{{2,}}?){PEOPLES}*自治[州县旗区]")  # 内蒙古 keeps its 蒙古
ETHNIC_TOWNSHIP = re.compile(rf"(?P<stem>.{{2,}}?){PEOPLES}+(?:民族)?(?P<kind>[乡镇])")
KINDS = (
    *("街道办事处", "地区办事处", "街道", "地区", "办事处", "镇", "乡", "苏木"),
    *("管理委员会", "管委会", "管理区", "管理处"),
)
# The last word of a name that says of itself that it is a town's or another unit's of its rank.
KIND = re.compile(r"(?:镇|乡|街道|街道办|办事处|地区|苏木|区|园|场|团|管委会|管理委员会|管理处)$")
TOWNSHIP_KINDS = ("镇", "乡", "街道", "苏木", "街道办事处", "街道办", "办事处")
# What planners call a kind of town; as a town it counts only where the list has it.
TERMS = ("中心镇", "中心乡", "卫星镇", "文明镇", "文明乡", "平安乡")

# 开发区, 国营林场, 县工业园区: what it is, not which one it is.
GENERIC = re.compile(
    r"(?:国营|国有|省级|市级|县级|[县市区第一二三四五]|经济|高新|技术|产业|工业|农业|现代|科技|循环|生态|旅游|风景"
    r"|示范|试验|开发|集中|集聚|管理|城关|城区|城郊|直属|良种|原种|种猪|种畜|新|老)*"
    r"(?:城关|城郊|城区|开发区|新区|园区|园|基地|示范区|集中区|集聚区|工业区|风景区|管理区|度假区|林场|农场|牧场"
    r"|渔场|茶场|水库|良种场|原种场|种猪场|种畜场|管委会|管理委员会)+"
)

# 赤龙湖国家湿地公园 without 管理处 is the lake more often than its office.
PARK = re.compile(r"(?:公园|风景区|名胜区|景区|保护区|度假区)$")

# Words that begin a headline in their own sense, though many a town bears their name: 联合开展, 和平发展.
COMMON_WORDS = frozenset((DATA / "common_words.txt").read_text(encoding="utf-8").split())

# Those of them that head a column or a slogan with a colon behind, too: 民生:…, 发展:….
HEADINGS = frozenset(
    re.findall(
        "..",
        "安全健康文化民生民族发展平安和平文明创新改革开放合作宣传治安法治诚信公正平等自由正义民主青年人民"
        "教育幸福奋斗希望团结复兴振兴友善敬业劳动",
    )
)

TOWN_ORGAN = (
    "人民政府|政府|党委|党工委|工作委员会|委员会|党政办|党政办公室|党政综合办公室|党建办|人大|人大主席团|政协联络处|纪委|纪工委"
    "|监察办|监察办公室|团委|妇联|总工会|武装部|人武部"
)
ORGANS = re.compile(rf"(?:{TOWN_ORGAN})+")
# Behind a full name any office is the town's; 平安办 and 新华派出所 are the county's.
OFFICES = re.compile(
    rf"(?:{TOWN_ORGAN}|办事处|机关|党支部|党总支|工委|团工委|工会|计生协会?|关工委|新闻中心"
    r"|[一-鿿、]{0,6}?(?:办公室|办|中心|服务站|工作站|文化站|司法所|派出所|财政所|中心校|卫生院))+"
)
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True)
class TownNames:
    """What the towns of one county are called, and the patterns that find them and their county."""

    full: dict[str, Town]
    short: dict[str, Town]
    former: dict[str, Town]
    full_pattern: re.Pattern[str]
    county_prefix: re.Pattern[str]
    county_before: re.Pattern[str]
    county_named: re.Pattern[str]
    county_ends: frozenset[str]  # the last characters of what county_before finds, for a quick no


@lru_cache(maxsize=512)
def town_names(county: County) -> TownNames:
    """The written names of the county's towns. A derived name that fits two towns belongs to neither."""
    full: dict[str, Town] = {}
    short: dict[str, Town] = {}
    for town in county.towns:
        own = [name.translate(WIDTHS) for name in (town.name, *town.aliases)]
        full.update({name: town for name in own if _tells(name)})
        short.update({name: town for name in own if not _tells(name)})
    by_name = {town.name: town for town in county.towns}
    official = full.keys() | short.keys()
    former = {
        row.name: by_name[row.successor]
        for row in former_towns(county.code)
        if row.successor in by_name and row.name not in official and _tells(row.name)
    }
    full.update(former)
    stated = full.keys() | short.keys()
    derived = _unambiguous((name, town) for town in county.towns for name in _derived(county, town))
    for name, town in derived.items():
        if name not in stated and name not in TERMS:
            (full if _tells(name) and KIND.search(name) and not PARK.search(name) else short)[name] = town
    for name in (*_county_names(county), county.city, place_name(county.city), place_name(county.province)):
        short.pop(name, None)  # 合江 in 合江县 is the county, not its town 合江镇
    prefix = _county_prefix(county)
    return TownNames(
        full,
        short,
        former,
        re.compile("|".join(map(re.escape, sorted(full, key=len, reverse=True))) or r"(?!)"),
        re.compile(rf"(?:中共|中国共产党)?(?:{prefix})"),
        re.compile(rf"(?:{prefix})$"),
        re.compile("|".join(map(re.escape, _county_names(county)))),
        frozenset("县区市旗州").union(
            name[-1:] for part in (county.name, county.city, county.province) for name in (part, place_name(part))
        ),
    )


def _tells(name: str) -> bool:
    """Whether the name says that it is a town's: it has a proper part of its own and then its kind."""
    if GENERIC.fullmatch(name):
        return name in ("城关镇", "城关乡")
    return len(name) >= 3 or (len(name) == 2 and name[1] in "镇乡" and name[0] not in "城乡村小市各全本该我")


def _derived(county: County, town: Town) -> Iterator[str]:
    for name in (town.name, *town.aliases):
        # 城南经济新区（车逻镇） is known by either name
        plain = re.sub(r"[（(].*?[）)]", "", name)
        yield plain
        yield from re.findall(r"[（(](.*?(?:街道|镇|乡))[）)]", name)
        own = re.compile(_county_prefix(county)).match(plain)
        proper = plain[own.end() :] if own and len(plain) - own.end() > 2 else plain
        proper = proper.removeprefix("兵团")
        yield proper
        if own and proper != plain and len(county.name) > 2:
            yield place_name(county.name) + proper  # 固镇经济开发区 for 安徽固镇经济开发区
        if re.match(r"[〇零一二三四五六七八九]{2,}团", proper):
            yield proper.translate(DIGITS)  # 兵团一四七团 is printed 147团
        stem = _stem(proper)
        if stem == proper:
            continue
        yield stem
        if len(stem) == 1:
            continue
        if stem[-1] in "镇乡" and len(stem) > 2:
            yield stem[:-1]
            yield from (stem[:-1] + kind for kind in TOWNSHIP_KINDS if kind != "苏木")
        yield from (stem + kind for kind in TOWNSHIP_KINDS if kind != "苏木" or "内蒙古" in county.province)


def _stem(name: str) -> str:
    if (ethnic := ETHNIC_TOWNSHIP.fullmatch(name)) and "族" in name:
        return ethnic["stem"]
    for kind in KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            return name.removesuffix(kind)
    return name


def _unambiguous(pairs: Iterable[tuple[str, Town]]) -> dict[str, Town]:
    owners: dict[str, set[Town]] = {}
    for name, town in pairs:
        owners.setdefault(name, set()).add(town)
    return {name: towns.pop() for name, towns in owners.items() if len(towns) == 1 and len(name) > 1}


def _county_names(county: County) -> tuple[str, ...]:
    """白河县, 白河, and 白河 with another kind, as old pages write a county that became a city.

    盘州市 was 盘县, and 阿鲁科尔沁旗 calls itself 阿旗.
    """
    short = place_name(county.name)
    others = [short + kind for kind in COUNTY_KINDS] if short != county.name else []
    if re.fullmatch(".州", short) and county.name != short:
        others.append(f"{short[0]}县")
    if re.fullmatch(".{3,}旗", county.name):
        others.append(f"{county.name[0]}旗")
    return (*others, county.name, short)


def _county_prefix(county: County) -> str:
    """A pattern for what may stand before a town's name: 安康市白河县, 白河县, 白河, 我县; also nothing."""
    province = place_name(county.province)
    city = place_name(county.city)
    names = "|".join(map(re.escape, sorted(_county_names(county), key=len, reverse=True)))
    parts = [
        rf"(?:{re.escape(county.province)}|{re.escape(province)})?" if province else "",
        rf"(?:{re.escape(county.city)}|{re.escape(city)}[市州]?)?" if city else "",
        rf"(?:{names}|[我全本该][县区市旗]|(?<![一-鿿])[县区市旗])?",
    ]
    return "".join(parts)


def place_name(name: str) -> str:
    """白河 of 白河县, 广西 of 广西壮族自治区, 黔南 of 黔南布依族苗族自治州."""
    if autonomous := AUTONOMOUS.fullmatch(name):
        return autonomous[1]
    return short_name(name, (*COUNTY_KINDS, "省", "地区", "盟"))
