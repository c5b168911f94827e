-- Two towns (or counties) side by side: figures of the comparisons, one row a figure, for all time and for the last
-- quarter that is complete for both. from compare_towns('宋家镇', '茅坪镇'). A name that several counties have is answered for each of
-- them. Every figure has the coverage of the crawl as a row beside it; stories_of leads from it to the articles.
-- | 两地并列对比：全部时间与最近完整季度，一行一项。数县同名者逐一列出；覆盖率亦为一行；明细见 stories_of。
-- parameter one: Town as people name it: 宋家镇, 白河县宋家镇, a former name | 乡镇名，可带县名，亦可用旧称
-- parameter other: The town beside it | 对比的乡镇
-- column figure: What is compared | 指标
-- column one: Figure of the first; null where it has none | 前者的数值；无则为空
-- column other: Figure of the second | 后者的数值
-- column unit: Unit of both | 单位
-- column period_kind: all or quarter | 全部或季
-- column period_start_date: First day of the period | 期间首日
-- column one_place: First town, with its county | 前者（带县名）
-- column other_place: Second town, with its county | 后者（带县名）
-- column mart: Table and column that it comes from | 出处（表与列）
with asked as (
    select distinct 1 as side, name.place_code, name.shown_name
    from core.place_name as name
    where name.typed_name = trim(one, ' 　')
    union all
    select distinct 2, name.place_code, name.shown_name
    from core.place_name as name
    where name.typed_name = trim(other, ' 　')
),
frame as (
    select asked.side, asked.place_code, asked.shown_name, period.period_kind, period.period_start_date, period.coverage_share
    from asked
    join core.place_period as period using (place_code)
    where period.period_kind = 'all' or (period.period_kind = 'quarter' and period.is_complete)
),
topic as (
    select
        place_code,
        period_kind,
        period_start_date,
        sum(topic_share) filter (topic = '未解释') as unexplained_share
    from mart.topic_share
    semi join asked using (place_code)
    group by all
),
figures as (
    select
        frame.side,
        frame.place_code,
        frame.shown_name,
        frame.period_kind,
        frame.period_start_date,
        unnest([
            {'place_in_list': 1, 'figure': '采集覆盖率 coverage', 'value': frame.coverage_share::double, 'unit': '0–1', 'mart': 'core.place_period.coverage_share'},
            {'place_in_list': 2, 'figure': '新闻条数 stories', 'value': output.stories::double, 'unit': '条', 'mart': 'mart.output_rank.stories'},
            {'place_in_list': 3, 'figure': '同组名次 rank', 'value': output.peer_rank::double, 'unit': '名', 'mart': 'mart.output_rank.peer_rank'},
            {'place_in_list': 4, 'figure': '占同组份额 share', 'value': output.story_share::double, 'unit': '0–1', 'mart': 'mart.output_rank.story_share'},
            {'place_in_list': 5, 'figure': '每万人条数 stories per 10,000', 'value': output.stories_per_10000_residents::double, 'unit': '条/万人', 'mart': 'mart.output_rank.stories_per_10000_residents'},
            {'place_in_list': 6, 'figure': '刊发篇数 publications', 'value': reprint.publications::double, 'unit': '篇', 'mart': 'mart.reprints.publications'},
            {'place_in_list': 7, 'figure': '县级以上采用 above county', 'value': reprint.stories_above_county::double, 'unit': '条', 'mart': 'mart.reprints.stories_above_county'},
            {'place_in_list': 8, 'figure': '转载中位时差 reprint lag', 'value': timeliness.median_lag_hours::double, 'unit': '小时', 'mart': 'mart.timeliness.median_lag_hours'},
            {'place_in_list': 9, 'figure': '静默天数 silent days', 'value': silence.silent_days::double, 'unit': '天', 'mart': 'mart.silence.silent_days'},
            {'place_in_list': 10, 'figure': '最长间隔 longest gap', 'value': silence.longest_gap_days::double, 'unit': '天', 'mart': 'mart.silence.longest_gap_days'},
            {'place_in_list': 11, 'figure': '声称数据 claims', 'value': drift.claims::double, 'unit': '条', 'mart': 'mart.claim_drift.claims'},
            {'place_in_list': 12, 'figure': '口径异动占比 flagged claims', 'value': drift.flagged_share::double, 'unit': '0–1', 'mart': 'mart.claim_drift.flagged_share'},
            {'place_in_list': 13, 'figure': '作者数 authors', 'value': author.authors::double, 'unit': '人', 'mart': 'mart.author_concentration.authors'},
            {'place_in_list': 14, 'figure': '主题未解释 unexplained', 'value': topic.unexplained_share::double, 'unit': '0–1', 'mart': 'mart.topic_share.topic_share'}
        ]) as entry
    from frame
    left join mart.output_rank as output using (place_code, period_kind, period_start_date)
    left join mart.reprints as reprint using (place_code, period_kind, period_start_date)
    left join mart.timeliness as timeliness using (place_code, period_kind, period_start_date)
    left join mart.silence as silence using (place_code, period_kind, period_start_date)
    left join mart.claim_drift as drift using (place_code, period_kind, period_start_date)
    left join mart.author_concentration as author using (place_code, period_kind, period_start_date)
    left join topic using (place_code, period_kind, period_start_date)
    union all
    select
        frame.side,
        frame.place_code,
        frame.shown_name,
        frame.period_kind,
        frame.period_start_date,
        {'place_in_list': 20, 'figure': '得分 points ' || score.scheme, 'value': score.best_points::double, 'unit': '分', 'mart': 'mart.weighted_score.best_points'}
    from frame
    join mart.weighted_score as score using (place_code, period_kind, period_start_date)
)
select
    ours.entry.figure as figure,
    ours.entry.value as one,
    theirs.entry.value as other,
    ours.entry.unit as unit,
    ours.period_kind,
    ours.period_start_date,
    ours.shown_name as one_place,
    theirs.shown_name as other_place,
    ours.entry.mart as mart
from figures as ours
join figures as theirs
    on ours.side = 1
    and theirs.side = 2
    and ours.period_kind = theirs.period_kind
    and ours.period_start_date = theirs.period_start_date
    and ours.entry.figure = theirs.entry.figure
-- Two counties may be read up to different days: the last quarter that is complete for both.
qualify ours.period_start_date = max(ours.period_start_date) over (
    partition by ours.place_code, theirs.place_code, ours.period_kind
)
order by ours.shown_name, theirs.shown_name, ours.period_kind, ours.entry.place_in_list, ours.entry.figure
