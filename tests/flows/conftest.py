"""The line on the demo county, run once for all tests that look at what it made."""

import logging
from collections.abc import Iterator

import pytest

from flows.logs import LOGGERS, StandardError, bind
from tests.flows.demo_line import Line, run_twice


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return run_twice(tmp_path_factory.mktemp("line"))


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """A command in this process changes how it logs; other tests are not to see it."""
    yield
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, StandardError)]:
        root.removeHandler(handler)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    bind(run=None, county=None, counties=None)
