"""The command line. Each command imports what it needs when it runs, so that `--help` is there at once.

What the exit statuses mean is in errors.py and in docs/command-line.md.
"""

import logging
import sys
import traceback
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.errors import FAULT, INTERRUPTED, PARTLY, explained

if TYPE_CHECKING:
    from flows.pipeline import Ingested
    from flows.settings import KnownSettings, Settings

app = typer.Typer(
    name="county-news",
    help="Reads the news pages of Chinese counties and their towns, and compares the towns.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

archive_app = typer.Typer(help="The archive of all that was answered.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(archive_app, name="archive")
county_app = typer.Typer(help="County files.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(county_app, name="county")
lake_app = typer.Typer(help="The lake that many machines load into.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(lake_app, name="lake")

County = Annotated[str, typer.Argument(help="File name, code or Chinese name of a county in counties/.")]
Sites = Annotated[list[str] | None, typer.Option("--site", help="Only this site (its key); may be repeated.")]
Day = datetime | None
Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]...", help="HTML files; with --explain addresses too.")
]
Manifest = Annotated[
    Path | None, typer.Option(help='Lines of {"file": path, "url": address}; paths are relative to it.')
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV, for programs.")]
ViaPrefect = Annotated[bool, typer.Option("--via-prefect", help="Hand it to the Prefect server instead.")]


class QueryFormat(StrEnum):
    """How `query` prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ExportFormat(StrEnum):
    """What `export` writes."""

    CSV = "csv"
    PARQUET = "parquet"


class SiteLevel(StrEnum):
    """The rank of a site's publisher, as in a county file."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class SiteSort(StrEnum):
    """Who runs a site, as in a county file."""

    GOVERNMENT = "government"
    MEDIA = "media"


@app.callback()
def given(
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting for this command; may be repeated."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="File of settings; county-news.toml unless given.")
    ] = None,
) -> None:
    """Reads the news pages of Chinese counties and their towns, and compares the towns."""
    if settings or file:
        from flows.setting_sources import hand_on

        hand_on(settings or [], file)


@app.command("settings")
def show_settings(
    is_json: Annotated[bool, typer.Option("--json", help="One JSON object a setting and line.")] = False,
) -> None:
    """Every setting: what it means, its value, and where that is from."""
    from flows.settings_table import print_settings

    print_settings(_known_settings(), is_json=is_json)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the demo county's sites on this machine.")] = 8610,
    edition: Annotated[int, typer.Option(help="2 shows the sites some days later.")] = 1,
    stay: Annotated[bool, typer.Option("--stay", help="Keep the sites up to look at, until Ctrl-C.")] = False,
) -> None:
    """Read the built-in county from its own web sites, compare its towns, write the report."""
    from flows.demo import run_demo

    _leave(run_demo(_settings(), port=port, edition=edition, stay=stay))


@app.command()
def run(
    county: Annotated[
        list[str] | None, typer.Argument(help="Counties of counties/; file name, code or Chinese name.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every county that has a file and verified sites.")] = False,
    since: Annotated[Day, typer.Option(formats=["%Y-%m-%d"], help="Only articles listed from this day on.")] = None,
    site: Sites = None,
    via_prefect: ViaPrefect = False,
) -> None:
    """Read what is new on the sites of one or more counties, side by side; compare the towns, publish."""
    if bool(county) == every:
        raise typer.BadParameter("name counties, or --all.", param_hint="COUNTY")
    if via_prefect:
        _submit("ingest/county", county or [], since, None, {"sites": site or None})
    _ingest(county or [], since, None, site, None)


@app.command()
def backfill(
    county: County,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day to read.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day to read.")],
    town: Annotated[str | None, typer.Option(help="Only what lists show to be news of this town.")] = None,
    site: Sites = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Only this column (its name); may be repeated.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Ask also for what is known, to see changes.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be asked for, and how long that takes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: one JSON object a line.")] = False,
    via_prefect: ViaPrefect = False,
) -> None:
    """Read what a county's sites published between two days."""
    if until < since:
        raise typer.BadParameter(f"{until:%Y-%m-%d} is before --since {since:%Y-%m-%d}.", param_hint="--until")
    if as_json and not dry_run:
        raise typer.BadParameter("it goes with --dry-run.", param_hint="--json")
    if dry_run and via_prefect:
        raise typer.BadParameter("it is done here at once, not by Prefect.", param_hint="--dry-run")
    if dry_run:
        _plan_backfill(county, since, until, (site or [], town, column or []), again=again, as_json=as_json)
        return
    if via_prefect:
        limits = {"town": town, "sites": site or None, "columns": column or None}
        _submit("backfill/by-hand", [county], since, until, {**limits, "again": again})
    _ingest([county], since, until, site, town, columns=column, again=again)


@app.command()
def reextract(
    since: Annotated[
        Day, typer.Option(formats=["%Y-%m-%d"], help="Only links with an answer fetched from this day on.")
    ] = None,
    rule_changed: Annotated[
        bool, typer.Option("--rule-changed", help="Only links with an answer that other rules have read.")
    ] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="Processes; one for each core unless given.")] = None,
    on_dask: Annotated[
        bool, typer.Option("--dask", help="On the Dask cluster of the settings, or a local one.")
    ] = False,
) -> None:
    """Read the archive anew with today's extractors; no site is asked. Cut off, it goes on where it was."""
    from flows.reextract_command import reextract_and_publish

    if since and rule_changed:
        raise typer.BadParameter("give one of --since and --rule-changed.", param_hint="--since")
    day = since.date() if since else None
    reextract_and_publish(_settings(), since=day, rule_changed=rule_changed, processes=processes, on_dask=on_dask)


