"""`county-news towns`, `town`, `claims` and `search`: what people are told of the published snapshot."""

import csv
import fcntl
import io
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.cells import cell_len

from flows.terminal import acts
from tests.flows.small_county import says_one_sentence
from tests.flows.terminal_world import HOSTILE, LONG, LONG_ADDRESS, Reader, publish
from tests.sql.small_warehouse import COUNTY

# What stands for all that can be asked, hostile words among the answers of each.
ASKED = [
    ("towns", "试县"),
    ("towns", "试县", "--topic", "产业", "--period", "2026-Q2"),
    ("town", "乙山乡"),
    ("town", "甲水镇"),
    ("claims", "茶园"),
    ("search", "茶园"),
]


@pytest.fixture(autouse=True)
def _logs(logs_as_before: None) -> None:
    """Commands of this process change how it logs."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    data = tmp_path_factory.mktemp("terminal")
    publish(data)
    return Reader(data)


def objects(reader: Reader, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in reader.reads(*words, "--json").splitlines()]


def table(reader: Reader, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reader.reads(*words, "--csv"))))


def asks(reader: Reader, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(reader.data / "published" / "county_news.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def in_terminal(reader: Reader, *words: str, columns: int = 80, **environment: str) -> str:
    """What a terminal of that width gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        reader.command(words),
        env=reader.environment | {"TERM": "xterm-256color"} | environment,
        cwd=Path(__file__).parents[2],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    got = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            part = b""
        if not part:
            break
        got += part
    os.close(ours)
    assert process.wait() == 0, got
    return got.decode()


# What is told


def test_towns_are_ranked_with_months_gaps_and_the_silent_one(reader: Reader) -> None:
    lines = reader.reads("towns", "试县").splitlines()
    rows = [re.split(r"\s+", line.strip()) for line in lines]
    assert rows[2][:5] == ["1", "甲水镇", "5", "6", "1"]
    assert rows[2][-2:] == ["2026-06-20", "····▅··▅▁█▁▅"], "zero and a month that was not crawled differ"
    assert rows[3][:5] == ["2", "乙山乡", "1", "1", "0"]
    assert rows[3][-3:] == ["2026-04-10", "71", "·······▁▁▅▁▁"]
    assert rows[4][-3:] == ["never", "always", "·······▁▁▁▁▁"]
    assert lines[-1].startswith("试县, all time (2025-11-01 to 2026-06-20): coverage ")
    assert lines[-1].endswith("2 of 3 towns silent.")


@pytest.mark.parametrize(("period", "kind", "start"), [
    ("all", "all", "2025-11-01"), ("2026", "year", "2026-01-01"), ("2026-Q2", "quarter", "2026-04-01"),
    ("2026-05", "month", "2026-05-01"),
])  # fmt: skip
def test_the_numbers_of_towns_are_those_of_the_comparisons(reader: Reader, period: str, kind: str, start: str) -> None:
    told = objects(reader, "towns", "试县", "--period", period)
    known = asks(
        reader,
        "select output.place_name, output.peer_rank, output.peer_rank_change, output.stories, output.publications,"
        " reprints.stories_above_county, output.coverage_share, silence.last_story_date::varchar, silence.is_silent"
        " from mart.output_rank as output join mart.reprints as reprints using (place_code, period_kind, period_start_date)"
        " join mart.silence as silence using (place_code, period_kind, period_start_date)"
        f" where output.county_code = '{COUNTY}' and output.place_kind = 'town' and output.period_kind = '{kind}'"
        f" and output.period_start_date = '{start}' order by output.peer_rank, place_code",
    )
    names = (
        "place_name", "peer_rank", "peer_rank_change", "stories", "publications", "stories_above_county",
        "coverage_share", "last_story_date", "is_silent",
    )  # fmt: skip
    assert [tuple(row[name] for name in names) for row in told] == known
    assert len(told) == 3
    assert all((row["period_kind"], row["period_start_date"]) == (kind, start) for row in told)


