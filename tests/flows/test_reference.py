"""The reference article, a real page of a spam mirror, through the whole line."""

import re
from pathlib import Path

import pytest

from tests.crawlers.servers import LocalSite, page
from tests.flows.small_county import Operator, list_page

REFERENCE = Path(__file__).parents[3] / "shared" / "corpus" / "reference"
TITLE = "宋家镇:“五聚焦”扎实推进党建引领高质量发展"


@pytest.mark.corpus
@pytest.mark.skipif(not REFERENCE.exists(), reason="the labelled pages are not beside the project")
def test_the_reference_article_lands_in_the_snapshot_under_its_county_and_town(tmp_path: Path) -> None:
    paths = {"/Content-2594334.html": "article.html", "/Content-2594335.html": "article-br.html"}
    routes = {path: page((REFERENCE / file).read_bytes()) for path, file in paths.items()}
    routes["/Node-7.html"] = page(list_page(dict.fromkeys(paths, TITLE)))
    operator = Operator(tmp_path)
    with LocalSite(routes) as site:
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 0, done.stderr
    rows = operator.asks(
        "select county_name, town_name, title, strftime(published_at, '%Y-%m-%d %H:%M'), source, author.name, editor.name"
        " from core.article join core.county using (county_code) join raw.place using (article_id, version)"
        " join raw.person as author using (article_id, version) join raw.person as editor using (article_id, version)"
        " where author.role = 'author' and editor.role = 'editor' and place.role = 'origin' order by url"
    )
    # The names of the people are beside the page, not in this project.
    told = (REFERENCE / "README.md").read_text("utf-8").replace("\n", " ")
    author, editor = (re.search(rf"· {role} (\S+) ·", told)[1] for role in ("author", "editor"))  # type: ignore[index]
    expected = ("白河县", "宋家镇", TITLE, "2023-07-25 10:50", "宋家镇", author, editor)
    assert rows == [expected, expected]
    bodies = {body for (body,) in operator.asks("select body from core.article")}
    for body in bodies:
        assert body.startswith("今年以来,宋家镇深入学习贯彻党的二十大精神")
        assert "责任编辑" not in body
        assert "(zh" not in body
        assert len(body) > 1900
