"""Suppressions: what an editor lets stand, said in the draft itself or in a file beside it, always with a reason.

`spoken` reads those in drafts, `sidefiles` those beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from factcheck.model import Check, Document, Finding, Notice, Report, Suppressed
from factcheck.suppressions.scoped import NOTICES, UNUSED, Scoped

__all__ = ["NOTICES", "Found", "find_suppressions", "parted", "suppress"]

# What only other sources can contradict: whether it is contradicted depends on which sources a run is given.
_ACROSS = frozenset(
    (
        "same-across", "within-place", "within-time", "members-across", "difference-across", "running-total",
        "running-total-corrected",
    )
)  # fmt: skip


class Found(Struct, frozen=True):
    """The suppressions of some documents, and what is wrong with those that have no effect."""

    scoped: tuple[Scoped, ...] = ()
    notices: tuple[Notice, ...] = ()


def find_suppressions(documents: Iterable[Document], known: Collection[str], shared: Path | None = None) -> Found:
    """The suppressions in documents, in the files beside them and in the `shared` file; `known` are the ids of rules.

    Raises DataFileError for a mistake in a file.
    """
    from factcheck.suppressions.sidefiles import SideFiles
    from factcheck.suppressions.spoken import find_spoken

    files = SideFiles(shared, known)
    said = [one for document in documents for one in (*find_spoken(document, known), *files.about(document))]
    scoped = tuple(one for one in said if isinstance(one, Scoped))
    return Found(scoped, tuple(one for one in said if isinstance(one, Notice)))


def suppress(report: Report, found: Found) -> Report:
    """The report without what is let stand, which it keeps apart, and with what is wrong with the suppressions."""
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in report.findings:
        rest, dismissed = _dismissed(finding, found.scoped)
        findings += [rest] if rest else []
        suppressed += dismissed
    notices = sorted({*found.notices, *_unused(found.scoped, suppressed, report)}, key=_order)
    return replace(report, findings=tuple(findings), suppressed=tuple(suppressed), notices=tuple(notices))


def parted(finding: Finding, rules: Container[str]) -> tuple[Finding | None, Finding | None]:
    """What of a finding rests on other rules, and what on these: one number may break several."""
    these = tuple(check for check in finding.checks if check.rule.id in rules)
    others = tuple(check for check in finding.checks if check.rule.id not in rules)
    if not these:
        return finding, None
    return (_resting_on(others, finding), _resting_on(these, finding)) if others else (None, finding)


def _dismissed(finding: Finding, scoped: Sequence[Scoped]) -> tuple[Finding | None, list[Suppressed]]:
    """What of a finding no suppression covers, and what each of them does."""
    rest: Finding | None = finding
    suppressed = []
    for one in scoped:
        if rest and one.covers(rest):
            rest, these = parted(rest, one.suppression.rules)
            suppressed += [Suppressed(these, one.suppression)] if these else []
    return rest, suppressed


def _resting_on(checks: tuple[Check, ...], finding: Finding) -> Finding:
    rule = next((check.rule for check in checks if check.rule.id == finding.rule.id), checks[0].rule)
    claims = dict.fromkeys(claim for check in checks for claim in check.relation.claims)
    others = tuple(claim for claim in claims if claim is not finding.accused)
    severity = rule.severity if finding.severity is finding.rule.severity else finding.severity
    return replace(finding, rule=rule, severity=severity, others=others, checks=checks)


def _unused(scoped: Sequence[Scoped], suppressed: Sequence[Suppressed], report: Report) -> Iterator[Notice]:
    """A rule that is not in force, or that only other sources could break, tells nothing by its silence."""
    from factcheck.reporters.wording import place

    used = {(id(one.suppression), check.rule.id) for one in suppressed for check in one.finding.checks}
    asked = {rule.id for rule in report.rules if not _ACROSS.issuperset(rule.relations)}
    for one in {id(one.suppression): one for one in scoped}.values():
        idle = [rule for rule in one.suppression.rules if rule in asked and (id(one.suppression), rule) not in used]
        if idle and (near := _near(one, idle, report)):
            told = f"{near.rule.id} 的发现落在 {place(near.accused)}，不在这里；请把这条说明移到那里"
            told_en = f"the finding of {near.rule.id} stands at {place(near.accused, 'en')}; move this there"
            yield one.notice(UNUSED, told, told_en)
        elif idle:
            told = f"这里没有 {'、'.join(idle)} 的发现可忽略；请删去这条说明"
            yield one.notice(UNUSED, told, f"no finding of {', '.join(idle)} is ignored by this; delete it")


def _near(scoped: Scoped, idle: Collection[str], report: Report) -> Finding | None:
    """A finding that a suppression may mean: a number of its stretch takes part, but another one is accused."""
    for finding in report.findings:
        mine = (claim for claim in finding.others if claim.document is scoped.document)
        if finding.rule.id in idle and any(scoped.span.contains(claim.span) for claim in mine):
            return finding
    return None


def _order(notice: Notice) -> tuple[str, int, int, str, str]:
    return notice.path, notice.line or 0, notice.column or 0, notice.id, notice.message
