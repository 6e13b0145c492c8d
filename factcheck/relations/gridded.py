"""Columns of a table that tell of one another: shares beside amounts, rates and differences beside two years; and
totals of a table that the prose tells too.

What a column holds is told by its head, and borne out by its rows: of right tables most rows agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.grids import Grid, find_grids
from factcheck.misprints import canonical, misprints
from factcheck.model import Amount, Claim, Ground, Interval, Kind, Relation, Span
from factcheck.relations.series import adds_up, is_slip_away, sum_of
from factcheck.rulebook import Rulebook

_ADDED = frozenset({Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_TOTAL = re.compile("合计|总计|总[数额量值]|共计|全部|^全[国省市区县乡镇州盟旗]")
_SUBTOTAL = re.compile("小计")
_PART = re.compile("^(?:[#＃]|其中)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\D|$)")
_PERCENT = re.compile("[%％]")
_SHARE = re.compile("占|比重|比例|份额|构成")
_RATE = re.compile("增长|增速|增幅|增减|升降|涨跌|涨幅|同比|环比|±")
_DIFFERENCE = re.compile("增减|净增|增加|增量|变动")
_NO_LEVEL = re.compile(r"[%％±]|增长|增速|增减|净增|增加|增量|变动|幅|率|均|价|指数|占|比|序号|排名|名次|位次|编号")
_POINTS = "百分点"
_PERIODS = (
    ("本年", "上年"), ("今年", "去年"), ("本期", "上年同期"), ("本期", "上期"), ("期末", "期初"), ("年末", "年初"),
    ("本月", "上月"),
)  # fmt: skip
_STEM = re.compile(r"[年度\s（）()]")
_UNIT_ABOVE = re.compile(r"单位[：:]?(?P<units>[^（）()\s；;。]{1,16})")
_UNIT_IN_HEAD = re.compile(r"[（(](?P<unit>[^（）()]{1,8})[）)]$")
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_LINES_ABOVE, _LONGEST_LINE_ABOVE = 3, 40
_FEWEST_AGREEING = 2
_FEWEST_DIGITS = 3  # of a number in the prose that may be a total mistyped
_SHORTEST_SUBJECT = 3
_MOST_BESIDE = 3  # tables before and behind a sentence that it may speak of
_HUNDRED = Fraction(100)
_MOST_ROWS = 2000
_MOST_PAIRS = 4  # that a column of changes may tell of; in right tables it is the nearest, or the one of its block


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what its heads say, and the number in each row."""

    head: str
    cells: tuple[Claim | None, ...]

    @property
    def is_percent(self) -> bool:
        units = [cell.unit for cell in self.cells if cell]
        return _POINTS not in self.head and (
            _PERCENT.search(self.head) is not None or (bool(units) and set(units) == {"%"})
        )

    @property
    def is_level(self) -> bool:
        filled = [cell for cell in self.cells if cell]
        return (
            bool(filled)
            and not _NO_LEVEL.search(self.head)
            and all(cell.quantity.kind in _ADDED and cell.amount.value is not None for cell in filled)
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as its heads and labels name it; `above` is what stands over it."""

    labels: tuple[str, ...]
    columns: tuple[_Column, ...]
    above: str
    start: int

    def unit(self, column: _Column) -> str:
        """The unit of a column that holds amounts, from its head or from what stands above the table."""
        if own := _UNIT_IN_HEAD.search(column.head):
            return own["unit"]
        said = _UNIT_ABOVE.search(self.above)
        units = re.split("[、，,/及和]", said["units"]) if said else []
        amounts = [unit for unit in units if unit not in ("%", "％")]
        return amounts[0] if len(amounts) == 1 else ""


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """What the columns of each table tell of one another."""
    grids = find_grids(reading.document.text)
    if not grids:
        return
    tables = [table for grid in grids if (table := _table(reading, grid))]
    for table in tables:
        yield from _shares(table, rulebook)
        yield from _changes(table, rulebook)
        yield from _subtotals(reading, table, rulebook)
    yield from _told(reading, grids, tables, rulebook)


def _table(reading: Reading, grid: Grid) -> _Table | None:
    """The table behind its heads; None where it has none or no rows."""
    text = reading.document.text
    cells = [[_claim(reading, cell) for cell in row] for row in grid.rows[:_MOST_ROWS]]
    first = next((i for i, row in enumerate(cells) if any(c and not _is_year(c) for c in row[1:])), 0)
    if not first or len(cells) - first < _FEWEST_AGREEING:
        return None
    heads = _heads([[cell.of(text) for cell in row] for row in grid.rows[:first]])
    body = cells[first:]
    labels = tuple(_label(text, row, claims) for row, claims in zip(grid.rows[first:], body, strict=False))
    columns = tuple(_Column(head, tuple(row[i] for row in body)) for i, head in enumerate(heads) if i)
    return _Table(labels, columns, f"{_above(text, grid)}\n{heads[0]}", grid.start)


def _label(text: str, row: Sequence[Span], claims: Sequence[Claim | None]) -> str:
    """What stands in a row before its first number."""
    size = next((i for i, claim in enumerate(claims) if claim), len(row))
    return "".join("".join(cell.of(text).split()) for cell in row[: max(1, size)])


def _claim(reading: Reading, cell: Span) -> Claim | None:
    """The number that a cell holds, where it holds nothing else but a sign or a mark."""
    claims = reading.between(cell) if cell.start < cell.end else ()
    if len(claims) != 1:
        return None
    rest = cell.of(reading.document.text).replace(claims[0].quantity.text, "", 1)
    return claims[0] if not rest.strip("-−+*#▲△↑↓（）() ") else None


def _is_year(claim: Claim) -> bool:
    return bool(_YEAR.fullmatch(claim.quantity.text))


def _heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The heads over each column, those of several columns repeated over each."""
    heads = [""] * len(rows[0])
    for number, row in enumerate(rows):
        said = ""
        for i, cell in enumerate(row):
            below = any(later[i] for later in rows[number + 1 :])
            said = cell or (said if below and i else "")
            heads[i] += "".join(said.split())
    return heads


def _above(text: str, grid: Grid) -> str:
    """The lines over a table that name it: its title, its unit."""
    lines = [line.strip() for line in text[max(0, grid.start - 300) : grid.start].split("\n")[:-1]]
    filled = [line for line in lines if line][-_LINES_ABOVE:]
    return "\n".join(line for line in filled if len(line) <= _LONGEST_LINE_ABOVE and "。" not in line)


def _shares(table: _Table, rulebook: Rulebook) -> Iterator[Relation]:
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


def _shares_of(table: _Table, amounts: _Column, shares: _Column, ground: Ground) -> list[Relation]:
    totals = [
        i
        for i, share in enumerate(shares.cells)
        if amounts.cells[i] and (share.amount.value == _HUNDRED if share else _TOTAL.search(table.labels[i]))
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


def _changes(table: _Table, rulebook: Rulebook) -> Iterator[Relation]:
    """Columns of rates and of differences held against the columns of two periods."""
    ground = Ground("change-tabulated", rulebook.doubt("change-tabulated"))
    pairs = list(_pairs(table.columns))
    for index, column in enumerate(table.columns):
        if _RATE.search(column.head) and column.is_percent and not _SHARE.search(column.head):
            role, holds = "rate", _holds_rate
        elif _DIFFERENCE.search(column.head) and not column.is_percent and _POINTS not in column.head:
            role, holds = "difference", _holds_difference
        else:
            continue
        nearest = sorted(pairs, key=lambda pair: abs(pair[0] - index) + abs(pair[1] - index))[:_MOST_PAIRS]
        for new, old in nearest:
            found = list(_changed(table.columns[new], table.columns[old], column, role, ground))
            if _most_hold(found, holds):
                yield from found
                break


def _changed(new: _Column, old: _Column, change: _Column, role: str, ground: Ground) -> Iterator[Relation]:
    for later, earlier, told in zip(new.cells, old.cells, change.cells, strict=True):
        value = told.amount.value if told else None
        if later and earlier and told and value and (earlier.amount.value or 0) > 0:
            roles = {"new": (later,), "old": (earlier,), role: (told if value > 0 else _turned(told),)}
            yield Relation("rise" if value > 0 else "fall", roles, ground)


def _pairs(columns: Sequence[_Column]) -> Iterator[tuple[int, int]]:
    """Columns of one thing in a later and in an earlier period."""
    levels = [(index, column.head) for index, column in enumerate(columns) if column.is_level]
    for (i, new), (j, old) in product(levels, levels):
        years = _YEAR.search(new), _YEAR.search(old)
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


def _subtotals(reading: Reading, table: _Table, rulebook: Rulebook) -> Iterator[Relation]:
    """The total of a table held against its subtotals."""
    ground = Ground("column-total", rulebook.doubt("column-total"))
    totals = [i for i, label in enumerate(table.labels) if _TOTAL.search(label)]
    below = [i for i, label in enumerate(table.labels) if _SUBTOTAL.search(label) and i not in totals]
    for column in table.columns if len(totals) == 1 and len(below) >= _FEWEST_AGREEING else ():
        whole, parts = column.cells[totals[0]], [claim for i in below if (claim := column.cells[i])]
        if not whole or not column.is_level or len(parts) < len(below):
            continue
        if adds_up(whole, parts, rulebook.lexicon) or is_slip_away(whole, parts, rulebook.lexicon):
            yield sum_of(reading, whole, parts, ground)


def _told(reading: Reading, grids: Sequence[Grid], tables: Sequence[_Table], rulebook: Rulebook) -> Iterator[Relation]:
    """Totals that the prose beside their table tells, under the name that the table or the column bears."""
    ground = Ground("total-told", rulebook.doubt("total-told"))
    covered = [Span(grid.start, grid.end) for grid in grids]
    starts, totals = [table.start for table in tables], [list(_totals(table)) for table in tables]
    for claim in reading.claims if tables else ():
        if not claim.unit or len(claim.subject) < _SHORTEST_SUBJECT or _lies_in(claim.span, covered):
            continue
        at = bisect_right(starts, claim.span.start)
        near = range(max(0, at - _MOST_BESIDE), min(len(tables), at + _MOST_BESIDE))
        like = [t for i in near for column, total in totals[i] if (t := _as_told(claim, tables[i], column, total))]
        same = [total for total in like if total.amount.value == claim.amount.value]
        for total in same or like:  # where one table bears the number out, others count something else
            yield Relation("same", {"value": (claim,), "other": (total,)}, ground)


def _lies_in(span: Span, covered: Sequence[Span]) -> bool:
    """Whether one of some spans, which are in order, contains another."""
    index = bisect_right(covered, span.start, key=lambda of: of.start) - 1
    return index >= 0 and covered[index].contains(span)


def _totals(table: _Table) -> Iterator[tuple[_Column, Claim]]:
    rows = [i for i, label in enumerate(table.labels) if _TOTAL.search(label)]
    for column in table.columns if len(rows) == 1 else ():
        if column.is_level and (total := column.cells[rows[0]]):
            yield column, total


def _as_told(claim: Claim, table: _Table, column: _Column, total: Claim) -> Claim | None:
    """The total in its unit, where a number of the prose is that total as printed, or mistyped."""
    scale, unit = _scale(table.unit(column))
    if claim.unit != unit or not _is_named(claim, table, column):
        return None
    scaled, said = _scaled(total, scale, unit), _mantissa(claim)
    if claim.amount.value == scaled.amount.value:
        return scaled
    is_long = sum(map(str.isdigit, said)) >= _FEWEST_DIGITS
    return scaled if is_long and any(said == slip for slip, _ in misprints(_mantissa(total))) else None


def _mantissa(claim: Claim) -> str:
    """The numeral without 万 and 亿, which a table puts into its head."""
    return canonical(claim.quantity.numeral.of(claim.document.text).rstrip("百千万亿"))


def _is_named(claim: Claim, table: _Table, column: _Column) -> bool:
    """Whether a number of the prose is of the thing and the year that a column counts."""
    year = _YEAR.search(column.head)
    if year and (not claim.period or claim.period.start[:4] != year.group()):
        return False
    return claim.subject in column.head + table.above


def _scale(unit: str) -> tuple[Fraction, str]:
    """万吨 is ten thousand 吨.

    >>> _scale("万吨")
    (Fraction(10000, 1), '吨')
    """
    scale, rest = Fraction(1), unit
    while len(rest) > 1 and rest[0] in _SCALES and not rest.startswith(("千克", "千米", "百分", "千瓦")):
        scale, rest = scale * _SCALES[rest[0]], rest[1:]
    return scale, rest


def _scaled(cell: Claim, scale: Fraction, unit: str) -> Claim:
    """A cell as it reads with the unit that its column or table has."""
    amount = cell.amount
    low, high = amount.interval.low, amount.interval.high
    wide = Interval(None if low is None else low * scale, None if high is None else high * scale)
    value = None if amount.value is None else amount.value * scale
    scaled = Amount(value, wide, amount.step * scale, amount.modifier, amount.is_range)
    return replace(cell, quantity=replace(cell.quantity, amount=scaled, unit=unit))
