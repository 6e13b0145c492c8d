"""JUnit XML, as Jenkins, GitLab and most other servers read it: a suite a document, a case a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from factcheck.model import Document, Finding, Notice, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.phrases import phrases
from factcheck.reporters.safety import harmless
from factcheck.reporters.wording import (
    evidence,
    message,
    place,
    place_of_notice,
    read_line,
    said_by,
    unread_title,
    why_unread,
)

NAME = "junit"


def render(report: Report, options: Options) -> str:
    """A document without findings is one case that passed; what could not be checked is an error."""
    by_document = _by_document(report)
    comment = f"  <!-- {_comment(read_line(report, phrases(options.lang)))} -->"
    suites = [line for document, found in by_document for line in _suite(document, found, options.lang)]
    unread = [line for source in report.unread for line in _unread(source, options.lang)]
    notices = [line for notice in report.notices for line in _notice(notice, options.lang)]
    counts = {
        "tests": sum(max(1, len(found)) for _, found in by_document) + len(report.unread) + len(report.notices),
        "failures": report.count(Severity.ERROR) + report.count(Severity.WARNING),
        "errors": len(report.unread),
    }
    head = ['<?xml version="1.0" encoding="UTF-8"?>', _open("testsuites", {"name": "factcheck", **counts, "time": 0})]
    return "".join(f"{line}\n" for line in [*head, *suites, *notices, *unread, comment, "</testsuites>"])


def _by_document(report: Report) -> list[tuple[Document, list[Finding]]]:
    """Each document with the findings that accuse it; one from an archive comes after those that were read."""
    found: dict[int, tuple[Document, list[Finding]]] = {id(document): (document, []) for document in report.documents}
    for finding in report.findings:
        document = finding.accused.document
        found.setdefault(id(document), (document, []))[1].append(finding)
    return list(found.values())


def _suite(document: Document, findings: Sequence[Finding], lang: str) -> Iterator[str]:
    failures = sum(finding.severity is not Severity.INFO for finding in findings)
    yield _open_suite(document.path, max(1, len(findings)), failures, 0)
    yield from (line for finding in findings for line in _case(finding, lang))
    if not findings:
        yield f"    {_open('testcase', _named(document.path, phrases(lang).numbers_agree), closed=True)}"
    yield "  </testsuite>"


def _case(finding: Finding, lang: str) -> Iterator[str]:
    """A finding; a mere hint passes, and is told as what the case printed."""
    document, where = finding.accused.document, place(finding.accused, lang)
    line = {} if document.is_extracted else {"line": finding.accused.location.line}
    named = _named(document.path, f"{finding.rule.id} {where}")
    details = _text([message(finding, lang), *evidence(finding, lang), where])
    yield f"    {_open('testcase', {**named, 'file': document.path, **line})}"
    if finding.severity is Severity.INFO:
        yield f"      <system-out>{details}</system-out>"
    else:
        told = {"message": message(finding, lang), "type": f"{finding.severity.value}:{finding.rule.id}"}
        yield f"      {_open('failure', told)}{details}</failure>"
    yield "    </testcase>"


def _notice(notice: Notice, lang: str) -> Iterator[str]:
    """A suite of one case: what is wrong with a suppression."""
    where, line = place_of_notice(notice, lang), {"line": notice.line} if notice.line else {}
    is_failure = notice.severity is not Severity.INFO
    named = {**_named(notice.path, f"{notice.id} {where}"), "file": notice.path, **line}
    yield _open_suite(notice.path, 1, int(is_failure), 0)
    yield f"    {_open('testcase', named)}"
    if is_failure:
        told = {"message": said_by(notice, lang), "type": f"{notice.severity.value}:{notice.id}"}
        yield f"      {_open('failure', told, closed=True)}"
    else:
        yield f"      <system-out>{_text([said_by(notice, lang)])}</system-out>"
    yield "    </testcase>"
    yield "  </testsuite>"


def _unread(source: Unread, lang: str) -> Iterator[str]:
    reason = why_unread(source)
    yield _open_suite(source.path, 1, 0, 1)
    yield f"    {_open('testcase', {**_named(source.path, unread_title(lang)), 'file': source.path})}"
    yield f"      {_open('error', {'message': reason, 'type': 'unread'}, closed=True)}"
    yield "    </testcase>"
    yield "  </testsuite>"


def _open_suite(path: str, tests: int, failures: int, errors: int) -> str:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0, "time": 0}
    return f"  {_open('testsuite', {'name': path, **counts})}"


def _named(path: str, name: str) -> dict[str, str | int]:
    return {"classname": path, "name": name, "time": 0}


def _open(tag: str, attributes: Mapping[str, str | int], *, closed: bool = False) -> str:
    listed = "".join(f" {name}={quoteattr(harmless(str(value)))}" for name, value in attributes.items())
    return f"<{tag}{listed}{'/' if closed else ''}>"


def _comment(text: str) -> str:
    return _text([text]).replace("--", "- -")


def _text(lines: Sequence[str]) -> str:
    return escape("\n".join(map(harmless, lines)))
