"""Annotations for GitHub Actions: a workflow command a finding, and the summary as a line of the log."""

from __future__ import annotations

from factcheck.model import Claim, Finding, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.phrases import phrases
from factcheck.reporters.safety import harmless
from factcheck.reporters.wording import evidence, message, read_line, unread_line, why_unread

NAME = "github"

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, options: Options) -> str:
    """A line a finding and a line an unread source, then the summary."""
    findings = [_finding(finding, options.lang) for finding in report.findings]
    unread = [_unread(source, options.lang) for source in report.unread]
    return "".join(f"{line}\n" for line in [*findings, *unread, read_line(report, phrases(options.lang))])


def _finding(finding: Finding, lang: str) -> str:
    properties = {
        "file": finding.accused.document.path,
        **_region(finding.accused),
        "title": _title(finding, lang),
    }
    text = "\n".join([message(finding, lang), *evidence(finding, lang)])
    return _command(_COMMANDS[finding.severity], properties, text)


def _region(claim: Claim) -> dict[str, object]:
    """Lines and columns, for files that have any."""
    place = claim.location
    if claim.document.is_extracted:
        return {}
    return {"line": place.line, "col": place.column, "endLine": place.end_line, "endColumn": place.end_column}


def _title(finding: Finding, lang: str) -> str:
    landmark = finding.accused.location.landmark
    return f"{finding.rule.id} {landmark.named(lang)}" if landmark else finding.rule.id


def _unread(source: Unread, lang: str) -> str:
    title = phrases(lang).unread.format("").strip(" :：")
    line = unread_line(source)
    properties: dict[str, object] = {"file": source.path, **({"line": line} if line else {}), "title": title}
    return _command("error", properties, why_unread(source))


def _command(name: str, properties: dict[str, object], text: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    """Text of a command; its own line breaks stay, all else that is hidden becomes visible."""
    return "%0A".join(harmless(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return harmless(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
