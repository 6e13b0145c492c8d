"""Tables in plain text: Markdown pipes, rows parted by tabs or several spaces, and the tables that web pages leave
when they are saved as text, one cell a line.

    >>> [row.label for row in find_tables("| 地区 | 户数 |\\n| --- | --- |\\n| 甲县 | 12 |\\n| 乙县 | 30 |")[0].rows]
    ['甲县', '乙县']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from factcheck.grids import find_grids, has_grids
from factcheck.model import Span

_CELL = re.compile(r"\t+|[ \u3000]{2,}")
_PARTED = re.compile(r"[ \u3000](?<=[^\n \u3000].)[ \u3000]+[^\n \u3000]")  # blanks that no line begins or ends with
_NUMBER = re.compile(r"(?!(?:19|20)\d\d年)[-+−]?\d[\d,]*(?:\.\d+)?")  # 2020年 heads a column
_NUMERIC_LINE = re.compile(r"[ \t\u3000]*[-+−]?\d[\d,]*(?:\.\d+)?[ \t\u3000]*")
_RULE = re.compile(r"[|\s:：—-]+")
_RATE = re.compile(r"[%％±]|增长|增速|增幅|比重")  # where a head names a rate, it is the last of the heads
_LONGEST_LABEL = 24  # characters of a line that names a row
_FEWEST_ROWS = 2
_FEWEST_FLAT_ROWS = 3  # lone numbers between lone words happen; three times alike they are a table
_MOST_CELLS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A row's name, and where the number of each column stands (None where the cell holds none)."""

    label: str
    cells: tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one width; `heads` name the columns as far as they are known, from the last column backwards."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    is_flat: bool = False  # one cell a line

    def head(self, column: int) -> str:
        """The name over a column, empty where nothing is known."""
        index = column - (len(self.rows[0].cells) - len(self.heads))
        return self.heads[index] if 0 <= index < len(self.heads) else ""


@lru_cache(maxsize=4)  # asked for by several ways of tying numbers, of one document after another
def find_tables(text: str) -> tuple[Table, ...]:
    """The tables of a text in its order, of each form in turn."""
    lines = _lines(text)
    ruled = _ruled(text, lines) if has_rules(text) else ()
    return (*ruled, *_flat(text, lines))


def has_rules(text: str) -> bool:
    """Whether any two lines of a text that follow one another may part into cells, by bars, tabs or wide blanks."""
    if has_grids(text):
        return True
    cuts = [cut.end() for cut in _PARTED.finditer(text)] if "  " in text or "\u3000" in text else []
    return any(text.count("\n", one, other) == 1 for one, other in pairwise(cuts))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _ruled(text: str, lines: Sequence[Span]) -> Iterator[Table]:
    """Runs of lines that part into the same number of cells, two at least."""
    block: list[list[Span]] = []
    gridded = {text.rfind("\n", 0, row[0].start) + 1: list(row) for grid in find_grids(text) for row in grid.rows}
    for line in (*lines, Span(len(text), len(text))):
        if text.startswith("|", line.start) and _RULE.fullmatch(line.of(text)):
            continue
        cells = gridded.get(line.start) or _cells(text, line)
        if block and (len(cells) != len(block[0]) or len(cells) < 2):
            yield from _table(text, block)
            block = []
        if 2 <= len(cells) <= _MOST_CELLS:
            block.append(cells)


def _cells(text: str, line: Span) -> list[Span]:
    body = line.of(text)
    if body.startswith("|"):
        return _parts(line.start + 1, body[1:].rstrip().removesuffix("|"), re.compile(r"\|"))
    if "\t" not in body and "  " not in body and "\u3000" not in body:
        return []
    return _parts(line.start + len(body) - len(body.lstrip()), body.strip(), _CELL)


def _parts(start: int, body: str, mark: re.Pattern[str]) -> list[Span]:
    cuts = [(m.start(), m.end()) for m in mark.finditer(body)]
    bounds = zip([0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(body)], strict=True)
    return [Span(start + a, start + b) for a, b in bounds]


def _table(text: str, block: Sequence[Sequence[Span]]) -> Iterator[Table]:
    rows = [Row(cells[0].of(text).strip(), tuple(_number(text, cell) for cell in cells[1:])) for cells in block]
    body = [row for row in rows if any(row.cells)]
    first = next((i for i, row in enumerate(rows) if any(row.cells)), len(rows))
    heads = tuple(cell.of(text).strip() for cell in block[first - 1][1:]) if first else ()
    if len(body) >= _FEWEST_ROWS:
        yield Table(heads, tuple(body))


def _number(text: str, cell: Span) -> Span | None:
    body = cell.of(text)
    if found := _NUMBER.match(body.lstrip()):
        start = cell.start + len(body) - len(body.lstrip())
        return Span(start, start + found.end())
    return None


def _flat(text: str, lines: Sequence[Span]) -> Iterator[Table]:
    """One cell a line: a name, its numbers, a name, as many numbers."""
    block: list[tuple[list[Span], list[Span]]] = []
    for names, numbers in _groups(text, lines):
        if block and (len(numbers) != len(block[0][1]) or not _is_one_name(names)):
            yield from _flat_table(text, block)
            block = []
        block.append((names, numbers))
    yield from _flat_table(text, block)


def _groups(text: str, lines: Sequence[Span]) -> Iterator[tuple[list[Span], list[Span]]]:
    names: list[Span] = []
    numbers: list[Span] = []
    for line in lines:
        body = line.of(text).strip()
        if not body:
            continue
        if _NUMERIC_LINE.fullmatch(body):
            numbers.append(line)
            continue
        if numbers:
            yield names, numbers
            names, numbers = [], []
        names = [*names, line] if len(body) <= _LONGEST_LABEL else []
    if numbers:
        yield names, numbers


def _flat_table(text: str, block: Sequence[tuple[list[Span], list[Span]]]) -> Iterator[Table]:
    if len(block) < _FEWEST_FLAT_ROWS or len(block[0][1]) > _MOST_CELLS or not all(names for names, _ in block):
        return
    width = len(block[0][1])
    heads = _heads([span.of(text).strip() for span in block[0][0][:-1]], width)
    names = [block[0][0][-1:], *(names for names, _ in block[1:])]
    labels = ["".join(span.of(text) for span in lines) for lines in names]
    rows = [
        Row("".join(label.split()), tuple(_number(text, number) for number in numbers))
        for label, (_, numbers) in zip(labels, block, strict=True)
    ]
    yield Table(heads, tuple(rows), is_flat=True)


def _is_one_name(names: Sequence[Span]) -> bool:
    """Whether the lines are the name of a row, be it parted like 农 业, and not a heading and a name."""
    return len(names) == 1 or (len(names) == 2 and all(span.end - span.start <= 2 for span in names))


def _heads(names: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of the columns among those before the first row, where titles and section heads stand too."""
    last = next((i for i in range(len(names) - 1, -1, -1) if _RATE.search(names[i])), len(names) - 1)
    return tuple(names[max(0, last + 1 - width) : last + 1])
