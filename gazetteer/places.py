"""Which town an article comes from: told by its headline, its credits, its column, and the ends of its body.

An article of the county, of a department, of another county or of several towns has no town of origin.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer.divisions import County, Town, place_names
from gazetteer.names import COMMON_WORDS, HEADINGS, OFFICES, ORGANS, TERMS, WIDTHS, TownNames, town_names

# 园区, 城区, 社区, 灾区 before a town's name are no other county.
OTHER_PLACE = re.compile(
    r"[一-鿿](?:(?<![我全本该各])[县州旗省]|(?<![我全本该各城社园景小库山灾辖片地厂矿林牧校发理新郊集老特范济超夜门])[区市])$"
    r"|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南"
    r"|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|北京|天津|上海)$"
)
# A place of another county: 旬阳市, 汉滨区双龙镇; whether it is one is looked up.
DIVISION = re.compile(r"(?=([一-鿿]{2,4})(?<![我全本该各])[县市区州旗省])")
OTHER_TOWN = re.compile(r"(?<![我全本该各])[县市区旗](?!乡镇|镇乡)[一-鿿]{1,6}?(?:镇|乡(?![村镇])|街道|苏木)")
# The last characters of what OTHER_PLACE finds, for a quick no.
OTHER_PLACE_ENDS = frozenset("县州旗省区市北西宁林江苏徽建东南川藏肃海夏疆古京津庆")
LIST_OF_TOWNS = re.compile(r"\s*(?:[、/]|[和与及同跟](?=[一-鿿]{1,6}(?:镇|乡|街道|办事处))|等(?![待候级]))")
# 三角乡村民 is of 三角乡, 三合乡村旅游 of no town; 新城镇化 is no 新城镇, 酒后镇定 no 酒后镇, but 酒后镇定期 is.
WORD_GOES_ON = re.compile(
    r"(?<=乡)(?:村(?![民级组支两])|[土愁亲贤音镇貌风友俗]|情(?!况))"
    r"|(?<=镇)(?:[化静痛]|定(?![期点于向制人岗责格位标])|压(?![实紧降减茬缩]))|(?<=地区)[性生]"
)
# 郭镇宇 has written it, not 郭镇.
NAME_GOES_ON = re.compile(r"[一-鿿](?![一-鿿])")

VISIT = re.compile(
    r"(?:到|赴|深入|走进|进驻|驻|进|莅临|前往|来|在|对|就|为|给|向|与|和|联合|会同|携手|下沉|走访|慰问|看望|调研|督[导查]|检查"
    r"|考察|视察|巡察|指导|暗访|帮扶|助力|支援|带队|一行|送)+$"
)
VISIT_PURPOSE = re.compile(r"调研|督[导查]|检查|视察|走访|慰问|指导|考察|暗访|巡[河林查]|观摩|宣讲")
OUTSIDER = re.compile(
    r"[省市县区州旗](?:委|政府|人民政府|长|直|级|纪委|人大|政协|领导|总工会|妇联|[一-鿿]{1,12}?(?:局|办|部|委|院|中心|队|会|联|社|协|站|馆|团))"
    r"|(?:(?<!第一)(?<!支部)书记|局长|部长|主任|主席|会长|院长|考察[团组]|代表团|调研组|督[导查]组|检查组|工作组|巡[察视]组|医院|学院|大学|法院"
    r"|检察院|公司|银行|协会|大队|(?<![开布格结])局)"
)
LEADER = re.compile(r"^[一-鿿]{2,3}(?:等?领导|一行)?$")
COUNTY_ITEM = re.compile(r"[我全][县区市旗]|各(?:乡镇|镇|乡|街道)|(?:^|[,:\s])[县区市旗](?:委|政府|长|纪委|人大|政协)")
FIRST_OF_COUNTY = re.compile(r"首[个家座条批届例支场]|第一|唯一")  # 全县首个…在宋家镇建成 is news of 宋家镇
MEDIUM = re.compile(r"融媒|媒体|电视|广播|广电台|报|网|新闻|传媒|杂志|客户端|发布|本站|原创|在线|之窗|视线")
DEPARTMENT = re.compile(
    r"(?:局|[委办部院]|办公室|大队|支队|中心|协会|联合会|[妇侨残文科]联|总工会|商务委|公司|专班|法院|纪委监委)$"
)

PARTY = re.compile(r"^(?:中国共产党|中共)")
DIVISION_OFFICE = re.compile(r"[省市县区旗州][一-鿿]{1,10}(?:局|[委办部院]|中心|大队|支队|公司|总工会|[妇残文科侨]联)$")

COLUMN_TAG = re.compile(r"^\s*(?:【(?P<square>[^】]*)】|《(?P<title>[^》]*)》|\[(?P<ascii>[^\]]*)\])\s*")
NOTICE = re.compile(r"公告|通告|公示|通知|批复|招标|采购|挂牌|拍卖")
DISCIPLINE = re.compile(r"接受(?:组织|纪律审查|审查|监察调查)|涉嫌|严重违纪")
PREFIX_END = re.compile(r"[:|丨]|——|--")
SUBJECT = re.compile(
    r"(?:党委|党工委|街道办|办)?"
    r"(?:多措并举|积极|扎实|全力|深入|持续|全面|认真|精心|切实|迅速|及时|组织|召开|开展|举办|举行|推进|强化|加强|落实|部署"
    r"|做好|抓好|筑牢|打造|压实|聚焦|启动|完成|严防|严把|狠抓|紧盯|掀起|传达|学习贯彻|干部|党员干部|群众|村民)"
)
BRACKETED = re.compile(r"\(([^()]{2,40})\)\s*$")
LEAD_CREDIT = re.compile(r"\s*[一-鿿]{1,8}讯\s*\(([^()]{2,40})\)")  # 本报讯(宋家镇 李梅)
END_CREDIT = re.compile(r"^\s*(?:供稿|来源|信息来源|作者|作者单位|撰稿|报送单位|供稿单位|通讯员)\s*[:：](.{2,40})$")
PHOTO = re.compile(r"摄|图片|供图|图/")
DATELINE = re.compile(
    r"^(?:\s*(?:[一-鿿]{0,8}讯)?\s*(?:\([^)]*\))?\s*(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[上下]午|以来|至\d+日)?"
    r"(?:近日|日前|连日来|近期|近年来|今年以来|今年|目前|眼下|当前|去年|入[春夏秋冬]以来|[一-鿿]{1,8}(?:前夕|前后|期间|时节))?"
    r"\s*[,:]?\s*)"
)
# 宋家镇动态 is a column of one town, 镇办动态 of none.
COLUMN_WORDS = re.compile(
    r"(?:工作|政务|镇情|党建|最新|图片)*(?:动态|新闻|要闻|快讯|资讯|信息|信息公开|风采|之窗|专栏|在线|简讯|政务)$"
)
LEAD_LENGTH = 120  # characters in which a report says who did what
END_LENGTH = 120  # characters in which its last credit stands


@dataclass(frozen=True, slots=True)
class Origin:
    """The town that an article comes from, or None.

    `evidence` is the rule and the text that it rests on (`title:宋家镇`), also where these say that there is
    no town (`county:我县`); a town told by the name of one that it took in has `former:桃园镇`. It is empty
    where nothing was found. `confidence` runs from 0 (no town) to 1.
    """

    town: Town | None
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A town that a text names: how often, and the form in which it does so first."""

    town: Town
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class _Mention:
    town: Town
    text: str
    start: int
    end: int
    elsewhere: bool


