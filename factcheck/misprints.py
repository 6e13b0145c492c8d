"""How a numeral is mistyped: a digit changed, two swapped, one dropped or doubled, the point moved, 万 for 亿.

The classes are those that proof-readers and the literature on typing errors count (Damerau 1964, CACM 7(3)),
and the unit slips that Chinese numerals add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from factcheck.expressions import expression

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
    plain = numeral
    if not numeral.replace(".", "", 1).isalnum():
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

    Numerals meet under what is left of them without one of their digits, so that the work grows with their number and
    not with its square. First come those with a digit too many, then those of one pattern in the order of the first.

    >>> sorted(neighbours(["235", "253", "25", "901"]))
    [('235', '25'), ('235', '253'), ('253', '25')]
    """
    at = {numeral: index for index, numeral in enumerate(dict.fromkeys(numerals))}
    several = list(at)
    kept = {numeral: _kept(numeral) for numeral in several}
    yield from ((several[more], several[less]) for less, more in sorted(_with_one_more(at, kept)))
    for _, _, _, alike in sorted([*_changed(at, kept), *_swapped(at, kept)]):
        yield from combinations([several[index] for index in alike], 2)


_Kept = Mapping[str, Sequence[tuple[int, str]]]
_Alike = tuple[int, bool, int, list[int]]  # the first numeral of a pattern, whether two digits are swapped, where, all


def _kept(numeral: str) -> list[tuple[int, str]]:
    """What is left of a numeral without each of its digits, and where that stands."""
    return [(i, numeral[:i] + numeral[i + 1 :]) for i, char in enumerate(numeral) if "0" <= char <= "9"]


def _with_one_more(at: Mapping[str, int], kept: _Kept) -> set[tuple[int, int]]:
    """Numerals and those that have a digit more; one behind the last decimal only says how exact a numeral is."""
    return {
        (at[rest], at[numeral])
        for numeral, rests in kept.items()
        for place, rest in rests
        if rest in at and len(rests) > 1 and rest[0] != "." and (place != rests[-1][0] or "." not in numeral)
    }


def _changed(at: Mapping[str, int], kept: _Kept) -> Iterator[_Alike]:
    """The numerals that are the same but for the digit at one place."""
    first: dict[tuple[int, str], int] = {}
    met: dict[tuple[int, str], list[int]] = {}
    for numeral, rests in kept.items():
        index = at[numeral]
        for pattern in rests:
            other = first.setdefault(pattern, index)
            if other != index:
                met.setdefault(pattern, [other]).append(index)
    return ((alike[0], False, place, alike) for (place, _), alike in met.items() if len(alike) <= _MOST_MET)


def _swapped(at: Mapping[str, int], kept: _Kept) -> Iterator[_Alike]:
    """The numerals that are the same but for the order of two neighbouring digits, across a point too (3.6, 6.3)."""
    for numeral, rests in kept.items():
        for (i, _), (j, _) in pairwise(rests):
            x, y = numeral[i], numeral[j]
            if x < y and (other := at.get(numeral[:i] + y + numeral[i + 1 : j] + x + numeral[j + 1 :])) is not None:
                alike = sorted((at[numeral], other))
                yield alike[0], True, i, alike


_MOST_MET = 12  # numerals of one pattern; more are a series (2.1%, 2.2% …), in which none is a slip for another


def are_one_slip_apart(a: str, b: str) -> bool:
    """Whether one keystroke makes one canonical numeral of the other.

    >>> are_one_slip_apart("3.4万", "4.3万"), are_one_slip_apart("12", "34")
    (True, False)
    """
    if len(a) == len(b):
        return a != b and _is_changed(a, b)
    return _has_one_more(a, b) or _has_one_more(b, a)


def _is_changed(a: str, b: str) -> bool:
    """Whether one digit parts two numerals of one length, or the order of two neighbouring ones."""
    at = first_difference(a, b)
    x, y = a[at], b[at]
    if not ("0" <= x <= "9" and "0" <= y <= "9"):
        return False
    if a[at + 1 :] == b[at + 1 :]:
        return True
    end = at + 1
    while end < len(a) and not "0" <= a[end] <= "9":  # across a point too: 3.6 for 6.3
        end += 1
    return a[end : end + 1] == y and b[at:] == y + a[at + 1 : end] + x + a[end + 1 :]


def _has_one_more(long: str, short: str) -> bool:
    """Whether a numeral is another one with a digit more; one behind the last decimal only says how exact it is."""
    if len(long) != len(short) + 1 or short.startswith("."):
        return False
    at = first_difference(long, short)
    if long[at + 1 :] != short[at:] or not "0" <= long[at] <= "9" or not _DIGIT.search(short):
        return False
    is_twice = long[at - 1 : at] == long[at]
    return is_twice or "." not in long or bool(_DIGIT.search(long, at + 1))


def first_difference(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    at = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        at += 1
    return at


_DIGIT = expression("[0-9]")
