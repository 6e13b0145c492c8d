"""Laws of numerals: what is printed in any notation reads back, nothing raises, no interval leaves its number out."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import Modifier
from factcheck.numerals import NUMERAL, Numeral, amount, read_numeral, reprint
from factcheck.readers.cleaning import fold

law = settings(max_examples=200, deadline=None)

naturals = st.one_of(st.integers(0, 9999), st.integers(0, 10**12 - 1))


# Printers


def in_chinese(number: int) -> str:
    """A number below ten thousand million million as it is read out.

    >>> in_chinese(10_305), in_chinese(15), in_chinese(120_000_003), in_chinese(15 * 10**12)
    ('一万零三百零五', '十五', '一亿二千万零三', '十五万亿')
    """
    if not number:
        return "零"
    if number >= 10**12:
        above, below = divmod(number, 10**8)
        rest = in_chinese(below) if below else ""
        return (
            in_chinese(above)
            + "亿"
            + ("零" if 0 < below < 10**7 else "")
            + rest.replace("十", "一十", rest[:1] == "十")
        )
    printed, skipped = "", False
    for power, mark in ((8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4
        if section:
            printed += ("零" if printed and (skipped or section < 1000) else "") + section_in_chinese(section) + mark
        skipped = not section
    return printed.removeprefix("一") if printed.startswith("一十") else printed


def section_in_chinese(section: int) -> str:
    """
    >>> section_in_chinese(305), section_in_chinese(2010)
    ('三百零五', '二千零一十')
    """
    digits = ("零一二三四五六七八九"[int(digit)] for digit in f"{section:04}")
    spoken = (
        digit if digit == "零" else digit + scale for digit, scale in zip(digits, ("千", "百", "十", ""), strict=True)
    )
    return re.sub("零+", "零", "".join(spoken)).strip("零")


def for_bankers(number: int) -> str:
    """
    >>> for_bankers(1905)
    '壹仟玖佰零伍'
    """
    plain, bankers = "一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"
    return in_chinese(number).translate(str.maketrans(plain, bankers))


def digit_by_digit(digits: str) -> str:
    """
    >>> digit_by_digit("2020")
    '二〇二〇'
    """
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in digits)


def in_scale(number: int, scale: int) -> str:
    """A number over 10,000 or 100,000,000, without trailing zeros."""
    shown = format(Decimal(number) / scale, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def in_mixed_scales(number: int) -> str:
    """Figures in every section, and a scale behind it.

    >>> in_mixed_scales(345_000_600), in_mixed_scales(34_000)
    ('3亿4500万零600', '3万4000')
    """
    parts = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    printed = ""
    for section, mark in parts:
        if section:
            printed += ("零" if printed and section < 1000 else "") + f"{section}{mark}"
    return printed or "0"


# Notations: a strategy gives what is printed and what it says

signs = st.sampled_from([("", 1), ("-", -1), ("−", -1), ("负", -1), ("+", 1)])
decimals = st.text("0123456789", min_size=1, max_size=6)
scales = st.sampled_from(
    [("十", 10), ("百", 100), ("千", 1000), ("万", 10**4), ("百万", 10**6), ("亿", 10**8), ("万亿", 10**12)]
)
in_scales = st.builds(lambda n, scale: (in_scale(n, scale[1]) + scale[0], Fraction(n)), naturals, scales)
in_letters = st.builds(
    lambda n, letter: (f"{n}{letter[0]}", Fraction(n * letter[1])),
    st.integers(1, 9999),
    st.sampled_from([("k", 1000), ("w", 10**4)]),
)
spoken_decimals = st.builds(
    lambda n, tail: (f"{in_chinese(n)}点{digit_by_digit(tail)}", Fraction(f"{n}.{tail}")), naturals, decimals
)
printed_decimals = st.builds(lambda n, tail: (f"{n}.{tail}", Fraction(f"{n}.{tail}")), naturals, decimals)
small = st.integers(2, 9999)
fractions = st.builds(
    lambda top, bottom, show: (f"{show(bottom)}分之{show(top)}", Fraction(top, bottom)),
    st.integers(1, 9999),
    small,
    st.sampled_from([str, in_chinese]),
)
mixed_fractions = st.builds(
    lambda whole, top, bottom, show: (
        f"{show(whole)}又{show(bottom)}分之{show(top)}",
        whole + Fraction(top, bottom),
    ),
    st.integers(1, 9999),
    st.integers(1, 9999),
    small,
    st.sampled_from([str, in_chinese]),
)
slashed = st.builds(
    lambda top, bottom: (f"{top}/{bottom}", Fraction(top, bottom)), st.integers(1, 999), st.integers(2, 999)
)
scientific = st.builds(
    lambda n, tail, power: (f"{n}.{tail}e{power:+d}", Fraction(f"{n}.{tail}") * Fraction(10) ** power),
    st.integers(0, 99),
    decimals,
    st.integers(-20, 20),
)
powers = st.builds(
    lambda base, power: (f"{base}^{power}", Fraction(base) ** power), st.integers(1, 99), st.integers(-9, 9)
)
whole_numbers = st.builds(
    lambda n, show: (show(n), Fraction(n)),
    naturals,
    st.sampled_from([str, "{:,}".format, in_chinese, for_bankers, in_mixed_scales]),
)
long_chinese = st.builds(lambda n: (in_chinese(n), Fraction(n)), st.integers(10**12, 10**16 - 1))
digit_strings = st.text("0123456789", min_size=3, max_size=16).map(lambda n: (digit_by_digit(n), Fraction(int(n))))

found_notations = st.one_of(
    whole_numbers,
    long_chinese,
    digit_strings,
    in_scales.filter(lambda printed: "十" not in printed[0]),
    in_letters,
    printed_decimals,
    spoken_decimals,
    fractions,
    mixed_fractions,
    slashed,
    scientific,
    powers,
)
notations = st.one_of(found_notations, in_scales)
vague = st.sampled_from(
    [
        *("几", "十几", "几十万", "数千", "700多万", "3万多亿", "三十来", "4700余", "万余"),
        *("两三", "七八十", "十五六", "百八十", "百十来", "十分之几"),
    ]
)


def known(text: str) -> Numeral:
    numeral = read_numeral(text)
    assert numeral is not None
    return numeral


@law
@given(notations, signs)
def test_a_number_reads_back_from_every_notation(notation: tuple[str, Fraction], sign: tuple[str, int]) -> None:
    printed, value = notation
    numeral = known(sign[0] + printed)
    assert sign[1] * value == numeral.value == numeral.low == numeral.high
    assert numeral.step > 0
    assert not numeral.is_vague


@law
@given(naturals)
def test_full_width_digits_say_what_half_width_digits_say(number: int) -> None:
    wide = f"{number:,}".translate({ord("0") + n: ord("０") + n for n in range(10)} | {ord(","): "，"})
    assert number == known(fold(wide)).value


@law
@given(st.integers(10**6, 10**12))
def test_groups_may_be_set_apart_by_spaces(number: int) -> None:
    assert number == known(f"{number:,}".replace(",", " ")).value


@law
@given(naturals, st.integers(0, 40))
def test_a_space_within_a_chinese_numeral_says_nothing(number: int, place: int) -> None:
    printed = in_chinese(number)
    assert number == known(printed[:place] + " " + printed[place:]).value


@law
@given(st.integers(0, 999), st.integers(1, 99), st.integers(2, 99))
def test_a_mixed_number_is_told_by_its_space(whole: int, top: int, bottom: int) -> None:
    assert whole + Fraction(top, bottom) == known(f"{whole} {top}/{bottom}").value


@law
@given(found_notations)
def test_a_numeral_of_any_notation_is_found_whole(notation: tuple[str, Fraction]) -> None:
    found = re.search(NUMERAL, f"共{notation[0]}。")
    assert found is not None
    assert notation[0] == found.group()


characters = "0123456789.,，eE^+-−/ 零〇○一二两三五八九十廿百千万亿兆拾佰仟壹贰陆半几数多余来点又分之负kw×%年"
any_numeral = st.text(st.sampled_from(characters), max_size=30)


@law
@given(st.one_of(any_numeral, st.text(max_size=90), st.text(st.sampled_from("0123456789.^e-"), max_size=12)))
def test_no_text_raises_and_every_numeral_is_whole(text: str) -> None:
    numeral = read_numeral(text)
    if numeral:
        assert numeral.low <= numeral.value <= numeral.high
        assert numeral.step > 0
        assert len(str(numeral.value)) < 1000


@law
@given(any_numeral)
def test_what_is_found_as_a_numeral_begins_with_one(text: str) -> None:
    for found in re.finditer(NUMERAL, re.sub("分 *之", "", text)):  # 万 begins 万分之三
        printed = found.group()
        assert any(read_numeral(printed[:end]) for end in range(len(printed), 0, -1))


def test_texts_of_one_repeated_piece_are_read_through() -> None:
    """Patterns that look back over what they have read would take hours here."""
    for piece in (
        "一",
        "一 ",
        "1",
        "1,234",
        "1 234 ",
        "万",
        "1万6",
        "点",
        "一点",
        "分之",
        "一分之",
        "十多",
        "1e",
        "1^",
        ".1",
        "1/",
    ):
        assert sum(1 for _ in re.finditer(NUMERAL, piece * 50_000)) >= 0
        assert read_numeral(piece * 50_000) is None


@law
@given(notations, signs, st.sampled_from(Modifier), st.booleans())
def test_an_interval_contains_its_nominal_value(
    notation: tuple[str, Fraction], sign: tuple[str, int], modifier: Modifier, is_continuous: bool
) -> None:
    read = amount(known(sign[0] + notation[0]), modifier, is_continuous=is_continuous)
    assert read.value is not None
    assert read.interval.low is None or read.interval.low <= read.value
    assert read.interval.high is None or read.value <= read.interval.high


@law
@given(naturals, st.sampled_from([Modifier.ABOUT, Modifier.MORE_THAN, Modifier.LESS_THAN]))
def test_a_modifier_never_narrows_an_exact_count(number: int, modifier: Modifier) -> None:
    read = amount(known(str(number)), modifier).interval
    assert read.low is not None
    assert read.low <= number
    assert read.high is None or number <= read.high


places = st.sampled_from(
    [("", 1), ("十", 10), ("百", 100), ("千", 1000), ("万", 10**4), ("十万", 10**5), ("亿", 10**8)]
)
figure = st.integers(1, 9)
further = st.fractions(0, 1, max_denominator=1000).filter(lambda part: part < 1)


@law
@given(figure, places, further)
def test_any_figure_may_stand_for_a_few(few: int, place: tuple[str, int], rest: Fraction) -> None:
    numeral = known("几" + place[0])
    assert numeral.low <= (few + rest) * place[1] <= numeral.high


@law
@given(figure, st.integers(0, 9), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_any_figure_may_follow_a_ten(tens: int, few: int, scale: tuple[str, int]) -> None:
    numeral = known(in_chinese(tens * 10) + "几" + scale[0])
    assert numeral.low <= (tens * 10 + few) * scale[1] <= numeral.high


@law
@given(figure, st.integers(1, 6), further, st.sampled_from("多余来"), st.sampled_from([("", 1), ("万", 10**4)]))
def test_what_is_over_may_be_anything_up_to_the_next_figure(
    first: int, zeros: int, over: Fraction, tail: str, scale: tuple[str, int]
) -> None:
    base = first * 10**zeros
    numeral = known(f"{base}{tail}{scale[0]}")
    assert numeral.low <= (base + over * 10**zeros) * scale[1] <= numeral.high
    assert base * scale[1] == numeral.value


@law
@given(st.integers(1, 8), st.sampled_from([("", 1), ("十", 10), ("百", 100), ("万", 10**4), ("百万", 10**6)]))
def test_a_pair_admits_both_of_its_figures(first: int, scale: tuple[str, int]) -> None:
    numeral = known(digit_by_digit(f"{first}{first + 1}") + scale[0])
    assert numeral.low <= first * scale[1] < (first + 1) * scale[1] <= numeral.high


@law
@given(st.one_of(notations.map(lambda notation: notation[0]), vague), st.sampled_from(Modifier), st.booleans(), figure)
def test_what_is_printed_again_says_the_same(
    printed: str, modifier: Modifier, is_continuous: bool, factor: int
) -> None:
    numeral = known(printed)
    for unit in (numeral, numeral.times(Fraction(1, factor)), numeral.times(Fraction(-1))):
        said = amount(unit, modifier, is_continuous=is_continuous)
        assert said == reprint(said, printed, printed)
