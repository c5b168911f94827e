"""Invented headlines and sources with hand-made labels, beside the figures that they must reach."""

import json
from pathlib import Path

import pytest

import gazetteer
from gazetteer.outlets import outlet_of
from gazetteer.places import origin_town

HERE = Path(__file__).parent


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def told(row: dict) -> str | None:
    parts = {key: row[key] for key in ("title", "source", "authors", "body", "column")}
    town = origin_town(gazetteer.county(row["county"]), **parts).town
    return town.name if town else None


@pytest.mark.parametrize(("has_town", "floor"), [(True, 0.98), (False, 0.98)])
def test_the_town_is_right_and_none_is_invented(has_town: bool, floor: float) -> None:
    labelled = [row for row in rows("places.jsonl") if bool(row["town"]) is has_town]
    wrong = [(row["id"], row["title"]) for row in labelled if told(row) != row["town"]]

    assert len(labelled) > 100
    assert len(wrong) <= (1 - floor) * len(labelled), wrong


def test_the_labels_are_towns_of_the_list() -> None:
    for row in rows("places.jsonl"):
        assert row["town"] in {None, *(town.name for town in gazetteer.county(row["county"]).towns)}


def test_outlets_have_their_name_level_and_kind() -> None:
    labelled = rows("outlets.jsonl")
    wrong = []
    for row in labelled:
        found = outlet_of(row["source"], gazetteer.county(row["county"]))
        if (found and (found.name, found.level, found.kind)) != (
            row["name"] and (row["name"], row["level"], row["kind"])
        ):
            wrong.append((row["source"], found))

    assert len(labelled) > 120
    assert len(wrong) <= 0.03 * len(labelled), wrong
