"""The sentences of the demo county: a small grammar of topics, campaigns, places and figures that grow with time."""

import random
from dataclasses import dataclass

from demo_county.world import COUNTY, Town

_HEADLINES = {
    "产业": (
        "{village}{crop}{area}亩喜获丰收",
        "{firms}家合作社带活{village}{crop}产业",
        "{village}“{crop}经济”带动{people}户增收",
    ),
    "党建": (
        "{village}党员志愿服务{times}次解民忧",
        "“{slogan}”让{village}支部活起来",
        "{times}名党员进{village}网格",
    ),
    "环境": (
        "{village}清理垃圾{tons}吨扮靓家园",
        "{village}改厕{people}户提升人居环境",
        "“{slogan}”让{village}换新颜",
    ),
    "治理": (
        "{village}化解矛盾纠纷{times}件",
        "{village}网格员走访{people}户",
        "“{slogan}”走进{village}院落",
    ),
    "人才": (
        "{village}迎来返乡青年{times}人",
        "{village}开办夜校培训{people}人次",
        "{times}名技术员驻点{village}",
    ),
    "安全": (
        "{village}排查隐患{times}处",
        "{village}开展防汛演练{times}人参加",
        "{village}森林防火巡查{people}人次",
    ),
    "民生": (
        "{village}饮水工程惠及{people}户",
        "{village}免费体检{people}人次",
        "{village}硬化道路{times}公里",
    ),
    "文旅": ("{village}接待游客{guests}人次", "{village}{crop}节开幕", "{village}民宿添至{times}家"),
}
_OPENINGS = (
    "近日，{town}{village}传来好消息。{town}党委、政府把{topic}工作放在心上、抓在手上，组织干部{times}人次下村入户。",
    "“现在的变化，大家都看得见。”说起{topic}工作，{town}{village}的群众打开了话匣子。",
    "连日来，{town}紧扣全县{topic}工作部署，在{village}召开院坝会{meetings}场，听取意见建议{times}条。",
)
_FACTS = {
    "产业": "目前，{town}发展{crop}{area}余亩，培育合作社{firms}家，带动{people}户群众户均增收{money}元，预计全年产值{output}万元。",
    "党建": "{town}组建党员先锋队{firms}支，{people}名党员认领微心愿{times}个，为群众办实事{tons}件。",
    "环境": "截至目前，共清理乱堆乱放{times}处，清运垃圾{tons}吨，改造卫生厕所{people}座，新增绿化{area}平方米。",
    "治理": "今年以来，{town}{firms}个网格走访群众{people}户，排查矛盾纠纷{times}件，化解率达98%以上。",
    "人才": "{town}建起人才驿站{firms}个，培育致富带头人{times}名，开展技能培训{meetings}期{people}人次。",
    "安全": "{town}出动检查组{firms}个，检查经营场所{people}家，发现隐患{times}处，现已整改到位。",
    "民生": "工程总投资{output}万元，铺设管道{tons}公里，{people}户群众受益，大家打心眼里高兴。",
    "文旅": "今年以来，{town}接待游客{guests}余人次，实现旅游收入{output}万元，民宿发展到{firms}家。",
}
_DETAILS = (
    "在{village}，村干部带着大家算收入账、谋发展路，“{slogan}”成了干部群众嘴边的热词。",
    "村民告诉笔者，过去办事要跑镇上，如今家门口就能办，心里踏实多了。",
    "“一个环节一个环节地抓，一户一户地落实。”驻村工作队队长介绍，下一批任务清单已经列好。",
    "负责人表示，要把群众满意不满意作为衡量标准，一件接着一件办，一年接着一年干。",
)
_CLOSINGS = (
    "下一步，{town}将持续推进{topic}工作，以实干实效回应群众期盼。",
    "{town}将总结推广{village}的做法，让更多群众受益。",
    "接下来，{town}将对照年度目标再鼓劲、再加压，推动{topic}工作再上新台阶。",
)
_TOPIC_WORDS = {
    "产业": "产业振兴",
    "党建": "基层党建",
    "环境": "人居环境整治",
    "治理": "基层治理",
    "人才": "乡村人才",
    "安全": "安全生产",
    "民生": "民生保障",
    "文旅": "文旅融合",
}
TOPICS = tuple(_HEADLINES)
_COUNTY_HEADLINES = (
    "全县第{times}次重点工作推进会召开",
    "县委常委会（扩大）会议第{times}次会议召开",
    "全县{topic}工作现场会召开，{firms}个乡镇作交流",
)


@dataclass(frozen=True)
class Text:
    """What was written: headline without the town, paragraphs, campaigns that it names."""

    headline: str
    paragraphs: tuple[str, ...]
    slogans: tuple[str, ...]


def write(rng: random.Random, town: Town, topic: str, month: int, slogan: str) -> Text:
    """A story of a town; its figures grow by about two percent a month."""
    words = _figures(rng, town.scale * 1.02**month) | {
        "town": town.name,
        "village": rng.choice(town.villages),
        "crop": town.crop,
        "topic": _TOPIC_WORDS[topic],
        "slogan": slogan,
    }
    sentences = [
        rng.choice(_OPENINGS),
        _FACTS[topic],
        *rng.sample(_DETAILS, rng.randint(1, 3)),
        rng.choice(_CLOSINGS),
    ]
    paragraphs = tuple(sentence.format(**words) for sentence in sentences)
    headline = rng.choice(_HEADLINES[topic]).format(**words)
    named = slogan in headline or any(slogan in paragraph for paragraph in paragraphs)
    return Text(headline, paragraphs, (slogan,) if named else ())


def write_county(rng: random.Random, number: int, topic: str) -> Text:
    """A story of the county itself, which is no town's."""
    words = _figures(rng, 1.0) | {"topic": _TOPIC_WORDS[topic], "times": str(number)}
    headline = rng.choice(_COUNTY_HEADLINES).format(**words)
    paragraphs = (
        f"本月，{COUNTY}召开会议，研究部署{words['topic']}等重点工作。会议听取了前一阶段工作汇报，分析了存在的困难和问题。",
        f"会议指出，今年以来全县实施重点项目{words['firms']}个，完成投资{words['output']}万元，各项工作有序推进。",
        "会议要求，各级各部门要压实责任、主动作为，确保全年目标任务圆满完成。",
    )
    return Text(headline, paragraphs, ())


def _figures(rng: random.Random, scale: float) -> dict[str, str]:
    """Figures in the usual sizes: mu of land, households, ten thousands of yuan."""

    def about(size: int) -> str:
        return str(max(2, round(size * scale * rng.uniform(0.6, 1.4))))

    return {
        "area": about(1200),
        "firms": about(9),
        "people": about(260),
        "times": about(24),
        "tons": about(38),
        "meetings": about(6),
        "guests": about(5200),
        "money": about(1800),
        "output": about(320),
    }
