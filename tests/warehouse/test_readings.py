"""What texts say is read after loading: once, and again only when a text or a dictionary changed."""

import multiprocessing
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from gazetteer import Town
from tests.warehouse.batches import DICTIONARIES, MOMENT, PLACE, county, story
from warehouse import readers, reading_plan, readings
from warehouse.errors import DictionaryError, WarehouseError
from warehouse.publish import is_up_to_date, publish
from warehouse.reading_crew import reading_crew
from warehouse.readings import ReadCounts, current_rules, read_texts
from warehouse.store import Warehouse, china_now

DAY = date(2026, 5, 6)
ALL = {"places", "offices", "topics", "slogans", "quantities", "fingerprints", "words"}
TABLES = ("reading", "place", "office", "topic", "slogan", "quantity", "fingerprint", "search_text", "source")
BODY = (
    "5月6日，甲水镇组织开展“三个年”活动。截至目前，新增茶园2500余亩，带动农户320户，发放茶苗50万株。"
    "镇党委书记介绍，全镇茶叶产业发展势头良好，茶农增收明显，乙山乡干部也来参观学习。"
)


@pytest.fixture
def dictionaries(tmp_path: Path) -> Path:
    return shutil.copytree(DICTIONARIES, tmp_path / "data")


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        opened.merge(county())
        yield opened


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_plan, "BLOCK_ROWS", 2)


def load(warehouse: Warehouse, count: int = 6) -> None:
    for number in range(1, count + 1):
        body = f"{BODY}这是第{number}批，共{number * 10}人参加。"
        warehouse.merge(
            story(
                number,
                f"甲水镇：第{number}批春茶开采",
                DAY,
                body=body,
                authors=("甲水镇党政办", "秦小满"),
                source="甲水镇",
            )
        )


def read(warehouse: Warehouse, dictionaries: Path = DICTIONARIES, processes: int | None = None) -> ReadCounts:
    return read_texts(warehouse.connection, [PLACE], dictionaries, processes=processes)


