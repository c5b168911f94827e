"""The sentences of invented town news: some combined from phrases, once, and drawn from; most put together from words.

A text of phrases alone would be packed into a quarter of the space that a real one takes.
"""

# ruff: noqa: E501 - a list of phrases is read across

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

_SENTENCES = 4_000  # a topic
_HEADLINES = 2_000
_WORDS = 20_000


@dataclass(frozen=True)
class Topic:
    """What a topic's work is done to, what comes of it, and what is counted: (before the number, unit, most)."""

    name: str
    objects: Sequence[str]
    results: Sequence[str]
    quantities: Sequence[tuple[str, str, int]]


TOPICS = (
    Topic(
        "产业",
        ("茶园管护", "魔芋种植", "食用菌大棚", "林下养殖", "冷链仓储", "电商直播间", "农产品加工厂", "订单农业", "土地流转", "烤烟育苗"),
        ("群众的腰包鼓了起来", "小产业成了大支柱", "产业链条越拉越长", "种植户吃下了定心丸", "集体经济年年有进账"),
        (
            ("新增茶园", "亩", 4000), ("发展魔芋", "亩", 7000), ("培育合作社", "家", 30), ("带动农户", "户", 1500),
            ("实现产值", "万元", 9000), ("建成大棚", "座", 200), ("出栏生猪", "头", 9000),
        ),
    ),
    Topic(
        "党建",
        ("主题党日", "支部规范化建设", "党员积分管理", "两新组织覆盖", "流动党员服务", "“三会一课”", "书记领办项目", "后备干部培养"),
        ("战斗堡垒更加坚强", "党旗在一线高高飘扬", "组织生活严起来实起来", "党员的身份亮了出来"),
        (("开展集中学习", "次", 60), ("发展党员", "名", 20), ("整顿软弱涣散党组织", "个", 6), ("走访困难党员", "人", 150)),
    ),
    Topic(
        "人才",
        ("返乡创业座谈", "技能培训班", "乡土人才库", "高校结对", "科技特派员服务", "能人回引", "致富带头人评选"),
        ("人才的根在乡村扎了下来", "一批土专家走上讲台", "年轻人愿意回来了", "技术送到了田间地头"),
        (("培训技能人才", "人次", 900), ("引进能人", "名", 40), ("创办企业", "家", 25), ("发放创业贷款", "万元", 1200)),
    ),
    Topic(
        "环境整治",
        ("房前屋后清理", "河道清淤", "厕所改造", "垃圾分类", "污水管网建设", "秸秆禁烧巡查", "庭院绿化", "残垣断壁拆除"),
        ("村庄颜值一天一个样", "脏乱差不见了踪影", "推窗见绿成了日常", "河水又清亮起来"),
        (("清理垃圾", "吨", 400), ("改造厕所", "座", 300), ("清理河道", "公里", 40), ("拆除残垣", "处", 120), ("出动人员", "人次", 2600)),
    ),
    Topic(
        "乡村治理",
        ("网格化巡查", "矛盾纠纷排查", "院坝会议事", "村规民约修订", "移风易俗宣传", "道德评议", "红白理事会", "平安夜巡"),
        ("小事不出村成了常态", "邻里之间多了笑声", "办事的规矩立了起来", "议事的氛围越来越浓"),
        (("化解矛盾纠纷", "起", 120), ("选聘网格员", "名", 160), ("召开院坝会", "场", 90), ("收集意见", "条", 500)),
    ),
    Topic(
        "民生",
        ("医保征缴", "困难群众走访", "临时救助发放", "饮水管道抢修", "就业岗位推介", "留守儿童关爱", "日间照料中心运营", "校园午餐检查"),
        ("老人们的晚年有了依靠", "群众的烦心事少了", "暖心的服务送到了家门口", "孩子们的笑脸更多了"),
        (("发放救助金", "万元", 300), ("走访群众", "户", 2400), ("提供就业岗位", "个", 600), ("安装路灯", "盏", 400), ("服务老人", "人次", 3000)),
    ),
    Topic(
        "安全",
        ("汛期隐患排查", "森林防火巡护", "道路交通劝导", "燃气安全检查", "地质灾害演练", "防溺水值守", "食品摊点抽查", "自建房鉴定"),
        ("安全的弦越绷越紧", "隐患消除在萌芽之中", "应急的本领练在了平时", "平安的底线守得更牢"),
        (("排查隐患", "处", 260), ("转移群众", "人", 900), ("开展演练", "次", 30), ("发放宣传单", "份", 8000)),
    ),
    Topic(
        "文旅",
        ("民宿改造", "古镇保护", "采摘节筹备", "非遗展演", "露营基地建设", "广场舞比赛", "农家书屋开放", "研学线路设计"),
        ("沉睡的山水活了起来", "游客来了就不想走", "文化大餐端到了家门口", "小镇的名气传了出去"),
        (("接待游客", "万人次", 60), ("旅游收入", "万元", 7000), ("举办文艺演出", "场", 50), ("改造民宿", "家", 40)),
    ),
    Topic(
        "项目",
        ("征地拆迁协调", "产业路硬化", "标准化厂房施工", "桥梁重建", "高标准农田建设", "安置点配套", "招商洽谈", "重点工程调度"),
        ("项目建设跑出了加速度", "工地上一派火热景象", "蓝图正变为实景", "要素保障跟到了现场"),
        (("实施项目", "个", 40), ("完成投资", "亿元", 9), ("硬化道路", "公里", 60), ("签约企业", "家", 15), ("建设高标准农田", "公顷", 300)),
    ),
    Topic(
        "作风",
        ("干部夜学", "作风问题自查", "警示教育大会", "减负清单落实", "窗口服务暗访", "驻村干部考核", "廉政谈话", "问题线索办理"),
        ("干部的脚步更勤了", "风清气正的氛围越来越浓", "办事效率明显提高", "基层把更多时间用在了服务上"),
        (("受理问题线索", "件", 20), ("开展廉政谈话", "人次", 150), ("精简文件", "份", 60), ("整改问题", "个", 90)),
    ),
)  # fmt: skip