def test_twelve_months_end_with_the_period_or_with_the_newest_article(reader: Reader) -> None:
    def months(period: str) -> tuple[str, list[int | None]]:
        row = objects(reader, "towns", "试县", "--period", period)[0]
        return row["first_month_date"], row["monthly_stories"]

    assert months("all") == ("2025-07-01", [None, None, None, None, 1, None, None, 1, 0, 2, 0, 1])
    assert months("2026") == months("all"), "nothing is known of the rest of the year"
    assert months("2026-Q1") == ("2025-04-01", [None, None, None, None, None, None, None, 1, None, None, 1, 0])


def test_of_a_topic_only_its_stories_are_counted(reader: Reader) -> None:
    first, second, third = objects(reader, "towns", "试县", "--topic", "产业", "--period", "2026-Q2")
    assert (first["place_name"], first["stories"], first["publications"], first["stories_above_county"]) == (
        "甲水镇", 2, 3, 1,
    )  # fmt: skip
    assert (first["last_story_date"], first["monthly_stories"][-3:]) == ("2026-04-20", [2, 0, 0])
    assert (second["place_name"], second["stories"], second["peer_rank"]) == ("乙山乡", 1, 2)
    assert (third["stories"], third["peer_rank"], third["last_story_date"], third["is_dead"]) == (0, 3, None, True)
    known = asks(
        reader,
        "select place_name, stories, location_quotient from mart.topic_share where topic = '产业'"
        f" and period_start_date = '2026-04-01' and period_kind = 'quarter' and county_code = '{COUNTY}'"
        " and place_kind = 'town' order by place_code",
    )
    told = sorted([first, second, third], key=lambda row: row["place_code"])
    assert [(row["place_name"], row["stories"], row["location_quotient"]) for row in told] == known
    assert "stories of 产业" in reader.reads("towns", "试县", "--topic", "产业")


@pytest.mark.parametrize("name", ["试县", COUNTY, "试市试县"])
def test_a_county_is_found_by_its_names_and_code(reader: Reader, name: str) -> None:
    assert {row["county_code"] for row in objects(reader, "towns", name)} == {COUNTY}


