"""How much faster one county is loaded than by reading the same list as CSV rows into objects.

python -m benchmarks.gazetteer_load
"""

import csv
import io
import time
from collections.abc import Callable

import gazetteer
from gazetteer import divisions

ROUNDS = 5
COUNTY = "610929"


def main() -> None:
    """Print both times (milliseconds, best of five) and their ratio."""
    rows = io.StringIO()
    writer = csv.writer(rows)
    for county in gazetteer.all_counties():
        writer.writerows((town.code, town.name, county.code, county.name) for town in county.towns)
    text = rows.getvalue()
    packed = _best(_one_county)
    plain = _best(lambda: _read_rows(text))
    print(f"one county, packed   {packed:8.2f} ms")
    print(f"all rows with csv    {plain:8.2f} ms")
    print(f"ratio                {plain / packed:8.1f}")


def _one_county() -> None:
    divisions._packed.cache_clear()
    divisions._aliases.cache_clear()
    assert gazetteer.county(COUNTY).towns


def _read_rows(text: str) -> None:
    towns: dict[str, list[gazetteer.Town]] = {}
    for code, name, county, _ in csv.reader(io.StringIO(text)):
        towns.setdefault(county, []).append(gazetteer.Town(code, name))
    assert towns[COUNTY]


def _best(run: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
