"""Numbers that bring their unit with them: 百分之五, 七成五, 八五折, 三分之二, 3.9：42.8：54.3."""

from __future__ import annotations

import re
from fractions import Fraction

from factcheck.lexicon import Unit
from factcheck.model import Kind, Modifier, Quantity, Span
from factcheck.numerals import read_numeral
from factcheck.quantities.build import ONE, printed_amount, uncounted
from factcheck.quantities.modifiers import Modifiers

_PER = {"百": Fraction(1), "千": Fraction(1, 10), "万": Fraction(1, 100), "万万": Fraction(1, 10**6)}
_TEN = 10  # 八折 is 80 %, 八五折 85 %
_TERM = re.compile(r"\d+(?:\.\d+)?")
_AFTER_TENTH = re.compile("[一二三四五六七八九半](?![个名家的])")


def per(text: str, found: re.Match[str], share: re.Match[str], modifiers: Modifiers) -> Quantity | None:
    """百分之五十, 千分之三, 万分之二, in percent; 百分之二个百分点 stays a percentage point."""
    start, end = found.start(), share.end()
    is_points = text.startswith(("个百分点", "百分点"), end)
    modifier = modifiers.around(text, start, end)
    amount = printed_amount(share.group(), modifier, _PER["".join(found["per"].split())], True)
    if amount is None:
        return None
    kind, unit = (Kind.PERCENTAGE_POINT, "百分点") if is_points else (Kind.PERCENT, "%")
    return Quantity(Span(start, end), Span(*share.span()), text[start:end], amount, unit, kind)


def tenths(text: str, start: int, end: int, unit: Unit, modifiers: Modifiers) -> Quantity | None:
    """七成, 七成五, 三成多, 八折 and 八五折, in percent."""
    printed, tail = text[start:end], text.index(unit.name, end) + 1
    numeral = read_numeral(printed)
    if numeral is None:
        return None
    if rest := _AFTER_TENTH.match(text, tail):  # 七成五 is 七点五 tenths
        printed, tail = f"{printed}点{'五' if rest.group() == '半' else rest.group()}", tail + 1
    is_in_percent = unit.name == "折" and numeral.value >= _TEN
    factor = ONE if is_in_percent else unit.factor
    amount = printed_amount(printed, modifiers.around(text, start, tail), factor, True)
    span = Span(start, tail)
    return Quantity(span, Span(start, end), span.of(text), amount, "%", Kind.PERCENT) if amount else None


def discount_of_a_word(text: str, found: re.Match[str]) -> Quantity | None:
    """对折 and 半折 are half the price, 半成 a twentieth; in percent."""
    span = Span(*found.span())
    amount = printed_amount("五", Modifier.EXACT, ONE if found.group() == "半成" else Fraction(10), True)
    return (
        Quantity(span, Span(span.start, span.start + 1), span.of(text), amount, "%", Kind.PERCENT) if amount else None
    )


def fraction(text: str, start: int, end: int, sign: Fraction, modifiers: Modifiers) -> Quantity | None:
    """三分之二 and 1/3, as shares of one."""
    amount = printed_amount(text[start:end], modifiers.around(text, start, end), sign)
    span = Span(start, end)
    return Quantity(span, span, span.of(text), amount, None, Kind.RATIO) if amount else None


def ratio(text: str, start: int, end: int) -> list[Quantity]:
    """The terms of 3.9：42.8：54.3 or 3比1, each a quantity; a clock time is a date."""
    terms = [Span(start + m.start(), start + m.end()) for m in _TERM.finditer(text[start:end])]
    printed = [term.of(text) for term in terms]
    if "比" not in text[start:end] and _is_clock(printed):
        return [uncounted(text, start, end, Kind.DATE)]
    amounts = [printed_amount(term, is_continuous=True) for term in printed]
    return [
        Quantity(span, span, term, amount, None, Kind.RATIO)
        for span, term, amount in zip(terms, printed, amounts, strict=True)
        if amount
    ]


def _is_clock(printed: list[str]) -> bool:
    hour, *rest = printed
    if not hour.isdigit() or len(hour) > 2 or int(hour) > 24 or len(rest) > 2:
        return False
    return all(len(part) == 2 and part.isdigit() and int(part) < 60 for part in rest)
