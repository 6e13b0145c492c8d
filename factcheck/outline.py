"""The shape of a text: paragraphs, sentences, clauses and brackets, as spans of the clean text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from factcheck.model import Document, Span

_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）]*|\n+")
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
_SEPARATOR = re.compile("[、，,：；;。！？\n]")


@dataclass(frozen=True, slots=True)
class Outline:
    """Spans in order of the text. `brackets` hold what stands inside a pair, without the marks."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    brackets: tuple[Span, ...]
    _sentence_starts: tuple[int, ...]

    def sentence(self, position: int) -> int:
        """The index of the sentence that `position` stands in."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def paragraph(self, position: int) -> Span:
        """The paragraph that `position` stands in."""
        index = bisect_right(self.paragraphs, position, key=lambda span: span.start) - 1
        return self.paragraphs[max(0, index)]

    def depth(self, position: int) -> int:
        """How many brackets `position` stands inside."""
        last = bisect_right(self.brackets, position, key=lambda span: span.start)
        return sum(span.start <= position < span.end for span in self.brackets[max(0, last - 12) : last])

    def enclosing(self, position: int) -> Span | None:
        """The innermost bracket that `position` stands in."""
        last = bisect_right(self.brackets, position, key=lambda span: span.start)
        inside = [span for span in self.brackets[max(0, last - 12) : last] if span.start <= position < span.end]
        return inside[-1] if inside else None


def outline(document: Document) -> Outline:
    """The outline of a document."""
    text = document.text
    sentences = _split(text, _SENTENCE_END)
    paragraphs = _split(text, re.compile(r"\n+"))
    return Outline(text, paragraphs, sentences, _brackets(text), tuple(span.start for span in sentences))


def separation(text: str, start: int, end: int) -> int:
    """The strongest mark between two positions, as a STRENGTH; marks inside brackets do not count."""
    depth = strongest = 0
    for char in text[start:end]:
        if char in _BRACKETS:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth:
            strongest = max(strongest, STRENGTH.get(char, 0))
    return strongest


_CLOSING = frozenset(_BRACKETS.values())


def _split(text: str, ends: re.Pattern[str]) -> tuple[Span, ...]:
    spans, start = [], 0
    for end in ends.finditer(text):
        if end.end() > start:
            spans.append(Span(start, end.end()))
        start = end.end()
    if start < len(text) or not spans:
        spans.append(Span(start, len(text)))
    return tuple(spans)


def _brackets(text: str) -> tuple[Span, ...]:
    """Matched pairs within a paragraph; a bracket that is never closed encloses nothing."""
    pairs: list[Span] = []
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
            pairs.append(Span(open_.pop()[1], mark.start()))
    return tuple(sorted(pairs))
