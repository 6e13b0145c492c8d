"""Printed dates and relative words, and the days they cover."""

from __future__ import annotations

import pytest

from factcheck.model import Period
from factcheck.periods import RELATIVE, document_date, read_period, read_relative

TODAY = "2020-10-31"


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2019年", "2019-01-01/2019-12-31"),
        ("2019年度", "2019-01-01/2019-12-31"),
        ("二〇一九年", "2019-01-01/2019-12-31"),
        ("2019年底", "2019-12-01/2019-12-31"),
        ("2019年末", "2019-12-01/2019-12-31"),
        ("2019年年底", "2019-12-01/2019-12-31"),
        ("2019年6月", "2019-06-01/2019-06-30"),
        ("2019 年 6 月", "2019-06-01/2019-06-30"),
        ("2019年6月底", "2019-06-01/2019-06-30"),
        ("一九九八年六月", "1998-06-01/1998-06-30"),
        ("2020年2月", "2020-02-01/2020-02-29"),
        ("2020年1—2月", "2020-01-01/2020-02-29"),
        ("2020年1至8月", "2020-01-01/2020-08-31"),
        ("2019年上半年", "2019-01-01/2019-06-30"),
        ("2019年下半年", "2019-07-01/2019-12-31"),
        ("2019年第一季度", "2019-01-01/2019-03-31"),
        ("2019年前三季度", "2019-01-01/2019-09-30"),
        ("2019年6月30日", "2019-06-30"),
        ("2020年2月29日", "2020-02-29"),
        ("2020-10-31", "2020-10-31"),
        ("2020.10.31", "2020-10-31"),
        ("2020/1/5", "2020-01-05"),
    ],
)
def test_a_date_with_its_year_needs_no_reference(printed: str, period: str) -> None:
    assert period == str(read_period(printed, None))


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("6月", "2020-06-01/2020-06-30"),
        ("6月底", "2020-06-01/2020-06-30"),
        ("11月份", "2020-11-01/2020-11-30"),
        ("十二月", "2020-12-01/2020-12-31"),
        ("1—8月", "2020-01-01/2020-08-31"),
        ("6月30日", "2020-06-30"),
        ("上半年", "2020-01-01/2020-06-30"),
        ("下半年", "2020-07-01/2020-12-31"),
        ("三季度", "2020-07-01/2020-09-30"),
        ("第四季度", "2020-10-01/2020-12-31"),
        ("前三季度", "2020-01-01/2020-09-30"),
        ("前10个月", "2020-01-01/2020-10-31"),
        ("前十个月", "2020-01-01/2020-10-31"),
    ],
)
def test_a_date_without_its_year_takes_that_of_the_reference(printed: str, period: str) -> None:
    assert period == str(read_period(printed, TODAY))


@pytest.mark.parametrize("printed", ["6月", "上半年", "三季度", "6月30日", "前10个月"])
def test_a_date_without_year_or_reference_is_of_an_unknown_year(printed: str) -> None:
    assert str(read_period(printed, None)).startswith("0000-")


@pytest.mark.parametrize("printed", ["", "三十户", "2月30日", "2019年2月29日", "2020-13-01", "8—1月"])
def test_a_day_that_no_calendar_has_is_unknown(printed: str) -> None:
    assert read_period(printed, TODAY) is None


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2020-10-31", "某报 2020.10.31 责任编辑"),
        ("2020-10-31", "2020年10月31日，本报记者"),
        ("2021-03-05", "发布时间：2021-3-5 08:00"),
        ("2020-03-01", "2020/02/30 印，2020/03/01 改"),
        ("2020-05-06", "2020-05-06\n" + "正文。" * 2000 + "2021-01-01"),
        ("2020-05-06", "正文。" * 2000 + "2020-05-06"),
        ("2020-05-06", "正文。" * 300 + "2019-01-01" + "正文。" * 300 + "2020-05-06"),
        (None, "没有日期的文稿，只有2020年10月。"),
        (None, "2020年13月1日"),
        (None, "编号12020-10-311"),
        (None, ""),
    ],
)
def test_a_document_bears_the_first_full_date_of_its_head_or_foot(date: str | None, text: str) -> None:
    assert date == document_date(text)


@pytest.mark.parametrize(
    ("word", "period"),
    [
        ("今年", "2020-01-01/2020-12-31"),
        ("今年以来", "2020-01-01/2020-10-31"),
        ("全年", "2020-01-01/2020-12-31"),
        ("当年", "2020-01-01/2020-12-31"),
        ("去年", "2019-01-01/2019-12-31"),
        ("上年", "2019-01-01/2019-12-31"),
        ("5年来", "2015-01-01/2020-10-31"),
        ("十年来", "2010-01-01/2020-10-31"),
        ("两年来", "2018-01-01/2020-10-31"),
        ("5年多来", "2015-01-01/2020-10-31"),
    ],
)
def test_a_relative_word_is_seen_from_the_date_of_the_document(word: str, period: str) -> None:
    found = RELATIVE.fullmatch(word)
    assert found is not None
    assert period == str(read_relative(found, TODAY))
    assert read_relative(found, None) is None


def test_the_longest_relative_word_is_read() -> None:
    assert [m.group() for m in RELATIVE.finditer("今年以来多于去年同期和上年末")] == [
        "今年以来",
        "去年同期",
        "上年末",
    ]


@pytest.mark.parametrize("text", ["近年来", "多年来", "历年来"])
def test_years_without_a_number_are_no_stretch_of_time(text: str) -> None:
    assert RELATIVE.search(text) is None


def test_a_year_contains_its_months_and_no_other_year() -> None:
    year = Period("2019-01-01", "2019-12-31")
    june, next_june = read_period("2019年6月", None), read_period("2020年6月", None)
    assert june is not None
    assert next_june is not None
    assert (year.contains(june), year.contains(next_june)) == (True, False)
