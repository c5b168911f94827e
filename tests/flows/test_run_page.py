"""The page of a run: what it says, and that nothing which a site writes can make markup of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawlers.county import short_name
from crawlers.link import Window
from flows import run_files
from flows.pipeline import Ingested
from flows.reading import open_snapshot
from flows.run_names import run_name
from flows.run_page import link, plain, run_page, table
from flows.settings import Settings
from flows.terminal import harmless_line
from tests.flows import demo_line
from tests.flows.demo_line import COUNTY, PROJECT, Line
from tests.flows.small_county import Operator, site_of

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = st.text(
    st.sampled_from("|`[]()<>*_~#!&;:/.-+=\\\"'@${}\n\r\t\x1b\u202e\u200f\u2028 0123aWw宋")
    | st.characters(codec="utf-8")
) | st.sampled_from(
    [
        "<img src=x onerror=alert(1)>",
        "a|b",
        "[x](http://y)",
        "![](http://y)",
        "http://y.cn",
        "www.y.cn",
        "&lt;",
        "12. x",
    ]
)
SHOWN = {"inline", "text", "text_special"}


def tokens(markdown: str) -> list[Token]:
    return [inner for token in MARKDOWN.parse(markdown) for inner in (token, *(token.children or []))]


def words(text: str) -> str:
    return harmless_line(text).replace("\t", " ").strip()


@given(HOSTILE, HOSTILE)
def test_a_hostile_text_is_shown_as_it_is_in_its_cell(one: str, other: str) -> None:
    cells = [token for token in tokens(table(("a", "b"), [(plain(one), plain(other))])) if token.type == "inline"]
    assert len(cells) == 4
    for cell, text in zip(cells[2:], (one, other), strict=True):
        assert {inner.type for inner in cell.children or []} <= SHOWN
        assert "".join(inner.content for inner in cell.children or []) == words(text)


@given(HOSTILE)
def test_a_hostile_text_makes_no_markup_of_a_heading_or_a_list(text: str) -> None:
    assert {token.type for token in tokens(f"# {plain(text)}")} <= SHOWN | {"heading_open", "heading_close"}
    item = {"bullet_list_open", "list_item_open", "paragraph_open"}
    found = {token.type for token in tokens(f"- {plain(text)}")}
    assert found <= SHOWN | item | {name.replace("open", "close") for name in item}


@given(HOSTILE, HOSTILE)
def test_a_link_leads_where_the_site_says_and_nowhere_else(title: str, path: str) -> None:
    url = f"http://www.example.cn/{path}"
    found = tokens(table(("a",), [(link(title, url),)]))
    opened = [token for token in found if token.type == "link_open"]
    assert len(opened) == 1
    assert str(opened[0].attrs["href"]).startswith("http://www.example.cn/")
    assert not {token.type for token in found} & {"html_inline", "html_block", "image", "code_inline", "em_open"}


def test_what_is_no_web_address_is_no_link() -> None:
    assert "](" not in link("x", "javascript:alert(1)")


def test_the_page_tells_what_came_what_was_lost_and_how_the_sites_are(line: Line) -> None:
    with open_snapshot(line.data / "published" / "county_news.duckdb") as snapshot:
        page = run_page("云岫县, what is new", line.first, snapshot)
    assert page.startswith("# 云岫县, what is new\n")
    (articles,) = line.asks("select count(*) from core.article")[0]
    assert f"{line.first.merged.inserted} articles new" in page
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in page.splitlines() if row.startswith("|")]
    towns = {row[0]: int(row[1]) for row in rows if row[0] in {town.name for town in COUNTY.town} or row[0] == "—"}
    assert sum(towns.values()) == articles
    losses = {row[2].replace("\\", ""): int(row[3]) for row in rows if row[1:2] == ["article"] and len(row) == 6}
    assert losses == dict(
        line.asks("select reason, sum(links)::integer from mart.site_losses where role = 'article' group by all")
    )
    assert "<http://www.lanchou.localhost:8610/xwzx/xqdt/202604/t20260407_880001.html>" in page
    assert "5 of 12 towns are silent for over 14 days." in page


def test_a_second_run_with_nothing_new_says_so(line: Line) -> None:
    with open_snapshot(line.data / "published" / "county_news.duckdb") as snapshot:
        later = Ingested(line.second.counties, line.second.sites, began=line.second.ended + timedelta(days=1))
        page = run_page("云岫县, what is new", later, snapshot)
    assert "Nothing new." in page
    assert "Nothing was lost." in page


def test_what_was_edited_and_what_vanished_is_told(tmp_path: Path) -> None:
    demo_line.run(tmp_path, edition=1)
    second, _ = demo_line.run(tmp_path, edition=2, again=True)
    with open_snapshot(tmp_path / "published" / "county_news.duckdb") as snapshot:
        page = run_page("云岫县", second, snapshot)
        (edited,) = snapshot.execute(
            "select count(*) from raw.article anti join core.disappearance using (article_id) where is_current and version > 1"
        ).fetchall()[0]
    assert edited
    assert page.count("| edited |") == min(edited, 30)


def test_an_interrupted_run_has_a_page_without_a_snapshot() -> None:
    page = run_page("x", Ingested([COUNTY], interruption=KeyboardInterrupt()), None)
    assert "Interrupted" in page


def test_only_the_newest_pages_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_files, "KEPT", 3)
    settings = Settings(data=tmp_path, counties=PROJECT / "counties")
    for number in range(5):
        ended = Ingested([COUNTY], interruption=KeyboardInterrupt())
        ended.began += timedelta(minutes=number)
        name, page = run_files.write_page(f"run {number}", ended, settings)
    kept = sorted((tmp_path / "runs").iterdir())
    assert [file.read_text("utf-8").splitlines()[0] for file in kept] == ["# run 2", "# run 3", "# run 4"]
    assert (name, page) == ("demo", kept[-1].read_text("utf-8"))


def test_a_run_at_the_command_line_leaves_its_page_too(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    with site_of(["宋家镇:春茶开采忙"]) as site:
        assert operator.at(site).types("run", "baihe").returncode == 0
    (page,) = (tmp_path / "data" / "runs").glob("*-baihe.md")
    assert "宋家镇:春茶开采忙" in page.read_text("utf-8")


def test_a_run_is_called_by_its_county_and_its_days() -> None:
    folder = PROJECT / "counties"
    assert run_name("baihe", Window(), folder) == "白河县, what is new"
    assert run_name("610929", Window(date(2026, 11, 1)), folder) == "白河县 since 2026-11-01"
    assert (
        run_name("nowhere", Window(date(2023, 1, 1), date(2023, 12, 31)), folder) == "nowhere 2023-01-01 to 2023-12-31"
    )


def test_a_short_name_is_that_of_the_file_or_else_the_code(tmp_path: Path) -> None:
    text = (PROJECT / "counties" / "demo.toml").read_text("utf-8")
    assert short_name(COUNTY, tmp_path) == "990001"
    (tmp_path / "云岫.toml").write_text(text, "utf-8")
    assert short_name(COUNTY, tmp_path) == "990001"
    (tmp_path / "云岫.toml").rename(tmp_path / "Yun_Xiu.toml")
    assert short_name(COUNTY, tmp_path) == "yun-xiu"