SLOGANS = (
    "三个年", "四比四创", "五聚焦", "三抓三促", "321", "六个一", "四下基层", "百千万工程", "三心工作法", "双报到",
    "一村一品", "五色管理", "十条措施", "两精简三清理", "四问四帮", "七彩夕阳", "八大行动", "三单制", "四张清单", "五微五进",
)  # fmt: skip
_WHEN = (
    "连日来", "近日", "今年以来", "入夏以来", "日前", "清晨", "一大早", "这段时间", "春耕时节", "午后", "傍晚时分", "国庆前夕",
    "年初", "几场雨后", "开班第一天", "周末", "农闲时节", "雨过天晴", "天刚放亮", "收工之前",
)  # fmt: skip
_WHO = (
    "镇村干部", "驻村工作队", "党员志愿者", "包村领导", "技术员老李", "村支书", "网格员们", "返乡青年", "帮扶干部", "合作社负责人",
    "乡贤代表", "村医", "护林员", "种植大户", "妇联主席", "退役军人", "县里的专家", "大学生村官", "司机师傅", "老党员",
)  # fmt: skip
_HOW = (
    "挨家挨户", "顶着烈日", "冒着细雨", "手把手", "面对面", "一项一项", "全力以赴", "有条不紊", "逐村逐组", "坚持不懈",
    "带头", "分片包干", "现场", "迅速", "持续", "认真", "扎实", "稳步", "及时", "主动",
)  # fmt: skip
_DO = (
    "推进",
    "部署",
    "落实",
    "检查",
    "讲解",
    "组织",
    "参与",
    "动员开展",
    "对接",
    "督促",
    "规划",
    "梳理",
    "攻坚",
    "跟进",
    "复盘",
)
_MEANS = (
    "把会议开到现场", "一户一策定方案", "建立台账逐项销号", "用方言讲清政策", "请群众当评委", "上门听取意见", "以老带新传经验",
    "发动亲友一起干", "明确时限和责任人", "先试点再推开", "白天走访晚上研判", "借来设备连夜施工", "争取资金补齐短板", "邀请专家把脉问诊",
    "通过广播反复宣传", "晒出进度比一比", "领着大家外出取经", "在群里及时回应", "把难题列成清单", "与邻村结成对子",
)  # fmt: skip
_SAYS = ("说", "介绍", "告诉记者", "高兴地说", "算了一笔账", "感慨地说", "表示")
_PRAISE = (
    "从前想都不敢想", "日子一天比一天有奔头", "心里总算踏实了", "这是实实在在的好事", "大家的干劲更足了", "政策好才有今天", "明年还要接着干",
    "效果比预想的还好", "再也不用跑冤枉路", "一定要把这件事办好",
)  # fmt: skip


