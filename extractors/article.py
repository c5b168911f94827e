"""The record that the whole project is about: one article as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day"]
Kind = Literal["text", "gallery", "video", "file", "redirect"]


@dataclass(frozen=True)
class Evidence:
    """Where a field's value comes from.

    `rule` names the rule that found it (`byline:作者`, `meta:PubDate`, `platform:vsb`, `list`, `trafilatura`),
    `raw` is the text it was read from, as printed.
    """

    rule: str
    raw: str


@dataclass(frozen=True)
class Article:
    """One article. What the page does not state is None or empty: nothing here is a guess.

    `published_at` is local China time as printed (UTC+8, no DST), naive, to `published_precision`.
    `authors` are people, or the office where the label names an office; editors and reviewers are never among
    them. `source` is the text of 来源 as printed. `body` has one paragraph a line, without byline, editor line,
    navigation and related links. `evidence` has one entry for each field that has a value; under `<field>.other`,
    `<field>.other.2` and so on the witnesses that say something else, in their order; `mirror` where the text had
    to be cleaned of glosses, and `lossy` where characters were lost before the page reached us.
    """

    url: str
    title: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    body: str = ""
    kind: Kind = "text"
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
