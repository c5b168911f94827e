"""What is read from one text after loading: one class for each table, found by `readers`.

To change what a reader reads changes its `rules`: the number of its version here, or the dictionaries that go into the
hash. Then, and only then, all texts are read by it again.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from extractors import shingles, slogans
from extractors.people import is_office
from extractors.quantities import Quantity, read_quantities
from extractors.topics import BadTopicFile, Topic, TopicDictionary
from extractors.words import search_words
from gazetteer import County, Town
from gazetteer.former import former_towns
from gazetteer.names import COMMON_WORDS, town_names
from gazetteer.places import mentioned_towns, origin_town
from warehouse.errors import DictionaryError

TOPIC_WORDS = "topic_word.csv"
SLOGAN_VERDICTS = "slogan.csv"
_NUMBERS_MAX = 64
_LEAST_NAME = 2  # signs
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)

Row = dict[str, Any]


class Credit(NamedTuple):
    """A name as printed, with its place in raw.person."""

    role: str
    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """One version of an article as the warehouse has it; missing texts are empty."""

    article_id: str
    version: int
    county_code: str
    title: str
    source: str
    column: str
    body: str
    credits: tuple[Credit, ...] = ()


class Reader(Protocol):
    """Reads rows for `raw.<table>` from a text; article_id and version are added to them by who asks."""

    name: str
    table: str
    rules: str

    def rows(self, text: Text) -> list[Row]:
        """The rows of this text. All have the same columns."""


def readers(counties: Sequence[County], data_folder: Path) -> list[Reader]:
    """All readers; `data_folder` has the dictionaries that analysts edit. Raises DictionaryError."""
    return [
        PlaceReader(counties),
        OfficeReader(),
        TopicReader(data_folder / TOPIC_WORDS),
        SloganReader(data_folder / SLOGAN_VERDICTS),
        QuantityReader(counties),
        FingerprintReader(),
        WordReader(),
    ]


class PlaceReader:
    """The town that an article comes from, and those that it names; nothing for articles of other counties."""

    name = "places"
    table = "place"

    def __init__(self, counties: Sequence[County]) -> None:
        self._counties = {county.code: county for county in counties}
        known = sorted(self._counties.values(), key=lambda county: county.code)
        former = [former_towns(county.code) for county in known]
        self.rules = _hash(4, known, former, sorted(COMMON_WORDS))

    def rows(self, text: Text) -> list[Row]:
        """The origin first, then the towns that are named."""
        county = self._counties.get(text.county_code)
        if county is None:
            return []
        mentions = mentioned_towns(county, f"{text.title}\n{text.body}")
        counts = {mention.town.code: mention.count for mention in mentions}
        origin = origin_town(
            county,
            title=text.title,
            source=text.source,
            authors=[credit.name for credit in text.credits if credit.role == "author"],
            body=text.body,
            column=text.column,
        )
        rows = [_place("mention", mention.town, f"text:{mention.text}", 1.0, counts) for mention in mentions]
        if origin.town:
            rows.insert(0, _place("origin", origin.town, origin.evidence, origin.confidence, counts))
        return rows


class OfficeReader:
    """Credits that name an office: 宋家镇党政办."""

    name = "offices"
    table = "office"
    rules = "2"

    def rows(self, text: Text) -> list[Row]:
        """Offices in the order of raw.person."""
        return [
            {"role": credit.role, "position": credit.position, "office": credit.name}
            for credit in text.credits
            if is_office(credit.name)
        ]


class TopicReader:
    """Topics by the dictionary of the analysts."""

    name = "topics"
    table = "topic"

    def __init__(self, path: Path) -> None:
        try:
            self._dictionary = TopicDictionary.read(path)
        except BadTopicFile as error:
            raise DictionaryError(str(error)) from error
        self.rules = self._dictionary.fingerprint

    def rows(self, text: Text) -> list[Row]:
        """The topic with the largest share first."""
        return [_columns(topic) for topic in self._dictionary.topics(text.title, text.body)]


class SloganReader:
    """Slogans as found, those that analysts accepted wherever they are quoted; what counts as one is said in SQL."""

    name = "slogans"
    table = "slogan"

    def __init__(self, verdicts: Path) -> None:
        try:
            listed = slogans.SloganList.read(verdicts)
        except slogans.BadSloganFile as error:
            raise DictionaryError(str(error)) from error
        self._named = listed.named
        self.rules = listed.fingerprint

    def rows(self, text: Text) -> list[Row]:
        """Slogans in the order of their first use."""
        return [_columns(slogan) for slogan in slogans.read_slogans(text.title, text.body, self._named)]


class QuantityReader:
    """Quantities that the body claims. What is counted is named without the place, so that towns can be compared."""

    name = "quantities"
    table = "quantity"

    def __init__(self, counties: Sequence[County]) -> None:
        self._place = {
            county.code: re.compile(f"{county.name}|{town_names(county).full_pattern.pattern}") for county in counties
        }
        self.rules = _hash(3, sorted((code, place.pattern) for code, place in self._place.items()))

    def rows(self, text: Text) -> list[Row]:
        """Quantities in the order of the text, counted from 1."""
        return [
            {
                "position": position,
                **_columns(quantity),
                "indicator": self._without_place(quantity.indicator, text.county_code),
                "part_of": quantity.part_of and self._without_place(quantity.part_of, text.county_code),
            }
            for position, quantity in enumerate(read_quantities(text.body), start=1)
        ]

    def _without_place(self, name: str, county_code: str) -> str:
        """松涧镇党员 is 党员; 松涧镇 alone stays, as what has two houses each."""
        place = self._place.get(county_code)
        match = place and place.match(name)
        rest = name[match.end() :].removeprefix("有") if match else ""
        return rest if len(rest) >= _LEAST_NAME else name


class FingerprintReader:
    """By what near-duplicates are found: the signature of the words, and hashes of the numbers that may differ."""

    name = "fingerprints"
    table = "fingerprint"
    rules = f"{shingles.VERSION}, 1"

    def rows(self, text: Text) -> list[Row]:
        """One row."""
        numbers = {crc32(number.encode()) & 0xFFFF for number in _NUMBER.findall(text.body)}
        return [{"signature": shingles.signature(text.body), "numbers": sorted(numbers)[:_NUMBERS_MAX]}]


class WordReader:
    """Words for the full-text search."""

    name = "words"
    table = "search_text"

    def __init__(self) -> None:
        self.rules = f"1, rjieba {installed_version('rjieba')}"  # its dictionary goes with its version

    def rows(self, text: Text) -> list[Row]:
        """One row, words in the order of their first use."""
        counts = Counter(search_words(f"{text.title}\n{text.body}"))
        words = " " + "".join(f"{word}:{count} " for word, count in counts.items())
        return [{"words": words, "word_count": counts.total()}]


def _place(role: str, town: Town, evidence: str, confidence: float, counts: dict[str, int]) -> Row:
    return {
        "role": role,
        "town_code": town.code,
        "town_name": town.name,
        "evidence": evidence,
        "confidence": confidence,
        "mentions": counts.get(town.code, 0),
    }


def _columns(found: Topic | slogans.Slogan | Quantity) -> Row:
    """Its fields; dataclasses.asdict takes as long as the search for topics."""
    return {field.name: getattr(found, field.name) for field in fields(found)}


def _hash(*what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]
