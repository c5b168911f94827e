"""The small county with something in every table of raw: changed and lost pages, people, an office, a forgotten name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from crawlers.archive import Archive
from crawlers.county import find_county
from crawlers.link import Window
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings
from tests.crawlers.servers import page
from tests.flows.small_county import COUNTY, HOST, PARAGRAPHS, article_page, site_of

TITLES = [
    "宋家镇:春茶开采 茶园面积5000亩",
    "仓上镇:“三个一”工作法解民忧",
    "宋家镇:防汛排查 清理沟渠",
    "冷水镇:产业路通到茶园",
    "西营镇:技能培训进村",
]
FORGOTTEN = "秦小满"
FILE = "baihe"  # folder of its archive files
_TEXT = "<p>全镇茶园面积5000亩,其中新建200亩,带动农户320户增收。宋家镇推行“三个一”工作法,做到“一线工作法”全覆盖。</p>"

Tables = dict[str, list[tuple[object, ...]]]


def settings_of(folder: Path) -> Settings:
    """An installation in this folder, nobody to connect to."""
    return Settings(data=folder / "data", counties=folder / "counties", delay_seconds=0, retries=0)


def make(folder: Path) -> Settings:
    """Read the county twice, the second time with a correction, forget somebody, publish."""
    (folder / "counties").mkdir()
    (folder / "counties" / "baihe.toml").write_text(COUNTY, "utf-8")
    settings = settings_of(folder)
    county = find_county("baihe", settings.counties)
    window = Window(date(2026, 5, 1), date(2026, 5, 31))
    with site_of([*TITLES, "冷水镇:这一篇已经删除了"]) as site:
        for number, title in enumerate(TITLES, start=1):
            site.routes[f"/Content-{number}.html"] = page(article_page(title, body=PARAGRAPHS + _TEXT))
        del site.routes["/Content-6.html"]
        by_office = article_page(TITLES[1], body=PARAGRAPHS + _TEXT).replace("甘小禾".encode(), "仓上镇党政办".encode())
        by_other = article_page(TITLES[2], body=PARAGRAPHS).replace("甘小禾".encode(), FORGOTTEN.encode())
        site.routes["/Content-2.html"], site.routes["/Content-3.html"] = page(by_office), page(by_other)
        at_site = settings.model_copy(update={"connect_to": {HOST: site.address}})
        pipeline.ingest([county], at_site, LineWatch(), window=window)
        _pass_a_second(settings)
        site.routes["/Content-1.html"] = page(article_page(TITLES[0], body=f"<p>更正:数据有误。</p>{PARAGRAPHS}"))
        pipeline.ingest([county], at_site, LineWatch(), window=window, again=True)
    pipeline.forget(settings, FORGOTTEN)
    return settings


def _pass_a_second(settings: Settings) -> None:
    """Of two answers in one second nothing says which is newer."""
    import time

    archive = Archive(settings.archive)
    newest = max(
        page.fetched_at.timestamp()
        for file in archive.files()
        for _, _, page in archive.records_after(file)
        if page.fetched_at
    )
    time.sleep(max(0.0, newest + 1.1 - time.time()))


@contextmanager
def opened(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse's file, for somebody who writes into it by hand."""
    connection = duckdb.connect(str(warehouse))
    try:
        yield connection
    finally:
        connection.close()


REREADING = "where what not like 'reextract%'"


def tables(warehouse: Path, *without: str) -> Tables:
    """All rows of all tables of raw, but for when the layout was put in place, and when the archive was read anew."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            table: connection.execute(f"from raw.{table} {REREADING if table == 'run' else ''} order by all").fetchall()
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'raw' order by all"
            ).fetchall()
            if table not in ("schema_version", *without)
        }
