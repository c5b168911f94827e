"""What an operator sets, in one place. Later ones win: defaults, a file, the environment (`COUNTY_NEWS_…`), flags.

Each setting says here what it means, and the table of docs/command-line.md says the same.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from flows.secrecy import keep_secret
from flows.setting_sources import PREFIX, SettingsError, given_settings, sentence, sources

if TYPE_CHECKING:
    from crawlers.exchange import FetchSettings

__all__ = [
    "KnownSettings",
    "Settings",
    "SettingsError",
    "is_secret",
    "read_settings",
    "read_settings_with_origins",
    "topic_of",
]

_PROJECT = Path(__file__).parents[1]

_FOLDERS: JsonDict = {"topic": "Folders"}
_MANNERS: JsonDict = {"topic": "Manners"}
_MACHINES: JsonDict = {"topic": "Many machines"}
_ALARMS: JsonDict = {"topic": "Alarms"}
_LOGS: JsonDict = {"topic": "Logs"}


class Settings(BaseSettings):
    """Folders and manners of one installation. Times are seconds, sizes bytes.

    Of a value that is a list or an object, the environment and flags have the JSON.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, enable_decoding=False, extra="forbid", hide_input_in_errors=True
    )

    data: Path = Field(
        default=Path("data"),
        description="folder of archive, warehouse and published files",
        json_schema_extra=_FOLDERS,
    )
    counties: Path = Field(
        default=_PROJECT / "counties", description="folder of county files", json_schema_extra=_FOLDERS
    )
    sql: Path = Field(default=_PROJECT / "sql", description="folder of SQL files", json_schema_extra=_FOLDERS)
    contact: str = Field(
        default="not set",
        description="mail address or page that a site's operator can turn to, sent to every site in the User-Agent",
        json_schema_extra=_MANNERS,
    )
    delay_seconds: float = Field(
        default=3.0,
        ge=0,
        allow_inf_nan=False,
        description="pause between two requests to one host, or to hosts at one address",
        json_schema_extra=_MANNERS,
    )
    max_bytes: int = Field(
        default=10_000_000,
        gt=0,
        description="largest page, as it is sent and after decompression",
        json_schema_extra=_MANNERS,
    )
    total_seconds: float = Field(
        default=120.0,
        gt=0,
        allow_inf_nan=False,
        description="longest time for one page",
        json_schema_extra=_MANNERS,
    )
    retries: int = Field(
        default=2, ge=0, description="further tries after a failure that may pass", json_schema_extra=_MANNERS
    )
    requests_max: int = Field(
        default=20_000,
        gt=0,
        description="most requests to one site in one run; the next run goes on",
        json_schema_extra=_MANNERS,
    )
    allow_private_addresses: bool = Field(
        default=False, description="whether sites may lie at private addresses", json_schema_extra=_MANNERS
    )
    connect_to: dict[str, str] = Field(
        default={},
        description="object that leads `host` or `host:port` to `ip:port`, for sites served on this machine",
        json_schema_extra=_MANNERS,
    )
    legacy_tls_hosts: list[str] = Field(
        default=[],
        description="list of hosts whose old servers may encrypt without secure renegotiation; "
        "certificates are checked all the same",
        json_schema_extra=_MANNERS,
    )
    alarm_command: str = Field(
        default="",
        description="command that gets new alarms as JSON on its standard input",
        json_schema_extra=_ALARMS,
    )
    prefect_port: int = Field(
        default=4200,
        ge=1,
        le=65535,
        description="port of the Prefect server that `make serve` starts",
        json_schema_extra=_MACHINES,
    )
    lake_catalog: SecretStr | None = Field(
        default=None,
        description="connection string of the Postgres with the catalog of a lake that runs load into; "
        "without it they load into the warehouse's own file",
        json_schema_extra=_MACHINES,
    )
    lake_data: str | None = Field(
        default=None,
        description="folder with the files of the lake, the same on all machines; `lake` in `data` unless given",
        json_schema_extra=_MACHINES,
    )
    lake_keep_days: int = Field(
        default=7, ge=1, description="days for which the lake's earlier states are kept", json_schema_extra=_MACHINES
    )
    dask_address: str | None = Field(
        default=None,
        description="address of a Dask scheduler (`tcp://host:8786`) for `reextract --dask`; "
        "a local cluster unless given",
        json_schema_extra=_MACHINES,
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="what standard error has: `text` for people, `json` for one object a line",
        json_schema_extra=_LOGS,
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="least weight of what is logged: `debug`, `info`, `warning` or `error`",
        json_schema_extra=_LOGS,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _decoded(cls, value: object, field: ValidationInfo) -> object:
        """Lists and objects, where they are written as JSON."""
        if not isinstance(value, str) or not _holds_several(cls.model_fields[field.field_name or ""].annotation):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise ValueError(f"a list or an object is written as JSON ({error})") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the file is another)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is asked for values, in this order."""
        return init_settings, *sources(settings_cls, env_settings)

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
        """Folder of the web pages that compare the towns; `index.html` is the first."""
        return self.published / "report"

    @property
    def pauses(self) -> Path | None:
        """Folder of the pauses that workers keep together, where there are several."""
        return self.data / "pauses" if self.lake_catalog else None

    @property
    def runs(self) -> Path:
        """Folder of the pages of the last runs."""
        return self.data / "runs"

    @property
    def alarms(self) -> Path:
        """The list of alarms that were told."""
        return self.data / "alarms.json"

    @property
    def dictionaries(self) -> Path:
        """Folder of the lists that analysts edit."""
        return self.sql / "data"

    def fetching(self) -> "FetchSettings":
        """How the crawler is to ask."""
        from crawlers.exchange import FetchSettings, user_agent  # a fifth of a second, for those who fetch

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


@dataclass(frozen=True)
class KnownSettings:
    """The settings of this process, and where each is from: `default`, a file, `environment …`, `--set`."""

    settings: Settings
    origins: dict[str, str]


def read_settings() -> Settings:
    """The settings of this process; raises SettingsError with one sentence about the first mistake."""
    return read_settings_with_origins().settings


def read_settings_with_origins() -> KnownSettings:
    """The settings, and where each is from. Raises SettingsError as `read_settings`."""
    given = given_settings(Settings)
    for source in given:
        if unknown := source.unknown(Settings.model_fields):
            raise SettingsError(unknown)
        for name, value in source.values.items():
            if is_secret(name) and isinstance(value, str):
                keep_secret(value)
    try:
        settings = Settings()
    except ValidationError as error:
        mistake = error.errors()[0]
        raise SettingsError(sentence(mistake, given, is_secret=is_secret(str(mistake["loc"][0])))) from None
    origins = {
        name: next((source.origin(name) for source in given if name in source.values), "default")
        for name in Settings.model_fields
    }
    return KnownSettings(settings, origins)


def is_secret(name: str) -> bool:
    """Whether the value of a setting is never shown."""
    return SecretStr in _kinds(Settings.model_fields[name].annotation)


def topic_of(name: str) -> str:
    """What a setting is about, as the table groups them."""
    extra = Settings.model_fields[name].json_schema_extra
    return str(extra["topic"]) if isinstance(extra, dict) else ""


def _kinds(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 (a type, or what typing makes of several)
    return (annotation, *get_args(annotation))


def _holds_several(annotation: Any) -> bool:  # noqa: ANN401
    return any(get_origin(kind) in (list, dict) for kind in _kinds(annotation))
