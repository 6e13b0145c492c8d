"""Lines of styled text, measured in terminal cells: a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from rich.cells import cell_len


class Piece(NamedTuple):
    """A stretch of visible text in one style; a `whole` one is never broken."""

    text: str
    style: str = ""
    whole: bool = False


Line = tuple[Piece, ...]

# What a line break must not part: a word, a number and its unit, a character and the mark that closes it.
_ATOM = re.compile(
    r"[!-~]*[0-9%][万亿]*[\u4e00-\u9fff]?[，。、；：！？）》”…]*|[!-~]+[，。、；：）]*| +"
    r"|[（《“]*[^ ][\u0300-\u036f]*[，。、；：！？）》”…]*"
)


def width_of(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(piece.text) for piece in line)


def wrapped(pieces: Sequence[Piece], width: int, indent: Line = ()) -> list[Line]:
    """Pieces as lines of at most `width` cells, the later ones indented; only whole pieces may stand out."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for atom in _atoms(pieces, width - width_of(indent)):
        cells = cell_len(atom.text.rstrip(" "))
        if used + cells > width and used > width_of(indent):
            lines.append([*indent])
            used = width_of(indent)
            if not atom.text.strip(" "):
                continue
        lines[-1].append(atom)
        used += cell_len(atom.text)
    return [_finished(line) for line in lines]


def beside(left: Sequence[Line], right: Sequence[Line], width: int, between: Piece) -> list[Line]:
    """Two blocks of lines in two columns, the left one filled up to `width` cells."""
    return [
        _finished([*a, Piece(" " * (width - width_of(a))), between, *b])
        for a, b in zip_longest(left, right, fillvalue=())
    ]


def fitting(characters: Sequence[str], width: int) -> int:
    """How many of the characters, from the first, fit into `width` cells."""
    used = 0
    for count, char in enumerate(characters):
        used += cell_len(char)
        if used > width:
            return count
    return len(characters)


def clipped_left(text: str, width: int) -> str:
    """The end of `text`, led by an ellipsis where it does not fit into `width` cells."""
    if cell_len(text) <= width:
        return text
    count = fitting(list(reversed(text)), width - 1)
    return "…" + text[len(text) - count :]


def _atoms(pieces: Sequence[Piece], width: int) -> Iterator[Piece]:
    for piece in pieces:
        if piece.whole:
            yield piece
            continue
        for match in _ATOM.finditer(piece.text):
            yield from (Piece(part, piece.style) for part in _cut(match.group(), width))


def _cut(text: str, width: int) -> Iterator[str]:
    """A word too long for a line, in parts that are not."""
    while cell_len(text) > width:
        count = max(1, fitting(text, width))
        yield text[:count]
        text = text[count:]
    yield text


def _finished(line: Sequence[Piece]) -> Line:
    """A line without spaces at its end, neighbours of one style joined."""
    kept = list(line)
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(" "))
    styles = groupby(kept, key=lambda piece: piece.style)
    return tuple(Piece("".join(piece.text for piece in pieces), style) for style, pieces in styles)
