"""What is said in the demo county: the sentences of each topic, with gaps for places, people and figures.

Gaps: `town`, `whole` (全镇, 全乡, 辖区), `office` (镇上, 乡上, 街道), `village`, `other` (another village), `crop`, `slogan`, `topic`, `person`. Standing figures of the town, which grow from month to month: `area` mu, `firms`, `households`, `output` ten thousand yuan a year, `guests`. Figures
of the day: `times`, `tons`, `meetings`, `people`, `money` yuan.

In paragraphs `[printed:claim]` stands around each number that claims a quantity, with what it claims in the base of its
unit: [{area}余亩:发展{crop}≥{area}亩]. Only what is printed gets into the pages.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One topic: what its work is called, headlines, first paragraphs, and sentences with and without figures."""

    words: str
    headlines: tuple[str, ...]
    scenes: tuple[str, ...]
    facts: tuple[str, ...]
    details: tuple[str, ...]


TOPICS = {
    "产业": Topic(
        "产业振兴",
        (
            "{village}{crop}{area}亩喜获丰收",
            "{firms}家合作社带活{village}{crop}产业",
            "{village}“{crop}经济”带动{people}户增收",
            "{crop}订单{tons}份签到{village}田间",
            "{village}“{slogan}”助{crop}产业提质",
            "小{crop}成了{village}的大产业",
        ),
        (
            "清晨的{village}，{crop}基地里已是一片忙碌，前来收购的货车排起了队。",
            "“今年{crop}行情好，一亩能多卖[{money}元:多卖={money}元]。”在{village}，{person}边装车边算账。",
            "眼下正是{crop}管护的关键时节，{town}农技人员走进{village}的田间地头，手把手教技术。",
            "走进{village}的加工车间，分拣、清洗、包装一气呵成，一箱箱{crop}产品正等待发往外地。",
        ),
        (
            "目前，{town}发展{crop}[{area}余亩:发展{crop}≥{area}亩]，培育合作社[{firms}家:培育合作社={firms}家]，带动[{households}户:带动群众={households}户]群众稳定增收，预计全年产值[{output}万元:全年产值={output}0000元]。",
            "{whole}{crop}种植面积达[{area}亩:{crop}种植面积={area}亩]，建成冷库[{meetings}座:冷库={meetings}座]，{crop}综合产值[突破{output}万元:{crop}综合产值≥{output}0000元]。",
            "今年以来，{town}整合资金[{output}余万元:整合资金≥{output}0000元]，新建改建产业路[{meetings}公里:新建改建产业路={meetings}公里]，[{firms}家:经营主体={firms}家]经营主体与[{households}户:农户={households}户]农户签订了收购协议。",
        ),
        (
            "为解决销路问题，{village}办起直播间，返乡青年{person}一场直播卖出[{tons}件:卖出{crop}产品={tons}件]{crop}产品。",
            "{village}与{other}抱团发展，土地统一流转、技术统一指导、产品统一销售，群众既得租金又挣薪金。",
            "县农业农村局派出的技术员每月到{village}[两次:到{village}=2次]，从选苗、施肥到防虫一一把关。",
            "过去各种各的、卖不上价，如今有了品牌，{village}的{crop}还没下地就被订走了一半。",
        ),
    ),
    "党建": Topic(
        "基层党建",
        (
            "{village}党员志愿服务{times}次解民忧",
            "“{slogan}”让{village}支部活起来",
            "{times}名党员进{village}网格",
            "{village}党支部办好{tons}件民生实事",
            "党员带头干，{village}旧貌换新颜",
        ),
        (
            "“有困难，找支部。”这句话在{town}{village}群众中越传越响。",
            "主题党日当天，{village}的[{times}名:党员={times}名]党员没有坐在会议室，而是扛着锄头下了地。",
            "在{village}党群服务中心，{person}正在登记群众反映的问题，墙上的认领清单写得满满当当。",
            "近日，{town}党委组织各村党支部书记到{village}观摩，现场比一比谁的办法更管用。",
        ),
        (
            "{town}组建党员先锋队[{firms}支:党员先锋队={firms}支]，[{people}名:党员={people}名]党员认领微心愿[{times}个:认领微心愿={times}个]，为群众办实事[{tons}件:办实事={tons}件]。",
            "今年以来，{whole}[{firms}个:党支部={firms}个]党支部开展主题党日活动[{meetings}场:主题党日活动={meetings}场]，收集意见建议[{times}条:收集意见建议={times}条]，办结率达到[96%:办结率=96%]。",
            "{town}选派[{times}名:选派党员干部={times}名]党员干部联系[{households}户:联系群众={households}户]群众，解决急难愁盼问题[{tons}个:解决急难愁盼问题={tons}个]。",
        ),
        (
            "{village}把党员的承诺写在公示栏上，干得怎么样，由群众说了算。",
            "支部会开到院坝里，{person}第一个发言，说的是排水沟的事，不到一周就有了结果。",
            "流动党员{person}虽在外务工，仍通过视频参加学习，还为{village}联系了收购商。",
            "老党员带头让出自家的菜地，{village}到{other}的道路这才顺利拓宽。",
        ),
    ),
    "环境": Topic(
        "人居环境整治",
        (
            "{village}清理垃圾{tons}吨扮靓家园",
            "{village}改厕{people}户提升人居环境",
            "“{slogan}”让{village}换新颜",
            "{village}拆旧棚{times}处建起小花园",
            "{village}河道清漂{meetings}公里",
        ),
        (
            "房前屋后干净了，路边的花也开了，走进{town}{village}，处处让人眼前一亮。",
            "“以前出门一脚泥，现在院里院外都像花园。”{person}一边浇花一边说。",
            "一大早，{village}的保洁员和志愿者就分头出动，清沟渠、捡垃圾、整柴垛。",
            "连日来，{town}以{village}为重点，打响了一场人居环境整治的硬仗。",
        ),
        (
            "截至目前，共清理乱堆乱放[{times}处:清理乱堆乱放={times}处]，清运垃圾[{tons}吨:清运垃圾={tons}吨]，改造卫生厕所[{people}座:改造卫生厕所={people}座]，新增绿化[{area}平方米:新增绿化={area}平方米]。",
            "{town}投入资金[{output}万元:投入资金={output}0000元]，出动机械[{meetings}台次:出动机械={meetings}台次]，拆除残垣断壁[{times}处:拆除残垣断壁={times}处]，[{households}户:庭院={households}户]庭院达到美丽庭院标准。",
            "{whole}设立垃圾分类点[{firms}个:垃圾分类点={firms}个]，聘请保洁员[{times}名:聘请保洁员={times}名]，每月开展评比[{meetings}次:评比={meetings}次]。",
        ),
        (
            "{village}把评比结果贴在墙上，红榜黄榜一目了然，谁也不愿落在后头。",
            "积分可以换洗衣粉、换食盐，{village}的小超市让清扫成了习惯。",
            "{office}请来规划人员，就地取材，用旧瓦片、老石磨为{village}装点出几处小景。",
            "{other}的群众也坐不住了，主动到{village}取经，回去就把自家门前收拾得利利落落。",
        ),
    ),
    "治理": Topic(
        "基层治理",
        (
            "{village}化解矛盾纠纷{times}件",
            "{village}网格员走访{people}户",
            "“{slogan}”走进{village}院落",
            "{village}院坝会开出{tons}条好建议",
            "一张便民卡连起{village}{people}户",
        ),
        (
            "“邻里之间，各让一步就过去了。”在{village}调解室，一起持续半年的地界纠纷画上了句号。",
            "夜幕降临，{village}的院坝里亮起了灯，干部和群众围坐在一起，说的都是身边事。",
            "网格员{person}的手机里存着{village}每一户的情况，谁家有老人、谁家要办证，她都记得清楚。",
            "近日，{town}在{village}召开现场会，推广小事不出村、矛盾不上交的做法。",
        ),
        (
            "今年以来，{town}[{firms}个:网格={firms}个]网格走访群众[{households}户:走访群众={households}户]，排查矛盾纠纷[{times}件:排查矛盾纠纷={times}件]，化解率达[98%以上:化解率≥98%]。",
            "{town}配备网格员[{times}名:网格员={times}名]，召开院坝会[{meetings}场:院坝会={meetings}场]，收集民情[{tons}条:收集民情={tons}条]，[{people}户:群众={people}户]群众领到了便民服务卡。",
            "{whole}建成调解室[{firms}个:调解室={firms}个]，聘请调解员[{times}人:聘请调解员={times}人]，就地化解纠纷[{tons}起:化解纠纷={tons}起]。",
        ),
        (
            "{village}推行事项公开，花了多少钱、办了什么事，都在群里晒得明明白白。",
            "村规民约改了三稿，{person}提的红白事从简一条得到多数人赞成。",
            "遇到拿不准的事，{village}请来驻村法律顾问，把道理讲清、把规矩讲明。",
            "从{village}到{other}，一支由老教师、老党员组成的队伍常年走村串户，大家亲切地称他们为和事佬。",
        ),
    ),
    "人才": Topic(
        "乡村人才",
        (
            "{village}迎来返乡青年{times}人",
            "{village}开办夜校培训{people}人次",
            "{times}名技术员驻点{village}",
            "{village}“田秀才”带出{tons}个徒弟",
            "返乡创业者在{village}安下家",
        ),
        (
            "辞去城里的工作回到{village}，{person}说这是他做得最踏实的决定。",
            "晚上七点，{village}的夜校教室座无虚席，今晚讲的是{crop}病虫害防治。",
            "“老师就在地里教，看得见、学得会。”刚结束培训的{person}信心十足。",
            "近日，{town}举行返乡人才座谈会，[{times}名:在外能人={times}名]在外能人回到家乡共话发展。",
        ),
        (
            "{town}建起人才驿站[{firms}个:人才驿站={firms}个]，培育致富带头人[{times}名:培育致富带头人={times}名]，开展技能培训[{meetings}期:技能培训={meetings}期][{people}人次:技能培训={people}人次]。",
            "截至目前，{town}回引人才[{times}人:回引人才={times}人]，领办项目[{firms}个:领办项目={firms}个]，带动就业[{people}人:带动就业={people}人]。",
            "{town}发放创业贷款[{output}万元:发放创业贷款={output}0000元]，支持[{firms}名:支持返乡青年={firms}名]返乡青年创业，[{households}户:群众={households}户]群众在家门口有了活干。",
        ),
        (
            "{office}为返乡青年协调了场地，减免了首年租金，{person}的工作室两个月就开张了。",
            "{village}建起乡土人才库，会木工的、懂电商的、能唱戏的都登记在册。",
            "县里来的技术员与{village}的种植户结成对子，有问题一个电话就到。",
            "师傅带徒弟、徒弟帮邻里，手艺就这样从{village}传到了{other}。",
        ),
    ),
    "安全": Topic(
        "安全生产",
        (
            "{village}排查隐患{times}处",
            "{village}开展防汛演练{times}人参加",
            "{village}森林防火巡查{people}人次",
            "{village}上好安全“第一课”{meetings}场",
            "“{slogan}”守牢{village}安全线",
        ),
        (
            "哨声响起，{village}的群众按照路线迅速向安置点转移，一场演练紧张有序。",
            "“灭火器压力够不够？通道堵没堵？”在{village}，检查人员一处一处看、一项一项问。",
            "连日来，{town}组织力量深入{village}等地，对重点部位开展拉网式排查。",
            "雨还没停，{person}已经披着雨衣沿{village}的河堤走了一个来回。",
        ),
        (
            "{town}出动检查组[{firms}个:出动检查组={firms}个]，检查经营场所[{people}家:检查经营场所={people}家]，发现隐患[{times}处:发现隐患={times}处]，现已整改到位。",
            "{whole}储备防汛物资[{tons}吨:储备防汛物资={tons}吨]，落实地质灾害监测员[{times}名:落实地质灾害监测员={times}名]，转移避险群众[{people}人次:转移避险群众={people}人次]。",
            "今年以来，{town}开展安全宣讲[{meetings}场:安全宣讲={meetings}场]，发放资料[{households}份:发放资料={households}份]，消除火灾隐患[{times}处:消除火灾隐患={times}处]。",
        ),
        (
            "{village}的大喇叭每天早晚各播一次，用方言讲用火用电常识，老人孩子都听得懂。",
            "对独居老人，{village}安排专人上门检查电线和燃气，{person}一年要跑[上百趟:跑≥100趟]。",
            "隐患清单贴在墙上，整改一项销号一项，责任人、时限写得清清楚楚。",
            "护林员{person}说，进山的路口都设了点，{village}到{other}一线没有死角。",
        ),
    ),
    "民生": Topic(
        "民生保障",
        (
            "{village}饮水工程惠及{people}户",
            "{village}免费体检{people}人次",
            "{village}硬化道路{times}公里",
            "{village}幸福食堂开张，{people}位老人吃上热乎饭",
            "{village}卫生室搬新家",
        ),
        (
            "拧开水龙头，清亮的自来水哗哗流出，{village}的{person}笑得合不拢嘴。",
            "中午十一点半，{village}幸福食堂飘出饭菜香，老人们三三两两前来就餐。",
            "一条新修的水泥路从{village}一直通到{other}，孩子们上学再也不用绕远路。",
            "“不出村就能量血压、做心电图，太方便了。”在{village}，前来体检的群众排起了队。",
        ),
        (
            "工程总投资[{output}万元:工程总投资={output}0000元]，铺设管道[{tons}公里:铺设管道={tons}公里]，[{households}户:群众={households}户]群众受益。",
            "今年以来，{town}办理民生实事[{tons}件:办理民生实事={tons}件]，发放临时救助金[{output}万元:发放临时救助金={output}0000元]，惠及[{people}人:惠及={people}人]。",
            "{town}建成幸福食堂[{firms}个:幸福食堂={firms}个]，服务老人[{guests}人次:服务老人={guests}人次]，组织义诊[{meetings}场:义诊={meetings}场]。",
        ),
        (
            "资料能网上跑的，就不让群众跑腿；腿脚不便的，{village}的代办员上门去办。",
            "施工期间，{person}天天到工地上看一看，他说这是自己家门口的工程。",
            "开学前，{town}干部把助学金送到{village}学生手中，叮嘱他们安心读书。",
            "冬季来临前，{village}为困难家庭检修了房屋，棉被和取暖设备也一并送到。",
        ),
    ),
    "文旅": Topic(
        "文旅融合",
        (
            "{village}接待游客{guests}人次",
            "{village}{crop}节热闹开幕",
            "{village}民宿添至{times}家",
            "{village}老戏台唱响新生活",
            "周末到{village}去，{times}家农家乐迎客忙",
        ),
        (
            "锣鼓一响，{village}的老戏台前就围满了人，台上唱的是老腔，说的是新事。",
            "山上云雾缭绕，山下炊烟袅袅，周末的{village}迎来一拨又一拨游客。",
            "“没想到山里有这么好的去处。”第一次来到{village}的游客{person}连连称赞。",
            "近日，{town}{village}的{crop}主题活动吸引了周边不少市民前来体验。",
        ),
        (
            "今年以来，{town}接待游客[{guests}余人次:接待游客≥{guests}人次]，实现旅游收入[{output}万元:旅游收入={output}0000元]，农家乐和民宿发展到[{firms}家:农家乐和民宿={firms}家]。",
            "活动当天，{village}接待游客[{people}人次:接待游客={people}人次]，销售农产品[{tons}吨:销售农产品={tons}吨]，现场签约[{meetings}个:签约项目={meetings}个]项目。",
            "{town}投入[{output}余万元:投入≥{output}0000元]修缮古道[{meetings}公里:修缮古道={meetings}公里]，改造民居[{times}栋:改造民居={times}栋]，[{households}户:群众={households}户]群众参与经营。",
        ),
        (
            "{village}把闲置的老屋改成民宿，推开窗就是{crop}，住客多是回头客。",
            "非遗传承人{person}在现场教孩子们编竹器，一坐就是一下午。",
            "从{village}到{other}的步道串起了古井、老树和石桥，走一圈大约两个小时。",
            "游客多了，村里的土鸡蛋、腊肉、干菜都成了抢手货，家家户户忙着备货。",
        ),
    ),
}

