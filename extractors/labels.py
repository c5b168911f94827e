"""The words beside which county sites print who wrote, edited, checked and published an article, and when.

Data only: a word that is missing here is added here and nowhere else.
"""

from enum import Enum


def words(text: str) -> list[str]:
    """The words of a list that is written as running text."""
    return text.split()


class Field(Enum):
    """What the text behind a label says."""

    PUBLISHED = "published_at"
    UPDATED = "updated"
    OTHER_DATE = "other date"  # date of the document, of its entry into force: no publication
    SOURCE = "source"
    AUTHOR = "authors"
    EDITOR = "editors"
    REVIEWER = "reviewers"
    PHOTOGRAPHER = "photographers"  # photo and video credits: never writers
    NOBODY = "nobody"  # people and offices that no field is for
    TITLE = "title"
    NOISE = "noise"  # chrome of the page: ends a value


# Labels that need a colon behind them.
PRINTED_LABELS: dict[str, Field] = {
    **dict.fromkeys(
        words("""
        时间 发布时间 发布日期 发表时间 发表日期 发稿时间 发稿日期 上传时间 录入时间 信息时间 日期
        时间发布 发布于 发布时间为 公布时间 公布日期 刊发时间 添加时间 创建时间 稿件时间 文章时间
        新闻时间 刊登时间 播出时间
    """),
        Field.PUBLISHED,
    ),
    **dict.fromkeys(words("更新时间 更新日期 修改时间 最后更新 更新于 更新 公开日期 公开时间"), Field.UPDATED),
    **dict.fromkeys(
        words("""
        成文日期 发文日期 成文时间 发文时间 生成日期 生效日期 生效时间 废止日期 废止时间 失效时间
        失效日期 印发日期 截止时间 截止日期 实施日期 签发日期 打印时间 打印日期 会议时间
        活动时间 当前时间 今天是 现在时间 系统时间 举办时间 报名时间 办公时间
    """),
        Field.OTHER_DATE,
    ),
    **dict.fromkeys(
        words("""
        来源 信息来源 文章来源 稿件来源 新闻来源 消息来源 内容来源 本文来源 资料来源 转载来源 来源于
        来源单位 稿源 出处 文章出处 信息出处 转自 转载自 转贴自 摘自
    """),
        Field.SOURCE,
    ),
    **dict.fromkeys(
        words("作者 文章作者 本文作者 作 信息员 执笔 执笔人 投稿人 供稿人 撰稿人 供稿单位 撰写 文字 文稿"), Field.AUTHOR
    ),
    **dict.fromkeys(words("标题 文章标题"), Field.TITLE),
    "海报": Field.PHOTOGRAPHER,  # only with a colon: 上海报道 holds it too
    **dict.fromkeys(
        words("""
        发布者 发布人 发布 发布机构 发布单位 发布机关 发文机构 发文机关 发文单位 录入 录入者 录入员
        录入人 上传 上传者 上传人 编发 转发 推送 主编 副主编 执行主编 总编 总编辑 副总编辑 值班总编
        值班主编 编委 值班编委 总监 值班主任 策划 统筹 出品 出品人 制作 总策划 责任主编 翻译 主办 承办 协办 设计 制图
        主持 主持人 讲述 口述 受访者 联系人 联系电话 电话 技术支持 新闻热线 新闻报料 报料热线 举报电话
        投稿邮箱 原标题 标签 关键词 关键字 摘要 内容提要 所属分类 分类 栏目 版次 地址 原文链接 本文链接
        视频链接 链接 网址 索引号 文号 主题词 公开方式 声明 特别声明 免责声明 版权声明 主题分类 责任校长 领导 选稿
        指导老师 指导教师 指导专家 受访专家 值班领导 带班领导 分管领导
        译者 图片来源 图片来自 题图来源 题图来自 封面来源 头图来源 图源 头图
        审批 有效性 名称 组配分类 文件编号 编号 所属栏目 文章字数 本文字数 字数 页数
    """),
        Field.NOBODY,
    ),
}

