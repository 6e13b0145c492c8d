"""SARIF 2.1.0 for code scanning and editors: https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factcheck.fingerprints import fingerprints
from factcheck.model import (
    Claim,
    Document,
    Example,
    Finding,
    Location,
    Repair,
    Report,
    Rule,
    Severity,
    Unread,
)
from factcheck.reporters import Options
from factcheck.reporters.fixes import fixes
from factcheck.reporters.json import summary
from factcheck.reporters.markdown import plain
from factcheck.reporters.printed import printed
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import described, evidence, message, role_of, why_unread

NAME = "sarif"

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "gb18030": "GB18030"}


def render(report: Report, options: Options) -> str:
    """The report as a SARIF log of one run, complete with its rules even where nothing was found."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]})


def _run(report: Report, options: Options) -> dict[str, Any]:
    rules = list({rule.id: rule for rule in (*report.rules, *(f.rule for f in report.findings))}.values())
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver: dict[str, Any] = {"name": "factcheck", "rules": [_rule(rule) for rule in rules]}
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
    for finding, print_ in zip(report.findings, fingerprints(report.findings), strict=True):
        fixed = [_fix(repair, place, finding, lang) for repair, place in fixes(finding)]
        yield {
            "ruleId": finding.rule.id,
            "ruleIndex": index[finding.rule.id],
            "level": _LEVELS[finding.severity],
            "message": {"text": "\n".join([message(finding, lang), *evidence(finding, lang)])},
            "locations": [_location(finding.accused, lang)],
            "relatedLocations": [_related(n, c, finding, lang) for n, c in enumerate(finding.others, 1)],
            "partialFingerprints": {"factcheck/v1": print_},
            **({"fixes": fixed} if fixed else {}),
            "properties": {"confidence": finding.confidence.value},
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
