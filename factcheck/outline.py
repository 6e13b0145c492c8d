"""The shape of a text: paragraphs, sentences, clauses and brackets, as spans of the clean text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from factcheck.model import Document, Span

# Each opens with one class, from character to character of which the engine skips.
_SENTENCE_END = re.compile(r"[。！？!?\n](?:(?<=\n)\n*|[。！？!?]*[”’」』）]*)")
_PARAGRAPH_END = re.compile(r"\n\n*")
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}
_BRACKET = re.compile("[" + re.escape("".join([*_BRACKETS, *_BRACKETS.values()])) + "]")

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

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        return self._spans(self._paragraph_starts)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return self._spans(self.openings)

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """Where each sentence starts."""
        return self._starts(_SENTENCE_END)

    @cached_property
    def brackets(self) -> tuple[Span, ...]:
        """What stands inside each pair of brackets, without the marks."""
        return _brackets(self.text)

    def sentence(self, position: int) -> int:
        """The index of the sentence that `position` stands in."""
        return max(0, bisect_right(self.openings, position) - 1)

    def paragraph(self, position: int) -> Span:
        """The paragraph that `position` stands in."""
        return self.paragraphs[max(0, bisect_right(self._paragraph_starts, position) - 1)]

    def enclosing(self, position: int) -> Span | None:
        """The innermost bracket that `position` stands in."""
        marks, inside = self._nesting
        return inside[bisect_right(marks, position)]

    @cached_property
    def _paragraph_starts(self) -> tuple[int, ...]:
        return self._starts(_PARAGRAPH_END)

    @cached_property
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
        starts = [0, *[end.end() for end in ends.finditer(self.text)]]
        return tuple(starts[:-1] if len(starts) > 1 and starts[-1] == len(self.text) else starts)

    def _spans(self, starts: tuple[int, ...]) -> tuple[Span, ...]:
        return tuple(Span(start, end) for start, end in pairwise((*starts, len(self.text))))


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
    pairs: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    paragraph_end = text.find("\n")
    for mark in _BRACKET.finditer(text):
        while 0 <= paragraph_end < mark.start():
            open_.clear()
            paragraph_end = text.find("\n", paragraph_end + 1)
        char = mark.group()
        if char in _BRACKETS:
            open_.append((_BRACKETS[char], mark.end()))
        elif open_ and open_[-1][0] == char:
            pairs.append((open_.pop()[1], mark.start()))
    return tuple(Span(start, end) for start, end in sorted(pairs))
