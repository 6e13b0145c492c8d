"""A percentage of a few must be a whole number of them: of 8 pupils 37.5% are three, 50% are four, 40% none.

The test that Brown and Heathers put to means of whole numbers (GRIM; Social Psychological and Personality Science 8(4),
2017), put to percentages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.misprints import misprints
from factcheck.model import Alternative, Amount, Aspect, Claim, Ground, Interval, Kind, Relation, Status
from factcheck.numerals import reprint
from factcheck.rulebook import Rulebook

# 8名学生中，有40%; 8名学生，其中40%: the share is of those counted
_DIRECT = re.compile(
    r"[^，。；：、\d%]{0,12}(?:(?:[中里]|当中)[，,]?|[，,（(：:]?(?:其中|当中)[，,]?)(?:有|又有|还有)?(?:百分之)?"
)
# 8名学生，其中党员占40%: of those counted only where people are named
_NAMED = re.compile(r"[^，。；：、\d%]{0,12}[，,（(：:](?P<who>[^，。；：、\d%]{1,10})[占佔]")
_NEXT = re.compile(
    r"[^，。；：、\d%]{0,8}[，,、；;和](?P<who>[^，。；：、\d%]{1,10})[占佔]?"
)  # 男性占62.5%，女性占37.5%
_PEOPLE = re.compile(r"(?:[男女]性?|党员|团员|群众|[者员師师生工民兵]|青年|儿童|老人|妇女)\Z")
_PERSONS = frozenset("人名位例")
_INDIVIDUALS = _PERSONS | frozenset("户家所头")
_NO_HEADS = re.compile(r"[率额值量价钱资款费股权险息税产销积增减升降涨跌超比较过每平均达到至第]|占(?:全|[^，,]{0,6}的)")
_BEHIND = re.compile(
    r"(?:的[人学教职员师生者工党女男受患病儿老青代委企单户家村学医院店]|为|是|来自|属于|[，,。；;、）)]|\Z|没?有|[未已曾]|认为|表示|选择)"
)
_NOT_BEHIND = re.compile(
    r"[^，。；]{0,8}[股权资利产销额价费钱金率概]|以上|以下|左右|上下|的(?:时间|工作|任务|目标|内容|机会|可能)"
)
_FEWEST, _MOST = 2, 200  # more are seldom counted one by one, and samples of so many are often weighted
_ROUND, _MOST_FOR_ROUND = 5, 10  # 60%, 75% are said loosely; of up to ten each one is a tenth, and none gets lost so


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each percentage said of a few that are counted, and the whole number of them that comes nearest to it."""
    if _INDIVIDUALS.isdisjoint(reading.units) or "%" not in reading.document.text:
        return
    ground = Ground("heads", rulebook.doubt("heads"))
    whole: Claim | None = None
    last: Claim | None = None
    for claim in reading.claims:
        if last and claim.quantity.kind is Kind.PERCENT and (whole := _whole_of(reading, whole, last, claim)):
            if _tells(claim, whole):
                yield Relation("heads", {"share": (claim,), "heads": (_nearest(whole, claim),)}, ground)
        else:
            whole = None
        last = claim


def _whole_of(reading: Reading, whole: Claim | None, last: Claim, share: Claim) -> Claim | None:
    """The few that a share is said of: those counted right before, or those of the share before it."""
    if not _is_of_heads(reading, last, share):
        return None
    between = reading.text_between(last, share)
    if last.quantity.kind is Kind.PERCENT:
        return whole if whole and _are_people(_NEXT.fullmatch(between), whole) else None
    if not _is_few(last):
        return None
    return last if _DIRECT.fullmatch(between) or _are_people(_NAMED.fullmatch(between), last) else None


def _are_people(found: re.Match[str] | None, whole: Claim) -> bool:
    """Whether people are said to be such a share of the people counted."""
    return found is not None and whole.unit in _PERSONS and bool(_PEOPLE.search(found["who"]))


