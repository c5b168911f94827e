"""Logs: lines for people, JSON for programs whatever a page says; one record that counts all that a run did."""

import io
import json
import logging
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import logs
from flows.secrecy import HIDDEN
from flows.settings import Settings
from tests.crawlers.servers import LocalSite, page
from tests.flows.small_county import Operator, article_page, list_page, site_of

TITLES = ["宋家镇:春茶开采忙", "宋家镇:河道清理见成效", "宋家镇:夜校开课"]


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    operator = Operator(tmp_path)
    operator.environment["COUNTY_NEWS_LOG_FORMAT"] = "json"
    return operator


def record(message: str, **fields: object) -> logging.LogRecord:
    made = logging.LogRecord("flows.pipeline", logging.WARNING, __file__, 1, "%s", (message,), None)
    made.fields = fields
    return made


def rows(text: str) -> list[dict[str, Any]]:
    """The records of standard error, of which every line must be one."""
    return [json.loads(line) for line in text.splitlines()]


class Bytes(io.TextIOWrapper):
    """A standard error that takes what a real one takes."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="backslashreplace", newline="\n")

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "gbk"])
@given(message=st.text(st.characters(), max_size=40), title=st.text(st.characters(), max_size=40))
def test_any_text_of_a_page_is_one_line_of_json(encoding: str, message: str, title: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stream = Bytes(encoding)
        patch.setattr(sys, "stderr", stream)
        logs.StandardError(logs.JsonFormatter()).emit(record(message, site="a", title={title: [title]}))
        written = stream.text
    assert written.endswith("\n")
    assert len(written.splitlines()) == 1
    assert not any(0xD800 <= ord(one) <= 0xDFFF for one in json.dumps(json.loads(written), ensure_ascii=False))
    assert not {"\x1b", "\x9b", "\u202e", "\u2028"} & set(written)
    if message.isascii():
        assert json.loads(written)["message"] == message


def test_a_half_of_a_character_becomes_the_sign_for_one_and_a_whole_one_stays() -> None:
    line = logs.JsonFormatter().format(record("白河\ud83d\n\x1b[2J\u202e\U0001f600"))
    assert "\n" not in line
    assert json.loads(line)["message"] == "白河\ufffd\n\x1b[2J\u202e\U0001f600"


def test_a_record_says_when_where_and_what_it_is_about() -> None:
    logs.bind(run=None)  # of a run of another test, which did not come to its end
    done: list[str] = []

    def crawl() -> None:
        logs.bind(run="r1", counties={"baihe": "610929"}, site="baihe", stage="crawl")
        done.append(logs.JsonFormatter().format(record("slow")))

    thread = threading.Thread(target=crawl)
    thread.start()
    thread.join()
    row = json.loads(done[0])
    assert list(row) == ["time", "level", "logger", "message", "run", "county", "site", "stage"]
    assert (row["level"], row["logger"], row["message"]) == ("warning", "flows.pipeline", "slow")
    assert (row["run"], row["county"], row["site"]) == ("r1", "610929", "baihe")
    assert row["time"].endswith("+08:00")
    assert "run" not in json.loads(logs.JsonFormatter().format(record("another thread")))


def fails() -> None:
    raise RuntimeError("postgresql://writer:geheim@db/news")


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.TextFormatter()])
def test_a_traceback_is_there_and_no_password_in_it(formatter: logging.Formatter) -> None:
    made = record("broke off")
    with pytest.raises(RuntimeError) as caught:
        fails()
    made.exc_info = (caught.type, caught.value, caught.tb)
    text = formatter.format(made)
    assert "RuntimeError" in text
    assert "geheim" not in text
    assert HIDDEN in text


def test_text_is_the_message_alone_harmless_and_on_one_line() -> None:
    assert logs.TextFormatter().format(record("白河\n\x1b[2J")) == "白河\\n\\x1b[2J"
    counted = record("run ended", counts={"seen": 3, "new": 0, "lost": {"timeout": 1, "robots": 2}})
    assert logs.TextFormatter().format(counted) == "run ended: 3 seen, 3 lost (timeout 1, robots 2)"
    assert logs.TextFormatter().format(record("run ended", counts={"seen": 0, "lost": {}})) == "run ended: nothing"


def test_the_level_holds_for_our_loggers(logs_as_before: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_level="warning", log_format="json"))
    logs.configure(Settings(log_level="warning", log_format="text"))
    logging.getLogger("crawlers.archive").info("a word")
    logging.getLogger("crawlers.archive").warning("a warning")
    assert capsys.readouterr().err == "a warning\n"


def test_a_run_writes_nothing_but_json_to_standard_error_and_counts_every_stage(operator: Operator) -> None:
    links = {f"/Content-{number}.html": title for number, title in enumerate([*TITLES, "宋家镇:已删除"], start=1)}
    routes = {url: page(article_page(title)) for url, title in list(links.items())[:3]}
    with LocalSite({"/Node-7.html": page(list_page(links)), **routes}) as site:
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 0, done.stderr
    said = rows(done.stderr)
    messages = [row["message"] for row in said]
    assert messages[0] == "site begins"
    assert messages[-2:] == ["site ended", "run ended"]
    ((run_id, counts),) = operator.asks("select run_id, counts::varchar from raw.run")
    assert {row["run"] for row in said} == {run_id}
    assert {(row["county"], row["site"]) for row in said[:-1]} == {("610929", "baihe")}
    ended = said[-1]
    assert ended["counts"] == {
        "seen": 4, "new": 4, "outside": 0, "asked": 5, "answered": 5, "lost": {"not_found": 1},
        "extracted": 3, "inserted": 3, "changed": 0, "unchanged": 0, "published": 3,
    }  # fmt: skip
    assert ended["sites"]["baihe"]["lost"] == {"not_found": 1}
    assert ended["outcome"] == "done"
    assert json.loads(str(counts)) == {"all": ended["counts"], "sites": ended["sites"]}, "the snapshot tells the same"


def test_a_changed_article_and_those_as_they_were_are_counted_apart(operator: Operator) -> None:
    with site_of(TITLES) as site:
        assert operator.at(site).types("run", "baihe").returncode == 0
    links = {f"/Content-{number}.html": title for number, title in enumerate(TITLES, start=1)}
    routes = {url: page(article_page(title)) for url, title in links.items()}
    routes["/Content-1.html"] = page(article_page(TITLES[0], when="2026-05-06 10:00"))
    days = ("--since", "2026-05-01", "--until", "2026-05-31")
    with LocalSite({"/Node-7.html": page(list_page(links)), **routes}) as site:
        done = operator.at(site).types("backfill", "baihe", *days, "--again")
    counts = rows(done.stderr)[-1]["counts"]
    assert {name: counts[name] for name in ("inserted", "changed", "unchanged")} == {
        "inserted": 0,
        "changed": 1,
        "unchanged": 2,
    }


def test_losses_are_told_one_by_one_to_who_debugs(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_LOG_LEVEL"] = "debug"
    with LocalSite({"/Node-7.html": page(list_page({"/Content-1.html": "宋家镇:已删除"}))}) as site:
        done = operator.at(site).types("run", "baihe")
    (lost,) = [row for row in rows(done.stderr) if row["level"] == "debug"]
    assert lost["reason"] == "not_found"
    assert lost["url"].endswith("/Content-1.html")
    assert lost["site"] == "baihe"


def test_a_command_that_fails_ends_with_a_record_of_its_exit_status(operator: Operator) -> None:
    done = operator.types("run", "nowhere")
    (row,) = rows(done.stderr)
    assert done.returncode == row["exit_status"] == 2
    assert row["level"] == "error"
    assert "nowhere" in row["message"]


def test_a_snapshot_that_could_not_be_written_is_no_published_article(operator: Operator) -> None:
    with site_of(TITLES) as site:
        (operator.folder / "data" / "published").mkdir(parents=True)
        (operator.folder / "data" / "published" / "county_news.duckdb").mkdir()  # in its way
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 1
    said = rows(done.stderr)
    (ended,) = [row for row in said if row["message"] == "run ended"]
    assert (ended["outcome"], ended["level"], ended["counts"]["published"]) == ("failed", "error", 0)
    assert ended["counts"]["inserted"] == 3
    assert said[-1]["exit_status"] == 1


def test_text_has_one_short_line_for_a_run(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_LOG_FORMAT"] = "text"
    with site_of(TITLES) as site:
        done = operator.at(site).types("run", "baihe")
        operator.environment["COUNTY_NEWS_LOG_LEVEL"] = "warning"
        quiet = operator.types("run", "baihe")
    assert done.stderr.splitlines()[-1] == (
        "run ended: 3 seen, 3 new, 4 asked, 4 answered, 3 extracted, 3 inserted, 3 published"
    )
    assert quiet.stderr == ""
