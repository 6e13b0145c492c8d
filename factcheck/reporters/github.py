"""Annotations for GitHub Actions: workflow commands within the limits of a step, and all findings in the log.

GitHub shows ten annotations of each kind a step and drops the rest without a word:
https://docs.github.com/actions/reference/limits . Where there are more, the tenth tells how many are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.model import Claim, Finding, Notice, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.phrases import phrases
from factcheck.reporters.safety import harmless
from factcheck.reporters.wording import (
    evidence,
    landmark_of,
    message,
    place,
    place_of_notice,
    read_line,
    said_by,
    unread_line,
    unread_title,
    why_unread,
)

NAME = "github"

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST = 10
_MOST_NAMED = 50  # places in the last annotation: the log has them all


def render(report: Report, options: Options) -> str:
    """What could not be checked and the findings, as annotations; those beyond the limits in a fold of the log; then
    the summary."""
    lines = [line for command in _COMMANDS.values() for line in _annotations(command, report, options.lang)]
    folded = _folded(report, options.lang) if _exceeds(report) else ()
    return "".join(f"{line}\n" for line in [*lines, *folded, read_line(report, phrases(options.lang))])


def _exceeds(report: Report) -> bool:
    return any(report.count(severity) + _blind(severity, report) > _MOST for severity in Severity)


def _blind(severity: Severity, report: Report) -> int:
    return len(report.unread) if severity is Severity.ERROR else 0


def _annotations(command: str, report: Report, lang: str) -> Iterator[str]:
    """The annotations of one kind: ten at most, sources that could not be checked first."""
    unread = [_unread(source, lang) for source in report.unread] if command == "error" else []
    findings = [finding for finding in report.findings if _COMMANDS[finding.severity] == command]
    notices = [notice for notice in report.notices if _COMMANDS[notice.severity] == command]
    every = unread + [_finding(finding, lang) for finding in findings] + [_notice(notice, lang) for notice in notices]
    if len(every) <= _MOST:
        yield from every
        return
    yield from every[: _MOST - 1]
    told_of = [place(f.accused, lang) for f in findings] + [place_of_notice(notice, lang) for notice in notices]
    places = told_of[max(0, _MOST - 1 - len(unread)) :]
    told = phrases(lang).not_shown.format(len(every) - _MOST + 1)
    yield _command(command, {"title": "factcheck"}, "\n".join([told, *places[:_MOST_NAMED]]))


def _folded(report: Report, lang: str) -> Iterator[str]:
    findings = (f"{place(f.accused, lang)} [{f.rule.id}] {message(f, lang)}" for f in report.findings)
    notices = (f"{place_of_notice(n, lang)} [{n.id}] {said_by(n, lang)}" for n in report.notices)
    every = [*findings, *notices]
    yield f"::group::{phrases(lang).in_the_log.format(len(every))}"
    for told in every:
        # The runner obeys the older ##[command] wherever in a line it stands
        yield f"- {harmless(told).replace('##[', '## [')}"
    yield "::endgroup::"


def _finding(finding: Finding, lang: str) -> str:
    properties = {
        "file": finding.accused.document.path,
        **_region(finding.accused),
        "title": _title(finding, lang),
    }
    text = "\n".join([message(finding, lang), *evidence(finding, lang)])
    return _command(_COMMANDS[finding.severity], properties, text)


def _notice(notice: Notice, lang: str) -> str:
    where: dict[str, object] = {"line": notice.line, "col": notice.column} if notice.line else {}
    named = f" {notice.landmark.named(lang)}" if notice.landmark else ""
    properties = {"file": notice.path, **where, "title": notice.id + named}
    return _command(_COMMANDS[notice.severity], properties, said_by(notice, lang))


def _region(claim: Claim) -> dict[str, object]:
    """Lines and columns, for files that have any."""
    place = claim.location
    if claim.document.is_extracted:
        return {}
    return {"line": place.line, "col": place.column, "endLine": place.end_line, "endColumn": place.end_column}


def _title(finding: Finding, lang: str) -> str:
    return finding.rule.id + landmark_of(finding.accused.location, lang, " {}")


def _unread(source: Unread, lang: str) -> str:
    line = unread_line(source)
    where: dict[str, object] = {"file": source.path, **({"line": line} if line else {})}
    return _command("error", {**where, "title": unread_title(lang)}, why_unread(source))


def _command(name: str, properties: dict[str, object], text: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    """Text of a command; its own line breaks stay, all else that is hidden becomes visible."""
    return "%0A".join(harmless(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return harmless(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
