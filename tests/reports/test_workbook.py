"""The workbook of a county: its figures are those of the marts, it prints well, and nothing in it is a formula."""

import csv
import re
import shutil
import subprocess
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook as Reopened
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from xlsxwriter import Workbook

from reports.meanings import read_meanings
from reports.snapshot_county import NotInSnapshot
from reports.workbook.cells import LINK_LENGTH, LINKS, TEXT_LENGTH, Cells, Styles, harmless_text, is_link
from reports.workbook.sheets import SHEETS
from reports.workbook.table import CAUTION, head_of, plain, write_table
from reports.workbook.write import CONTENTS, DEFINITIONS, write_workbook
from tests.reports.hostile_county import ADDRESSES, LONG, MARKS, MARKUP, SIGNS, TITLES, hostile_county
from tests.sql.small_warehouse import COUNTY, TOWNS
from tests.sql.two_counties import OTHER_COUNTY, TwoCounties

PUBLISHED = datetime(2026, 10, 5, 6, 30)
OF_TOWNS = [
    "发稿排名", "加权得分", "主题结构", "静默", "口号", "数据横比", "上送与转载", "时效", "口径漂移", "作者集中度", "相似度",
]  # fmt: skip
QUARTER = "2026年第3季度"
PERIOD = f"if(period_kind = 'all', '全部时间', '{QUARTER}')"
SHOWN = "place_kind = 'town' and (period_kind = 'all' or period_kind = 'quarter' and period_start_date = '2026-07-01')"
# What stands on a sheet, asked of the marts in the plainest way.
ASKED = {
    "加权得分": f"select {PERIOD}, place_name, scheme, stories, best_points, peer_rank, adoption_points, adoption_rank, coverage_share from mart.weighted_score where {SHOWN}",
    "静默": "select place_name, stories, last_story_date, silent_days, longest_gap_days, median_gap_days, gaps_over_14_days, if(is_silent, '是', '否'), if(is_dead, '是', '否'), coverage_share from mart.silence where place_kind = 'town' and period_kind = 'all'",
    "口号": "select slogan, if(verdict = 'open', '待审', '已采纳'), place_name, diffusion.stories, first_use_date, lag_days, adoption_rank, cumulative_share, if(first_story_id is null, null, '原文'), coverage_share from mart.slogan_diffusion as diffusion where place_kind = 'town'",
    "数据横比": "select indicator, nullif(unit, ''), place_name, latest_value, if(bound is null, null, '等于'), claimed_date, claims, peer_rank, sentence, if(url is null, null, '原文'), coverage_share from mart.claim_benchmark where place_kind = 'town' and period_kind = 'all'",
    "上送与转载": f"select {PERIOD}, place_name, stories, publications, publications_per_story, reprinted_stories, stories_above_county, upward_share, map {{'town': '乡镇', 'county': '县', 'province': '省'}}[best_level], coverage_share from mart.reprints where {SHOWN}",
    "时效": f"select {PERIOD}, place_name, stories, reprints, median_lag_hours, ninetieth_lag_hours, within_24_hours_share, day_only_reprints, undated_reprints, stories_with_event_date, median_event_lag_days, coverage_share from mart.timeliness where {SHOWN}",
    "口径漂移": f"select {PERIOD}, place_name, stories, claims, fell, doubled, repeated, flagged_share, coverage_share from mart.claim_drift where {SHOWN}",
    "作者集中度": f"select {PERIOD}, place_name, stories, authors, credited_stories, top_author_share, hhi, regular_authors, anonymous_stories, coverage_share from mart.author_concentration where {SHOWN}",
    "相似度": "select place_name, other_place_name, stories, other_stories, topic_cosine, shared_text_stories, shared_text_share, coverage_share from mart.similarity where place_kind = 'town' and period_kind = 'all'",
}  # fmt: skip


@pytest.fixture(scope="module")
def county() -> TwoCounties:
    return hostile_county()


