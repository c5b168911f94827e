"""County files: what to read. One TOML file per county names its sites and their columns.

A mistake in a file is answered with one sentence that names the file, the place, what was found and what is
allowed.
"""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

import gazetteer

Level = Literal["central", "province", "city", "county"]
SiteKind = Literal["government", "media"]
Schedule = Literal["twice-daily", "daily", "weekly"]

# A site's key names a folder of the archive, so it can never leave that folder.
SITE_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CountyFileError(Exception):
    """A county file that cannot be used, or no file for a county; the message is one sentence."""


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or any(character.isspace() for character in value):
        raise PydanticCustomError("web_address", "allowed is a web address that begins with http:// or https://")
    return value


def _site_key(value: str) -> str:
    if not SITE_KEY.fullmatch(value) or len(value) > 64:
        message = "allowed are at most 64 small letters, digits and single hyphens between them"
        raise PydanticCustomError("site_key", message)
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
SiteKey = Annotated[str, AfterValidator(_site_key)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Town(_Table):
    """A town of a county unknown to the gazetteer. `code` has nine digits and begins with the county's."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
    name: Name
    aliases: list[Name] = []


FieldName = Literal["title", "time", "author", "source", "editor", "body"]
AlarmKind = Literal[
    "closed", "links", "silence", "volume", "articles",
    "title", "time", "author", "source", "editor", "body", "fallback", "template",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=1, strict=False)]


class Expect(_Table):
    """What a healthy county, site or column shows; it takes the place of what was usual there.

    `articles_min` are articles in the warehouse, `week_min` articles in seven days, `silent_days_max` is the longest
    silence (days) still normal, `fill_min` for a field the least share of the newest articles that have it. `ignore`
    are kinds of alarms that are not wanted. `fill_min` and `ignore` hold for all that is inside, the others do not.
    """

    articles_min: Annotated[int, Field(ge=0)] | None = None
    silent_days_max: Annotated[int, Field(ge=1)] | None = None
    week_min: Annotated[int, Field(ge=0)] | None = None
    fill_min: dict[FieldName, Share] = {}
    ignore: list[AlarmKind] = []

    def within(self, outer: "Expect") -> "Expect":
        """This one, with what the county or the site around it says for all that is inside."""
        ignored = list(dict.fromkeys([*outer.ignore, *self.ignore]))
        return self.model_copy(update={"fill_min": outer.fill_min | self.fill_min, "ignore": ignored})


class Column(_Table):
    """A list of articles on a site. `pages` is how many of its list pages are read at most."""

    name: Name
    url: WebAddress
    verified: bool = True
    pages: Annotated[int, Field(ge=1, le=10_000)] | None = None
    expect: Expect = Expect()


class Site(_Table):
    """A web site with news of the county.

    `level` is the rank of its publisher. `delay_seconds`, where given, takes the place of the general pause
    between two requests. A site or column that is not `verified` is read only when it is asked for by name.
    """

    key: SiteKey
    name: Name
    url: WebAddress
    level: Level
    kind: SiteKind
    verified: bool = True
    delay_seconds: Annotated[float, Field(ge=0, le=3600, strict=False)] | None = None
    column: Annotated[list[Column], Field(min_length=1)]
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _columns_differ(self) -> Self:
        _refuse_twice("column", "name", [column.name for column in self.column])
        _refuse_twice("column", "url", [column.url for column in self.column])
        return self

    @property
    def scheduled_columns(self) -> tuple[Column, ...]:
        """The columns that a run reads unless it names others."""
        return tuple(column for column in self.column if column.verified)


class CountyFile(_Table):
    """A county: its code (six digits, GB/T 2260), name, sites, and its towns if the gazetteer lacks them.

    `city` and `province` are needed only beside `[[town]]`; else the gazetteer has them. `schedule` says how often the
    county is read by the clock.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: Name
    city: str = ""
    province: str = ""
    schedule: Schedule = "twice-daily"
    town: list[Town] = []
    site: Annotated[list[Site], Field(min_length=1)]
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        _refuse_twice("site", "key", [site.key for site in self.site])
        _refuse_twice("town", "code", [town.code for town in self.town])
        _refuse_twice("town", "name", [town.name for town in self.town])
        for number, town in enumerate(self.town, start=1):
            if not town.code.startswith(self.code):
                message = f"town[{number}].code is '{town.code}'; allowed are codes that begin with '{self.code}'"
                raise PydanticCustomError("whole_sentence", "{message}", {"message": message})
        return self

    @property
    def is_invented(self) -> bool:
        """Whether it is none of the country's: no province's code is 99."""
        return self.code.startswith("99")

    @property
    def scheduled_sites(self) -> tuple[Site, ...]:
        """The sites that a run reads unless it names others: verified ones with a verified column."""
        return tuple(site for site in self.site if site.verified and site.scheduled_columns)

    def gazetteer_county(self) -> gazetteer.County:
        """The county with its towns, from this file's `[[town]]` or from the gazetteer.

        Raises CountyFileError when neither has it.
        """
        if not self.town:
            try:
                return gazetteer.county(self.code)
            except LookupError as error:
                raise CountyFileError(f"{self.name}: {error}; or list its towns as [[town]] in its file.") from error
        towns = tuple(gazetteer.Town(town.code, town.name, tuple(town.aliases)) for town in self.town)
        return gazetteer.County(self.code, self.name, self.city, self.province, towns)


def load_county(path: Path) -> CountyFile:
    """Read one county file; raises CountyFileError with one sentence about its first mistake."""
    data = _read_toml(path)
    try:
        return CountyFile.model_validate(data)
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_input=True)
        more = f" ({len(mistakes) - 1} more after it)" if len(mistakes) > 1 else ""
        raise CountyFileError(f"{path}: {_sentence(mistakes[0])}{more}.") from None


