"""The ledger: what is still to be asked for, what is ready to be read, and how each site is doing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from extractors.outcome import Loss
from tests.warehouse.batches import COUNTY, MOMENT, SITE, county, link, story
from warehouse.ledger import PASSING, TRIES
from warehouse.rows import Batch, FetchRow, LinkRole
from warehouse.store import Warehouse

FILE = "gov/2026-05.warc.gz"
URL = "http://gov.example/1.html"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def answer(
    url: str, offset: int, role: LinkRole = "article", reason: str | None = None, at: datetime = MOMENT
) -> FetchRow:
    return FetchRow(FILE, offset, url, SITE, COUNTY, role, at, link(url).link_id, 200, 10, reason)


def waiting(warehouse: Warehouse, now: datetime = MOMENT) -> list[str]:
    return [pending.url for pending in warehouse.pending_links(SITE, now)]


@pytest.mark.parametrize("loss", list(Loss))
def test_only_what_may_pass_is_asked_for_again(warehouse: Warehouse, loss: Loss) -> None:
    warehouse.merge(Batch(links=(link(URL, "lost", reason=loss.value),), fetches=(answer(URL, 1, reason=loss.value),)))
    may_pass = loss.value in {"unreachable", "timeout", "server_error", "challenge", "login", "refused", "robots"}
    later = MOMENT + timedelta(days=1)
    assert (waiting(warehouse, later) == [URL]) == may_pass == (loss in PASSING)
    assert (URL in warehouse.done_urls(SITE, later)) == (not may_pass)


def test_what_answered_badly_is_asked_again_after_six_hours_then_after_twice_as_long_and_never_given_up(
    warehouse: Warehouse,
) -> None:
    asked_at = MOMENT
    for tries in range(1, 14):
        lost = link(URL, "lost", reason="server_error", fetched_at=asked_at)
        warehouse.merge(Batch(links=(lost,), fetches=(answer(URL, tries, reason="server_error", at=asked_at),)))
        wait = timedelta(hours=min(6 * 2 ** (tries - 1), 720))
        assert waiting(warehouse, asked_at + wait - timedelta(minutes=1)) == []
        assert warehouse.done_urls(SITE, asked_at) == {URL}
        asked_at += wait
        assert waiting(warehouse, asked_at) == [URL]


def test_what_gave_no_answer_is_asked_again_at_once_three_times_as_the_fault_may_be_ours(warehouse: Warehouse) -> None:
    assert TRIES == 3
    asked = []
    for tries in range(1, 5):
        lost = link(URL, "lost", reason="timeout", fetched_at=MOMENT)
        warehouse.merge(Batch(links=(lost,), fetches=(answer(URL, tries, reason="timeout"),)))
        asked.append(waiting(warehouse, MOMENT))
    assert asked == [[URL], [URL], [URL], []]
    assert waiting(warehouse, MOMENT + timedelta(hours=5)) == []
    assert waiting(warehouse, MOMENT + timedelta(hours=6)) == [URL]


def test_what_is_seen_waits_and_what_is_fetched_or_loaded_is_done(warehouse: Warehouse) -> None:
    seen, fetched, loaded = (f"http://gov.example/{name}.html" for name in ("seen", "fetched", "loaded"))
    warehouse.merge(Batch(links=(link(seen), link(fetched, "fetched"), link(loaded, "loaded"))))
    assert waiting(warehouse) == [seen]
    assert warehouse.done_urls(SITE, MOMENT) == {fetched, loaded}
    assert (warehouse.pending_links("city", MOMENT), warehouse.done_urls("city", MOMENT)) == ([], set())


def test_the_newest_listed_comes_first_and_what_has_no_day_last(warehouse: Warehouse) -> None:
    days = {"old": date(2026, 5, 1), "none": None, "new": date(2026, 5, 9)}
    links = tuple(link(f"http://gov.example/{name}.html", listed_date=day) for name, day in days.items())
    warehouse.merge(Batch(links=links))
    assert waiting(warehouse) == [f"http://gov.example/{name}.html" for name in ("new", "old", "none")]


def test_list_pages_and_parts_are_given_back_a_part_with_the_address_of_its_article(warehouse: Warehouse) -> None:
    listing, article, part = "http://gov.example/index_2.html", URL, "http://gov.example/1_1.html"
    warehouse.merge(
        Batch(
            links=(
                link(listing, "lost", role="list", reason="timeout", column_name="乡镇动态"),
                link(article, "fetched"),
                link(part, "lost", role="part", reason="server_error", part_of=link(article).link_id),
            )
        )
    )
    given_back = {
        (pending.url, pending.role, pending.part_of, pending.reason)
        for pending in warehouse.pending_links(SITE, MOMENT + timedelta(days=1))
    }
    assert given_back == {(listing, "list", None, "timeout"), (part, "part", article, "server_error")}


def test_a_list_page_counts_its_failures_since_its_last_good_answer(warehouse: Warehouse) -> None:
    listing = "http://gov.example/index_2.html"
    days = [MOMENT + timedelta(days=number) for number in range(9)]
    failed_once = answer(listing, 0, "list", "server_error", days[0])
    read = tuple(answer(listing, number, "list", at=days[number]) for number in range(1, 5))
    warehouse.merge(
        Batch(links=(link(listing, "fetched", role="list", fetched_at=days[4]),), fetches=(failed_once, *read))
    )
    lost = link(listing, "lost", role="list", reason="server_error", fetched_at=days[5])
    warehouse.merge(Batch(links=(lost,), fetches=(answer(listing, 5, "list", "server_error", days[5]),)))
    assert waiting(warehouse, days[5] + timedelta(hours=5)) == []
    assert waiting(warehouse, days[5] + timedelta(hours=6)) == [listing]


def test_an_article_is_read_without_the_part_that_is_given_up(warehouse: Warehouse) -> None:
    parts = ["http://gov.example/1_1.html", "http://gov.example/1_2.html"]
    first = link(URL, "fetched", fetched_at=MOMENT)
    arrived = link(parts[0], "fetched", role="part", part_of=first.link_id, fetched_at=MOMENT)
    slow = link(parts[1], "lost", role="part", part_of=first.link_id, reason="timeout", fetched_at=MOMENT)
    warehouse.merge(
        Batch(
            links=(first, arrived, slow),
            fetches=(answer(URL, 10), answer(parts[0], 20, "part"), answer(parts[1], 30, "part", "timeout")),
        )
    )
    assert warehouse.articles_in_parts() == []
    for number, offset in enumerate((31, 32)):
        warehouse.merge(Batch(fetches=(answer(parts[1], offset, "part", "timeout", MOMENT + timedelta(days=number)),)))
    (ready,) = warehouse.articles_in_parts()  # after three tries; the part is still asked for, now and then
    assert (ready.first, ready.parts) == ((FILE, 10), {parts[0]: (FILE, 20)})
    gone = replace(slow, reason="not_found", fetched_at=MOMENT + timedelta(days=1))
    warehouse.merge(Batch(links=(gone,), fetches=(answer(parts[1], 40, "part", "not_found"),)))
    (ready,) = warehouse.articles_in_parts()
    assert (ready.first, ready.parts) == ((FILE, 10), {parts[0]: (FILE, 20)})
    warehouse.merge(Batch(links=(replace(first, state="loaded"),)))
    assert warehouse.articles_in_parts() == []


def test_an_article_whose_part_was_fetched_twice_is_read_twice_the_newest_answer_last(warehouse: Warehouse) -> None:
    part = "http://gov.example/1_1.html"
    first = link(URL, "fetched", fetched_at=MOMENT)
    second = link(part, "fetched", role="part", part_of=first.link_id, fetched_at=MOMENT)
    answers = (
        answer(URL, 10),
        answer(part, 30, "part", at=MOMENT + timedelta(days=1)),
        answer(part, 40, "part", at=MOMENT),
    )
    warehouse.merge(Batch(links=(first, second), fetches=answers))
    assert [ready.parts for ready in warehouse.articles_in_parts()] == [{part: (FILE, 40)}, {part: (FILE, 30)}]


def test_a_later_page_that_is_an_article_by_itself_does_not_take_the_place_of_the_first(warehouse: Warehouse) -> None:
    other = "http://gov.example/2.html"
    first = link(URL, "fetched", fetched_at=MOMENT)
    listed = link(other, "loaded", fetched_at=MOMENT)
    answers = (answer(URL, 10), answer(other, 20))
    warehouse.merge(Batch(links=(first, listed, link(other, role="part", part_of=first.link_id)), fetches=answers))
    (ready,) = warehouse.articles_in_parts()
    assert (ready.first, ready.parts) == ((FILE, 10), {other: (FILE, 20)})


@pytest.mark.parametrize("is_first", [True, False])
def test_a_link_that_leads_away_from_another_site_still_waits_at_its_own(warehouse: Warehouse, is_first: bool) -> None:
    warehouse.merge(county())
    listed = link(URL)
    away = replace(link(URL, "lost", reason="redirect", fetched_at=MOMENT), site_key="city")
    not_read = replace(answer(URL, 1, reason="redirect"), site_key="city")
    news = [Batch(links=(listed,)), Batch(links=(away,), fetches=(not_read,))]
    for batch in reversed(news) if is_first else news:
        warehouse.merge(batch)
    assert waiting(warehouse) == [URL]
    assert warehouse.done_urls("city", MOMENT) == {URL}, "it is not noted again and again"


def test_a_link_that_leads_away_from_two_sites_waits_at_neither(warehouse: Warehouse) -> None:
    warehouse.merge(county())
    elsewhere = "http://elsewhere.example/1.html"
    for number, site in enumerate((SITE, "city", SITE)):
        at = MOMENT + timedelta(hours=number)
        seen = replace(link(elsewhere), site_key=site, last_seen_at=at)
        away = replace(seen, state="lost", reason="redirect", fetched_at=at)
        warehouse.merge(Batch(links=(seen,) if number == 2 else (seen, away)))
    assert waiting(warehouse) == []
    assert warehouse.pending_links("city", MOMENT) == []


def test_an_article_of_two_sites_is_asked_for_once_by_each(warehouse: Warehouse) -> None:
    warehouse.merge(county())
    fetched = link(URL, "loaded", fetched_at=MOMENT)
    later = replace(fetched, site_key="city", fetched_at=MOMENT + timedelta(days=1))
    by_the_other = replace(answer(URL, 2), site_key="city")
    warehouse.merge(Batch(links=(fetched,), fetches=(answer(URL, 1),)))
    warehouse.merge(Batch(links=(later,), fetches=(by_the_other,)))
    assert warehouse.done_urls(SITE, MOMENT) == warehouse.done_urls("city", MOMENT) == {URL}
    assert warehouse.pending_links("city", MOMENT) == []


def test_what_waits_at_a_site_that_has_another_key_now_waits_there(warehouse: Warehouse) -> None:
    old = replace(link(URL), site_key="old-key")
    warehouse.merge(Batch(links=(old,)))
    warehouse.merge(Batch(links=(replace(link(URL), last_seen_at=MOMENT + timedelta(days=1)),)))
    assert waiting(warehouse) == [URL]


def test_the_status_has_a_line_for_each_site_the_silent_one_too(warehouse: Warehouse) -> None:
    warehouse.merge(county())
    warehouse.merge(story(1, "甲水镇：春茶开采正当时", date(2026, 5, 6)))
    answered = {"fetched_at": MOMENT}
    warehouse.merge(
        Batch(
            links=(
                link("http://gov.example/2.html"),
                link("http://gov.example/3.html", "lost", reason="not_found", **answered),
                link("http://gov.example/4.html", "lost", reason="not_found", **answered),
                link("http://gov.example/5.html", "lost", reason="timeout"),
                link("http://gov.example/index.html", "lost", role="list", reason="timeout"),
                link("http://gov.example/1_1.html", role="part", part_of="x"),
            )
        )
    )
    city, gov = warehouse.status()
    assert (gov.site_name, gov.seen, gov.fetched, gov.loaded) == ("试县人民政府", 5, 3, 1)
    assert gov.pending == 3  # the one seen, the one that timed out, the part; not the list page
    assert (gov.lost, gov.lists_lost) == ({"not_found": 2, "timeout": 1}, 1)
    assert (gov.newest_article_at, gov.last_fetched_at) == (datetime(2026, 5, 6), MOMENT)
    assert (city.site_key, city.seen, city.pending, city.lost, city.newest_article_at) == ("city", 0, 0, {}, None)
