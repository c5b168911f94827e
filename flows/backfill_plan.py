"""What a backfill would ask for, and how long that would take, without doing it."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawlers.archive import Archive
from crawlers.breaker import Breaker
from crawlers.county import CountyFile
from crawlers.estimate import REQUESTS_OF_A_COLUMN
from crawlers.fetch import Fetcher
from crawlers.forecast import ColumnForecast, Figure, Forecaster, Plan, SiteForecast
from crawlers.link import Window
from flows.known import known_of, listed_of
from flows.ledger_aside import ledger_aside
from flows.machine_forms import write_line
from flows.pipeline import Limits, Task, counties_of, tasks_of
from flows.settings import Settings
from flows.terminal import harmless_line

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class BackfillPlan:
    """What a backfill of a county would ask each of its sites for."""

    county: CountyFile
    sites: Sequence[SiteForecast]

    @property
    def seconds(self) -> float:
        """How long it takes: sites are read side by side, those that share a machine one request at a time."""
        return max((_seconds_of(group) for group in _side_by_side(self.sites)), default=0.0)

    @property
    def slowest(self) -> list[SiteForecast]:
        """The sites that decide how long it takes; several where they share a machine."""
        return max(_side_by_side(self.sites), key=_seconds_of, default=[])

    @property
    def troubles(self) -> list[str]:
        """One sentence for each thing that could not be found out."""
        return [sentence for site in self.sites for sentence in site.troubles]

    def total(self, of: Callable[[SiteForecast], Figure]) -> Figure:
        """A figure of all sites."""
        return sum(map(of, self.sites), Figure(0))


def plan_backfill(
    county: CountyFile,
    settings: Settings,
    window: Window,
    limits: Limits,
    *,
    again: bool = False,
    says: Callable[[str], None] = lambda _: None,
) -> BackfillPlan:
    """Find out from the ledger and from few list pages of each column what a backfill would ask for.

    Asks the sites side by side, as politely as a run; nothing is written to archive or warehouse. `says` is told what
    goes on. Raises NothingToRead, CountyFileError, WarehouseError, ArchiveError.
    """
    tasks = tasks_of(county, limits)
    plans = _plans(tasks, settings, window, again=again)
    fetcher, breaker, stop = Fetcher(settings.fetching()), Breaker(), threading.Event()

    def forecast(task: Task, plan: Plan) -> SiteForecast:
        try:
            return Forecaster(task.site, plan, fetcher, breaker, stop, says).forecast()
        finally:
            fetcher.close()

    with ThreadPoolExecutor(len(tasks), thread_name_prefix="site") as pool:
        running = [pool.submit(forecast, task, plan) for task, plan in zip(tasks, plans, strict=True)]
        try:
            return BackfillPlan(county, [site.result() for site in running])
        except BaseException:
            stop.set()
            raise


def seconds_of(requests: int, site: SiteForecast) -> float:
    """How long so many requests to a site take."""
    return requests * (site.pace_seconds + site.answer_seconds)


def duration(seconds: float) -> str:
    """A time as people say it: `45 s`, `12 min`, `2 h 10 min`, `3 d 4 h`."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    if minutes < _HOUR // _MINUTE:
        return f"{minutes} min"
    if seconds < _DAY:
        return _in_two(minutes, _HOUR // _MINUTE, "h", "min")
    return _in_two(round(seconds / _HOUR), _DAY // _HOUR, "d", "h")


def print_plan(plan: BackfillPlan, requests_max: int) -> None:
    """Print the plan as a table for eyes, and what decides about it."""
    table = Table(title=harmless_line(f"{plan.county.name}: what a backfill would ask for"), title_justify="left")
    table.box = box.SIMPLE_HEAD
    for name in ("site, column", "list pages", "articles", "time"):
        table.add_column(name, justify="left" if name == "site, column" else "right", overflow="fold")
    for site in plan.sites:
        table.add_row(*_cells(site.site.name, site.lists, site.articles, _seconds_of([site])), style="bold")
        for column in site.columns:
            table.add_row(*_column_cells(column, site))
        table.add_section()
    table.add_row(*_cells("in all", *_totals(plan), plan.seconds), style="bold")
    console = Console()
    (console if console.is_terminal else Console(width=80)).print(table)
    for sentence in (*_sentences(plan, requests_max), *plan.troubles):
        typer.echo(harmless_line(sentence))


def print_plan_lines(plan: BackfillPlan) -> None:
    """Print one JSON object a line: each column, each site (its `column` is null), and all (both are null)."""
    for site in plan.sites:
        for column in site.columns:
            seconds = seconds_of((column.lists + column.articles).number, site)
            write_line(
                _line(plan, site.site.key, column.column, (column.lists, column.articles), seconds, column.asked)
                | {"trouble": column.trouble}
            )
        write_line(
            _line(plan, site.site.key, None, (site.lists, site.articles), _seconds_of([site]), site.asked)
            | {"trouble": site.trouble}
        )
    asked = sum(site.asked for site in plan.sites)
    write_line(_line(plan, None, None, _totals(plan), plan.seconds, asked) | {"trouble": None})


def _plans(tasks: Sequence[Task], settings: Settings, window: Window, *, again: bool) -> list[Plan]:
    archive = Archive(settings.archive)
    with ledger_aside(settings, [*counties_of(settings), *(task.county for task in tasks)]) as ledger:
        return [
            Plan(
                window,
                known_of(ledger, archive, task.site, again=again),
                listed_of(ledger, task.site),
                task.wanted,
                task.columns,
                again,
            )
            for task in tasks
        ]


def _side_by_side(sites: Iterable[SiteForecast]) -> Iterator[list[SiteForecast]]:
    """Sites in groups that do not wait for each other; within one they share machines."""
    groups: list[list[SiteForecast]] = []
    for site in sites:
        joined = [group for group in groups if any(site.services & other.services for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(other for group in joined for other in group), site])
    yield from groups


def _seconds_of(group: Sequence[SiteForecast]) -> float:
    """How long the sites that share a machine take: the longest pause of them holds for all."""
    pace = max(site.pace_seconds for site in group)
    return sum(site.requests.number * (pace + site.answer_seconds) for site in group)


def _totals(plan: BackfillPlan) -> tuple[Figure, Figure]:
    return plan.total(lambda site: site.lists), plan.total(lambda site: site.articles)


def _column_cells(column: ColumnForecast, site: SiteForecast) -> Sequence[Text]:
    name = f"  {column.column}"
    if column.trouble:
        return [Text(harmless_line(name)), *map(Text, ("?", "?", "?"))]
    requests = (column.lists + column.articles).number
    return _cells(name, column.lists, column.articles, seconds_of(requests, site))


def _cells(name: str, lists: Figure, articles: Figure, seconds: float) -> Sequence[Text]:
    return [Text(cell) for cell in (harmless_line(name), _shown(lists), _shown(articles), duration(seconds))]


def _shown(figure: Figure) -> str:
    return f"{figure.number:,}" if figure.is_counted else f"about {figure.number:,}"


def _sentences(plan: BackfillPlan, requests_max: int) -> Iterator[str]:
    requests = plan.total(lambda site: site.requests)
    took = f"{_shown(requests)} requests, robots.txt among them, take about {duration(plan.seconds)}"
    yield f"{took}: {_what_decides(plan.slowest)}." if requests.number else "Nothing would be asked for."
    if any(site.articles.number for site in plan.sites):
        yield "Not among them are the later pages of long articles, which only their first pages tell."
    if not requests.is_counted:
        yield "Figures with 'about' are estimated from the dates that few pages show, all others are counted."
    for site in plan.sites:
        if site.requests.number > requests_max:
            yield (
                f"{site.site.name}: one run makes at most {requests_max:,} requests to a site; "
                "the same backfill again goes on from there."
            )
    asked = sum(site.asked for site in plan.sites)
    yield (
        f"To find this out {asked} list pages were asked for, at most {REQUESTS_OF_A_COLUMN} of a column; "
        "no article was, and nothing is stored."
    )


def _what_decides(slowest: Sequence[SiteForecast]) -> str:
    """Why it takes as long as it does."""
    pace = max(site.pace_seconds for site in slowest)
    how = f"asked once every {pace:.1f} s" if pace else "asked without pause"
    if len(slowest) == 1:
        return f"{slowest[0].site.name} is {how}, other sites meanwhile"
    return f"{len(slowest)} sites share a machine, which is {how}"


def _line(
    plan: BackfillPlan,
    site: str | None,
    column: str | None,
    figures: tuple[Figure, Figure],
    seconds: float,
    asked: int,
) -> dict[str, Any]:
    lists, articles = figures
    return {
        "county": plan.county.code,
        "site": site,
        "column": column,
        "list_pages": lists.number,
        "list_pages_are": _are(lists),
        "articles": articles.number,
        "articles_are": _are(articles),
        "seconds": round(seconds),
        "asked": asked,
    }


def _are(figure: Figure) -> str:
    return "counted" if figure.is_counted else "estimated"


def _in_two(number: int, of_larger: int, larger: str, smaller: str) -> str:
    whole, rest = divmod(number, of_larger)
    return f"{whole} {larger} {rest} {smaller}" if rest else f"{whole} {larger}"
