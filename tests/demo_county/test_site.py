"""The demo county as a web site: complete, the same on every machine, with all that a crawl meets in the open."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from crawlers.county import find_county
from demo_county.article import TruthArticle
from demo_county.hostile import TRAPS
from demo_county.listing import Row
from demo_county.markup_hanweb import PROXY
from demo_county.site import DemoCounty, Served, build
from demo_county.world import CITY_SITE, FARMING, MEDIA, MIRROR_HOST, PORTAL, SITES, TOURISM, TOWNS, Site

PROJECT = Path(__file__).parents[2]
COUNTY = build(1)
NEWER = build(2)
TRAITS = {
    "glued_byline", "spaced_byline", "padded_name", "nobody_as_author", "no_author", "build_time_in_meta", "lead_line",
    "three_reviews", "script_source", "variable_source", "two_pages", "gbk", "tabulated_byline", "office_as_author",
    "bracketed_byline", "wrong_label", "reprint", "pinned", "in_two_columns", "file_only", "video_only",
    "hostile",
}  # fmt: skip


def served(url: str, county: DemoCounty = COUNTY) -> bytes:
    parts = urlsplit(url)
    return county.pages[parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "")].body


def text_of(url: str, site: Site) -> str:
    return served(url).decode(site.encoding)


def with_trait(trait: str, county: DemoCounty = COUNTY) -> list[TruthArticle]:
    return [truth for truth in county.truth if trait in truth.traits]


def digest(county: DemoCounty) -> str:
    """Of all pages but the mirror's: those depend on the conversion tables of two libraries."""
    summed = hashlib.sha256()
    for (host, path), page in sorted(county.pages.items()):
        if host != MIRROR_HOST:
            summed.update(f"{host}{path} {page.status}".encode() + page.body)
    return summed.hexdigest()


