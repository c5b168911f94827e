"""What an article is about, by the words of a dictionary that analysts edit (docs/topics.md).

Every paragraph belongs to the topics whose words it holds, in proportion to their weights. An article's share of a
topic is the share of its text, counted in Han characters, that belongs to it; a paragraph without any word stays
unexplained. What an author puts first weighs more: the headline three times, headings and the opening clauses of
paragraphs (聚焦产业建设，…) twice.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import NamedTuple

from extractors.dictionary_file import read_dictionary
from extractors.normalise import fold

# Part of the fingerprint: to change how words are counted changes this number.
RULES = 1
_TITLE = 3
_HEADING = 2
_HEADING_CHARACTERS = 30
_WORDS_SHOWN = 8
_COLUMNS = ["topic", "word", "weight"]
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_OPENING_CLAUSE = re.compile(r"[^，,。：:；;！!？?]{1,25}[，,。：:；;！!？?]")
_SENTENCE_END = re.compile(r"[。！？!?；;，,]")
# Words are looked up by their first two signs, and a text has many pairs of signs that begin none.
_HEAD = 2


class BadTopicFile(ValueError):
    """The dictionary cannot be used; the message is one sentence with file and line."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of an article.

    `share` is the part of the text that belongs to it, 0 to 1; what all topics of the article leave of 1 is
    unexplained. `score` is the weight of all its words, multiplied where headline and headings hold them. `words` are
    those that spoke for it, the most telling first, at most eight.
    """

    topic: str
    share: float
    score: float
    words: tuple[str, ...]


class _Entry(NamedTuple):
    topic: str
    weight: float


class TopicDictionary:
    """The words of each topic, ready to be looked up."""

    def __init__(self, entries: Mapping[str, tuple[str, float]]) -> None:
        self._entries = {word: _Entry(*entry) for word, entry in entries.items()}
        content = "\n".join(f"{word},{topic},{weight}" for word, (topic, weight) in sorted(self._entries.items()))
        self.fingerprint = hashlib.sha256(f"{RULES}\n{content}".encode()).hexdigest()[:16]
        self._words_by_head: dict[str, list[str]] = {}
        for word in sorted(self._entries, key=len, reverse=True):
            self._words_by_head.setdefault(word[:_HEAD], []).append(word)

    @classmethod
    def read(cls, path: Traversable) -> "TopicDictionary":
        """Read a CSV file with the columns topic, word and weight.

        Raises:
            BadTopicFile: The file cannot be read, or a line of it cannot be used.
        """
        return cls(read_dictionary(path, lambda lines: dict(_entries(lines)), BadTopicFile))

    def topics(self, title: str, body: str) -> list[Topic]:
        """The topics of an article, the largest share first; none where no word of the dictionary occurs."""
        size = 0
        sizes: dict[str, float] = {}
        scores: dict[str, dict[str, float]] = {}
        for parts in (((title, _TITLE),), *map(_parts, body.split("\n"))):
            found: dict[str, float] = {}
            own_size = 0
            for text, factor in parts:
                own_size += factor * sum(map(len, _HAN.findall(text)))
                for word in self._words(text):
                    topic, weight = self._entries[word]
                    found[topic] = found.get(topic, 0) + factor * weight
                    of_words = scores.setdefault(topic, {})
                    of_words[word] = of_words.get(word, 0) + factor * weight
            size += own_size
            whole = sum(found.values())
            for topic, score in found.items():
                sizes[topic] = sizes.get(topic, 0) + own_size * score / whole
        topics = [
            Topic(topic, sizes[topic] / size if size else 0.0, sum(of_words.values()), _most_telling(of_words))
            for topic, of_words in scores.items()
        ]
        return sorted(topics, key=lambda topic: (-topic.share, -topic.score, topic.topic))

    def _words(self, text: str) -> list[str]:
        """The words in the text, of several that begin at one place the longest, none inside another."""
        text = fold(text).lower()
        heads = self._words_by_head
        words = []
        end = 0
        for start in range(len(text) - 1):
            candidates = heads.get(text[start : start + _HEAD])
            if candidates and start >= end:
                for word in candidates:
                    if text.startswith(word, start):
                        words.append(word)
                        end = start + len(word)
                        break
        return words


def _parts(paragraph: str) -> tuple[tuple[str, int], ...]:
    """The paragraph as texts with what each counts: a heading, or an opening clause and the rest."""
    paragraph = paragraph.strip()
    if len(paragraph) <= _HEADING_CHARACTERS and not _SENTENCE_END.search(paragraph):
        return ((paragraph, _HEADING),)
    opening = _OPENING_CLAUSE.match(paragraph)
    end = opening.end() if opening else 0
    return ((paragraph[:end], _HEADING), (paragraph[end:], 1))


def _most_telling(scores: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(scores, key=lambda word: (-scores[word], word))[:_WORDS_SHOWN])


def _entries(lines: Iterable[list[str]]) -> Iterable[tuple[str, tuple[str, float]]]:
    """Each word with topic and weight."""
    topics: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line]
        if number == 1:
            if cells != _COLUMNS:
                raise BadTopicFile(f"the first line must be {','.join(_COLUMNS)}.")
            continue
        if not any(cells):
            continue
        if len(cells) != len(_COLUMNS) or not all(cells):
            raise BadTopicFile(f"line {number} must have a topic, a word and a weight.")
        topic, word, weight = cells[0], fold(cells[1]).lower(), cells[2]
        if len(word) < _HEAD:
            raise BadTopicFile(f"line {number}: {word} is too short, a word has two signs or more.")
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", weight) or not float(weight):
            raise BadTopicFile(
                f"line {number}: the weight {weight} of {word} must be a number above 0, such as 1 or 2.5."
            )
        if word in topics:
            raise BadTopicFile(
                f"line {number}: {word} stands under {topics[word]} already, a word speaks for one topic."
            )
        topics[word] = topic
        yield word, (topic, float(weight))
    if not topics:
        raise BadTopicFile("it has no words.")
