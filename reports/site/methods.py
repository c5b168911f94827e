"""The page of methods: what each comparison and each of its columns means."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.meanings import Both

# What the comparisons rest on, as far as pages show it.
_GROUNDS = ("core.coverage", "core.story", "core.story_topic", "core.town")


@dataclass(frozen=True)
class Method:
    """A table, what it says, and what each of its columns means."""

    table: str
    text: Both
    columns: dict[str, Both]

    @property
    def name(self) -> str:
        """Its name without the schema: its place on the page."""
        return self.table.split(".")[1]


def methods_of(meanings: Mapping[str, Both]) -> dict[str, Method]:
    """Every comparison, then what they rest on, by name."""
    tables = [name for name in meanings if name.startswith("mart.") and name.count(".") == 1]
    methods = [_method(table, meanings) for table in (*tables, *_GROUNDS)]
    return {method.name: method for method in methods}


def _method(table: str, meanings: Mapping[str, Both]) -> Method:
    columns = {name: meaning for name, meaning in meanings.items() if name.startswith(f"{table}.")}
    return Method(table, meanings[table], {name.split(".")[2]: meaning for name, meaning in columns.items()})
