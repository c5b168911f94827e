"""Single cells of the workbook: how each kind of value looks, and text and addresses of strangers made harmless."""

import unicodedata
from datetime import date
from math import isfinite
from urllib.parse import quote, urlsplit

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.csv_rows import FORMULA_SIGNS
from reports.values import values

# Limits of Excel: a file that goes beyond them is called damaged.
TEXT_LENGTH = 32_767  # in units of UTF-16
LINK_LENGTH = 2_079
LINKS = 65_530  # in one sheet
_FIRST_YEAR = 1900
_LONG = 150

Value = str | int | float | bool | date | None
Look = str | int | float | bool  # a property of a format

_CELL_LOOKS: dict[str, Look] = {"border": 1, "border_color": "#D0D0D0", "valign": "vcenter"}
_LINK_LOOKS: dict[str, Look] = {"font_color": "#0563C1", "underline": 1, "align": "center"}
_BIDI_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_UNKNOWN = "\ufffd"
_UNESCAPED = "!#$%&'()*+,-./:;=?@_|~"  # what stays one sign in an address


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Look], ...], Format] = {}

    def of(self, **properties: Look) -> Format:
        """The format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def cell(self, **properties: Look) -> Format:
        """The format of a cell inside of a table."""
        return self.of(**(_CELL_LOOKS | properties))


class Cells:
    """Writes the cells of one sheet, each in the form that the name of its column and its value ask for."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet = sheet
        self._styles = styles
        self._links = 0

    def put(self, row: int, column: int, name: str, value: Value, **more: Look) -> None:
        """Write a value of the column of this name; null is an empty cell, never 0. `more` is further looks."""
        if isinstance(value, bool):
            self._put_text(row, column, name, "是" if value else "否", align="center", **more)
        elif value is None or value == "":
            self._sheet.write_blank(row, column, None, self._styles.cell(**more))
        elif isinstance(value, str):
            self._put_text(row, column, name, value, **more)
        elif isinstance(value, date):
            self._put_day(row, column, name, value, **more)
        elif isfinite(value):
            style = self._styles.cell(num_format=number_format(name, value), **more)
            self._sheet.write_number(row, column, value, style)
        else:  # no number of Excel: infinite, or none
            self._put_text(row, column, name, str(value), **more)

    def _put_text(self, row: int, column: int, name: str, text: str, **more: Look) -> None:
        if name == "sheet":  # one of the workbook's own
            self._sheet.write_url(row, column, f"internal:'{text}'!A1", self._styles.cell(**_LINK_LOOKS), string=text)
            return
        if name == "url" and is_link(text) and self._links < LINKS:
            self._links += 1
            style = self._styles.cell(**_LINK_LOOKS, **more)
            self._sheet.write_url(row, column, text, style, string="原文")
            return
        if text in values().get(name, {}):
            text, more = values()[name][text].zh, {**more, "align": "center"}
        shown = harmless_text(text)
        # Edited in Excel, text that begins like a formula would become one without the mark before it.
        prefix: dict[str, Look] = {"quote_prefix": True} if shown.startswith(FORMULA_SIGNS) else {}
        # Of a text too long for its row the beginning shows, and an address stays on one line.
        place: dict[str, Look] = {"text_wrap": name != "url", "valign": "top" if len(text) > _LONG else "vcenter"}
        self._sheet.write_string(row, column, shown, self._styles.cell(**place, **prefix, **more))

    def _put_day(self, row: int, column: int, name: str, day: date, **more: Look) -> None:
        if day.year < _FIRST_YEAR:  # Excel knows no day before
            self._put_text(row, column, name, day.isoformat(), **more)
            return
        form = 'yyyy"年"m"月"' if name == "period_start_date" else "yyyy-mm-dd"
        self._sheet.write_datetime(row, column, day, self._styles.cell(num_format=form, align="center", **more))


def number_format(name: str, number: float) -> str:
    """Excel's format of a number, by the endings that the columns' names have: shares are percent."""
    if name.endswith("_change"):
        return "+#,##0;-#,##0;0"
    if isinstance(number, int):
        return "#,##0"
    if name.endswith("_share"):
        return "0.0%"
    if name.endswith(("value", "points")):
        return "#,##0" if number.is_integer() else "#,##0.00##"
    return "#,##0.00"


def harmless_text(text: str) -> str:
    """Text as a cell may hold it: no controls, no halves of signs, no marks that turn the order; cut at the limit."""
    text = text.replace("\r\n", "\n").translate(_BIDI_MARKS)
    acting = {sign for sign in set(text) if sign not in "\n\t" and _is_no_text(sign)}
    text = text.translate({ord(sign): _UNKNOWN for sign in acting})
    if text.startswith("<r>"):  # XlsxWriter would put it into the file as it stands, as markup
        text = " " + text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT_LENGTH:
        return text
    return units[: 2 * (TEXT_LENGTH - 1)].decode("utf-16-le", "ignore") + "…"


def _is_no_text(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff"


def is_link(address: str) -> bool:
    """Whether a cell may lead there: the web only, and only what Excel takes for an address of bearable length."""
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return is_web and len(quote(address, safe=_UNESCAPED)) <= LINK_LENGTH


def width_of(text: str) -> int:
    """How many narrow signs wide the longest line of a text is; a Chinese sign counts two."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line) for line in lines)
