"""Printed numerals, the values they stand for, and how far those reach."""

from __future__ import annotations

from fractions import Fraction

import pytest

from factcheck.model import Interval, Modifier
from factcheck.numerals import DIGITS, Numeral, amount, read_numeral, reprint
from factcheck.readers.cleaning import fold


def known(text: str) -> Numeral:
    """The numeral that `text` is."""
    numeral = read_numeral(text)
    assert numeral is not None
    return numeral


EXACT = {
    # Arabic
    "0": 0,
    "7": 7,
    "1200": 1200,
    "0062": 62,
    "1,200": 1200,
    "1，200": 1200,
    "12,345,678": 12345678,
    "3.4": "3.4",
    "0.05": "0.05",
    "100,000.5": "100000.5",
    "７４７": 747,
    "１，２３４．５": "1234.5",
    # Arabic with scales
    "5百": 500,
    "3千": 3000,
    "3.5千": 3500,
    "3.4万": 34000,
    "3百万": 3000000,
    "3千万": 30000000,
    "2.5亿": 250000000,
    "1.2万亿": 12 * 10**11,
    "1万600": 10600,
    "3万5千": 35000,
    "6千5百": 6500,
    "1亿2000万": 120000000,
    "10亿5千万": 1050000000,
    "3 万": 30000,
    # Chinese by place
    "零": 0,
    "〇": 0,
    "一": 1,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "十": 10,
    "十五": 15,
    "二十": 20,
    "二十三": 23,
    "一百": 100,
    "一百零五": 105,
    "一百一十": 110,
    "三百五十六万": 3560000,
    "一千零一": 1001,
    "四千零三十": 4030,
    "九千九百九十九": 9999,
    "一万零五百": 10500,
    "一万零五": 10005,
    "十万": 100000,
    "三十二万零七百": 320700,
    "一百零五万": 1050000,
    "三千万零五": 30000005,
    "一亿零三": 100000003,
    "三亿五千万": 350000000,
    "十二亿三千四百五十六万七千八百九十": 1234567890,
    "二十万亿": 20 * 10**12,
    "五万亿三千万": 5 * 10**12 + 3 * 10**7,
    "一万万": 10**8,
    "百万": 10**6,
    "千万": 10**7,
    "百亿": 10**10,
    # the scale of the last digit left out
    "二百五": 250,
    "五千二": 5200,
    "两万五": 25000,
    "十三万五": 135000,
    "六十五万三": 653000,
    # bankers' and old forms
    "壹仟玖佰": 1900,
    "壹仟玖佰零伍": 1905,
    "叁拾贰万": 320000,
    "廿": 20,
    "廿三": 23,
    "卅": 30,
    "卌五": 45,
    "半百": 50,
    # digit by digit
    "二〇二〇": 2020,
    "一九九八": 1998,
    # spoken decimals
    "三点一四": "3.14",
    "零点五": "0.5",
    "一点二万亿": 12 * 10**11,
    "一百二十点三": "120.3",
    # fractions
    "三分之二": "2/3",
    "四分之三": "3/4",
    "10分之3": "3/10",
    "一又二分之一": "3/2",
    "1/3": "1/3",
    "2/5": "2/5",
}


@pytest.mark.parametrize(("printed", "value"), EXACT.items())
def test_a_numeral_has_its_value(printed: str, value: int | str) -> None:
    numeral = known(fold(printed))
    assert Fraction(value) == numeral.value == numeral.low == numeral.high
    assert not numeral.is_vague


VAGUE = {
    "几": (1, 10),
    "几十": (10, 100),
    "十几": (10, 20),
    "二十几": (20, 30),
    "十几万": (100000, 200000),
    "几十万": (100000, 1000000),
    "数千": (1000, 10000),
    "数万": (10000, 100000),
    "几千万": (10**7, 10**8),
    "100多": (100, 200),
    "110多": (110, 120),
    "700多万": (7000000, 8000000),
    "30多万": (300000, 400000),
    "3万多": (30000, 40000),
    "3万多亿": (3 * 10**12, 4 * 10**12),
    "三百多": (300, 400),
    "一千多万": (10**7, 2 * 10**7),
    "4700余": (4700, 4800),
    "3万余": (30000, 40000),
    "二十余万": (200000, 300000),
    "十来": (10, 20),
    "两三": (2, 3),
    "三五": (3, 5),
    "三四十": (30, 40),
    "十五六": (15, 16),
    "五六百": (500, 600),
    "三五万": (30000, 50000),
    "十七八万": (170000, 180000),
}


