"""Names out of credits: lists split, offices before names dropped, padding inside short names closed."""

import re
from enum import Enum

from extractors.labels import PSEUDO_PEOPLE, words
from gazetteer import place_names

# The surnames of the Hundred Family Surnames that are in use, and frequent later ones.
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈"
    "宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应"
    "宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗"
    "班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭"
    "贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    "文寇广禄阙东殳沃利蔚越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "仝肖闫付覃邸代佟位冼谌苟鄢晋亓楚区仉库牟岳帅苑鹿代佘佴商赏墨哈谯年爱阳原撒展门宾辜母但青谭战来檀栗泽腾邝卿由么兰"
    "况涂芦粟尉迟麦欧隋蹇楼丛揭漆朴厍隗凃爨钭郤缑佴盍漕妫眭笪亢厉祭由"
)
# The most frequent ones decide where glued names are cut.
_FREQUENT_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
)
_DOUBLE_SURNAMES = frozenset(
    words("""
        欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 长孙 宇文 司徒 令狐 端木 南宫 轩辕 百里 呼延
        东郭 独孤 完颜 拓跋 公冶 澹台 申屠 太史 仲孙 钟离 鲜于 闾丘 宗政 濮阳 淳于 单于 赫连 闻人 万俟 左丘
        公羊 谷梁 梁丘 南门 西门 东门 第五 微生
    """)
)
_OFFICE = re.compile(
    r"(?:[省市县区州旗盟乡镇村局委办部厅院校社台站网报刊所队组处科股室会频道司团]|中心|街道|单位|融媒|融媒体|政府|支部|大学|客户端|杂志|记协|计生协|"
    r"医院|中学|小学|幼儿园|银行|林场|农场|新闻|媒体|在线|电视|广电|传媒|头条)\Z"
)
# The office or job behind which a glued or spaced name follows.
_OFFICE_THEN_NAME = re.compile(
    r".{2,30}(?:[省市县区乡镇村局委办部厅院校社台站网报所队处科股室会]|中心|街道|公司|集团|大学|政府|融媒|客户端)([\u4e00-\u9fff]{2,3})\Z"
)
_JOB = re.compile(
    r"(?:书记|主任|镇长|乡长|县长|市长|局长|部长|委员|干事|助理|选调生|站长|股长|所长|校长|队员|干部|教师|村官|科长)\Z"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff×ΧＸ]{2,4}\Z")
