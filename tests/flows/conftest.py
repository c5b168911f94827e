"""What the tests of the line share."""

import logging
from collections.abc import Iterator

import pytest

from flows.logs import LOGGERS, StandardError, bind


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
