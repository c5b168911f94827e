"""The demo county is a set of web sites: the same everywhere, whole, with every oddity that its truth names."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import requests

from crawlers.county import find_county
from demo_county.server import DemoPortTaken, serve
from demo_county.site import DemoCounty, build
from demo_county.world import CITY_SITE, END, FARMING, FIRST_MONTH, MEDIA, MIRROR_HOST, PORTAL, SITES, TOURISM, TOWNS
from extractors.lists import read_list
from extractors.page import Page

PROJECT = Path(__file__).parents[2]
COUNTY = build(1)
# Columns whose list pages are files, with the most rows that a page has.
COLUMNS = {
    (PORTAL.host, "/Node-6059.html"): 20,
    (PORTAL.host, "/Node-6060.html"): 20,
    (CITY_SITE.host, "/xwzx/xqdt/"): 15,
    (FARMING.host, "/gzdt.htm"): 12,
}
TRAITS = {
    "glued_byline", "spaced_byline", "nobody_as_author", "padded_name", "build_time_in_meta", "lead_line",
    "three_reviews", "script_source", "variable_source", "two_pages", "gbk", "office_as_author", "tabulated_byline",
    "bracketed_byline", "reprint", "file_only", "video_only", "pinned", "in_two_columns", "wrong_label",
}  # fmt: skip


def digest(county: DemoCounty) -> str:
    hashed = hashlib.sha256()
    for (host, path), served in sorted(county.pages.items()):
        hashed.update(f"{host}{path}{served.status}".encode() + served.body)
    return hashed.hexdigest()


def served_list(url: str) -> Page:
    host, _, path = url.removeprefix("http://").partition("/")
    return Page(url, COUNTY.pages[host.split(":")[0], "/" + path].body)


def test_it_is_built_the_same_each_time() -> None:
    build.cache_clear()
    assert digest(build(1)) == digest(COUNTY)
    assert digest(build(2)) != digest(COUNTY)


def test_it_has_some_six_hundred_articles_over_24_months_in_five_families() -> None:
    assert 550 <= len(COUNTY.truth) <= 700
    months = {(truth.published_at.year, truth.published_at.month) for truth in COUNTY.truth}
    assert len(months) == 24
    assert min(months) == (FIRST_MONTH.year, FIRST_MONTH.month)
    assert max(truth.published_at.date() for truth in COUNTY.truth) <= END
    assert len({site.family for site in SITES}) == 5
    assert len({truth.url for truth in COUNTY.truth}) == len(COUNTY.truth)


def test_every_oddity_is_on_some_page() -> None:
    found = Counter(trait for truth in COUNTY.truth for trait in truth.traits)
    assert not TRAITS - found.keys()
    assert {lost.reason for lost in COUNTY.lost} == {"soft_404", "challenge", "redirect", "robots", "not_found"}


def test_towns_differ_and_one_falls_silent() -> None:
    stories = {truth.story_id: truth for truth in COUNTY.truth if truth.site == PORTAL and truth.town}
    told = Counter(truth.town for truth in stories.values())
    assert len(told) == len(TOWNS) == 12
    assert max(told.values()) > 2 * min(told.values())
    silent = [truth.published_at.date() for truth in stories.values() if truth.town == "石门镇"]
    assert max(silent) < END.replace(month=4, day=1)


@pytest.mark.parametrize(("column", "rows"), COLUMNS.items())
def test_a_column_is_read_to_its_end_page_by_page(column: tuple[str, str], rows: int) -> None:
    url: str | None = f"http://{column[0]}:8610{column[1]}"
    found: list[str] = []
    pages = 0
    while url:
        page = read_list(served_list(url))
        found += [item.url for item in page.items]
        assert len(page.items) <= rows
        assert all(item.date for item in page.items)
        url, pages = page.next_page, pages + 1
    (expected,) = [
        rows
        for (site, _), rows in COUNTY.rows.items()
        if site.host == column[0] and rows[0].url in found and len(rows) == len(found)
    ]
    assert sorted(found) == sorted(row.url for row in expected)
    assert pages > 1


def test_the_columns_that_scripts_fill_are_read_to_their_end_over_the_wire() -> None:
    county = find_county("demo", PROJECT / "counties")
    with serve(port=0) as server:
        for site, truth_site in ((county.site[1], MEDIA), (county.site[4], TOURISM)):
            url: str | None = site.column[0].url
            found = set()
            while url:
                here = url.replace(f"{truth_site.host}:8610", f"127.0.0.1:{server.port}")
                answer = requests.get(here, headers={"Host": truth_site.host}, timeout=5)
                page = read_list(Page(url, answer.content))
                found |= {item.url for item in page.items}
                url = page.next_page
            assert found == {row.url for (one, _), rows in COUNTY.rows.items() if one == truth_site for row in rows}


def test_every_address_of_the_county_file_is_served() -> None:
    county = find_county("demo", PROJECT / "counties")
    assert {town.name for town in county.town} == {town.name for town in TOWNS}
    for site in county.site:
        for column in site.column:
            assert read_list(served_list(column.url)).items


def test_pages_are_in_the_encoding_of_their_site() -> None:
    gbk = next(truth for truth in COUNTY.truth if truth.site == FARMING)
    body = COUNTY.pages[FARMING.host, gbk.path].body
    assert b'charset="gb2312"' in body
    assert gbk.title in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    wrong = next(truth for truth in COUNTY.truth if "wrong_label" in truth.traits)
    body = COUNTY.pages[MEDIA.host, wrong.path].body
    assert b'charset="gb2312"' in body
    assert wrong.title in body.decode("utf-8")


def test_the_server_tells_hosts_apart_and_answers_conditional_requests() -> None:
    truth = next(truth for truth in COUNTY.truth if truth.site == PORTAL)
    with serve(port=0) as server:
        here = f"http://127.0.0.1:{server.port}"
        first = requests.get(here + truth.path, headers={"Host": PORTAL.host}, timeout=5)
        assert truth.title in first.content.decode()
        assert requests.get(here + truth.path, headers={"Host": MEDIA.host}, timeout=5).status_code == 404
        again = requests.get(
            here + truth.path, headers={"Host": PORTAL.host, "If-None-Match": first.headers["ETag"]}, timeout=5
        )
        assert (again.status_code, again.content) == (304, b"")
        head = requests.head(here + truth.path, headers={"Host": PORTAL.host}, timeout=5)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(first.content)
        assert requests.get(here + "/robots.txt", headers={"Host": FARMING.host}, timeout=5).text.startswith(
            "User-agent"
        )
        with pytest.raises(DemoPortTaken, match=str(server.port)), serve(port=server.port):
            pass


def test_the_second_edition_changes_one_article_and_adds_a_few() -> None:
    before = {truth.url: truth for truth in COUNTY.truth}
    after = {truth.url: truth for truth in build(2).truth}
    changed = [url for url in before if before[url].body != after[url].body]
    assert len(changed) == 1
    assert 1 <= len(after.keys() - before.keys()) <= 10


def test_the_mirror_shows_portal_pages_in_traditional_characters_with_readings() -> None:
    mirrored = {path: served for (host, path), served in COUNTY.pages.items() if host == MIRROR_HOST}
    assert len(mirrored) == 10
    for path, served in mirrored.items():
        assert path in {truth.path for truth in COUNTY.truth}
        assert "(" in served.body.decode()
        assert "鎮" in served.body.decode()
