"""The stages in order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from factcheck.checks import check_all
from factcheck.claims import Reader, Reading
from factcheck.diagnosis import diagnose
from factcheck.lexicon import Lexicon
from factcheck.model import Check, Claim, Document, FactcheckError, Finding, Relation, Report, Unread
from factcheck.quantities import Scanner
from factcheck.readers import STDIN, read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook, load_rulebook
from factcheck.sources import find_relations_across


@dataclass(frozen=True, slots=True)
class References:
    """What drafts are held against without being checked itself: light readings, and changes told inside them."""

    readings: tuple[Reading, ...] = ()
    changes: tuple[Relation, ...] = ()


Consult = Callable[[Sequence[Reading]], References]  # the references that the claims of drafts call for


_NO_REFERENCES = References()


def check_documents(documents: Iterable[Document], rulebook: Rulebook, *, cross: bool = True) -> Report:
    """The story of one run, from documents to findings."""
    return check_readings([read_document(document, rulebook) for document in documents], rulebook, cross=cross)


def check_readings(
    readings: Sequence[Reading], rulebook: Rulebook, *, cross: bool = True, references: References = _NO_REFERENCES
) -> Report:
    """Tie, check and diagnose what has been read, with one another and with references."""
    relations = [relation for reading in readings for relation in find_relations(reading, rulebook)]
    across = _across(readings, relations, references, rulebook) if cross else ()
    checks = check_all((*relations, *across), rulebook)
    return _report(readings, checks, rulebook)


def check_across(readings: Sequence[Reading], rulebook: Rulebook) -> Report:
    """Check readings with one another only."""
    return _report(readings, check_all(find_relations_across(readings, (), rulebook), rulebook), rulebook)


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
        readings.append(result) if isinstance(result, Reading) else unread.append(result)
    return readings, unread


def facing(report: Report, drafts: Container[str]) -> Report:
    """The findings that touch a draft, each falling on the draft; references are only quoted."""
    findings = []
    for finding in report.findings:
        mine = [claim for claim in _claims_of(finding) if claim.document.path in drafts]
        if mine:
            findings.append(accusing(finding, finding.accused if finding.accused in mine else mine[0]))
    return replace(report, findings=tuple(sorted(findings, key=_order)))


def ranked(report: Report, rank: Callable[[str], int]) -> Report:
    """The findings, each falling on the lowest of its sources; `rank` tells the rank of a path."""
    findings = [accusing(finding, _lowest(finding, rank)) for finding in report.findings]
    return replace(report, findings=tuple(sorted(findings, key=_order)))


def accusing(finding: Finding, claim: Claim) -> Finding:
    """The finding as it falls on one of its claims, the corrections of that claim first."""
    if claim is finding.accused:
        return finding
    others = tuple(other for other in _claims_of(finding) if other is not claim)
    repairs = sorted(finding.repairs, key=lambda repair: repair.claim is not claim)
    return replace(finding, accused=claim, others=others, repairs=tuple(repairs))


def _claims_of(finding: Finding) -> tuple[Claim, ...]:
    return finding.accused, *finding.others


def _lowest(finding: Finding, rank: Callable[[str], int]) -> Claim:
    """The claim of the lowest rank; of several the accused, or else one that a correction is offered for."""
    lowest = min(rank(claim.document.path) for claim in _claims_of(finding))
    mended = [repair.claim for repair in finding.repairs]
    likely = (finding.accused, *mended, *finding.others)
    return next(claim for claim in likely if rank(claim.document.path) == lowest)


def _across(
    readings: Sequence[Reading], relations: Sequence[Relation], references: References, rulebook: Rulebook
) -> tuple[Relation, ...]:
    """The relations between sources; what references say of one another only is none of the drafts' matter."""
    everything = (*readings, *references.readings)
    if len(everything) < 2:
        return ()
    found = find_relations_across(everything, (*relations, *references.changes), rulebook)
    if not references.readings:
        return found
    drafts = {id(reading.document) for reading in readings}
    return tuple(r for r in found if any(id(claim.document) in drafts for claim in r.claims))


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
    findings = sorted(diagnose(checks, rulebook), key=_order)
    documents = tuple(reading.document for reading in readings)
    claims = tuple(claim for reading in readings for claim in reading.claims)
    return Report(documents, claims, checks, tuple(findings), (), tuple(rulebook.rules.values()))


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.accused.document.path, finding.accused.location.start, finding.rule.id
