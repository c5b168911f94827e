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
        ("windows-1252", "gb18030"),
        ("euc-jp", "gb18030"),
        ("undefined", "gb18030"),  # a template's empty variable, and a codec of Python that fails on any bytes
        ("idna", "gb18030"),
        ("base64", "gb18030"),
        ("x-nonsense", "gb18030"),
        ("utf-8-sig", "gb18030"),
    ],
)
def test_a_page_reads_right_under_a_right_a_wrong_or_no_label(label: str | None, encoding: str) -> None:
    assert TEXT in page(label, encoding).text


@pytest.mark.parametrize("character", ["朳", "㮾", "喆", "峣"])
@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb_2312-80"])
def test_characters_that_the_label_does_not_have_are_read_all_the_same(label: str, character: str) -> None:
    name = f"构{character}镇群众在家门口办成了事。"
    assert name in page(label, "gb18030", text=name).text


def test_one_broken_character_does_not_make_another_encoding_of_a_page() -> None:
    body = page("utf-8", "utf-8", text=TEXT * 3).body
    broken = body.replace("春".encode(), b"\xe6\x98", 1)
    assert TEXT in Page("http://gov.example/1.html", broken).text


def test_big5_under_its_label() -> None:
    assert "臺北縣政府新聞" in page("big5", "big5", text="臺北縣政府新聞").text


def test_a_byte_order_mark_decides() -> None:
    assert TEXT in page("gb2312", "utf-8", bom=b"\xef\xbb\xbf").text
    assert TEXT in page("gb2312", "utf-16-le", bom=b"\xff\xfe").text


def test_the_header_decides_where_the_page_is_silent() -> None:
    silent = page(None, "gb18030")
    labelled = Page(silent.url, silent.body, headers={"content-type": "text/html; charset=gb2312"})
    assert TEXT in labelled.text


LABELS = [
    "gbk",
    "big5",
    "utf-8",
    "utf-16",
    "utf-7",
    "undefined",
    "idna",
    "punycode",
    "hex",
    "unicode_escape",
    "x-nonsense",
]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
    st.sampled_from(LABELS),
    st.booleans(),
)
def test_any_bytes_are_some_text_that_can_be_stored(body: bytes, mark: bytes, label: str, in_header: bool) -> None:
    headers = {"content-type": f"text/html; charset={label}"} if in_header else {}
    meta = b"" if in_header else f'<meta charset="{label}">'.encode()
    read = Page("http://gov.example/1.html", mark + meta + body, headers=headers)
    assert read.text.encode().decode() == read.text
    assert read.tree.tag == "html"


TRADITIONAL = "縣政府日前召開會議，部署防汛工作。今年以來，全縣上下積極行動，在村裡清理溝渠十餘處，群眾對此很滿意。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", "iso-8859-1", None])
@pytest.mark.parametrize("text", [TEXT * 2, TRADITIONAL])
def test_no_encoding_gives_other_signs_under_any_label(text: str, label: str | None, encoding: str) -> None:
    if encoding == "big5":
        text = TRADITIONAL  # it has no simplified signs
    assert page(label, encoding, text=text).text.count(text) == 2
