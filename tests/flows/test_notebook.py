"""The notebook for researchers: what it shows is what the comparisons hold, whatever county the snapshot has."""

import ast
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
import requests
import vl_convert

from notebooks.county_news import (
    app,
    first_stories_table,
    note,
    opened,
    silence_reading,
    similarity_chart,
    story_link,
    topic_reading,
)
from tests.crawlers.servers import free_port
from tests.flows.demo_line import Line
from tests.sql.small_warehouse import COUNTY
from tests.sql.two_counties import OTHER_COUNTY, TwoCounties

PROJECT = Path(__file__).parents[2]
NOTEBOOK = PROJECT / "notebooks" / "county_news.py"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHARTS = ("silence_plot", "slogan_plot", "topic_plot", "similarity_plot")
HOSTILE = '</td><script>document.title = "hurt"</script><img src=x onerror=alert(1)>\u202e=1+1|😀' + "长" * 10_000
PICTURE = '<img src=x onerror="window.hurt = true">'
HOSTILE_COUNTY = "990005"
HOSTILE_TOWNS = {"990005100": "恶镇" + PICTURE, "990005101": "**乙**[丙](javascript:alert(1))"}


def shown(snapshot: Path, **chosen: object) -> Mapping[str, Any]:
    """What the notebook holds after it has run; `chosen` are values of its widgets."""
    widgets = {name: SimpleNamespace(value=value) for name, value in chosen.items()}
    _, held = app.run(defs={"snapshot": str(snapshot), **widgets})
    return held


def rows_behind(chart: Any) -> list[list[dict[str, Any]]]:
    """The data of a chart, list by list; Altair checks the chart against the schema of Vega-Lite on the way."""
    return list(chart.to_dict()["datasets"].values())


def rows_with(chart: Any, *columns: str) -> set[tuple[Any, ...]]:
    """Those columns of the rows that have all of them."""
    return {
        tuple(row[column] for column in columns)
        for rows in rows_behind(chart)
        for row in rows
        if set(columns) <= row.keys()
    }


def asks(snapshot: Path, sql: str) -> set[tuple[Any, ...]]:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        rows = connection.execute(sql).fetchall()
    return {tuple(str(value) if isinstance(value, date) else value for value in row) for row in rows}


def colours(png: bytes) -> int:
    """How many different bytes the pixels of a picture have: of a blank one two or three."""
    assert png.startswith(b"\x89PNG")
    parts, at = [], 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            parts.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return len(set(zlib.decompress(b"".join(parts))))


def marks(svg: str, kind: str) -> int:
    return len(re.findall(f'aria-roledescription="{kind}"', svg))


def saved(small: TwoCounties, folder: Path) -> Path:
    """The warehouse as a snapshot."""
    small.made()
    path = folder / "county_news.duckdb"
    small.connection.execute(f"attach '{path}' as snapshot; copy from database memory to snapshot; detach snapshot")
    return path


def column(small: TwoCounties, name: str, since: date) -> None:
    """A column of 试县's site, of which all links since that day are known."""
    small.insert(
        "column_coverage", site_key=f"gov{COUNTY}", column_url=f"http://gov.example/{name}", county_code=COUNTY,
        column_name=name, covered_since=since, covered_at=datetime(2026, 6, 20),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """试县: 甲水镇 speaks from April to June, 乙山乡 in April, 丙桥街道 never. 又县: 丁河镇 once. The towns of 恶县 are markup."""
    small = TwoCounties()
    small.tell("a1", date(2026, 4, 3), "甲水镇", slogans=["三个年"], topics={"产业": 1.0}, title=HOSTILE)
    small.tell("a2", date(2026, 4, 13), "乙山乡", slogans=["三个年"], topics={"党建": 0.5, "产业": 0.5})
    small.tell("a3", date(2026, 5, 5), "甲水镇", topics={"产业": 1.0})
    small.tell("a4", date(2026, 6, 18), "甲水镇", topics={"产业": 1.0})
    small.county(HOSTILE_COUNTY, "恶县" + PICTURE, {town: code for code, town in HOSTILE_TOWNS.items()})
    for number, (code, town) in enumerate(HOSTILE_TOWNS.items()):
        where = {"county": HOSTILE_COUNTY, "town_code": code}
        small.tell(
            f"c{number}", date(2026, 6, 1), town, **where, slogans=["三个年", f"四{PICTURE}"], topics={"产业": 1.0}
        )
    small.tell_there("b1", date(2026, 6, 1), "丁河镇", topics={"生态": 1.0})
    column(small, "要闻", date(2026, 4, 1))
    column(small, "公示", date(9999, 1, 1))  # it broke off: nothing is known, so the coverage is a half
    return saved(small, tmp_path_factory.mktemp("hand_made"))


def runs_as_a_script(snapshot: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(NOTEBOOK), "--", "--snapshot", str(snapshot)], capture_output=True, text=True, check=False
    )


