"""Quantities that are read at a glance: 150人, 3.4万元, 三个.

Most numerals stand alone with a unit of one or two characters. Whatever may make more of one (a sign, a quotation mark,
a longer unit, 以上 behind it) is told by the characters beside it: then it is left to those who look closely, who would
say of a plain one just the same.
"""

from __future__ import annotations

from string import ascii_letters
from typing import NamedTuple

from factcheck.lexicon import Lexicon, Unit
from factcheck.model import Kind, Modifier, Quantity, Span
from factcheck.quantities.build import amount_in
from factcheck.quantities.lookalikes import OPENING, ROADS, is_labelled_code
from factcheck.quantities.modifiers import Modifiers
from factcheck.quantities.units import ENDS_CURRENCY, ENDS_SYMBOL, Units

_EXACT, _BARE, _OTHER = Modifier.EXACT, Kind.NUMBER, Kind.OTHER
ENDS_SIGN = frozenset("-−负下")  # 下 of 零下
_ODD_BEFORE = ENDS_SIGN | ENDS_SYMBOL | ENDS_CURRENCY | OPENING | {"每", "道"}
_ODD_BEHIND = frozenset("半多级/亿")
_ODD_UNITS = frozenset({"成", "折", *(road[0] for road in ROADS)})
_LONE_DIGITS = frozenset("一二三四五六七八九两十")
_FEWEST_OF_CODE = 4  # digits
_LONGEST_UNIT = 2


class _Known(NamedTuple):
    """A unit, the characters behind it that call for a closer look, whether it is one behind a lone Chinese digit, and
    whether Chinese numerals make phrases with it."""

    unit: Unit
    size: int
    odd_behind: frozenset[str]
    is_firm: bool
    makes_phrases: bool


class Glances:
    """Reads plain quantities."""

    def __init__(self, lexicon: Lexicon, units: Units, modifiers: Modifiers) -> None:
        self._modifiers, self._begins, self._ends = modifiers, modifiers.begins, modifiers.ends
        self._heads = units.heads
        self._odd_behind_bare = modifiers.begins | _ODD_UNITS | {" ", *ascii_letters}
        phrases = lexicon.indefinite | lexicon.ranks
        self._units = {
            name: _Known(
                unit,
                len(name),
                _ODD_BEHIND | units.never_before(name),
                units.is_firm(unit),
                unit.kind is Kind.MEASURE or name in phrases,  # 五里 may be a village
            )
            for name, unit in lexicon.units.items()
            if len(name) <= _LONGEST_UNIT and name not in _ODD_UNITS
        }

    def at(self, text: str, start: int, end: int) -> Quantity | None:
        """The quantity whose numeral stands from `start` to `end`; None where it takes a closer look.

        Neither a list marker nor a date, a fraction or a code with marks in it may begin at `start`.
        """
        before, head, first = text[start - 1 : start], text[end : end + 2], text[start]
        is_word = first > "9"
        is_digit = is_word and end - start == 1
        if before in _ODD_BEFORE or (is_digit and first not in _LONE_DIGITS):
            return None
        if not (known := self._units.get(head) or self._units.get(head[:1])):
            return None if head[:1] in self._heads else self._bare(text, start, end, is_digit)
        unit, size, odd_behind, is_firm, makes_phrases = known
        if is_digit and not is_firm and first != "十":
            return self._bare(text, start, end, is_digit)
        tail = end + size
        if (behind := text[tail : tail + 1]) in odd_behind or (is_word and makes_phrases):
            return None
        is_modified = behind in self._begins or before in self._ends
        modifier = self._modifiers.around(text, start, tail) if is_modified else _EXACT
        amount = amount_in(unit, text[start:end], modifier)
        if amount is None:
            return None
        return Quantity(Span(start, tail), Span(start, end), text[start:tail], amount, unit.base, unit.kind)

    def _bare(self, text: str, start: int, end: int, is_digit: bool) -> Quantity | None:
        """A number without a unit, or a digit that is part of a name."""
        head = text[end : end + 2]
        if head in self._heads or head[:1] in self._odd_behind_bare or _may_be_code(text, start, end):
            return None
        modifier = self._modifiers.around(text, start, end) if text[start - 1 : start] in self._ends else _EXACT
        amount = amount_in(None, printed := text[start:end], modifier)
        if amount is None:
            return None
        span = Span(start, end)
        if is_digit:
            return Quantity(span, span, printed, amount, None, _OTHER, "word")
        return Quantity(span, span, printed, amount, None, _BARE)


def _may_be_code(text: str, start: int, end: int) -> bool:
    if end - start == 1:
        return False
    return text[start] == "0" or (end - start >= _FEWEST_OF_CODE and is_labelled_code(text, start, end))
