"""What the demo county's towns write: enough difference between them that comparisons show something."""

import datetime
import re
from collections import Counter

import pytest

from demo_county.article import TruthArticle
from demo_county.site import build
from demo_county.world import CITY_SITE, END, MEDIA, SLOGANS, TOURISM, TOWNS, Slogan

TRUTH = build(1).truth
HARMLESS = [truth for truth in TRUTH if "hostile" not in truth.traits]


def stories(town: str | None = None) -> list[TruthArticle]:
    return [
        truth
        for truth in TRUTH
        if "reprint" not in truth.traits and truth.town and (town is None or truth.town == town)
    ]


def test_towns_differ_in_output() -> None:
    output = Counter(truth.town for truth in stories())
    assert set(output) == {town.name for town in TOWNS}
    assert max(output.values()) >= 3 * min(output.values())


def test_one_town_falls_silent_and_one_begins() -> None:
    assert max(truth.published_at.date() for truth in stories("石门镇")) < datetime.date(2026, 4, 1)
    assert min(truth.published_at.date() for truth in stories("新田街道")) >= datetime.date(2026, 1, 1)


def test_stories_end_with_the_last_day_and_cover_two_years() -> None:
    days = [truth.published_at.date() for truth in TRUTH]
    assert max(days) <= END
    assert (END - min(days)).days > 700


def test_fewer_stories_appear_around_the_spring_festival_than_at_the_end_of_the_year() -> None:
    months = Counter(truth.published_at.month for truth in stories())
    assert months[2] < 0.7 * months[12]


def test_towns_favour_their_own_topics() -> None:
    for town in TOWNS:
        topics = Counter(truth.topic for truth in stories(town.name))
        assert sum(topics[topic] for topic in town.topics) > 0.4 * sum(topics.values()), town.name


def test_some_towns_are_taken_over_by_others_far_more_often() -> None:
    above = Counter(truth.town for truth in TRUTH if truth.site in (MEDIA, CITY_SITE, TOURISM))
    share = {town.name: above[town.name] / len(stories(town.name)) for town in TOWNS}
    assert share["岫阳镇"] > 2 * share["麻柳镇"]


@pytest.mark.parametrize("slogan", SLOGANS, ids=lambda slogan: slogan.name)
def test_a_campaign_spreads_from_its_town_of_origin(slogan: Slogan) -> None:
    first: dict[str, datetime.datetime] = {}
    for truth in stories():
        if slogan.name in truth.slogans and truth.town:
            first.setdefault(truth.town, truth.published_at)
    assert len(first) >= 6
    assert min(first.values()).date() >= slogan.start
    assert (max(first.values()) - min(first.values())).days >= 60


def test_the_slogans_of_an_article_are_the_campaigns_that_it_quotes() -> None:
    for truth in TRUTH:
        text = truth.title + truth.body
        assert set(truth.slogans) == {slogan.name for slogan in SLOGANS if f"“{slogan.name}”" in text}, truth.url


def area(truth: TruthArticle) -> int | None:
    found = re.search(r"(?:发展|种植面积达)[一-鿿]*?(\d+)余?亩", truth.body)
    return int(found[1]) if found else None


def claimed(town: str) -> list[int]:
    return [found for truth in stories(town) if (found := area(truth)) is not None]


def test_what_towns_claim_grows_stays_or_shrinks() -> None:
    assert claimed("岫阳镇") == sorted(claimed("岫阳镇"))
    assert len(set(claimed("岫阳镇"))) > 5
    assert len(set(claimed("麻柳镇"))) == 1
    assert claimed("箭滩镇") == sorted(claimed("箭滩镇"), reverse=True)
    assert claimed("箭滩镇")[0] > claimed("箭滩镇")[-1]


def test_no_sentence_is_left_with_a_gap_and_no_story_is_told_twice() -> None:
    assert not [truth.url for truth in HARMLESS if re.search(r"[{}]|“”", truth.title + truth.body)]
    texts = Counter(truth.body for truth in stories())
    assert [truth.body for truth in stories() if texts[truth.body] > 1] == []
    headlines = Counter((truth.town, truth.title.replace("：", "")) for truth in stories())
    assert max(headlines.values()) == 1


def test_what_a_text_claims_stands_in_it_as_printed() -> None:
    for truth in TRUTH:
        at = 0
        for claim in truth.claims:
            number = str(claim.value // 10_000) if claim.unit == "元" and claim.value >= 10_000 else str(claim.value)
            printed = {"2次": "两次", "100趟": "上百趟"}.get(f"{claim.value}{claim.unit}", number)
            assert printed in truth.body[at:], (truth.url, claim)
            at = truth.body.index(printed, at) + len(printed)
    assert not [truth.url for truth in HARMLESS if re.search(r"[\[\]≥]", truth.body)]
