"""Texts as a plain lint sees them, for tests that take no fixture."""

from __future__ import annotations

from functools import cache

from factcheck.model import Confidence
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook, load_rulebook


@cache
def rulebook() -> Rulebook:
    """The rules that ship with factcheck."""
    return load_rulebook()


def said(text: str) -> list[str]:
    """The rules that a plain lint speaks of."""
    report = check_documents([clean(text, "t")], rulebook())
    return [finding.rule.id for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]
