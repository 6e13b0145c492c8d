"""A row of a table and the sentence that tells it: 工业 | 315.7 | 9.9 and 工业增加值315.7亿元，增长9.9%."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import canonical, neighbours
from factcheck.model import Amount, Claim, Ground, Interval, Kind, Relation
from factcheck.rulebook import Rulebook

_LONGEST_LABEL = 20
_SHORTEST_LABEL = 2
_REACH = 80  # characters of a sentence before a number in which its row may be named
_SEGMENT_MARK = expression("[。；！？\n]")
_BARRED = expression(r"(?:\A|\n)[^\S\n]*\|")
_LABEL = expression("[\u4e00-\u9fff]+")
_OPENING = expression("^(?:其中|[#＃*：:、]|[一二三四五六七八九十]+、)+")
_SCALES = "百千万亿"
_FEWEST_ALONE = 4  # digits of a number that stand for themselves; of shorter ones another cell must agree
_FEWEST_DIGITS = 2
_PAIR, _FEWEST_ROWS = 2, 2
_HUNDRED = Fraction(100)
_MOST_TOLD = 6  # sentences that tell of one cell


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    label: str
    cells: tuple[Claim, ...]


_END = _Row("", ())


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Numbers of a row that the text tells too, beside the row's name."""
    rows = list(_rows(reading)) if _may_have_rows(reading) else []
    if not rows:
        return
    ground = Ground("tabulated", rulebook.doubt("tabulated"))
    for cell, told in _ties(reading, rows):
        yield Relation("same", {"value": (told,), "other": (_in_the_unit_of(told, cell),)}, ground)
    yield from _columns_of_shares(rows, rulebook)


def _may_have_rows(reading: Reading) -> bool:
    """Whether a line has cells by its bars or tabs, or holds one number and nothing else."""
    text = reading.document.text
    if "\t" in text or ("|" in text and _BARRED.search(text)):
        return True
    leading = reading.leading if reading.apart else ()
    return any(_is_alone(reading.outline.paragraph(c.span.start).of(text).strip(), c) for c in leading)


def _is_alone(content: str, claim: Claim) -> bool:
    return len(content) <= claim.span.end - claim.span.start + 1


def _columns_of_shares(rows: Sequence[_Row], rulebook: Rulebook) -> Iterator[Relation]:
    """总人口 281.7 100.0 above rows of an amount and a share each: amounts in one column, their shares in the next."""
    ground = Ground("share-tabulated", rulebook.doubt("share-tabulated"))
    whole: Claim | None = None
    below: list[_Row] = []
    for row in (*rows, _END):
        if len(row.cells) == _PAIR and row.cells[1].amount.value != _HUNDRED and whole:
            below.append(row)
            continue
        if whole and _most_agree(whole, below):
            for part, share in (r.cells for r in below):
                yield Relation("share", {"share": (share,), "part": (part,), "whole": (whole,)}, ground)
        below, whole = [], row.cells[0] if len(row.cells) == _PAIR else None


def _most_agree(whole: Claim, rows: Sequence[_Row]) -> bool:
    """Whether the second column is one of shares at all: a slip spoils one row, or all where it is in the whole."""
    total = whole.amount.value
    if not total or len(rows) < _FEWEST_ROWS:
        return False
    ratios = [(r.cells[0].amount.value or 0, (r.cells[1].amount.value or 0)) for r in rows]
    if any(share > _HUNDRED for _, share in ratios):
        return False
    agree = sum(abs(part * _HUNDRED / total - share) <= 1 for part, share in ratios)
    wholes = sorted(part * _HUNDRED / share for part, share in ratios if share)
    alike = bool(wholes) and wholes[-1] * 49 <= wholes[0] * 50  # they all imply one whole, within rounding
    return 2 * agree >= len(rows) or alike


def _rows(reading: Reading) -> Iterator[_Row]:
    """Rows in Markdown, and tables run out into lines: a label, then each number in a line of its own."""
    text, label = reading.document.text, ""
    cells: list[Claim] = []
    for line in reading.outline.paragraphs:
        content, claims = line.of(text).strip(), reading.between(line)
        alone = len(claims) == 1 and _is_alone(content, claims[0])
        if alone and label:
            cells.append(claims[0])
            continue
        if cells:
            yield _Row(label, tuple(cells))
        label, cells = _label(content), []
        if (content.startswith("|") or "\t" in content) and claims:
            yield from _gridded(content, claims)
            label = ""
    if cells:
        yield _Row(label, tuple(cells))