# Sentences that fit every topic.
VOICES = (
    "“过去办事要跑老远，如今家门口就能办，心里踏实多了。”村民{person}说。",
    "“一件接着一件办，一年接着一年干，大伙儿看得见。”{village}党支部书记{person}告诉笔者。",
    "“刚开始大家都在观望，后来看到真变了样，就都跟着干了。”{person}回忆说。",
    "驻村工作队员{person}介绍，下一批任务清单已经列好，每一项都明确了责任人和时限。",
    "“政策好，干部实在，我们的日子越过越有盼头。”年过六旬的{person}感慨地说。",
    "在{village}，“{slogan}”成了干部群众嘴边的热词，也成了检验作风的一把尺子。",
    "{town}以“{slogan}”为抓手，把责任压实到岗、到人。",
)
METHODS = (
    "{town}党委、政府把{topic}工作放在心上、抓在手上，主要负责同志带队调研，现场解决问题。",
    "为确保任务落地，{town}实行周调度、月通报，先进的上台讲经验，落后的上台说差距。",
    "从{village}先行先试，到{other}跟进推广，{town}坚持成熟一个、铺开一个。",
    "{town}干部分片包干，白天走村入户，晚上碰头会商，把问题解决在一线。",
    "紧扣全县{topic}工作部署，{town}列出任务清单、责任清单和整改清单，逐项对账销号。",
    "资金从哪里来？{town}采取上级争取一点、集体投入一点、群众自筹一点的办法，蹚出了一条路子。",
)
CLOSINGS = (
    "下一步，{town}将持续推进{topic}工作，以实干实效回应群众期盼。",
    "{town}将总结推广{village}的做法，让更多群众受益。",
    "接下来，{town}将对照年度目标再鼓劲、再加压，推动{topic}工作再上新台阶。",
    "站在新的起点上，{village}的群众信心更足、干劲更大。",
    "{town}相关负责人表示，要把群众满意不满意作为衡量标准，一锤接着一锤敲。",
    "如今的{village}，变化看得见，未来更可期。",
)
PEOPLE = (
    "周大有", "吴秀兰", "郑守田", "王桂枝", "冯长庚", "陈玉喆", "褚新民", "卫春香", "蒋老根", "韩素云",
    "杨有福", "朱彩霞", "秦石头", "尤金凤", "许大山", "何满仓", "吕桂花", "张青松", "孔令秋", "曹月娥",
)  # fmt: skip

