"""Totals of a table that the prose beside it tells too: 果品产量10.18万吨 over a column of 万吨."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.grids import find_grids
from factcheck.headed import TOTAL, YEAR, Column, HeadedTable, find_headed, scale_of, scaled
from factcheck.misprints import canonical, misprints
from factcheck.model import Claim, Ground, Relation, Span
from factcheck.rulebook import Rulebook

_FEWEST_DIGITS = 3  # of a number in the prose that may be a total mistyped
_SHORTEST_SUBJECT = 3
_MOST_BESIDE = 3  # tables before and behind a sentence that it may speak of


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Numbers of the prose that are the total of a table, as printed or mistyped, under the name that it bears."""
    tables = find_headed(reading)
    if not tables:
        return
    ground = Ground("total-told", rulebook.doubt("total-told"))
    covered = [Span(grid.start, grid.end) for grid in find_grids(reading.document.text)]
    starts, totals = [table.start for table in tables], [list(_totals(table)) for table in tables]
    for claim in reading.claims:
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


def _totals(table: HeadedTable) -> Iterator[tuple[Column, Claim]]:
    rows = [i for i, label in enumerate(table.labels) if TOTAL.search(label)]
    for column in table.columns if len(rows) == 1 else ():
        if column.is_level and (total := column.cells[rows[0]]):
            yield column, total


def _as_told(claim: Claim, table: HeadedTable, column: Column, total: Claim) -> Claim | None:
    """The total in its unit, where a number of the prose is that total as printed, or mistyped."""
    scale, unit = scale_of(table.unit(column))
    if claim.unit != unit or not _is_named(claim, table, column):
        return None
    as_told, said = scaled(total, scale, unit), _mantissa(claim)
    if claim.amount.value == as_told.amount.value:
        return as_told
    is_long = sum(map(str.isdigit, said)) >= _FEWEST_DIGITS
    return as_told if is_long and any(said == slip for slip, _ in misprints(_mantissa(total))) else None


def _mantissa(claim: Claim) -> str:
    """The numeral without 万 and 亿, which a table puts into its head."""
    return canonical(claim.quantity.numeral.of(claim.document.text).rstrip("百千万亿"))


def _is_named(claim: Claim, table: HeadedTable, column: Column) -> bool:
    """Whether a number of the prose is of the thing and the year that a column counts."""
    year = YEAR.search(column.head)
    if year and (not claim.period or claim.period.start[:4] != year.group()):
        return False
    return claim.subject in column.head + table.above
