"""docs/terminal.md shows what the commands print of the demo county."""

from tests.flows.demo_line import Line
from tests.flows.terminal_examples import EXAMPLE, PAGE, rewritten
from tests.flows.terminal_world import Reader


def test_the_examples_of_the_docs_are_what_is_printed(line: Line, logs_as_before: None) -> None:
    page = PAGE.read_text("utf-8")
    commands = [example["command"].split()[0] for example in EXAMPLE.finditer(page)]
    assert {"towns", "town", "claims", "search"} <= set(commands)
    is_the_same = rewritten(page, Reader(line.data).reads) == page
    assert is_the_same, "python -m tests.flows.terminal_examples writes them anew"
