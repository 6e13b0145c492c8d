"""Which ways of printing a number anew may make a check hold, told before any of them is read.

A numeral of plain digits is measured in whole numbers: of its hundred misprints few come near to what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from factcheck.model import Amount, Interval

_PLAIN = re.compile(r"(?P<whole>[0-9]{1,15})(?:\.(?P<decimals>[0-9]{1,15}))?(?P<scale>[^0-9.,，]*)")
_FINER = 10  # a digit more or less makes the last one that is printed so much lighter or heavier
_WIDEST = _FINER * _FINER  # that the last digit of a misprint may be, in tenths of the one that is printed


def middle(interval: Interval) -> Fraction:
    if interval.low is None or interval.high is None:
        return interval.low or interval.high or Fraction(0)
    return interval.low if interval.low is interval.high else (interval.low + interval.high) / 2


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a number must move, up or down; `slack` is what rounding allows beside its own last digit."""

    by: Fraction
    slack: Fraction

    def is_made(self, printed: Amount, meant: Amount) -> bool:
        """Whether the other amount lies about so far away."""
        moved = abs(middle(printed.interval) - middle(meant.interval))
        return abs(moved - self.by) <= self.slack + max(printed.step, meant.step)


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures a numeral of plain digits, maybe with 万 behind them, and its misprints in tenths of its last digit,
    each of which is a `unit`."""

    size: int
    decimals: int
    scale: str
    unit: Fraction

    def measure(self, text: str) -> tuple[int, int] | None:
        """The size of another numeral and that of one in its last digit; None where it is printed too differently.

        >>> ruler("2.5", Amount(Fraction(5, 2), Interval(None, None), Fraction(1, 10))).measure("52")
        (5200, 100)
        """
        plain = _PLAIN.fullmatch(text)
        fewer = self.decimals - len(plain["decimals"] or "") if plain and plain["scale"] == self.scale else None
        if not plain or fewer is None or abs(fewer) > 1:
            return None
        return _size(plain, self.decimals), _FINER ** (1 + fewer)

    def reach(self, shift: Shift) -> tuple[int, int]:
        """The least and the most by which a numeral differs that makes a shift, its last digit aside."""
        by, slack = shift.by / self.unit, shift.slack / self.unit
        return ceil(by - slack), floor(by + slack)

    def hull(self, least: int, most: int) -> Interval:
        """All values that misprints of two sizes and of those between stand for, where they are exact or rounded."""
        return Interval((least - _WIDEST) * self.unit, (most + _WIDEST) * self.unit)


def ruler(numeral: str, printed: Amount) -> Ruler | None:
    """What measures a numeral, if it is of plain digits."""
    plain = _PLAIN.fullmatch(numeral)
    if not plain or not printed.step:
        return None
    decimals = len(plain["decimals"] or "")
    size, unit = _size(plain, decimals), printed.step / _FINER
    return Ruler(size, decimals, plain["scale"], unit) if size * unit == printed.value else None


def _size(plain: re.Match[str], decimals: int) -> int:
    behind = plain["decimals"] or ""
    return int(plain["whole"] + behind + "0" * (decimals + 1 - len(behind)))


def too_near_or_far(texts: Iterable[str], by: Ruler, shifts: Iterable[Shift]) -> Iterator[str]:
    """The numerals among `texts` that make none of the shifts.

    >>> printed = Amount(Fraction(2530), Interval(Fraction(2530), Fraction(2530)), Fraction(1))
    >>> list(too_near_or_far(["2350", "2830"], ruler("2530", printed), [Shift(Fraction(180), Fraction(0))]))
    ['2830']
    """
    reaches = [by.reach(shift) for shift in shifts]
    for text in texts:
        if measured := by.measure(text):
            size, last = measured
            moved, slack = abs(size - by.size), max(last, _FINER)
            if not any(least - slack <= moved <= most + slack for least, most in reaches):
                yield text


def failing(texts: Iterable[str], by: Ruler, may_hold: Callable[[Interval], bool]) -> Iterator[str]:
    """The numerals among `texts` that leave no chance: where nothing would hold whatever a number is between two
    values, no numeral between them need be tried, so that few of many are.

    >>> printed = Amount(Fraction(253), Interval(Fraction(253), Fraction(253)), Fraction(1))
    >>> below_400 = lambda values: values.low < 400
    >>> list(failing(["235", "953", "983"], ruler("253", printed), below_400))
    ['953', '983']
    """
    sizes = sorted((measured[0], text) for text in texts if (measured := by.measure(text)))
    stretches = [sizes] if sizes else []
    while stretches:
        stretch = stretches.pop(0)
        half = len(stretch) // 2
        if not may_hold(by.hull(stretch[0][0], stretch[-1][0])):
            yield from (text for _, text in stretch)
        elif half:
            stretches += [stretch[:half], stretch[half:]]
