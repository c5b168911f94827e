"""What the snapshot knows of one town or county: figures, months, topics, slogans, claims, stories."""

from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from flows.asking.ask import Named, ask
from flows.asking.claims import claims_of_place
from flows.asking.monthly import monthly_stories, months_read
from flows.asking.places import Place

# Ranks are among the peers: the towns of the county, or all counties.
_FIGURES = """
with peer as (
    select frame.*
    from core.place_period as frame
    where frame.peer_group = (select peer_group from core.place where place_code = $place)
        and (frame.period_kind = 'all' or (frame.period_kind = 'quarter' and frame.is_complete))
    -- Of complete quarters the last one of the place itself.
    qualify frame.period_start_date = max(frame.period_start_date) filter (frame.place_code = $place) over (
        partition by frame.period_kind
    )
)
select
    peer.period_kind,
    peer.period_start_date,
    peer.period_end_date,
    peer.coverage_share,
    count(*) over peers as peers,
    output.stories,
    output.peer_rank as stories_rank,
    output.publications,
    rank() over (peers order by output.publications desc) as publications_rank,
    reprints.stories_above_county,
    rank() over (peers order by reprints.stories_above_county desc) as stories_above_county_rank,
    reprints.upward_share,
    silence.last_story_date,
    silence.silent_days,
    silence.longest_gap_days,
    silence.is_silent,
    silence.is_dead,
    drift.claims,
    drift.fell as claims_fell,
    drift.doubled as claims_doubled,
    drift.repeated as claims_repeated,
    author.authors,
    author.anonymous_stories
from peer
join mart.output_rank as output using (place_code, period_kind, period_start_date)
join mart.reprints as reprints using (place_code, period_kind, period_start_date)
join mart.silence as silence using (place_code, period_kind, period_start_date)
join mart.claim_drift as drift using (place_code, period_kind, period_start_date)
join mart.author_concentration as author using (place_code, period_kind, period_start_date)
window peers as (partition by peer.period_kind)
qualify peer.place_code = $place
order by peer.period_kind
"""
_SCORES = """
select period_kind, period_start_date, scheme, best_points, peer_rank, adoption_points, adoption_rank
from mart.weighted_score
where place_code = $place and period_kind in ('all', 'quarter')
order by scheme, period_kind, period_start_date
"""
_TOPICS = """
select topic, stories, stories_mainly, topic_share, peer_topic_share, location_quotient
from mart.topic_share
where place_code = $place and period_kind = 'all' and stories > 0
order by topic_share desc, topic
"""
_SLOGANS = """
select used.slogan, used.verdict, used.stories, used.first_use_date, used.lag_days, used.adoption_rank, story.url
from mart.slogan_diffusion as used
left join core.story as story on story.story_id = used.first_story_id
where used.place_code = $place and used.stories > 0
order by used.stories desc, used.slogan
"""
_ALIKE = """
select other_place_code, other_place_name, topic_cosine, shared_text_stories
from (
    select place_code, other_place_code, other_place_name, topic_cosine, shared_text_stories
    from mart.similarity
    where period_kind = 'all'
    union all
    select other_place_code, place_code, place_name, topic_cosine, shared_text_stories
    from mart.similarity
    where period_kind = 'all'
)
where place_code = $place and topic_cosine is not null
order by topic_cosine desc, other_place_code
"""
_NEWEST = """
select story.published_date, story.title, story.publication_count as publications, story.url, story.story_id
from core.place_story as placed
join core.story as story using (story_id)
where placed.place_code = $place and placed.period_kind = 'all'
order by story.published_date desc nulls last, story.story_id
limit 10
"""
_SECTIONS = {"topics": _TOPICS, "slogans": _SLOGANS, "alike": _ALIKE, "newest": _NEWEST}


@dataclass(frozen=True)
class Profile:
    """The place, and the rows of each section by its name; `place` has the stories of each month too."""

    place: Named
    sections: dict[str, list[Named]]

    def as_object(self) -> Named:
        """All of it as one object."""
        return {**self.place, **self.sections}

    def as_rows(self) -> list[Named]:
        """A row for each thing; `section` says what it is."""
        key = {name: self.place[name] for name in ("place_code", "place_name")}
        rows: list[Named] = [{**key, "section": "place", **self.place}]
        for section, inside in self.sections.items():
            rows += [{**key, "section": section, **row} for row in inside]
        return rows


def profile_of(connection: DuckDBPyConnection, place: Place) -> Profile:
    """What the snapshot knows of the place. Of a town or county without dated news there are no months."""
    known: dict[str, Any] = {
        "place_code": place.code,
        "place_name": place.name,
        "place_kind": place.kind,
        "county_code": place.county_code,
        "county_name": place.county_name,
        "first_month_date": None,
        "monthly_stories": [],
    }
    span = months_read(connection, place.county_code)
    if span is not None:
        months = monthly_stories(connection, place.county_code, *span)
        known |= {"first_month_date": span[0], "monthly_stories": months[place.code]}
    figures = ask(connection, _FIGURES, place=place.code).rows
    starts = {(figure["period_kind"], figure["period_start_date"]) for figure in figures}
    scores = ask(connection, _SCORES, place=place.code).rows
    sections = {
        "figures": figures,
        "scores": [score for score in scores if (score["period_kind"], score["period_start_date"]) in starts],
        **{name: ask(connection, sql, place=place.code).rows for name, sql in _SECTIONS.items()},
        "claims": claims_of_place(connection, place.code).rows,
    }
    return Profile(known, sections)
