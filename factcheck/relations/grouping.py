"""Thousands grouped wrongly: 74,59票 beside 208,316票, where a digit too few or too many broke a group of three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Amount, Aspect, Claim, Ground, Interval, Kind, Quantity, Relation, Span, Status
from factcheck.rulebook import NOTATION, Rulebook

FEWEST_CLAIMS = 0  # a numeral that is grouped wrongly may be none

RULE = "thousands-by-three"
# A comma that groups no three digits has been read as a mark between clauses; the source tells which it was.
_GROUPED = expression(r"\d(?<![\d.,]\d)\d*(?:[,，]\d+)+(?![\d,]|\.\d+\.)")
_BY_THREE = expression(r"\d{1,3}(?:,\d{3})+")
# One keystroke too many or too few: a later group of two or four digits, or a first one of four.
_ONE_OFF = expression(r"\d{1,3}(?:,\d{3}){0,4},(?:\d{2}|\d{4})(?:,\d{3}){0,4}|\d{4}(?:,\d{3}){1,4}")
_BESIDE_CELL = "|\t\n"
_FEWEST = 2  # numbers that are grouped rightly, for each that is not
_NOTHING = Amount(Fraction(0), Interval(Fraction(0), Fraction(0)), Fraction(1))
_LONGEST_NUMERAL = 24


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The numerals that a keystroke put out of the grouping that the text keeps to elsewhere."""
    text = reading.document.text
    if "," not in text or RULE not in rulebook.rules:
        return
    grouped = [(span, _printed(reading, span)) for span in _grouped(text)]
    right = [span for span, printed in grouped if _BY_THREE.fullmatch(printed)]
    wrong = [(span, printed) for span, printed in grouped if "，" not in printed and not _BY_THREE.fullmatch(printed)]
    if not wrong or len(right) < _FEWEST * len(wrong):
        return
    units = {_unit(reading, span) for span in right}
    for span, printed in wrong:
        unit = _unit(reading, span)
        if _ONE_OFF.fullmatch(printed) and (_is_cell(text, span) if unit is None else unit in units):
            yield Relation(NOTATION, {"number": (_claim(reading, span),)}, Ground(RULE, Fraction(1, 1000)))


def _grouped(text: str) -> Iterator[Span]:
    spans = (Span(*found.span()) for found in _GROUPED.finditer(text))
    return (span for span in spans if span.end - span.start <= _LONGEST_NUMERAL)


def _printed(reading: Reading, span: Span) -> str:
    return reading.document.printed(span)


def _unit(reading: Reading, numeral: Span) -> str | None:
    """The unit of the number that a numeral ends."""
    ending: Sequence[Claim] = reading.before(numeral.end, 1)
    is_it = ending and ending[0].quantity.numeral.end == numeral.end
    return ending[0].unit if is_it else None


def _is_cell(text: str, span: Span) -> bool:
    """Whether a numeral fills a cell of a table, but for a bracket behind it."""
    before, behind = text[max(0, span.start - 2) : span.start].strip(" "), text[span.end : span.end + 2].strip(" ")
    return before[-1:] in _BESIDE_CELL and behind[:1] in _BESIDE_CELL + "（("


def _claim(reading: Reading, span: Span) -> Claim:
    quantity = Quantity(span, span, _printed(reading, span), _NOTHING, None, Kind.OTHER)
    sentence = reading.outline.sentence(span.start)
    return Claim(reading.document, quantity, "", None, None, Aspect.LEVEL, Status.ACTUAL, sentence)
