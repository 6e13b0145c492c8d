"""How a numeral is mistyped: a digit changed, two swapped, one dropped or doubled, the point moved, 万 for 亿.

The classes are those that proof-readers and the literature on typing errors count (Damerau 1964, CACM 7(3)),
and the unit slips that Chinese numerals add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise

SLIPS = ("swap", "double", "digit", "drop", "point", "unit", "extra")

# How often one particular slip of its class is made, in terms of one particular wrong digit in one particular place.
# A place has nine wrong digits but can be swapped, left out or struck twice in one way only, so each of those counts
# for more than a given wrong digit where the classes are about equally frequent (Damerau 1964: four errors in five are
# a wrong, a missing, an extra or two swapped characters). A digit too many is nearly always the key struck twice.
# These are estimates: they decide which number is named, never whether there is a finding.
LIKELIHOOD = {
    "swap": Fraction(2),
    "double": Fraction(2),
    "digit": Fraction(1),
    "drop": Fraction(1),
    "point": Fraction(1, 2),
    "unit": Fraction(1, 2),
    "extra": Fraction(1, 20),
}


def misprints(numeral: str) -> Iterator[tuple[str, str]]:
    """Each numeral that `numeral` may be a slip for, with the name of the slip that made `numeral` of it.

    >>> ("235", "swap") in set(misprints("253"))
    True
    >>> ("266", "drop") in set(misprints("26"))
    True
    """
    places = [i for i, char in enumerate(numeral) if "0" <= char <= "9"]
    if not places or len(places) > 15:
        return
    seen = {numeral}
    for text, slip in (
        *_swaps(numeral, places),
        *_digits(numeral, places),
        *_lengths(numeral, places),
        *_scales(numeral),
    ):
        if text not in seen:
            seen.add(text)
            yield text, slip


def _swaps(numeral: str, places: list[int]) -> Iterator[tuple[str, str]]:
    """Two neighbouring digits, across a decimal point too (3.6 for 6.3)."""
    for i, j in pairwise(places):
        between = numeral[i + 1 : j]
        if (
            between in ("", ".")
            and numeral[i] != numeral[j]
            and not (i == places[0] and numeral[j] == "0" and not between)
        ):
            yield numeral[:i] + numeral[j] + between + numeral[i] + numeral[j + 1 :], "swap"


def _digits(numeral: str, places: list[int]) -> Iterator[tuple[str, str]]:
    for i in places:
        for digit in "0123456789":
            leading = i == places[0] and len(places) > 1 and numeral[i + 1 : i + 2] not in (".", "")
            if digit != numeral[i] and not (leading and digit == "0"):
                yield numeral[:i] + digit + numeral[i + 1 :], "digit"


def _lengths(numeral: str, places: list[int]) -> Iterator[tuple[str, str]]:
    """A digit too many is dropped again, struck twice or not; a dropped digit may have been any, at any place."""
    for i in places:
        if len(places) > 1 and not (i == places[0] and numeral[i + 1 : i + 2] in ("0", ".")):
            is_twice = numeral[i] in (numeral[i + 1 : i + 2], numeral[max(0, i - 1) : i])
            yield numeral[:i] + numeral[i + 1 :], "double" if is_twice else "extra"
    for i in places:
        for digit in "0123456789":
            if not (i == places[0] and digit == "0"):
                yield numeral[:i] + digit + numeral[i:], "drop"
    if "." not in numeral:  # behind the last decimal nothing is lost but what rounding may cut off
        for digit in "0123456789":
            yield numeral[: places[-1] + 1] + digit + numeral[places[-1] + 1 :], "drop"


def _scales(numeral: str) -> Iterator[tuple[str, str]]:
    if "." in numeral:
        point = numeral.index(".")
        plain = numeral.replace(".", "", 1)
        for place in (point - 1, point + 1):
            if 0 < place < len(plain) and plain[place].isdigit():
                yield plain[:place] + "." + plain[place:], "point"
    for mark, other in (("万", "亿"), ("亿", "万")):
        if mark in numeral and other not in numeral:
            yield numeral.replace(mark, other), "unit"


def canonical(numeral: str) -> str:
    """A numeral without grouping marks and without zeros that say nothing, so that alike ones are equal.

    >>> canonical("1,200.50万"), canonical("611.0")
    ('1200.5万', '611')
    """
    if numeral.isalnum():  # as most are
        return numeral
    plain = "".join(numeral.replace(",", "").replace("，", "").split())
    point = plain.find(".")
    if point < 0:
        return plain
    end = point + 1
    while end < len(plain) and "0" <= plain[end] <= "9":
        end += 1
    return plain[:end].rstrip("0").rstrip(".") + plain[end:]


def neighbours(numerals: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of numerals that one keystroke parts: a digit changed, two swapped, one too few or too many.

    Numerals meet under what is left of them with the place of the slip blotted out, so that the work grows with
    their number and not with its square.

    >>> sorted(neighbours(["235", "253", "25", "901"]))
    [('235', '25'), ('235', '253'), ('253', '25')]
    """
    meeting: dict[tuple[str, str], list[str]] = {}
    for numeral in numerals:
        for key in dict.fromkeys(_blotted(numeral)):
            meeting.setdefault(key, []).append(numeral)
    for numeral in numerals:
        for other in meeting.get(("whole", numeral), ()):
            yield other, numeral
    for (kind, _), met in meeting.items():
        if 1 < len(met) <= _MOST_MET and kind != "whole":
            yield from combinations(met, 2)


_MOST_MET = 12  # numerals of one pattern; more are a series (2.1%, 2.2% …), in which none is a slip for another


def _blotted(numeral: str) -> Iterator[tuple[str, str]]:
    places = [i for i, char in enumerate(numeral) if "0" <= char <= "9"]
    for i in places:
        yield "digit", f"{numeral[:i]}?{numeral[i + 1 :]}"
    if len(places) > 1:
        shorter = (numeral[:i] + numeral[i + 1 :] for i in places[: len(places) - ("." in numeral)])
        yield from (("whole", other) for other in shorter if not other.startswith("."))
    for i, j in pairwise(places):
        a, b = numeral[i], numeral[j]
        if a != b:
            yield "swap", f"{numeral[:i]}{min(a, b)}{max(a, b)}{j - i}{numeral[j + 1 :]}"


def are_one_slip_apart(a: str, b: str) -> bool:
    """Whether one keystroke makes one canonical numeral of the other.

    >>> are_one_slip_apart("3.4万", "4.3万"), are_one_slip_apart("12", "34")
    (True, False)
    """
    return a != b and any({a, b} == {x, y} for x, y in neighbours([a, b]))
