"""Which outlet each printed source is: filled anew whenever texts are read, as sources are few."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from gazetteer import County
from gazetteer.outlets import outlet_of
from warehouse.staging import insert


def fill_sources(connection: DuckDBPyConnection, counties: Sequence[County]) -> None:
    """Every source that current articles print; those of other counties are of no known outlet."""
    known = {county.code: county for county in counties}
    rows = []
    for code, source in connection.execute(
        "select distinct county_code, source from raw.article where is_current and source is not null order by all"
    ).fetchall():
        outlet = outlet_of(source, known[code]) if code in known else None
        rows.append(
            {
                "county_code": code,
                "source": source,
                "outlet_name": outlet and outlet.name,
                "level": outlet and outlet.level,
                "kind": outlet and outlet.kind,
            }
        )
    connection.execute("delete from raw.source").fetchall()
    insert(connection, "source", rows)
