"""What a byline states, and how two of them are put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from extractors.article import Evidence, Precision
from extractors.dates import FoundDate
from extractors.labels import Role
from extractors.people import Credit


@dataclass(frozen=True)
class Byline:
    """The fields of one byline; what it does not state is None or empty.

    `published_at` is naive China time to `published_precision`. `evidence` has one entry for each field that has a
    value: the rule (`byline:作者`, `lead:通讯员`, `end:责任编辑`) and the text as printed.
    """

    title: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def merged_with(self, other: "Byline") -> "Byline":
        """This byline, with what it leaves empty taken from the other."""
        knows_time = self.published_at is not None
        return Byline(
            title=self.title or other.title,
            published_at=self.published_at if knows_time else other.published_at,
            published_precision=self.published_precision if knows_time else other.published_precision,
            authors=self.authors or other.authors,
            source=self.source or other.source,
            editors=self.editors or other.editors,
            reviewers=self.reviewers or other.reviewers,
            evidence={**other.evidence, **self.evidence},
        )

    def __bool__(self) -> bool:
        return bool(
            self.title or self.published_at or self.authors or self.source or self.editors or self.reviewers
        )


@dataclass
class Draft:
    """A byline in the making; the place it is read from (`byline`, `lead`, `end`) begins its rules."""

    place: str
    title: str | None = None
    date: FoundDate | None = None
    source: str | None = None
    people: dict[Role, list[str]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def set_title(self, title: str, rule: str, raw: str) -> None:
        """The first title stays."""
        if self.title is None and title:
            self.title = title
            self._prove("title", rule, raw)

    def set_date(self, date: FoundDate, rule: str, raw: str) -> None:
        """The first date stays."""
        if self.date is None:
            self.date = date
            self._prove("published_at", rule, raw)

    def set_source(self, source: str, rule: str, raw: str) -> None:
        """The first source stays."""
        if self.source is None and source:
            self.source = source
            self._prove("source", rule, raw)

    def add_people(self, credits: Iterable[Credit], rule: str, raw: str) -> None:
        """People of one role are collected from everywhere in this place."""
        for credit in credits:
            names = self.people.setdefault(credit.role, [])
            if credit.name not in names:
                names.append(credit.name)
            self._prove(_FIELDS[credit.role], rule, raw)

    def byline(self) -> Byline:
        """The finished byline."""
        return Byline(
            title=self.title,
            published_at=self.date.value if self.date else None,
            published_precision=self.date.precision if self.date else None,
            authors=tuple(self.people.get(Role.AUTHOR, ())),
            source=self.source,
            editors=tuple(self.people.get(Role.EDITOR, ())),
            reviewers=tuple(self.people.get(Role.REVIEWER, ())),
            evidence=self.evidence,
        )

    def _prove(self, name: str, rule: str, raw: str) -> None:
        self.evidence.setdefault(name, Evidence(f"{self.place}:{rule}", raw.strip()))


_FIELDS = {Role.AUTHOR: "authors", Role.EDITOR: "editors", Role.REVIEWER: "reviewers"}
