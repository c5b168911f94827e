"""Every number that a page of the site shows is the one of the database, whatever the reader chose."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reports.headings import heading
from reports.values import values
from tests.flows.demo_line import COUNTY, Line
from tests.reports.reader import Reader, Table, differences, opened, says

pytestmark = pytest.mark.browser

OVERVIEW = f"{COUNTY.code}/index.html"
TOWN = "990001100"
TOWN_PAGE = f"{COUNTY.code}/town-{TOWN}.html"
HEALTH = f"{COUNTY.code}/health.html"
PERIODS = ("all", "2026", "2025", "2026-Q3", "2026-Q4", "2024-Q4", "2026-10", "2026-06", "2024-11")
BOUNDS = {"eq": "等于", "ge": "不低于", "le": "不高于", "about": "约"}
CHANGES = {"first": "首次", "same": "未变", "rose": "上升", "fell": "下降", "doubled": "翻倍", "repeated": "满年未变"}

Row = dict[str, object]


class State(NamedTuple):
    """What a page shows after a choice."""

    tables: dict[str, Table]
    figures: dict[str, str]


@pytest.fixture(scope="module")
def page(browser: Any, site: Path) -> Iterator[Reader]:
    """One tab for all tests of this file; at the end nothing may have gone wrong in it."""
    reader = opened(browser, site)
    yield reader
    reader.tab.context.close()
    assert reader.troubles == []


@pytest.fixture(scope="module")
def overview(page: Reader) -> dict[str, State]:
    """The overview in each of the periods."""
    return states(page, OVERVIEW)


@pytest.fixture(scope="module")
def town_page(page: Reader) -> dict[str, State]:
    """The page of a town in each of the periods."""
    return states(page, TOWN_PAGE)


def states(page: Reader, file: str) -> dict[str, State]:
    page.opens(file)
    found = {}
    for period in PERIODS:
        page.chooses(period=period)
        found[period] = State(page.tables(), page.figures())
    return found


def rows_of(line: Line, table: str, where: str = "true") -> list[Row]:
    """Rows of a table of the snapshot, each with its period as addresses have it."""
    columns = [str(name) for (name,) in line.asks(f"select column_name from (describe {table})")]
    rows = [dict(zip(columns, row, strict=True)) for row in line.asks(f"select * from {table} where {where}")]
    for row in rows:
        if "period_kind" in row:
            row["period"] = address_of(str(row["period_kind"]), row["period_start_date"])
    return rows


def address_of(kind: str, start: object) -> str:
    if kind == "all":
        return "all"
    assert isinstance(start, datetime.date)
    return {"year": f"{start:%Y}", "quarter": f"{start:%Y}-Q{(start.month + 2) // 3}", "month": f"{start:%Y-%m}"}[kind]


def has_columns(table: Table, wanted: set[str], expected: list[Row]) -> bool:
    """A table shows what it is to show, but for columns in which no row has anything."""
    empty = {column for column in wanted if all(row[column] is None for row in expected)}
    return set(table.columns) == wanted - empty


@pytest.fixture(scope="module")
def towns(line: Line) -> dict[str, list[Row]]:
    """By period, what the overview says of each town."""
    reprints = {(row["place_code"], row["period"]): row for row in rows_of(line, "mart.reprints")}
    silence = {(row["place_code"], row["period"]): row for row in rows_of(line, "mart.silence")}
    found: dict[str, list[Row]] = {}
    for row in rows_of(line, "mart.output_rank", f"county_code = '{COUNTY.code}'"):
        key = (row["place_code"], row["period"])
        whole = silence[key] | reprints[key] | row
        found.setdefault(str(row["period"]), []).append(whole)
    return found


@pytest.fixture(scope="module")
def topics(line: Line) -> list[Row]:
    """What a place says of a topic in a period, with the place among its peers and what changed since the period before."""
    rows = rows_of(line, "mart.topic_share", f"county_code = '{COUNTY.code}'")
    number = {(row["place_code"], row["topic"], row["period"]): row["stories"] for row in rows}
    starts: dict[object, set[object]] = {}
    peers: dict[object, list[int]] = {}
    for row in rows:
        starts.setdefault(row["period_kind"], set()).add((row["period_start_date"], row["period"]))
        peers.setdefault((row["place_kind"], row["topic"], row["period"]), []).append(int(str(row["stories"])))
    before = {
        later[1]: earlier[1]
        for kind, periods in starts.items()
        if kind != "all"
        for earlier, later in pairwise(sorted(periods))
    }
    for row in rows:
        stories = int(str(row["stories"]))
        others = peers[row["place_kind"], row["topic"], row["period"]]
        row["peer_rank"] = 1 + sum(other > stories for other in others)
        earlier = number.get((row["place_code"], row["topic"], before.get(row["period"])))
        row["stories_change"] = None if earlier is None else stories - int(str(earlier))
    return rows


def test_the_ranking_is_the_databases_in_every_kind_of_period(
    overview: dict[str, State], towns: dict[str, list[Row]]
) -> None:
    wanted = {
        "peer_rank", "peer_rank_change", "place_name", "stories", "stories_change", "story_share", "publications",
        "reprints", "stories_above_county", "last_story_date", "longest_gap_days", "coverage_share",
    }  # fmt: skip
    for period, shown in overview.items():
        table = shown.tables["ranking"]
        expected = in_order([row for row in towns[period] if row["place_kind"] == "town"], "place_name")
        assert len(expected) == 12
        assert has_columns(table, wanted, expected), period
        assert differences(by_place(table), expected) == [], period
        ranks = [int(row["peer_rank"]) for row in table.rows]
        assert ranks == sorted(ranks), period


def test_silent_towns_are_marked_in_colour_and_in_words(
    overview: dict[str, State], towns: dict[str, list[Row]]
) -> None:
    for period, shown in overview.items():
        table = shown.tables["ranking"]
        silent = {str(row["place_name"]) for row in towns[period] if row["place_kind"] == "town" and row["is_silent"]}
        assert {row["place_name"] for row, mark in zip(table.rows, table.silent, strict=True) if mark} == silent, period
        assert {row["place_name"] for row in table.rows if "静默" in row["last_story_date"]} == silent, period
        assert shown.figures["静默乡镇"] == str(len(silent)), period
    assert any("静默" in row["last_story_date"] for row in overview["2026-Q3"].tables["ranking"].rows)


def test_with_a_topic_ranking_and_figures_are_those_of_the_topic(page: Reader, topics: list[Row]) -> None:
    page.opens(OVERVIEW)
    wanted = {
        "peer_rank", "place_name", "stories", "stories_change", "stories_mainly", "topic_share", "location_quotient",
    }  # fmt: skip
    names = sorted({str(row["topic"]) for row in topics})
    for period, topic in zip(PERIODS, names, strict=False):
        page.chooses(period=period, topic=topic)
        table = page.tables()["ranking"]
        chosen = [row for row in topics if row["topic"] == topic and row["period"] == period]
        expected = in_order([row for row in chosen if row["place_kind"] == "town"], "place_name")
        assert has_columns(table, wanted, expected), (period, topic)
        assert differences(by_place(table), expected) == [], (period, topic)
        (county,) = (row for row in chosen if row["place_kind"] == "county")
        assert figures_differ(page.figures(), county, "stories topic_share location_quotient coverage_share") == []


def test_the_figures_on_top_are_those_of_the_place(
    overview: dict[str, State], town_page: dict[str, State], towns: dict[str, list[Row]]
) -> None:
    columns = "stories publications reprints stories_above_county longest_gap_days coverage_share"
    for period in PERIODS:
        county, town = (next(row for row in towns[period] if row["place_code"] == code) for code in (COUNTY.code, TOWN))
        assert figures_differ(overview[period].figures, county, columns) == [], period
        assert figures_differ(town_page[period].figures, town, f"peer_rank {columns}") == [], period


def figures_differ(shown: dict[str, str], expected: Row, columns: str) -> list[str]:
    """What figures say otherwise than is expected."""
    return [
        f"{column}: {shown[heading(column, 'zh')]}, not {expected[column]!r}"
        for column in columns.split()
        if not says(shown[heading(column, "zh")], expected[column])
    ]


def test_the_topics_of_all_towns_are_the_databases(overview: dict[str, State], topics: list[Row]) -> None:
    wanted = {
        "place_name", "topic", "stories", "stories_mainly", "topic_share", "peer_topic_share", "location_quotient",
    }  # fmt: skip
    for period, shown in overview.items():
        table = shown.tables["topics"]
        expected = [row for row in topics if row["period"] == period and row["place_kind"] == "town"]
        assert has_columns(table, wanted, expected)
        rows = sorted(table.rows, key=lambda row: [row["place_name"], row["topic"]])
        assert differences(rows, in_order(expected, "place_name", "topic")) == [], period


def test_the_months_are_the_databases_month_by_month(overview: dict[str, State], towns: dict[str, list[Row]]) -> None:
    table = overview["all"].tables["months"]
    expected = [row for rows in towns.values() for row in rows if row["period_kind"] == "month"]
    expected = [with_period_in_words(row) for row in expected if row["place_kind"] == "town"]
    assert len(expected) == 12 * 24
    assert has_columns(table, {"place_name", "period", "stories", "publications", "coverage_share"}, expected)
    shown = sorted(table.rows, key=lambda row: [row["place_name"], row["period"]])
    assert differences(shown, in_order(expected, "place_name", "period")) == []


@pytest.mark.parametrize("period", ["all", "2026", "2025-Q2"])
def test_the_claims_are_the_databases_for_every_thing_claimed(page: Reader, line: Line, period: str) -> None:
    expected: dict[str, list[Row]] = {}
    for row in rows_of(line, "mart.claim_benchmark", f"county_code = '{COUNTY.code}' and place_kind = 'town'"):
        if row["period"] == period[:4]:  # claims are compared for years and all time
            told = {"bound": BOUNDS.get(str(row["bound"])), "sentence": first(row["sentence"], 240)}
            expected.setdefault(thing_of(row), []).append(row | told)
    assert len(expected) > 20
    page.opens(OVERVIEW, period=period)
    shown = page.tables_by_choice("claims")
    assert sorted(shown) == sorted(expected)
    for thing, table in shown.items():
        assert differences(by_place(table), in_order(expected[thing], "place_name")) == [], thing


@pytest.mark.parametrize(
    ("section", "table", "columns"),
    [
        (
            "timeliness",
            "timeliness",
            "median_lag_hours ninetieth_lag_hours within_24_hours_share median_event_lag_days",
        ),
        ("authors", "author_concentration", "stories authors regular_authors top_author_share hhi anonymous_stories"),
        ("drift", "claim_drift", "claiming_stories claims fell doubled repeated flagged_share"),
    ],
)
def test_the_other_tables_of_towns_are_the_databases(
    overview: dict[str, State], line: Line, section: str, table: str, columns: str
) -> None:
    found = rows_of(line, f"mart.{table}", f"county_code = '{COUNTY.code}' and place_kind = 'town'")
    rows = [row | {"claiming_stories": row["stories"]} for row in found]  # what claim_drift calls stories are those
    wanted = {"place_name", "coverage_share", *columns.split()}
    for period, shown in overview.items():
        expected = in_order([row for row in rows if row["period"] == period], "place_name")
        told = [{one: said for one, said in row.items() if one in wanted} for row in by_place(shown.tables[section])]
        assert differences(told, expected) == [], period
        missing = wanted - told[0].keys()
        assert all(row[column] is None for row in expected for column in missing), (period, missing)


@pytest.mark.parametrize("period", ["all", "2026-Q3"])
def test_the_points_are_the_databases_in_every_scheme(page: Reader, line: Line, period: str) -> None:
    rows = rows_of(line, "mart.weighted_score", f"county_code = '{COUNTY.code}' and place_kind = 'town'")
    page.opens(OVERVIEW, period=period)
    shown = page.tables_by_choice("scores")
    assert sorted(shown) == sorted({str(row["scheme"]) for row in rows})
    for scheme, table in shown.items():
        expected = [row for row in rows if (row["period"], row["scheme"]) == (period, scheme)]
        assert differences(by_place(table), in_order(expected, "place_name")) == [], scheme


def test_inequality_is_the_databases_quarter_by_quarter(overview: dict[str, State], line: Line) -> None:
    names = dict(line.asks("select town_code, town_name from core.town"))
    rows = rows_of(line, "mart.inequality", f"group_code = '{COUNTY.code}' and period_kind = 'quarter'")
    expected = [with_period_in_words(row) for row in in_order(rows, "period")]
    expected = [row | {"top_place_name": names.get(row["top_place_code"])} for row in expected]
    assert differences(overview["all"].tables["inequality"].rows, expected) == []


def test_slogans_are_the_databases_and_towns_that_never_used_one_are_there(
    overview: dict[str, State], line: Line
) -> None:
    titles = dict(line.asks("select story_id, title from core.story"))
    rows = rows_of(line, "mart.slogan_diffusion", f"county_code = '{COUNTY.code}' and place_kind = 'town'")
    expected = [row | {"title": first(titles.get(row["first_story_id"]), 160)} for row in rows]
    assert any(row["first_use_date"] is None for row in expected)
    shown = sorted(overview["2026"].tables["slogans"].rows, key=lambda row: [row["slogan"], row["place_name"]])
    assert differences(shown, in_order(expected, "slogan", "place_name")) == []


def test_a_towns_page_has_its_months_and_topics_as_the_database(
    page: Reader, town_page: dict[str, State], towns: dict[str, list[Row]], topics: list[Row]
) -> None:
    months = [row for rows in towns.values() for row in rows if row["place_code"] == TOWN]
    for period, shown in town_page.items():
        assert differences(shown.tables["timeline"].rows, months_of(months)) == []
        expected = [row for row in topics if (row["place_code"], row["period"]) == (TOWN, period)]
        told = sorted(shown.tables["topics"].rows, key=lambda row: row["topic"])
        assert differences(told, in_order(expected, "topic")) == [], period
    page.opens(TOWN_PAGE, topic="产业")
    of_topic = [row for row in topics if (row["place_code"], row["topic"]) == (TOWN, "产业")]
    assert differences(page.tables()["timeline"].rows, months_of(of_topic)) == []


def months_of(rows: list[Row]) -> list[Row]:
    """The rows of months, the first one first."""
    months = in_order([row for row in rows if row["period_kind"] == "month"], "period")
    return [with_period_in_words(row) for row in months]


def test_a_towns_page_has_its_newest_claims_with_what_it_claimed_before(page: Reader, line: Line) -> None:
    expected: dict[str, list[Row]] = {}
    rows = rows_of(line, "mart.claim_history", f"place_code = '{TOWN}'")
    rows = sorted(rows, key=lambda row: (-day_number(row["claimed_date"]), str(row["story_id"]), row["position"]))
    for row in rows[:150]:
        thing = (f"{row['part_of']}：" if row["part_of"] else "") + thing_of(row)
        told = {"change": CHANGES[str(row["change"])], "bound": BOUNDS[str(row["bound"])]}
        expected.setdefault(thing, []).append(row | told | {"sentence": first(row["sentence"], 160)})
    assert len(rows) > 30
    page.opens(TOWN_PAGE)
    shown = page.tables_by_choice("claims")
    assert sorted(shown) == sorted(expected)
    for thing, table in shown.items():
        assert differences(table.rows, expected[thing]) == [], thing


def test_the_towns_alike_are_those_of_the_database(town_page: dict[str, State], line: Line) -> None:
    where = f"period_kind = 'all' and place_kind = 'town' and '{TOWN}' in (place_code, other_place_code)"
    for row in rows_of(line, "mart.similarity", where):
        other = row["other_place_name"] if row["place_code"] == TOWN else row["place_name"]
        (shown,) = (one for one in town_page["all"].tables["alike"].rows if one["other_place_name"] == other)
        assert differences([shown], [row | {"other_place_name": other}]) == []
    assert len(town_page["all"].tables["alike"].rows) == 11


def test_the_page_of_health_has_the_databases_sites_and_coverage(page: Reader, line: Line) -> None:
    page.opens(HEALTH)
    tables = page.tables()
    of_county = f"county_code = '{COUNTY.code}'"
    names = dict(line.asks("select site_key, site_name from core.site"))

    sites = [
        row | {
            "site_name": row["site_name"] or "（全县）",
            "column_name": row["column_name"] or "（全站）",
            "read_at": day_of(row["read_at"]),
        }
        for row in rows_of(line, "mart.site_health", of_county)
    ]  # fmt: skip
    shown = sorted(tables["sites"].rows, key=lambda row: [row["site_name"], row["column_name"]])
    assert differences(shown, in_order(sites, "site_name", "column_name")) == []
    assert {"silent_days", "week_expected", "month_expected", "failures"} <= set(tables["sites"].columns)

    ends = dict(line.asks("select period_start_date, is_complete from core.place_period where period_kind = 'month'"))
    coverage = [
        row | {"site_name": names[row["site_key"]], "period": month_in_words(row["month_date"], ends)}
        for row in rows_of(line, "core.coverage", of_county)
    ]
    shown = sorted(tables["coverage"].rows, key=lambda row: [row["site_name"], row["period"]])
    assert differences(shown, in_order(coverage, "site_name", "period")) == []

    shown = sorted(tables["fields"].rows, key=lambda row: row["site_name"])
    assert differences(shown, in_order(rows_of(line, "mart.site_field_fill", of_county), "site_name")) == []

    losses = rows_of(line, "mart.site_losses", of_county)
    called = values()["reason"]
    expected = sorted((names[row["site_key"]], called[str(row["reason"])].zh, row["links"]) for row in losses)
    assert sorted((row["site_name"], row["reason"], int(row["links"])) for row in tables["losses"].rows) == expected
    assert expected


def by_place(table: Table) -> list[dict[str, str]]:
    return sorted(table.rows, key=lambda row: row["place_name"])


def in_order(rows: list[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=lambda row: [str(row[column]) for column in columns])


def with_period_in_words(row: Row) -> Row:
    """The row with its month or quarter as pages call it."""
    start = row["period_start_date"]
    assert isinstance(start, datetime.date)
    open_end = "" if row["is_complete"] else "（未完）"
    words = f"{start.month}月" if row["period_kind"] == "month" else f"第{(start.month + 2) // 3}季度"
    return row | {"period": f"{start.year}年{words}{open_end}"}


def month_in_words(start: object, ends: Mapping[object, object]) -> str:
    row = {"period_kind": "month", "period_start_date": start, "is_complete": ends[start]}
    return str(with_period_in_words(row)["period"])


def thing_of(row: Row) -> str:
    return f"{row['indicator']}（{row['unit']}）" if row["unit"] else str(row["indicator"])


def first(text: object, length: int) -> str | None:
    """The start of a text, without blanks at its ends, which no table shows."""
    return None if text is None else str(text)[:length].strip()


def day_number(day: object) -> int:
    return day.toordinal() if isinstance(day, datetime.date) else 0


def day_of(moment: object) -> object:
    return moment.date() if isinstance(moment, datetime.datetime) else moment
