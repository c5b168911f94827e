"""What a run prints when it is done: what became of every link, how the towns rank, where to look further."""

import typer
from duckdb import DuckDBPyConnection

from crawlers.county import CountyFile
from flows.alarms import alarms_of
from flows.pipeline import Ingested
from flows.reading import losses, open_snapshot, print_table
from flows.settings import Settings
from flows.terminal import harmless_line
from warehouse import ledger


def print_summary(ingested: Ingested, settings: Settings) -> None:
    """Print the ledger and the ranking of towns of each county, what it lacks, and where to look further.

    Of a run into a lake only what it did: what is published there is another's, and older.
    """
    lacking = _print_counties(ingested, settings) if settings.lake_catalog is None else []
    typer.echo(f"This run: {ingested.figures}")
    for sentence in (*ingested.troubles, *lacking):
        typer.echo(harmless_line(sentence))
    if settings.lake_catalog is None:
        typer.echo(f"Snapshot: {settings.snapshot}\nReport:   {settings.report}/index.html")
    else:
        typer.echo("It is in the lake; `county-news publish` brings it before readers.")


def _print_counties(ingested: Ingested, settings: Settings) -> list[str]:
    """Print what is published of each county; returns sentences about what it lacks."""
    lacking = []
    with open_snapshot(settings.snapshot) as connection:
        for county in ingested.counties:
            _print_links(county, ingested, connection)
            _print_ranking(county, connection)
            lacking += [alarm.sentence for alarm in alarms_of(connection, county.code)]
    return lacking


def _print_links(county: CountyFile, ingested: Ingested, connection: DuckDBPyConnection) -> None:
    fetched_now = {key: counts.articles + counts.parts for key, counts in ingested.sites.items()}
    print_table(
        ("site", "links seen", "fetched", "extracted and loaded", "this run", "lost, and why"),
        [
            (
                site.site_name,
                site.seen,
                site.fetched,
                site.loaded,
                fetched_now.get(site.site_key, 0),
                losses(site),
            )
            for site in ledger.status(connection)
            if site.county_code == county.code
        ],
        title=f"{county.name}: what became of every link",
    )


def _print_ranking(county: CountyFile, connection: DuckDBPyConnection) -> None:
    ranking = connection.execute(
        "select output.peer_rank, output.place_name, output.stories, output.publications, silence.last_story_date"
        " from mart.output_rank as output"
        " join mart.silence as silence using (place_code, period_kind, period_start_date)"
        " where output.county_code = $1 and output.place_kind = 'town' and period_kind = 'all'"
        " order by output.peer_rank, place_code",
        [county.code],
    ).fetchall()
    print_table(("rank", "town", "stories", "publications", "last story"), ranking, title="Towns by stories published")
