"""The same fact in two sources: of one key; or alike in their surroundings, with no other place or time, and their
numerals equal or one misprint apart.

Numbers that differ by more, where their keys are not wholly known, are other dates or scopes as often as slips.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from factcheck.claims import Reading
from factcheck.model import Amount, Aspect, Claim, Ground, Interval, Kind, Period, Relation, Status
from factcheck.periods import read_period
from factcheck.relations.identity import (
    apart_in_time,
    clause_before,
    digits_of,
    is_statement,
    likeness_ground,
    near_pairs,
)
from factcheck.sources import Sources
from factcheck.sources.keys import CUMULATIVE, Fact, Key

_KINDS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT})
_LEAD = 40  # characters before a number in which it is said whose it is
_HEAD = 80  # characters in which a bulletin tells its day
SIGNED = frozenset({Aspect.RATE, Aspect.CHANGE, Aspect.POINTS})


def find(sources: Sources) -> Iterator[Relation]:
    """Pairs of claims in different documents that state one fact."""
    yield from _of_one_key(sources)
    yield from _alike(sources)


def _of_one_key(sources: Sources) -> Iterator[Relation]:
    """Facts of one key in the order of their values, each beside the next: as many relations as facts, not pairs."""
    ground = Ground("same-key", sources.rulebook.doubt("same-key"))
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in sources.facts:
        if is_comparable(fact):
            groups[replace(fact.key, direction=0)].append(fact)
    for group in groups.values():
        values = sorted(_one_a_document(group), key=sources.rulebook.lexicon.value)
        for a, b in pairwise(values):
            yield Relation("same-across", {"value": (a,), "other": (b,)}, ground)


def is_comparable(fact: Fact) -> bool:
    """Whether a fact can be held against others of its key: all of it known, and told as it is."""
    return (
        fact.key.is_known
        and fact.key.status is Status.ACTUAL
        and fact.claim.quantity.kind in _KINDS
        and fact.claim.amount.value is not None
        and fact.key.aspect is not Aspect.RANK
    )


def _one_a_document(group: Sequence[Fact]) -> Iterator[Claim]:
    """One claim a document, of none where it states several values: they are of several things."""
    documents: dict[int, list[Fact]] = defaultdict(list)
    for fact in group:
        documents[id(fact.claim.document)].append(fact)
    if len(documents) > 1:
        is_mixed = len({fact.key.direction < 0 for fact in group}) > 1
        for stated in documents.values():
            if len({fact.claim.amount.value for fact in stated}) == 1:
                yield _signed(stated[0]) if is_mixed else stated[0].claim


def _signed(fact: Fact) -> Claim:
    """The claim with a fall counted below zero, so that 下降4.6% is not 增长4.6%."""
    if fact.key.direction >= 0 or fact.key.aspect not in SIGNED or (fact.claim.amount.value or 0) <= 0:
        return fact.claim
    return structs.replace(
        fact.claim, quantity=structs.replace(fact.claim.quantity, amount=_negative(fact.claim.amount))
    )


def _negative(amount: Amount) -> Amount:
    low, high = amount.interval.low, amount.interval.high
    return structs.replace(
        amount,
        value=None if amount.value is None else -amount.value,
        interval=Interval(None if high is None else -high, None if low is None else -low),
    )


def _alike(sources: Sources) -> Iterator[Relation]:
    """Claims alike in their surroundings whose keys say nothing against it."""
    keys = {fact.claim: fact.key for fact in sources.facts if is_statement(fact.claim) and _is_told_once(fact.claim)}
    times = {id(reading.document): _time(reading) for reading in sources.readings}
    rulebook = sources.rulebook
    for a, b in near_pairs(list(keys)):
        if a.document is b.document or _apart_in_place(a, b) or _differ_in_kind(keys[a], keys[b]):
            continue
        ground = likeness_ground(a, b, rulebook.lexicon) if rulebook.lexicon.interchangeable(a.unit, b.unit) else None
        if not ground or not (_is_of_one_time(a, b, keys, times, ground) or _is_retold(sources, a, b)):
            continue
        yield Relation("same-across", {"value": (a,), "other": (b,)}, Ground(ground, rulebook.doubt(ground)))


def _is_of_one_time(a: Claim, b: Claim, keys: Mapping[Claim, Key], times: Mapping[int, str], ground: str) -> bool:
    """Whether no time sets the two apart; across sources two words in common (restated-faintly) are chance."""
    if ground == "restated-faintly" or apart_in_time(a, b) or _differ_in_time(keys[a], keys[b]):
        return False
    return bool(a.period and b.period) or not _are_of_two_times(times[id(a.document)], times[id(b.document)])


def _is_retold(sources: Sources, a: Claim, b: Claim) -> bool:
    """Whether another telling number stands beside both: a passage told again is of the same time, whenever it is."""
    return bool(_companions(sources, a) & _companions(sources, b))


def _companions(sources: Sources, claim: Claim) -> set[tuple[str, str | None]]:
    reading = sources.reading_of(claim.document)
    beside = reading.between(reading.outline.sentences[claim.sentence])
    told = {(digits_of(other), other.unit) for other in beside if other is not claim}
    return {(digits, unit) for digits, unit in told if sum(map(str.isdigit, digits)) >= _FEWEST_TELLING}


_FEWEST_TELLING = 3  # digits of a number that two tellings hardly share by chance


def _is_told_once(claim: Claim) -> bool:
    """Whether a number may be one fact of its place; ages, the largest and least of many, and what a source says of
    公司 or 我校, which it alone knows, are not."""
    lead = claim.document.text[max(0, claim.span.start - _LEAD) : claim.span.start]
    return claim.unit not in _AGES and not _EXTREME.search(clause_before(claim)) and not _OWN.search(lead)


_AGES = frozenset({"岁", "周岁", "虚岁"})
_OWN = re.compile("公司|本集团|本基金|[本我][行校院所厂局]")
_EXTREME = re.compile("最[大小高低多少早晚长短]")


def _apart_in_place(a: Claim, b: Claim) -> bool:
    return a.place is None or a.place != b.place


def _differ_in_kind(a: Key, b: Key) -> bool:
    """Whether the keys tell two facts: an estimate and the final figure, new and cumulative, or subjects without two
    characters in common. What is cumulative may stand without saying so."""
    if a.status is not b.status or (a.sense != b.sense and {a.sense, b.sense} != {(), (CUMULATIVE,)}):
        return True
    return bool(a.subject and b.subject) and _pairs(a.subject).isdisjoint(_pairs(b.subject))


def _differ_in_time(a: Key, b: Key) -> bool:
    """Whether the keys tell a year and its month, say; what is so to date may stand without a date."""
    if a.period and b.period:
        return a.period != b.period
    return any(period and not _is_to_date(period) for period in (a.period, b.period))


def _pairs(subject: str) -> set[str]:
    return {subject[i : i + 2] for i in range(max(1, len(subject) - 1))}


def _is_to_date(period: Period) -> bool:
    """From the first day of a year to a day that ends no month: 今年以来."""
    return period.start[5:] == "01-01" and period.end[5:] not in _MONTHS_END


_MONTHS_END = frozenset(
    [
        "01-31",
        "02-28",
        "02-29",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
        "07-31",
        "08-31",
        "09-30",
        "10-31",
        "11-30",
        "12-31",
    ]
)


def _time(reading: Reading) -> str:
    """The day that a source is of: its own, or the first that its head prints; else the last year that it tells facts
    of; else empty."""
    if reading.date:
        return reading.date
    dates = (q for q in reading.quantities if q.kind is Kind.DATE and q.span.start < _HEAD)
    periods = (read_period(quantity.text, None) for quantity in dates)
    day = next((period.start for period in periods if period and period.start == period.end), "")
    years = (c.period.end[:4] for c in reading.claims if c.period and c.status is Status.ACTUAL)
    return day or max(years, default="")


def _are_of_two_times(a: str, b: str) -> bool:
    """Whether both are known and differ: two days by month and day, where one has no year; with a year alone, which
    is that of the last facts and may be the one before its source's, by more than a year."""
    if len(a) > 4 and len(b) > 4:
        return a[5:] != b[5:] or (a[:4] != b[:4] and _NO_YEAR not in (a[:4], b[:4]))
    return bool(a and b) and _NO_YEAR not in (a[:4], b[:4]) and abs(int(a[:4]) - int(b[:4])) > 1


_NO_YEAR = "0000"
