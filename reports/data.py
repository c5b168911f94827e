"""What the report shows, read from the published snapshot."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


@dataclass(frozen=True)
class CountyReport:
    """The figures of one county; rows have the names of the columns of the tables they come from."""

    county_code: str
    county_name: str
    sites: int
    articles: int
    stories: int
    first_date: date | None
    last_date: date | None
    coverage_share: float | None
    ranking: list[Row]
    months: list[date]
    output: dict[tuple[str, date], int]
    articles_of_town: dict[str, list[Row]]
    fields: list[Row]
    losses: list[Row]

    @property
    def busiest(self) -> int:
        """The most stories of a town in a month: the dark end of the heat map."""
        return max(self.output.values(), default=0)

    @property
    def silent_towns(self) -> list[str]:
        """Towns without a story for more than fourteen days, or without any."""
        return [row["place_name"] for row in self.ranking if row["is_silent"]]


def read_counties(snapshot: Path) -> list[CountyReport]:
    """The report of each county in the snapshot that has a site, by code."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        counties = _rows(
            connection,
            "select county_code, any_value(county_name) as county_name, count(*) as sites"
            " from core.site join core.county using (county_code) group by all order by county_code",
        )
        return [_county(connection, **county) for county in counties]


def _county(connection: duckdb.DuckDBPyConnection, county_code: str, county_name: str, sites: int) -> CountyReport:
    (totals,) = _rows(
        connection,
        "select count(*) as articles, min(published_date) as first_date, max(published_date) as last_date"
        " from core.article where county_code = $1",
        county_code,
    )
    (stories,) = _rows(connection, "select count(*) as n from core.story where county_code = $1", county_code)
    (coverage,) = _rows(
        connection,
        "select avg(coverage_share) as share from core.coverage where county_code = $1",
        county_code,
    )
    output = _rows(
        connection,
        "select place_name, period_start_date, stories from mart.output_rank"
        " where period_kind = 'month' and place_kind = 'town' and county_code = $1 order by period_start_date",
        county_code,
    )
    return CountyReport(
        county_code=county_code,
        county_name=county_name,
        sites=sites,
        articles=totals["articles"],
        stories=stories["n"],
        first_date=totals["first_date"],
        last_date=totals["last_date"],
        coverage_share=coverage["share"],
        ranking=_rows(
            connection,
            "select output.*, reprints.stories_above_county, silence.last_story_date, silence.longest_gap_days,"
            " silence.is_silent from mart.output_rank as output"
            " join mart.reprints as reprints using (place_code, period_kind, period_start_date)"
            " join mart.silence as silence using (place_code, period_kind, period_start_date)"
            " where period_kind = 'all' and output.place_kind = 'town' and output.county_code = $1"
            " order by peer_rank, place_code",
            county_code,
        ),
        months=sorted({row["period_start_date"] for row in output}),
        output={(row["place_name"], row["period_start_date"]): row["stories"] for row in output},
        articles_of_town=_articles_of_town(connection, county_code),
        fields=_rows(
            connection,
            "select * from mart.site_field_fill where county_code = $1 order by site_key",
            county_code,
        ),
        losses=_rows(
            connection,
            "select site_name, losses.* from mart.site_losses as losses"
            " left join core.site using (county_code, site_key)"
            " where county_code = $1 order by links desc, site_key, reason",
            county_code,
        ),
    )


def _articles_of_town(connection: duckdb.DuckDBPyConnection, county_code: str) -> dict[str, list[Row]]:
    """Every article by the town of its story, newest first; under "" those of no town."""
    rows = _rows(
        connection,
        "select coalesce(town.town_name, '') as town_name, article.title, article.url, article.published_date,"
        " site.site_name, publication.is_original"
        " from core.publication as publication"
        " join core.article as article using (article_id)"
        " left join core.site as site on site.site_key = article.site_key and site.county_code = article.county_code"
        " left join core.town as town on town.town_code = publication.story_town_code"
        " where article.county_code = $1 order by article.published_at desc nulls last, article.article_id",
        county_code,
    )
    articles: dict[str, list[Row]] = {}
    for row in rows:
        articles.setdefault(row["town_name"], []).append(row)
    return articles


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[Row]:
    found = connection.execute(sql, list(parameters))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
