"""What the name of a column says of it: news of towns, of offices, of the county, a way to such columns, or none.

The words are those of the columns that county and city sites have had for years; a site that calls its columns
otherwise is read once its columns are written into a county file by hand.
"""

import re
from enum import IntEnum

import gazetteer
from gazetteer.divisions import COUNTY_KINDS, short_name

LONGEST_NAME = 16


class Weight(IntEnum):
    """How much a column is worth to a comparison of towns; the heavier is looked at first."""

    NONE = 0
    WAY = 1  # leads to columns: 新闻中心
    TOWN = 2  # a town's own page, which may hold news or services
    SPREAD = 3  # pictures, films, what other media say of the county
    COUNTY = 4
    OFFICES = 5
    TOWNS = 6


_NEWS = (
    r"(?:动态|要闻|新闻|信息|快讯|时讯|简讯|讯息|资讯|风采|传真|播报|之窗|在线|连线|经纬|聚焦|热点|文旅|亮点|速递|快报)"
)
_TOWNS = (
    r"(?:乡镇|镇乡|镇办|镇街|街镇|乡街|镇村|乡村|村镇|镇域|各镇|各乡|街道|苏木|"
    r"县区|区县|县市区|县市|旗县|县域|基层|各地|地方|社区)"
)
# Those that need no word for news behind them; 社区 alone is a forum, 地方 alone the whole country.
_BARE = r"(?:乡镇|镇乡|镇办|镇街|街镇|乡街|镇村|街道|县区|区县|县市区|旗县)"
# No news, or none of the county: notices, law, services, questions to the mayor, what ministries say.
_OTHER = re.compile(
    r"公告|公示|通知|公报|政策|文件|法规|解读|规划|计划|招标|采购|招投标|招商|招聘|招考|招录|人事|任免|财政|预算|决算|"
    r"领导|机构|概况|简介|职能|职责|权责|清单|指南|年报|年度报告|统计|数据|目录|制度|依申请|信息公开|公开专栏|许可|处罚|"
    r"服务|办事(?!处)|事项|便民|缴费|查询|下载|预约|信箱|来信|信访|互动|问政|留言|咨询|投诉|举报|调查|征集|访谈|问答|回应|"
    r"登录|注册|无障碍|长者|微信|微博|客户端|链接|地图|联系|关于|版权|帮助|搜索|"
    r"国务院|中央|国内|国际|全国|省内|省政府|省委|全省|外地|天气|党报|电子报|数字报"
)
_RULES: tuple[tuple[Weight, re.Pattern[str]], ...] = (
    (
        Weight.TOWNS,
        re.compile(rf"{_TOWNS}(?:工作|综合|政务)?{_NEWS}|(?:部门|单位)?{_BARE}(?:街道|社区|部门|动态)?|街道社区"),
    ),
    (Weight.TOWNS, re.compile(r"(?:新闻)?(?:基层|一线|镇村)(?:新闻|传真|动态|见闻|来风|风采|行)|(?:来自)?一线报道")),
    (
        Weight.OFFICES,
        re.compile(
            r"(?:县直|区直|市直|直属|镇直)?(?:部门|单位|局办|机关|科局|委办局|系统|行业|业务)+(?:工作)?"
            rf"(?:{_NEWS}|进展)|(?:工作|政务|政府工作|党建|机关党建|业务|本局|我局|局内)(?:动态|信息|快讯|要闻|简报)"
        ),
    ),
    (
        Weight.COUNTY,
        re.compile(
            r"(?:[县区市旗]内|本[县区市地]|当地|今日|时政|政务|政府|本地|综合|头条|最新|热点|焦点|滚动|重要|县域|民生|社会|经济|动态)+"
            r"(?:要闻|新闻|动态|快讯|资讯|时讯)|(?:今日|新闻|时政|每日)(?:要闻|动态|头条|快讯|速递)|要闻(?:动态)?|头条|"
            r"今日(?!头条)[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,3}(?:要闻|时讯|快讯)"
        ),
    ),
    (
        Weight.SPREAD,
        re.compile(
            r"(?:图片|图说|视频|影像|电视)(?:新闻|动态|报道|[\u4e00-\u9fff]{2})|"
            r"(?:媒体|外媒|央媒|省媒|媒体报道|名媒|主流媒体)(?:聚焦|看|话|关注|报道|眼中的?|视点|传真)(?:[\u4e00-\u9fff]{2,3})?|(?:央媒|省媒|外媒)[\u4e00-\u9fff]{2,3}"
        ),
    ),
    (Weight.WAY, re.compile(r"(?:新闻|资讯|信息|融媒|动态|新闻资讯|政务资讯)(?:中心|发布|频道|网)?")),
    (Weight.TOWN, re.compile(r"[\u4e00-\u9fff]{2,5}(?:镇|乡|街道|街道办|街道办事处|苏木)")),
)
_NOT_IN_NAME = re.compile(r"[\s\u3000\xa0·•|>＞»›《》【】\[\]()（）<＜:：.…+]+|更多|(?i:more)")


def bare_name(text: str) -> str:
    """A column's name without the signs around it and 更多 behind it."""
    return _NOT_IN_NAME.sub("", text)


def weight_of(text: str, county: gazetteer.County | None = None) -> Weight:
    """What a column of this name is worth; of a known county its own name counts too, and others' news do not.

    白河, 白河新闻 on a city's site are the county's; 安康要闻 on a county's site are not.
    """
    name = bare_name(text)
    if not 2 <= len(name) <= LONGEST_NAME or _OTHER.search(name) or name in ("首页", "网站首页"):
        return Weight.NONE
    if county is not None:
        own = short_name(county.name, COUNTY_KINDS)
        if own in name and re.fullmatch(rf"(?:今日)?{own}[县区市旗]?(?:{_NEWS}|之声|融媒)?", name):
            return Weight.COUNTY
        wider = {county.city.removesuffix("市"), short_name(county.province, ("省", "市"))} - {"", own}
        if any(place in name for place in wider):
            return Weight.NONE
        if name in {town.name for town in county.towns}:
            return Weight.TOWN
    return next((weight for weight, rule in _RULES if rule.fullmatch(name)), Weight.NONE)
