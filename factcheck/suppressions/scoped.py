"""A suppression with the stretch of text that it covers, and the notices that a wrong one deserves."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from factcheck.model import Document, Finding, Landmark, Notice, Severity, Span, Suppression

UNUSED, UNKNOWN_RULE = "suppression-unused", "suppression-of-unknown-rule"
WITHOUT_REASON, NOT_UNDERSTOOD = "suppression-without-reason", "suppression-not-understood"
NOTICES = {
    NOT_UNDERSTOOD: Severity.ERROR,
    UNKNOWN_RULE: Severity.ERROR,
    UNUSED: Severity.WARNING,
    WITHOUT_REASON: Severity.ERROR,
}


class Scoped(Struct, frozen=True, eq=False):
    """A suppression and the stretch of a document's text that it covers. `where` names its own place in a file that
    has no lines."""

    document: Document
    span: Span
    suppression: Suppression
    where: Landmark | None = None
    has_lines: bool = True

    def covers(self, finding: Finding) -> bool:
        """Whether the accused number stands in the stretch."""
        return finding.accused.document is self.document and self.span.contains(finding.accused.span)

    def notice(self, kind: str, message: str, message_en: str) -> Notice:
        """What is to be said of the suppression, at its own place."""
        said = self.suppression
        line, column = (said.line, said.column) if self.has_lines else (None, None)
        return Notice(kind, NOTICES[kind], said.path, line, column, message, message_en, self.where)


def suggestion(rule: str, known: Iterable[str]) -> tuple[str, str]:
    """What is likely meant by the name of a rule that there is not, in Chinese and in English.

    >>> suggestion("part-add-up", ["parts-add-up"])
    ('，是否想写 parts-add-up？', ', did you mean parts-add-up?')
    """
    import difflib

    close = difflib.get_close_matches(rule, sorted(known), 1)
    if close:
        return f"，是否想写 {close[0]}？", f", did you mean {close[0]}?"
    return "；用 factcheck rule 列出全部规则", "; factcheck rule lists them all"
