"""What a section of a page is: which rows it shows, in which columns, with which chart. The script draws it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from reports.headings import heading
from reports.meanings import Both

_FOLDER = Path(__file__).with_name("sections")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Variant(_Strict):
    """Rows of a dataset (a file in queries/), and the columns that are shown of them."""

    dataset: str
    columns: tuple[str, ...]


class Section(_Strict):
    """One question and its answer: a chart, a table, or both. A page is a file of them in sections/."""

    key: str
    """Its name in addresses."""
    title: Both
    lead: Both
    """How to read it."""
    mart: str
    """The comparison that the page of methods explains."""
    rows: Variant
    of_topic: Variant | None = None
    """What is shown instead once the reader has chosen a topic; without it the section knows no topics."""
    periods: Literal["chosen", "year", "month", "quarter", "any"] = "chosen"
    """The rows that go with the period that the reader chose: those of the period itself, of its year (for comparisons
    that know no shorter one), of every month or quarter (what is shown over time), or all."""
    places: str | None = None
    """Only places of this kind."""
    choice: str | None = None
    """A column of which one value at a time is shown."""
    sort: str | None = None
    """A column of numbers by which rows stand, lowest first (`-column`: highest); without it, as in the dataset."""
    chart: str | None = None
    """A name in charts.py."""
    is_table_open: bool = Field(default=False)
    """Whether the table beside a chart is unfolded."""

    @property
    def variants(self) -> tuple[Variant, ...]:
        """All that it may show."""
        return (self.rows, self.of_topic) if self.of_topic else (self.rows,)

    @property
    def columns(self) -> set[str]:
        """All columns whose headings it needs."""
        shown = {column for variant in self.variants for column in variant.columns}
        return shown | ({self.choice} if self.choice else set())


@cache
def sections_of(page: str) -> tuple[Section, ...]:
    """The sections of a page, from sections/<page>.toml."""
    told = tomllib.loads((_FOLDER / f"{page}.toml").read_text("utf-8"))
    return tuple(Section(**section) for section in told["section"])


def headings_of(columns: set[str]) -> dict[str, tuple[str, str]]:
    """The headings of columns, Chinese and English; a place is shown by its name and so is its heading."""
    shown = {column.replace("place_code", "place_name") for column in columns}
    return {column: (heading(column, "zh"), heading(column, "en")) for column in sorted(shown)}


def as_json(section: Section, meanings: dict[str, Both]) -> dict[str, Any]:
    """As the pages' script takes it, with the meanings of its columns among those of its comparison."""
    shown = {column: tuple(meaning) for column, meaning in meanings.items() if column in section.columns}
    return section.model_dump(exclude={"title", "lead", "mart"}) | {"meanings": shown}
