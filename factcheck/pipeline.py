"""The stages in order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from factcheck.checks import check_all
from factcheck.claims import Reader, Reading
from factcheck.diagnosis import diagnose
from factcheck.lexicon import Lexicon
from factcheck.model import Check, Document, FactcheckError, Finding, Report, Unread
from factcheck.quantities import Scanner
from factcheck.readers import STDIN, read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook, load_rulebook
from factcheck.sources import find_relations_across


def check_documents(documents: Iterable[Document], rulebook: Rulebook, *, cross: bool = True) -> Report:
    """The story of one run, from documents to findings."""
    return check_readings([read_document(document, rulebook) for document in documents], rulebook, cross=cross)


def check_readings(readings: Sequence[Reading], rulebook: Rulebook, *, cross: bool = True) -> Report:
    """Tie, check and diagnose what has been read."""
    relations = [relation for reading in readings for relation in find_relations(reading, rulebook)]
    across = find_relations_across(readings, relations, rulebook) if cross and len(readings) > 1 else ()
    checks = check_all((*relations, *across), rulebook)
    return _report(readings, checks, rulebook)


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
) -> Report:
    """Read and check files; those that cannot be read stand in `Report.unread`, the others are checked."""
    readings, unread = read_paths(paths, rulebook, jobs=jobs, on_read=on_read)
    return replace(check_readings(readings, rulebook, cross=cross), unread=tuple(unread))


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
        claims = (finding.accused, *finding.others)
        mine = [claim for claim in claims if claim.document.path in drafts]
        if mine:
            accused = finding.accused if finding.accused in mine else mine[0]
            findings.append(replace(finding, accused=accused, others=tuple(c for c in claims if c is not accused)))
    return replace(report, findings=tuple(sorted(findings, key=_order)))


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
