"""`county-news towns`: the towns of a county, ranked by their stories of a period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.asking.ask import Answer, Named, ask, print_answer
from flows.asking.figures import decimal, percent, signed
from flows.asking.monthly import monthly_stories, months_read, twelve_months_to
from flows.asking.periods import Period, period_of
from flows.asking.places import Place, county_asked, nearest
from flows.asking.sparkline import sparkline
from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.screen import cut, screen
from flows.settings import Settings
from flows.terminal import harmless_line

_OF_ALL_TOPICS = """
select
    output.place_code,
    output.place_name,
    output.county_code,
    output.county_name,
    output.period_kind,
    output.period_start_date,
    frame.period_end_date,
    output.is_complete,
    output.coverage_share,
    output.peer_rank,
    output.peer_rank_change,
    output.stories,
    output.stories_change,
    output.publications,
    reprints.stories_above_county,
    silence.last_story_date,
    silence.silent_days,
    silence.is_silent,
    silence.is_dead
from mart.output_rank as output
join core.place_period as frame using (place_code, period_kind, period_start_date)
join mart.reprints as reprints using (place_code, period_kind, period_start_date)
join mart.silence as silence using (place_code, period_kind, period_start_date)
where output.county_code = $county and output.place_kind = 'town' and output.period_kind = $kind
    and ($start is null or output.period_start_date = $start)
order by output.peer_rank, output.place_code
"""
# The stories that touch the topic, and the last of them up to the period's end. Whether a town is silent depends on
# all of its stories.
_OF_ONE_TOPIC = """
with reached as (
    select story_id, max(level_rank) as level_rank from core.story_outlet group by story_id
),
told as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        sum(story.publication_count)::bigint as publications,
        count(*) filter (reached.level_rank >= 2) as stories_above_county,
        max(story.published_date) as last_date
    from core.place_story as placed
    join core.story_topic as touched using (story_id)
    join core.story as story using (story_id)
    left join reached using (story_id)
    where touched.topic = $topic and placed.period_kind = $kind
    group by all
),
ranked as (
    select *, rank() over (partition by period_start_date order by stories desc) as peer_rank
    from mart.topic_share
    where topic = $topic and county_code = $county and place_kind = 'town' and period_kind = $kind
),
compared as (
    select
        ranked.*,
        lag(ranked.peer_rank) over in_time - ranked.peer_rank as peer_rank_change,
        ranked.stories - lag(ranked.stories) over in_time as stories_change,
        coalesce(told.publications, 0) as publications,
        coalesce(told.stories_above_county, 0) as stories_above_county,
        max(told.last_date) over in_time as last_story_date
    from ranked
    left join told using (place_code, period_kind, period_start_date)
    window in_time as (partition by ranked.place_code order by ranked.period_start_date)
)
select
    compared.place_code,
    compared.place_name,
    compared.county_code,
    compared.county_name,
    compared.period_kind,
    compared.period_start_date,
    frame.period_end_date,
    compared.is_complete,
    compared.coverage_share,
    compared.topic,
    compared.peer_rank,
    compared.peer_rank_change,
    compared.stories,
    compared.stories_change,
    compared.topic_share,
    compared.location_quotient,
    compared.publications,
    compared.stories_above_county,
    compared.last_story_date,
    silence.silent_days,
    silence.is_silent,
    silence.is_dead
