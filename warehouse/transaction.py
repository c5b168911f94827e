"""All or nothing, and a database's faults in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakSet

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError

_begun: WeakSet[DuckDBPyConnection] = WeakSet()  # connections in the middle of one


@contextmanager
def transaction(connection: DuckDBPyConnection, failure: str) -> Iterator[None]:
    """One transaction: committed at the end, rolled back by anything that is raised; one within another is its part.

    A fault of the database or of the disk becomes a WarehouseError that begins with `failure`.
    """
    if connection in _begun:
        yield
        return
    connection.begin()
    _begun.add(connection)
    try:
        yield
        connection.commit()
    except BaseException as error:
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            connection.rollback()
        if isinstance(error, duckdb.Error | OSError):  # of the database, of rows on their way into it
            raise WarehouseError(f"{failure}; nothing was changed: {first_line(error)}") from error
        raise
    finally:
        _begun.discard(connection)


def first_line(error: Exception) -> str:
    """What DuckDB says, without the statement that it repeats."""
    return str(error).strip().splitlines()[0]