COUNTY_HEADLINES = (
    "全县第{times}次重点工作推进会召开",
    "县委常委会（扩大）会议第{times}次会议召开",
    "全县{topic}工作现场会召开，{firms}个乡镇作交流",
)
COUNTY_PARAGRAPHS = (
    (
        "本月，{county}召开会议，研究部署{topic}等重点工作。会议听取了前一阶段工作汇报，分析了存在的困难和问题。",
        "近日，全县{topic}工作会议在县城召开，县直有关部门和各乡镇主要负责人参加。",
    ),
    (
        "会议指出，今年以来全县实施重点项目[{firms}个:重点项目={firms}个]，完成投资[{output}万元:投资={output}0000元]，各项工作有序推进。",
        "会议通报了{topic}工作进展：全县已建成示范点[{firms}个:示范点={firms}个]，覆盖群众[{people}户:群众={people}户]，累计投入[{output}余万元:投入≥{output}0000元]。",
    ),
    (
        "会议强调，要坚持问题导向，盯住薄弱环节，拿出过硬措施，一项一项抓落实。",
        "会议认为，成绩来之不易，差距同样明显，要学先进、补短板、促提升。",
    ),
    ("会议要求，各级各部门要压实责任、主动作为，确保全年目标任务圆满完成。",),
)