from compared
join core.place_period as frame using (place_code, period_kind, period_start_date)
join mart.silence as silence using (place_code, period_kind, period_start_date)
where $start is null or compared.period_start_date = $start
order by compared.peer_rank, compared.place_code
"""
_TOPICS = "select distinct topic from mart.topic_share where county_code = $county order by topic"
# The first of them is left out first: the last line has the coverage too.
_LESS_NEEDED = ("coverage", "above", "publications", "change", "months", "beside")
_WIDEST = 1000  # more than any row of the ranking takes
_MONTH_COLUMNS = ["first_month_date", "monthly_stories"]


@dataclass(frozen=True)
class _Column:
    heading: str
    cell: Callable[[Named], str | Text]
    is_figure: bool = True


def tell_towns(settings: Settings, county: str, period: str, topic: str | None, form: str) -> None:
    """Print the ranking of a county's towns, the silent ones too, for eyes or for other programs.

    Raises NothingPublished, UnknownPlace for a county that there is not, InputError for a period that was not read or
    a topic that there is not.
    """
    asked = period_of(period)
    with open_snapshot(settings.snapshot) as connection:
        place = county_asked(connection, county, settings.counties)
        ranking = _ranking(connection, place, asked, topic)
        months = _add_months(connection, place, ranking.rows, topic)
    if form != "table":
        print_answer([*ranking.columns, *_MONTH_COLUMNS], ranking.rows, form)
        return
    console = screen()
    console.print(_fitting_table(console, ranking.rows, topic, months))
    console.print(Text(_last_line(place, asked, topic, ranking.rows)))


def _ranking(connection: DuckDBPyConnection, county: Place, period: Period, topic: str | None) -> Answer:
    blanks = {"county": county.code, "kind": period.kind, "start": period.start}
    if topic is None:
        found = ask(connection, _OF_ALL_TOPICS, **blanks)
    else:
        _refuse_unknown(connection, county, topic)
        found = ask(connection, _OF_ONE_TOPIC, **blanks, topic=topic)
    if not found.rows:
        raise InputError(f"{period.title} was not read of {county.name}; {_what_was_read(connection, county)}.")
    return found


def _refuse_unknown(connection: DuckDBPyConnection, county: Place, topic: str) -> None:
    topics = [row["topic"] for row in ask(connection, _TOPICS, county=county.code).rows]
    if topic not in topics:
        near = nearest(topic, topics)
        advice = f"the nearest: {near}" if near else f"there are {', '.join(map(harmless_line, topics))}"
        raise InputError(f"There is no topic {cut(topic, 40)}; {advice}.")


def _what_was_read(connection: DuckDBPyConnection, county: Place) -> str:
    span = months_read(connection, county.code)
    return f"its articles are of {span[0]:%Y-%m} to {span[1]:%Y-%m}" if span else "none of its articles has a day"


def _add_months(connection: DuckDBPyConnection, county: Place, rows: Sequence[Named], topic: str | None) -> date | None:
    """Put the stories of twelve months into the rows: those up to the period's end, or up to the newest article.

    Returns the last of the twelve months; None where no article has a day.
    """
    span = months_read(connection, county.code)
    if span is None:
        for row in rows:
            row.update(first_month_date=None, monthly_stories=[])
        return None
    end: date = rows[0]["period_end_date"]
    last = min(span[1], end.replace(day=1))
    first = twelve_months_to(last)
    months = monthly_stories(connection, county.code, first, last, topic)
    for row in rows:
        row.update(first_month_date=first, monthly_stories=months[row["place_code"]])
    return last


def _fitting_table(console: Console, rows: Sequence[Named], topic: str | None, last_month: date | None) -> Table:
    """The ranking, without as many of the less needed columns as a narrow screen has no room for."""
    columns = _columns(rows, topic, last_month)
    for name in (*_LESS_NEEDED, ""):
        table = _table(list(columns.values()), rows)
        wide = console.options.update(width=_WIDEST)
        if console.measure(table, options=wide).maximum <= console.width:
            break
        columns.pop(name, None)
    return table


def _table(columns: Sequence[_Column], rows: Sequence[Named]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column.heading, justify="right" if column.is_figure else "left", overflow="fold")
    for row in rows:
        table.add_row(*(column.cell(row) for column in columns))
    return table


def _columns(rows: Sequence[Named], topic: str | None, last_month: date | None) -> dict[str, _Column]:
    # One measure for all towns, so that high months of one are as high beside another.
    most = max((stories for row in rows for stories in row["monthly_stories"] if stories is not None), default=0)
    months = "12 months" + (f"\nto {last_month:%Y-%m}" if last_month else "")
    silent = _Column("days\nsilent", _silent)
    quotient = _Column("quo-\ntient", lambda row: decimal(row["location_quotient"]))
    return {
        "rank": _Column("rank", lambda row: str(row["peer_rank"])),
        "change": _Column("+/-", lambda row: signed(row["peer_rank_change"])),
        "town": _Column("town", lambda row: Text(harmless_line(row["place_name"]), style=_style(row)), is_figure=False),
        "stories": _Column("stories", lambda row: str(row["stories"])),
        "publications": _Column("publi-\ncations", lambda row: str(row["publications"])),
        "above": _Column("above\ncounty", lambda row: str(row["stories_above_county"])),
        "coverage": _Column("cover-\nage", lambda row: percent(row["coverage_share"])),
        "last": _Column(
            "last story", lambda row: Text(str(row["last_story_date"] or "never"), style=_style(row)), is_figure=False
        ),
        "beside": silent if topic is None else quotient,
        "months": _Column(months, lambda row: sparkline(row["monthly_stories"], most=most), is_figure=False),
    }


def _silent(row: Named) -> Text:
    if not row["is_silent"]:
        return Text("")
    return Text("always" if row["silent_days"] is None else str(row["silent_days"]), style=_style(row))


def _style(row: Named) -> str:
    if row["is_dead"]:
        return "red"
    return "yellow" if row["is_silent"] else ""


def _last_line(county: Place, period: Period, topic: str | None, rows: Sequence[Named]) -> str:
    """County, period and coverage, without which no rank says anything."""
    first = rows[0]
    end = "" if first["period_end_date"] is None else f" ({first['period_start_date']} to {first['period_end_date']})"
    what = f", stories of {harmless_line(topic)}" if topic else ""
    open_ended = "" if first["is_complete"] or period.start is None else ", not yet complete"
    silent = sum(row["is_silent"] for row in rows)
    return (
        f"{harmless_line(county.name)}, {period.title}{end}{open_ended}{what}: "
        f"coverage {percent(first['coverage_share']) or 'not known'}, {silent} of {len(rows)} towns silent."
    )
