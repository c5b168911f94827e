"""A sparkline says of each number how high it is, and of a gap that it is one."""

from hypothesis import given
from hypothesis import strategies as st

from flows.asking.sparkline import GAP, sparkline

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
ORDER = "▁▂▃▄▅▆▇█"


@given(st.lists(st.none() | NUMBERS))
def test_every_number_has_its_sign_and_only_what_is_not_known_is_a_gap(numbers: list[float | None]) -> None:
    line = sparkline(numbers)
    assert len(line) == len(numbers)
    assert [sign == GAP for sign in line] == [number is None for number in numbers]


@given(st.lists(NUMBERS, min_size=1), st.none() | NUMBERS)
def test_who_has_more_is_never_lower(numbers: list[float], most: float | None) -> None:
    heights = [ORDER.index(sign) for sign in sparkline(sorted(numbers), least=min(numbers), most=most)]
    assert heights == sorted(heights)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_nothing_is_told_from_little_and_the_most_is_full(numbers: list[int]) -> None:
    line = sparkline(numbers)
    assert [sign == "▁" for sign in line] == [number == 0 for number in numbers]
    assert not any(numbers) or line[numbers.index(max(numbers))] == "█"


def test_zero_a_gap_and_steps_look_as_they_do_in_the_docs() -> None:
    assert sparkline([0, None, 1, 2, 4, 7]) == "▁·▂▃▅█"
    assert sparkline([1, 2], most=7) == "▂▃", "many towns have one measure"
    assert sparkline([300, 700, 500], least=300) == "▁█▅", "claims lie between the least and the greatest"
    assert sparkline([]) == ""
