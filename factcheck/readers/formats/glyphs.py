"""Glyphs on a page, put together again: runs, columns, table rows, and paragraphs that were broken over lines.

A page description knows only characters and their places. Distances are measured in ems, the height of the type.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median, median_low
from typing import NamedTuple

Box = tuple[float, float, float, float]
SOFT_HYPHEN = "\u00ad"  # where a word is broken over lines; cleaning drops it

# In ems. A blank is a quarter wide, a full character one; a gutter between newspaper columns is one to two.
_BLANK, _APART, _FAR = 0.22, 1.0, 2.0
_SAME_LINE, _SAME_SIZE = 0.35, 0.2
_INDENT, _RAGGED = 1.4, 1.2
_NARROWEST_COLUMN = 8  # characters; the narrowest columns of newspapers have nine, cells of tables are shorter
_FEWEST_LINES = 3  # that make a column


class Glyph(NamedTuple):
    """A character, how far it reaches to the left and right, its baseline, and the height of its type."""

    char: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class Run:
    """Characters on one baseline with no more than a blank between them."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def width(self) -> float:
        return (self.right - self.left) / self.size


@dataclass(frozen=True, slots=True)
class Line:
    """The runs on one baseline, from left to right."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "\t".join(run.text for run in self.runs)

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return self.runs[-1].right

    @property
    def base(self) -> float:
        return self.runs[0].base

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def is_row(self) -> bool:
        return len(self.runs) > 1


@dataclass(frozen=True, slots=True)
class Block:
    """Lines below one another between the same margins."""

    lines: tuple[Line, ...]
    left: float
    right: float
    is_text: bool  # and no list of names or figures, whose lines are not to be joined

    def is_full(self, line: Line, after: str) -> bool:
        """Whether a line goes up to the margin, as far as what follows it can be broken, or breaks a word."""
        if line.runs[-1].text.endswith(SOFT_HYPHEN):
            return not line.is_row
        word = _WORD.match(after)
        room = self.right - line.right
        return (
            self.is_text
            and not line.is_row
            and room < line.size * (_RAGGED + 0.55 * (len(word.group()) if word else 0))
        )

    def is_indented(self, line: Line) -> bool:
        return line.left > self.left + _INDENT * line.size


_WORD = re.compile(r"[0-9A-Za-z.,%％:/-]{1,24}")


def turned(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs set in vertical lines from right to left, as if in horizontal lines from above; others as they are."""
    steps = Counter(_step(a, b) for a, b in pairwise(glyphs))
    if steps["down"] <= 2 * steps["right"]:
        return list(glyphs)
    return [Glyph(g.char, -g.base - g.size, -g.base, g.left, g.size) for g in glyphs]


def _step(a: Glyph, b: Glyph) -> str:
    across, down = (b.left - a.left) / a.size, (a.base - b.base) / a.size
    if abs(down) < _SAME_LINE and 0 < across < _FAR:
        return "right"
    return "down" if abs(across) < _SAME_LINE and 0 < down < 1.3 else ""


def find_blocks(glyphs: Sequence[Glyph]) -> list[Block]:
    """The blocks of a page in the order in which they are read."""
    bands = _bands(_lines(_merged(_runs(_printed_once(glyphs)))))
    return [_block(lines) for band in bands for lines in _columns(band) if lines]


def _printed_once(glyphs: Sequence[Glyph]) -> Iterable[Glyph]:
    """Without the second printing that makes type bold or throws a shadow."""
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    places = {(char, round(3 * left / size), round(3 * base / size)) for char, left, _, base, size in inked}
    return _first_printings(glyphs) if len(inked) - len(places) >= _FEWEST_SHADOWS else glyphs


_FEWEST_SHADOWS = 2  # characters that stand in one place: a shadowed heading has more, plain type none