@app.command()
def extract(
    files: Files = None,
    manifest: Manifest = None,
    is_list: Annotated[bool, typer.Option("--list", help="The files are list pages.")] = False,
    is_explained: Annotated[
        bool, typer.Option("--explain", help="Say for each field which rule found it, where, and who disagrees.")
    ] = False,
) -> None:
    """Pages to articles (or list pages to links): one JSON object a line."""
    from flows.machine_forms import article_line, input_files, list_line, write_line

    if not files and manifest is None:
        raise typer.BadParameter("name files, or --manifest.", param_hint="FILE")
    settings = _settings()
    if is_explained:
        from flows.explain import explain

        unreadable = explain(input_files(files or [], manifest), settings, is_list=is_list)
        raise typer.Exit(PARTLY if unreadable else 0)
    for file in input_files(files or [], manifest):
        write_line(list_line(file) if is_list else article_line(file))


@app.command()
def fixture(
    page: Annotated[str, typer.Argument(metavar="FILE|URL", help="A real page.")],
    name: Annotated[str, typer.Option(help="Name of the two files, such as jeecms_article.")],
    url: Annotated[str | None, typer.Option(help="The address that a file came from.")] = None,
    folder: Annotated[Path, typer.Option(help="Where to write them.")] = Path("tests/extractors/kinds"),
    is_list: Annotated[bool, typer.Option("--list", help="It is a list page.")] = False,
) -> None:
    """A page in the likeness of a real one, all words invented, and beside it what is read from it, to check."""
    from flows.fixture import write_fixture
    from flows.machine_forms import InputFile
    from flows.opening import open_page

    opened = open_page(InputFile(page, Path(page), url), _settings())
    markup, expected = write_fixture(opened, folder, name, is_list=is_list)
    typer.echo(f"{markup} and {expected}: compare them by eye, and put right what was read wrong.")


@app.command()
def probe(
    url: Annotated[str, typer.Argument(help="A site's home page, or the page of one of its columns.")],
    sample: Annotated[
        int, typer.Option(min=1, max=20, help="Articles to read in all, one of each column at least.")
    ] = 3,
) -> None:
    """Look at a site: its family, its columns and how they go on, what is read from its articles, what is not sure."""
    from flows.probe import probe_site

    probe_site(url, _settings(), sample=sample)


@county_app.command("new")
def county_new(
    code: Annotated[str, typer.Argument(help="The county's code of six digits, such as 610929.")],
    url: Annotated[str, typer.Argument(help="The site's home page, or the page of one of its columns.")],
    name: Annotated[str | None, typer.Option(help="Name of the file; the county's in Pinyin unless given.")] = None,
    site_key: Annotated[str | None, typer.Option(help="Key of the site; made of its host unless given.")] = None,
    level: Annotated[SiteLevel, typer.Option(help="Whose site it is.")] = SiteLevel.COUNTY,
    kind: Annotated[SiteSort, typer.Option(help="Who runs it.")] = SiteSort.GOVERNMENT,
    sample: Annotated[int, typer.Option(min=1, max=20, help="Articles to read, one of each column at least.")] = 3,
    folder: Annotated[
        Path | None, typer.Option(help="Where to write it; the folder of county files unless given.")
    ] = None,
    fixtures: Annotated[Path | None, typer.Option(help="Where to keep likenesses of a list and an article.")] = None,
) -> None:
    """Look at a county's site and write its county file, with the columns that hold news of its towns."""
    from flows.county_new import Wish, write_county

    wish = Wish(code, url, name, site_key, level.value, kind.value, sample)
    write_county(wish, _settings(), folder=folder, fixtures=fixtures)


