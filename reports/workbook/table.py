"""One sheet of the workbook: title, headings in both languages, rows, and how it prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.headings import heading
from reports.workbook.cells import Cells, Look, Styles, harmless_text, width_of

CAUTION = "请将名次与采集覆盖率并看：覆盖率低或为空时，数字偏小可能只是采集不全"

_ROWS = 1_048_576  # of a sheet, by Excel's limit
_A4 = 9
_LONGEST_NAME = 40  # of a county at the foot, where 255 signs are allowed in all
_NARROWEST, _WIDEST = 7, 54  # columns, in signs
_LEAST_WIDTH = 60  # of a whole table, so that its title has room
_DAY_WIDTH = 11
_MOST_LINES = 6
_LINE = 15  # height of a line in points

_FROM_NOTHING = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF"} | {
    "max_type": "max",
    "max_color": "#5B9BD5",
}
_AROUND_ONE = (
    {"type": "3_color_scale", "min_type": "num", "min_value": 0, "min_color": "#9DC3E6"}
    | {"mid_type": "num", "mid_value": 1, "mid_color": "#FFFFFF"}
    | {"max_type": "num", "max_value": 3, "max_color": "#F4B183"}
)
_COVERAGE = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#F8CBAD"} | {
    "max_type": "num",
    "max_value": 1,
    "max_color": "#FFFFFF",
}

Row = Sequence[Any]


@dataclass(frozen=True)
class Head:
    """A column of a table as it is shown: the name that says how its values look, headings, and one over several."""

    name: str
    chinese: str
    english: str
    group: str = ""


@dataclass(frozen=True)
class Block:
    """Rows whose values look alike: `names` has for each column the name that says how.

    In the columns `coloured`, first and last, a colour says how high a value is. Totals are set apart.
    """

    names: Sequence[str]
    rows: Sequence[Row]
    coloured: tuple[int, int] | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """What stands on a sheet, its blocks one below the other; `kept` columns stay when one scrolls."""

    title: str
    notes: Sequence[str]
    heads: Sequence[Head]
    blocks: Sequence[Block]
    kept: int = 1

    @property
    def length(self) -> int:
        """Rows without totals."""
        return sum(len(block.rows) for block in self.blocks if not block.is_total)


def head_of(name: str, group: str = "") -> Head:
    """The head of a column that has its headings by its name."""
    return Head(name, heading(name, "zh"), heading(name, "en"), group)


def plain(title: str, notes: Sequence[str], heads: Sequence[Head], rows: Sequence[Row], kept: int = 1) -> Table:
    """A table of one block."""
    return Table(title, notes, heads, [Block([head.name for head in heads], rows)], kept)


def write_table(sheet: Worksheet, styles: Styles, table: Table, county_name: str) -> int:
    """Write the table and set the page up; returns how many rows had no room, which the sheet itself says."""
    has_groups = any(head.group for head in table.heads)
    top = len(table.notes) + 2  # title, notes, and a line for what may be missing
    first = top + has_groups + 2
    missing = max(0, first + sum(len(block.rows) for block in table.blocks) - _ROWS)
    notes = [*table.notes, f"另有 {missing:,} 行超出表格上限，未列，可用 county-news export 导出。" if missing else ""]
    widths = _widths(table)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write_titles(sheet, styles, [table.title, *notes], widths)
    _write_heads(sheet, styles, table.heads, top, has_groups=has_groups)
    cells = Cells(sheet, styles)
    row = last = first
    for block in table.blocks:
        begin = row
        looks: dict[str, Look] = {"bold": True, "bg_color": "#F2F2F2"} if block.is_total else {}
        for values in block.rows[: _ROWS - row]:
            sheet.set_row(row, _LINE * _lines(block.names, values, widths))
            for column, value in enumerate(values):
                cells.put(row, column, block.names[column], value, **looks)
            row += 1
        last = last if block.is_total else max(first, row - 1)
        if row > begin:
            _colour(sheet, styles, block, begin, row - 1)
    _set_page(sheet, table, (top, first, last, max(first, row - 1)), county_name)
    return missing


def _widths(table: Table) -> list[int]:
    """The width of each column by its heading and what stands in it, in signs."""
    widths = []
    for column, head in enumerate(table.heads):
        words = [width_of(word) for word in head.english.split()]
        widest = max([_NARROWEST, width_of(head.chinese) + 1, *words])
        for block in table.blocks:
            for row in block.rows:
                widest = max(widest, _width(block.names[column], row[column]))
        widths.append(min(widest, _WIDEST))
    widths[-1] += max(0, _LEAST_WIDTH - sum(widths))
    return widths


def _width(name: str, value: object) -> int:
    if isinstance(value, str) and name != "url":
        return width_of(value[:_WIDEST]) + 1
    if isinstance(value, date):
        return _DAY_WIDTH
    return len(f"{value:,.2f}") if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _lines(names: Sequence[str], values: Row, widths: Sequence[int]) -> int:
    """How many lines high a row is: not every program makes room for text by itself."""
    texts = [
        width_of(value[: _WIDEST * _MOST_LINES]) / width
        for name, value, width in zip(names, values, widths, strict=True)
        if isinstance(value, str) and name != "url"
    ]
    return min(max([1, *map(ceil, texts)]), _MOST_LINES)


def _write_titles(sheet: Worksheet, styles: Styles, lines: Sequence[str], widths: Sequence[int]) -> None:
    """A title and lines below it over the whole width, each as high as its text asks."""
    for row, line in enumerate(lines):
        looks = {"bold": True, "font_size": 16} if row == 0 else {"font_color": "#404040"}
        text = harmless_text(line)
        lines_of_text = ceil(width_of(text) / (sum(widths) * (0.6 if row == 0 else 1)))
        sheet.set_row(row, max(1, lines_of_text) * (_LINE if row else 1.6 * _LINE))
        style = styles.of(text_wrap=True, valign="vcenter", **looks)
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
        sheet.write_string(row, 0, text, style)


def _write_heads(sheet: Worksheet, styles: Styles, heads: Sequence[Head], top: int, *, has_groups: bool) -> None:
    """The headings: groups over several columns, then Chinese, then English."""
    looks: dict[str, Look] = {"border": 1, "border_color": "#A6A6A6", "align": "center", "valign": "vcenter"}
    main = styles.of(bold=True, bg_color="#DDEBF7", text_wrap=True, **looks)
    if has_groups:
        column = 0
        for group, members in groupby(heads, key=lambda head: head.group):
            width = len(list(members))
            if width > 1:
                sheet.merge_range(top, column, top, column + width - 1, "", main)
            sheet.write_string(top, column, harmless_text(group), main)
            column += width
    below = styles.of(font_size=8, font_color="#595959", bg_color="#DDEBF7", text_wrap=True, **looks)
    row = top + has_groups
    sheet.set_row(row + 1, 2 * _LINE)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, harmless_text(head.chinese), main)
        sheet.write_string(row + 1, column, head.english, below)


def _colour(sheet: Worksheet, styles: Styles, block: Block, first: int, last: int) -> None:
    """Colours that say how high a value is, how low a coverage is, and who is silent."""
    warning = styles.of(bg_color="#F8CBAD", font_color="#9C0006", bold=True)
    for column, name in enumerate(block.names):
        where = (first, column, last, column)
        if name == "coverage_share":
            sheet.conditional_format(*where, _COVERAGE)
        elif name in ("is_silent", "is_dead"):
            sheet.conditional_format(*where, {"type": "cell", "criteria": "==", "value": '"是"', "format": warning})
    if "is_silent" in block.names:
        silent = xl_rowcol_to_cell(first, block.names.index("is_silent"), col_abs=True)
        rule = {"type": "formula", "criteria": f'={silent}="是"', "format": warning}
        sheet.conditional_format(first, 0, last, 0, rule)
    if block.coloured and block.coloured[0] <= block.coloured[1]:
        begin, end = block.coloured
        scale = _AROUND_ONE if block.names[begin] == "location_quotient" else _FROM_NOTHING
        sheet.conditional_format(first, begin, last, end, scale)


def _set_page(sheet: Worksheet, table: Table, rows: tuple[int, int, int, int], county_name: str) -> None:
    """Frozen and repeated headings, a filter, A4 across and one page wide, the caution at the foot of every page."""
    top, first, last_filtered, last = rows
    columns = len(table.heads)
    sheet.freeze_panes(first, table.kept)
    sheet.autofilter(first - 1, 0, last_filtered, columns - 1)
    sheet.repeat_rows(top, first - 1)
    sheet.print_area(0, 0, last, columns - 1)
    set_paper(sheet, county_name)


def set_paper(sheet: Worksheet, county_name: str) -> None:
    """A4 across, one page wide, with the county, the page and the caution at the foot."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    county = harmless_text(county_name)[:_LONGEST_NAME].replace("&", "&&")
    sheet.set_footer(f"&L&8 {county}&C&8第 &P 页 共 &N 页&R&8{CAUTION}")