def load_counties(folder: Path) -> tuple[list[CountyFile], list[str]]:
    """The county files of a folder that can be used, by name, and a sentence about each that cannot.

    No two may describe one county or use one site key: the first of them has it.
    """
    counties: list[CountyFile] = []
    mistakes: list[str] = []
    owner: dict[str, Path] = {}
    for path in county_paths(folder):
        try:
            county = load_county(path)
        except CountyFileError as error:
            mistakes.append(str(error))
            continue
        names = [county.code, *(site.key for site in county.site)]
        taken = next((name for name in names if name in owner), None)
        if taken is not None:
            mistakes.append(f"{path}: '{taken}' is already used by {owner[taken].name}; choose another one.")
            continue
        owner |= dict.fromkeys(names, path)
        counties.append(county)
    return counties, mistakes


def real_counties(folder: Path) -> tuple[list[CountyFile], list[str]]:
    """The counties of a folder that a run may read unasked, and a sentence about each file that cannot be used.

    Invented counties are left out. Raises CountyFileError where there is none to read.
    """
    loaded, mistakes = load_counties(folder)
    counties = [county for county in loaded if county.scheduled_sites and not county.is_invented]
    if not counties:
        none = f"{folder} has no county with verified sites; name the county that is to be read."
        raise CountyFileError(" ".join([none, *mistakes]))
    return counties, mistakes


def county_paths(folder: Path) -> list[Path]:
    """The county files of a folder, by name."""
    return sorted(folder.glob("*.toml"))


def short_name(county: CountyFile, folder: Path) -> str:
    """The name of a county's file, as far as it has letters of ASCII and digits (`baihe`); else the county's code."""
    for path in county_paths(folder):
        if _code_and_name(path)[0] == county.code:
            return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or county.code
    return county.code


