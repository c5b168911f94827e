"""Which sheets the workbook has, as data: what each answers, its rows as SQL, its columns.

The SQL finds the county as `chosen.county_code` and its newest complete quarter, null where there is none, as
`chosen.quarter_date`. A column is named by the column of the database whose heading, meaning and unit it has.
"""

from dataclasses import dataclass

ALL_TIME = "全部时间"
QUARTER = "{quarter}"  # stands for the newest complete quarter
# Of what is listed one by one, all would be hundreds of sheets of paper.
SINCE_QUARTER = f"{QUARTER}起，新者在前"


@dataclass(frozen=True)
class Column:
    """A column of a sheet: `source` is the one of the database (mart.output_rank.stories) that says what it means.

    `group` is a heading over several columns.
    """

    source: str
    group: str = ""

    @property
    def name(self) -> str:
        """The name of the column, by which its heading is known."""
        return self.source.rsplit(".", 1)[1]

    @property
    def table(self) -> str:
        """The table with the column, mart.output_rank."""
        return self.source.rsplit(".", 1)[0]


@dataclass(frozen=True)
class Sheet:
    """A table of the workbook; `unit` says what its figures count, `kept` how many columns stay when one scrolls.

    `period` is what the rows are of. A `pivot` takes a label and these values from the end of each row: the labels
    become columns, each value a block of rows, coloured by how high it is; `totals` adds them up, where all are counts.
    """

    name: str
    question: str
    english: str
    unit: str
    period: str
    sql: str
    columns: tuple[Column, ...]
    kept: int = 1
    pivot: tuple[Column, ...] = ()
    totals: str = ""

    @property
    def sources(self) -> tuple[Column, ...]:
        """All columns with a meaning, those of the pivot too."""
        return self.columns + self.pivot


_PERIOD = """case period_kind when 'all' then '全部时间' when 'year' then strftime(period_start_date, '%Y年')
    else format('{}年第{}季度', year(period_start_date), quarter(period_start_date)) end"""


def _of(table: str, names: str, group: str = "") -> tuple[Column, ...]:
    """Columns of one table; its places are towns here, and so they are called."""
    sources = ("core.town.town_name" if name == "place_name" else f"{table}.{name}" for name in names.split())
    return tuple(Column(source, group) for source in sources)


def _two_periods(name: str, question: str, english: str, unit: str, table: str, names: str, order: str) -> Sheet:
    """A sheet with a row for each town in the newest complete quarter, and one in all time."""
    columns = ("period_start_date", "place_name", *names.split(), "coverage_share")
    shown = ", ".join(_PERIOD if column == "period_start_date" else column for column in columns)
    sql = f"""
        select {shown} from {table} join chosen using (county_code)
        where place_kind = 'town'
            and (period_kind = 'all' or period_kind = 'quarter' and period_start_date = quarter_date)
        order by period_kind = 'all', {order}, place_code"""  # noqa: S608 (words of this file alone)
    return Sheet(name, question, english, unit, f"{QUARTER}、{ALL_TIME}", sql, _of(table, " ".join(columns)), kept=2)


RANKING = Sheet(
    "发稿排名",
    "哪个乡镇发稿最多？名次与上季相比如何？",
    "Which town publishes most, and how did its rank change?",
    "新闻单位为条，转载不重复计数；名次 1 为最多，并列同名次；名次升降正数为上升",
    f"{QUARTER}与{ALL_TIME}",
    """
    select overall.place_name,
        recent.peer_rank, recent.peer_rank_change, recent.stories, recent.stories_change, recent.story_share,
        recent.coverage_share,
        overall.peer_rank, overall.stories, overall.publications, overall.reprints, overall.story_share,
        overall.stories_per_10000_residents, overall.coverage_share,
        silence.last_story_date, silence.silent_days, silence.is_silent
    from mart.output_rank as overall
    join chosen on chosen.county_code = overall.county_code
    join mart.silence as silence on silence.place_code = overall.place_code and silence.period_kind = 'all'
    left join mart.output_rank as recent on recent.place_code = overall.place_code
        and recent.period_kind = 'quarter' and recent.period_start_date = chosen.quarter_date
    where overall.place_kind = 'town' and overall.period_kind = 'all'
    order by recent.peer_rank nulls last, overall.peer_rank, overall.place_code""",
    (
        *_of("mart.output_rank", "place_name"),
        *_of(
            "mart.output_rank", "peer_rank peer_rank_change stories stories_change story_share coverage_share", QUARTER
        ),
        *_of("mart.output_rank", "peer_rank stories publications reprints story_share", ALL_TIME),
        *_of("mart.output_rank", "stories_per_10000_residents coverage_share", ALL_TIME),
        *_of("mart.silence", "last_story_date silent_days is_silent", "截至本县最新稿件"),
    ),
)

