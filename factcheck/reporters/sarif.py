"""SARIF 2.1.0 for code scanning and editors: https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from factcheck.fingerprints import fingerprints
from factcheck.model import (
    Claim,
    Document,
    Example,
    Finding,
    Known,
    Location,
    Notice,
    Repair,
    Report,
    Rule,
    Severity,
    Suppression,
    Unread,
)
from factcheck.reporters import Options
from factcheck.reporters.fixes import fixes
from factcheck.reporters.json import summary
from factcheck.reporters.markdown import plain
from factcheck.reporters.printed import printed
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import described, evidence, message, role_of, said_by, why_unread

NAME = "sarif"

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "gb18030": "GB18030"}


def render(report: Report, options: Options) -> str:
    """The report as a SARIF log of one run, complete with its rules even where nothing was found."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]})


def _run(report: Report, options: Options) -> dict[str, Any]:
    told_of = (*report.findings, *report.unchanged, *(one.finding for one in report.suppressed))
    rules = list({rule.id: rule for rule in (*report.rules, *(f.rule for f in told_of))}.values())
    index = {rule.id: number for number, rule in enumerate(rules)}
    told = [_rule(rule) for rule in rules] + _rules_of_notices(report.notices)
    driver: dict[str, Any] = {"name": "factcheck", "rules": told}
    if options.tool_version:
        driver["version"] = options.tool_version
    return {
        "tool": {"driver": driver},
        "language": "en-US" if options.lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\r", "\n"],
        "invocations": [_invocation(report, options.lang)],
        "artifacts": [_artifact(document) for document in report.documents],
        "results": list(_results(report, index, options.lang)),
        "properties": {"summary": summary(report)},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = rule.explain or rule.id
    return {
        "id": rule.id,
        "shortDescription": {"text": _first_sentence(explanation)},
        "fullDescription": {"text": explanation},
        "help": {"text": _help(rule), "markdown": _help_in_markdown(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["consistency", *rule.relations]},
    }


def _first_sentence(text: str) -> str:
    sentence, stop, _ = "".join(text.split("\n")).partition("。")
    return sentence + stop


def _help(rule: Rule) -> str:
    examples = [f"✗ {_quoted(e)}" for e in rule.failing] + [f"✓ {_quoted(e)}" for e in rule.passing]
    return "\n".join([rule.explain or rule.id, "", *(rule.forms or (rule.expect,)), *examples])


def _help_in_markdown(rule: Rule) -> str:
    """The same for those who show Markdown; nothing of a rule's text is obeyed."""
    law = " · ".join(f"`{form.replace('`', chr(39))}`" for form in (rule.forms or (rule.expect,)) if form)
    examples = [f"- ✗ {plain(_quoted(e))}" for e in rule.failing] + [f"- ✓ {plain(_quoted(e))}" for e in rule.passing]
    explained = [plain(line) for line in (rule.explain or rule.id).strip().split("\n")]
    return "\n".join([*explained, *(["", law] if law else []), "", *examples])


def _quoted(example: Example) -> str:
    return " | ".join(" ".join(source.split()) for source in example.sources)


def _invocation(report: Report, lang: str) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.unread,
        "toolExecutionNotifications": [_notification(unread, lang) for unread in report.unread],
    }


def _notification(unread: Unread, lang: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": why_unread(unread)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(unread.path)}}}],
    }


def _artifact(document: Document) -> dict[str, Any]:
    encoding = _ENCODINGS.get(document.encoding)
    return {
        "location": {"uri": _uri(document.path)},
        "roles": ["analysisTarget"],
        **({"encoding": encoding} if encoding else {}),
    }


def _results(report: Report, index: dict[str, int], lang: str) -> Iterator[dict[str, Any]]:
    """The findings in order of their places, the suppressed and the known among them; then the notices, and what the
    baseline alone holds."""
    reasons = {id(one.finding): one.suppression for one in report.suppressed}
    let_stand = [one.finding for one in report.suppressed]
    every = sorted([*report.findings, *let_stand, *report.unchanged], key=_order)
    known = {id(finding) for finding in report.comparison.unchanged} if report.comparison else None
    for finding, print_ in zip(every, fingerprints(every), strict=True):
        yield {
            **_result(finding, index, lang),
            "partialFingerprints": {"factcheck/v1": print_},
            **_state("unchanged" if known and id(finding) in known else "new", report),
            **_suppressions(reasons.get(id(finding)), finding.accused.document),
        }
    yield from ({**_remark(notice, lang), **_state("new", report)} for notice in report.notices)
    if report.comparison:
        yield from ({**_gone(one), **_state("absent", report)} for one in report.comparison.absent)


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.accused.document.path, finding.accused.location.start, finding.rule.id


def _result(finding: Finding, index: dict[str, int], lang: str) -> dict[str, Any]:
    fixed = [_fix(repair, place, finding, lang) for repair, place in fixes(finding)]
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": index[finding.rule.id],
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join([message(finding, lang), *evidence(finding, lang)])},
        "locations": [_location(finding.accused, lang)],
        "relatedLocations": [_related(n, c, finding, lang) for n, c in enumerate(finding.others, 1)],
        **({"fixes": fixed} if fixed else {}),
        "properties": {"confidence": finding.confidence.value},
    }


