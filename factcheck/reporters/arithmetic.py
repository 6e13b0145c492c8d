"""The sum that a check did, in figures: `253家 + 31家 = 284家 ≠ 266家`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from factcheck.model import Check, Claim, Interval, Kind, Verdict
from factcheck.numerals import read_numeral
from factcheck.reporters.amounts import MULTIPLE, PERCENT, center, is_narrow, print_amount, rounded
from factcheck.reporters.phrases import Phrases
from factcheck.reporters.printed import plain_numeral, printed, reprinted
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
    """One side: its operands, whether they are a single number, and what they make (`= 284家`, `≈ 29.3%`).

    `is_derived` says of a single number that it counts for another than it prints: 4月 for its thirty days.
    """

    text: str
    is_single: bool
    sign: str
    value: str
    is_derived: bool = False


def arithmetic(check: Check, phrases: Phrases) -> str:
    """The comparison that `check` did, with the numbers as printed.

    A failed one leads from the operands to what they make and on to what that should equal; any other is
    printed in the order of its rule.
    """
    if not check.rule.expect:  # a form that is wrong as such
        return listed([printed(claim) for claim in check.relation.claims], "、")
    both, found = sides(check), terms(check.rule.expect)
    if found is None:
        return f"{both.interval(both.left)} ≠ {both.interval(both.right)}"
    first, comparison, last = found
    left, right = _both_figures(first, last, check.relation.roles, both)
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
    if comparison == "==":
        return f"{left.text} {'=' if _is_plainly_true(both, comparison) else '≈'} {right.text}"
    end = f"{right.value} {right.sign} {right.text}" if right.is_derived else right.text
    notes = [] if _is_plainly_true(both, comparison) else [_allowance(check, phrases)]
    return f"{left.text} {sign} {end}{_noted(notes, phrases)}"


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


def _both_figures(first: ast.expr, last: ast.expr, roles: Roles, both: Sides) -> tuple[Figures, Figures]:
    """Both sides; where one is a number that counts for another, what it counts for is told with it.

    Two of them, as the ends of a span of dates, say more as they are printed.
    """
    left, right = _figures(first, roles, both, both.left), _figures(last, roles, both, both.right)
    one, other = _lone(first, roles), _lone(last, roles)
    if one and _is_derived(one) and not (other and _is_derived(other)):
        left = _derived(left, one, other, both.left)
    elif other and _is_derived(other) and not (one and _is_derived(one)):
        right = _derived(right, other, one, both.right)
    return left, right


def _lone(node: ast.expr, roles: Roles) -> Claim | None:
    """The claim that a side is, where it is one."""
    match node:
        case ast.Name(id=role) if len(roles.get(role, ())) == 1:
            return roles[role][0]
    return None


def _is_derived(claim: Claim) -> bool:
    """Whether a claim counts for another number than it prints, its scale (that of a table, say) left aside."""
    read, value = read_numeral(plain_numeral(claim)), claim.amount.value
    if value is None or "半" in claim.quantity.text:  # 5个半小时
        return False
    if read is None:
        return True
    return _digits(abs(value)) != _digits(abs(read.value))


def _digits(value: Fraction) -> Fraction:
    """The same for values that powers of ten part.

    >>> _digits(Fraction(1200)) == _digits(Fraction("0.12"))
    True
    """
    while value >= 1:
        value /= 10
    while 0 < value < Fraction(1, 10):
        value *= 10
    return value


def _derived(side: Figures, claim: Claim, other: Claim | None, counted: Interval) -> Figures:
    """A side with what its number counts for, in the words of the other side where those have one: 星期六."""
    words = next((a.text for a in other.alternatives if a.amount.interval == counted), "") if other else ""
    value = reprinted(other, words) if other and words else side.value
    return replace(side, text=_share_of(claim) or side.text, value=value, is_single=False, is_derived=True)


def _share_of(claim: Claim) -> str:
    """`4 ÷ 8名`, where a number of people counts for the share of some of them."""
    of, share = read_numeral(plain_numeral(claim)), claim.amount.value
    if claim.quantity.kind is not Kind.COUNT or of is None or share is None:
        return ""
    heads = share * of.value / 100
    return f"{heads} ÷ {printed(claim)}" if heads.denominator == 1 else ""


def _figures(node: ast.expr, roles: Roles, both: Sides, interval: Interval) -> Figures:
    sign, value = _value(both, interval)
    match node:
        case ast.Constant():
            return Figures(print_amount(Fraction(str(node.value)), both.unit, hint=both.hint), True, sign, value)
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=role)]) if role in roles:
            return Figures(listed([printed(claim) for claim in roles[role]], "、"), False, sign, value)
    text, level = _term(_as_printed(node, both.unit), roles)
    return Figures(text, level == _NUMBER, sign, value)


def _value(both: Sides, interval: Interval) -> tuple[str, str]:
    """What a side makes, and whether = or ≈ says so."""
    middle = center(interval)
    if middle is None or not (interval.is_point or is_narrow(interval)):
        return "=", both.interval(interval)
    return "=" if rounded(middle, both.step) == middle else "≈", both.amount(middle)


def _as_printed(node: ast.expr, unit: str | None) -> ast.expr:
    """A term without the factor that makes it a percentage, where it is printed as one, or in 倍."""
    match node:
        case ast.BinOp(left=inner, op=ast.Mult(), right=ast.Constant(value=100)) if unit in (PERCENT, MULTIPLE):
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
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=role)]) if role in roles:
            return str(len(roles[role])), _NUMBER
        case ast.Call(func=ast.Name(id="compound"), args=[ast.Name(id=role)]) if roles.get(role):
            return _grown(roles[role])
        case ast.Call(func=ast.Name(id="abs"), args=[inner]):
            return f"|{_term(inner, roles)[0]}|", _PRODUCT
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"−{_bound(inner, roles, _PRODUCT)}", _PRODUCT
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            sign, level = _OPERATORS[type(operator)]
            return f"{_bound(left, roles, level)} {sign} {_bound(right, roles, level + 1)}", level
    return harmless(ast.unparse(node)), _NUMBER


def _grown(rates: Sequence[Claim]) -> tuple[str, int]:
    """`(1 + 8%) × (1 − 3%)`: what growth at each of the rates makes of one."""
    steps = [f"1 {'−' if (rate.amount.value or 0) < 0 else '+'} {printed(rate)}" for rate in rates]
    return (steps[0], _SUM) if len(steps) == 1 else (listed([f"({step})" for step in steps], " × "), _PRODUCT)


def _bound(node: ast.expr, roles: Roles, level: int) -> str:
    """A term as an operand of another: in brackets where it binds more loosely."""
    text, own = _term(node, roles)
    return text if own >= level else f"({text})"


def _extreme(claims: Sequence[Claim], name: str) -> Claim:
    """The claim that min or max chose; one unbounded on both sides is none of them."""
    choose = max if name == "max" else min
    known = [(middle, claim) for claim in claims if (middle := center(claim.amount.interval)) is not None]
    return choose(known, key=lambda pair: pair[0])[1] if known else claims[0]
