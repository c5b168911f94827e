"""The README's pictures: it shows those that `make pictures` takes, and they are the same on every day."""

import re
import shutil
import struct
from pathlib import Path

import duckdb
import pytest

from docs.pictures import COUNTY, FOLDER, PICTURES, take_pictures
from reports.site.write import write_site
from tests.flows.demo_line import PROJECT, Line
from warehouse import transform

LARGEST, LARGEST_TOGETHER = 250_000, 800_000  # bytes: the README must open quickly


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as the head of a PNG has them."""
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    return struct.unpack(">II", head[16:])


def pages(report: Path) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in (report / COUNTY).glob("*.html")}


def test_the_readme_shows_every_picture_that_is_taken_and_says_what_is_seen() -> None:
    shown = re.findall(r"!\[(.*?)\]\(docs/(.*?)\)", (PROJECT / "README.md").read_text("utf-8"))
    assert {file for _, file in shown} == {picture.file for picture in PICTURES}
    assert all(len(words.split()) > 5 for words, _ in shown)


def test_the_pictures_are_small_files() -> None:
    sizes = [(FOLDER / picture.file).stat().st_size for picture in PICTURES]
    assert max(sizes) < LARGEST
    assert sum(sizes) < LARGEST_TOGETHER


def test_of_news_that_was_read_a_year_later_only_the_page_on_health_differs(line: Line, tmp_path: Path) -> None:
    later = tmp_path / "county_news.duckdb"
    shutil.copy(line.data / "published" / "county_news.duckdb", later)
    with duckdb.connect(str(later)) as connection:
        for table in ("fetch", "link", "article"):
            connection.execute(f"update raw.{table} set fetched_at = fetched_at + interval 1 year").fetchall()
        connection.execute("update raw.article set first_fetched_at = first_fetched_at + interval 1 year").fetchall()
        transform.run(connection, PROJECT / "sql")
    write_site(later, tmp_path / "report")
    before, after = pages(line.data / "published" / "report"), pages(tmp_path / "report")
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {"health.html"}
    assert not any(picture.page.startswith("health.html") for picture in PICTURES)


@pytest.mark.browser
def test_the_pictures_can_be_taken_anew_and_show_as_much_of_the_report(line: Line, tmp_path: Path) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("there is no Chromium")
    take_pictures(line.data / "published" / "report", tmp_path)
    for picture in PICTURES:
        assert size(tmp_path / picture.file) == size(FOLDER / picture.file), f"make pictures: {picture.file}"
