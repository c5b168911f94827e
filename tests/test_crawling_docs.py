"""docs/crawling.md says what is so: its figures are the settings, its table of faults is what is tried."""

import re
from pathlib import Path

from crawlers import breaker, columns, visit
from crawlers.exchange import FetchSettings, user_agent
from crawlers.robots import ROBOTS_BYTES
from extractors.outcome import Loss
from tests.flows.test_hostile_sites import FAULTS
from warehouse import crawl_memory, ledger

TEXT = (Path(__file__).parents[1] / "docs" / "crawling.md").read_text("utf-8")
RULES = {row[0].strip(): row[1].strip() for row in re.findall(r"^\|([^|]+)\|([^|]+)\|([^|]+)\|$", TEXT, re.MULTILINE)}


def numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def test_the_figures_are_those_of_the_settings() -> None:
    asks = FetchSettings()
    assert numbers(RULES["a pause after each answer"]) == [asks.delay_seconds, 100 * asks.jitter]
    assert numbers(RULES["a new try"]) == [asks.retries, asks.backoff_seconds, 2 * asks.backoff_seconds]
    assert numbers(RULES["limits"]) == [asks.max_bytes / 1e6, asks.read_seconds, asks.total_seconds, asks.max_redirects]
    assert numbers(RULES["requests of one site in one run"]) == [visit.REQUESTS_MAX]
    assert user_agent("…") in RULES["User-Agent"]
    assert f"a Retry-After up to {asks.retry_after_seconds_max:.0f} s" in TEXT
    assert f"its first {ROBOTS_BYTES // 1024} KiB" in TEXT.replace("\n", " ")


def test_the_words_about_runs_are_those_of_the_code() -> None:
    assert f"or at page {columns.PAGES_OF_A_RUN}" in TEXT
    assert f"or at page {columns.PAGES_OF_A_WINDOW}" in TEXT
    first, *ages, last = crawl_memory.RECHECK_AGES_DAYS
    assert f"{', '.join(map(str, (first, *ages)))} and {last} days old" in TEXT
    assert (breaker.FAILURES_MAX, ledger.TRIES) == (3, 3)


def test_every_fault_of_the_table_is_tried_and_ends_with_its_reason() -> None:
    table = dict(re.findall(r"^\| ([^|]+) \| `(\w+)` \|$", TEXT, re.MULTILINE))
    assert table == {fault: reason for fault, (_, reason) in FAULTS.items()}
    assert set(table.values()) <= {loss.value for loss in Loss}
