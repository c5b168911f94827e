"""Which outlet each printed source is, and by which names towns are known: filled anew whenever texts are read."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from gazetteer import County
from gazetteer.aliases import town_aliases
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


def fill_aliases(connection: DuckDBPyConnection, counties: Sequence[County]) -> None:
    """Every name of the towns of these counties."""
    connection.execute("delete from raw.town_alias").fetchall()
    insert(
        connection,
        "town_alias",
        (
            {
                "town_code": alias.town.code,
                "alias": alias.alias,
                "kind": alias.kind,
                "valid_from": alias.valid_from,
                "valid_to": alias.valid_to,
                "note": alias.note or None,
            }
            for county in counties
            for alias in town_aliases(county)
        ),
    )
