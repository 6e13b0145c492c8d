"""A contribution rate, the points pulled, and the growth they are of: 消费贡献率35%，拉动GDP增长0.7个百分点, GDP增长2%.

The points over the growth make the rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.equations import divide, multiply
from factcheck.expressions import expression
from factcheck.misprints import misprints
from factcheck.model import Amount, Aspect, Claim, Ground, Interval, Kind, Relation, Span
from factcheck.numerals import reprint
from factcheck.relations.topics import likeness, topic
from factcheck.rulebook import Rulebook

_RATE = expression(r"对(?P<object>[^，。；、\d]{2,16}?)的?贡献(?:率|度|份额)[^，。；\d]{0,4}\Z")
_PULL = expression("拉动|带动|推动")
_ECONOMY = expression("GDP|生产总值|经济")
_GROWTH = expression("增长$|增速$")
_KINDS = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT})
_LONGEST_CLAUSE = 36
_FARTHEST = 240  # claims gone back over for the growth, which a report tells at its head
_ALIKE = 90  # percent of likeness of two names
_HUNDRED = Interval(Fraction(100), Fraction(100))

_Pull = tuple[Claim, Claim]  # a contribution rate and the points


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each rate and its points with the growth of what they are of, where most such rates agree with it."""
    if not reading.kinds >= _KINDS:
        return
    ground = Ground("share-of-growth", rulebook.doubt("share-of-growth"))
    by_object: dict[str, list[_Pull]] = {}
    for thing, pull in _pulls(reading):
        by_object.setdefault(thing, []).append(pull)
    for thing, pulls in by_object.items():
        if growth := _growth(reading, thing, pulls):
            for rate, points in pulls:
                yield Relation("share", {"share": (rate,), "part": (points,), "whole": (growth,)}, ground)


def _pulls(reading: Reading) -> Iterator[tuple[str, _Pull]]:
    """A rate of contribution and the points right behind it, with what they are of."""
    for index, rate in enumerate(reading.claims[:-1]):
        points = reading.claims[index + 1]
        if rate.quantity.kind is not Kind.PERCENT or points.quantity.kind is not Kind.PERCENTAGE_POINT:
            continue
        named = _RATE.search(reading.document.text, max(0, rate.span.start - _LONGEST_CLAUSE), rate.span.start)
        if named and rate.sentence == points.sentence and _PULL.search(reading.text_between(rate, points)):
            yield _GROWTH.sub("", named["object"]), (rate, points)


def _growth(reading: Reading, thing: str, pulls: Sequence[_Pull]) -> Claim | None:
    """The nearest growth of the thing before the rates that one of them agrees with; of a lone one, within a slip."""
    start = pulls[0][0].span.start
    named = [c for c in reversed(reading.before(start, _FARTHEST)) if _is_growth(c) and _is_of(reading, c, thing)]
    agreeing = [c for c in named if any(_agree(p, r.amount, c.amount) for r, p in pulls)]
    if agreeing:
        return max(agreeing, key=lambda c: sum(_agree(p, r.amount, c.amount) for r, p in pulls))
    return next((c for c in named if any(_agree_but_for_a_slip(r, p, c) for r, p in pulls)), None)


def _is_growth(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.PERCENT and claim.aspect is Aspect.RATE and claim.amount.value is not None


def _is_of(reading: Reading, claim: Claim, thing: str) -> bool:
    """Of an economy the first growth in a sentence is told: 地区生产总值627亿元，现价总量比同期增加74亿元，增长2%."""
    if likeness(thing, topic(reading, claim)) >= _ALIKE:
        return True
    start = reading.outline.sentences[claim.sentence].start
    rates = [c for c in reading.between(Span(start, claim.span.start)) if c.quantity.kind is Kind.PERCENT]
    said = reading.document.text[start : claim.span.start]
    return bool(_ECONOMY.search(thing) and _ECONOMY.search(said)) and not rates and not _PULL.search(said)


def _agree(points: Claim, rate: Amount, growth: Amount) -> bool:
    share = multiply(divide(points.amount.interval, growth.interval), _HUNDRED)
    low, high = rate.interval.low, rate.interval.high
    if share.low is None or share.high is None or low is None or high is None:
        return False
    return share.low <= high and low <= share.high


def _agree_but_for_a_slip(rate: Claim, points: Claim, growth: Claim) -> bool:
    """Whether the growth itself, printed otherwise, would make the rate."""
    numeral = growth.quantity.numeral.of(growth.document.text)
    amounts = (reprint(growth.amount, numeral, text) for text, _ in misprints(numeral))
    return any(amount and amount.value and _agree(points, rate.amount, amount) for amount in amounts)
