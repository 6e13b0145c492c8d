"""The shape of a text: paragraphs, sentences, clauses and brackets, as spans of the clean text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.model import Document, Span
from factcheck.once import once

# Each opens with one class, from character to character of which the engine skips.
_SENTENCE_END = re.compile(r"[。！？!?\n](?:(?<=\n)\n*|[。！？!?]*[”’」』）]*)")
_PARAGRAPH_END = re.compile(r"\n\n*")
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}

# How strongly a mark parts what stands beside it; a list is held together by one strength.
STRENGTH = {
    "、": 1,
    "和": 1,
    "及": 1,
    "与": 1,
    "，": 2,
    ",": 2,
    "：": 2,
    "；": 3,
    ";": 3,
    "。": 4,
    "！": 4,
    "？": 4,
    "\n": 5,
}
_MARK = re.compile("[" + re.escape("".join([*STRENGTH, *_BRACKETS, *_BRACKETS.values()])) + "]")


@dataclass(frozen=True)
class Outline:
    """Spans in order of the text, found when first asked for."""

    text: str

    @once
    def paragraphs(self) -> tuple[Span, ...]:
        return self._spans(self._paragraph_starts)

    @once
    def sentences(self) -> tuple[Span, ...]:
        return self._spans(self.openings)

    @once
    def openings(self) -> tuple[int, ...]:
        """Where each sentence starts."""
        return self._starts(_SENTENCE_END)

    @once
    def brackets(self) -> tuple[Span, ...]:
        """What stands inside each pair of brackets, without the marks."""
        return _brackets(self.text)

    def sentence(self, position: int) -> int:
        """The index of the sentence that `position` stands in."""
        return max(0, bisect_right(self.openings, position) - 1)

    def paragraph(self, position: int) -> Span:
        """The paragraph that `position` stands in."""
        starts = self._paragraph_starts
        index = max(1, bisect_right(starts, position))
        return Span(starts[index - 1], starts[index] if index < len(starts) else len(self.text))

    def enclosing(self, position: int) -> Span | None:
        """The innermost bracket that `position` stands in."""
        if not self.brackets:
            return None
        marks, inside = self._nesting
        return inside[bisect_right(marks, position)]

    @once
    def _paragraph_starts(self) -> tuple[int, ...]:
        return self._starts(_PARAGRAPH_END) if "\n" in self.text else (0,)

    @once
    def _nesting(self) -> tuple[list[int], list[Span | None]]:
        """Where brackets open or close, and the innermost one before each such mark and after the last."""
        marks: list[int] = []
        inside: list[Span | None] = [None]
        open_: list[Span] = []
        for bracket in (*self.brackets, Span(len(self.text) + 1, len(self.text) + 1)):
            while open_ and open_[-1].end < bracket.start:
                marks.append(open_.pop().end)
                inside.append(open_[-1] if open_ else None)
            marks.append(bracket.start)
            open_.append(bracket)
            inside.append(bracket)
        return marks, inside

    def _starts(self, ends: re.Pattern[str]) -> tuple[int, ...]:
        starts = [0, *map(re.Match.end, ends.finditer(self.text))]
        if len(starts) > 1 and starts[-1] == len(self.text):
            starts.pop()
        return tuple(starts)

    def _spans(self, starts: tuple[int, ...]) -> tuple[Span, ...]:
        return tuple(map(Span, starts, (*starts[1:], len(self.text))))


def outline(document: Document) -> Outline:
    """The outline of a document."""
    return Outline(document.text)


def separation(text: str, start: int, end: int) -> int:
    """The strongest mark between two positions, as a STRENGTH; marks inside brackets do not count."""
    depth = strongest = 0
    for char in _MARK.findall(text, start, end):
        if char in _BRACKETS:
            depth += 1
        elif char in _CLOSING:
            depth -= depth > 0
        elif not depth and STRENGTH[char] > strongest:
            strongest = STRENGTH[char]
    return strongest


_CLOSING = frozenset(_BRACKETS.values())


def _brackets(text: str) -> tuple[Span, ...]:
    """Matched pairs within a paragraph; a bracket that is never closed encloses nothing."""
    pairs: list[Span] = []
    open_: list[tuple[str, int]] = []
    last = 0
    for place in _bracket_marks(text):
        if open_ and text.find("\n", last, place) >= 0:
            open_.clear()
        char, last = text[place], place
        if char in _BRACKETS:
            open_.append((_BRACKETS[char], place + 1))
        elif open_ and open_[-1][0] == char:
            pairs.append(Span(open_.pop()[1], place))
    pairs.sort()
    return tuple(pairs)


def _bracket_marks(text: str) -> list[int]:
    """Where brackets stand, of the kinds that are opened at all; most texts have one kind or none, and a character is
    found much faster than one of many."""
    places: list[int] = []
    for opening, closing in _BRACKETS.items():
        if opening in text:
            places += _places(text, opening)
            places += _places(text, closing)
    places.sort()
    return places


def _places(text: str, char: str) -> Iterator[int]:
    place = text.find(char)
    while place >= 0:
        yield place
        place = text.find(char, place + 1)
