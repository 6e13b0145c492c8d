"""Contradictions inside the archive: for each fact the value that most tell, and the sources that tell another.

`joins` says what is held against one another; here the rules across sources judge it, block by block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from factcheck.archive.joins import JOINS, Voice, blocks
from factcheck.archive.keeping import Kept
from factcheck.archive.rows import rows
from factcheck.archive.store import Store
from factcheck.archive.values import in_order, sweep, value_of
from factcheck.facts import HouseFact
from factcheck.model import Claim, Confidence, Finding, Report, Span
from factcheck.pipeline import accusing, blaming_lowest, check_across, spot
from factcheck.ranks import HIGHEST
from factcheck.rulebook import Rulebook

_MOST_ROWS = 10_000  # of one house fact; nothing is told more often
Rank = Callable[[str], int]  # of a path
Spot = tuple[str, int]  # the path of a document, and where in it
_SURENESS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding, with what its place in the list follows from."""

    finding: Finding
    rank: int  # of the highest of its sources
    date: str  # of the newest

    @property
    def accused(self) -> Spot:
        return _spot(self.finding.accused)

    @property
    def numbers(self) -> tuple[Spot, ...]:
        """All that it speaks of, in order."""
        return tuple(sorted(map(_spot, (self.finding.accused, *self.finding.others))))


def _spot(claim: Claim) -> Spot:
    return claim.document.path, claim.span.start


def find_conflicts(store: Store, rulebook: Rulebook, rank: Rank, facts: Sequence[HouseFact] = ()) -> Report:
    """All contradictions, those with house facts among them, the most pressing first."""
    return _report(conflicts(store, rulebook, rank, facts), rulebook)


def conflicts(store: Store, rulebook: Rulebook, rank: Rank, facts: Sequence[HouseFact] = ()) -> list[Conflict]:
    """As `find_conflicts`, with what their order follows from."""
    found = [conflict for fact in facts for conflict in _against_fact(store, fact, rulebook)]
    rank = cache(rank)
    for join in JOINS:
        values = (value_of(row, rank(row.path)) for row in store.ordered(join.flag, join.order))
        for _, voices in blocks(join, values):
            found += judge(voices, store.kept, rulebook)
            store.release()
    return in_order_of_urgency(found)


def _report(found: Iterable[Conflict], rulebook: Rulebook) -> Report:
    """The findings of conflicts, with what they speak of."""
    findings = tuple(conflict.finding for conflict in found)
    documents = {id(document): document for finding in findings for document in finding.documents}
    claims = {claim: None for finding in findings for claim in (finding.accused, *finding.others)}
    checks = tuple(check for finding in findings for check in finding.checks)
    return Report(tuple(documents.values()), tuple(claims), checks, findings, (), tuple(rulebook.rules.values()))


def in_order_of_urgency(found: Iterable[Conflict]) -> list[Conflict]:
    """The surest and gravest first, then those of the highest sources, then the newest; of those that speak of the same
    numbers, or accuse the same, the first: a contradiction that several joins come upon is one."""
    ordered = sorted(found, key=lambda conflict: (conflict.accused, conflict.finding.rule.id, conflict.numbers))
    ordered.sort(key=lambda conflict: conflict.date, reverse=True)
    ordered.sort(key=_urgency)
    return _first_of_each(_first_of_each(ordered, lambda one: one.numbers), lambda one: one.accused)


def _first_of_each(ordered: Iterable[Conflict], of_one: Callable[[Conflict], Hashable]) -> list[Conflict]:
    first: dict[Hashable, Conflict] = {}
    for conflict in ordered:
        first.setdefault(of_one(conflict), conflict)
    return list(first.values())


def _urgency(conflict: Conflict) -> tuple[int, int, int]:
    finding = conflict.finding
    return _SURENESS.index(finding.confidence), -finding.severity.weight, -conflict.rank


def judge(voices: Sequence[Voice], kept: Callable[[bytes], Kept], rulebook: Rulebook) -> Iterator[Conflict]:
    """What the rules across sources say of the voices of a block; of equal ranks the one that fewer tell is accused."""
    numbers: dict[bytes, list[int]] = defaultdict(list)
    for voice in voices:
        numbers[voice.document].append(voice.number)
    readings = [kept(document).reading(told) for document, told in numbers.items()]
    speaking = {kept(voice.document).claim(voice.number): voice for voice in voices}
    speakers = {spot(claim): voice for claim, voice in speaking.items()}
    for finding in check_across(readings, rulebook, speaking).findings:
        yield _conflict(finding, speakers)


def _conflict(finding: Finding, speakers: Mapping[tuple[int, Span], Voice]) -> Conflict:
    claims = (finding.accused, *finding.others)
    speaking = {spot(claim): speakers[spot(claim)] for claim in claims if spot(claim) in speakers}
    ranks = {document: voice.rank for (document, _), voice in speaking.items()}
    lowest = [claim for claim in claims if ranks[id(claim.document)] == min(ranks.values())]
    lone = [claim for claim in lowest if spot(claim) in speaking and speaking[spot(claim)].is_lone]
    if lone and finding.accused not in lone:
        finding = accusing(finding, lone[0], claims)
    finding = blaming_lowest(finding, lambda claim: ranks[id(claim.document)])
    return Conflict(finding, max(ranks.values()), max(voice.until for voice in speaking.values()))


def _against_fact(store: Store, fact: HouseFact, rulebook: Rulebook) -> Iterator[Conflict]:
    """The findings on each document that speaks of a house fact; they fall on the document."""
    asked = [row for entry in rows(fact, rulebook.lexicon) for row in store.about(entry, _MOST_ROWS)]
    for value in sweep(in_order(map(value_of, asked))):
        claim, light = store.claim(value.row), store.kept(value.row.document).reading([value.row.number])
        for finding in check_across((light, fact), rulebook, (claim, *fact.claims)).findings:
            yield Conflict(accusing(finding, claim, (claim,)), HIGHEST, value.row.until)
