"""The small closed language of rules: `whole == sum(part)` compares two intervals.

Names are roles, literals decimal; `+ - * /`, `sum min max abs compound number`, one comparison. Nothing loops, calls or
reads. Every role should stand once: interval arithmetic does not see that two uses are one number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from factcheck.model import Interval, Verdict

Values = Mapping[str, tuple[Interval, ...]]
Term = Callable[[Values], Interval]

EVERYTHING = Interval(None, None)
_LONGEST = 200
_COMPARISONS = {ast.Eq: "==", ast.LtE: "<=", ast.Lt: "<", ast.GtE: ">=", ast.Gt: ">"}


class EquationError(ValueError):
    """A mistake in an equation; `column` counts from 1 in its text."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Equation:
    """A comparison of two terms over roles."""

    text: str
    roles: frozenset[str]
    comparison: str
    left: Term
    right: Term

    def compare(self, values: Values) -> tuple[Interval, Interval, Verdict]:
        """Both sides, and whether some choice inside the intervals satisfies the comparison."""
        left, right = self.left(values), self.right(values)
        if _is_everything(left) or _is_everything(right):
            return left, right, Verdict.UNDECIDED
        return left, right, Verdict.HOLDS if _satisfiable(left, self.comparison, right) else Verdict.FAILS


def parse_equation(text: str) -> Equation:
    """The equation in `text`; raises EquationError with the column of the mistake.

    >>> equation = parse_equation("whole == sum(part)")
    >>> sorted(equation.roles), equation.comparison
    (['part', 'whole'], '==')
    """
    if len(text) > _LONGEST:
        raise EquationError(f"算式超过 {_LONGEST} 个字符 (equation too long)")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise EquationError(f"不是算式 (not an equation): {text}", getattr(error, "offset", None) or 1) from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARISONS:
        raise EquationError("算式应是一个比较，如 whole == sum(part) (one comparison expected)")
    roles = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in _FUNCTIONS}
    left, right = _term(tree.left, text), _term(tree.comparators[0], text)
    return Equation(text, frozenset(roles), _COMPARISONS[type(tree.ops[0])], left, right)


def _term(node: ast.expr, text: str) -> Term:
    match node:
        case ast.Name(id=role) if role not in _FUNCTIONS:
            return lambda values: values[role][0]
        case ast.Constant(value=int() | float()) if _DECIMAL.fullmatch(written := _source(node, text)):
            exact = Fraction(written)
            return lambda values: Interval(exact, exact)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _term(operand, text)
            return lambda values: _negative(inner(values))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
            operation, a, b = _OPERATIONS[type(operator)], _term(left, text), _term(right, text)
            return lambda values: operation(a(values), b(values))
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=role)], keywords=[]) if name in _OVER_ROLES:
            over = _OVER_ROLES[name]
            return lambda values: reduce(over, values[role])
        case ast.Call(func=ast.Name(id="compound"), args=[ast.Name(id=role)], keywords=[]):
            return lambda values: compound(values[role])
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=role)], keywords=[]):
            return lambda values: Interval(Fraction(len(values[role])), Fraction(len(values[role])))
        case ast.Call(func=ast.Name(id="abs"), args=[argument], keywords=[]):
            inner = _term(argument, text)
            return lambda values: magnitude(inner(values))
    raise EquationError(f"算式里不能有 (not allowed here): {_source(node, text)}", node.col_offset + 1)


_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,15})?")


def _source(node: ast.expr, text: str) -> str:
    return ast.get_source_segment(text.strip(), node) or ""


def add(a: Interval, b: Interval) -> Interval:
    """
    >>> add(Interval(Fraction(1), Fraction(2)), Interval(Fraction(10), None))
    Interval(low=Fraction(11, 1), high=None)
    """
    return Interval(
        None if a.low is None or b.low is None else a.low + b.low,
        None if a.high is None or b.high is None else a.high + b.high,
    )


def subtract(a: Interval, b: Interval) -> Interval:
    return add(a, _negative(b))


def multiply(a: Interval, b: Interval) -> Interval:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return _multiply_unbounded(a, b)
    if a.low.numerator >= 0 and b.low.numerator >= 0:  # as nearly all are that texts tell of
        return Interval(a.low * b.low, a.high * b.high)
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(corners), max(corners))


def divide(a: Interval, b: Interval) -> Interval:
    """Division; where the divisor may be zero the quotient may be anything."""
    if (b.low is None or b.low <= 0) and (b.high is None or b.high >= 0):
        return EVERYTHING
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None and a.low >= 0 < b.low:
        return Interval(a.low / b.high, a.high / b.low)
    low = Fraction(0) if b.high is None else 1 / b.high
    high = Fraction(0) if b.low is None else 1 / b.low
    return multiply(a, Interval(min(low, high), max(low, high)))


def magnitude(a: Interval) -> Interval:
    """The absolute values of an interval."""
    if a.low is not None and a.low >= 0:
        return a
    if a.high is not None and a.high <= 0:
        return _negative(a)
    return Interval(Fraction(0), None if a.low is None or a.high is None else max(-a.low, a.high))


def compound(rates: tuple[Interval, ...]) -> Interval:
    """What becomes of one after growing by each of the rates, in percent.

    >>> compound((Interval(Fraction(10), Fraction(10)),) * 2)
    Interval(low=Fraction(121, 100), high=Fraction(121, 100))
    """
    hundred = Interval(Fraction(100), Fraction(100))
    return reduce(multiply, (divide(add(hundred, rate), hundred) for rate in rates))


def _multiply_unbounded(a: Interval, b: Interval) -> Interval:
    """Only the case that matters: both sides not negative."""
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0:
        return Interval(a.low * b.low, None)
    return EVERYTHING


def _negative(a: Interval) -> Interval:
    return Interval(None if a.high is None else -a.high, None if a.low is None else -a.low)


def _least(a: Interval, b: Interval) -> Interval:
    return _negative(_greatest(_negative(a), _negative(b)))


def _greatest(a: Interval, b: Interval) -> Interval:
    lows = [x for x in (a.low, b.low) if x is not None]
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    return Interval(max(lows) if lows else None, high)


def _is_everything(a: Interval) -> bool:
    return a.low is None and a.high is None


def _satisfiable(left: Interval, comparison: str, right: Interval) -> bool:
    match comparison:
        case "==":
            return _may_reach(right, left) and _may_reach(left, right)
        case "<=":
            return _may_reach(right, left)
        case ">=":
            return _may_reach(left, right)
        case "<":
            return _may_pass(right, left)
        case _:
            return _may_pass(left, right)


def _may_reach(a: Interval, b: Interval) -> bool:
    """Whether some value of `a` is as great as some value of `b`."""
    return a.high is None or b.low is None or b.low <= a.high


def _may_pass(a: Interval, b: Interval) -> bool:
    """Whether some value of `a` is greater than some value of `b`."""
    return a.high is None or b.low is None or b.low < a.high


_OPERATIONS: dict[type[ast.operator], Callable[[Interval, Interval], Interval]] = {
    ast.Add: add, ast.Sub: subtract, ast.Mult: multiply, ast.Div: divide,
}  # fmt: skip
_OVER_ROLES: dict[str, Callable[[Interval, Interval], Interval]] = {
    "sum": add,
    "min": _least,
    "max": _greatest,
}
_FUNCTIONS = frozenset({*_OVER_ROLES, "abs", "compound", "len"})
