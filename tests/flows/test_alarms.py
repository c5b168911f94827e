"""New alarms reach the operator's command, once; whatever it does, no run is held up or lost."""

import json
import logging
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows import alarms
from flows.alarms import Alarm, tell
from flows.machine_forms import InputError
from flows.settings import Settings

LINKS = ("990002", "试县", "gov", "试县人民政府", "要闻", "links", date(2026, 5, 6), "20", "0", "http://gov.example/")
CLOSED = (
    "990002",
    "试县",
    "gov",
    "试县人民政府",
    None,
    "closed",
    date(2026, 5, 7),
    "2026-05-05",
    "challenge 412",
    None,
)


class Installation:
    """A data folder whose snapshot has these alarms, and a command that appends what it is given to a file."""

    def __init__(self, folder: Path) -> None:
        self.given = folder / "given.jsonl"
        self.settings = Settings(data=folder / "data", alarm_command=self.command("print(sys.stdin.read(), file=out)"))
        self.settings.published.mkdir(parents=True)

    def command(self, does: str) -> str:
        script = self.given.with_name("told.py")
        script.write_text(
            f"import sys, time, os\nout = open({str(self.given)!r}, 'a', encoding='utf-8')\n{does}\n", "utf-8"
        )
        return f"'{sys.executable}' '{script}'"

    def sets(self, command: str) -> None:
        self.settings = self.settings.model_copy(update={"alarm_command": command})

    def publishes(self, *rows: tuple[object, ...]) -> list[str]:
        """The kinds of the new alarms after this publication."""
        self.settings.snapshot.unlink(missing_ok=True)
        with duckdb.connect(str(self.settings.snapshot)) as connection:
            connection.execute("create schema mart")
            connection.execute(
                "create table mart.site_alarm (county_code varchar, county_name varchar, site_key varchar,"
                " site_name varchar, column_name varchar, kind varchar, since_date date, before_value varchar,"
                " now_value varchar, example_url varchar, sentence varchar, sentence_zh varchar)"
            )
            for row in rows:
                connection.execute(
                    f"insert into mart.site_alarm values ({', '.join('?' * 12)})", [*row, "So.", "如此。"]
                )
        return [alarm.kind for alarm in tell(self.settings)]

    def told(self) -> list[list[str]]:
        if not self.given.exists():
            return []
        return [[alarm["kind"] for alarm in json.loads(line)] for line in self.given.read_text("utf-8").splitlines()]


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_an_alarm_is_told_once_and_again_when_it_has_gone_and_comes_back(here: Installation) -> None:
    assert here.publishes(LINKS) == ["links"]
    assert here.publishes(LINKS) == []
    assert here.publishes(LINKS, CLOSED) == ["closed"]
    assert here.publishes(CLOSED) == []
    assert here.publishes(LINKS, CLOSED) == ["links"]
    assert here.told() == [["links"], ["closed"], ["links"]]


def test_the_command_gets_everything_as_json(here: Installation) -> None:
    here.publishes(LINKS)
    (alarm,) = json.loads(here.given.read_text("utf-8"))
    assert alarm == Alarm(*LINKS, "So.", "如此。").as_json()
    assert (alarm["since_date"], alarm["column_name"], alarm["sentence_zh"]) == ("2026-05-06", "要闻", "如此。")


def test_without_a_command_new_alarms_are_returned_all_the_same(here: Installation) -> None:
    here.sets("")
    assert here.publishes(LINKS) == ["links"]
    assert here.publishes(LINKS) == []


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("sys.exit('no network')", "ended with status 1: no network."),
        ("os.kill(os.getpid(), 9)", "ended with status -9."),
    ],
)
def test_a_command_that_fails_is_one_warning_and_is_tried_again(
    here: Installation, caplog: pytest.LogCaptureFixture, does: str, says: str
) -> None:
    here.command(does)
    assert here.publishes(LINKS) == ["links"]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert caplog.records[0].getMessage().endswith(says)
    here.command("print(sys.stdin.read(), file=out)")
    assert here.publishes(LINKS) == ["links"]
    assert here.told() == [["links"]]


@pytest.mark.parametrize("command", ["/nowhere/tell", "unclosed 'quote", "''", "/"])
def test_a_command_that_is_none_is_one_warning(
    here: Installation, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    here.sets(command)
    assert here.publishes(LINKS) == ["links"]
    assert len(caplog.records) == 1, caplog.text
    assert "was not told" in caplog.records[0].getMessage()


def test_a_command_that_hangs_is_ended_with_all_that_it_started(
    here: Installation, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "_SECONDS", 1)
    here.command("os.fork(); print(os.getpid(), file=out, flush=True); time.sleep(600)")
    began = time.monotonic()
    here.publishes(LINKS)
    assert time.monotonic() - began < 30
    assert "took over 1 seconds" in caplog.records[0].getMessage()
    pids = here.given.read_text().split()
    assert len(pids) == 2
    while any(map(is_running, pids)):  # the kernel takes its time
        assert time.monotonic() - began < 60
        time.sleep(0.05)


def test_a_command_that_reads_nothing_of_very_much_is_not_waited_for(here: Installation) -> None:
    here.command("pass")
    many = [(*LINKS[:4], f"栏目{number}", *LINKS[5:]) for number in range(2_000)]
    assert len(here.publishes(*many)) == 2_000


@pytest.mark.parametrize("left", ["", "[[", "3", '[["990002"]]', "{}"])
def test_a_damaged_list_of_told_alarms_tells_them_anew(here: Installation, left: str) -> None:
    here.publishes(LINKS)
    here.settings.alarms.write_text(left)
    assert here.publishes(LINKS) == ["links"]
    assert here.publishes(LINKS) == []


def test_a_snapshot_of_an_older_release_is_said_to_be_one(here: Installation) -> None:
    duckdb.connect(str(here.settings.snapshot)).close()
    with pytest.raises(InputError, match="county-news publish"):
        tell(here.settings)
