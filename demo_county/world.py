"""The invented county: its towns, villages, sites and the people who write. No such place or person exists."""

import datetime
from dataclasses import dataclass, field

COUNTY = "云岫县"
PORT = 8610
FIRST_MONTH = datetime.date(2024, 11, 1)
END = datetime.date(2026, 10, 31)


@dataclass(frozen=True)
class Town:
    """One town. `output` is its stories a month, `reprinted` the share of them that other sites take over.

    `first` and `last` are the months between which it publishes. `scale` multiplies its figures, `growth` is what they
    gain in a month: one town repeats the same figures for two years, those of another shrink.
    """

    name: str
    villages: tuple[str, ...]
    crop: str
    topics: tuple[str, ...]
    output: float
    reprinted: float
    scale: float
    writers: tuple[str, ...]
    first: datetime.date = FIRST_MONTH
    last: datetime.date = END
    growth: float = 0.02


@dataclass(frozen=True)
class Site:
    """One web site: `key` as in the county file, `medium` is what it calls itself as a source.

    `columns` has the address of each column's first page.
    """

    key: str
    host: str
    name: str
    family: str
    medium: str
    colour: str
    columns: dict[str, str] = field(hash=False)
    encoding: str = "utf-8"

    @property
    def root(self) -> str:
        """Address of its home page."""
        return f"http://{self.host}:{PORT}/"


TOWNS = (
    Town("岫阳镇", ("石鼓村", "柳堰村", "南塘社区"), "茶园", ("产业", "党建", "文旅"), 2.6, 0.45, 1.6, ("梁书禾", "程一苇")),
    Town("青泉镇", ("白鹭村", "上湾村", "桐子村"), "魔芋", ("产业", "治理"), 2.2, 0.25, 1.3, ("蒋怀远", "沈碧")),
    Town("双槐镇", ("槐花村", "磨盘村", "新桥村"), "核桃", ("环境", "党建"), 1.9, 0.15, 1.0, ("罗明川", "田小满")),
    Town("龙隐街道", ("北门社区", "文庙社区", "河滨社区"), "蔬菜", ("治理", "民生", "文旅"), 1.9, 0.35, 0.6, ("袁知夏", "顾南")),
    Town("望渡镇", ("渡口村", "峣岭村", "杨林村"), "柑橘", ("产业", "民生"), 1.6, 0.15, 1.1, ("段青山", "乔木")),
    Town("黑石乡", ("黑石村", "苦竹村", "老寨村"), "黄牛", ("安全", "环境"), 1.6, 0.1, 0.7, ("龙在田", "邵雨"), growth=0.045),
    Town("松涧镇", ("松涧村", "大坪村", "凉水村"), "食用菌", ("人才", "产业"), 1.5, 0.25, 0.9, ("叶知秋", "施云")),
    Town("麻柳镇", ("麻柳村", "高桥村", "田坝村"), "油菜", ("民生", "党建"), 1.4, 0.1, 0.8, ("彭可", "孟江河"), growth=0.0),
    Town("云盘乡", ("云盘村", "红岩村", "天池村"), "中药材", ("文旅", "环境"), 1.2, 0.35, 0.5, ("谭小舟", "薛岭")),
    Town(
        "石门镇", ("石门村", "两河村", "官庄村"), "烤烟", ("安全", "治理"), 1.3, 0.1, 0.9, ("汤立", "何承平"),
        last=datetime.date(2026, 3, 31),
    ),
    Town("箭滩镇", ("箭滩村", "回龙村", "㮾木村"), "水稻", ("产业",), 0.8, 0.1, 1.2, ("武一鸣", "常安"), growth=-0.012),
    Town(
        "新田街道", ("新田社区", "锦园社区", "东风社区"), "花卉", ("治理", "人才", "民生"), 2.4, 0.3, 0.4,
        ("卫晴", "简如初"), first=datetime.date(2026, 1, 1),
    ),
)  # fmt: skip

PORTAL = Site(
    "yunxiu-gov",
    "www.yunxiu.localhost",
    "云岫县人民政府",
    "ankang",
    "云岫县人民政府",
    "#b5202a",
    columns={"镇办动态": "/Node-6059.html", "县内要闻": "/Node-6060.html"},
)
MEDIA = Site(
    "yunxiu-media",
    "media.yunxiu.localhost",
    "云岫融媒",
    "ucap",
    "云岫县融媒体中心",
    "#1b62a8",
    columns={"乡镇": "/yxrm/xz/index.shtml"},
)
CITY_SITE = Site(
    "lanchou-gov",
    "www.lanchou.localhost",
    "澜洲市人民政府",
    "trs",
    "澜洲日报",
    "#a3241f",
    columns={"县区动态": "/xwzx/xqdt/"},
)
FARMING = Site(
    "yunxiu-nyj",
    "nyj.yunxiu.localhost",
    "云岫县农业农村局",
    "vsb",
    "县农业农村局",
    "#2f7d4f",
    columns={"工作动态": "/gzdt.htm"},
    encoding="gb18030",
)
TOURISM = Site(
    "lanchou-wlj",
    "wlj.lanchou.localhost",
    "澜洲市文化和旅游局",
    "hanweb",
    "市文化和旅游局",
    "#8a5a1f",
    columns={"县区文旅": "/col/col1711/index.html"},
)
SITES = (PORTAL, MEDIA, CITY_SITE, FARMING, TOURISM)
MIRROR_HOST = "www.kuaixun88.localhost"

EDITORS = ("裴若水", "田园", "陆星河")
REVIEWERS = ("简宁", "傅长青", "苏望")


@dataclass(frozen=True)
class Slogan:
    """The quoted name of a campaign: `origin` uses it first, from the month `start`."""

    name: str
    start: datetime.date
    origin: str


SLOGANS = (
    Slogan("三查三改", datetime.date(2024, 11, 1), "双槐镇"),
    Slogan("红屋檐", datetime.date(2025, 3, 1), "岫阳镇"),
    Slogan("五微行动", datetime.date(2025, 8, 1), "龙隐街道"),
    Slogan("四到田头", datetime.date(2025, 11, 1), "望渡镇"),
    Slogan("院坝夜话", datetime.date(2026, 3, 1), "青泉镇"),
)
