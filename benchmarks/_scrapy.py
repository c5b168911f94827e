"""The same sites crawled by Scrapy in a process of its own: one connection a host, no delay, robots.txt obeyed.

The spider reads the links of each list and goes on to the next one; an article's body goes nowhere, or into a file.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks._sites import SiteAddress

PROJECT = Path(__file__).parents[1]
IS_INSTALLED = find_spec("scrapy") is not None


def pages_per_second(sites: Sequence[SiteAddress], *, writes_files: bool) -> float:
    """How fast Scrapy reads the sites, from the first request to the last answer."""
    given = json.dumps({"columns": [site.column for site in sites], "writes_files": writes_files})
    command = [sys.executable, "-m", "benchmarks._scrapy", given]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)  # noqa: S603
    pages, seconds = json.loads(done.stdout)
    assert pages == sum(site.pages for site in sites), f"Scrapy read {pages} pages"
    return float(pages / seconds)


def _crawl_here(columns: Sequence[str], folder: Path | None) -> tuple[int, float]:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    pages = 0
    begun = ended = 0.0

    class Columns(scrapy.Spider):
        name = "columns"

        async def start(self) -> AsyncIterator[Any]:
            nonlocal begun
            begun = time.perf_counter()  # its modules are loaded by now
            for column in columns:
                yield scrapy.Request(column)

        def parse(self, response: Any) -> Iterator[Any]:  # noqa: ANN401
            self.count()
            yield from response.follow_all(css="ul.newlist li a", callback=self.parse_article)
            yield from response.follow_all(xpath="//a[text()='下一页']", callback=self.parse)

        def parse_article(self, response: Any) -> None:  # noqa: ANN401
            self.count()
            if folder is not None:
                (folder / f"{pages}.html").write_bytes(response.body)

        def count(self) -> None:
            nonlocal pages, ended
            pages += 1
            ended = time.perf_counter()

    settings = {
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS": len(columns),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(Columns)
    process.start()
    return pages, ended - begun


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=PROJECT) as folder:
        print(json.dumps(_crawl_here(given["columns"], Path(folder) if given["writes_files"] else None)))
