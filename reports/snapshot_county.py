"""Whether a county is in the snapshot at all."""

from duckdb import DuckDBPyConnection


class NotInSnapshot(Exception):
    """The county was not read before the snapshot was published; the message is one sentence."""


def require_county(connection: DuckDBPyConnection, county_code: str) -> None:
    """Raise NotInSnapshot for a county of which the snapshot has nothing."""
    if not connection.execute("from core.county where county_code = $1", [county_code]).fetchall():
        raise NotInSnapshot(
            f"County {county_code} is not in the snapshot; `county-news run {county_code}` reads it and publishes it."
        )
