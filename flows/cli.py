"""The command line. Each command imports what it needs when it runs, so that `--help` is there at once.

What the exit statuses mean is in errors.py and in docs/command-line.md.
"""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.errors import FAULT, INTERRUPTED, PARTLY, explained

if TYPE_CHECKING:
    from flows.pipeline import Ingested
    from flows.settings import Settings

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

County = Annotated[str, typer.Argument(help="File name, code or Chinese name of a county in counties/.")]
Sites = Annotated[list[str] | None, typer.Option("--site", help="Only this site (its key); may be repeated.")]
Day = datetime | None
Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]...", help="HTML files; with --explain addresses too.")
]
Manifest = Annotated[
    Path | None, typer.Option(help='Lines of {"file": path, "url": address}; paths are relative to it.')
]
ViaPrefect = Annotated[bool, typer.Option("--via-prefect", help="Hand it to the Prefect server instead.")]


class QueryFormat(StrEnum):
    """How `query` prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


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
        _submit("ingest/daily", [{"county": name, "since": _iso(since), "sites": site or []} for name in county or []])
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
        limits = {"town": town, "sites": site or [], "columns": column or []}
        parameters = {"since": _iso(since), "until": _iso(until), "again": again, **limits}
        _submit("backfill/by-hand", [{"county": county, **parameters}])
    _ingest([county], since, until, site, town, columns=column, again=again)


@app.command()
def reextract() -> None:
    """Read the whole archive anew with today's extractors; no site is asked for anything."""
    from flows import pipeline
    from flows.progress import watching

    settings = _settings()
    with watching() as watch:
        counts = pipeline.reextract(settings, watch)
    pipeline.publish(settings)
    typer.echo(f"{counts.fetches} archived answers read, {counts.inserted} articles loaded and published.")


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
    if is_explained:
        from flows.explain import explain

        unreadable = explain(input_files(files or [], manifest), _settings(), is_list=is_list)
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
    from flows import pipeline

    settings = _settings()
    pipeline.publish(settings)
    typer.echo(f"Snapshot: {settings.snapshot}\nReport:   {settings.report}")


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
def status() -> None:
    """The ledger: of each site, links seen, fetched, loaded, and each loss with its reason."""
    from flows.reading import print_status

    print_status(_settings())


@app.command()
def report(
    out: Annotated[Path | None, typer.Option(help="Where to write it; beside the snapshot unless given.")] = None,
) -> None:
    """Write the web page that compares the towns, from the published snapshot."""
    from flows import pipeline

    typer.echo(f"Report: {pipeline.report(_settings(), out)}")


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
    except Exception as error:
        told = explained(error)
        if told is None:
            raise
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
    from flows.progress import watching
    from flows.summary import print_summary

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
            site_keys=sites or [],
            town=town,
            columns=columns or [],
            again=again,
            refused=refused,
        )
    pipeline.publish(settings, if_changed=True)
    print_summary(ingested, settings)
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
    from flows.settings import read_settings

    return read_settings()


def _submit(deployment: str, runs: list[dict[str, object]]) -> NoReturn:
    from flows.submit import submit

    for parameters in runs:
        typer.echo(submit(deployment, parameters))
    raise typer.Exit


def _iso(day: Day) -> str | None:
    return day.date().isoformat() if day else None


def _stop(sentence: str, status: int) -> NoReturn:
    from flows.terminal import harmless

    sys.stderr.write(f"county-news: {harmless(sentence)}\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