@pytest.fixture(scope="module")
def path(county: TwoCounties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(
        county.connection, COUNTY, tmp_path_factory.mktemp("workbook") / "county_news.xlsx", PUBLISHED
    )


@pytest.fixture(scope="module")
def workbook(path: Path) -> Reopened:
    return openpyxl.load_workbook(path)


def first_row(sheet: Worksheet) -> int:
    """The first row below the headings: the first that scrolls."""
    return int(re.sub(r"\D", "", sheet.freeze_panes))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """The values below the headings; a day as a day."""
    found = sheet.iter_rows(min_row=first_row(sheet), values_only=True)
    return [tuple(value.date() if isinstance(value, datetime) else value for value in row) for row in found]


def headings(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[first_row(sheet) - 2]]


def column(sheet: Worksheet, name: str) -> list[Any]:
    return [row[headings(sheet).index(name)] for row in rows(sheet)]


def same(found: list[tuple[Any, ...]], asked: list[tuple[Any, ...]]) -> bool:
    def key(row: tuple[Any, ...]) -> list[str]:
        return [str(round(value, 9) if isinstance(value, float) else value) for value in map(as_one, row)]

    return sorted(map(key, found)) == sorted(map(key, asked))


def as_one(value: Any) -> Any:
    """A number is a number, whether the file has 1 or 1.0."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_the_contents_come_first_and_lead_to_every_sheet(workbook: Reopened) -> None:
    assert workbook.sheetnames == [CONTENTS, *(sheet.name for sheet in SHEETS), DEFINITIONS]
    contents = workbook[CONTENTS]
    for number, (name, _, _, length) in enumerate(rows(contents), start=first_row(contents)):
        assert contents.cell(number, 1).hyperlink.location == f"'{name}'!A1"
        totals = 1 if name == "逐月发稿" else 0
        assert length == len([row for row in rows(workbook[name]) if any(row)]) - totals, name
    told = "\n".join(str(row[0].value) for row in contents.iter_rows(max_row=first_row(contents)))
    assert "2024-03-01 至 2026-10-02" in told
    assert f"最近完整季度：{QUARTER}" in told
    assert "快照发布时间：2026-10-05 06:30" in told
    assert CAUTION in told


def test_the_ranking_has_the_newest_whole_quarter_beside_all_time(county: TwoCounties, workbook: Reopened) -> None:
    sheet = workbook["发稿排名"]
    asked = county.asks(
        "select overall.place_name, recent.peer_rank, recent.peer_rank_change, recent.stories, recent.stories_change,"
        " recent.story_share, recent.coverage_share, overall.peer_rank, overall.stories, overall.publications,"
        " overall.reprints, overall.story_share, overall.stories_per_10000_residents, overall.coverage_share,"
        " last_story_date, silent_days, if(is_silent, '是', '否')"
        " from mart.output_rank as overall join mart.output_rank as recent using (place_code)"
        " join mart.silence on silence.place_code = overall.place_code and silence.period_kind = overall.period_kind"
        f" where overall.county_code = '{COUNTY}' and overall.place_kind = 'town' and overall.period_kind = 'all'"
        " and recent.period_kind = 'quarter' and recent.period_start_date = '2026-07-01'"
    )
    assert len(asked) == len(TOWNS)
    assert same(rows(sheet), asked)
    assert column(sheet, "名次") == sorted(column(sheet, "名次")), "the first of the quarter comes first"
    groups = [cell.value for cell in sheet[first_row(sheet) - 3] if cell.value]
    assert groups == [QUARTER, "全部时间", "截至本县最新稿件"]


@pytest.mark.parametrize("name", ASKED)
def test_the_figures_are_those_of_the_marts(county: TwoCounties, workbook: Reopened, name: str) -> None:
    asked = county.asks(f"{ASKED[name]} and county_code = '{COUNTY}'")
    assert asked
    assert same(rows(workbook[name]), asked)


def test_the_spread_is_told_for_all_time_each_year_and_each_quarter(county: TwoCounties, workbook: Reopened) -> None:
    sheet = workbook["覆盖不均"]
    asked = county.asks(
        "select places, silent_places, stories, gini, hhi, top_share, place_name, inequality.coverage_share"
        " from mart.inequality left join core.place on place_code = top_place_code"
        f" where group_code = '{COUNTY}' and period_kind in ('all', 'year', 'quarter')"
    )
    assert same([row[2:] for row in rows(sheet)], asked)
    assert column(sheet, "期间")[:3] == ["全部时间", "2026年", "2025年"]
    assert column(sheet, "期间完整")[:2] == ["是", "否"]


def test_every_month_has_the_stories_of_every_town_and_their_sum(county: TwoCounties, workbook: Reopened) -> None:
    sheet = workbook["逐月发稿"]
    *months, total = rows(sheet)
    asked = {
        (month, town): stories
        for month, town, stories in county.asks(
            "select period_start_date, place_name, stories from mart.output_rank"
            f" where county_code = '{COUNTY}' and place_kind = 'town' and period_kind = 'month'"
        )
    }
    towns = headings(sheet)[2:-1]
    assert sorted(towns) == sorted(TOWNS)
    found = {(row[0], town): stories for row in months for town, stories in zip(towns, row[2:-1], strict=True)}
    assert found == asked
    assert [sum(row[2:-1]) for row in months] == [row[-1] for row in months]
    assert total[0] == "合计"
    assert list(total[2:]) == [sum(column) for column in list(zip(*months, strict=True))[2:]]
    assert total[-1] == sum(asked.values())
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1)), "sums are not sorted among the months"


def test_topics_are_shares_and_below_them_quotients(county: TwoCounties, workbook: Reopened) -> None:
    sheet = workbook["主题结构"]
    shown = headings(sheet)
    found = {
        (row[0], topic, row[3]): value for row in rows(sheet) for topic, value in zip(shown[4:], row[4:], strict=True)
    }
    asked = {}
    for town, topic, share, quotient in county.asks(
        "select place_name, topic, topic_share, location_quotient from mart.topic_share"
        f" where county_code = '{COUNTY}' and place_kind = 'town' and period_kind = 'all'"
    ):
        asked |= {(town, topic, "主题占比"): share, (town, topic, "区位商"): quotient}
    assert found == pytest.approx(asked)
    assert shown[-1] == "未解释"
    formats = {row[3].value: row[-1].number_format for row in sheet.iter_rows(min_row=first_row(sheet))}
    assert formats == {"主题占比": "0.0%", "区位商": "#,##0.00"}


def test_claims_to_look_into_have_what_was_claimed_before(county: TwoCounties, workbook: Reopened) -> None:
    found = [(row[0], row[1], row[5], row[7], row[8]) for row in rows(workbook["待核数据"])]
    assert found == [("乙山乡", "茶园", 300, 200, "下降")], "what doubled did so before the quarter"


def test_every_story_since_the_quarter_began_is_listed_with_its_town_site_topic_and_address(
    county: TwoCounties, workbook: Reopened
) -> None:
    sheet = workbook["新闻清单"]
    since = f"select count(*) from core.story where county_code = '{COUNTY}' and published_date >= '2026-07-01'"
    assert [(len(rows(sheet)),)] == county.asks(since)
    by_title = {row[2]: row for row in rows(sheet)}
    site = f"gov{COUNTY}"
    assert by_title["甲水镇新开一条茶叶加工生产线"] == (
        date(2026, 8, 1),
        "甲水镇",
        "甲水镇新开一条茶叶加工生产线",
        site,
        "党建",
        0,
        "原文",
    )
    meeting = by_title["全县工作会议召开的新鲜消息"]
    assert meeting[:2] == (date(2026, 10, 2), None)
    links = {cell.hyperlink.target for (cell,) in sheet.iter_rows(min_col=7, max_col=7) if cell.hyperlink}
    assert "http://gov.example/a3" in links


def test_the_docs_have_every_sheet_with_its_question() -> None:
    text = (Path(__file__).parents[2] / "docs" / "workbook.md").read_text("utf-8")
    described = re.findall(r"^\| (\S+) \| ([A-Z].*) \| (.*) \|$", text, re.MULTILINE)
    assert described == [(sheet.name, sheet.english, sheet.question) for sheet in SHEETS]


@pytest.mark.parametrize("name", OF_TOWNS)
def test_silent_towns_stand_in_every_table(workbook: Reopened, name: str) -> None:
    assert "丙桥街道" in {value for row in rows(workbook[name]) for value in row}


def test_a_silent_town_is_marked(workbook: Reopened) -> None:
    sheet = workbook["发稿排名"]
    silent = dict(zip(column(sheet, "乡镇"), column(sheet, "静默"), strict=True))
    assert silent["丙桥街道"] == "是"
    rules = [rule.formula for area in sheet.conditional_formatting for rule in area.rules]
    assert ['"是"'] in rules
    assert [f'$Q{first_row(sheet)}="是"'] in rules


def test_another_countys_news_are_not_in_it(workbook: Reopened, county: TwoCounties, tmp_path: Path) -> None:
    def texts(book: Reopened) -> set[object]:
        return {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}

    there = openpyxl.load_workbook(write_workbook(county.connection, OTHER_COUNTY, tmp_path / "there.xlsx"))
    assert not {"丁河镇", "戊岭镇", "又县的新闻不在试县的表里"} & texts(workbook)
    assert {"丁河镇", "戊岭镇", "又县的新闻不在试县的表里"} <= texts(there)
    assert not set(TOWNS) & texts(there)
    assert "快照发布时间：未知" in texts(there)


def test_every_heading_is_explained_in_both_languages(workbook: Reopened, county: TwoCounties) -> None:
    explained = {(row[0], row[1]): row[3:] for row in rows(workbook[DEFINITIONS])}
    assert all(all(meanings) for meanings in explained.values())
    labels = {
        *TOWNS,
        "合计",
        "数值",
        *(topic for (topic,) in county.asks("select distinct topic from mart.topic_share")),
    }
    for sheet in SHEETS:
        unexplained = {(sheet.name, word) for word in headings(workbook[sheet.name]) if word not in labels}
        assert unexplained <= explained.keys()
    chinese, english = read_meanings(county.connection)["mart.output_rank.peer_rank"]
    assert explained["发稿排名", "名次"] == (chinese, english)
    assert ("主题结构", "区位商") in explained
    assert ("逐月发稿", "新闻") in explained


@pytest.mark.parametrize("name", [CONTENTS, *(sheet.name for sheet in SHEETS), DEFINITIONS])
def test_a_sheet_keeps_its_headings_and_prints_across_one_page(workbook: Reopened, name: str) -> None:
    sheet = workbook[name]
    row = first_row(sheet)
    assert sheet.auto_filter.ref.startswith(f"A{row - 1}:")
    assert sheet.print_title_rows.endswith(f":${row - 1}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == CAUTION
    assert sheet.oddFooter.left.text.strip() == "试县"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet["A1"].value.startswith("试县 ")


def test_days_are_days_and_shares_percents(workbook: Reopened) -> None:
    sheet = workbook["发稿排名"]
    row = next(row for row in sheet.iter_rows(min_row=first_row(sheet)) if row[0].value == "甲水镇")
    formats = {heading: cell.number_format for heading, cell in zip(headings(sheet), row, strict=True)}
    assert isinstance(row[14].value, datetime)
    assert row[14].is_date
    assert formats["新闻占比"] == "0.0%"
    assert formats["新闻增减"] == "+#,##0;-#,##0;0"
    assert formats["刊发"] == "#,##0"
    months = workbook["逐月发稿"]
    assert months.cell(first_row(months), 1).number_format == 'yyyy"年"m"月"'
    silence = workbook["静默"]
    assert silence.cell(first_row(silence) + 1, 6).number_format == "#,##0.00"


def test_no_cell_is_a_formula_or_an_error(workbook: Reopened) -> None:
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}


def test_hostile_titles_are_text_and_stay_text_when_edited(workbook: Reopened) -> None:
    sheet = workbook["新闻清单"]
    cells = {cell.value: cell for (cell,) in sheet.iter_rows(min_row=first_row(sheet), min_col=3, max_col=3)}
    for title in (sign for sign in SIGNS if "\r" not in sign):
        assert cells[title].data_type == "s"
        assert cells[title].quotePrefix, title
    assert not cells["全县工作会议召开的新鲜消息"].quotePrefix
    assert MARKUP[0] in cells
    assert " <r>不是标记</r>" in cells
    assert "倒着念" in cells
    assert "响\ufffd铃\ufffd与\ufffd[31m红" in cells
    assert MARKS[2] in cells
    (longest,) = (title for title in cells if len(title) > 1000)
    assert longest == LONG[: TEXT_LENGTH - 1] + "…"
    claims = workbook["数据横比"]
    sentences = {cell.value: cell for (cell,) in claims.iter_rows(min_col=9, max_col=9)}
    assert sentences["=2+2"].quotePrefix


def test_only_web_addresses_are_links_and_others_are_told(workbook: Reopened) -> None:
    sheet = workbook["新闻清单"]
    shown = {cell.value for (cell,) in sheet.iter_rows(min_col=7, max_col=7)}
    links = {cell.hyperlink.target for (cell,) in sheet.iter_rows(min_col=7, max_col=7) if cell.hyperlink}
    assert all(link.startswith("http://gov.example/") for link in links)
    refused = {name: address for name, address in ADDRESSES.items() if name not in ("quoted", "bell")}
    assert set(refused.values()) <= shown
    assert "http://gov.example/\ufffd.html" in shown
    assert "http://gov.example/%22%3e%3cscript%3e?a=1&b=%3c2%3e" in links


def test_more_links_than_excel_bears_are_addresses(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "links.xlsx"))
    cells = Cells(book.add_worksheet(), Styles(book))
    for number in range(LINKS + 3):
        cells.put(number, 0, "url", f"http://gov.example/{number}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book.close()
    with zipfile.ZipFile(tmp_path / "links.xlsx") as parts:
        assert parts.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == LINKS
        texts = re.findall(rb"<t>(.*?)</t>", parts.read("xl/sharedStrings.xml"))
    assert texts == ["原文".encode(), *(f"http://gov.example/{number}".encode() for number in range(LINKS, LINKS + 3))]


def test_rows_that_have_no_room_are_counted_on_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.workbook.table._ROWS", 20)
    book = Workbook(str(tmp_path / "long.xlsx"))
    table = plain("试县 新闻清单", [], [head_of("title"), head_of("stories")], [(f"第{n}条", n) for n in range(50)])
    assert write_table(book.add_worksheet(), Styles(book), table, "试县") == 50 - (20 - 4)
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx").active
    assert rows(sheet) == [(f"第{n}条", n) for n in range(16)]
    assert sheet["A2"].value == "另有 34 行超出表格上限，未列，可用 county-news export 导出。"


def test_an_address_that_grows_too_long_by_its_escapes_is_no_link() -> None:
    stem = "http://gov.example/"
    assert is_link(stem + "a" * (LINK_LENGTH - len(stem)))
    assert not is_link(stem + "a" * (LINK_LENGTH - len(stem) + 1))
    assert not is_link(stem + "[" * (LINK_LENGTH // 2))


@given(st.text(st.characters(), max_size=60))
def test_whatever_the_text_a_cell_can_hold_it(text: str) -> None:
    shown = harmless_text(text)
    assert shown.encode("utf-8") or not text.strip()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|^<r>", shown)
    assert harmless_text(shown) == shown
    if text.isalnum():
        assert shown == text


@given(st.integers(0, 3), st.sampled_from(["中", "😀", "a"]))
def test_a_text_beyond_the_limit_is_cut_between_signs(beyond: int, sign: str) -> None:
    units = len(sign.encode("utf-16-le")) // 2
    text = sign * ((TEXT_LENGTH + beyond) // units)
    shown = harmless_text(text)
    assert len(shown.encode("utf-16-le")) // 2 <= TEXT_LENGTH
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30), max_size=30))
def test_whatever_the_texts_the_file_opens_again_with_them(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("texts") / "texts.xlsx"
    book = Workbook(str(path))
    cells = Cells(book.add_worksheet(), Styles(book))
    for number, text in enumerate(texts):
        cells.put(number, 0, "title", text)
    book.close()
    sheet = openpyxl.load_workbook(path).active
    assert [sheet.cell(number, 1).value or "" for number in range(1, len(texts) + 1)] == list(map(harmless_text, texts))
    assert {sheet.cell(number, 1).data_type for number in range(1, len(texts) + 1)} <= {"s", "n"}


def test_numbers_that_are_none_and_days_before_excel_are_text(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "odd.xlsx"))
    cells = Cells(book.add_worksheet(), Styles(book))
    odd = [float("inf"), float("nan"), date(1899, 12, 31), date(1900, 1, 1), 2**40, None, "", True]
    for number, value in enumerate(odd):
        cells.put(0, number, "value", value)
    book.close()
    (found,) = openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows(values_only=True)
    assert found == ("inf", "nan", "1899-12-31", datetime(1900, 1, 1), 2**40, None, None, "是")


def test_one_snapshot_is_always_the_same_file(county: TwoCounties, path: Path, tmp_path: Path) -> None:
    again = write_workbook(county.connection, COUNTY, tmp_path / "again.xlsx", PUBLISHED)
    assert again.read_bytes() == path.read_bytes()
    assert [left.name for left in tmp_path.iterdir()] == ["again.xlsx"]


def test_a_county_without_any_article_and_with_a_hostile_name_is_a_workbook_all_the_same(tmp_path: Path) -> None:
    empty = TwoCounties()
    empty.county("990004", "<r>&D\x07'县</r>", {"=己溪镇": "990004100"})
    book = openpyxl.load_workbook(write_workbook(empty.made().connection, "990004", tmp_path / "empty.xlsx"))
    told = "\n".join(str(cell.value) for (cell,) in book[CONTENTS].iter_rows(max_col=1))
    assert "尚无带日期的稿件" in told
    assert "（尚无完整季度）" in told
    assert len(book.sheetnames) == len(SHEETS) + 2
    assert book[CONTENTS]["A1"].value == " <r>&D\ufffd'县</r> 新闻比较"
    assert book[CONTENTS].oddFooter.left.text.strip() == "<r>&&D\ufffd'县</r>"


def test_a_county_that_was_never_read_is_refused_in_one_sentence(county: TwoCounties, tmp_path: Path) -> None:
    with pytest.raises(NotInSnapshot, match="County 610929 is not in the snapshot"):
        write_workbook(county.connection, "610929", tmp_path / "none.xlsx")
    assert list(tmp_path.iterdir()) == []


SOFFICE = shutil.which("soffice")


def converted(path: Path, folder: Path, form: str) -> None:
    """What LibreOffice makes of a file, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_every_sheet_as_it_was_written(workbook: Reopened, path: Path, tmp_path: Path) -> None:
    # Values, not what is shown of them, and a file for each sheet.
    converted(path, tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1")
    for sheet in workbook:
        with (tmp_path / f"county_news-{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
            shown = list(csv.reader(file))
        assert not [cell for row in shown for cell in row if re.match(r"(#\w+[!?]|Err:)", cell)], sheet.title
        if sheet.title == "发稿排名":
            ranks = [[float(cell) for cell in row[1:5]] for row in shown[first_row(sheet) - 1 :]]
            assert ranks == [list(row[1:5]) for row in rows(sheet)]
        if sheet.title == "新闻清单":
            titles = {row[2] for row in shown}
            assert {title for title in TITLES if title.isprintable() and not title.startswith("<r>")} - {LONG} <= titles


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_it_on_paper_across_with_the_caution_on_every_page(path: Path, tmp_path: Path) -> None:
    converted(path, tmp_path, "pdf")
    pages = PdfReader(tmp_path / "county_news.pdf").pages
    assert len(pages) >= len(SHEETS) + 2
    for number, page in enumerate(pages, start=1):
        assert page.mediabox.width > page.mediabox.height
        text = re.sub(r"\s", "", page.extract_text())
        assert f"第{number}页共{len(pages)}页" in text
        assert "请将名次与采集覆盖率并看" in text
