"""The labelled real pages, where they lie beside the project."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from extractors.extract import read_article
from extractors.lists import read_list
from extractors.normalise import document_normaliser
from extractors.outcome import NotAnArticle
from extractors.page import Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="the labelled pages are not beside the project"),
]


@pytest.mark.parametrize("name", ["article.html", "article-br.html"])
def test_the_reference_article_is_read_whole_and_without_a_gloss(name: str) -> None:
    plain = (CORPUS / "reference" / "article.txt").read_text("utf-8")
    normalise = document_normaliser(plain)
    assert normalise
    text = "".join(normalise(plain).split())
    expected = text[text.index("今年以来") : text.index("【责任编辑")]
    article = read_article(
        Page("http://www.baihe.gov.cn/Content-2594334.html", (CORPUS / "reference" / name).read_bytes())
    )
    assert "".join(article.body.split()) == expected
    assert article.title == "宋家镇:“五聚焦”扎实推进党建引领高质量发展"
    assert (article.published_at, article.published_precision) == (datetime(2023, 7, 25, 10, 50), "minute")
    assert (article.authors, article.source, article.editors) == (("方凤玲",), "宋家镇", ("裴佳佳",))


@pytest.mark.parametrize("folder", ["", "likeness"])
def test_no_real_page_breaks_the_readers(folder: str) -> None:
    manifest = CORPUS / folder / "manifest.jsonl"
    rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    read = 0
    for row in rows:
        page = Page(row["url"] or "", (CORPUS / folder / row["file"]).read_bytes())
        for reader in (read_article, read_list):
            try:
                reader(page)
            except NotAnArticle as told:
                assert str(told)
            else:
                read += 1
    assert read > len(rows)
