"""The pages of the last runs, in `data/runs`: they are there without any server."""

from collections.abc import Iterator
from contextlib import contextmanager

from duckdb import DuckDBPyConnection

from flows.pipeline import Ingested
from flows.reading import open_snapshot
from flows.run_names import file_name
from flows.run_page import run_page
from flows.settings import Settings

KEPT = 200


def write_page(title: str, ingested: Ingested, settings: Settings, *, left_to: str | None = None) -> tuple[str, str]:
    """Write the page of a run beside those of others; only the newest stay. Returns its short name and the page.

    A run that was interrupted, or left the publication to `left_to`, is not in the snapshot, so its page has less.
    """
    name = file_name(ingested.counties, settings.counties)
    with _snapshot(settings, is_shown=not ingested.interrupted and left_to is None) as snapshot:
        page = run_page(title, ingested, snapshot, left_to=left_to)
    settings.runs.mkdir(parents=True, exist_ok=True)
    (settings.runs / f"{ingested.began:%Y%m%d-%H%M%S}-{name}.md").write_text(page, "utf-8")
    for old in sorted(settings.runs.glob("*.md"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return name, page


@contextmanager
def _snapshot(settings: Settings, *, is_shown: bool) -> Iterator[DuckDBPyConnection | None]:
    if not is_shown or not settings.snapshot.exists():
        yield None
        return
    with open_snapshot(settings.snapshot) as connection:
        yield connection
