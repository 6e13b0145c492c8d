"""Quantities that stand side by side: ranges, amounts in 元角分, units said once for several numbers."""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec.structs import replace

from factcheck.model import Amount, Interval, Kind, Quantity, Span
from factcheck.numerals import read_numeral
from factcheck.quantities.build import CONTINUOUS, printed_amount

_NUMBER = Kind.NUMBER
_WIDEST_GAP = 8
# Not over a line or into the next cell: the next number of a table may be below zero.
_DASHES = "-—–－~～"
_ENDS_RANGE_GAP = frozenset(f"{_DASHES}至到")
_RANGE_GAP = re.compile(rf"[^\S\n\t]*(?:[（(]含[）)])?[^\S\n\t]*(?:[{_DASHES}]{{1,2}}|至|到)[^\S\n\t]*")
_SHARED_GAP = re.compile(r"、|和|与|及|或|以及")
_PAIR_GAP = re.compile("[、，][^、，。；]{1,3}")
_TO_ZERO = re.compile(r"[^，。；%]{0,8}[到至为]")
_FROM = re.compile(r"[从由自]")
_FROM_WINDOW = 8  # characters before a range in which 从 makes it a change
_SCALE = re.compile(r"(?P<mantissa>.+?)(?P<scale>[百千佰仟]?[万亿兆]+|[百千佰仟kw])")
_BIG_SCALE = re.compile(r"(?P<mantissa>.+?)(?P<scale>[万亿兆]+)")
_BELOW = {"元": "角毛分", "块": "角毛分", "圆": "角毛分", "角": "分", "毛": "分"}
_PART_OF_YUAN = {"角": Fraction(1, 10), "毛": Fraction(1, 10), "分": Fraction(1, 100)}


def joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with those that are one made one, units shared, and phrases of 一 told from counts."""
    found = _merged(text, found)
    _share_units(text, found)
    return _without_phrases(text, found)


def _merged(text: str, found: list[Quantity]) -> list[Quantity]:
    merged: list[Quantity] = []
    end = -_WIDEST_GAP - 1  # of the quantity before
    for quantity in found:
        span = quantity.span
        if (between := span.start - end) <= _WIDEST_GAP:
            before = merged[-1]
            if whole := _whole(text, before, quantity, between):
                merged[-1] = whole
                end = span.end
                continue
            if quantity.kind is _NUMBER and _reaches_zero(text, before, quantity):
                quantity = _with_unit(text, quantity, before)
        merged.append(quantity)
        end = span.end
    return merged


def _whole(text: str, first: Quantity, last: Quantity, between: int) -> Quantity | None:
    """The one quantity that two make; most have neither a dash between them nor nothing."""
    if not between:
        return _money(text, first, last)
    mark = text[last.span.start - 1]
    return _range(text, first, last) if mark in _ENDS_RANGE_GAP or mark.isspace() else None


def is_bare(quantity: Quantity) -> bool:
    """Whether it is a number without a unit that may still get one."""
    return quantity.kind is _NUMBER and not quantity.note


def _money(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """123元1角1分, 十块三毛: one amount, printed in 元, 角 and 分."""
    if first.kind is not Kind.MONEY or first.span.end != last.span.start or first.amount.value is None:
        return None
    larger, smaller = text[first.numeral.end : first.span.end], text[last.numeral.end : last.numeral.end + 1]
    numeral = read_numeral(last.numeral.of(text))
    if not smaller or smaller not in _BELOW.get(larger, "") or numeral is None:
        return None
    value = first.amount.value + numeral.value * _PART_OF_YUAN[smaller]
    amount = Amount(value, Interval(value, value), _PART_OF_YUAN[smaller], last.amount.modifier)
    return _spanning(text, first, last, amount, first)


def _spanning(text: str, first: Quantity, last: Quantity, amount: Amount, like: Quantity) -> Quantity:
    span = Span(first.span.start, last.span.end)
    numeral = Span(first.numeral.start, last.numeral.end)
    return replace(like, span=span, numeral=numeral, text=span.of(text), amount=amount)


def _range(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """3-5万元, 30%—40%, 两到三万: two numbers with a dash between are one range, of its printed bounds."""
    if not _RANGE_GAP.fullmatch(text, first.span.end, last.span.start) or not _may_bound(first, last):
        return None
    if _FROM.search(text, max(0, first.span.start - _FROM_WINDOW), first.span.start):
        return None
    low, high = _bounds(text, first, last)
    if low is None or high is None or low > high:
        return None
    amount = Amount(None, Interval(low, high), last.amount.step, last.amount.modifier, True)
    return _spanning(text, first, last, amount, last)


def _may_bound(first: Quantity, last: Quantity) -> bool:
    if not last.is_claim or last.kind is Kind.RATIO or first.amount.is_range or last.amount.is_range:
        return False
    if first.note == "word" and first.unit is None:  # 两到三万: a lone digit counts where a number follows
        return True
    return first.is_claim and first.kind is not Kind.RATIO and first.unit in (None, last.unit)


def _bounds(text: str, first: Quantity, last: Quantity) -> tuple[Fraction | None, Fraction | None]:
    if first.unit is not None:
        return first.amount.value, last.amount.value
    numeral = read_numeral(_scaled_like(first.numeral.of(text), last.numeral.of(text)))
    return (numeral.value * _factor(text, last) if numeral else None), last.amount.value


def _factor(text: str, quantity: Quantity) -> Fraction:
    """What the unit makes of the numeral: 1/10 for ‰, which is read in percent."""
    numeral = read_numeral(quantity.numeral.of(text))
    if numeral is None or not numeral.value or quantity.amount.value is None:
        return Fraction(1)
    return quantity.amount.value / numeral.value


def _scaled_like(first: str, last: str) -> str:
    """`first` with the scale of `last` where it says none of its own: 3-5千万, 七千到九千亿; not so 8500到3万."""
    scaled = (_BIG_SCALE if any(c in "十百千拾佰仟" for c in first) else _SCALE).fullmatch(last)
    if not scaled or any(c in "万亿兆kw" for c in first):
        return first
    low, high = read_numeral(first), read_numeral(scaled["mantissa"])
    is_shared = low is not None and high is not None and low.value <= high.value
    return first + scaled["scale"] if is_shared else first


def _reaches_zero(text: str, before: Quantity, here: Quantity) -> bool:
    """由16.24%降到0."""
    return (
        is_bare(here)
        and before.kind is Kind.PERCENT
        and bool(_TO_ZERO.fullmatch(text, before.span.end, here.span.start))
    )


def _share_units(text: str, found: list[Quantity]) -> None:
    """2.5和2.8个百分点, 266、373家: a bare number takes the unit behind its neighbour."""
    bare = [i for i, quantity in enumerate(found[:-1]) if quantity.kind is _NUMBER]
    for i in reversed(bare):
        if is_bare(here := found[i]):
            after = found[i + 1]
            may_share = after.unit and after.is_claim
            if may_share and _SHARED_GAP.fullmatch(text, here.span.end, after.span.start):
                found[i] = _with_unit(text, here, after)


def _with_unit(text: str, bare: Quantity, neighbour: Quantity) -> Quantity:
    is_continuous = neighbour.kind in CONTINUOUS
    amount = printed_amount(bare.text, bare.amount.modifier, _factor(text, neighbour), is_continuous)
    return replace(bare, amount=amount, unit=neighbour.unit, kind=neighbour.kind) if amount else bare


def _without_phrases(text: str, found: list[Quantity]) -> list[Quantity]:
    """不落一户、不落一人 count nothing; nor does 三个完成 where “三个完成” is a slogan of the text."""
    slogans = {text[q.span.start : q.span.end + 2] for q in found if q.note == "slogan"}
    ones = [i for i, quantity in enumerate(found) if not quantity.note and quantity.text[0] == "一"]
    for i in range(len(found)) if slogans else ones:
        quantity = found[i]
        if slogans and text[quantity.span.start : quantity.span.end + 2] in slogans and quantity.is_claim:
            found[i] = replace(quantity, kind=Kind.OTHER, note="slogan")
        elif _is_one(quantity) and quantity.is_claim and _has_twin(text, found, i):
            found[i] = replace(quantity, kind=Kind.OTHER, note="idiom")
    return found


def _is_one(quantity: Quantity) -> bool:
    return len(quantity.text) == 2 and quantity.text[0] == "一" and quantity.kind in (Kind.COUNT, Kind.OTHER)


def _has_twin(text: str, found: list[Quantity], i: int) -> bool:
    """Whether another 一 stands beside with a verb or two between: they stand for each and every."""
    return (i > 0 and _are_twins(text, found[i - 1], found[i])) or (
        i + 1 < len(found) and _are_twins(text, found[i], found[i + 1])
    )


def _are_twins(text: str, a: Quantity, b: Quantity) -> bool:
    if a.note not in ("", "idiom") or not _PAIR_GAP.fullmatch(text, a.span.end, b.span.start):
        return False
    return _is_one(a) and _is_one(b)
