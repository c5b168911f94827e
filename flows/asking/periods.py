"""Periods as people write them: `2026-Q3`, `2026-04`, `2026`, `all`."""

import re
from dataclasses import dataclass
from datetime import date

from flows.machine_forms import InputError
from flows.screen import cut

_WRITTEN = re.compile(
    r"(?P<year>[12]\d{3})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True)
class Period:
    """A period of the comparisons by its sort and its first day, which all time has not."""

    kind: str
    start: date | None

    @property
    def title(self) -> str:
        """The period as it is written; `all time` for all."""
        if self.start is None:
            return "all time"
        if self.kind == "quarter":
            return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
        return f"{self.start:%Y-%m}" if self.kind == "month" else f"{self.start:%Y}"


def period_of(text: str) -> Period:
    """The period that is written so. Raises InputError for anything else."""
    written = text.strip()
    if written.lower() == "all":
        return Period("all", None)
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise InputError(f"'{cut(text, 40)}' is no period; write 2026-Q3, 2026-04, 2026 or all.")
    year = int(found["year"])
    if found["quarter"]:
        return Period("quarter", date(year, int(found["quarter"]) * 3 - 2, 1))
    if found["month"]:
        return Period("month", date(year, int(found["month"]), 1))
    return Period("year", date(year, 1, 1))
