"""Prices and yields in two units: 12.46元/股, 8000万股 and the 9.968亿元 that they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Relation
from factcheck.relations.series import bare, may_be_meant
from factcheck.rulebook import Rulebook

_FARTHEST = 4  # claims before and behind a rate
_NEAR = 1  # sentences
_PARTS = 2  # units of a rate


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each rate with the one count and the one amount in its units that it ties, or would but for one slip."""
    if not any(unit and "/" in unit for unit in reading.units):
        return
    ground = Ground("unit-rate", rulebook.doubt("unit-rate"))
    for index, rate in enumerate(reading.claims):
        units = (rate.unit or "").split("/")
        around = _around(reading, index)
        if len(units) != _PARTS or rate.amount.value is None or any(c.unit == rate.unit for c in around):
            continue  # of a highest and a lowest price neither is the mean
        near = [c for c in around if c.aspect is Aspect.LEVEL and c.amount.is_exact]
        # 元/吨 times 吨 is 元, whatever a ton is
        amounts, counts = ([bare(c) for c in near if c.unit == unit] for unit in units)
        fitting = [(a, c) for a in amounts for c in counts if _is_tied(rate, a, c, rulebook.lexicon)]
        if len(fitting) == 1:
            amount, count = fitting[0]
            yield Relation("product", {"product": (amount,), "factor": (bare(rate),), "times": (count,)}, ground)


def _around(reading: Reading, index: int) -> Sequence[Claim]:
    rate = reading.claims[index]
    near = (*reading.claims[max(0, index - _FARTHEST) : index], *reading.claims[index + 1 : index + 1 + _FARTHEST])
    return [c for c in near if abs(c.sentence - rate.sentence) <= _NEAR]


def _is_tied(rate: Claim, amount: Claim, count: Claim, lexicon: Lexicon) -> bool:
    """Whether the product holds, or one of the three is a keystroke from making it hold."""
    each, value, many = bare(rate), lexicon.value(amount), lexicon.value(count)
    if not value or not many or not rate.amount.value:
        return False
    return (
        may_be_meant(amount, lexicon.value(each) * many, lexicon)
        or may_be_meant(each, value / many, lexicon)
        or may_be_meant(count, value / rate.amount.value, lexicon)
    )
