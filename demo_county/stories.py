"""Who writes what, when, and who takes it over: the truth about every article of the demo county."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

from demo_county.article import TruthArticle
from demo_county.grammar import Text, write, write_county
from demo_county.phrases import TOPICS
from demo_county.world import (
    CITY_SITE,
    COUNTY,
    EDITORS,
    END,
    FARMING,
    FIRST_MONTH,
    MEDIA,
    PORTAL,
    REVIEWERS,
    SLOGANS,
    TOURISM,
    TOWNS,
    Site,
    Town,
)

_SEED = 990001
_MONTHS = 24
# Fewer stories around the Spring Festival, more before the year's reports are due.
_SEASON = {1: 0.7, 2: 0.5, 5: 1.15, 7: 1.2, 11: 1.1, 12: 1.3}
# What the time of the year puts on the agenda: floods, harvest, holidays.
_AGENDA = {4: "文旅", 5: "文旅", 6: "安全", 7: "安全", 8: "安全", 9: "产业", 10: "文旅", 11: "产业"}
# How the portal prints its bylines, in turn.
_PORTAL_TRAITS = ("glued_byline", "glued_byline", "spaced_byline", "nobody_as_author", "padded_name")
# What a town signs with: mostly its bare name.
_OFFICES = {
    "镇": ("", "", "", "人民政府", "党政办"),
    "乡": ("", "", "", "人民政府", "党政办"),
    "道": ("", "", "", "办事处"),
}
_CHANGED_STORY = 5  # counted from the newest: what the second edition words anew
_NEWER = 6


def tell(edition: int) -> list[TruthArticle]:
    """Every article of the sites. The second edition is some days later: one story changed, a few are new."""
    rng = random.Random(_SEED)  # noqa: S311 (an invented county needs no secrecy)
    articles = list(_town_articles(rng)) + list(_county_articles(rng))
    if edition > 1:
        _change_one(articles)
        articles += _newer(random.Random(_SEED + 1))  # noqa: S311
    return sorted(articles, key=lambda article: (article.published_at, article.url))


def _town_articles(rng: random.Random) -> Iterator[TruthArticle]:
    number = 2_600_000
    told: set[str] = set()
    for month in range(_MONTHS):
        first = _month_after(FIRST_MONTH, month)
        for town in TOWNS:
            if not town.first <= first <= town.last:
                continue
            for _ in range(_count(rng, town.output * _SEASON.get(first.month, 1.0))):
                number += rng.randint(1, 9)
                text, topic = _news(rng, town, month, told)
                yield from _story(rng, town, text, topic, month, number)


def _news(rng: random.Random, town: Town, month: int, told: set[str]) -> tuple[Text, str]:
    """A text and its topic. No headline appears twice in a town: only reprints share theirs."""
    while True:
        topic = _topic(rng, town, _month_after(FIRST_MONTH, month).month)
        text = write(rng, town, topic, month, _slogan(rng, town, month))
        if (headline := town.name + text.headline) not in told:
            told.add(headline)
            return text, topic


def _topic(rng: random.Random, town: Town, month: int) -> str:
    if month in _AGENDA and rng.random() < 0.2:
        return _AGENDA[month]
    return rng.choice(town.topics) if rng.random() < 0.7 else rng.choice(tuple(TOPICS))


def _story(rng: random.Random, town: Town, text: Text, topic: str, month: int, number: int) -> Iterator[TruthArticle]:
    """A town's story on the portal, and where other sites take it over."""
    moment = _moment(rng, _month_after(FIRST_MONTH, month))
    original = _on_portal(rng, town, topic, text, moment, number)
    yield original
    if rng.random() < town.reprinted * 0.7:
        yield _on_media(rng, original, text)
    if rng.random() < town.reprinted * 0.4:
        yield _on_city(rng, original, text)
    if topic == "产业" and rng.random() < 0.4:
        yield _on_farming(rng, original, text)
    if topic == "文旅" and rng.random() < 0.45:
        yield _on_tourism(rng, original, text)


