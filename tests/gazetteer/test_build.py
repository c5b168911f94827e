import gzip

import pytest

from gazetteer import build

FILES = {
    "provinces.csv": 'code,name\n90,"云省"\n91,"雾市"\n',
    "cities.csv": 'code,name,provinceCode\n9001,"溪市",90\n9090,"省直辖县级行政区划",90\n9101,"市辖区",91\n',
    "areas.csv": (
        'code,name,cityCode,provinceCode\n910101,"雾东区",9101,91\n900122,"云溪县",9001,90\n909001,"云岭市",9090,90\n'
    ),
    "streets.csv": (
        "code,name,areaCode,provinceCode,cityCode\n"
        '900122101,"石坝镇",900122,90,9001\n900122100,"城关镇",900122,90,9001\n'
        '909001001,"岭前街道",909001,90,9090\n910101001,"开发区",910101,91,9101\n'
    ),
}


def write(folder, **changed):
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.removesuffix(".csv"), text), encoding="utf-8")
    return folder


def test_the_lists_are_packed_as_one_line_per_county_sorted_by_code(tmp_path):
    packed = build.pack(write(tmp_path))

    assert gzip.decompress(packed).decode().splitlines() == [
        "900122\t云溪县\t溪市\t云省\t100城关镇\t101石坝镇",
        "909001\t云岭市\t\t云省\t001岭前街道",
        "910101\t雾东区\t雾市\t雾市\t001开发区",
    ]
    assert packed == build.pack(tmp_path)


def test_the_command_writes_the_file_and_says_how_large_it_is(tmp_path, monkeypatch, capsys):
    target = tmp_path / "divisions.tsv.gz"
    monkeypatch.setattr(build, "DIVISIONS", target)

    assert build.main([str(write(tmp_path))]) == 0
    assert capsys.readouterr().out == f"divisions.tsv.gz: {target.stat().st_size} bytes\n"


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        (
            {"streets": "code,name,areaCode\n900122100,城关镇,909001\n"},
            "900122100 城关镇 is not of county 909001",
        ),
        ({"streets": "code,name,areaCode\n905555100,城关镇,905555\n"}, "areas.csv has no county 905555"),
        ({"streets": "code,name,areaCode\n900122100,,900122\n"}, "streets.csv, line 2: the column name"),
        ({"cities": "code,name\n9001,溪市\n"}, "is of an unknown city or province"),
        ({"provinces": "name\n云省\n"}, "provinces.csv, line 2: the column code"),
    ],
)
def test_a_mistake_in_the_input_is_one_sentence_and_writes_nothing(tmp_path, monkeypatch, capsys, changed, part):
    target = tmp_path / "out.gz"
    monkeypatch.setattr(build, "DIVISIONS", target)

    assert build.main([str(write(tmp_path, **changed))]) == 2
    assert part in capsys.readouterr().err
    assert not target.exists()


def test_a_missing_folder_or_argument_is_told(tmp_path, capsys):
    assert build.main([str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert build.main([]) == 2
    assert "usage" in capsys.readouterr().err
