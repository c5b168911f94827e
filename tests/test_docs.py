"""What the pages in docs/ and the README say is so: every command, option, setting, file and table in them."""

import importlib.util
import re
import shlex
import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import click
import pytest
import typer.main
import yaml

from crawlers.county import load_county
from crawlers.link import CrawlCounts
from extractors.quantities import Quantity
from flows import errors, machine_forms
from flows.cli import app
from flows.logs import LOGGERS
from flows.projection import county_batch
from flows.run_record import stages
from flows.settings import Settings, read_settings, topic_of
from tests.warehouse.batches import county, read, story
from warehouse.run_counts import SiteLoaded
from warehouse.store import Warehouse
from warehouse.transform import run

PROJECT = Path(__file__).parents[1]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def commands_of(group: click.Command, *before: str) -> dict[tuple[str, ...], click.Command]:
    """Every command by the words that call it; `archive verify` is one of two."""
    found: dict[tuple[str, ...], click.Command] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        words = (*before, name)
        found |= commands_of(command, *words) if hasattr(command, "commands") else {words: command}
    return found


COMMANDS = commands_of(typer.main.get_command(app))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def shell_lines() -> list[tuple[str, list[str]]]:
    return [
        (page.name, shlex.split(line, comments=True))
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(("page", "words"), shell_lines())
def test_every_command_can_be_typed_as_it_stands(page: str, words: list[str]) -> None:
    program, *arguments = words
    if program == "make":
        assert re.search(rf"^{arguments[0]}:", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    elif program == "export":
        name = arguments[0].split("=")[0]
        assert name == "PREFECT_API_URL" or name.removeprefix("COUNTY_NEWS_").lower() in Settings.model_fields
    elif program == "python":
        assert importlib.util.find_spec(arguments[1]), f"{page}: {arguments[1]} is no module of ours"
    else:
        assert program.endswith("county-news"), f"{page}: {program} is no program of ours"
        if "<" in arguments:
            arguments = arguments[: arguments.index("<")]
        while arguments[0] in ("--set", "--settings"):
            assert arguments[0] == "--settings" or arguments[1].partition("=")[0] in Settings.model_fields
            arguments = arguments[2:]
        length = 2 if tuple(arguments[:2]) in COMMANDS else 1
        COMMANDS[tuple(arguments[:length])].make_context(arguments[0], arguments[length:])


def test_every_command_is_described() -> None:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"county-news {' '.join(command)}" in text


def test_the_settings_are_those_there_are_with_their_defaults_and_meanings_by_topic() -> None:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    described = {}
    for topic, table in re.findall(r"^### (.+)\n\n((?:\|.*\n)+)", text, re.MULTILINE):
        for name, default, meaning in re.findall(
            r"^\| `COUNTY_NEWS_([A-Z_]+)` \| (.*?) \| (.*) \|$", table, re.MULTILINE
        ):
            described[name.lower()] = (topic, meaning)
            if default.startswith("`"):
                assert default == f"`{Settings.model_fields[name.lower()].default}`"
    assert described == {name: (topic_of(name), field.description) for name, field in Settings.model_fields.items()}


def test_the_file_of_settings_of_the_docs_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = blocks(PROJECT / "docs" / "command-line.md", "toml")
    (tmp_path / "county-news.toml").write_text(example, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_settings().legacy_tls_hosts == ["www.example.gov.cn"]


def test_the_counts_of_a_run_are_those_there_are() -> None:
    text = (PROJECT / "docs" / "logs.md").read_text("utf-8")
    counts = re.search(r"\| count \| of links \|\n\|---\|---\|\n((?:\|.*\n)+)", text)
    assert counts
    described = re.findall(r"^\| `(\w+)` \|", counts[1], re.MULTILINE)
    assert described == [*stages(CrawlCounts(), SiteLoaded()), "published"]


def test_the_loggers_of_the_docs_are_ours() -> None:
    text = (PROJECT / "docs" / "logs.md").read_text("utf-8")
    (named,) = re.findall(r"shows: `([\w,]+)`", text)
    assert set(named.split(",")) <= set(LOGGERS)
    for room in LOGGERS:
        assert (PROJECT / room).is_dir()


def test_what_the_docs_expect_of_a_site_and_a_column_is_read_and_handed_down(tmp_path: Path) -> None:
    (sites,) = blocks(PROJECT / "docs" / "health.md", "toml")
    file = tmp_path / "county.toml"
    file.write_text(
        f'code = "610929"\nname = "白河县"\nexpect.fill_min = {{author = 0.1, title = 1}}\n{sites}', "utf-8"
    )
    county, site, column = county_batch(load_county(file)).watches
    assert (county.fill_min, county.ignore) == ({"author": 0.1, "title": 1.0}, ())
    assert (site.week_min, site.ignore, site.column_name) == (5, ("template",), "")
    assert (column.week_min, column.silent_days_max, column.articles_min) == (None, 30, 100)
    assert (column.fill_min, column.ignore) == ({"author": 0.5, "title": 1.0}, ("template",))


def test_the_county_file_of_the_docs_is_one(tmp_path: Path) -> None:
    county, towns = blocks(PROJECT / "docs" / "county-files.md", "toml")
    file = tmp_path / "county.toml"
    file.write_text(county, "utf-8")
    assert load_county(file).site[0].column[0].pages == 50
    invented = county.replace("610929", "990001") + towns
    file.write_text(invented, "utf-8")
    assert load_county(file).gazetteer_county().towns[0].name == "云溪镇"


def test_the_deployments_of_the_docs_are_those_there_are() -> None:
    from flows import scheduled

    text = (PROJECT / "docs" / "schedule.md").read_text("utf-8")
    described = set(re.findall(r"^\| `(\w+/[\w-]+)`", text, re.MULTILINE))
    deployments = yaml.safe_load((PROJECT / "prefect.yaml").read_text("utf-8"))["deployments"]
    flows = {one["entrypoint"]: getattr(scheduled, one["entrypoint"].split(":")[1]).name for one in deployments}
    assert described == {f"{flows[one['entrypoint']]}/{one['name']}" for one in deployments}


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_is_justified() -> None:
    import tomllib

    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[<>=]", requirement)[0] for requirement in project["dependencies"]}
    text = (PROJECT / "docs" / "decisions.md").read_text("utf-8")
    assert {name for name in named if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("name", [lock.name for lock in PROJECT.glob("requirements*.lock")])
def test_the_locks_have_a_hash_for_everything_and_no_address(name: str) -> None:
    lock = (PROJECT / name).read_text("utf-8")
    pinned = re.findall(r"^[\w.-]+==[^\s;]+.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert len(pinned) > (0 if "duckdb" in name else 50)
    assert all("--hash=sha256:" in entry for entry in pinned)
    assert "://" not in lock


def test_the_exit_statuses_are_those_there_are() -> None:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    described = {int(status) for status in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert described == {0, errors.FAULT, errors.USAGE, errors.PARTLY, errors.INTERRUPTED}


def test_the_keys_of_the_machine_read_forms_are_those_there_are(tmp_path: Path) -> None:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    described = {
        command: set(re.findall(r"`(\w+)`", keys))
        for command, keys in re.findall(
            r"^\| `(extract(?: --list)?|byline|places|quantities)` \| (.*) \|$", text, re.MULTILINE
        )
    }
    nothing = machine_forms.InputFile("a.html", tmp_path / "a.html", None)
    assert described["extract"] == machine_forms.article_line(nothing).keys()
    assert described["extract --list"] - {"title", "date"} == machine_forms.list_line(nothing).keys()
    assert described["byline"] - {"id"} == machine_forms.byline_line("").keys()
    of_quantity = {field.name for field in fields(Quantity)}
    assert described["quantities"] - of_quantity == machine_forms.quantity_line({}).keys()
    assert of_quantity <= described["quantities"]
    assert described["places"] == machine_forms.place_line({"county": "610929"}).keys()


def test_the_comparison_of_the_docs_runs(tmp_path: Path) -> None:
    (sql,) = blocks(PROJECT / "docs" / "comparisons.md", "sql")
    shutil.copytree(PROJECT / "sql", tmp_path / "sql")
    (tmp_path / "sql" / "marts" / "town_total.sql").write_text(sql, "utf-8")
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "甲水镇：春茶开采正当时节", date(2026, 4, 3)))
        read(warehouse)
        assert run(warehouse.connection, tmp_path / "sql").checks > 10
        totals = warehouse.connection.execute("from mart.town_total order by stories desc").fetchall()
    assert totals[0] == ("甲水镇", date(2026, 1, 1), 1)
    assert len(totals) == 3


def test_the_question_with_blanks_of_the_docs_can_be_asked(tmp_path: Path) -> None:
    (sql,) = blocks(PROJECT / "docs" / "comparisons.md", "duckdb")
    shutil.copytree(PROJECT / "sql", tmp_path / "sql")
    (tmp_path / "sql" / "macros").mkdir(exist_ok=True)
    (tmp_path / "sql" / "macros" / "quantity_claims.sql").write_text(sql, "utf-8")
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.merge(county())
        warehouse.merge(story(1, "甲水镇：春茶开采", date(2026, 4, 3), body="全镇茶园面积5000亩。"))
        read(warehouse)
        run(warehouse.connection, tmp_path / "sql")
        claimed = warehouse.connection.execute("select value from quantity_claims('茶园')").fetchall()
    assert claimed == [(5000,)]


def test_the_lists_of_the_docs_are_those_there_are() -> None:
    text = (PROJECT / "docs" / "comparisons.md").read_text("utf-8")
    described = set(re.findall(r"^\| `sql/data/(\w+\.csv)`", text, re.MULTILINE))
    assert described == {path.name for path in (PROJECT / "sql" / "data").glob("*.csv")}


def test_the_rooms_of_the_docs_are_those_there_are() -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
    rooms = re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE)
    assert len(rooms) == 9
    assert all((PROJECT / room).is_dir() for room in rooms)
    assert {"extractors/article.py"} <= set(re.findall(r"`([\w/]+\.py)`", text))