def test_two_builds_have_the_same_bytes() -> None:
    program = (
        "from tests.demo_county.test_site import digest; from demo_county.site import build; print(digest(build(1)))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == digest(COUNTY)


def test_there_are_some_six_hundred_articles_in_five_families_over_24_months() -> None:
    assert len({(truth.published_at.year, truth.published_at.month) for truth in COUNTY.truth}) == 24
    assert 550 <= len(COUNTY.truth) <= 750
    assert 450 <= len({truth.story_id for truth in COUNTY.truth}) <= 520
    assert {truth.family for truth in COUNTY.truth} == {"ankang", "ucap", "trs", "vsb", "hanweb"}
    assert len({truth.url for truth in COUNTY.truth}) == len(COUNTY.truth)


def test_the_county_file_names_the_sites_columns_and_towns_that_there_are() -> None:
    file = find_county("demo", PROJECT / "counties")
    assert {town.name for town in file.gazetteer_county().towns} == {town.name for town in TOWNS}
    assert len(file.town) == 12
    assert {(site.key, site.url, column.name) for site in file.site for column in site.column} == {
        (site.key, site.root, name) for site, name in COUNTY.rows
    }
    for site in file.site:
        for column in site.column:
            assert served(column.url)
    assert MIRROR_HOST not in {urlsplit(site.url).hostname for site in file.site}


def addresses(page: Served, site: Site) -> list[str]:
    """Where the links of a page lead, those that scripts make left out."""
    text = re.sub(r"<script>.*?</script>", "", page.body.decode(site.encoding), flags=re.DOTALL)
    return re.findall(r'href="([^"]+)"', text)


@pytest.mark.parametrize("county", [COUNTY, NEWER], ids=["first edition", "second edition"])
def test_every_link_leads_to_a_page_or_is_known_to_be_dead(county: DemoCounty) -> None:
    by_host = {site.host: site for site in SITES}
    dead = set()
    for (host, path), page in county.pages.items():
        if host in by_host and page.content_type == "text/html":
            targets = [urlsplit(urljoin(f"http://{host}:8610{path}", one)) for one in addresses(page, by_host[host])]
            dead |= {(one.hostname, one.path) for one in targets if one.scheme == "http"}
    dead -= {(host, path.partition("?")[0]) for host, path in county.pages}
    assert dead <= {(lost.site.host, lost.path) for lost in county.lost if lost.reason == "not_found"} | {
        (TOURISM.host, PROXY)
    }


@pytest.mark.parametrize(("site", "column"), COUNTY.rows, ids=lambda value: getattr(value, "key", value))
def test_a_column_lists_what_the_truth_has_in_it_and_what_is_lost(site: Site, column: str) -> None:
    listed = {row.url for row in COUNTY.rows[site, column]}
    traps = {row.url for row in TRAPS.get((site, column), ())}
    expected = {truth.url for truth in COUNTY.truth if (truth.site, truth.column) == (site, column)}
    expected |= {
        site.root.rstrip("/") + lost.path for lost in COUNTY.lost if (lost.site, lost.column) == (site, column)
    }
    extra = {truth.url for truth in with_trait("in_two_columns")} if column == "县内要闻" else set()
    assert listed == expected | extra | traps


def links(page: str, xpath: str) -> list[str]:
    """Addresses that the links at a place of the page lead to."""
    return [str(link.get("href")) for link in html.fromstring(page).xpath(xpath)]  # type: ignore[union-attr]


def rows_on(page: str, base: str) -> list[str]:
    """Addresses of the rows (a link beside a date), in the order of the page."""
    return [urljoin(base, link) for link in links(page, "//li[span]/a")]


def urls(rows: list[Row]) -> list[str]:
    """In the order in which lists show them: pinned rows, then the newest."""
    ordered = sorted(sorted(rows, key=lambda row: row.url), key=lambda row: row.day, reverse=True)
    return [row.url for row in sorted(ordered, key=lambda row: not row.is_pinned)]


def test_the_portal_numbers_its_pages_from_two_and_its_last_link_tells_how_many() -> None:
    first = PORTAL.root + "Node-6059.html"
    last = links(text_of(first, PORTAL), "//div[@class='page']/a[last()]")[0]
    count = int(re.search(r"_(\d+)\.html", last)[1])  # type: ignore[index]
    pages = [first, *(first.replace(".html", f"_{number}.html") for number in range(2, count + 1))]
    assert [url for page in pages for url in rows_on(text_of(page, PORTAL), page)] == urls(
        COUNTY.rows[PORTAL, "镇办动态"]
    )


def test_the_city_counts_its_pages_from_naught_in_a_script() -> None:
    first = CITY_SITE.root + "xwzx/xqdt/index.html"
    count = int(re.search(r"var countPage = (\d+)", text_of(first, CITY_SITE))[1])  # type: ignore[index]
    pages = [first, *(first.replace(".html", f"_{number}.html") for number in range(1, count))]
    assert count > 2
    assert [url for page in pages for url in rows_on(text_of(page, CITY_SITE), page)] == urls(
        COUNTY.rows[CITY_SITE, "县区动态"]
    )
    assert urlsplit(first.replace(".html", f"_{count}.html")).path not in {path for _, path in COUNTY.pages}


def test_the_farming_bureau_numbers_its_pages_downwards() -> None:
    page = FARMING.root + "gzdt.htm"
    found, visited = [], []
    while page:
        visited.append(page)
        found += rows_on(text_of(page, FARMING), page)
        following = links(text_of(page, FARMING), "//span[@class='p_next p_fun']/a")
        page = urljoin(page, following[0]) if following else ""
    numbers = [int(re.search(r"(\d+)\.htm$", url)[1]) for url in visited[1:]]  # type: ignore[index]
    assert numbers == list(range(len(visited) - 1, 0, -1))
    assert found == urls(COUNTY.rows[FARMING, "工作动态"])
    assert "pinned" in next(truth for truth in COUNTY.truth if truth.url == found[0]).traits


def test_the_media_centre_lists_alike_for_people_and_for_scripts() -> None:
    channel = next(path for host, path in COUNTY.pages if host == MEDIA.host and path.startswith("/common/search/"))
    scripted, shown, number = [], [], 1
    stem = channel.rpartition("=")[0]
    while (MEDIA.host, f"{stem}={number}") in COUNTY.pages:
        answer = json.loads(COUNTY.pages[MEDIA.host, f"{stem}={number}"].body)["data"]
        scripted += [result["url"] for result in answer["results"]]
        page = MEDIA.root + ("yxrm/xz/index.shtml" if number == 1 else f"yxrm/xz/index_{number}.shtml")
        shown += rows_on(text_of(page, MEDIA), page)
        number += 1
    assert number > 3
    assert scripted == shown == urls(COUNTY.rows[MEDIA, "乡镇"])
    assert answer["total"] == len(scripted)


@pytest.mark.parametrize("trait", sorted(TRAITS))
def test_a_trait_is_there(trait: str) -> None:
    assert with_trait(trait)


def test_every_trait_is_known() -> None:
    assert {trait for truth in COUNTY.truth for trait in truth.traits} == TRAITS
    assert {lost.reason for lost in COUNTY.lost} == {"soft_404", "challenge", "redirect", "robots", "not_found"}


@pytest.mark.parametrize(
    ("trait", "markup"),
    [
        ("glued_byline", r"时间:\d{4}-\d\d-\d\d \d\d:\d\d作者:[^<:]+来源:"),
        ("nobody_as_author", "作者: 管理员 "),
        ("padded_name", r"作者：[一-鿿](?:　[一-鿿]|[一-鿿]{2})"),
        ("no_author", "作者： 时间："),
        ("tabulated_byline", r"发布日期：[\d-]{10}&nbsp;&nbsp;&nbsp;&nbsp;作者："),
        ("bracketed_byline", r"【 [\d-]{10} \d\d:\d\d:\d\d 】 【 来源："),
        ("script_source", r"来源：<script>document\.write\("),
        ("variable_source", r"var wzly='[^']+'"),
        ("lead_line", r"<p>　　云岫融媒讯（通讯员 [一-鿿]+ [一-鿿]+）"),
        ("three_reviews", r"<p>初审：.*?</p><p>复审：.*?</p><p>终审："),
        ("two_pages", r"createPageHTML\(2, 0, \"t\d{8}_\d+\""),
        ("wrong_label", '<meta charset="gb2312">'),
        ("gbk", '<meta charset="gb2312">'),
        ("file_only", r'href="/UploadFiles/[^"]+\.pdf"'),
        ("video_only", "<video "),
    ],
)
def test_a_trait_shows_on_each_of_its_pages(trait: str, markup: str) -> None:
    for truth in with_trait(trait):
        assert re.search(markup, text_of(truth.url, truth.site)), truth.url


def test_the_head_tells_when_the_portal_built_a_page_not_when_it_appeared() -> None:
    for truth in with_trait("build_time_in_meta"):
        told = re.search(r'name="PubDate" content="([^"]+)"', text_of(truth.url, PORTAL))
        assert told
        assert told[1] > f"{truth.published_at:%Y-%m-%d %H:%M}"


def test_gbk_pages_are_read_as_gb18030_and_as_nothing_less() -> None:
    pages = [truth for truth in COUNTY.truth if truth.site == FARMING]
    assert all(served(truth.url).decode("gb18030") for truth in pages)
    strict = 0
    for truth in pages:
        try:
            served(truth.url).decode("gb2312")
        except UnicodeDecodeError:
            strict += 1
    assert strict > 0


def test_the_page_under_a_wrong_label_is_utf_8() -> None:
    (truth,) = with_trait("wrong_label")
    assert truth.title in served(truth.url).decode("utf-8")
    assert truth.title not in served(truth.url).decode("gb18030", "replace")


def test_an_article_in_two_pages_has_all_its_text_on_both_together() -> None:
    for truth in with_trait("two_pages"):
        first, second = (text_of(url, CITY_SITE) for url in (truth.url, truth.url.replace(".html", "_1.html")))
        assert truth.paragraphs[0] in first
        assert truth.paragraphs[0] not in second
        assert truth.paragraphs[-1] in second


def test_an_article_in_two_columns_is_listed_in_both() -> None:
    (truth,) = with_trait("in_two_columns")
    columns = [column for (_, column), rows in COUNTY.rows.items() if truth.url in {row.url for row in rows}]
    assert columns == ["镇办动态", "县内要闻"]


def test_the_mirror_has_pages_of_the_portal_in_traditional_characters_with_readings() -> None:
    mirrored = {path: page.body.decode() for (host, path), page in COUNTY.pages.items() if host == MIRROR_HOST}
    assert len(mirrored) == 10
    for path, text in mirrored.items():
        assert (PORTAL.host, path) in COUNTY.pages
        assert len(re.findall(r"[一-鿿]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", text)) >= 5
        assert "鎮" in text or "鄉" in text or "街道" in text


def test_the_second_edition_changes_one_article_and_adds_some() -> None:
    first = {truth.url: truth for truth in COUNTY.truth}
    second = {truth.url: truth for truth in NEWER.truth}
    changed = [url for url in first if first[url].body != second[url].body]
    added = sorted(second.keys() - first.keys())
    assert changed == [truth.url for truth in with_trait("changed", NEWER)]
    assert len(changed) == 1
    assert added == sorted(truth.url for truth in with_trait("newer", NEWER))
    assert len(added) == 6
    assert not first.keys() - second.keys()
    listed = [row.url for row in NEWER.rows[PORTAL, "镇办动态"]]
    assert set(added) <= set(listed)
    differing = {
        f"http://{host}:8610{path}"
        for (host, path), page in COUNTY.pages.items()
        if page != NEWER.pages[host, path] and "Content-" in path and host == PORTAL.host
    }
    assert differing == set(changed)


def test_reprints_come_hours_or_days_later_from_the_same_town_with_the_same_news() -> None:
    by_story: dict[str, list[TruthArticle]] = defaultdict(list)
    for truth in COUNTY.truth:
        by_story[truth.story_id].append(truth)
    for copies in by_story.values():
        (original,) = [copy for copy in copies if "reprint" not in copy.traits]
        for copy in copies:
            assert copy.town == original.town
            assert (copy.published_at.date() - original.published_at.date()).days in range(5)
            assert copy.paragraphs[1:] == original.paragraphs[1:]
