"""Towns that were merged or renamed, and the towns that have their villages today.

    python -m gazetteer.former NEW_FOLDER OLD_FOLDER...

rebuilds the packed list from editions of the statistics bureau's list, each a folder `<year>` with streets.csv
and villages.csv (data/README.md). An old name has a successor where nearly all villages that are found again
stand under one town.
"""

import csv
import gzip
import io
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.divisions import DATA

FORMER = DATA / "former_towns.csv.gz"
COLUMNS = ("county_code", "former_name", "successor", "valid_to", "note")

# Two editions write a village in several ways: 多福巷社区, 多福巷社区居委会.
VILLAGE_KINDS = ("社区居民委员会", "居民委员会", "村民委员会", "社区居委会", "村委会", "居委会", "社区", "村")
TOWN_KINDS = ("街道办事处", "地区办事处", "办事处", "街道", "地区", "镇", "乡")
# A successor is sure when it has at least so many of the old town's villages, and these shares of those that
# are found at all and of those that there were. 合江镇 went to three towns: its name tells none of them.
VILLAGES_MIN = 3
FOUND_SHARE = 0.95
TOTAL_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class FormerTown:
    """A name that is no more; `valid_to` is the year of the last edition that lists it."""

    name: str
    successor: str
    valid_to: str
    note: str


def former_towns(county_code: str) -> tuple[FormerTown, ...]:
    """The former towns of the county with this code, by name."""
    return tuple(FormerTown(*row[1:]) for row in csv.reader(_lines().get(county_code, ())))


@cache
def _lines() -> dict[str, list[str]]:
    """County code -> lines; only those of a county that is asked for become objects."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in gzip.decompress(FORMER.read_bytes()).decode().splitlines()[1:]:
        lines[line[:6]].append(line)
    return lines


def main(arguments: list[str]) -> int:
    """Pack the editions named on the command line; the exit status is 0, or 2 for a mistake in the input."""
    if len(arguments) < 2:
        print("usage: python -m gazetteer.former NEW_FOLDER OLD_FOLDER...", file=sys.stderr)
        return 2
    try:
        packed = pack(Path(arguments[0]), [Path(folder) for folder in arguments[1:]])
    except (OSError, KeyError) as error:
        print(f"The editions cannot be read: {error}.", file=sys.stderr)
        return 2
    FORMER.write_bytes(packed)
    print(f"{FORMER.name}: {len(packed)} bytes")
    return 0


def pack(new: Path, old: list[Path]) -> bytes:
    """The packed list, by county and name; raises OSError or KeyError for folders that are no editions."""
    today = _edition(new)
    where: dict[str, dict[str, set[str]]] = {}
    for county, towns in today.items():
        homes = where.setdefault(county, defaultdict(set))
        for town, villages in towns.items():
            for village in villages:
                homes[village].add(town)
    rows: dict[tuple[str, str], tuple[str, str, str]] = {}
    for folder in sorted(old):
        for county, towns in _edition(folder).items():
            for town, villages in towns.items():
                if town in today.get(county, {town}) or "（" in town:
                    continue
                found = _successor(villages, where[county])
                if found and _plain(town, TOWN_KINDS) != _plain(found[0], TOWN_KINDS):  # rules know 宋家乡 and 宋家街道
                    rows[county, town] = (found[0], folder.name, f"{found[1]} of {len(villages)} villages")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*key, *row] for key, row in sorted(rows.items()))
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def _successor(villages: set[str], homes: dict[str, set[str]]) -> tuple[str, int] | None:
    """The town that has the villages of an old one today, and how many of them."""
    counts = Counter(town for village in villages if len(homes.get(village, ())) == 1 for town in homes[village])
    if not counts:
        return None
    town, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    sure = count >= VILLAGES_MIN and count >= FOUND_SHARE * counts.total() and count >= TOTAL_SHARE * len(villages)
    return (town, count) if sure else None


def _edition(folder: Path) -> dict[str, dict[str, set[str]]]:
    """County code -> town -> its villages without their kind."""
    with (folder / "streets.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    towns: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for code, name in names.items():
        towns[code[:6]][name] = set()
    with (folder / "villages.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["streetCode"]
            if code in names:
                towns[code[:6]][names[code]].add(_plain(row["name"], VILLAGE_KINDS))
    return towns


def _plain(name: str, kinds: tuple[str, ...]) -> str:
    for kind in kinds:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name.removesuffix(kind)
    return name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
