"""How far a number must move to close a gap, and which ways of printing it anew may move it so far.

A numeral of plain digits is weighed in whole numbers: of its hundred misprints few come near, and only those are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from factcheck.model import Amount, Interval

_PLAIN = re.compile(r"(?P<whole>[0-9]{1,15})(?:\.(?P<decimals>[0-9]{1,15}))?(?P<scale>[^0-9.,，]*)")
_FINER = 10  # a digit more or less makes the last one that is printed so much lighter or heavier


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
class Sieve:
    """Keeps back the misprints of a numeral that make none of some shifts.

    `units` is the numeral as a whole number, of tenths of its last digit; so are the least and the most that each
    shift takes.
    """

    units: int
    decimals: int
    scale: str
    reaches: tuple[tuple[int, int], ...]

    def passes(self, text: str) -> bool:
        """False only where the numeral `text` makes none of the shifts."""
        plain = _PLAIN.fullmatch(text)
        if not plain or plain["scale"] != self.scale or abs(len(plain["decimals"] or "") - self.decimals) > 1:
            return True
        moved = abs(_units(plain, self.decimals) - self.units)
        return any(least <= moved <= most for least, most in self.reaches)


def sieve(numeral: str, printed: Amount, shifts: Iterable[Shift]) -> Sieve | None:
    """The sieve for a numeral of plain digits, maybe with 万 behind them.

    >>> printed = Amount(Fraction(253), Interval(Fraction(253), Fraction(253)), Fraction(1))
    >>> by_18 = sieve("253", printed, [Shift(Fraction(18), Fraction(0))])
    >>> by_18.passes("235"), by_18.passes("283")
    (True, False)
    """
    plain = _PLAIN.fullmatch(numeral)
    if not plain or not printed.step:
        return None
    decimals = len(plain["decimals"] or "")
    units, unit = _units(plain, decimals), printed.step / _FINER
    if units * unit != printed.value:
        return None
    return Sieve(units, decimals, plain["scale"], tuple(_reach(shift, unit) for shift in shifts))


def _units(plain: re.Match[str], decimals: int) -> int:
    """A numeral of about so many decimals in tenths of its last digit."""
    behind = plain["decimals"] or ""
    return int(plain["whole"] + behind + "0" * (decimals + 1 - len(behind)))


def _reach(shift: Shift, unit: Fraction) -> tuple[int, int]:
    """The widest that a shift may be, the last digit of the other numeral being the heavier one."""
    by, slack = shift.by / unit, shift.slack / unit + _FINER * _FINER
    return ceil(by - slack), floor(by + slack)
