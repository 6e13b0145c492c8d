"""What was paid lies between the lowest and the highest price times how many.

回购50万股，最低价6.1元/股，最高价6.6元/股，支付金额316万元
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from factcheck.claims import Reading
from factcheck.equations import multiply
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.outline import Outline
from factcheck.relations.series import label_of
from factcheck.rulebook import Rulebook

_LOWEST, _HIGHEST = expression("最低"), expression("最高")
_PRICE = expression("价|每股")
_PAID = expression("涉资|金额|资金|斥资|耗资|总价|总额|成交额|支付")
_LIMIT = expression("不超过|不低于|上限|下限|拟|计划|预案|不高于")
_UNITS = frozenset("股份张手")
_FARTHEST = 6  # numbers from a price to the others


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Amounts, numbers and the range of prices, told within one paragraph."""
    text = reading.document.text
    if "股" not in text or not ("价" in text or "每股" in text):
        return
    ground = Ground("price-range", rulebook.doubt("price-range"))
    for index, low in enumerate(reading.claims):
        if _is_price(low, _LOWEST):
            around = _around(reading, index)
            high = next((c for c in around if _is_price(c, _HIGHEST) and c.unit == low.unit), None)
            if high and (found := _traded(around, low, high, rulebook.lexicon)):
                roles = {"lowest": (low,), "highest": (high,), "total": (found[0],), "count": (found[1],)}
                yield Relation("price-range", roles, ground)
        elif _is_price_range(low) and (found := _traded(_around(reading, index), low, low, rulebook.lexicon)):
            yield Relation("average", {"average": (low,), "total": (found[0],), "count": (found[1],)}, ground)


def _is_price_range(claim: Claim) -> bool:
    """回购价为每股6.14元-6.58元: one number of the text."""
    return claim.amount.is_range and claim.quantity.kind is Kind.MONEY and bool(_PRICE.search(label_of(claim)))


def _is_price(claim: Claim, which: re.Pattern[str]) -> bool:
    label = label_of(claim)
    is_money = claim.quantity.kind in (Kind.MONEY, Kind.MEASURE) and "元" in (claim.unit or "")
    return is_money and bool(which.search(label)) and bool(_PRICE.search(label)) and not _LIMIT.search(label)


def _around(reading: Reading, index: int) -> Sequence[Claim]:
    """The numbers near one in its paragraph, the nearest first."""
    paragraph = _paragraph(reading.outline, reading.claims[index])
    near = range(max(0, index - _FARTHEST), min(len(reading.claims), index + _FARTHEST + 1))
    inside = [i for i in near if i != index and _paragraph(reading.outline, reading.claims[i]) == paragraph]
    return [reading.claims[i] for i in sorted(inside, key=lambda i: abs(i - index))]


def _paragraph(outline: Outline, claim: Claim) -> int:
    return outline.paragraph(claim.span.start).start


def _traded(around: Sequence[Claim], low: Claim, high: Claim, lexicon: Lexicon) -> tuple[Claim, Claim] | None:
    """What was paid and for how many: the pair that fits the prices, else the only one there is."""
    paid = [c for c in around if _is_paid(c, low)]
    counts = [c for c in around if c.quantity.kind is Kind.COUNT and c.unit in _UNITS and _is_told(c)]
    pairs = list(product(paid, counts))
    fitting = (pair for pair in pairs if _fits(*pair, low, high))
    return next(fitting, pairs[0] if len(pairs) == 1 else None)


def _is_paid(claim: Claim, price: Claim) -> bool:
    of_currency = (price.unit or "").split("/")[0] == claim.unit
    return claim.quantity.kind is Kind.MONEY and of_currency and bool(_PAID.search(label_of(claim))) and _is_told(claim)


def _is_told(claim: Claim) -> bool:
    return claim.aspect is Aspect.LEVEL and claim.amount.value is not None and not _LIMIT.search(label_of(claim))


def _fits(total: Claim, count: Claim, low: Claim, high: Claim) -> bool:
    prices = Interval(low.amount.interval.low, high.amount.interval.high)
    paid, made = total.amount.interval, multiply(prices, count.amount.interval)
    if paid.low is None or paid.high is None or made.low is None or made.high is None:
        return False
    return paid.low <= made.high and made.low <= paid.high
