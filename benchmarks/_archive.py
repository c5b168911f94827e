"""An archive of invented county sites as crawls leave it: lists and articles of 20 to 60 kB, their words invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks._sites import COLUMN, site_pages
from crawlers.archive import Archive
from crawlers.link import Role
from crawlers.warc import RecordContext
from demo_county.world import PORTAL
from extractors.page import Page

_BEGAN = datetime(2026, 5, 6, 1, tzinfo=UTC)
_LISTS = PORTAL.columns[COLUMN].rpartition(".")[0]


def write_archive(folder: Path, articles: int, sites: int = 4) -> int:
    """Write the answers of so many articles of sites, with their lists; returns how many answers there are."""
    archive = Archive(folder)
    answers = 0
    for number in range(1, sites + 1):
        host = f"http://www.county-{number}.example"
        moment = _BEGAN
        for path, body in site_pages(articles // sites).items():
            moment += timedelta(seconds=3)
            role: Role = "robots" if path == "/robots.txt" else "list" if path.startswith(_LISTS) else "article"
            page = Page(host + path, body, 200, {"content-type": "text/html; charset=utf-8"}, moment)
            archive.append(RecordContext(f"county-{number}", f"99{number:04}", role, column=COLUMN), page)
            answers += 1
    return answers
