"""The crawl of a site: what it asks for, what it stores, what it reports, and where it ends."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers import columns, crawl
from crawlers.archive import Archive, ArchiveFull
from crawlers.breaker import Breaker
from crawlers.county import CountyFile, CountyFileError
from crawlers.crawl import crawl_site
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from crawlers.link import (
    NOWHERE,
    CrawlCounts,
    Fetched,
    Known,
    Link,
    Listed,
    Lost,
    Note,
    Progress,
    Validators,
    Window,
    body_digest,
)
from crawlers.visit import Visit
from crawlers.warc import RecordContext
from extractors.lists import ListItem, ListPage, read_list
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
    return ListPage(items, data.get("next"), tuple(data.get("further", ())))


def later_pages(answer: Page) -> list[str]:
    return [f"{answer.url}?page={number}" for number in (2, 3)] if b"three pages" in answer.body else []


@dataclass
class World:
    """A site of one county on this machine, and a crawl of it."""

    site: LocalSite
    archive: Archive
    columns: list[str] = field(default_factory=lambda: ["news"])
    unverified: list[str] = field(default_factory=list)
    more_columns: list[dict[str, object]] = field(default_factory=list)
    hosts: dict[str, str] = field(default_factory=dict)
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
        covered: bool = False,
        covered_since: dict[str, date] | None = None,
        **options: object,
    ) -> CrawlCounts:
        self.events.clear()
        self.site.asked.clear()
        listed = [
            {"name": name, "url": f"{HOME}/{name}/", "verified": name not in self.unverified} for name in self.columns
        ]
        site = {
            "key": "yunxi-gov",
            "name": "云溪县人民政府",
            "url": HOME,
            "level": "county",
            "kind": "government",
            "verified": "yunxi-gov" not in self.unverified,
            "column": [*listed, *self.more_columns],
        }
        county = CountyFile.model_validate({"code": "990001", "name": "云溪县", "site": [site]})
        settings = FetchSettings(
            delay_seconds=0,
            retries=0,
            read_seconds=0.3,
            connect_to=dict.fromkeys(("yunxi.example", "www.yunxi.example"), self.site.address) | self.hosts,
        )
        since = date.min if covered else None
        known = Known(
            done={canonical_url(HOME + path) for path in done},
            pending=pending,
            covered_since=covered_since or ({f"{HOME}/{name}/": since for name in self.columns} if since else {}),
            **{name: options.pop(name) for name in ("validators", "rechecks", "robots", "closed") if name in options},  # type: ignore[arg-type]
        )
        fetcher = Fetcher(settings)
        visit = Visit(
            county,
            county.site[0],
            fetcher,
            self.archive,
            Breaker(),
            self.stop,
            self.events.append,
            **{name: options.pop(name) for name in ("requests_max",) if name in options},  # type: ignore[arg-type]
        )
        try:
            return crawl_site(visit, known=known, window=window or Window(), **options)  # type: ignore[arg-type]
        finally:
            fetcher.close()

    @property
    def asked(self) -> list[str]:
        return self.site.pages_asked

    @property
    def lost(self) -> dict[str, Loss]:
        return {event.link.url.removeprefix(HOME): event.loss for event in self.events if isinstance(event, Lost)}

    def contexts(self, role: str) -> list[RecordContext]:
        """The contexts of what was answered in this role."""
        return [context for context in self.all_contexts if context.role == role and context.kind == "response"]

    @property
    def all_contexts(self) -> list[RecordContext]:
        return [context for file in self.archive.files() for _, context, _ in self.archive.records_after(file)]

    @property
    def coverage(self) -> list[date]:
        return [context.covered_since for context in self.all_contexts if context.covered_since is not None]

    @property
    def stored(self) -> list[tuple[str, str, Loss | None]]:
        return [
            (context.role, stored.url.removeprefix(HOME), context.outcome)
            for file in self.archive.files()
            for _, context, stored in self.archive.records_after(file)
            if context.covered_since is None and context.role != "robots"
        ]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(columns, "read_list", read_json_list)
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
    context = world.contexts("article")[0]
    assert (context.county, context.column, context.listed_date) == ("990001", "news", date(2026, 11, 20))
    assert context.listed_title == f"title of {HOME}/a"
    listed = [event for event in world.events if isinstance(event, Listed)]
    assert [(event.links, event.new) for event in listed] == [(2, 2), (1, 1)]


def test_a_daily_run_ends_with_a_known_page_and_fetches_the_new(world: World) -> None:
    world.lists("/news/", ("/new", "2026-11-21"), ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-11-19"), following="/news/3")
    world.articles("/new")
    world.run(done=("/a", "/b"), covered=True)
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
    counts = world.run(done=("/b",), pending=pending, covered=True)
    assert world.asked == ["/news/", "/news/2", "/a", "/old", "/old?page=2"]
    assert counts.new == 0


def test_a_list_page_that_failed_in_an_earlier_run_is_read_again(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/3", ("/c", "2026-10-01"))
    world.articles("/c")
    world.run(done=("/a",), pending=(Link(f"{HOME}/news/3", "yunxi-gov", "list", "news"),), covered=True)
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


def test_a_pager_that_never_ends_is_left_at_the_cap_and_the_ledger_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        world.lists(f"/news/{number if number > 1 else ''}", (f"/{number}", None), following=f"/news/{number + 1}")
    monkeypatch.setattr(columns, "PAGES_OF_A_RUN", 2)
    world.run()
    assert [path for path in world.asked if "news" in path] == ["/news/", "/news/2"]
    assert world.lost["/news/3"] == Loss.PAGE_CAP


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
    assert "/s/1" not in world.asked
    assert ("article", "http://www.yunxi.example/a", Loss.NOT_FOUND) in world.stored


def test_all_pages_of_an_article_are_stored_with_it(world: World) -> None:
    world.lists("/news/", ("/a", None))
    world.articles("/a?page=2", "/a?page=3")
    world.site.routes["/a"] = page(b"three pages")
    counts = world.run()
    assert world.asked == ["/news/", "/a", "/a?page=2", "/a?page=3"]
    assert (counts.articles, counts.parts) == (1, 2)
    assert world.contexts("article")[0].parts == (f"{HOME}/a?page=2", f"{HOME}/a?page=3")
    assert [context.part_of for context in world.contexts("part")] == [f"{HOME}/a"] * 2


def test_an_article_behind_a_redirect_stays_the_article_of_its_link(world: World) -> None:
    world.lists("/news/", ("/a", None))
    world.site.routes["/a"] = page(b"", 301, Location="/moved/a")
    world.articles("/moved/a")
    world.run()
    assert ("article", "/a", None) in world.stored
    assert world.contexts("article")[0].answered_url == f"{HOME}/moved/a"


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
    assert [(event.loss, event.detail) for event in world.events if isinstance(event, Fetched)] == [
        (Loss.CHALLENGE, f"{HOME}/news/ could not be read as a list: The page is a bot wall.")
    ]
    assert world.stored == [("list", "/news/", Loss.CHALLENGE)]


def test_a_fault_of_the_list_reader_costs_that_list_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.columns = ["news", "towns"]
    world.lists("/news/", ("/a", None))
    world.site.routes["/towns/"] = page(b"items, but no JSON")
    world.articles("/a")
    world.run()
    assert ("list", "/towns/", Loss.ERROR) in world.stored
    assert ("article", "/a", None) in world.stored


def versioned(body: bytes, tag: str = '"v1"'):  # type: ignore[no-untyped-def]
    """A page whose server says 304 to whoever knows it."""

    def answer(request: object) -> None:
        is_known = request.headers["If-None-Match"] == tag  # type: ignore[attr-defined]
        (page(b"", 304, ETag=tag) if is_known else page(body, ETag=tag))(request)  # type: ignore[arg-type]

    return answer


def one_row(path: str) -> bytes:
    return json.dumps({"items": [[HOME + path, "2026-11-20"]]}).encode()


def test_a_list_that_has_not_changed_is_not_read_unless_something_is_pending(world: World) -> None:
    world.site.routes["/news/"] = versioned(one_row("/a"))
    validators = {f"{HOME}/news/": Validators('"v1"')}
    counts = world.run(done=("/a",), covered=True, validators=validators)
    assert (counts.lists, counts.requests, world.stored) == (0, 1, [])
    pending = (Link(f"{HOME}/b", "yunxi-gov", column="news"),)
    assert world.run(done=("/a",), covered=True, validators=validators, pending=pending).lists == 1


def test_what_waits_outside_of_the_window_does_not_make_a_list_be_asked_for_anew(world: World) -> None:
    world.site.routes["/news/"] = versioned(one_row("/a"))
    old = (Link(f"{HOME}/a", "yunxi-gov", column="news", date=date(2026, 11, 20)),)
    validators = {f"{HOME}/news/": Validators('"v1"')}
    window = Window(since=date(2026, 11, 21))
    counts = world.run(covered=True, validators=validators, pending=old, window=window)
    assert (counts.lists, counts.requests, world.stored) == (0, 1, [])


def test_what_waits_is_fetched_when_its_column_has_another_name_now(world: World) -> None:
    world.columns = ["news", "towns"]
    world.unverified = ["towns"]
    world.lists("/news/")
    world.articles("/a", "/b")
    pending = tuple(Link(HOME + path, "yunxi-gov", column=name) for path, name in (("/a", "old"), ("/b", "towns")))
    world.run(pending=pending)
    assert world.asked == ["/news/", "/a"]


def test_a_server_that_knows_no_304_and_shows_nothing_new_has_nothing_stored(world: World) -> None:
    world.site.routes["/news/"] = page(one_row("/a"))
    digest = {f"{HOME}/news/": Validators(digest=body_digest(one_row("/a")))}
    assert world.run(done=("/a",), covered=True, validators=digest).lists == 0
    world.site.routes["/news/"] = page(one_row("/a") + b"    ")  # a counter of visits, say
    assert world.run(done=("/a",), covered=True, validators=digest).lists == 1
    assert world.stored == []
    world.site.routes["/news/"] = page(one_row("/b"))
    world.articles("/b")
    world.run(done=("/a",), covered=True, validators=digest)
    assert world.stored == [("list", "/news/", None), ("article", "/b", None)]


def test_a_list_that_shows_nothing_is_stored_and_so_is_the_first_that_shows_what_is_known_again(world: World) -> None:
    full, empty = one_row("/a"), b'{"items": []}'
    world.site.routes["/news/"] = page(empty)
    world.run(done=("/a",), covered=True, validators={f"{HOME}/news/": Validators(digest=body_digest(full), links=1)})
    assert world.stored == [("list", "/news/", None)]
    world.site.routes["/news/"] = page(full)
    world.run(done=("/a",), covered=True, validators={f"{HOME}/news/": Validators(digest=body_digest(empty), links=0)})
    assert world.stored == [("list", "/news/", None)] * 2


def test_a_column_that_no_run_has_read_to_its_end_is_read_past_what_is_known(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-11-19"))
    world.articles("/b")
    world.run(done=("/a",))
    assert world.asked == ["/news/", "/news/2", "/b"]
    assert world.coverage == [date.min]


def test_how_far_a_column_is_known_is_stored_once(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.lists("/news/2", ("/b", "2026-05-01"), following="/news/3")
    world.articles("/a")
    world.run(window=Window(since=date(2026, 6, 1)))
    assert world.coverage == [date(2026, 6, 1)]
    world.run(done=("/a",), covered=True, window=Window(since=date(2026, 6, 1)))
    assert world.coverage == [date(2026, 6, 1)]


def test_a_column_whose_list_breaks_off_is_not_taken_for_known(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.site.routes["/news/2"] = page(b"", 500)
    world.articles("/a")
    world.run()
    assert world.coverage == []


def test_a_known_column_whose_list_breaks_off_is_read_past_what_is_known_by_the_next_run(world: World) -> None:
    world.lists("/news/", ("/b", "2026-11-21"), following="/news/2")
    world.site.routes["/news/2"] = page(b"", 500)
    world.articles("/a", "/b")
    world.run(covered=True)
    assert world.asked == ["/news/", "/news/2", "/b"]
    assert world.coverage == [NOWHERE]
    world.lists("/news/2", ("/a", "2026-11-20"))
    known_no_more = {f"{HOME}/news/": NOWHERE}
    world.run(done=("/b",), covered_since=known_no_more)
    assert world.asked == ["/news/", "/news/2", "/a"]


def test_numbers_that_count_down_are_followed_again_when_there_is_a_page_more_than_before(world: World) -> None:
    world.lists("/news/", ("/c", None), following="/news/2.htm")
    world.lists("/news/1.htm", ("/a", None))
    world.articles("/a", "/b", "/c", "/d")

    def answer_after_growth(request: object) -> None:
        world.lists("/news/", ("/d", None), following="/news/3.htm")
        world.lists("/news/3.htm", ("/c", None), following="/news/2.htm")
        world.lists("/news/2.htm", ("/b", None), following="/news/1.htm")
        page(json.dumps({"items": [[f"{HOME}/a", None]], "next": f"{HOME}/news/1.htm"}).encode())(request)  # type: ignore[arg-type]

    world.site.routes["/news/2.htm"] = answer_after_growth
    world.run()
    lists = ["/news/", "/news/2.htm", "/news/1.htm", "/news/", "/news/3.htm", "/news/2.htm", "/news/1.htm", "/news/"]
    assert world.asked == [*lists, "/c", "/a", "/d", "/b"]
    assert world.coverage == [date.min]


def test_a_pager_that_counts_further_than_there_are_pages_ends_with_the_missing_one(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.articles("/a")
    world.run()
    assert world.coverage == [], "it may be missing for a moment only"
    world.run(done=("/a", "/news/2"))
    assert world.coverage == [date.min]


def test_a_list_page_that_is_missing_for_a_moment_hides_nothing(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"), following="/news/2")
    world.articles("/a", "/b")
    world.run()
    world.lists("/news/2", ("/b", "2026-11-19"))
    world.run(done=("/a", "/news/2"))
    assert world.asked == ["/news/", "/news/2", "/b"]


def test_all_lists_that_an_index_names_are_read(world: World) -> None:
    further = [f"{HOME}/news/{number}" for number in (2, 3)]
    world.site.routes["/news/"] = page(json.dumps({"items": [], "next": f"{HOME}/news/1", "further": further}).encode())
    for number in (1, 2, 3):
        world.lists(f"/news/{number}", (f"/{number}", None))
    world.run(done=("/1", "/2"), covered=True)
    assert world.asked == ["/news/", "/news/1", "/news/2", "/news/3", "/3"]


def test_the_sitemaps_of_an_index_that_is_as_it_was_are_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "read_list", read_list)
    world.columns = []
    world.more_columns = [{"name": "map", "url": f"{HOME}/sitemap.xml"}]
    index = f"<sitemapindex><sitemap><loc>{HOME}/map-1.xml</loc></sitemap></sitemapindex>".encode()
    entries = "".join(f"<url><loc>{HOME}/art/{number}.html</loc></url>" for number in (1001, 1002))
    world.site.routes["/sitemap.xml"] = versioned(index)
    world.site.routes["/map-1.xml"] = page(f"<urlset>{entries}</urlset>".encode())
    world.articles("/art/1001.html", "/art/1002.html")
    known = {
        "validators": {f"{HOME}/sitemap.xml": Validators('"v1"', digest=body_digest(index))},
        "covered_since": {f"{HOME}/sitemap.xml": date.min},
    }
    world.run(done=("/art/1001.html",), **known)  # type: ignore[arg-type]
    assert world.asked == ["/sitemap.xml", "/map-1.xml", "/art/1002.html"]
    assert ("list", "/sitemap.xml", None) not in world.stored


def test_a_young_article_is_looked_at_again(world: World) -> None:
    world.lists("/news/", ("/a", "2026-11-20"))
    world.site.routes |= {"/a": versioned(b"as it was"), "/b": page(b"the same"), "/c": page(b"corrected")}
    rechecks = tuple(Link(f"{HOME}/{name}", "yunxi-gov", column="news") for name in "abcd")
    validators = {
        f"{HOME}/a": Validators('"v1"'),
        f"{HOME}/b": Validators(digest=body_digest(b"the same")),
        f"{HOME}/c": Validators(digest=body_digest(b"as it was")),
    }
    counts = world.run(done=("/a", "/b", "/c", "/d"), covered=True, rechecks=rechecks, validators=validators)
    assert world.asked == ["/news/", "/a", "/b", "/c", "/d"]
    assert counts.rechecked == 2
    kinds = [context.kind for context in world.all_contexts if context.role == "article"]
    assert kinds == ["revisit", "revisit", "response", "response"]
    assert world.stored[-1] == ("article", "/d", Loss.NOT_FOUND)


def test_a_site_that_is_to_be_left_alone_is_not_asked(world: World) -> None:
    counts = world.run(closed="it asked for rest, so it is left alone until 2026-11-28 08:00.")
    assert world.site.asked == []
    assert counts.stopped is not None
    assert "until 2026-11-28 08:00" in counts.stopped


def test_a_host_that_asks_for_rest_is_left_alone_at_once(world: World) -> None:
    world.lists("/news/", ("/a", None), ("/b", None))
    world.site.routes["/a"] = page(b"", 503, Retry_After="86400")
    counts = world.run()
    assert world.asked == ["/news/", "/a"]
    assert counts.stopped is not None
    (context,) = world.contexts("article")
    assert context.closed_until is not None
    assert 86000 < (context.closed_until - datetime.now(UTC)).total_seconds() <= 86400


def test_another_host_of_the_site_is_still_asked_when_one_is_closed(world: World) -> None:
    other = "http://columns.example"
    with LocalSite({"/list": page(json.dumps({"items": [[f"{other}/a", None]]}).encode()), "/a": page(b"a")}) as second:
        world.hosts = {"columns.example": second.address}
        world.more_columns = [{"name": "elsewhere", "url": f"{other}/list"}]
        world.site.routes["/robots.txt"] = page(b"", 503)
        counts = world.run()
        assert second.pages_asked == ["/list", "/a"]
    assert counts.stopped is not None
    assert counts.articles == 1


def test_no_more_is_asked_in_one_run_than_is_allowed(world: World) -> None:
    world.lists("/news/", ("/a", None), ("/b", None), ("/c", None))
    world.articles("/a", "/b", "/c")
    counts = world.run(requests_max=3)
    assert world.asked == ["/news/", "/a", "/b"]
    assert counts.stopped is not None
    assert "3 requests were made" in counts.stopped


def test_a_wall_that_answers_200_is_no_article_and_counts_as_a_failure_of_the_host(world: World) -> None:
    world.lists("/news/", *((f"/{number}", None) for number in range(9)))
    for number in range(9):
        world.site.routes[f"/{number}"] = page(b"<html><script>document.cookie='x=1';location.reload()</script></html>")
    world.run()
    assert world.asked == ["/news/", "/0", "/1", "/2"]
    assert world.stored[1:] == [("article", f"/{number}", Loss.CHALLENGE) for number in range(3)]


def test_robots_txt_is_stored_and_not_asked_for_by_the_next_run(world: World) -> None:
    world.site.routes["/robots.txt"] = page(b"User-agent: *\nDisallow: /b\n")
    world.lists("/news/", ("/a", None), ("/b", None))
    world.articles("/a", "/b")
    world.run()
    (robots,) = [
        stored
        for file in world.archive.files()
        for _, context, stored in world.archive.records_after(file)
        if context.role == "robots"
    ]
    assert world.lost["/b"] == Loss.ROBOTS
    world.run(robots=(robots,))
    assert world.site.asked == ["/news/", "/a"]
    assert world.lost["/b"] == Loss.ROBOTS


def test_what_was_not_answered_is_in_the_archive_with_its_reason(world: World) -> None:
    world.lists("/news/", ("http://weixin.example/s/1", None))
    world.run()
    (note,) = [context for context in world.all_contexts if context.kind == "metadata" and context.outcome]
    assert (note.outcome, note.detail) == (
        Loss.REDIRECT,
        "http://weixin.example/s/1 is on another site, which is not read.",
    )


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