MONTHS = Sheet(
    "逐月发稿",
    "各乡镇每月发稿多少？哪些月份没有？",
    "How many stories does each town publish in each month?",
    "新闻单位为条，颜色越深越多；无日期的新闻不在内",
    "逐月，新者在前",
    """
    select period_start_date, coverage_share, place_name, stories
    from mart.output_rank join chosen using (county_code)
    where place_kind = 'town' and period_kind = 'month'
    order by period_start_date desc, place_code""",
    _of("mart.output_rank", "period_start_date coverage_share"),
    pivot=_of("mart.output_rank", "stories"),
    totals="合计",
)

SCORES = _two_periods(
    "加权得分",
    "按刊用级别计分，谁最高？",
    "Who scores most by the level of the outlets?",
    "得分单位为分；最高级得分每条新闻只计最高一家，累加得分逐家计",
    "mart.weighted_score",
    "scheme stories best_points peer_rank adoption_points adoption_rank",
    "scheme, peer_rank",
)

TOPICS = Sheet(
    "主题结构",
    "各乡镇写什么？比同县乡镇多写什么？",
    "What does each town write about, and more than its peers?",
    "主题占比合计 100%；区位商大于 1 为高于同组，新闻少时波动大",
    ALL_TIME,
    """
    select place_name, place_stories.stories, topic_share.coverage_share,
        topic, topic_share, location_quotient
    from mart.topic_share as topic_share join chosen using (county_code)
    join (select place_code, stories from mart.output_rank where period_kind = 'all') as place_stories
        using (place_code)
    where place_kind = 'town' and period_kind = 'all'
    order by place_code, topic = '未解释', peer_topic_share desc, topic""",
    (
        *_of("mart.output_rank", "place_name stories"),
        *_of("mart.topic_share", "coverage_share"),
    ),
    kept=2,
    pivot=_of("mart.topic_share", "topic_share location_quotient"),
)

INEQUALITY = Sheet(
    "覆盖不均",
    "新闻在各乡镇之间分布有多不均？",
    "How unevenly are the stories spread over the towns?",
    "基尼系数 0 为均等，趋近 1 为集中于一地；采集不全会显得更不均",
    "全部时间、各年、各季度，新者在前",
    f"""
    select {_PERIOD}, is_complete, places, silent_places, stories, gini, hhi, top_share, place.place_name,
        coverage_share
    from mart.inequality as inequality join chosen on county_code = group_code
    left join core.place as place on place_code = top_place_code
    where period_kind <> 'month'
    order by list_position(['all', 'year', 'quarter'], period_kind), period_start_date desc""",  # noqa: S608
    (
        *_of("mart.inequality", "period_start_date is_complete places silent_places stories gini hhi top_share"),
        Column("core.town.town_name", "首位"),
        *_of("mart.inequality", "coverage_share"),
    ),
)

SILENCE = Sheet(
    "静默",
    "哪些乡镇不发声？最长多久没有新闻？",
    "Which towns are silent, and for how long?",
    "天数算至本县最新稿件，不算至今天；静默为超过 14 天，停更为超过 183 天；日期为空即从未发稿",
    ALL_TIME,
    """
    select place_name, stories, last_story_date, silent_days, longest_gap_days, median_gap_days, gaps_over_14_days,
        is_silent, is_dead, coverage_share
    from mart.silence join chosen using (county_code)
    where place_kind = 'town' and period_kind = 'all'
    order by silent_days desc nulls first, place_code""",
    _of(
        "mart.silence",
        "place_name stories last_story_date silent_days longest_gap_days median_gap_days gaps_over_14_days is_silent"
        " is_dead coverage_share",
    ),
)

SLOGANS = Sheet(
    "口号",
    "口号谁先用、谁跟进、谁没用？",
    "Who took up a slogan first, and who never?",
    "滞后为距本县首次使用的天数；空格为在已采集稿件中从未使用",
    ALL_TIME,
    """
    select slogan, verdict, place_name, stories, first_use_date, lag_days, adoption_rank, cumulative_share, url,
        coverage_share
    from mart.slogan_diffusion as diffusion join chosen using (county_code)
    left join (select story_id, url from core.story) as story on story_id = first_story_id
    where place_kind = 'town'
    order by slogan, adoption_rank nulls last, place_code""",
    (
        *_of(
            "mart.slogan_diffusion",
            "slogan verdict place_name stories first_use_date lag_days adoption_rank cumulative_share",
        ),
        Column("core.story.url"),
        *_of("mart.slogan_diffusion", "coverage_share"),
    ),
    kept=3,
)

CLAIMS = Sheet(
    "数据横比",
    "同一指标，各乡镇各报多少？",
    "Who claims how much of the same thing?",
    "数字为稿件所称而非统计，请对照原句；空格只表示已采集的稿件未提及",
    ALL_TIME,
    """
    select indicator, unit, place_name, latest_value, bound, claimed_date, claims, peer_rank, sentence, url,
        coverage_share
    from mart.claim_benchmark join chosen using (county_code)
    where place_kind = 'town' and period_kind = 'all'
    order by count(latest_value) over (partition by indicator, unit) desc, indicator, unit, peer_rank nulls last,
        place_code""",
    _of(
        "mart.claim_benchmark",
        "indicator unit place_name latest_value bound claimed_date claims peer_rank sentence url coverage_share",
    ),
    kept=3,
)