def _is_few(claim: Claim) -> bool:
    """An exact count, and one not rounded to hundreds."""
    value = claim.amount.value
    is_counted = claim.quantity.kind is Kind.COUNT and claim.amount.is_exact and claim.amount.interval.is_point
    if not is_counted or value is None or claim.status is not Status.ACTUAL or claim.unit not in _INDIVIDUALS:
        return False
    return _FEWEST <= value <= _MOST and value.denominator == 1 and value % 100 != 0


def _is_of_heads(reading: Reading, last: Claim, share: Claim) -> bool:
    text, start, end = reading.document.text, share.span.start, share.span.end
    if share.sentence != last.sentence or share.aspect not in (Aspect.LEVEL, Aspect.SHARE):
        return False
    if share.direction or not share.amount.is_exact or not 0 < (share.amount.value or 0) <= 100:
        return False
    before = text[last.span.end : start]
    if _NO_HEADS.search(before):
        return False
    return bool(_BEHIND.match(text, end)) and not _NOT_BEHIND.match(text, end)


def _tells(share: Claim, whole: Claim) -> bool:
    """Whether the printed digits can tell whole numbers apart, and were meant to the digit."""
    value, heads = share.amount.value or Fraction(0), whole.amount.value or Fraction(0)
    if value % _ROUND == 0 and heads > _MOST_FOR_ROUND and share.amount.step == 1:
        return False
    return 2 * share.amount.step * heads < 100


def _nearest(whole: Claim, share: Claim) -> Claim:
    """The few, as the percentage that the whole number of them makes which is nearest to the share.

    Among those that one slip parts from the share, if there are such. A last digit cut off, or nudged so that a column
    comes to 100, is no slip.
    """
    heads, value = int(whole.amount.value or 0), share.amount.value or Fraction(0)
    near = [_share(n, heads) for n in {floor(value * heads / 100), ceil(value * heads / 100)}]
    nearest = min(near, key=lambda feasible: abs(feasible - value))
    step = share.amount.step
    others = [_share(round(v * heads / 100), heads) for v in _misread(share) if _fits(v, heads, step)]
    is_whole = abs(nearest - value) <= step
    if not is_whole and others:
        nearest = min(others, key=lambda other: abs(other - value))
    meant = tuple(_other_wholes(whole, share))
    amount = _about(nearest, step / 2 if is_whole else Fraction(0), is_fixed=not meant)
    return replace(whole, quantity=replace(whole.quantity, amount=amount), alternatives=meant)


def _misread(share: Claim) -> Iterator[Fraction]:
    """What the share may be a slip for."""
    printed = share.quantity.numeral.of(share.document.text)
    for text, _ in misprints(printed):
        amount = reprint(share.amount, printed, text)
        if amount and amount.step == share.amount.step and amount.value is not None and 0 < amount.value < 100:
            yield amount.value


def _other_wholes(whole: Claim, share: Claim) -> Iterator[Alternative]:
    """The counts that the few may be a slip for and of which the share is a whole number."""
    value, step = share.amount.value or Fraction(0), share.amount.step
    for text, slip in misprints(whole.quantity.numeral.of(whole.document.text)):
        other = int(text) if slip in ("digit", "swap") and text.isdigit() else 0
        if _FEWEST <= other <= _MOST and other % 100 and _fits(value, other, step):
            yield Alternative(text, slip, _about(value, step / 2))


def _fits(value: Fraction, heads: int, step: Fraction) -> bool:
    nearest = round(value * heads / 100)
    return abs(_share(nearest, heads) - value) <= step / 2


def _share(heads: int, whole: int) -> Fraction:
    return Fraction(heads * 100, whole)


def _about(value: Fraction, slack: Fraction, is_fixed: bool = False) -> Amount:
    """A percentage that no numeral prints; what is fixed is not held to be a slip for another."""
    return Amount(value, Interval(value - slack, value + slack), Fraction(1), is_range=is_fixed)
