"""How the site can be read: by everybody, on any window, in light and dark, on paper."""

import io
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import duckdb
import pytest
from pypdf import PdfReader

from reports.site.write import write_site
from tests.flows.demo_line import COUNTY, Line
from tests.reports.reader import Reader, opened

pytestmark = pytest.mark.browser

OVERVIEW = f"{COUNTY.code}/index.html"
TOWN_PAGE = f"{COUNTY.code}/town-990001100.html"
PAGES = (OVERVIEW, TOWN_PAGE, f"{COUNTY.code}/articles.html", f"{COUNTY.code}/health.html", "methods.html")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Styles are read where they are: to load them again, as axe would, is what the pages' policy refuses.
FAULTS = """() => axe.run(document, { resultTypes: ["violations"], preload: false }).then((found) => found.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => [one.id, one.nodes.slice(0, 3).map((node) => [node.html.slice(0, 200), node.failureSummary])]))"""
A4 = (595, 842)  # points
BETWEEN_MARGINS = 703  # pixels: 210 mm less 12 mm on each side
TOO_WIDE = """() => [...document.querySelectorAll("td, th, svg, p, h1, h2, li, a, figure, .figures div")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.closest("section")?.id} ${one.tagName} ${one.textContent.slice(0, 40)}`)"""


# In a PDF many characters are named as the radicals that look the same; NFKC knows all but these.
RADICALS = str.maketrans(
    "戶⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰⻳", "户母民西见角贝车长门青页风飞食马鱼鸟黄齐齿龙龟"
)


