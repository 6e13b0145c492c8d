"""What the archive says of the facts that a draft speaks of.

Each claim of the draft is looked up by its noun, and by its key where that is wholly known; what speaks of another time
is left out here, what is said of a fact with too many values is no reference, and the rules across sources judge the
rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from factcheck.archive.rows import Row, rows
from factcheck.archive.store import Store
from factcheck.archive.values import MOST_VALUES, agreed, in_order, is_one_time, sweep, value_of
from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Relation
from factcheck.pipeline import References
from factcheck.relations.identity import names_all
from factcheck.sources.places import enclosing

_MOST_ROWS = 200  # read of one noun and time: a thing told more often in one time has more values than one
_MOST_LARGEST = 3  # claims for a place around or inside, of which the largest decides
_KEPT = Ground("kept", Fraction(1))  # of changes inside references, which nothing is accused on


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim of a draft, and how it would stand in the archive."""

    claim: Claim
    row: Row


def references(store: Store, drafts: Sequence[Reading], own: Iterable[str], lexicon: Lexicon) -> References:
    """The claims in the store that those of drafts are to be held against, as light readings.

    Documents that stand at one of the paths in `own` are left out: a draft does not contradict its own last version.
    """
    mine = {store.digest_at(path) for path in own}
    asked = (_Asked(reading.claims[row.number], row) for reading in drafts for row in rows(reading, lexicon))
    answers = (row for one in asked for row in _answers(store, one))
    told = {(row.document, row.number): row for row in answers if row.document not in mine}
    numbers: dict[bytes, list[int]] = defaultdict(list)
    for document, number in told:
        numbers[document].append(number)
    readings = tuple(store.kept(document).reading(some) for document, some in numbers.items())
    changes = tuple(_changes(store, numbers))
    answering = {store.claim(row) for row in told.values()} | {claim for change in changes for claim in change.claims}
    return References(readings, changes, frozenset(answering))


def _answers(store: Store, asked: _Asked) -> Iterator[Row]:
    if asked.row.noun:
        yield from _by_noun(store, asked)
    if asked.row.is_known:
        yield from _by_key(store, asked.row)


def _by_noun(store: Store, asked: _Asked) -> Iterator[Row]:
    """What is told of the noun in the place at the time, and the largest in the places around and inside."""
    row = asked.row
    yield from _agreed(_of_time(store.about(row, _MOST_ROWS), row))
    for code in enclosing(row.place):
        yield from _largest(store.about(row._replace(place=code), _MOST_ROWS), row)
    if names_all(asked.claim):
        yield from _largest(store.about_inside(row, _MOST_ROWS), row)


def _by_key(store: Store, row: Row) -> Iterator[Row]:
    """What is told of the thing in the place from a year before to a year after, and of the same time in all places."""
    around = _years_on(row.since, -1), _years_on(row.until, 1)
    yield from _told(store.known(row.subject, row.place, around, _MOST_ROWS))
    yield from _told(store.known_at(row, _MOST_ROWS))


def _years_on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    """Of each fact what is told of it, where it is told alike."""
    facts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        facts[row.fact].append(row)
    for fact in facts.values():
        yield from _agreed(fact)


def _of_time(rows: Iterable[Row], asked: Row) -> list[Row]:
    """The rows that may speak of what is asked for: its aspect, its status and its time."""
    said = asked.aspect, asked.status
    return [row for row in rows if (row.aspect, row.status) == said and is_one_time(row.moment, asked.moment)]


def _agreed(rows: Sequence[Row]) -> Iterator[Row]:
    """Who is quoted for each value of a fact, or for the one that most tell."""
    values = sweep(in_order(map(value_of, rows)))
    main = agreed(values)
    yield from (value.row for value in values if main and (len(values) <= MOST_VALUES or value is main))


def _largest(rows: Iterable[Row], asked: Row) -> Sequence[Row]:
    return sorted(_of_time(rows, asked), key=_high, reverse=True)[:_MOST_LARGEST]


def _high(row: Row) -> float:
    return float("-inf") if row.high is None else row.high


def _changes(store: Store, numbers: dict[bytes, list[int]]) -> Iterator[Relation]:
    """The changes from or to one of the claims."""
    for document, kind, old, new in store.changes(list(numbers)):
        if old in numbers[document] or new in numbers[document]:
            kept = store.kept(document)
            yield Relation(kind, {"old": (kept.claim(old),), "new": (kept.claim(new),)}, _KEPT)
