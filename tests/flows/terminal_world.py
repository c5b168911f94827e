"""A published snapshot small enough to count by hand, with a town of a name twice, one that is silent, hostile words."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

from flows.cli import main
from tests.sql.small_warehouse import COUNTY, TOWNS, SmallWarehouse

OTHER_COUNTY, OTHER_TOWN = "990003", "990003100"
HOSTILE = "<script>alert(1)</script>\x1b[31m红\x1b]8;;http://evil.example/\x07点\u202e\u200f\u2028👩🏽‍🚀\u0301=1+1 茶园"
LONG = HOSTILE + "长" * 10_000
LONG_ADDRESS = "http://gov.example/" + "a" * 300
SEEN = datetime(2026, 6, 20, 12, 0)


def publish(data: Path) -> None:
    """Write the snapshot where readers look for it.

    试县 has 甲水镇 with five stories, 乙山乡 with one that is hostile and tells a number, and the silent 丙桥街道; its
    only site is known from February 2026 on, and of before only one story. 又县 has a 甲水镇 too, and of 空县 no article was read.
    """
    file = data / "published" / "county_news.duckdb"
    file.parent.mkdir(parents=True)
    small = SmallWarehouse(file)
    small.county(OTHER_COUNTY, "又县", {"甲水镇": OTHER_TOWN})
    small.county("990004", "空县", {"己石镇": "990004100"})
    small.insert("town_alias", town_code=TOWNS["甲水镇"], alias="老水乡", kind="former")
    small.insert(
        "column_coverage", site_key=f"gov{COUNTY}", column_url="http://gov.example/1", county_code=COUNTY,
        column_name="要闻", covered_since=date(2026, 2, 1), covered_at=SEEN,
    )  # fmt: skip
    _tell_stories(small)
    _tell_hostile(small)
    small.indexed().made()
    small.connection.close()


def _tell_stories(small: SmallWarehouse) -> None:
    small.tell("a1", date(2025, 11, 5), "甲水镇")
    small.tell("a2", date(2026, 2, 10), "甲水镇", slogans=["三个年"], topics={"党建": 0.5})
    small.tell("a3", date(2026, 4, 3), "甲水镇", claims=[("茶园", 300.0, "亩")], topics={"产业": 0.8})
    small.tell(
        "a4", date(2026, 4, 20), "甲水镇", title="低产茶园品种改造正当时", body="茶园改造正忙。", topics={"产业": 0.6},
        claims=[("茶园", 1700.0, "亩"), ("市场主体", 90.5, "户")], bound="ge",
    )  # fmt: skip
    small.tell("a5", date(2026, 4, 21), "甲水镇", title="低产茶园品种改造正当时", site="city")
    small.tell("a6", date(2026, 6, 20), "甲水镇")
    small.insert(
        "quantity", article_id="a6", version=1, position=1, indicator="茶园", value=40.0, unit="亩", bound="eq",
        part_of="耕地", raw="40", sentence="其中茶园40亩",
    )  # fmt: skip
    small.tell("c1", date(2026, 5, 2), "甲水镇", county=OTHER_COUNTY, town_code=OTHER_TOWN)


def _tell_hostile(small: SmallWarehouse) -> None:
    small.tell("b1", date(2026, 4, 10), "乙山乡", title=LONG, body=f"茶园 {HOSTILE}", topics={"产业": 0.9})
    small.insert(
        "quantity", article_id="b1", version=1, position=1, indicator="茶园", value=200.0, unit="亩", bound="eq",
        raw="200", sentence=LONG,
    )  # fmt: skip
    small.connection.execute("update raw.article set url = ? where article_id = 'b1'", [LONG_ADDRESS]).fetchall()


class Reader:
    """Somebody who asks. What they type runs in this process, with its output piped; `command` is for one of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        ours = {"COUNTY_NEWS_DATA": str(data), "PYTHONUTF8": "1"}
        told = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in told} | ours

    def types(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, self.environment | environment, clear=True),
            patch.object(sys, "argv", ["county-news", *words]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as ended:
                return subprocess.CompletedProcess(words, int(ended.code or 0), out.getvalue(), err.getvalue())

    def reads(self, *words: str, **environment: str) -> str:
        """What is printed of an answer."""
        done = self.types(*words, **environment)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    def command(self, words: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "flows.cli", *words]