REPRINTS = _two_periods(
    "上送与转载",
    "谁的新闻被转载、被上级采用？",
    "Whose stories are reprinted, and go up?",
    "新闻单位为条，刊发单位为篇；只采集配置内的网站，故为下限",
    "mart.reprints",
    "stories publications publications_per_story reprinted_stories stories_above_county upward_share best_level",
    "upward_share desc nulls last",
)

TIMELINESS = _two_periods(
    "时效",
    "多久被转载？事后多久刊发？",
    "How soon is it reprinted, and told after the event?",
    "此处转载仅指两页均印时分、可以计时者，小时由其算出；请同时看其条数",
    "mart.timeliness",
    "stories reprints median_lag_hours ninetieth_lag_hours within_24_hours_share day_only_reprints undated_reprints"
    " stories_with_event_date median_event_lag_days",
    "median_lag_hours nulls last",
)

DRIFT = _two_periods(
    "口径漂移",
    "谁的数字前后不一？",
    "Whose claims fell, doubled, or never changed?",
    "单位为条；每条均为待核对的说法，并非错误的证明，逐条见待核数据",
    "mart.claim_drift",
    "stories claims fell doubled repeated flagged_share",
    "flagged_share desc nulls last",
)

DOUBTS = Sheet(
    "待核数据",
    "哪些数字下降、翻倍或满一年未变？",
    "Which claims fell, doubled, or stayed the same for a year?",
    "数字为稿件所称，请对照原句；采集不全时可能缺少中间的说法",
    SINCE_QUARTER,
    """
    select place_name, indicator, part_of, unit, previous_date, previous_value, claimed_date, value, change, sentence,
        url
    from mart.claim_history join chosen using (county_code)
    where change in ('fell', 'doubled', 'repeated')
        and coalesce(claimed_date >= quarter_date, quarter_date is null)
    order by claimed_date desc, place_code, indicator, unit, story_id, position""",
    (
        Column("mart.claim_history.place_name"),  # what the county itself claims is here too
        *_of("mart.claim_history", "indicator part_of unit previous_date previous_value claimed_date value change"),
        *_of("mart.claim_history", "sentence url"),
    ),
    kept=2,
)

AUTHORS = _two_periods(
    "作者集中度",
    "稿件是否集中于少数作者？",
    "Do few people write all?",
    "署名新闻按作者分摊（条）；不列姓名；未署个人者多时参考意义有限",
    "mart.author_concentration",
    "stories authors credited_stories top_author_share hhi regular_authors anonymous_stories",
    "top_author_share desc nulls last",
)

SIMILARITY = Sheet(
    "相似度",
    "哪些乡镇写得最像？",
    "Which towns write alike?",
    "主题相似度 1 即主题结构相同；近似文本为正文近乎相同的新闻（条）",
    ALL_TIME,
    """
    select place_name, other_place_name, stories, other_stories, topic_cosine, shared_text_stories,
        shared_text_share, coverage_share
    from mart.similarity join chosen using (county_code)
    where place_kind = 'town' and period_kind = 'all'
    order by topic_cosine desc nulls last, place_code, other_place_code""",
    _of(
        "mart.similarity",
        "place_name other_place_name stories other_stories topic_cosine shared_text_stories shared_text_share"
        " coverage_share",
    ),
    kept=2,
)

STORIES = Sheet(
    "新闻清单",
    "近期每条新闻：何日、何地、什么标题、谁首发？",
    "Every story of late: day, town, headline, who had it first",
    "一行一条新闻；乡镇为空即无依据判定；转载单位为篇",
    SINCE_QUARTER,
    """
    select story.published_date, town.town_name, story.title, site.site_name, story_topic.topic, story.reprint_count,
        story.url
    from core.story as story
    join chosen on chosen.county_code = story.county_code
    left join core.town as town on town.town_code = story.town_code
    left join core.article as article on article.article_id = story.story_id
    left join core.site as site on site.site_key = article.site_key and site.county_code = article.county_code
    left join core.story_topic as story_topic on story_topic.story_id = story.story_id and story_topic.is_main
    where coalesce(story.published_date >= quarter_date, quarter_date is null)
    order by story.published_date desc nulls last, story.story_id""",
    (
        Column("core.story.published_date"),
        Column("core.town.town_name"),
        Column("core.story.title"),
        Column("core.site.site_name"),
        Column("core.story_topic.topic"),
        *_of("core.story", "reprint_count url"),
    ),
)

SHEETS = (
    RANKING,
    MONTHS,
    SCORES,
    TOPICS,
    INEQUALITY,
    SILENCE,
    SLOGANS,
    CLAIMS,
    REPRINTS,
    TIMELINESS,
    DRIFT,
    DOUBTS,
    AUTHORS,
    SIMILARITY,
    STORIES,
)