def test_a_county_is_found_by_the_name_of_its_file(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "shixian.toml").write_text(
        f'code = "{COUNTY}"\nname = "试县"\n[[site]]\nkey = "a"\nname = "a"\nurl = "http://a.example/"\n'
        'level = "county"\nkind = "government"\n[[site.column]]\nname = "a"\nurl = "http://a.example/1"\n'
        '[[town]]\ncode = "990002100"\nname = "甲水镇"\n',
        "utf-8",
    )
    done = reader.types("towns", "shixian", "--json", COUNTY_NEWS_COUNTIES=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3


def test_all_towns_of_a_name_are_told_each_with_its_county(reader: Reader) -> None:
    printed = reader.reads("town", "甲水镇").splitlines()
    assert [line for line in printed if line.endswith(("990002100", "990003100"))] == [
        "又县甲水镇  990003100",
        "试县甲水镇  990002100",
    ]
    assert [row["place_code"] for row in objects(reader, "town", "甲水镇")] == ["990003100", "990002100"]


@pytest.mark.parametrize("name", ["试县甲水镇", "990002100", "老水乡", " 试县甲水镇 "])
def test_a_town_is_found_by_its_full_name_code_and_former_name(reader: Reader, name: str) -> None:
    assert [row["place_name"] for row in objects(reader, "town", name)] == ["试县甲水镇"]


def test_the_page_of_a_town_has_figures_with_ranks_months_and_all_that_it_says(reader: Reader) -> None:
    printed = reader.reads("town", "试县甲水镇")
    lines = [re.sub(r"\s+", " ", line).strip() for line in printed.splitlines()]
    assert "stories 5 1 of 3 1 1 of 3" in lines, "all time, and the last complete quarter"
    assert "all time rank 2026-Q1 rank" in lines
    assert "adopted above county 1 1 of 3 0 1 of 3" in lines
    assert "Stories a month, 2025-11 to 2026-06, 2 at most; · was not crawled" in lines
    assert "▅··▅▁█▁▅" in lines
    assert lines[lines.index("Topics") + 2].startswith("未解释 5 ")
    assert any(line.startswith("三个年 1 2026-02-10 1") for line in lines)
    assert any(line.startswith("乙山乡 ") for line in lines[lines.index("Alike by topics") :])
    assert "茶园 ≥1,700 亩 2026-04-20" in lines
    assert "▁█ 300 to 1,700 on 2 days since 2026-04-03" in lines
    assert lines[lines.index("2026-04-20 低产茶园品种改造正当时") + 1] == "http://gov.example/a4"


def test_the_figures_of_a_town_are_those_of_the_comparisons(reader: Reader) -> None:
    (told,) = objects(reader, "town", "试县甲水镇")
    all_time, quarter = told["figures"]
    assert (all_time["stories"], all_time["stories_rank"], all_time["peers"]) == (5, 1, 3)
    assert (quarter["period_start_date"], quarter["stories"], quarter["publications"]) == ("2026-01-01", 1, 1)
    known = asks(
        reader,
        "select topic, stories, topic_share, location_quotient from mart.topic_share where place_code = '990002100'"
        " and period_kind = 'all' and stories > 0 order by topic_share desc, topic",
    )
    topics = [
        tuple(row[name] for name in ("topic", "stories", "topic_share", "location_quotient")) for row in told["topics"]
    ]
    assert topics == known
    points = asks(
        reader,
        "select scheme, best_points, peer_rank from mart.weighted_score where place_code = '990002100'"
        " and period_kind = 'all' order by scheme",
    )
    assert [
        (score["scheme"], score["best_points"], score["peer_rank"])
        for score in told["scores"]
        if score["period_kind"] == "all"
    ] == points
    assert told["monthly_stories"] == [1, None, None, 1, 0, 2, 0, 1]


def test_a_silent_town_has_its_page_too(reader: Reader) -> None:
    printed = reader.reads("town", "丙桥街道")
    assert "never silent" in printed
    assert "Topics" not in printed


def test_a_county_has_its_page_among_counties(reader: Reader) -> None:
    (told,) = objects(reader, "town", "试县")
    assert (told["place_kind"], told["figures"][0]["stories"], told["figures"][0]["peers"]) == ("county", 6, 3)


def test_towns_of_which_no_article_was_read_are_told_without_months(reader: Reader) -> None:
    lines = reader.reads("towns", "空县").splitlines()
    assert re.split(r"\s+", lines[-2].strip()) == ["1", "己石镇", "0", "0", "0", "never", "always"]
    assert lines[-1] == "空县, all time: coverage not known, 1 of 1 towns silent."
    assert objects(reader, "towns", "空县")[0]["monthly_stories"] == []
    printed = reader.reads("town", "己石镇")
    assert "never silent" in printed
    assert "Stories a month" not in printed
    refused = says_one_sentence(reader.types("towns", "空县", "--period", "2026"))
    assert refused.endswith("2026 was not read of 空县; none of its articles has a day.")


def test_a_town_as_csv_is_a_row_for_each_thing(reader: Reader) -> None:
    rows = table(reader, "town", "试县甲水镇")
    (told,) = objects(reader, "town", "试县甲水镇")
    for section in ("figures", "topics", "slogans", "claims", "alike", "newest"):
        of_section = [row for row in rows if row["section"] == section]
        assert len(of_section) == len(told[section]) > 0
        for row, known in zip(of_section, told[section], strict=True):
            assert {name for name, value in row.items() if value} >= {
                name for name in known if known[name] not in (None, "")
            }
    assert json.loads(rows[0]["monthly_stories"]) == told["monthly_stories"]


def test_claims_show_the_newest_value_of_each_town_and_those_before(reader: Reader) -> None:
    tea = [row for row in objects(reader, "claims", "茶园") if (row["indicator"], row["part_of"]) == ("茶园", None)]
    known = asks(
        reader,
        "select county_name || place_name, latest_value, unit, bound, claimed_date::varchar, sentence, url, claims"
        f" from mart.claim_benchmark where indicator = '茶园' and period_kind = 'all' and county_code = '{COUNTY}'"
        " and place_kind = 'town' and claims > 0 order by peer_rank",
    )
    names = ("place_name", "latest_value", "unit", "bound", "claimed_date", "sentence", "url", "claims")
    assert [tuple(row[name] for name in names) for row in tea] == known
    assert (tea[0]["days"], tea[0]["day_values"]) == (["2026-04-03", "2026-04-20"], [300.0, 1700.0])
    lines = reader.reads("claims", "茶园").splitlines()
    assert lines[:3] == [
        "茶园",
        "  试县甲水镇  ≥1,700 亩  2026-04-20",
        "    ▁█  300 to 1,700 on 2 days since 2026-04-03",
    ]


def test_a_part_is_not_taken_for_the_whole(reader: Reader) -> None:
    lines = reader.reads("claims", "茶园").splitlines()
    assert lines[lines.index("茶园, part of 耕地") + 1] == "  试县甲水镇  40 亩  2026-06-20"


def test_what_is_not_printed_is_counted_and_programs_get_all(reader: Reader) -> None:
    assert reader.reads("claims", "茶园", "--limit", "1").splitlines()[-2] == "1 of 3; --limit 3 prints all."
    assert len(objects(reader, "claims", "茶园")) == 3
    assert len(objects(reader, "claims", "茶园", "--limit", "2")) == 2
    assert reader.reads("search", "茶园", "--limit", "1").splitlines()[-1].endswith("prints all.")
    assert len(objects(reader, "search", "茶园", "--limit", "1")) == 1


def test_search_shows_day_town_title_words_around_and_address(reader: Reader) -> None:
    lines = reader.reads("search", "茶园", "改造").splitlines()
    at = lines.index("  http://gov.example/a4")
    assert lines[at - 3 : at] == ["2026-04-20  试县甲水镇", "  低产茶园品种改造正当时", "  茶园改造正忙。"]
    known = asks(reader, "select article_id, score, title, published_date::varchar from search('茶园 改造')")
    told = objects(reader, "search", "茶园", "改造")
    assert [(row["article_id"], row["score"], row["title"], row["published_date"]) for row in told] == known
    assert objects(reader, "search", "茶园 改造") == told, "quoted or not"


# How it is printed


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_pipe_gets_lines_of_80_columns_without_anything_that_acts(reader: Reader, words: tuple[str, ...]) -> None:
    printed = reader.reads(*words)
    assert max(map(cell_len, printed.splitlines())) <= 80
    assert not [sign for sign in printed if acts(sign) or sign == "\t"]


def test_a_pipe_to_another_process_gets_the_same(reader: Reader) -> None:
    done = subprocess.run(
        reader.command(ASKED[4]), env=reader.environment, cwd=Path(__file__).parents[2], capture_output=True, check=True
    )
    assert done.stdout.decode() == reader.reads(*ASKED[4])


@pytest.mark.parametrize("columns", [44, 120])
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_columns_says_how_wide_a_pipe_is(reader: Reader, words: tuple[str, ...], columns: int) -> None:
    widest = max(map(cell_len, reader.reads(*words, COLUMNS=str(columns)).splitlines()))
    assert widest <= columns
    assert columns < 80 or words not in (("search", "茶园"), ("claims", "茶园")) or widest > 80, "room is used"


def test_a_narrow_screen_has_fewer_columns_and_every_town(reader: Reader) -> None:
    narrow, narrower = (reader.reads("towns", "试县", COLUMNS=columns) for columns in ("70", "44"))
    assert "12 months" in narrow
    assert "cover-" not in narrow
    assert "12 months" not in narrower
    assert "stories" in narrower
    for town in ("甲水镇", "乙山乡", "丙桥街道"):
        assert f" {town} " in narrow
        assert f" {town} " in narrower


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_title_of_10000_signs_does_not_flood_the_screen(reader: Reader, words: tuple[str, ...]) -> None:
    assert reader.reads(*words).count("长") < 200
    assert len(reader.reads(*words).splitlines()) < 120


def test_an_address_is_whole_also_where_it_has_no_room(reader: Reader) -> None:
    assert f"  {LONG_ADDRESS}\n" in reader.reads("search", "茶园", COLUMNS="400")
    assert LONG_ADDRESS in reader.reads("search", "茶园").replace("\n", "")


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_programs_get_the_words_as_they_are_and_no_escapes(reader: Reader, words: tuple[str, ...]) -> None:
    printed = reader.reads(*words, "--json")
    assert not [sign for sign in printed if acts(sign)]
    if words[0] != "towns" and words != ("town", "甲水镇"):
        assert LONG in _texts([json.loads(line) for line in printed.splitlines()])
        assert HOSTILE in reader.reads(*words, "--csv")


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for inside in value for text in _texts(inside)]
    return [value] if isinstance(value, str) else []


