"""A table with a row for each year, and the text that tells its latest row: 今年跌至58% beside | 2017年 | 58% | 31% |.

The year is seldom named beside such a number (今年, 首度, 再创新高), so the table is known by its title and its heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import are_one_slip_apart, canonical
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.relations.identity import in_table_row
from factcheck.rulebook import Rulebook

_YEAR = expression(r"(?:19|20)\d{2}年?")
_HAN_PAIR = expression("(?=([\u4e00-\u9fff]{2}))")
_FEWEST_PAIRS = 3  # pairs of characters that a sentence shares with the title of its table
_FEWEST_YEARS = 2
_FEWEST_DIGITS = 2
_SENTENCES = 2  # the sentence of a number and the one before: 另一问 takes its topic from there
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    title: frozenset[str]  # pairs of characters of the line above, and of the heads
    rows: tuple[tuple[int, tuple[Claim, ...]], ...]  # year and cells

    @property
    def latest(self) -> tuple[Claim, ...]:
        return max(self.rows, key=lambda row: row[0])[1]

    @property
    def cells(self) -> tuple[Claim, ...]:
        return tuple(cell for _, cells in self.rows for cell in cells)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Rates in the text, and the cells of the table on the same question that print them."""
    if Kind.PERCENT not in reading.kinds or "|" not in reading.document.text:
        return
    tables = list(_tables(reading))
    ground = Ground("told-by-year", rulebook.doubt("told-by-year"))
    rates = [c for c in reading.claims if _is_told(c)] if tables else []
    printed = {_numeral(c) for table in tables for c in table.cells}
    for claim in rates:
        for cell in _cells(reading, claim, tables, printed, rates):
            yield Relation("same", {"value": (claim,), "other": (cell,)}, ground)


def _is_told(claim: Claim) -> bool:
    is_level = claim.aspect in (Aspect.LEVEL, Aspect.SHARE)
    return claim.quantity.kind is Kind.PERCENT and is_level and claim.amount.is_exact and not in_table_row(claim)


def _cells(
    reading: Reading, claim: Claim, tables: Sequence[_Table], printed: set[str], rates: Sequence[Claim]
) -> Iterator[Claim]:
    """The cell that prints a number, in the table that is most like its sentence; else the one that a slip explains."""
    words = _pairs(_said(reading, claim))
    shared = [(len(words & table.title), table) for table in tables]
    most = max(count for count, _ in shared)
    best = [table for count, table in shared if count == most]
    if most < _FEWEST_PAIRS or len(best) > 1:
        return
    equal = [c for c in best[0].cells if _numeral(c) == _numeral(claim)]
    if equal or _numeral(claim) in printed:
        yield from equal[:1]
        return
    told = {_numeral(c) for c in rates}
    yield from [c for c in best[0].latest if _numeral(c) not in told and _is_slip(_numeral(claim), _numeral(c))][:1]


def _is_slip(told: str, cell: str) -> bool:
    """One keystroke, or the digits behind the point cut off."""
    if min(sum(char.isdigit() for char in n) for n in (told, cell)) < _FEWEST_DIGITS:
        return False
    return cell.startswith(told + ".") or are_one_slip_apart(told, cell)


def _said(reading: Reading, claim: Claim) -> str:
    """The sentence of a claim, to its first mark behind the number, and the sentence before."""
    sentences = reading.outline.sentences
    paragraph = reading.outline.paragraph(claim.span.start)
    first = sentences[max(0, claim.sentence + 1 - _SENTENCES)]
    own = sentences[claim.sentence]
    return reading.document.text[max(first.start, paragraph.start) : own.end]


def _numeral(claim: Claim) -> str:
    return canonical(claim.quantity.numeral.of(claim.document.text))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(_HAN_PAIR.findall(text))


def _tables(reading: Reading) -> Iterator[_Table]:
    """The Markdown tables with a row of percentages for each of several years."""
    for title, lines in _blocks(reading):
        rows = [row for line in lines if (row := _row(reading, line))]
        heads = " ".join(line.of(reading.document.text) for line in lines if not _row(reading, line))
        if len({year for year, _ in rows}) >= _FEWEST_YEARS:
            yield _Table(_pairs(title + " " + heads), tuple(rows))


def _row(reading: Reading, line: Span) -> tuple[int, tuple[Claim, ...]] | None:
    """The year in a row's first cell, if that is all it names, and the percentages behind it."""
    head = line.of(reading.document.text).strip().strip("|").split("|")[0].strip()
    cells = tuple(c for c in reading.between(line) if c.quantity.kind is Kind.PERCENT)
    return (int(head[:4]), cells) if _YEAR.fullmatch(head) and cells else None


def _blocks(reading: Reading) -> Iterator[tuple[str, list[Span]]]:
    """The lines of each Markdown table, with the short line above it."""
    text, title, lines = reading.document.text, "", list[Span]()
    for line in (*reading.outline.paragraphs, Span(len(text), len(text))):
        if text[line.start : line.start + 1] == "|":
            lines.append(line)
        elif lines:
            yield title, lines
            lines = []
        if lines and "\n\n" in line.of(text):
            yield title, lines
            lines, title = [], ""
        elif not lines:
            said = line.of(text).strip()
            title = said if len(said) <= _LONGEST_TITLE else ""
