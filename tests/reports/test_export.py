"""Whole tables as files: what a spreadsheet shows is text and numbers, never a formula; what a program reads is exact."""

import csv
import io
import resource
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.csv_rows import FORMULA_SIGNS, safe_cell, write_rows
from reports.export import NoSuchTable, export_table, exported_tables, full_name
from reports.snapshot_county import NotInSnapshot
from tests.flows.small_county import COUNTY as COUNTY_FILE
from tests.flows.small_county import Operator, says_one_sentence
from tests.reports.hostile_county import LONG, MARKS, MARKUP, SIGNS, hostile_county
from tests.sql.small_warehouse import COUNTY, SmallWarehouse
from tests.sql.two_counties import OTHER_COUNTY, TwoCounties


@pytest.fixture(scope="module")
def county() -> TwoCounties:
    return hostile_county()


def read_back(path: Path) -> list[dict[str, str]]:
    """A file as Excel's reader of CSV finds it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_of_core_and_mart_can_be_had_by_its_name(county: TwoCounties) -> None:
    tables = exported_tables(county.connection)
    assert {"mart.output_rank", "core.story", "core.article"} <= set(tables)
    assert not [table for table in tables if table.split(".")[0] not in ("core", "mart")]
    for table in tables:
        assert full_name(county.connection, table) == full_name(county.connection, table.split(".")[1]) == table


def test_the_file_is_one_for_excel_and_its_numbers_are_those_of_the_table(county: TwoCounties, tmp_path: Path) -> None:
    path = export_table(county.connection, "mart.output_rank", tmp_path, "csv")
    assert path == tmp_path / "output_rank.csv"
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfplace_code,")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    found = [
        (row["place_name"], row["period_start_date"], row["stories"], row["stories_change"]) for row in read_back(path)
    ]
    asked = county.asks(
        "select place_name, period_start_date, stories, stories_change from mart.output_rank order by all"
    )
    assert sorted(found) == sorted(tuple("" if value is None else str(value) for value in row) for row in asked)
    assert any(change.startswith("-") for *_, change in found), "numbers have no apostrophe, negative ones neither"
    assert [left.name for left in tmp_path.iterdir()] == ["output_rank.csv"]


def test_hostile_titles_come_back_as_they_are_or_behind_an_apostrophe(county: TwoCounties, tmp_path: Path) -> None:
    titles = {row["title"] for row in read_back(export_table(county.connection, "core.story", tmp_path, "csv"))}
    assert {"'" + title for title in SIGNS} <= titles
    assert {*MARKUP, *MARKS, LONG} <= titles


def test_a_county_alone_is_its_rows_in_a_file_of_its_code(county: TwoCounties, tmp_path: Path) -> None:
    path = export_table(county.connection, "core.story", tmp_path, "csv", OTHER_COUNTY)
    assert path.name == f"story.{OTHER_COUNTY}.csv"
    assert [row["title"] for row in read_back(path)] == ["又县的新闻不在试县的表里"]


def test_a_table_without_counties_cannot_be_had_for_one(county: TwoCounties, tmp_path: Path) -> None:
    with pytest.raises(NoSuchTable, match=r"^mart.inequality has no column county_code"):
        export_table(county.connection, "mart.inequality", tmp_path, "csv", COUNTY)
    with pytest.raises(NotInSnapshot):
        export_table(county.connection, "core.story", tmp_path, "csv", "610929")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_is_told_with_the_nearest_and_all_there_are(county: TwoCounties) -> None:
    with pytest.raises(NoSuchTable) as told:
        full_name(county.connection, "output_rang")
    assert "did you mean mart.output_rank? There are: mart.author_concentration, " in str(told.value)
    with pytest.raises(NoSuchTable, match=r"'x; drop table core.story'\. There are: "):
        full_name(county.connection, "x; drop table core.story")
    with pytest.raises(NoSuchTable):
        full_name(county.connection, "raw.person")


def test_parquet_has_everything_as_it_is(county: TwoCounties, tmp_path: Path) -> None:
    path = export_table(county.connection, "core.story", tmp_path, "parquet", COUNTY)
    with duckdb.connect() as connection:
        found = connection.execute("from read_parquet($1) order by all", [str(path)]).fetchall()
    assert found == county.asks(f"from core.story where county_code = '{COUNTY}' order by all")
    assert set(SIGNS) <= {row[3] for row in found}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_equal_tables_are_equal_files(county: TwoCounties, tmp_path: Path, form: str) -> None:
    one = export_table(county.connection, "mart.topic_share", tmp_path / "one", form)
    other = export_table(county.connection, "mart.topic_share", tmp_path / "other", form)
    assert one.read_bytes() == other.read_bytes()


@given(st.text())
def test_whatever_the_text_its_cell_is_the_text_or_behind_an_apostrophe_and_no_formula(text: str) -> None:
    stream = io.StringIO(newline="")
    write_rows(stream, ["heading"], [[text]])
    stream.seek(0)
    _, *cells = csv.reader(stream)
    (found,) = cells[0] if cells and cells[0] else [""]
    assert found in (text, "'" + text)
    assert not found.startswith(FORMULA_SIGNS)


@given(st.sampled_from(FORMULA_SIGNS), st.text())
def test_whatever_follows_a_sign_of_a_formula_it_is_text(sign: str, text: str) -> None:
    assert safe_cell(sign + text) == "'" + sign + text


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()))
def test_what_is_no_text_is_never_touched(value: object) -> None:
    shown = safe_cell(value)
    assert shown is value


def test_days_are_iso_and_lists_are_json() -> None:
    stream = io.StringIO(newline="")
    write_rows(
        stream, ["=heading"], [[date(2026, 5, 6), datetime(2026, 5, 6, 9, 30), ["=甲", date(2026, 1, 2)], {"a": 1}]]
    )
    assert stream.getvalue().splitlines() == [
        "'=heading",
        '2026-05-06,2026-05-06 09:30:00,"[""=甲"", ""2026-01-02""]","{""a"": 1}"',
    ]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """Somebody with a published snapshot of 白河县 and a county file for it."""
    operator = Operator(tmp_path_factory.mktemp("office"))
    published = operator.folder / "data" / "published"
    published.mkdir(parents=True)
    small = SmallWarehouse()
    small.county("610929", "白河县", {"宋家镇": "610929104", "茅坪镇": "610929105"})
    for number in range(1, 400):
        more = {
            "county": "610929",
            "town_code": "610929104",
            "title": f"=宋家镇第{number}次入户走访解民忧" + "长" * 200,
        }
        small.tell(f"s{number}", date(2026, 5, 1 + number % 28), "宋家镇", **more)
    snapshot = published / "county_news.duckdb"
    small.made().connection.execute(
        f"attach '{snapshot}' as snapshot; copy from database memory to snapshot; detach snapshot"
    )
    (published / "manifest.json").write_text('{"created_at": "2026-06-01 08:00:00"}', "utf-8")
    assert 'code = "610929"' in COUNTY_FILE
    return operator


def limited(operator: Operator, room: int, *words: str) -> subprocess.CompletedProcess[str]:
    """The command on a disk that is full beyond so many bytes of a file."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        env=operator.environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )


