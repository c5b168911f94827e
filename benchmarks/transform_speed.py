"""How many times a plain scan of the articles the whole SQL run takes: tables, comments and checks of core and mart.

python -m benchmarks.transform_speed
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection

from extractors.url import article_id
from warehouse import transform
from warehouse.rows import ArticleRow, Batch, CountyRow, LinkRow, PersonRow, PlaceRow, SiteRow, TownRow
from warehouse.store import Warehouse

_SQL = Path(__file__).parents[1] / "sql"
_COUNTY = "990002"
_ARTICLES = 20_000
_BATCH = 2_000
_TOWNS = 20
_NAMES = 200
_ROUNDS = 3
_START = datetime(2022, 1, 1)  # noqa: DTZ001 - China time, as all times of the warehouse
_WORDS = "春茶开采河道清理乡村振兴产业园区项目建设防汛演练主题活动志愿服务人居环境整治丰收时节"


def main() -> None:
    """Print the ratio, and both times (best of three rounds)."""
    with TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "warehouse.duckdb") as warehouse:
        _fill(warehouse)
        connection = warehouse.connection
        whole = _best(lambda: transform.run(connection, _SQL))
        scan = _best(lambda: _scan(connection))
    print(
        f"transform: {whole / scan:.0f} times a plain scan of the same articles "
        f"({1000 * whole:.0f} ms against {1000 * scan:.1f} ms, {_ARTICLES} articles, best of {_ROUNDS} rounds)"
    )


def _fill(warehouse: Warehouse) -> None:
    """Articles of four years in a county of twenty towns; every fourth one is a reprint of the one before."""
    chance = random.Random(1)  # noqa: S311 - the same articles in every run
    towns = tuple(TownRow(f"{_COUNTY}{100 + number}", _COUNTY, f"第{number}镇") for number in range(_TOWNS))
    sites = (
        SiteRow("gov", _COUNTY, "试县人民政府", "http://gov.example/", "county", "government"),
        SiteRow("city", _COUNTY, "试市人民政府", "http://city.example/", "city", "government"),
    )
    warehouse.merge(Batch(counties=(CountyRow(_COUNTY, "试县"),), towns=towns, sites=sites))
    headline, town = "", towns[0]
    for start in range(0, _ARTICLES, _BATCH):
        links, articles, people, places = [], [], [], []
        for number in range(start, start + _BATCH):
            is_reprint = number % 4 == 3
            if not is_reprint:
                headline, town = "".join(chance.choices(_WORDS, k=14)), chance.choice(towns)
            site = sites[is_reprint].site_key
            url = f"http://{site}.example/{number}.html"
            key, at = article_id(url), _START + timedelta(minutes=100 * number)
            body = "".join(chance.choices(_WORDS, k=60)) * 10
            links.append(LinkRow(key, url, site, _COUNTY, "loaded", at, at, fetched_at=at, listed_date=at.date()))
            articles.append(
                ArticleRow(key, url, site, _COUNTY, at, f"{town.town_name}：{headline}", body, published_at=at)
            )
            people.append(PersonRow(key, at, "author", 1, f"作者{chance.randrange(_NAMES)}"))
            places.append(PlaceRow(key, at, town.town_code, town.town_name, "title", 0.9))
        warehouse.merge(Batch(tuple(links), (), tuple(articles), tuple(people), tuple(places)))


def _scan(connection: DuckDBPyConnection) -> None:
    """Read every text and headline once."""
    found = connection.execute("select count(*), sum(length(title) + length(body)) from raw.article").fetchall()
    assert found[0][0] == _ARTICLES


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
