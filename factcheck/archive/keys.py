"""Where a claim is looked up: what is counted, in which kind of unit, and where.

Claims with unlike keys are never one fact. Those with one key may be: the rules across sources decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim
from factcheck.periods import DATE, RELATIVE
from factcheck.relations.identity import plain_subject

_SHORTEST_SUBJECT = 2  # characters; the rules across sources compare no shorter ones
_PART = "~"  # ends the code of some unnamed part of a place
_SOME_TIME = re.compile(rf"{DATE}|{RELATIVE.pattern}|目前|现在|当前|日前|近日|昨|今|此前|[此本]次|截[至止]")
_NO_YEAR = "0000"  # opens the period of a day whose year is not known
COUNTED = "thing"  # the dimension of all that is counted: 个 stands for any other classifier


class Key(NamedTuple):
    """The columns of a look-up."""

    subject: str
    dimension: str
    place: str


class Entry(NamedTuple):
    """A claim as it stands in the index: its number in the document, its key, its time and its sense."""

    number: int
    key: Key
    period: tuple[str, str] | None
    sense: str  # level, change, rate …; claims of two senses are not compared


def entries(reading: Reading, lexicon: Lexicon) -> Iterator[Entry]:
    """The claims of a reading that can be looked up. Where what is counted, or where, or at which of several times is
    not known, there is no key: unknown never conflicts."""
    for number, claim in enumerate(reading.claims):
        subject = plain_subject(claim.subject)
        if len(subject) < _SHORTEST_SUBJECT or claim.place is None or claim.place.code.endswith(_PART):
            continue
        if _is_of_unknown_time(reading, claim):
            continue
        key = Key(lexicon.equivalents.get(subject, subject), dimension_of(claim.unit, lexicon), claim.place.code)
        period = (claim.period.start, claim.period.end) if claim.period else None
        yield Entry(number, key, period, f"{claim.aspect} {claim.status}")


def _is_of_unknown_time(reading: Reading, claim: Claim) -> bool:
    """Whether the sentence up to a number speaks of a time that nothing tells: 14日, 目前, 近日."""
    if claim.period or reading.date:
        return bool(claim.period and claim.period.start.startswith(_NO_YEAR))
    opening = reading.outline.openings[reading.outline.sentence(claim.span.start)]
    return _SOME_TIME.search(reading.document.text, opening, claim.span.start) is not None


def dimension_of(unit: str | None, lexicon: Lexicon) -> str:
    """What units that may stand for one another have in common."""
    known = lexicon.units.get(unit or "")
    if known is None or known.dimension in ("thing", "loose"):
        return COUNTED
    return f"{known.kind.value}.{known.dimension}"


def places_around(code: str) -> tuple[str, ...]:
    """The codes of the places that a place lies in, the nearest first.

    >>> places_around("130702"), places_around("130000")
    (('130700', '130000', '100000'), ('100000',))
    """
    around = (f"{code[:4]}00", f"{code[:2]}0000", "100000")
    return tuple(place for place in dict.fromkeys(around) if place != code) if code != "100000" else ()


def places_inside(code: str) -> tuple[str, str]:
    """The first and the last code of the places inside a place, the place itself left out.

    >>> places_inside("130700")
    ('130700!', '1307~')
    """
    stem = "" if code == "100000" else code.removesuffix("00").removesuffix("00")
    return f"{code}!" if stem else "", f"{stem}~" if stem else "~"
