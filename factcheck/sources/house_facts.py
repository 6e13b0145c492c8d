"""What a source says of a house fact: the thing counted and the place are declared, so nothing else need be alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from factcheck.facts import HouseFact
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Place, Relation
from factcheck.relations.identity import apart_in_time, is_statement, plain_subject
from factcheck.sources import Sources

_Named = tuple[str, Place | None]


def find(sources: Sources) -> Iterator[Relation]:
    """Each fact beside each claim of the same thing and place, of no other time."""
    readings, rulebook = sources.readings, sources.rulebook
    facts: dict[_Named, list[Claim]] = defaultdict(list)
    for fact in readings:
        if isinstance(fact, HouseFact):
            facts[_named(fact.claims[0], rulebook.lexicon)].append(fact.claims[0])
    if not facts:
        return
    ground = Ground("house-fact", rulebook.doubt("house-fact"))
    for reading in readings:
        for claim in () if isinstance(reading, HouseFact) else reading.claims:
            for fact_ in facts.get(_named(claim, rulebook.lexicon), ()):
                if _is_same(claim, fact_, rulebook.lexicon):
                    yield Relation("same-across", {"value": (claim,), "other": (fact_,)}, ground)


def _named(claim: Claim, lexicon: Lexicon) -> _Named:
    subject = plain_subject(claim.subject)
    return lexicon.equivalents.get(subject, subject), claim.place


def _is_same(claim: Claim, fact: Claim, lexicon: Lexicon) -> bool:
    return is_statement(claim) and lexicon.interchangeable(claim.unit, fact.unit) and not apart_in_time(claim, fact)
