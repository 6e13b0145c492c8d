"""Printed numerals, the values they stand for, and how far those reach."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from factcheck.model import Amount, Interval, Modifier
from factcheck.numerals import (
    ARABIC_NUMERAL,
    CHINESE_NUMERAL,
    DIGITS,
    FRACTION,
    NUMERAL,
    Numeral,
    amount,
    read_numeral,
    reprint,
)
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
    "29 338 605": 29338605,
    "82，225.00": 82225,
    ".5": "0.5",
    ".23456000": "0.23456",
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
    "7 万5 千4 百": 75400,
    "1000  万": 10**7,
    "3万4000": 34000,
    "3万4千5百": 34500,
    "3万5": 35000,
    "25万6千": 256000,
    "1亿2345.67万": 123456700,
    "5亿1万4千6百": 500014600,
    "100万三千": 1003000,
    "3万零5": 30005,
    "1百01": 101,
    "1千零1": 1001,
    "1千零20": 1020,
    "2千零30万": 20300000,
    "200亿零四千230": 20000004230,
    "10万万": 10**9,
    "3千万亿": 3 * 10**15,
    "1,100.9亿": 110090000000,
    "15k": 15000,
    "3.2 k": 3200,
    "30w": 300000,
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
    "一千零十": 1010,
    "一千零一十": 1010,
    "零十": 10,
    "一百十一": 111,
    "一百零十万": 1100000,
    "一万零百一十一": 10111,
    "一百零一万一千": 1011000,
    "一万五千亿": 15 * 10**11,
    "九千八百七十六万五千四百三十二亿九千八百七十六万五千四百三十二": 9876543298765432,
    "五十五兆一十二亿四万五千二": 55001200045200,
    "三 百 五 十": 350,
    "八千 三百 八十五 万 二千": 83852000,
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
    "百三": 130,
    "千三": 1300,
    "一百二十万三": 1203000,
    # bankers' and old forms
    "壹佰萬零伍拾肆": 1000054,
    "肆佰陸拾": 460,
    "倆千两百贰拾二": 2222,
    "廿五万": 250000,
    "一百廿五": 125,
    "半": "1/2",
    "半万": 5000,
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
    "二○一八": 2018,
    "二O一八": 2018,
    "一一": 11,
    "三八": 38,
    "一二三": 123,
    "零零三": 3,
    "幺八九": 189,
    "九八七六五四三二九八七六五四三二": 9876543298765432,
    "一五〇万": 1500000,
    # spoken decimals
    "三点一四": "3.14",
    "零点五": "0.5",
    "一点二万亿": 12 * 10**11,
    "一百二十点三": "120.3",
    "一百点123": "100.123",
    "四百亿点零五零": "40000000000.05",
    "四百 点 五": "400.5",
    "一七二零点一": "1720.1",
    "10点五": "10.5",
    # fractions
    "三分之二": "2/3",
    "四分之三": "3/4",
    "10分之3": "3/10",
    "一又二分之一": "3/2",
    "1/3": "1/3",
    "2/5": "2/5",
    "1 4/3": "7/3",
    "1又1/2": "3/2",
    "3又一千分之23": "3.023",
    "三百五十又3分之1": "1051/3",
    "三 百 五 又 三 分之 一": "1051/3",
    "百万又五十万分之二十五": "1000000.00005",
    "百分之五": "0.05",
    "百分之5.5k": 55,
    "万分之肆": "0.0004",
    "万万分之七": "7/100000000",
    "三分之一百五十七": "157/3",
    # negative
    "-5": -5,
    "−5": -5,
    "+5": 5,
    "-.5": "-0.5",
    "-10.1万": -101000,
    "负三十二": -32,
    "负零点一零": "-0.1",
    "负一又二分之一": "-3/2",
    "-3/2": "-3/2",
    "负3分之负一百五十七": "157/3",
    "百分之负三点八": "-0.038",
    # with an exponent
    "2e5": 200000,
    "21.2E0": "21.2",
    "12.32e+14": 1232 * 10**12,
    "-127.32e13": -127320 * 10**10,
    "-12e-1": "-1.2",
    "6.02×10^23": 602 * 10**21,
    "2^5": 32,
    "2.5^-1": "0.4",
    "-1.1^+23": -(Fraction("1.1") ** 23),
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
    "30几万": (300000, 400000),
    "一百几十": (100, 200),
    "三百几": (300, 400),
    "一百零几万": (1000000, 1100000),
    "十数万": (100000, 200000),
    "几十余": (10, 100),
    "1.2万余": (12000, 13000),
    "3w多": (30000, 40000),
    "十余万": (100000, 200000),
    "万余": (10000, 20000),
    "百余": (100, 200),
    # 来 is a little more or less
    "十来": (9, 20),
    "三十来": (27, 40),
    "十来万": (90000, 200000),
    # a pair of figures
    "一二": (1, 2),
    "一两": (1, 2),
    "两三": (2, 3),
    "三两": (2, 3),
    "三五": (3, 5),
    "三四十": (30, 40),
    "七八十": (70, 80),
    "十五六": (15, 16),
    "五六百": (500, 600),
    "一两百": (100, 200),
    "三五万": (30000, 50000),
    "十七八万": (170000, 180000),
    "三四百万": (3000000, 4000000),
    "二三十万": (200000, 300000),
    "五六百亿": (500 * 10**8, 600 * 10**8),
    "三百五六十": (350, 360),
    "一千二三百": (1200, 1300),
    "七八十多": (70, 80),
    # about a round number
    "百八十": (80, 180),
    "千八百": (800, 1800),
    "百十": (90, 120),
    "百十来万": (900000, 1200000),
    "十分之七八": ("0.7", "0.8"),
}


@pytest.mark.parametrize(("printed", "bounds"), VAGUE.items())
def test_a_vague_numeral_has_bounds(printed: str, bounds: tuple[int | str, int | str]) -> None:
    numeral = known(printed)
    assert tuple(map(Fraction, bounds)) == (numeral.low, numeral.high)
    assert numeral.is_vague


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "个", "abc", "万", "亿", "万亿", "亿亿", "万一", "千方", "多", "余", "来", "余3", "0多", "三多"),
        *("3.4.5", "1,20", "12,34", "10..1万", "-", "--5", "负", "负负一", "+-3", "..9"),
        *("12 34", "2019 100", "1, 234", "1 .5", "7 2", "1 234 567 8"),
        *("三点", "点五", "零点点", "两百点两", "一点两", "24点5", "八点二十", "一点二百"),
        *("一百百", "十十", "一百零", "百十一", "十一十二", "十七十八", "千百万", "五十千", "一亿万"),
        *("3万4万", "20万30万", "3万15000", "10.1万零100", "3.5万2000", "3半", "三半", "34千5百"),
        *("两两", "十两", "四两", "两十", "二百两", "五几", "几多"),
        *(
            "分之二",
            "三分之",
            "零分之一",
            "百万分",
            "二分之一分之一",
            "负分之一",
            "1/0",
            "1/",
            "/3",
            "三/五",
            "1/2/3",
            "五成",
        ),
        *("e5", "2e", "2e100", "2^", "9^999999999", "0^-1", "1.1^--23", "9" * 40 + "^99", "^2"),
        *("k", "5K", "10W", "5M", "3kk", "五k", "一打"),
    ],
)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


def test_a_thin_space_parts_groups_even_where_there_are_but_two() -> None:
    assert known("12\u2009345").value == 12345


@pytest.mark.parametrize(
    ("printed", "step"),
    [
        ("62", 1),
        ("3.45", "0.01"),
        ("3.4万", 1000),
        ("三百五十", 10),
        ("二十", 10),
        ("廿五", 1),
        ("廿", 10),
        ("一百廿万", 100000),
        ("五千二", 100),
        ("半", "1/2"),
        ("2.5^2", "1/4"),
        ("2^5", 1),
        ("十几", 1),
        ("七八十", 10),
        ("1亿3千多万", 10**7),
        ("百十", 10),
    ],
)
def test_a_numeral_tells_the_weight_of_its_last_figure(printed: str, step: int | str) -> None:
    assert Fraction(step) == known(printed).step


@pytest.mark.parametrize("printed", ["几十", "两三", "三百多", "百十", "百八十", "1亿3千多万"])
def test_a_vague_numeral_is_a_rounded_one(printed: str) -> None:
    assert known(printed).is_rounded is True


def test_a_power_may_have_three_hundred_digits_and_no_more() -> None:
    assert known("100^99").value == 100**99
    assert known("1000^75").value == 1000**75
    assert read_numeral("1000^76") is None


def test_nothing_to_the_power_of_nothing_is_one_and_has_no_inverse() -> None:
    assert known("0^0").value == 1
    assert read_numeral("0^-1") is None


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
        ("3万5千", "34500", "35500"),
        ("三万五千", "34500", "35500"),
        ("三万五", "34500", "35500"),
        ("3万4000", "34000", "34000"),
        ("1万600", "10600", "10600"),
        ("两千六", "2600", "2600"),
        ("6千5百", "6450", "6550"),
        ("1亿2000万", "119995000", "120005000"),
        ("15k", "14500", "15500"),
        ("2e5", "150000", "250000"),
        ("2e1", "15", "25"),
        ("2e0", "2", "2"),
        ("2.5e0", "2.45", "2.55"),
        ("2e−1", "0.15", "0.25"),
        ("3×10^2", "250", "350"),
        ("2^5", "32", "32"),
        ("2^−1", "0.5", "0.5"),
        ("0^0", "1", "1"),
        ("半", "0.5", "0.5"),
        ("半百", "50", "50"),
        ("半万", "2500", "7500"),
        ("-3.4万", "-34500", "-33500"),
        ("负62", "-62", "-62"),
        ("三分之二", "1985/3000", "2015/3000"),
        ("十分之三", "0.25", "0.35"),
        ("千分之三", "0.0025", "0.0035"),
        ("五百分之一", "0.0019", "0.0021"),
        ("一分之一", "0.995", "1.005"),
        ("二分之一", "0.495", "0.505"),
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


@pytest.mark.parametrize("modifier", [Modifier.ABOUT, Modifier.MORE_THAN, Modifier.LESS_THAN])
def test_a_count_stays_a_count_when_reprinted(modifier: Modifier) -> None:
    """The bounds of 约3户 come from 约, and those of 约3公里 from the unit too."""
    for is_continuous in (True, False):
        again = reprint(amount(known("3"), modifier, is_continuous=is_continuous), "3", "8")
        assert amount(known("8"), modifier, is_continuous=is_continuous) == again


def test_an_amount_keeps_its_unit_factor_when_reprinted() -> None:
    """七成 is 70 percent; printed as 八成 it would be 80."""
    again = reprint(amount(known("七十")), "七", "八")
    assert again is not None
    assert again.value == 80


@pytest.mark.parametrize("new", ["", "3.4.5", "万"])
def test_no_amount_is_reprinted_as_what_is_no_numeral(new: str) -> None:
    numeral = known("62")
    assert reprint(amount(numeral), "62", new) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有100万三千户", ["100万三千"]),
        ("有1万600多家", ["1万600多"]),
        ("投入3万5000元", ["3万5000"]),
        ("投入1亿2345.67万元", ["1亿2345.67万"]),
        ("有20万、30万和40万", ["20万", "30万", "40万"]),
        ("20万 30万", ["20万", "30万"]),
        ("7万 5千 4百", ["7万 5千 4百"]),
        ("投入3万2020年", ["3万", "2020"]),
        ("3亿2020-10-31", ["3亿", "2020", "10", "31"]),
        ("建成20万5G基站", ["20万", "5"]),
        ("132万65岁以上老人、3万60后", ["132万", "65", "3万", "60"]),
        ("20万0至3岁婴幼儿", ["20万", "0", "3"]),
        ("3万零50户、1百01个", ["3万零50", "1百01"]),
        ("装机50万千瓦、3千瓦时、两千克拉", ["50万", "3", "两千"]),
        ("2020十大人物、2020百强", ["2020", "十", "2020"]),
        ("五百三十二个", ["五百三十二"]),
        ("一百点五", ["一百点五"]),
        ("八点二十", ["八", "二十"]),
        ("一点一滴", ["一", "一"]),
        ("一\n二\n三", ["一", "二", "三"]),
        ("甲 三 五 八", ["三", "五", "八"]),
        ("三 百 五 十", ["三 百 五 十"]),
        ("十两酒、八两", ["十", "两", "八", "两"]),
        ("两三百、一两个", ["两三百", "一两"]),
        ("二○一八", ["二○一八"]),
        ("百分之三", ["百分之三"]),
        ("总数十万、数十万", ["十万", "数十万"]),
        ("几乎、陆地、队伍、拾取、万一", ["一"]),
        ("陆拾元", ["陆拾"]),
        ("万余人", ["万余"]),
        ("其中30来自外省、30来人", ["30", "30来"]),
        ("29 338 605人", ["29 338 605"]),
        ("120 345 678\n", ["120", "345", "678"]),
        ("1, 234, 567", ["1", "234", "567"]),
        ("15k、4K、3kg", ["15k", "4", "3"]),
        ("2e5、2E5、3e车", ["2e5", "2", "5", "3"]),
        ("上涨.5", [".5"]),
        ("……9", ["9"]),
        ("三百五十又3分之1", ["三百五十又3分之1"]),
        ("占1/3、1 4/3", ["1/3", "1 4/3"]),
        ("2020/10/31", ["2020", "10", "31"]),
    ],
)
def test_a_numeral_is_found_as_far_as_it_reads(text: str, found: list[str]) -> None:
    assert found == [match.group() for match in re.finditer(NUMERAL, text)]


@pytest.mark.parametrize(
    ("pattern", "text"), [(ARABIC_NUMERAL, "3.4万"), (CHINESE_NUMERAL, "三万四"), (FRACTION, "2/3")]
)
def test_each_notation_has_a_pattern(pattern: str, text: str) -> None:
    assert re.fullmatch(pattern, text)
    assert re.fullmatch(NUMERAL, text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("283.98亿", 28_397_000_000, 28_399_000_000),
        ("1205", 1204, 1206),
        ("1200", 1080, 1320),
        ("12300", 12200, 12400),
        ("100", 90, 110),
        ("101", 100, 102),
        ("99", Fraction("89.1"), Fraction("108.9")),
        ("30", 27, 33),
        ("0", 0, 0),
    ],
)
def test_about_a_round_number_reaches_far_and_about_any_other_to_its_last_digit(
    text: str, low: int | Fraction, high: int | Fraction
):
    numeral = read_numeral(text)
    assert numeral is not None
    bounds = amount(numeral, Modifier.ABOUT).interval
    assert (low, high) == (bounds.low, bounds.high)


@pytest.mark.parametrize(
    ("text", "low"),
    [("1亿3千多万", 130_000_000), ("10亿5000余万", 1_050_000_000), ("1兆2亿3千多万", 1_000_230_000_000)],
)
def test_more_than_so_many_ten_thousands_is_added_to_the_hundred_millions(text: str, low: int):
    numeral = read_numeral(text)
    assert numeral is not None
    assert numeral.low == low
    assert numeral.high == low + 10_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一半", "0.5"),
        ("三点五六", "3.56"),
        ("一百零3.5", "103.5"),
        ("一万亿三千亿", 1_300_000_000_000),
        ("一万五千亿三千万", 1_500_030_000_000),
        ("一万五千亿三", 1_500_030_000_000),
    ],
)
def test_a_numeral_in_mixed_notation_has_its_value(text: str, value: int | str) -> None:
    assert Fraction(value) == known(text).value
    assert not known(text).is_vague


@pytest.mark.parametrize(
    "text",
    [
        "几分之一",
        "3.5点六",
        "两两点五",
        "一万点五亿",
        "3分之1/2",
        "三分之两两",
        "两两又二分之一",
        "三/4",
        "3/四",
        "二百一两",
        "十两三",
        "1万10百",
        "1万20百",
        "一亿零万五千",
        "一万五千亿二亿",
        "1亿20000万",
        "1亿10000万",
        "1亿0.5亿",
        "十廿",
        "廿十",
        "1百100",
        "1亿多万",
        "两两几十",
    ],
)
def test_figures_and_scales_that_nobody_writes_together_are_no_numeral(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十几余", 10, 20),
        ("一亿几千万", 100_000_000, 200_000_000),
        ("几千几百", 1100, 11_000),
        ("1亿亿3千多万", 10_000_000_030_000_000, 10_000_000_040_000_000),
        ("1万3千多万", 130_000_000, 140_000_000),
    ],
)
def test_a_few_of_a_lesser_scale_are_added_to_the_greater(text: str, low: int, high: int) -> None:
    assert (low, high) == (known(text).low, known(text).high)


def test_a_numeral_has_sixty_four_characters_at_most() -> None:
    assert known("1" * 64).value == int("1" * 64)
    assert read_numeral("1" * 65) is None


@pytest.mark.parametrize("text", ["一万零二十三", "一万零廿三", "2^5"])
def test_a_number_told_to_its_last_figure_is_not_rounded(text: str) -> None:
    assert known(text).is_rounded is False


def test_behind_a_zero_the_last_figure_stands_at_its_own_place() -> None:
    assert known("一百零三").step == 1


def test_a_numeral_in_half_its_unit_is_twice_as_many() -> None:
    assert known("3").times(Fraction(2)) == Numeral(*(Fraction(n) for n in (6, 6, 6, 2)), is_rounded=False)


def test_about_a_hundred_of_the_last_printed_decimal_reaches_one_of_it() -> None:
    assert amount(known("1.00万"), Modifier.ABOUT).interval == Interval(Fraction(9900), Fraction(10100))


def test_about_nothing_is_nothing_whatever_it_is_reprinted_as() -> None:
    nothing = Amount(Fraction(0), Interval(Fraction(0), Fraction(0)), Fraction(1), Modifier.ABOUT)
    reprinted = reprint(nothing, "3", "4")
    assert reprinted is not None
    assert reprinted.interval == nothing.interval


def test_a_range_is_not_reprinted() -> None:
    assert reprint(Amount(None, Interval(Fraction(3), Fraction(5)), Fraction(1)), "3", "4") is None
