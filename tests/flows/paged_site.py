"""A site on this machine with columns of many list pages, for tests of backfills."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.crawlers.servers import LocalSite, page
from tests.flows.small_county import COUNTY, article_page

NEWEST = date(2026, 6, 30)
MORE = 'name = "部门动态"\nurl = "http://www.baihe.gov.cn/Node-8.html"\n'
TWO_COLUMNS = f"{COUNTY}[[site.column]]\n{MORE}"
A_PAGE = 8
Row = tuple[str, str, date]


def rows_of(count: int, first: int = 1, *, days_apart: int = 1) -> list[Row]:
    """Articles, newest first: path, title, day; every third is news of 宋家镇."""
    towns = ("宋家镇", "仓上镇", "西营镇")
    return [
        (
            f"/Content-{first + number}.html",
            f"{towns[number % 3]}:第{first + number}次入户走访解民忧",
            NEWEST - timedelta(number * days_apart),
        )
        for number in range(count)
    ]


def paged_site(columns: dict[str, Sequence[Row]]) -> LocalSite:
    """A site whose columns (`Node-7`) have these articles, eight on each list page; the last link tells how many."""
    routes = {}
    for node, rows in columns.items():
        chunks = [rows[start : start + A_PAGE] for start in range(0, len(rows), A_PAGE)] or [[]]
        for number, chunk in enumerate(chunks, start=1):
            routes[_path(node, number)] = page(_list_page(node, chunk, number, len(chunks)))
        routes |= {path: page(article_page(title, when=f"{day} 09:30")) for path, title, day in rows}
    return LocalSite(routes)


def _path(node: str, number: int) -> str:
    return f"/{node}.html" if number == 1 else f"/{node}_{number}.html"


def _list_page(node: str, rows: Sequence[Row], number: int, pages: int) -> bytes:
    items = "".join(
        f'<li><a href="{path}" title="{title}">{title}</a><span>{day}</span></li>' for path, title, day in rows
    )
    following = f'<a href="{_path(node, number + 1)}">下一页</a>' if number < pages else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>镇办动态_白河县人民政府</title></head><body>
    <div class="nav"><a href="/">首页</a><a href="/Node-1.html">政务公开</a></div><h2>镇办动态</h2>
    <ul class="newlist">{items}</ul><div class="page">{following}<a href="{_path(node, pages)}">尾页</a></div>
    </body></html>""".encode()
