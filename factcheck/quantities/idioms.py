"""Words with a numeral in them that count nothing: 一起, 统一, 十四五."""

from __future__ import annotations

from collections import defaultdict

from factcheck.lexicon import Lexicon
from factcheck.model import Kind, Quantity, Span
from factcheck.quantities.build import NO_AMOUNT

_OTHER = Kind.OTHER
_Words = tuple[tuple[str, int, str], ...]  # a word, where its first numeral stands in it, and what it is


class Idioms:
    """Finds idioms at their first numeral: 一起 at its first character, 统一 at its second."""

    def __init__(self, lexicon: Lexicon, numeral_characters: frozenset[str]) -> None:
        self._numerals = numeral_characters
        self._run_on = numeral_characters | {"点"}
        self._may_go_on = numeral_characters | {"折", "分", "之"}
        heads: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for word, note in sorted(lexicon.idioms.items(), key=lambda entry: -len(entry[0])):
            offset = next((i for i, c in enumerate(word) if c in numeral_characters), None)
            if offset is not None:
                heads[word[max(0, offset - 1) : max(0, offset - 1) + 2]].append((word, offset, note))
        self._heads: dict[str, _Words] = {head: tuple(words) for head, words in heads.items()}

    def at(self, text: str, start: int, free: int) -> Quantity | None:
        """The idiom whose first numeral stands at `start` and that begins at `free` or later."""
        heads = self._heads
        words = heads.get(text[start : start + 2])
        if words and (idiom := self._first(words, text, start, free)):
            return idiom
        words = heads.get(text[start - 1 : start + 1])
        return self._first(words, text, start, free) if words else None

    def _first(self, words: _Words, text: str, start: int, free: int) -> Quantity | None:
        for word, offset, note in words:
            begin = start - offset
            if begin >= free and text.startswith(word, begin):
                span = Span(begin, begin + len(word))
                if text[span.end : span.end + 1] not in self._may_go_on or not self._goes_on(text, word, span.end):
                    return Quantity(span, span, word, NO_AMOUNT, None, _OTHER, note)
        return None

    def _goes_on(self, text: str, word: str, end: int) -> bool:
        """Whether a numeral runs on past the idiom: 一点二 is a number, 十分之一 a fraction, 三八折 a price."""
        after = text[end : end + 1]
        if after == "折" or text.startswith("分之", end) or (word[-1] == "分" and after == "之"):
            return True
        return after in self._numerals and word[0] in self._numerals and word[-1] in self._run_on
