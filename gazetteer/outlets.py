"""Which outlet a printed source is, and its level: central, province, city, county or town.

Media whose names say no division stand in data/outlets.csv; all others are told by the division that they
name and by their kind (日报, 融媒体中心, 人民政府, 局).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from gazetteer.divisions import COUNTY_KINDS, DATA, County, heads
from gazetteer.names import WIDTHS, place_name
from gazetteer.places import town_named

OutletLevel = Literal["central", "province", "city", "county", "town"]
OutletKind = Literal["media", "government", "other"]

OUTLETS = DATA / "outlets.csv"

OWN_SITE = re.compile(r"(?:本站|本网|本网站)(?:讯|原创|整理|编辑)?|原创")
# What a source is printed with: 来源:…, 《陕西日报》, 记者 …
LABEL = re.compile(r"^(?:信息来源|文章来源|稿件来源|来源|稿源|转自|转载自)\s*[::]\s*")
QUOTES = re.compile(r"[《》〈〉【】\[\]“”\"「」]")
CHANNEL = re.compile(r"\s*[-－—–·|/_]+\s*")
DATE = re.compile(r"\(?\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?\)?.*$")

OFFICIAL_SITE = re.compile(r"(?:官方网站|官网|门户网站)$")

MEDIA = re.compile(
    r"(?:日报|晚报|晨报|早报|都市报|商报|时报|周报|[一-鿿]报|报社|新闻网|新闻|电视台|广播台|电台|广播电视台|广播电视总台|广电"
    r"|台|融媒体?(?:中心)?|传媒(?:集团|中心)?|新闻中心|传媒|网|在线|之声|客户端|发布|手机报|杂志|观察|视点|公众号|头条|号)$"
)
GOVERNMENT = re.compile(
    r"(?:政府(?:网|网站|门户网站)?|政府办(?:公室)?|党委|委员会|人大(?:常委会|办)?|政协|纪委(?:监委)?|监委|法院|检察院"
    r"|[一-鿿]+(?:局|厅|部|办|办公室|委|委办|队|中心|院|司|处|所|站)|妇联|团委|残联|文联|科协|总工会|工商联|红十字会|供销社|管委会)$"
)
OFFICE = re.compile(
    r"(?P<unit>[省市州县区旗])(?P<office>(?:委|政府|直|级|纪|人大|政协|法院|检察院|妇联|团|残联|文联|科协|总工会"
    r"|[一-鿿]{1,14}?(?:[局厅办部委院站队所处会社台]|中心|集团|公司)).*)$"
)
GOVERNMENT_ITSELF = re.compile(r"(?:人民)?政府(?:办公室|办|网站|网)?")
TOWN_BEHIND = re.compile(r"[一-鿿]{1,10}(?:镇|乡|街道|苏木)(?:人民政府|政府|党委|办事处|党工委)?")
SOCIETY = re.compile(r"(?:公司|[会社校院场厂])$")
PARTY = re.compile(r"^(?:中国共产党|中共|共青团)")
CENTRAL_ORGAN = re.compile(
    r"(?:中共中央|中央|国务院|国家|全国)[一-鿿]{1,14}(?:部|委|委员会|局|办|办公室|会|署|院)$"
    r"|(?:农业农村|民政|教育|财政|应急管理|生态环境|自然资源|交通运输|文化和旅游|水利|公安|司法)部$"
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher. `name` is the form under which all its spellings count as one.

    `evidence` is the rule and what it rests on: `list:人民网`, `town:宋家镇`, `county:白河县`, `site:本站`.
    """

    name: str
    level: OutletLevel
    kind: OutletKind
    evidence: str


def outlet_of(source: str, county: County) -> Outlet | None:
    """The outlet that a source names as printed behind 来源 on a site of this county, or None."""
    text = LABEL.sub("", DATE.sub("", QUOTES.sub("", source.translate(WIDTHS))).strip(" ,.。:;"))
    words = text.split()
    # 白河县 融媒体中心 is one name, 白河县融媒体中心 李明 a name and a person
    for form in dict.fromkeys(("".join(words), *words[:1])):
        if found := _outlet(OFFICIAL_SITE.sub("", form), county):
            return found
    return None


def _outlet(text: str, county: County) -> Outlet | None:
    if OWN_SITE.fullmatch(text):
        return Outlet(county.name, "county", "other", f"site:{text}")
    if town := town_named(county, text):
        return Outlet(town.name, "town", "government", f"town:{text}")
    if listed := _listed(text):
        return listed
    if CENTRAL_ORGAN.match(text):
        return Outlet(text, "central", "government", f"organ:{text}")
    return _by_office(text, county) or _by_division(text, county)


