"""Columns of tables: totals over or under their rows, rows that name a part of the row before (其中, #)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.series import adds_up, is_slip_away, shortfall, sum_of, within
from factcheck.rulebook import Rulebook
from factcheck.tables import Table, find_tables, has_rules

_TOTAL = expression("合计|总计|小计|总数|总和|总[额量值人户]|共计|^全[国省市区县]")
_PART = expression("^(?:#|其中|其 中|＃)")
_NO_AMOUNT = expression(r"%|％|±|增长|增速|增幅|比重|占比|指数|率|均|价|年份|序号|排名|名次")
_BOOKKEEPING = expression("余额|总额|总量|总数|合计|总计")
_STEM = 2  # characters at the end of a row's name that say what it is: 存款
_FEWEST_CHILDREN, _MOST_CHILDREN = 2, 10
_NEAR = 50  # rounding never makes a fiftieth
_TOO_MUCH = 2  # times the whole: no slip but the first digit's explains it
_MOST_ROWS = 60  # looked over from a total
_FEWEST_DIGITS = 3
_FEWEST_APART = 2  # numbers in cells of their own, whole and part
_ADDED = (Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.MEASURE)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and parts within every column that holds amounts."""
    text = reading.document.text
    if len(reading.apart) < _FEWEST_APART or (len(reading.leading) < _FEWEST_APART and not has_rules(text)):
        return
    at = {claim.span.start: claim for claim in reading.claims if claim.quantity.kind in _ADDED}
    for table in find_tables(text) if at else ():
        for column in range(len(table.rows[0].cells)):
            if not _NO_AMOUNT.search(table.head(column)):
                yield from _column(reading, table, _claims(table, column, at), rulebook)
        yield from _across(reading, table, at, rulebook)


def _claims(table: Table, column: int, at: Mapping[int, Claim]) -> list[tuple[str, Claim]]:
    cells = [(row.label, row.cells[column]) for row in table.rows]
    found = [(label, at[cell.start]) for label, cell in cells if cell and cell.start in at]
    return found if all((claim.amount.value or 0) >= 0 for _, claim in found) else []


def _column(
    reading: Reading, table: Table, cells: Sequence[tuple[str, Claim]], rulebook: Rulebook
) -> Iterator[Relation]:
    yield from _parts(reading, cells, rulebook)
    yield from _siblings(cells, rulebook)
    for index, (label, _) in enumerate(cells):
        if _TOTAL.search(label):
            yield from _total(reading, cells, index, rulebook)
        if table.is_flat:  # indicators of a bulletin, general before particular; other tables compare like with like
            selects = bool(_PART.search(cells[index + 1][0])) if index + 1 < len(cells) else False
            column_ = [c for _, c in cells[index : index + _MOST_ROWS]]
            yield from _subtotal(reading, column_, rulebook, selects=selects)


