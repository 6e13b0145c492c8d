"""The stages in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from factcheck.batches import each_file, in_time
from factcheck.checks import check_all, firmest
from factcheck.claims import Reader, Reading
from factcheck.diagnosis import diagnose
from factcheck.lexicon import Lexicon
from factcheck.model import Check, Claim, Document, Finding, Relation, Report, Span, Tally, Unread
from factcheck.patience import DEFAULT as PATIENCE
from factcheck.patience import Patience, TooComplex, look_at_the_time
from factcheck.quantities import Scanner
from factcheck.readers import STDIN, bytes_of, read_bytes, read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook

if TYPE_CHECKING:
    from factcheck.cache import Cache


class References(Struct, frozen=True):
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
    return _compared([_told(reading, rulebook) for reading in readings], cross, references, rulebook)


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
    look_at_the_time()
    return _reader(rulebook.lexicon).read(document, _scanner(rulebook.lexicon).quantities(document))


def check_paths(
    paths: Sequence[Path],
    rulebook: Rulebook,
    *,
    cross: bool = True,
    jobs: int = 1,
    timeout: float = PATIENCE,
    brief: bool = False,
    cache: Cache | None = None,
    on_read: Callable[[], None] = lambda: None,
    consult: Consult | None = None,
) -> Report:
    """Read and check files; those that cannot be read, or take longer than `timeout` seconds (0: no limit), stand in
    `Report.unread`, the others are checked. A `brief` report only counts what no finding speaks of; `cache` remembers
    those."""
    work = _Work(rulebook, timeout, brief)
    if consult is None and (not cross or len(paths) < 2):
        return work.report(list(_checked_each(work, paths, jobs, cache if brief else None, on_read)))
    if cache is None or not brief or consult is not None:
        return work.together(each_file(work.told, paths, jobs, timeout, on_read), cross, consult)
    return _remembered(
        cache, paths, lambda: work.together(each_file(work.told, paths, jobs, timeout, on_read), cross, None)
    )


def read_paths(
    paths: Sequence[Path],
    rulebook: Rulebook,
    *,
    jobs: int = 1,
    timeout: float = PATIENCE,
    on_read: Callable[[], None] = lambda: None,
) -> tuple[list[Reading], list[Unread]]:
    """The readings of the files that can be read in time, and the reasons for the others, in order."""
    readings: list[Reading] = []
    unread: list[Unread] = []
    for result in each_file(_Work(rulebook, timeout).read, paths, jobs, timeout, on_read):
        if isinstance(result, Reading):
            readings.append(result)
            unread += _gaps(result.document)
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
    """A reading, the relations inside it, and what came of them."""

    reading: Reading
    inside: Sequence[Relation]
    checks: tuple[Check, ...] = ()


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


class _Work(Struct, frozen=True):
    """What is done with a file, in this process or another: each step ends in time, with a reason where it failed."""

    rulebook: Rulebook
    timeout: float
    brief: bool = False

    def read(self, path: Path) -> Reading | Unread:
        return in_time(path, self.timeout, lambda: self._read(path))

    def told(self, path: Path) -> _Told | Unread:
        return in_time(path, self.timeout, lambda: _told(self._read(path), self.rulebook))

    def checked(self, path: Path) -> Report | Unread:
        """The report on one file by itself."""
        return in_time(path, self.timeout, lambda: self._report_on(_told(self._read(path), self.rulebook)))

    def digested(self, path: Path) -> tuple[bytes, Report] | Unread:
        """The same, and what the bytes that were read digest to."""
        return in_time(path, self.timeout, lambda: self._digested(path))

    def report(self, results: Sequence[Report | Unread]) -> Report:
        """Reports on single files made one."""
        reports = [result for result in results if isinstance(result, Report)]
        unread = [u for r in results for u in (r.unread if isinstance(r, Report) else (r,))]
        return Report(
            tuple(document for report in reports for document in report.documents),
            tuple(claim for report in reports for claim in report.claims),
            tuple(check for report in reports for check in report.checks),
            tuple(sorted((finding for report in reports for finding in report.findings), key=_order)),
            tuple(unread),
            tuple(self.rulebook.rules.values()),
            sum((report.counted for report in reports), Tally()),
        )

    def together(self, results: Iterable[_Told | Unread], cross: bool, consult: Consult | None) -> Report:
        """One report on files that are held against one another, or against what `consult` gives."""
        began, told, unread = monotonic(), list[_Told](), list[Unread]()
        for result in results:
            if isinstance(result, Unread):
                unread.append(result)
            else:
                told.append(result)
                unread += _gaps(result.reading.document)
        if not told:
            return Report((), (), (), (), tuple(unread), tuple(self.rulebook.rules.values()))
        references = consult([one.reading for one in told]) if consult else _NO_REFERENCES
        left = max(_LEAST, self.timeout * max(1, len(told)) - (monotonic() - began)) if self.timeout else 0.0
        report = self._compared(told, cross, references, left)
        return replace(brief_of(report) if self.brief else report, unread=(*unread, *report.unread))

    def _compared(self, told: Sequence[_Told], cross: bool, references: References, left: float) -> Report:
        try:
            with Patience(left):
                return _compared(told, cross, references, self.rulebook)
        except TooComplex:
            alone = (in_time(_path(one), self.timeout, partial(_alone, one, self.rulebook)) for one in told)
            report = self.report(list(alone))
            return replace(report, unread=(*report.unread, _not_compared(told, left)))

    def _read(self, path: Path) -> Reading:
        return read_document(read_file(path), self.rulebook)

    def _digested(self, path: Path) -> tuple[bytes, Report]:
        from factcheck.cache import digest_of  # a run without a cache never needs it

        data = bytes_of(path, str(path))
        reading = read_document(read_bytes(data, str(path)), self.rulebook)
        return digest_of(path, data), self._report_on(_told(reading, self.rulebook))

    def _report_on(self, told: _Told) -> Report:
        report = replace(_alone(told, self.rulebook), unread=tuple(_gaps(told.reading.document)), rules=())
        return brief_of(report) if self.brief else report


def brief_of(report: Report) -> Report:
    """The report with what no finding speaks of only counted. A document that talks to factcheck stays whole."""
    spoken = {id(document) for finding in report.findings for document in finding.documents}
    documents = tuple(d if id(d) in spoken or _speaks(d) else _name_of(d) for d in report.documents)
    return replace(report, documents=documents, claims=(), checks=(), counted=report.tally())


def _speaks(document: Document) -> bool:
    """Whether a document says something to factcheck itself."""
    return bool(getattr(document, "asides", None))


def _name_of(document: Document) -> Document:
    """A document without its text."""
    return Document(
        document.path, "", "", (), document.encoding, is_extracted=document.is_extracted, gaps=document.gaps
    )


def _told(reading: Reading, rulebook: Rulebook) -> _Told:
    inside = find_relations(reading, rulebook)
    look_at_the_time()
    return _Told(reading, inside, check_all(inside, rulebook))


def _alone(told: _Told, rulebook: Rulebook) -> Report:
    look_at_the_time()
    return _report((told.reading,), told.checks, rulebook)


def _compared(told: Sequence[_Told], cross: bool, references: References, rulebook: Rulebook) -> Report:
    together = (told,) if cross else [(one,) for one in told]
    across = check_all((relation for some in together for relation in _across(some, references, rulebook)), rulebook)
    inside = (check for one in told for check in one.checks)
    return _report([one.reading for one in told], firmest((*inside, *across)) if across else tuple(inside), rulebook)


def _path(told: _Told) -> Path:
    return Path(told.reading.document.path)


def _gaps(document: Document) -> Iterator[Unread]:
    return (Unread(document.path, gap) for gap in document.gaps)


def _not_compared(told: Sequence[_Told], seconds: float) -> Unread:
    path = told[0].reading.document.path
    others = f"与其余 {len(told) - 1} 篇互相核对过于复杂，{seconds:.0f} 秒内没有查完"
    said = f"{others}，只作了单篇检查；请分批，或用 --timeout 放宽"
    return Unread(path, f"{path}: {said} (not compared: too complex)")


def _checked_each(
    work: _Work, paths: Sequence[Path], jobs: int, cache: Cache | None, on_read: Callable[[], None]
) -> Iterator[Report | Unread]:
    """The report on each file by itself, in order: remembered, or made now and remembered for the next time."""
    if cache is None or STDIN in paths:
        yield from each_file(work.checked, paths, jobs, work.timeout, on_read)
        return
    known = [cache.report_on(path) for path in paths]
    new = [path for path, report in zip(paths, known, strict=True) if report is None]
    made = each_file(work.digested, new, jobs, work.timeout, on_read)
    for report in known:
        if report is not None:
            on_read()
            yield report
            continue
        match next(made):
            case Unread() as unread:
                yield unread
            case digest, made_now:
                cache.remember(digest, made_now)
                yield made_now


def _remembered(cache: Cache, paths: Sequence[Path], make: Callable[[], Report]) -> Report:
    """The report on files together, which holds for as long as none of them changes."""
    key = cache.key_of(paths)
    known = cache.report(key) if key else None
    if known is not None:
        return known
    report = make()
    if key and key == cache.key_of(paths):
        cache.remember(key, report)
    return report


_LEAST = 1.0  # seconds for comparing, where reading took all the time that there was


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
