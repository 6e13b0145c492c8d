"""A range that comes again: 增长6.5%－7% as a target, and 6.5%－7%的增速 further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import are_one_slip_apart
from factcheck.model import Amount, Claim, Ground, Interval, Kind, Quantity, Relation, Span
from factcheck.numerals import read_numeral
from factcheck.rulebook import Rulebook

_TO = ("%-", "%－", "%—", "%–", "%~", "%～", "%至", "%到")
_PERCENT = r"\d{1,3}(?:\.\d{1,3})?"
_RANGE = expression(rf"(?<![\d.%])(?P<low>{_PERCENT})(?:{'|'.join(_TO)})(?P<high>{_PERCENT})%")
_FEWEST, _MOST = 2, 24  # ranges of one document that are held against one another

_Ends = tuple[Claim, Claim]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Ranges of percentages with one end the same and the other the same, or a slip away."""
    text = reading.document.text
    if text.count("%") < 2 * _FEWEST or not any(to in text for to in _TO):
        return
    ground = Ground("range-again", rulebook.doubt("range-again"))
    ranges = list(_ranges(reading))[:_MOST]
    for one, other in combinations(ranges, 2):
        for end in _unlike_end(one, other, ranges):
            yield Relation("same", {"value": (one[end],), "other": (other[end],)}, ground)


def _unlike_end(one: _Ends, other: _Ends, ranges: Sequence[_Ends]) -> Iterator[int]:
    """Which end differs by a slip while the other is the same; both, where the two ranges are the same.

    A series of ranges that meet (5%-10%, 10%-15%) has no end in common on the same side.
    """
    for end in (0, 1):
        if _printed(one[1 - end]) != _printed(other[1 - end]):
            continue
        a, b = _printed(one[end]), _printed(other[end])
        alone = [_printed(r[end]) for r in ranges].count
        if a == b or (are_one_slip_apart(a, b) and 1 in (alone(a), alone(b))):
            yield end


def _printed(claim: Claim) -> str:
    return claim.quantity.text.removesuffix("%")


def _ranges(reading: Reading) -> Iterator[_Ends]:
    for found in _RANGE.finditer(reading.document.text):
        claims = reading.between(Span(found.start(), found.end()))
        if claims and claims[0].quantity.kind is Kind.PERCENT:
            yield _end(claims[0], found, "low"), _end(claims[-1], found, "high")


def _end(claim: Claim, found: re.Match[str], name: str) -> Claim:
    """One end of a range as a number by itself; the claim of it where it is one."""
    span = Span(found.start(name), found.end(name) + 1)
    if claim.span == span:
        return claim
    numeral = read_numeral(found[name])
    value = numeral.value if numeral else None
    amount = Amount(value, Interval(value, value), numeral.step if numeral else claim.amount.step)
    return replace(
        claim, quantity=Quantity(span, Span(*found.span(name)), f"{found[name]}%", amount, "%", Kind.PERCENT)
    )
