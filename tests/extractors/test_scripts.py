"""What a page's scripts write into it is read without running them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.scripts import WrittenText


def written(*scripts: str) -> str:
    reader = WrittenText()
    return "".join(map(reader.read, scripts))


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("""document.write("来源：青泉镇");""", "来源：青泉镇"),
        ("""document.writeln('<span class="cm">青泉镇</span>')""", "青泉镇"),
        ("""var wzly='青泉镇'; document.write("<b>来源：" + wzly + "</b>");""", "来源：青泉镇"),
        ("""var a = "2026-05-06"; var b = '青泉镇';\ndocument.write(a+' '+b)""", "2026-05-06 青泉镇"),
        (r"""document.write("\u9752\u6cc9\u9547")""", "青泉镇"),
        (r"""document.write('他说\'好\'')""", "他说'好'"),
        ("""document.write("&lt;青泉镇&gt;")""", "<青泉镇>"),
    ],
)
def test_texts_and_known_variables_are_read(script: str, text: str) -> None:
    assert written(script) == text


def test_a_variable_of_one_script_is_known_to_those_after_it() -> None:
    assert written("var ly = '青泉镇';", "document.write('来源：' + ly);") == "来源：青泉镇"


@pytest.mark.parametrize(
    "script",
    [
        "document.write('来源：' + unknown);",
        "document.write('来源：' + source());",
        "document.write('<img src=\"/a.gif\">');",
        "document.write('');",
        "document.getElementById('a').innerHTML = '加载中';",
        "document.write(",
    ],
)
def test_what_would_have_to_be_run_writes_nothing(script: str) -> None:
    assert written(script) == ""


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementById('ly').innerHTML = '来源：青泉镇';",
        "var ly = '青泉镇'; $('#ly').html('来源：' + ly); $('#hits').text('12');",
    ],
)
def test_a_labelled_field_that_is_put_into_an_element_is_read(script: str) -> None:
    assert written(script) == "来源：青泉镇"


def test_a_value_may_be_cut() -> None:
    assert (
        written("var d = '2026-05-06 09:30:00.0'; document.write('时间：' + d.substring(0, 16));")
        == "时间：2026-05-06 09:30"
    )


def test_a_missing_script_writes_nothing() -> None:
    assert WrittenText().read(None) == ""


def test_a_sign_of_two_halves_is_one_and_half_a_sign_is_no_text_that_cannot_be_stored() -> None:
    assert written(r"document.write('青泉镇\ud83d\ude00')") == "青泉镇😀"
    assert written(r"document.write('青泉镇\ud83d')") == "青泉镇\ufffd"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(["document.write(", "'", '"', "+", ")", "var a=", "a", "青", "\\", "\\ud800", ";", "<"]))
)
def test_any_script_gives_text_that_can_be_stored(parts: list[str]) -> None:
    text = written("".join(parts))
    assert text.encode().decode() == text


@pytest.mark.parametrize(
    ("source", "written"),
    [("青泉镇", "来源：青泉镇"), ("", "来源：本网")],
)
def test_of_two_branches_the_one_that_is_taken_is_written(source: str, written: str) -> None:
    script = f"var ly = '{source}'; if (ly == '') {{ document.write('来源：本网'); }} else {{ document.write('来源：' + ly); }}"
    assert WrittenText().read(script) == written


def test_a_branch_whose_condition_is_not_known_is_written() -> None:
    assert WrittenText().read("if (location.host != '') { document.write('来源：青泉镇'); }") == "来源：青泉镇"
