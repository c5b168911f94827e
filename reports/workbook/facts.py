"""What the workbook says of its county as a whole, and what the database says of its own columns."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from reports.snapshot_county import require_county
from reports.workbook.sheets import QUARTER, Column, Sheet


@dataclass(frozen=True)
class Facts:
    """A county as the snapshot has it. Days are those of its articles; `coverage_share` is of all time, 0 to 1."""

    county_code: str
    county_name: str
    first_date: date | None
    newest_date: date | None
    quarter_date: date | None
    coverage_share: float | None
    sites: int
    towns: int
    stories: int
    articles: int
    published_at: datetime | None

    @property
    def quarter(self) -> str:
        """The newest complete quarter in words."""
        if self.quarter_date is None:
            return "（尚无完整季度）"
        return f"{self.quarter_date.year}年第{(self.quarter_date.month + 2) // 3}季度"

    @property
    def days(self) -> str:
        """From when to when articles are known."""
        if self.first_date is None or self.newest_date is None:
            return "尚无带日期的稿件"
        return f"{self.first_date} 至 {self.newest_date}"

    @property
    def coverage(self) -> str:
        """The coverage in words."""
        return "未知" if self.coverage_share is None else f"{self.coverage_share:.1%}"

    def tells(self, text: str) -> str:
        """The text with the quarter where it is to stand."""
        return text.replace(QUARTER, self.quarter)


def read_facts(connection: DuckDBPyConnection, county_code: str, published_at: datetime | None) -> Facts:
    """The facts of a county. Raises NotInSnapshot."""
    require_county(connection, county_code)
    (found,) = connection.execute(
        """
        select county_code, county_name, first_published_date, newest_published_date,
            (select max(period_start_date) from mart.output_rank as output
                where output.county_code = county.county_code and place_kind = 'town'
                    and period_kind = 'quarter' and is_complete),
            (select any_value(coverage_share) from mart.output_rank
                where place_code = county.county_code and period_kind = 'all'),
            (select count(*) from core.site as site where site.county_code = county.county_code),
            (select count(*) from core.town as town where town.county_code = county.county_code),
            (select count(*) from core.story as story where story.county_code = county.county_code),
            (select count(*) from core.article as article where article.county_code = county.county_code)
        from core.county as county where county_code = $1""",
        [county_code],
    ).fetchall()
    return Facts(*(*found, published_at))


def read_rows(connection: DuckDBPyConnection, sheet: Sheet, facts: Facts) -> list[tuple[object, ...]]:
    """The rows of a sheet, in its order."""
    chosen = "with chosen as (select $county as county_code, $quarter::date as quarter_date)"
    values = {"county": facts.county_code, "quarter": facts.quarter_date}
    return connection.execute(chosen + sheet.sql, values).fetchall()


def sources_of(sheet: Sheet) -> list[Column]:
    """The columns of a sheet whose meaning is to be told, each once."""
    return list({column.source: column for column in sheet.sources}.values())
