"""Derived agreement: 232.3万 falling to 3.4万 in one source, 228.9万 lifted out in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Claim, Ground, Relation
from factcheck.numerals import reprint
from factcheck.relations import find_relations
from factcheck.relations.identity import is_statement, shared_subject
from factcheck.rulebook import Rulebook


def find(readings: Sequence[Reading], rulebook: Rulebook) -> Iterator[Relation]:
    """Changes of one source beside a number of another that is, or nearly is, their difference."""
    by_unit: dict[str, list[Claim]] = defaultdict(list)
    for reading in readings:
        for claim in reading.claims:
            if is_statement(claim) and claim.unit and len(claim.subject) >= 2:
                by_unit[claim.unit].append(claim)
    ground = Ground("derived", rulebook.doubt("derived"))
    for old, new in _changes(readings, rulebook):
        for claim in by_unit.get(old.unit or "", ()):
            if claim.document is not old.document and _speaks_of(claim, old, rulebook.lexicon) and _could_be(claim, old, new):
                yield Relation("difference-across", {"a": (old,), "b": (new,), "difference": (claim,)}, ground)


def _changes(readings: Sequence[Reading], rulebook: Rulebook) -> Iterator[tuple[Claim, Claim]]:
    for reading in readings:
        for relation in find_relations(reading, rulebook):
            if relation.kind in ("rise", "fall") and relation.roles.get("old") and relation.roles.get("new"):
                yield relation.roles["old"][0], relation.roles["new"][0]


def _speaks_of(claim: Claim, old: Claim, lexicon: Lexicon) -> bool:
    same_place = claim.place is not None and claim.place == old.place
    return same_place and bool(shared_subject(claim.subject, old.subject, lexicon))


def _could_be(claim: Claim, old: Claim, new: Claim) -> bool:
    """Whether the number is the difference, or would be with one misprint in any of the three."""
    terms = (old, new, claim)
    if any(term.amount.value is None for term in terms):
        return False
    printed = [term.amount.value or Fraction(0) for term in terms]
    if _differ_by(*printed):
        return True
    for index, term in enumerate(terms):
        numeral = term.quantity.numeral.of(term.document.text)
        for text, _ in misprints(numeral):
            amount = reprint(term.amount, numeral, text)
            if amount and amount.value is not None and _differ_by(*printed[:index], amount.value, *printed[index + 1 :]):
                return True
    return False


def _differ_by(old: Fraction, new: Fraction, difference: Fraction) -> bool:
    return abs(old - new) == difference