# Words for people, which open a list of names with or without a colon.
ROLE_LABELS: dict[str, Field] = {
    **dict.fromkeys(
        words("""
        记者 通讯员 本刊记者 本报通讯员 本网通讯员 本刊通讯员 特约记者 特约通讯员 职工通讯员 实习记者
        见习记者 全媒体记者 融媒体记者 融媒记者 首席记者 学生记者 驻站记者 本报记者 本网记者
        本台记者 实习生 见习生 评论员 特约评论员
        本报评论员 本网评论员 首席评论员 特派记者 特约撰稿人 撰稿 撰文 供稿 采写 特约作者 本报作者 文/图 图/文 文、图
        图、文 文图 图文 文/摄 文/摄影 文、摄影 文/视频 图文/视频 文/图片 供稿人 供稿、摄影 供稿摄影 撰稿、摄影 撰稿摄影
        文字、摄影 报送人 信息报送
    """),
        Field.AUTHOR,
    ),
    **dict.fromkeys(
        words("""
        责任编辑 责编 编辑 网络编辑 值班编辑 发稿编辑 整理编辑 执行编辑 新媒体编辑 新闻编辑 文字编辑
        本期编辑 编辑员 编辑整理 美编 实习编辑 见习编辑 栏目编辑 网站编辑 内容编辑 图文编辑 微信编辑
        图片编辑
        责任编缉 编辑制作 制作编辑
    """),
        Field.EDITOR,
    ),
    **dict.fromkeys(
        words("""
        审核 初审 复审 终审 一审 二审 三审 一校 二校 三校 核稿 校对 校审 责任校对 审稿人 签发 审签 审稿 审定
        一审一校 二审二校 三审三校 审阅 审核人 审核员 责任审核 审读 编审 监制 总监制 签审 审校 值班审核
        复核 初核 终核 审发 监审 责审 稿件审核 信息审核 审核领导 初审初校 复审复校 终审终校 校核 校稿 签发人 审核发布
        审核人员
    """),
        Field.REVIEWER,
    ),
    **dict.fromkeys(
        words("""
        摄影 摄像 摄影师 特约摄影师 特约摄影 图片 图片摄影 本组摄影 视频 视频剪辑 剪辑 航拍 摄制
        视频制作 图片提供 供图 配图 题图 资料图片 摄影记者
    """),
        Field.PHOTOGRAPHER,
    ),
    "制作": Field.NOBODY,
}

# One sign each: they open names only before a colon or a slash.
SHORT_ROLES: dict[str, Field] = {
    "文": Field.AUTHOR,
    "图": Field.PHOTOGRAPHER,
    "摄": Field.PHOTOGRAPHER,
    "编": Field.EDITOR,
    "审": Field.REVIEWER,
}

# Roles that may stand behind the names: 吕× 摄影报道, 张× 李× 文/图.
SUFFIX_ROLES: dict[str, Field] = {
    **dict.fromkeys(
        words(
            "摄影报道 报道 供稿 撰稿 撰文 采写 文/图 图/文 文/摄 文/摄影 文、摄影 文、图 图、文 文图 图文 整理 综合 文"
        ),
        Field.AUTHOR,
    ),
    **dict.fromkeys(words("摄 摄影 供图 图 摄像 制图"), Field.PHOTOGRAPHER),
}

# Chrome that stands in the same line: it ends a value and is none.
NOISE = words("""
        发自 发表于 字体大小 字体颜色 字体 字号 小字号 大字号 打印 收藏 关闭 分享到 分享 我要纠错 纠错 下载 背景颜色
        扫一扫 浏览次数 浏览量 浏览人数 浏览数 浏览 访问量 访问次数 访问人数 点击次数 点击数 点击量
        点击率 点击 阅读次数 阅读量 阅读数 阅读人数 阅读 人气 热度 次浏览 保护视力 视力保护色 查看全文
        听新闻 举报 手机看新闻 手机看视频 参与互动 网友评论 发表评论 评论 大字 复制链接 责任编辑信箱 返回搜狐 颜色
        我要打印 复制地址 推荐 留言 语音播报 朗读 二维码 微信 微博 附件下载 更多 我来说两句 已浏览 已有
        我要评论 我要分享 我有话说 说两句 跟贴 跟帖
        进入电子报 进入论坛 进入复兴论坛
        打印本页 关闭窗口 打印此页 打印文章 T大 T|T 点赞 转载 网摘 播放 收听
    """)

# What a publishing system writes where nobody wrote anything.
PSEUDO_PEOPLE = frozenset(
    words("""
        管理员 admin administrator root system 系统管理员 网站管理员 超级管理员 后台管理员 信息管理员
        站长 本站 本网 本站编辑 本网编辑 本站原创 原创 佚名 未知 不详 无 暂无 匿名 网络 编辑 记者 小编
        网友 none null test user guest
    """)
)

# What stands as a line of its own but is no credit and no headline.
END_OF_ARTICLE = words("""
        新闻推荐 相关阅读 相关新闻 相关资讯 相关文章 相关稿件 相关链接 推荐阅读 热门新闻 热门推荐
        热点推荐 头条推荐 最新消息 上一篇 下一篇 上一条 下一条 更多 最新动态 热门评论 阅读下一篇
        最新评论 延伸阅读 微信往期推送 热点新闻 猜你喜欢
    """)
