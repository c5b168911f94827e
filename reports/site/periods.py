"""The periods that a county's pages can show."""

from dataclasses import dataclass
from typing import Any

from reports.site.datasets import Dataset


@dataclass(frozen=True)
class Period:
    """A month, quarter, year or all time, by its key in addresses."""

    key: str
    kind: str
    zh: str
    en: str
    is_complete: bool
    coverage_share: float | None

    def to_json(self) -> dict[str, Any]:
        """As the pages' script takes it."""
        return {"key": self.key, "kind": self.kind, "zh": self.zh, "en": self.en}


def periods_of(rows: Dataset) -> list[Period]:
    """The periods of a county, the newest first, from its rows of queries/periods.sql."""
    return [
        Period(
            row["period"],
            row["kind"],
            *_names(row["kind"], row["period"], is_complete=bool(row["is_complete"])),
            bool(row["is_complete"]),
            row["coverage_share"],
        )
        for row in rows.records()
    ]


def first_shown(periods: list[Period], with_stories: set[str]) -> str:
    """The period that a page opens with: the newest whole quarter in which anything was published, else all time."""
    whole = (one.key for one in periods if one.kind == "quarter" and one.is_complete and one.key in with_stories)
    return next(whole, "all")


def _names(kind: str, key: str, *, is_complete: bool) -> tuple[str, str]:
    year, _, part = key.partition("-")
    zh, en = {
        "month": (f"{year}年{part.lstrip('0')}月", key),
        "quarter": (f"{year}年第{part[1:]}季度", f"{year} {part}"),
        "year": (f"{year}年", year),
    }.get(kind, ("全部时间", "All time"))
    open_end = kind != "all" and not is_complete
    return (f"{zh}（未完）", f"{en} (not over)") if open_end else (zh, en)
