"""Rebuild the packed list of counties and towns from four CSV files.

    python -m gazetteer.build FOLDER

FOLDER holds provinces.csv, cities.csv, areas.csv and streets.csv of the package named in data/README.md.
The same input gives the same bytes.
"""

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

from gazetteer.divisions import DIVISIONS

# Rows of cities.csv that are no cities: the districts and the counties of a municipality, and what a province
# governs without a prefecture between.
MUNICIPAL = ("市辖区", "县")
DIRECT = ("省直辖县级行政区划", "自治区直辖县级行政区划")


class BuildError(Exception):
    """The input cannot be packed; the message is one sentence."""


def main(arguments: list[str]) -> int:
    """Pack the folder named on the command line; the exit status is 0, or 2 for a mistake in the input."""
    if len(arguments) != 1:
        print("usage: python -m gazetteer.build FOLDER", file=sys.stderr)
        return 2
    try:
        packed = pack(Path(arguments[0]))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    DIVISIONS.write_bytes(packed)
    print(f"{DIVISIONS.name}: {len(packed)} bytes")
    return 0


def pack(folder: Path) -> bytes:
    """The packed list: a gzip file of one line per county, sorted by code.

    A line is code, name, city and province of the county, then its towns, each as the last three digits of
    its code and its name, with tabs between. Raises BuildError.
    """
    provinces = {row["code"]: row["name"] for row in _rows(folder / "provinces.csv", "code", "name")}
    cities = {row["code"]: row["name"] for row in _rows(folder / "cities.csv", "code", "name")}
    areas = _rows(folder / "areas.csv", "code", "name", "cityCode", "provinceCode")
    towns: dict[str, list[str]] = defaultdict(list)
    for row in sorted(_rows(folder / "streets.csv", "code", "name", "areaCode"), key=lambda row: row["code"]):
        if not row["code"].startswith(row["areaCode"]):
            raise BuildError(f"streets.csv: {row['code']} {row['name']} is not of county {row['areaCode']}.")
        towns[row["areaCode"]].append(row["code"][6:] + row["name"])
    if stray := towns.keys() - {row["code"] for row in areas}:
        raise BuildError(f"streets.csv: areas.csv has no county {min(stray)}.")
    lines = []
    for row in sorted(areas, key=lambda row: row["code"]):
        if row["provinceCode"] not in provinces or row["cityCode"] not in cities:
            raise BuildError(f"areas.csv: {row['code']} {row['name']} is of an unknown city or province.")
        province = provinces[row["provinceCode"]]
        city = _city(cities[row["cityCode"]], province)
        lines.append("\t".join([row["code"], row["name"], city, province, *towns[row["code"]]]))
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), compresslevel=9, mtime=0)


def _city(name: str, province: str) -> str:
    if name in MUNICIPAL:
        return province
    return "" if name in DIRECT else name


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise BuildError(f"{path}: the file cannot be read ({error.strerror}).") from error
    for number, row in enumerate(rows, start=2):
        for column in columns:
            value = row.get(column)
            if not value or "\t" in value or "\n" in value:
                raise BuildError(f"{path.name}, line {number}: the column {column} has no usable value.")
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
