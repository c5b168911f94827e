"""What re-extraction has reached must not be lost; the limits themselves are measured by `make bench`."""

from benchmarks.reextract_speed import measure

# Measured on an idle machine: see docs/decisions.md. Beside other tests two processes have no two cores.
LEAST_GAIN_OF_TWO = 0.6
LEAST_SHARE_OF_EXTRACTION = 0.4


def test_the_archive_is_read_anew_nearly_as_fast_as_pages_alone() -> None:
    speeds = measure(600, rounds=2)
    assert speeds.answers > 600
    assert speeds.share_of_extraction > LEAST_SHARE_OF_EXTRACTION
    assert speeds.gain_of_two > LEAST_GAIN_OF_TWO
