"""So much for each, how many, and what that makes: 为1200名学生每人发放500元，共60万元; 上半年销售18万辆，月均3万辆."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.relations.series import bare
from factcheck.rulebook import Rulebook

_EACH = expression(
    r"(?<!平均)(?<!即)每一?个?(?P<each>[\u4e00-\u9fff]{1,3})[^，。；：、（）\d]{0,8}$|(?P<mean>[户人亩村镇件台辆套吨股头只棵])均[^，。；：、（）\d]{0,6}$"
    r"|(?P<yield>亩)产(?:量)?[为达到约]{0,2}$"
)
_MONTHLY = expression(r"月均[^，。；：、（）\d]{0,8}$|平均每(?:个)?月[^，。；：、（）\d]{0,8}$")
_MONTHS = (
    (re.compile("[上下]半年"), 6),
    (re.compile("全年|年度"), 12),
    (re.compile("前三季度"), 9),
    (re.compile("[一二三四]季度"), 3),
)
_EXTREME = expression("最[高低多少大小]")
_PERSONS = frozenset(("人", "名", "位", "人次"))
_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_MOST = 6  # numbers of a sentence; among more it is not plain what multiplies what
_LONGEST_LEAD = 16
_INITIAL = expression("[每均亩]")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each amount for one, where its sentence holds one count of such and one amount that they may make."""
    text = reading.document.text
    if _AMOUNTS.isdisjoint(reading.kinds) or not _INITIAL.search(text):
        return
    for index, start in enumerate(reading.starts):
        if not _INITIAL.search(text, max(0, start - _LONGEST_LEAD), start):
            continue
        each, lead = reading.claims[index], _lead(reading, index)
        if each.quantity.kind not in _AMOUNTS or each.amount.value is None or not each.amount.is_exact:
            continue
        if _MONTHLY.search(lead):
            yield from _monthly(reading, index, rulebook)
        elif (found := _EACH.search(lead)) and not _EXTREME.search(lead):
            near = [c for c in _of_sentence(reading, index) if c is not each]
            yield from _product(each, found["each"] or found["mean"] or found["yield"], near, rulebook)


def _lead(reading: Reading, index: int) -> str:
    """The words between a number and the one before it."""
    claim = reading.claims[index]
    start = max(reading.outline.sentences[claim.sentence].start, claim.span.start - _LONGEST_LEAD)
    if index:
        start = max(start, reading.claims[index - 1].span.end)
    return reading.document.text[start : claim.span.start]


def _of_sentence(reading: Reading, index: int) -> Sequence[Claim]:
    """The numbers of a sentence, if they are few."""
    sentence = reading.claims[index].sentence
    around = reading.claims[max(0, index - _MOST) : index + _MOST]
    return [c for c in around if c.sentence == sentence]


def _product(each: Claim, unit: str, near: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    counts = [c for c in near if _is_counted(c, unit)]
    totals = [c for c in near if c not in counts and _is_total(c, each, rulebook)]
    if len(near) < _MOST and len(counts) == 1 and len(totals) == 1:
        roles = {"average": (each,), "total": (totals[0],), "count": (_count(counts[0]),)}
        yield Relation(_kind(each), roles, Ground("product", rulebook.doubt("product")))


def _kind(each: Claim) -> str:
    return "average-whole" if each.amount.interval.is_point and each.quantity.kind is Kind.COUNT else "average"


def _is_counted(claim: Claim, unit: str) -> bool:
    if claim.quantity.kind not in (Kind.COUNT, Kind.MEASURE) or not claim.amount.is_exact or not claim.unit:
        return False
    return unit.startswith(claim.unit) or (unit[0] in _PERSONS and claim.unit in _PERSONS)


def _is_total(claim: Claim, each: Claim, rulebook: Rulebook) -> bool:
    if claim.quantity.kind is not each.quantity.kind or not rulebook.lexicon.comparable(claim.unit, each.unit):
        return False
    is_amount = claim.amount.is_exact and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE)
    return is_amount and rulebook.lexicon.value(claim) > rulebook.lexicon.value(each)


def _count(counted: Claim) -> Claim:
    return bare(counted) if counted.quantity.kind is Kind.MEASURE else counted


def _monthly(reading: Reading, index: int, rulebook: Rulebook) -> Iterator[Relation]:
    """A monthly mean beside what the half-year or the quarter came to."""
    mean = reading.claims[index]
    before = [c for c in _of_sentence(reading, index) if c.span.start < mean.span.start and c.unit == mean.unit]
    head = reading.document.text[reading.outline.sentences[mean.sentence].start : mean.span.start]
    months = [n for words, n in _MONTHS if words.search(head)]
    if len(before) == 1 and len(months) == 1 and before[0].aspect is Aspect.LEVEL:
        roles = {"average": (mean,) * months[0], "total": (before[0],)}
        yield Relation("average-of-years", roles, Ground("product", rulebook.doubt("product")))