def _gridded(content: str, claims: Sequence[Claim]) -> Iterator[_Row]:
    label = _label(content.strip("|").replace("\t", "|").split("|")[0].strip())
    if label:
        yield _Row(label, tuple(claims))


def _label(content: str) -> str:
    """The name of a row, without white space and without what marks it as a part."""
    plain = _OPENING.sub("", "".join(content.split()))
    found = _LABEL.match(plain)
    named = found.group() if found and len(plain) <= _LONGEST_LABEL else ""
    return named if len(named) >= _SHORTEST_LABEL else ""


def _ties(reading: Reading, rows: Sequence[_Row]) -> Iterator[tuple[Claim, Claim]]:
    """Cells and the numbers in the text that tell them: alike, or one slip apart beside a cell that is alike."""
    row_of = {cell: row for row in rows for cell in row.cells}
    by_numeral: dict[str, list[Claim]] = defaultdict(list)
    cells: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        (cells if claim in row_of else by_numeral)[_mantissa(claim)].append(claim)
    told: dict[tuple[_Row, int], list[tuple[Claim, Claim]]] = defaultdict(list)
    for numeral in (numeral for numeral in cells if numeral in by_numeral):
        for cell, claim, segment in _named(reading, row_of, cells[numeral], by_numeral[numeral]):
            told[row_of[cell], segment].append((cell, claim))
    for ties in told.values():
        yield from ties
    padded = {f"{numeral}.0": same for numeral, same in by_numeral.items() if numeral.isdigit()}
    for x, y in neighbours(dict.fromkeys((*cells, *by_numeral, *padded))):
        for one, other in ((x, y), (y, x)):
            same = by_numeral.get(other) or padded.get(other) or []
            for cell, claim, segment in _named(reading, row_of, cells.get(one, ()), same):
                alike = told.get((row_of[cell], segment), ())
                if _may_be_slip(cell, claim, alike):
                    yield cell, claim


def _may_be_slip(cell: Claim, claim: Claim, alike: Sequence[tuple[Claim, Claim]]) -> bool:
    """Whether nothing else tells of either number, and enough says that they belong together."""
    if any(cell is c or claim is t for c, t in alike):
        return False
    least = min(_digits(_mantissa(cell)), _digits(_mantissa(claim)))
    return least >= (_FEWEST_DIGITS if alike else _FEWEST_ALONE)


def _named(
    reading: Reading, row_of: dict[Claim, _Row], cells: Iterable[Claim], claims: Sequence[Claim]
) -> Iterator[tuple[Claim, Claim, int]]:
    """The cells whose row is named in the sentence before a claim, with where that stretch begins."""
    for cell in cells:
        for claim in claims[:_MOST_TOLD]:
            start = _segment_start(reading, claim)
            words = "".join(reading.document.text[start : claim.span.start].split())
            if _fits(cell, claim) and row_of[cell].label in words:
                yield cell, claim, start


def _fits(cell: Claim, claim: Claim) -> bool:
    """A cell's unit stands in the head of its column as a rule; where it is printed it must be the same."""
    bare = cell.quantity.numeral.of(cell.document.text)[-1:] not in _SCALES
    return cell.unit == claim.unit if cell.unit else cell.quantity.kind is Kind.NUMBER and bare


def _segment_start(reading: Reading, claim: Claim) -> int:
    text, floor = reading.document.text, max(0, claim.span.start - _REACH)
    marks = list(_SEGMENT_MARK.finditer(text, floor, claim.span.start))
    return marks[-1].end() if marks else floor


def _mantissa(claim: Claim) -> str:
    """The numeral without 万 and 亿, which a table puts into its head."""
    return canonical(claim.quantity.numeral.of(claim.document.text).rstrip(_SCALES))


def _digits(numeral: str) -> int:
    return sum("0" <= char <= "9" for char in numeral.lstrip("0."))


def _in_the_unit_of(told: Claim, cell: Claim) -> Claim:
    """The cell as it reads with the unit that the text gives: 315.7 in a column of 亿元."""
    printed = re.match(r"[\d.]+", _mantissa(told))
    if cell.unit == told.unit or told.amount.value is None or not printed or not Fraction(printed.group()):
        return cell
    scale = told.amount.value / Fraction(printed.group())
    return replace(cell, quantity=replace(cell.quantity, amount=_scaled(cell.amount, scale), unit=told.unit))


def _scaled(amount: Amount, scale: Fraction) -> Amount:
    low, high = amount.interval.low, amount.interval.high
    wide = Interval(None if low is None else low * scale, None if high is None else high * scale)
    value = None if amount.value is None else amount.value * scale
    return Amount(value, wide, amount.step * scale, amount.modifier, amount.is_range)