def squeezed(text: str) -> str:
    """The text as characters alone, without blanks and breaks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(RADICALS))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("scheme", "choices"), [("light", {}), ("dark", {"lang": "en", "period": "2026", "topic": "产业"})]
)
def test_axe_finds_no_serious_fault(
    opens: Callable[..., Reader], site: Path, page: str, scheme: str, choices: dict[str, str]
) -> None:
    reader = opens(site, color_scheme=scheme)
    reader.opens(page, **choices)
    reader.sees_charts()
    reader.tab.evaluate(AXE)
    assert reader.tab.evaluate(FAULTS) == []


def test_the_list_of_counties_can_be_read_and_leads_to_each(
    opens: Callable[..., Reader], line: Line, tmp_path: Path
) -> None:
    snapshot = Path(shutil.copy(line.data / "published" / "county_news.duckdb", tmp_path))
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("insert into core.county select * replace ('990002' as county_code) from core.county")
        connection.execute("insert into core.site select * replace ('990002' as county_code) from core.site limit 1")
    reader = opens(write_site(snapshot, tmp_path / "report").parent, viewport={"width": 390, "height": 800})
    reader.opens("index.html", lang="en")
    assert reader.tab.locator(".counties a").count() == 2
    reader.tab.evaluate(AXE)
    assert reader.tab.evaluate(FAULTS) == []
    assert reader.tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    reader.follows(".counties li:last-child a")
    assert "/990002/" in reader.tab.url


def test_the_other_scheme_of_each_language_has_contrast_too(opens: Callable[..., Reader], site: Path) -> None:
    for scheme, language in (("light", "en"), ("dark", "zh")):
        reader = opens(site, color_scheme=scheme)
        reader.opens(OVERVIEW, lang=language)
        reader.sees_charts()
        reader.tab.evaluate(AXE)
        assert reader.tab.evaluate(FAULTS.replace("{ resultTypes", "{ runOnly: 'color-contrast', resultTypes")) == []


def test_the_pages_follow_the_light_or_dark_setting(opens: Callable[..., Reader], site: Path) -> None:
    seen = []
    for scheme in ("light", "dark"):
        reader = opens(site, color_scheme=scheme)
        reader.opens(OVERVIEW)
        reader.sees_charts()
        colours = """() => ["body", "section", ".chart .mark-rect path"].map((one) => {
            const style = getComputedStyle(document.querySelector(one));
            return one === "body" || one === "section" ? style.backgroundColor : style.fill;
        })"""
        seen.append(reader.tab.evaluate(colours))
    light, dark = seen
    assert all(one != other for one, other in zip(light, dark, strict=True)), seen


@pytest.mark.parametrize(("width", "languages"), [(1280, ["zh"]), (768, ["en"]), (390, ["zh", "en"])])
def test_no_page_scrolls_sideways(opens: Callable[..., Reader], site: Path, width: int, languages: list[str]) -> None:
    reader = opens(site, viewport={"width": width, "height": 800})
    for page in PAGES:
        for language in languages:
            reader.opens(page, lang=language)
            reader.sees_charts()
            assert reader.tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (page, language)
            hidden = reader.tab.evaluate(
                """() => [...document.querySelectorAll("td, th")].filter((cell) => cell.checkVisibility())
                .filter((cell) => {
                    const frame = cell.closest(".scroll");
                    const end = cell.getBoundingClientRect().right - frame.getBoundingClientRect().left + frame.scrollLeft;
                    return end > frame.scrollWidth + 1 || (frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX !== "auto");
                }).length"""
            )
            assert hidden == 0, page


def test_on_a_telephone_a_wide_table_scrolls_in_its_own_frame(opens: Callable[..., Reader], site: Path) -> None:
    reader = opens(site, viewport={"width": 390, "height": 800})
    reader.opens(OVERVIEW)
    frame = reader.tab.locator("#ranking .scroll")
    assert frame.evaluate("(frame) => frame.scrollWidth > frame.clientWidth")
    last = reader.tab.locator("#ranking tbody tr:first-child :last-child").last
    last.scroll_into_view_if_needed()
    assert last.evaluate("(cell) => cell.getBoundingClientRect().right <= innerWidth")
    frame.focus()
    assert frame.evaluate("(frame) => document.activeElement === frame"), "the keyboard reaches the frame"


@pytest.fixture(scope="module")
def printed(browser: Any, site: Path) -> Iterator[tuple[Reader, PdfReader]]:
    """The overview on paper, before anybody scrolled through it."""
    reader = opened(browser, site)
    reader.opens(OVERVIEW, period="all")
    reader.tab.emulate_media(media="print")
    pdf = reader.tab.pdf(prefer_css_page_size=True)
    yield reader, PdfReader(io.BytesIO(pdf))
    reader.tab.context.close()
    assert reader.troubles == []


def test_pages_are_printed_on_a4(printed: tuple[Reader, PdfReader]) -> None:
    _, pdf = printed
    assert len(pdf.pages) > 3
    for page in pdf.pages:
        assert abs(float(page.mediabox.width) - A4[0]) < 2
        assert abs(float(page.mediabox.height) - A4[1]) < 2


@pytest.mark.parametrize("section", ["ranking", "claims", "scores", "timeliness", "authors", "drift"])
def test_every_row_of_a_table_is_on_one_sheet_of_paper_once_with_all_its_cells(
    printed: tuple[Reader, PdfReader], section: str
) -> None:
    reader, pdf = printed
    sheets = [squeezed(sheet.extract_text()) for sheet in pdf.pages]
    rows = reader.tables()[section].rows
    assert len(rows) == 12
    for row in rows:
        said = squeezed("".join(row.values()))
        assert sum(sheet.count(said) for sheet in sheets) == 1, said


def test_all_that_is_printed_lies_between_the_margins(printed: tuple[Reader, PdfReader]) -> None:
    _, pdf = printed
    places: list[tuple[float, float, str]] = []

    def see(text: str, matrix: list[float], position: list[float], *_: object) -> None:
        if text.strip():
            x = position[4] * matrix[0] + position[5] * matrix[2] + matrix[4]
            y = position[4] * matrix[1] + position[5] * matrix[3] + matrix[5]
            places.append((x, y, text))

    for sheet in pdf.pages:
        sheet.extract_text(visitor_text=see)
    assert len(places) > 500
    outside = [place for place in places if not (20 < place[0] < A4[0] - 20 and 20 < place[1] < A4[1] - 20)]
    assert outside == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_on_paper_nothing_is_wider_than_the_sheet(
    opens: Callable[..., Reader], site: Path, page: str, language: str
) -> None:
    reader = opens(site, viewport={"width": BETWEEN_MARGINS, "height": 1000})
    reader.tab.emulate_media(media="print")
    reader.opens(page, lang=language)
    reader.sees_charts()
    assert reader.tab.evaluate(TOO_WIDE) == []


def test_charts_that_were_never_scrolled_to_are_on_paper(printed: tuple[Reader, PdfReader]) -> None:
    reader, pdf = printed
    assert reader.tab.locator(".chart").count() == reader.tab.locator(".chart.drawn").count() == 6
    paper = squeezed("".join(sheet.extract_text() for sheet in pdf.pages))
    for section in ("months", "inequality", "slogans"):
        labels = reader.tab.locator(f"#{section} svg .role-axis-label text").all_text_contents()
        assert len(labels) > 5
        assert [label for label in labels if squeezed(label) not in paper] == [], section
