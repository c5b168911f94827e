import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import County, Town, former
from gazetteer.aliases import town_aliases
from gazetteer.outlets import outlet_of
from gazetteer.places import mentioned_towns, origin_town, town_named

BAIHE = gazetteer.county("610929")
INVENTED = County(
    "990001", "云溪县", "溪市", "云省", (Town("990001100", "甲水镇", ("甲渡镇",)), Town("990001101", "乙山街道"))
)


def mentioned(text: str, county: County = BAIHE) -> list[tuple[str, int, str]]:
    return [(found.town.name, found.count, found.text) for found in mentioned_towns(county, text)]


def test_a_text_names_towns_by_full_name_or_spelling_each_with_its_count() -> None:
    text = "构扒镇与宋家镇结对，构朳镇出苗木。冷水泡茶，秭归县茅坪镇来人。"
    assert mentioned(text) == [("构朳镇", 2, "构扒镇"), ("宋家镇", 1, "宋家镇")]
    assert mentioned("") == []


def test_towns_of_a_county_file_are_found_too() -> None:
    assert mentioned("甲渡镇、乙山街道办。", INVENTED) == [("甲水镇", 1, "甲渡镇"), ("乙山街道", 1, "乙山街道办")]


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text(alphabet="云溪县甲水镇乙山街道省市新闻网日报政府局：《》- \n", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(found.count > 0 and found.text for found in mentioned_towns(INVENTED, text))
    found = outlet_of(text, INVENTED)
    assert found is None or (found.name and found.evidence)


def test_every_form_of_a_town_is_listed_once_with_its_kind() -> None:
    entries = town_aliases(BAIHE)
    kinds = {entry.alias: (entry.town.name, entry.kind) for entry in entries}
    assert len(kinds) == len(entries)
    assert kinds["构朳镇"] == ("构朳镇", "official")
    assert kinds["构扒镇"] == ("构朳镇", "spelling")
    assert kinds["宋家"] == ("宋家镇", "short")
    assert kinds["宋家乡"] == ("宋家镇", "variant")
    assert kinds["宋家镇党委"] == kinds["中共宋家镇委员会"] == ("宋家镇", "organ")


def test_every_listed_form_is_understood_as_its_town() -> None:
    for county in (BAIHE, INVENTED, gazetteer.county("511403")):
        for entry in town_aliases(county):
            assert town_named(county, entry.alias) == entry.town, entry


def test_a_former_town_is_told_as_its_successor_and_says_so() -> None:
    county = gazetteer.county("511403")
    found = origin_town(county, title="彭溪镇：柑橘采摘忙", source="", authors=(), body="")
    assert (found.town and found.town.name, found.evidence) == ("观音街道", "former:彭溪镇")
    entry = next(entry for entry in town_aliases(county) if entry.alias == "彭溪镇")
    assert (entry.kind, entry.valid_to) == ("former", "2016")


def test_a_town_that_still_stands_is_itself_and_not_its_neighbour() -> None:
    for county in list(gazetteer.all_counties())[::100]:
        for town in county.towns:
            assert town_named(county, town.name) in (town, None)


def test_a_successor_is_packed_only_where_nearly_all_villages_agree(tmp_path) -> None:
    villages = {
        "2016": {"甲镇": "一二三四", "乙乡": "五六七八", "丙镇": "九十"},
        "2023": {"甲镇": "一二三四九十", "丁街道": "五六七", "戊镇": "八"},
    }
    moved = {"2016": villages["2016"] | {"己乡": "子丑寅"}, "2023": villages["2023"] | {"庚镇": "子丑寅"}}
    for year, towns in moved.items():
        (tmp_path / year).mkdir()
        with (
            (tmp_path / year / "streets.csv").open("w", encoding="utf-8", newline="") as streets,
            (tmp_path / year / "villages.csv").open("w", encoding="utf-8", newline="") as places,
        ):
            csv.writer(streets).writerow(["code", "name"])
            csv.writer(places).writerow(["streetCode", "name"])
            for number, (town, names) in enumerate(towns.items(), start=100):
                csv.writer(streets).writerow([f"990001{number}", town])
                for village in names:
                    csv.writer(places).writerow([f"990001{number}", f"{village}家村"])
    packed = former.pack(tmp_path / "2023", [tmp_path / "2016"])
    rows = former.gzip.decompress(packed).decode().splitlines()[1:]
    # 乙乡 was divided, 丙镇 had too few villages
    assert rows == ["990001,己乡,庚镇,2016,3 of 3 villages"]
    assert former.pack(tmp_path / "2023", [tmp_path / "2016"]) == packed


@pytest.mark.parametrize(
    ("column", "town", "evidence"),
    [("宋家镇", "宋家镇", "column:宋家镇"), ("宋家镇动态", "宋家镇", "column:宋家镇动态"), ("镇办动态", None, "")],
)
def test_a_column_of_one_town_tells_it(column: str, town: str | None, evidence: str) -> None:
    found = origin_town(BAIHE, title="春茶飘香", source="", authors=(), body="", column=column)
    assert (found.town and found.town.name, found.evidence) == (town, evidence)


def test_a_credit_outweighs_the_column() -> None:
    found = origin_town(BAIHE, title="春茶飘香", source="卡子镇", authors=(), body="", column="宋家镇")
    assert found.town
    assert found.town.name == "卡子镇"
