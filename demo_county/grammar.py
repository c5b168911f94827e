"""How the demo county's stories are put together: from the sentences of a topic, a town's places, and figures."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from demo_county.article import Claim
from demo_county.phrases import (
    CLOSINGS,
    COUNTY_HEADLINES,
    COUNTY_PARAGRAPHS,
    METHODS,
    PEOPLE,
    TOPICS,
    VOICES,
)
from demo_county.world import COUNTY, Town

# How a 镇, a 乡 and a 街道 speak of themselves.
_FORMS = {
    "镇": {"whole": "全镇", "office": "镇上"},
    "乡": {"whole": "全乡", "office": "乡上"},
    "道": {"whole": "辖区", "office": "街道"},
}
# What towns have at the beginning, before `scale`, and to how many units the figure is rounded.
_STANDING = {"area": (1200, 10), "firms": (8, 1), "households": (620, 5), "output": (320, 2), "guests": (5200, 100)}
# What happens on a day.
_OF_THE_DAY = {"times": 24, "tons": 38, "meetings": 6, "people": 130, "money": 900}

_MARK = re.compile(r"\[(?P<printed>[^:\]]+):(?P<indicator>[^=≥\]]+)(?P<bound>[=≥])(?P<value>\d+)(?P<unit>[^\]]+)\]")
_BOUNDS = {"=": "eq", "≥": "ge"}


@dataclass(frozen=True)
class Text:
    """What was written: headline without the town, paragraphs, campaigns that it names, quantities that it claims."""

    headline: str
    paragraphs: tuple[str, ...]
    slogans: tuple[str, ...]
    claims: tuple[Claim, ...]


def write(rng: random.Random, town: Town, topic: str, month: int, slogan: str | None) -> Text:
    """A story of a town in a month counted from the first; `slogan` is the campaign of the day, if there is one."""
    village, other = rng.sample(town.villages, 2)
    words = _standing(town, month) | _of_the_day(rng, town.scale)
    words |= {"town": town.name, "village": village, "other": other, "crop": town.crop, "slogan": slogan or ""}
    talk = TOPICS[topic]
    words |= {"topic": talk.words} | _FORMS[town.name[-1]]

    # Nobody is a grower in one sentence and an official in the next.
    people = iter(rng.sample(PEOPLE, len(PEOPLE)))

    def some(sentences: Sequence[str], least: int = 1, most: int = 1) -> list[str]:
        """Sentences in the order of chance; those about a campaign only where there is one."""
        fitting = [sentence for sentence in sentences if slogan or "{slogan}" not in sentence]
        chosen = rng.sample(fitting, rng.randint(least, most))
        return [sentence.format(**words, person=next(people)) for sentence in chosen]

    headline = some(talk.headlines)[0]
    details = some(talk.details, 2, 3)
    marked = [
        some(talk.scenes)[0],
        details[0],
        *some(talk.facts, 1, 2),
        some(METHODS)[0],
        *details[1:],
        *some(VOICES, 2, 3),
        some(CLOSINGS)[0],
    ]
    paragraphs, claims = _without_marks(marked)
    is_named = slogan is not None and any(f"“{slogan}”" in text for text in (headline, *paragraphs))
    return Text(headline, paragraphs, (slogan,) if slogan and is_named else (), claims)


def write_county(rng: random.Random, number: int, topic: str) -> Text:
    """A story of the county itself, which is no town's; `number` counts its meetings."""
    words = {name: str(10 * size) for name, (size, _) in _STANDING.items()} | _of_the_day(rng, 8.0)
    words |= {"county": COUNTY, "topic": TOPICS[topic].words, "times": str(number), "firms": str(rng.randint(3, 11))}
    headline = rng.choice(COUNTY_HEADLINES).format(**words)
    paragraphs, claims = _without_marks([rng.choice(choices).format(**words) for choices in COUNTY_PARAGRAPHS])
    return Text(headline, paragraphs, (), claims)


def _without_marks(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[Claim, ...]]:
    """The paragraphs as printed, and the claims that their marks state."""
    claims = [
        Claim(mark["indicator"], int(mark["value"]), mark["unit"], _BOUNDS[mark["bound"]])
        for paragraph in paragraphs
        for mark in _MARK.finditer(paragraph)
    ]
    return tuple(_MARK.sub(r"\g<printed>", paragraph) for paragraph in paragraphs), tuple(claims)


def _standing(town: Town, month: int) -> dict[str, str]:
    """What a town has by that month. It is the same in each of the month's stories."""
    size = town.scale * (1 + town.growth) ** month
    return {name: str(max(2, round(first * size / step) * step)) for name, (first, step) in _STANDING.items()}


def _of_the_day(rng: random.Random, scale: float) -> dict[str, str]:
    return {name: str(max(3, round(size * scale * rng.uniform(0.6, 1.4)))) for name, size in _OF_THE_DAY.items()}
