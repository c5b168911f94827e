"""How many stories the towns of a county have in each month; months that were not crawled have no number."""

from datetime import date

from duckdb import DuckDBPyConnection

from flows.asking.ask import ask

_MONTHLY = """
with month as (
    select month_date::date as month_date
    from unnest(
        generate_series($first::date::timestamp, $last::date::timestamp, interval 1 month)
    ) as series (month_date)
),
crawled as (
    select month_date, bool_or(is_crawled) as is_crawled
    from core.coverage
    where county_code = $county
    group by month_date
),
told as (
    select place_code, period_start_date as month_date, stories
    from mart.output_rank
    where county_code = $county and period_kind = 'month' and $topic is null
    union all
    select place_code, period_start_date, stories
    from mart.topic_share
    where county_code = $county and period_kind = 'month' and topic = $topic
)
select
    place.place_code,
    list(
        case when told.stories > 0 or crawled.is_crawled then coalesce(told.stories, 0) end order by month.month_date
    ) as stories
from core.place as place
cross join month
left join crawled using (month_date)
left join told on told.place_code = place.place_code and told.month_date = month.month_date
where place.county_code = $county
group by place.place_code
"""
_SPAN = """
select
    date_trunc('month', first_published_date)::date as first,
    date_trunc('month', newest_published_date)::date as last
from core.county
where county_code = $county
"""

Months = list[int | None]


def months_read(connection: DuckDBPyConnection, county: str) -> tuple[date, date] | None:
    """The first days of the first and the last month that the county's articles span; None where none has a day."""
    (span,) = ask(connection, _SPAN, county=county).rows
    return (span["first"], span["last"]) if span["last"] else None


def twelve_months_to(last: date) -> date:
    """The first day of the first of twelve months that end with this one."""
    return date(last.year - 1, last.month + 1, 1) if last.month < 12 else date(last.year, 1, 1)


def monthly_stories(
    connection: DuckDBPyConnection, county: str, first: date, last: date, topic: str | None = None
) -> dict[str, Months]:
    """Stories a month, or those that touch a topic, of each town of the county and of itself, by its code.

    None is a month in which no site of the county was crawled; `first` and `last` are first days of months.
    """
    found = ask(connection, _MONTHLY, county=county, first=first, last=last, topic=topic)
    return {row["place_code"]: row["stories"] for row in found.rows}
