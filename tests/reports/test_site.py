"""The site as files: what may stand in them, how they are written, and what is said when they cannot be."""

import json
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lxml import html

from reports.errors import ReportError
from reports.headings import headings
from reports.links import web_address
from reports.site.charts import charts
from reports.site.datasets import CountyRows
from reports.site.section import Section, sections_of
from reports.site.write import CONTENT_SECURITY_POLICY, write_site
from tests.flows.demo_line import PROJECT, Line

MARKUP = "<script>window.spoken = 1</script><img src=x onerror='window.spoken = 2'>\u202e"
PAGES = ("overview", "town", "health")


@pytest.fixture(scope="module")
def snapshot(line: Line) -> Path:
    return line.data / "published" / "county_news.duckdb"


@pytest.fixture
def own(snapshot: Path, tmp_path: Path) -> Path:
    """A snapshot that a test may change."""
    return Path(shutil.copy(snapshot, tmp_path / "county_news.duckdb"))


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    """The site where a test may write it anew."""
    return Path(shutil.copytree(site, tmp_path / "report"))


def pages(folder: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    for file in sorted(folder.rglob("*.html")):
        yield str(file.relative_to(folder)), html.document_fromstring(file.read_text("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but workbooks, which tell when they were published."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".xlsx"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def changes(snapshot: Path, sql: str) -> None:
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(sql)


def all_sections() -> list[Section]:
    return [section for page in PAGES for section in sections_of(page)]


@pytest.mark.parametrize("address", ["http://www.baihe.gov.cn/Content-1.html", "https://a.cn/?q=1#x", "HTTP://A.CN/"])
def test_addresses_of_the_web_become_links(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//a.cn/x", "/Content-1.html", "http://[::1", "", None],
)  # fmt: skip
def test_nothing_else_becomes_a_link(address: str | None) -> None:
    assert web_address(address) is None


def test_an_address_that_is_none_of_the_web_is_in_no_page(own: Path, tmp_path: Path) -> None:
    changes(
        own, "update core.story set url = 'javascript:alert(1)'; update raw.article set url = 'data:text/html,' || url"
    )
    with duckdb.connect(str(own), read_only=True) as connection:
        stories = CountyRows(connection, "stories", ["990001"]).of("990001")
    assert len(stories) > 400
    assert set(stories.values("url")) == {None}
    copies = [address for story in stories.values("copies") for _, address, _ in story]
    assert len(copies) > 100
    assert set(copies) == {None}


def test_no_page_has_script_style_or_event_of_its_own_or_anything_from_elsewhere(site: Path) -> None:
    seen = 0
    for name, page in pages(site):
        scripts = [one for one in page.iter("script") if one.get("type") != "text/plain"]
        assert scripts, name
        assert all(one.get("src") and not (one.text or "").strip() for one in scripts), name
        assert not page.xpath(
            "//style | //@style | //base | //iframe | //object | //embed | //img | //form[@action]"
        ), name
        assert not [key for one in page.iter() for key in one.attrib if key.startswith("on")], name
        loaded = [*page.xpath("//@src"), *page.xpath("//link/@href")]
        assert loaded, name
        assert all(re.fullmatch(r"(\.\./)?assets/[\w.-]+\.(js|css)", address) for address in loaded), (name, loaded)
        assert all((site / name).parent.joinpath(address).is_file() for address in loaded), name
        seen += 1
    assert seen > 15
    for file in site.glob("assets/*.css"):
        assert not re.search(r"@import|url\(|expression\(", file.read_text("utf-8"))


def test_every_page_lets_nothing_in_but_its_own_script_and_style(site: Path) -> None:
    strict = {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; ")) == strict
    for name, page in pages(site):
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']")
        assert policy.get("content") == CONTENT_SECURITY_POLICY, name
        before = [one.tag for one in policy.itersiblings(preceding=True)]
        assert "script" not in before, name
        assert "link" not in before, name


def test_pages_are_proper_html(site: Path) -> None:
    for name, page in pages(site):
        text = (site / name).read_text("utf-8")
        assert text.lstrip().startswith("<!DOCTYPE html>"), name
        assert page.get("lang") == "zh-Hans", name
        assert page.findtext(".//title"), name
        twice = [key for key, times in Counter(page.xpath("//@id")).items() if times > 1]
        assert not twice, (name, twice)
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1, name
        named = {key for keys in page.xpath("//@aria-labelledby") for key in keys.split()}
        assert named <= set(page.xpath("//@id")), name
        both = [page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {one} ')]/@lang") for one in ("zh", "en")]
        assert set(both[0]) == {"zh-Hans"}, name
        assert set(both[1]) == {"en"}, name
        assert len(both[0]) == len(both[1]), name


def test_no_link_inside_of_the_site_is_dead(site: Path) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in pages(site)}
    links = 0
    for name, page in pages(site):
        for address in page.xpath("//a/@href"):
            file, _, place = address.partition("#")
            target = ((site / name).parent / file).resolve() if file else (site / name).resolve()
            assert target.is_file(), (name, address)
            assert not place or place in ids[str(target.relative_to(site.resolve()))], (name, address)
            links += 1
    assert links > 300


def test_what_was_published_stays_text(own: Path, tmp_path: Path) -> None:
    spoken = MARKUP.replace("'", "''")
    changes(
        own,
        f"""
        update raw.article set title = '{spoken}';
        update core.story set title = '{spoken}';
        update core.town set town_name = '{spoken}';
        update core.county set county_name = '{spoken}';
        update core.site set site_name = '{spoken}';
        update mart.claim_benchmark set sentence = '{spoken}', indicator = '{spoken}';
        update mart.slogan_diffusion set slogan = '{spoken}' || slogan;
        update mart.topic_share set topic = '{spoken}' || topic;
        update mart.site_losses set example_detail = '{spoken}', reason = '{spoken}' || reason;
        """,
    )
    write_site(own, tmp_path / "report")
    told = 0
    for name, page in pages(tmp_path / "report"):
        assert not page.xpath("//img"), name
        assert all(one.get("src") or one.get("type") == "text/plain" for one in page.iter("script")), name
        told += "<script>window.spoken" in page.text_content()
    assert told > 12, "the names of county and towns stand in every page"


def test_writing_the_same_snapshot_twice_gives_the_same_bytes(snapshot: Path, site: Path, folder: Path) -> None:
    before = contents(site)
    write_site(snapshot, folder)
    assert contents(folder) == before
    anew = folder.with_name("anew")
    write_site(snapshot, anew)
    assert contents(anew) == before


def test_a_town_that_is_no_more_loses_its_page_and_the_readers_own_files_stay(own: Path, folder: Path) -> None:
    (folder / "990001" / "notes.html").write_text("mine")
    (folder / "mine.txt").write_text("mine")
    assert (folder / "990001" / "town-990001100.html").exists()
    changes(own, "delete from core.town where town_code = '990001100'")
    write_site(own, folder)
    assert not (folder / "990001" / "town-990001100.html").exists()
    assert (folder / "990001" / "town-990001101.html").exists()
    assert (folder / "990001" / "notes.html").read_text() == (folder / "mine.txt").read_text() == "mine"


def test_without_a_snapshot_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="run a county or the demo first"):
        write_site(tmp_path / "county_news.duckdb", tmp_path / "report")
    (tmp_path / "county_news.duckdb").write_text("no database")
    with pytest.raises(ReportError, match="publish it anew"):
        write_site(tmp_path / "county_news.duckdb", tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_of_a_snapshot_that_lacks_a_table_it_says_that_it_must_be_published_anew(own: Path, tmp_path: Path) -> None:
    changes(own, "drop table mart.silence")
    with pytest.raises(ReportError, match="publish it anew"):
        write_site(own, tmp_path / "report")


def test_a_snapshot_that_is_cut_short_is_one_sentence(own: Path, tmp_path: Path) -> None:
    whole = own.read_bytes()
    own.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ReportError, match="publish it anew"):
        write_site(own, tmp_path / "report")


def test_a_full_disk_is_one_sentence_and_the_pages_before_stay_whole(own: Path, folder: Path) -> None:
    changes(
        own, "update core.story set title = title || '（更正）'; update raw.article set title = title || '（更正）'"
    )
    before = contents(folder)
    # No file may be longer than this: the page of all stories comes to an end in its middle, as on a full disk.
    limit = 20_000
    assert len(before["990001/articles.html"]) > limit
    writing = (
        "import sys; from pathlib import Path; from reports.errors import ReportError; from reports.site.write import write_site\n"
        "try: write_site(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except ReportError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", writing, str(own), str(folder)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r".+/index\.html cannot be written: File too large\.\n", done.stdout), done.stdout
    after = contents(folder)
    assert after.keys() == before.keys(), "no half page is left behind"
    assert after["990001/articles.html"] == before["990001/articles.html"]
    assert all(text.rstrip().endswith(b"</html>") for name, text in after.items() if name.endswith(".html"))
    write_site(own, folder)
    assert contents(folder)["990001/articles.html"] != before["990001/articles.html"]


def test_a_folder_that_cannot_be_written_is_one_sentence(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file stands where the folder is to be")
    with pytest.raises(ReportError, match=r"^[^\n]+: Not a directory\.$"):
        write_site(snapshot, tmp_path / "report")


def test_a_list_of_files_that_is_no_list_is_no_harm(snapshot: Path, folder: Path) -> None:
    (folder / ".files.json").write_text('["../../outside.txt", "assets/')
    write_site(snapshot, folder)
    assert contents(folder)[".files.json"].startswith(b"{")


def test_nothing_outside_of_the_folder_is_taken_away(snapshot: Path, folder: Path) -> None:
    (folder.parent / "outside.txt").write_text("mine")
    record = json.loads((folder / ".files.json").read_text())
    (folder / ".files.json").write_text(json.dumps(record | {"files": [*record["files"], "../outside.txt"]}))
    write_site(snapshot, folder)
    assert (folder.parent / "outside.txt").read_text() == "mine"


@pytest.mark.parametrize("page", PAGES)
def test_every_section_has_its_rows_columns_headings_and_chart(page: str, snapshot: Path) -> None:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        for section in sections_of(page):
            for variant in section.variants:
                columns = set(CountyRows(connection, variant.dataset, ["990001"]).of("990001").columns)
                assert set(variant.columns) <= columns, (section.key, set(variant.columns) - columns)
                needed = {section.choice, (section.sort or "").lstrip("-")} - {None, ""}
                assert needed <= columns, (section.key, needed - columns)
            shown = {column.replace("place_code", "place_name") for column in section.columns}
            assert shown <= headings().keys(), (section.key, shown - headings().keys())
            assert section.chart is None or section.chart in charts(), section.key
            assert all(section.title), section.key
            assert all(section.lead), section.key
    keys = [section.key for section in sections_of(page)]
    assert len(keys) == len(set(keys))


def test_every_chart_and_every_set_of_rows_is_used() -> None:
    assert {section.chart for section in all_sections()} - {None} == charts().keys()
    used = {variant.dataset for section in all_sections() for variant in section.variants}
    files = {file.stem for file in (PROJECT / "reports" / "site" / "queries").glob("*.sql")}
    assert files - used == {"stories", "counties", "towns", "sites", "periods"}, "those are lists, not sections"
    assert used <= files


def test_the_page_of_methods_explains_every_comparison_in_both_languages(line: Line, site: Path) -> None:
    page = dict(pages(site))["methods.html"]
    tables = {
        name: rest
        for name, *rest in line.asks("select table_name, comment from duckdb_tables() where schema_name = 'mart'")
    }
    explained = {section.get("id"): section for section in page.iter("section")}
    assert tables.keys() | {section.mart for section in all_sections()} <= explained.keys()
    for name, section in explained.items():
        for word in ("zh", "en"):
            texts = section.xpath(f"./p/span[@class='{word}'] | ./dl/dd/span[@class='{word}']")
            assert len(texts) > 3, name
            assert all(text.text_content().strip() for text in texts), name
        chinese, english = (section.xpath(f"string(./p/span[@class='{word}'])") for word in ("zh", "en"))
        signs = [len(re.findall(r"[\u4e00-\u9fff]", text)) / len(text) for text in (chinese, english)]
        assert signs[0] > 0.2 > 0.05 > signs[1], (name, signs)  # an English text may name a Chinese word
        assert len(section.xpath("./dl/dt")) == len(section.xpath("./dl/dd")), name
    for name, (comment,) in tables.items():
        assert str(comment).partition(" | ")[0] in explained[name].text_content(), name
