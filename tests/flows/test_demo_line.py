"""The whole line on the demo county, from its county file to the published comparison, held against the truth."""

from pathlib import Path

import duckdb
import pytest

from crawlers.link import Window
from demo_county.article import TruthArticle
from demo_county.site import build
from demo_county.world import MIRROR_HOST, TOWNS
from extractors.url import article_id
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings
from tests.flows.demo_line import Line, run

TRUTH = build(1).truth


def test_every_article_is_loaded_and_every_other_link_has_its_reason(line: Line) -> None:
    assert line.first.merged.inserted == len(TRUTH) >= 500
    found = line.asks("select url, reason from raw.link where state <> 'loaded' and role = 'article' order by url")
    expected = sorted((lost.site.root.rstrip("/") + lost.path, lost.reason) for lost in build(1).lost)
    assert found == expected


@pytest.mark.parametrize("field", ["title", "published_at", "source", "kind", "body"])
def test_fields_are_those_of_the_truth(line: Line, field: str) -> None:
    loaded = dict(line.asks(f"select article_id, {field} from core.article"))
    wrong = {
        truth.url: (getattr(truth, field), loaded[article_id(truth.url)])
        for truth in TRUTH
        if loaded[article_id(truth.url)] != getattr(truth, field)
    }
    assert not wrong, f"{len(wrong)} of {len(TRUTH)}: {list(wrong.items())[:3]}"


@pytest.mark.parametrize("role", ["author", "editor", "reviewer"])
def test_people_are_those_of_the_truth_each_in_their_role(line: Line, role: str) -> None:
    rows = line.asks("select article_id, name from raw.person where role = $1 order by article_id, position", role)
    credited: dict[object, list[object]] = {}
    for article, name in rows:
        credited.setdefault(article, []).append(name)
    wrong = {
        truth.url: (getattr(truth, role + "s"), credited.get(article_id(truth.url), []))
        for truth in TRUTH
        if sorted(getattr(truth, role + "s")) != sorted(map(str, credited.get(article_id(truth.url), [])))
    }
    assert not wrong, f"{len(wrong)} of {len(TRUTH)}: {list(wrong.items())[:3]}"


def test_every_article_is_put_down_to_its_town(line: Line) -> None:
    towns = dict(line.asks("select article_id, town_name from raw.place where role = 'origin'"))
    wrong = {truth.url: (truth.town, towns.get(article_id(truth.url))) for truth in TRUTH}
    wrong = {url: pair for url, pair in wrong.items() if pair[0] != pair[1]}
    assert not wrong, f"{len(wrong)} of {len(TRUTH)}: {list(wrong.items())[:3]}"


def test_reprints_are_one_story(line: Line) -> None:
    stories = dict(line.asks("select article_id, story_id from core.publication"))
    told: dict[str, set[object]] = {}
    for truth in TRUTH:
        told.setdefault(truth.story_id, set()).add(stories[article_id(truth.url)])
    torn = [story for story, found in told.items() if len(found) != 1]
    assert len(torn) <= len(told) * 0.02, torn[:5]


def test_a_silent_town_is_seen_and_ranked(line: Line) -> None:
    rows = line.asks(
        "select place_name, is_silent, last_story_date from mart.silence"
        " where place_kind = 'town' and period_kind = 'all'"
    )
    assert len(rows) == len(TOWNS)
    silent = {town: last for town, is_silent, last in rows if is_silent}
    assert str(silent["石门镇"]).startswith("2026-03")


def test_a_second_run_writes_nothing_and_asks_for_lists_alone(line: Line) -> None:
    assert line.second.merged.inserted == line.second.merged.changed == 0
    articles = {truth.url for truth in TRUTH}
    assert not articles & {address.replace(".localhost", ".localhost:8610") for address in line.asked_again}


def test_an_article_that_changes_becomes_a_version_when_it_is_asked_for_again(tmp_path: Path) -> None:
    days = Window(TRUTH[-40].published_at.date(), TRUTH[-1].published_at.date())
    first, _ = run(tmp_path, edition=1, window=days)
    assert first.merged.inserted >= 30
    second, _ = run(tmp_path, edition=2, window=days, again=True)
    assert (second.merged.inserted, second.merged.changed) == (0, 1)
    with duckdb.connect(str(tmp_path / "published" / "county_news.duckdb"), read_only=True) as connection:
        versions = connection.execute(
            "select version, is_current, contains(body, '更正') from raw.article"
            " where article_id in (select article_id from raw.article where version = 2) order by version"
        ).fetchall()
        current = connection.execute("select count(*) from core.article where contains(body, '更正')").fetchall()
    assert versions == [(1, False, False), (2, True, True)]
    assert current == [(1,)]


def test_newer_articles_are_found_by_the_next_run(tmp_path: Path) -> None:
    days = Window(TRUTH[-40].published_at.date())
    run(tmp_path, edition=1, window=days)
    second, _ = run(tmp_path, edition=2, window=days)
    newer = {truth.url for truth in build(2).truth} - {truth.url for truth in TRUTH}
    assert second.merged.inserted == len(newer) >= 6


def test_a_backfill_of_a_town_reads_that_town_alone(tmp_path: Path) -> None:
    month = Window(TRUTH[-60].published_at.date(), TRUTH[-1].published_at.date())
    ingested, _ = run(tmp_path, edition=1, window=month, town="岫阳镇")
    assert ingested.merged.inserted > 0
    with duckdb.connect(str(tmp_path / "published" / "county_news.duckdb"), read_only=True) as connection:
        towns = connection.execute("select distinct town_name from raw.place where role = 'origin'").fetchall()
    assert towns == [("岫阳镇",)]


def test_reading_the_archive_anew_gives_the_same_articles(line: Line) -> None:
    before = line.asks("select article_id, content_hash from raw.article order by all")
    settings = Settings(data=line.data)
    pipeline.reextract(settings, LineWatch())
    pipeline.publish(settings)
    assert line.asks("select article_id, content_hash from raw.article order by all") == before


def test_the_spam_mirror_reads_like_the_original() -> None:
    from extractors.extract import read_article
    from extractors.page import Page

    county = build(1)
    by_path: dict[str, TruthArticle] = {truth.path: truth for truth in county.truth}
    mirrored = {path: served for (host, path), served in county.pages.items() if host == MIRROR_HOST}
    assert len(mirrored) == 10
    for path, served in mirrored.items():
        article, truth = read_article(Page(f"http://{MIRROR_HOST}{path}", served.body)), by_path[path]
        assert (article.title, article.source, article.authors) == (truth.title, truth.source, truth.authors)
        assert article.body == truth.body