def test_on_the_demo_county_every_chart_shows_the_numbers_of_the_comparisons(line: Line) -> None:
    snapshot = line.data / "published" / "county_news.duckdb"
    held = shown(snapshot)
    assert rows_with(held["silence_plot"], "place_name", "period_start_date", "stories", "coverage_share") == asks(
        snapshot,
        "select place_name, period_start_date, stories, coverage_share from mart.output_rank where period_kind = 'month'",
    )
    assert rows_with(held["slogan_plot"], "slogan", "place_name", "lag_days", "cumulative_share") == asks(
        snapshot,
        "select slogan, place_name, lag_days, cumulative_share from mart.slogan_diffusion"
        " where place_kind = 'town' and lag_days is not null",
    )
    assert rows_with(held["slogan_plot"], "slogan", "days_to_half") == asks(
        snapshot, "select slogan, days_to_half from mart.slogan_spread where days_to_half is not null"
    )
    assert rows_with(held["topic_plot"], "place_name", "topic", "location_quotient", "stories") == asks(
        snapshot,
        "select place_name, topic, location_quotient, stories from mart.topic_share"
        " where place_kind = 'town' and period_kind = 'all' and peer_topic_share > 0",
    )
    assert rows_with(held["similarity_plot"], "place_name", "other_place_name", "topic_cosine") == asks(
        snapshot,
        "with pair as (from mart.similarity where place_kind = 'town' and period_kind = 'all')"
        " select place_name, other_place_name, topic_cosine from pair"
        " union select other_place_name, place_name, topic_cosine from pair",
    )


def test_on_the_demo_county_every_chart_is_a_picture_with_a_mark_for_each_row(line: Line) -> None:
    snapshot = line.data / "published" / "county_news.duckdb"
    held = shown(snapshot)
    towns, months = 12, len(asks(snapshot, "select distinct month_date from core.coverage"))
    drawn = {name: vl_convert.vegalite_to_svg(held[name].to_dict()) for name in CHARTS}
    assert marks(drawn["silence_plot"], "rect mark") == towns * months
    assert marks(drawn["slogan_plot"], "point") == len(rows_with(held["slogan_plot"], "slogan", "place_name"))
    assert marks(drawn["similarity_plot"], "rect mark") == towns * (towns - 1)
    assert marks(drawn["topic_plot"], "rect mark") == len(rows_with(held["topic_plot"], "place_name", "topic"))
    for name in CHARTS:
        assert colours(vl_convert.vegalite_to_png(held[name].to_dict())) > 50, name


def test_every_chart_has_a_title_names_on_its_axes_and_says_more_when_pointed_at(line: Line) -> None:
    held = shown(line.data / "published" / "county_news.duckdb")
    for name in CHARTS:
        chart = held[name].to_dict()
        views = chart.get("vconcat", [chart])
        assert all(view["title"] for view in views), name
        assert all("tooltip" in str(view) for view in views), name
        svg = vl_convert.vegalite_to_svg(chart)
        assert {axis for axis in "XY" if f"{axis}-axis titled" in svg} == {"X", "Y"}, name


def test_each_town_is_there_and_a_silence_counts_only_where_enough_was_crawled(hand_made: Path) -> None:
    held = shown(hand_made, chosen_kind="month", coverage_limit=0.4)
    assert rows_with(held["silence_plot"], "place_name", "period", "stories") >= {
        ("甲水镇", "2026-05", 1),
        ("乙山乡", "2026-05", 0),
        ("丙桥街道", "2026-04", 0),
    }
    assert "3 个乡镇中 2 个超过 14 天" in held["silence_says"]
    assert "是乡镇静默：丙桥街道（没有带日期的新闻，50%）、乙山乡（66 天，50%）" in held["silence_says"]
    doubted = shown(hand_made, chosen_kind="month", coverage_limit=0.9)
    assert "不能说是乡镇静默：丙桥街道（没有带日期的新闻，50%）、乙山乡（66 天，50%）" in doubted["silence_says"]
    questions = [vl_convert.vegalite_to_svg(one["silence_plot"].to_dict()).count(">?<") for one in (held, doubted)]
    assert questions == [0, 5]


