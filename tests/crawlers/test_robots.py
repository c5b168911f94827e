"""robots.txt is obeyed, and where it cannot be asked nothing is read."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.exchange import FetchSettings
from crawlers.fetch import Answer, Fetcher
from extractors.outcome import Loss
from extractors.page import Page
from tests.crawlers.servers import Handler, LocalSite, Route, page, redirect

HOST = "http://news.example"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite({"/a": page(b"a"), "/secret/a": page(b"s")}) as local:
        yield local


def fetcher_for(site: LocalSite) -> Fetcher:
    return Fetcher(FetchSettings(delay_seconds=0, retries=0, connect_to={"news.example": site.address}))


def test_no_robots_txt_allows_all_and_is_asked_for_once(site: LocalSite) -> None:
    fetcher = fetcher_for(site)
    assert fetcher.get(f"{HOST}/a").loss is None
    assert fetcher.get(f"{HOST}/secret/a").loss is None
    assert site.asked == ["/robots.txt", "/a", "/secret/a"]


@pytest.mark.parametrize("status", [401, 403, 412, 429, 500, 503])
def test_a_robots_txt_that_cannot_be_asked_closes_the_site(site: LocalSite, status: int) -> None:
    site.routes["/robots.txt"] = page(b"", status)
    answer = fetcher_for(site).get(f"{HOST}/a")
    assert answer.loss == Loss.ROBOTS
    assert answer.closes_site
    assert str(status) in answer.detail
    assert site.asked == ["/robots.txt"]


def test_what_is_disallowed_is_not_asked_for(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret/\n")
    fetcher = fetcher_for(site)
    answer = fetcher.get(f"{HOST}/secret/a")
    assert answer.loss == Loss.ROBOTS
    assert not answer.closes_site
    assert fetcher.get(f"{HOST}/a").loss is None
    assert site.pages_asked == ["/a"]


def test_rules_for_this_crawler_by_name_go_before_those_for_all(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"User-agent: county-news\nAllow: /\n\nUser-agent: *\nDisallow: /\n")
    assert fetcher_for(site).get(f"{HOST}/a").loss is None


def test_a_redirect_into_a_disallowed_folder_is_not_followed(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"User-agent: *\nDisallow: /secret/\n")
    site.routes["/b"] = redirect("/secret/a")
    assert fetcher_for(site).get(f"{HOST}/b").loss == Loss.ROBOTS
    assert site.pages_asked == ["/b"]


@pytest.mark.parametrize(
    "robots",
    [
        page("<html>页面不存在</html>".encode()),  # a soft 404
        page(b"\n<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>"),
        redirect("http://other.example/robots.txt"),
        redirect("/robots.txt"),
        page(b"\xff\xfe\x00\x01" * 1000),
    ],
)
def test_a_robots_txt_without_rules_allows_all(site: LocalSite, robots: Route) -> None:
    site.routes["/robots.txt"] = robots
    assert fetcher_for(site).get(f"{HOST}/a").loss is None


def test_a_crawl_delay_that_would_take_years_closes_the_site(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 86400\n")
    answer = fetcher_for(site).get(f"{HOST}/a")
    assert answer.loss == Loss.ROBOTS
    assert "86400 seconds" in answer.detail
    assert site.pages_asked == []


def test_a_crawl_delay_is_kept_where_it_is_longer_than_ours(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 0.3\n")
    times: list[float] = []

    def remember(request: object) -> None:
        times.append(time.monotonic())
        page(b"x")(request)  # type: ignore[arg-type]

    site.routes.update({"/a": remember, "/b": remember})
    fetcher = fetcher_for(site)
    fetcher.get(f"{HOST}/a", delay_seconds=0.0)
    fetcher.get(f"{HOST}/b", delay_seconds=0.0)
    assert times[1] - times[0] >= 0.3


RULES = b"User-agent: *\nDisallow: /secret/\n"


def archived(body: bytes = RULES, *, hours: float = 1.0, status: int = 200, **headers: str) -> Page:
    """The robots.txt that an earlier run got or confirmed so many hours ago."""
    moment = datetime.now(UTC) - timedelta(hours=hours)
    return Page(f"{HOST}/robots.txt", body, status, headers, moment)


def unless_known(body: bytes) -> Route:
    """A robots.txt with an ETag, which is not sent again to those who know it."""

    def answer(request: Handler) -> None:
        is_known = request.headers["If-None-Match"] == '"v1"'
        (page(b"", 304) if is_known else page(body, ETag='"v1"'))(request)

    return answer


def test_rules_of_an_earlier_run_hold_for_a_day_without_being_asked_for(site: LocalSite) -> None:
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(hours=23.9))
    assert fetcher.get(f"{HOST}/secret/a").loss == Loss.ROBOTS
    assert fetcher.get(f"{HOST}/a").loss is None
    assert site.asked == ["/a"]


@pytest.mark.parametrize("moment", ["a day ago", "unknown"])
def test_rules_of_a_day_ago_are_asked_for_again_only_if_they_have_changed(site: LocalSite, moment: str) -> None:
    site.routes["/robots.txt"] = unless_known(RULES)
    fetcher = fetcher_for(site)
    old = archived(hours=24.1, etag='"v1"')
    fetcher.remember_robots(old if moment == "a day ago" else Page(old.url, old.body, 200, old.headers))
    told: list[Answer] = []
    assert fetcher.get(f"{HOST}/secret/a", robots_answered=told.append).loss == Loss.ROBOTS
    assert fetcher.get(f"{HOST}/a", robots_answered=told.append).loss is None
    assert site.asked == ["/robots.txt", "/a"]
    assert [answer.is_not_modified for answer in told] == [True]
    assert told[0].page is not None
    assert (told[0].page.status, told[0].page.body, told[0].url) == (304, b"", f"{HOST}/robots.txt")


def test_rules_that_have_changed_since_take_the_place_of_the_old(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"User-agent: *\nDisallow: /a\n")
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(hours=30, etag='"v0"'))
    assert fetcher.get(f"{HOST}/secret/a").loss is None
    assert fetcher.get(f"{HOST}/a").loss == Loss.ROBOTS


def test_a_long_run_asks_again_when_the_day_is_over(site: LocalSite) -> None:
    site.routes["/robots.txt"] = unless_known(RULES)
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(hours=24 - 1.5 / 3600, etag='"v1"'))
    fetcher.get(f"{HOST}/a")
    time.sleep(1.6)
    fetcher.get(f"{HOST}/a")
    fetcher.get(f"{HOST}/a")
    assert site.asked == ["/a", "/robots.txt", "/a", "/a"]


def test_a_newer_answer_is_not_forgotten_for_an_older_one(site: LocalSite) -> None:
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(hours=1))
    fetcher.remember_robots(archived(b"", hours=2))
    assert fetcher.get(f"{HOST}/secret/a").loss == Loss.ROBOTS


def test_that_there_was_no_robots_txt_is_remembered(site: LocalSite) -> None:
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(b"nothing here", status=404))
    assert fetcher.get(f"{HOST}/secret/a").loss is None
    assert site.asked == ["/secret/a"]


@pytest.mark.parametrize("status", [403, 503])
def test_a_host_that_was_closed_yesterday_is_asked_again(site: LocalSite, status: int) -> None:
    fetcher = fetcher_for(site)
    fetcher.remember_robots(archived(status=status))
    assert fetcher.get(f"{HOST}/a").loss is None
    assert site.asked == ["/robots.txt", "/a"]


def test_each_answer_is_told_to_whoever_archives_it(site: LocalSite) -> None:
    site.routes["/robots.txt"] = redirect("/robots")
    site.routes["/robots"] = page(RULES)
    told: list[tuple[Answer, threading.Thread]] = []
    fetcher = fetcher_for(site)
    for path in ("/a", "/secret/a"):
        fetcher.get(HOST + path, robots_answered=lambda answer: told.append((answer, threading.current_thread())))
    assert len(told) == 1
    answer, thread = told[0]
    assert thread is threading.current_thread()
    assert (answer.url, answer.loss) == (f"{HOST}/robots.txt", None)
    assert answer.page is not None
    assert answer.page.body == RULES


def test_an_answer_that_closes_the_host_is_told_as_well(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(b"", 503)
    told: list[Answer] = []
    fetcher_for(site).get(f"{HOST}/a", robots_answered=told.append)
    assert [(answer.loss, answer.page and answer.page.status) for answer in told] == [(Loss.SERVER_ERROR, 503)]


def test_threads_at_one_host_ask_once(site: LocalSite) -> None:
    fetcher = fetcher_for(site)
    threads = [threading.Thread(target=fetcher.get, args=(f"{HOST}/a",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.asked.count("/robots.txt") == 1
    assert len(site.pages_asked) == 5


def test_the_sitemaps_of_a_host_are_those_that_its_robots_txt_names(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(
        b"Sitemap: http://news.example/one.xml\nSITEMAP: /two.xml\nSitemap: ftp://news.example/three\n"
        b"User-agent: *\nDisallow: /\nSitemap: http://news.example/one.xml\n"
    )
    fetcher = fetcher_for(site)
    assert fetcher.sitemaps(f"{HOST}/a/b") == [f"{HOST}/one.xml", f"{HOST}/two.xml"]
    assert fetcher.sitemaps(HOST) == [f"{HOST}/one.xml", f"{HOST}/two.xml"]
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("url", ["", "no address", "http://[", "http://127.0.0.1:1/"])
def test_where_there_is_no_host_there_are_no_sitemaps(url: str, site: LocalSite) -> None:
    assert fetcher_for(site).sitemaps(url) == []


def test_rules_in_the_wrong_content_type_are_rules(site: LocalSite) -> None:
    site.routes["/robots.txt"] = page(RULES, Content_Type="text/html")
    assert fetcher_for(site).get(f"{HOST}/secret/a").loss == Loss.ROBOTS


def test_a_row_that_is_cut_at_the_limit_is_no_rule(site: LocalSite) -> None:
    row = b"Disallow: /a-long-name-of-a-folder/\n"
    site.routes["/robots.txt"] = page((b"User-agent: *\n" + row * 20_000)[: 512 * 1024 + 9])
    assert fetcher_for(site).get(f"{HOST}/a").loss is None
