import gzip
import time

import pytest

import gazetteer
from gazetteer import divisions


def test_a_county_is_known_by_its_code_with_its_city_province_and_towns():
    county = gazetteer.county("610929")

    assert (county.name, county.city, county.province) == ("白河县", "安康市", "陕西省")
    assert len(county.towns) == 11
    assert gazetteer.Town("610929105", "宋家镇") in county.towns


def test_the_usual_spelling_of_a_town_is_an_alias_of_the_listed_one():
    towns = {town.name: town.aliases for town in gazetteer.county("610929").towns}

    assert towns["构朳镇"] == ("构扒镇",)


def test_every_alias_belongs_to_a_town_of_the_list():
    counties = {county.code: {town.name for town in county.towns} for county in gazetteer.all_counties()}

    for code, towns in divisions._aliases().items():
        assert towns.keys() <= counties[code]


def test_the_whole_list_is_there_and_names_are_unique_within_a_county():
    counties = list(gazetteer.all_counties())

    assert len(counties) == 2978
    assert sum(len(county.towns) for county in counties) == 41352
    for county in counties:
        assert len({town.name for town in county.towns}) == len(county.towns) > 0
        assert all(town.code.startswith(county.code) and len(town.code) == 9 for town in county.towns)


@pytest.mark.parametrize(
    ("code", "name", "city"),
    [
        ("110101", "东城区", "北京市"),
        ("500154", "开州区", "重庆市"),
        ("419001", "济源市", ""),
        ("441900", "东莞市", "东莞市"),
        ("620201", "嘉峪关市", "嘉峪关市"),
    ],
)
def test_counties_without_a_real_city_above_them(code, name, city):
    county = gazetteer.county(code)

    assert (county.name, county.city) == (name, city)
    assert county.towns


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("610928", "610929 白河县"),  # the old code of a county that became a city
        ("白河", "610929 白河县 (安康市)"),
        ("61092", "codes have six digits"),
        ("", "codes have six digits"),
        ("61\t929", "610929 白河县"),
        ("６１０９２９", "codes have six digits"),
    ],
)
def test_an_unknown_code_is_answered_with_one_sentence_and_what_is_near(code, near):
    with pytest.raises(gazetteer.UnknownCounty) as caught:
        gazetteer.county(code)

    message = str(caught.value)
    assert isinstance(caught.value, LookupError)
    assert near in message
    assert "\n" not in message
    assert not message.endswith(".")


@pytest.mark.parametrize("text", ["白河", "白河县", "安康市白河县", "陕西省安康市白河县", " 白河 县 ", "610929"])
def test_a_county_is_found_by_the_ways_to_write_it(text):
    assert [county.code for county in gazetteer.find_counties(text)] == ["610929"]


def test_a_name_of_several_counties_finds_them_all_and_an_unknown_one_none():
    assert [c.city for c in gazetteer.find_counties("鼓楼区")] == ["南京市", "徐州市", "福州市", "开封市"]
    assert gazetteer.find_counties("云深不知处县") == []
    assert gazetteer.find_counties("") == []


def test_one_county_is_loaded_without_building_the_others():
    divisions._packed.cache_clear()
    start = time.perf_counter()
    gazetteer.county("610929")

    assert time.perf_counter() - start < 0.1


def test_the_packed_list_is_small_and_carries_no_time():
    packed = divisions.DIVISIONS.read_bytes()

    assert len(packed) < 500_000
    assert packed[4:8] == bytes(4)
    assert gzip.decompress(packed).startswith("110101\t东城区\t北京市\t北京市\t".encode())


def test_names_of_places_come_without_their_kind() -> None:
    assert {"白河", "安康", "陕西"} <= gazetteer.place_names()
    assert "白河县" not in gazetteer.place_names()
