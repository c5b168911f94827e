"""Three questions to a published snapshot of county news, answered with plots and a sentence of reading each.

It needs the snapshot and the packages altair, duckdb and marimo, nothing else of county-news.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="乡镇新闻三问 County news")

with app.setup:
    import html
    import statistics
    import sys
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    import altair as alt
    import duckdb
    import marimo as mo

    Row = dict[str, Any]

    UNEXPLAINED = "未解释"
    SNAPSHOT = "data/published/county_news.duckdb"
    TABLES = ("output_rank", "silence", "slogan_diffusion", "slogan_spread", "topic_share", "similarity")
    FONT = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
    # Colours of Okabe and Ito, which the colour-blind tell apart; more slogans than colours cannot be chosen.
    COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#000000"]
    # Blue for less than the peers, orange for more; black figures can be read on each of them.
    LESS_TO_MORE = ["#5e9fd0", "#b8d6ec", "#f4f4f4", "#f9c98d", "#e88b2e"]


@app.function
def opened(snapshot: str) -> tuple[duckdb.DuckDBPyConnection | None, str]:
    """A read-only connection to the snapshot; or none, and the sentence that says why."""
    if not Path(snapshot).is_file():
        return None, (
            f"没有快照 {snapshot}，请在 -- 之后用 --snapshot 指明路径。"
            f" There is no snapshot {snapshot}: name its path after --, as in -- --snapshot {SNAPSHOT}."
        )
    try:
        connection = duckdb.connect(snapshot, read_only=True)
        for table in TABLES:
            connection.execute(f"from mart.{table} limit 0")
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        return None, f"{snapshot} 不是可读的快照。 {snapshot} cannot be read as a snapshot of county news: {reason}."
    return connection, ""


@app.function
def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, **asked: object) -> list[Row]:
    """The rows of a question, as Altair takes them; days as 2026-10-31."""
    found = connection.execute(sql, asked)
    columns = [column[0] for column in found.description or []]
    plain = ([str(value) if isinstance(value, date) else value for value in row] for row in found.fetchall())
    return [dict(zip(columns, row, strict=True)) for row in plain]


@app.function
def note(text: str) -> mo.Html:
    """Text as text, a paragraph a line: nothing in it is markup, whoever wrote it."""
    return mo.Html("".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines()))


@app.function
def listed(names: Iterable[str], between: str, shown: int = 8) -> str:
    """The names one after the other, of many the first ones and how many more."""
    every = list(names)
    more = f"{between}+{len(every) - shown}" if len(every) > shown else ""
    return between.join(every[:shown]) + more


@app.function
def percent(share: float | None) -> str:
    """A share of 0 to 1 for people; ? where it is not known."""
    return "?" if share is None else f"{share:.0%}"


@app.function
def styled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart with a font that has Chinese signs, and its title at the left."""
    dressed: alt.TopLevelMixin = chart.configure(
        font=FONT, title=alt.TitleConfig(anchor="start"), view=alt.ViewConfig(stroke=None)
    )
    return dressed


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 乡镇新闻三问 Three questions about county news

    1. 谁静默了，是乡镇没有发稿，还是没有采到？ Who is silent, and is it the town or the crawl?
    2. 口号怎样在乡镇之间扩散？ How does a slogan spread over the towns?
    3. 各镇写的是自己的特色，还是千篇一律？ Do towns write about what they have, or all the same?

    数的是新闻（条），转载不重复计数；只知已采集的网页。
    Stories are counted, reprints are not counted again; nothing is known but the pages that were crawled.
    """)
    return


@app.cell
def _():
    # marimo edit notebooks/county_news.py -- --snapshot PATH
    snapshot = str(mo.cli_args().get("snapshot") or SNAPSHOT)
    return (snapshot,)


@app.cell
def _(snapshot):
    connection, problem = opened(snapshot)
    if problem and mo.app_meta().mode == "script":
        sys.exit(problem)
    mo.stop(problem != "", mo.callout(note(problem), kind="danger"))
    return (connection,)


@app.cell
def _(connection):
    _counties = rows_of(
        connection,
        """
        select county_code, county_name
        from mart.output_rank
        where place_kind = 'county' and period_kind = 'all' and stories > 0
        order by stories desc, county_code
        """,
    )
    _nothing = "快照中还没有新闻。 The snapshot has no stories yet."
    if not _counties and mo.app_meta().mode == "script":
        sys.exit(_nothing)
    mo.stop(not _counties, mo.callout(note(_nothing), kind="warn"))
    _codes = {f"{_row['county_name']} {_row['county_code']}": _row["county_code"] for _row in _counties}
    chosen_county = mo.ui.dropdown(_codes, value=next(iter(_codes)), label="县 County")
    chosen_county
    return (chosen_county,)


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## 1. 谁静默了，是乡镇没有发稿，还是没有采到？ Who is silent, and is it the town or the crawl?

    空白格为该期没有新闻；带“?”者该期覆盖率低于下面的界限或未知，不能算作乡镇静默。
    An empty cell is a period without a story; with a ? the coverage is below the limit here or not known, so that it
    says nothing about the town.
    """)
    return


