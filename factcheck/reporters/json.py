"""The report for programs: one JSON object, its shape versioned by `schema_version` and published as a JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.fingerprints import fingerprints
from factcheck.model import Claim, Finding, Location, Notice, Repair, Report, Severity, Suppressed, Verdict
from factcheck.reporters import Options
from factcheck.reporters.printed import printed, reprinted
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import message, role_of, said_by, sums, why_unread

if TYPE_CHECKING:
    from factcheck.reporters.shapes import Accusation, Change, JsonReport, Landmarked, LetStand, Number, Remark, Summary

NAME = "json"


def render(report: Report, options: Options) -> str:
    """The report as indented JSON; the same report gives the same text."""
    known = zip(report.findings, fingerprints(report.findings), strict=True)
    told: JsonReport = {
        "schema_version": "1",
        "tool": {"name": "factcheck", "version": options.tool_version},
        "summary": summary(report),
        "findings": [_finding(finding, print_, options.lang) for finding, print_ in known],
        "suppressed": list(map(_suppressed, report.suppressed)),
        "notices": [_notice(notice, options.lang) for notice in report.notices],
        "unread": [{"path": u.path, "reason": why_unread(u)} for u in report.unread],
    }
    return dump(told)


def summary(report: Report) -> Summary:
    """What was read, tied, checked and found."""
    return {
        "documents": len(report.documents),
        "numbers": report.tally().claims,
        "tied": report.tied(),
        "checks": {
            "holds": report.held(Verdict.HOLDS),
            "fails": report.held(Verdict.FAILS),
            "undecided": report.held(Verdict.UNDECIDED),
        },
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "suppressed": len(report.suppressed),
        "unchanged": len(report.unchanged),
        "absent": len(report.comparison.absent) if report.comparison else 0,
        "elsewhere": len(report.elsewhere),
    }


def _finding(finding: Finding, print_: str, lang: str) -> Accusation:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": message(finding, lang),
        **_claim(finding.accused, lang),
        "related": [{**_claim(claim, lang), "role": role_of(claim, finding.checks)} for claim in finding.others],
        "arithmetic": "\n".join(sums(finding, lang)),
        "repairs": [_repair(repair, lang) for repair in finding.repairs],
        "fingerprint": print_,
    }


def _suppressed(one: Suppressed) -> LetStand:
    """A finding that is let stand, in short, and where it is said so."""
    accused, said = one.finding.accused, one.suppression
    return {
        "rule": one.finding.rule.id,
        "path": accused.document.path,
        "line": accused.location.line,
        "column": accused.location.column,
        "text": printed(accused),
        "reason": said.reason,
        "by": {"path": said.path, "line": said.line, "column": said.column},
    }


def _notice(notice: Notice, lang: str) -> Remark:
    told: Remark = {
        "id": notice.id,
        "severity": notice.severity.value,
        "message": said_by(notice, lang),
        "path": notice.path,
    }
    if notice.line and notice.column:
        told |= {"line": notice.line, "column": notice.column}
    return told | {"landmark": notice.landmark.named(lang)} if notice.landmark else told


def _claim(claim: Claim, lang: str) -> Number:
    """A number and its place; where there are landmarks, the one it stands behind and its box on the page."""
    place = claim.location
    return {
        "path": claim.document.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "start": place.start,
        "end": place.end,
        "text": printed(claim),
        **landmark(place, lang),
    }


def landmark(place: Location, lang: str) -> Landmarked:
    """The name of the landmark that a place stands behind, if there is any."""
    if place.landmark is None:
        return {}
    if place.landmark.box is None:
        return {"landmark": place.landmark.named(lang)}
    return {"landmark": place.landmark.named(lang), "box": list(place.landmark.box)}


def _repair(repair: Repair, lang: str) -> Change:
    place = repair.claim.location
    return {
        "path": repair.claim.document.path,
        "line": place.line,
        "column": place.column,
        "text": printed(repair.claim),
        "replacement": reprinted(repair.claim, repair.text),
        "slip": repair.slip,
        **landmark(place, lang),
    }
