"""What an operator sets: from the environment (`COUNTY_NEWS_…`) or a file `.env` in the working folder."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from crawlers.exchange import FetchSettings, user_agent

_PROJECT = Path(__file__).parents[1]


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence."""


class Settings(BaseSettings):
    """Folders and manners of one installation. Times are seconds, sizes bytes.

    `contact` is a mail address or a page that a site's operator can turn to; it becomes part of the
    User-Agent. `connect_to` leads a host or host:port to an ip:port, for sites served on this machine.
    `legacy_tls_hosts` are hosts whose old servers encrypt without secure renegotiation.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTY_NEWS_", env_file=".env", extra="ignore")

    data: Path = Path("data")
    counties: Path = _PROJECT / "counties"
    sql: Path = _PROJECT / "sql"
    contact: str = "not set"
    delay_seconds: float = Field(default=3.0, ge=0)
    max_bytes: int = Field(default=10_000_000, gt=0)
    total_seconds: float = Field(default=120.0, gt=0)
    retries: int = Field(default=2, ge=0)
    requests_max: int = Field(default=20_000, gt=0)
    allow_private_addresses: bool = False
    connect_to: dict[str, str] = {}
    legacy_tls_hosts: list[str] = []
    dask_address: str | None = None

    @property
    def archive(self) -> Path:
        """Folder of the WARC files."""
        return self.data / "archive"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that only the line writes."""
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Folder of what readers open: snapshot, Parquet, report."""
        return self.data / "published"

    @property
    def snapshot(self) -> Path:
        """The DuckDB file for readers."""
        return self.published / "county_news.duckdb"

    @property
    def report(self) -> Path:
        """The web page that compares the towns."""
        return self.published / "report.html"

    @property
    def dictionaries(self) -> Path:
        """Folder of the lists that analysts edit."""
        return self.sql / "data"

    def fetching(self) -> FetchSettings:
        """How the crawler is to ask."""
        return FetchSettings(
            delay_seconds=self.delay_seconds,
            max_bytes=self.max_bytes,
            total_seconds=self.total_seconds,
            retries=self.retries,
            user_agent=user_agent(self.contact),
            allow_private_addresses=self.allow_private_addresses,
            connect_to=self.connect_to,
            legacy_tls_hosts=self.legacy_tls_hosts,
        )


def read_settings() -> Settings:
    """The settings of this process; raises SettingsError with one sentence about the first mistake."""
    try:
        return Settings()
    except ValidationError as error:
        mistake = error.errors()[0]
        name = "_".join(str(step) for step in mistake["loc"]).upper()
        raise SettingsError(
            f"The setting COUNTY_NEWS_{name} is {mistake['input']!r}, which will not do: {mistake['msg']}."
        ) from None
