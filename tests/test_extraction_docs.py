"""docs/extraction.md says how pages are read: its tables and its example are tried as they stand."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from extractors.article import Article, Kind
from extractors.extract import Hints, read_article
from extractors.outcome import Loss
from extractors.page import Page
from extractors.platforms import Platform
from tests.extractors.pages import PARAGRAPHS, article_page
from tests.flows.small_county import Operator

TEXT = (Path(__file__).parents[1] / "docs" / "extraction.md").read_text("utf-8")
BODY = f'<div class="con">{PARAGRAPHS}</div>'
LABELLED = "发布时间：2026-05-06 09:30　来源：青泉镇"
LISTED = Hints(listed_date=date(2026, 5, 1))


def page_with(info: str = LABELLED, head: str = "", body: str = BODY, hints: Hints | None = None) -> Article:
    return read_article(article_page(body, info=info, head=head), hints)


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


# For each row of the table: the page that it speaks of, the field's value, and who is kept as the other witness.
CONFLICTS = {
    ("headline on the page", "ArticleTitle"): (
        page_with(head=meta("ArticleTitle", "全县春耕现场会举行")), "青泉镇：干部下村解民忧", "meta:ArticleTitle"),
    ("发布时间", "PubDate"): (page_with(head=meta("PubDate", "2026-05-09")), "2026-05-06 09:30:00", "meta:PubDate"),
    ("发布时间", "更新时间"): (
        page_with("更新时间：2026-05-08 10:00　发布时间：2026-05-06 09:30"), "2026-05-06 09:30:00", None),
    ("PubDate", "list page"): (
        page_with("来源：青泉镇", meta("PubDate", "2026-05-06"), hints=LISTED), "2026-05-06 00:00:00", "list"),
    ("来源", "ContentSource"): (page_with(head=meta("ContentSource", "县委办")), "青泉镇", "meta:ContentSource"),
    ("name behind the date", "稿源 below the text"): (
        page_with("2026-05-06 09:30　云岫网", body=f"{BODY}<p>稿源：青泉晨报</p>"), "青泉晨报", "byline:beside the date"),
    ("作者", "meta Author"): (
        page_with("作者：程小禾　时间：2026-05-06", meta("Author", "裴若水")), ("程小禾",), "meta:Author"),
    ("责编 above the text", "责任编辑 below it"): (
        page_with(f"{LABELLED}　责编：程小禾", body=f"{BODY}<p>责任编辑：裴若水</p>"), ("裴若水",), "byline:责编"),
}  # fmt: skip


def rows(heading: str) -> list[list[str]]:
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", rows("Who wins"), ids=lambda row: "/".join(row[:3]))
def test_who_wins_and_that_the_loser_is_kept(row: list[str]) -> None:
    field, one, other, winner, why = row
    article, value, dissenter = CONFLICTS[one, other]
    assert winner in (one, other)
    assert why
    found = getattr(article, field.strip("`"))
    assert (found if isinstance(found, tuple) else str(found)) == value
    if dissenter:
        assert article.evidence[f"{field.strip('`')}.other"].rule == dissenter


def test_every_conflict_that_is_tried_is_in_the_table() -> None:
    assert {(one, other) for _, one, other, _, _ in rows("Who wins")} == CONFLICTS.keys()


def test_every_field_has_its_order_of_witnesses() -> None:
    described = [row[0].strip("`") for row in rows("Where each field comes from")]
    assert described == ["title", "published_at", "authors", "source", "editors", "reviewers", "body"]
    assert set(described) <= set(Article.__dataclass_fields__)


def test_kinds_and_reason_words_are_those_there_are() -> None:
    section = TEXT.split("## What else a page can be\n")[1].split("\n## ")[0]
    kinds, reasons = section.split("No article")
    assert set(get_args(Kind)) <= set(re.findall(r"`(\w+)`", kinds))
    assert set(re.findall(r"`(\w+)`", reasons)) <= set(Loss)


def test_the_example_is_explained_as_it_stands(tmp_path: Path) -> None:
    (html,) = re.findall(r"```html\n(.*?)```", TEXT, re.DOTALL)
    (expected,) = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "page.html").write_text(html, "utf-8")
    done = Operator(tmp_path).types("extract", "--explain", str(tmp_path / "page.html"))
    assert done.stdout.splitlines()[1:] == expected.splitlines()


def test_the_family_of_the_docs_is_one() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, object] = {}
    exec("\n".join(line.removeprefix("   ") for line in code.splitlines()), names)  # noqa: S102 - our own words
    platform = names["PLATFORM"]
    assert isinstance(platform, Platform)
    assert platform.fits(Page("http://www.example.gov.cn/xw/1001.jhtml", b"<p>text</p>"))