def test_a_terminal_shows_silent_towns_in_colour_and_addresses_of_the_web_as_links(reader: Reader) -> None:
    ranking = in_terminal(reader, "towns", "试县")
    assert re.search(r"\x1b\[[\d;]*33m乙山乡", ranking), "silent"
    assert re.search(r"\x1b\[[\d;]*31m丙桥街道", ranking), "silent from the beginning"
    assert not re.search(r"\x1b\[[\d;]*3[13]m甲水镇", ranking)
    found = in_terminal(reader, "search", "茶园")
    linked = set(re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\", found))
    assert {"http://gov.example/a4", LONG_ADDRESS} <= linked
    assert all(url.startswith(("http://gov.example/", "http://city.example/")) for url in linked)
    assert "evil.example/\x07" not in found


@pytest.mark.parametrize("words", [ASKED[0], ASKED[4]], ids=" ".join)
def test_no_color_means_no_escape_at_all(reader: Reader, words: tuple[str, ...]) -> None:
    printed = in_terminal(reader, *words, NO_COLOR="1")
    assert "\x1b" not in printed
    assert max(map(cell_len, printed.replace("\r\n", "\n").splitlines())) <= 80


# What cannot be told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("towns", "试具"), "The snapshot has no county called 试具; the nearest: 试县."),
        (("towns", "甲水镇"), "no county called 甲水镇; the nearest: 又县, 空县, 试县."),
        (("town", "甲木镇"), "no town or county called 甲木镇; the nearest: 甲水镇, "),
        (("town", "Springfield"), "`county-news towns COUNTY` lists the towns of a county"),
        (("town", "\x1b[31m" + "长" * 10_000), "no town or county called \\x1b[31m长"),
        (("towns", "试县", "--period", "2019"), "2019 was not read of 试县; its articles are of 2025-11 to 2026-06."),
        (("towns", "试县", "--period", "2026-Q5"), "'2026-Q5' is no period; write 2026-Q3, 2026-04, 2026 or all."),
        (("towns", "试县", "--topic", "产叶"), "There is no topic 产叶; the nearest: 产业."),
        (("towns", "试县", "--topic", "x"), "There is no topic x; there are 产业, 党建, 未解释."),
        (("search", " "), "Give words to look for."),
        (("claims", " "), "Give a word to look for."),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_what_is_near(
    reader: Reader, words: tuple[str, ...], sentence: str
) -> None:
    done = reader.types(*words)
    told = says_one_sentence(done)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in told
    assert len(told) < 300


def test_json_and_csv_at_once_are_refused(reader: Reader) -> None:
    done = reader.types("towns", "试县", "--json", "--csv")
    assert done.returncode == 2
    assert "give one of --json and --csv" in done.stderr


@pytest.mark.parametrize(
    "words", [("search", "没有这样的词"), ("claims", "没有这样的词"), ("search", "x"), ("claims", "\udcff")]
)
def test_that_nothing_is_found_is_no_mistake_and_is_said_beside_the_answer(
    reader: Reader, words: tuple[str, ...]
) -> None:
    done = reader.types(*words)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"No article .*\.\n", done.stderr)
    as_json, as_csv = reader.types(*words, "--json"), reader.types(*words, "--csv")
    assert (as_json.stdout, len(as_csv.stdout.splitlines())) == ("", 1), "CSV has its header"


@pytest.mark.parametrize("words", ASKED[1:5], ids=" ".join)
def test_before_the_first_publication_it_is_said_what_publishes(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = Reader(tmp_path).types(*words)
    assert done.returncode == 2
    assert "does not exist yet; `county-news run COUNTY` or `county-news demo` publishes it" in says_one_sentence(done)


def test_a_snapshot_that_lacks_a_table_is_to_be_made_anew(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    file = shutil.copy(reader.data / "published" / "county_news.duckdb", tmp_path / "published")
    with duckdb.connect(str(file)) as connection:
        connection.execute("drop table mart.silence").fetchall()
    done = Reader(tmp_path).types("towns", "试县")
    assert done.returncode == 2
    assert "The snapshot lacks what this asks for" in says_one_sentence(done)
    assert "`county-news publish` makes it anew" in done.stderr