_LONG_NAME = re.compile(r"[\u3400-\u9fff]{1,7}(?:[·•・][\u3400-\u9fff]{1,7}){1,3}\Z")
_ACCOUNT = re.compile(r"[A-Za-z][\w.@-]{1,29}\Z")
_SPACED_NAME = re.compile(r"(?<![^\s、,;:/|])([\u4e00-\u9fff]) {1,4}([\u4e00-\u9fff×])(?![^\s、,;:/|])")
# Copy protection: 蒋××Nb9安康新闻网
_WATERMARK = re.compile(r"([\u4e00-\u9fff])[A-Za-z0-9]{3}[\u4e00-\u9fff]{2,10}网\Z")
_SEPARATORS = re.compile(r"[、,;/|丨\s&+]+")  # 丨 is a Chinese character, and printed as a bar
_EDGES = " \t\n\r()[]【】〔〕{}<>《》「」\"'“”:;,.。、|/\\-—_*■□●◆▲▼○※·•"
# A name with the desk's account behind it: 罗××_NB12082. A desk's number alone is nobody: NF041.
_TRAILING_ACCOUNT = re.compile(r"([\u4e00-\u9fff]{2,4})_\w+\Z")
_DESK_NUMBER = re.compile(r"[A-Z]{1,4}\d{2,}\Z")
# Two or three signs that begin like a name and are none.
_NOT_NAMES = frozenset(
    words("""
        方案 高清 时评 全文 组图 常委 文章 文字 高温 安全 平安 安康 时间 时政 关注 广告 通知 公告 通报
        简报 农业 农村 党建 江苏 江西 云南 贵州 山东 山西 广东 广西 华北 关闭 游戏 汽车 房产 相关 查看
        金融 经济 宣传 那么 应该 能够 通过 都是 单位 万元 公里 后续 师生 成都 温州 广州 杭州 徐州 连载
        东方 石家庄 白皮书 解读 解说词 居民 全县 全市 商报 向上 明年 和谐 文明 常规 原载 原创 年度 公示
        公开 党员 党委 乐山 连州 宜昌 武汉 南昌 文化 游客 干部 容易 关键 农民 通讯 来源 来信 空缺 项目
        计划 家庭 红网 查询 路线 成员 成果 平台 应急 万亩 华声 明确 文件 时代 关于 广场 连接 终审 文旅
        公益 国内 常见 相册 青年 展望 原标题 资料图 解放军 和平 全文完 版权声明 文联 通讯员 评论员 实习生 摄影师
        公安 水务 水利 商务 司法 卫健 安监 党校 时讯 商讯 邮政 边防 武警 齐鲁 荆楚 楚天 金羊 燕赵 华商
    """)
)
_NOT_PEN_NAMES = _NOT_NAMES | frozenset(
    words("""
        正文完 未完 待续 未完待续 连载完 本文完 已完 完结 图略 表略 附图 附表 附后 下转 上接 综合 据新华社 新华社
        本报讯 本网讯 本报综合 有删节 有删改 有改动 略有删节 节选 摘编 转载 编者 作者 记者 编译 编辑 整理 完整版 图文
        视频 组图 来源 供稿 供图 资料图 资料图片 题图 配图 漫画 摄影 本组图片 均为化名 系化名 化名 文中人物 星期一 今日
        昨日 原文 附件 见图 见下图 如下 下同
    """)
)
# Signs in which Uyghur and Tibetan names are written by their sound: 阿不都热合曼, 次仁罗布.
_BY_SOUND = re.compile(
    "[阿艾爱安巴买提木尔江汗克孜古丽热依力吐拜斯玛莎吾麦合都拉萨伊布欣库班米吉牙生帕哈祖农努娜扎西次仁卓央金顿珠罗旺堆平措多白"
    "达瓦格桑益丹增索朗尼洛边普群培才让华旦毛杰更藏项欠加泽不曼苏来外夏姆丁·]+"
)
_LONGEST_WRITTEN_BY_SOUND = 8
_BEHIND_REPORTER = frozenset(
    words(
        """
        日前 近日 昨日 今日 今天 昨天 最近 手记 调查 观察 述评 札记 来信 视角 走访 探访 体验 直击 获悉 从 在 了解到
        综述 连线 专访 采访 现场 见习 实习
    """
    )
)
_LONGEST_LIST = 300
_LONGEST_NAME = 4


class Proof(Enum):
    """How much the place of a list of names proves."""

    LABEL = "a label with a colon: account names and offices count"
    ROLE = "a role word without a colon: names up to the first word that is none"
    NONE = "only the place: every word has to be a name"


def names_of(text: str, proof: Proof) -> tuple[str, ...]:
    """The people of a list such as `新县融媒体中心 韩 ×、李××`, each once, in order.

    Beside a label a list that names only an office gives the office as its one entry.
    """
    text = text[:_LONGEST_LIST].strip(_EDGES)
    if " " in text:
        text = _SPACED_NAME.sub(r"\1\2", text)
    if text.endswith("网"):
        text = _WATERMARK.sub(r"\1", text)
    tokens = [token for part in _SEPARATORS.split(text) if (token := part.strip(_EDGES))]
    names = _labelled(tokens) if proof is Proof.LABEL else _leading(tokens, needs_all=proof is Proof.NONE)
    return tuple(dict.fromkeys(name for name in names if name.lower() not in PSEUDO_PEOPLE))


def is_pen_name(token: str) -> bool:
    """True for two to four signs that can be what somebody calls himself in a bracket behind a text's last sentence."""
    return (
        bool(_HAN_NAME.match(token))
        and token not in _NOT_PEN_NAMES
        and not is_office(token)
        and token not in place_names()
    )


