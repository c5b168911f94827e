"""The examples of docs/terminal.md: each command with what it prints of the demo county.

`python -m tests.flows.terminal_examples` writes them anew.
"""

import re
import shlex
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.flows.demo_line import run
from tests.flows.terminal_world import Reader

PAGE = Path(__file__).parents[2] / "docs" / "terminal.md"
EXAMPLE = re.compile(r"```sh\ncounty-news (?P<command>[^\n]+)\n```\n\n```text\n(?P<printed>.*?)```", re.DOTALL)
CUT_OFF = "…\n"  # a last line that stands for all that comes below


def rewritten(page: str, reads: Callable[..., str]) -> str:
    """The page with what its commands print now; an example that was cut off is cut off after as many lines."""

    def with_what_is_printed(example: re.Match[str]) -> str:
        lines = [line.rstrip() + "\n" for line in reads(*shlex.split(example["command"])).splitlines()]
        if example["printed"].endswith("\n" + CUT_OFF):
            lines = [*lines[: example["printed"].count("\n") - 1], CUT_OFF]
        return f"```sh\ncounty-news {example['command']}\n```\n\n```text\n{''.join(lines)}```"

    return EXAMPLE.sub(with_what_is_printed, page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        run(data, edition=1)
        PAGE.write_text(rewritten(PAGE.read_text("utf-8"), Reader(data).reads), "utf-8")
