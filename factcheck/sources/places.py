"""A part of a place within the whole: 747 villages of a city within its province's 7,746."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Place, Relation
from factcheck.relations.identity import apart_in_time, is_statement, names_all, plain_subject
from factcheck.rulebook import Rulebook


def find(readings: Sequence[Reading], inside: Sequence[Relation], rulebook: Rulebook) -> Iterator[Relation]:
    """For each count of a place, the largest count of the same thing in the place around it."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for reading in readings:
        for claim in reading.claims:
            if is_statement(claim) and claim.place and claim.quantity.kind is Kind.COUNT and len(claim.subject) >= 2:
                named[_name(claim, rulebook.lexicon)].append(claim)
    ground = Ground("place-within", rulebook.doubt("place-within"))
    for claims in named.values():
        totals = _totals(claims)
        for part in claims:
            fitting = [w for w in totals if _around(w, part) and rulebook.lexicon.interchangeable(w.unit, part.unit)]
            whole = max(fitting, key=_size, default=None)
            if whole and names_all(whole) and not apart_in_time(whole, part):
                yield Relation("within-place", {"whole": (whole,), "part": (part,)}, ground)


def _totals(claims: Sequence[Claim]) -> list[Claim]:
    """The largest claim of each place, one that names all before one that does not."""
    largest: dict[tuple[Place | None, str | None], Claim] = {}
    for claim in claims:
        key = claim.place, claim.unit
        if key not in largest or _size(claim) > _size(largest[key]):
            largest[key] = claim
    return list(largest.values())


def _size(claim: Claim) -> tuple[Fraction, bool]:
    return claim.amount.value or Fraction(0), names_all(claim)


def _name(claim: Claim, lexicon: Lexicon) -> str:
    subject = plain_subject(claim.subject)
    return lexicon.equivalents.get(subject, subject)


def _around(whole: Claim, part: Claim) -> bool:
    return bool(whole.place and part.place and whole.place.contains(part.place))
