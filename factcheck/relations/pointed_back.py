"""A count that points back to one told before: 捕获3名盗猎者。……这3名盗猎者已被移送."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.rulebook import Rulebook

_POINTS = expression("(?:[这這该該此]|上述|前述|上面|那)$")
_THING = expression("[一-鿿]{2}")  # characters that name what is counted
_REST = expression("(?:其余|其他|其它|另外?|还有)$")
_FARTHEST = 4  # sentences back: in 6,000 documents all of 29 counts told so near were meant, of eight farther off six
_MOST_TOLD = 40  # numbers looked back over
_TWO = 2  # 这两种语言 points to two that were named as often as to two that were counted


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """这3名…, and the last count of the same thing before it."""
    ground = Ground("pointed-back", rulebook.doubt("pointed-back"))
    for claim in reading.claims if Kind.COUNT in reading.kinds else ():
        if claim.quantity.kind is Kind.COUNT and _points(claim) and (meant := _meant(claim, _told(reading, claim))):
            yield Relation("same", {"value": (meant,), "other": (claim,)}, ground)


def _told(reading: Reading, claim: Claim) -> list[Claim]:
    """The counts of the same thing in the sentences just before that of a claim, but for what was left over."""
    thing = _thing(claim)
    near = reading.before(claim.span.start, _MOST_TOLD) if thing else ()
    first, last = claim.sentence - _FARTHEST, claim.sentence
    same = (c for c in near if first <= c.sentence < last and c.unit == claim.unit and _thing(c) == thing)
    return [c for c in same if not _is_rest(c)]


def _thing(claim: Claim) -> str:
    """The first characters of the name of what an exact count counts."""
    if claim.quantity.kind is not Kind.COUNT or claim.aspect is not Aspect.LEVEL or not claim.amount.is_exact:
        return ""
    found = _THING.match(claim.document.text, claim.span.end)
    return found.group() if found else ""


def _points(claim: Claim) -> bool:
    return bool(_POINTS.search(claim.document.text, max(0, claim.span.start - 2), claim.span.start))


def _meant(claim: Claim, told: Sequence[Claim]) -> Claim | None:
    """The count told last; one that is the same before any other."""
    same = [c for c in told if c.amount.value == claim.amount.value]
    if same or (told and claim.amount.value != _TWO):
        return (same or told)[-1]
    return None


def _is_rest(claim: Claim) -> bool:
    return bool(_REST.search(claim.document.text, max(0, claim.span.start - 2), claim.span.start))