def town_named(county: County, text: str) -> Town | None:
    """The town whose name or alias the whole text is, also with its county before or an organ of it behind.

    宋家镇, 宋家, 白河县宋家镇, 宋家镇人民政府, 中共宋家镇委员会, 宋家镇党政办 all are 宋家镇.
    """
    names = town_names(county)
    plain = "".join(text.translate(WIDTHS).split())
    prefix = names.county_prefix.match(plain)
    party = PARTY.sub("", plain)  # 密云 in 中共密云镇委员会 is the town and not its county
    for candidate in (plain, party, plain[prefix.end() :] if prefix else ""):
        if town := _named(names, candidate):
            return town
    return None


def _named(names: TownNames, text: str) -> Town | None:
    for end in range(len(text), 1, -1):
        name, organ = text[:end], text[end:]
        if (town := names.full.get(name)) and (not organ or OFFICES.fullmatch(organ)):
            return town
        if (town := names.short.get(name)) and (not organ or ORGANS.fullmatch(organ)):
            return town
        # 建民办 is the office of 建民街道, but 文明办 one of the county.
        if town and organ == "办" and town.name.endswith("街道") and name not in COMMON_WORDS:
            return town
    return None


def mentioned_towns(county: County, text: str) -> list[Mentioned]:
    """The towns of the county that a text names, in the order of their first mention.

    Full names and their spellings count, short names (关口) and towns of other counties do not.
    """
    first: dict[Town, str] = {}
    counts: Counter[Town] = Counter()
    for mention in _mentions(town_names(county), text.translate(WIDTHS)):
        if not mention.elsewhere:
            first.setdefault(mention.town, mention.text)
            counts[mention.town] += 1
    return [Mentioned(town, counts[town], form) for town, form in first.items()]


