"""Text taken out of a file: either with the offset of every character, or as a text of its own with landmarks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import replace

from factcheck.model import Document, FactcheckError, Landmark
from factcheck.readers.cleaning import clean
from factcheck.readers.formats.strands import Line, Mooring

LONGEST_TEXT = 16 * 2**20  # characters; as much as the largest text file has
LONGEST_LINE = 1_000_000  # characters; no draft has such a paragraph, and a person could not find a finding in it


class Extract:
    """Runs of a source in their order, and characters that stand for some of it.

    >>> of = Extract("<p>3&gt;2</p>")
    >>> of.take(3, 4); of.put(">", 4, 8); of.take(8, 9)
    >>> document = of.document("a.html", "utf-8")
    >>> document.text, list(document.origins)
    ('3>2', [3, 4, 8])
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._pieces: list[str] = []
        self._origins = array("l")
        self._spellings: dict[int, tuple[int, str]] = {}

    @property
    def free(self) -> int:
        """The first offset that nothing has been taken from."""
        return self._origins[-1] + 1 if self._origins else 0

    @property
    def last(self) -> str:
        """The last character taken; at the start a line break."""
        return self._pieces[-1][-1] if self._pieces else "\n"

    def take(self, start: int, end: int) -> None:
        """The characters of the source from `start` up to `end`."""
        if start < end:
            self._pieces.append(self.source[start:end])
            self._origins.extend(range(start, end))

    def put(self, text: str, start: int, end: int) -> None:
        """`text`, which the source spells between `start` and `end`; each character needs room there."""
        text = text[: max(0, min(end, len(self.source)) - start)]
        self._pieces += (text,) if text else ()
        self._origins.extend(range(start, start + len(text)))
        if text.strip():
            self._spellings |= {start + index: (end, char) for index, char in enumerate(text)}

    def document(
        self, path: str, encoding: str, *, landmarks: Iterable[Landmark] = (), gaps: tuple[str, ...] = ()
    ) -> Document:
        """The cleaned document, its origins in the source."""
        text = "".join(self._pieces)
        refuse_long_lines(text, path)
        cleaned = clean(text, path, encoding, is_set=False)
        origins = array("l", [self._origins[at] for at in cleaned.origins])
        return replace(
            cleaned,
            source=self.source,
            origins=origins,
            line_starts=line_starts(self.source),
            landmarks=tuple(landmarks),
            spellings=self._spellings,
            gaps=gaps,
        )


def refuse_long_lines(text: str, path: str) -> None:
    """Raises FactcheckError, naming the line, where one is longer than any paragraph."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise FactcheckError(
                f"{path}:{number}: 一行有 {len(line)} 个字符，超过上限 {LONGEST_LINE}；请分段后再查 (line too long)"
            )


def line_starts(source: str) -> tuple[int, ...]:
    """Where the lines of a source begin."""
    return (0, *(m.end() for m in re.finditer(r"\r\n|[\r\n]", source)))


class Transcript:
    """The text of a file that has none: lines written one after the other, with landmarks."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.gaps: list[str] = []
        self.moorings: list[Mooring] = []
        self._pieces: list[str] = []
        self._landmarks: list[Landmark] = []
        self._size = 0

    def mark(self, name: str, name_en: str, box: tuple[float, float, float, float] | None = None) -> None:
        """What is written from here on stands at the place of this name."""
        self._landmarks.append(Landmark(self._size, name, name_en, box))

    def write(self, text: str) -> None:
        """Text of the file; raises FactcheckError where it is more than any draft has."""
        self._pieces.append(text)
        self._size += len(text)
        if self._size > LONGEST_TEXT:
            raise FactcheckError(f"{self.path}: 文字超过 {LONGEST_TEXT} 个字符；请拆分后再查 (too much text)")

    def write_line(self, line: Line) -> None:
        """As `write`, noting which elements of the file say it."""
        for text, element, at in ((strand.text, strand.element, strand.at) for strand in line):
            if element is not None:
                self.moorings.append(Mooring(self._size, self._size + len(text), element, at))
            self.write(text)

    def document(self) -> Document:
        """The cleaned document, whose source is what was written."""
        text = "".join(self._pieces)
        refuse_long_lines(text, self.path)
        cleaned = clean(text, self.path, "", is_set=False)
        return replace(cleaned, landmarks=tuple(self._landmarks), is_extracted=True, gaps=tuple(self.gaps))