def _on_portal(
    rng: random.Random, town: Town, topic: str, text: Text, moment: datetime.datetime, number: int
) -> TruthArticle:
    trait = _PORTAL_TRAITS[number % len(_PORTAL_TRAITS)]
    if trait == "padded_name":
        authors: tuple[str, ...] = (town.writers[1],)
    elif trait == "nobody_as_author":
        authors = ()
    else:
        authors = (town.writers[0],) if rng.random() < 0.7 else town.writers
    return TruthArticle(
        site=PORTAL,
        path=f"/Content-{number}.html",
        column="镇办动态",
        title=f"{town.name}：{text.headline}" if rng.random() < 0.8 else f"{town.name}{text.headline}",
        published_at=moment,
        paragraphs=text.paragraphs,
        story_id=str(number),
        authors=authors,
        source=town.name + rng.choice(_OFFICES[town.name[-1]]),
        editors=(EDITORS[number % len(EDITORS)],),
        town=town.name,
        topic=topic,
        slogans=text.slogans,
        claims=text.claims,
        traits=frozenset({trait, "build_time_in_meta"}),
    )


def _reprint(original: TruthArticle, site: Site, column: str, path: str, delay: datetime.timedelta) -> TruthArticle:
    moment = min(original.published_at + delay, datetime.datetime.combine(END, datetime.time(23, 50)))
    return replace(
        original,
        site=site,
        column=column,
        path=path,
        published_at=moment,
        authors=(),
        editors=(),
        traits=frozenset({"reprint"}),
    )


def _on_media(rng: random.Random, original: TruthArticle, text: Text) -> TruthArticle:
    """The county's media centre: a lead line with correspondents, three reviews at the end."""
    moment = original.published_at
    key = f"{rng.getrandbits(128):032x}"
    story = _reprint(original, MEDIA, "乡镇", f"/yxrm/xz/{moment:%Y%m}/{key}.shtml", _hours(rng, 2, 60))
    authors = _town(original).writers
    lead = f"云岫融媒讯（通讯员 {' '.join(authors)}）"
    return replace(
        story,
        title=f"{COUNTY}{original.town}：{text.headline}",
        paragraphs=(lead + text.paragraphs[0], *text.paragraphs[1:]),
        authors=authors,
        source=MEDIA.medium,
        editors=(EDITORS[0],),
        reviewers=REVIEWERS,
        traits=story.traits | {"lead_line", "three_reviews"},
    )


def _on_city(rng: random.Random, original: TruthArticle, text: Text) -> TruthArticle:
    """The city's site: the source is written by a script."""
    number = rng.randint(100_000, 999_999)
    moment = original.published_at
    story = _reprint(original, CITY_SITE, "县区动态", "", _hours(rng, 20, 90))
    trait = "script_source" if number % 2 else "variable_source"
    if number % 7 == 0:
        trait = "two_pages"
    return replace(
        story,
        path=f"/xwzx/xqdt/{moment:%Y%m}/t{moment:%Y%m%d}_{number}.html",
        title=f"{COUNTY}{original.town}：{text.headline}",
        source=MEDIA.medium,
        editors=(EDITORS[2],),
        traits=story.traits | {trait},
    )


def _on_farming(rng: random.Random, original: TruthArticle, text: Text) -> TruthArticle:
    """The county's farming bureau: GBK, an office as author, a tabulated byline with a day alone."""
    story = _reprint(original, FARMING, "工作动态", f"/info/1021/{original.story_id}.htm", _hours(rng, 1, 40))
    return replace(
        story,
        published_at=datetime.datetime.combine(story.published_at, datetime.time()),
        precision="day",
        title=f"{original.town}：{text.headline}",
        authors=("产业发展股",),
        traits=story.traits | {"gbk", "office_as_author", "tabulated_byline"},
    )