def origin_town(
    county: County, *, title: str, source: str, authors: Sequence[str], body: str, column: str = ""
) -> Origin:
    """The town that this article comes from: told by its headline, its credits, its column or its body.

    `authors` are the printed names, among them offices (宋家镇党政办); `column` is the site's list in which
    the article stands. Missing texts are empty.
    """
    names = town_names(county)
    origin = _origin(county, names, title.translate(WIDTHS).strip(), source, authors, body, column)
    told_by = origin.evidence.partition(":")[2].translate(WIDTHS)
    former = next((name for name, town in names.former.items() if town == origin.town and name in told_by), None)
    return Origin(origin.town, f"former:{former}", origin.confidence) if former else origin


def _origin(
    county: County, names: TownNames, headline: str, source: str, authors: Sequence[str], body: str, column: str
) -> Origin:
    from_title = _by_title(county, names, headline, [source, *authors])
    if from_title and from_title.town and not _needs_support(names, from_title, source, column, body):
        return from_title
    if found := _by_credits(county, names, source, authors, body):
        return found
    if from_title and not from_title.town:
        return from_title
    if reason := _not_of_a_town(names, headline, source, authors):
        return Origin(None, reason, 0.0)
    return _by_column(county, column) or _by_body(county, names, body) or Origin(None, "", 0.0)


def _needs_support(names: TownNames, origin: Origin, source: str, column: str, body: str) -> bool:
    """`发展:…`, `民生:…` open a headline of any town unless another text names the town of that name."""
    if origin.evidence.partition(":")[2] not in HEADINGS:
        return False
    texts = "\n".join((source, column, body[: 2 * LEAD_LENGTH])).translate(WIDTHS)
    return all(mention.town != origin.town for mention in _mentions(names, texts))


def _by_column(county: County, column: str) -> Origin | None:
    for name in (column.strip(), COLUMN_WORDS.sub("", column.strip())):
        if name not in COMMON_WORDS and (town := town_named(county, name)):
            return Origin(town, f"column:{column.strip()}", 0.85)
    return None


def _by_title(county: County, names: TownNames, headline: str, credited: Sequence[str]) -> Origin | None:
    """What the headline says; an Origin without a town where it names several, visitors or another county.

    A department that signs for the article is the visitor whom the headline does not name: 巡回法庭开进宋家镇.
    """
    rest = headline
    while tag := COLUMN_TAG.match(rest):
        inner = next(group for group in tag.groups() if group is not None)
        if inner not in COMMON_WORDS and (town := town_named(county, inner)):
            return Origin(town, f"title:{inner}", 0.9)
        rest = rest[tag.end() :]
    if prefixed := _by_prefix(county, names, rest):
        return prefixed
    mentions = list(_mentions(names, rest))
    if not mentions:
        return _by_bare_subject(names, rest)
    first = mentions[0]
    left = names.county_before.sub("", rest[: first.start])
    if reason := _not_of_the_first(county, names, rest, mentions, left, credited):
        return Origin(None, reason, 0.0)
    return Origin(first.town, f"title:{first.text}", 0.85 if left else 0.95)


def _not_of_the_first(
    county: County, names: TownNames, headline: str, mentions: Sequence[_Mention], left: str, credited: Sequence[str]
) -> str:
    """Why a headline is not of the first town that it names, behind the words `left`; or nothing."""
    first = mentions[0]
    if first.elsewhere:
        return f"elsewhere:{first.text}"
    if _listed(names, headline, first.end):
        return f"several:{first.text}"
    if other := OTHER_TOWN.search(names.county_named.sub("", left)):
        return f"elsewhere:{other[0]}"
    if DISCIPLINE.search(headline) or (NOTICE.search(headline) and OUTSIDER.search(left)):
        return f"notice:{left}{first.text}"
    if not left:
        return ""
    if len({mention.town for mention in mentions if not mention.elsewhere}) > 1:
        return "several:" + "、".join(mention.text for mention in mentions)
    if _visited(county, left, headline[first.end :]) or (VISIT.search(left) and any(map(_is_department, credited))):
        return f"visit:{left}{first.text}"
    return ""


