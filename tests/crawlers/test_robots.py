"""robots.txt is obeyed, and where it cannot be asked nothing is read."""

import time
from collections.abc import Iterator

import pytest

from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from extractors.outcome import Loss
from tests.crawlers.servers import LocalSite, Route, page, redirect

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
