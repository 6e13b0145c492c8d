"""The stages in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from factcheck.checks import check_all
from factcheck.claims import Reader, Reading
from factcheck.diagnosis import diagnose
from factcheck.lexicon import Lexicon
from factcheck.model import Check, Claim, Document, FactcheckError, Finding, Relation, Report, Span, Unread
from factcheck.quantities import Scanner
from factcheck.readers import STDIN, read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook, load_rulebook


@dataclass(frozen=True, slots=True)
class References:
    """What drafts are held against without being checked itself: light readings, changes told inside them, and the
    claims that answer; the others in the readings only lead up to those."""

    readings: tuple[Reading, ...] = ()
    changes: tuple[Relation, ...] = ()
    answers: frozenset[Claim] = frozenset()

    def __add__(self, other: References) -> References:
        return References(self.readings + other.readings, self.changes + other.changes, self.answers | other.answers)


Consult = Callable[[Sequence[Reading]], References]  # the references that the claims of drafts call for


_NO_REFERENCES = References()


def check_documents(documents: Iterable[Document], rulebook: Rulebook, *, cross: bool = True) -> Report:
    """The story of one run, from documents to findings."""
    return check_readings([read_document(document, rulebook) for document in documents], rulebook, cross=cross)


def check_readings(
    readings: Sequence[Reading], rulebook: Rulebook, *, cross: bool = True, references: References = _NO_REFERENCES
) -> Report:
    """Tie, check and diagnose what has been read, with one another (where `cross`) and with references."""
    told = [_Told(reading, find_relations(reading, rulebook)) for reading in readings]
    together = (told,) if cross else [(one,) for one in told]
    across = [relation for some in together for relation in _across(some, references, rulebook)]
    inside = [relation for one in told for relation in one.inside]
    return _report(readings, check_all((*inside, *across), rulebook), rulebook)


def check_across(readings: Sequence[Reading], rulebook: Rulebook, claims: Collection[Claim]) -> Report:
    """Check some of the claims of readings with one another only; others beside one in its sentence may take part."""
    across = _across([_Told(reading, ()) for reading in readings], _NO_REFERENCES, rulebook)
    spots = set(map(spot, claims))
    asked = (relation for relation in across if _is_asked(relation.claims, spots))
    return _report(readings, check_all(asked, rulebook), rulebook)


def _is_asked(told: Sequence[Claim], spots: Container[Spot]) -> bool:
    sentences = {(id(claim.document), claim.sentence) for claim in told if spot(claim) in spots}
    return all((id(claim.document), claim.sentence) in sentences for claim in told)


Spot = tuple[int, Span]


def spot(claim: Claim) -> Spot:
    """Where a claim stands; one that is compared with its sign turned stands where it stood."""
    return id(claim.document), claim.span


def read_document(document: Document, rulebook: Rulebook) -> Reading:
    """Quantities and claims of one document."""
    return _reader(rulebook.lexicon).read(document, _scanner(rulebook.lexicon).quantities(document))


def check_paths(
    paths: Sequence[Path],
    rulebook: Rulebook,
    *,
    cross: bool = True,
    jobs: int = 1,
    on_read: Callable[[], None] = lambda: None,
    consult: Consult = lambda readings: _NO_REFERENCES,
) -> Report:
    """Read and check files; those that cannot be read stand in `Report.unread`, the others are checked."""
    readings, unread = read_paths(paths, rulebook, jobs=jobs, on_read=on_read)
    report = check_readings(readings, rulebook, cross=cross, references=consult(readings))
    return replace(report, unread=tuple(unread))


def read_paths(
    paths: Sequence[Path], rulebook: Rulebook, *, jobs: int = 1, on_read: Callable[[], None] = lambda: None
) -> tuple[list[Reading], list[Unread]]:
    """The readings of the files that can be read, and the reasons for the others, in order."""
    readings: list[Reading] = []
    unread: list[Unread] = []
    for result in _read_each(paths, rulebook, jobs):
        on_read()
        if isinstance(result, Reading):
            readings.append(result)
            unread += (Unread(result.document.path, gap) for gap in result.document.gaps)
        else:
            unread.append(result)
    return readings, unread


def facing(report: Report, drafts: Container[str]) -> Report:
    """The findings that touch a draft, each falling on the draft; references are only quoted."""
    findings = []
    for finding in report.findings:
        mine = [claim for claim in _claims_of(finding) if claim.document.path in drafts]
        if mine:
            findings.append(accusing(finding, finding.accused if finding.accused in mine else mine[0], mine))
    return replace(report, findings=tuple(sorted(findings, key=_order)))


def ranked(report: Report, rank: Callable[[str], int]) -> Report:
    """The findings, each falling on the lowest of its sources; `rank` tells the rank of a path."""
    findings = [blaming_lowest(finding, lambda claim: rank(claim.document.path)) for finding in report.findings]
    return replace(report, findings=tuple(sorted(findings, key=_order)))


def blaming_lowest(finding: Finding, rank: Callable[[Claim], int]) -> Finding:
    """The finding as it falls on a claim of the lowest rank: the accused if it may be, or one that can be mended."""
    lowest = min(map(rank, _claims_of(finding)))
    low = [claim for claim in _claims_of(finding) if rank(claim) == lowest]
    mended = [repair.claim for repair in finding.repairs if repair.claim in low]
    return accusing(finding, next(c for c in (finding.accused, *mended, *low) if c in low), low)


def accusing(finding: Finding, accused: Claim, open_: Container[Claim]) -> Finding:
    """The finding as it falls on one of its claims; corrections are offered for the claims in `open_` only, those of
    the accused first."""
    others = tuple(claim for claim in _claims_of(finding) if claim is not accused)
    repairs = [repair for repair in finding.repairs if repair.claim in open_]
    repairs.sort(key=lambda repair: repair.claim is not accused)
    return replace(finding, accused=accused, others=others, repairs=tuple(repairs))


def _claims_of(finding: Finding) -> tuple[Claim, ...]:
    return finding.accused, *finding.others


class _Told(NamedTuple):
    """A reading and the relations inside it."""

    reading: Reading
    inside: Sequence[Relation]


def _across(told: Sequence[_Told], references: References, rulebook: Rulebook) -> Iterator[Relation]:
    """The relations between sources, each once; what references say of one another is none of the drafts' matter."""
    everything = (*(one.reading for one in told), *references.readings)
    if len(everything) < 2:
        return
    from factcheck.sources import find_relations_across  # a draft alone never needs it

    inside = [*(relation for one in told for relation in one.inside), *references.changes]
    drafts = {id(one.reading.document) for one in told}
    answers = set(map(spot, references.answers))
    seen: set[tuple[str, frozenset[Claim]]] = set()
    for relation in find_relations_across(everything, inside, rulebook):
        key = relation.kind, frozenset(relation.claims)
        quoted = [claim for claim in relation.claims if id(claim.document) not in drafts]
        if key not in seen and len(quoted) < len(relation.claims) and _is_asked(quoted, answers):
            seen.add(key)
            yield relation