def test_an_operator_exports_two_tables_of_a_county_and_is_told_where_they_are(
    operator: Operator, tmp_path: Path
) -> None:
    done = operator.types("export", "output_rank", "core.story", "--county", "baihe", "--out", str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    paths = [tmp_path / "new" / name for name in ("output_rank.610929.csv", "story.610929.csv")]
    assert done.stdout.splitlines() == list(map(str, paths))
    assert len(read_back(paths[1])) == 399
    done = operator.types("export", "inequality", "--format", "parquet", "--out", str(tmp_path))
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'inequality.parquet'}\n")


def test_an_operator_has_the_workbook_of_a_county(operator: Operator, tmp_path: Path) -> None:
    done = operator.types("workbook", "白河县", "--out", str(tmp_path / "白河.xlsx"))
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / '白河.xlsx'}\n"), done.stderr
    assert [left.name for left in tmp_path.iterdir()] == ["白河.xlsx"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "output_rang"), "did you mean mart.output_rank?"),
        (("export", "output_rank", "inequality", "--county", "baihe"), "mart.inequality has no column county_code"),
        (("export", "output_rank", "--county", "baihu"), "There is no county 'baihu'"),
        (("workbook", "baihu"), "There is no county 'baihu'"),
    ],
)
def test_what_cannot_be_had_is_one_sentence_and_nothing_is_written(
    operator: Operator, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = operator.types(*words, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert told in says_one_sentence(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("workbook", "baihe", "--out", "{}/county_news.xlsx"), "county_news.xlsx"),
        (("export", "story", "--out", "{}"), "story.csv"),
        (("export", "story", "--format", "parquet", "--out", "{}"), "story.parquet"),
    ],
)
def test_a_full_disk_is_one_sentence_and_the_file_before_stays(
    operator: Operator, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    path = tmp_path / name
    path.write_text("of the week before")
    full = limited(operator, 6_000, *(word.format(tmp_path) for word in words))
    assert full.returncode == 1, full.stderr
    assert f"{path} cannot be written: " in says_one_sentence(full)
    assert [(left.name, left.read_text()) for left in tmp_path.iterdir()] == [(name, "of the week before")]


@pytest.mark.parametrize("words", [("workbook", "baihe", "--out", "{}/a/b.xlsx"), ("export", "story", "--out", "{}/a")])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    operator: Operator, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "a").write_text("no folder")
    done = operator.types(*(word.format(tmp_path) for word in words))
    assert done.returncode == 1
    assert "cannot be written: " in says_one_sentence(done)


def test_a_folder_that_is_read_only_is_one_sentence(operator: Operator) -> None:
    done = operator.types("export", "inequality", "--out", "/sys")  # nobody may make a file there
    assert done.returncode == 1
    assert "/sys/inequality.csv cannot be written: " in says_one_sentence(done)


def test_a_snapshot_of_another_release_is_one_sentence(operator: Operator, tmp_path: Path) -> None:
    other = Operator(tmp_path)
    published = tmp_path / "data" / "published"
    published.mkdir(parents=True)
    with duckdb.connect(str(published / "county_news.duckdb")) as connection:
        connection.execute("create schema core; create table core.county (county_code varchar)")
        connection.execute("insert into core.county values ('610929')")
    done = other.types("workbook", "baihe", "--out", str(tmp_path / "a.xlsx"))
    assert done.returncode == 1
    assert "was published by another release of county-news" in says_one_sentence(done)


def test_without_a_snapshot_both_say_what_to_do(tmp_path: Path) -> None:
    nobody = Operator(tmp_path)
    for words in (("workbook", "baihe"), ("export", "output_rank")):
        done = nobody.types(*words)
        assert done.returncode == 2
        assert "does not exist yet" in says_one_sentence(done)


def test_rows_of_a_query_are_as_safe_and_have_no_mark_before_them(operator: Operator) -> None:
    asked = "select '=1+1' as formula, -1 as number, title from core.story limit 1"
    done = operator.types("query", asked, "--format", "csv")
    assert done.stdout.startswith("formula,number,title\n'=1+1,-1,'=宋家镇")
