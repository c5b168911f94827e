"""The crawl of a site: what it asks for, what it stores, what it reports, and where it ends."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from crawlers import crawl
from crawlers.archive import Archive, ArchiveFull
from crawlers.county import CountyFile, CountyFileError
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.link import CrawlCounts, Fetched, Known, Link, Listed, Lost, Note, Progress, Validators, Window
from extractors.lists import ListItem, ListPage
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.url import canonical_url
from tests.crawlers.servers import LocalSite, page, raw

HOME = "http://yunxi.example"


def read_json_list(answer: Page) -> ListPage:
    """The lists of these tests are JSON: {"items": [[url, date], …], "next": url}."""
    if b"items" not in answer.body:
        raise NotAnArticle(Loss.CHALLENGE, "The page is a bot wall.")
    data = json.loads(answer.body)
    items = tuple(ListItem(url, f"title of {url}", day and date.fromisoformat(day)) for url, day in data["items"])
    return ListPage(items, data.get("next"))


def later_pages(answer: Page) -> list[str]:
    return [f"{answer.url}?page={number}" for number in (2, 3)] if b"three pages" in answer.body else []


@dataclass
class World:
    """A site of one county on this machine, and a crawl of it."""

    site: LocalSite
    archive: Archive
    columns: list[str] = field(default_factory=lambda: ["news"])
    unverified: list[str] = field(default_factory=list)
    events: list[Progress] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def lists(self, path: str, *items: tuple[str, str | None], following: str | None = None) -> None:
        absolute = [(url if "://" in url else HOME + url, day) for url, day in items]
        body = json.dumps({"items": absolute, "next": following and HOME + following}).encode()
        self.site.routes[path] = page(body)

    def articles(self, *paths: str) -> None:
        for path in paths:
            self.site.routes[path] = page(f"<p>{path}</p>".encode())

    def run(
        self,
        done: tuple[str, ...] = (),
        pending: tuple[Link, ...] = (),
        window: Window | None = None,
        **options: object,
    ) -> CrawlCounts:
        self.events.clear()
        self.site.asked.clear()
        columns = [
            {"name": name, "url": f"{HOME}/{name}/", "verified": name not in self.unverified} for name in self.columns
        ]
        site = {
            "key": "yunxi-gov",
            "name": "云溪县人民政府",
            "url": HOME,
            "level": "county",
            "kind": "government",
            "verified": "yunxi-gov" not in self.unverified,
            "column": columns,
        }
        county = CountyFile.model_validate({"code": "990001", "name": "云溪县", "site": [site]})
        settings = FetchSettings(
            delay_seconds=0, retries=0, read_seconds=0.3, connect_to={"yunxi.example": self.site.address}
        )
        known = Known(
            {canonical_url(HOME + path) for path in done},
            pending,
            options.pop("validators", {}),  # type: ignore[arg-type]
        )
        fetcher = Fetcher(settings)
        try:
            return crawl.crawl_site(
                county,
                county.site[0],
                fetcher=fetcher,
                archive=self.archive,
                known=known,
                window=window or Window(),
                stop=self.stop,
                report=self.events.append,
                **options,  # type: ignore[arg-type]
            )
        finally:
            fetcher.close()

    @property
    def asked(self) -> list[str]:
        return self.site.pages_asked

    @property
    def lost(self) -> dict[str, Loss]:
        return {event.link.url.removeprefix(HOME): event.loss for event in self.events if isinstance(event, Lost)}

    @property
    def stored(self) -> list[tuple[str, str, Loss | None]]:
        return [
            (context.role, stored.url.removeprefix(HOME), context.outcome)
            for file in self.archive.files()
            for _, context, stored in self.archive.records_after(file)
        ]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(crawl, "read_list", read_json_list)
    monkeypatch.setattr(crawl, "continuation_urls", later_pages)
    with LocalSite() as site:
        yield World(site, Archive(tmp_path / "archive"))


def test_a_first_run_stores_every_list_and_every_article(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), ("/b", None), following="/news/2")
    world.lists("/news/2", ("/c", "2026-11-01"))
    world.articles("/a", "/b", "/c")
    counts = world.run()
    assert world.asked == ["/news/", "/news/2", "/a", "/b", "/c"]
    assert world.stored == [
        ("list", "/news/", None),
        ("list", "/news/2", None),
        ("article", "/a", None),
        ("article", "/b", None),
        ("article", "/c", None),
    ]
    assert (counts.lists, counts.links, counts.new, counts.articles, counts.lost) == (2, 3, 3, 3, 0)
    assert (counts.stopped, counts.interrupted) == (None, False)
    _, context, _ = list(world.archive.records_after(world.archive.files()[0]))[2]
    assert (context.county, context.column, context.listed_date) == ("990001", "news", date(2026, 11, 20))
    assert context.listed_title == f"title of {HOME}/a"
    listed = [event for event in world.events if isinstance(event, Listed)]
    assert [(event.links, event.new) for event in listed] == [(2, 2), (1, 1)]


def test_a_daily_run_ends_with_a_known_page_and_fetches_the_new(world: World) -> None:
    world.lists("/news/", ("/new", "2026-11-21"), ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-11-19"), following="/news/3")
    world.articles("/new")
    world.run(done=("/a", "/b"))
    assert world.asked == ["/news/", "/news/2", "/new"]


def test_links_pending_from_an_earlier_run_are_fetched_and_keep_a_column_open(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-11-19"))
    world.articles("/a", "/b", "/old")
    part = Link(f"{HOME}/old?page=2", "yunxi-gov", "part", "news", part_of=f"{HOME}/old")
    pending = (
        Link(f"{HOME}/a", "yunxi-gov", column="news"),
        Link(f"{HOME}/old", "yunxi-gov", column="news"),
        part,
    )
    counts = world.run(done=("/b",), pending=pending)
    assert world.asked == ["/news/", "/news/2", "/a", "/old", "/old?page=2"]
    assert counts.new == 0


def test_a_list_page_that_failed_in_an_earlier_run_is_read_again(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/3", ("/c", "2026-10-01"))
    world.articles("/c")
    world.run(done=("/a",), pending=(Link(f"{HOME}/news/3", "yunxi-gov", "list", "news"),))
    assert world.asked == ["/news/", "/news/3", "/c"]


def test_a_backfill_reads_past_the_known_to_its_first_day(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-06-01"), ("/c", "2026-05-01"), following="/news/3")
    world.lists("/news/3", ("/d", "2026-01-01"), following="/news/4")
    world.articles("/b")
    counts = world.run(done=("/a",), window=Window(date(2026, 5, 15), date(2026, 6, 30)))
    assert world.asked == ["/news/", "/news/2", "/news/3", "/b"]
    assert counts.outside == 2


def test_a_pager_that_runs_in_a_circle_ends(world: World) -> None:
    world.lists("/news/", ("/a", None), following="/news/?p=2")
    world.lists("/news/?p=2", ("/a", None), following="/news/?p=3")
    world.articles("/a")
    world.run()
    assert world.asked == ["/news/", "/news/?p=2", "/a"]
    world.lists("/news/?p=2", ("/b", None), following="/news/")
    world.articles("/b")
    world.run()
    assert world.asked == ["/news/", "/news/?p=2", "/a", "/b"]


def test_the_cap_of_pages_is_kept_and_said(world: World) -> None:
    for number in range(1, 6):
        world.lists(f"/news/{number if number > 1 else ''}", (f"/{number}", None), following=f"/news/{number + 1}")
    world.run(max_pages=2)
    assert [path for path in world.asked if "news" in path] == ["/news/", "/news/2"]
    assert any(isinstance(event, Note) and "page 2, the cap" in event.text for event in world.events)


def test_a_link_in_two_columns_is_fetched_once(world: World) -> None:
    world.columns = ["news", "towns"]
    world.lists("/news/", ("/a", "2026-11-20"))
    world.lists("/towns/", ("http://yunxi.example:80/a#top", "2026-11-20"))
    world.articles("/a")
    counts = world.run()
    assert world.asked == ["/news/", "/towns/", "/a"]
    assert counts.links == 1


def test_only_the_columns_asked_for_are_read(world: World) -> None:
    world.columns = ["news", "towns"]
    world.lists("/towns/", ("/a", None))
    world.articles("/a")
    elsewhere = Link(f"{HOME}/x", "yunxi-gov", column="news")
    world.run(columns=["towns"], pending=(elsewhere,))
    assert world.asked == ["/towns/", "/a"]
    with pytest.raises(CountyFileError, match="has no column 'sport'; it has: news, towns"):
        world.run(columns=["sport"])


def test_an_unverified_column_is_read_only_by_name_or_with_its_unverified_site(world: World) -> None:
    world.columns = ["news", "towns"]
    world.unverified = ["towns"]
    world.lists("/news/", ("/a", None))
    world.lists("/towns/", ("/b", None))
    world.articles("/a", "/b")
    world.run()
    assert world.asked == ["/news/", "/a"]
    world.run(columns=["towns"])
    assert world.asked == ["/towns/", "/b"]
    world.unverified = ["yunxi-gov", "news", "towns"]
    world.run()
    assert world.asked == ["/news/", "/towns/", "/a", "/b"]


def test_links_off_the_site_are_recorded_and_not_asked_for(world: World) -> None:
    world.lists("/news/", ("http://weixin.example/s/1", None), ("http://www.yunxi.example/a", None))
    world.run()
    assert world.lost["http://weixin.example/s/1"] == Loss.REDIRECT
    assert "http://www.yunxi.example/a" in {event.link.url for event in world.events if not isinstance(event, Note)}


def test_all_pages_of_an_article_are_stored_with_it(world: World) -> None:
    world.lists("/news/", ("/a", None))
    world.articles("/a?page=2", "/a?page=3")
    world.site.routes["/a"] = page(b"three pages")
    counts = world.run()
    assert world.asked == ["/news/", "/a", "/a?page=2", "/a?page=3"]
    assert (counts.articles, counts.parts) == (1, 2)
    contexts = [context for _, context, _ in world.archive.records_after(world.archive.files()[0])]
    assert contexts[1].parts == (f"{HOME}/a?page=2", f"{HOME}/a?page=3")
    assert [(context.role, context.part_of) for context in contexts[2:]] == [("part", f"{HOME}/a")] * 2


def test_an_article_behind_a_redirect_stays_the_article_of_its_link(world: World) -> None:
    world.lists("/news/", ("/a", None))
    world.site.routes["/a"] = page(b"", 301, Location="/moved/a")
    world.articles("/moved/a")
    world.run()
    _, context, stored = list(world.archive.records_after(world.archive.files()[0]))[1]
    assert stored.url == f"{HOME}/a"
    assert context.answered_url == f"{HOME}/moved/a"
    assert stored.body == b"<p>/moved/a</p>"


def test_bad_answers_are_stored_and_missing_ones_reported(world: World) -> None:
    world.lists("/news/", ("/gone", None), ("/silent", None), ("/a", None))
    world.site.routes["/silent"] = raw(linger=0.6)
    world.articles("/a")
    counts = world.run()
    assert ("article", "/gone", Loss.NOT_FOUND) in world.stored
    assert world.lost == {"/silent": Loss.TIMEOUT}
    fetched = [(event.link.url, event.loss) for event in world.events if isinstance(event, Fetched)]
    assert fetched == [(f"{HOME}/gone", Loss.NOT_FOUND), (f"{HOME}/a", None)]
    assert counts.lost == 2


def test_a_site_that_is_not_there_ends_with_one_sentence(world: World) -> None:
    world.site.routes["/robots.txt"] = page(b"", 503)
    world.columns = ["news", "towns"]
    counts = world.run()
    assert counts.stopped is not None
    assert counts.stopped.startswith("云溪县人民政府: http://yunxi.example/robots.txt answered 503")
    assert [event.text for event in world.events if isinstance(event, Note)] == [counts.stopped]
    assert world.lost == {"/news/": Loss.ROBOTS}


def test_three_walls_in_a_row_end_the_site_and_leave_the_rest_pending(world: World) -> None:
    world.lists("/news/", *((f"/{number}", None) for number in range(9)))
    world.articles("/0", "/2")
    for number in (1, 3, 4, 5):
        world.site.routes[f"/{number}"] = page(b"<script>", 412)
    counts = world.run()
    assert world.asked == ["/news/", "/0", "/1", "/2", "/3", "/4", "/5"]
    assert counts.stopped is not None
    assert "3 requests in a row failed" in counts.stopped


def test_a_column_that_is_gone_does_not_end_the_site(world: World) -> None:
    world.columns = ["news", "towns"]
    world.lists("/towns/", ("/a", None))
    world.articles("/a")
    counts = world.run()
    assert world.asked == ["/news/", "/towns/", "/a"]
    assert counts.stopped is None
    assert ("list", "/news/", Loss.NOT_FOUND) in world.stored


def test_a_list_that_cannot_be_read_is_reported_and_stored(world: World) -> None:
    world.site.routes["/news/"] = page(b"<script>wall()</script>")
    world.run()
    assert world.lost == {"/news/": Loss.CHALLENGE}
    assert world.stored == [("list", "/news/", None)]


def test_a_fault_of_the_list_reader_costs_that_list_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.columns = ["news", "towns"]
    world.lists("/news/", ("/a", None))
    world.site.routes["/towns/"] = page(b"items, but no JSON")
    world.articles("/a")
    world.run()
    assert world.lost == {"/towns/": Loss.ERROR}
    assert ("article", "/a", None) in world.stored


def test_a_list_that_has_not_changed_is_not_read_unless_something_is_pending(world: World) -> None:
    def answer(request: object) -> None:
        is_known = request.headers["If-None-Match"] == '"v1"'  # type: ignore[attr-defined]
        (page(b"", 304) if is_known else page(b'{"items": []}', ETag='"v1"'))(request)  # type: ignore[arg-type]

    world.site.routes["/news/"] = answer
    world.run()
    (listed,) = [event for event in world.events if isinstance(event, Listed)]
    assert listed.validators == Validators('"v1"', None)
    validators = {listed.link.url: listed.validators}
    assert world.run(validators=validators).lists == 0
    pending = (Link(f"{HOME}/a", "yunxi-gov", column="news"),)
    assert world.run(validators=validators, pending=pending).lists == 1


def test_stop_ends_the_crawl_and_keeps_what_is_stored(world: World) -> None:
    world.lists("/news/", ("/a", None), ("/b", None))

    def answer_and_stop(request: object) -> None:
        world.stop.set()
        page(b"a")(request)  # type: ignore[arg-type]

    world.site.routes["/a"] = answer_and_stop
    counts = world.run()
    assert counts.interrupted
    assert world.asked == ["/news/", "/a"]
    assert world.stored[0] == ("list", "/news/", None)


def test_a_full_archive_ends_the_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ArchiveFull("The archive is full.")

    monkeypatch.setattr(world.archive, "append", refuse)
    world.lists("/news/", ("/a", None))
    with pytest.raises(ArchiveFull):
        world.run()
