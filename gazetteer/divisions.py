"""Counties and their towns, as in the statistics bureau's list (data/README.md).

The list has 41,352 towns and most runs need those of one county: the packed file holds one line per county,
and only the lines that are asked for become objects.
"""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
DIVISIONS = DATA / "divisions.tsv.gz"
ALIASES = DATA / "aliases.csv"

# What follows the proper name of a county in its full name, the longer form first.
COUNTY_KINDS = ("自治县", "自治旗", "林区", "特区", "县", "区", "市", "旗")


# County, city and province of each line of the packed list, without its towns.
_HEADS = re.compile(rb"\n\d{6}\t([^\t\n]*\t[^\t\n]*\t[^\t\n]*)")


class UnknownCounty(LookupError):
    """No county has this code; the message is one sentence with near matches."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town, township or street office.

    `code` has nine digits and begins with its county's. Towns of two lists are the same by county and name,
    never by code (data/README.md). `aliases` are other written names that no rule derives.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class County:
    """A county, district or county-level city with its towns.

    `code` has six digits (GB/T 2260). `city` is the prefecture that it belongs to, in the four
    direct-controlled municipalities the municipality itself, and empty where the province governs the county
    directly.
    """

    code: str
    name: str
    city: str
    province: str
    towns: tuple[Town, ...]


def county(code: str) -> County:
    """The county with this code of six digits; raises UnknownCounty with near matches in its message."""
    if len(code) == 6 and code.isascii() and code.isdigit():
        packed = _packed()
        start = packed.find(f"\n{code}\t".encode())
        if start >= 0:
            return _parse(packed[start + 1 : packed.index(b"\n", start + 1)])
    raise UnknownCounty(_unknown(code))


def find_counties(text: str) -> list[County]:
    """The counties of this code or name, by code.

    The name may lack its kind and stand after its city and province: 白河, 白河县, 安康市白河县. Many names
    occur in more than one province, hence a list; it is empty when there is none.
    """
    wanted = "".join(text.split())
    return [_parse(line) for line in _lines() if wanted and wanted in _written_names(line)]


def all_counties() -> Iterator[County]:
    """Every county of the list, by code."""
    return map(_parse, _lines())


def heads() -> Iterator[tuple[str, str, str]]:
    """County, city and province of every line of the list, by code."""
    for line in _HEADS.findall(_packed()):
        name, city, province = line.decode().split("\t")
        yield name, city, province


@cache
def place_names() -> frozenset[str]:
    """Names of provinces, cities and counties without their kind: 白河, 安康, 陕西."""
    names = set()
    for name, city, province in heads():
        names |= {short_name(name, COUNTY_KINDS), city.removesuffix("市"), short_name(province, ("省", "市"))}
    return frozenset(names)


def short_name(name: str, kinds: tuple[str, ...]) -> str:
    """A division's name without its kind: 白河县 -> 白河; 滑县 stays, one character says nothing."""
    for kind in kinds:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name.removesuffix(kind)
    return name


@cache
def _packed() -> bytes:
    """The packed list; every line stands between two line ends."""
    return b"\n" + gzip.decompress(DIVISIONS.read_bytes())


def _lines() -> Iterator[bytes]:
    return (line for line in _packed().split(b"\n") if line)


def _parse(line: bytes) -> County:
    code, name, city, province, *towns = line.decode().split("\t")
    aliases = _aliases().get(code, {})
    return County(
        code,
        name,
        city,
        province,
        tuple(Town(code + town[:3], town[3:], aliases.get(town[3:], ())) for town in towns),
    )


@cache
def _aliases() -> dict[str, dict[str, tuple[str, ...]]]:
    """County code -> town name -> aliases."""
    aliases: dict[str, dict[str, tuple[str, ...]]] = {}
    with ALIASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            towns = aliases.setdefault(row["county_code"], {})
            towns[row["town"]] = (*towns.get(row["town"], ()), row["alias"])
    return aliases


def _written_names(line: bytes) -> set[str]:
    code, name, city, province = line.decode().split("\t", 4)[:4]
    short = short_name(name, COUNTY_KINDS)
    city_names = {"", city, city.removesuffix("市")}
    province_names = {"", province, province.removesuffix("省").removesuffix("市")}
    names = {p + c + n for p in province_names for c in city_names for n in (name, short)}
    return {code} | names


def _unknown(code: str) -> str:
    named = find_counties(code)
    if named:
        near = [f"{other.code} {other.name} ({other.city or other.province})" for other in named]
    else:
        heads = [line.decode().split("\t", 2)[:2] for line in _lines()]
        alike = [head for head in heads if _differs_in_one(code, head[0])]
        alike.sort(key=lambda head: head[0][:4] != code[:4])  # those of the same prefecture first
        near = [f"{other} {name}" for other, name in alike]
    hint = f"near it are {', '.join(near[:10])}" if near else "codes have six digits, such as 610929 for 白河县"
    return f"the gazetteer has no county with the code {code!r}; {hint}"


def _differs_in_one(code: str, other: str) -> bool:
    return len(code) == len(other) and sum(a != b for a, b in zip(code, other, strict=True)) == 1
