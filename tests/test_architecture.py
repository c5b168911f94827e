"""The rooms of the house and the one way in which the arrows between them point (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
MAY_IMPORT = {
    "gazetteer": set(),
    "extractors": {"gazetteer"},
    "crawlers": {"extractors", "gazetteer"},
    "warehouse": {"extractors", "gazetteer"},
    "reports": {"extractors", "gazetteer"},
    "demo_county": set(),
    "flows": {"gazetteer", "extractors", "crawlers", "warehouse", "reports", "demo_county"},
    "benchmarks": {"gazetteer", "extractors", "crawlers", "warehouse", "reports", "demo_county", "flows"},
    "docs": {"demo_county", "flows", "benchmarks"},
}
# Extraction is a function of the page alone: no network, no files, no clock, no scheduler.
NOT_IN_EXTRACTORS = {"requests", "urllib3", "socket", "duckdb", "prefect", "time", "pathlib", "os", "random"}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports between files are written in full"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    files = list((PROJECT / room).rglob("*.py"))
    assert files
    for file in files:
        others = imported(file) & MAY_IMPORT.keys() - {room}
        assert others <= MAY_IMPORT[room], f"{file.relative_to(PROJECT)} imports {others - MAY_IMPORT[room]}"


def test_extraction_touches_neither_network_nor_disk_nor_clock() -> None:
    for file in (PROJECT / "extractors").rglob("*.py"):
        assert not imported(file) & NOT_IN_EXTRACTORS, file.relative_to(PROJECT)


def test_only_the_schedule_knows_prefect() -> None:
    schedule = {"scheduled.py", "submit.py", "flow_watch.py", "prefect_runs.py", "prefect_setup.py", "bulk.py"}
    for room in MAY_IMPORT:
        for file in (PROJECT / room).rglob("*.py"):
            if room != "flows" or file.name not in schedule:
                assert "prefect" not in imported(file), file.relative_to(PROJECT)


def test_every_room_of_the_wheel_is_there() -> None:
    for room in (*MAY_IMPORT, "counties", "sql"):
        assert (PROJECT / room).is_dir()