def _state(state: str, report: Report) -> dict[str, str]:
    """How a result stands to the baseline; nothing where a run has none."""
    return {"baselineState": state} if report.comparison else {}


def _suppressions(by: Suppression | None, document: Document) -> dict[str, Any]:
    """Why a result is let stand, and where that is written."""
    if by is None:
        return {}
    has_lines = by.is_external or not document.is_extracted
    region = {"startLine": by.line, "startColumn": by.column} if has_lines else {"startLine": 1}
    where = {"physicalLocation": {"artifactLocation": {"uri": _uri(by.path)}, "region": region}}
    kind = "external" if by.is_external else "inSource"
    return {"suppressions": [{"kind": kind, "justification": by.reason, "location": where}]}


def _rules_of_notices(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """What is wrong with suppressions is told as results too, which need a rule."""
    told = {notice.id: notice.severity for notice in notices}
    return [{"id": id_, "defaultConfiguration": {"level": _LEVELS[told[id_]]}} for id_ in sorted(told)]


def _remark(notice: Notice, lang: str) -> dict[str, Any]:
    place = {"startLine": notice.line, "startColumn": notice.column} if notice.line else {"startLine": 1}
    logical = {"logicalLocations": [{"name": notice.landmark.named(lang)}]} if notice.landmark else {}
    where = {"artifactLocation": {"uri": _uri(notice.path)}, "region": place}
    return {
        "ruleId": notice.id,
        "level": _LEVELS[notice.severity],
        "message": {"text": said_by(notice, lang)},
        "locations": [{"physicalLocation": where, **logical}],
    }


def _gone(known: Known) -> dict[str, Any]:
    """What a baseline holds and the run did not find again."""
    return {
        "ruleId": known.rule,
        "message": {"text": known.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(known.path)}}}],
        "partialFingerprints": {"factcheck/v1": f"{known.fingerprint}:1"},
    }


def _location(claim: Claim, lang: str) -> dict[str, Any]:
    """Where a number stands in its file, and in the parts that a reader tells it by."""
    landmark = claim.location.landmark
    logical = {"logicalLocations": [{"name": landmark.named(lang)}]} if landmark else {}
    return {"physicalLocation": _physical(claim), **logical}


def _related(number: int, claim: Claim, finding: Finding, lang: str) -> dict[str, Any]:
    role = role_of(claim, finding.checks)
    text = f"{printed(claim)} ({role})" if role else printed(claim)
    return {"id": number, **_location(claim, lang), "message": {"text": text}}


def _physical(claim: Claim) -> dict[str, Any]:
    place = claim.location
    snippet = claim.document.source[place.start : place.end]
    return {
        "artifactLocation": {"uri": _uri(claim.document.path)},
        "region": {**_region(place, claim.document), "snippet": {"text": snippet}},
    }


def _region(place: Location, document: Document) -> dict[str, int]:
    """Lines and columns; of a file that has none, the file as a whole, which consumers take to be its first line."""
    if document.is_extracted:
        return {"startLine": 1}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(repair: Repair, place: Location, finding: Finding, lang: str) -> dict[str, Any]:
    replacement = {
        "deletedRegion": _region(place, repair.claim.document),
        "insertedContent": {"text": repair.text},
    }
    artifact = {"uri": _uri(repair.claim.document.path)}
    return {
        "description": {"text": described(repair, finding, lang)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _uri(path: str) -> str:
    """A path as a URI: relative ones stay relative, absolute ones become file:// URIs."""
    from urllib.parse import quote

    where = Path(path)
    if where.is_absolute():
        return where.as_uri()
    return quote(where.as_posix(), errors="surrogateescape")
