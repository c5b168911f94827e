"""What hostile editors of the demo county publish: it is read as it stands, and nothing of it acts where it is shown."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
import unicodedata
from itertools import chain
from pathlib import Path

import pytest

from crawlers.archive import Archive
from demo_county.article import TruthArticle
from demo_county.hostile import TRAPS
from demo_county.site import build
from demo_county.world import Site
from extractors.url import article_id
from flows.archive_show import print_all, print_newest, stored_records
from flows.explain import explain
from flows.machine_forms import InputFile, article_line, list_line, write_line
from flows.reading import open_snapshot, print_rows, query_snapshot
from flows.run_page import ROWS_MAX, run_page
from flows.settings import Settings
from flows.summary import print_summary
from flows.terminal import harmless, harmless_line
from tests.flows.demo_line import PROJECT, Line
from tests.flows.test_run_page import tokens

COUNTY = build(1)
HOSTILE = [truth for truth in COUNTY.truth if "hostile" in truth.traits]
IDS = [article_id(truth.url) for truth in HOSTILE]
OF_HOSTILE = f"select title, source, body from core.article where article_id in {tuple(IDS)} order by article_id"


def acting(text: str) -> set[str]:
    """What acts on a terminal, or turns what is read."""
    return {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n", "\t"}


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return told.out + told.err


def test_the_demo_county_has_articles_of_every_hostile_kind() -> None:
    titles = "\n".join(truth.title for truth in HOSTILE)
    for kind in (
        "<script>",
        "onerror=",
        "\"'></",
        "</textarea>",
        "{{7*7}}",
        "${7*7}",
        "\u202e",
        "\u2066",
        "\u200d",
        "\x1b[2J",
    ):
        assert kind in titles
    assert {"=", "+", "-", "@"} <= {truth.title[0] for truth in HOSTILE}
    assert max(len(truth.title) for truth in HOSTILE) == 10_000
    assert max(len(line) for truth in HOSTILE for line in truth.paragraphs) >= 200_000
    assert any(ord(sign) > 0xFFFF and unicodedata.category(sign) == "Lo" for sign in titles)
    assert len({truth.site for truth in HOSTILE}) == 5


def test_each_hostile_article_is_in_snapshot_and_parquet_as_the_truth_has_it(line: Line) -> None:
    manifest = json.loads((line.data / "published" / "manifest.json").read_text("utf-8"))
    parquet = line.data / "published" / manifest["tables"]["core.article"]["parquet"]["file"]
    expected = {article_id(truth.url): (truth.title, truth.source, truth.body) for truth in HOSTILE}
    for table in ("core.article", f"'{parquet}'"):
        found = line.asks(f"select article_id, title, source, body from {table}")
        assert {str(key): tuple(row) for key, *row in found if key in expected} == expected


def test_halves_of_characters_on_pages_and_in_scripts_are_read_as_the_sign_for_a_lost_one(line: Line) -> None:
    (truth,) = (truth for truth in HOSTILE if "\ufffd" in truth.title)
    assert b"&#xD83D;" in COUNTY.pages[truth.site.host, truth.path].body
    assert any(b"\\ud83d" in page.body for page in COUNTY.pages.values() if page.content_type == "application/json")
    ((title, listed),) = line.asks(
        "select article.title, link.listed_title from raw.link as link join core.article as article"
        " on article.article_id = link.link_id where link.link_id = $1",
        article_id(truth.url),
    )
    assert title == listed == truth.title


def test_every_text_of_the_snapshot_is_whole_characters_without_nul(line: Line) -> None:
    tables = line.asks(
        """
        select format('"{}"."{}"', schema_name, table_name), string_agg(format('"{}"::varchar', column_name), ', ')
        from duckdb_columns() semi join duckdb_tables() using (table_oid)
        where contains(data_type, 'VARCHAR') or data_type = 'JSON' group by all
        """
    )
    assert len(tables) > 40
    texts = [text for table, columns in tables for (text,) in line.asks(f"select unnest([{columns}]) from {table}")]
    whole = "\n".join(str(text) for text in texts if text is not None).encode()
    assert len(whole) > 1_000_000
    assert b"\0" not in whole


def test_addresses_that_would_run_in_a_browser_become_neither_link_nor_article(line: Line) -> None:
    traps = [row for rows in TRAPS.values() for row in rows]
    assert {row.url.partition(":")[0].lower() for row in traps} == {"javascript", "data"}
    assert line.asks("select url from raw.link where not regexp_matches(url, '^https?://')") == []
    titles = [row.title for row in traps]
    assert line.asks("select url from raw.link where listed_title in (select unnest($1))", titles) == []


def test_sentences_that_prove_figures_and_slogans_may_be_hostile(line: Line) -> None:
    ((claimed,),) = line.asks(
        "select sentence from mart.claim_benchmark"
        " where place_name = '麻柳镇' and indicator = '培育合作社' and period_kind = 'all'"
    )
    assert str(claimed).startswith("=全镇培育合作社6家，<b>")
    ((quoted,),) = line.asks("select sentence from mart.slogan_review where slogan = '三查三改'")
    assert str(quoted).startswith("=双槐镇开展<b>“三查三改”</b>")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_query_prints_nothing_that_acts(line: Line, capsys: pytest.CaptureFixture[str], form: str) -> None:
    print_rows(*query_snapshot(line.data / "published" / "county_news.duckdb", OF_HOSTILE), form)
    text = printed(capsys)
    assert acting(text) == set()
    assert ("\\u202e" if form == "json" else "\\x1b") in text


def test_a_query_as_json_or_csv_still_says_what_the_tables_hold(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    columns, rows = query_snapshot(line.data / "published" / "county_news.duckdb", OF_HOSTILE)
    print_rows(columns, rows, "json")
    assert [tuple(json.loads(row).values()) for row in capsys.readouterr().out.splitlines()] == rows
    print_rows(columns, rows, "csv")
    csv.field_size_limit(1_000_000)
    _, *told = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert len(told) == len(rows)
    for said, cell in zip(chain(*rows), chain(*told), strict=True):
        is_formula = said.startswith(("=", "+", "-", "@"))
        assert cell == (f"'{said}" if is_formula else said), "a spreadsheet runs no formula of a stranger"


def test_a_query_as_csv_on_a_terminal_writes_out_what_would_act_there(line: Line) -> None:
    sql = f"select title from core.article where article_id in {tuple(IDS)} and length(title) < 200"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "flows.cli", "query", sql, "--format", "csv"]
    environment = os.environ | {"COUNTY_NEWS_DATA": str(line.data), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment, cwd=PROJECT):
        os.close(theirs)
        text = "".join(iter(lambda: written_on(ours), ""))
    os.close(ours)
    assert acting(text.replace("\r\r\n", "\n")) == set(), "lines end as in CSV, and as on a terminal"
    assert "\\x1b]0;高桥村\\x07" in text


def written_on(terminal: int) -> str:
    """What is written next on a terminal, nothing when its last program has ended."""
    try:
        return os.read(terminal, 1_000_000).decode("utf-8")
    except OSError:
        return ""


def test_the_summary_of_a_run_prints_nothing_that_acts(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(line.first, Settings(data=line.data))
    text = printed(capsys)
    assert "云岫县: what became of every link" in text
    assert acting(text) == set()


def test_the_page_of_a_run_shows_hostile_headlines_as_words(line: Line) -> None:
    with open_snapshot(line.data / "published" / "county_news.duckdb") as snapshot:
        page = run_page("云岫县, what is new", line.first, snapshot)
    assert acting(page) == set()
    found = tokens(page)
    assert not {token.type for token in found} & {"html_inline", "html_block", "image", "code_inline", "em_open"}
    assert all(str(token.attrs["href"]).startswith("http://") for token in found if token.type == "link_open")
    shown = "\n".join("".join(inner.content for inner in token.children or []) for token in found)
    newest = [truth for truth in COUNTY.truth[-ROWS_MAX:] if truth in HOSTILE and len(truth.title) < 100]
    assert len(newest) >= 5
    for truth in newest:
        assert harmless_line(truth.title) in shown, truth.title


@pytest.mark.parametrize("truth", HOSTILE, ids=lambda truth: truth.path)
def test_the_archive_shows_a_hostile_page_without_acting(
    line: Line, capsys: pytest.CaptureFixture[str], truth: TruthArticle
) -> None:
    archive = Archive(line.data / "archive")
    records = stored_records(truth.url, archive, line.data / "published" / "county_news.duckdb")
    print_all(records)
    print_newest(records, archive)
    text = printed(capsys)
    assert acting(text) == set()
    assert harmless(truth.paragraphs[0]) in text


@pytest.mark.parametrize("truth", HOSTILE, ids=lambda truth: truth.path)
def test_a_hostile_page_in_a_file_is_extracted_and_explained_without_acting(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, truth: TruthArticle
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(COUNTY.pages[truth.site.host, truth.path].body)
    file = InputFile("page.html", page, truth.url)
    write_line(article_line(file))
    extracted = capsys.readouterr().out
    assert (acting(extracted), json.loads(extracted)["title"]) == (set(), truth.title)
    assert explain([file], Settings(data=tmp_path), is_list=False) == 0
    explained = capsys.readouterr().out
    assert acting(explained) == set()
    assert f"title\t{harmless_line(truth.title)}\t" in explained


@pytest.mark.parametrize("column", TRAPS, ids=lambda column: column[1])
def test_a_list_with_addresses_that_would_run_is_extracted_without_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, column: tuple[Site, str]
) -> None:
    site, name = column
    page = tmp_path / "list.html"
    page.write_bytes(COUNTY.pages[site.host, site.columns[name]].body)
    write_line(list_line(InputFile("list.html", page, site.root)))
    text = capsys.readouterr().out
    assert acting(text) == set()
    items = json.loads(text)["items"]
    assert len(items) > 10
    assert all(item["url"].startswith(site.root) for item in items)


def test_a_half_of_a_character_that_was_given_is_written_as_json_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    write_line({"id": "\ud83d"})
    assert capsys.readouterr().out == '{"id": "\\ud83d"}\n'
