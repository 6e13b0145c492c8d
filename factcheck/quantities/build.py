"""Quantities from their parts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from factcheck.lexicon import Unit
from factcheck.model import Amount, Interval, Kind, Modifier, Quantity, Span
from factcheck.numerals import Numeral, amount, read_numeral
from factcheck.quantities.lookalikes import Lookalike

NO_AMOUNT = Amount(None, Interval(None, None), Fraction(1))
ONE = Fraction(1)
CONTINUOUS = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MEASURE, Kind.MULTIPLE})


def code(text: str, start: int, end: int) -> Quantity:
    """A number that names something and counts nothing; its digits stay readable as a value."""
    span = Span(start, end)
    printed = text[start:end]
    return Quantity(
        span, span, printed, amount_in(None, printed, Modifier.EXACT) or NO_AMOUNT, None, Kind.OTHER, "code"
    )


def uncounted(text: str, start: int, end: int, kind: Kind = Kind.OTHER, note: str = "") -> Quantity:
    """A stretch that is no claim and has no amount: a date, an idiom."""
    span = Span(start, end)
    return Quantity(span, span, text[start:end], NO_AMOUNT, None, kind, note)


def lookalike(text: str, found: Lookalike) -> Quantity:
    """What only looks like a number; a score keeps its kind."""
    if found.note == "score":
        return uncounted(text, found.start, found.end, Kind.SCORE)
    return uncounted(text, found.start, found.end, Kind.OTHER, found.note)


_HALF = Fraction(1, 2)


def _and_a_half(numeral: Numeral) -> Numeral:
    return replace(numeral, value=numeral.value + _HALF, low=numeral.low + _HALF, high=numeral.high + _HALF, step=_HALF)


def printed_amount(
    printed: str,
    modifier: Modifier = Modifier.EXACT,
    factor: Fraction = ONE,
    is_continuous: bool = False,
    has_half: bool = False,
) -> Amount | None:
    """The amount of a numeral times a factor, with the 半 behind it (三年半); None where it is no numeral."""
    numeral = read_numeral(printed)
    if numeral is None:
        return None
    numeral = _and_a_half(numeral) if has_half else numeral
    return amount(numeral.times(factor), modifier, is_continuous=is_continuous)


@lru_cache(maxsize=1 << 16)
def amount_in(
    unit: Unit | None, printed: str, modifier: Modifier, is_negative: bool = False, has_half: bool = False
) -> Amount | None:
    """The amount of a numeral in its unit, as `Unit.conversion` tells it; texts repeat theirs, so it is remembered."""
    factor = unit.conversion if unit else ONE
    is_continuous = unit is not None and unit.kind in CONTINUOUS and "." not in printed
    return printed_amount(printed, modifier, -factor if is_negative else factor, is_continuous, has_half)
