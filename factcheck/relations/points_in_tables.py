"""Percentage points whose other rate stands in a table: 达到31%，较去年上升3.9个百分点 above a row for each year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.grids import has_grids
from factcheck.misprints import misprints
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.relations.points import Step, agrees, steps, tie
from factcheck.rulebook import Rulebook

_YEAR = expression(r"(?:19|20)\d{2}(?=年?\D|$)")
_LAST_YEAR = expression("去年|上年|前一年|上一年")
_AVERAGE = "平均"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a Markdown table: what its first cell says, and the number in each further cell."""

    head: str
    cells: tuple[Claim | None, ...]

    def cell(self, column: int) -> Claim | None:
        return self.cells[column] if column < len(self.cells) else None


_Table = list[_Row]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """A difference in points held against the cells of two years, where the prose prints one of them."""
    tables = _tables(reading) if Kind.PERCENT in reading.kinds and has_grids(reading.document.text) else []
    for step, rate in steps(reading) if tables else ():
        for table in tables:
            if other := _counted_from(reading, step, rate, table):
                ground = Ground("points-in-table", rulebook.doubt("points-in-table"))
                yield tie(step, rate, other, ground)


def _counted_from(reading: Reading, step: Step, rate: Claim, table: _Table) -> Claim | None:
    """The cell that a difference is counted from: in the column of the rate's own cell, in the row it names; where no
    cell prints the rate, that of a column which explains both the difference and how the rate was mistyped."""
    printed = _numeral(rate)
    slips = {text for text, _ in misprints(printed)}
    unsure = None
    for row in table:
        for column, cell in enumerate(row.cells):
            if not cell or cell is rate or not (other := _other_cell(step, row, column, table)):
                continue
            if _numeral(cell) == printed and cell.unit == rate.unit:
                return other
            if _numeral(cell) in slips and agrees(step, cell, other):
                unsure = other
    return unsure


def _other_cell(step: Step, row: _Row, column: int, table: _Table) -> Claim | None:
    """The cell of the same column in the row of the year, or of the average, that the difference names."""
    if _AVERAGE in row.head:
        return None
    if _AVERAGE in step.lead:
        named = [r for r in table if _AVERAGE in r.head]
    else:
        year = _year_named(step, row)
        named = [
            r
            for r in table
            if year and (found := _YEAR.search(r.head)) and found.group() == year and "至" not in r.head
        ]
    return named[0].cell(column) if len(named) == 1 else None


def _year_named(step: Step, row: _Row) -> str:
    if said := _YEAR.search(step.lead):
        return said.group()
    own = _YEAR.search(row.head)
    return str(int(own.group()) - 1) if own and _LAST_YEAR.search(_sentence_so_far(step)) else ""


def _sentence_so_far(step: Step) -> str:
    """较去年 in one clause holds for the next (…较去年下跌4.3个百分点，反对的增加7.3个百分点)."""
    start = step.claim.span.start
    return re.split("[。！？\n]", step.claim.document.text[max(0, start - 100) : start])[-1]


def _numeral(claim: Claim) -> str:
    return claim.quantity.numeral.of(claim.document.text)


def _tables(reading: Reading) -> list[_Table]:
    """The Markdown tables whose rows are headed by years."""
    tables: list[_Table] = []
    table: _Table = []
    last = -1
    for line in reading.outline.paragraphs:
        text = reading.document.text
        if text[line.start : line.start + 1] != "|":
            continue
        if table and "\n\n" in text[last : line.start]:
            tables.append(table)
            table = []
        table.append(_row(reading, line))
        last = line.end - 2
    return [t for t in (*tables, table) if sum(bool(_YEAR.search(row.head)) for row in t) >= 2]


def _row(reading: Reading, line: Span) -> _Row:
    cells: list[Claim | None] = []
    head, start = "", line.start + 1
    for index, cell in enumerate(line.of(reading.document.text).strip().strip("|").split("|")):
        end = start + len(cell)
        inside: Sequence[Claim] = reading.between(Span(start, end))
        if index == 0:
            head = cell.strip()
        else:
            cells.append(inside[0] if len(inside) == 1 and inside[0].quantity.kind is Kind.PERCENT else None)
        start = end + 1
    return _Row(head, tuple(cells))
