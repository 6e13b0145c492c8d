"""Which claims of an archive are held against one another, whichever engine brings them together.

Nothing is compared pair by pair. A join sorts rows so that those of a block come together, in it those of a fact, and
in that the values in order; one pass leaves of each fact its values, each with who is quoted for it. What a block's
rules then judge grows with its facts, not with its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from factcheck.archive.rows import Row
from factcheck.archive.values import Value, agreed, sweep, value_of

Rank = Callable[[str], int]  # of a path


class Join(NamedTuple):
    """One way of bringing claims together: which rows take part, the columns that a block has in common, those that
    tell its facts apart, and whether only what is agreed on stands for a fact."""

    name: str
    flag: str
    block: tuple[str, ...]
    fact: tuple[str, ...] = ()
    is_agreed: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        return *self.block, *self.fact, "low", "high"


_TOLD = ("dimension", "sense", "aspect", "status")
_TIME = ("since", "until")
JOINS = (
    # one thing in one place, at all times: the same fact, parts of a time, running totals, rates and shares
    Join("place", "is_known", ("subject", "place"), (*_TOLD, *_TIME)),
    # one thing at one time, in all places: parts of a place
    Join("time", "is_known", ("subject", *_TIME, *_TOLD), ("place",), is_agreed=True),
    # what one noun is said of, where its subject or time is not told as fully
    Join("noun", "is_alone", ("noun", "counted", "sense", "place", *_TIME, "aspect", "status")),
)


class Voice(NamedTuple):
    """Who is quoted for a value, and whether more tell another."""

    row: Row
    rank: int
    is_lone: bool


def blocks(join: Join, rows: Iterable[Row], rank: Rank) -> Iterator[list[Voice]]:
    """The blocks of rows in the order of a join that may contradict: told by several documents."""
    block = attrgetter(*join.block)
    for _, told in groupby((value_of(row, rank(row.path)) for row in rows), key=lambda value: block(value.row)):
        voices = list(voices_of(join, told))
        if len({voice.row.document for voice in voices}) > 1:
            yield voices


def voices_of(join: Join, block: Iterable[Value]) -> Iterator[Voice]:
    """Who speaks in a block, its values in the order of the join."""
    fact = attrgetter(*join.fact) if join.fact else lambda _: None
    for _, told in groupby(block, key=lambda value: fact(value.row)):
        values = sweep(told)
        if main := agreed(values):
            yield from _voices([main] if join.is_agreed else values, main)


def _voices(values: Sequence[Value], main: Value) -> Iterator[Voice]:
    for value in values:
        yield Voice(value.row, value.rank, value.support < main.support)
