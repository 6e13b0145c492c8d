"""Numbers tied by hand: what is said of a tie then hangs on no wording that makes one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from linted import rulebook

from factcheck.checks import check_all, hold
from factcheck.diagnosis import diagnose
from factcheck.model import Check, Claim, Finding, Ground, Relation, Severity
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean


class Draft:
    """A text of nothing but numbers, in which each is known by what is printed.

    Of a number that stands there more than once the later ones are known by a star for each time before (3户, 3户*).
    """

    def __init__(self, numbers: str) -> None:
        document = clean("，".join(numbers.split()), "draft")
        self.claims: dict[str, Claim] = {}
        for claim in check_documents([document], rulebook()).claims:
            name = claim.quantity.text
            while name in self.claims:
                name += "*"
            self.claims[name] = claim

    def relation(self, kind: str, doubt: str | Fraction = "1/100", ground: str = "hand", **roles: str) -> Relation:
        filled = {role: tuple(self.claims[name] for name in names.split()) for role, names in roles.items()}
        return Relation(kind, filled, Ground(ground, Fraction(doubt)))

    def tie(self, rule: str, doubt: str | Fraction = "1/100", **roles: str) -> Check:
        """The numbers held against one rule."""
        law = rulebook().rules[rule]
        return hold(self.relation(law.relations[0], doubt, **roles), law, rulebook())

    def form(self, rule: str, doubt: str | Fraction = "1/100", **roles: str) -> Check:
        """The numbers of a rule of notation, which speaks of them; others would be no test."""
        (check,) = check_all([self.relation("notation", doubt, ground=rule, **roles)], rulebook())
        return check

    def findings(self, *checks: Check) -> tuple[Finding, ...]:
        return diagnose(checks, rulebook(), self.claims.values())


def milder(check: Check, severity: Severity) -> Check:
    """The check by a rule that matters less."""
    return replace(check, rule=replace(check.rule, severity=severity))


def printed(*claims: Claim) -> list[str]:
    return [claim.quantity.text for claim in claims]
