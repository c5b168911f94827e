"""What is personal is masked before it is stored, and names can be taken out again."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.batches import county, link, read, story
from warehouse.forgetting import LeftOut
from warehouse.forgotten import Forgotten
from warehouse.privacy import PersonKeys, mask, name_pattern
from warehouse.rows import Batch
from warehouse.store import Warehouse

DAY = date(2026, 5, 6)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("电话13812345678。", "电话138********。"),
        ("Tel:138-1234-5678", "Tel:138********"),
        ("138 1234 5678", "138********"),
        ("138－1234－5678", "138********"),
        ("138—1234—5678", "138********"),
        ("１３８１２３４５６７８", "１３８********"),
        ("+8613812345678", "+86138********"),
        ("+86 138 1234 5678", "+86 138********"),
        ("＋８６１３８１２３４５６７８", "＋８６１３８********"),
        ("008613812345678", "0086138********"),
        ("(+86)13812345678", "(+86)138********"),
        ("异地拨打013812345678", "异地拨打0138********"),
        ("13812345678、19987654321", "138********、199********"),
    ],
)
def test_mobile_numbers_are_masked_however_they_are_printed(printed: str, stored: str) -> None:
    assert mask(printed) == stored


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("证件号11010519491231002X。", "证件号110105************。"),
        ("11010519491231002x", "110105************"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５************"),
    ],
)
def test_identity_numbers_are_masked(printed: str, stored: str) -> None:
    assert mask(printed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "办公室0914-7821234",
        "值班电话7821234，传真029-87654321",
        "投资13812345678元",
        "比率1.13812345678",
        "13812345678.50",
        "白政发〔2023〕15号",
        "2026年5月20日20260520",
        "订单138123456789",
        "统一社会信用代码91610929MA70XXXX1X",
        "110105194912310021",  # the check digit is another
        "110105194913310027",  # the thirteenth month
        "/uploads/P020230725138123456781.jpg",
    ],
)
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert mask(text) == text


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.integers(110000, 659999), st.dates(date(1930, 1, 1), date(2025, 1, 1)), st.integers(0, 999), st.integers(0, 10)
)
def test_of_all_check_digits_only_the_right_one_makes_an_identity_number(
    region: int, born: date, order: int, digit: int
) -> None:
    start = f"{region}{born:%Y%m%d}{order:03}"
    right = (12 - sum(int(c) * weight for c, weight in zip(start, WEIGHTS, strict=True))) % 11
    number = f"{start}{'X' if digit == 10 else digit}"
    assert (mask(number) != number) == (digit == right)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text("0123456789１８X-— 元.电+", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_keys_of_people_are_the_same_for_every_spelling_of_the_name() -> None:
    keys = PersonKeys(b"one")
    assert keys.key("张　伟") == keys.key("张伟") == keys.key(" 张 伟 ")
    assert keys.key("张伟") != keys.key("张玮")
    assert len(keys.key("张伟")) == 16


def test_keys_of_people_hold_in_their_warehouse_and_mean_nothing_in_another(tmp_path: Path) -> None:
    here, there = tmp_path / "here.duckdb", tmp_path / "there.duckdb"
    first = PersonKeys.beside(here).key("张伟")
    assert PersonKeys.beside(here).key("张伟") == first
    assert PersonKeys.beside(there).key("张伟") != first
    assert (tmp_path / "here.duckdb.key").stat().st_mode & 0o077 == 0


def test_a_number_is_masked_in_every_text_that_a_page_gave(tmp_path: Path) -> None:
    batch = story(
        1, "举报电话13812345678", DAY, body="电话13812345678", source="13812345678", source_raw="来源：13812345678",
        evidence={"title": {"rule": "h1", "raw": "举报电话13812345678"}},
    )  # fmt: skip
    link = replace(batch.links[0], listed_title="举报电话13812345678", detail="13812345678")
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(replace(batch, links=(link,)))
        stored = [str(warehouse.connection.execute(f"from raw.{table}").fetchall()) for table in ("article", "link")]
    assert ["12345678" in text for text in stored] == [False, False]
    assert [text.count("138********") for text in stored] == [5, 2]


def test_a_forgotten_name_is_gone_however_it_is_printed_and_stays_so_after_a_reload(tmp_path: Path) -> None:
    batch = story(
        1, "张伟：春茶开采正当时", DAY, body="文/张　伟 图/李四\n张 伟报道", source="张伟",
        source_raw="来源：张　伟", evidence={"author": {"rule": "lead", "raw": "张　伟"}}, authors=("张伟", "李四"),
    )  # fmt: skip
    batch = replace(batch, links=(replace(batch.links[0], listed_title="张伟：春茶开采正当时"),))

    def told(warehouse: Warehouse) -> list[str]:
        articles = warehouse.connection.execute("select title, body, source, source_raw from raw.article").fetchall()
        links = warehouse.connection.execute("select listed_title from raw.link").fetchall()
        evidence = warehouse.connection.execute("select evidence ->> '$.author.raw' from raw.article").fetchall()
        names = warehouse.connection.execute("select name from raw.person order by position").fetchall()
        return [*articles[0], links[0][0], evidence[0][0], *(name for (name,) in names)]

    without = [
        "〔略〕：春茶开采正当时", "文/〔略〕 图/李四\n〔略〕报道", "〔略〕", "来源：〔略〕",
        "〔略〕：春茶开采正当时", "〔略〕", None, "李四",
    ]  # fmt: skip
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(batch)
        key = warehouse.connection.execute("select person_key from raw.person where name = '张伟'").fetchall()
        assert warehouse.forget("张伟") == LeftOut(1, 1)
        assert told(warehouse) == without
        warehouse.clear()
        assert warehouse.merge(batch).inserted == 1
        assert told(warehouse) == without
        assert warehouse.connection.execute("select person_key from raw.person where name is null").fetchall() == key


def test_others_of_the_same_family_name_are_not_forgotten(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(story(1, "春茶开采正当时", DAY, body="张伟民报道", authors=("张伟民",)))
        assert warehouse.forget("张伟").credits == 0
        assert warehouse.connection.execute("select name from raw.person").fetchall() == [("张伟民",)]
        assert warehouse.connection.execute("select body from raw.article").fetchall() == [("张伟民报道",)]


def told(warehouse: Warehouse) -> str:
    """All that the warehouse says in its raw tables."""
    tables = warehouse.connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'raw' and not temporary"
    ).fetchall()
    return str([warehouse.connection.execute(f"from raw.{table}").fetchall() for (table,) in tables])


MENTION = story(
    2, "乙山乡：护林员张　伟巡山二十年", DAY, body="记者在乙山乡见到张伟，他说：“春茶5000亩。”", column_name="张伟工作室",
    source="张 伟", source_raw="来源：张 伟", evidence={"source": {"rule": "meta", "raw": "来源：张 伟"}},
)  # fmt: skip
LISTED = Batch(links=(link("http://gov.example/3.html", listed_title="通报表扬张 伟等同志", column_name="张伟工作室"),))


def test_a_forgotten_name_is_left_out_of_articles_and_lists_that_only_mention_it(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "春茶开采正当时", DAY, authors=("张伟",)))
        for batch in (MENTION, LISTED):
            warehouse.merge(batch)
        read(warehouse)
        assert re.search("张[ 　]*伟", told(warehouse))
        assert warehouse.forget("张伟") == LeftOut(credits=1, articles=2)
        assert not re.search("张[ 　]*伟", told(warehouse))
        assert warehouse.connection.execute("select sum(rule_set_id) from raw.reading").fetchall() == [(0,)]
        assert read(warehouse).articles == 2
        places = warehouse.connection.execute("select town_name from raw.place").fetchall()
        assert ("乙山乡",) in places
        assert not re.search("张[ 　]*伟", told(warehouse))


def test_a_name_that_nobody_has_is_left_out_of_what_comes_later_without_a_credit(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        assert warehouse.forget("张　伟") == LeftOut(0, 0)
        warehouse.merge(county())
        for batch in (MENTION, LISTED):
            warehouse.merge(batch)
        warehouse.merge(story(4, "李四与张伟民报道", DAY, authors=("李四", "张伟民")))
        read(warehouse)
        assert not re.search("张[ 　]*伟(?!民)", told(warehouse))
        stored = warehouse.connection.execute("select title, body_chars from raw.article order by url").fetchall()
        assert stored == [("乙山乡：护林员〔略〕巡山二十年", 25), ("李四与张伟民报道", 2)]


def test_of_those_forgotten_before_lengths_were_kept_only_credits_are_left_out(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.forget("张伟")
        warehouse.connection.execute("update raw.forgotten set name_length = null")
        warehouse.merge(story(1, "甲", DAY, body="张伟", authors=("张伟",)))
        warehouse.merge(story(2, "乙", DAY, body="张伟"))
        assert warehouse.connection.execute("select body from raw.article order by title desc").fetchall() == [
            ("〔略〕",),
            ("张伟",),
        ]


def test_an_office_keeps_its_name_beside_that_of_the_person_who_is_forgotten(tmp_path: Path) -> None:
    office = story(1, "春茶", DAY, body="（乙山乡政府 张伟）", authors=("乙山乡政府张伟",))
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(office)
        warehouse.forget("张伟")
        names = "select body, name from raw.article join raw.person using (article_id)"
        before = warehouse.connection.execute(names).fetchall()
        warehouse.clear()
        warehouse.merge(office)
        assert (
            before == warehouse.connection.execute(names).fetchall() == [("（乙山乡政府 〔略〕）", "乙山乡政府〔略〕")]
        )


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text("张伟民 \u3000\u00a0\n，", max_size=30))
def test_a_name_is_found_by_its_hash_wherever_its_pattern_finds_it(text: str) -> None:
    keys = PersonKeys(b"one")
    found = Forgotten(keys, {keys.key("张伟"): 2}).named_in([text])
    assert found == ({"张伟"} if re.search(name_pattern("张伟"), text) else set())