def lone_name(value: str) -> str | None:
    """The one word behind 记者 and a space, also where its first sign is no surname: (记者 竹× 通讯员 安×)."""
    word = value.partition(")")[0].strip()
    if value[:1] != " " or not 2 <= len(word) <= _LONGEST_WRITTEN_BY_SOUND or word in _BEHIND_REPORTER:
        return None
    if len(word) > 3:
        return word if _BY_SOUND.fullmatch(word) else None
    return word if is_pen_name(word) else None


def is_name(token: str) -> bool:
    """True if the token is written like a Chinese personal name: a known surname and one or two signs."""
    if _LONG_NAME.match(token):
        return not _OFFICE.search(token)
    if not _HAN_NAME.match(token) or token in _NOT_NAMES:
        return False
    if token[:2] in _DOUBLE_SURNAMES:
        return len(token) >= 3
    return token[0] in _SURNAMES and len(token) <= 3 and not is_office(token)


def is_office(token: str) -> bool:
    """True for a place, a body or a post, which stands before names: 宋家镇, 县委宣传部, 镇长."""
    if not _OFFICE.search(token) and not _JOB.search(token):
        return False
    # 王会, 李社: two signs with a surname are a person, 宋家镇 is a place.
    return not (len(token) == 2 and token[0] in _SURNAMES and token[1] not in "省市县区乡镇村局委办网报社")


def _labelled(tokens: list[str]) -> list[str]:
    people: list[str] = []
    offices: list[str] = []
    for token in tokens:
        name = _person(token)
        if name:
            people += name
        elif re.search(r"[\u3400-\u9fff]", token) and not _is_chrome(token):
            offices.append(token)
    if people:
        return people
    return offices if all(is_office(office) or len(office) > 4 for office in offices) else []


def _is_chrome(token: str) -> bool:
    return bool(re.search(r"[?？!！。=<>]|\d{3}", token)) or len(token) > 25


def _person(token: str) -> list[str]:
    """The people of one token that stands beside a label; [] for an office."""
    account = _TRAILING_ACCOUNT.match(token)
    if account:
        return [account[1]]
    if is_name(token) or (_ACCOUNT.match(token) and not _DESK_NUMBER.match(token)):
        return [token]
    if is_office(token):
        return []
    after_office = _OFFICE_THEN_NAME.match(token)
    if after_office and is_name(after_office[1]):
        return [after_office[1]]
    glued = _glued(token)
    if glued:
        return glued
    return [token] if _HAN_NAME.match(token) and token not in _NOT_NAMES else []


def _leading(tokens: list[str], *, needs_all: bool) -> list[str]:
    people: list[str] = []
    for index, token in enumerate(tokens):
        if token.startswith("从") and len(token) > _LONGEST_NAME:
            return [] if needs_all else people  # 记者从市场监管部门获悉
        after_office = _OFFICE_THEN_NAME.match(token)
        if index == 0 and (needs_all or len(tokens) > 1) and token in place_names():
            continue  # (白河 张×): 白 is a surname too
        if is_name(token):
            people.append(token)
        elif is_office(token) and (
            index == 0 or (_OFFICE.search(token) and any(map(is_name, tokens[index + 1 : index + 2])))
        ):
            continue  # 晚报记者 顾× 石岭县报道组 孟×
        elif after_office and is_name(after_office[1]):
            people.append(after_office[1])
        elif glued := _glued(token):
            people += glued
        elif needs_all:
            return []
        else:
            break
    return people


def _glued(token: str) -> list[str]:
    """Names printed without anything between them: 谭×王××闫×. [] unless every part begins with a surname."""
    if not 4 <= len(token) <= 15 or token[:2] in _DOUBLE_SURNAMES or not re.fullmatch(r"[\u3400-\u9fff]+", token):
        return []
    best: list[tuple[int, list[str]] | None] = [(0, [])] + [None] * len(token)
    for end in range(2, len(token) + 1):
        for size in (3, 2):
            before = best[end - size] if end >= size else None
            part = token[end - size : end]
            if before is None or part[0] not in _SURNAMES or part in _NOT_NAMES:
                continue
            cost = before[0] + (2 if part[0] in _FREQUENT_SURNAMES else 3)
            now = best[end]
            if now is None or cost < now[0]:
                best[end] = cost, [*before[1], part]
    whole = best[-1]
    return whole[1] if whole else []
