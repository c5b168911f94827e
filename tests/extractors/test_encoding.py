"""Bytes to text: no mojibake, whatever a page says of itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.page import Page

TEXT = "构朳镇㮾梨村：春茶开采正当时，群众满意度不断提高"


def page(label: str | None, encoding: str, *, text: str = TEXT, bom: bytes = b"") -> Page:
    meta = f'<meta charset="{label}">' if label else ""
    html = f"<html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>"
    return Page("http://gov.example/1.html", bom + html.encode(encoding))


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        (None, "utf-8"),
        (None, "gb18030"),
        ("gb2312", "utf-8"),  # a wrong label: UTF-8 that is valid is UTF-8
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
    ],
)
def test_a_page_reads_right_under_a_right_a_wrong_or_no_label(label: str | None, encoding: str) -> None:
    assert TEXT in page(label, encoding).text


def test_big5_under_its_label() -> None:
    assert "臺北縣政府新聞" in page("big5", "big5", text="臺北縣政府新聞").text


def test_a_byte_order_mark_decides() -> None:
    assert TEXT in page("gb2312", "utf-8", bom=b"\xef\xbb\xbf").text
    assert TEXT in page("gb2312", "utf-16-le", bom=b"\xff\xfe").text


def test_the_header_decides_where_the_page_is_silent() -> None:
    silent = page(None, "gb18030")
    labelled = Page(silent.url, silent.body, headers={"content-type": "text/html; charset=gb2312"})
    assert TEXT in labelled.text


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b'<meta charset="gbk">', b'<meta charset="x-nonsense">']))
def test_any_bytes_are_some_text(body: bytes, label: bytes) -> None:
    read = Page("http://gov.example/1.html", label + body)
    assert isinstance(read.text, str)
    assert read.tree is not None