def _first_printings(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    seen: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        grid = 0.15 * glyph.size
        x, y = round(glyph.left / grid), round(glyph.base / grid)
        if glyph.char.isspace() or not any(
            (glyph.char, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ):
            yield glyph
        seen.add((glyph.char, x, y))


def _runs(glyphs: Iterable[Glyph]) -> list[Run]:
    runs: list[Run] = []
    has_blank = False
    for glyph in glyphs:
        if glyph.char.isspace():
            has_blank = True
            continue
        run = runs[-1] if runs else None
        gap = (glyph.left - run.right) / max(run.size, glyph.size) if run else 0.0
        if run and _goes_on(run, glyph, gap, has_blank):
            run.text += (" " if _needs_blank(run, glyph, gap, has_blank) else "") + glyph.char
            run.right = max(run.right, glyph.right)
            run.size = max(run.size, glyph.size)  # some fonts tell the height of the ink, which 一 has none of
        else:
            runs.append(Run(glyph.char, glyph.left, glyph.right, glyph.base, glyph.size))
        has_blank = False
    return runs


def _goes_on(run: Run, glyph: Glyph, gap: float, has_blank: bool) -> bool:
    if abs(glyph.base - run.base) > _SAME_LINE * max(run.size, glyph.size):
        return False
    return -0.6 < gap < (_FAR if has_blank else _APART)


def _needs_blank(run: Run, glyph: Glyph, gap: float, has_blank: bool) -> bool:
    is_narrow = run.text[-1] < "\u2e80" and glyph.char < "\u2e80"
    return has_blank or (is_narrow and gap > _BLANK)


def _merged(runs: list[Run]) -> list[Run]:
    """Runs that stand side by side and were only written at different times."""
    merged: list[Run] = []
    for line in _lines(runs):
        for run in line.runs:
            before = merged[-1] if merged else None
            gap = (run.left - before.right) / max(before.size, run.size) if before else _FAR
            size = max(before.size, run.size) if before else run.size
            if before and abs(before.base - run.base) <= _SAME_LINE * size and -0.6 < gap < 0.6:
                before.text += run.text
                before.right = max(before.right, run.right)
                before.size = size
            else:
                merged.append(run)
    return merged


def _lines(runs: Iterable[Run]) -> list[Line]:
    """The runs by their baselines, from above."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        if lines and abs(lines[-1][0].base - run.base) <= _SAME_LINE * max(lines[-1][0].size, run.size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [Line(tuple(sorted(line, key=lambda run: run.left))) for line in lines]


def _bands(lines: list[Line]) -> Iterator[list[Run]]:
    """The runs between the white strips that go all across a page: stories, tables and headlines."""
    steps = [a.base - b.base for a, b in pairwise(lines)]
    pitch = median_low(steps) if steps else 0.0
    band: list[Run] = []
    for line, step in zip(lines, [0.0, *steps], strict=False):
        if step > max(_BAND * pitch, _BAND * line.size):
            yield band
            band = []
        band += line.runs
    yield band


_BAND = 2.2  # more than a line left free


def _columns(runs: list[Run], depth: int = 0) -> Iterator[list[Line]]:
    """Lines column by column; what crosses a gutter, such as a headline, parts what is above from what is below."""
    gutter = _gutter(runs) if depth < _MOST_CUTS else None
    if gutter is None:
        yield _lines(runs)
        return
    left: list[Run] = []
    right: list[Run] = []
    across: list[Run] = []
    usual = median(run.size for run in runs)
    for line in _lines(runs):
        crossing = [run for run in line.runs if run.left < gutter < run.right]
        is_headline = not left and not right and line.size >= _HEADLINE * usual  # over all columns, however short
        if crossing or is_headline:
            yield from _side_by_side(left, right, depth)
            left, right = [], []
            across += line.runs
            continue
        if across:
            yield _lines(across)
            across = []
        left += (run for run in line.runs if run.right <= gutter)
        right += (run for run in line.runs if run.left >= gutter)
    yield from _side_by_side(left, right, depth)
    if across:
        yield _lines(across)


_HEADLINE = 1.5  # times the type of the text: the first size that newspapers set headlines in
_MOST_CUTS = 8  # a broadsheet has six or seven columns


def _side_by_side(left: list[Run], right: list[Run], depth: int) -> Iterator[list[Line]]:
    for side in (left, right):
        if side:
            yield from _columns(side, depth + 1)


def _gutter(runs: list[Run]) -> float | None:
    """The middle of the white between two columns of running text, if there is any."""
    if len(runs) < 2 * _FEWEST_LINES:
        return None
    gutters = sorted(_white(runs, median(run.size for run in runs)))
    if gutters and all(_is_text(part) for part in _parts(runs, gutters)):
        return gutters[0]
    return next((middle for middle in gutters if all(_is_text(part) for part in _parts(runs, [middle]))), None)


def _parts(runs: list[Run], gutters: list[float]) -> list[list[Run]]:
    """The runs between one gutter and the next; those that cross one belong to none."""
    parts: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for run in runs:
        index = bisect_right(gutters, run.left)
        if index == len(gutters) or run.right <= gutters[index]:
            parts[index].append(run)
    return parts


def _white(runs: list[Run], size: float) -> list[float]:
    """The middles of the white strips that few runs cross, those that fewest cross first."""
    step = size / 2
    origin = min(run.left for run in runs)
    count = min(int((max(run.right for run in runs) - origin) / step) + 2, 4000)
    changes = [0] * (count + 1)
    for run in runs:
        changes[min(count, max(0, round((run.left - origin) / step)))] += 1
        changes[min(count, max(0, round((run.right - origin) / step)))] -= 1
    heights, height = [], 0
    for change in changes:
        height += change
        heights.append(height)
    # Of the columns at its sides the lower one counts: the last column of a story may be short.
    limits = map(min, accumulate(heights, max), reversed(list(accumulate(reversed(heights), max))))
    strips: list[tuple[int, float]] = []
    start = None
    for index, (height, limit) in enumerate(zip(heights, limits, strict=True)):
        is_white = height <= limit * _CROSSING
        if is_white and start is None:
            start = index
        elif not is_white and start is not None:
            strips.append((min(heights[start:index]), origin + (start + index) / 2 * step))
            start = None
    return [middle for _, middle in sorted(strips)[:_MOST_CUTS]]


_CROSSING = 0.2  # of the lines may cross a gutter: headlines, pictures' captions


def _is_text(runs: list[Run]) -> bool:
    """Running text is as wide as its column in most lines; cells of tables are short or end anywhere."""
    if len(runs) < _FEWEST_LINES:  # where a story ends
        return any(run.width >= _NARROWEST_COLUMN for run in runs)
    right = max(run.right for run in runs)
    full = sum(right - run.right < 3 * run.size for run in runs)
    return median(run.width for run in runs) >= _NARROWEST_COLUMN and 2 * full >= len(runs)


def _block(lines: list[Line]) -> Block:
    left, right = min(line.left for line in lines), max(map(_edge, lines))
    said = "".join(line.text for line in lines)
    is_wide = right - left >= _NARROWEST_COLUMN * lines[0].size
    return Block(tuple(lines), left, right, is_wide and len(_MARK.findall(said)) * _FEWEST_MARKS >= len(said))


_MARK = re.compile("[，。、；：！？,;]")
_FEWEST_MARKS = 40  # one in so many characters; running text has one in ten, lists of names and figures have none


def _edge(line: Line) -> float:
    """How far the type of a line reaches: a mark at its end may hang over the margin."""
    return line.right - (line.size if line.runs[-1].text.endswith(_HANGING) else 0.0)


_HANGING = tuple("，。、；：！？”’）》」』】")


def goes_on(block: Block, line: Line, after: Line, pitch: float) -> bool:
    """Whether a line of a block is the same paragraph as the one above it."""
    if after.is_row or not block.is_full(line, after.text) or block.is_indented(after):
        return False
    is_same_type = abs(after.size - line.size) <= _SAME_SIZE * line.size
    return is_same_type and line.base - after.base <= max(1.35 * pitch, 1.6 * line.size)


def pitch_of(block: Block) -> float:
    """The usual distance between the baselines of a block."""
    steps = [a.base - b.base for a, b in pairwise(block.lines)]
    return median_low(steps) if steps else 0.0
