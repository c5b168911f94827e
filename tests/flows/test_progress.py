"""What a person sees while sites are read: a bar each on a terminal, few lines in a log."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.cells import cell_len
from rich.console import Console

from crawlers.county import Site
from crawlers.link import Begun, CrawlCounts, Fetched, Link, Listed, Lost, Note, Waiting
from extractors.outcome import Loss
from flows.pipeline import Finished
from flows.progress import BarWatch, LineWatch, bars

LONG_NAME = "安康市白河县人民政府门户网站镇办动态"


def site_named(name: str, key: str = "baihe") -> Site:
    column = {"name": "镇办动态", "url": "http://www.baihe.gov.cn/"}
    return Site.model_validate(
        {"key": key, "name": name, "url": column["url"], "level": "county", "kind": "government", "column": [column]}
    )


def link(number: int, key: str = "baihe") -> Link:
    return Link(f"http://www.baihe.gov.cn/{number}", key)


class Terminal:
    """A terminal of so many cells, whose clock stands still unless it is moved on."""

    def __init__(self, cells: int) -> None:
        self.now = 1000.0
        self.written = io.StringIO()
        self.console = Console(file=self.written, width=cells, force_terminal=True, color_system=None)

    @contextmanager
    def watching(self, *sites: Site) -> Iterator[BarWatch]:
        progress = bars(self.console, lambda: self.now)
        progress.live.auto_refresh = False
        with progress:
            watch = BarWatch(progress)
            for site in sites:
                watch.site_begins(site)
            yield watch
            progress.refresh()

    @property
    def lines(self) -> list[str]:
        """The lines as they stand at the end, without the commands that moved the cursor."""
        last_drawn = re.split(r"\r|\x1b\[1A", self.written.getvalue().rstrip("\n"))[-1]
        return re.sub(r"\x1b\[\??\d*[A-Za-z]", "", last_drawn).strip("\n").split("\n")


def half_read(terminal: Terminal, watch: BarWatch) -> None:
    """Three list pages, 600 of 1200 articles in half an hour, two of them lost."""
    for number in range(3):
        watch.happened(Listed(Link(f"http://www.baihe.gov.cn/list/{number}", "baihe", "list"), 400, 400))
    watch.happened(Begun("baihe", 1200))
    for number in range(600):
        terminal.now += 3
        loss = Loss.NOT_FOUND if number < 2 else None
        watch.happened(Fetched(link(number), loss, ""))


@pytest.mark.parametrize(
    ("cells", "pausing", "waiting"),
    [
        (100, "3 lists, 2 lost, 20 pages/min, pausing 3 s", "20 pages/min, waiting for the site"),
        (80, "2 lost, 20/min, pausing 3 s", "20/min, waiting"),
    ],
)
def test_a_bar_shows_pages_rate_time_left_and_what_is_waited_for_on_one_line(
    cells: int, pausing: str, waiting: str
) -> None:
    for seconds, words in ((3.0, pausing), (0.0, waiting)):
        terminal = Terminal(cells)
        with terminal.watching(site_named(LONG_NAME)) as watch:
            half_read(terminal, watch)
            watch.happened(Waiting("baihe", seconds))
        (line,) = terminal.lines
        assert cell_len(line) <= cells
        assert line.startswith("安康市白河县人")
        assert "600/1200" in line
        assert f" {words} " in line or f", {words} " in line
        assert line.rstrip().endswith("0:30:00")


@pytest.mark.parametrize("cells", [80, 100])
def test_the_largest_figures_still_fit(cells: int) -> None:
    terminal = Terminal(cells)
    with terminal.watching(site_named(LONG_NAME)) as watch:
        watch.happened(Begun("baihe", 19_999))
        for number in range(12_000):
            terminal.now += 0.6
            watch.happened(Fetched(link(number), Loss.NOT_FOUND if number < 999 else None, ""))
        watch.happened(Waiting("baihe", 300.0))
    (line,) = terminal.lines
    assert cell_len(line) <= cells
    assert re.search(r"12000/19999 .*999 lost, 100( pages)?/min, pausing 300 s 1:\d\d:\d\d$", line.rstrip()), line


def test_before_anything_is_known_a_bar_shows_the_lists_that_were_read() -> None:
    terminal = Terminal(80)
    with terminal.watching(site_named("白河县人民政府")) as watch:
        watch.happened(Listed(Link("http://www.baihe.gov.cn/", "baihe", "list"), 20, 20))
    (line,) = terminal.lines
    assert "1 lists" in line


def test_a_site_that_is_read_says_so() -> None:
    terminal = Terminal(80)
    site = site_named("白河县人民政府")
    with terminal.watching(site) as watch:
        half_read(terminal, watch)
        watch.site_ends(Finished(site, CrawlCounts()))
    (line,) = terminal.lines
    assert "600/600" in line
    assert "done" in line


HOSTILE = "[red]白河[/red]\x1b[2J\x07\r\n[link=http://x]县 :smile:"


def test_a_hostile_name_or_note_can_do_nothing_to_a_terminal() -> None:
    terminal = Terminal(100)
    with terminal.watching(site_named(HOSTILE)) as watch:
        watch.happened(Note("baihe", HOSTILE))
    shown = terminal.written.getvalue()
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown
    assert r"[red]白河[/red]\x1b[2J\x07\n[link=http://x]县 :smile:" in shown
    assert terminal.lines[-1].startswith("[red]白河[/red]")


class Log(LineWatch):
    """The lines of a log, on a clock that stands still unless it is moved on."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.lines: list[str] = []
        super().__init__(lambda: self.now)

    def write(self, line: str) -> None:
        self.lines.append(line)


def test_a_log_has_a_line_at_the_end_of_each_site_and_none_for_a_page() -> None:
    log = Log()
    sites = [site_named("白河县人民政府", "baihe"), site_named("紫阳县人民政府", "ziyang")]
    for site in sites:
        log.site_begins(site)
        log.happened(Begun(site.key, 10))
        for number in range(10):
            log.now += 1
            log.happened(Fetched(link(number, site.key), None, ""))
        log.happened(Lost(link(11, site.key), Loss.TIMEOUT, "Nothing came."))
        log.happened(Waiting(site.key, 3.0))
    assert log.lines == []
    for site in sites:
        log.site_ends(Finished(site, CrawlCounts()))
    assert log.lines == [
        "baihe: done, 11 pages fetched, 0 lists, 1 lost, 33 pages/min",
        "ziyang: done, 11 pages fetched, 0 lists, 1 lost, 66 pages/min",
    ]


def test_a_log_says_at_most_every_half_minute_how_far_all_sites_are() -> None:
    log = Log()
    for key in ("baihe", "ziyang"):
        log.site_begins(site_named("白河县人民政府", key))
        log.happened(Begun(key, 100))
    for number in range(100):
        log.now += 1
        log.happened(Fetched(link(number), None, ""))
    assert log.lines == [f"0 of 2 sites read; {done} of 200 pages so far." for done in (30, 60, 90)]


def test_a_hostile_note_is_one_harmless_line_of_a_log() -> None:
    log = Log()
    log.happened(Note("baihe", HOSTILE))
    assert log.lines == [r"baihe: [red]白河[/red]\x1b[2J\x07\n[link=http://x]县 :smile:"]
