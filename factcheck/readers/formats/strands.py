"""Text that remembers which elements of a file say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Strand:
    """Characters that one element says, the first of them at `at` of its text; without an element, a filling."""

    text: str
    element: Any = None
    at: int = 0


class Mooring(NamedTuple):
    """A strand where it was written: `text[start:end]` is what `element` says from `at` on."""

    start: int
    end: int
    element: Any
    at: int


Line = tuple[Strand, ...]


def said(line: Iterable[Strand]) -> str:
    """What a line says."""
    return "".join(strand.text for strand in line)


def lines_of(strands: Iterable[Strand]) -> list[Line]:
    """The lines of a paragraph; a strand of its own breaks them.

    >>> [said(line) for line in lines_of([Strand("东坡"), Strand("\\n"), Strand("西坡")])]
    ['东坡', '西坡']
    """
    lines: list[list[Strand]] = [[]]
    for strand in strands:
        if strand.text == "\n":
            lines.append([])
        else:
            lines[-1].append(strand)
    return [tuple(line) for line in lines]


def stripped(line: Line, blanks: str | None = None) -> Line:
    """A line without the blanks at both ends.

    >>> stripped((Strand(" 甲 ", "t"), Strand(" ", "u")))
    (Strand(text='甲', element='t', at=1),)
    """
    text = said(line)
    start, end = len(text) - len(text.lstrip(blanks)), len(text.rstrip(blanks))
    return line if end - start == len(text) else tuple(_cut(line, start, end))


def in_one_line(lines: Sequence[Line]) -> Line:
    """The lines of a cell in one, without tabs, which would part it."""
    first, *others = lines or [()]
    strands = (*first, *(strand for line in others for strand in (Strand(" "), *line)))
    return tuple(Strand(strand.text.replace("\t", " "), strand.element, strand.at) for strand in strands)


def _cut(line: Line, start: int, end: int) -> Iterable[Strand]:
    offset = 0
    for strand in line:
        first, last = max(0, start - offset), min(len(strand.text), end - offset)
        if first < last:
            yield Strand(strand.text[first:last], strand.element, strand.at + first)
        offset += len(strand.text)
