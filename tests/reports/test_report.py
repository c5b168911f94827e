"""The web page that compares the towns: what it shows, that a hostile page cannot speak in it, how it looks."""

import re
import shutil
import struct
import subprocess
from pathlib import Path

import duckdb
import pytest
from lxml import html

from reports.report import ReportError, write_report
from tests.crawlers.servers import LocalSite, page
from tests.flows.small_county import Operator, article_page, list_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "宋家镇:“<script>alert(1)</script>”与<img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of which a run read a harmless article and one with markup in its headline."""
    operator = Operator(tmp_path_factory.mktemp("county"))
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    links = {"/Content-1.html": "宋家镇:春茶开采忙", "/Content-2.html": escaped}
    routes = {path: page(article_page(title)) for path, title in links.items()}
    with LocalSite({"/Node-7.html": page(list_page(links)), **routes}) as site:
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 0, done.stderr
    return operator.folder / "data" / "published"


def test_it_ranks_every_town_and_links_every_article(published: Path) -> None:
    tree = html.document_fromstring((published / "report.html").read_text("utf-8"))
    towns = [row.findtext("td[2]") for row in tree.findall(".//section[@class='ranking']//tbody/tr")]
    assert towns[0] == "宋家镇"
    assert len(towns) == 11, "silent towns are ranked too"
    links = {link.text: link.get("href") for link in tree.findall(".//section[@class='articles']//a")}
    assert links["宋家镇:春茶开采忙"] == "http://www.baihe.gov.cn/Content-1.html"
    cells = [cell.text for cell in tree.findall(".//table[@class='heat']//td") if cell.text]
    assert cells == ["2"]


def test_what_a_page_says_stays_text(published: Path) -> None:
    text = (published / "report.html").read_text("utf-8")
    assert "alert(1)" in text
    assert "<script" not in text
    assert "<img" not in text


def test_only_web_addresses_become_links(published: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "county_news.duckdb"
    shutil.copy(published / "county_news.duckdb", snapshot)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("update raw.article set url = 'javascript:alert(3)'")
    text = write_report(snapshot, tmp_path / "report.html").read_text("utf-8")
    assert 'href="javascript' not in text
    assert "春茶开采忙" in text


def test_it_needs_nothing_but_itself(published: Path) -> None:
    tree = html.document_fromstring((published / "report.html").read_text("utf-8"))
    assert not tree.xpath("//link | //script | //img | //iframe | //*[@src]")
    assert not re.search(r"@import|url\(", tree.findtext(".//style"))


def test_without_a_snapshot_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="run a county or the demo first"):
        write_report(tmp_path / "county_news.duckdb", tmp_path / "report.html")
    (tmp_path / "county_news.duckdb").write_text("no database")
    with pytest.raises(ReportError, match="publish it anew"):
        write_report(tmp_path / "county_news.duckdb", tmp_path / "report.html")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [1280, 500])
def test_a_browser_shows_it_without_scrolling_sideways(published: Path, tmp_path: Path, width: int) -> None:
    picture = tmp_path / "report.png"
    probe = tmp_path / "probe.html"
    # Chromium's own figures, written into the page, come back with --dump-dom.
    script = "<script>document.title = [document.documentElement.scrollWidth, innerWidth, document.querySelectorAll('.ranking tbody tr').length].join(' ')</script>"
    probe.write_text((published / "report.html").read_text("utf-8").replace("</body>", script + "</body>"), "utf-8")
    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},1000",
    ]  # fmt: skip
    dumped = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", probe.as_uri()], capture_output=True, text=True, check=True
    )
    found = re.search(r"<title>(\d+) (\d+) (\d+)</title>", dumped.stdout)
    assert found, dumped.stdout[:500]
    page_width, window, rows = map(int, found.groups())
    assert page_width <= window
    assert rows == 11
    subprocess.run([CHROMIUM, *flags, f"--screenshot={picture}", probe.as_uri()], capture_output=True, check=True)
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24])[0] == width
    assert picture.stat().st_size > 20_000, "a blank page would be smaller"
