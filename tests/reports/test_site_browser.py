"""The site as its reader uses it: charts, filters, addresses, languages, sorting, links, hostile headlines."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from demo_county.site import build
from reports.site.write import write_site
from tests.flows.demo_line import COUNTY, Line
from tests.reports.reader import Reader

pytestmark = pytest.mark.browser

OVERVIEW = f"{COUNTY.code}/index.html"
ARTICLES = f"{COUNTY.code}/articles.html"
HEALTH = f"{COUNTY.code}/health.html"
TOWN_PAGE = f"{COUNTY.code}/town-990001100.html"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a page itself says, but for names: of the county, of towns, topics, slogans, and the button for the other language.
WORDS = """() => {
  const own = "h1, h2, .lead, nav a:not(.county), .filters label > span, .filters button, thead button, summary, .figures span," +
    " .nothing, button.more, #period option, optgroup, .role-axis-title text, .role-legend-title text, caption, [aria-sort]";
  return [...document.querySelectorAll(own)]
    .filter((one) => one.tagName === "OPTION" || one.tagName === "OPTGROUP" || one.checkVisibility())
    .map((one) => one.label || one.innerText || one.textContent)
    .filter(Boolean);
}"""
# How many marks of its own each kind of chart draws.
MARKS = """() => Object.fromEntries([...document.querySelectorAll(".chart")].map((chart) => [
  chart.closest("section").id,
  [...chart.querySelectorAll("svg .role-mark path, svg .role-mark text")].filter((one) => one.getBBox().width > 0 || one.getBBox().height > 0).length,
]))"""


@pytest.fixture
def towns(line: Line) -> list[str]:
    return [str(code) for (code,) in line.asks("select town_code from core.town where county_code = $1", COUNTY.code)]


def shown(reader: Reader) -> Any:
    """All that the page shows in words: figures, tables, stories; charts are drawn only when they are looked at."""
    return reader.tab.evaluate("""() => [...document.querySelectorAll("#figures, section")].map((one) => {
        const copy = one.cloneNode(true);
        copy.querySelectorAll(".chart").forEach((chart) => chart.remove());
        return [one.id, copy.textContent];
    })""")


def stories_found(reader: Reader) -> int:
    found = re.match(r"(\d+) (条新闻|stories)", reader.tab.inner_text("#stories-found"))
    assert found
    return int(found[1])


def test_every_chart_on_every_page_is_drawn(reader: Reader, towns: list[str]) -> None:
    reader.opens(OVERVIEW)
    assert reader.sees_charts() == ["ranking", "topics", "claims", "months", "inequality", "slogans"]
    marks = reader.tab.evaluate(MARKS)
    tables = reader.tables()
    assert len(tables["ranking"].rows) == marks["ranking"]
    assert marks["months"] >= 12 * 24
    assert all(marks.values()), marks
    for town in towns:
        reader.opens(f"{COUNTY.code}/town-{town}.html", period="all")
        assert {"timeline", "topics"} <= set(reader.sees_charts()), town
        assert all(reader.tab.evaluate(MARKS).values()), town
    reader.opens(HEALTH)
    assert reader.sees_charts() == ["coverage"]
    assert reader.tab.evaluate(MARKS)["coverage"] >= len(reader.tables()["coverage"].rows)


def test_charts_that_were_never_seen_are_drawn_for_printing(reader: Reader) -> None:
    reader.opens(OVERVIEW)
    assert reader.tab.locator(".chart:not(.drawn)").count()
    reader.tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    reader.tab.wait_for_function("() => document.querySelectorAll('.chart.drawn').length === 6")


@pytest.mark.parametrize("page", ["methods.html", ARTICLES])
def test_pages_without_charts_open_without_a_word_of_trouble(reader: Reader, page: str) -> None:
    reader.opens(page)
    assert reader.tab.locator("section").count()


def test_a_browser_that_cannot_unpack_a_page_says_so(reader: Reader) -> None:
    reader.tab.add_init_script("delete window.DecompressionStream")
    reader.tab.goto((reader.site / OVERVIEW).as_uri())
    said = reader.tab.wait_for_selector("main > p.caution").text_content()
    assert said.startswith("浏览器太旧")
    assert "too old" in said


def test_the_first_page_leads_to_the_only_county(reader: Reader) -> None:
    reader.opens("index.html")
    reader.tab.wait_for_url(f"**/{OVERVIEW}")
    reader.sees_all()
    assert reader.tab.inner_text("header .county") == COUNTY.name


def test_a_page_opens_with_the_newest_whole_quarter(reader: Reader, line: Line) -> None:
    ((newest,),) = line.asks(
        "select max(period_start_date) from mart.output_rank where period_kind = 'quarter' and is_complete and stories > 0"
    )
    reader.opens(OVERVIEW)
    assert reader.tab.input_value("#period") == f"{newest:%Y}-Q{(newest.month + 2) // 3}"


def test_filters_change_what_is_shown_and_reset_brings_it_back(reader: Reader) -> None:
    reader.opens(OVERVIEW)
    first = shown(reader)
    reader.chooses(period="2025")
    of_year = shown(reader)
    reader.chooses(topic="产业")
    of_topic = shown(reader)
    assert len({str(first), str(of_year), str(of_topic)}) == 3
    address = reader.tab.evaluate("() => new URLSearchParams(location.hash.slice(1)).toString()")
    assert address == "period=2025&topic=%E4%BA%A7%E4%B8%9A"
    reader.tab.click("#filters [type=reset]")
    assert shown(reader) == first
    assert reader.tab.evaluate("() => new URLSearchParams(location.hash.slice(1)).size") == 0


@pytest.mark.parametrize(
    ("page", "choices"),
    [(OVERVIEW, {"period": "2026-Q2", "topic": "文旅"}), (TOWN_PAGE, {"period": "2025"}), (ARTICLES, {"place": "990001102"})],
)  # fmt: skip
def test_the_address_has_the_choices_for_reloading_sending_and_going_back(
    reader: Reader, page: str, choices: dict[str, str]
) -> None:
    reader.opens(page)
    topics = reader.tab.eval_on_selector_all("#topic option", "(all) => all.map((one) => one.value)")
    choices = {name: value if name != "topic" else topics[3] for name, value in choices.items()}
    untouched = shown(reader)
    reader.chooses(**choices)
    chosen = shown(reader)
    assert chosen != untouched
    address = reader.tab.url
    reader.tab.reload()
    reader.sees_all()
    assert shown(reader) == chosen
    reader.tab.goto("about:blank")
    reader.tab.go_back()
    reader.sees_all()
    assert shown(reader) == chosen
    reader.tab.goto("about:blank")
    reader.tab.goto(address)
    reader.sees_all()
    assert shown(reader) == chosen


def test_going_back_from_the_stories_shows_the_ranking_as_it_was(reader: Reader) -> None:
    reader.opens(OVERVIEW)
    reader.chooses(period="2026-Q2")
    before = shown(reader)
    reader.follows("#ranking tbody tr:first-child td a[href^='articles']")
    assert stories_found(reader)
    reader.tab.go_back()
    reader.sees_all()
    assert shown(reader) == before


def test_an_address_with_a_choice_that_there_is_not_breaks_nothing(reader: Reader) -> None:
    for hostile in (
        "period=1999-Q9&topic=nothing",
        "period=<img src=x onerror=alert(1)>",
        "lang=xx&place=%00",
        "%E0%A4%A",
    ):
        for page in (OVERVIEW, ARTICLES):
            reader.opens(page)
            reader.goes_to(hostile)
            assert reader.tab.locator("h1").is_visible()
            assert reader.tab.locator("main img").count() == 0


def test_a_claim_is_chosen_from_the_list_beside_it(reader: Reader) -> None:
    reader.opens(OVERVIEW, period="all")
    before = reader.tables()["claims"]
    second = reader.tab.locator("#claims select option").nth(1).get_attribute("value")
    reader.tab.select_option("#claims select", second)
    assert reader.tables()["claims"].rows != before.rows
    assert reader.tab.input_value("#claims select") == second
    reader.chooses(period="2026")
    assert reader.tab.input_value("#claims select") == second, "the choice stays where the period has it"


@pytest.mark.parametrize("page", [OVERVIEW, TOWN_PAGE, HEALTH, ARTICLES, "methods.html"])
def test_all_that_a_page_says_can_be_read_in_english(reader: Reader, page: str) -> None:
    reader.opens(page)
    reader.sees_charts()
    chinese = reader.tab.evaluate(WORDS)
    assert len([one for one in chinese if CHINESE.search(one)]) > 2
    before = shown(reader)
    reader.tab.click("#language")
    reader.sees_charts()
    names = {reader.tab.inner_text("h1")} if page == TOWN_PAGE else set()
    english = set(reader.tab.evaluate(WORDS)) - names
    still = [one for one in english if CHINESE.search(one) and not (page == "methods.html" and len(one) > 80)]
    assert still == []
    assert reader.tab.get_attribute("html", "lang") == "en"
    assert "lang=en" in reader.tab.url
    reader.tab.click("#language")
    assert shown(reader) == before
    assert reader.tab.get_attribute("html", "lang") == "zh-Hans"


def test_the_language_goes_along_to_the_next_page(reader: Reader) -> None:
    reader.opens(OVERVIEW)
    reader.tab.click("#language")
    reader.follows("nav a[href='health.html']")
    assert reader.tab.inner_text("h1") == "Coverage and health"
    reader.follows("nav a[href='../methods.html']")
    assert reader.tab.inner_text("h1") == "How it is counted"
    reader.opens(OVERVIEW)
    reader.follows("#ranking tbody th a")
    assert reader.tab.get_attribute("html", "lang") == "en"
    reader.tab.click("#language")
    reader.follows("nav a[href='articles.html']")
    assert reader.tab.get_attribute("html", "lang") == "zh-Hans"


def numbers(reader: Reader, section: str, column: str) -> list[float | None]:
    said = [row[column] for row in reader.tables()[section].rows]
    return [None if one == "—" else float(one.rstrip("%").replace(",", "")) for one in said]


def heads(reader: Reader, section: str) -> dict[str, str]:
    """By column, how a table says that it is sorted."""
    ways = reader.tab.eval_on_selector_all(f"#{section} thead th", "(all) => all.map((one) => one.ariaSort)")
    return dict(zip(reader.tables()[section].columns, ways, strict=True))


def test_a_click_on_a_heading_sorts_by_it_and_what_is_unknown_stands_last(reader: Reader) -> None:
    reader.opens(OVERVIEW, period="2026-Q3")
    for section, column in (("ranking", "stories"), ("timeliness", "median_lag_hours"), ("ranking", "coverage_share")):
        place = reader.tables()[section].columns.index(column) + 1
        for way in ("descending", "ascending", "descending"):
            reader.tab.click(f"#{section} thead th:nth-child({place}) button")
            found = numbers(reader, section, column)
            known = [one for one in found if one is not None]
            assert found[: len(known)] == sorted(known, reverse=way == "descending")
            assert found[len(known) :] == [None] * (len(found) - len(known))
            assert heads(reader, section)[column] == way
            assert list(heads(reader, section).values()).count("none") == len(heads(reader, section)) - 1
    assert None in numbers(reader, "timeliness", "median_lag_hours")


def test_headings_are_reached_and_sorted_with_the_keyboard_alone(reader: Reader) -> None:
    reader.opens(OVERVIEW)
    columns = reader.tables()["ranking"].columns
    reader.tab.focus("#ranking thead th:nth-child(1) button")
    for _ in range(3):
        reader.tab.keyboard.press("Tab")
    reader.tab.keyboard.press("Enter")
    assert heads(reader, "ranking")[columns[3]] == "descending"
    assert numbers(reader, "ranking", columns[3]) == sorted(
        map(float, numbers(reader, "ranking", columns[3])), reverse=True
    )
    reader.tab.keyboard.press("Space")
    assert heads(reader, "ranking")[columns[3]] == "ascending"
    reader.tab.keyboard.press("Shift+Tab")
    assert reader.tab.evaluate("() => document.activeElement.closest('th').cellIndex") == 2


def test_every_number_of_stories_leads_to_exactly_that_many(reader: Reader) -> None:
    expected: dict[str, set[str]] = {}
    for page, states in (
        (OVERVIEW, ({}, {"period": "all"}, {"period": "2025", "topic": "产业"})),
        (TOWN_PAGE, ({"period": "2026"}, {"topic": "产业"})),
    ):
        reader.opens(page)
        for choices in states:
            reader.chooses(**choices)
            tables = reader.tables()
            tables.pop("drift", None)  # its stories are those that claim anything, which the list cannot choose
            for table in tables.values():
                some = slice(None, None, 1 + len(table.rows) // 12)
                for row, links in zip(table.rows[some], table.links[some], strict=True):
                    if address := links.get("stories"):
                        expected.setdefault(address, set()).add(row["stories"])
    assert len(expected) > 100
    assert len({address.partition("slogan=")[2] for address in expected}) > 3
    reader.opens(ARTICLES)
    wrong = {}
    for address, stories in expected.items():
        file, _, choices = address.partition("#")
        assert file == "articles.html"
        reader.goes_to(choices)
        if {str(stories_found(reader))} != stories:
            wrong[address] = (stories_found(reader), stories)
    assert wrong == {}


def test_the_figures_on_top_lead_to_their_stories(reader: Reader) -> None:
    for page in (OVERVIEW, TOWN_PAGE):
        reader.opens(page)
        stories = int(reader.figures()["新闻"])
        reader.follows("#figures a[href^='articles']")
        assert stories_found(reader) == stories


@pytest.mark.parametrize(
    ("section", "columns"),
    [("months", ("place_name", "period")), ("topics", ("place_name", "topic")), ("ranking", ("place_name",))],
)
def test_a_click_into_a_chart_leads_to_the_stories_of_what_was_clicked(
    reader: Reader, section: str, columns: tuple[str, ...]
) -> None:
    reader.opens(OVERVIEW)
    reader.sees_charts()
    table = reader.tables()[section]
    cell = reader.tab.locator(f"#{section} .chart svg .role-mark a, #{section} .chart svg .role-mark path").first
    said = cell.get_attribute("aria-label") or ""
    (row,) = (
        row for row in table.rows
        if all(re.search(rf"(?:: |^){re.escape(as_in_chart(row[column]))}(?:;|$)", said) for column in columns)
    )  # fmt: skip
    with reader.tab.expect_navigation():
        cell.click(force=True)  # where it is, whatever is drawn over it
    reader.sees_all()
    assert reader.tab.url.partition("#")[0].endswith("/articles.html")
    assert stories_found(reader) == int(row["stories"])


def as_in_chart(said: str) -> str:
    """A month as charts have it."""
    month = re.match(r"(\d{4})年(\d+)月", said)
    return f"{month[1]}-{int(month[2]):02}" if month else said


def test_each_story_has_its_original_page_and_every_other_page(reader: Reader, line: Line) -> None:
    reader.opens(ARTICLES)
    while reader.tab.locator("button.more").count():
        reader.tab.evaluate("() => document.querySelectorAll('button.more').forEach((one) => one.click())")
    links = reader.tab.evaluate(
        "() => [...document.querySelectorAll('.stories a')].map((a) => [a.getAttribute('href'), a.target, a.rel.split(' ')])"
    )
    for address, target, relation in links:
        assert re.match(r"https?://", address), address
        assert target == "_blank", address
        assert {"noopener", "noreferrer"} <= set(relation), address
    assert reader.tab.locator(".stories > li").count() == stories_found(reader)
    expected = {
        str(url) for (url,) in line.asks("select url from core.publication join core.article using (article_id)")
    }
    assert {address for address, _, _ in links} == expected
    originals = reader.tab.eval_on_selector_all(".stories .title a", "(all) => all.map((a) => a.getAttribute('href'))")
    assert sorted(originals) == sorted(str(url) for (url,) in line.asks("select url from core.story"))


def test_words_narrow_the_stories_down(reader: Reader, line: Line) -> None:
    reader.opens(ARTICLES)
    reader.tab.fill("#words", "双槐镇 核桃")
    ((expected,),) = line.asks(
        "select count(*) from core.story where title[:160] like '%双槐镇%' and title[:160] like '%核桃%'"
    )
    assert stories_found(reader) == expected > 0
    reader.tab.fill("#words", "没有这样的词")
    assert stories_found(reader) == 0


def test_a_towns_name_leads_to_its_page_and_from_there_to_all_others(reader: Reader, towns: list[str]) -> None:
    reader.opens(OVERVIEW)
    reader.chooses(period="2025")
    name = reader.tab.inner_text("#ranking tbody tr:first-child th a")
    reader.follows("#ranking tbody tr:first-child th a")
    assert reader.tab.inner_text("h1") == name
    assert reader.tab.input_value("#period") == "2025"
    others = reader.tab.eval_on_selector_all("#towns a", "(all) => all.map((a) => a.getAttribute('href'))")
    assert sorted(others) == sorted(f"town-{town}.html" for town in towns)


@pytest.mark.parametrize("page", [OVERVIEW, TOWN_PAGE, HEALTH])
def test_no_link_that_a_page_makes_is_dead(reader: Reader, site: Path, page: str) -> None:
    reader.opens(page, period="all")
    reader.sees_charts()
    links = reader.tab.evaluate(
        "() => [...document.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? a.getAttribute('xlink:href'))"
    )
    assert len(links) > 50
    for address in {link.partition("#")[0] for link in links if not re.match(r"https?://|#", link)}:
        assert (site / page).parent.joinpath(address).is_file(), address


def test_hostile_headlines_are_text_in_directions_of_their_own(reader: Reader) -> None:
    hostile = [article for article in build(1).truth if "hostile" in article.traits]
    assert len(hostile) >= 12
    reader.opens(ARTICLES)
    while reader.tab.locator("button.more").count():
        reader.tab.evaluate("() => document.querySelectorAll('button.more').forEach((one) => one.click())")
    titles = reader.tab.eval_on_selector_all(".stories .title", "(all) => all.map((one) => one.textContent)")
    for article in hostile:
        assert article.title[:160] in titles, article.title[:80]
    isolated = reader.tab.evaluate(
        "() => [...document.querySelectorAll('.stories .title')].every((one) => one.querySelector('bdi'))"
    )
    assert isolated


@pytest.fixture(scope="module")
def hostile_site(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Markup, turned text and words without end in every column that a page shows as text."""
    folder = tmp_path_factory.mktemp("hostile")
    snapshot = Path(shutil.copy(line.data / "published" / "county_news.duckdb", folder))
    spoken = '<img src=x onerror="window.spoken=1"><script>window.spoken=2</script>{{7*7}}\u202eדלת\u2066'
    endless = {"title", "sentence", "example_detail"}
    with duckdb.connect(str(snapshot)) as connection:
        for told in (
            "core.story set title = ", "core.site set site_name = ", "core.town set town_name = town_name || ",
            "core.county set county_name = ", "mart.claim_benchmark set sentence = ", "mart.claim_history set sentence = ",
            "mart.slogan_diffusion set slogan = slogan || ", "mart.site_losses set example_detail = ",
            "mart.site_health set site_name = ", "mart.topic_share set topic = topic || ",
            "mart.claim_benchmark set indicator = indicator || ", "mart.site_field_fill set site_name = ",
        ):  # fmt: skip
            connection.execute(f"update {told} $1", [spoken + "长" * 10_000 * (told.split()[2] in endless)])
    return write_site(snapshot, folder / "report").parent


@pytest.mark.parametrize("width", [1280, 390])
def test_whatever_was_published_speaks_in_no_page_and_breaks_no_layout(
    opens: Callable[..., Reader], hostile_site: Path, width: int
) -> None:
    reader = opens(hostile_site, viewport={"width": width, "height": 800})
    for page in (OVERVIEW, TOWN_PAGE, ARTICLES, HEALTH):
        reader.opens(page)
        reader.sees_charts()
        assert reader.tab.evaluate("() => window.spoken === undefined"), page
        assert reader.tab.locator("main img, main script, svg script, svg image").count() == 0, page
        assert reader.tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), page
        assert "window.spoken" in reader.tab.inner_text("main") or page == TOWN_PAGE, page