def test_a_coverage_that_is_not_known_is_no_coverage() -> None:
    silent = {"place_name": "甲水镇", "is_silent": True, "silent_days": 20, "coverage_since": None}
    says = silence_reading([silent], "2026-06-18", 0.5)
    assert "Too little crawled to tell: 甲水镇 (20 days, ?)" in says


def test_quarters_and_years_can_be_looked_at_as_well(hand_made: Path) -> None:
    quarters = shown(hand_made, chosen_kind="quarter", coverage_limit=0.9)
    assert rows_with(quarters["silence_plot"], "place_name", "period", "stories") == {
        ("甲水镇", "2026 Q2", 3),
        ("乙山乡", "2026 Q2", 1),
        ("丙桥街道", "2026 Q2", 0),
    } | {("试县", "2026 Q2", 4)}
    years = shown(hand_made, chosen_kind="year", coverage_limit=0.9)
    assert ("甲水镇", "2026", 3) in rows_with(years["silence_plot"], "place_name", "period", "stories")


def test_the_curve_of_a_slogan_begins_with_none_and_goes_on_to_the_newest_article(hand_made: Path) -> None:
    held = shown(hand_made)
    corners = [
        rows
        for rows in rows_behind(held["slogan_plot"])
        if rows[0].keys() == {"slogan", "lag_days", "cumulative_share"}
    ]
    (curve,) = corners
    assert [(row["lag_days"], round(row["cumulative_share"], 2)) for row in curve] == [
        (0, 0),
        (0, 0.33),
        (10, 0.67),
        (76, 0.67),
    ]
    assert (
        "“三个年” was first used on 2026-04-03; the first town was 甲水镇; half of the towns had after 10 days; 2/3"
        in (held["slogan_says"])
    )


def test_another_county_shows_its_own_towns_and_says_so_where_there_is_nothing_to_compare(hand_made: Path) -> None:
    held = shown(hand_made, chosen_county=OTHER_COUNTY)
    assert {town for (town,) in rows_with(held["topic_plot"], "place_name")} <= {"丁河镇", "戊岭镇"}
    assert held["slogan_says"].endswith("no slogan to compare, or none is chosen.")
    assert held["topic_says"].endswith("too few stories to compare topics.")


def test_the_reading_of_topics_names_what_is_stressed_in_enough_stories() -> None:
    def row(town: str, topic: str, stories: int, quotient: float) -> dict[str, Any]:
        return {"place_name": town, "topic": topic, "stories": stories, "location_quotient": quotient}

    pair = {"place_name": "甲水镇", "other_place_name": "乙山乡", "topic_cosine": 0.25, "shared_text_stories": 2}
    topics = [row("甲水镇", "产业", 5, 1.5), row("乙山乡", "党建", 4, 9.0), row("乙山乡", "未解释", 9, 8.0)]
    says = topic_reading(topics, [pair])
    assert "甲水镇 产业 1.5" in says
    assert "乙山乡 党建" not in says
    assert "未解释" not in says
    assert says.endswith("pairs with stories of nearly the same text: 1/1.")


def test_two_towns_with_nearly_the_same_texts_have_a_circle_in_both_places() -> None:
    pair = {"place_name": "甲水镇", "other_place_name": "乙山乡", "topic_cosine": 0.25, "coverage_share": None}
    circles = [
        marks(vl_convert.vegalite_to_svg(similarity_chart([pair | {"shared_text_stories": texts}]).to_dict()), "point")
        for texts in (0, 2)
    ]
    assert circles == [0, 2]


def test_what_strangers_wrote_stays_text(hand_made: Path) -> None:
    held = shown(hand_made)
    table = first_stories_table(held["story_rows"]).text
    assert "&lt;script&gt;" in table
    assert not re.search(r"<(script|img)|</td>&lt;/td", table)
    assert table.count("<bdi>") == table.count("</bdi>") == table.count("<td>") == 2 * 5
    assert len(table) < 2_000
    assert "<b>" not in note("<b>&amp;</b>").text
    link = {"title": "新闻", "url": 'http://a.example/"onclick="alert(1)'}
    assert story_link(link).count('"') == 6
    assert story_link(link | {"url": "javascript:alert(1)"}) == "新闻"


