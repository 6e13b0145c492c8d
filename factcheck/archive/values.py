"""The values that a fact is told with: which of them are one, and which all but a few sources agree on."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.archive.store import Row

_MOST_VALUES = 3  # of one fact; with more, and none that most tell, it varies from thing to thing


def clusters(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows whose intervals overlap, together; one sweep in order of their lower bounds, the ends left open last.

    A cluster shrinks to what all in it have in common, so that a chain of roundings does not join what is apart.
    """
    found: list[list[Row]] = []
    reach = float("-inf")
    for row in sorted(rows, key=_low):
        high = float("inf") if row.high is None else row.high
        if found and _low(row) <= reach:
            found[-1].append(row)
            reach = min(reach, high)
        else:
            found.append([row])
            reach = high
    return found


def support(cluster: Sequence[Row]) -> int:
    """How many documents tell a value."""
    return len({row.document for row in cluster})


def agreed(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows if they tell a fact: few values, or one that more than half of the documents tell (that alone)."""
    values = clusters(rows)
    if len(values) <= _MOST_VALUES:
        return rows
    main = max(values, key=support)
    return main if 2 * support(main) > support(rows) else ()


def is_one_time(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool:
    """Whether claims may speak of one time: one lies in the other, or neither time is known."""
    if a is None or b is None:
        return a is b
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def _low(row: Row) -> float:
    return float("-inf") if row.low is None else row.low
