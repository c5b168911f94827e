"""The commands of docs/operations.md are run as they stand: what they back up comes back row for row."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawlers.servers import page, raw
from tests.flows.rich_county import TITLES, Tables, make, tables
from tests.flows.small_county import Operator, article_page, list_page, site_of
from tests.flows.test_faults import wait_until

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docs" / "operations.md").read_text("utf-8")


def blocks(begins: str, ends: str) -> list[str]:
    """The blocks for a shell between two places of the page."""
    _, _, rest = TEXT.partition(begins)
    part, end, _ = rest.partition(ends)
    assert end, f"{begins} … {ends}"
    return re.findall(r"```(?:bash|sh)\n(.*?)```", part, re.DOTALL)


BACKUP = blocks("## Backup and restore", "**Restoring from the snapshot.**")
FROM_SNAPSHOT = blocks("**Restoring from the snapshot.**", "**Restoring from the archive alone.**")
FROM_ARCHIVE = blocks("**Restoring from the archive alone.**", "## When something is broken")
REPAIR = blocks("## When something is broken", "`verify` reads the archive once")


class Machine:
    """A folder in which somebody types what the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs = folder / "programs"
        programs.mkdir()
        shim = programs / "county-news"
        shim.write_text(f'#!/bin/sh\nPYTHONPATH={PROJECT} exec {sys.executable} -m flows.cli "$@"\n', "ascii")
        shim.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "COUNTY_NEWS_COUNTIES": "counties",
            "PYTHONUTF8": "1",
        }

    def types(self, *scripts: str) -> None:
        for script in scripts:
            done = subprocess.run(
                ["bash", "-euc", script],
                cwd=self.folder,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"

    @property
    def tables(self) -> Tables:
        return tables(self.folder / "data" / "warehouse.duckdb", "run")


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, Tables]:
    """A machine that was backed up after a run was killed, and what was in its warehouse once that run was loaded."""
    folder = tmp_path_factory.mktemp("machine")
    make(folder)
    machine = Machine(folder)
    is_killed_in_the_middle_of_a_run(folder)
    machine.types(*BACKUP)
    machine.types(*REPAIR[0].splitlines()[1:])
    return machine, machine.tables


def is_killed_in_the_middle_of_a_run(folder: Path) -> None:
    more = [*TITLES, "冷水镇:这一篇已经删除了", "西营镇:新来的第一条消息", "西营镇:新来的第二条消息"]
    site = site_of(more)
    site.routes["/Node-7.html"] = page(list_page({f"/Content-{n}.html": t for n, t in enumerate(more, start=1)}))
    site.routes["/Content-7.html"] = page(article_page(more[6]))
    site.routes["/Content-8.html"] = raw(b"HTTP/1.1 200 OK\r\n\r\n", pause=20)
    (folder / "elsewhere").mkdir()
    operator = Operator(folder / "elsewhere")
    operator.environment |= {"COUNTY_NEWS_DATA": str(folder / "data"), "COUNTY_NEWS_COUNTIES": str(folder / "counties")}
    with site:
        running = operator.at(site).starts("run", "baihe")
        wait_until(lambda: "/Content-8.html" in site.asked)
        running.kill()
        running.communicate()


@pytest.mark.parametrize("restore", [FROM_SNAPSHOT, FROM_ARCHIVE], ids=["from the snapshot", "from the archive alone"])
def test_what_was_lost_comes_back_row_for_row(struck: tuple[Machine, Tables], restore: list[str]) -> None:
    machine, before = struck
    assert "西营镇:新来的第一条消息" in str(before["article"]), "what the killed run had archived"
    shutil.rmtree(machine.folder / "data")
    machine.types(*restore)
    found = machine.tables
    for table, rows in before.items():
        assert found[table] == rows, table
    machine.types(REPAIR[0].splitlines()[0])


def test_what_runs_append_while_the_copy_is_made_is_loaded_after_restoring(struck: tuple[Machine, Tables]) -> None:
    """The archive in the backup is ahead of the snapshot, never behind it."""
    machine, before = struck
    with_half = machine.folder / "backup" / "archive" / "baihe"
    (file,) = with_half.glob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole + whole[: len(whole) // 50])
    shutil.rmtree(machine.folder / "data")
    machine.types(*FROM_SNAPSHOT)
    assert machine.tables["article"] == before["article"]
    file.write_bytes(whole)
