"""Tables whose cells are told by tabs or bars: every cell has its column, empty ones too.

>>> [cell.of("地区\\t2020年\\n东乡\\t32") for cell in find_grids("地区\\t2020年\\n东乡\\t32")[0].rows[1]]
['东乡', '32']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from factcheck.model import Span

_TABS = re.compile(r"\t+")
_TAB, _BAR = re.compile(r"\t"), re.compile(r"\|")
_RULE = re.compile(r"[|\s:：—-]+")
_MOST_COLUMNS = 64


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one width, each cell without the blanks around it; an empty cell has an empty span."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def start(self) -> int:
        return self.rows[0][0].start

    @property
    def end(self) -> int:
        return self.rows[-1][-1].end


def find_grids(text: str) -> tuple[Grid, ...]:
    """The tables of a text whose rows have tabs or stand between bars, in its order."""
    return _grids(text) if has_grids(text) else ()


@lru_cache(maxsize=4)  # asked for by several ways of tying numbers, of one document after another
def _grids(text: str) -> tuple[Grid, ...]:
    return tuple(_grid(text, block) for block in _blocks(text))


def has_grids(text: str) -> bool:
    """Whether a text has any tabs, or bars at the head of a line; most texts have neither."""
    return "\t" in text or ("|" in text and (text.startswith("|") or "\n|" in text))


def _blocks(text: str) -> Iterator[list[Span]]:
    """Rows that follow one another; what only rules a table is no row."""
    block: list[Span] = []
    start = 0
    for content in text.split("\n"):
        line = Span(start, start + len(content))
        start = line.end + 1
        if content.startswith("|") and _RULE.fullmatch(content):
            continue
        if ("\t" in content.strip(" ") and not content.isspace()) or content.startswith("|"):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _grid(text: str, lines: Sequence[Span]) -> Grid:
    rows = [_parted(text, line, _TAB) for line in lines]
    apart = [_parted(text, line, _TABS) for line in lines]
    if len({len(row) for row in apart}) == 1:  # whoever types tables strikes the tab until the columns are in line
        rows = apart
    width = min(max(map(len, rows)), _MOST_COLUMNS)
    return Grid(tuple((*row, *[Span(row[-1].end, row[-1].end)] * (width - len(row)))[:width] for row in rows))


def _parted(text: str, line: Span, mark: re.Pattern[str]) -> list[Span]:
    start, end = line.start, line.end
    if text.startswith("|", start):
        mark, start = _BAR, start + 1
        end -= len(text[start:end]) - len(text[start:end].rstrip(" \t").removesuffix("|"))
    cuts = [(m.start(), m.end()) for m in mark.finditer(text, start, end)]
    bounds = zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True)
    return [_bare(text, a, b) for a, b in bounds]


def _bare(text: str, start: int, end: int) -> Span:
    content = text[start:end]
    left = len(content) - len(content.lstrip())
    return Span(start + left, start + max(left, len(content.rstrip())))
