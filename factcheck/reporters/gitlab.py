"""GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from factcheck.fingerprints import fingerprints
from factcheck.model import Finding, Notice, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.safety import harmless
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import evidence, landmark_of, message, said_by, unread_line, unread_title, why_unread

NAME = "gitlab"

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, options: Options) -> str:
    """An issue a finding; a source that could not be checked blocks, for it was not passed."""
    known = zip(report.findings, fingerprints(report.findings), strict=True)
    findings = [_finding(finding, print_, options.lang) for finding, print_ in known]
    notices = [_notice(notice, options.lang) for notice in report.notices]
    return dump([*findings, *notices, *(_unread(source, options.lang) for source in report.unread)])


def _finding(finding: Finding, print_: str, lang: str) -> dict[str, Any]:
    document, place = finding.accused.document, finding.accused.location
    told = "\n".join([message(finding, lang), *evidence(finding, lang)])
    return {
        "description": landmark_of(place, lang, "{}: ") + told,
        "check_name": finding.rule.id,
        "fingerprint": _unique(document.path, print_),
        "severity": _SEVERITIES[finding.severity],
        "location": _location(document.path, 1 if document.is_extracted else place.line),
    }


def _notice(notice: Notice, lang: str) -> dict[str, Any]:
    where = harmless(notice.landmark.named(lang)) + ": " if notice.landmark else ""
    return {
        "description": where + said_by(notice, lang),
        "check_name": notice.id,
        "fingerprint": _unique(notice.path, notice.id, str(notice.line), where, notice.message),
        "severity": _SEVERITIES[notice.severity],
        "location": _location(notice.path, notice.line or 1),
    }


def _unread(source: Unread, lang: str) -> dict[str, Any]:
    reason = why_unread(source)
    return {
        "description": f"{unread_title(lang)}: {reason}",
        "check_name": "unread",
        "fingerprint": _unique(source.path, "unread", reason),
        "severity": "blocker",
        "location": _location(source.path, unread_line(source) or 1),
    }


def _location(path: str, line: int) -> dict[str, Any]:
    return {"path": harmless(path), "lines": {"begin": line}}


def _unique(*parts: str) -> str:
    """GitLab takes two issues of one fingerprint for one."""
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