def _parts(reading: Reading, cells: Sequence[tuple[str, Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """Rows that name a part of the row before; a second 其中 splits what the first did, another way."""
    lexicon = rulebook.lexicon
    shared: Claim | None = None
    for index, (label, claim) in enumerate(cells):
        if index and _PART.search(label):
            whole = shared or cells[index - 1][1]
            if lexicon.comparable(whole.unit, claim.unit):
                yield within(whole, [claim], "column-within", rulebook)
            if label.startswith("其"):
                shared = whole
                parts = [claim, *_until_part(cells[index + 1 : index + _MOST_ROWS])]
                if len(parts) >= _FEWEST_CHILDREN and (
                    adds_up(whole, parts, lexicon) or is_slip_away(whole, parts, lexicon)
                ):
                    yield sum_of(reading, whole, parts, Ground("column-part", rulebook.doubt("column-part")))


def _siblings(cells: Sequence[tuple[str, Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """Behind #单位存款 of 存款余额, rows named 个人存款 are parts of it too, till another total or another thing."""
    whole: Claim | None = None
    stem = total = ""
    labels = [label for label, _ in cells]
    for (label, claim), following in zip(cells, (*labels, "")[1:], strict=True):
        if _PART.search(label):
            continue
        name = _BOOKKEEPING.sub("", label)
        if whole and stem and name == label and label.endswith(stem) and label != total:
            if rulebook.lexicon.comparable(whole.unit, claim.unit):
                yield within(whole, [claim], "column-within", rulebook)
        else:
            whole, stem, total = (claim, name[-_STEM:], label) if _PART.search(following) else (None, "", "")


def _until_part(cells: Sequence[tuple[str, Claim]]) -> list[Claim]:
    parts = []
    for label, claim in cells:
        if _PART.search(label) or _TOTAL.search(label):
            break
        parts.append(claim)
    return parts


def _total(reading: Reading, cells: Sequence[tuple[str, Claim]], index: int, rulebook: Rulebook) -> Iterator[Relation]:
    """A row named 合计 and all rows behind it, or all before it back to the last such row."""
    whole = cells[index][1]
    behind, before = (
        _until_total(cells[index + 1 : index + _MOST_ROWS]),
        _until_total(cells[max(0, index - _MOST_ROWS) : index][::-1]),
    )
    for agree in (adds_up, is_slip_away):
        for parts in (behind, before):
            if len(parts) >= _FEWEST_CHILDREN and agree(whole, parts, rulebook.lexicon):
                yield sum_of(reading, whole, parts, Ground("column-total", rulebook.doubt("column-total")))
                return


def _until_total(cells: Sequence[tuple[str, Claim]]) -> list[Claim]:
    parts = []
    for label, claim in cells:
        if _TOTAL.search(label):
            break
        parts.append(claim)
    return parts


def _subtotal(reading: Reading, column: Sequence[Claim], rulebook: Rulebook, *, selects: bool) -> Iterator[Relation]:
    """A row and some rows behind it, the rows that these are made of in turn left out; 其中 and # name but a few."""
    whole, rest, lexicon = column[0], column[1:], rulebook.lexicon
    if _digits(whole) < _FEWEST_DIGITS or not rest or lexicon.value(rest[0]) >= lexicon.value(whole):
        return
    runs = _tree_runs(whole, rest, lexicon)
    for agree in (_agrees,) if selects else (_agrees, is_slip_away):
        for tries, parts in enumerate(runs, 1):
            if agree(whole, parts, lexicon):
                doubt = min(Fraction(1), rulebook.doubt("column-part") * tries)
                yield sum_of(reading, whole, parts, Ground("column-part", doubt))
                return


def _agrees(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon) -> bool:
    """As `adds_up`, looked into only where the nominal values are near."""
    return shortfall(whole, parts, lexicon) * _NEAR <= lexicon.value(whole) and adds_up(whole, parts, lexicon)


def _tree_runs(whole: Claim, rest: Sequence[Claim], lexicon: Lexicon) -> list[list[Claim]]:
    """The rows of the next level: behind each, those that make it up are passed over."""
    level: list[Claim] = []
    runs = []
    at, total = 0, Fraction(0)
    while at < len(rest) and len(level) < _MOST_CHILDREN and total <= _TOO_MUCH * lexicon.value(whole):
        level = [*level, rest[at]]
        total += lexicon.value(rest[at])
        if len(level) >= _FEWEST_CHILDREN:
            runs.append(level)
        at += 1 + _made_of(rest[at], rest[at + 1 : at + 1 + _MOST_CHILDREN], lexicon)
    return runs


def _made_of(whole: Claim, rest: Sequence[Claim], lexicon: Lexicon) -> int:
    """How many rows behind a row make it up."""
    value, total = lexicon.value(whole), Fraction(0)
    for size, claim in enumerate(rest, 1):
        total += lexicon.value(claim)
        if (total - value) * _NEAR > value:
            break
        if size >= _FEWEST_CHILDREN and _agrees(whole, rest[:size], lexicon):
            return size
    return 0


def _digits(claim: Claim) -> int:
    return sum(c.isdigit() for c in claim.quantity.text)


def _across(reading: Reading, table: Table, at: Mapping[int, Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """The cell under 合计 and the other cells of its row."""
    heads = [table.head(i) for i in range(len(table.rows[0].cells))]
    totals = [i for i, head in enumerate(heads) if _TOTAL.search(head)]
    if len(totals) != 1 or any(_NO_AMOUNT.search(head) for head in heads):
        return
    for row in table.rows:
        claims = [at.get(cell.start) if cell else None for cell in row.cells]
        whole, parts = claims[totals[0]], [c for i, c in enumerate(claims) if i != totals[0] and c]
        alike = whole and all(rulebook.lexicon.comparable(whole.unit, part.unit) for part in parts)
        if whole and alike and len(parts) >= _FEWEST_CHILDREN:
            yield sum_of(reading, whole, parts, Ground("row-total", rulebook.doubt("row-total")))
