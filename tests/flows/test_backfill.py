"""`backfill` as an operator types it: limited to columns, told beforehand, cut short and taken up again."""

import json
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crawlers.servers import LocalSite, page, raw
from tests.flows.paged_site import TWO_COLUMNS, Row, paged_site, rows_of
from tests.flows.small_county import COUNTY, Operator, says_one_sentence
from tests.flows.test_faults import wait_until

DAYS = ("--since", "2026-06-01", "--until", "2026-06-20")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    operator = Operator(tmp_path)
    (operator.counties / "baihe.toml").write_text(TWO_COLUMNS, "utf-8")
    return operator


def in_days(rows: Sequence[Row]) -> set[str]:
    return {path for path, _, day in rows if DAYS[1] <= str(day) <= DAYS[3]}


def articles_asked(site: LocalSite) -> list[str]:
    return [path for path in site.asked if path.startswith("/Content")]


def planned(operator: Operator, *words: str, status: int = 0) -> dict[str | None, dict[str, object]]:
    """What a dry run says, by column (None: in all), and that it says the same to people."""
    done = operator.types("backfill", "baihe", *DAYS, *words, "--dry-run", "--json")
    assert done.returncode == status, done.stderr
    return {line["column"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_a_backfill_of_a_column_reads_that_column_alone_and_leaves_what_waits_of_others(operator: Operator) -> None:
    towns, offices = rows_of(40), rows_of(40, 100)
    shared = towns[15]
    site = paged_site({"Node-7": towns, "Node-8": sorted([*offices, shared], key=lambda row: row[2], reverse=True)})
    with site:
        operator.at(site)
        operator.environment["COUNTY_NEWS_REQUESTS_MAX"] = "10"  # the lists, and no more than a few articles
        assert operator.types("backfill", "baihe", *DAYS).returncode == 3
        begun = set(articles_asked(site))
        del operator.environment["COUNTY_NEWS_REQUESTS_MAX"]
        site.asked.clear()
        done = operator.types("backfill", "baihe", *DAYS, "--column", "部门动态")
        assert done.returncode == 0, done.stderr
        # What is in both columns is on the list of this one too.
        assert set(articles_asked(site)) == (in_days(offices) | {shared[0]}) - begun
        assert not any(path.startswith("/Node-7") for path in site.asked)
        site.asked.clear()
        assert operator.types("backfill", "baihe", *DAYS).returncode == 0
        assert set(articles_asked(site)) == in_days(towns) - {shared[0]} - begun


def test_a_column_that_is_not_there_is_named_with_those_there_are_the_most_alike_first(operator: Operator) -> None:
    done = operator.types("backfill", "baihe", *DAYS, "--column", "部门动太")
    assert done.returncode == 2
    assert "has no column '部门动太'; it has: 部门动态, 镇办动态." in says_one_sentence(done)


def test_a_column_that_is_not_verified_is_read_where_it_is_named(operator: Operator) -> None:
    (operator.counties / "baihe.toml").write_text(f"{TWO_COLUMNS}verified = false\n", "utf-8")
    with paged_site({"Node-7": rows_of(8), "Node-8": rows_of(8, 100)}) as site:
        assert operator.at(site).types("backfill", "baihe", *DAYS, "--column", "部门动态").returncode == 0
        assert "/Node-8.html" in site.asked
        assert "/Node-7.html" not in site.asked


@pytest.mark.parametrize(
    ("sent", "limit"),
    [
        (signal.SIGINT, ()),
        (signal.SIGKILL, ()),
        (signal.SIGKILL, ("--town", "宋家镇")),
        (signal.SIGKILL, ("--column", "镇办动态")),
    ],
)
def test_a_backfill_that_was_cut_short_asks_only_for_what_is_missing(
    operator: Operator, sent: signal.Signals, limit: tuple[str, ...]
) -> None:
    rows = rows_of(40)
    wanted = {path for path, title, _ in rows if "--town" not in limit or "宋家镇" in title} & in_days(rows)
    at = sorted(wanted, key=lambda path: int(path[9:-5]))[len(wanted) // 2]
    site = paged_site({"Node-7": rows, "Node-8": []})
    whole = site.routes[at]
    site.routes[at] = raw(b"HTTP/1.1 200 OK\r\n\r\n", pause=20)
    with site:
        first = operator.at(site).starts("backfill", "baihe", *DAYS, *limit)
        wait_until(lambda: at in site.asked)
        first.send_signal(sent)
        first.communicate(timeout=30)
        site.routes[at] = whole
        answered = [path for path in articles_asked(site) if path != at]
        site.asked.clear()
        # What the killed run left in the archive counts as done beforehand too.
        told = planned(operator, *limit)[None]
        assert articles_asked(site) == []
        site.asked.clear()
        again = operator.types("backfill", "baihe", *DAYS, *limit)
        assert again.returncode == 0, again.stderr
        assert told["articles"] == len(articles_asked(site))
    assert max(Counter([*answered, *articles_asked(site)]).values()) == 1
    assert {*answered, *articles_asked(site)} == wanted
    assert {url[len("http://www.baihe.gov.cn") :] for (url,) in operator.asks("select url from raw.article")} == wanted


def test_a_backfill_of_more_requests_than_a_run_makes_is_whole_after_some_runs(operator: Operator) -> None:
    rows = rows_of(40)
    operator.environment["COUNTY_NEWS_REQUESTS_MAX"] = "14"
    with paged_site({"Node-7": rows, "Node-8": []}) as site:
        operator.at(site)
        plan = operator.types("backfill", "baihe", *DAYS, "--dry-run")
        assert "one run makes at most 14 requests to a site; the same backfill again goes on" in plan.stdout
        site.asked.clear()
        statuses = [operator.types("backfill", "baihe", *DAYS).returncode for _ in range(3)]
    assert statuses == [3, 3, 0]
    assert Counter(articles_asked(site)) == dict.fromkeys(in_days(rows), 1)


@pytest.mark.parametrize("limit", [(), ("--town", "宋家镇"), ("--again",)])
def test_a_dry_run_tells_exactly_what_is_then_asked_for_where_it_says_counted(
    operator: Operator, limit: tuple[str, ...]
) -> None:
    with paged_site({"Node-7": rows_of(90), "Node-8": rows_of(50, 200, days_apart=3)}) as site:
        operator.at(site)
        for _ in range(2):  # nothing is known, everything is known
            site.asked.clear()
            told = planned(operator, *limit)
            assert articles_asked(site) == []
            assert told[None]["asked"] == len(site.pages_asked) <= 24
            assert (told[None]["list_pages_are"], told[None]["articles_are"]) == ("counted", "counted")
            site.asked.clear()
            assert operator.types("backfill", "baihe", *DAYS, *limit).returncode == 0
            lists = [path for path in site.pages_asked if path.startswith("/Node")]
            assert (told[None]["list_pages"], told[None]["articles"]) == (len(lists), len(articles_asked(site)))
            assert (
                "--again" in limit or not told[None]["articles"] or told[None]["articles"] == len(articles_asked(site))
            )


def test_a_dry_run_of_a_long_list_is_estimated_within_a_fifth(operator: Operator) -> None:
    rows = rows_of(400)
    days = ("--since", "2025-08-01", "--until", "2026-05-31")
    with paged_site({"Node-7": rows, "Node-8": []}) as site:
        done = operator.at(site).types("backfill", "baihe", *days, "--dry-run")
        assert len(site.pages_asked) <= 13
        assert "about" in done.stdout
        told = operator.types("backfill", "baihe", *days, "--dry-run", "--json").stdout.splitlines()
        site.asked.clear()
        assert operator.types("backfill", "baihe", *days).returncode == 0
    total = json.loads(told[-1])
    assert total["articles_are"] == "estimated"
    assert total["list_pages"] == len(site.pages_asked) - len(articles_asked(site))
    assert abs(total["articles"] - len(articles_asked(site))) <= 0.2 * len(articles_asked(site))


def test_a_dry_run_writes_nothing_and_fits_a_terminal_of_80_cells(operator: Operator) -> None:
    data = operator.folder / "data"
    with paged_site({"Node-7": rows_of(40), "Node-8": rows_of(3, 100)}) as site:
        done = operator.at(site).types("backfill", "baihe", *DAYS, "--dry-run")
        assert done.returncode == 0, done.stderr
        assert not data.exists()
        assert operator.types("run", "baihe").returncode == 0
        before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".lock"}
        assert operator.types("backfill", "baihe", *DAYS, "--dry-run").returncode == 0
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".lock"} == before
    table = [line for line in done.stdout.splitlines() if "   " in line]
    assert table
    assert all(len(line) <= 80 for line in table)
    assert "no article was, and nothing is stored" in done.stdout


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        ("/robots.txt", page(b"User-agent: *\nDisallow: /"), "closed to crawlers"),
        ("/Node-7.html", page(b"", 521), "answered 521"),
        ("/Node-7.html", page(b"", 404), "answered 404"),
    ],
)
def test_a_site_that_refuses_is_told_in_a_sentence_and_gives_status_3(
    operator: Operator, path: str, answer: object, sentence: str
) -> None:
    (operator.counties / "baihe.toml").write_text(COUNTY, "utf-8")
    site = paged_site({"Node-7": rows_of(8)})
    site.routes[path] = answer  # type: ignore[assignment]
    with site:
        done = operator.at(site).types("backfill", "baihe", *DAYS, "--dry-run")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert sentence in done.stdout
    assert len(site.pages_asked) <= 1


def test_a_site_that_is_not_there_gives_status_3(operator: Operator) -> None:
    with LocalSite() as gone:
        pass
    assert planned(operator.at(gone), status=3)["镇办动态"]["trouble"]


@pytest.mark.parametrize("words", [("--json",), ("--dry-run", "--via-prefect")])
def test_options_that_do_not_go_together_are_told(operator: Operator, words: tuple[str, ...]) -> None:
    assert operator.types("backfill", "baihe", *DAYS, *words).returncode == 2
