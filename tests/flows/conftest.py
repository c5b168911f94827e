"""The line on the demo county, run once for all tests that look at what it made."""

import pytest

from tests.flows.demo_line import Line, run_twice


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return run_twice(tmp_path_factory.mktemp("line"))
