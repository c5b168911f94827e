"""County files: a good one loads, and every mistake is told in one sentence with its place."""

from pathlib import Path

import pytest

from crawlers.county import CountyFileError, find_county, load_counties, load_county, real_counties, sites_named

COUNTIES = Path(__file__).parents[2] / "counties"

GOOD = """
code = "990001"
name = "云溪县"
city = "云州市"
province = "云省"

[[town]]
code = "990001100"
name = "城关镇"
aliases = ["城关"]

[[site]]
key = "yunxi-gov"
name = "云溪县人民政府"
url = "http://yunxi.example/"
level = "county"
kind = "government"
delay_seconds = 5

  [[site.column]]
  name = "镇办动态"
  url = "http://yunxi.example/zbdt/"
  pages = 3

  [[site.column]]
  name = "要闻"
  url = "http://yunxi.example/yw/"
  verified = false

[[site]]
key = "yunzhou-news"
name = "云州新闻网"
url = "https://news.yunzhou.example/"
level = "city"
kind = "media"
verified = false

  [[site.column]]
  name = "云溪"
  url = "https://news.yunzhou.example/yunxi/"

[expect]
articles_min = 10
"""


def write(folder: Path, text: str, name: str = "yunxi.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mistake(folder: Path, text: str) -> str:
    path = write(folder, text)
    with pytest.raises(CountyFileError) as caught:
        load_county(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence.removeprefix(f"{path}: ")


def test_a_good_file_loads(tmp_path: Path) -> None:
    county = load_county(write(tmp_path, GOOD))
    assert (county.code, county.name) == ("990001", "云溪县")
    assert county.site[0].delay_seconds == 5
    assert county.expect.articles_min == 10
    assert [site.key for site in county.scheduled_sites] == ["yunxi-gov"]
    assert [column.name for column in county.site[0].scheduled_columns] == ["镇办动态"]


def test_a_county_brings_its_own_towns(tmp_path: Path) -> None:
    county = load_county(write(tmp_path, GOOD)).gazetteer_county()
    assert (county.name, county.city, county.province) == ("云溪县", "云州市", "云省")
    assert [(town.code, town.name, town.aliases) for town in county.towns] == [("990001100", "城关镇", ("城关",))]


def test_a_county_that_nobody_knows_must_bring_its_towns(tmp_path: Path) -> None:
    without_towns = GOOD.replace(GOOD[GOOD.index("[[town]]") : GOOD.index("[[site]]")], "")
    with pytest.raises(CountyFileError, match=r"list its towns as \[\[town\]\]"):
        load_county(write(tmp_path, without_towns)).gazetteer_county()


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ('code = "990001"\n', 'code = "99001"\n', "code is '99001'; allowed are 6 digits in quotation marks"),
        ('code = "990001"\n', "code = 990001\n", "code is 990001; allowed: input should be a valid string"),
        ('code = "990001"\n', "", "code is missing"),
        (
            'level = "city"',
            'level = "town"',
            "site[2].level is 'town'; allowed is 'central', 'province', 'city' or",
        ),
        ('level = "city"', 'levle = "city"', "site[2].level is missing (1 more after it)"),
        ("verified = false\n\n[[site]]", "verifed = false\n\n[[site]]", "did you mean 'verified'?"),
        ("pages = 3", "page_cap = 3", "site[1].column[1].page_cap is not a known key; did you mean 'pages'?"),
        ("pages = 3", "colour = 3", "colour is not a known key; allowed are name, url, verified, pages"),
        (
            "pages = 3",
            "pages = 0",
            "site[1].column[1].pages is 0; allowed: input should be greater than or equal to 1",
        ),
        (
            "pages = 3",
            'pages = "3"',
            "site[1].column[1].pages is '3'; allowed: input should be a valid integer",
        ),
        (
            "http://yunxi.example/yw/",
            "ftp://yunxi.example/",
            "site[1].column[2].url is 'ftp://yunxi.example/'; allowed",
        ),
        (
            "http://yunxi.example/yw/",
            "http://",
            "site[1].column[2].url is 'http://'; allowed is a web address",
        ),
        (
            "http://yunxi.example/yw/",
            "http://[::1/",
            "site[1].column[2].url is 'http://[::1/'; allowed is a web",
        ),
        (
            "http://yunxi.example/yw/",
            "http://yunxi.example/zbdt/",
            "site[1].column[2].url is 'http://yunxi.example/zbdt/'",
        ),
        (
            '"要闻"',
            '"镇办动态"',
            "site[1].column[2].name is '镇办动态' like column[1]; allowed is each name once",
        ),
        (
            '"yunzhou-news"',
            '"yunxi-gov"',
            "site[2].key is 'yunxi-gov' like site[1]; allowed is each key once",
        ),
        ('"yunzhou-news"', '"../etc"', "site[2].key is '../etc'; allowed are at most 64 small letters"),
        (
            '"990001100"',
            '"610929100"',
            "town[1].code is '610929100'; allowed are codes that begin with '990001'",
        ),
        (
            "delay_seconds = 5",
            "delay_seconds = -1",
            "site[1].delay_seconds is -1; allowed: input should be greater",
        ),
        ('name = "云溪县"', 'name = ""', "name is ''; allowed: string should have at least 1 character"),
        (
            "articles_min",
            "articles_mni",
            "expect.articles_mni is not a known key; did you mean 'articles_min'?",
        ),
        ("articles_min = 10", 'ignore = ["templat"]', "expect.ignore[1] is 'templat'; allowed is 'closed', 'links',"),
        (
            "articles_min = 10",
            "fill_min = {author = 1.5}",
            "expect.fill_min.author is 1.5; allowed: input should be less",
        ),
        (
            "articles_min = 10",
            "fill_min = {autor = 0.5}",
            "expect.fill_min.autor is 'autor'; allowed is 'title', 'time',",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(
    tmp_path: Path, good: str, bad: str, sentence: str
) -> None:
    assert good in GOOD
    assert sentence in mistake(tmp_path, GOOD.replace(good, bad, 1))


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "(at line 2, column 8)" in mistake(tmp_path, 'code = "990001"\nname = 云溪县\n')
    assert "(at end of document)" in mistake(tmp_path, 'code = "990001"\nsite = [\n')


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "yunxi.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CountyFileError, match="is not UTF-8"):
        load_county(path)
    with pytest.raises(CountyFileError, match="cannot be read"):
        load_county(tmp_path / "missing.toml")


def test_a_file_saved_by_notepad_loads(tmp_path: Path) -> None:
    path = tmp_path / "yunxi.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load_county(path).name == "云溪县"


@pytest.mark.parametrize("text", ["yunxi", "Yunxi", "990001", "云溪县", " 云溪县 "])
def test_a_county_is_found_by_file_code_and_name(tmp_path: Path, text: str) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "broken =", "abroken.toml")
    assert find_county(text, tmp_path).code == "990001"


def test_an_unknown_county_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CountyFileError, match=r"no county '云'; there are: none"):
        find_county("云", tmp_path)
    write(tmp_path, GOOD)
    with pytest.raises(CountyFileError, match="no county '云'; there are: yunxi 云溪县 990001"):
        find_county("云", tmp_path)


def test_no_two_files_share_a_county_or_a_site(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert len(load_counties(tmp_path)[0]) == 1
    write(tmp_path, GOOD.replace('"990001', '"990002'), "yunxi2.toml")
    counties, (mistake,) = load_counties(tmp_path)
    assert [county.code for county in counties] == ["990001"]
    assert "yunxi2.toml: 'yunxi-gov' is already used by yunxi.toml" in mistake


def test_a_file_that_cannot_be_used_does_not_stand_in_the_way_of_the_others(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("[[town]]", "[[town"), "broken.toml")
    write(tmp_path, GOOD)
    counties, (mistake,) = load_counties(tmp_path)
    assert [county.name for county in counties] == ["云溪县"]
    assert "broken.toml: this is not TOML" in mistake
    with pytest.raises(CountyFileError, match=r"no county with verified sites.*broken\.toml"):
        real_counties(tmp_path)


def test_sites_are_chosen_by_key(tmp_path: Path) -> None:
    county = load_county(write(tmp_path, GOOD))
    assert [site.name for site in sites_named(county, ["yunzhou-news"])] == ["云州新闻网"]
    with pytest.raises(CountyFileError, match="has no site 'x'; it has: yunxi-gov, yunzhou-news"):
        list(sites_named(county, ["x"]))


def test_every_county_file_of_the_project_loads() -> None:
    counties, mistakes = load_counties(COUNTIES)
    assert mistakes == []
    assert "白河县" in [county.name for county in counties]
    for county in counties:
        assert len(county.gazetteer_county().towns) > 0


def test_no_schedule_reads_a_site_that_nobody_has_verified() -> None:
    assert find_county("白河县", COUNTIES).scheduled_sites == ()
