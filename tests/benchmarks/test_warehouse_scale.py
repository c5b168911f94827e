"""A whole warehouse built as the benchmark does it, small: nothing is lost on the way, and memory stays in its limit."""

from benchmarks.warehouse_scale import MOST_MEGABYTES, build


def test_a_warehouse_is_built_and_a_day_more_within_the_memory() -> None:
    built = build(3_000)  # counts its articles itself
    assert built.day < built.rebuild
    assert built.peak < MOST_MEGABYTES
