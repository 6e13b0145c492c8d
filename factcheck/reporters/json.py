"""The report for programs: one JSON object, its shape versioned by `schema_version`."""

from __future__ import annotations

from typing import Any

from factcheck.model import Claim, Finding, Location, Repair, Report, Severity, Verdict
from factcheck.reporters import Options
from factcheck.reporters.printed import printed, reprinted
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import message, role_of, sums, why_unread

NAME = "json"
SCHEMA_VERSION = "1"


def render(report: Report, options: Options) -> str:
    """The report as indented JSON; the same report gives the same text."""
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "factcheck", "version": options.tool_version},
            "summary": summary(report),
            "findings": [_finding(finding, options.lang) for finding in report.findings],
            "unread": [{"path": u.path, "reason": why_unread(u)} for u in report.unread],
        }
    )


def summary(report: Report) -> dict[str, Any]:
    """What was read, tied, checked and found."""
    return {
        "documents": len(report.documents),
        "numbers": len(report.claims),
        "tied": report.tied(),
        "checks": {verdict.value: report.held(verdict) for verdict in Verdict},
        **{f"{severity.value}s": report.count(severity) for severity in Severity},
    }


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": message(finding, lang),
        **_claim(finding.accused, lang),
        "related": [{**_claim(claim, lang), "role": role_of(claim, finding.checks)} for claim in finding.others],
        "arithmetic": "\n".join(sums(finding, lang)),
        "repairs": [_repair(repair, lang) for repair in finding.repairs],
    }


def _claim(claim: Claim, lang: str) -> dict[str, Any]:
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


def landmark(place: Location, lang: str) -> dict[str, Any]:
    """The name of the landmark that a place stands behind, if there is any."""
    if place.landmark is None:
        return {}
    box = {"box": list(place.landmark.box)} if place.landmark.box else {}
    return {"landmark": place.landmark.named(lang), **box}


def _repair(repair: Repair, lang: str) -> dict[str, Any]:
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
