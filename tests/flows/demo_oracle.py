"""What the comparisons must say about the demo county: counted in plain Python from the truth about its articles.

Nothing here asks the tables that are tested. Three things are taken from what the line has read, because the truth does
not have them or has other words for them: the topics of a text with their shares, the name of what a number counts, and
which texts are nearly the same though they tell of different things. Each has its own test.
"""

import csv
import datetime
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from demo_county.article import Claim, TruthArticle
from demo_county.oddities import NO_ARTICLES
from demo_county.world import COUNTY, MEDIA, SITES, TOWNS
from extractors.url import article_id
from tests.flows.demo_line import COUNTY as COUNTY_FILE
from tests.flows.demo_line import PROJECT

Row = dict[str, object]
KEY = ("place_code", "period_kind", "period_start_date")
UNEXPLAINED = "未解释"
# The dictionary has other names for two topics of the demo county, and clinics and schools for themselves.
TOPIC_NAMES = {
    "环境": {"环境整治"},
    "治理": {"乡村治理"},
    "民生": {"民生", "卫生健康", "教育"},
}
# Slogans are kept without the word 行动 behind them.
SLOGAN_NAMES = {"五微行动": "五微"}
_RANKS = {"town": 0, "county": 1, "city": 2, "province": 3, "central": 4}
_SITE_LEVELS = {site.key: site.level for site in COUNTY_FILE.site}
_SITE_NAMES = {site.key: site.name for site in COUNTY_FILE.site}
# What is printed as a source, and the outlet that it is.
_OUTLETS = {
    MEDIA.medium: (MEDIA.medium, "county"),
    "县政府办": (f"{COUNTY}人民政府", "county"),
    "县应急管理局": (f"{COUNTY}应急管理局", "county"),
}


@dataclass(frozen=True)
class Place:
    """Who is compared."""

    code: str
    name: str
    kind: str

    @property
    def group(self) -> str:
        """Its peers."""
        return COUNTY_FILE.code if self.kind == "town" else "counties"


@dataclass(frozen=True, order=True)
class Period:
    """A month, quarter or year, or all time."""

    kind: str
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class Story:
    """A story with its copies, the original first."""

    articles: tuple[TruthArticle, ...]

    @property
    def original(self) -> TruthArticle:
        """The copy that appeared first."""
        return self.articles[0]

    @cached_property
    def story_id(self) -> str:
        """Its name in the tables."""
        return article_id(self.original.url)

    @property
    def day(self) -> datetime.date:
        """Day of its first appearance."""
        return self.original.published_at.date()

    @property
    def town(self) -> str | None:
        """Name of its town."""
        return self.original.town

    @cached_property
    def outlets(self) -> dict[str, str]:
        """Level of each outlet that has it: sites, and sources that are named."""
        levels: dict[str, str] = {}
        for article in self.articles:
            levels[_SITE_NAMES[article.site.key]] = _SITE_LEVELS[article.site.key]
            if article.source and (named := _outlet(article.source)):
                name, level = named
                levels[name] = level
        return levels

    @cached_property
    def writers(self) -> tuple[str, ...]:
        """Who is credited by the original, else by the first copy that credits anybody; offices are nobody."""
        credited = ([name for name in one.authors if "office_as_author" not in one.traits] for one in self.articles)
        return tuple(next((names for names in credited if names), ()))


def _outlet(source: str) -> tuple[str, str] | None:
    """Name and level of the outlet that a printed source is, None for no outlet; offices of a town are the town."""
    if source in _OUTLETS:
        return _OUTLETS[source]
    return next(((town.name, "town") for town in TOWNS if source.startswith(town.name)), None)