def told(warehouse: Warehouse, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """All that was read, but for the number under which the rules are noted."""
    what = {table: "* exclude (rule_set_id)" if table == "reading" else "*" for table in tables or TABLES}
    return {
        table: warehouse.connection.execute(f"select {columns} from raw.{table} order by all").fetchall()
        for table, columns in what.items()
    }


def asks(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def add_a_topic_word(dictionaries: Path) -> None:
    path = dictionaries / "topic_word.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n试验主题,批春茶,9\n", "utf-8")


def is_stopped_in_block(
    monkeypatch: pytest.MonkeyPatch, block: int, warehouse: Warehouse, dictionaries: Path = DICTIONARIES
) -> None:
    """The reading ends while the rows of this block are being written."""
    real, stored = readings._store, []

    def stop(*arguments: object) -> None:
        stored.append(arguments)
        real(*arguments)  # type: ignore[arg-type]
        if len(stored) == block:
            raise KeyboardInterrupt

    with monkeypatch.context() as machine:
        machine.setattr(readings, "_store", stop)
        with pytest.raises(KeyboardInterrupt):
            read(warehouse, dictionaries)


def test_everything_that_a_text_says_is_there(warehouse: Warehouse) -> None:
    load(warehouse, 1)
    assert read(warehouse) == ReadCounts(1, dict.fromkeys(ALL, 1))
    places = asks(warehouse, "select role, town_name, evidence, mentions from raw.place order by role desc, town_code")
    assert places == [
        ("origin", "甲水镇", "title:甲水镇", 2),
        ("mention", "甲水镇", "text:甲水镇", 2),
        ("mention", "乙山乡", "text:乙山乡", 1),
    ]
    assert asks(warehouse, "select role, position, office from raw.office") == [("author", 1, "甲水镇党政办")]
    assert asks(warehouse, "select slogan, mentions from raw.slogan") == [("三个年", 1)]
    claimed = "select value, unit, bound from raw.quantity where position = 1"
    assert asks(warehouse, claimed) == [(2500.0, "亩", "ge")]
    assert asks(warehouse, "select count(*) > 0, bool_and(share between 0 and 1) from raw.topic") == [(True, True)]
    assert asks(warehouse, "select outlet_name, level, kind from raw.source") == [("甲水镇", "town", "government")]
    names = "select alias from raw.town_alias where town_code = '990002100' and kind = 'official'"
    assert asks(warehouse, names) == [("甲水镇",)]


def test_words_can_be_found_between_spaces_and_numbers_by_their_hashes(warehouse: Warehouse) -> None:
    warehouse.merge(story(1, "茶园", DAY, body="茶园3亩，又3亩，共6.5亩。" + "茶" * 40))
    read(warehouse)
    assert asks(warehouse, "select words like '% 茶园:2 %', words like ' %', words like '% ' from raw.search_text") == [
        (True, True, True)
    ]
    assert asks(warehouse, "select len(signature), len(numbers) from raw.fingerprint") == [(64, 2)]


def test_an_article_without_any_text_is_read_too(warehouse: Warehouse) -> None:
    warehouse.merge(story(1, "", None, body=""))
    assert read(warehouse).articles == 1
    assert asks(warehouse, "select words, word_count from raw.search_text") == [(" ", 0)]
    assert asks(warehouse, "select signature, numbers from raw.fingerprint") == [([], [])]
    assert read(warehouse).articles == 0


def test_an_article_is_read_once_and_not_again(warehouse: Warehouse) -> None:
    load(warehouse)
    assert read(warehouse).articles == 6
    before = told(warehouse)
    assert read(warehouse) == ReadCounts(0, {})
    assert told(warehouse) == before


def test_only_the_news_are_read_when_some_come_in(warehouse: Warehouse) -> None:
    load(warehouse, 3)
    read(warehouse)
    load(warehouse, 5)  # three of them are known
    assert read(warehouse) == ReadCounts(2, dict.fromkeys(ALL, 2))
    assert asks(warehouse, "select count(*), count(distinct article_id) from raw.search_text") == [(5, 5)]


def test_who_edits_the_topics_waits_for_topics_only(warehouse: Warehouse, dictionaries: Path) -> None:
    load(warehouse)
    read(warehouse, dictionaries)
    others = [table for table in TABLES if table != "topic"]
    before = told(warehouse, *others)
    add_a_topic_word(dictionaries)
    assert read(warehouse, dictionaries) == ReadCounts(6, {"topics": 6})
    assert told(warehouse, *others) == before
    assert asks(warehouse, "select count(*) from raw.topic where topic = '试验主题'") == [(6,)]
    twice = "select article_id from raw.topic group by article_id, topic having count(*) > 1"
    assert asks(warehouse, twice) == []


def test_a_town_that_gets_another_name_is_looked_for_in_all_articles(warehouse: Warehouse) -> None:
    load(warehouse, 2)
    warehouse.merge(story(9, "丁川镇：河道清理", DAY))
    read(warehouse)
    assert asks(warehouse, "select count(*) from raw.place where town_name = '丙桥街道'") == [(0,)]
    towns = tuple(Town(town.code, town.name, ("丁川镇",) if town.name == "丙桥街道" else ()) for town in PLACE.towns)
    renamed = type(PLACE)(PLACE.code, PLACE.name, PLACE.city, PLACE.province, towns)
    counts = read_texts(warehouse.connection, [renamed], DICTIONARIES)
    assert counts.readers == {"places": 3, "quantities": 3}
    assert asks(warehouse, "select count(*) from raw.place where town_name = '丙桥街道'") == [(2,)]
    assert asks(warehouse, "select count(*) from raw.town_alias where alias = '丁川镇'") == [(1,)]


def test_what_is_counted_is_named_without_the_place_so_that_towns_compare(warehouse: Warehouse) -> None:
    body = "甲水镇党员56名，乙山乡有网格员30名。甲水镇、乙山乡各有2家。"
    warehouse.merge(story(1, "甲水镇：队伍壮大", DAY, body=body))
    read_texts(warehouse.connection, [PLACE], DICTIONARIES)
    named = asks(warehouse, "select indicator from raw.quantity order by position")
    assert [name for (name,) in named] == ["党员", "网格员", "甲水镇", "乙山乡"]


def test_articles_of_a_county_that_is_not_known_have_no_towns(warehouse: Warehouse) -> None:
    load(warehouse, 1)
    read_texts(warehouse.connection, [], DICTIONARIES)
    assert told(warehouse, "place") == {"place": []}
    assert asks(warehouse, "select source, outlet_name from raw.source") == [("甲水镇", None)]


def test_what_a_changed_article_said_before_is_replaced(warehouse: Warehouse) -> None:
    load(warehouse, 3)
    read(warehouse)
    later = MOMENT + timedelta(days=1)
    warehouse.merge(story(2, "乙山乡：河道清理", DAY, body="清理河道8公里。", fetched=later))
    assert read(warehouse) == ReadCounts(1, dict.fromkeys(ALL, 1))
    changed = "select article_id from raw.article where title like '乙山乡%'"
    assert asks(warehouse, f"select distinct version from raw.place where article_id in ({changed})") == [(2,)]
    assert asks(warehouse, f"select town_name from raw.place where role = 'origin' and article_id in ({changed})") == [
        ("乙山乡",)
    ]
    assert asks(warehouse, f"select value from raw.quantity where article_id in ({changed})") == [(8.0,)]
    assert asks(warehouse, f"select * from raw.office where article_id in ({changed})") == []
    assert asks(warehouse, "select count(*) from raw.reading") == [(3,)]


@pytest.mark.parametrize("block", [1, 2, 3])
def test_who_was_stopped_between_blocks_goes_on_from_there(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    load(warehouse)
    is_stopped_in_block(monkeypatch, block, warehouse)
    assert read(warehouse).articles == 6 - 2 * (block - 1)
    with Warehouse.open(tmp_path / "undisturbed.duckdb") as other:
        other.merge(county())
        load(other)
        read(other)
        assert told(warehouse) == told(other)


@pytest.mark.parametrize("block", [1, 2, 3])
@pytest.mark.parametrize("reverted", [False, True])
def test_who_was_stopped_while_an_edited_dictionary_is_read_has_the_topics_of_the_last_edit(
    warehouse: Warehouse,
    dictionaries: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    block: int,
    reverted: bool,
) -> None:
    load(warehouse)
    read(warehouse, dictionaries)
    first = (dictionaries / "topic_word.csv").read_text("utf-8")
    add_a_topic_word(dictionaries)
    is_stopped_in_block(monkeypatch, block, warehouse, dictionaries)
    if reverted:
        (dictionaries / "topic_word.csv").write_text(first, "utf-8")
    assert read(warehouse, dictionaries).readers.keys() == {"topics"}
    assert len(asks(warehouse, "from raw.rule_set")) == 1
    with Warehouse.open(tmp_path / "undisturbed.duckdb") as other:
        other.merge(county())
        load(other)
        read(other, dictionaries)
        assert told(warehouse) == told(other)


def test_several_processes_read_what_one_reads(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, 5)
    assert read(warehouse, processes=2) == ReadCounts(5, dict.fromkeys(ALL, 5))
    with Warehouse.open(tmp_path / "alone.duckdb") as other:
        other.merge(county())
        load(other, 5)
        read(other, processes=1)
        for table in TABLES:
            assert asks(warehouse, f"from raw.{table}") == asks(other, f"from raw.{table}")


def test_a_reading_that_no_longer_holds_is_replaced(warehouse: Warehouse) -> None:
    load(warehouse, 3)
    read(warehouse)
    before = told(warehouse)
    assert warehouse.connection.execute(
        "update raw.reading set rule_set_id = 0 where article_id = (select min(article_id) from raw.article)"
    ).fetchall()
    assert read(warehouse) == ReadCounts(1, dict.fromkeys(ALL, 1))
    assert told(warehouse) == before


def test_what_is_loaded_anew_is_read_anew(warehouse: Warehouse) -> None:
    load(warehouse)
    read(warehouse)
    before = told(warehouse)
    warehouse.clear()
    assert all(not rows for rows in told(warehouse).values())
    load(warehouse)
    assert read(warehouse).articles == 6
    assert told(warehouse) == before


@pytest.mark.parametrize("line", ["产业,茶", "产业,新词,许多", "产业,茶叶,1\n文化,茶叶,1"])
def test_a_broken_dictionary_is_told_in_one_sentence_and_nothing_changes(
    warehouse: Warehouse, dictionaries: Path, line: str
) -> None:
    load(warehouse, 3)
    read(warehouse, dictionaries)
    before = told(warehouse)
    load(warehouse, 4)
    (dictionaries / "topic_word.csv").write_text(f"topic,word,weight\n{line}\n", "utf-8")
    with pytest.raises(DictionaryError, match=r"^[^\n]*topic_word\.csv[^\n]* line \d[^\n]*\.$"):
        read(warehouse, dictionaries)
    assert told(warehouse) == before


def test_a_dictionary_that_is_not_there_is_told_in_one_sentence(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"topic_word\.csv cannot be read"):
        read(warehouse, tmp_path)


def test_a_text_on_which_a_reader_fails_loses_nothing_else(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    load(warehouse, 3)
    real = readers.read_quantities

    def fails(text: str) -> object:
        if "第2批" in text:
            raise RecursionError
        return real(text)

    monkeypatch.setattr(readers, "read_quantities", fails)
    assert read(warehouse).articles == 3
    assert asks(warehouse, "select count(distinct article_id) from raw.quantity") == [(2,)]
    assert asks(warehouse, "select count(*) from raw.search_text") == [(3,)]
    assert "quantities could not be read in article" in caplog.text


def test_a_snapshot_read_with_another_dictionary_is_not_up_to_date(
    warehouse: Warehouse, dictionaries: Path, tmp_path: Path
) -> None:
    load(warehouse, 1)
    read(warehouse, dictionaries)
    publish(warehouse.connection, tmp_path / "published")

    def holds() -> bool:
        rules = current_rules([PLACE], dictionaries)
        return is_up_to_date(warehouse.connection, tmp_path / "published", today, rules, "")

    today = china_now().date()
    assert holds()
    add_a_topic_word(dictionaries)
    assert not holds()
    read(warehouse, dictionaries)
    assert not holds()  # read, but not published
    publish(warehouse.connection, tmp_path / "published")
    assert holds()


def test_a_process_that_is_killed_while_it_reads_is_told_in_one_sentence() -> None:
    def read_with_a_killed_one() -> None:
        with reading_crew(2, [PLACE], DICTIONARIES) as crew:
            crew([], ()).result()
            for process in multiprocessing.active_children():
                process.kill()
            crew([], ()).result()

    with pytest.raises(WarehouseError, match=r"^A process that reads texts was killed[^\n]*run it again\.$"):
        read_with_a_killed_one()
