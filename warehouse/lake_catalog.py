"""Where a lake lies, how it is opened, and what is said when it cannot be.

DuckDB and Postgres quote the connection string in their messages: none leaves here with a password.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError
from warehouse.transaction import first_line

LAKE = "lake"
NOTHING_YET = "No run has written the lake yet; read a county first with `county-news run`."
_TURNS = "lake_turns"
_TURN = 6109290  # the number of Postgres' advisory lock; any that nobody else of this database takes
_EXTENSIONS = ("ducklake", "postgres_scanner")
_PASSWORD = re.compile(r"""password\s*=\s*('(?:[^'\\]|\\.)*'|\S+)|://[^:/@\s]*:([^@\s]+)@""", re.IGNORECASE)
# Postgres' own words, behind the connection string that DuckDB repeats before them.
_REASON = re.compile(r"(?:connection to server|could not translate|connection to client).*|missing \"=\".*")


@dataclass(frozen=True)
class LakePlace:
    """A lake: its catalog, as a connection string of Postgres, and the folder or object store with its files."""

    catalog: str = field(repr=False)
    data: str

    def open(self, connection: DuckDBPyConnection, *, read_only: bool = False) -> None:
        """Attach the lake as `lake`, and Postgres beside it for taking turns; makes what is missing.

        Raises WarehouseError, in one sentence, where Postgres or the folder cannot be had.
        """
        for extension in _EXTENSIONS:
            connection.execute(f"load '{_quoted(_extension(extension))}'").fetchall()
        try:
            catalog = _quoted(self.catalog)
            connection.execute(f"attach '{catalog}' as {_TURNS} (type postgres, read_only)").fetchall()
            if "://" not in self.data:
                Path(self.data).mkdir(parents=True, exist_ok=True)
            with turn(connection):  # two that make it at the same time would be in each other's way
                options = f"data_path '{_quoted(self._folder)}', data_inlining_row_limit 0"
                options += ", read_only" if read_only else ""
                connection.execute(f"attach 'ducklake:postgres:{catalog}' as {LAKE} ({options})").fetchall()
        except OSError as error:
            raise WarehouseError(f"The lake's folder {self.data} cannot be made: {error.strerror}.") from error
        except duckdb.Error as error:
            if read_only and "creating a new DuckLake is explicitly disabled" in str(error):
                raise WarehouseError(NOTHING_YET) from None
            raise WarehouseError(
                f"The lake cannot be opened: {self.reason(error)}; look at COUNTY_NEWS_LAKE_CATALOG and "
                "COUNTY_NEWS_LAKE_DATA, and whether Postgres runs there."
            ) from None  # what it came from quotes the password

    @property
    def _folder(self) -> str:
        return self.data if "://" in self.data else str(Path(self.data).absolute())

    def reason(self, error: Exception) -> str:
        """Why, in the words of Postgres or DuckDB, without the password."""
        told = _REASON.search(str(error))
        return self.without_password(told[0] if told else first_line(error)).rstrip(".")

    def without_password(self, text: str) -> str:
        """The text with the connection string and its password left out."""
        return _PASSWORD.sub("…", text.replace(self.catalog, "…"))


@contextmanager
def turn(connection: DuckDBPyConnection) -> Iterator[None]:
    """Wait for this process's turn to write the lake, and have it.

    DuckLake refuses a commit when another one has deleted or changed any row of the same table meanwhile, which nearly
    every batch does, and sees no conflict where two insert the same key. So batches are merged one after the other, on
    whatever machines, by a lock that Postgres frees when its holder's connection ends.
    """
    waiting = connection.cursor()
    try:
        waiting.begin()
        lock = f"select pg_advisory_xact_lock({_TURN})::text"
        waiting.execute("select * from postgres_query($1, $2)", [_TURNS, lock]).fetchall()
        yield
    finally:
        with suppress(duckdb.Error):
            waiting.rollback()
        waiting.close()


def detach(connection: DuckDBPyConnection) -> None:
    """Detach the lake from a connection that goes on without it."""
    for name in (LAKE, _TURNS):
        with suppress(duckdb.Error):
            connection.execute(f"detach {name}").fetchall()


def _extension(name: str) -> Path:
    """The extension's file, from its wheel: no machine need reach DuckDB's servers."""
    try:
        folder = Path(str(resources.files(importlib.import_module(f"duckdb_extension_{name}"))))
    except ModuleNotFoundError as error:
        raise WarehouseError(
            "A lake needs DuckDB's extensions for it; install them with `pip install county-news[lake]`."
        ) from error
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise WarehouseError(
            f"The installed extension {name} is not for DuckDB {duckdb.__version__}; "
            "install the fitting one with `pip install county-news[lake]`."
        )
    return file


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
