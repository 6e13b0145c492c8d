"""Derived agreement: 232.3万 falling to 3.4万 in one source, 228.9万 lifted out in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Claim, Ground, Kind, Place, Relation
from factcheck.numerals import reprint
from factcheck.relations.identity import is_statement, plain_subject
from factcheck.sources import Sources

_MOST_CLAIMS = 24  # of one key that a change is held against


def find(sources: Sources) -> Iterator[Relation]:
    """Changes of one source beside a number of another that is, or nearly is, their difference."""
    rulebook = sources.rulebook
    stated: dict[tuple[str | None, Place | None, str], list[Claim]] = defaultdict(list)
    for reading in sources.readings:
        for claim in reading.claims:
            if (
                is_statement(claim)
                and claim.quantity.kind is not Kind.PERCENT
                and claim.place
                and len(claim.subject) >= 2
            ):
                stated[_key(claim, rulebook.lexicon)].append(claim)
    ground = Ground("derived", rulebook.doubt("derived"))
    for old, new in _changes(sources.inside):
        for claim in stated.get(_key(old, rulebook.lexicon), [])[:_MOST_CLAIMS]:
            if claim.document is not old.document and _could_be(claim, old, new):
                yield Relation("difference-across", {"a": (old,), "b": (new,), "difference": (claim,)}, ground)


def _key(claim: Claim, lexicon: Lexicon) -> tuple[str | None, Place | None, str]:
    subject = plain_subject(claim.subject)
    return claim.unit, claim.place, lexicon.equivalents.get(subject, subject)


def _changes(relations: Sequence[Relation]) -> Iterator[tuple[Claim, Claim]]:
    for relation in relations:
        if relation.kind in ("rise", "fall") and relation.roles.get("old") and relation.roles.get("new"):
            yield relation.roles["old"][0], relation.roles["new"][0]


def _could_be(claim: Claim, old: Claim, new: Claim) -> bool:
    """Whether the number is the difference, or would be with one misprint in any of the three."""
    if _differ_by(old.amount.value, new.amount.value, claim.amount.value):
        return True
    return (
        any(_differ_by(value, new.amount.value, claim.amount.value) for value in _misprinted(old))
        or any(_differ_by(old.amount.value, value, claim.amount.value) for value in _misprinted(new))
        or any(_differ_by(old.amount.value, new.amount.value, value) for value in _misprinted(claim))
    )


def _misprinted(claim: Claim) -> Iterator[Fraction | None]:
    """The values that the claim's numeral may be a slip for."""
    numeral = claim.quantity.numeral.of(claim.document.text)
    for text, _ in misprints(numeral):
        amount = reprint(claim.amount, numeral, text)
        yield amount.value if amount else None


def _differ_by(old: Fraction | None, new: Fraction | None, difference: Fraction | None) -> bool:
    return old is not None and new is not None and difference is not None and abs(old - new) == difference
