"""What is set for some files only: rules that do not apply to them, and how much others matter there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from factcheck.model import Finding, Report, Severity
from factcheck.ranks import is_like
from factcheck.suppressions import parted


@dataclass(frozen=True, slots=True)
class PerFile:
    """Settings for the files whose paths, seen from `folder`, are like one of the patterns."""

    folder: Path
    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def covers(self, path: str) -> bool:
        return any(is_like(path, pattern, self.folder) for pattern in self.files)

    def admits(self, rule: str) -> bool:
        """Whether a rule speaks in these files."""
        return (not self.select or rule in self.select) and rule not in self.ignore


def narrowed(report: Report, settings: Sequence[PerFile]) -> Report:
    """The report with what is set for the file of each accused number."""
    if not settings:
        return report
    findings = (_narrowed(finding, settings) for finding in report.findings)
    return replace(report, findings=tuple(finding for finding in findings if finding))


def _narrowed(finding: Finding, settings: Sequence[PerFile]) -> Finding | None:
    path = finding.accused.document.path
    for entry in settings:
        if entry.covers(path):
            silent = {check.rule.id for check in finding.checks if not entry.admits(check.rule.id)}
            rest, _ = parted(finding, silent)
            if rest is None:
                return None
            finding = _weighed(rest, entry.severities)
    return finding


def _weighed(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    """The finding with the severity set for its rule; one that is only a hint stays one."""
    if finding.rule.id not in severities or finding.severity is not finding.rule.severity:
        return finding
    return replace(finding, severity=severities[finding.rule.id])
