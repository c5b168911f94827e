"""What a person sees while a county is read: bars with counts and time left on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from crawlers.county import Site
from crawlers.link import Fetched, Listed, Lost, Note
from crawlers.link import Progress as Event
from flows.pipeline import Finished, Watch

_LINE_EVERY_SECONDS = 10.0


@contextmanager
def watching() -> Iterator[Watch]:
    """The watch that suits standard error: bars for a terminal, lines for a log."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield LineWatch()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield BarWatch(progress)


@dataclass
class _Count:
    """Links of a site: those to fetch as far as is known, those answered or lost, list pages read."""

    site: Site
    wanted: int = 0
    done: int = 0
    lost: int = 0
    lists: int = 0

    def add(self, event: Event) -> None:
        if isinstance(event, Listed):
            self.lists += 1
            self.wanted += event.new
        elif isinstance(event, Fetched) and event.link.role != "list":
            self.done += 1
            self.lost += event.loss is not None
        elif isinstance(event, Lost):
            self.done += event.link.role != "list"
            self.lost += 1
        # A page of an article in several pages, or a link left by an earlier run, was not counted on a list.
        self.wanted = max(self.wanted, self.done)

    @property
    def state(self) -> str:
        """What is going on, in few words."""
        lost = f", {self.lost} lost" if self.lost else ""
        return f"{self.lists} list pages read{lost}"


class BarWatch:
    """One bar a site, on a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}
        self._counts: dict[str, _Count] = {}

    def site_begins(self, site: Site) -> None:
        """Add the site's bar."""
        self._counts[site.key] = _Count(site)
        self._bars[site.key] = self._progress.add_task(site.name, total=None, state="")

    def happened(self, event: Event) -> None:
        """Move the bar of the event's site."""
        if isinstance(event, Note):
            self.says(event.text)
            return
        count = self._counts[event.link.site]
        count.add(event)
        self._progress.update(
            self._bars[event.link.site], completed=count.done, total=count.wanted or None, state=count.state
        )

    def site_ends(self, finished: Finished) -> None:
        """Fill the site's bar."""
        count = self._counts[finished.site.key]
        self._progress.update(
            self._bars[finished.site.key],
            completed=count.done,
            total=count.done,
            state=f"{count.state}, done",
        )

    def says(self, sentence: str) -> None:
        """Print a sentence above the bars."""
        self._progress.console.print(sentence, markup=False, highlight=False)


class LineWatch:
    """Plain lines on standard error: at the beginning and end of a site, and now and then between."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        self._said_at: dict[str, float] = {}

    def site_begins(self, site: Site) -> None:
        """Say that the site is being read."""
        self._counts[site.key] = _Count(site)
        self._said_at[site.key] = time.monotonic()
        self.says(f"{site.key}: reading {site.name}, {site.url}")

    def happened(self, event: Event) -> None:
        """Count, and say how far the site is when it has been silent for a while."""
        if isinstance(event, Note):
            self.says(f"{event.site}: {event.text}")
            return
        key = event.link.site
        count = self._counts[key]
        count.add(event)
        if time.monotonic() - self._said_at[key] >= _LINE_EVERY_SECONDS:
            self._said_at[key] = time.monotonic()
            self.says(f"{key}: {count.done} of {count.wanted} pages, {count.state}")

    def site_ends(self, finished: Finished) -> None:
        """Say what came of the site."""
        count = self._counts[finished.site.key]
        self.says(f"{finished.site.key}: done, {count.done} pages fetched, {count.state}")

    def says(self, sentence: str) -> None:
        """Write the sentence on a line of its own."""
        sys.stderr.write(sentence + "\n")
