"""A county file that is written is one that can be read, whatever a site calls itself and its columns."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from crawlers.county import CountyFile, load_county
from flows.county_toml import NewColumn, NewSite, county_text, fitting_name

BAIHE = gazetteer.county("610929")
URL = "http://www.baihe.gov.cn/"


def written(name: str, *columns: NewColumn, doubts: tuple[str, ...] = ()) -> CountyFile:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "baihe.toml"
        file.write_text(county_text(BAIHE, NewSite("baihe", name, URL, "county", "media", columns, doubts)), "utf-8")
        return load_county(file)


def test_a_column_with_doubts_is_not_verified_and_says_why() -> None:
    columns = [NewColumn("镇办动态", URL + "1"), NewColumn("要闻", URL + "2", ["no dates", "one page"])]
    county = written("白河县人民政府", *columns)
    assert [column.verified for column in county.site[0].column] == [True, False]
    assert "# Not sure: no dates; one page." in county_text(
        BAIHE, NewSite("baihe", "白河", URL, "county", "government", columns)
    )


def test_a_site_with_doubts_is_not_verified() -> None:
    assert not written("白河", NewColumn("要闻", URL), doubts=("another place's code",)).site[0].verified


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=80))
def test_any_text_can_be_a_name_or_a_doubt(name: str, column: str, doubt: str) -> None:
    site, named = fitting_name(name, "site"), fitting_name(column, "column")
    county = written(site, NewColumn(named, URL, [doubt]))
    assert county.site[0].name == site.strip()
    assert county.site[0].column[0].name == named.strip()


def test_signs_that_mean_something_in_toml_are_only_text() -> None:
    for hostile in (
        '镇办"动态',
        "镇办\\动态",
        "镇办]]\n[[site]]",
        "'''",
        '"""',
        "a\x7fb\x00c",
        "#镇办",
        "\ud800x",
        "镇\u2028办",
    ):
        named = fitting_name(hostile, "column")
        county = written(named, NewColumn(named, URL, [hostile]))
        assert county.site[0].column[0].name == county.site[0].name == named
        assert len(county.site) == 1
