"""What is seen while counties are read: bars with counts, rate and time left on a terminal, else few lines of a log."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from crawlers.county import Site
from crawlers.link import Begun, Fetched, Listed, Lost, Note, Waiting
from crawlers.link import Progress as Event
from extractors.outcome import Loss
from flows import logs
from flows.pipeline import Finished, Watch
from flows.terminal import harmless_line

_LINE_EVERY_SECONDS = 30.0
# Beyond so many the bars of finished sites make room for the others.
_BARS_MAX = 20
# A terminal with fewer cells in a line gets fewer words; a Chinese character takes two.
_WIDE_CELLS = 100
_NAME_CELLS, _NAME_CELLS_NARROW = 20, 16

Clock = Callable[[], float]

logger = logging.getLogger(__name__)


@contextmanager
def watching() -> Iterator[Watch]:
    """The watch that suits standard error: records for programs, bars for a terminal, else lines."""
    if logs.are_json():
        yield RecordWatch()
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        yield LineWatch()
        return
    with bars(console) as progress:
        yield BarWatch(progress)


@contextmanager
def looking_on() -> Iterator[Callable[[str], None]]:
    """Who is told what a look at sites is at: one line of a terminal that changes, nobody where there is none."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("") as status:
        yield lambda sentence: status.update(Text(harmless_line(sentence)))


def bars(console: Console, clock: Clock = time.monotonic) -> Progress:
    """The bars of a terminal, each on one line: long names are cut, and the bar takes the room that is left."""
    cells = _NAME_CELLS if console.width >= _WIDE_CELLS else _NAME_CELLS_NARROW
    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, max_width=cells)),
        BarColumn(bar_width=None, table_column=Column(ratio=1)),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}", markup=False),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, speed_estimate_period=120, expand=True, get_time=clock)


@dataclass
class SiteCount:
    """How far a site is: links that it is going to be asked for, those answered or lost, list pages read."""

    site: Site
    clock: Clock = time.monotonic
    wanted: int = 0
    done: int = 0
    lost: int = 0
    lists: int = 0
    pause_seconds: float | None = None
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def add(self, event: Event) -> None:
        """Take an event in."""
        match event:
            case Waiting(pause_seconds=seconds):
                self.pause_seconds = seconds
            case Begun():
                self.wanted += event.links
            case Listed():
                self.lists += 1
            case Fetched() if event.link.role != "list":
                self.done += 1
                self.lost += event.loss is not None
            case Fetched():
                self.lost += 1
            case Lost():
                self.lost += 1
                self.done += event.link.role != "list" and event.loss != Loss.REDIRECT  # that one was not announced
        self.wanted = max(self.wanted, self.done)  # later pages of an article were not announced

    def state(self, *, is_narrow: bool) -> str:
        """What is going on, in few words."""
        waiting = "waiting" if is_narrow else "waiting for the site"
        if self.pause_seconds is None:
            waiting = ""
        elif self.pause_seconds:
            waiting = f"pausing {self.pause_seconds:.0f} s"
        return ", ".join(filter(None, (self.figures(is_narrow=is_narrow), waiting)))

    def figures(self, *, is_narrow: bool = False) -> str:
        """List pages read (where it is narrow only until articles are), losses, pages a minute."""
        minutes = (self.clock() - self.began) / 60
        unit = "/min" if is_narrow else " pages/min"
        rate = f"{(self.done + self.lists) / minutes:.0f}{unit}" if minutes > 0 and self.done else ""
        lost = f"{self.lost} lost" if self.lost else ""
        lists = "" if is_narrow and self.wanted else f"{self.lists} lists"
        return ", ".join(filter(None, (lists, lost, rate)))


def site_of(event: Event) -> str:
    """The key of the site in whose crawl something happened."""
    return event.site if isinstance(event, Begun | Note | Waiting) else event.link.site


