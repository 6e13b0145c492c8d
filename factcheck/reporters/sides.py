"""The two sides of a check, in the unit that a reader compares them in."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from factcheck.equations import Equation, EquationError, parse_equation
from factcheck.model import Check, Claim, Interval, Kind, Verdict
from factcheck.reporters.amounts import PERCENT, POINTS, center, print_amount, print_interval, rounded
from factcheck.reporters.printed import plain_numeral

_NAME = re.compile(r"[A-Za-z_]\w*")
_IN_PERCENT = re.compile(r"\*\s*100(?![\d.])")
_COMPOUND = "compound("
_FINEST = 6  # decimals that may be added to tell two sides apart


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides in one printed unit; `hint` is a numeral printed in it, `step` the last digit to print."""

    left: Interval
    right: Interval
    unit: str | None
    hint: str
    step: Fraction

    def mirrored(self) -> Sides:
        return replace(self, left=self.right, right=self.left)

    def amount(self, value: Fraction) -> str:
        return print_amount(value, self.unit, hint=self.hint, step=self.step)

    def interval(self, side: Interval) -> str:
        return print_interval(side, self.unit, hint=self.hint, step=self.step)

    def gap(self) -> str:
        """How far apart the sides are; percentages are percentage points apart."""
        left, right = center(self.left), center(self.right)
        if left is None or right is None:
            return "?"
        gap = abs(left - right)
        finer = (self.step / 10**n for n in range(_FINEST))
        step = next((step for step in finer if not gap or rounded(gap, step)), self.step)
        return print_amount(gap, POINTS if self.unit == PERCENT else self.unit, hint=self.hint, step=step)


def sides(check: Check) -> Sides:
    """Both sides of `check`, which counts in base units, as printed: 3吨, not 3000.

    The unit is that of the claim that stands alone on a side, else of the first claim that the rule names;
    percent where the rule multiplies by a hundred; none where it compounds growth. The sides of a failed
    check never look alike.
    """
    found = _multiples(check) if _COMPOUND in check.rule.expect else _in_one_unit(check)
    return _told_apart(found) if check.verdict is Verdict.FAILS else found


def _multiples(check: Check) -> Sides:
    """The sides of a rule that says how many times as much: a number that has no unit."""
    return Sides(check.left, check.right, None, "", Fraction(1, 100))


def _in_one_unit(check: Check) -> Sides:
    claims = _compared(check)
    first = _alone_on_a_side(check) or next(iter(claims), None)
    in_percent = bool(_IN_PERCENT.search(check.rule.expect)) and not _is_multiple(first)
    unit = PERCENT if in_percent else first.unit if first else None
    factor = Fraction(1) if in_percent else _factor(check, unit)
    step = min((c.amount.step for c in claims if c.unit == unit), default=Fraction(1, 100))
    hint = plain_numeral(first) if first and not in_percent else ""
    return Sides(_divided(check.left, factor), _divided(check.right, factor), unit, hint, step)


@lru_cache(256)
def terms(expect: str) -> tuple[ast.expr, str, ast.expr] | None:
    """The left term, comparison and right term of an equation; None where it is none.

    >>> left, comparison, right = terms("whole == sum(part)")
    >>> comparison, ast.unparse(right)
    ('==', 'sum(part)')
    """
    equation = _equation(expect)
    tree = ast.parse(expect.strip(), mode="eval").body if equation else None
    if equation is None or not isinstance(tree, ast.Compare):
        return None
    return tree.left, equation.comparison, tree.comparators[0]


@lru_cache(256)
def _equation(expect: str) -> Equation | None:
    try:
        return parse_equation(expect)
    except EquationError:
        return None


def _compared(check: Check) -> list[Claim]:
    """The claims that the rule speaks of, in the order in which it names their roles."""
    named = dict.fromkeys(_NAME.findall(check.rule.expect))
    return [claim for name in named for claim in check.relation.roles.get(name, ())]


def _is_multiple(claim: Claim | None) -> bool:
    """Whether a rate is printed in 倍, so that what it should be is told in 倍 too."""
    return claim is not None and claim.quantity.kind is Kind.MULTIPLE


def _alone_on_a_side(check: Check) -> Claim | None:
    for node, _ in _nodes(check):
        if isinstance(node, ast.Name) and check.relation.roles.get(node.id):
            return check.relation.roles[node.id][0]
    return None


def _nodes(check: Check) -> list[tuple[ast.expr, Interval]]:
    """Both terms of the rule with what the check made of them."""
    found = terms(check.rule.expect)
    return [(found[0], check.left), (found[2], check.right)] if found else []


def _factor(check: Check, unit: str | None) -> Fraction:
    """What one printed `unit` counts in the check, by what the check made of a side in that unit alone."""
    for node, counted in _nodes(check):
        own = _in_printed_units(node, check.relation.roles, unit)
        for mine, theirs in ((own.low, counted.low), (own.high, counted.high)) if own else ():
            if mine and theirs:
                return theirs / mine
    return Fraction(1)


def _in_printed_units(node: ast.expr, roles: Mapping[str, tuple[Claim, ...]], unit: str | None) -> Interval | None:
    """What a term makes of its amounts as printed; None where one is not in `unit`."""
    equation = _equation(f"{ast.unparse(node)} == 0")
    if equation is None or not equation.roles or not all(roles.get(name) for name in equation.roles):
        return None
    if any(claim.unit != unit for name in equation.roles for claim in roles[name]):
        return None
    values = {name: tuple(claim.amount.interval for claim in roles[name]) for name in equation.roles}
    return equation.compare(values)[0]


def _divided(interval: Interval, factor: Fraction) -> Interval:
    low, high = (None if end is None else end / factor for end in (interval.low, interval.high))
    return Interval(low, high) if factor > 0 else Interval(high, low)


def _told_apart(found: Sides) -> Sides:
    """The same with a finer step, where both sides would be printed alike."""
    finer = (replace(found, step=found.step / 10**n) for n in range(_FINEST))
    return next((s for s in finer if s.interval(s.left) != s.interval(s.right)), found)
