"""Tables as lines: a row is a line, its cells parted by tabs, so that columns stand one under the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from factcheck.readers.formats.strands import Line, Strand, in_one_line, said
from factcheck.readers.formats.transcripts import Transcript

MOST_CELLS = 500_000  # of a file; more is a database and no copy

_Place = tuple[str, str]
_MARKS = ("。", "！", "？", "；")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, line by line, how many columns it takes, and what it holds where it lays out a page."""

    lines: list[Line]
    span: int
    layout: Any

    @property
    def is_prose(self) -> bool:
        """Whether it holds paragraphs: tables are used to lay out whole pages."""
        return len(self.lines) > 1 and any(said(line).endswith(_MARKS) for line in self.lines)


def print_table(
    transcript: Transcript,
    rows: Iterable[list[Cell]],
    name: _Place,
    write_blocks: Callable[[Any, _Place | None], None],
    place: _Place | None = None,
) -> None:
    """A table with a landmark a cell (表2 B3); rows that lay out prose are written as paragraphs."""
    for number, cells in enumerate(rows, 1):
        filled = [cell for cell in cells if cell.lines or cell.layout is not None]
        if any(cell.layout is not None or cell.is_prose for cell in filled) or len(cells) == 1:
            _print_layout(transcript, number, cells, name, write_blocks)
        elif filled:
            _print_row(transcript, number, cells, name)
    transcript.write("\n")


def _print_row(transcript: Transcript, number: int, cells: list[Cell], name: _Place) -> None:
    column = 0
    for index, cell in enumerate(cells):
        transcript.write("\t" * cells[index - 1].span if index else "")
        if cell.lines:
            _mark(transcript, name, column, number)
        transcript.write_line(in_one_line(cell.lines))
        column += cell.span
    transcript.write("\n")


def _print_layout(
    transcript: Transcript,
    number: int,
    cells: list[Cell],
    name: _Place,
    write_blocks: Callable[[Any, _Place | None], None],
) -> None:
    column = 0
    for cell in cells:
        where = tuple(f"{of} {column_name(column)}{number}" for of in name)
        if cell.layout is not None:
            write_blocks(cell.layout, (where[0], where[1]))
        elif cell.lines:
            _mark(transcript, name, column, number)
            for line in cell.lines:
                transcript.write_line((*line, Strand("\n")))
        column += cell.span


def _mark(transcript: Transcript, name: _Place, column: int, row: int) -> None:
    cell = f"{column_name(column)}{row}"
    transcript.mark(f"{name[0]} {cell}", f"{name[1]} {cell}")


def column_name(index: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
