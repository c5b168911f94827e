"""A look at a site, for whoever is to decide whether and how it is read. Writes nothing."""

import typer

from crawlers.fetch import Fetcher
from crawlers.survey import REQUESTS_MAX, FoundColumn, Survey, survey_site
from flows.explain import Row, article_rows, print_table
from flows.settings import Settings
from flows.terminal import harmless_line
from gazetteer import County

_COLUMN_HEADS = ("column", "family", "rows", "dated", "newest", "second page", "url")


def probe_site(url: str, settings: Settings, *, sample: int) -> None:
    """Look at a home page or a column page, and print what is found."""
    print_survey(look(url, settings, sample=sample))


def look(url: str, settings: Settings, *, county: County | None = None, sample: int) -> Survey:
    """Look at a site as a run would ask it. Raises SiteClosed or NotAnArticle for one that cannot be looked at."""
    pause = f"{settings.delay_seconds:g} seconds apart"
    typer.echo(f"Looking at {url}: {REQUESTS_MAX} requests at most, {pause}.", err=True)
    fetcher = Fetcher(settings.fetching())
    try:
        return survey_site(url, fetcher, county=county, sample=sample)
    finally:
        fetcher.close()


def print_survey(survey: Survey) -> None:
    """Print family, columns, feeds, a sample of articles, and what is not sure."""
    title = f"{survey.home.url} ({survey.family}), {survey.name or 'without a name'}, {survey.requests} requests"
    print_table(title, _COLUMN_HEADS, [_column_row(column) for column in survey.columns])
    if survey.feeds:
        rows: list[Row] = [
            (
                feed.kind,
                str(len(feed.items) or len(feed.sitemaps)),
                str(sum(item.date is not None for item in feed.items)),
                feed.url,
            )
            for feed in survey.feeds
        ]
        print_table("feeds and sitemaps", ("kind", "entries", "dated", "url"), rows)
    for sample in survey.samples:
        print_table(f"{sample.page.url} ({sample.column})", *article_rows(sample.article))
    typer.echo("\nNot sure:" if survey.unsure else "\nNothing is unsure.")
    for sentence in survey.unsure:
        typer.echo(f"  - {harmless_line(' '.join(sentence.split()))}")


def _column_row(column: FoundColumn) -> Row:
    further = f", {column.second_rows} other rows" if column.second_rows is not None else ""
    newest = column.newest.isoformat() if column.newest else "none"
    rows, dated = str(len(column.items)), str(column.dated)
    return (column.name, column.family, rows, dated, newest, f"{column.pagination}{further}", column.url)
