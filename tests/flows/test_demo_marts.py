"""The comparisons of the demo county, every row and number of them, held against what its truth makes of them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pytest

from demo_county.site import build
from demo_county.world import EDITORS, REVIEWERS, SLOGANS, TOWNS
from extractors.url import article_id
from tests.flows.demo_line import Line
from tests.flows.demo_oracle import KEY, TOPIC_NAMES, Oracle, Row, slogan_name

TRUTH = build(1).truth
# Names without numerals are taken for slogans only where a campaign's word stands beside them (docs/topics.md).
FOUND_SLOGANS = sorted(slogan_name(slogan.name) for slogan in SLOGANS if slogan.name not in ("红屋檐", "院坝夜话"))
EVERY_PERIOD = (
    "output_rank",
    "weighted_score",
    "topic_share",
    "silence",
    "reprints",
    "timeliness",
    "claim_drift",
    "author_concentration",
)
KEYS = {
    "weighted_score": (*KEY, "scheme"),
    "topic_share": (*KEY, "topic"),
    "claim_benchmark": (*KEY, "indicator", "unit"),
    "inequality": ("group_code", "period_kind", "period_start_date"),
    "slogan_diffusion": ("slogan", "place_code"),
    "slogan_spread": ("slogan",),
    "slogan_use": (*KEY, "slogan"),
    "slogan_review": ("slogan",),
    "claim_history": ("story_id", "position"),
    "similarity": (*KEY, "other_place_code"),
}
SLOGAN_TABLES = ("slogan_diffusion", "slogan_spread", "slogan_use", "slogan_review")


@pytest.fixture(scope="module")
def oracle(line: Line) -> Oracle:
    topics: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for article, topic, share, score in line.asks("select article_id, topic, share, score from core.article_topic"):
        topics[str(article)][str(topic)] = (float(str(share)), float(str(score)))
    names: dict[str, list[str]] = defaultdict(list)
    for article, name in line.asks(
        "select article_id, indicator from core.article_quantity order by article_id, position"
    ):
        names[str(article)].append(str(name))
    near: dict[str, set[str]] = defaultdict(set)
    for article, earlier in line.asks(
        "select article_id, earlier_article_id from core.near_duplicate where agreement >= 0.5"
    ):
        near[str(article)].add(str(earlier))
    return Oracle(TRUTH, topics, names, near)


def is_same(found: object, expected: object) -> bool:
    if isinstance(expected, float) and isinstance(found, int | float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected


def differences(line: Line, table: str, expected: Iterable[Row], keys: Sequence[str]) -> list[str]:
    """What the table has otherwise: rows that are missing, rows too many, numbers."""
    rows = {tuple(row[key] for key in keys): row for row in expected}
    columns = list(next(iter(rows.values())))
    found = {
        tuple(values[columns.index(key)] for key in keys): dict(zip(columns, values, strict=True))
        for values in line.asks(f"select {', '.join(columns)} from mart.{table}")
    }
    wrong = [f"{key}: no such row" for key in rows.keys() - found.keys()]
    wrong += [f"{key}: too many" for key in found.keys() - rows.keys()]
    wrong += [
        f"{key} {column}: {found[key][column]!r}, not {row[column]!r}"
        for key, row in rows.items()
        for column in columns
        if key in found and not is_same(found[key][column], row[column])
    ]
    return wrong


@pytest.mark.parametrize("table", [*EVERY_PERIOD, "claim_benchmark", "inequality", "claim_history", "similarity"])
def test_every_number_is_that_of_the_truth(line: Line, oracle: Oracle, table: str) -> None:
    expected: list[Row] = list(getattr(oracle, table)())
    keys = KEYS.get(table, KEY)
    wrong = differences(line, table, expected, keys)
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:10])
    assert line.asks(f"select count(*) from mart.{table}") == [(len(expected),)]


@pytest.mark.parametrize("table", SLOGAN_TABLES)
def test_slogans_spread_as_in_the_truth(line: Line, oracle: Oracle, table: str) -> None:
    expected: list[Row] = list(getattr(oracle, table)(FOUND_SLOGANS))
    wrong = differences(line, table, expected, KEYS[table])
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:10])
    assert line.asks(f"select count(*) from mart.{table}") == [(len(expected),)]


def test_no_column_of_a_comparison_is_left_out_here(line: Line, oracle: Oracle) -> None:
    """Sentences alone: they are held against the texts themselves."""
    for table in (*EVERY_PERIOD, "claim_benchmark", "inequality", "claim_history", "similarity", *SLOGAN_TABLES):
        rows = getattr(oracle, table)
        expected = next(iter(rows(FOUND_SLOGANS) if table in SLOGAN_TABLES else rows()))
        columns = {
            str(name)
            for (name,) in line.asks(
                "select column_name from duckdb_columns() where schema_name = 'mart' and table_name = $1", table
            )
        }
        assert columns - expected.keys() <= {"sentence"}, table


@pytest.mark.parametrize("table", ["claim_benchmark", "claim_history", "slogan_review"])
def test_a_sentence_that_proves_a_number_stands_in_the_text(line: Line, table: str) -> None:
    texts = {truth.url: f"{truth.title}\n{truth.body}" for truth in TRUTH}
    rows = line.asks(f"select url, sentence from mart.{table} where url is not null")
    assert rows
    assert [row for row in rows if str(row[1]) not in texts[str(row[0])]] == []


def test_what_texts_claim_is_read_with_value_unit_and_bound(line: Line) -> None:
    read: dict[object, list[tuple[object, ...]]] = defaultdict(list)
    for article, *claim in line.asks(
        "select article_id, value, unit, bound from core.article_quantity order by article_id, position"
    ):
        read[article].append(tuple(claim))
    wrong = {
        truth.url: (claims, read[article_id(truth.url)])
        for truth in TRUTH
        if (claims := [(one.value, one.unit, one.bound) for one in truth.claims]) != read[article_id(truth.url)]
    }
    assert not wrong, f"{len(wrong)} of {len(TRUTH)}: {list(wrong.items())[:3]}"


def test_most_numbers_bear_the_name_of_what_they_count(line: Line) -> None:
    named = Counter(
        (article, position, name)
        for article, position, name in line.asks(
            "select article_id, position, printed_indicator from core.article_quantity"
        )
    )
    right = [
        (article_id(truth.url), position, claim.indicator) in named
        for truth in TRUTH
        for position, claim in enumerate(truth.claims, 1)
    ]
    assert len(right) > 2000
    assert sum(right) / len(right) >= 0.65


def test_the_main_topic_of_a_story_is_that_of_the_truth(line: Line, oracle: Oracle) -> None:
    told = [story for story in oracle.stories if story.original.topic]
    missed = [
        (story.original.topic, oracle.main_topic(story), story.original.title)
        for story in told
        if oracle.main_topic(story) not in TOPIC_NAMES.get(story.original.topic, {story.original.topic})
    ]
    assert len(told) == len({truth.story_id for truth in TRUTH if truth.topic}) > 400
    assert len(missed) <= 0.05 * len(told), missed


def test_numbered_slogans_are_found_wherever_they_are_used_and_nothing_else(line: Line) -> None:
    found: dict[object, set[object]] = defaultdict(set)
    for article, slogan in line.asks("select article_id, slogan from core.article_slogan"):
        found[article].add(slogan)
    for truth in TRUTH:
        expected = {slogan_name(slogan) for slogan in truth.slogans} & set(FOUND_SLOGANS)
        assert found[article_id(truth.url)] == expected, truth.url


def test_copies_of_a_text_that_are_one_story_are_one_and_nothing_else_is(line: Line) -> None:
    told: dict[object, set[str]] = defaultdict(set)
    stories = dict(line.asks("select article_id, story_id from core.publication"))
    for truth in TRUTH:
        told[stories[article_id(truth.url)]].add(truth.story_id)
    assert len(told) == len({truth.story_id for truth in TRUTH})
    assert [keys for keys in told.values() if len(keys) > 1] == []


def test_every_place_stands_in_every_period(line: Line) -> None:
    frame = line.asks("select place_code, period_kind, period_start_date from core.place_period order by all")
    assert len(frame) == 13 * (24 + 9 + 3 + 1)
    for table in EVERY_PERIOD:
        columns = ", ".join(KEY)
        assert line.asks(f"select distinct {columns} from mart.{table} order by all") == frame, table


def test_no_comparison_holds_the_name_of_anybody_credited(line: Line) -> None:
    """But for sentences and headlines, which may tell of anybody: no text of the demo county names who wrote it."""
    credited = {name for truth in TRUTH for name in (*truth.authors, *truth.editors, *truth.reviewers)}
    names = credited & {*EDITORS, *REVIEWERS, *(name for town in TOWNS for name in town.writers)}
    assert len(names) == 2 * len(TOWNS) + len(EDITORS) + len(REVIEWERS)
    columns = line.asks(
        "select table_name, column_name from duckdb_columns() where schema_name = 'mart' and data_type like 'VARCHAR%'"
    )
    assert len(columns) > 100
    for table, column in columns:
        held = line.asks(f"select distinct {column}::varchar from mart.{table} where {column} is not null")
        assert [value for (value,) in held if any(name in str(value) for name in names)] == [], (table, column)
