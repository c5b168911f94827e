"""A new county: look at its site, write its county file, keep likenesses of a list page and an article page."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import typer
from pypinyin import lazy_pinyin

import gazetteer
from crawlers.county import SITE_KEY, CountyFile, county_paths, load_county
from crawlers.county import CountyFileError as BrokenCountyFile
from crawlers.survey import Survey, site_root, sure_columns
from extractors.feeds import read_feed
from extractors.outcome import NotAnArticle
from extractors.page import Page
from flows.county_toml import NewColumn, NewSite, county_text, fitting_name
from flows.fixture import write_fixture
from flows.machine_forms import InputError
from flows.opening import NoAnswer
from flows.probe import look, print_survey
from flows.settings import Settings
from gazetteer.divisions import COUNTY_KINDS, short_name

_LONGEST_KEY = 64
_SHARED_DIGITS = {"county": 6, "city": 4, "province": 2, "central": 0}
_COMMON_LABELS = ("www", "cn", "com", "net", "org", "localhost")


@dataclass(frozen=True)
class Wish:
    """What somebody types: a county's code, its site's address, and names that are made up unless given."""

    code: str
    url: str
    name: str | None = None
    site_key: str | None = None
    level: str = "county"
    kind: str = "government"
    sample: int = 3


def write_county(wish: Wish, settings: Settings, *, folder: Path | None = None, fixtures: Path | None = None) -> None:
    """Write `<folder>/<name>.toml` and say what to do next; nothing is written where the site cannot be read.

    Raises UnknownCounty, InputError for what must not be overwritten, SiteClosed, NotAnArticle or NoAnswer.
    """
    folder = folder or settings.counties
    county = gazetteer.county(wish.code)
    path = folder / f"{_file_name(wish, county)}.toml"
    key = _free_key(wish, folder, path, county)
    survey = look(wish.url, settings, county=county, sample=wish.sample)
    print_survey(survey)
    if not survey.columns:
        raise NoAnswer(
            f"{wish.url} shows no column with articles, so nothing is written; give the address of a column."
        )
    site = _site(wish, key, county, survey)
    text = county_text(county, site)
    CountyFile.model_validate(tomllib.loads(text))
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    typer.echo(f"\nWritten: {path}")
    for line in _keep_fixtures(survey, fixtures or settings.data / "fixtures", key):
        typer.echo(line)
    _say_what_next(site, path, is_elsewhere=folder.resolve() != settings.counties.resolve())


def _file_name(wish: Wish, county: gazetteer.County) -> str:
    name = wish.name or "".join(lazy_pinyin(short_name(county.name, COUNTY_KINDS), errors="ignore"))
    if not SITE_KEY.fullmatch(name) or len(name) > _LONGEST_KEY:
        raise InputError(
            f"--name is {name!r}; allowed are at most {_LONGEST_KEY} small letters, digits and single hyphens between."
        )
    return name


def _free_key(wish: Wish, folder: Path, path: Path, county: gazetteer.County) -> str:
    """The site's key. Raises InputError where file, county or key are there already."""
    if path.exists():
        raise InputError(f"{path} exists already: choose another --name, or add the site to it by hand.")
    keys: set[str] = set()
    for other in county_paths(folder):
        try:
            known = load_county(other)
        except BrokenCountyFile:  # a mistake in another county's file is not this one's
            continue
        if known.code == county.code:
            raise InputError(
                f"{county.name} ({county.code}) has its file already, {other}: add the site to it by hand."
            )
        keys |= {site.key for site in known.site}
    if wish.site_key is None:
        key = _key_of_host(wish.url)
        return next(one for number in range(1, len(keys) + 2) if (one := _numbered(key, number)) not in keys)
    if not SITE_KEY.fullmatch(wish.site_key) or len(wish.site_key) > _LONGEST_KEY:
        raise InputError(
            f"--site-key is {wish.site_key!r}; allowed are small letters, digits and single hyphens between them."
        )
    if wish.site_key in keys:
        raise InputError(f"The site key {wish.site_key} is used by another county file: choose another --site-key.")
    return wish.site_key


def _key_of_host(url: str) -> str:
    """www.baihe.gov.cn -> baihe-gov."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        host = ""
    labels = [label for label in host.split(".") if label not in _COMMON_LABELS]
    return re.sub(r"[^a-z0-9]+", "-", "-".join(labels)).strip("-")[: _LONGEST_KEY - 4].strip("-") or "site"


def _numbered(key: str, number: int) -> str:
    return key if number == 1 else f"{key}-{number}"


def _site(wish: Wish, key: str, county: gazetteer.County, survey: Survey) -> NewSite:
    columns: list[NewColumn] = []
    for number, column in enumerate(survey.columns, start=1):
        name = fitting_name(column.name, "column")
        if name in {other.name for other in columns}:
            name = f"{name} {number}"
        columns.append(NewColumn(name, re.sub(r"\s", "%20", column.url), column.doubts))
    root = site_root(survey.home.url)
    name = fitting_name(survey.name, f"{county.name} {root}")
    return NewSite(key, name, root, wish.level, wish.kind, columns, _foreign_codes(wish, survey))


def _foreign_codes(wish: Wish, survey: Survey) -> list[str]:
    """Doubts about a site whose pages carry the code of another place; a city's site has its city's."""
    shared = _SHARED_DIGITS[wish.level]
    codes = [code for code in survey.foreign_codes if code[:shared] != wish.code[:shared]]
    return [f"its pages carry SiteIDCode {code}, which is another place's" for code in codes]


def _keep_fixtures(survey: Survey, folder: Path, key: str) -> list[str]:
    """Keep likenesses of one list page and one article page, words and people invented; what became of each."""
    stem = key.replace("-", "_")
    lists = [column.page for column in [*sure_columns(survey.columns), *survey.columns] if _is_markup(column.page)]
    wanted = [(f"{stem}_list", page, True) for page in lists[:1]]
    wanted += [(f"{stem}_article", sample.page, False) for sample in survey.samples[:1]]
    said = []
    for name, page, is_list in wanted:
        try:
            markup, expected = write_fixture(page, folder, name, is_list=is_list)
            said.append(f"Written: {markup} and {expected.name}, in its likeness, with what is read from it")
        except (InputError, NotAnArticle) as reason:
            said.append(f"Not written: {folder / name}.html ({reason})")
    return said


def _is_markup(page: Page) -> bool:
    return read_feed(page) is None and page.text.lstrip()[:1] not in ("{", "[")


def _say_what_next(site: NewSite, path: Path, *, is_elsewhere: bool) -> None:
    doubtful = sum(bool(column.doubts) for column in site.columns)
    if site.doubts:
        typer.echo("The site is not verified: look whether it is the county's, and set verified = true.")
    if doubtful:
        typer.echo(
            f"{doubtful} of {len(site.columns)} columns are not verified: look at them, and set verified = true."
        )
    folder = f"COUNTY_NEWS_COUNTIES={path.parent} " if is_elsewhere else ""
    named = f" --site {site.key}" if site.doubts or doubtful == len(site.columns) else ""
    typer.echo(f"Next: {folder}county-news run {path.stem}{named}")
