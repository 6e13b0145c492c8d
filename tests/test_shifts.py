"""Which misprints are tried at all: none that would make a check hold may be left out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from factcheck.misprints import misprints
from factcheck.model import Interval
from factcheck.numerals import amount, read_numeral, reprint
from factcheck.shifts import Shift, failing, ruler, too_near_or_far

NUMERALS = ("7", "10", "253", "1200", "4700000", "0.94", "3.4万", "12.05", "100.00", "1.5亿", "99.9", "8000万")


def meant_by(numeral: str, is_continuous: bool) -> dict[str, Interval]:
    """What each numeral stands for of which a slip may have made this one."""
    read = read_numeral(numeral)
    assert read is not None
    printed = amount(read, is_continuous=is_continuous)
    anew = {text: reprint(printed, numeral, text) for text, _ in misprints(numeral)}
    return {text: other.interval for text, other in anew.items() if other is not None}


def bounds(interval: Interval) -> tuple[Fraction, Fraction]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


@pytest.mark.parametrize("is_continuous", [False, True])
@pytest.mark.parametrize("numeral", NUMERALS)
def test_no_misprint_that_falls_into_what_would_do_is_given_up(numeral: str, is_continuous: bool) -> None:
    read = read_numeral(numeral)
    assert read is not None
    by = ruler(numeral, amount(read, is_continuous=is_continuous))
    assert by is not None
    meant = meant_by(numeral, is_continuous)
    for wanted in meant.values():
        low, high = bounds(wanted)
        given_up = set(
            failing(
                meant, by, lambda values, low=low, high=high: bounds(values)[0] <= high and low <= bounds(values)[1]
            )
        )
        fitting = {
            text
            for text, (least, most) in zip(meant, map(bounds, meant.values()), strict=True)
            if least <= high and low <= most
        }
        assert set() == given_up & fitting


@pytest.mark.parametrize("numeral", NUMERALS)
def test_no_misprint_that_makes_a_shift_is_too_near_or_too_far(numeral: str) -> None:
    read = read_numeral(numeral)
    assert read is not None
    printed = amount(read)
    by = ruler(numeral, printed)
    assert by is not None
    anew = {text: other for text, _ in misprints(numeral) if (other := reprint(printed, numeral, text))}
    for other in anew.values():
        shift = Shift(abs((other.value or 0) - (printed.value or 0)), printed.step)
        making = {text for text, one in anew.items() if shift.is_made(printed, one)}
        assert set() == making & set(too_near_or_far(anew, by, [shift]))


def test_most_misprints_are_given_up_where_one_value_would_do() -> None:
    read = read_numeral("253179")
    assert read is not None
    by = ruler("253179", amount(read))
    assert by is not None
    texts = [text for text, _ in misprints("253179")]
    given_up = list(failing(texts, by, lambda values: bounds(values)[0] <= 235179 <= bounds(values)[1]))
    assert "235179" not in given_up
    assert len(texts) - len(given_up) < 5


@pytest.mark.parametrize("numeral", ["三百", "1,234", "-5", "1/2", "3万5"])
def test_a_numeral_that_is_not_of_plain_digits_is_not_measured(numeral: str) -> None:
    read = read_numeral(numeral)
    assert read is not None
    assert ruler(numeral, amount(read)) is None