@pytest.fixture(scope="module")
def served(hand_made: Path) -> Iterator[str]:
    """The notebook as a page that somebody serves."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    words = ["run", str(NOTEBOOK), "--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    serving = subprocess.Popen(
        [sys.executable, "-m", "marimo", *words, "--", "--snapshot", str(hand_made)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not answers(f"{address}/health"):
            assert time.monotonic() < deadline, "marimo does not answer"
            time.sleep(0.2)
        yield address
    finally:
        serving.terminate()
        serving.wait()


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def point_at_a_cell(page: Any) -> None:
    """Move the mouse over the heat map until it tells of a town."""
    box = page.locator("canvas").first.bounding_box()
    says = page.locator("#vg-tooltip-element", has_text="乡镇 town")
    for across in range(0, int(box["width"]), 20):
        page.mouse.move(box["x"] + across, box["y"] + 0.62 * box["height"])
        page.wait_for_timeout(100)
        if says.count():
            return
    pytest.fail("the heat map tells of no town")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_in_a_browser_a_county_can_be_chosen_and_markup_in_its_names_does_nothing(served: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 3000})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(served)
        page.get_by_text("“三个年” was first used on 2026-04-03").wait_for(timeout=60_000)
        page.locator("select").first.select_option(label=f"恶县{PICTURE} {HOSTILE_COUNTY}")
        page.get_by_text(f"the first town was 恶镇{PICTURE}").first.wait_for(timeout=60_000)
        point_at_a_cell(page)
        assert page.evaluate("window.hurt") is None
        assert page.locator("img[onerror]").count() == 0
        page.locator("select").first.select_option(label=f"又县 {OTHER_COUNTY}")
        page.get_by_text("no slogan to compare").wait_for(timeout=60_000)
        browser.close()
    assert all(url.startswith((served, "data:", "blob:")) for url in asked)


def test_a_county_of_undated_stories_has_sentences_and_no_fault(tmp_path: Path) -> None:
    small = TwoCounties()
    small.tell("a1", None, "甲水镇")
    done = runs_as_a_script(saved(small, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "No story of the county has a day" in done.stdout


def test_as_a_script_it_prints_the_three_readings(hand_made: Path) -> None:
    done = runs_as_a_script(hand_made)
    assert (done.returncode, done.stderr) == (0, "")
    held = shown(hand_made)
    assert done.stdout.strip() == "\n\n".join(held[name] for name in ("silence_says", "slogan_says", "topic_says"))


def test_without_a_snapshot_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    done = runs_as_a_script(tmp_path / "nowhere.duckdb")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"There is no snapshot {tmp_path / 'nowhere.duckdb'}: name its path" in done.stderr


@pytest.mark.parametrize("what", ["text", "other tables", "a folder"])
def test_what_is_no_snapshot_is_refused_in_one_sentence(tmp_path: Path, what: str) -> None:
    path = tmp_path / "county_news.duckdb"
    if what == "text":
        path.write_text("新闻" * 5000, "utf-8")
    elif what == "other tables":
        duckdb.connect(str(path)).execute("create table news as select 1 as number").close()
    else:
        path.mkdir()
    connection, sentence = opened(str(path))
    assert connection is None
    assert str(path) in sentence
    assert len(sentence.splitlines()) == 1


def test_a_snapshot_without_stories_says_so_in_one_sentence(tmp_path: Path) -> None:
    done = runs_as_a_script(saved(TwoCounties(), tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["快照中还没有新闻。 The snapshot has no stories yet."]


def test_the_snapshot_is_opened_for_reading_only(hand_made: Path) -> None:
    connection, _ = opened(str(hand_made))
    assert connection is not None
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("create table mart.mine (number integer)")


def test_marimo_finds_nothing_to_mend_and_makes_a_page_of_it(hand_made: Path, tmp_path: Path) -> None:
    marimo = [sys.executable, "-m", "marimo"]
    checked = subprocess.run([*marimo, "check", "--strict", str(NOTEBOOK)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    page = tmp_path / "page.html"
    copy = shutil.copy(NOTEBOOK, tmp_path)  # marimo leaves a folder beside what it exports
    exported = subprocess.run(
        [*marimo, "export", "html", copy, "-o", str(page), "--", "--snapshot", str(hand_made)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert exported.returncode == 0, exported.stderr
    assert "was first used on 2026-04-03" in page.read_text("utf-8")


def test_it_needs_the_snapshot_and_three_packages_and_nothing_of_ours() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(NOTEBOOK.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - sys.stdlib_module_names == {"altair", "duckdb", "marimo"}
