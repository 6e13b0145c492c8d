"""A number told roughly at the head and again to the digit: a heading says 逾20万人次, the text 223,500人次."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from fractions import Fraction

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.equations import add
from factcheck.expressions import expression
from factcheck.headings import headings
from factcheck.model import Amount, Claim, Ground, Interval, Kind, Modifier, Relation
from factcheck.relations.announced import MOST_BELOW, covers, may_tell, title_words
from factcheck.relations.mentions import View, behind, contrast, telling_digits
from factcheck.rulebook import Rulebook

_FURTHER = Fraction(1, 5)  # whoever says 超过200万 does not speak of 320万, and hardly of 250万
_THING, _NAMED_THING, _PAIR = 4, expression("[一-鿿]+"), 2  # characters that name what is counted
_VAGUE = frozenset("多余来几数")
_LEAST_WORDS = 2  # pairs of characters that a heading says of its number


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """A rough number of a heading, and the exact one below it of which the same words are said."""
    told = [c for c in reading.claims if c.quantity.amount.modifier is not Modifier.EXACT and _is_rough(c)]
    if not told or not (_any_named_again(reading, told) or _any_titled(reading, told)):
        return
    view = View(reading, rulebook.lexicon)
    ground = Ground("rounded", rulebook.doubt("rounded"))
    for rough, exact in (*_told_twice(view), *_counting_one_thing(view)):
        yield Relation("same", {"value": (_within_reach(rough),), "other": (exact,)}, ground)


def _any_named_again(reading: Reading, rough: Sequence[Claim]) -> bool:
    """Whether what stands behind a rough count stands behind another count too."""
    things = {_thing(claim) for claim in rough if claim.quantity.kind is Kind.COUNT}
    if not any(map(_NAMED_THING.fullmatch, things)):
        return False
    told = [thing for c in reading.claims if c.quantity.kind is Kind.COUNT and (thing := _thing(c)) in things]
    return len(told) > len(things)


def _thing(claim: Claim) -> str:
    end = claim.span.end
    return claim.document.text[end : end + _THING]


def _any_titled(reading: Reading, rough: Sequence[Claim]) -> bool:
    """Whether a bound stands in a heading."""
    titles = headings(reading.outline) if any(map(_is_open, rough)) else ()
    return any(any(map(_is_open, reading.between(title.span))) for title in titles)


def _told_twice(view: View) -> Iterator[tuple[Claim, Claim]]:
    counted = set(view.claims)
    for heading in headings(view.reading.outline):
        above = [c for c in view.reading.between(heading.span) if c in counted]
        if not any(map(_is_open, above)):
            continue
        below = [c for c in view.reading.between(heading.section) if c in counted][:MOST_BELOW]
        start = heading.span.start
        for claim in above:
            words = title_words(view, start, claim) if _is_open(claim) else frozenset()
            start = claim.span.end
            if len(words) >= _LEAST_WORDS:
                yield from _told(view, claim, words, below)


def _counting_one_thing(view: View) -> Iterator[tuple[Claim, Claim]]:
    """约2万名考生取得学位 at the head of a text, and 21,264名考生取得学位 later."""
    by_thing: dict[tuple[str | None, str], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        thing = _thing(claim)
        if claim.quantity.kind is Kind.COUNT and _NAMED_THING.fullmatch(thing):
            by_thing[claim.unit, thing].append(claim)
    for told in by_thing.values():
        if len(told) == _PAIR and _is_rough(told[0]) and telling_digits(told[0]) < telling_digits(told[1]):
            rough, exact = told
            is_apart = rough.sentence != exact.sentence and not _is_vague(rough)
            if is_apart and not contrast(view.of(rough), view.of(exact)):
                yield rough, exact


def _is_vague(claim: Claim) -> bool:
    """十几起 here and 1264起 there, 20多个 and 87个: who leaves out digits speaks of what is not counted again."""
    return not _VAGUE.isdisjoint(claim.quantity.text)


def _is_rough(claim: Claim) -> bool:
    return not claim.amount.is_exact and not claim.amount.is_range and claim.amount.value is not None


def _is_open(claim: Claim) -> bool:
    """超过200万, 近80人: bounded on one side."""
    return claim.amount.modifier in (Modifier.MORE_THAN, Modifier.LESS_THAN) and not claim.amount.is_range


def _told(view: View, rough: Claim, words: Set[str], below: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The first number below that fits, or else the only one of more digits of which the heading's words are said."""
    telling = [c for c in below if covers(view.of(c).says(words), words) and may_tell(view, rough, c)]
    reach = _within_reach(rough).amount.interval
    fitting = next((c for c in telling if _meets(c.amount.interval, reach)), None)
    exact = [c for c in telling if c.amount.is_exact and telling_digits(c) > telling_digits(rough)]
    if fitting or (len(exact) == 1 and not _adds_up(view, exact[0], reach)):
        yield rough, fitting or exact[0]


def _adds_up(view: View, claim: Claim, reach: Interval) -> bool:
    """近80人伤亡 of 27人死亡、51人受伤: whether it fits together with a number beside it."""
    near = (*view.reading.before(claim.span.start, 1), *behind(view, claim)[:1])
    sums = (add(claim.amount.interval, c.amount.interval) for c in near if c.unit == claim.unit)
    return any(_meets(both, reach) for both in sums)


def _meets(a: Interval, b: Interval) -> bool:
    is_below = a.high is not None and b.low is not None and a.high < b.low
    return not is_below and not (a.low is not None and b.high is not None and a.low > b.high)


def _within_reach(claim: Claim) -> Claim:
    """The claim as bounded on both sides: by the next round number, or by a fifth of it where that is more."""
    amount = claim.amount
    if amount.value is None or amount.interval.high is not None:
        return claim
    most = amount.value + max(amount.value * _FURTHER, _round_step(amount))
    bounded = replace(amount, interval=Interval(amount.interval.low, most))
    return replace(claim, quantity=replace(claim.quantity, amount=bounded))


def _round_step(amount: Amount) -> Fraction:
    """The weight of the last digit that is not zero: 10万 for 20万."""
    step, value = amount.step, amount.value or Fraction(0)
    while value and value % (step * 10) == 0:
        step *= 10
    return step
