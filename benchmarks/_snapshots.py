"""Snapshots of invented news, of counties that are named, for what reads snapshots."""

from collections.abc import Sequence
from pathlib import Path

import gazetteer
from benchmarks._articles import batches
from warehouse import transform
from warehouse.publish import SNAPSHOT, publish
from warehouse.readings import read_texts
from warehouse.store import Warehouse

_SQL = Path(__file__).parents[1] / "sql"
_BATCH = 5_000


def publish_news(articles: int, counties: Sequence[str], folder: Path) -> Path:
    """Publish so many articles, spread evenly over these counties, into a folder; returns the snapshot."""
    with Warehouse.open(folder / "warehouse.duckdb") as warehouse:
        for batch in batches(articles, batch=_BATCH, counties=counties):
            warehouse.merge(batch)
        read_texts(warehouse.connection, [gazetteer.county(code) for code in counties], _SQL / "data")
        transform.run(warehouse.connection, _SQL)
        publish(warehouse.connection, folder / "published", keep_before=False)
    return folder / "published" / SNAPSHOT
