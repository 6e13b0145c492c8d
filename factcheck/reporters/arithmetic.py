"""The sum that a check did, in figures: `253家 + 31家 = 284家 ≠ 266家`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from factcheck.model import Check, Claim, Interval, Verdict
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
_SIGNS = {"<=": "≤", ">=": "≥", "==": "="}
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
    both = sides(check)
    found = terms(check.rule.expect)
    if found is None:
        return f"{both.interval(both.left)} ≠ {both.interval(both.right)}"
    first, comparison, last = found
    left = _figures(first, check.relation.roles, both, both.left)
    right = _figures(last, check.relation.roles, both, both.right)
    if check.verdict is not Verdict.FAILS:
        return f"{left.text} {_sign(check, comparison)} {right.text}"
    if left.is_single and not right.is_single:
        left, right, both, comparison = right, left, both.mirrored(), _MIRRORED[comparison]
    notes = [phrases.should[comparison]] if comparison in phrases.should else []
    if not (check.left.is_point and check.right.is_point):
        notes.append(phrases.rounding)
    note = phrases.bracket.format(phrases.comma.join(notes)) if notes else ""
    return _contradiction(left, _actual(both, comparison), right) + note


def listed(texts: Sequence[str], joiner: str) -> str:
    """`texts` joined; of a long list the middle is left out."""
    if len(texts) > _MOST_OPERANDS:
        texts = [*texts[: _MOST_OPERANDS - 2], "…", texts[-1]]
    return joiner.join(texts)


def _contradiction(left: Figures, sign: str, right: Figures) -> str:
    start = left.text if left.is_single else f"{left.text} {left.sign} {left.value}"
    end = right.text if right.is_single else f"{right.value} {right.sign} {right.text}"
    return f"{start} {sign} {end}"


def _actual(both: Sides, comparison: str) -> str:
    """The sign that is true of two sides of which `comparison` is not."""
    left, right = center(both.left), center(both.right)
    if comparison == "==" or left is None or right is None:
        return "≠"
    return "=" if left == right else "<" if left < right else ">"


def _sign(check: Check, comparison: str) -> str:
    if check.verdict is Verdict.UNDECIDED:
        return _SIGNS.get(comparison, comparison) + "?"
    if comparison == "==" and center(check.left) != center(check.right):
        return "≈"
    return _SIGNS.get(comparison, comparison)


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