class Oracle:
    """The demo county, ready to be counted.

    `topics`: share and score of each topic of an article. `names`: what the numbers of an article count, in their
    order. `near`: the earlier articles whose text an article nearly has.
    """

    def __init__(
        self,
        truth: Sequence[TruthArticle],
        topics: Mapping[str, Mapping[str, tuple[float, float]]],
        names: Mapping[str, Sequence[str]],
        near: Mapping[str, set[str]],
    ) -> None:
        self._topics = topics
        self._names = names
        self._near = near
        told: dict[str, list[TruthArticle]] = defaultdict(list)
        for article in truth:
            told[article.story_id].append(article)
        self._moments = {article_id(article.url): _moment(article) for article in truth}
        self.stories = [Story(tuple(sorted(articles, key=_order))) for articles in told.values()]
        self._codes = codes = {town.name: town.code for town in COUNTY_FILE.town}
        self.places = [
            *(Place(codes[town.name], town.name, "town") for town in TOWNS),
            Place(COUNTY_FILE.code, COUNTY, "county"),
        ]
        days = [article.published_at.date() for article in truth]
        self.first_day, self.newest_day = min(days), max(days)
        self.periods = list(_periods(self.first_day.replace(day=1), self.newest_day))
        self._stories_of: dict[tuple[str, Period], list[Story]] = defaultdict(list)
        for story in sorted(self.stories, key=lambda story: _order(story.original)):
            for period in self.periods:
                if period.start <= story.day <= period.end:
                    self._stories_of[COUNTY_FILE.code, period].append(story)
                    if story.town:
                        self._stories_of[codes[story.town], period].append(story)
        self._loaded = Counter((one.site.key, one.published_at.date().replace(day=1)) for one in truth)
        self._lost = Counter((one.site.key, datetime.date.fromisoformat(one.day).replace(day=1)) for one in NO_ARTICLES)

    def of(self, place: Place, period: Period) -> list[Story]:
        """The stories of a place in a period, in the order of time."""
        return self._stories_of[place.code, period]

    def peers(self, place: Place) -> list[Place]:
        """The places that it is ranked among, itself too."""
        return [other for other in self.places if other.group == place.group]

    @property
    def all_time(self) -> Period:
        """The longest period."""
        return next(period for period in self.periods if period.kind == "all")

    def before(self, period: Period) -> Period | None:
        """The period before of the same kind."""
        earlier = [one for one in self.periods if one.kind == period.kind and one.start < period.start]
        return max(earlier) if earlier else None

    def frame(self, place: Place, period: Period) -> Row:
        """The columns that all comparisons have in common."""
        return {
            "place_code": place.code,
            "place_name": place.name,
            "place_kind": place.kind,
            "county_code": COUNTY_FILE.code,
            "county_name": COUNTY,
            "period_kind": period.kind,
            "period_start_date": period.start,
            "is_complete": period.end <= self.newest_day,
            "coverage_share": self.coverage(period),
        }

    def coverage(self, period: Period) -> float:
        """Share of links that were loaded, on the average of sites and months: the lists are known to their ends."""
        shares = []
        for month in self.periods:
            if month.kind == "month" and period.start <= month.start <= period.end:
                for site in SITES:
                    loaded, lost = self._loaded[site.key, month.start], self._lost[site.key, month.start]
                    shares.append(loaded / (loaded + lost) if loaded + lost else 1.0)
        return statistics.mean(shares)

    def rows(self) -> Iterator[tuple[Place, Period, Row]]:
        """A row for every place in every period."""
        for place in self.places:
            for period in self.periods:
                yield place, period, self.frame(place, period)

    def ranks(self, place: Place, period: Period, number: Callable[[Place, Period], float]) -> int:
        """Rank among the peers: one more than there are peers with a higher number."""
        own = number(place, period)
        return 1 + sum(number(other, period) > own for other in self.peers(place))

    def count(self, place: Place, period: Period) -> int:
        """Stories of a place in a period."""
        return len(self.of(place, period))

    # 1

    def output_rank(self) -> Iterator[Row]:
        """How much each place publishes, and its rank."""
        for place, period, row in self.rows():
            stories, before = self.of(place, period), self.before(period)
            among_peers = sum(self.count(other, period) for other in self.peers(place))
            publications = sum(len(story.articles) for story in stories)
            rank = self.ranks(place, period, self.count)
            yield row | {
                "population": None,
                "stories": len(stories),
                "publications": publications,
                "reprints": publications - len(stories),
                "story_share": len(stories) / among_peers if among_peers else None,
                "stories_per_10000_residents": None,
                "peer_rank": rank,
                "stories_change": len(stories) - self.count(place, before) if before else None,
                "peer_rank_change": self.ranks(place, before, self.count) - rank if before else None,
            }

    # 2

    def weighted_score(self) -> Iterator[Row]:
        """Points for outlets, in each scheme."""
        for scheme, points in _schemes().items():

            def best(place: Place, period: Period, points: Mapping[str, float] = points) -> float:
                return sum(max(points[level] for level in one.outlets.values()) for one in self.of(place, period))

            def every(place: Place, period: Period, points: Mapping[str, float] = points) -> float:
                return sum(points[level] for one in self.of(place, period) for level in one.outlets.values())

            for place, period, row in self.rows():
                yield row | {
                    "scheme": scheme,
                    "stories": self.count(place, period),
                    "best_points": best(place, period),
                    "adoption_points": every(place, period),
                    "peer_rank": self.ranks(place, period, best),
                    "adoption_rank": self.ranks(place, period, every),
                }

    # 3

    def shares(self, story: Story) -> dict[str, float]:
        """Topics of a story with their shares; what they leave is unexplained."""
        shares = {topic: share for topic, (share, _) in self._topics.get(story.story_id, {}).items()}
        rest = 1 - sum(shares.values())
        return shares | ({UNEXPLAINED: rest} if rest > 1e-9 or not shares else {})

    def weights(self, stories: Iterable[Story]) -> Counter[str]:
        """Sum of the shares of each topic."""
        weights: Counter[str] = Counter()
        for story in stories:
            weights.update(self.shares(story))
        return weights

    def main_topic(self, story: Story) -> str:
        """The topic with the largest share, of equal ones that with the most telling words."""
        explained = self._topics.get(story.story_id, {})
        return max(sorted(explained), key=explained.__getitem__, default=UNEXPLAINED)

    def topic_share(self) -> Iterator[Row]:
        """What each place writes about, beside its peers."""
        topics = {topic for story in self.stories for topic in self.shares(story)}
        for place, period, row in self.rows():
            stories = self.of(place, period)
            of_peers = [story for other in self.peers(place) for story in self.of(other, period)]
            weights, peer_weights = self.weights(stories), self.weights(of_peers)
            mainly = Counter(map(self.main_topic, stories))
            touched = Counter(topic for story in stories for topic in self.shares(story))
            for topic in topics:
                share = weights[topic] / len(stories) if stories else None
                peer_share = peer_weights[topic] / len(of_peers) if of_peers else None
                yield row | {
                    "topic": topic,
                    "stories_mainly": mainly[topic],
                    "stories": touched[topic],
                    "story_weight": weights[topic],
                    "topic_share": share,
                    "peer_topic_share": peer_share,
                    "location_quotient": share / peer_share if peer_share and share is not None else None,
                }

    # 4

    def claims(self, story: Story) -> list[tuple[int, str, Claim]]:
        """What a story claims, in its order: the claims of the truth under the names that the line has for them."""
        names = self._names.get(story.story_id, [])
        return list(zip(range(1, len(names) + 1), names, story.original.claims, strict=True))

    def claim_benchmark(self) -> Iterator[Row]:
        """The newest value of each indicator and unit that two towns claim in the period."""
        towns = [place for place in self.places if place.kind == "town"]
        for period in self.periods:
            if period.kind not in ("year", "all"):
                continue
            claimed: dict[tuple[str, str], dict[str, list[tuple[Story, int, Claim]]]]
            claimed = defaultdict(lambda: defaultdict(list))
            for place in towns:
                for story in self.of(place, period):
                    for position, name, claim in self.claims(story):
                        claimed[name, claim.unit][place.code].append((story, position, claim))
            for thing in [thing for thing, claimants in claimed.items() if len(claimants) >= 2]:
                newest = {
                    code: max(found, key=lambda one: (one[0].original.published_at, one[0].story_id, -one[1]))
                    for code, found in claimed[thing].items()
                }
                for place in towns:
                    story, _, claim = newest.get(place.code, (None, 0, None))
                    yield self.frame(place, period) | {
                        "indicator": thing[0],
                        "unit": thing[1],
                        "latest_value": claim and claim.value,
                        "bound": claim and claim.bound,
                        "claimed_date": story and story.day,
                        "claims": len(claimed[thing][place.code]),
                        "peer_rank": claim and 1 + sum(other.value > claim.value for _, _, other in newest.values()),
                        "story_id": story and story.story_id,
                        "url": story and story.original.url,
                    }

    # 5

    def inequality(self) -> Iterator[Row]:
        """How unevenly the stories of a group are spread."""
        groups = {"counties": "各县", COUNTY_FILE.code: COUNTY}
        for group, name in groups.items():
            places = sorted((place for place in self.places if place.group == group), key=lambda place: place.code)
            for period in self.periods:
                counts = [self.count(place, period) for place in places]
                total = sum(counts)
                top = counts.index(max(counts))
                apart = sum(abs(one - other) for one in counts for other in counts)
                yield {
                    "group_code": group,
                    "group_name": name,
                    "period_kind": period.kind,
                    "period_start_date": period.start,
                    "is_complete": period.end <= self.newest_day,
                    "coverage_share": self.coverage(period),
                    "places": len(places),
                    "silent_places": counts.count(0),
                    "stories": total,
                    "gini": apart / (2 * len(places) * total) if total else None,
                    "hhi": sum((count / total) ** 2 for count in counts) if total else None,
                    "top_share": max(counts) / total if total else None,
                    "top_place_code": places[top].code if total else None,
                }

    # 6

    def silence(self) -> Iterator[Row]:
        """How long each place said nothing."""
        for place, period, row in self.rows():
            end = min(period.end, self.newest_day)
            days = sorted({story.day for story in self.of(place, self.all_time) if story.day <= end})
            gaps = [(later - earlier).days for earlier, later in pairwise(days) if later >= period.start]
            last = days[-1] if days else None
            silent = (end - last).days if last else None
            yield row | {
                "stories": self.count(place, period),
                "last_story_date": last,
                "silent_days": silent,
                "longest_gap_days": max(gaps, default=None),
                "median_gap_days": statistics.median(gaps) if gaps else None,
                "gaps_over_14_days": sum(gap > 14 for gap in gaps),
                "is_silent": silent is None or silent > 14,
                "is_dead": silent is None or silent > 183,
            }

    # 7

    def used(self, place: Place, period: Period, slogan: str) -> list[Story]:
        """The stories of a place that use a slogan, in the order of time."""
        return [story for story in self.of(place, period) if slogan in map(slogan_name, story.original.slogans)]

    def slogan_diffusion(self, slogans: Iterable[str]) -> Iterator[Row]:
        """When each place first used a slogan, how long after the first and as which."""
        for slogan in slogans:
            first = self.first_uses(slogan)
            for place in self.places:
                stories = self.used(place, self.all_time, slogan)
                peers = self.peers(place)
                adopters = [first[other.code] for other in peers if other.code in first]
                row: Row = dict.fromkeys(("lag_days", "adoption_rank", "cumulative_share", "first_story_id"))
                if stories:
                    day = first[place.code]
                    row = {
                        "lag_days": (day - min(first.values())).days,
                        "adoption_rank": 1 + sum(other < day for other in adopters),
                        "cumulative_share": sum(other <= day for other in adopters) / len(peers),
                        "first_story_id": min(story.story_id for story in stories if story.day == day),
                    }
                yield row | {
                    "place_code": place.code,
                    "place_name": place.name,
                    "place_kind": place.kind,
                    "county_code": COUNTY_FILE.code,
                    "county_name": COUNTY,
                    "coverage_share": self.coverage(self.all_time),
                    "slogan": slogan,
                    "verdict": "open",
                    "stories": len(stories) or None,
                    "first_use_date": first.get(place.code),
                }

    def first_uses(self, slogan: str) -> dict[str, datetime.date]:
        """The day on which each place first used a slogan."""
        uses = {place.code: self.used(place, self.all_time, slogan) for place in self.places}
        return {code: stories[0].day for code, stories in uses.items() if stories}

    def slogan_spread(self, slogans: Iterable[str]) -> Iterator[Row]:
        """How fast a slogan goes over the county."""
        towns = {place.code: place.name for place in self.places if place.kind == "town"}
        for slogan in slogans:
            first = self.first_uses(slogan)
            begun = first.pop(COUNTY_FILE.code)
            days = sorted(first.values())
            first_town = min(first, key=lambda code: (first[code], code))
            half = math.ceil(len(towns) / 2)
            yield {
                "county_code": COUNTY_FILE.code,
                "county_name": COUNTY,
                "coverage_share": self.coverage(self.all_time),
                "slogan": slogan,
                "verdict": "open",
                "first_use_date": begun,
                "first_town_code": first_town,
                "first_town": towns[first_town],
                "towns": len(towns),
                "adopters": len(days),
                "adopted_share": len(days) / len(towns),
                "days_to_half": (days[half - 1] - begun).days if len(days) >= half else None,
                "stories": len(self.used(self.places[-1], self.all_time, slogan)),
            }

    def slogan_use(self, slogans: Iterable[str]) -> Iterator[Row]:
        """How often each place used a slogan in each period, where it did."""
        for slogan in slogans:
            for place, period, row in self.rows():
                if stories := self.used(place, period, slogan):
                    yield row | {"slogan": slogan, "verdict": "open", "stories": len(stories)}

    def slogan_review(self, slogans: Iterable[str]) -> Iterator[Row]:
        """The slogans on which nobody has decided: all of the demo county's."""
        for slogan in slogans:
            stories = self.used(self.places[-1], self.all_time, slogan)
            first = min(stories, key=lambda story: (story.day, story.story_id))
            yield {
                "slogan": slogan,
                "stories": len(stories),
                "counties": 1,
                "towns": len({story.town for story in stories}),
                "first_date": first.day,
                "story_id": first.story_id,
                "url": first.original.url,
            }

    # 8

    def reprints(self) -> Iterator[Row]:
        """Who is taken over, and how high."""
        for place, period, row in self.rows():
            stories = self.of(place, period)
            publications = sum(len(story.articles) for story in stories)
            above = sum(any(_RANKS[level] >= 2 for level in story.outlets.values()) for story in stories)
            levels = {level for story in stories for level in story.outlets.values()}
            yield row | {
                "stories": len(stories),
                "publications": publications,
                "publications_per_story": publications / len(stories) if stories else None,
                "reprinted_stories": sum(len(story.articles) > 1 for story in stories),
                "stories_above_county": above,
                "upward_share": above / len(stories) if stories else None,
                "best_level": max(levels, key=lambda level: _RANKS[level], default=None),
            }

    # 9

    def timeliness(self) -> Iterator[Row]:
        """How soon others take a story over. No text of the demo county begins with a day."""
        for place, period, row in self.rows():
            copies = [(story.original, copy) for story in self.of(place, period) for copy in story.articles[1:]]
            lags = sorted(
                (copy.published_at - original.published_at) / datetime.timedelta(hours=1)
                for original, copy in copies
                if "day" not in (original.precision, copy.precision)
            )
            yield row | {
                "stories": self.count(place, period),
                "reprints": len(lags),
                "median_lag_hours": statistics.median(lags) if lags else None,
                "ninetieth_lag_hours": _quantile(lags, 0.9) if lags else None,
                "within_24_hours_share": sum(lag <= 24 for lag in lags) / len(lags) if lags else None,
                "day_only_reprints": len(copies) - len(lags),
                "undated_reprints": 0,
                "stories_with_event_date": 0,
                "median_event_lag_days": None,
            }

    # 10

    def claim_history(self) -> Iterator[Row]:
        """Every claim, beside what the same place claimed of the same thing before."""
        places = {place.name: place for place in self.places}
        series: dict[tuple[str, str, str], dict[datetime.date, set[int]]] = defaultdict(lambda: defaultdict(set))
        told: list[tuple[Place, Story, int, str, Claim]] = []
        for story in self.stories:
            place = places[story.town or COUNTY]
            for position, name, claim in self.claims(story):
                told.append((place, story, position, name, claim))
                series[place.code, name, claim.unit][story.day].add(claim.value)
        for place, story, position, name, claim in told:
            values = series[place.code, name, claim.unit]
            days = sorted(day for day in values if day < story.day)
            before = min(values[days[-1]], key=lambda value: (abs(value - claim.value), value)) if days else None
            since = story.day
            for day in reversed(days):
                if claim.value not in values[day]:
                    break
                since = day
            yield {
                "place_code": place.code,
                "place_name": place.name,
                "place_kind": place.kind,
                "county_code": COUNTY_FILE.code,
                "county_name": COUNTY,
                "indicator": name,
                "unit": claim.unit,
                "part_of": None,
                "claimed_date": story.day,
                "value": claim.value,
                "bound": claim.bound,
                "previous_value": before,
                "previous_date": days[-1] if days else None,
                "change": _change(claim.value, before, (story.day - since).days),
                "story_id": story.story_id,
                "position": position,
                "url": story.original.url,
            }

    def claim_drift(self) -> Iterator[Row]:
        """How many claims of a place fall, double or never change."""
        changes: dict[str, list[str]] = defaultdict(list)
        for claim in self.claim_history():
            changes[str(claim["story_id"])].append(str(claim["change"]))
        for place, period, row in self.rows():
            stories = [story.story_id for story in self.of(place, period) if story.story_id in changes]
            counted = Counter(change for story_id in stories for change in changes[story_id])
            flagged = counted["fell"] + counted["doubled"] + counted["repeated"]
            yield row | {
                "stories": len(stories),
                "claims": counted.total(),
                "fell": counted["fell"],
                "doubled": counted["doubled"],
                "repeated": counted["repeated"],
                "flagged_share": flagged / counted.total() if stories else None,
            }

    # 11

    def author_concentration(self) -> Iterator[Row]:
        """On how few writers a place rests."""
        for place, period, row in self.rows():
            stories = self.of(place, period)
            credits_: dict[str, float] = defaultdict(float)
            written: Counter[str] = Counter()
            for story in stories:
                for name in story.writers:
                    credits_[name] += 1 / len(story.writers)
                    written[name] += 1
            total = sum(credits_.values())
            yield row | {
                "stories": len(stories),
                "authors": len(credits_),
                "credited_stories": total,
                "top_author_share": max(credits_.values()) / total if total else None,
                "hhi": sum((one / total) ** 2 for one in credits_.values()) if total else None,
                "regular_authors": sum(count >= 5 for count in written.values()),
                "anonymous_stories": sum(not story.writers for story in stories),
            }

    # 12

    def similarity(self) -> Iterator[Row]:
        """How alike two towns are: in their topics, and by texts that both have."""
        texts = {story.story_id: {self._text(article_id(one.url)) for one in story.articles} for story in self.stories}
        towns = sorted((place for place in self.places if place.kind == "town"), key=lambda place: place.code)
        for one, other in combinations(towns, 2):
            for period in self.periods:
                if period.kind == "month":
                    continue
                stories, others = self.of(one, period), self.of(other, period)
                of_other = {text for story in others for text in texts[story.story_id]}
                shared = sum(not of_other.isdisjoint(texts[story.story_id]) for story in stories)
                both = bool(stories and others)
                yield self.frame(one, period) | {
                    "other_place_code": other.code,
                    "other_place_name": other.name,
                    "stories": len(stories),
                    "other_stories": len(others),
                    "topic_cosine": _cosine(self.weights(stories), self.weights(others)) if both else None,
                    "shared_text_stories": shared if both else None,
                    "shared_text_share": shared / len(stories) if both else None,
                }

    def _text(self, article: str) -> str:
        """The earliest article from which the text of an article comes, from copy to copy."""
        earlier = self._near.get(article)
        return self._text(min(earlier, key=self._moments.__getitem__)) if earlier else article


