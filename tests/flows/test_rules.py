"""The digest of the rules: what pages are read with, told by contents alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.rules import rules_digest
from tests.flows.demo_line import PROJECT

ROOMS = ("extractors", "gazetteer")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The same project installed in another place, at another time."""
    for room in (*ROOMS, "flows"):
        shutil.copytree(PROJECT / room, tmp_path / room, copy_function=shutil.copyfile)
    return tmp_path


def digest_in(folder: Path) -> str:
    code = "from flows.rules import rules_digest; print(rules_digest())"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True).stdout[
        :-1
    ]


def test_the_same_rules_have_the_same_digest_wherever_they_are_installed(elsewhere: Path) -> None:
    assert digest_in(elsewhere) == rules_digest()
    (elsewhere / "gazetteer" / "data" / "README.md").write_text("Other words about the data.", "utf-8")
    (elsewhere / "flows" / "terminal.py").write_text("# nothing that is read with", "utf-8")
    assert digest_in(elsewhere) == rules_digest()


@pytest.mark.parametrize("file", ["extractors/byline.py", "extractors/platforms/vsb.py", "gazetteer/data/aliases.csv"])
def test_another_rule_has_another_digest(elsewhere: Path, file: str) -> None:
    with (elsewhere / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert digest_in(elsewhere) != rules_digest()
