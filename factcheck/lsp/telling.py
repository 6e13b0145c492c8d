"""Findings in the words of the Language Server Protocol: diagnostics, hovers, code actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from factcheck.lsp.desk import View
from factcheck.model import Check, Claim, Document, Finding, Location, Notice, Severity, Unread, Verdict
from factcheck.reporters import harmless
from factcheck.reporters.arithmetic import arithmetic
from factcheck.reporters.fixes import fixes
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.printed import printed
from factcheck.reporters.wording import (
    described,
    evidence,
    landmark_of,
    message,
    unread_line,
    unread_title,
    why_unread,
)

SOURCE = "factcheck"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_MOST_CHECKS = 6  # on one number; a table's total can have dozens, and a hover is a small window
_TOP = types.Position(0, 0)
_CELLS, _PAGES, _MARKED = (
    (".csv", ".tsv", ".tab"),
    (".html", ".htm", ".xhtml", ".shtml"),
    (".md", ".markdown", ".mdown"),
)
_IN_COMMENTS, _IN_BRACKETS = "<!-- factcheck: ignore {} --  -->", " [factcheck: ignore {} -- ]"


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of a view. `units` counts a text as the client counts columns, `uri` gives what the client calls a name,
    `versions` holds the version of each document that is open, by name."""

    view: View
    units: Callable[[str], int]
    uri: Callable[[str], str]
    versions: dict[str, int | None]

    def diagnostics(self, name: str) -> list[types.Diagnostic]:
        """What is to be seen in one of the drafts."""
        findings = [self.diagnostic(f) for f in self.view.report.findings if f.accused.document.path == name]
        unread = [self._unread(one) for one in self.view.report.unread if one.path == name]
        return [*unread, *findings, *(self._notice(one) for one in self.view.report.notices if one.path == name)]

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        return types.Diagnostic(
            range=self.range(finding.accused.document, finding.accused.location),
            severity=_SEVERITIES[finding.severity],
            code=finding.rule.id,
            source=SOURCE,
            message=message(finding, self.view.lang),
            related_information=[self._related(claim) for claim in finding.others],
        )

    def hover(self, name: str, at: types.Position) -> types.Hover | None:
        """The findings that a number has part in, with their arithmetic; of any other what bears it out."""
        here = types.Range(at, at)
        findings = self._findings(name, here)
        accused = (claim for finding in findings for claim in _claims(finding))
        claim = next((c for c in (*accused, *self.view.report.claims) if self._touches(c, name, here)), None)
        if claim is None:
            return None
        told = "\n\n".join(map(self._told, findings)) or self._borne_out(claim)
        # Nothing in a draft may be obeyed: Markdown would follow its links and pictures.
        contents = types.MarkupContent(types.MarkupKind.PlainText, told)
        return types.Hover(contents, self.range(claim.document, claim.location))

    def actions(self, name: str, range_: types.Range) -> list[types.CodeAction]:
        """A correction for each value that fits, for a person to choose from; none is preferred, so that no editor
        applies one by itself."""
        findings = self._findings(name, range_)
        return [action for finding in findings for action in (*self._corrections(finding), *self._ignoring(finding))]

    def range(self, document: Document, place: Location) -> types.Range:
        """A place as the client counts; what was taken out of a Word file or a PDF has none."""
        if document.is_extracted:
            return types.Range(_TOP, _TOP)
        return types.Range(
            self._position(document, place.line, place.column),
            self._position(document, place.end_line, place.end_column),
        )

    def _position(self, document: Document, line: int, column: int) -> types.Position:
        return types.Position(line - 1, self.units(document.source_line(line)[: column - 1]))

    def _related(self, claim: Claim) -> types.DiagnosticRelatedInformation:
        place = claim.location
        where = types.Location(self.uri(claim.document.path), self.range(claim.document, place))
        return types.DiagnosticRelatedInformation(where, landmark_of(place, self.view.lang, "{}: ") + printed(claim))

    def _unread(self, unread: Unread) -> types.Diagnostic:
        line = (unread_line(unread) or 1) - 1
        return types.Diagnostic(
            range=types.Range(types.Position(line, 0), types.Position(line, 0)),
            severity=types.DiagnosticSeverity.Error,
            source=SOURCE,
            message=f"{unread_title(self.view.lang)}: {why_unread(unread)}",
        )

    def _notice(self, notice: Notice) -> types.Diagnostic:
        """What is wrong with a suppression."""
        document = next((one for one in self.view.report.documents if one.path == notice.path), None)
        at = _TOP
        if document and notice.line and not document.is_extracted:
            at = self._position(document, notice.line, notice.column or 1)
        return types.Diagnostic(
            range=types.Range(at, at),
            severity=_SEVERITIES[notice.severity],
            code=notice.id,
            source=SOURCE,
            message=harmless(notice.said(self.view.lang)),
        )

    def _told(self, finding: Finding) -> str:
        spoken, lang = phrases(self.view.lang), self.view.lang
        confidence = spoken.confidence.format(spoken.confidences[finding.confidence.value])
        rule = spoken.rule.format(finding.rule.id)
        lines = (message(finding, lang), *evidence(finding, lang), confidence, f"{rule}\n", finding.rule.explain)
        return "\n".join(lines)

    def _borne_out(self, claim: Claim) -> str:
        """The checks that a number takes part in, or that nothing bears it out: silence is no proof."""
        spoken = phrases(self.view.lang)
        told = dict.fromkeys(_verdict(check, spoken) for check in self._checks_of(claim))
        rest = [spoken.more_places.format(len(told) - _MOST_CHECKS)] if len(told) > _MOST_CHECKS else []
        return "\n".join([*list(told)[:_MOST_CHECKS], *rest]) or f"{printed(claim)}: {spoken.untied}"

    def _checks_of(self, claim: Claim) -> Iterator[Check]:
        for check in self.view.report.checks:
            is_decided = check.verdict is not Verdict.UNDECIDED and check.rule.expect
            if is_decided and any(c.document is claim.document and c.span == claim.span for c in check.relation.claims):
                yield check

    def _findings(self, name: str, range_: types.Range) -> list[Finding]:
        """The findings that speak of a number there."""
        return [f for f in self.view.report.findings if any(self._touches(c, name, range_) for c in _claims(f))]

    def _touches(self, claim: Claim, name: str, range_: types.Range) -> bool:
        if claim.document.path != name or claim.document.is_extracted:
            return False
        own = self.range(claim.document, claim.location)
        return own.start <= range_.end and range_.start <= own.end

    def _corrections(self, finding: Finding) -> Iterator[types.CodeAction]:
        for repair, place in fixes(finding):
            document = repair.claim.document
            if document.path in self.versions:
                yield types.CodeAction(
                    title=described(repair, finding, self.view.lang),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[self.diagnostic(finding)],
                    edit=self._edit(document, self.range(document, place), repair.text),
                )

    def _ignoring(self, finding: Finding) -> Iterator[types.CodeAction]:
        """A suppression behind the number or its line, which has no effect until a person writes the reason."""
        document, place = finding.accused.document, finding.accused.location
        suffix = Path(document.path).suffix.lower()
        if suffix in _CELLS or document.is_extracted or document.path not in self.versions:
            return
        rules = " ".join(dict.fromkeys((finding.rule.id, *(check.rule.id for check in finding.checks))))
        line = document.source_line(place.end_line)
        is_inside = suffix in _PAGES or line.lstrip().startswith("|")
        at = self._position(document, place.end_line, place.end_column if is_inside else len(line) + 1)
        said = _IN_COMMENTS if suffix in (*_PAGES, *_MARKED) else _IN_BRACKETS
        yield types.CodeAction(
            title=phrases(self.view.lang).ignore.format(rules),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[self.diagnostic(finding)],
            edit=self._edit(document, types.Range(at, at), said.format(rules)),
        )

    def _edit(self, document: Document, range_: types.Range, text: str) -> types.WorkspaceEdit:
        """The change, for the version of the document that was read and no later one."""
        what = types.OptionalVersionedTextDocumentIdentifier(self.uri(document.path), self.versions[document.path])
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(what, [types.TextEdit(range_, text)])])


def _claims(finding: Finding) -> tuple[Claim, ...]:
    return finding.accused, *finding.others


def _verdict(check: Check, spoken: Phrases) -> str:
    return f"{spoken.verdicts[check.verdict.value]}: {arithmetic(check, spoken)}"
