"""The site of the demo county, and somebody who reads it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.demo_line import Line
from tests.reports.reader import Reader, opened


@pytest.fixture(scope="session")
def site(line: Line) -> Path:
    """The pages as the line published them."""
    return line.data / "published" / "report"


@pytest.fixture
def opens(browser: Any) -> Iterator[Callable[..., Reader]]:
    """Opens a site in a browser profile of its own; at the end nothing may have gone wrong in it."""
    readers: list[Reader] = []

    def open_site(folder: Path, **settings: Any) -> Reader:
        readers.append(opened(browser, folder, **settings))
        return readers[-1]

    yield open_site
    for reader in readers:
        reader.tab.context.close()
    assert [trouble for reader in readers for trouble in reader.troubles] == []


@pytest.fixture
def reader(opens: Callable[..., Reader], site: Path) -> Reader:
    """Somebody at the site of the demo county."""
    return opens(site)
