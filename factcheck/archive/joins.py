"""Which claims of an archive are held against one another, whichever engine brings them together.

Nothing is compared pair by pair. A join sorts rows so that those of a block come together, in it those of a fact, and
in that the values in order; one pass leaves of each fact its values, each with who is quoted for it. What a block's
rules then judge grows with its facts, not with its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from factcheck.archive.rows import Row
from factcheck.archive.values import Value, agreed, sweep
from factcheck.sources.places import enclosing


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
    """The claim that is quoted for a value: document and number, the rank of its source, where and up to when it
    speaks of, and whether more tell another value."""

    document: bytes
    number: int
    rank: int
    place: str
    until: str
    is_lone: bool


def blocks(join: Join, values: Iterable[Value]) -> Iterator[tuple[tuple[str, ...], list[Voice]]]:
    """The blocks that may contradict, being told by several documents, and who speaks in each; of values in the order
    of the join, which is never held in memory as a whole."""
    block = _columns(join.block)
    for name, told in groupby(values, key=lambda value: block(value.row)):
        voices = list(_voices(join, told))
        if len({voice.document for voice in voices}) > 1 and (not join.is_agreed or _is_nested(voices)):
            yield name, voices


def _is_nested(voices: Sequence[Voice]) -> bool:
    """Whether one of the places that voices speak of lies in another."""
    places = {voice.place for voice in voices}
    return any(outer in places for place in places for outer in enclosing(place))


def _voices(join: Join, block: Iterable[Value]) -> Iterator[Voice]:
    fact = _columns(join.fact)
    for _, told in groupby(block, key=lambda value: fact(value.row)):
        values = sweep(told)
        if main := agreed(values):
            yield from (_voice(value, main) for value in values if not join.is_agreed or value is main)


def _voice(value: Value, main: Value) -> Voice:
    row = value.row
    return Voice(row.document, row.number, value.rank, row.place, row.until, value.support < main.support)


def _columns(names: tuple[str, ...]) -> Callable[[Row], tuple[str, ...]]:
    return lambda row: tuple(getattr(row, name) for name in names)
