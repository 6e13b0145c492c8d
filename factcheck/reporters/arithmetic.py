"""The sum that a check did, in figures: `253家 + 31家 = 284家 ≠ 266家`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from factcheck.model import Check, Claim, Interval, Kind, Verdict
from factcheck.reporters.amounts import PERCENT, center, is_narrow, print_amount, rounded
from factcheck.reporters.phrases import Phrases
from factcheck.reporters.printed import printed
from factcheck.reporters.safety import harmless
from factcheck.reporters.sides import Sides, sides, terms

Roles = Mapping[str, tuple[Claim, ...]]

_SUM, _PRODUCT, _NUMBER = 1, 2, 3  # how tightly a term binds
_OPERATORS: Mapping[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", _SUM),
    ast.Sub: ("−", _SUM),
    ast.Mult: ("×", _PRODUCT),
    ast.Div: ("÷", _PRODUCT),
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "="}
_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq}
_MOST_OPERANDS = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """One side: its operands, whether they are a single number, and what they make (`= 284家`, `≈ 29.3%`)."""

    text: str
    is_single: bool
    sign: str
    value: str


def arithmetic(check: Check, phrases: Phrases) -> str:
    """The comparison that `check` did, with the numbers as printed.

    A failed one leads from the operands to what they make and on to what that should equal; any other is
    printed in the order of its rule.
    """
    both, found = sides(check), terms(check.rule.expect)
    if found is None:
        return f"{both.interval(both.left)} ≠ {both.interval(both.right)}"
    first, comparison, last = found
    left = _figures(first, check.relation.roles, both, both.left)
    right = _figures(last, check.relation.roles, both, both.right)
    say = _contradiction if check.verdict is Verdict.FAILS else _statement
    return say(left, comparison, right, both, check, phrases)


def listed(texts: Sequence[str], joiner: str) -> str:
    """`texts` joined; of a long list the middle is left out."""
    if len(texts) > _MOST_OPERANDS:
        texts = [*texts[: _MOST_OPERANDS - 2], "…", texts[-1]]
    return joiner.join(texts)


def _contradiction(left: Figures, comparison: str, right: Figures, both: Sides, check: Check, phrases: Phrases) -> str:
    """`253家 + 31家 = 284家 ≠ 266家`"""
    if left.is_single and not right.is_single:
        left, right, both, comparison = right, left, both.mirrored(), _MIRRORED[comparison]
    start = left.text if left.is_single else f"{left.text} {left.sign} {left.value}"
    end = right.text if right.is_single else f"{right.value} {right.sign} {right.text}"
    notes = [phrases.should.get(comparison, ""), _allowance(check, phrases)]
    return f"{start} {_actual(both, comparison)} {end}{_noted(notes, phrases)}"


def _statement(left: Figures, comparison: str, right: Figures, both: Sides, check: Check, phrases: Phrases) -> str:
    """`62个 = 45个 + 17个`"""
    sign = _SIGNS[comparison]
    if check.verdict is Verdict.UNDECIDED:
        return f"{left.text} {sign}? {right.text}"
    if _is_plainly_true(both, comparison):
        return f"{left.text} {sign} {right.text}"
    if comparison == "==":
        return f"{left.text} ≈ {right.text}"
    return f"{left.text} {sign} {right.text}{_noted([_allowance(check, phrases)], phrases)}"


def _allowance(check: Check, phrases: Phrases) -> str:
    """What widened the sides of a check: words like 约 and 以上, or rounding; empty where nothing did."""
    if check.left.is_point and check.right.is_point:
        return ""
    if any(c.quantity.kind is Kind.DATE for c in check.relation.claims):
        return ""  # the last day may be counted or not: nothing was rounded
    return phrases.rounding if all(c.amount.is_exact for c in check.relation.claims) else phrases.approximation


def _noted(notes: Sequence[str], phrases: Phrases) -> str:
    told = phrases.comma.join(filter(None, notes))
    return phrases.bracket.format(told) if told else ""


def _actual(both: Sides, comparison: str) -> str:
    """The sign that is true of two sides of which `comparison` is not."""
    if comparison == "==":
        return "≠"
    return next((sign for sign in ("<", ">", "==") if _is_plainly_true(both, sign)), "≠").replace("==", "=")


def _is_plainly_true(both: Sides, comparison: str) -> bool:
    """Whether a comparison is true of the numbers as printed, leaving aside what they may stand for."""
    left, right = center(both.left), center(both.right)
    return left is not None and right is not None and _COMPARE[comparison](left, right)


def _figures(node: ast.expr, roles: Roles, both: Sides, interval: Interval) -> Figures:
    sign, value = _value(both, interval)
    if isinstance(node, ast.Constant):
        return Figures(print_amount(Fraction(str(node.value)), both.unit, hint=both.hint), True, sign, value)
    text, level = _term(_as_printed(node, both.unit), roles)
    return Figures(text, level == _NUMBER, sign, value)


def _value(both: Sides, interval: Interval) -> tuple[str, str]:
    """What a side makes, and whether = or ≈ says so."""
    middle = center(interval)
    if middle is None or not (interval.is_point or is_narrow(interval)):
        return "=", both.interval(interval)
    return "=" if rounded(middle, both.step) == middle else "≈", both.amount(middle)


def _as_printed(node: ast.expr, unit: str | None) -> ast.expr:
    """A term without the factor that makes it a percentage, where it is printed as one."""
    match node:
        case ast.BinOp(left=inner, op=ast.Mult(), right=ast.Constant(value=100)) if unit == PERCENT:
            return inner
    return node


def _term(node: ast.expr, roles: Roles) -> tuple[str, int]:
    """A term in figures, and how tightly it binds."""
    match node:
        case ast.Name(id=role) if role in roles:
            return listed([printed(claim) for claim in roles[role]], "、"), _NUMBER
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name(id=role)]) if role in roles:
            texts = [printed(claim) for claim in roles[role]]
            return listed(texts, " + "), _SUM if len(texts) > 1 else _NUMBER
        case ast.Call(func=ast.Name(id=("min" | "max") as name), args=[ast.Name(id=role)]) if roles.get(role):
            return printed(_extreme(roles[role], name)), _NUMBER
        case ast.Call(func=ast.Name(id="abs"), args=[inner]):
            return f"|{_term(inner, roles)[0]}|", _PRODUCT
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"−{_bound(inner, roles, _PRODUCT)}", _PRODUCT
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            sign, level = _OPERATORS[type(operator)]
            return f"{_bound(left, roles, level)} {sign} {_bound(right, roles, level + 1)}", level
    return harmless(ast.unparse(node)), _NUMBER


def _bound(node: ast.expr, roles: Roles, level: int) -> str:
    """A term as an operand of another: in brackets where it binds more loosely."""
    text, own = _term(node, roles)
    return text if own >= level else f"({text})"


def _extreme(claims: Sequence[Claim], name: str) -> Claim:
    """The claim that min or max chose; one unbounded on both sides is none of them."""
    choose = max if name == "max" else min
    known = [(middle, claim) for claim in claims if (middle := center(claim.amount.interval)) is not None]
    return choose(known, key=lambda pair: pair[0])[1] if known else claims[0]
