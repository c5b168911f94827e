"""What places claim of each indicator: the newest claim with its sentence, and what was claimed on the days before."""

from duckdb import DuckDBPyConnection
from rich.console import Console
from rich.text import Text

from flows.asking.ask import Answer, Named, ask
from flows.asking.figures import amount
from flows.asking.sparkline import sparkline
from flows.screen import cut, folded, print_address, print_line, width_of

_BOUNDS = {"eq": "", "ge": "≥", "le": "≤", "about": "≈"}
_SENTENCE_LINES = 3

# Of the claims of one day that count which the latest is, is told as in mart.claim_benchmark. What 其中 makes a part of
# something is a series of its own. One of the blanks is null, and its half of the claims is then empty.
_LATEST = """
with claim as (
    select
        coalesce(story.town_code, story.county_code) as place_code,
        told.place_name,
        told.indicator,
        told.unit,
        told.part_of,
        told.claimed_date,
        story.published_at,
        told.story_id,
        told.position,
        told.value,
        told.bound,
        told.sentence,
        told.url,
        contains(told.indicator, $word) as is_named
    from claims($word) as told
    join core.story as story using (story_id)
    union all
    select
        told.place_code,
        case when told.place_kind = 'town' then told.county_name || told.place_name else told.place_name end,
        told.indicator,
        told.unit,
        told.part_of,
        told.claimed_date,
        story.published_at,
        told.story_id,
        told.position,
        told.value,
        told.bound,
        told.sentence,
        told.url,
        true
    from mart.claim_history as told
    join core.story as story using (story_id)
    where told.place_code = $place
),
daily as (
    select
        place_code,
        any_value(place_name) as place_name,
        indicator,
        unit,
        part_of,
        claimed_date,
        count(*) as claims,
        bool_or(is_named) as is_named,
        arg_max(
            {'value': value, 'bound': bound, 'sentence': sentence, 'url': url, 'story_id': story_id},
            (coalesce(published_at, timestamp '0001-01-01'), story_id, -position)
        ) as told
    from claim
    group by place_code, indicator, unit, part_of, claimed_date
),
latest as (
    select
        place_code,
        any_value(place_name) as place_name,
        indicator,
        unit,
        part_of,
        max(claimed_date) as claimed_date,
        sum(claims)::bigint as claims,
        bool_or(is_named) as is_named,
        arg_max(told, coalesce(claimed_date, date '0001-01-01')) as told,
        list(told.value order by claimed_date) filter (claimed_date is not null) as day_values,
        list(claimed_date order by claimed_date) filter (claimed_date is not null) as days
    from daily
    group by place_code, indicator, unit, part_of
)
select
    place_code,
    place_name,
    indicator,
    unit,
    part_of,
    told.value as latest_value,
    told.bound as bound,
    claimed_date,
    claims,
    coalesce(days, []) as days,
    coalesce(day_values, []) as day_values,
    told.sentence as sentence,
    told.url as url,
    told.story_id as story_id
from latest
"""
# What the word names comes before what only stands in a sentence with it, then what most places claim.
_OF_A_WORD = """
order by
    not is_named,
    indicator <> $word,
    count(*) over (partition by indicator, unit, part_of) desc,
    indicator,
    unit,
    part_of nulls first,
    latest_value desc,
    place_name,
    place_code
"""
_OF_A_PLACE = "order by claimed_date desc nulls last, claims desc, indicator, unit, part_of nulls first"


def claims_of_word(connection: DuckDBPyConnection, word: str) -> Answer:
    """What each place claims last of what the word names, or in a sentence with it; same indicators together."""
    return ask(connection, _LATEST + _OF_A_WORD, word=word.strip(), place=None)


def claims_of_place(connection: DuckDBPyConnection, place_code: str) -> Answer:
    """What the place claims last of each indicator, the newest first."""
    return ask(connection, _LATEST + _OF_A_PLACE, word=None, place=place_code)


def heading(claim: Named) -> str:
    """What is claimed: `茶园`; `新建, part of 茶园` where 其中 makes it a part."""
    part = f", part of {claim['part_of']}" if claim["part_of"] else ""
    return f"{claim['indicator']}{part}"


def print_claim(console: Console, name: str, claim: Named, indent: int) -> None:
    """Print a claim under a name, its days where there are several, its sentence and its address."""
    width = width_of(console) - indent
    value = f"{_BOUNDS.get(claim['bound'], '')}{amount(claim['latest_value'])} {claim['unit']}".rstrip()
    day = str(claim["claimed_date"] or "no day")
    print_line(console, cut(name, width // 2), Text(cut(value, width // 4), style="bold"), day, indent=indent)
    if len(claim["days"]) > 1:
        _print_days(console, claim, indent + 2)
    for line in folded(claim["sentence"], width - 2, _SENTENCE_LINES):
        print_line(console, line, indent=indent + 2)
    print_address(console, claim["url"], indent + 2)


def _print_days(console: Console, claim: Named, indent: int) -> None:
    """Print the values of the newest days, between the least and the greatest of them."""
    values = claim["day_values"][-_days_shown(width_of(console) - indent) :]
    least, most = min(values), max(values)
    span = amount(least) if least == most else f"{amount(least)} to {amount(most)}"
    told = f"{span} on {len(values)} days since {claim['days'][-len(values)]}"
    print_line(console, sparkline(values, least=least), told, indent=indent)


def _days_shown(width: int) -> int:
    """How many days there is room for beside what is said of them."""
    return max(1, width // 2 - 10)
