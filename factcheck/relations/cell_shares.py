"""Tables in which a row prints counts with their shares of the row above: | 有效票 | 215（99.1%） | 214（98.6%） |."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.agreement import is_share_of
from factcheck.relations.hundreds import part_before_bracket
from factcheck.rulebook import Rulebook
from factcheck.tables import Row, Table, find_tables

_FEWEST = 2  # columns: one that agrees shows of which row the shares are, and the others are held against it
_FARTHEST = 6  # rows gone back over
_Pair = tuple[Claim, Claim]  # a part and its share


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each share behind a count, held against the count above it of which its neighbours are shares."""
    text = reading.document.text
    if Kind.PERCENT not in reading.kinds or "|" not in text or "%" not in text:
        return
    ground = Ground("cell-share", rulebook.doubt("cell-share"))
    at = reading.at
    for table in find_tables(text):
        for part, share, whole in _of_table(reading, table, at, rulebook.lexicon):
            yield Relation("share", {"share": (share,), "part": (part,), "whole": (whole,)}, ground)


def _of_table(
    reading: Reading, table: Table, at: Mapping[int, Claim], lexicon: Lexicon
) -> Iterator[tuple[Claim, Claim, Claim]]:
    for index, row in enumerate(table.rows):
        pairs = _pairs(reading, row, at)
        if len(pairs) < _FEWEST:
            continue
        for above in reversed(table.rows[max(0, index - _FARTHEST) : index]):
            wholes = {column: at[cell.start] for column, cell in enumerate(above.cells) if cell and cell.start in at}
            held = [(*pair, wholes[column]) for column, pair in pairs.items() if column in wholes]
            agreeing = sum(is_share_of(share, part, whole, lexicon) for part, share, whole in held)
            if len(held) == len(pairs) and agreeing and agreeing >= len(held) - 1:
                yield from held
                break


def _pairs(reading: Reading, row: Row, at: Mapping[int, Claim]) -> Mapping[int, _Pair]:
    """The counts of a row by column, each with the share in brackets behind it."""
    found = {}
    for column, cell in enumerate(row.cells):
        part = at.get(cell.start) if cell else None
        share = _share_behind(reading, part) if part else None
        if part and share:
            found[column] = part, share
    return found


def _share_behind(reading: Reading, part: Claim) -> Claim | None:
    behind: Sequence[Claim] = reading.claims[reading.claims.index(part) + 1 :][:1]
    is_share = behind and behind[0].quantity.kind is Kind.PERCENT and part_before_bracket(reading, behind[0]) is part
    return behind[0] if is_share else None
