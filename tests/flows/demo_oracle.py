"""What the comparisons must say about the demo county: counted in plain Python from the truth about its articles.

Nothing here asks the tables that are tested. Three things are taken from the line, because the truth does not have them
or has other words for them: which of the county's own meetings are taken for one story (their reports are nearly the
same), the topics of a text with their shares, and the name of what a number counts. Each has its own test.
"""

import csv
import datetime
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

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
    "县政府办": (f"{COUNTY}政府办", "county"),
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
            if article.source:
                name, level = _OUTLETS.get(article.source, (_town_in(article.source), "town"))
                levels[name] = level
        return levels

    @cached_property
    def writers(self) -> tuple[str, ...]:
        """Who is credited by the original, else by the first copy that credits anybody; offices are nobody."""
        credited = ([name for name in one.authors if "office_as_author" not in one.traits] for one in self.articles)
        return tuple(next((names for names in credited if names), ()))


def _town_in(source: str) -> str:
    return next(town.name for town in TOWNS if source.startswith(town.name))


class Oracle:
    """The demo county, ready to be counted.

    `stories_taken_for_one`: keys of truth stories by the story of the line, for the county's own. `topics`: shares of
    each article by topic. `names`: what the numbers of an article count, in their order.
    """

    def __init__(
        self,
        truth: Sequence[TruthArticle],
        own_stories: Mapping[str, str],
        topics: Mapping[str, Mapping[str, float]],
        names: Mapping[str, Sequence[str]],
    ) -> None:
        self._topics = topics
        self._names = names
        told: dict[str, list[TruthArticle]] = defaultdict(list)
        for article in truth:
            told[article.story_id if article.town else own_stories[article_id(article.url)]].append(article)
        self.stories = [Story(tuple(sorted(articles, key=_order))) for articles in told.values()]
        codes = {town.name: town.code for town in COUNTY_FILE.town}
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
        shares = dict(self._topics.get(story.story_id, {}))
        return shares | {UNEXPLAINED: 1 - sum(shares.values())}

    def weights(self, stories: Iterable[Story]) -> Counter[str]:
        """Sum of the shares of each topic."""
        weights: Counter[str] = Counter()
        for story in stories:
            weights.update(self.shares(story))
        return weights

    def main_topic(self, story: Story) -> str:
        """The topic with the largest share, of equal ones the first in the order of signs."""
        explained = self._topics.get(story.story_id, {})
        return min(explained, key=lambda topic: (-explained[topic], topic), default=UNEXPLAINED)

    def topic_share(self) -> Iterator[Row]:
        """What each place writes about, beside its peers."""
        topics = {topic for shares in self._topics.values() for topic in shares} | {UNEXPLAINED}
        for place, period, row in self.rows():
            stories = self.of(place, period)
            of_peers = [story for other in self.peers(place) for story in self.of(other, period)]
            weights, peer_weights = self.weights(stories), self.weights(of_peers)
            mainly = Counter(map(self.main_topic, stories))
            touched = Counter(topic for story in stories for topic, share in self.shares(story).items() if share > 1e-9)
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

    # 4 and 10

    def claims(self, story: Story) -> list[tuple[str, Claim]]:
        """What a story claims: each claim of the truth, under the name that the line has for it."""
        names = self._names.get(story.story_id, [])
        return list(zip(names, story.original.claims, strict=True))

    # 5

    def inequality(self) -> Iterator[Row]:
        """How unevenly the stories of a group are spread."""
        groups = {"counties": "counties", COUNTY_FILE.code: COUNTY}
        for group in groups:
            places = sorted((place for place in self.places if place.group == group), key=lambda place: place.code)
            for period in self.periods:
                counts = [self.count(place, period) for place in places]
                total = sum(counts)
                top = counts.index(max(counts))
                apart = sum(abs(one - other) for one in counts for other in counts)
                yield {
                    "group_code": group,
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

    def slogan_uses(self, place: Place, period: Period, slogan: str) -> list[Story]:
        """The stories of a place that use a slogan."""
        return [story for story in self.of(place, period) if slogan in _slogans(story)]

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
                "reprints": len(lags),
                "median_lag_hours": statistics.median(lags) if lags else None,
                "ninetieth_lag_hours": _quantile(lags, 0.9) if lags else None,
                "within_24_hours_share": sum(lag <= 24 for lag in lags) / len(lags) if lags else None,
                "day_only_reprints": len(copies) - len(lags),
                "stories_with_event_date": 0,
                "median_event_lag_days": None,
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
                "authors": len(credits_),
                "credited_stories": total,
                "top_author_share": max(credits_.values()) / total if total else None,
                "hhi": sum((one / total) ** 2 for one in credits_.values()) if total else None,
                "regular_authors": sum(count >= 5 for count in written.values()),
                "anonymous_stories": sum(not story.writers for story in stories),
            }

    # 12

    def similarity(self, near: Mapping[str, set[str]]) -> Iterator[Row]:
        """How alike two towns are. `near`: the articles whose text is nearly that of an article."""
        stories_by_article = {article_id(one.url): story.story_id for story in self.stories for one in story.articles}
        towns = sorted((place for place in self.places if place.kind == "town"), key=lambda place: place.code)
        for position, place in enumerate(towns):
            for other in towns[position + 1 :]:
                for period in self.periods:
                    if period.kind == "month":
                        continue
                    stories, others = self.of(place, period), self.of(other, period)
                    of_other = {story.story_id for story in others}
                    shared = sum(
                        any(
                            stories_by_article[near_one] in of_other
                            for article in story.articles
                            for near_one in near.get(article_id(article.url), ())
                        )
                        for story in stories
                    )
                    both = bool(stories and others)
                    yield self.frame(place, period) | {
                        "other_place_code": other.code,
                        "other_place_name": other.name,
                        "stories": len(stories),
                        "other_stories": len(others),
                        "topic_cosine": _cosine(self.weights(stories), self.weights(others)) if both else None,
                        "shared_text_stories": shared if both else None,
                        "shared_text_share": shared / len(stories) if both else None,
                    }


def slogan_name(slogan: str) -> str:
    """The slogan as the tables have it."""
    return SLOGAN_NAMES.get(slogan, slogan)


def _slogans(story: Story) -> set[str]:
    return {slogan_name(slogan) for article in story.articles for slogan in article.slogans}


def _order(article: TruthArticle) -> tuple[datetime.date, bool, datetime.datetime, str]:
    """The order of time: of one day the town's own comes first, and a day without an hour counts as its end."""
    moment = article.published_at
    if article.precision == "day":
        moment = datetime.datetime.combine(moment, datetime.time(23, 59, 59))
    return article.published_at.date(), "reprint" in article.traits, moment, article_id(article.url)


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
    product = sum(one[topic] * other.get(topic, 0.0) for topic in one)
    return product / math.sqrt(sum(x * x for x in one.values())) / math.sqrt(sum(x * x for x in other.values()))
