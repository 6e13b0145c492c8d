"""Hand-built reports for the tests of the reporters: small documents, their numbers, rules and checks."""

from __future__ import annotations

import re
from fractions import Fraction

from factcheck.equations import parse_equation
from factcheck.model import (
    Aspect,
    Check,
    Claim,
    Confidence,
    Document,
    Example,
    Finding,
    Ground,
    Interval,
    Kind,
    Quantity,
    Relation,
    Repair,
    Report,
    Rule,
    Severity,
    Span,
    Status,
    Unread,
    Verdict,
)
from factcheck.numerals import amount, read_numeral
from factcheck.readers.cleaning import clean

DRAFT = "　　今年以来，园区引进企业266家（东区253家、西区31家），到位投资62.85亿元。"

_NUMERAL = re.compile(r"[\d.,，]+[万亿]*")
_KINDS = {"%": Kind.PERCENT, "百分点": Kind.PERCENTAGE_POINT, "元": Kind.MONEY}


def document(text: str, path: str = "稿件/draft.txt") -> Document:
    return clean(text, path)


def claim(of: Document, text: str, nth: int = 0) -> Claim:
    """The `nth` number of a document that is printed (in its clean text) as `text`, unit included."""
    start = [m.start() for m in re.finditer(re.escape(text), of.text)][nth]
    numeral = _NUMERAL.match(text)
    assert numeral
    read = read_numeral(numeral.group())
    assert read
    unit = text[numeral.end() :].removeprefix("个") or text[numeral.end() :] or None
    quantity = Quantity(
        Span(start, start + len(text)),
        Span(start, start + numeral.end()),
        text,
        amount(read),
        unit,
        _KINDS.get(unit or "", Kind.COUNT),
    )
    return Claim(of, quantity, "", None, None, Aspect.LEVEL, Status.ACTUAL, 0)


def rule(
    expect: str = "whole == sum(part)",
    message: str = "分项合计{sum(part)}，与总数{whole}相差{gap}",
    *,
    name: str = "parts-add-up",
    severity: Severity = Severity.ERROR,
) -> Rule:
    return Rule(
        name,
        ("whole-parts",),
        expect,
        severity,
        message,
        "the parts make {sum(part)}, {gap} off the total {whole}",
        "括号里的分项应与总数一致。列举不全的不报。",
        (Example(("36所（东片21所、西片15所）。",)),),
        (Example(("266家（东区253家、西区31家）。",), ("253家", "266家", "31家")),),
    )


def check(of: Rule, verdict: Verdict = Verdict.FAILS, factor: int = 1, **roles: Claim | list[Claim]) -> Check:
    """A rule held against claims; `factor` is what one printed unit is in the unit that checks count in."""
    filled = {name: tuple(c) if isinstance(c, list) else (c,) for name, c in roles.items()}
    values = {name: tuple(_scaled(c.amount.interval, factor) for c in claims) for name, claims in filled.items()}
    left, right, _ = parse_equation(of.expect).compare(values)
    return Check(Relation("whole-parts", filled, Ground("bracket", Fraction(1, 100))), of, verdict, left, right)


def _scaled(interval: Interval, factor: int) -> Interval:
    assert interval.low is not None
    assert interval.high is not None
    return Interval(interval.low * factor, interval.high * factor)


def finding(
    failed: Check,
    accused: Claim,
    *repairs: Repair,
    confidence: Confidence = Confidence.CERTAIN,
    more: tuple[Check, ...] = (),
) -> Finding:
    checks = (failed, *more)
    claims = dict.fromkeys(c for one in checks for c in one.relation.claims)
    others = tuple(c for c in claims if c is not accused)
    return Finding(failed.rule, failed.rule.severity, confidence, accused, others, checks, repairs)


def report(*findings: Finding, checks: tuple[Check, ...] = (), unread: tuple[Unread, ...] = ()) -> Report:
    every = (*(c for f in findings for c in f.checks), *checks)
    claims = tuple(dict.fromkeys(c for one in every for c in one.relation.claims))
    documents = tuple({id(c.document): c.document for c in claims}.values())
    rules = tuple({one.rule.id: one.rule for one in every}.values())
    return Report(documents, claims, every, tuple(findings), unread, rules)


def bracket(text: str = DRAFT, path: str = "稿件/draft.txt", of: Rule | None = None) -> Finding:
    """The finding on 266家（253家、31家） in a text that holds these numbers."""
    draft = document(text, path)
    whole, first, second = (claim(draft, number) for number in ("266家", "253家", "31家"))
    failed = check(of or rule(), whole=whole, part=[first, second])
    return finding(failed, first, Repair(first, "235", "swap"))
