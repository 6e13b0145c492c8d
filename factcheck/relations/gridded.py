"""Columns of a table that tell of one another: shares beside amounts, rates and differences beside two years;
subtotals under a total.

What a column holds is told by its head, and borne out by its rows: of right tables most rows agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.grids import has_grids
from factcheck.headed import POINTS, TOTAL, YEAR, Column, HeadedTable, find_headed
from factcheck.model import Amount, Claim, Ground, Interval, Relation
from factcheck.relations.series import adds_up, is_slip_away, sum_of
from factcheck.rulebook import Rulebook

_SUBTOTAL = expression("小计")
_PART = expression("^(?:[#＃]|其中)")
_SHARE = expression("占|比重|比例|份额|构成")
_RATE = expression("增长|增速|增幅|增减|升降|涨跌|涨幅|同比|环比|±")
_DIFFERENCE = expression("增减|净增|增加|增量|变动")
_PERIODS = (
    ("本年", "上年"), ("今年", "去年"), ("本期", "上年同期"), ("本期", "上期"), ("期末", "期初"), ("年末", "年初"),
    ("本月", "上月"),
)  # fmt: skip
_STEM = expression(r"[年度\s（）()]")
_FEWEST_AGREEING = 2
_HUNDRED = Fraction(100)
_MOST_PAIRS = 4  # that a column of changes may tell of; in right tables it is the nearest, or the one of its block


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """What the columns of each table tell of one another."""
    for table in find_headed(reading) if has_grids(reading.document.text) else ():
        yield from _shares(table, rulebook)
        yield from _changes(table, rulebook)
        yield from _subtotals(reading, table, rulebook)


def _shares(table: HeadedTable, rulebook: Rulebook) -> Iterator[Relation]:
    """A column of shares held against the nearest column before it that it is made of."""
    ground = Ground("share-tabulated", rulebook.doubt("share-tabulated"))
    for index, column in enumerate(table.columns):
        if not (_SHARE.search(column.head) and column.is_percent and not _RATE.search(column.head)):
            continue
        for amounts in (c for c in reversed(table.columns[:index]) if c.is_level):
            found = _shares_of(table, amounts, column, ground)
            if _most_hold(found, _holds_share) or _imply_one_whole(found):
                yield from found
                break


def _shares_of(table: HeadedTable, amounts: Column, shares: Column, ground: Ground) -> list[Relation]:
    totals = [
        i
        for i, share in enumerate(shares.cells)
        if amounts.cells[i] and (share.amount.value == _HUNDRED if share else TOTAL.search(table.labels[i]))
    ]
    if len(totals) != 1:
        return []
    whole = amounts.cells[totals[0]]
    rows = zip(table.labels, amounts.cells, shares.cells, strict=True)
    return [
        Relation("share", {"share": (share,), "part": (part,), "whole": (whole,)}, ground)
        for i, (label, part, share) in enumerate(rows)
        if i != totals[0] and part and share and whole and not _PART.search(label)
    ]


def _changes(table: HeadedTable, rulebook: Rulebook) -> Iterator[Relation]:
    """Columns of rates and of differences held against the columns of two periods."""
    ground = Ground("change-tabulated", rulebook.doubt("change-tabulated"))
    pairs = list(_pairs(table.columns))
    for index, column in enumerate(table.columns):
        if _RATE.search(column.head) and column.is_percent and not _SHARE.search(column.head):
            role, holds = "rate", _holds_rate
        elif _DIFFERENCE.search(column.head) and not column.is_percent and POINTS not in column.head:
            role, holds = "difference", _holds_difference
        else:
            continue
        nearest = sorted(pairs, key=lambda pair: abs(pair[0] - index) + abs(pair[1] - index))[:_MOST_PAIRS]
        for new, old in nearest:
            found = list(_changed(table.columns[new], table.columns[old], column, role, ground))
            if _most_hold(found, holds):
                yield from found
                break


def _changed(new: Column, old: Column, change: Column, role: str, ground: Ground) -> Iterator[Relation]:
    for later, earlier, told in zip(new.cells, old.cells, change.cells, strict=True):
        value = told.amount.value if told else None
        if later and earlier and told and value and (earlier.amount.value or 0) > 0:
            roles = {"new": (later,), "old": (earlier,), role: (told if value > 0 else _turned(told),)}
            yield Relation("rise" if value > 0 else "fall", roles, ground)


def _pairs(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """Columns of one thing in a later and in an earlier period."""
    levels = [(index, column.head) for index, column in enumerate(columns) if column.is_level]
    for (i, new), (j, old) in product(levels, levels):
        years = YEAR.search(new), YEAR.search(old)
        if years[0] and years[1] and int(years[0].group()) == int(years[1].group()) + 1:
            if _stem(new, years[0].group()) == _stem(old, years[1].group()):
                yield i, j
        elif any(a in new and b in old and _stem(new, a) == _stem(old, b) for a, b in _PERIODS):
            yield i, j


def _stem(head: str, period: str) -> str:
    return _STEM.sub("", head.replace(period, "", 1))


def _most_hold(relations: Sequence[Relation], holds: Callable[[Relation], bool]) -> bool:
    """Whether the rows bear out what the heads say; a slip spoils one or two of them."""
    agree = sum(map(holds, relations))
    return agree >= _FEWEST_AGREEING and 2 * agree >= len(relations)


def _holds_share(relation: Relation) -> bool:
    (share,), (part,), (whole,) = (relation.roles[role] for role in ("share", "part", "whole"))
    return _meet(share, _quotient(part, whole, _HUNDRED))


def _imply_one_whole(relations: Sequence[Relation]) -> bool:
    """Whether all shares but a few are of one whole, which is not the one printed: there the slip is."""
    implied = [_quotient(r.roles["part"][0], r.roles["share"][0], _HUNDRED) for r in relations]
    known = [(low, high) for low, high in implied if high]
    if len(known) <= _FEWEST_AGREEING or len(known) < len(relations):
        return False
    return max(low for low, _ in known) <= min(high for _, high in known)


def _holds_rate(relation: Relation) -> bool:
    new, old, rate = (relation.roles[role][0] for role in ("new", "old", "rate"))
    low, high = _quotient(new, old, _HUNDRED)
    if relation.kind == "fall":
        low, high = 2 * _HUNDRED - high, 2 * _HUNDRED - low
    return _meet(rate, (low - _HUNDRED, high - _HUNDRED))


def _holds_difference(relation: Relation) -> bool:
    new, old, told = (relation.roles[role][0] for role in ("new", "old", "difference"))
    later, earlier = (new, old) if relation.kind == "rise" else (old, new)
    a, b = _bounds(later), _bounds(earlier)
    return _meet(told, (a[0] - b[1], a[1] - b[0]))


def _bounds(claim: Claim) -> tuple[Fraction, Fraction]:
    interval = claim.amount.interval
    return interval.low or Fraction(0), interval.high or Fraction(0)


def _quotient(part: Claim, whole: Claim, times: Fraction) -> tuple[Fraction, Fraction]:
    (low, high), (least, most) = _bounds(part), _bounds(whole)
    return (low * times / most, high * times / least) if least > 0 else (Fraction(0), Fraction(0))


def _meet(claim: Claim, bounds: tuple[Fraction, Fraction]) -> bool:
    low, high = _bounds(claim)
    return low <= bounds[1] and bounds[0] <= high


def _turned(claim: Claim) -> Claim:
    """A number below zero as what it falls by."""
    amount = claim.amount
    low, high = amount.interval.low, amount.interval.high
    wide = Interval(None if high is None else -high, None if low is None else -low)
    value = None if amount.value is None else -amount.value
    turned = Amount(value, wide, amount.step, amount.modifier, amount.is_range)
    return replace(claim, quantity=replace(claim.quantity, amount=turned))


def _subtotals(reading: Reading, table: HeadedTable, rulebook: Rulebook) -> Iterator[Relation]:
    """The total of a table held against its subtotals."""
    ground = Ground("column-total", rulebook.doubt("column-total"))
    totals = [i for i, label in enumerate(table.labels) if TOTAL.search(label)]
    below = [i for i, label in enumerate(table.labels) if _SUBTOTAL.search(label) and i not in totals]
    for column in table.columns if len(totals) == 1 and len(below) >= _FEWEST_AGREEING else ():
        whole, parts = column.cells[totals[0]], [claim for i in below if (claim := column.cells[i])]
        if not whole or not column.is_level or len(parts) < len(below):
            continue
        if adds_up(whole, parts, rulebook.lexicon) or is_slip_away(whole, parts, rulebook.lexicon):
            yield sum_of(reading, whole, parts, ground)