class BarWatch:
    """One bar a site, on a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._is_narrow = progress.console.width < _WIDE_CELLS
        self._bars: dict[str, TaskID] = {}
        self._counts: dict[str, SiteCount] = {}

    def site_begins(self, site: Site) -> None:
        """Add the site's bar."""
        self._counts[site.key] = SiteCount(site, self._progress.get_time)
        self._bars[site.key] = self._progress.add_task(harmless_line(site.name), total=None, state="")

    def happened(self, event: Event) -> None:
        """Move the bar of the event's site."""
        if isinstance(event, Note):
            self.says(event.text)
            return
        key = site_of(event)
        count = self._counts[key]
        count.add(event)
        state = count.state(is_narrow=self._is_narrow)
        self._progress.update(self._bars[key], completed=count.done, total=count.wanted or None, state=state)

    def site_ends(self, finished: Finished) -> None:
        """Fill the site's bar."""
        count = self._counts[finished.site.key]
        self._progress.update(
            self._bars[finished.site.key],
            completed=count.done,
            total=count.done,
            state=", ".join(filter(None, (count.figures(is_narrow=self._is_narrow), "done"))),
            visible=len(self._bars) <= _BARS_MAX,
        )

    def says(self, sentence: str) -> None:
        """Print a sentence above the bars."""
        self._progress.console.print(harmless_line(sentence), markup=False, emoji=False, highlight=False)


class LineWatch:
    """Few plain lines: one at the end of each site, and one about all of them now and then."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[str, SiteCount] = {}
        self.ended = 0
        self._said_at = clock()

    @property
    def sites(self) -> int:
        """How many sites are read or being read."""
        return len(self._counts)

    @property
    def pages(self) -> tuple[int, int]:
        """Pages that are done, and all that are wanted so far."""
        counts = self._counts.values()
        return sum(count.done for count in counts), sum(count.wanted for count in counts)

    def site_begins(self, site: Site) -> None:
        """Count the site in."""
        self._counts[site.key] = SiteCount(site, self._clock)

    def happened(self, event: Event) -> None:
        """Count, and say how far everything is when nothing has been said for a while."""
        if isinstance(event, Note):
            self.says(f"{event.site}: {event.text}")
            return
        self._counts[site_of(event)].add(event)
        if self._clock() - self._said_at >= _LINE_EVERY_SECONDS:
            done, wanted = self.pages
            self.says(f"{self.ended} of {self.sites} sites read; {done} of {wanted} pages so far.")

    def site_ends(self, finished: Finished) -> None:
        """Say what came of the site."""
        self.ended += 1
        count = self._counts[finished.site.key]
        self.says(f"{finished.site.key}: done, {count.done} pages fetched, {count.figures()}")

    def says(self, sentence: str) -> None:
        """Write the sentence on a line of its own."""
        self._said_at = self._clock()
        self.write(harmless_line(sentence))

    def write(self, line: str) -> None:
        """Put a line where it belongs."""
        logger.info("%s", line)


class RecordWatch(LineWatch):
    """The same as log records that say which site they are about, with its counts; of each loss one for debugging."""

    def site_begins(self, site: Site) -> None:
        """Count the site in, and say so."""
        super().site_begins(site)
        logger.info("site begins", extra=logs.fields(site=site.key, stage="crawl"))

    def happened(self, event: Event) -> None:
        """Say what the site has to say; now and then how far everything is."""
        if isinstance(event, Note):
            logger.info("%s", event.text, extra=logs.fields(site=event.site, stage="crawl"))
            return
        super().happened(event)
        if isinstance(event, Lost | Fetched) and event.loss:
            about = logs.fields(site=event.link.site, stage="crawl", reason=str(event.loss), url=event.link.url)
            logger.debug("%s", event.detail, extra=about)

    def site_ends(self, finished: Finished) -> None:
        """Say what came of the site."""
        self.ended += 1
        about = logs.fields(site=finished.site.key, stage="crawl", counts=vars(finished.counts))
        logger.info("site ended", extra=about)

    def says(self, sentence: str) -> None:
        """Say it as it is: whoever writes a record makes it harmless."""
        self._said_at = self._clock()
        self.write(sentence)
