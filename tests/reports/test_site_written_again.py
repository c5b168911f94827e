"""Writing the site again: a county that is as it was is left alone, all others come out as if written anew."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from benchmarks._snapshots import publish_news
from reports.errors import ReportError
from reports.site import record
from reports.site.write import write_site

FIRST, SECOND = "110108", "211322"
LEFT_ALONE = b"as it was left"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    return publish_news(120, [FIRST, SECOND], tmp_path_factory.mktemp("two counties"))


@pytest.fixture(scope="module")
def written(published, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    write_site(published, folder)
    return folder


@pytest.fixture
def snapshot(published, tmp_path) -> Path:
    return shutil.copyfile(published, tmp_path / "county_news.duckdb")


@pytest.fixture
def site(written, tmp_path) -> Path:
    return shutil.copytree(written, tmp_path / "site")


def change(snapshot: Path, sql: str, *values: object) -> None:
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(sql, list(values))


def one_story_more(snapshot: Path, county: str) -> None:
    change(snapshot, "update mart.output_rank set stories = stories + 1 where place_code = $1", county)


def mark(site: Path) -> None:
    """Whoever writes a page takes the mark away."""
    for page in pages(site):
        page.write_bytes(LEFT_ALONE)


def pages(site: Path) -> Iterator[Path]:
    for county in (FIRST, SECOND):
        yield from (site / county).iterdir()


def rewritten(site: Path) -> set[str]:
    return {page.parent.name for page in pages(site) if page.read_bytes() != LEFT_ALONE}


def contents(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_where_nothing_changed_no_page_is_made(snapshot, site) -> None:
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == set()


def test_of_two_counties_only_the_one_that_changed_is_made(snapshot, site) -> None:
    one_story_more(snapshot, SECOND)
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == {SECOND}
    assert all(page.read_bytes() != LEFT_ALONE for page in (site / SECOND).iterdir())


def test_pages_that_come_out_the_same_keep_their_time(snapshot, site) -> None:
    for path in pages(site):
        os.utime(path, ns=(0, 0))
    one_story_more(snapshot, SECOND)
    write_site(snapshot, site)
    new = {str(path.relative_to(site)) for path in pages(site) if path.stat().st_mtime_ns}
    assert f"{SECOND}/index.html" in new
    assert not any(name.startswith(FIRST) or name.endswith("articles.html") for name in new)


@pytest.mark.parametrize(
    "changed",
    [
        "update core.town set town_name = '改名镇' where town_code = (select min(town_code) from core.town where county_code = $1)",
        "update core.county set county_name = '改名县' where county_code = $1",
        "update core.site set site_name = '改名网' where county_code = $1",
        "update core.story set title = title || '。' where county_code = $1",
        "delete from core.story_topic where story_id in (select story_id from core.story where county_code = $1)",
        "update core.appearance set published_date = null where county_code = $1",
        "update mart.topic_share set location_quotient = location_quotient + 0.001 where county_code = $1",
    ],
)
def test_whatever_the_pages_show_makes_them_anew_once_it_changes(snapshot, site, changed) -> None:
    change(snapshot, changed, SECOND)
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == {SECOND}


def test_the_last_digits_of_sums_which_no_page_shows_make_nothing_anew(snapshot, site) -> None:
    change(snapshot, "update mart.topic_share set topic_share = topic_share * (1 + 1e-15)")
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == set()


@pytest.mark.parametrize("file", ["headings.toml", "values.toml", "site/county.py", "site/queries/topics.sql"])
def test_after_a_change_of_what_makes_pages_all_are_made(snapshot, site, tmp_path, monkeypatch, file) -> None:
    other = shutil.copytree(record._REPORTS, tmp_path / "reports")
    (other / file).write_bytes((other / file).read_bytes() + b"\n")
    monkeypatch.setattr(record, "_REPORTS", other)
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == {FIRST, SECOND}


def test_compiled_code_beside_the_files_makes_nothing_anew(snapshot, site, tmp_path, monkeypatch) -> None:
    other = shutil.copytree(record._REPORTS, tmp_path / "reports", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(record, "_REPORTS", other)
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == set()


def test_a_page_that_was_deleted_comes_back(snapshot, site) -> None:
    (site / FIRST / "health.html").unlink()
    write_site(snapshot, site)
    assert (site / FIRST / "health.html").exists()


@pytest.mark.parametrize("damage", [b"", b"{", b'["an", "older", "list"]', b"\xff"])
def test_with_a_record_that_cannot_be_read_all_is_made(snapshot, site, damage) -> None:
    (site / record.RECORD).write_bytes(damage)
    mark(site)
    write_site(snapshot, site)
    assert rewritten(site) == {FIRST, SECOND}


def test_after_a_writing_that_broke_off_the_next_leaves_nothing_of_it(published, snapshot, written, site) -> None:
    for county in (FIRST, SECOND):
        one_story_more(snapshot, county)
    page = site / SECOND / "index.html"
    page.unlink()
    page.mkdir()  # no page comes into its place
    with pytest.raises(ReportError):
        write_site(snapshot, site)
    assert (site / FIRST / "index.html").read_bytes() != (written / FIRST / "index.html").read_bytes()
    page.rmdir()
    write_site(published, site)
    assert contents(site) == contents(written)


def test_pages_of_a_county_and_a_town_that_are_no_more_go(snapshot, site) -> None:
    change(snapshot, "delete from core.site where county_code = $1", FIRST)
    (town,) = duckdb.connect(str(snapshot)).execute("select max(town_code) from core.town").fetchone() or ("",)
    change(snapshot, "delete from core.town where town_code = $1", town)
    assert (site / SECOND / f"town-{town}.html").exists()
    write_site(snapshot, site)
    assert not list((site / FIRST).glob("*.html"))
    assert not (site / SECOND / f"town-{town}.html").exists()


def test_a_site_written_again_is_the_one_written_anew(snapshot, site, tmp_path) -> None:
    one_story_more(snapshot, FIRST)
    write_site(snapshot, site)
    write_site(snapshot, tmp_path / "anew")
    assert contents(site) == contents(tmp_path / "anew")


def test_a_snapshot_without_counties_makes_a_site_that_says_so(snapshot, tmp_path) -> None:
    change(snapshot, "delete from core.site")
    first = write_site(snapshot, tmp_path / "none")
    assert "county-news demo" in first.read_text("utf-8")
