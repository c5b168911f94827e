"""What an operator sees of sites that are green and bring nothing: `county-news health`, the end of a run, the command."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawlers.servers import LocalSite, page
from tests.flows.small_county import HOST, Operator, article_page, list_page, says_one_sentence, site_of
from warehouse.publish import MANIFEST

TITLES = [f"宋家镇:春茶开采第{number}天" for number in range(1, 7)]
EMPTY = page(list_page({}))


class County:
    """An operator whose county is read by runs of the command line; alarms are appended to a file."""

    def __init__(self, folder: Path, site: LocalSite) -> None:
        self.site = site
        self.operator = Operator(folder).at(site)
        self.given = folder / "given"
        script = folder / "tell.py"
        script.write_text(
            f"import sys\nopen({str(self.given)!r}, 'a', encoding='utf-8').write(sys.stdin.read() + '\\n')\n"
        )
        self.operator.environment["COUNTY_NEWS_ALARM_COMMAND"] = f"'{sys.executable}' '{script}'"
        self.full = site.routes["/Node-7.html"]

    def runs(self, shows: object) -> str:
        self.site.routes["/Node-7.html"] = shows  # type: ignore[assignment]
        done = self.operator.types("run", "baihe")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self) -> list[str]:
        lines = self.given.read_text("utf-8").splitlines() if self.given.exists() else []
        return [alarm["kind"] for line in lines for alarm in json.loads(line)]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with site_of(TITLES) as site:
        county = County(tmp_path_factory.mktemp("county"), site)
        county.runs(county.full)
        yield county


def test_health_before_the_first_run_says_what_to_do(tmp_path: Path) -> None:
    done = Operator(tmp_path).types("health")
    assert done.returncode == 2
    assert "county-news run" in says_one_sentence(done)


def test_a_county_that_is_well_is_said_to_be_and_fits_eighty_columns(county: County) -> None:
    done = county.operator.types("health", "白河县")
    assert (done.returncode, done.stderr) == (0, "")
    assert "All is well." in done.stdout
    assert "镇办动态" in done.stdout
    assert "\x1b" not in done.stdout
    widths = {sum(2 if ord(sign) > 0x2E80 else 1 for sign in line.rstrip()) for line in done.stdout.splitlines()}
    assert max(widths) <= 80
    assert len([line for line in done.stdout.splitlines() if line.startswith("│")]) == 3


def test_what_a_run_read_is_noted_of_each_answer(county: County) -> None:
    listed = county.operator.asks(
        "select links, template is null from raw.fetch where role = 'list' and reason is null"
    )
    assert listed[0] == (len(TITLES), False)
    articles = county.operator.asks("select distinct template, links from raw.fetch where role = 'article'")
    assert len(articles) == 1
    assert articles[0][0] is not None
    assert articles[0][1] is None


def test_a_list_that_shows_nothing_is_told_once_while_it_lasts_and_again_when_it_comes_back(county: County) -> None:
    sentence = "白河县人民政府, 镇办动态: its list shows no articles since "
    assert sentence in county.runs(EMPTY)
    assert county.told() == ["links"]
    done = county.operator.types("health")
    assert done.returncode == 3
    told = " ".join(done.stdout.split())
    assert sentence in told
    assert f"it used to show {len(TITLES)}. http://{HOST}/Node-7.html" in told
    machine = json.loads(county.operator.types("health", "baihe", "--json").stdout)
    assert [(row["column_name"], row["alarms"]) for row in machine["sites"]] == [(None, 0), (None, 0), ("镇办动态", 1)]
    assert [(alarm["kind"], alarm["before_value"]) for alarm in machine["alarms"]] == [("links", str(len(TITLES)))]

    county.runs(EMPTY)
    assert county.told() == ["links"], "it is known"
    county.runs(county.full)
    assert county.operator.types("health").returncode == 0
    county.runs(EMPTY)
    assert county.told() == ["links", "links"]


def test_what_the_county_file_ignores_is_no_alarm_from_the_next_run_on(county: County) -> None:
    file = county.operator.counties / "baihe.toml"
    before = file.read_text("utf-8")
    file.write_text(before + '[site.column.expect]\nignore = ["links"]\n', "utf-8")
    try:
        county.runs(EMPTY)
        assert county.operator.types("health").returncode == 0
    finally:
        file.write_text(before, "utf-8")


def test_a_column_that_left_the_county_file_is_watched_no_more_and_its_name_does_not_act_on_the_terminal(
    county: County,
) -> None:
    file = county.operator.counties / "baihe.toml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("镇办动态", "乡\\u001b[31m镇"), "utf-8")
    try:
        county.runs(county.full)
        assert county.operator.asks("select column_name from raw.watch where column_name <> ''") == [("乡\x1b[31m镇",)]
        assert "\x1b" not in county.operator.types("health").stdout
    finally:
        file.write_text(before, "utf-8")


def test_an_unknown_county_is_one_sentence(county: County) -> None:
    done = county.operator.types("health", "nowhere")
    assert done.returncode == 2
    assert "There is no county 'nowhere'" in says_one_sentence(done)
    assert (county.operator.folder / "data" / "published" / MANIFEST).exists()


def test_titles_that_are_lost_in_a_redesign_are_told(tmp_path: Path) -> None:
    old = [f"宋家镇:第{number}号老消息" for number in range(30)]
    with site_of(old) as site:
        county = County(tmp_path, site)
        county.runs(county.full)
        links = {f"/Content-{number}.html": f"宋家镇:第{number}号新消息" for number in range(101, 111)}
        for url, title in links.items():
            redesigned = article_page(title, when="2026-05-07 09:30").replace("作者:甘小禾".encode(), b"")
            site.routes[url] = page(redesigned.replace(b'class="location"', b'class="where"'))
        told = county.runs(page(list_page(links)))
    assert "have an author" in told
    assert "have the template of those before" in told
    assert sorted(county.told()) == ["author", "template"]
