"""The closed language of rules: what it computes on intervals, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from factcheck.equations import (
    EVERYTHING,
    EquationError,
    add,
    divide,
    magnitude,
    multiply,
    parse_equation,
    subtract,
)
from factcheck.model import Interval, Verdict

Operation = Callable[[Interval, Interval], Interval]
HOLDS, FAILS, UNDECIDED = Verdict.HOLDS, Verdict.FAILS, Verdict.UNDECIDED


def span(low: int | str | None, high: int | str | None) -> Interval:
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


def point(value: int | str) -> Interval:
    return span(value, value)


@pytest.mark.parametrize(
    ("result", "operation", "a", "b"),
    [
        (span(11, 22), add, span(1, 2), span(10, 20)),
        (span(11, None), add, span(1, 2), span(10, None)),
        (span(None, 22), add, span(None, 2), span(10, 20)),
        (span(8, 19), subtract, span(10, 20), span(1, 2)),
        (span(None, 19), subtract, span(10, 20), span(1, None)),
        (span(10, 40), multiply, span(1, 2), span(10, 20)),
        (span(-40, 20), multiply, span(-2, 1), span(10, 20)),
        (span(10, None), multiply, span(1, None), span(10, 20)),
        (span(0, None), multiply, span(0, None), span("1/2", 20)),
        (span(0, None), multiply, span("1/2", 20), span(0, None)),
        (EVERYTHING, multiply, span(None, 1), span(10, 20)),
        (EVERYTHING, multiply, span(-1, None), span(10, 20)),
        (EVERYTHING, multiply, span(10, 20), span(-1, None)),
        (span(5, 20), divide, span(10, 20), span(1, 2)),
        (span(-20, -5), divide, span(10, 20), span(-2, -1)),
        (span(0, 10), divide, span(10, 20), span(2, None)),
        (span(-10, 0), divide, span(10, 20), span(None, -2)),
        (span(20, 80), divide, span(10, 20), span("1/4", "1/2")),
        (span(-80, -20), divide, span(10, 20), span("-1/2", "-1/4")),
        (EVERYTHING, divide, span(10, 20), span(0, 2)),
        (EVERYTHING, divide, span(10, 20), span(-2, 0)),
        (EVERYTHING, divide, span(10, 20), span(-1, 1)),
        (EVERYTHING, divide, span(10, 20), EVERYTHING),
    ],
)
def test_arithmetic_on_intervals(result: Interval, operation: Operation, a: Interval, b: Interval) -> None:
    assert result == operation(a, b)


@pytest.mark.parametrize(
    ("result", "a"),
    [
        (span(1, 2), span(1, 2)),
        (span(1, 2), span(-2, -1)),
        (span("1/2", 2), span("1/2", 2)),
        (span(0, 3), span(-3, 2)),
        (span(0, 3), span(-3, "1/2")),
        (span(0, 3), span(-2, 3)),
        (span(0, 2), span(0, 2)),
        (span(0, 2), span(-2, 0)),
        (span(0, None), span(None, 2)),
        (span(1, None), span(1, None)),
        (span(1, None), span(None, -1)),
    ],
)
def test_the_magnitude_of_an_interval(result: Interval, a: Interval) -> None:
    assert result == magnitude(a)


@pytest.mark.parametrize(
    ("verdict", "text", "values"),
    [
        (HOLDS, "whole == sum(part)", {"whole": [point(12)], "part": [point(5), point(7)]}),
        (FAILS, "whole == sum(part)", {"whole": [point(12)], "part": [point(5), point(8)]}),
        (
            HOLDS,
            "whole == sum(part)",
            {"whole": [span("11.5", "12.5")], "part": [point(5), span("7.4", "7.6")]},
        ),
        (
            FAILS,
            "whole == sum(part)",
            {"whole": [span("11.5", "12.3")], "part": [point(5), span("7.4", "7.6")]},
        ),
        (HOLDS, "whole == sum(part)", {"whole": [point(12)], "part": [point(5), span(6, None)]}),
        (FAILS, "whole == sum(part)", {"whole": [point(12)], "part": [point(5), span(8, None)]}),
        (HOLDS, "max(part) <= whole", {"whole": [point(12)], "part": [point(5), point(12)]}),
        (FAILS, "max(part) <= whole", {"whole": [point(12)], "part": [point(5), point(13)]}),
        (HOLDS, "min(part) >= whole", {"whole": [point(5)], "part": [point(5), point(12)]}),
        (FAILS, "min(part) > whole", {"whole": [point(5)], "part": [point(5), point(12)]}),
        (HOLDS, "new < old", {"new": [point(3)], "old": [point(4)]}),
        (FAILS, "new < old", {"new": [point(4)], "old": [point(4)]}),
        (HOLDS, "new < old", {"new": [span(4, 6)], "old": [span(3, 5)]}),
        (HOLDS, "old - new == gap", {"old": [point("2.31")], "new": [point("1.84")], "gap": [point("0.47")]}),
        (HOLDS, "a + b == c", {"a": [point("0.1")], "b": [point("0.2")], "c": [point("0.3")]}),
        (HOLDS, "rate == (new / old - 1) * 100", {"rate": [point(25)], "new": [point(5)], "old": [point(4)]}),
        (FAILS, "rate == (new / old - 1) * 100", {"rate": [point(52)], "new": [point(5)], "old": [point(4)]}),
        (HOLDS, "abs(a - b) <= 0.5", {"a": [point(3)], "b": [point("3.5")]}),
        (FAILS, "abs(a - b) <= 0.5", {"a": [point(3)], "b": [point("3.6")]}),
        (HOLDS, "-a == b", {"a": [point(3)], "b": [point(-3)]}),
        (HOLDS, "-0.5 <= a", {"a": [point("-0.5")]}),
        (FAILS, "-0.5 <= a", {"a": [point("-0.6")]}),
        (HOLDS, "abs(0.5 - a) < 0.25", {"a": [point("0.7")]}),
        (FAILS, "abs(0.5 - a) < 0.25", {"a": [point("0.75")]}),
        (HOLDS, "len(part) == number", {"part": [point(8), point(8), point(8)], "number": [point(3)]}),
        (FAILS, "len(part) == number", {"part": [point(8), point(8), point(8)], "number": [point(4)]}),
        (FAILS, "len(part) == number", {"part": [point(8), point(8), point(8)], "number": [point(2)]}),
        (HOLDS, "min(part) <= most", {"part": [span(None, 3), point(7)], "most": [point(1)]}),
        (UNDECIDED, "max(part) <= most", {"part": [EVERYTHING, EVERYTHING], "most": [point(1)]}),
        (HOLDS, "max(part) <= most", {"part": [span(None, 3), point(7)], "most": [point(7)]}),
        (FAILS, "max(part) <= most", {"part": [span(None, 3), point(7)], "most": [point(6)]}),
        (FAILS, "max(part) <= most", {"part": [point(7), span(None, 3)], "most": [point(6)]}),
        (FAILS, "max(part) >= least", {"part": [point(5), point(7)], "least": [point(8)]}),
        (FAILS, "max(part) >= least", {"part": [point(7), point(5)], "least": [point(8)]}),
        (HOLDS, "max(part) >= least", {"part": [point(7), point(5)], "least": [point(7)]}),
        (HOLDS, "old < new", {"old": [span(None, 9)], "new": [point(1)]}),
        (HOLDS, "old < new", {"old": [point(9)], "new": [span(1, None)]}),
        (HOLDS, "old > new", {"old": [span(1, None)], "new": [point(9)]}),
        (FAILS, "old <= new", {"old": [span(2, None)], "new": [span(None, 1)]}),
        (UNDECIDED, "a / b == c", {"a": [point(3)], "b": [span(0, 2)], "c": [point(7)]}),
        (UNDECIDED, "a == b", {"a": [EVERYTHING], "b": [point(7)]}),
    ],
)
def test_a_comparison_fails_only_where_no_choice_satisfies_it(
    verdict: Verdict, text: str, values: dict[str, list[Interval]]
) -> None:
    given = {role: tuple(intervals) for role, intervals in values.items()}
    assert verdict is parse_equation(text).compare(given)[2]


def test_both_sides_of_a_comparison_are_told() -> None:
    given = {"whole": (point(12),), "part": (point(5), span(7, 9))}
    assert (point(12), span(12, 14), HOLDS) == parse_equation("whole == sum(part)").compare(given)


@pytest.mark.parametrize(
    ("factor", "rates"),
    [
        (point("1.1"), [point(10)]),
        (point("1.21"), [point(10), point(10)]),
        (point(1), [point(100), point(-50)]),
        (span("0.99", "1.21"), [span(-10, 10), point(10)]),
        (span("1.1", None), [span(10, None)]),
    ],
)
def test_growth_upon_growth_is_compounded(factor: Interval, rates: list[Interval]) -> None:
    """After 10 % and again 10 % more there is 21 % more, not 20."""
    equation = parse_equation("new == compound(rate)")
    assert {"new", "rate"} == equation.roles
    assert factor == equation.compare({"new": (point(1),), "rate": tuple(rates)})[1]


@pytest.mark.parametrize(
    ("roles", "comparison", "text"),
    [
        ({"whole", "part"}, "==", "whole == sum(part)"),
        ({"old", "new"}, "<", "  new < old "),
        ({"a", "b", "difference"}, "==", "abs(a - b) == difference"),
        ({"whole", "part"}, "<=", "max(part) <= whole"),
        ({"a"}, ">=", "a >= 1.50"),
    ],
)
def test_an_equation_names_its_roles_and_comparison(roles: set[str], comparison: str, text: str) -> None:
    equation = parse_equation(text)
    assert (roles, comparison, text) == (equation.roles, equation.comparison, equation.text)


def test_a_decimal_literal_is_exact() -> None:
    assert HOLDS is parse_equation("a == 0.1").compare({"a": (point("1/10"),)})[2]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (1, "a.real == b"),
        (6, "a == b.real"),
        (1, "open(a) == b"),
        (1, "__import__('os') == a"),
        (1, "sum(a + b) == c"),
        (1, "sum(a, b) == c"),
        (1, "sum(*a) == b"),
        (6, "a == abs(x=b)"),
        (6, "a == 'b'"),
        (6, "a == f'{b}'"),
        (6, "a == [1]"),
        (6, "a == b[0]"),
        (6, "a == 1j"),
        (6, "a == None"),
        (6, "a == ..."),
        (6, "a == b ** 2"),
        (6, "a == b % 2"),
        (6, "a == b // 2"),
        (6, "a == +b"),
        (2, "(lambda: a) == b"),
        (7, "a == (b := c)"),
        (7, "whole = sum(part)"),
        (1, "a"),
        (1, "a != b"),
        (1, "a is b"),
        (1, "a in b"),
        (1, "a == b == c"),
        (1, "a == b and c == d"),
        (1, "not a == b"),
        (1, "a == b if c else d"),
        (1, "lambda: a == b"),
        (1, ""),
        (1, "a == " + "+".join("b" * 120)),
    ],
)
def test_what_is_no_comparison_of_terms_is_refused_with_its_column(column: int, text: str) -> None:
    with pytest.raises(EquationError) as refusal:
        parse_equation(text)
    assert column == refusal.value.column


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        ("不是算式 (not an equation): whole = sum(part)", "whole = sum(part)"),
        ("算式应是一个比较，如 whole == sum(part) (one comparison expected)", "whole"),
        ("算式应是一个比较，如 whole == sum(part) (one comparison expected)", "a != b"),
        ("算式里不能有 (not allowed here): b ** 2", "a == b ** 2"),
        ("算式里不能有 (not allowed here): sum(a, b)", "sum(a, b) == c"),
        ("算式里不能有 (not allowed here): 1e2", "a == 1e2"),
        ("算式超过 200 个字符 (equation too long)", "a == " + "+".join("b" * 120)),
    ],
)
def test_a_refusal_says_what_is_wrong_and_names_it(mistake: str, text: str) -> None:
    with pytest.raises(EquationError) as refusal:
        parse_equation(text)
    assert mistake == str(refusal.value)


def test_an_equation_may_have_two_hundred_characters_and_no_more() -> None:
    longest = "a == b" + " " * 194
    assert parse_equation(longest).roles == {"a", "b"}
    with pytest.raises(EquationError, match="200"):
        parse_equation(longest + " ")


def test_a_character_that_no_file_can_hold_is_refused_at_the_first_column() -> None:
    with pytest.raises(EquationError) as refusal:
        parse_equation("a == '\ud800'")
    assert refusal.value.column == 1


@pytest.mark.parametrize("text", ["a ==", "a b", "a\x00 == b", "a == b; c", "a == 12x", "import os"])
def test_what_python_cannot_parse_is_refused_too(text: str) -> None:
    with pytest.raises(EquationError):
        parse_equation(text)
