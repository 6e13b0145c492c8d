"""The Reviewdog Diagnostic Format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from factcheck.model import Document, Finding, Location, Notice, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.fixes import fixes
from factcheck.reporters.safety import harmless
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import evidence, landmark_of, message, said_by, unread_line, unread_title, why_unread

NAME = "rdjson"

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report, options: Options) -> str:
    """One DiagnosticResult; the weightiest finding gives its severity."""
    findings = [_finding(finding, options.lang) for finding in report.findings]
    unread = [_unread(source, options.lang) for source in report.unread]
    notices = [_notice(notice, options.lang) for notice in report.notices]
    severities = [*(finding.severity for finding in report.findings), *(notice.severity for notice in report.notices)]
    worst = max(severities, key=lambda severity: severity.weight, default=None)
    severity = "ERROR" if report.unread else _SEVERITIES[worst] if worst else None
    head: dict[str, Any] = {"source": {"name": "factcheck"}, **({"severity": severity} if severity else {})}
    return dump({**head, "diagnostics": [*findings, *notices, *unread]})


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    document, place = finding.accused.document, finding.accused.location
    told = "\n".join([message(finding, lang), *evidence(finding, lang)])
    within = {} if document.is_extracted else {"range": _range(document, place)}
    suggestions = list(_suggestions(finding))
    return {
        "message": landmark_of(place, lang, "{}: ") + told,
        "location": {"path": document.path, **within},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule.id},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _suggestions(finding: Finding) -> Iterator[dict[str, Any]]:
    """The repairs within the file that is spoken of, the only one that a suggestion can change."""
    document = finding.accused.document
    for repair, place in fixes(finding):
        if repair.claim.document is document:
            yield {"range": _range(document, place), "text": repair.text}


def _range(document: Document, place: Location) -> dict[str, Any]:
    return {
        "start": _position(document, place.line, place.column),
        "end": _position(document, place.end_line, place.end_column),
    }


def _position(document: Document, line: int, column: int) -> dict[str, int]:
    """Columns count bytes of UTF-8 here."""
    start = document.line_starts[line - 1]
    before = document.source[start : start + column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _notice(notice: Notice, lang: str) -> dict[str, Any]:
    where = harmless(notice.landmark.named(lang)) + ": " if notice.landmark else ""
    line = {"range": {"start": {"line": notice.line}}} if notice.line else {}
    return {
        "message": where + said_by(notice, lang),
        "location": {"path": notice.path, **line},
        "severity": _SEVERITIES[notice.severity],
        "code": {"value": notice.id},
    }


def _unread(source: Unread, lang: str) -> dict[str, Any]:
    line = unread_line(source)
    return {
        "message": f"{unread_title(lang)}: {why_unread(source)}",
        "location": {"path": source.path, **({"range": {"start": {"line": line}}} if line else {})},
        "severity": "ERROR",
    }
