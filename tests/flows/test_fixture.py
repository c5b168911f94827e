"""Fixtures are pages in the likeness of real ones: read alike, and without a sentence of the original."""

import json
import re
from pathlib import Path

import pytest

from demo_county.site import build
from extractors.extract import read_article
from extractors.page import Page
from extractors.platforms import platform_of
from flows.likeness import example_address, in_likeness
from tests.flows.small_county import Operator, article_page, list_page, says_one_sentence

COUNTY = build()
HOSTILE = [article for article in COUNTY.truth if "hostile" in article.traits]
ONE_OF_EACH_SITE = {article.site: article for article in COUNTY.truth if article.authors and article.kind == "text"}


@pytest.mark.parametrize("site", ONE_OF_EACH_SITE, ids=lambda site: site.host)
def test_a_likeness_is_read_as_its_original_and_holds_none_of_its_sentences(site) -> None:
    truth = ONE_OF_EACH_SITE[site]
    page = Page(truth.url, COUNTY.pages[site.host, truth.path].body)
    original = read_article(page)
    likeness = Page(example_address(page.url), in_likeness(page, original))
    read = read_article(likeness)
    assert platform_of(likeness) == platform_of(page)
    assert (read.published_at, read.kind) == (original.published_at, original.kind)
    for role in ("authors", "editors", "reviewers"):
        assert [len(name) for name in getattr(read, role)] == [len(name) for name in getattr(original, role)]
        people = [name for name in getattr(original, role) if len(name) <= 4]
        assert not set(people) & set(getattr(read, role))
    assert [len(line) for line in read.body.split("\n")] == [len(line) for line in original.body.split("\n")]
    assert len(read.title or "") == len(original.title or "")
    assert not runs(original.body) & runs(read.body)
    assert site.host.encode() not in likeness.body


@pytest.mark.parametrize("truth", HOSTILE, ids=lambda truth: truth.path)
def test_a_likeness_of_a_hostile_page_can_be_written_and_is_read_by_the_same_rules(truth) -> None:
    page = Page(truth.url, COUNTY.pages[truth.site.host, truth.path].body)
    original = read_article(page)
    read = read_article(Page(example_address(page.url), in_likeness(page, original)))
    assert read.body.count("\n") == original.body.count("\n")
    assert read.published_at == original.published_at


def runs(text: str) -> set[str]:
    return {run[start : start + 8] for run in re.findall("[\u4e00-\u9fff]{8,}", text) for start in range(len(run) - 7)}


def test_the_command_writes_the_page_and_what_is_read_from_it(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    (tmp_path / "real.html").write_bytes(article_page("宋家镇:春茶开采"))
    words = ["fixture", str(tmp_path / "real.html"), "--name", "tea", "--folder", str(tmp_path / "kinds")]
    done = operator.types(*words, "--url", "http://www.baihe.gov.cn/Content-1.html")
    assert done.returncode == 0, done.stderr
    expected = json.loads((tmp_path / "kinds" / "tea.json").read_text("utf-8"))
    markup = (tmp_path / "kinds" / "tea.html").read_bytes()
    read = read_article(Page(expected["url"], markup))
    assert (expected["title"], expected["authors"], expected["editors"]) == (
        read.title,
        list(read.authors),
        list(read.editors),
    )
    assert expected["published"] == "2026-05-06 09:30"
    assert "baihe" not in expected["url"] + markup.decode()
    assert "甘小禾" not in markup.decode()
    again = operator.types(*words)
    assert again.returncode == 2
    assert "exists already" in says_one_sentence(again)


def test_a_list_page_keeps_its_rows_and_pager(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 8)}
    pager = '<div class="page"><a href="/Node-7_2.html">下一页</a></div></body>'.encode()
    (tmp_path / "list.html").write_bytes(list_page(links).replace(b"</body>", pager))
    done = operator.types("fixture", str(tmp_path / "list.html"), "--list", "--name", "rows", "--folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    expected = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [item["url"] for item in expected["items"]] == list(links)
    assert expected["next_page"] == "/Node-7_2.html"
    assert not {item["title"] for item in expected["items"]} & set(links.values())


def test_a_page_that_is_none_is_told_in_one_sentence(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    (tmp_path / "empty.html").write_bytes(b"")
    for file in ("empty.html", "gone.html"):
        done = operator.types("fixture", str(tmp_path / file), "--name", "x", "--folder", str(tmp_path))
        assert done.returncode == 1
        assert file in says_one_sentence(done) or "empty" in says_one_sentence(done)
