"""The demo county's columns, read as the line reads them: each to its end, and nothing beside it."""

from urllib.parse import urlsplit

import pytest
import requests

from demo_county.hostile import TRAPS
from demo_county.server import serve
from demo_county.site import build
from demo_county.world import MEDIA, SITES, Site
from extractors.lists import ListItem, read_list
from extractors.page import Page

COUNTY = build(1)
SCRIPTED = next(path for host, path in COUNTY.pages if host == MEDIA.host and path.startswith("/common/search/"))
FIRST_PAGES = [(site, name, path) for site in SITES for name, path in site.columns.items()] + [
    (MEDIA, "乡镇", SCRIPTED)
]


@pytest.mark.parametrize(("site", "column", "path"), FIRST_PAGES, ids=lambda value: getattr(value, "key", value))
def test_a_column_is_read_to_its_end_over_the_wire(site: Site, column: str, path: str) -> None:
    rows = {row.url: row for row in COUNTY.rows[site, column] if row not in TRAPS.get((site, column), ())}
    found: list[ListItem] = []
    pages = 0
    following: str | None = site.root.rstrip("/") + path
    with serve(port=0) as server:
        while following:
            parts = urlsplit(following)
            here = f"http://127.0.0.1:{server.port}{parts.path}" + (f"?{parts.query}" if parts.query else "")
            answer = requests.get(here, headers={"Host": site.host}, timeout=5)
            listed = read_list(Page(following, answer.content))
            found += listed.items
            following, pages = listed.next_page, pages + 1
    assert pages > 1
    assert sorted(item.url for item in found) == sorted(rows)
    for item in found:
        row = rows[item.url]
        assert item.title.removeprefix("[置顶]") == row.title
        assert str(item.date) == row.day


def test_the_mark_of_a_pinned_row_is_no_part_of_its_title() -> None:
    pinned = next(truth for truth in COUNTY.truth if "pinned" in truth.traits)
    rows = read_list(Page(f"{pinned.site.root}gzdt.htm", COUNTY.pages[pinned.site.host, "/gzdt.htm"].body)).items
    assert next(row.title for row in rows if row.url == pinned.url) == pinned.title
