"""All or nothing, and a database's faults in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError


@contextmanager
def transaction(connection: DuckDBPyConnection, failure: str) -> Iterator[None]:
    """One transaction: committed at the end, rolled back by anything that is raised.

    A fault of the database or of the disk becomes a WarehouseError that begins with `failure`.
    """
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException as error:
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            connection.rollback()
        if isinstance(error, duckdb.Error | OSError):  # of the database, of rows on their way into it
            raise WarehouseError(f"{failure}; nothing was changed: {first_line(error)}") from error
        raise


def first_line(error: Exception) -> str:
    """What DuckDB says, without the statement that it repeats."""
    return str(error).strip().splitlines()[0]