def _by_prefix(county: County, names: TownNames, headline: str) -> Origin | None:
    """`宋家镇:…`, `中厂:…`, `高楼镇 拧紧…`; a short name needs the colon."""
    if (end := PREFIX_END.search(headline)) and (town := town_named(county, headline[: end.start()])):
        return Origin(town, f"title:{headline[: end.start()].strip()}", 0.98)
    words = headline.split(maxsplit=1)
    if len(words) == 2 and any(_mentions(names, words[0])) and not _listed(names, words[1], 0):
        town = town_named(county, words[0])
        return Origin(town, f"title:{words[0]}", 0.95) if town else None
    return None


def _listed(names: TownNames, text: str, end: int) -> bool:
    """Whether more towns follow the one that ends here: `宋家镇、双丰镇…`, `宋家镇双丰镇…`, `宋家镇等…`."""
    return bool(LIST_OF_TOWNS.match(text, end) or names.full_pattern.match(text[end:].lstrip()))


def _by_bare_subject(names: TownNames, headline: str) -> Origin | None:
    """`萨马街开展春季防疫工作`: a short name as the subject, unless it is a common word, too."""
    prefix = names.county_prefix.match(headline)
    for start in {0, prefix.end() if prefix else 0}:
        for end in range(start + 2, min(start + 7, len(headline))):
            stem = headline[start:end]
            town = names.short.get(stem)
            if town and stem not in COMMON_WORDS and SUBJECT.match(headline, end):
                return Origin(town, f"title:{stem}", 0.8)
    return None


def _visited(county: County, left: str, right: str) -> bool:
    """Whether outsiders come to the town or write of it: `县长到…调研`, `李明督导…`, `县政府关于…`, `县法院:…`."""
    prefix, colon, _ = left.partition(":")
    if colon and OUTSIDER.search(prefix):
        return True
    if "关于" in left:
        return True  # who writes 关于宋家镇…的批复 is not 宋家镇
    if left.endswith(":"):
        return OUTSIDER.search(left) is not None
    if left.endswith(("、", "和", "与", "及")) and OUTSIDER.search(left):
        return True
    visit = VISIT.search(left)
    if not visit:
        return False
    visitors = left[: visit.start()]
    if COUNTY_ITEM.search(visitors) and not FIRST_OF_COUNTY.search(visitors):
        return True
    if OUTSIDER.search(visitors) or _of_another_place(county, visitors):
        return True
    return bool(LEADER.match(visitors) and VISIT_PURPOSE.search(visit[0] + right))


def _of_another_place(county: County, text: str) -> bool:
    """Whether the text names a county or city other than the town's own: `旬阳市…来`."""
    own = county.province + county.city + county.name
    return any(
        found[1][start:] in place_names() and found[1][start:] not in own
        for found in DIVISION.finditer(text)
        for start in range(len(found[1]) - 1)
    )


def _by_credits(county: County, names: TownNames, source: str, authors: Sequence[str], body: str) -> Origin | None:
    if town := town_named(county, source) or _credited(names, source):
        return Origin(town, f"source:{source.strip()}", 0.95)
    for author in authors:
        if town := _credited(names, author):
            return Origin(town, f"author:{author.strip()}", 0.9)
    if (lead := LEAD_CREDIT.match(body[:LEAD_LENGTH].translate(WIDTHS))) and (town := _credited(names, lead[1])):
        return Origin(town, f"lead:{lead[1].strip()}", 0.85)
    for line in body.rstrip()[-END_LENGTH:].translate(WIDTHS).splitlines()[-2:]:
        end = BRACKETED.search(line) or END_CREDIT.search(line)
        if end and not PHOTO.search(end[1]) and (town := _credited(names, end[1])):
            return Origin(town, f"end:{end[1].strip()}", 0.9)
    return None


