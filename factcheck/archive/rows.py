"""Claims as rows: what an archive knows of each, whichever engine keeps it and joins it.

A row is filed by the bare noun of what is counted, for look-ups, and by the whole key of its fact, where nothing of it
is unknown. Claims with unlike keys are never one fact. Those with one noun may be: the rules across sources decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect
from factcheck.periods import DATE, RELATIVE
from factcheck.sources.keys import Fact, facts, part_and_whole
from factcheck.sources.same_fact import SIGNED, is_comparable

_SHORTEST_NOUN = 2  # characters; the rules across sources compare no shorter ones
_PART = "~"  # ends the code of some unnamed part of a place
_SOME_TIME = re.compile(rf"{DATE}|{RELATIVE.pattern}|目前|现在|当前|日前|近日|昨|今|此前|[此本]次|截[至止]")
_NO_YEAR = "0000"  # opens the period of a day whose year is not known


class Row(NamedTuple):
    """A claim as it stands in an archive. `since` and `until` are its own time, or else the day of its document; empty
    where neither is known. `low` and `high`, in base units, are rounded: for order, not for judgement.

    `is_known` tells that it is its document's one voice on a fact whose key is wholly known, `is_alone` that it is the
    one value that its document has for its noun. The document is known by what its content digests to.
    """

    noun: str  # empty where a claim cannot be looked up by it
    counted: str
    subject: str
    dimension: str
    sense: str
    place: str
    since: str
    until: str
    aspect: str
    status: str
    low: float | None
    high: float | None
    is_known: bool
    is_alone: bool
    number: int  # of the claim in its document
    date: str | None = None
    path: str = ""
    document: bytes = b""

    @property
    def moment(self) -> tuple[str, str] | None:
        """The time that a claim speaks of; None where it is not known."""
        return (self.since, self.until) if self.since else None

    @property
    def fact(self) -> tuple[str, ...]:
        """What two rows of one fact have in common."""
        return self.subject, self.dimension, self.sense, self.place, self.since, self.until, self.aspect, self.status

    @property
    def topic(self) -> tuple[str, ...]:
        """What two rows that may be of one fact have in common."""
        return self.noun, self.counted, self.sense, self.place, self.since, self.until, self.aspect, self.status


def rows(reading: Reading, lexicon: Lexicon) -> tuple[Row, ...]:
    """The claims of a reading that can be looked up or joined. Where what is counted, or where, or at which of several
    times is not known, there is no row: unknown never conflicts."""
    told = enumerate(facts(reading, lexicon))
    found = [row for number, fact in told for row in _rows(number, fact, reading, lexicon)]
    known = _single((row for row in found if row.is_known), lambda row: row.fact)
    alone = _single((row for row in found if row.noun and row.since), lambda row: row.topic)
    flagged = (row._replace(is_known=row in known, is_alone=row in alone) for row in found)
    return tuple(row for row in flagged if row.noun or row.is_known)


def _rows(number: int, fact: Fact, reading: Reading, lexicon: Lexicon) -> Iterator[Row]:
    row = _row(number, fact, reading, lexicon)
    yield row
    if fact.key.aspect is Aspect.SHARE and row.is_known and (whole := part_and_whole(fact, lexicon)[1]):
        yield row._replace(noun="", subject=whole, sense=row.subject)  # the share is asked for where its whole is told


def _row(number: int, fact: Fact, reading: Reading, lexicon: Lexicon) -> Row:
    key, claim = fact.key, fact.claim
    is_known = is_comparable(fact)
    period = key.period if is_known else claim.period
    since, until = (period.start, period.end) if period else (reading.date or "", reading.date or "")
    low, high = _bounds(fact, lexicon)
    return Row(
        key.noun if _can_be_looked_up(fact, reading) else "",
        key.counted,
        key.subject,
        key.dimension,
        "+".join(key.sense),
        claim.place.code if claim.place else "",
        since,
        until,
        key.aspect.value,
        key.status.value,
        low,
        high,
        is_known,
        False,
        number,
        reading.date,
    )


def _can_be_looked_up(fact: Fact, reading: Reading) -> bool:
    place = fact.claim.place
    is_named = len(fact.key.noun) >= _SHORTEST_NOUN and place is not None and not place.code.endswith(_PART)
    return is_named and not _is_of_unknown_time(fact, reading)


def _is_of_unknown_time(fact: Fact, reading: Reading) -> bool:
    """Whether the sentence up to a number speaks of a time that nothing tells: 14日, 目前, 近日."""
    claim = fact.claim
    if claim.period or reading.date:
        return bool(claim.period and claim.period.start.startswith(_NO_YEAR))
    opening = reading.outline.openings[reading.outline.sentence(claim.span.start)]
    return _SOME_TIME.search(reading.document.text, opening, claim.span.start) is not None


def _bounds(fact: Fact, lexicon: Lexicon) -> tuple[float | None, float | None]:
    """The bounds of a claim in base units, a fall below zero."""
    factor, interval = lexicon.factor(fact.claim.unit), fact.claim.amount.interval
    low, high = (None if bound is None else _float(bound * factor) for bound in (interval.low, interval.high))
    if fact.key.direction < 0 and fact.key.aspect in SIGNED and (low is None or low >= 0):
        return None if high is None else -high, None if low is None else -low
    return low, high


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _single(found: Iterable[Row], of_one: Callable[[Row], Hashable]) -> set[Row]:
    """The first row of each fact that a document tells with one value; several are of several things."""
    told: dict[Hashable, list[Row]] = defaultdict(list)
    for row in found:
        told[of_one(row)].append(row)
    return {same[0] for same in told.values() if len({(row.low, row.high) for row in same}) == 1}


def places_inside(code: str) -> tuple[str, str]:
    """The first and the last code of the places inside a place, the place itself left out.

    >>> places_inside("130700")
    ('130700!', '1307~')
    """
    stem = "" if code == "100000" else code.removesuffix("00").removesuffix("00")
    return f"{code}!" if stem else "", f"{stem}~" if stem else "~"
