"""Contradictions inside the archive: for each fact the value that most tell, and the sources that tell another.

Nothing is compared pair by pair: the claims of a key come in order of their time, those of one time are swept in
order of their bounds, and only what stands apart from the value agreed on is judged, once a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from factcheck.archive.keys import entries
from factcheck.archive.store import Row, Store
from factcheck.archive.values import agreed, clusters, support
from factcheck.facts import HouseFact
from factcheck.model import Confidence, Finding, Report
from factcheck.pipeline import accusing, blaming_lowest, check_across
from factcheck.ranks import HIGHEST
from factcheck.rulebook import Rulebook

_MOST_ROWS = 10_000  # of one house fact; nothing is told more often
_SURENESS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)

Rank = Callable[[str], int]  # of a path


@dataclass(frozen=True, slots=True)
class _Conflict:
    """A finding, with what its place in the list follows from."""

    finding: Finding
    rank: int  # of the highest of its sources
    date: str  # of the newest


def find_conflicts(store: Store, rulebook: Rulebook, rank: Rank, facts: Sequence[HouseFact] = ()) -> Report:
    """All contradictions, those with house facts among them: the surest and gravest first, then those of the highest
    sources, then the newest."""
    found = [conflict for fact in facts for conflict in _against_fact(store, fact, rulebook)]
    found += [conflict for rows in _told(store.by_key()) for conflict in _judge(store, rows, rulebook, rank)]
    found.sort(key=lambda conflict: conflict.date, reverse=True)
    found.sort(key=_urgency)
    findings = tuple(conflict.finding for conflict in found)
    documents = {id(document): document for finding in findings for document in finding.documents}
    claims = {claim: None for finding in findings for claim in (finding.accused, *finding.others)}
    checks = tuple(check for finding in findings for check in finding.checks)
    return Report(tuple(documents.values()), tuple(claims), checks, findings, (), tuple(rulebook.rules.values()))


def _urgency(conflict: _Conflict) -> tuple[int, int, int]:
    finding = conflict.finding
    return _SURENESS.index(finding.confidence), -finding.severity.weight, -conflict.rank


def _told(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The claims of each key and time that several documents speak of."""
    for _, told in groupby(rows, key=lambda row: row.key):
        timed: dict[object, list[Row]] = {}
        for row in told:
            timed.setdefault((row.sense, row.moment), []).append(row)
        yield from (fact for fact in timed.values() if support(fact) > 1)


def _against_fact(store: Store, fact: HouseFact, rulebook: Rulebook) -> Iterator[_Conflict]:
    """The findings on each document that speaks of a house fact; they fall on the document."""
    rows = [row for entry in entries(fact, rulebook.lexicon) for row in store.with_key(entry.key, _MOST_ROWS)]
    for row in dict.fromkeys(_spokesman(value, {}) for value in clusters(rows)):
        claim, light = store.claim(row), store.kept(row.document).reading([row.number])
        for finding in check_across((light, fact), rulebook, (claim, *fact.claims)).findings:
            yield _Conflict(accusing(finding, claim, (claim,)), HIGHEST, row.until or row.date or "")


def _judge(store: Store, rows: Sequence[Row], rulebook: Rulebook, rank: Rank) -> Iterator[_Conflict]:
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
) -> Iterator[_Conflict]:
    """The findings on a value and one that stands apart; of equal ranks the one that fewer tell is accused."""
    main, other = (store.claim(row) for row in pair)
    if main.document is other.document:
        return
    readings = [store.kept(row.document).reading([row.number]) for row in pair]
    rank_of = {main: ranks[pair[0].document], other: ranks[pair[1].document]}
    date = max(row.until or row.date or "" for row in pair)
    for finding in check_across(readings, rulebook, (main, other)).findings:
        if is_outlier and rank_of[main] == rank_of[other]:
            finding = accusing(finding, other, (main, other))
        finding = blaming_lowest(finding, rank_of.__getitem__)
        if pair[0].moment is None:  # of an unknown time each: figures of two days, as often as not
            finding = replace(finding, confidence=Confidence.POSSIBLE)
        yield _Conflict(finding, max(rank_of.values()), date)


def _highest(value: Sequence[Row], ranks: Mapping[int, int]) -> int:
    return max(ranks[row.document] for row in value)


def _spokesman(value: Sequence[Row], ranks: Mapping[int, int]) -> Row:
    """Who is quoted for a value: the highest in rank, then the newest."""
    return max(value, key=lambda row: (ranks.get(row.document, 0), row.date or "", -row.document, -row.number))
