"""How sites and columns are doing, for eyes and programs: `mart.site_health` and `mart.site_alarm` of the snapshot."""

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import orjson
from duckdb import DuckDBPyConnection
from rich.table import Table
from rich.text import Text

from crawlers.county import find_county
from flows.alarms import Alarm, alarms_of
from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.screen import screen
from flows.settings import Settings
from flows.terminal import harmless, harmless_json, harmless_line

_FIELDS = ("title", "time", "author", "source", "editor", "body")

Health = dict[str, Any]  # a row of mart.site_health by its columns


def tell_health(settings: Settings, county: str | None, *, as_json: bool) -> list[Alarm]:
    """Print how all counties, or one, are doing, then each alarm in a sentence; returns the alarms.

    Raises NothingPublished, CountyFileError for a county that has no file, InputError for one that was never read.
    """
    code = find_county(county, settings.counties).code if county else None
    with open_snapshot(settings.snapshot) as connection:
        alarms = alarms_of(connection, code)
        rows = _health(connection, code)
    if not rows:
        what = f"{county} was never read" if county else "no county was read yet"
        raise InputError(f"Nothing is known of health: {what}; `county-news run` reads it.")
    if as_json:
        told = {"sites": rows, "alarms": [alarm.as_json() for alarm in alarms]}
        sys.stdout.write(harmless_json(orjson.dumps(told).decode()) + "\n")
    else:
        _print(rows, alarms)
    return alarms


def _health(connection: DuckDBPyConnection, code: str | None) -> list[Health]:
    found = connection.execute(
        "from mart.site_health where $1 is null or county_code = $1"
        " order by county_code, site_key nulls first, column_name nulls first",
        [code],
    )
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def _print(rows: Sequence[Health], alarms: Sequence[Alarm]) -> None:
    console = screen()
    for code, of_county in groupby(rows, key=lambda row: row["county_code"]):
        inside = list(of_county)
        console.print(_table(inside, [alarm for alarm in alarms if alarm.county_code == code]))
    for alarm in alarms:
        console.print(Text(f"! {harmless_line(alarm.sentence)}", style="yellow"))
        if alarm.example_url:
            console.print(Text(f"  {harmless_line(alarm.example_url)}"), soft_wrap=True)
    if not alarms:
        console.print("All is well.")


def _table(rows: Sequence[Health], alarms: Sequence[Alarm]) -> Table:
    """A line for the county, for each site, and for each of its columns."""
    table = Table(title=harmless_line(f"{rows[0]['county_name']}, as of {rows[0]['today_date']}"), title_justify="left")
    table.add_column("site, column", overflow="fold", ratio=1)
    for heading in ("7 days", "usual", "newest", "links"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("fields", justify="right", no_wrap=True)
    table.add_column("state", overflow="fold", max_width=14)
    for row in rows:
        kinds = [
            alarm.kind
            for alarm in alarms
            if (alarm.site_key, alarm.column_name) == (row["site_key"], row["column_name"])
        ]
        state = Text(", ".join(kinds), style="yellow") if kinds else Text("well", style="green")
        expected = row["week_expected"]
        table.add_row(
            Text(harmless(_name(row)), style="bold" if row["column_name"] is None else ""),
            "" if row["week_items"] is None else str(row["week_items"]),
            "" if expected is None else f"{expected:.0f}" if expected >= 10 else f"{expected:.1f}",
            "" if row["last_news_date"] is None else f"{row['last_news_date']:%y-%m-%d}",
            "" if row["links_now"] is None else str(row["links_now"]),
            _found(row),
            state,
            end_section=row is rows[0],
        )
    return table


def _name(row: Health) -> str:
    if row["column_name"] is not None:
        return f"  {row['column_name']}"
    return str(row["site_name"] or row["county_name"])


def _found(row: Health) -> str:
    """How many of the fields most of the newest articles have: `5/6`."""
    shares = [row[f"{field}_share"] for field in _FIELDS]
    known = [share for share in shares if share is not None]
    return f"{sum(share >= 0.5 for share in known)}/{len(known)}" if known else ""
