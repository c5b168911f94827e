"""A day of a whole country, simulated: who may ask which address when, and when each county has been read.

What is simulated is what politeness and the number of workers decide. Computing is not: it is added up.
"""

import heapq
import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Country:
    """What is supposed of a country; figures of a whole day are read in `runs_a_day` equal runs.

    `platform_share` of the counties have their government's site on a platform that answers for `platform_counties`
    at one address; all other sites have an address of their own. News are spread over counties as a logarithmic
    normal distribution with this `spread`.
    """

    counties: int = 2_800
    towns: int = 40_000
    articles_a_day: int = 400_000
    spread: float = 0.9
    runs_a_day: int = 2
    columns_beside_towns: int = 6
    government_share: float = 0.6  # of the articles; the rest is on the county's media site
    platform_share: float = 0.0
    platform_counties: int = 8
    list_rows: int = 20


@dataclass(frozen=True)
class Politeness:
    """Seconds between two requests at an address, with the share by which they are longer, and of an answer."""

    delay_seconds: float = 3.0
    jitter: float = 0.1
    answer_seconds: float = 0.5


@dataclass(frozen=True)
class SiteVisit:
    """A site in one run: the address that it shares or not, and how many requests it takes."""

    address: int
    requests: int


@dataclass(frozen=True)
class Run:
    """When each county's run ended, in seconds from the beginning, and how much was asked."""

    ends: Sequence[float]
    requests: int

    def quantile(self, share: float) -> float:
        """The time by which this share of the counties has been read."""
        return sorted(self.ends)[min(len(self.ends) - 1, int(share * len(self.ends)))]


def county_visits(country: Country, seed: int = 1) -> list[list[SiteVisit]]:
    """The visits that each county's run makes."""
    chance = random.Random(seed)  # noqa: S311
    weights = [chance.lognormvariate(0, country.spread) for _ in range(country.counties)]
    per_weight = country.articles_a_day / country.runs_a_day / sum(weights)
    on_platform = int(country.counties * country.platform_share)
    visits = []
    for number, weight in enumerate(weights):
        articles = weight * per_weight
        # Towns are many where counties have much news; a column of each, and some of the county.
        columns = country.columns_beside_towns + round(country.towns / country.counties)
        government = round(articles * country.government_share)
        address = -1 - number // country.platform_counties if number < on_platform else 2 * number
        visits.append(
            [
                SiteVisit(address, _requests(country, government, columns)),
                SiteVisit(2 * number + 1, _requests(country, round(articles) - government, columns // 2)),
            ]
        )
    chance.shuffle(visits)
    return visits


def _requests(country: Country, articles: int, columns: int) -> int:
    """robots.txt, the first list of each column, further lists where more is new than one shows, and the articles."""
    return 1 + columns + articles // country.list_rows + articles


@dataclass
class _Address:
    is_asked: bool = False
    due: float = 0.0
    waiting: deque[int] = field(default_factory=deque)  # visits, in the order in which they came


def simulate(runs: Sequence[Sequence[SiteVisit]], politeness: Politeness, at_once: int, seed: int = 1) -> Run:
    """Let so many runs go on at once, the next as soon as one ends; the sites of a run are read side by side."""
    return _Simulation(runs, politeness, seed).result(at_once)


class _Simulation:
    """What is known of every visit, run and address while the time goes on."""

    def __init__(self, runs: Sequence[Sequence[SiteVisit]], politeness: Politeness, seed: int) -> None:
        self._politeness = politeness
        self._chance = random.Random(seed)  # noqa: S311
        self._visits = [(number, visit) for number, run in enumerate(runs) for visit in run]
        self._visits_of: list[list[int]] = [[] for _ in runs]
        for index, (number, _) in enumerate(self._visits):
            self._visits_of[number].append(index)
        self._left = [visit.requests for _, visit in self._visits]
        self._open_sites = [len(run) for run in runs]
        self._ends = [0.0] * len(runs)
        self._to_begin = deque(range(len(runs)))
        self._addresses: dict[int, _Address] = defaultdict(_Address)
        self._answers: list[tuple[float, int]] = []  # when the answer for a visit is there

    def result(self, at_once: int) -> Run:
        for _ in range(at_once):
            self._begin_run(0.0)
        requests = 0
        while self._answers:
            now, index = heapq.heappop(self._answers)
            self._take_answer(now, index)
            requests += 1
        return Run(self._ends, requests)

    def _begin_run(self, now: float) -> None:
        if self._to_begin:
            for index in self._visits_of[self._to_begin.popleft()]:
                self._ask(index, now)

    def _ask(self, index: int, now: float) -> None:
        address = self._addresses[self._visits[index][1].address]
        if address.is_asked:
            address.waiting.append(index)
            return
        address.is_asked = True
        heapq.heappush(self._answers, (max(now, address.due) + self._politeness.answer_seconds, index))

    def _take_answer(self, now: float, index: int) -> None:
        number, visit = self._visits[index]
        address = self._addresses[visit.address]
        address.is_asked = False
        address.due = now + self._politeness.delay_seconds * (1 + self._chance.uniform(0, self._politeness.jitter))
        self._left[index] -= 1
        if self._left[index]:
            address.waiting.append(index)
        if address.waiting:
            self._ask(address.waiting.popleft(), now)
        if not self._left[index]:
            self._open_sites[number] -= 1
            if not self._open_sites[number]:
                self._ends[number] = now
                self._begin_run(now)
