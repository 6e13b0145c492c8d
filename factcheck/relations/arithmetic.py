"""Arithmetic that the text writes out: 1860-420=1440, 12.5元×8=100元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.rulebook import Rulebook

_EQUALS = "="
_SIGN = expression(r"\s{0,2}(?:(?P<plus>[+＋])|(?P<minus>[-−—–])|(?P<times>[×*✕])|(?P<over>÷))\s{0,2}")
_RESULT = expression(r"\s{0,2}=\s{0,2}")
_MORE_BEFORE = expression(r"[-+＋−—–×*✕÷/^A-Za-z\d=:：)）%]\s{0,2}\Z")
_MORE_BEHIND = expression(r"\s{0,2}[-+＋−—–×*✕÷/^A-Za-z(（=]")
_SCALES = "十百千万亿"
_MOST_TERMS = 24


class _Reckoning(Struct, frozen=True):
    """Terms, the sign before each but the first, and what they are said to come to."""

    terms: tuple[Claim, ...]
    signs: tuple[str, ...]
    result: Claim


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Sums, differences and products as they are printed; what stands in brackets or goes on is left alone."""
    if _EQUALS not in reading.document.text:
        return
    ground = Ground("written-out", rulebook.doubt("written-out"))
    for index in range(2, len(reading.claims)):
        if reckoning := _reckoning(reading, index):
            yield from _relations(reckoning, ground, rulebook.lexicon)


def _reckoning(reading: Reading, index: int) -> _Reckoning | None:
    """What is printed before the equals sign that leads to a claim."""
    text, result = reading.document.text, reading.claims[index]
    first, signs = index - 1, list[str]()
    if not _RESULT.fullmatch(reading.text_between(reading.claims[first], result)):
        return None
    while first and len(signs) < _MOST_TERMS:
        sign = _SIGN.fullmatch(reading.text_between(reading.claims[first - 1], reading.claims[first]))
        if not sign:
            break
        signs.insert(0, sign.lastgroup or "")
        first -= 1
    terms = reading.claims[first:index]
    goes_on = _MORE_BEFORE.search(text[max(0, terms[0].span.start - 3) : terms[0].span.start])
    if not signs or goes_on or _MORE_BEHIND.match(text, result.span.end):
        return None
    return _Reckoning(terms, tuple(signs), result)


def _relations(told: _Reckoning, ground: Ground, lexicon: Lexicon) -> Iterator[Relation]:
    signs, terms = set(told.signs), told.terms
    if signs <= {"plus", "minus"} and _are_alike((*terms, told.result), lexicon):
        signed = list(zip(("plus", *told.signs), terms, strict=True))
        taken = tuple(term for sign, term in signed if sign == "minus")
        yield Relation(
            "sides",
            {"left": tuple(term for sign, term in signed if sign == "plus"), "right": (*taken, told.result)},
            ground,
        )
    elif told.signs == ("times",):
        yield from _product(told.result, terms, ground, lexicon)
    elif told.signs == ("over",):
        yield from _product(terms[0], (terms[1], told.result), ground, lexicon)


def _product(product: Claim, factors: Sequence[Claim], ground: Ground, lexicon: Lexicon) -> Iterator[Relation]:
    """A product in the unit of one factor, the other a bare number, a count or a percentage."""
    percent = [factor for factor in factors if factor.quantity.kind is Kind.PERCENT]
    others = [factor for factor in factors if factor not in percent]
    if len(percent) == 1 and _are_alike((product, *others), lexicon):
        yield Relation("share", {"share": (percent[0],), "part": (product,), "whole": (others[0],)}, ground)
    elif not percent and any(
        _are_alike((product, one), lexicon) and lexicon.factor(other.unit) == 1
        for one, other in (factors, reversed(factors))
    ):
        yield Relation("product", {"product": (product,), "factor": (factors[0],), "times": (factors[1],)}, ground)


def _are_alike(claims: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether the numbers are of one unit, be it left out with some: in 12+23=35万元 it is not plain of which."""
    units = {claim.unit for claim in claims} - {None}
    if any(claim.amount.value is None for claim in claims) or len(units) > 1:
        return False
    is_said_by_all = all(claim.unit for claim in claims) or not units
    bare = all(lexicon.factor(unit) == 1 for unit in units)
    return is_said_by_all or (bare and not any(scale in claim.quantity.text for claim in claims for scale in _SCALES))
