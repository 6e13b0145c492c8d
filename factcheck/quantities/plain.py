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
from factcheck.quantities.build import NO_AMOUNT, amount_in
from factcheck.quantities.lookalikes import BEFORE_MARKER, OPENING, ROADS
from factcheck.quantities.modifiers import Modifiers
from factcheck.quantities.units import ENDS_CURRENCY, ENDS_SYMBOL, Units

_EXACT, _BARE, _OTHER = Modifier.EXACT, Kind.NUMBER, Kind.OTHER
ENDS_SIGN = frozenset("-−负下")  # 下 of 零下
_ODD_BEFORE = BEFORE_MARKER | ENDS_SIGN | ENDS_SYMBOL | ENDS_CURRENCY | OPENING | {"", "每", "道"}
_ODD_BEHIND = frozenset("半多级/亿")
_ODD_UNITS = frozenset({"成", "折", *(road[0] for road in ROADS)})
_FEWEST_OF_CODE = 4  # digits


class _Plain(NamedTuple):
    """A unit, the characters behind it that call for a closer look, and whether a Chinese digit before it does not."""

    unit: Unit
    size: int
    odd_behind: frozenset[str]
    may_follow_word: bool


class Glances:
    """Reads plain quantities."""

    def __init__(self, lexicon: Lexicon, units: Units, modifiers: Modifiers) -> None:
        self._ahead, self._ends = modifiers.ahead, modifiers.ends
        odd = _ODD_BEHIND | modifiers.begins
        self._plain = {
            name: _Plain(unit, len(name), odd | units.never_before(name), _counts_behind_words(unit, units, lexicon))
            for name, unit in lexicon.units.items()
            if len(name) <= _LONGEST_UNIT and name not in _ODD_UNITS
        }
        self._heads = units.heads
        self._odd_behind_bare = modifiers.begins | units.heads | _ODD_UNITS | frozenset(ascii_letters)

    def at(self, text: str, start: int, end: int) -> Quantity | None:
        """The quantity of a plain numeral, which stands from `start` to `end`; None where it takes a closer look."""
        before, head, is_word = text[start - 1 : start], text[end : end + 2], text[start] > "9"
        if before in _ODD_BEFORE:
            return None
        if not (known := self._plain.get(head) or self._plain.get(head[:1])):
            return self._bare(text, start, end, is_word)
        unit, size, odd_behind, may_follow_word = known
        tail = end + size
        if text[tail : tail + 1] in odd_behind or (is_word and not may_follow_word):
            return None
        modifier = (self._ahead(text, start) if before in self._ends else None) or _EXACT
        amount = amount_in(unit, text[start:end], modifier) or NO_AMOUNT
        return Quantity(Span(start, tail), Span(start, end), text[start:tail], amount, unit.base, unit.kind)

    def _bare(self, text: str, start: int, end: int, is_word: bool) -> Quantity | None:
        """A number without a unit, or a digit that is part of a name."""
        head = text[end : end + 2]
        if head[:1] in self._odd_behind_bare or head in self._heads:
            return None
        if not is_word and (end - start >= _FEWEST_OF_CODE or (text[start] == "0" and end - start > 1)):
            return None
        modifier = (self._ahead(text, start) if text[start - 1] in self._ends else None) or _EXACT
        amount = amount_in(None, printed := text[start:end], modifier) or NO_AMOUNT
        span = Span(start, end)
        if is_word:
            return Quantity(span, span, printed, amount, None, _OTHER, "word")
        return Quantity(span, span, printed, amount, None, _BARE)


_LONGEST_UNIT = 2


def _counts_behind_words(unit: Unit, units: Units, lexicon: Lexicon) -> bool:
    """Whether a Chinese digit before the unit counts wherever it stands: not so 一批, 三方 and 五里 of a village."""
    is_phrase = unit.name in lexicon.indefinite or unit.name in lexicon.ranks
    return units.is_firm(unit) and unit.kind is not Kind.MEASURE and not is_phrase
