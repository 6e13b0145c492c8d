"""Contradictions inside the archive: for each fact the value that most tell, and the sources that tell another.

Nothing is compared pair by pair: the claims of a key come in order of their time, those of one time are swept in
order of their bounds, and only what stands apart from the value agreed on is judged, once a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from factcheck.archive.store import Row, Store
from factcheck.archive.values import agreed, clusters, support
from factcheck.model import Confidence, Finding
from factcheck.pipeline import accusing, check_across
from factcheck.rulebook import Rulebook

_STATED = frozenset({"level", "share"})
_SURENESS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)

Rank = Callable[[str], int]  # of a path


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding, with what its place in the list follows from."""

    finding: Finding
    rank: int  # of the highest of its sources
    date: str  # of the newest


def find_conflicts(store: Store, rulebook: Rulebook, rank: Rank) -> list[Conflict]:
    """All contradictions, the surest and gravest first, then those of the highest sources, then the newest."""
    found = [conflict for rows in _facts(store.by_key()) for conflict in _judge(store, rows, rulebook, rank)]
    found.sort(key=lambda conflict: conflict.date, reverse=True)
    found.sort(key=_urgency)
    return found


def _urgency(conflict: Conflict) -> tuple[int, int, int]:
    finding = conflict.finding
    return _SURENESS.index(finding.confidence), -finding.severity.weight, -conflict.rank


def _facts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The claims of each key and time that several documents speak of."""
    for _, told in groupby(rows, key=lambda row: row.key):
        timed: dict[object, list[Row]] = {}
        for row in told:
            if row.aspect in _STATED:
                timed.setdefault((row.aspect, row.moment), []).append(row)
        yield from (fact for fact in timed.values() if support(fact) > 1)


def _judge(store: Store, rows: Sequence[Row], rulebook: Rulebook, rank: Rank) -> Iterator[Conflict]:
    """What the rules across sources say of each value beside the one that is agreed on."""
    values = clusters(rows)
    if len(values) == 1 or not agreed(rows):
        return
    ranks = {row.document: rank(store.path_of(row.document)) for row in rows}
    main = max(values, key=lambda value: (support(value), _highest(value, ranks)))
    for value in values:
        if value is not main:
            pair = _spokesman(main, ranks), _spokesman(value, ranks)
            yield from _conflicts(store, pair, support(main) > support(value), rulebook, ranks)
    store.release()


def _conflicts(
    store: Store, pair: tuple[Row, Row], is_outlier: bool, rulebook: Rulebook, ranks: Mapping[int, int]
) -> Iterator[Conflict]:
    """The findings on a value and one that stands apart; of equal ranks the one that fewer tell is accused."""
    main, other = (store.claim(row) for row in pair)
    if main.document is other.document:
        return
    readings = [store.kept(row.document).reading([claim]) for row, claim in zip(pair, (main, other), strict=True)]
    rank_of = {main: ranks[pair[0].document], other: ranks[pair[1].document]}
    date = max(row.until or row.date or "" for row in pair)
    for finding in check_across(readings, rulebook).findings:
        if rank_of[main] != rank_of[other]:
            finding = accusing(finding, min(rank_of, key=rank_of.__getitem__))
        elif is_outlier:
            finding = accusing(finding, other)
        yield Conflict(finding, max(rank_of.values()), date)


def _highest(value: Sequence[Row], ranks: Mapping[int, int]) -> int:
    return max(ranks[row.document] for row in value)


def _spokesman(value: Sequence[Row], ranks: Mapping[int, int]) -> Row:
    """Who is quoted for a value: the highest in rank, then the newest."""
    return max(value, key=lambda row: (ranks[row.document], row.date or "", -row.document, -row.number))
