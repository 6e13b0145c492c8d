"""The text of a file that has none of its own, written line by line with landmarks."""

from __future__ import annotations

from dataclasses import replace

from factcheck.model import Document, FactcheckError, Landmark
from factcheck.readers.cleaning import clean
from factcheck.readers.formats.extracts import LONGEST_TEXT, refuse_long_lines
from factcheck.readers.formats.strands import Line, Mooring


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