@dataclass(frozen=True)
class Sentences:
    """What can be drawn for one topic."""

    topic: Topic
    plain: Sequence[str]
    headlines: Sequence[str]


@cache
def sentences() -> tuple[Sentences, ...]:
    """The sentences of each topic, the same in every run."""
    chance = random.Random("sentences")  # noqa: S311 - the same sentences in every run
    return tuple(
        Sentences(
            topic,
            tuple(_sentence(chance, topic) for _ in range(_SENTENCES)),
            tuple(_headline(chance, topic) for _ in range(_HEADLINES)),
        )
        for topic in TOPICS
    )


def words(chance: random.Random, count: int) -> list[str]:
    """So many words of a language that nobody speaks, frequent ones more often (Zipf's law)."""
    known, weights = _vocabulary()
    return chance.choices(known, cum_weights=weights, k=count)


@cache
def _vocabulary() -> tuple[Sequence[str], Sequence[float]]:
    """Words of one to three of the characters that the phrases are written with, and how often each is said."""
    chance = random.Random("words")  # noqa: S311 - the same words in every run
    phrases = (
        _WHEN,
        _WHO,
        _HOW,
        _DO,
        _MEANS,
        _SAYS,
        _PRAISE,
        *(part for topic in TOPICS for part in (topic.objects, topic.results)),
    )
    characters = sorted(
        {character for part in phrases for phrase in part for character in phrase if character.isalpha()}
    )
    made = ("".join(chance.choices(characters, k=chance.choice((1, 2, 2, 2, 3)))) for _ in range(_WORDS))
    known = tuple(dict.fromkeys(made))
    return known, tuple(accumulate(1 / (rank + 20) for rank in range(len(known))))


def _sentence(chance: random.Random, topic: Topic) -> str:
    pick = chance.choice
    work = f"{pick(_HOW)}{pick(_DO)}{pick(topic.objects)}"
    match chance.randrange(4):
        case 0:
            return f"{pick(_WHEN)}，{pick(_WHO)}{work}，{pick(_MEANS)}，{pick(topic.results)}。"
        case 1:
            return f"“{pick(topic.results)}，{pick(_PRAISE)}。”{pick(_WHO)}{pick(_SAYS)}，{pick(_MEANS)}靠的是大家。"
        case 2:
            return (
                f"{pick(_MEANS)}，{pick(_MEANS)}，{pick(_WHO)}{work}，{pick(_WHEN)}又{pick(_DO)}{pick(topic.objects)}。"
            )
        case _:
            return f"{pick(_WHO)}与{pick(_WHO)}一道{work}，{pick(_PRAISE)}；{pick(_MEANS)}，{pick(topic.results)}。"


def _headline(chance: random.Random, topic: Topic) -> str:
    pick = chance.choice
    match chance.randrange(3):
        case 0:
            return f"{pick(_HOW)}{pick(_DO)}{pick(topic.objects)} {pick(topic.results)}"
        case 1:
            return f"{pick(_MEANS)} {pick(_DO)}{pick(topic.objects)}"
        case _:
            return f"{pick(_DO)}{pick(topic.objects)}见实效"
