"""What the archive says of the facts that a draft speaks of.

Each claim of the draft is looked up by its key; what speaks of another time is left out here, what is said of a
fact with too many values is no reference, and the rules across sources judge the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from factcheck.archive.keys import Entry, Key, entries, places_around, places_inside
from factcheck.archive.store import Row, Store
from factcheck.archive.values import agreed, clusters, is_one_time
from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Relation
from factcheck.pipeline import References
from factcheck.relations.identity import names_all

_MOST_ROWS = 200  # read of one key and period: a thing told more often in one time has more values than one
_MOST_LARGEST = 3  # claims for a place around or inside, of which the largest decides
_KEPT = Ground("kept", Fraction(1))  # of changes inside references, which nothing is accused on


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim of a draft, how it would stand in the index, and the time that it speaks of."""

    claim: Claim
    entry: Entry
    moment: tuple[str, str] | None


def references(store: Store, drafts: Sequence[Reading], own: Iterable[str], lexicon: Lexicon) -> References:
    """The claims in the store that those of drafts are to be held against, as light readings.

    Documents that stand at one of the paths in `own` are left out: a draft does not contradict its own last version.
    """
    mine = {store.document_at(path) for path in own}
    answers = (row for asked in _asked(drafts, lexicon) for row in _answers(store, asked))
    rows = dict.fromkeys(row for row in answers if row.document not in mine)
    numbers: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.document].append(row.number)
    readings = tuple(store.kept(document).reading(told) for document, told in numbers.items())
    changes = tuple(_changes(store, numbers))
    asked_for = frozenset(store.claim(row) for row in rows) | {claim for change in changes for claim in change.claims}
    return References(readings, changes, asked_for)


def _asked(drafts: Sequence[Reading], lexicon: Lexicon) -> Iterator[_Asked]:
    for reading in drafts:
        today = (reading.date, reading.date) if reading.date else None
        for entry in entries(reading, lexicon):
            yield _Asked(reading.claims[entry.number], entry, entry.period or today)


def _answers(store: Store, asked: _Asked) -> Iterator[Row]:
    key = asked.entry.key
    yield from _same(_of_key(store, key, asked), asked)
    for code in places_around(key.place):
        yield from _largest(_of_key(store, key._replace(place=code), asked), asked)
    if names_all(asked.claim):
        yield from _largest(_of_sense(store.inside(key, *places_inside(key.place), _MOST_ROWS), asked), asked)


def _of_key(store: Store, key: Key, asked: _Asked) -> list[Row]:
    """The claims of a key; of one with more than are read, those of the period asked for."""
    rows = store.with_key(key, _MOST_ROWS)
    if len(rows) == _MOST_ROWS and asked.entry.period:
        rows = store.with_key(key, _MOST_ROWS, asked.entry.period)
    return _of_sense(rows, asked)


def _of_sense(rows: Iterable[Row], asked: _Asked) -> list[Row]:
    return [row for row in rows if row.sense == asked.entry.sense]


def _same(rows: Sequence[Row], asked: _Asked) -> Sequence[Row]:
    """What is told of the time asked for; what several times tell alike is told of any."""
    if len({row.moment for row in rows}) > 1 and len(clusters(rows)) == 1:
        return rows
    return agreed([row for row in rows if is_one_time(row.moment, asked.moment)])


def _largest(rows: Sequence[Row], asked: _Asked) -> Sequence[Row]:
    fitting = [row for row in rows if is_one_time(row.moment, asked.moment)]
    return sorted(fitting, key=_high, reverse=True)[:_MOST_LARGEST]


def _high(row: Row) -> float:
    return float("-inf") if row.high is None else row.high


def _changes(store: Store, numbers: dict[int, list[int]]) -> Iterator[Relation]:
    """The changes from or to one of the claims."""
    for document, kind, old, new in store.changes(list(numbers)):
        if old in numbers[document] or new in numbers[document]:
            kept = store.kept(document)
            yield Relation(kind, {"old": (kept.claim(old),), "new": (kept.claim(new),)}, _KEPT)