def slogan_name(slogan: str) -> str:
    """The slogan as the tables have it."""
    return SLOGAN_NAMES.get(slogan, slogan)


def _change(value: int, before: int | None, days_the_same: int) -> str:
    if before is None:
        return "first"
    if value == before:
        return "repeated" if days_the_same >= 365 else "same"
    if value < before:
        return "fell"
    return "doubled" if value >= 2 * before else "rose"


def _order(article: TruthArticle) -> tuple[datetime.date, bool, datetime.datetime, str]:
    """The order of a story's copies: of one day the town's own comes first."""
    return article.published_at.date(), "reprint" in article.traits, *_moment(article)


def _moment(article: TruthArticle) -> tuple[datetime.datetime, str]:
    """The order of time: a day without an hour counts as its end."""
    moment = article.published_at
    if article.precision == "day":
        moment = datetime.datetime.combine(moment, datetime.time(23, 59, 59))
    return moment, article_id(article.url)


def _periods(first: datetime.date, newest: datetime.date) -> Iterator[Period]:
    months = []
    month = first
    while month <= newest:
        months.append(month)
        month = _months_after(month, 1)
    yield from (Period("month", one, _last_day(one, 1)) for one in months)
    quarters = {one.replace(month=(one.month - 1) // 3 * 3 + 1) for one in months}
    yield from (Period("quarter", one, _last_day(one, 3)) for one in sorted(quarters))
    yield from (Period("year", one, _last_day(one, 12)) for one in sorted({one.replace(month=1) for one in months}))
    yield Period("all", first, newest)


def _months_after(day: datetime.date, months: int) -> datetime.date:
    index = day.year * 12 + day.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)


def _last_day(start: datetime.date, months: int) -> datetime.date:
    return _months_after(start, months) - datetime.timedelta(days=1)


def _schemes() -> dict[str, dict[str, float]]:
    schemes: dict[str, dict[str, float]] = defaultdict(dict)
    with (PROJECT / "sql" / "data" / "level_weight.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            schemes[line["scheme"]][line["level"]] = float(line["points"])
    return schemes


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two numbers around that place, in proportion."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Of what is explained: all towns have something unexplained in common."""
    one, other = ({topic: size for topic, size in each.items() if topic != UNEXPLAINED} for each in (one, other))
    product = sum(one[topic] * other.get(topic, 0.0) for topic in one)
    return product / math.sqrt(sum(x * x for x in one.values())) / math.sqrt(sum(x * x for x in other.values()))
