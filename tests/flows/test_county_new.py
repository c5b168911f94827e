"""A new county in one command: its site is looked at, its county file written, and a run reads it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import pytest

from crawlers.county import CountyFile, find_county, load_county
from demo_county.hostile import TRAPS
from demo_county.server import serve
from demo_county.site import build
from demo_county.world import CITY_SITE, FARMING, MEDIA, PORTAL, SITES, TOURISM, Site
from extractors.lists import read_list
from extractors.page import Page
from extractors.url import canonical_url
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings
from flows.terminal import harmless_line
from tests.crawlers.servers import LocalSite, Route, page
from tests.flows.small_county import HOST, Operator, article_page, list_page, says_one_sentence

DEMO = find_county("demo", Path(__file__).parents[2] / "counties")
TRUTH = {canonical_url(one.url): one for one in build().truth}
# The county that each site is taken for here: the demo county itself is in no gazetteer.
CODES = {PORTAL: "610929", MEDIA: "610921", CITY_SITE: "610922", FARMING: "610923", TOURISM: "610924"}
PAGINATION = {
    PORTAL: "next link",
    MEDIA: "next link",
    CITY_SITE: "TRS script, counting from 0",
    FARMING: "numbers counting down",
    TOURISM: "records of a proxy",
}
ROWS = {PORTAL: 20, MEDIA: 20, CITY_SITE: 15, FARMING: 12, TOURISM: 10}


@dataclass(frozen=True)
class Typed:
    """What was printed for one site of the demo county, and the folder of the operator."""

    done: CompletedProcess[str]
    operator: Operator
    county: CountyFile

    @property
    def lines(self) -> list[list[str]]:
        return [line.split("\t") for line in self.done.stdout.splitlines()]


def at_demo(folder: Path, port: int) -> Operator:
    operator = Operator(folder)
    (operator.counties / "baihe.toml").unlink()
    hosts = {site.host: f"127.0.0.1:{port}" for site in SITES}
    operator.environment |= {"COUNTY_NEWS_CONNECT_TO": json.dumps(hosts), "COUNTY_NEWS_DELAY_SECONDS": "0"}
    return operator


@pytest.fixture(scope="module", params=SITES, ids=lambda site: site.family)
def typed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Typed]:
    site: Site = request.param
    with serve(port=0) as server:
        operator = at_demo(tmp_path_factory.mktemp(site.family), server.port)
        done = operator.types("county", "new", CODES[site], site.root, "--name", "new", "--site-key", site.key)
        assert done.returncode == 0, done.stderr
        return site, Typed(done, operator, load_county(operator.counties / "new.toml"))


def test_the_family_is_named(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    assert f"({site.family}), {site.name}" in made.lines[0][1]


def test_the_columns_are_those_that_a_person_chose(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    (written,) = made.county.site
    (chosen,) = (one for one in DEMO.site if one.key == site.key)
    assert [column.name for column in written.column] == [column.name for column in chosen.column]
    for column, other in zip(written.column, chosen.column, strict=True):
        # The media centre's pages do not name the query that a person found; they list the same rows.
        expected = site.root.rstrip("/") + site.columns[column.name] if site == MEDIA else other.url
        assert column.url == expected
    assert (written.key, written.name, written.url) == (site.key, site.name, site.root)
    assert all(column.verified for column in written.column)


def test_the_second_page_was_asked_and_its_kind_is_said(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    second = [cells[5] for cells in made.lines if cells[0] in site.columns and len(cells) > 5]
    assert second == [f"{PAGINATION[site]}, {ROWS[site]} other rows"] * len(site.columns)


def test_the_sample_is_read_as_it_is_true(typed: tuple[Site, Typed]) -> None:
    _, made = typed
    truth = None
    checked = 0
    for cells in made.lines:
        if cells[0] == "page":
            truth = TRUTH.get(canonical_url(cells[1].split()[0]))
        elif truth is not None and cells[0] in ("title", "published_at", "source", "authors", "editors"):
            expected = {
                "title": harmless_line(truth.title),
                "published_at": f"{truth.published_at:%Y-%m-%d %H:%M:%S}",
                "source": harmless_line(truth.source or ""),
                "authors": "、".join(truth.authors),
                "editors": "、".join(truth.editors),
            }[cells[0]]
            assert cells[1] == expected or (cells[0] == "published_at" and cells[1] and expected.startswith(cells[1]))
            checked += 1
    assert checked == 5 * 3


def test_the_other_place_in_the_pages_is_said(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    carries_code = site in (PORTAL, MEDIA, TOURISM)
    assert ("SiteIDCode 9900010001" in made.done.stdout) is carries_code
    assert made.county.site[0].verified is not carries_code


def test_likenesses_of_a_list_and_an_article_are_kept(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    folder = made.operator.folder / "data" / "fixtures"
    stem = site.key.replace("-", "_")
    names = {f"{stem}_{what}.{ending}" for what in ("list", "article") for ending in ("html", "json")}
    assert {file.name for file in folder.iterdir()} == names
    expected = json.loads((folder / f"{stem}_list.json").read_text("utf-8"))
    listed = read_list(Page(expected["url"], (folder / f"{stem}_list.html").read_bytes()))
    assert [item.url for item in listed.items] == [row["url"] for row in expected["items"]]
    traps = TRAPS.get((site, next(iter(site.columns))), ())
    assert len(listed.items) == ROWS[site] - len(traps)
    for name in names:
        assert name in made.done.stdout
        assert site.host not in (folder / name).read_text("utf-8")


def test_the_next_run_reads_the_site_to_its_end(typed: tuple[Site, Typed]) -> None:
    site, made = typed
    next_command = re.search(r"^Next: county-news (run new.*)$", made.done.stdout, re.MULTILINE)
    assert next_command
    own = [one for one in TRUTH.values() if one.site == site]
    with serve(port=0) as server:
        hosts = {one.host: f"127.0.0.1:{server.port}" for one in SITES}
        if site == FARMING:
            made.operator.environment["COUNTY_NEWS_CONNECT_TO"] = json.dumps(hosts)
            done = made.operator.types(*next_command[1].split())
            assert done.returncode == 0, done.stderr
            assert made.operator.asks("select count(*) from core.article") == [(len(own),)]
        else:  # the same without a process of its own, which takes longer than the site
            settings = Settings(
                counties=made.operator.counties, data=made.operator.folder / "run", delay_seconds=0, connect_to=hosts
            )
            ingested = pipeline.ingest([made.county], settings, LineWatch(), limits=pipeline.Limits([site.key]))
            assert ingested.merged.inserted == len(own)


def site_of(routes: dict[str, Route]) -> LocalSite:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 13)}
    nav = '<html><head><meta charset="utf-8"><title>白河县人民政府</title></head><body><a href="/Node-7.html">镇办动态</a></body></html>'
    articles = {url: page(article_page(title)) for url, title in links.items()}
    return LocalSite({"/": page(nav.encode()), "/Node-7.html": page(list_page(links)), **articles, **routes})


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    made = Operator(tmp_path)
    (made.counties / "baihe.toml").unlink()
    made.environment["COUNTY_NEWS_DELAY_SECONDS"] = "0"
    return made


def new(operator: Operator, *words: str, code: str = "610929", path: str = "/") -> CompletedProcess[str]:
    return operator.types("county", "new", code, f"http://{HOST}{path}", *words)


def nothing_is_written(operator: Operator) -> bool:
    return not list(operator.counties.iterdir()) and not (operator.folder / "data").exists()


def test_names_are_made_of_county_and_host(operator: Operator) -> None:
    with site_of({}) as site:
        done = new(operator.at(site))
    assert done.returncode == 0, done.stderr
    county = load_county(operator.counties / "baihe.toml")
    assert (county.name, county.site[0].key, county.site[0].level) == ("白河县", "baihe-gov", "county")
    assert "Next: county-news run baihe\n" in done.stdout
    assert len((operator.counties / "baihe.toml").read_text("utf-8").splitlines()) <= 16


def test_what_was_chosen_is_written_where_it_was_wished(operator: Operator) -> None:
    folder, fixtures = operator.folder / "mine", operator.folder / "pages"
    words = ["--name", "bh", "--site-key", "b-1", "--level", "city", "--kind", "media", "--sample", "1"]
    with site_of({}) as site:
        done = new(operator.at(site), *words, "--folder", str(folder), "--fixtures", str(fixtures))
    assert done.returncode == 0, done.stderr
    written = load_county(folder / "bh.toml").site[0]
    assert (written.key, written.level, written.kind) == ("b-1", "city", "media")
    assert (fixtures / "b_1_list.html").exists()
    assert done.stdout.count("published_at") == 1
    assert f"Next: COUNTY_NEWS_COUNTIES={folder} county-news run bh" in done.stdout


def test_a_doubtful_column_is_written_as_not_verified(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 13)}
    undated = list_page(links).replace(b"<span>2026-05-06</span>", b"")
    with site_of({"/Node-7.html": page(undated)}) as site:
        done = new(operator.at(site))
    assert done.returncode == 0, done.stderr
    text = (operator.counties / "baihe.toml").read_text("utf-8")
    assert "  # Not sure: 12 of 12 rows have no date.\n  verified = false\n" in text
    assert "1 of 1 columns are not verified" in done.stdout
    assert "Next: county-news run baihe --site baihe-gov" in done.stdout


def test_hostile_names_are_only_text(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 13)}
    hostile = "白河\"县]]\\政府'''局"
    listed = list_page(links).decode().replace("<h2>镇办动态</h2>", '<h2>要"闻]]\n\\x</h2>')
    listed = listed.replace("<title>", f"<meta name='SiteName' content='{hostile.replace(chr(39), '&#39;')}'><title>")
    with site_of({"/Node-7.html": page(listed.replace("镇办动态_", "").encode())}) as site:
        done = new(operator.at(site), path="/Node-7.html")
    assert done.returncode == 0, done.stderr
    (written,) = load_county(operator.counties / "baihe.toml").site
    assert written.name == hostile
    assert [column.name for column in written.column] == ['要"闻\\x']


def test_nothing_that_is_there_is_overwritten(operator: Operator) -> None:
    with site_of({}) as site:
        assert new(operator.at(site)).returncode == 0
        before = (operator.counties / "baihe.toml").read_bytes()
        asked = len(site.asked)
        same_file = new(operator)
        same_county = new(operator, "--name", "baihe-2")
        same_key = new(operator, "--name", "hanyin", "--site-key", "baihe-gov", code="610921")
        assert len(site.asked) == asked, "the site is not bothered for it"
        other = new(operator, code="610921")
    assert [done.returncode for done in (same_file, same_county, same_key, other)] == [2, 2, 2, 0]
    assert "exists already" in says_one_sentence(same_file)
    assert "has its file already" in says_one_sentence(same_county)
    assert "is used by another county file" in says_one_sentence(same_key)
    assert (operator.counties / "baihe.toml").read_bytes() == before
    assert load_county(operator.counties / "hanyin.toml").site[0].key == "baihe-gov-2"


@pytest.mark.parametrize("words", [("--name", "../x"), ("--name", "白河"), ("--site-key", "A_b"), ("--level", "town")])
def test_a_name_that_cannot_be_one_is_wrong_usage(operator: Operator, words: tuple[str, str]) -> None:
    done = new(operator, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert nothing_is_written(operator)


def test_a_code_that_is_none_is_told_in_one_sentence(operator: Operator) -> None:
    done = new(operator, code="610999")
    assert done.returncode == 2
    assert "610999" in says_one_sentence(done)
    assert nothing_is_written(operator)


CLOSED: dict[str, dict[str, Route]] = {
    "closed to crawlers": {"/robots.txt": page(b"User-agent: *\nDisallow: /\n")},
    "bot wall": {"/": page(b"<html><script>document.cookie='a=1';location.reload()</script></html>")},
    "answered 404": {"/": page(b"", status=404)},
    "no column with articles": {"/": page("<html><body><p>白河县人民政府</p></body></html>".encode())},
}


@pytest.mark.parametrize("why", CLOSED)
@pytest.mark.parametrize("command", ["probe", "county new"])
def test_a_site_that_cannot_be_read_is_told_in_one_sentence(operator: Operator, why: str, command: str) -> None:
    with site_of(CLOSED[why]) as site:
        operator.at(site)
        done = new(operator) if command == "county new" else operator.types("probe", f"http://{HOST}/")
    if command == "probe" and why == "no column with articles":
        assert done.returncode == 0
        assert "No column with articles was found" in done.stdout
    else:
        assert done.returncode == 1
        assert why in says_one_sentence(done)
    assert nothing_is_written(operator)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "no address", "ftp://www.baihe.gov.cn/", "http://["])
def test_an_address_that_cannot_be_asked_is_told_in_one_sentence(operator: Operator, address: str) -> None:
    for words in (["probe", address], ["county", "new", "610929", address]):
        done = operator.types(*words)
        assert done.returncode == 1
        assert says_one_sentence(done)
    assert nothing_is_written(operator)


def test_probe_looks_at_a_column_and_writes_nothing(operator: Operator) -> None:
    with site_of({}) as site:
        done = operator.at(site).types("probe", f"http://{HOST}/Node-7.html", "--sample", "2")
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["镇办动态", "ankang", "12", "12", "2026-05-06", "one page", f"http://{HOST}/Node-7.html"] in lines
    assert ["authors", "甘小禾", "byline:作者", "作者:甘小禾"] in lines
    assert sum(cells[0] == "title" for cells in lines) == 2
    assert nothing_is_written(operator)


def test_probe_finds_the_rows_of_a_query(tmp_path: Path) -> None:
    (media,) = (one for one in DEMO.site if one.key == MEDIA.key)
    with serve(port=0) as server:
        done = at_demo(tmp_path, server.port).types("probe", media.column[0].url)
    assert done.returncode == 0, done.stderr
    assert "JSON, page by page, 20 other rows" in done.stdout
    assert urlsplit(media.url).netloc in done.stdout


def test_a_column_may_be_a_sitemap_or_a_feed(operator: Operator) -> None:
    with site_of({}) as site:
        assert new(operator.at(site)).returncode == 0
    file = operator.counties / "baihe.toml"
    file.write_text(file.read_text("utf-8").replace("/Node-7.html", "/sitemap.xml"), "utf-8")
    entries = "".join(f"<url><loc>http://{HOST}/Content-100{n}.html</loc></url>" for n in range(1, 4))
    routes = {"/sitemap.xml": page(f"<urlset>{entries}</urlset>".encode(), Content_Type="application/xml")}
    routes |= {f"/Content-100{n}.html": page(article_page(f"宋家镇:第{n}件事")) for n in range(1, 4)}
    with site_of(routes) as site:
        done = operator.at(site).types("run", "baihe")
        again = operator.types("run", "baihe")
        reread = operator.types("reextract")
    assert [one.returncode for one in (done, again, reread)] == [0, 0, 0], done.stderr + again.stderr + reread.stderr
    assert operator.asks("select title from core.article order by title") == [
        (f"宋家镇:第{n}件事",) for n in range(1, 4)
    ]