def _credited(names: TownNames, text: str) -> Town | None:
    """The one town of a credit: `宋家镇`, `宋家镇党政办 李梅`, `白河县宋家镇人民政府 李梅`, `宋家党委`.

    A short name alone is none here: 高峰 and 金龙 are people more often than towns.
    """
    folded = text.translate(WIDTHS)
    if any(DIVISION_OFFICE.match(word) for word in re.split(r"[\s/|、,;]+", folded)):
        return None  # 县水利局 宋家镇: two have written it
    towns = {mention.town for mention in _mentions(names, folded) if not mention.elsewhere}
    if not towns:
        words = (word for word in re.split(r"[\s:/|、,;]+", folded) if word not in names.short)
        towns = {town for word in words if (town := _named(names, word))}
    return towns.pop() if len(towns) == 1 else None


def _not_of_a_town(names: TownNames, headline: str, source: str, authors: Sequence[str]) -> str:
    """Why headline and credits speak against a town, or nothing: `county:白河县`, `department:县招商局`."""
    if (named := COUNTY_ITEM.search(headline)) or (named := names.county_named.search(headline)):
        return f"county:{named[0].strip(',: ')}"
    if (other := re.match(r"[一-鿿]{2,8}?(?=:)", headline)) and OUTSIDER.search(other[0]):
        return f"department:{other[0]}"
    return next((f"department:{credit.strip()}" for credit in (source, *authors) if _is_department(credit)), "")


def _is_department(credit: str) -> bool:
    return DEPARTMENT.search(credit.strip()) is not None and not MEDIUM.search(credit) and len(credit) > 3


def _by_body(county: County, names: TownNames, body: str) -> Origin | None:
    """The town that opens the body, acts in its first sentence, or is nearly the only one named."""
    text = body.strip()
    if not text:
        return None
    opening = text[: 2 * LEAD_LENGTH].translate(WIDTHS)  # the whole body would take longer than all the rest
    if len(_opening_sentences(names, opening)) > 1:
        return None  # news of several towns in turn
    if prefixed := _by_prefix(county, names, opening[:LEAD_LENGTH].split("\n")[0]):
        return Origin(prefixed.town, prefixed.evidence.replace("title:", "lead:"), 0.85)
    sentence = re.split(r"[。!！?？;；\n]", DATELINE.sub("", opening, count=1)[:LEAD_LENGTH], maxsplit=1)[0]
    if OUTSIDER.match(sentence):
        return None
    lead = list(_mentions(names, sentence))
    if not lead:
        return _dominant(names, text)
    first = lead[0]
    several = len({mention.town for mention in lead}) > 1 or _listed(names, sentence, first.end)
    left = names.county_before.sub("", sentence[: first.start])
    if several or first.elsewhere or OUTSIDER.search(left):
        return None
    return Origin(first.town, f"lead:{first.text}", 0.7)


def _opening_sentences(names: TownNames, text: str) -> set[Town]:
    """The towns with whose names sentences begin."""
    begun = (names.full_pattern.match(sentence.strip()) for sentence in re.split(r"[。!！?？\n]", text))
    return {names.full[found[0]] for found in begun if found}


def _dominant(names: TownNames, text: str) -> Origin | None:
    """The town named at least three times, and three times as often as all others together."""
    counts = Counter(mention.town for mention in _mentions(names, text) if not mention.elsewhere)
    if not counts:
        return None
    (town, count), *_ = counts.most_common(1)
    if count >= 3 and count >= 3 * (counts.total() - count):
        return Origin(town, f"body:{town.name}×{count}", 0.5)
    return None


def _mentions(names: TownNames, text: str) -> Iterator[_Mention]:
    """The full names of towns in a text, from left to right."""
    for found in names.full_pattern.finditer(text):
        if WORD_GOES_ON.match(text, found.end()) or (len(found[0]) == 2 and NAME_GOES_ON.match(text, found.end())):
            continue
        left = text[max(0, found.start() - 24) : found.start()]
        if left[-1:] in names.county_ends:
            left = names.county_before.sub("", left)
        if (len(found[0]) == 2 or found[0] in TERMS) and left and "一" <= left[-1] <= "鿿":
            continue  # 坝镇 in 大坝镇 is another town, 中心镇 in 服务中心镇村 none
        elsewhere = left[-1:] in OTHER_PLACE_ENDS and OTHER_PLACE.search(left) is not None
        yield _Mention(names.full[found[0]], found[0], found.start(), found.end(), elsewhere)
