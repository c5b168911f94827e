"""A lake of each test's own, in one Postgres for all of them."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings
from tests.lake.postgres import Postgres, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if programs() is None:
        pytest.skip("Postgres is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("duckdb_extension_ducklake", reason="the extra `lake` is not installed")
    # Not in a folder of pytest, which the user postgres may not enter.
    with tempfile.TemporaryDirectory(prefix="lake-postgres-") as folder:
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.stop()


@dataclass(frozen=True)
class LakeOfTest:
    """A folder for the data and a lake for it; no run has opened either."""

    data: Path
    catalog: str
    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data, **self.where)

    @property
    def where(self) -> dict[str, Any]:
        return {"lake_catalog": self.catalog, "lake_data": str(self.folder)}

    @property
    def environment(self) -> dict[str, str]:
        return {"COUNTY_NEWS_LAKE_CATALOG": self.catalog, "COUNTY_NEWS_LAKE_DATA": str(self.folder)}


@pytest.fixture
def lake(postgres: Postgres, tmp_path: Path) -> LakeOfTest:
    (tmp_path / "data").mkdir()
    return LakeOfTest(tmp_path / "data", postgres.new_database(), tmp_path / "lake")
