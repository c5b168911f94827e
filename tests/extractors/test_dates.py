"""Dates as county sites print them."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.byline import parse_byline
from extractors.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("printed", "value", "precision"),
    [
        ("2023-07-25 10:50", datetime(2023, 7, 25, 10, 50), "minute"),
        ("2009/3/19 9:19:52", datetime(2009, 3, 19, 9, 19, 52), "second"),
        ("2021年09月14日 09时21分", datetime(2021, 9, 14, 9, 21), "minute"),
        ("2021年9月14日9时21分05秒", datetime(2021, 9, 14, 9, 21, 5), "second"),
        ("2023年7月25日", datetime(2023, 7, 25), "day"),
        ("２０２３年７月２５日　１０：５０", datetime(2023, 7, 25, 10, 50), "minute"),
        ("2022 12/ 28 15:34:09", datetime(2022, 12, 28, 15, 34, 9), "second"),
        ("2016\n08/29\n07:16", datetime(2016, 8, 29, 7, 16), "minute"),
        ("2017——04——12 21:37", datetime(2017, 4, 12, 21, 37), "minute"),
        ("2023.07.25", datetime(2023, 7, 25), "day"),
        ("17.04.2015  12:09", datetime(2015, 4, 17, 12, 9), "minute"),
        ("2005年08月16日15:34", datetime(2005, 8, 16, 15, 34), "minute"),
        ("2019-02-1820:47", datetime(2019, 2, 18, 20, 47), "minute"),
        ("2024-05-01T10:00:00+08:00", datetime(2024, 5, 1, 10), "second"),
        ("2012-01-16 下午 3:20", datetime(2012, 1, 16, 15, 20), "minute"),
    ],
)
def test_every_written_form_is_read_with_its_precision(printed, value, precision):
    found = parse_date(printed)
    assert found is not None
    assert (found.value, found.precision, found.raw) == (value, precision, printed)


def test_a_time_of_another_zone_becomes_china_time():
    found = parse_date("2024-05-01T18:30:00Z")
    assert found is not None
    assert found.value == datetime(2024, 5, 2, 2, 30)


NO_DATES = ["2023-13-01", "2023-02-30", "2023年0月3日", "1823-07-25", "07-25 10:50", "近日"]


@pytest.mark.parametrize("printed", NO_DATES)
def test_what_is_no_complete_date_is_left_out(printed):
    assert parse_date(printed) is None


@pytest.mark.parametrize("printed", ["http://yunxi.localhost/2019/06/19/448.shtml", "电话 2023-07-2512345"])
def test_numbers_of_addresses_and_telephones_are_no_dates(printed):
    assert find_dates(printed) == []


def test_an_impossible_time_leaves_the_day():
    found = parse_date("2023-07-25 10:75")
    assert found is not None
    assert (found.value, found.precision) == (datetime(2023, 7, 25), "day")


def test_eight_digits_are_a_date_only_where_one_is_expected():
    found = parse_date("20230725")
    assert found is not None
    assert found.value == datetime(2023, 7, 25)
    assert find_dates("20230725") == []


def test_all_dates_of_a_line_are_found_in_their_order_and_place():
    text = "发布时间:2023-07-25 更新时间:2023年8月1日 9:05"
    found = find_dates(text)
    assert [date.value for date in found] == [datetime(2023, 7, 25), datetime(2023, 8, 1, 9, 5)]
    assert [text[date.start : date.end] for date in found] == ["2023-07-25", "2023年8月1日 9:05"]


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 12, 31)))
@settings(max_examples=50, derandomize=True)
def test_a_printed_time_is_read_back(moment):
    found = parse_date(f"发布时间：{moment:%Y-%m-%d %H:%M:%S}来源：云岭镇")
    assert found is not None
    assert found.value == moment.replace(microsecond=0)


@given(st.text(alphabet="0123456789-/.年月日: T\n", max_size=60))
@settings(max_examples=200, derandomize=True)
def test_any_text_is_read_without_error_and_places_fit(text):
    for date in find_dates(text):
        assert text[date.start : date.end] == date.raw


@pytest.mark.parametrize("hostile", ["2023-" * 20_000, "2023 12/" * 12_000, "1" * 100_000, "2023年 " * 16_000])
def test_a_hostile_text_takes_no_time(hostile):
    start = time.perf_counter()
    find_dates(hostile)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("发布：2026-05-06 | 更新：2026-05-08", "2026-05-06 00:00:00"),
        ("发布：程小禾 更新：2026-05-08 10:00", "2026-05-08 10:00:00"),
        ("2026年05月06日 下午3:30", "2026-05-06 15:30:00"),
        ("阅读：2012", "None"),
        ("今天 09:30", "None"),
    ],
)
def test_a_word_that_names_a_person_or_a_day_is_read_by_what_follows(line: str, published: str) -> None:
    assert str(parse_byline(line).published_at) == published
