"""The workbook of a county: the tables that an office prints, as one file for Excel and WPS."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection
from xlsxwriter import Workbook

from reports.drafts import draft_of
from reports.headings import heading
from reports.meanings import Both, read_meanings
from reports.workbook.cells import Styles, harmless_text
from reports.workbook.facts import Facts, read_facts, read_rows, sources_of
from reports.workbook.sheets import SHEETS, Sheet
from reports.workbook.table import CAUTION, Block, Head, Row, Table, head_of, plain, write_table

CONTENTS = "目录"
DEFINITIONS = "说明"

_UNKNOWN_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (a file has to have one)
# Of no scheme, or Excel shows the font of its own theme instead.
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "font_scheme": "none"}
_CAUTION_ENGLISH = "Read every rank beside the coverage: where that is low or empty, a small number may be a gap."
_EMPTY_CELLS = "空格表示未知或没有，不等于 0。An empty cell is not known or none, and is no 0."


def write_workbook(
    connection: DuckDBPyConnection, county_code: str, path: Path, published_at: datetime | None = None
) -> Path:
    """Write the workbook of a county of the snapshot to `path`, by a draft beside it; returns the path.

    `published_at` is when the snapshot was published, in China time. One snapshot always gives the same file.
    Raises NotInSnapshot for a county that was not read, NotWritten for a fault of the disk.
    """
    facts = read_facts(connection, county_code, published_at)
    tables = {sheet.name: _table(sheet, read_rows(connection, sheet, facts), facts) for sheet in SHEETS}
    tables[DEFINITIONS] = _definitions(read_meanings(connection), facts)
    tables = {CONTENTS: _contents(facts, {name: table.length for name, table in tables.items()}), **tables}
    with draft_of(path) as draft, TemporaryDirectory(prefix="county-news-") as scratch:
        looks = {"default_format_properties": dict(_FONT)}  # of its own, for XlsxWriter writes into it
        workbook = Workbook(str(draft), {"tmpdir": scratch, "use_zip64": True, **looks})
        workbook.set_properties(
            {"title": harmless_text(tables[CONTENTS].title), "created": published_at or _UNKNOWN_TIME}
        )
        styles = Styles(workbook)
        for name, table in tables.items():
            write_table(workbook.add_worksheet(name), styles, table, facts.county_name)
        workbook.close()
    return path


def _table(sheet: Sheet, rows: Sequence[Row], facts: Facts) -> Table:
    """The table of a sheet with its rows."""
    notes = [
        f"{sheet.question} {sheet.english}",
        f"期间：{facts.tells(sheet.period)}。{sheet.unit}。全部时间采集覆盖率 {facts.coverage}。",
    ]
    heads = [head_of(column.name, facts.tells(column.group)) for column in sheet.columns]
    title = f"{facts.county_name} {sheet.name}"
    return _pivoted(sheet, title, notes, heads, rows) if sheet.pivot else plain(title, notes, heads, rows, sheet.kept)


def _pivoted(sheet: Sheet, title: str, notes: Sequence[str], heads: Sequence[Head], rows: Sequence[Row]) -> Table:
    """A table with a column for each label; several values are blocks one below the other, named in a column."""
    own = len(heads)
    labels = list(dict.fromkeys(str(row[own]) for row in rows))
    by_key: dict[Row, dict[str, Row]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[:own]), {})[str(row[own])] = row[own + 1 :]
    is_named = len(sheet.pivot) > 1
    blocks = []
    for number, measure in enumerate(sheet.pivot):
        names = [*(head.name for head in heads), *(["value"] if is_named else []), *[measure.name] * len(labels)]
        told = [heading(measure.name, "zh")] if is_named else []
        values = [
            (*key, *told, *(of_label[label][number] if label in of_label else None for label in labels))
            for key, of_label in by_key.items()
        ]
        blocks.append(Block(names, values, coloured=(own + is_named, len(names) - 1)))
    shown = [*heads, *([head_of("value")] if is_named else []), *(Head(label, label, "") for label in labels)]
    if sheet.totals:
        shown, blocks = _with_totals(sheet.totals, shown, blocks[0], own)
    return Table(title, notes, shown, blocks, sheet.kept)


def _with_totals(word: str, heads: Sequence[Head], block: Block, own: int) -> tuple[list[Head], list[Block]]:
    """The same with the sum of each row at its end, and that of each column below."""
    rows = [(*row, sum(row[own:])) for row in block.rows]
    sums = [sum(column) for column in zip(*(row[own:] for row in rows), strict=True)]
    names = [*block.names, "stories"]
    total = Block(names, [(word, *[None] * (own - 1), *sums)] if sums else [], is_total=True)
    return [*heads, Head("stories", word, "Total")], [Block(names, rows, block.coloured), total]


def _contents(facts: Facts, lengths: Mapping[str, int]) -> Table:
    """What there is: of the county, and on each sheet."""
    published = f"{facts.published_at:%Y-%m-%d %H:%M}" if facts.published_at else "未知"
    notes = [
        f"稿件日期：{facts.days}；采集覆盖率：{facts.coverage}；最近完整季度：{facts.quarter}",
        f"乡镇 {facts.towns} 个，新闻 {facts.stories:,} 条，稿件 {facts.articles:,} 篇，网站 {facts.sites} 个",
        f"快照发布时间：{published}",
        f"{CAUTION}。{_CAUTION_ENGLISH}",
        _EMPTY_CELLS,
    ]
    questions = {sheet.name: (sheet.question, sheet.english) for sheet in SHEETS} | {
        DEFINITIONS: ("各列是什么意思？", "What does each column mean?")
    }
    heads = [
        Head("sheet", "工作表", "Sheet"),
        Head("", "回答什么问题", "Question"),
        Head("", "英文", "In English"),
        Head("rows", "行数", "Rows"),
    ]
    rows = [(name, *questions[name], length) for name, length in lengths.items()]
    return plain(f"{facts.county_name} 新闻比较", notes, heads, rows)


def _definitions(meanings: Mapping[str, Both], facts: Facts) -> Table:
    """What each column of each sheet means, in the words of the database; before them, what the table is."""
    heads = [
        Head("sheet", "工作表", "Sheet"),
        Head("", "列", "Column"),
        Head("", "英文", "In English"),
        Head("", "含义", "Meaning in Chinese"),
        Head("", "英文含义", "Meaning"),
    ]
    rows: list[Row] = []
    for sheet in SHEETS:
        sources = sources_of(sheet)
        (main, _), *_ = Counter(column.table for column in sources).most_common(1)
        chinese, english = meanings[main]
        rows.append((sheet.name, "（全表）", "(whole table)", chinese, english))
        for column in sources:
            chinese, english = meanings[column.source]
            rows.append((sheet.name, heading(column.name, "zh"), heading(column.name, "en"), chinese, english))
    notes = ["各列含义取自数据库的注释。 The meanings are the comments of the database."]
    return plain(f"{facts.county_name} 说明", notes, heads, rows, kept=2)