def _on_tourism(rng: random.Random, original: TruthArticle, text: Text) -> TruthArticle:
    """The city's tourism bureau: bracketed byline to the second, no author."""
    story = _reprint(original, TOURISM, "县区文旅", "", _hours(rng, 5, 70))
    moment = story.published_at.replace(second=rng.randint(1, 59))
    return replace(
        story,
        published_at=moment,
        precision="second",
        path=f"/art/{moment.year}/{moment.month}/{moment.day}/art_1711_{original.story_id}.html",
        title=f"{COUNTY}{original.town}：{text.headline}",
        source=MEDIA.medium,
        traits=story.traits | {"bracketed_byline"},
    )


def _county_articles(rng: random.Random) -> Iterator[TruthArticle]:
    """What the county itself publishes: no town's news."""
    for month in range(_MONTHS):
        for turn in range(2):
            topic = rng.choice(tuple(TOPICS))
            text = write_county(rng, month * 2 + turn + 1, topic)
            number = 2_590_000 + month * 10 + turn
            yield TruthArticle(
                site=PORTAL,
                path=f"/Content-{number}.html",
                column="县内要闻",
                title=text.headline,
                published_at=_moment(rng, _month_after(FIRST_MONTH, month)),
                paragraphs=text.paragraphs,
                story_id=str(number),
                source="县政府办",
                editors=(EDITORS[1],),
                topic=topic,
                claims=text.claims,
                traits=frozenset({"no_author", "build_time_in_meta"}),
            )


def _change_one(articles: list[TruthArticle]) -> None:
    """The second edition words a recent story of the portal anew."""
    portal = sorted((one for one in articles if one.site == PORTAL), key=lambda one: one.published_at)
    old = portal[-_CHANGED_STORY]
    corrected = (*old.paragraphs, "（更正：文中有关数据已按统计部门口径更新。）")
    articles[articles.index(old)] = replace(old, paragraphs=corrected, traits=old.traits | {"changed"})


def _newer(rng: random.Random) -> Iterator[TruthArticle]:
    """The stories of the days after the first edition."""
    for number in range(_NEWER):
        town = TOWNS[number]
        text = write(rng, town, town.topics[0], _MONTHS, SLOGANS[-1].name)
        moment = datetime.datetime.combine(END, datetime.time(9, 0)) + datetime.timedelta(days=1 + number)
        story = _on_portal(rng, town, town.topics[0], text, moment, 2_650_000 + number)
        yield replace(story, traits=story.traits | {"newer"})


def _slogan(rng: random.Random, town: Town, month: int) -> str | None:
    """A campaign that has reached the town, mostly the newest. Each spreads along the list of towns from its origin."""
    today = _month_after(FIRST_MONTH, month)
    reached = [one.name for one in SLOGANS if _month_after(one.start, _distance(one.origin, town)) <= today]
    if not reached:
        return None
    return reached[-1] if rng.random() < 0.7 else rng.choice(reached)


def _distance(origin: str, town: Town) -> int:
    """Months that a campaign needs from its town of origin: one for each town between them, the shorter way round."""
    names = [one.name for one in TOWNS]
    steps = abs(names.index(origin) - names.index(town.name))
    return min(steps, len(names) - steps)


def _town(article: TruthArticle) -> Town:
    return next(town for town in TOWNS if town.name == article.town)


def _month_after(day: datetime.date, months: int) -> datetime.date:
    index = day.month - 1 + months
    return datetime.date(day.year + index // 12, index % 12 + 1, 1)


def _moment(rng: random.Random, month: datetime.date) -> datetime.datetime:
    """A minute of a working hour of the month."""
    last = (_month_after(month, 1) - datetime.timedelta(days=1)).day
    day = month.replace(day=rng.randint(1, last))
    return datetime.datetime.combine(day, datetime.time(rng.randint(8, 18), rng.randint(0, 59)))


def _hours(rng: random.Random, least: int, most: int) -> datetime.timedelta:
    return datetime.timedelta(hours=rng.randint(least, most), minutes=rng.randint(0, 59))


def _count(rng: random.Random, mean: float) -> int:
    """A whole number around the mean."""
    return int(mean) + (rng.random() < mean % 1) + rng.choice((-1, 0, 0, 1)) if mean >= 1 else int(rng.random() < mean)