@app.cell
def _():
    _kinds = {"月 month": "month", "季 quarter": "quarter", "年 year": "year"}
    chosen_kind = mo.ui.dropdown(_kinds, value="月 month", label="期间 Period")
    coverage_limit = mo.ui.slider(0.5, 1, 0.05, value=0.9, show_value=True, label="覆盖率界限 Coverage from which on")
    mo.hstack([chosen_kind, coverage_limit], justify="start", gap=2)
    return chosen_kind, coverage_limit


@app.cell
def _(chosen_county, chosen_kind, connection):
    output_rows = rows_of(
        connection,
        """
        select
            place_name,
            place_kind,
            period_start_date,
            case period_kind
                when 'month' then strftime(period_start_date, '%Y-%m')
                when 'quarter' then strftime(period_start_date, '%Y') || ' Q' || quarter(period_start_date)
                else strftime(period_start_date, '%Y')
            end as period,
            stories,
            is_complete,
            coverage_share
        from mart.output_rank
        where county_code = $county and period_kind = $kind
        order by period_start_date, place_code
        """,
        county=chosen_county.value,
        kind=chosen_kind.value,
    )
    town_rows = [_row for _row in output_rows if _row["place_kind"] == "town"]
    coverage_rows = [_row for _row in output_rows if _row["place_kind"] == "county"]
    return coverage_rows, town_rows


