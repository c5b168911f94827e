"""Whether a county looks healthy: its file says what to expect, the snapshot what there is.

A figure below the expectation is a signal to explain (a redesigned site, a blocked crawl): the run says so, and nothing
is held back for it.
"""

from datetime import date

import duckdb

from crawlers.county import CountyFile


def disappointed(county: CountyFile, connection: duckdb.DuckDBPyConnection, today: date) -> list[str]:
    """One sentence for each expectation of the county's file that the snapshot does not meet."""
    expect = county.expect
    articles, newest = connection.execute(
        "select (select count(*) from core.article where county_code = $1),"
        # A page that prints a day to come makes no county less silent: core.county leaves such days out.
        " (select newest_published_date from core.county where county_code = $1)",
        [county.code],
    ).fetchall()[0]
    sentences = []
    if expect.articles_min is not None and articles < expect.articles_min:
        sentences.append(f"{county.name} has {articles} articles; its file expects at least {expect.articles_min}.")
    if expect.silent_days_max is not None and newest is not None and (today - newest).days > expect.silent_days_max:
        silent = (today - newest).days
        sentences.append(
            f"{county.name} has been silent for {silent} days; its file expects at most {expect.silent_days_max}."
        )
    return sentences
