"""The command line: its forms for other programs, its exit statuses, how soon it is there."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.small_county import HOST, Operator, article_page, list_page, says_one_sentence, site_of

KEYS = {
    "file", "url", "title", "published_at", "published_precision", "authors", "source", "editors", "reviewers",
    "body", "kind", "evidence", "error",
}  # fmt: skip


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_extract_prints_an_article_a_line(operator: Operator) -> None:
    (operator.folder / "a.html").write_bytes(article_page("宋家镇:春茶开采"))
    (operator.folder / "empty.html").write_bytes(b"")
    manifest = operator.folder / "pages.jsonl"
    files = [{"file": name, "url": f"http://www.baihe.gov.cn/{name}"} for name in ("a.html", "empty.html", "gone.html")]
    manifest.write_text("\n".join(map(json.dumps, files)), "utf-8")
    done = operator.types("extract", "--manifest", str(manifest))
    article, empty, gone = rows(done)
    assert article.keys() == empty.keys() == gone.keys() == KEYS
    assert article["title"] == "宋家镇:春茶开采"
    assert article["published_at"] == "2026-05-06 09:30"
    assert (article["authors"], article["editors"], article["source"]) == (["甘小禾"], ["乔一鸣"], "宋家镇")
    assert article["evidence"]["source"] == {"rule": "byline:来源", "raw": "来源:宋家镇"}  # type: ignore[index]
    assert article["error"] is None
    assert (empty["title"], empty["authors"], empty["body"]) == (None, [], None)
    assert empty["error"]
    assert gone["error"]
    assert "宋家镇" in done.stdout, "Chinese is printed as it is, not escaped"


def test_extract_list_prints_the_links_of_a_list_page(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 8)}
    file = operator.folder / "list.html"
    file.write_bytes(list_page(links))
    (row,) = rows(operator.types("extract", "--list", str(file)))
    assert row.keys() == {"file", "url", "items", "next_page", "error"}
    assert [item["title"] for item in row["items"]] == list(links.values())  # type: ignore[attr-defined]
    assert row["items"][0]["date"] == "2026-05-06"  # type: ignore[index]


def test_explain_says_which_rule_found_what_and_who_disagrees(operator: Operator) -> None:
    body = article_page("宋家镇:春茶开采").replace(b"<head>", b'<head><meta name="PubDate" content="2026-05-09">')
    (operator.folder / "a.html").write_bytes(body)
    done = operator.types("extract", "--explain", str(operator.folder / "a.html"))
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["source", "宋家镇", "byline:来源", "来源:宋家镇"] in lines
    assert ["editors", "乔一鸣"] in [line[:2] for line in lines]
    published = next(number for number, line in enumerate(lines) if line[0] == "published_at")
    assert lines[published][1] == "2026-05-06 09:30"
    assert lines[published + 1] == ["", "not:", "meta:PubDate", "2026-05-09"]


def test_explain_fetches_an_address_politely_and_says_why_another_gives_nothing(operator: Operator) -> None:
    with site_of(["宋家镇:春茶开采"]) as site:
        pages = [f"http://{HOST}/Content-{number}.html" for number in (1, 9)]
        done = operator.at(site).types("extract", "--explain", *pages)
        asked = list(site.asked)
    assert done.returncode == 3
    assert "title\t宋家镇:春茶开采\theadline" in done.stdout
    assert "Content-9.html" in done.stdout.splitlines()[-1]
    assert "/robots.txt" in asked


def test_explain_shows_the_rows_of_a_list_and_where_it_goes_on(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 8)}
    (operator.folder / "list.html").write_bytes(list_page(links))
    done = operator.types("extract", "--list", "--explain", str(operator.folder / "list.html"))
    lines = done.stdout.splitlines()
    assert lines[1] == "2026-05-06\t宋家镇:第1条消息的标题\t/Content-1.html"
    assert lines[-1] == "next page\t\tnone"


def test_byline_reads_a_glued_byline(operator: Operator) -> None:
    (row,) = rows(operator.types("byline", "时间:2023-07-25 10:50作者:甘小禾来源:宋家镇"))
    assert (row["published_at"], row["authors"], row["source"]) == ("2023-07-25 10:50", ["甘小禾"], "宋家镇")
    given = json.dumps({"id": "1", "text": "【责任编辑:乔一鸣】"})
    (row,) = rows(operator.types("byline", "--jsonl", given=given))
    assert (row["id"], row["editors"], row["authors"]) == ("1", ["乔一鸣"], [])


def test_places_names_the_town(operator: Operator) -> None:
    given = json.dumps(
        {"id": "1", "county": "610929", "title": "宋家镇:春茶开采", "source": "", "authors": [], "body": ""}
    )
    (row,) = rows(operator.types("places", "--jsonl", given=given))
    assert (row["id"], row["town"]) == ("1", "宋家镇")


def test_quantities_are_told_with_whole_values_as_integers(operator: Operator) -> None:
    given = json.dumps({"id": "1", "text": "新建茶园1.2万余亩，亩均增收3.5元。"})
    (row,) = rows(operator.types("quantities", "--jsonl", given=given))
    assert row["id"] == "1"
    assert [(one["value"], type(one["value"]), one["unit"], one["bound"]) for one in row["quantities"]] == [
        (12000, int, "亩", "ge"),
        (3.5, float, "元", "eq"),
    ]
    assert row["quantities"][0]["raw"] == "1.2万余亩"


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["extract"], ""),
        (["quantities"], ""),
        (["quantities", "--jsonl"], "no json"),
        (["byline"], ""),
        (["byline", "--jsonl"], "no json"),
        (["places", "--jsonl"], "[1]"),
        (["backfill", "baihe"], ""),
        (["backfill", "baihe", "--since", "2024-02-01", "--until", "2024-01-01"], ""),
        (["run", "baihe", "--since", "yesterday"], ""),
        (["run", "baihe", "--site", "other"], ""),
        (["backfill", "baihe", "--since", "2024-01-01", "--until", "2024-02-01", "--town", "李家镇"], ""),
        (["query", "select"], ""),
        (["sing"], ""),
    ],
)
def test_wrong_usage_is_told_and_gives_status_2(operator: Operator, words: list[str], given: str) -> None:
    done = operator.types(*words, given=given)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_before_anything_is_published_people_are_told_what_to_do(operator: Operator) -> None:
    for words in (["query", "select 1"], ["status"]):
        done = operator.types(*words)
        assert done.returncode == 2
        assert "county-news demo" in says_one_sentence(done)


def test_a_wrong_setting_is_one_sentence(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_DELAY_SECONDS"] = "soon"
    done = operator.types("run", "baihe")
    assert done.returncode == 2
    assert "COUNTY_NEWS_DELAY_SECONDS" in says_one_sentence(done)


def test_help_takes_at_most_twice_the_plain_import_of_its_libraries() -> None:
    def best(*words: str) -> float:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)

    libraries = best("-c", "import duckdb, lxml.html, requests, typer")
    assert best("-m", "flows.cli", "--help") <= 2 * libraries


def test_the_command_line_starts_without_prefect() -> None:
    code = "import sys, flows.cli, flows.pipeline, flows.summary; sys.exit('prefect' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_after_a_run_every_command_answers(operator: Operator) -> None:
    with site_of(["宋家镇:春茶开采忙", "宋家镇:河道清理见成效"]) as site:
        assert operator.at(site).types("run", "610929").returncode == 0
    for words in (
        ["transform"],
        ["publish"],
        ["reextract"],
        ["status"],
        ["report", "--out", str(operator.folder / "pages")],
    ):
        done = operator.types(*words)
        assert done.returncode == 0, done.stderr
    assert "白河县" in (operator.folder / "pages" / "index.html").read_text("utf-8")
    assert "baihe" in operator.types("status").stdout
    ranking = "select place_name, stories from mart.output_rank where period_kind = 'all' and place_kind = 'town' and peer_rank = 1"
    assert rows(operator.types("query", ranking, "--format", "json")) == [{"place_name": "宋家镇", "stories": 2}]
    assert operator.types("query", ranking, "--format", "csv").stdout.splitlines() == ["place_name,stories", "宋家镇,2"]
    assert "宋家镇" in operator.types("query", ranking).stdout
    assert operator.types("query", "delete from raw.article").returncode == 2, "readers only read"
