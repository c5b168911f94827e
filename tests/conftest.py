"""What tests of several rooms share: the line on the demo county, run once, and a browser."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.flows.demo_line import Line, run_twice


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return run_twice(tmp_path_factory.mktemp("line"))


# Playwright keeps an event loop in this thread as long as it runs: not beyond the module, or others could start none.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from benchmarks._browser import chromium

    if shutil.which("chromium") is None:
        pytest.skip("there is no Chromium")
    with chromium() as opened:
        yield opened
