"""The same fact in two sources: alike surroundings, no other place or time, numerals equal or one misprint apart.

Numbers that differ by more are other dates or scopes as often as slips (53.4万 in June, 77.06万 in October).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.model import Claim, Ground, Relation
from factcheck.relations.identity import apart_in_time, is_statement, likeness_ground, near_pairs
from factcheck.rulebook import Rulebook


def find(readings: Sequence[Reading], inside: Sequence[Relation], rulebook: Rulebook) -> Iterator[Relation]:
    """Pairs of claims in different documents that state one fact."""
    claims = [claim for reading in readings for claim in reading.claims if is_statement(claim)]
    for a, b in near_pairs(claims):
        if a.document is b.document or apart_in_time(a, b) or _apart_in_place(a, b):
            continue
        if not rulebook.lexicon.interchangeable(a.unit, b.unit):
            continue
        if ground := likeness_ground(a, b, rulebook.lexicon):
            yield Relation("same-across", {"value": (a,), "other": (b,)}, Ground(ground, rulebook.doubt(ground)))


def _apart_in_place(a: Claim, b: Claim) -> bool:
    return a.place is None or a.place != b.place
