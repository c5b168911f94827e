"""Runs that follow runs: what they ask for, what they write, and how they see that an article changes or goes."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from crawlers.county import CountyFile, load_county
from crawlers.link import body_digest
from flows import known, pipeline
from flows.progress import LineWatch
from flows.settings import Settings
from tests.crawlers.servers import Handler, LocalSite, Route, page
from tests.flows.small_county import COUNTY, HOST, article_page, list_page
from warehouse.rows import MergeCounts
from warehouse.store import china_now

TITLES = {f"/Content-{number}.html": f"宋家镇:第{number}次入户走访解民忧" for number in range(1, 5)}


def modern(body: bytes, tag: str) -> Route:
    """A page of a server that answers 304 to whoever has it."""

    def answer(request: Handler) -> None:
        is_known = request.headers["If-None-Match"] == tag
        (page(b"", 304, ETag=tag) if is_known else page(body, ETag=tag))(request)

    return answer


class Town:
    """A county with one site, whose articles are of today, and runs on any day."""

    def __init__(self, site: LocalSite, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.settings = Settings(data=folder / "data", retries=0, connect_to={HOST: site.address})
        (folder / "baihe.toml").write_text(COUNTY, "utf-8")
        self.county: CountyFile = load_county(folder / "baihe.toml")
        self.patch = monkeypatch

    def run(self, after_days: float = 0) -> pipeline.Ingested:
        self.site.asked.clear()
        time.sleep(1 - time.time() % 1)  # of two answers in one second nobody can say which is newer
        self.patch.setattr(known, "china_now", lambda: china_now() + timedelta(days=after_days))
        ingested = pipeline.ingest([self.county], self.settings, LineWatch())
        pipeline.publish(self.settings, if_changed=True)
        return ingested

    def asks(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.snapshot), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    @property
    def archived(self) -> int:
        return sum(file.stat().st_size for file in self.settings.archive.rglob("*.warc.gz"))


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    now = f"{datetime.combine(china_now().date(), datetime.min.time()):%Y-%m-%d %H:%M}"
    routes = {path: modern(article_page(title, when=now), f'"{path}"') for path, title in TITLES.items()}
    routes["/Node-7.html"] = modern(list_page(TITLES), '"list"')
    routes["/robots.txt"] = modern(b"User-agent: *\nDisallow: /admin/\n", '"robots"')
    with LocalSite(routes) as site:
        yield Town(site, tmp_path, monkeypatch)


def test_a_run_with_nothing_new_asks_once_for_each_column_and_writes_nothing(town: Town) -> None:
    town.run()
    archived, published = town.archived, town.settings.snapshot.stat()
    ingested = town.run()
    assert town.site.asked == ["/Node-7.html"]
    assert ingested.sites["baihe"].requests == 1
    assert town.archived == archived
    assert town.settings.snapshot.stat().st_mtime_ns == published.st_mtime_ns
    assert len(town.asks("from core.article")) == len(TITLES)


def test_several_late_runs_do_as_much_as_one(town: Town) -> None:
    town.run()
    town.site.routes["/Content-9.html"] = page(article_page("宋家镇:九号桥通车"))
    town.site.routes["/Node-7.html"] = modern(list_page({"/Content-9.html": "宋家镇:九号桥通车", **TITLES}), '"list 2"')
    assert town.run().merged.inserted == 1
    assert "/Content-1.html" not in town.site.asked
    archived = town.archived
    for _ in range(3):
        town.run()
        assert town.site.asked == ["/Node-7.html"]
    assert town.archived == archived


def test_a_young_article_that_is_as_it_was_costs_one_conditional_request(town: Town) -> None:
    town.run()
    counts = town.run(after_days=1.5).sites["baihe"]
    assert counts.rechecked == len(TITLES)
    assert sorted(town.site.asked) == [*sorted(TITLES), "/Node-7.html"]
    assert town.asks("select count(*) from raw.fetch where status = 304") == [(len(TITLES),)]


def test_an_edit_becomes_a_version_and_a_deletion_is_dated(town: Town) -> None:
    town.run()
    edited = article_page(TITLES["/Content-1.html"], body="<p>更正:前文数据有误,现更正为走访群众三十户,特此说明。</p>")
    town.site.routes["/Content-1.html"] = modern(edited, '"edited"')
    del town.site.routes["/Content-2.html"]
    town.site.routes["/Content-3.html"] = page("<h1>提示信息</h1><p>您访问的页面不存在或已被删除！</p>".encode())
    ingested = town.run(after_days=1.5)
    assert ingested.merged.changed == 1
    rows = town.asks("select url[-6:-6], version, gone_at is not null, kind from core.article order by all")
    assert [row[:3] for row in rows] == [("1", 2, False), ("2", 1, True), ("3", 1, True), ("4", 1, False)]
    states = town.asks("select distinct state from raw.link where role = 'article'")
    assert states == [("loaded",)], "what was read stays read"


def test_what_comes_back_is_no_longer_gone(town: Town) -> None:
    town.run()
    there = town.site.routes.pop("/Content-2.html")
    town.run(after_days=1.5)
    assert town.asks("select count(*) from core.article where gone_at is not null") == [(1,)]
    town.site.routes["/Content-2.html"] = there
    town.run(after_days=3.5)
    assert town.asks("select count(*) from core.article where gone_at is not null") == [(0,)]


SECOND_PAGE = "/Content-1_2.html"


def in_two_pages(town: Town, first: str, second: str) -> None:
    """Make the first article one in two pages."""
    pager = f'<div class="pages"><a href="{SECOND_PAGE}">2</a></div>'
    now = f"{china_now():%Y-%m-%d 00:00}"
    whole = article_page(TITLES["/Content-1.html"], body=f"<p>{first}</p>{pager}", when=now)
    town.site.routes["/Content-1.html"] = modern(whole, f'"{body_digest(whole)}"')
    town.site.routes[SECOND_PAGE] = page(article_page(TITLES["/Content-1.html"], body=f"<p>{second}</p>", when=now))


def versions_of_the_first(town: Town) -> list[str]:
    return [str(body) for (body,) in town.asks("select body from raw.article where url ~ '.*-1.html' order by version")]


FIRST, EDITED, SECOND = (
    f"宋家镇干部下村入户,{what},解决饮水、道路、就医等问题,群众很满意。"
    for what in ("走访群众三户", "走访群众九户", "清理沟渠两处")
)


def test_an_edit_of_an_article_in_several_pages_is_a_version(town: Town) -> None:
    in_two_pages(town, FIRST, SECOND)
    town.run()
    in_two_pages(town, EDITED, SECOND)
    town.run(after_days=1.5)
    assert town.site.asked.count(SECOND_PAGE) == 1
    assert versions_of_the_first(town)[0] == f"{FIRST}\n{SECOND}"
    assert town.asks("select body from core.article where url ~ '.*-1.html'") == [(f"{EDITED}\n{SECOND}",)]


def test_an_article_whose_pages_are_all_edited_is_read_when_all_are_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "LOAD_AFTER_RECORDS", 1)
    in_two_pages(town, FIRST, SECOND)
    town.run()
    in_two_pages(town, EDITED, SECOND + EDITED)
    town.run(after_days=1.5)
    assert versions_of_the_first(town) == [f"{FIRST}\n{SECOND}", f"{EDITED}\n{SECOND}{EDITED}"]


def test_an_article_that_grows_a_second_page_is_read_with_it(town: Town) -> None:
    town.run()
    in_two_pages(town, FIRST, SECOND)
    town.run(after_days=1.5)
    assert town.asks("select body from core.article where url ~ '.*-1.html'") == [(f"{FIRST}\n{SECOND}",)]


def test_a_page_that_was_given_up_and_answers_after_all_joins_its_article(town: Town) -> None:
    in_two_pages(town, FIRST, SECOND)
    second, broken = town.site.routes[SECOND_PAGE], page(b"", 500)
    town.site.routes[SECOND_PAGE] = broken
    for day in (0, 2, 4):
        town.run(after_days=day)
    assert versions_of_the_first(town) == [FIRST]
    town.site.routes[SECOND_PAGE] = second
    town.run(after_days=9)
    assert town.asks("select body from core.article where url ~ '.*-1.html'") == [(f"{FIRST}\n{SECOND}",)]


def test_a_kill_between_the_pages_of_an_article_and_its_reading_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_when_all_pages_are_there(loader: pipeline.Loader) -> MergeCounts:
        if loader._warehouse.articles_in_parts():
            raise RuntimeError("killed")
        return MergeCounts()

    in_two_pages(town, FIRST, SECOND)
    with monkeypatch.context() as killed:
        killed.setattr(pipeline.Loader, "_load_articles_in_parts", dies_when_all_pages_are_there)
        with pytest.raises(RuntimeError, match="killed"):
            town.run()
    town.run()
    assert town.asks("select body from core.article where url ~ '.*-1.html'") == [(f"{FIRST}\n{SECOND}",)]