@app.command()
def byline(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="Headline and byline lines.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read lines of {"id", "text"} from standard input.')] = False,
) -> None:
    """A text of headline and byline lines to its fields: one JSON object a line."""
    from flows.machine_forms import byline_line, standard_input_rows, write_line

    if jsonl == bool(texts):
        raise typer.BadParameter("give texts, or --jsonl and lines on standard input.", param_hint="TEXT")
    _settings()
    for text in texts or []:
        write_line(byline_line(text))
    if jsonl:
        for _, row in standard_input_rows():
            write_line({"id": row.get("id"), **byline_line(str(row.get("text") or ""))})


@app.command()
def places(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read articles from standard input (the only form).")] = False,
) -> None:
    """The town that each article comes from: one JSON object a line."""
    from flows.machine_forms import place_line, standard_input_rows, write_line

    if not jsonl:
        raise typer.BadParameter("give --jsonl and lines on standard input.", param_hint="--jsonl")
    _settings()
    for _, row in standard_input_rows():
        write_line(place_line(row))


@app.command()
def quantities(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines of {"id", "text"} from standard input (the only form).')
    ] = False,
) -> None:
    """The quantities that each text claims, with what they count: one JSON object a line."""
    from flows.machine_forms import quantity_line, standard_input_rows, write_line

    if not jsonl:
        raise typer.BadParameter("give --jsonl and lines on standard input.", param_hint="--jsonl")
    _settings()
    for _, row in standard_input_rows():
        write_line(quantity_line(row))


@app.command()
def transform() -> None:
    """Make the tables of comparison anew from the files in sql/."""
    from flows import pipeline

    made = pipeline.transform(_settings())
    for table, rows in made.tables.items():
        typer.echo(f"{table:<32}{rows:>9} rows")
    typer.echo(f"{len(made.tables)} tables, {made.checks} checks hold.")


@app.command()
def publish() -> None:
    """Make the tables anew, publish the snapshot for readers, write the report."""
    from flows import alarms, pipeline

    settings = _settings()
    pipeline.publish(settings)
    alarms.tell(settings)
    typer.echo(f"Snapshot: {settings.snapshot}\nReport:   {settings.report}/index.html")


@app.command()
def forget(name: Annotated[str, typer.Argument(metavar="NAME", help="A person's name, as pages print it.")]) -> None:
    """Leave a person's name out of everything but the archive, now and in every later run."""
    from flows import pipeline
    from warehouse.privacy import normal_name

    if not normal_name(name):
        raise typer.BadParameter("give a name.", param_hint="NAME")
    found = pipeline.forget(_settings(), name)
    if found.articles:
        typer.echo(f"The name is left out of {found.articles} articles, {found.credits} times as a credit.")
    else:
        typer.echo("Nobody of that name is in the warehouse.")
    typer.echo("Later runs leave it out too. The archive keeps the pages as they were answered.")


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement; tables are core.…, mart.…, raw.…")],
    form: Annotated[QueryFormat, typer.Option("--format", help="How to print the rows.")] = QueryFormat.TABLE,
) -> None:
    """Ask the published snapshot something; it is never in the way of a run."""
    from flows.reading import print_rows, query_snapshot

    print_rows(*query_snapshot(_settings().snapshot, sql), form.value)


