"""Rules and wordings held against their own examples: right, noisy, missing or misplaced; and what no example fires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from factcheck.claims import Reading
from factcheck.model import Confidence, Example, Finding, Rule
from factcheck.pipeline import check_documents, read_document
from factcheck.readers.cleaning import clean
from factcheck.relations import find_relations
from factcheck.relations import notation as notations
from factcheck.relations import wording as wordings
from factcheck.rulebook import Rulebook, Wording


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule or wording did on one of its examples: `verdict` is right, noisy, missing or misplaced."""

    of: Rule | Wording
    example: Example
    verdict: str
    said: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.verdict == "right"


@dataclass(frozen=True, slots=True)
class Unfired:
    """A phrase of a wording or of a rule of notation that ties no numbers in any example."""

    path: Path
    line: int
    phrase: str


def try_examples(rulebook: Rulebook, of: Sequence[Rule | Wording] | None = None) -> Iterator[Outcome]:
    """Every example of rules and wordings, all of them or those named, in order."""
    everything: Sequence[Rule | Wording] = (*rulebook.rules.values(), *rulebook.wordings)
    for one in everything if of is None else of:
        for example in one.passing:
            yield _passing(one, example, rulebook)
        for example in one.failing:
            yield _failing(one, example, rulebook)


def unfired(rulebook: Rulebook) -> Iterator[Unfired]:
    """The phrases of wordings, and the forms of notation, that neither their own examples nor those of a rule fire:
    nothing shows that they work."""
    shared = [reading for rule in rulebook.rules.values() for reading in _readings(rule, rulebook)]
    for wording in rulebook.wordings:
        readings = [*_readings(wording, rulebook), *shared]
        for phrase, line in zip(wording.patterns, wording.lines, strict=True):
            alone = replace(rulebook, wordings=(structs.replace(wording, patterns=(phrase,)),))
            if not any(next(wordings.find(reading, alone), None) for reading in readings):
                yield Unfired(wording.path, line, phrase)
    for rule_id, notation in rulebook.notations.items():
        readings = _readings(rulebook.rules[rule_id], rulebook)
        for phrase, line in zip(notation.forms, notation.lines, strict=True):
            alone = replace(rulebook, notations={rule_id: structs.replace(notation, forms=(phrase,))})
            if not any(_is_noted(rule_id, reading, alone) for reading in readings):
                yield Unfired(notation.path, line, phrase)


def _is_noted(rule_id: str, reading: Reading, rulebook: Rulebook) -> bool:
    """Whether a rule of notation speaks of a text, by its form or by a finder of its own, as that of grouped digits."""
    if next(notations.find(reading, rulebook), None):
        return True
    return any(relation.ground.name == rule_id for relation in find_relations(reading, rulebook))


def _passing(of: Rule | Wording, example: Example, rulebook: Rulebook) -> Outcome:
    """A passing example must be silent altogether: a false alarm of another rule is one too."""
    findings = _findings(example, rulebook)
    if not findings:
        return Outcome(of, example, "right")
    return Outcome(of, example, "noisy", tuple(f"{f.rule.id}: {f.accused.quantity.text}" for f in findings))


def _failing(of: Rule | Wording, example: Example, rulebook: Rulebook) -> Outcome:
    """What ties numbers is fired by any rule that speaks of them."""
    findings = _findings(example, rulebook)
    if isinstance(of, Rule):
        findings = [f for f in findings if any(c.rule.id == of.id for c in f.checks)]
    if not findings:
        return Outcome(of, example, "missing")
    marks = tuple(claim.quantity.text for f in findings for claim in (f.accused, *f.others))
    verdict = "right" if Counter(marks) == Counter(example.marks) else "misplaced"
    return Outcome(of, example, verdict, marks)


def _findings(example: Example, rulebook: Rulebook) -> list[Finding]:
    documents = [clean(text, f"source-{number}") for number, text in enumerate(example.sources, 1)]
    report = check_documents(documents, rulebook)
    return [finding for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]


def _readings(of: Rule | Wording, rulebook: Rulebook) -> list[Reading]:
    texts = [text for example in (*of.passing, *of.failing) for text in example.sources]
    return [read_document(clean(text), rulebook) for text in texts]
