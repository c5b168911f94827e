"""Periods are taken as people write them, and nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.asking.periods import Period, period_of
from flows.machine_forms import InputError


@pytest.mark.parametrize(
    ("text", "period", "title"),
    [
        ("all", Period("all", None), "all time"),
        ("2026", Period("year", date(2026, 1, 1)), "2026"),
        ("2026-Q3", Period("quarter", date(2026, 7, 1)), "2026-Q3"),
        (" 2026-q4 ", Period("quarter", date(2026, 10, 1)), "2026-Q4"),
        ("2026-04", Period("month", date(2026, 4, 1)), "2026-04"),
    ],
)
def test_a_period_is_read_and_written_alike(text: str, period: Period, title: str) -> None:
    assert period_of(text) == period
    assert period.title == title


@given(st.sampled_from(["year", "quarter", "month"]), st.integers(1000, 2999), st.integers(1, 12))
def test_every_title_is_read_as_its_period(kind: str, year: int, month: int) -> None:
    start = {"year": 1, "quarter": month - (month - 1) % 3, "month": month}[kind]
    period = Period(kind, date(year, start, 1))
    assert period_of(period.title) == period


@pytest.mark.parametrize(
    "text", ["", "2026-Q5", "2026-13", "2026-4", "０２０２", "2026-04-01", "Q3", "2026Q3", "\x1b[31m" * 99]
)
def test_anything_else_is_refused_in_one_harmless_sentence(text: str) -> None:
    with pytest.raises(InputError, match="is no period; write 2026-Q3") as refused:
        period_of(text)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 120
