"""Growth over several years: 年均增长 against the first and the last year, 平均每年增加 against their difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.equations import add, compound, divide, subtract
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.relations.wording import is_real
from factcheck.rulebook import Rulebook

_YEARLY = expression(
    r"(?:年均|平均每年|年平均|每年平均|年复合|年化|复合)[^，。；\d]{0,8}?(?P<verb>复合增长|增长|增加|递增|提高|上升|新增|增收)(?:率?为|率?达|了|约)?$"
)
_INCOMPARABLE = expression("可比|不变价|实际|扣除|剔除")
_YEAR = expression(r"((?:19|20)\d{2})年?")
_YEARS_LONG = expression("(?P<years>[二三四五六七八九十两]|十五|二十|[2-9]|10)年(?:来|间|共|里|时间|累计|以来)")
_NUMBERS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "十五": 15, "二十": 20}
_FROM_TO = expression(r"(?:到|至|为|成)了?(?:[^，。；、\d]{0,8}(?:19|20)\d{2}年末?底?的?)?[^，。；、\d]{0,6}$")
_LEVELS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER})
_MOST_YEARS = 40


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each yearly average held against the numbers of its first and last year, or the growth over all of them."""
    text = reading.document.text
    if "均" not in text and "复合" not in text and "年化" not in text:  # one of which stands in each way to say so
        return
    ground = Ground("yearly", rulebook.doubt("yearly"))
    for index, (last, yearly) in enumerate(pairwise(reading.claims), 1):
        if last.sentence != yearly.sentence or not _YEARLY.search(before := _before(yearly)):
            continue
        if _INCOMPARABLE.search(before):
            continue
        earlier = [c for c in reading.claims[max(0, index - 2) : index] if c.sentence == yearly.sentence]
        tied = [r for years in _years(reading, yearly) for r in _relations(reading, earlier, yearly, years, ground)]
        fitting = [relation for relation in tied if _holds(relation)]
        yield from (fitting or tied)[:1]


def _years(reading: Reading, yearly: Claim) -> list[int]:
    """How many years the sentence speaks of; where they are counted from one printed year to another, the first may be
    the base or count itself, so that one more or one less will do."""
    start = reading.outline.sentences[yearly.sentence].start
    head = reading.document.text[start : yearly.span.start]
    found = [int(year) for year in _YEAR.findall(head)]
    if len(found) >= 2:
        count = abs(found[-1] - found[-2])
        return [count, count + 1, count - 1] if 2 <= count <= _MOST_YEARS else []
    if long := _YEARS_LONG.search(head):
        return [_NUMBERS.get(long["years"]) or int(long["years"])]
    return []


def _relations(
    reading: Reading, earlier: Sequence[Claim], yearly: Claim, years: int, ground: Ground
) -> Iterator[Relation]:
    """The relation that an average over so many years stands in with the numbers before it."""
    if earlier and earlier[-1].aspect is Aspect.RATE and yearly.quantity.kind is Kind.PERCENT:
        if earlier[-1].direction > 0 and not _YEARLY.search(_before(earlier[-1])):
            yield Relation("yearly-rate", {"total": (earlier[-1],), "yearly": (yearly,) * years}, ground)
    elif len(earlier) == 2 and _is_from_to(reading, *earlier):
        old, new = earlier
        roles = {"old": (old,), "new": (new,), "yearly": (yearly,) * years}
        if yearly.quantity.kind is Kind.PERCENT and not is_real(reading, new.span.start):
            yield Relation("yearly-growth", roles, ground)
        elif yearly.unit == new.unit:
            yield Relation("yearly-amount", roles, ground)


def _before(claim: Claim) -> str:
    return claim.document.text[max(0, claim.span.start - 16) : claim.span.start]


def _is_from_to(reading: Reading, old: Claim, new: Claim) -> bool:
    same = old.unit == new.unit and old.quantity.kind in _LEVELS and new.quantity.kind in _LEVELS
    return same and bool(_FROM_TO.search(reading.text_between(old, new)))


def _holds(relation: Relation) -> bool:
    yearly = tuple(claim.amount.interval for claim in relation.roles["yearly"])
    if relation.kind == "yearly-rate":
        return _meet(compound((relation.roles["total"][0].amount.interval,)), compound(yearly))
    old, new = (relation.roles[role][0].amount.interval for role in ("old", "new"))
    if relation.kind == "yearly-growth":
        return _meet(divide(new, old), compound(yearly))
    return _meet(subtract(new, old), reduce(add, yearly))


def _meet(a: Interval, b: Interval) -> bool:
    below = a.low is None or b.high is None or a.low <= b.high
    return below and (a.high is None or b.low is None or b.low <= a.high)