def _read_path(rulebook: Rulebook, path: Path) -> Reading | Unread:
    try:
        return read_document(read_file(path), rulebook)
    except FactcheckError as error:
        return Unread(str(path), str(error))


def _read_path_apart(extra: tuple[Path, ...], path: Path) -> Reading | Unread:
    """As `_read_path`, in a process of its own, which loads the rules once."""
    return _read_path(load_rulebook(extra), path)


def _read_each(paths: Sequence[Path], rulebook: Rulebook, jobs: int) -> Iterator[Reading | Unread]:
    if jobs == 1 or len(paths) < _FEWEST_FOR_JOBS or STDIN in paths:
        yield from (_read_path(rulebook, path) for path in paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(
            partial(_read_path_apart, rulebook.extra), paths, chunksize=max(1, len(paths) // (jobs * 8))
        )


_FEWEST_FOR_JOBS = 16  # below this, starting processes costs more than they save


@lru_cache(maxsize=4)
def _scanner(lexicon: Lexicon) -> Scanner:
    return Scanner(lexicon)


@lru_cache(maxsize=4)
def _reader(lexicon: Lexicon) -> Reader:
    return Reader(lexicon)


def _report(readings: Sequence[Reading], checks: tuple[Check, ...], rulebook: Rulebook) -> Report:
    claims = tuple(claim for reading in readings for claim in reading.claims)
    findings = sorted(diagnose(checks, rulebook, claims), key=_order)
    documents = tuple(reading.document for reading in readings)
    return Report(documents, claims, checks, tuple(findings), (), tuple(rulebook.rules.values()))


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.accused.document.path, finding.accused.location.start, finding.rule.id
