"""A person asks not to be named: `county-news forget` on the demo county, down to the bytes on the disk."""

import base64
import gzip
import json
import re
import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from demo_county.site import build
from flows.cli import app
from tests.flows.demo_line import run

TRUTH = build(1).truth


def texts(path: Path) -> str:
    """All that a database or a Parquet file says."""
    if path.suffix == ".parquet":
        return str(duckdb.sql(f"from '{path}'").fetchall())
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema in ('raw', 'core', 'mart')"
        ).fetchall()
        return str([connection.execute(f"from {table}").fetchall() for (table,) in tables])


def unpacked(path: Path) -> bytes:
    """The bytes of a file, and what is packed in it: a page holds its data compressed, a workbook is a zip file."""
    content = path.read_bytes()
    if path.suffix == ".html" and (packed := re.search(rb'id="data">([^<]+)<', content)):
        content += gzip.decompress(base64.b64decode(packed[1]))
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as sheets:
            content += b"".join(sheets.read(name) for name in sheets.namelist())
    return content


def naming(data: Path, name: str) -> set[str]:
    """The files outside the archive that have the name, in their bytes or in what they say."""
    files = [path for path in data.rglob("*") if path.is_file() and not path.is_relative_to(data / "archive")]
    return {
        str(path.relative_to(data).parts[0])
        for path in files
        if name.encode() in unpacked(path) or (path.suffix in (".duckdb", ".parquet") and name in texts(path))
    }


@pytest.mark.timeout(280)
def test_a_forgotten_name_is_in_no_file_but_the_archive_and_no_mart_ever_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, edition=1)
    credited = {name for truth in TRUTH for name in (*truth.authors, *truth.editors, *truth.reviewers)}
    names = {name for name in credited if len(name) <= 4}  # longer ones are offices, which are not personal
    published = tmp_path / "published"
    tables = json.loads((published / "manifest.json").read_text("utf-8"))["tables"]
    for table in tables:
        if table.startswith("mart.") or table == "core.article_person":
            said = texts(published / tables[table]["parquet"]["file"])
            assert {name for name in names if f"'{name}'" in said} == set(), table

    # What an older release left beside the pages of today must not outlive a name either.
    name = next(author for truth in TRUTH for author in truth.authors if len(author) == 3)
    (published / "report.html").write_text(f"<p>{name}</p>", "utf-8")
    assert naming(tmp_path, name) == {"warehouse.duckdb", "published"}
    monkeypatch.setenv("COUNTY_NEWS_DATA", str(tmp_path))
    told = CliRunner().invoke(app, ["forget", name])
    assert told.exit_code == 0
    assert "articles" in told.output
    assert "The archive keeps the pages" in told.output
    assert naming(tmp_path, name) == set()
    assert len(list((published / "parquet").iterdir())) == 1
    assert CliRunner().invoke(app, ["reextract"]).exit_code == 0
    assert naming(tmp_path, name) == set()


def test_a_name_that_nobody_has_is_remembered_and_an_empty_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTY_NEWS_DATA", str(tmp_path))
    told = CliRunner().invoke(app, ["forget", "无人"])
    assert told.exit_code == 0
    assert "Nobody of that name" in told.output
    with duckdb.connect(str(tmp_path / "published" / "county_news.duckdb"), read_only=True) as connection:
        assert connection.execute("select name_length from raw.forgotten").fetchall() == [(2,)]
    assert CliRunner().invoke(app, ["forget", " 　"]).exit_code == 2