@app.command()
def towns(
    county: Annotated[str, typer.Argument(help="Chinese name, code or file name of a county.")],
    period: Annotated[str, typer.Option(help="2026-Q3, 2026-04, 2026 or all.")] = "all",
    topic: Annotated[str | None, typer.Option(help="Only stories that touch this topic, such as 产业.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The towns of a county, ranked by their stories of a period, the silent ones too."""
    from flows.asking.towns_command import tell_towns

    tell_towns(_settings(), county, period, topic, _form(as_json=as_json, as_csv=as_csv))


@app.command()
def town(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A town or county: 宋家镇, 白河县宋家镇, a code.")],
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """A town on one page: figures with ranks, months, topics, slogans, claims, towns alike, newest stories."""
    from flows.asking.town_command import tell_town

    tell_town(_settings(), name, _form(as_json=as_json, as_csv=as_csv))


@app.command()
def claims(
    word: Annotated[str, typer.Argument(metavar="WORD", help="What is counted, such as 市场主体.")],
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most claims: 20 in a table unless given, all in --json and --csv.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Who claims how much of something: the newest value of each town, with the sentence that says so."""
    from flows.asking.claims_command import tell_claims

    tell_claims(_settings(), word, limit, _form(as_json=as_json, as_csv=as_csv))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words that an article must all have.")],
    limit: Annotated[int, typer.Option(min=1, help="Most articles.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The articles that have all of some words, the best match first."""
    from flows.asking.search_command import tell_search

    tell_search(_settings(), words, limit, _form(as_json=as_json, as_csv=as_csv))


@app.command()
def status() -> None:
    """The ledger: of each site, links seen, fetched, loaded, and each loss with its reason."""
    from flows.reading import print_status

    print_status(_settings())


@app.command()
def health(
    county: Annotated[
        str | None, typer.Argument(help="Only this county; file name, code or Chinese name.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """How each site and column is doing, and what changed for the worse since when; status 3 where anything did."""
    from flows.health import tell_health

    if tell_health(_settings(), county, as_json=as_json):
        raise typer.Exit(PARTLY)


@app.command()
def report(
    out: Annotated[Path | None, typer.Option(help="Folder to write them to; beside the snapshot unless given.")] = None,
) -> None:
    """Write the web pages that compare the towns, from the published snapshot."""
    from flows import pipeline

    typer.echo(f"Report: {pipeline.report(_settings(), out)}")


@app.command()
def workbook(
    county: County,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")] = Path("county_news.xlsx"),
) -> None:
    """Write the tables of one county that an office prints, as a workbook for Excel and WPS."""
    from flows.office_files import workbook_of

    typer.echo(workbook_of(_settings(), county, out))


@app.command("export")
def export_tables(
    table: Annotated[list[str], typer.Argument(metavar="MART...", help="Tables of mart or core: output_rank …")],
    county: Annotated[
        str | None, typer.Option(metavar="COUNTY", help="Only rows of this county; file name, code or Chinese name.")
    ] = None,
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write.")] = ExportFormat.CSV,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write it.")] = Path(),
) -> None:
    """Write whole tables of the published snapshot, a file for each; their paths are printed."""
    from flows.office_files import export

    for path in export(_settings(), table, county, form.value, out):
        typer.echo(path)


@lake_app.command()
def tidy() -> None:
    """Merge the lake's small files, and remove snapshots and files that are older than is to be kept."""
    from flows import pipeline

    tidied = pipeline.tidy_lake(_settings())
    typer.echo(f"{tidied.files_before} files, {tidied.files} now; {tidied.snapshots} snapshots are kept.")


@app.command("verify")
def verify_all(
    is_repair: Annotated[
        bool, typer.Option("--repair", help="Mend from the archive what can be mended, publish, and check again.")
    ] = False,
) -> None:
    """Prove that archive, ledger, articles and snapshot agree; a line for each check, a sentence for what does not."""
    from flows.verify_command import print_verification

    if not print_verification(_settings(), is_repair=is_repair):
        raise typer.Exit(FAULT)


@archive_app.command()
def verify() -> None:
    """Check every record of the archive; a line for each file, and a sentence for each fault."""
    from crawlers.archive import Archive
    from flows.archive_verify import print_verification

    if not print_verification(Archive(_settings().archive)):
        raise typer.Exit(FAULT)


@archive_app.command()
def show(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a page; any spelling of it.")],
    is_all: Annotated[bool, typer.Option("--all", help="Every record of the address, a line each.")] = False,
    is_raw: Annotated[bool, typer.Option("--raw", help="The stored bytes of the newest body, nothing else.")] = False,
) -> None:
    """What is stored of a page: its newest record, with the page as text."""
    from crawlers.archive import Archive
    from flows.archive_show import print_all, print_newest, stored_records, write_body

    if is_all and is_raw:
        raise typer.BadParameter("give one of --all and --raw.", param_hint="--all")
    settings = _settings()
    store = Archive(settings.archive)
    records = stored_records(url, store, settings.snapshot)
    if is_all:
        print_all(records)
    elif is_raw:
        write_body(records, store)
    else:
        print_newest(records, store)


def main() -> NoReturn:
    """Run the command line; a fault that is not ours becomes one sentence and an exit status."""
    try:
        app()
    except KeyboardInterrupt:
        _stop("Interrupted.", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 (whatever it is, no secret may be read in it)
        told = explained(error)
        if told is None:
            _break_down(error)
        status, sentence = told
        _stop(sentence, status)
    sys.exit(0)


def _ingest(
    names: list[str],
    since: Day,
    until: Day,
    sites: list[str] | None,
    town: str | None,
    *,
    columns: list[str] | None = None,
    again: bool = False,
) -> None:
    """Read (all counties where none is named), publish, tell what came of it; the exit status says if all went well."""
    from crawlers.county import find_county, real_counties
    from crawlers.link import Window
    from flows import pipeline
    from flows.after_run import finish
    from flows.progress import watching

    settings = _settings()
    window = Window(since.date() if since else None, until.date() if until else None)
    refused: list[str] = []
    if names:
        counties = [find_county(name, settings.counties) for name in names]
    else:
        counties, refused = real_counties(settings.counties)
    with watching() as watch:
        ingested = pipeline.ingest(
            counties,
            settings,
            watch,
            window=window,
            limits=pipeline.Limits(sites or (), town, columns or ()),
            again=again,
            refused=refused,
        )
    finish(ingested, settings, window)
    _leave(ingested)


def _plan_backfill(
    name: str,
    since: datetime,
    until: datetime,
    limits: tuple[list[str], str | None, list[str]],
    *,
    again: bool,
    as_json: bool,
) -> None:
    """Say what a backfill would ask for; the exit status says if every column could be looked at."""
    from crawlers.county import find_county
    from crawlers.link import Window
    from flows.backfill_plan import plan_backfill, print_plan, print_plan_lines
    from flows.pipeline import Limits
    from flows.progress import looking_on

    settings = _settings()
    county, window = find_county(name, settings.counties), Window(since.date(), until.date())
    with looking_on() as says:
        plan = plan_backfill(county, settings, window, Limits(*limits), again=again, says=says)
    if as_json:
        print_plan_lines(plan)
    else:
        print_plan(plan, settings.requests_max)
    if plan.troubles:
        raise typer.Exit(PARTLY)


def _leave(ingested: "Ingested") -> None:
    """End with the exit status of a run."""
    if ingested.interrupted:
        _stop("Interrupted; what was answered is loaded, and the next run goes on from there.", INTERRUPTED)
    if ingested.troubles:
        raise typer.Exit(PARTLY)


def _settings() -> "Settings":
    """The settings. Every command asks for them: logs are as they say from then on, and no mistake is passed over."""
    return _known_settings().settings


def _known_settings() -> "KnownSettings":
    from flows.logs import configure
    from flows.settings import read_settings_with_origins

    known = read_settings_with_origins()
    configure(known.settings)
    return known


def _form(*, as_json: bool, as_csv: bool) -> str:
    """How rows are to be printed, as `print_rows` has it."""
    if as_json and as_csv:
        raise typer.BadParameter("give one of --json and --csv.", param_hint="--json")
    return "json" if as_json else "csv" if as_csv else "table"


def _submit(deployment: str, counties: list[str], since: Day, until: Day, more: dict[str, object]) -> NoReturn:
    """Hand a run for each county (all where none is named) to the server; one that there is not is refused here."""
    from crawlers.county import find_county, real_counties
    from crawlers.link import Window
    from flows.run_names import title_of
    from flows.setting_sources import flags
    from flows.submit import submit

    if flags():
        raise typer.BadParameter("the server's worker has its own settings; set them there.", param_hint="--set")
    window = Window(since.date() if since else None, until.date() if until else None)
    days = {name: day.isoformat() for name, day in (("since", window.since), ("until", window.until)) if day}
    folder = _settings().counties
    chosen = [find_county(name, folder) for name in counties] if counties else real_counties(folder)[0]
    for county in chosen:
        typer.echo(submit(deployment, {"county": county.code, **days, **more}, title_of(county.name, window)))
    raise typer.Exit


def _stop(sentence: str, status: int) -> NoReturn:
    from flows import logs
    from flows.secrecy import hide
    from flows.terminal import harmless

    if logs.are_json():
        logging.getLogger("flows.cli").error("%s", sentence, extra=logs.fields(exit_status=status))
    else:
        sys.stderr.write(f"county-news: {harmless(hide(sentence))}\n")
    sys.exit(status)


def _break_down(error: Exception) -> NoReturn:
    """End with the traceback of a fault of ours, without the secrets that may stand in it."""
    from flows import logs
    from flows.secrecy import hide

    if logs.are_json():
        logging.getLogger("flows.cli").critical("A fault of county-news itself.", exc_info=error)
    else:
        sys.stderr.write(hide("".join(traceback.format_exception(error))))
    sys.exit(FAULT)


if __name__ == "__main__":
    main()
