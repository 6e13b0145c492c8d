"""Text taken out of a file with the offset of every character."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import replace

from factcheck.model import Aside, Document, FactcheckError, Landmark
from factcheck.readers.asides import find_asides
from factcheck.readers.cleaning import clean

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
        self._asides: list[Aside] = []

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

    def remark(self, start: int, end: int) -> None:
        """A comment of the source, which no reader of it sees: it may speak to factcheck."""
        for aside in find_asides(self.source[start:end]):
            self._asides.append(Aside(start + aside.start, start + aside.end, aside.text))

    def document(
        self, path: str, encoding: str, *, landmarks: Iterable[Landmark] = (), gaps: tuple[str, ...] = ()
    ) -> Document:
        """The cleaned document, its origins in the source."""
        text = "".join(self._pieces)
        refuse_long_lines(text, path)
        cleaned = clean(text, path, encoding, is_set=False)
        origins = array("l", [self._origins[at] for at in cleaned.origins])
        shown = (Aside(self._origins[a.start], self._origins[a.end - 1] + 1, a.text) for a in cleaned.asides)
        return replace(
            cleaned,
            source=self.source,
            origins=origins,
            line_starts=line_starts(self.source),
            landmarks=tuple(landmarks),
            spellings=self._spellings,
            gaps=gaps,
            asides=tuple(sorted([*self._asides, *shown], key=lambda aside: aside.start)),
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
