"""Rules held against their own examples: right, noisy, missing or misplaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.model import Confidence, Example, Finding, Rule
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule did on one of its examples: `verdict` is right, noisy, missing or misplaced."""

    rule: Rule
    example: Example
    verdict: str
    said: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.verdict == "right"


def try_examples(rulebook: Rulebook, rules: tuple[Rule, ...] | None = None) -> Iterator[Outcome]:
    """Every example of the rules, in order."""
    for rule in rules if rules is not None else tuple(rulebook.rules.values()):
        for example in rule.passing:
            yield _passing(rule, example, rulebook)
        for example in rule.failing:
            yield _failing(rule, example, rulebook)


def _passing(rule: Rule, example: Example, rulebook: Rulebook) -> Outcome:
    """A passing example must be silent altogether: a false alarm of another rule is one too."""
    findings = _findings(example, rulebook)
    if not findings:
        return Outcome(rule, example, "right")
    return Outcome(rule, example, "noisy", tuple(f"{f.rule.id}: {f.accused.quantity.text}" for f in findings))


def _failing(rule: Rule, example: Example, rulebook: Rulebook) -> Outcome:
    findings = [f for f in _findings(example, rulebook) if any(c.rule.id == rule.id for c in f.checks)]
    if not findings:
        return Outcome(rule, example, "missing")
    marks = tuple(claim.quantity.text for f in findings for claim in (f.accused, *f.others))
    verdict = "right" if Counter(marks) == Counter(example.marks) else "misplaced"
    return Outcome(rule, example, verdict, marks)


def _findings(example: Example, rulebook: Rulebook) -> list[Finding]:
    documents = [clean(text, f"source-{number}") for number, text in enumerate(example.sources, 1)]
    report = check_documents(documents, rulebook)
    return [finding for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]
