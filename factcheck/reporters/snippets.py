"""Source lines with their numbers underlined: `^^^^` the accused, `----` the others.

A line too long for the report is clipped around its marks; marks too far apart for one row get several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from rich.cells import cell_len

from factcheck.model import Claim, Document
from factcheck.reporters.lines import Line, Piece, fitting
from factcheck.reporters.safety import harmless_characters

ACCUSED, OTHER, GUTTER, FAINT = "bold red", "bold blue", "blue", "dim"
_TAB = "    "
_ELLIPSIS = "…"


class Mark(Struct, frozen=True):
    """The part of a number that stands on one line, from column `start` up to `end`, counted from 0."""

    line: int
    start: int
    end: int
    is_accused: bool


class Row(Struct, frozen=True):
    """A stretch of a source line, from column `start` up to `end`, and the marks in it."""

    document: Document
    line: int
    start: int
    end: int
    marks: tuple[Mark, ...]

    @property
    def is_accused(self) -> bool:
        return any(mark.is_accused for mark in self.marks)


def find_rows(claims: Sequence[Claim], accused: Claim, room: int) -> list[Row]:
    """The rows of at most `room` cells that show all `claims`, by document and line."""
    documents = {id(claim.document): claim.document for claim in claims}
    return [row for document in documents.values() for row in _rows_in(document, claims, accused, room)]


def print_row(row: Row, gutter: int) -> tuple[Line, Line]:
    """A row of source with its line number, and the row of underlines below it."""
    source = row.document.source_line(row.line)
    begin, stop = _extent(source)
    number = "" if row.document.is_extracted else row.line  # lines that nobody but us has counted
    above, below = [Piece(f"{number:>{gutter}} | ", GUTTER)], [Piece(f"{'':>{gutter}} | ", GUTTER)]
    if row.start > begin:
        above.append(Piece(_ELLIPSIS, FAINT))
        below.append(Piece(" "))
    for start, end, mark in _stretches(row):
        text = "".join(_characters(source[start:end]))
        style = (ACCUSED if mark.is_accused else OTHER) if mark else ""
        above.append(Piece(text, style))
        below.append(Piece((" " if not mark else "^" if mark.is_accused else "-") * cell_len(text), style))
    if row.end < stop:
        above.append(Piece(_ELLIPSIS, FAINT))
    while len(below) > 1 and not below[-1].style:
        below.pop()
    return tuple(above), tuple(below)


def _rows_in(document: Document, claims: Sequence[Claim], accused: Claim, room: int) -> Iterator[Row]:
    marks = [mark for c in claims if c.document is document for mark in _marks(c, c is accused)]
    for line in sorted({mark.line for mark in marks}):
        yield from _rows(document, _apart(mark for mark in marks if mark.line == line), room)


def _marks(claim: Claim, is_accused: bool) -> Iterator[Mark]:
    """A mark on each line that a number stands on, without the indentation of the second."""
    place = claim.location
    for line in range(place.line, place.end_line + 1):
        begin, stop = _extent(claim.document.source_line(line))
        start = max(place.column - 1 if line == place.line else 0, begin)
        end = min(place.end_column - 1 if line == place.end_line else stop, stop)
        if start < end:
            yield Mark(line, start, end, is_accused)


def _extent(source: str) -> tuple[int, int]:
    """Where the text of a line begins and ends: indentation says nothing here."""
    return len(source) - len(source.lstrip()), len(source.rstrip())


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that do not overlap, in order; the accused goes first."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (not m.is_accused, m.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)


def _rows(document: Document, marks: Sequence[Mark], room: int) -> Iterator[Row]:
    """The rows of one line: one where it fits as a whole, else one for each group of marks."""
    source = document.source_line(marks[0].line)
    begin, stop = _extent(source)
    if _fits(source, begin, stop, room):
        yield Row(document, marks[0].line, begin, stop, tuple(marks))
        return
    groups = _together(source, marks, room - 2)
    for group, after in zip_longest(groups, groups[1:]):
        start, end = _window(source, group, begin, after[0].start if after else stop, room - 2)
        yield Row(document, marks[0].line, start, end, tuple(group))
        begin = end


def _together(source: str, marks: Sequence[Mark], room: int) -> list[list[Mark]]:
    """Marks grouped by what fits into one row."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and _fits(source, groups[-1][0].start, mark.end, room):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _window(source: str, group: Sequence[Mark], begin: int, stop: int, room: int) -> tuple[int, int]:
    """What to show of a line: the marks, cut where one alone is too long, and what fits around them."""
    start, end = group[0].start, group[-1].end
    end = start + fitting(_characters(source[start:end]), room)
    spare = room - _width(source, start, end)
    before = _characters(source[max(begin, start - spare) : start])[::-1]
    after = _characters(source[end : min(stop, end + spare)])
    start -= fitting(before, max(spare // 2, spare - sum(map(cell_len, after))))
    end += fitting(after, room - _width(source, start, end))
    return start, end


def _stretches(row: Row) -> Iterator[tuple[int, int, Mark | None]]:
    """The row in order: what is marked, and what lies between."""
    position = row.start
    for mark in row.marks:
        yield position, mark.start, None
        yield mark.start, min(mark.end, row.end), mark
        position = mark.end
    if position < row.end:
        yield position, row.end, None


def _fits(source: str, start: int, end: int, room: int) -> bool:
    # Characters without width are rare: far more characters than cells need no measuring.
    return end - start <= 2 * room and _width(source, start, end) <= room


def _width(source: str, start: int, end: int) -> int:
    return sum(map(cell_len, _characters(source[start:end])))


def _characters(text: str) -> list[str]:
    """What each character of a source line shows."""
    return [_TAB if char == "\t" else shown for char, shown in zip(text, harmless_characters(text), strict=True)]