def _listed(text: str) -> Outlet | None:
    """A medium of the list, also with its channel behind: 人民网-陕西频道, 中国新闻网陕西."""
    table = _outlets()
    parts = CHANNEL.split(text)
    for part in (text, parts[0]):
        if part in table:
            name, level, kind = table[part]
            return Outlet(name, level, kind, f"list:{part}")
    for end in range(len(parts[0]) - 1, 1, -1):
        if parts[0][:end] in table and re.fullmatch(
            r"[一-鿿]{2,6}(?:频道|站|分社|客户端|记者站)|记者.*|客户端", parts[0][end:]
        ):
            name, level, kind = table[parts[0][:end]]
            return Outlet(name, level, kind, f"list:{parts[0][:end]}")
    return None


def _by_division(text: str, county: County) -> Outlet | None:
    """An outlet that begins with the name of a division: 陕西日报, 安康市农业农村局, 白河新闻."""
    rest = PARTY.sub("", text)
    found: tuple[OutletLevel, str] | None = None
    own = _own_divisions(county)
    # 陕西省安康市白河县…: the last of them is whose it is
    while step := next((entry for entry in own if rest.startswith(entry[0]) and rest != entry[0]), None):
        rest, found = rest.removeprefix(step[0]), step[1:]
    if found:
        return _classified(text, rest, *found)
    foreign = _foreign(rest)
    return _classified(text, *foreign) if foreign else None


def _by_office(text: str, county: County) -> Outlet | None:
    """`市农业农村局`, `县委宣传部`: an office of the site's own county, city or province."""
    office = OFFICE.match(text)
    if not office:
        return None
    unit = office["unit"]
    level: OutletLevel = "county"
    base = county.name
    if unit == "省":
        level, base = "province", county.province
    elif unit in "市州" and not county.name.endswith(unit):  # a municipality is a province
        level, base = ("province" if county.city == county.province else "city"), county.city
    return _classified(base + office["office"], office["office"], level, base)


def _classified(text: str, rest: str, level: OutletLevel, base: str) -> Outlet | None:
    """The outlet by what stands behind the name of its division."""
    name = PARTY.sub("", text) if text.startswith(("中共", "中国共产党")) else text
    evidence = f"{level}:{base}"
    if TOWN_BEHIND.fullmatch(rest):
        return Outlet(name, "town", "government", evidence)
    if GOVERNMENT_ITSELF.fullmatch(rest):
        return Outlet(f"{base}人民政府", level, "government", evidence)
    if MEDIA.search(rest):
        return Outlet(name, level, "media", evidence)
    if rest[:1] in ("委", "纪") or GOVERNMENT.search(rest):
        return Outlet(name, level, "government", evidence)
    return Outlet(name, level, "other", evidence) if SOCIETY.search(rest) else None


@lru_cache(maxsize=512)
def _own_divisions(county: County) -> list[tuple[str, OutletLevel, str]]:
    """Written name, level and full name of the county and what it belongs to, the longest written name first."""
    found: list[tuple[str, OutletLevel, str]] = []
    short = place_name(county.name)
    levels: list[tuple[str, OutletLevel]] = [
        (county.province, "province"),
        (county.city, "city"),
        (county.name, "county"),
    ]
    for full, level in levels:
        if full:
            found += [(full, level, full), (place_name(full), level, full)]
            if full.endswith("自治州"):
                found.append((place_name(full) + "州", level, full))
    found += [(short + kind, "county", county.name) for kind in COUNTY_KINDS if len(short) > 1]
    if county.city == county.province:  # a municipality is a province
        found = [entry for entry in found if entry[1] != "city"]
    return sorted(dict.fromkeys(found), key=lambda entry: (-len(entry[0]), _LEVELS.index(entry[1])))


_LEVELS = ("county", "city", "province")


def _foreign(text: str) -> tuple[str, OutletLevel, str] | None:
    """What follows the name of any province, city or county at the beginning of a text; its level and full name."""
    names = _division_names()
    for end in range(min(len(text) - 1, 15), 1, -1):
        if found := names.get(text[:end]):
            level, full = found
            rest = text[end:]
            deeper = _foreign(rest) if level != "county" else None
            return deeper or (rest, level, full)
    return None


@cache
def _division_names() -> dict[str, tuple[OutletLevel, str]]:
    """Written name -> level and full name; of one name the higher level counts (吉林, 朝阳)."""
    found: dict[str, tuple[OutletLevel, str]] = {}
    levels: tuple[tuple[int, OutletLevel], ...] = ((2, "province"), (1, "city"), (0, "county"))
    parts = list(heads())
    for index, level in levels:
        for full in dict.fromkeys(part[index] for part in parts if part[index]):
            for name in (full, place_name(full)):
                if len(name) > 1:
                    found.setdefault(name, (level, full))
    return found


@cache
def _outlets() -> dict[str, tuple[str, OutletLevel, OutletKind]]:
    """Every written form of the listed outlets."""
    found: dict[str, tuple[str, OutletLevel, OutletKind]] = {}
    with OUTLETS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split()):
                found[QUOTES.sub("", name)] = (row["name"], _level(row["level"]), _kind(row["kind"]))
    return found


def _level(text: str) -> OutletLevel:
    return "central" if text == "central" else "province"


def _kind(text: str) -> OutletKind:
    return "media" if text == "media" else "government" if text == "government" else "other"
