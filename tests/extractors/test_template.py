"""The fingerprint of a template: the same for its pages whatever they say, another one after a redesign."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page import Page
from extractors.template import template_of
from tests.extractors.pages import page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def article(inside: str, *, extra: str = "", number: int = 1, around: str = "main") -> Page:
    return page(
        f'<div class="nav"><a href="/">首页</a></div>{extra}<div class="{around} w1200"><div class="left" id="box{number}">'
        f'<h1>题</h1><div class="info">时间</div><div class="TRS_Editor" id="content_{number}">{inside}</div></div></div>'
        '<div class="foot">版权所有</div>'
    )


PLAIN = template_of(article("<p>文字</p>"))
paragraph = st.sampled_from([
    "<p>全镇干部下村入户。</p>",
    '<p class="MsoNormal"><span class="x1">文字</span></p>',
    '<p style="text-align:center"><img src="a.jpg" class="pic"></p>',
    '<div class="picbox"><img src="b.jpg"><div class="caption">图</div></div>',
    '<table class="MsoTable"><tr><td class="c">表</td></tr></table>',
    '<ul class="files"><li><a href="a.pdf">附件</a></li></ul>',
    "一行<br>又一行",
])  # fmt: skip
advertisement = st.sampled_from([
    "",
    '<div class="ad"><img src="x.gif"></div>',
    '<div id="ad_top_3" class="ad-banner"></div>',
    '<div class="banner"><div class="gg-2"></div></div>',
    "<script>var a = 1;</script>",
    '<ul class="pager"><li>1</li><li>2</li></ul>',
])  # fmt: skip


@given(st.lists(paragraph, max_size=40), advertisement, st.integers(0, 10**9))
def test_pages_of_a_template_share_it_whatever_stands_in_them(inside: list[str], extra: str, number: int) -> None:
    assert template_of(article("".join(inside), extra=extra, number=number)) == PLAIN


@given(st.from_regex(r"[a-z]{3,8}", fullmatch=True).filter(lambda name: name not in ("main", "left", "nav", "foot")))
def test_a_redesign_has_another_one(name: str) -> None:
    assert template_of(article("<p>文字</p>", around=name)) != PLAIN


def test_a_page_that_names_nothing_has_none() -> None:
    assert template_of(page("<p>文字</p>" * 5)) is None
    assert template_of(Page("http://gov.example/", b"")) is None


@given(st.binary(max_size=600))
def test_no_bytes_break_it(body: bytes) -> None:
    assert template_of(Page("http://gov.example/", body)) is None or len(str(template_of(Page("", body)))) == 12


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the labelled pages are not beside the project")
def test_real_pages_of_one_site_share_it_and_sites_differ() -> None:
    rows = [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text("utf-8").splitlines()]
    templates: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in rows:
        if row["kind"] == "article":
            templates[row["site"]][template_of(Page(row["url"] or "", (CORPUS / row["file"]).read_bytes()))] += 1
    many = [counts for site, counts in templates.items() if counts.total() > 5]  # others were saved years apart
    assert many
    assert all(counts.most_common(1)[0][1] >= 0.9 * counts.total() for counts in many)
    sites = Counter(template for counts in templates.values() for template in counts if template)
    assert len(sites) >= 40
    assert sum(1 for count in sites.values() if count > 1) <= 2  # sites of one house
