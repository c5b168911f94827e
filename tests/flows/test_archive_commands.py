"""`county-news archive`: whether the archive is whole, and what it has of an address."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.archive import Archive
from flows.terminal import harmless, harmless_line
from tests.crawlers.test_archive import CONTEXT, FILE, PAGE
from tests.crawlers.test_record_kinds import NOT_MODIFIED, NOTE, NOTHING, REVISIT
from tests.flows.small_county import HOST, Operator, says_one_sentence, site_of

LATER = PAGE.fetched_at + timedelta(days=2)  # type: ignore[operator]
CHANGED = replace(PAGE, body="<p>云溪镇春茶开采</p>".encode("gb18030"), fetched_at=LATER)


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture
def archive(operator: Operator) -> Archive:
    archive = Archive(operator.folder / "data" / "archive")
    archive.append(CONTEXT, PAGE)
    archive.append(replace(CONTEXT, listed_title="other"), replace(PAGE, url="http://yunxi.example/b.html"))
    archive.append(CONTEXT, CHANGED)
    return archive


def test_a_whole_archive_gets_a_line_a_file(operator: Operator, archive: Archive) -> None:
    archive.append(replace(CONTEXT, site="media"), PAGE)
    done = operator.types("archive", "verify")
    assert done.returncode == 0, done.stderr
    media, portal, whole = done.stdout.splitlines()
    size = (archive.folder / FILE).stat().st_size
    assert portal == f"{FILE}  4 records  {size} bytes  2026-11-23 to 2026-11-25"
    assert media.startswith("media/2026-11.warc.gz  2 records")
    assert whole.endswith("2 files, 6 records, whole.")
    assert done.stderr == "", "no progress where there is no terminal"


def test_an_archive_that_is_not_there_yet_is_whole(operator: Operator) -> None:
    done = operator.types("archive", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 files, 0 records" in done.stdout


def test_damage_is_a_sentence_and_status_1_and_a_torn_tail_only_a_sentence(
    operator: Operator, archive: Archive
) -> None:
    path = archive.folder / FILE
    os.truncate(path, path.stat().st_size - 5)
    done = operator.types("archive", "verify")
    assert done.returncode == 0
    assert "the next append cuts it off" in done.stdout
    with path.open("r+b") as file:
        file.seek(700)
        file.write(b"\x00" * 30)
    done = operator.types("archive", "verify")
    assert done.returncode == 1
    assert f"{FILE}, byte " in done.stdout
    assert "are damaged" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("1 fault.")
    assert done.stderr == ""


def test_the_newest_record_is_shown_with_the_page_as_text(operator: Operator, archive: Archive) -> None:
    done = operator.types("archive", "show", "https://yunxi.example:443/a.html#top")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "WARC-Type: response" in lines
    assert "HTTP/1.1 200 OK" in lines
    assert "content-type: text/html" in lines
    assert "column: 镇办动态" in lines
    assert "listed_title: “五聚焦”\\n促发展" in lines
    assert "<p>云溪镇春茶开采</p>" in lines, "GB18030 is read as it is for extraction"
    assert "<p>云溪镇</p>" not in lines


def test_every_record_is_a_line_in_the_order_of_time(operator: Operator, archive: Archive) -> None:
    archive.append(REVISIT, replace(NOT_MODIFIED, fetched_at=LATER + timedelta(days=1)))
    archive.append(NOTE, replace(NOTHING, fetched_at=LATER + timedelta(days=2)))
    done = operator.types("archive", "show", PAGE.url, "--all")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["2026-11-23", "2026-11-25", "2026-11-26", "2026-11-27"]
    assert [line.split()[2] for line in lines] == ["response", "response", "revisit", "metadata"]
    assert "timeout" in lines[-1]
    assert all(f"{FILE}, byte " in line for line in lines)
    done = operator.types("archive", "show", PAGE.url)
    assert "kind: metadata" in done.stdout
    assert "<p>云溪镇春茶开采</p>" in done.stdout, "the page as it was last answered is shown with it"


def test_raw_writes_the_bytes_and_nothing_else(operator: Operator, archive: Archive) -> None:
    archive.append(REVISIT, replace(NOT_MODIFIED, fetched_at=LATER + timedelta(days=1)))
    command = [sys.executable, "-m", "flows.cli", "archive", "show", PAGE.url, "--raw"]
    project = Path(__file__).parents[2]
    done = subprocess.run(command, env=operator.environment, cwd=project, capture_output=True, check=True)
    assert done.stdout == CHANGED.body
    both = operator.types("archive", "show", PAGE.url, "--raw", "--all")
    assert (both.returncode, both.stdout) == (2, "")


@pytest.mark.parametrize("words", [["http://yunxi.example/none.html"], ["http://[", "--all"], ["\x1b[2J", "--raw"]])
def test_an_address_that_is_not_there_is_one_sentence(operator: Operator, archive: Archive, words: list[str]) -> None:
    done = operator.types("archive", "show", *words)
    assert done.returncode == 2
    assert "is not in the archive" in says_one_sentence(done)
    assert "\x1b" not in done.stderr


def test_nothing_that_a_page_says_acts_on_the_terminal(operator: Operator, archive: Archive) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\r\u202egnp.exe\u2066\x9b31m\u2028"
    page = replace(
        PAGE, url="http://yunxi.example/h.html", body=hostile.encode(), headers={"server": hostile, "x": "a"}
    )
    archive.append(replace(CONTEXT, listed_title=hostile, outcome=None), page)
    for words in ([], ["--all"]):
        done = operator.types("archive", "show", page.url, *words)
        assert done.returncode == 0, done.stderr
        assert not set(done.stdout) & set("\x1b\x07\r\x9b\u202e\u2066\u2028")
    assert harmless("a\r\nb\tc\x1b") == "a\nb\tc\\x1b"
    assert harmless_line("a\nb\u202e") == "a\\nb\\u202e"


def test_what_is_no_text_is_not_printed(operator: Operator, archive: Archive) -> None:
    archive.append(CONTEXT, replace(PAGE, url="http://yunxi.example/a.jpg", body=b"\xff\xd8\x00\x00"))
    assert "4 bytes that are no text" in operator.types("archive", "show", "http://yunxi.example/a.jpg").stdout


def test_the_published_snapshot_tells_where_records_lie_and_newer_ones_are_found_too(operator: Operator) -> None:
    with site_of(["宋家镇:春茶开采"]) as site:
        assert operator.at(site).types("run", "baihe").returncode == 0
    address = f"http://{HOST}/Content-1.html"
    archive = Archive(operator.folder / "data" / "archive")
    (file,) = archive.files()
    assert len(operator.types("archive", "show", address, "--all").stdout.splitlines()) == 1
    stored = next(record for record in archive.records_after(file) if record[2].url == address)
    archive.append(stored[1], replace(stored[2], body=b"newer", fetched_at=stored[2].fetched_at + timedelta(seconds=1)))  # type: ignore[operator]
    assert len(operator.types("archive", "show", address, "--all").stdout.splitlines()) == 2
    assert "newer" in operator.types("archive", "show", address).stdout.splitlines()
    (operator.folder / "data" / "published" / "county_news.duckdb").write_bytes(b"no database")
    assert len(operator.types("archive", "show", address, "--all").stdout.splitlines()) == 2
