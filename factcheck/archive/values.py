"""The values that a fact is told with: which of them are one, and which all but a few sources agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.archive.rows import Row

MOST_VALUES = 3  # of one fact; with more, and none that most tell, it varies from thing to thing
_NOTHING, _EVERYTHING = float("-inf"), float("inf")


@dataclass(frozen=True, slots=True)
class Value:
    """What several sources may all mean: between which bounds it lies, how many tell it, and who is quoted for it,
    the highest in rank, then the newest."""

    low: float
    high: float
    support: int
    rank: int
    row: Row

    @property
    def standing(self) -> tuple[int, str, bytes, int]:
        return self.rank, self.row.date or "", self.row.document, -self.row.number


def value_of(row: Row, rank: int = 0, support: int = 1) -> Value:
    """What a source tells, or several in the same words."""
    low, high = _NOTHING if row.low is None else row.low, _EVERYTHING if row.high is None else row.high
    return Value(low, high, support, rank, row)


def sweep(values: Iterable[Value]) -> list[Value]:
    """Values that overlap, as one: a single pass over values in the order of their lower bounds, each held against the
    last only.

    One value shrinks to what all in it have in common, so that a chain of roundings does not join what is apart.
    """
    found: list[Value] = []
    for value in values:
        if found and value.low <= found[-1].high:
            found[-1] = merged(found[-1], value)
        else:
            found.append(value)
    return found


def merged(one: Value, other: Value) -> Value:
    """Two values that overlap, as one."""
    speaker = max(one, other, key=lambda value: value.standing)
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Value(low, high, one.support + other.support, speaker.rank, speaker.row)


def in_order(values: Iterable[Value]) -> list[Value]:
    """Values as `sweep` takes them."""
    return sorted(values, key=lambda value: (value.low, value.high))


def agreed(values: Sequence[Value]) -> Value | None:
    """The value that most tell, of several alike that of the highest rank; None where a thing told with so many values
    is no one fact."""
    main = max(values, key=lambda value: (value.support, value.rank), default=None)
    is_fact = main and (len(values) <= MOST_VALUES or 2 * main.support > sum(value.support for value in values))
    return main if is_fact else None


def is_one_time(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool:
    """Whether claims may speak of one time: one lies in the other, or neither time is known."""
    if a is None or b is None:
        return a is b
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