@app.function
def silence_chart(town_rows: list[Row], coverage_rows: list[Row], limit: float) -> alt.TopLevelMixin:
    """Stories by town and period under the coverage of the crawl; `limit` is the coverage that a silence needs."""
    towns = {row["place_name"] for row in town_rows}
    stories = {town: sum(row["stories"] for row in town_rows if row["place_name"] == town) for town in towns}
    step = alt.Step(max(9, min(40, 800 // max(1, len(coverage_rows)))))
    period = alt.X("period:O", scale=alt.Scale(type="band"))
    said = [
        alt.Tooltip("period:N", title="期间 period"),
        alt.Tooltip("coverage_share:Q", title="采集覆盖率 coverage", format=".1%"),
        alt.Tooltip("is_complete:N", title="期间完整 is complete"),
    ]
    # Nothing is drawn for a coverage that is not known, not a coverage of nothing.
    known = alt.Chart(alt.InlineData(values=coverage_rows)).transform_filter("datum.coverage_share != null")
    covered = known.mark_line(color="#444444", point=alt.OverlayMarkDef(color="#444444", size=24)).encode(
        x=period.axis(labels=False, ticks=False, title=None).scale(domain=[row["period"] for row in coverage_rows]),
        y=alt.Y("coverage_share:Q", title=["覆盖率", "Coverage"])
        .scale(domain=[0, 1])
        .axis(format="%", values=[0, limit, 1], gridDash=[3, 3]),
        tooltip=said,
    )
    told = alt.Chart(alt.InlineData(values=town_rows)).encode(
        x=period.axis(title="期间 Period", labelOverlap=True),
        y=alt.Y("place_name:N", title="乡镇 Town").sort(sorted(towns, key=lambda town: (-stories[town], town))),
        tooltip=[alt.Tooltip("place_name:N", title="乡镇 town"), alt.Tooltip("stories:Q", title="新闻 stories"), *said],
    )
    cells = told.mark_rect(stroke="#dddddd").encode(
        color=alt.condition(
            "datum.stories > 0",
            alt.Color("stories:Q", title=["新闻（条）", "Stories"], legend=alt.Legend(format="d", tickMinStep=1)).scale(
                scheme="viridis", reverse=True, domainMin=0
            ),
            alt.value("#ffffff"),
        )
    )
    doubts = told.transform_filter(f"datum.stories == 0 && !(datum.coverage_share >= {limit})")
    return styled(
        alt.vconcat(
            covered.properties(width=step, height=60, title="采集覆盖率 How completely the sites were crawled"),
            (cells + doubts.mark_text(text="?", color="#555555")).properties(
                width=step, height=alt.Step(22), title="各镇各期新闻数，多者在上 Stories by town and period, most first"
            ),
            bounds="flush",
            spacing=48,
        )
    )


@app.function
def silent_in_chinese(row: Row) -> str:
    """A silent town with how long it is silent, and the coverage in that time."""
    days = "没有带日期的新闻" if row["silent_days"] is None else f"{row['silent_days']} 天"
    return f"{row['place_name']}（{days}，{percent(row['coverage_since'])}）"


@app.function
def silent_in_english(row: Row) -> str:
    """The same in English."""
    days = "no story with a day" if row["silent_days"] is None else f"{row['silent_days']} days"
    return f"{row['place_name']} ({days}, {percent(row['coverage_since'])})"


@app.function
def silence_reading(silence_rows: list[Row], newest: str | None, limit: float) -> str:
    """Who is silent at the newest article of the county, apart those of whom too little was crawled to say so."""
    if newest is None:
        return "本县新闻皆无日期，无法判断静默。\nNo story of the county has a day, so nobody can be called silent."
    silent_rows = [row for row in silence_rows if row["is_silent"]]
    by_town = [row for row in silent_rows if (row["coverage_since"] or 0) >= limit]
    by_crawl = [row for row in silent_rows if row not in by_town]
    count, of_all = len(silent_rows), len(silence_rows)
    chinese = f"截至 {newest}，{of_all} 个乡镇中 {count} 个超过 14 天没有新闻（括号内为天数与其间覆盖率）。"
    english = (
        f"On {newest}, {count} of {of_all} towns had told nothing for over 14 days"
        " (in brackets the days, and the coverage since)."
    )
    if by_town:
        chinese += f"采集充分而没有新闻，是乡镇静默：{listed(map(silent_in_chinese, by_town), '、')}。"
        english += f" Well crawled, so it is the town: {listed(map(silent_in_english, by_town), ', ')}."
    if by_crawl:
        chinese += f"采集不足，不能说是乡镇静默：{listed(map(silent_in_chinese, by_crawl), '、')}。"
        english += f" Too little crawled to tell: {listed(map(silent_in_english, by_crawl), ', ')}."
    return f"{chinese}\n{english}"


@app.cell
def _(chosen_county, connection, coverage_limit, coverage_rows, town_rows):
    # The coverage since a town's last story is known only if that of every month since then is.
    silence_rows = rows_of(
        connection,
        """
        select
            silence.place_name,
            any_value(silence.is_silent) as is_silent,
            any_value(silence.silent_days) as silent_days,
            case when count(*) = count(month.coverage_share) then avg(month.coverage_share) end as coverage_since
        from mart.silence as silence
        left join mart.output_rank as month on month.place_code = silence.place_code
            and month.period_kind = 'month'
            and month.period_start_date >= coalesce(date_trunc('month', silence.last_story_date), date '0001-01-01')
        where silence.county_code = $county and silence.place_kind = 'town' and silence.period_kind = 'all'
        group by silence.place_code, silence.place_name
        order by silent_days desc nulls first, silence.place_code
        """,
        county=chosen_county.value,
    )
    (_newest,) = rows_of(
        connection,
        "select newest_published_date as day from core.county where county_code = $county",
        county=chosen_county.value,
    )
    silence_says = silence_reading(silence_rows, _newest["day"], coverage_limit.value)
    silence_plot = silence_chart(town_rows, coverage_rows, coverage_limit.value)
    mo.vstack([*([silence_plot] if town_rows else []), note(silence_says)])
    return (silence_says,)


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## 2. 口号怎样在乡镇之间扩散？ How does a slogan spread over the towns?

    每条阶梯线是一个口号，每个点是一个乡镇首次使用；虚线为半数乡镇。
    Each line of steps is a slogan, each point the first use by a town; the broken line is half of the towns.
    """)
    return


@app.cell
def _(chosen_county, connection):
    spread_rows = rows_of(
        connection,
        """
        select spread.slogan, spread.first_use_date, spread.first_town, spread.towns, spread.adopters,
            spread.adopted_share, spread.days_to_half, spread.stories,
            date_diff('day', spread.first_use_date, county.newest_published_date) as days_watched
        from mart.slogan_spread as spread
        join core.county as county using (county_code)
        where county_code = $county and spread.first_use_date is not null
        order by spread.verdict = 'accepted' desc, spread.adopters desc, spread.stories desc, spread.slogan
        """,
        county=chosen_county.value,
    )
    _slogans = [_row["slogan"] for _row in spread_rows]
    chosen_slogans = mo.ui.multiselect(_slogans, value=_slogans[:4], max_selections=len(COLOURS), label="口号 Slogans")
    chosen_slogans
    return chosen_slogans, spread_rows


@app.cell
def _(chosen_county, chosen_slogans, connection):
    adoption_rows = rows_of(
        connection,
        """
        select slogan, place_name, first_use_date, lag_days, adoption_rank, cumulative_share, stories, first_story_id
        from mart.slogan_diffusion
        where county_code = $county and place_kind = 'town' and first_use_date is not null
            and list_contains($slogans::varchar[], slogan)
        order by slogan, lag_days, place_code
        """,
        county=chosen_county.value,
        slogans=list(chosen_slogans.value),
    )
    story_rows = rows_of(
        connection,
        """
        select slogan, place_name, first_use_date, lag_days, title, url
        from mart.slogan_diffusion as diffusion
        join core.story as story on story.story_id = diffusion.first_story_id
        where diffusion.county_code = $county and place_kind = 'town' and adoption_rank <= 3
            and list_contains($slogans::varchar[], slogan)
        order by slogan, adoption_rank, place_code
        """,
        county=chosen_county.value,
        slogans=list(chosen_slogans.value),
    )
    return adoption_rows, story_rows


@app.function
def curve_rows(spread_rows: Sequence[Row], adoption_rows: Sequence[Row]) -> list[Row]:
    """The corners of the lines: from none on the first day, by every adoption, to the newest article of the county."""
    corners = []
    for spread in spread_rows:
        slogan = spread["slogan"]
        adopted = [row for row in adoption_rows if row["slogan"] == slogan]
        steps = [(0, 0.0), *((row["lag_days"], row["cumulative_share"]) for row in adopted)]
        steps.append((spread["days_watched"], max(share for _, share in steps)))
        corners += [{"slogan": slogan, "lag_days": days, "cumulative_share": share} for days, share in steps]
    return corners


@app.function
def slogan_chart(spread_rows: list[Row], adoption_rows: list[Row]) -> alt.TopLevelMixin:
    """Share of the towns that have used each slogan, by the days since its first use in the county."""
    days = alt.X("lag_days:Q", title="距本县首次使用的天数 Days since the first use in the county").axis(tickMinStep=1)
    share = (
        alt.Y("cumulative_share:Q", title="已使用的乡镇占比 Towns that have used it")
        .scale(domain=[0, 1])
        .axis(format="%")
    )
    slogan = "slogan:N"
    names = [row["slogan"] for row in spread_rows]
    colour = alt.Color(slogan, title="口号 Slogan").scale(domain=names, range=COLOURS[: len(names)])
    lines = alt.Chart(alt.InlineData(values=curve_rows(spread_rows, adoption_rows)))
    points = alt.Chart(alt.InlineData(values=adoption_rows))
    half = alt.Chart(alt.InlineData(values=[{"half": 0.5}])).mark_rule(strokeDash=[4, 4], color="#777777")
    reached = alt.Chart(alt.InlineData(values=[row for row in spread_rows if row["days_to_half"] is not None]))
    return styled(
        alt.layer(
            half.encode(y="half:Q"),
            lines.mark_line(interpolate="step-after", strokeWidth=2).encode(x=days, y=share, color=colour),
            points.mark_point(filled=True, size=60, opacity=1).encode(
                x=days,
                y=share,
                color=colour,
                shape=alt.Shape(slogan, title="口号 Slogan").scale(domain=names),
                tooltip=[
                    alt.Tooltip("slogan:N", title="口号 slogan"),
                    alt.Tooltip("place_name:N", title="乡镇 town"),
                    alt.Tooltip("first_use_date:N", title="首次使用 first use"),
                    alt.Tooltip("lag_days:Q", title="天数 days"),
                    alt.Tooltip("adoption_rank:Q", title="次序 rank"),
                    alt.Tooltip("stories:Q", title="新闻 stories"),
                ],
            ),
            reached.mark_rule(strokeDash=[2, 2]).encode(
                x="days_to_half:Q",
                y=alt.datum(0),
                y2=alt.datum(0.5),
                color=colour,
                tooltip=[
                    alt.Tooltip("slogan:N", title="口号 slogan"),
                    alt.Tooltip("days_to_half:Q", title="达半数天数 days to half"),
                ],
            ),
        ).properties(width=680, height=360, title="口号的扩散曲线 How far each slogan has come")
    )


@app.function
def slogan_reading(spread_rows: list[Row]) -> str:
    """Who was first with each slogan, how soon half of the towns followed, and how many did in all."""
    if not spread_rows:
        return "本县没有可比的口号，或未选口号。\nThe county has no slogan to compare, or none is chosen."
    chinese, english = [], []
    for row in spread_rows:
        slogan, day, first, half = row["slogan"], row["first_use_date"], row["first_town"], row["days_to_half"]
        reached = f"{row['adopters']}/{row['towns']}"
        chinese.append(
            f"“{slogan}”{day} 首次使用，"
            + (f"乡镇中{first}最先，" if first else "")
            + ("至今未过半，" if half is None else f"{half} 天达半数，")
            + f"用过的乡镇 {reached}。"
        )
        english.append(
            f"“{slogan}” was first used on {day}"
            + (f"; the first town was {first}" if first else "")
            + ("; half of the towns never did" if half is None else f"; half of the towns had after {half} days")
            + f"; {reached} towns in all."
        )
    return f"{''.join(chinese)}\n{' '.join(english)}"


@app.function
def story_link(row: Row, longest: int = 60) -> str:
    """HTML of a story's title, cut at `longest` signs, as a link where its address is one of a page."""
    title = row["title"] or row["url"]
    shown = html.escape(title if len(title) <= longest else title[:longest] + "…")
    if not row["url"].startswith(("http://", "https://")):
        return shown
    return f'<a href="{html.escape(row["url"])}" rel="noreferrer" target="_blank">{shown}</a>'


@app.function
def first_stories_table(story_rows: list[Row]) -> mo.Html:
    """The first towns of each slogan, each with the story; nothing in a cell is markup, or turns the cell beside it."""
    heads = ("口号 Slogan", "乡镇 Town", "首次使用 First use", "天数 Days", "新闻 Story")
    lines = [
        [html.escape(str(row[column])) for column in ("slogan", "place_name", "first_use_date", "lag_days")]
        + [story_link(row)]
        for row in story_rows
    ]
    head = "".join(f"<th align=left>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td><bdi>{cell}</bdi></td>" for cell in line) + "</tr>" for line in lines)
    return mo.Html(f"<table><tr>{head}</tr>{body}</table>")


@app.cell
def _(adoption_rows, chosen_slogans, spread_rows, story_rows):
    shown_slogans = [_row for _row in spread_rows if _row["slogan"] in chosen_slogans.value]
    slogan_says = slogan_reading(shown_slogans)
    slogan_plot = slogan_chart(shown_slogans, adoption_rows)
    mo.vstack(
        [slogan_plot, note(slogan_says), first_stories_table(story_rows)] if shown_slogans else [note(slogan_says)]
    )
    return (slogan_says,)


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## 3. 各镇写的是自己的特色，还是千篇一律？ Do towns write about what they have, or all the same?

    区位商大于 1，即该镇写这一主题多于本县各镇合计；余弦为 1，即两镇主题结构相同。
    A location quotient above 1 is more of a topic than all towns together write; a cosine of 1 is the same mixture of
    topics.
    """)
    return


@app.cell
def _(chosen_county, connection):
    _rows = rows_of(
        connection,
        """
        select distinct period_kind, period_start_date,
            if(period_kind = 'all', '全部 all', strftime(period_start_date, '%Y')) as label
        from mart.similarity
        where county_code = $county and place_kind = 'town' and period_kind in ('year', 'all')
        order by period_kind, period_start_date desc
        """,
        county=chosen_county.value,
    )
    _topics = rows_of(
        connection,
        """
        select topic, sum(story_weight) as weight
        from mart.topic_share
        where county_code = $county and place_kind = 'town' and period_kind = 'all'
        group by topic
        having weight > 0
        order by topic = $unexplained, weight desc
        """,
        county=chosen_county.value,
        unexplained=UNEXPLAINED,
    )
    _periods = {_row["label"]: (_row["period_kind"], _row["period_start_date"]) for _row in _rows}
    topic_names = [_row["topic"] for _row in _topics]
    chosen_period = mo.ui.dropdown(_periods, value=next(iter(_periods), None), label="期间 Period")
    chosen_topic = mo.ui.dropdown(
        topic_names, value=next(iter(topic_names), None), label="按主题排序 Towns in order of"
    )
    mo.hstack([chosen_period, chosen_topic], justify="start", gap=2)
    return chosen_period, chosen_topic, topic_names


@app.cell
def _(chosen_county, chosen_period, connection):
    _kind, _start = chosen_period.value or ("all", None)
    topic_rows = rows_of(
        connection,
        """
        select place_name, topic, stories, topic_share, peer_topic_share, location_quotient, coverage_share
        from mart.topic_share
        where county_code = $county and place_kind = 'town' and period_kind = $kind and period_start_date = $start::date
            and peer_topic_share > 0
        order by place_code, topic
        """,
        county=chosen_county.value,
        kind=_kind,
        start=_start,
    )
    pair_rows = rows_of(
        connection,
        """
        select place_name, other_place_name, topic_cosine, shared_text_stories, coverage_share
        from mart.similarity
        where county_code = $county and place_kind = 'town' and period_kind = $kind and period_start_date = $start::date
            and topic_cosine is not null
        order by place_code, other_place_code
        """,
        county=chosen_county.value,
        kind=_kind,
        start=_start,
    )
    return pair_rows, topic_rows


@app.function
def topic_chart(topic_rows: list[Row], topics: list[str], by_topic: str) -> alt.TopLevelMixin:
    """Location quotients of towns and topics; the towns in the order of their quotient of one topic."""
    quotient = {row["place_name"]: row["location_quotient"] or 0 for row in topic_rows if row["topic"] == by_topic}
    towns = sorted({row["place_name"] for row in topic_rows}, key=lambda town: (-quotient.get(town, 0), town))
    cells = alt.Chart(alt.InlineData(values=topic_rows)).encode(
        x=alt.X("topic:N", title="主题 Topic").sort(topics).axis(labelAngle=-40),
        y=alt.Y("place_name:N", title="乡镇 Town").sort(towns),
        tooltip=[
            alt.Tooltip("place_name:N", title="乡镇 town"),
            alt.Tooltip("topic:N", title="主题 topic"),
            alt.Tooltip("location_quotient:Q", title="区位商 location quotient", format=".2f"),
            alt.Tooltip("stories:Q", title="涉及的新闻 stories"),
            alt.Tooltip("topic_share:Q", title="份额 share", format=".1%"),
            alt.Tooltip("peer_topic_share:Q", title="同组份额 share of the peers", format=".1%"),
            alt.Tooltip("coverage_share:Q", title="采集覆盖率 coverage", format=".1%"),
        ],
    )
    colour = alt.Color("location_quotient:Q", title=["区位商", "Location", "quotient"])
    known = cells.transform_filter("datum.location_quotient != null")
    return styled(
        (
            known.mark_rect(stroke="#ffffff").encode(
                color=colour.scale(type="threshold", domain=[0.5, 0.8, 1.25, 2], range=LESS_TO_MORE)
            )
            + known.mark_text(fontSize=10).encode(text=alt.Text("location_quotient:Q", format=".1f"))
        ).properties(
            width=alt.Step(44), height=alt.Step(24), title=f"各镇偏重的主题，按{by_topic}排序 What each town stresses"
        )
    )


@app.function
def similarity_chart(pair_rows: list[Row]) -> alt.TopLevelMixin:
    """How alike the towns write, each with each; a circle where two have stories of nearly the same text."""
    turned = ({"place_name": row["other_place_name"], "other_place_name": row["place_name"]} for row in pair_rows)
    both_ways = [*pair_rows, *(row | names for row, names in zip(pair_rows, turned, strict=True))]
    alike: dict[str, float] = {}
    for row in both_ways:
        alike[row["place_name"]] = alike.get(row["place_name"], 0) + row["topic_cosine"]
    towns = sorted(alike, key=lambda town: (-alike[town], town))
    cells = alt.Chart(alt.InlineData(values=both_ways)).encode(
        x=alt.X("other_place_name:N", title="乡镇 Town").sort(towns).axis(labelAngle=-40),
        y=alt.Y("place_name:N", title="乡镇 Town").sort(towns),
        tooltip=[
            alt.Tooltip("place_name:N", title="乡镇 town"),
            alt.Tooltip("other_place_name:N", title="另一乡镇 other town"),
            alt.Tooltip("topic_cosine:Q", title="主题余弦 cosine of topics", format=".2f"),
            alt.Tooltip("shared_text_stories:Q", title="近似文本 stories of nearly the same text"),
            alt.Tooltip("coverage_share:Q", title="采集覆盖率 coverage", format=".1%"),
        ],
    )
    colour = alt.Color("topic_cosine:Q", title=["主题余弦", "Cosine of", "topics"]).scale(
        scheme="viridis", domain=[0, 1]
    )
    shared = cells.transform_filter("datum.shared_text_stories > 0")
    return styled(
        (
            cells.mark_rect(stroke="#ffffff").encode(color=colour)
            + shared.mark_point(fill="#ffffff", stroke="#000000", opacity=1, size=90)
        ).properties(
            width=alt.Step(28),
            height=alt.Step(24),
            title=[
                "各镇主题的相似度，圆圈为有近似文本",
                "How alike the towns write; a circle where texts are nearly the same",
            ],
        )
    )


@app.function
def topic_reading(topic_rows: list[Row], pair_rows: list[Row], enough: int = 5) -> str:
    """What towns stress most, in `enough` stories or more, and how alike their topics and texts are."""
    told = [row for row in topic_rows if row["stories"] >= enough and row["topic"] != UNEXPLAINED]
    stressed = sorted(told, key=lambda row: -row["location_quotient"])[:3]
    chinese, english = [], []
    if stressed:
        most = [f"{row['place_name']} {row['topic']} {row['location_quotient']:.1f}" for row in stressed]
        chinese.append(f"区位商最高（至少 {enough} 条新闻）：{'、'.join(most)}。")
        english.append(f"The highest location quotients (of {enough} stories or more): {', '.join(most)}.")
    if pair_rows:
        middle = statistics.median(row["topic_cosine"] for row in pair_rows)
        near, far = (
            f"{row['place_name']}–{row['other_place_name']} {row['topic_cosine']:.2f}"
            for row in (max(pair_rows, key=likeness), min(pair_rows, key=likeness))
        )
        shared = f"{sum(row['shared_text_stories'] > 0 for row in pair_rows)}/{len(pair_rows)}"
        chinese.append(
            f"两镇主题余弦的中位数为 {middle:.2f}，最像：{near}，最不像：{far}；有近似文本的乡镇对 {shared}。"
        )
        english.append(
            f"The middle cosine of two towns is {middle:.2f}, the highest {near}, the lowest {far}; "
            f"pairs with stories of nearly the same text: {shared}."
        )
    if not chinese:
        return "该期新闻太少，不能比较主题。\nIn this period there are too few stories to compare topics."
    return f"{''.join(chinese)}\n{' '.join(english)}"


@app.function
def likeness(pair: Row) -> float:
    """The cosine of a pair of towns."""
    return float(pair["topic_cosine"])


@app.cell
def _(chosen_topic, pair_rows, topic_names, topic_rows):
    topic_says = topic_reading(topic_rows, pair_rows)
    topic_plot = topic_chart(topic_rows, topic_names, chosen_topic.value)
    similarity_plot = similarity_chart(pair_rows)
    mo.vstack([*([topic_plot] if topic_rows else []), *([similarity_plot] if pair_rows else []), note(topic_says)])
    return (topic_says,)


@app.cell
def _(silence_says, slogan_says, topic_says):
    if mo.app_meta().mode == "script":
        print(silence_says, slogan_says, topic_says, sep="\n\n")
    return


if __name__ == "__main__":
    app.run()
