"""A county with one small site on this machine, and what an operator types about it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.crawlers.servers import LocalSite, page

HOST = "www.baihe.gov.cn"
COUNTY = f"""
code = "610929"
name = "白河县"
[[site]]
key = "baihe"
name = "白河县人民政府"
url = "http://{HOST}/"
level = "county"
kind = "government"
delay_seconds = 0
[[site.column]]
name = "镇办动态"
url = "http://{HOST}/Node-7.html"
"""
PARAGRAPHS = "".join(
    f"<p>第{number}段:全镇干部下村入户,清理沟渠{number}处,走访群众{number * 7}户,解决饮水、道路、就医等问题,群众很满意。</p>"
    for number in range(1, 6)
)


def article_page(
    title: str, *, body: str = PARAGRAPHS, when: str = "2026-05-06 09:30", charset: str = "utf-8"
) -> bytes:
    html = f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_镇办动态_白河县人民政府</title></head><body>
    <div class="nav"><a href="/">首页</a><a href="/Node-1.html">政务公开</a></div>
    <div class="location">您的位置: <a href="/">首页</a> &gt; <a href="/Node-7.html">镇办动态</a></div>
    <h1>{title}</h1><p>时间:{when}作者:甘小禾来源:宋家镇</p>
    <div id="fontzoom">{body}</div><p>【责任编辑:乔一鸣】</p>
    <div class="foot">版权所有 白河县人民政府 陕ICP备00000000号</div></body></html>"""
    return html.encode(charset)


def list_page(links: dict[str, str]) -> bytes:
    rows = "".join(
        f'<li><a href="{url}" title="{title}">{title}</a><span>2026-05-06</span></li>' for url, title in links.items()
    )
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>镇办动态_白河县人民政府</title></head><body>
    <div class="nav"><a href="/">首页</a><a href="/Node-1.html">政务公开</a></div><h2>镇办动态</h2>
    <ul class="newlist">{rows}</ul></body></html>"""
    return html.encode()


def site_of(titles: list[str]) -> LocalSite:
    """A site with one column and these articles, /Content-1.html and on."""
    links = {f"/Content-{number}.html": title for number, title in enumerate(titles, start=1)}
    routes = {url: page(article_page(title)) for url, title in links.items()}
    return LocalSite({"/Node-7.html": page(list_page(links)), **routes})


class Operator:
    """Somebody at a terminal in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counties = folder / "counties"
        self.counties.mkdir()
        (self.counties / "baihe.toml").write_text(COUNTY, "utf-8")
        self.environment = os.environ | {
            "COUNTY_NEWS_DATA": str(folder / "data"),
            "COUNTY_NEWS_COUNTIES": str(self.counties),
            "COUNTY_NEWS_RETRIES": "0",
            "COUNTY_NEWS_CONTACT": "test@example.org",
            "PYTHONUTF8": "1",
        }

    def at(self, site: LocalSite) -> "Operator":
        self.environment["COUNTY_NEWS_CONNECT_TO"] = json.dumps({HOST: site.address})
        return self

    def starts(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            env=self.environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def types(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *words],
            env=self.environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            input=given or "",
            check=False,
        )

    def asks(self, sql: str) -> list[tuple[object, ...]]:
        snapshot = self.folder / "data" / "published" / "county_news.duckdb"
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def says_one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The sentence that a failing command ends with; a traceback is no sentence."""
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("county-news: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]