def find_county(text: str, folder: Path) -> CountyFile:
    """The county whose file name (without .toml), code or Chinese name is `text`.

    Raises CountyFileError that lists the counties there are. A mistake in another county's file does not
    matter.
    """
    wanted = text.strip()
    existing: list[str] = []
    for path in county_paths(folder):
        code, name = _code_and_name(path)
        if wanted.casefold() == path.stem.casefold() or wanted in (code, name):
            return load_county(path)
        existing.append(" ".join(word for word in (path.stem, name, code) if word))
    known = "; ".join(existing) if existing else f"none, because {folder} has no .toml file"
    raise CountyFileError(f"There is no county '{text}'; there are: {known}.")


def _code_and_name(path: Path) -> tuple[str, str]:
    try:
        data = _read_toml(path)
    except CountyFileError:
        return "", ""
    return str(data.get("code", "")), str(data.get("name", ""))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CountyFileError(f"{path}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise CountyFileError(f"{path}: the file is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CountyFileError(f"{path}: this is not TOML: {error}.") from None


def _refuse_twice(table: str, key: str, values: Sequence[str]) -> None:
    for number, value in enumerate(values, start=1):
        first = values.index(value) + 1
        if first < number:
            message = f"{table}[{number}].{key} is '{value}' like {table}[{first}]; allowed is each {key} once"
            raise PydanticCustomError("whole_sentence", "{message}", {"message": message})


def _sentence(mistake: ErrorDetails) -> str:
    """One mistake in the words of the file: `site[2].url is 'ftp://x'; allowed is …`, counted from 1."""
    where = _key_path(mistake["loc"])
    match mistake["type"]:
        case "whole_sentence":
            return f"{where}.{mistake['msg']}" if where else mistake["msg"]
        case "missing":
            return f"{where} is missing"
        case "extra_forbidden":
            return f"{where} is not a known key; {_allowed_keys(mistake['loc'])}"
    allowed = mistake["msg"]
    if mistake["type"] == "string_pattern_mismatch":
        allowed = f"allowed are {mistake['ctx']['pattern'][-3:-2]} digits in quotation marks"
    elif mistake["type"] == "literal_error":
        allowed = f"allowed is {mistake['ctx']['expected']}"
    elif not allowed.startswith("allowed"):
        allowed = f"allowed: {allowed[0].lower()}{allowed[1:]}"
    return f"{where} is {_shown(mistake['input'])}; {allowed}"


def _key_path(location: Sequence[str | int]) -> str:
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step + 1}]"
        elif step != "[key]":  # of a table whose keys are a choice
            path += f".{step}" if path else step
    return path


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _allowed_keys(location: Sequence[str | int]) -> str:
    tables: dict[str, type[BaseModel]] = {"town": Town, "site": Site, "column": Column, "expect": Expect}
    names = [step for step in location if isinstance(step, str)]
    model = tables[names[-2]] if len(names) > 1 else CountyFile
    near = difflib.get_close_matches(names[-1], model.model_fields, n=1)
    return f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(model.model_fields)}"


def columns_named(owner: str, sites: Sequence[Site], names: Collection[str]) -> dict[str, list[Column]]:
    """By site key the columns of these names, verified or not; a site that has none of them is left out.

    `owner` is whose sites they are. Raises CountyFileError for a name that no site has, with those there are, the most
    alike first.
    """
    there = list(dict.fromkeys(column.name for site in sites for column in site.column))
    for name in names:
        if name not in there:
            alike = sorted(there, key=lambda other: -difflib.SequenceMatcher(None, name, other).ratio())
            raise CountyFileError(f"{owner} has no column '{name}'; it has: {', '.join(alike)}.")
    found = {site.key: [column for column in site.column if column.name in names] for site in sites}
    return {key: columns for key, columns in found.items() if columns}


def sites_named(county: CountyFile, keys: Sequence[str]) -> Iterator[Site]:
    """The sites with these keys, verified or not; raises CountyFileError that lists the county's sites."""
    by_key = {site.key: site for site in county.site}
    for key in keys:
        if key not in by_key:
            raise CountyFileError(f"{county.name} has no site '{key}'; it has: {', '.join(by_key)}.")
        yield by_key[key]