@pytest.mark.parametrize(("printed", "bounds"), VAGUE.items())
def test_a_vague_numeral_has_bounds(printed: str, bounds: tuple[int, int]) -> None:
    numeral = known(printed)
    assert bounds == (numeral.low, numeral.high)
    assert numeral.is_vague


@pytest.mark.parametrize(
    "text",
    [
        *("", "个", "abc", "万", "亿", "万亿", "亿亿", "万一", "千方", "多", "余", "来", "余3", "0多", "-5"),
        *(
            "3.4.5",
            "1,20",
            "12,34",
            "三点",
            "点五",
            "一百百",
            "分之二",
            "三分之",
            "零分之一",
            "1/0",
            "1/",
            "/3",
            "五成",
        ),
    ],
)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize("digit", DIGITS)
def test_every_digit_reads_as_itself(digit: str) -> None:
    numeral = known(digit)
    assert DIGITS[digit] == numeral.value


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("62", "62", "62"),
        ("1200", "1200", "1200"),
        ("一千二百", "1200", "1200"),
        ("3.4万", "33500", "34500"),
        ("3万", "25000", "35000"),
        ("12.50", "12.495", "12.505"),
        ("1.2万亿", "1150000000000", "1250000000000"),
        ("三万", "25000", "35000"),
        ("三点一四", "3.135", "3.145"),
        ("4700余", "4700", "4800"),
        ("700多万", "7000000", "8000000"),
        ("两三", "2", "3"),
    ],
)
def test_a_numeral_stands_for_every_value_that_rounds_to_it(printed: str, low: str, high: str) -> None:
    numeral = known(printed)
    assert Interval(Fraction(low), Fraction(high)) == amount(numeral).interval


@pytest.mark.parametrize(
    ("printed", "modifier", "low", "high"),
    [
        ("3000", Modifier.ABOUT, 2700, 3300),
        ("3000", Modifier.LESS_THAN, 2400, 3000),
        ("3000", Modifier.MORE_THAN, 3000, None),
        ("3.4万", Modifier.ABOUT, 30600, 37400),
        ("3.4万", Modifier.MORE_THAN, 33500, None),
        ("3.4万", Modifier.LESS_THAN, 27200, 34500),
        ("3万", Modifier.ABOUT, 25000, 35000),
        ("3000余", Modifier.MORE_THAN, 3000, 4000),
    ],
)
def test_words_around_a_numeral_move_its_bounds(printed: str, modifier: Modifier, low: int, high: int | None) -> None:
    numeral = known(printed)
    read = amount(numeral, modifier)
    assert (low, high, modifier) == (read.interval.low, read.interval.high, read.modifier)


def test_a_measure_is_rounded_even_where_it_is_whole() -> None:
    numeral = known("800")
    assert Interval(Fraction("799.5"), Fraction("800.5")) == amount(numeral, is_continuous=True).interval


@pytest.mark.parametrize(("exact", "printed"), [(True, "62"), (True, "3.4万"), (False, "62余"), (False, "几十")])
def test_an_amount_knows_whether_it_is_exact(exact: bool, printed: str) -> None:
    numeral = known(printed)
    assert exact is amount(numeral).is_exact


@pytest.mark.parametrize(
    ("value", "old", "new"),
    [
        ("235", "253", "235"),
        ("34000", "4.3万", "3.4万"),
        ("340000000", "3.4万", "3.4亿"),
        ("1200", "1,300", "1,200"),
    ],
)
def test_a_reprinted_amount_is_that_of_the_new_numeral(value: str, old: str, new: str) -> None:
    again = reprint(amount(known(old)), old, new)
    assert again is not None
    assert (Fraction(value), amount(known(new)).interval) == (again.value, again.interval)


def test_an_amount_keeps_its_unit_factor_when_reprinted() -> None:
    """七成 is 70 percent; printed as 八成 it would be 80."""
    again = reprint(amount(known("七十")), "七", "八")
    assert again is not None
    assert again.value == 80


@pytest.mark.parametrize("new", ["", "3.4.5", "万"])
def test_no_amount_is_reprinted_as_what_is_no_numeral(new: str) -> None:
    numeral = known("62")
    assert reprint(amount(numeral), "62", new) is None
