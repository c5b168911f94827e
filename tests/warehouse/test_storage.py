"""The file stays sound, however often it is opened, written to and closed."""

from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.batches import county, story, watermark
from tests.warehouse.test_schema import LAYOUT_4
from warehouse import store
from warehouse.store import Warehouse


def test_keys_of_several_columns_hold_after_the_file_was_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 5, 6)))
    for byte in range(1, 4):  # each time something else is written, and the indexes with it
        with Warehouse.open(path) as warehouse:
            warehouse.merge(watermark(byte))
    with Warehouse.open(path) as warehouse:
        warehouse.compact(always=True)
    for byte in range(4, 7):
        with Warehouse.open(path) as warehouse:
            warehouse.merge(watermark(byte))
    with Warehouse.open(path) as warehouse:
        for table in ("article", "site", "link"):
            deleted = warehouse.connection.execute(f"delete from raw.{table}").fetchall()
            assert deleted != [(0,)], table
        warehouse.merge(county())
        assert warehouse.connection.execute("select count(*) from raw.site").fetchall() == [(2,)]


def test_a_file_whose_keys_an_earlier_release_has_spoilt_is_sound_once_it_is_moved_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "warehouse.duckdb"
    with monkeypatch.context() as earlier:
        earlier.setattr(store, "STORAGE_VERSION", "v1.1.0")
        earlier.setattr(store, "SCHEMA_VERSION", 3)
        with Warehouse.open(path) as warehouse:
            warehouse.merge(county())
            warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 5, 6)))
            for column in LAYOUT_4:
                warehouse.connection.execute(f"alter table raw.fetch drop column {column}")
        for byte in range(1, 4):
            with Warehouse.open(path) as warehouse:
                warehouse.merge(watermark(byte))
    with Warehouse.open(path) as warehouse:
        for table in ("article", "site", "link"):
            assert warehouse.connection.execute(f"delete from raw.{table}").fetchall() != [(0,)], table
