"""Averages: 追讨66宗，涉及金额207万元，平均每宗3.1万元 ties the amount, the count and what falls on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.rulebook import Rulebook

_EACH = expression(
    r"(?:平均|即)每一?(?P<unit>[\u4e00-\u9fff]{1,2}?)(?P<noun>[\u4e00-\u9fff]{0,8}?)(?:有|约|达|为|近|增加|减少|新增|金额)?$"
)
_LONGEST_LEAD = 16
_WITHIN_SENTENCE = 6  # claims looked back over for the total and the count
_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER})
_MOST_YEARS = 100
_PERSONS = frozenset("人名位")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each average whose total and count stand in its sentence, and nothing else that could be meant."""
    text = reading.document.text
    if "平均每" not in reading.labels and "即每" not in reading.labels:
        return
    ground = Ground("average", rulebook.doubt("average"))
    for index, start in enumerate(reading.starts):
        each = _EACH.search(text, max(0, start - _LONGEST_LEAD), start)
        average = reading.claims[index]
        if not each or average.quantity.kind not in _AMOUNTS:
            continue
        before = _before(reading, index)
        counts = _called([c for c in before if _counts(c, each["unit"])], each["noun"])
        totals = [c for c in before if c not in counts and c.unit == average.unit and _is_total(c, average)]
        if len(counts) == 1 and len(totals) == 1:
            yield _relation(average, totals[0], counts[0], ground)


def _before(reading: Reading, index: int) -> Sequence[Claim]:
    """The claims before an average in its sentence and the one before."""
    average = reading.claims[index]
    start = reading.outline.paragraph(average.span.start).start
    near = reading.claims[max(0, index - _WITHIN_SENTENCE) : index]
    return [c for c in near if c.span.start >= start and average.sentence - c.sentence <= 1 and c.amount.is_exact]


def _counts(claim: Claim, unit: str) -> bool:
    """66宗 for 每宗, 十年 for 每年, 1200名 for 每人."""
    if claim.quantity.kind is Kind.DURATION:
        return claim.unit == unit and 1 < (claim.amount.value or 0) <= _MOST_YEARS
    if claim.quantity.kind is not Kind.COUNT or claim.aspect not in (Aspect.LEVEL, Aspect.CHANGE):
        return False
    return claim.unit == unit or (unit in _PERSONS and claim.unit in _PERSONS)


def _called(counts: Sequence[Claim], noun: str) -> Sequence[Claim]:
    """Of several counts in one unit that of what is named: 18个乡镇 for 每个乡镇, not the 346个 villages."""
    named = [c for c in counts if noun and c.document.text.startswith(noun, c.span.end)]
    return named if len(counts) > 1 else counts


def _is_total(claim: Claim, average: Claim) -> bool:
    if claim.quantity.kind not in _AMOUNTS or claim.amount.value is None or average.amount.value is None:
        return False
    return claim.amount.value > average.amount.value and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE)


def _relation(average: Claim, total: Claim, count: Claim, ground: Ground) -> Relation:
    if count.quantity.kind is Kind.DURATION and count.amount.value:
        return Relation(
            "average-of-years", {"average": (average,) * int(count.amount.value), "total": (total,)}, ground
        )
    kind = "average-whole" if average.amount.interval.is_point else "average"
    return Relation(kind, {"average": (average,), "total": (total,), "count": (count,)}, ground)
